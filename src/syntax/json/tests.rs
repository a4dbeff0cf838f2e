use super::*;
use crate::text::{EditSet, ProseRange};
use proptest::prelude::*;
use serde_json::Value;
use std::fmt::Write as _;

fn parse(text: &str) -> Json {
    parse_json(text, TextRange::from(0..text.len()))
}

fn messages(text: &str) -> Vec<(String, &str)> {
    let problems = parse(text).problems;
    problems.iter().map(|problem| (problem.message.to_string(), problem.range.slice(text))).collect()
}

/// A node as the oracle has it.
fn value_of(node: &Node, text: &str) -> Value {
    match &node.value {
        JsonValue::Object(members) => {
            let pair = |member: &Member| (member.name.clone(), value_of(member.value.as_ref().unwrap(), text));
            Value::Object(members.iter().map(pair).collect())
        }
        JsonValue::Array(items) => Value::Array(items.iter().map(|item| value_of(item, text)).collect()),
        JsonValue::String(_) => Value::String(node.decoded(text).unwrap().text().to_owned()),
        JsonValue::Word => serde_json::from_str(node.range.slice(text)).unwrap(),
    }
}

/// Checks that every range of a node is in its parent's, in order, and cuts no character.
fn check_ranges(node: &Node, text: &str, within: TextRange) {
    let mut last = within.start;
    let mut next = |range: TextRange| {
        assert!(last <= range.start && range.end <= within.end, "{range:?} in {within:?} of {text:?}");
        assert!(text.get(range.to_usize()).is_some(), "{range:?} of {text:?}");
        last = range.end;
    };
    next(node.range);
    if let JsonValue::String(inner) = node.value {
        let decoded = node.decoded(text).unwrap();
        assert!(node.range.contains_range(inner));
        assert_eq!(decoded.text(), node.as_text(text).unwrap());
        let whole = decoded.source_range(decoded.full());
        assert_eq!(whole.exact(), Some(inner), "{text:?}");
    }
    let mut last = node.range.start;
    for member in node.members() {
        assert!(last <= member.name_range.start && member.name_range.end <= node.range.end);
        last = member.name_range.end;
        if let Some(value) = &member.value {
            check_ranges(value, text, TextRange::new(last, node.range.end));
            last = value.range.end;
        }
    }
    for item in node.items() {
        check_ranges(item, text, TextRange::new(last, node.range.end));
        last = item.range.end;
    }
}

/// Checks that each value and key, cut out by its range, is what the oracle reads.
fn check_slices(node: &Node, value: &Value, text: &str) {
    let slice = |range: TextRange| serde_json::from_str::<Value>(range.slice(text)).unwrap();
    assert_eq!(&slice(node.range), value);
    for member in node.members() {
        assert_eq!(slice(member.name_range), Value::String(member.name.clone()));
        check_slices(member.value.as_ref().unwrap(), &value[&member.name], text);
    }
    for (item, value) in node.items().iter().zip(value.as_array().into_iter().flatten()) {
        check_slices(item, value, text);
    }
}

/// Writes a value with blanks and escapes chosen by `choices`, in turn.
fn write_value(value: &Value, choices: &mut dyn FnMut() -> u8, out: &mut String) {
    let blank = |choices: &mut dyn FnMut() -> u8, out: &mut String| {
        out.push_str(["", "", " ", "\n", "\r\n\t"][usize::from(choices()) % 5]);
    };
    blank(choices, out);
    match value {
        Value::Object(members) => {
            out.push('{');
            for (nth, (name, value)) in members.iter().enumerate() {
                out.push_str(if nth > 0 { "," } else { "" });
                blank(choices, out);
                write_string(name, choices, out);
                blank(choices, out);
                out.push(':');
                write_value(value, choices, out);
            }
            blank(choices, out);
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (nth, item) in items.iter().enumerate() {
                out.push_str(if nth > 0 { "," } else { "" });
                write_value(item, choices, out);
            }
            blank(choices, out);
            out.push(']');
        }
        Value::String(text) => write_string(text, choices, out),
        other => out.push_str(&other.to_string()),
    }
    blank(choices, out);
}

fn write_string(text: &str, choices: &mut dyn FnMut() -> u8, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match choices() % 4 {
            0 => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| write!(out, "\\u{unit:04X}").unwrap()),
            1 if c == '/' => out.push_str("\\/"),
            _ => out.push_str(&encode_json_string(c.encode_utf8(&mut [0; 4]))),
        }
    }
    out.push('"');
}

