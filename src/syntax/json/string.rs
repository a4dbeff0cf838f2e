//! The strings of JSON.

use crate::article::Decoded;
use crate::text::TextRange;
use std::borrow::Cow;
use std::fmt::Write as _;

/// An escape: what it represents, and its number of bytes.
pub(super) struct Escape {
    pub(super) represents: char,
    pub(super) len: usize,
    pub(super) is_valid: bool,
}

/// Escapes a text for a string of JSON. Letters of other scripts stay as they are.
pub fn encode_json_string(text: &str) -> Cow<'_, str> {
    let needs_escape = |c: char| matches!(c, '"' | '\\' | '\0'..='\u{1F}');
    if !text.contains(needs_escape) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if needs_escape(c) => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Decodes the text between the quotation marks of a string.
pub(super) fn decode(text: &str, inner: TextRange) -> Decoded {
    let mut out = Decoded::new(inner.start, |text| Some(encode_json_string(text)));
    for part in parts(text, inner) {
        match part {
            Part::Run(run) => out.verbatim(run.slice(text), run.start),
            Part::Escape(c, range) => out.replaced(c, range),
        }
    }
    out
}

/// The text between the quotation marks of a string, without its source map.
pub(super) fn unescape(text: &str, inner: TextRange) -> Cow<'_, str> {
    let whole = inner.slice(text);
    if !whole.contains('\\') {
        return Cow::Borrowed(whole);
    }
    let mut out = String::with_capacity(whole.len());
    for part in parts(text, inner) {
        match part {
            Part::Run(run) => out.push_str(run.slice(text)),
            Part::Escape(c, _) => out.push(c),
        }
    }
    Cow::Owned(out)
}

enum Part {
    /// Text without escapes.
    Run(TextRange),
    Escape(char, TextRange),
}

fn parts(text: &str, inner: TextRange) -> impl Iterator<Item = Part> {
    let bytes = &text.as_bytes()[..inner.end as usize];
    let mut at = inner.start as usize;
    std::iter::from_fn(move || {
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
        let start = at;
        if rest[0] == b'\\' {
            let escape = escape_at(bytes, at);
            at += escape.len;
            return Some(Part::Escape(escape.represents, TextRange::from(start..at)));
        }
        at += memchr::memchr(b'\\', rest).unwrap_or(rest.len());
        Some(Part::Run(TextRange::from(start..at)))
    })
}

/// Parses the escape at a backslash. An unknown one represents the character after the backslash, and half of a
/// surrogate pair a replacement character.
pub(super) fn escape_at(bytes: &[u8], at: usize) -> Escape {
    let simple = |represents: char| Escape { represents, len: 2, is_valid: true };
    match bytes.get(at + 1) {
        Some(b'"') => simple('"'),
        Some(b'\\') => simple('\\'),
        Some(b'/') => simple('/'),
        Some(b'b') => simple('\u{8}'),
        Some(b'f') => simple('\u{C}'),
        Some(b'n') => simple('\n'),
        Some(b'r') => simple('\r'),
        Some(b't') => simple('\t'),
        Some(b'u') => code_at(bytes, at),
        None | Some(b'\n' | b'\r') => Escape { represents: char::REPLACEMENT_CHARACTER, len: 1, is_valid: false },
        Some(_) => {
            let rest = &bytes[at + 1..];
            let width = (1..=rest.len().min(4)).find(|width| std::str::from_utf8(&rest[..*width]).is_ok()).unwrap_or(1);
            let c = std::str::from_utf8(&rest[..width]).ok().and_then(|text| text.chars().next());
            Escape { represents: c.unwrap_or(char::REPLACEMENT_CHARACTER), len: 1 + width, is_valid: false }
        }
    }
}

/// Parses `\u0642`, or the two halves of a surrogate pair.
fn code_at(bytes: &[u8], at: usize) -> Escape {
    let digits = bytes[at + 2..].iter().take(4).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let broken = |len| Escape { represents: char::REPLACEMENT_CHARACTER, len, is_valid: false };
    let unit = |at: usize| -> Option<u16> {
        let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u").filter(|d| d.iter().all(u8::is_ascii_hexdigit))?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let Some(first) = unit(at) else { return broken(2 + digits) };
    if let Some(represents) = char::from_u32(u32::from(first)) {
        return Escape { represents, len: 6, is_valid: true };
    }
    let pair = unit(at + 6).and_then(|second| char::decode_utf16([first, second]).next()?.ok());
    pair.map_or_else(|| broken(6), |represents| Escape { represents, len: 12, is_valid: true })
}
