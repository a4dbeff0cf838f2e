//! What comes before the first element of XML and HTML: the declaration, comments, processing instructions, the document type.

use memchr::memmem;

/// The name of the first element, with its prefix. `None` if other text comes first or if the name is not finished. What is
/// not closed ends with its line, as it does for the readers.
pub fn first_element(text: &str) -> Option<&str> {
    let text = text.trim_start_matches('\u{FEFF}');
    let bytes = text.as_bytes();
    // After a part that is not closed, no closing sign is looked for: each search could go through the whole text.
    let mut is_faulty = false;
    let mut at = 0;
    loop {
        let start = at + memchr::memchr(b'<', &bytes[at..])?;
        if !is_faulty && !text[at..start].trim().is_empty() {
            return None;
        }
        let end = match &bytes[start..] {
            [b'<', b'!' | b'?', ..] if is_faulty => None,
            [b'<', b'!', b'-', b'-', ..] => after(bytes, start + 4, "-->"),
            [b'<', b'!', ..] => doctype_end(bytes, start),
            [b'<', b'?', ..] => after(bytes, start + 2, "?>"),
            _ => match element_name(&text[start + 1..]) {
                None if is_faulty => Some(start + 1),
                name => return name,
            },
        };
        is_faulty |= end.is_none();
        at = end.unwrap_or_else(|| line_end(bytes, start));
    }
}

/// The end of a document type declaration with its internal subset, which begins at `start`. `None` if it is not closed.
pub fn doctype_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut in_subset = false;
    let mut at = start + 1;
    loop {
        let rest = bytes.get(at..)?;
        at += match rest.first()? {
            quote @ (b'"' | b'\'') => memchr::memchr(*quote, &rest[1..])? + 2,
            b'<' if rest.starts_with(b"<!--") => after(rest, 4, "-->")?,
            b'<' if rest.starts_with(b"<?") => after(rest, 2, "?>")?,
            // Outside of the subset another tag begins.
            b'<' if !in_subset => return None,
            b'>' if !in_subset => return Some(at + 1),
            sign => {
                in_subset = match sign {
                    b'[' => true,
                    b']' => false,
                    _ => in_subset,
                };
                1
            }
        };
    }
}

/// The offset after a sign that is looked for from an offset on.
fn after(bytes: &[u8], from: usize, sign: &str) -> Option<usize> {
    Some(from + memmem::find(&bytes[from..], sign.as_bytes())? + sign.len())
}

/// The end of a part that is not closed: that of its line, or the first `>` of a declaration.
fn line_end(bytes: &[u8], start: usize) -> usize {
    let rest = &bytes[start..];
    let is_declaration = rest.starts_with(b"<!") && !rest.starts_with(b"<!--");
    let end = memchr::memchr3(b'\n', b'\r', if is_declaration { b'>' } else { b'\n' }, rest);
    end.map_or(bytes.len(), |end| start + end)
}

/// The name of an element from the text after its `<`.
fn element_name(tag: &str) -> Option<&str> {
    let is_name = tag.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':'));
    let end = tag.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>' | '<' | '=' | '"' | '\''));
    end.filter(|_| is_name).map(|end| &tag[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_comes_before_the_first_element_is_skipped() {
        for before in [
            "",
            "\u{FEFF}",
            "\u{FEFF} \r\n",
            "<?xml version=\"1.0\"?>\n",
            "<?note <a> ?><?x?>",
            "<!-- <html lang=\"en\"> -->",
            "<!----><!-- it's > -->",
            "<!DOCTYPE html>",
            "<!doctype TEI SYSTEM '<a>.dtd'>",
            "<!DOCTYPE TEI [<!ENTITY x \"<p>\"> <!ELEMENT a (b)>]>\n",
            "<!DOCTYPE TEI [<!ENTITY x \"]>\"><!ENTITY y ']><b>'>]>",
            "<!DOCTYPE TEI [<!-- it's ]> <c> --><?d it's ]> ?>%e;] >",
        ] {
            for (element, name) in [("<TEI>", "TEI"), ("<t:TEI xmlns:t=\"\">", "t:TEI"), ("<ا/>", "ا"), ("<a<b>", "a")]
            {
                assert_eq!(first_element(&format!("{before}{element}")), Some(name), "{before}");
            }
        }
    }

    #[test]
    fn what_is_not_closed_ends_with_its_line() {
        for before in [
            "<!-- a",
            "<!-- a\nb <!-- c",
            "<?a",
            "<!DOCTYPE a [",
            "<!DOCTYPE a \"b",
            "<!DOCTYPE",
            "<!-- a\r<!b <? 1 < 2 </c>",
        ] {
            assert_eq!(first_element(&format!("{before}\n<TEI>")), Some("TEI"), "{before}");
        }
        assert_eq!(first_element("<!DOCTYPE a\n<TEI>\n<p>"), Some("TEI"));
        assert_eq!(first_element("<!DOCTYPE nitf SYSTEM \"nitf.dtd><nitf><p>"), Some("nitf"));
    }

    #[test]
    fn other_text_has_no_first_element() {
        for text in [
            "",
            "\u{FEFF}",
            "a",
            "a <TEI>",
            "<",
            "< TEI>",
            "<1>",
            "</TEI>",
            "<TEI",
            "<!--",
            "<?",
            "<!",
            "<!-- --> a <b>",
        ] {
            assert_eq!(first_element(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_searched(parts in prop::collection::vec("<!--|-->|<[?]|[?]>|<!DOCTYPE|\\[|\\]|[<>\"'\n aé]", 0..20)) {
            let text = parts.concat();
            let from = text.as_ptr() as usize;
            if let Some(name) = first_element(&text) {
                let at = name.as_ptr() as usize - from;
                prop_assert!(at > 0 && text.as_bytes()[at - 1] == b'<' && !name.is_empty());
            }
            let end = doctype_end(text.as_bytes(), 0);
            prop_assert!(end.is_none_or(|end| text.as_bytes()[end - 1] == b'>'));
        }
    }
}
