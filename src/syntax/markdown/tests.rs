//! Parsed articles, formatted as text.

use super::*;
use crate::article::{UnfinishedKind, Verb};
use expect_test::{Expect, expect};
use std::fmt::Write;

fn read_plainly(text: &str) -> Article {
    read(text, &ReadOptions { path: "x.news.md".into(), prefixes: vec!["wd".into()], ..Default::default() })
}

fn check(text: &str, expected: &Expect) {
    let article = read_plainly(text);
    let mut out = String::new();
    for block in &article.blocks {
        let quoted = if block.quoted { " quoted" } else { "" };
        writeln!(out, "{:?}{quoted}: {:?}", block.kind, block.prose.text()).unwrap();
    }
    for mention in &article.mentions {
        let id = mention.target.id_range.slice(text);
        writeln!(
            out,
            "mention {:?} {:?} -> {}:{id}",
            mention.link.form,
            mention.link.text.slice(text),
            mention.target.scheme.name()
        )
        .unwrap();
        let mapped = article.blocks[mention.link.block].prose.map(mention.link.prose).range().slice(text);
        assert!(mention.link.text.slice(text).contains(mapped), "{mapped}");
    }
    for mark in &article.date_marks {
        writeln!(
            out,
            "date {:?} {:?} -> {}",
            mark.link.form,
            mark.link.text.slice(text),
            mark.target.id_range.slice(text)
        )
        .unwrap();
    }
    for definition in &article.definitions {
        writeln!(out, "definition {:?} {:?}", definition.label_range.slice(text), definition.range.slice(text))
            .unwrap();
    }
    for unfinished in &article.unfinished {
        let destination = unfinished.destination.map(|range| range.slice(text));
        writeln!(
            out,
            "unfinished {:?} {:?} text {:?} destination {destination:?}",
            unfinished.kind,
            unfinished.range.slice(text),
            unfinished.text.slice(text)
        )
        .unwrap();
    }
    for problem in &article.problems {
        writeln!(out, "problem {:?} {}", problem.range.slice(text), problem.message).unwrap();
    }
    expected.assert_eq(&out);
}

