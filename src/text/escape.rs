//! Escaping for the text and the attributes of XML and HTML, and for URIs.

use std::fmt::Write as _;

/// Escapes text between tags; line breaks are kept. Characters that XML 1.0 does not allow, such as most control
/// characters, become a replacement character.
pub fn escape(text: &str) -> String {
    escaped(text, Breaks::Kept)
}

/// Escapes an attribute, in which parsers turn plain line breaks and tabs into spaces.
pub fn escape_attribute(text: &str) -> String {
    escaped(text, Breaks::Coded)
}

/// A text in a URI: each character that is not kept is percent-encoded.
pub fn percent_encoded(text: &str, is_kept: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_kept(c) { out.push(c) } else { push_percent_encoded(&mut out, c) }
    }
    out
}

/// Appends a character as percent-encoded bytes.
pub fn push_percent_encoded(out: &mut String, c: char) {
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        let _ = write!(out, "%{byte:02X}");
    }
}

/// Whether a character of a path needs no encoding: a slash, or one that URIs call unreserved.
pub fn is_plain_in_path(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | '/')
}

/// The form of line breaks and tabs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Breaks {
    /// Verbatim.
    Kept,
    /// Character references.
    Coded,
}

fn escaped(text: &str, breaks: Breaks) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' | '\r' if breaks == Breaks::Kept => out.push(c),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_text_is_parsed_back_unchanged() {
        let text = "«خبر» <b a='1'> & \"x\" &amp; ]]> 😀";
        for written in [escape(text), escape_attribute(text)] {
            let xml = format!("<a b=\"{written}\">{written}</a>");
            let tree = roxmltree::Document::parse(&xml).unwrap();
            assert_eq!(tree.root_element().attribute("b"), Some(text));
            assert_eq!(tree.root_element().text(), Some(text));
        }
    }

    #[test]
    fn line_breaks_in_attributes_are_character_references() {
        let text = "one\ntwo\r\n\tthree";
        let xml = format!("<a b=\"{}\" c=\"{}\"/>", escape_attribute(text), escape(text));
        let tree = roxmltree::Document::parse(&xml).unwrap();
        assert_eq!(tree.root_element().attribute("b"), Some(text));
        assert_ne!(tree.root_element().attribute("c"), Some(text));
        assert_eq!(escape(text), text);
    }

    #[test]
    fn characters_that_xml_forbids_are_replaced() {
        for c in ['\0', '\u{1}', '\u{B}', '\u{1F}', '\u{FFFE}', '\u{FFFF}'] {
            assert_eq!(escape(&format!("a{c}b")), "a\u{FFFD}b", "{c:?}");
            assert_eq!(escape_attribute(&format!("a{c}b")), "a\u{FFFD}b", "{c:?}");
        }
        assert_eq!(escape("\u{7F}\u{85}\u{200B}\u{FEFF}"), "\u{7F}\u{85}\u{200B}\u{FEFF}");
    }
}
