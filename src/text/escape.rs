//! Text between the tags and the quotation marks of XML and HTML.

/// A text that is between tags; line breaks stay as they are. What XML 1.0 has no place for, such as most control
/// characters, becomes a replacement character.
pub fn escape(text: &str) -> String {
    escaped(text, Breaks::Kept)
}

/// A text that is in an attribute, where a reader takes plain line breaks and tabs for spaces.
pub fn escape_attribute(text: &str) -> String {
    escaped(text, Breaks::Coded)
}

/// How line breaks and tabs are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Breaks {
    /// As they are.
    Kept,
    /// As references.
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
    fn a_reader_of_xml_gets_back_what_was_written() {
        let text = "«خبر» <b a='1'> & \"x\" &amp; ]]> 😀";
        for written in [escape(text), escape_attribute(text)] {
            let xml = format!("<a b=\"{written}\">{written}</a>");
            let tree = roxmltree::Document::parse(&xml).unwrap();
            assert_eq!(tree.root_element().attribute("b"), Some(text));
            assert_eq!(tree.root_element().text(), Some(text));
        }
    }

    #[test]
    fn breaks_live_in_attributes_where_they_are_coded() {
        let text = "one\ntwo\r\n\tthree";
        let xml = format!("<a b=\"{}\" c=\"{}\"/>", escape_attribute(text), escape(text));
        let tree = roxmltree::Document::parse(&xml).unwrap();
        assert_eq!(tree.root_element().attribute("b"), Some(text));
        assert_ne!(tree.root_element().attribute("c"), Some(text));
        assert_eq!(escape(text), text);
    }

    #[test]
    fn what_xml_has_no_place_for_is_replaced() {
        for c in ['\0', '\u{1}', '\u{B}', '\u{1F}', '\u{FFFE}', '\u{FFFF}'] {
            assert_eq!(escape(&format!("a{c}b")), "a\u{FFFD}b", "{c:?}");
            assert_eq!(escape_attribute(&format!("a{c}b")), "a\u{FFFD}b", "{c:?}");
        }
        assert_eq!(escape("\u{7F}\u{85}\u{200B}\u{FEFF}"), "\u{7F}\u{85}\u{200B}\u{FEFF}");
    }
}
