//! What an article, a registry or a path holds, written so that neither a terminal nor a job log acts on it.
//!
//! A terminal obeys control characters: they move its cursor, change its title, fill its clipboard. Marks of direction
//! reorder the words around them, a line break begins a line that looks like one of ours, and the log of a job takes some
//! beginnings of a line for commands. All of them are shown by their number, and none is sent.

use std::borrow::Cow;
use std::fmt::Write;

/// What systems that run jobs take for a command wherever it stands in a line.
const COMMANDS: [&str; 3] = ["##[", "##vso[", "##teamcity["];

/// Whether a character does something where it is shown: a control, a break of a line, a mark of direction.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// A text on one line that does nothing where it is shown. ESC becomes `<U+001B>`.
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

/// A text that begins a line and does nothing there: `::error::` is a command of a job log at the beginning of a line alone.
pub fn visible_at_start(text: &str) -> Cow<'_, str> {
    let seen = visible(text);
    match seen.trim_start().strip_prefix("::") {
        Some(rest) => Cow::Owned(format!("<U+003A>:{rest}")),
        None => seen,
    }
}

/// The source line of an article, whose characters are drawn one by one: what a job log would take for a command is
/// interrupted by a character of no width.
pub(super) fn interrupted(line: String) -> String {
    apart(line, "#\u{200B}#")
}

/// JSON in which each such character stands as an escape: a reader gets what was there.
pub fn json(text: String) -> String {
    let is_plain = |c: char| c.is_ascii() && c != '\u{7F}' || !acts(c);
    if text.chars().all(is_plain) && !text.contains("##") {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 64);
    for c in text.chars() {
        if is_plain(c) {
            out.push(c);
        } else {
            let _ = write!(out, "\\u{:04x}", c as u32);
        }
    }
    apart(out, "#\\u0023")
}

/// XML in which each such character stands as a reference, and no line begins a command.
pub(super) fn xml(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii() && c != '\u{7F}' || !acts(c);
    let mut out = String::with_capacity(text.len() + 64);
    for line in text.split_inclusive('\n') {
        let (blanks, line) = line.split_at(line.len() - line.trim_start().len());
        out.push_str(blanks);
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

/// Commands with `##` taken apart.
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
    fn nothing_acts_and_everything_else_stays() {
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
    fn readers_of_json_and_xml_get_what_was_there() {
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