fn documents() -> impl Strategy<Value = (Value, String)> {
    let string = "[a-c \"\\\\\n\t\u{1}قطر😀é]{0,6}";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<i16>().prop_map(|eighths| Value::from(f64::from(eighths) / 8.0)),
        string.prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((string, inner), 0..4).prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    });
    (value, prop::collection::vec(any::<u8>(), 1..40)).prop_map(|(value, choices)| {
        let mut turn = choices.into_iter().cycle();
        let mut text = String::new();
        write_value(&value, &mut || turn.next().unwrap(), &mut text);
        (value, text)
    })
}

proptest! {
    #[test]
    fn well_formed_documents_are_read_as_by_the_oracle((value, text) in documents()) {
        let json = parse(&text);
        prop_assert!(json.problems.is_empty(), "{:?} in {text:?}", json.problems);
        let root = json.root.unwrap();
        prop_assert_eq!(value_of(&root, &text), value.clone());
        prop_assert_eq!(root.range.slice(&text), text.trim());
        check_ranges(&root, &text, TextRange::from(0..text.len()));
        check_slices(&root, &value, &text);
    }

    #[test]
    fn damaged_documents_are_read_with_a_problem((_, text) in documents()) {
        let cuts = text.char_indices().flat_map(|(at, c)| {
            [text[..at].to_owned(), text[..at].to_owned() + &text[at + c.len_utf8()..]]
        });
        for damaged in cuts {
            let json = parse(&damaged);
            let is_valid = serde_json::from_str::<Value>(&damaged).is_ok();
            prop_assert_eq!(json.problems.is_empty(), is_valid, "{:?} {:?}", damaged, json.problems);
            prop_assert!(json.problems.len() <= 3);
            if let Some(root) = json.root {
                check_ranges(&root, &damaged, TextRange::from(0..damaged.len()));
            }
        }
    }

    #[test]
    fn any_text_is_read(text in "[\\[\\]{}\",:/*\\\\u0dDa\nق\t1-]{0,40}") {
        let json = parse(&text);
        if let Some(root) = json.root {
            check_ranges(&root, &text, TextRange::from(0..text.len()));
        }
    }

    #[test]
    fn an_encoded_text_is_decoded_unchanged(text in "\\PC*|[\0-\u{7f}]*") {
        let json = format!("\"{}\"", encode_json_string(&text));
        prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text.clone());
        let read = parse(&json);
        prop_assert!(read.problems.is_empty());
        let decoded = read.root.unwrap().decoded(&json).unwrap();
        prop_assert_eq!(decoded.text(), text);
    }

    #[test]
    fn every_part_of_a_string_maps_to_its_bytes(text in "[a\"\\\\\n\u{1}قطر😀]{0,12}", choices in prop::collection::vec(any::<u8>(), 1..9)) {
        let mut turn = choices.into_iter().cycle();
        let mut json = String::from(" ");
        write_string(&text, &mut || turn.next().unwrap(), &mut json);
        let decoded = parse(&json).root.unwrap().decoded(&json).unwrap();
        let edges: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for (nth, &start) in edges.iter().enumerate() {
            for &end in &edges[nth..] {
                let range = decoded.source_range(TextRange::from(start..end)).exact().unwrap();
                let part: String = serde_json::from_str(&format!("\"{}\"", range.slice(&json))).unwrap();
                prop_assert_eq!(&part, &text[start..end]);
                // An edit of the text is the same edit of the source.
                let edit = EditSet::replace(TextRange::from(start..end), "«\"\\\n");
                let changed = decoded.source_edits(&edit).unwrap().apply(&json);
                prop_assert_eq!(serde_json::from_str::<String>(&changed).unwrap(), edit.apply(&text));
            }
        }
    }
}