#[test]
fn all_link_forms_are_parsed() {
    check(
        "# عنوان\n\nقال [**ليلى** حداد](actor:laila \"role=ceo org=x\") و[عمر][o] و[o][] و[o] في [11 يوليو](date:2017-07-11)، [موقع](https://x.y) <https://z.y>.\n\n[o]: actor:omar\n",
        &expect![[r#"
            Headline: "عنوان"
            Paragraph: "قال ليلى حداد وعمر وo وo في 11 يوليو، موقع https://z.y."
            mention Inline "**ليلى** حداد" -> actor:laila
            mention Full "عمر" -> actor:omar
            mention Collapsed "o" -> actor:omar
            mention Shortcut "o" -> actor:omar
            date Inline "11 يوليو" -> 2017-07-11
            definition "o" "[o]: actor:omar"
        "#]],
    );
}

#[test]
fn prose_is_the_visible_text() {
    check(
        "a &amp; b \\[c\\] `code` ![alt](i.png) <b>d</b>\ne  \nf\n\n> q1\n> q2\n\n- one\n- two\n\n  three\n\n```\nno\n```\n\n<div>\nno\n</div>\n",
        &expect![[r#"
            Paragraph: "a & b [c] ￼ ￼ d e f"
            Paragraph quoted: "q1 q2"
            ListItem: "one"
            ListItem: "two"
            ListItem: "three"
        "#]],
    );
}

#[test]
fn unfinished_forms_do_not_affect_other_text() {
    for (text, kind, destination) in [
        ("قال [حداد", UnfinishedKind::OpenText, None),
        ("قال [حداد] أمس.", UnfinishedKind::NoDefinition, None),
        ("قال [حداد](", UnfinishedKind::OpenDestination, Some("")),
        ("قال [حداد](act", UnfinishedKind::OpenDestination, Some("act")),
        ("قال [حداد](actor:", UnfinishedKind::OpenDestination, Some("actor:")),
        ("قال [حداد](actor:la ثم مضى", UnfinishedKind::OpenDestination, Some("actor:la")),
        ("قال [[", UnfinishedKind::DoubleBracket, None),
        ("قال [[حدا", UnfinishedKind::DoubleBracket, None),
        ("قال [حداد](actor:laila haddad) أمس", UnfinishedKind::BlankInDestination, Some("actor:laila haddad")),
    ] {
        let whole = format!("{text}\n\nوأوضحت [عمر](actor:omar).\n");
        let article = read_plainly(&whole);
        assert_eq!(article.unfinished.len(), 1, "{text}");
        assert_eq!(article.unfinished[0].kind, kind, "{text}");
        assert_eq!(article.unfinished[0].destination.map(|range| range.slice(&whole)), destination, "{text}");
        assert_eq!(article.mentions.len(), 1, "{text}");
        assert_eq!(article.mentions[0].target.id, "omar");
    }
}

#[test]
fn escaped_and_ordinary_brackets() {
    check(
        r"He \[sic\] said [that](https://x.y) and [x](y z) [ ] done.",
        &expect![[r#"
            Paragraph: "He [sic] said that and [x](y z) [ ] done."
            unfinished NoDefinition "[x]" text "x" destination None
            unfinished NoDefinition "[ ]" text " " destination None
        "#]],
    );
}

#[test]
fn the_cast_of_the_front_matter_has_definitions() {
    check(
        "---\ncast:\n  حداد: actor:laila\n---\nقال [حداد] شيئا.\n",
        &expect![[r#"
            Paragraph: "قال حداد شيئا."
            mention Shortcut "حداد" -> actor:laila
            definition "حداد" "حداد: actor:laila"
        "#]],
    );
}

#[test]
fn directives_have_the_range_that_they_apply_to() {
    let text = "One. <!-- copydesk:ignore a-rule, b-rule -- as printed -->\nTwo.\n\n<!-- copydesk:ignore-next -->\n\nThree\nlines.\n\n<!-- copydesk:ignore-start a-rule -->\n\nFour.\n\n<!-- copydesk:ignore-end -->\n\n<!-- copydesk:nonsense -->\n";
    let article = read_plainly(text);
    let seen: Vec<_> = article.directives.iter().map(|d| (d.verb, d.scope.slice(text).trim())).collect();
    assert_eq!(seen[0], (Some(Verb::Ignore), "One. <!-- copydesk:ignore a-rule, b-rule -- as printed -->"));
    assert_eq!(seen[1], (Some(Verb::IgnoreNext), "Three\nlines."));
    assert_eq!(seen[2], (Some(Verb::IgnoreStart), "Four."));
    assert_eq!(seen[4].0, None);
    let first = &article.directives[0];
    assert_eq!(first.rules.iter().map(|(_, range)| range.slice(text)).collect::<Vec<_>>(), ["a-rule", "b-rule"]);
    assert_eq!(first.reason.as_deref(), Some("as printed"));
}

#[test]
fn line_breaks_of_every_kind_and_byte_order_marks() {
    check(
        "\u{FEFF}---\r\ntitle: x\r\n---\r\nقال [حداد](actor:laila)\r\nأمس.\r\n",
        &expect![[r#"
            Headline: "x"
            Paragraph: "قال حداد أمس."
            mention Inline "حداد" -> actor:laila
        "#]],
    );
}

#[test]
fn unclosed_markup_is_parsed() {
    for text in
        ["---\nx: [", "```\nx", "<!-- copydesk:ignore", "[a](<b", "![", "> [", "[x]: <", "---", "+++\na=", "[", "]("]
    {
        read_plainly(text);
    }
}

#[test]
fn front_matter_nests_only_so_deep() {
    for deep in ["- ".repeat(30_000), "{a: ".repeat(30_000), "[".repeat(30_000), "? ".repeat(30_000)] {
        let article = read_plainly(&format!("---\nheadline: Port\nx:\n  {deep}\n---\nText.\n"));
        assert_eq!(article.problems.len(), 1, "one problem for {deep:.20}");
        assert_eq!(
            article.metadata.text(Key::Headline).map(|headline| headline.text().to_owned()),
            Some("Port".to_owned())
        );
    }
}

#[test]
fn any_space_separates_the_words_of_a_directive() {
    for blank in ["\u{A0}", "\u{85}", "\u{2028}", "\u{3000}", " ", "\t"] {
        let text =
            format!("Text. <!-- copydesk:ignore{blank}{blank}weekday-mismatch,{blank}impossible-date -- why -->\n");
        let article = read_plainly(&text);
        let rules: Vec<&str> = article.directives[0].rules.iter().map(|(_, range)| range.slice(&text)).collect();
        assert_eq!(rules, ["weekday-mismatch", "impossible-date"], "{blank:?}");
    }
}

#[test]
fn quoted_values_over_lines_and_blank_lines_before() {
    let of = |text: &str, key: &str| {
        let article = read_plainly(text);
        let entry = article.metadata.entries.iter().find(|entry| entry.name == key);
        let value = entry.and_then(|entry| entry.value.scalar()).map(|scalar| scalar.text().to_owned());
        (value.unwrap_or_default(), article.problems.len())
    };
    let text = "---\ntitle: \"The pier\nis old: and Note: new\"\ndate: 2022-07-08\n---\nBody.\n";
    assert_eq!(of(text, "title"), ("The pier is old: and Note: new".into(), 0));
    assert_eq!(of(text, "date"), ("2022-07-08".into(), 0));
    let text = "---\ntitle: 'The pier''s\r\nage'\r\ndate: 2022-07-08\r\n---\r\nBody.\r\n";
    assert_eq!(of(text, "date"), ("2022-07-08".into(), 0));
    // A quotation mark is missing here.
    let text = "---\ntitle: \"The pier\ndate: 2022-07-08\ndescription: \"New\"\n---\nBody.\n";
    assert_eq!(of(text, "title").1, 1);
    let text = "\n\n---\ntitle: The pier\n---\nBody.\n";
    assert_eq!(of(text, "title"), ("The pier".into(), 0));
    assert_eq!(of("\n   ---\ntitle: The pier\n---\n", "title").0, "");
}

#[test]
fn front_matter_as_json() {
    let text = "{\n  \"title\": \"The \\\"pier\\\"\",\n\t\"Date\": \"2022-07-08\",\n  \"tags\": [\"a\", \"b\"]\n}\nThe works begin.\n";
    let article = read_plainly(text);
    assert!(article.problems.is_empty(), "{:?}", article.problems);
    assert_eq!(
        article.metadata.text(Key::Headline).map(|title| title.text().to_owned()).as_deref(),
        Some("The \"pier\"")
    );
    assert_eq!(article.metadata.text(Key::DatePublished).map(|date| date.range.slice(text)), Some("\"2022-07-08\""));
    assert_eq!(article.blocks.last().map(|block| block.prose.text()), Some("The works begin."));
    for text in ["{\n\"a\"\n", "{curly} words\n}\n", "{\n  no key\n}\n"] {
        assert!(read_plainly(text).metadata.range.is_none(), "{text}");
    }
}
