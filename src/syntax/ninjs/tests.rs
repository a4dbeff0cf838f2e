use super::*;
use crate::article::{BlockId, Mapped, SpanKind, Value};
use crate::syntax::{Slot, Story, read as read_any};

const ITEM: &str = r#"{
  "uri": "urn:nna.example:2024-000118",
  "versionCreated": "2024-03-18T19:22:00+03:00",
  "language": "en",
  "by": "Norafia News Agency",
  "headlines": [{"role": "short", "value": "Port deal"}, {"role": "main", "value": "Norafia signs a \"port\" deal"}],
  "people": [{"name": "Laila Haddad", "rel": "mentions", "uri": "urn:actor:laila-haddad"}, {"name": "Omar Salim", "rel": "about", "uri": "urn:actor:omar-salim"}, {"name": "A. Writer", "rel": "author", "uri": "urn:actor:a-writer"}],
  "places": [{"name": "Salma", "uri": "urn:place:salma-port"}, {"name": "Elsewhere", "uri": "http:\/\/example.org\/x"}],
  "bodies": [
    {"role": "main", "contentType": "text/plain", "value": "The same as text."},
    {"role": "main", "contentType": "text/html", "value": "<h1>Again<\/h1>\n<p>Minister <span resource=\"urn:actor:laila-haddad\" typeof=\"Person\">Laila Ha\u0064dad</span> said AT&amp;T \"signed\".</p>"},
    {"role": "box", "contentType": "text/plain", "value": "One line.\n\n Another \u0041ne."}
  ]
}"#;

fn parse(text: &str) -> Article {
    read_any(text, &ReadOptions { path: "a.json".into(), ..ReadOptions::default() })
}

#[test]
fn an_item_is_read_with_ranges_in_the_file() {
    let article = parse(ITEM);
    assert_eq!(article.syntax, SYNTAX.id);
    assert_eq!(article.language, Language::English);
    let blocks: Vec<(BlockKind, &str)> = article.blocks.iter().map(|block| (block.kind, block.prose.text())).collect();
    assert_eq!(
        blocks,
        [
            (BlockKind::Headline, "Norafia signs a \"port\" deal"),
            (BlockKind::Heading(2), "Port deal"),
            (BlockKind::Heading(1), "Again"),
            (BlockKind::Paragraph, "Minister Laila Haddad said AT&T \"signed\"."),
            (BlockKind::Paragraph, "One line."),
            (BlockKind::Paragraph, "Another Ane."),
        ]
    );
    let block = &article.blocks[3];
    let words = |words: &str| {
        let at = block.prose.text().find(words).unwrap();
        block.prose.map(crate::text::ProseRange::from(at..at + words.len()))
    };
    assert_eq!(words("AT&T \"signed\"").exact().unwrap().slice(ITEM), "AT&amp;T \\\"signed\\\"");
    assert!(matches!(words("Minister Laila"), Mapped::Straddles(_)));
    let mention = &article.mentions[0];
    assert_eq!(mention.link.block, BlockId::new(3));
    assert_eq!(mention.target.id_range.slice(ITEM), "laila-haddad");
    assert_eq!(mention.link.text.slice(ITEM), "Laila Ha\\u0064dad");
    assert_eq!(block.spans[0].kind, SpanKind::Mention(0));
    assert!(mention.link.range.slice(ITEM).starts_with("<span resource=\\\"urn:actor:"));
}

#[test]
fn metadata_has_keys_and_targets() {
    let article = parse(ITEM);
    let text = |key: Key| article.metadata.text(key).map(|scalar| (scalar.text(), scalar.inner().slice(ITEM)));
    assert_eq!(text(Key::DatePublished).unwrap().0, "2024-03-18T19:22:00+03:00");
    assert_eq!(text(Key::Headline).unwrap(), ("Norafia signs a \"port\" deal", "Norafia signs a \\\"port\\\" deal"));
    assert_eq!(text(Key::Author).unwrap().0, "Norafia News Agency");
    let ids = |key: Key| -> Vec<&str> {
        let entries = article.metadata.entries.iter().filter(|entry| entry.key == Some(key));
        let targets = entries.flat_map(|entry| entry.value.scalars()).map(|scalar| scalar.target.as_ref().unwrap());
        targets.map(|target| target.id_range.slice(ITEM)).collect()
    };
    assert_eq!((ids(Key::About), ids(Key::Mentions)), (vec!["omar-salim"], vec!["laila-haddad", "salma-port"]));
    assert!(
        article.metadata.entries.iter().any(|entry| entry.name == "people" && matches!(entry.value, Value::List(_)))
    );
}

#[test]
fn only_news_items_are_detected() {
    let detected = |text: &str, path: &str| Syntax::detect(text, path).id == SYNTAX.id;
    assert!(detected(ITEM, "a.json") && detected(ITEM, "a.ninjs.json") && detected(ITEM, ""));
    assert!(detected("{\"uri\": \"x\", \"headline\": \"y\", \"body_text\": \"z\"}", "a.json"));
    assert!(!detected(ITEM, "a.md") && !detected(ITEM, "a.jsonl") && !detected(&ITEM.repeat(2), "a.json"));
    for text in [
        "{}",
        "{\"uri\": \"x\"}",
        "{\"headline\": \"x\"}",
        "[]",
        "{\"uri\": 3, \"headline\": \"x\"}",
        "{Samira said}",
        "\"x\"",
    ] {
        assert!(!detected(text, "a.json"), "{text}");
    }
}

