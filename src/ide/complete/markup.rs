//! Elements and attributes of XML and HTML.

use super::{Completion, CompletionKind};
use crate::syntax::MarkupItem;
use crate::text::TextRange;

/// Elements and attributes.
pub(super) fn markup(replace: TextRange, items: Vec<MarkupItem>) -> Vec<Completion> {
    let item = |item: MarkupItem| Completion {
        text: item.text,
        ..Completion::word(item.name, item.meaning, CompletionKind::Keyword, replace)
    };
    items.into_iter().map(item).collect()
}

#[cfg(test)]
mod tests {
    use crate::fixture::{check_accept, offered};

    /// An item in NITF with words in its first paragraph.
    fn nitf(paragraph: &str) -> String {
        format!(
            "//- story.ar.nitf.xml\n<?xml version=\"1.0\"?>\n<nitf baselang=\"ar\">\n<body><body.content>\n<p>{paragraph}</p>\n\
             <p>قالت <person value=\"samira-nasser\">سميرة ناصر</person> ذلك.</p>\n</body.content></body>\n</nitf>\n"
        )
    }

    /// A TEI document with words in its first paragraph.
    fn tei(paragraph: &str) -> String {
        format!(
            "//- story.ar.tei.xml\n<TEI xml:lang=\"ar\"><text><body>\n<p>{paragraph}</p>\n\
             <p>قالت <persName ref=\"actor:samira-nasser\">سميرة ناصر</persName> ذلك.</p>\n</body></text></TEI>\n"
        )
    }

    #[test]
    fn an_id_is_offered_in_an_attribute_as_it_is_typed() {
        for typed in [
            "<person value=\"kar<|>\">كريم عادل</person>",
            "<person value=\"kar<|>\"",
            "<person value=\"kar<|>",
            "قال <person idsrc=\"x\" value=\"kar<|>",
            "قال <person value=\"كري<|>",
        ] {
            assert_eq!(offered(&nitf(typed)).first().map(String::as_str), Some("karim-adel"), "{typed}");
        }
        for typed in [
            "<person value=\"<|>",
            "<person value=\"<|>\"",
            "<org value=\"<|>",
            "<chron norm=\"<|>\">11 فبراير 2024</chron>",
        ] {
            assert!(!offered(&nitf(typed)).is_empty(), "{typed}");
        }
    }

    #[test]
    fn an_id_is_written_in_the_form_of_the_dialect() {
        check_accept(&nitf("<person value=\"kar<|>"), "karim-adel", &nitf("<person value=\"karim-adel"));
        for typed in ["<persName ref=\"kar<|>\">", "<persName ref=\"actor:kar<|>\">"] {
            check_accept(&tei(typed), "karim-adel", &tei("<persName ref=\"actor:karim-adel\">"));
        }
    }

    #[test]
    fn latin_letters_in_the_text_give_an_arabic_name_in_its_element() {
        let name = "سميرة ناصر";
        let linked = format!("وقالت <person value=\"samira-nasser\">{name}</person>");
        check_accept(&nitf("وقالت samira<|>"), name, &nitf(&linked));
        // The first letter already has items, else an editor does not ask for the others.
        assert!(offered(&nitf("وقالت s<|>")).contains(&name.to_owned()));
        let linked = format!("وقالت <persName ref=\"actor:samira-nasser\">{name}</persName>");
        check_accept(&tei("وقالت samira<|>"), name, &tei(&linked));
    }

    #[test]
    fn elements_and_attributes_are_offered_after_their_signs() {
        for typed in ["قال <<|>", "قال <per<|>"] {
            assert!(offered(&nitf(typed)).contains(&"person".to_owned()), "{typed}");
        }
        assert!(offered(&nitf("<person <|>>")).contains(&"value".to_owned()));
        // An attribute that waits for its value gets no second name.
        assert!(!offered(&nitf("<person value=<|>>")).contains(&"value".to_owned()));
    }

    #[test]
    fn quotation_marks_and_angles_of_prose_open_no_list() {
        for typed in ["He said \"<|>", "a <<|>", "x = \"<|>"] {
            assert!(offered(typed).is_empty(), "{typed}");
        }
    }
}
