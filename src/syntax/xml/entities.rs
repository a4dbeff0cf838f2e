//! Character references: `&amp;`, `&#8217;`, `&eacute;`.

use super::lexer::Mode;
use crate::text::TextRange;
use std::borrow::Cow;

/// A run of character data, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::syntax) enum Piece<'t> {
    /// Text that is the same in the source.
    Verbatim(TextRange),
    /// A character reference and its text.
    Reference(TextRange, Cow<'t, str>),
    /// What looks like a reference and is none. It stays text.
    Unknown(TextRange),
}

/// The longest name of an entity in HTML, with its signs.
const LONGEST: usize = 34;

/// Cuts character data into plain text and references.
pub(in crate::syntax) fn pieces(text: &str, range: TextRange, mode: Mode) -> impl Iterator<Item = Piece<'_>> {
    let mut at = range.start;
    std::iter::from_fn(move || {
        if at >= range.end {
            return None;
        }
        let rest = TextRange::new(at, range.end).slice(text);
        let piece = match memchr::memchr(b'&', rest.as_bytes()) {
            Some(0) => reference(rest, at, mode),
            Some(next) => Piece::Verbatim(TextRange::new(at, at + next as u32)),
            None => Piece::Verbatim(TextRange::new(at, range.end)),
        };
        at = match &piece {
            Piece::Verbatim(range) | Piece::Reference(range, _) | Piece::Unknown(range) => range.end,
        };
        Some(piece)
    })
}

/// The text of an attribute value or of character data.
pub(in crate::syntax) fn decode(text: &str, range: TextRange, mode: Mode) -> Cow<'_, str> {
    let source = range.slice(text);
    if !source.contains('&') {
        return Cow::Borrowed(source);
    }
    let mut out = String::with_capacity(source.len());
    for piece in pieces(text, range, mode) {
        match piece {
            Piece::Verbatim(range) | Piece::Unknown(range) => out.push_str(range.slice(text)),
            Piece::Reference(_, decoded) => out.push_str(&decoded),
        }
    }
    Cow::Owned(out)
}

/// Whether a name is one of the five entities that XML knows without a document type.
pub(super) fn is_xml_entity(name: &str) -> bool {
    matches!(name, "amp" | "lt" | "gt" | "quot" | "apos")
}

fn reference(rest: &str, at: u32, mode: Mode) -> Piece<'_> {
    let window = &rest.as_bytes()[1..rest.len().min(LONGEST)];
    let length =
        window.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'#')).unwrap_or(window.len());
    let ends = window.get(length) == Some(&b';');
    let name = &rest[1..=length];
    let place = |width: usize| TextRange::new(at, at + width as u32);
    if !ends {
        // An ampersand alone is text. HTML allows it, and `&copy=1` in an address is text there too.
        let width = if mode == Mode::Xml || name.is_empty() { 1 } else { 1 + length };
        return if mode == Mode::Html { Piece::Verbatim(place(width)) } else { Piece::Unknown(place(width)) };
    }
    let whole = &rest[..length + 2];
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        };
        // HTML reads the numbers of Windows-1252 as its characters.
        let known = code.and_then(char::from_u32).filter(|c| *c != '\0');
        return match known {
            Some(c) if !('\u{80}'..='\u{9F}').contains(&c) => {
                Piece::Reference(place(whole.len()), Cow::Owned(c.to_string()))
            }
            Some(_) => Piece::Reference(place(whole.len()), html_escape::decode_html_entities(whole)),
            None => Piece::Unknown(place(whole.len())),
        };
    }
    let decoded = html_escape::decode_html_entities(whole);
    if decoded == whole { Piece::Unknown(place(whole.len())) } else { Piece::Reference(place(whole.len()), decoded) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded() {
        let of = |text: &str, mode| decode(text, TextRange::from(0..text.len()), mode).into_owned();
        assert_eq!(of("a &amp; b &lt;&#8217;&#x642;&eacute;&nbsp;", Mode::Xml), "a & b <’قé\u{A0}");
        assert_eq!(of("AT&T, &unknown; &#0; &#xFFFFFFF; &", Mode::Xml), "AT&T, &unknown; &#0; &#xFFFFFFF; &");
        assert_eq!(of("?a=1&copy=2&lang=ar", Mode::Html), "?a=1&copy=2&lang=ar");
        assert_eq!(of("&#146;", Mode::Html).chars().count(), 1);
    }

    #[test]
    fn unknown_references_stay_text() {
        let text = "AT&T &x;";
        let unknown: Vec<&str> = pieces(text, TextRange::from(0..text.len()), Mode::Xml)
            .filter_map(|piece| match piece {
                Piece::Unknown(range) => Some(range.slice(text)),
                _ => None,
            })
            .collect();
        assert_eq!(unknown, ["&", "&x;"]);
    }
}