#[test]
fn faults_are_reported_and_the_rest_is_read() {
    assert_eq!(messages(r#"{"a": 1 "b": 2}"#), [("a comma is missing".into(), "")]);
    assert_eq!(messages(r#"{"a": 1,}"#), [("there is a comma after the last value".into(), ",")]);
    assert_eq!(messages("{\"a\": \"x\n}"), [("this string is not closed".into(), "\"")]);
    assert_eq!(messages(r#"{"a": [1, 2}"#), [("this bracket is not closed".into(), "[")]);
    assert_eq!(
        messages(r#"{"a": "#),
        [("this key has no value".into(), "\"a\""), ("this bracket is not closed".into(), "{")]
    );
    assert_eq!(
        messages("{\"a\":\n\"b\": 1}"),
        [("this key has no value".into(), "\"a\""), ("a comma is missing".into(), "")]
    );
    assert_eq!(messages(r#"{a: yes}"#).len(), 2);
    assert_eq!(messages("{} x"), [("the document ends before this".into(), "x")]);
    assert_eq!(messages("// note\n{\"a\": /* one */ 1}"), []);
    assert_eq!(messages(" "), [("JSON is missing here".into(), "")]);
    let text = "{\"a\": 1 \"b\": [1, {\"c\": \"x\n \"d\": tru}, \"e\": 5}";
    let root = parse(text).root.unwrap();
    let names: Vec<&str> = root.members().iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["a", "b"], "{root:?}");
    let text = "{\"a\": \"x\n \"b\": 2, \"c\" 3, \"d\": }";
    let root = parse(text).root.unwrap();
    assert_eq!(root.get("a").unwrap().as_text(text).unwrap(), "x");
    assert_eq!(root.get("b").unwrap().as_text(text).unwrap(), "2");
    assert_eq!(root.get("c").unwrap().as_text(text).unwrap(), "3");
    assert!(root.get("d").is_none());
}

#[test]
fn large_and_deep_texts_take_linear_time() {
    for part in [
        "[",
        "{",
        "\"",
        "{\"a\":\n\"b\"",
        "{\"a\":[",
        "/*",
        "//",
        "\\",
        "]",
        "}",
        ",",
        ":",
        "a ",
        "\"a\n",
        "\"\\u",
        "{\"a\" ",
    ] {
        let text = part.repeat(1_000_000 / part.len());
        assert!(parse(&text).problems.len() <= 3, "{part:?}");
    }
    let deep = format!("{}1{}", "[".repeat(128), "]".repeat(128));
    assert!(parse(&deep).problems.is_empty());
    let deep = format!("[{deep}, \"after\"]");
    let json = parse(&deep);
    assert_eq!(json.problems[0].message.as_str(), "values are nested too deep here");
    assert_eq!(json.root.unwrap().items()[1].as_text(&deep).unwrap(), "after");
}

#[test]
fn a_part_of_a_text_is_read_with_its_offset() {
    let text = "<script>{\"a\": \"\\u0642\"}</script>";
    let json = parse_json(text, TextRange::from(8..text.len() - 9));
    let root = json.root.unwrap();
    assert!(json.problems.is_empty());
    let decoded = root.get("a").unwrap().decoded(text).unwrap();
    assert_eq!(decoded.text(), "ق");
    assert_eq!(decoded.source_range(TextRange::new(0, 2)).range().slice(text), "\\u0642");
    assert_eq!(decoded.source_range(TextRange::new(0, 1)).exact(), None, "half a letter");
}

#[test]
fn an_article_in_a_string_has_its_ranges_in_the_file() {
    let body = "---\nheadline: \"A \\\"B\\\"\"\n---\n\n[Laila](actor:laila-haddad) and AT&amp;T said\n\"no\".\n\n<!-- copydesk:ignore weekday-mismatch -->\n\n[Omar] left.\n\n[Omar]: actor:omar-salim\n";
    let file = format!("{{\"id\": 7, \"body\": \"{}\"}}", encode_json_string(body).replace('[', "\\u005b"));
    let decoded = parse(&file).root.unwrap().get("body").unwrap().decoded(&file).unwrap();
    assert_eq!(decoded.text(), body);
    let options = crate::syntax::ReadOptions { syntax: Some(crate::syntax::NEWS_MARKDOWN), ..Default::default() };
    let inside = crate::syntax::read(decoded.text(), &options);
    let outside = inside.clone().through(&decoded);
    assert_eq!(outside.mentions.len(), 2);
    assert_eq!(outside.mentions[0].link.range.slice(&file), "\\u005bLaila](actor:laila-haddad)");
    assert_eq!(outside.mentions[1].target.id_range.slice(&file), "omar-salim");
    assert_eq!(outside.definitions[0].range.slice(&file), "\\u005bOmar]: actor:omar-salim");
    let title = outside.metadata.text(crate::article::Key::Headline).unwrap();
    assert_eq!((title.text(), title.range.slice(&file)), ("A \"B\"", "\\\"A \\\\\\\"B\\\\\\\"\\\""));
    assert!(outside.directives[0].range.slice(&file).starts_with("<!-- copydesk"));
    for (inner, outer) in inside.blocks.iter().zip(&outside.blocks) {
        assert_eq!(inner.prose.text(), outer.prose.text());
        assert_eq!(inner.spans, outer.spans);
        let text = outer.prose.text();
        let edges: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for (nth, &start) in edges.iter().enumerate() {
            for &end in &edges[nth + 1..] {
                let range = ProseRange::from(start..end);
                let (from, to) = (inner.prose.map(range), outer.prose.map(range));
                assert_eq!(to, decoded_range(&decoded, from));
            }
        }
    }
}

/// A range of prose in the file, by both maps one after the other.
fn decoded_range(decoded: &Decoded, mapped: crate::article::Mapped) -> crate::article::Mapped {
    use crate::article::Mapped;
    match mapped {
        Mapped::Exact(range) => decoded.source_range(range),
        Mapped::Straddles(range) => Mapped::Straddles(decoded.source_range(range).range()),
    }
}