#[test]
fn items_of_ninjs_1_are_read() {
    let text = r#"{"uri": "urn:x:1", "headline": "Deal", "versioncreated": "2014-03-18T10:00:00Z", "firstcreated": "2014-03-17T10:00:00Z",
        "byline": "A", "located": "Salma", "person": [{"name": "L", "rel": "about", "uri": "urn:actor:laila-haddad"}],
        "body_text": "As text.", "body_xhtml": "<p>As <b>markup</b>.</p>", "description_text": "A summary."}"#;
    let article = parse(text);
    let blocks: Vec<(BlockKind, &str)> = article.blocks.iter().map(|block| (block.kind, block.prose.text())).collect();
    assert_eq!(
        blocks,
        [(BlockKind::Headline, "Deal"), (BlockKind::Standfirst, "A summary."), (BlockKind::Paragraph, "As markup.")]
    );
    assert!(!article.blocks[1].holds_links && article.blocks[2].holds_links);
    let keys: Vec<Key> = article.metadata.entries.iter().filter_map(|entry| entry.key).collect();
    assert_eq!(
        keys,
        [
            Key::Identifier,
            Key::Headline,
            Key::DatePublished,
            Key::DateCreated,
            Key::Author,
            Key::LocationCreated,
            Key::About
        ]
    );
}

#[test]
fn a_link_can_begin_a_body_without_paragraphs() {
    let link = "<span resource='urn:actor:laila-haddad' typeof='Person'>Laila Haddad</span>";
    for body in [format!("{link} left."), format!("<div>{link}</div>")] {
        let text = format!(
            "{{\"uri\": \"urn:x:1\", \"bodies\": [{{\"contentType\": \"text/html\", \"value\": \"{body}\"}}]}}"
        );
        assert_eq!(parse(&text).mentions.len(), 1, "{body}");
    }
}

#[test]
fn damaged_items_are_read() {
    let cuts = ITEM.char_indices().map(|(at, _)| at);
    for at in cuts {
        let begun = read(&ITEM[..at], &ReadOptions::default());
        assert!(begun.markup_problems.len() <= 3, "{:?}", &begun.markup_problems);
        let mut missing = ITEM.to_owned();
        missing.remove(at);
        let article = read(&missing, &ReadOptions::default());
        assert!(article.markup_problems.len() <= 3, "{missing}");
        for block in &article.blocks {
            assert!(missing.get(block.range.to_usize()).is_some(), "{missing}");
        }
    }
}

#[test]
fn a_story_is_written_and_read() {
    let story = Story::plain("A \"deal\"", &["Laila Haddad said so.", "AT&T <signed> it."]);
    let composed = (SYNTAX.compose)(&story);
    assert!(composed.lost.is_empty());
    let article = parse(&composed.text);
    let words: Vec<&str> = article.blocks.iter().map(|block| block.prose.text()).collect();
    assert_eq!(words, ["A \"deal\"", "Laila Haddad said so.", "AT&T <signed> it."]);
}

/// The slot at `|` in an item.
#[track_caller]
fn slot_at(marked: &str, expected: impl Fn(Slot<'_>, &str)) {
    let at = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    expected((SYNTAX.slot)(&text, &parse(&text), at as u32), &text);
}

#[test]
fn ids_and_names_are_completed() {
    slot_at(&ITEM.replacen("urn:actor:laila-haddad\"}", "urn:actor:lai|la-haddad\"}", 1), |slot, text| match slot {
        Slot::Id { scheme, typed, words, replace, lead } => {
            assert_eq!((scheme, typed, words, lead), ("person", "lai", "Laila Haddad", ""));
            assert_eq!(replace.slice(text), "laila-haddad");
        }
        other => panic!("{other:?}"),
    });
    slot_at(&ITEM.replacen("urn:place:salma-port", "|", 1), |slot, _| {
        assert!(matches!(slot, Slot::Id { scheme: "place", typed: "", lead: "urn:actor:", .. }), "{slot:?}");
    });
    slot_at(
        &ITEM.replacen("resource=\\\"urn:actor:laila-haddad", "resource=\\\"urn:actor:la|ila-haddad", 1),
        |slot, text| match slot {
            Slot::Id { typed, replace, .. } => assert_eq!((typed, replace.slice(text)), ("la", "laila-haddad")),
            other => panic!("{other:?}"),
        },
    );
    slot_at(&ITEM.replacen("<p>Minister", "<p>Minis|ter", 1), |slot, text| match slot {
        Slot::Name { typed, replace, .. } => assert_eq!((typed, replace.slice(text)), ("Minis", "Minister")),
        other => panic!("{other:?}"),
    });
    for place in ["\"uri\": \"urn:nna|", "\"by\": \"Nor|", "{|", "\"rel\": \"ment|"] {
        slot_at(&ITEM.replacen(&place.replace('|', ""), place, 1), |slot, _| {
            assert_eq!(slot, Slot::Nothing, "{place}");
        });
    }
}

#[test]
fn every_place_has_a_slot() {
    let article = parse(ITEM);
    for (at, _) in ITEM.char_indices() {
        (SYNTAX.slot)(ITEM, &article, at as u32);
    }
}
