//! Writes a story as a new item of ninjs 3, with a body in HTML.

use super::metadata::EXTRA;
use crate::article::{BlockKind, Key};
use crate::language::Language;
use crate::message;
use crate::syntax::story::{Composed, Story, StoryBlock};
use crate::syntax::xml;
use serde_json::{Map, Value, json};

/// The places of metadata with one value.
const FIELDS: [(Key, &str); 7] = [
    (Key::DatePublished, "versionCreated"),
    (Key::DateCreated, "firstCreated"),
    (Key::EmbargoedUntil, "embargoedUntil"),
    (Key::Expires, "expires"),
    (Key::Author, "by"),
    (Key::LocationCreated, "located"),
    (Key::Identifier, "uri"),
];

pub(super) fn article(story: &Story) -> Composed {
    let mut item = Map::new();
    let mut lost = Vec::new();
    let mut extras = Vec::new();
    let identifier = story.value(Key::Identifier).unwrap_or("urn:copydesk:article");
    item.insert("uri".into(), json!(identifier));
    item.insert("type".into(), json!("text"));
    if story.language != Language::Other {
        item.insert("language".into(), json!(story.language.tag()));
    }
    for entry in &story.metadata {
        match (entry.key, entry.values.as_slice()) {
            (Key::Identifier | Key::InLanguage | Key::Headline, _) | (_, []) => {}
            (Key::About | Key::Mentions, targets) => {
                let rel = if entry.key == Key::About { "about" } else { "mentions" };
                for target in targets {
                    list(&mut item, rel, target);
                }
            }
            (key, [value]) if FIELDS.iter().any(|(known, _)| *known == key) => {
                let name = FIELDS.iter().find(|(known, _)| *known == key).map_or("", |(_, name)| name);
                // The schema demands a moment.
                let is_day = key != Key::Author && key != Key::LocationCreated && value.len() == "2024-03-18".len();
                let value = if is_day { format!("{value}T00:00:00Z") } else { value.clone() };
                item.insert(name.into(), json!(value));
            }
            (key, values) => extras
                .extend(values.iter().map(|value| json!({"role": format!("{EXTRA}{}", key.name()), "value": value}))),
        }
    }
    if !extras.is_empty() {
        item.insert("altIds".into(), Value::Array(extras));
    }
    if let Some(headline) = story.block(BlockKind::Headline) {
        item.insert("headlines".into(), json!([{"role": "main", "value": headline.text()}]));
        let links = headline.runs.iter().any(|run| !matches!(run, crate::syntax::story::Run::Text(_)));
        if links {
            lost.push(message!("links in the headline"));
        }
    }
    let standfirst: Vec<String> =
        story.blocks.iter().filter(|block| block.kind == BlockKind::Standfirst).map(StoryBlock::text).collect();
    if !standfirst.is_empty() {
        item.insert("descriptions".into(), json!([{"role": "summary", "value": standfirst.join("\n")}]));
    }
    item.insert("bodies".into(), json!([{"role": "main", "contentType": "text/html", "value": body(story)}]));
    let text = serde_json::to_string_pretty(&Value::Object(item)).unwrap_or_default() + "\n";
    Composed { text, lost }
}

/// Adds an actor to the array of its kind.
fn list(item: &mut Map<String, Value>, rel: &str, target: &str) {
    let (scheme, id) = target.split_once(':').unwrap_or(("actor", target));
    let name = match scheme {
        "person" => "people",
        "org" => "organisations",
        "place" => "places",
        "event" => "events",
        _ => "objects",
    };
    let uri = if matches!(scheme, "person" | "org" | "place" | "event" | "actor") {
        format!("urn:actor:{id}")
    } else {
        target.to_owned()
    };
    let array = item.entry(name).or_insert_with(|| json!([]));
    if let Some(array) = array.as_array_mut() {
        array.push(json!({"rel": rel, "uri": uri}));
    }
}

/// The blocks of the body in HTML, one per line.
fn body(story: &Story) -> String {
    let is_head = |block: &&StoryBlock| matches!(block.kind, BlockKind::Headline | BlockKind::Standfirst);
    let blocks = story.blocks.iter().filter(|block| !is_head(block)).cloned().collect();
    let page = (xml::HTML.compose)(&Story { language: story.language, metadata: Vec::new(), blocks }).text;
    let (_, rest) = page.split_once("<div property=\"articleBody\">").unwrap_or(("", ""));
    let (body, _) = rest.rsplit_once("</div>").unwrap_or((rest, ""));
    body.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
