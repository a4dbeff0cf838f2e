//! Makes quoted text harmless for terminals and job logs.
//!
//! Control characters can move the cursor of a terminal, change its title or fill its clipboard. Direction marks reorder the
//! words around them, a line break starts a line that looks like output of copydesk, and a job log takes some line starts as
//! commands. All of them are replaced by their code point.

use std::borrow::Cow;
use std::fmt::Write;

/// Strings that CI systems take as a command anywhere in a line.
const COMMANDS: [&str; 3] = ["##[", "##vso[", "##teamcity["];

/// Whether a character has an effect on a terminal: a control character, a line break, a direction mark.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// Escapes a text to one line without effects on a terminal. ESC becomes `<U+001B>`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(acts) && !text.contains("##") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if acts(c) {
            let _ = write!(out, "<U+{:04X}>", c as u32);
        } else {
            out.push(c);
        }
    }
    Cow::Owned(apart(out, "#<U+0023>"))
}

/// Escapes a text at the start of a line: `::error::` is a command of a job log only there.
pub fn visible_at_start(text: &str) -> Cow<'_, str> {
    let seen = visible(text);
    match seen.trim_start().strip_prefix("::") {
        Some(rest) => Cow::Owned(format!("<U+003A>:{rest}")),
        None => seen,
    }
}

/// Bytes that are compared at once.
const CHUNK: usize = 64;

/// The offset of the next DEL, or of a character outside ASCII that may act; a quick check of bytes.
fn next_act(text: &[u8], from: usize) -> Option<usize> {
    let next = |at: usize| text.get(at + 1).copied().unwrap_or_default();
    let acts = |at: &usize| match text[*at] {
        0x7F | 0xEF => true,
        0xC2 => next(*at) < 0xA0,
        0xD8 => next(*at) == 0x9C,
        0xE2 => matches!(next(*at), 0x80 | 0x81),
        _ => false,
    };
    // Most of a report is ASCII, of which many bytes are compared at once.
    let mut at = from;
    while at < text.len() {
        let chunk = &text[at..text.len().min(at + CHUNK)];
        if chunk.iter().fold(0, |any, byte| any | u8::from(*byte >= 0x7F)) != 0
            && let Some(found) = (at..at + chunk.len()).find(acts)
        {
            return Some(found);
        }
        at += chunk.len();
    }
    None
}

/// The source line of an article. Its characters are drawn one by one, so job log commands are interrupted by a zero-width
/// character.
pub(super) fn interrupted(line: String) -> String {
    apart(line, "#\u{200B}#")
}

/// JSON with such characters escaped. A parser returns the original text.
pub fn json(text: String) -> String {
    let is_plain = |c: char| c.is_ascii() && c != '\u{7F}' || !acts(c);
    if next_act(text.as_bytes(), 0).is_none() && !text.contains("##") {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut from = 0;
    while let Some(at) = next_act(text.as_bytes(), from) {
        let Some(c) = text[at..].chars().next() else { break };
        out.push_str(&text[from..at]);
        from = at + c.len_utf8();
        if is_plain(c) {
            out.push(c);
        } else {
            let _ = write!(out, "\\u{:04x}", c as u32);
        }
    }
    out.push_str(&text[from..]);
    apart(out, "#\\u0023")
}

/// XML with such characters as references, and no job log commands.
pub(super) fn xml(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii() && c != '\u{7F}' || !acts(c);
    let mut out = String::with_capacity(text.len() + 64);
    for line in text.split_inclusive('\n') {
        let (indent, line) = line.split_at(line.len() - line.trim_start().len());
        out.push_str(indent);
        let line = match line.strip_prefix("::") {
            Some(rest) => {
                out.push_str("&#58;:");
                rest
            }
            None => line,
        };
        for c in line.chars() {
            if is_plain(c) {
                out.push(c);
            } else {
                let _ = write!(out, "&#{};", c as u32);
            }
        }
    }
    apart(out, "#&#35;")
}

/// Splits commands with `##`.
fn apart(mut text: String, hashes: &str) -> String {
    if !text.contains("##") {
        return text;
    }
    for command in COMMANDS {
        let rest = &command[2..];
        let lower = text.to_ascii_lowercase();
        if lower.contains(command) {
            let mut out = String::with_capacity(text.len() + 16);
            let mut from = 0;
            for (at, _) in lower.match_indices(command) {
                out.push_str(&text[from..at]);
                out.push_str(hashes);
                out.push_str(&text[at + 2..at + 2 + rest.len()]);
                from = at + command.len();
            }
            out.push_str(&text[from..]);
            text = out;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped_and_other_text_is_kept() {
        assert_eq!(visible("قالت سميرة «ناصر» 😀 é # ##"), "قالت سميرة «ناصر» 😀 é # ##");
        assert_eq!(visible("a\u{1b}]52;c;x\u{7}b"), "a<U+001B>]52;c;x<U+0007>b");
        assert_eq!(visible("a\r\n::error::b"), "a<U+000D><U+000A>::error::b");
        assert_eq!(visible("##[error]x ##VSO[task]"), "#<U+0023>[error]x #<U+0023>VSO[task]");
        assert_eq!(visible_at_start("::error::x"), "<U+003A>:error::x");
        assert_eq!(visible_at_start("  ::error::x"), "<U+003A>:error::x");
        assert_eq!(visible_at_start("\u{85}::error::x"), "<U+0085>::error::x");
        for code in 0..=0x10_FFFF {
            let Some(c) = char::from_u32(code) else { continue };
            let seen = visible(c.encode_utf8(&mut [0; 4])).into_owned();
            assert!(!seen.chars().any(acts), "{code:x}");
        }
    }

    #[test]
    fn the_quick_check_finds_every_character_that_acts() {
        for c in ('\u{7F}'..=char::MAX).filter(|c| acts(*c)) {
            assert!(next_act(format!("قال{c}x").as_bytes(), 0).is_some(), "{c:?}");
        }
        assert!(next_act("قالت سميرة «ناصر» 😀 é\n".as_bytes(), 0).is_none());
    }

    #[test]
    fn json_and_xml_are_parsed_back_to_the_original() {
        let text: String = (1..0x3000).filter_map(char::from_u32).chain("::a ##[b] ##vso[".chars()).collect();
        let written = json(serde_json::to_string(&text).unwrap());
        assert!(!written.chars().any(acts) && !written.contains("##["));
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);

        let text = "::a\n  ::b ##[c] \u{7F}\u{9B}\u{202E}\u{2028}x";
        let written = xml(&format!("<a>\n{}</a>", crate::text::escape(text)));
        assert!(written.lines().all(|line| !line.trim_start().starts_with("::")), "{written}");
        assert!(!written.contains("##[") && !written.contains('\u{9B}'), "{written}");
        let tree = roxmltree::Document::parse(&written).unwrap();
        assert_eq!(tree.root_element().text(), Some(format!("\n{text}").as_str()));
    }
}
