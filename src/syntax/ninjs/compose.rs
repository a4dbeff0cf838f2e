//! Writes a story as a new item of ninjs 3, with a body in HTML.

use super::metadata::EXTRA;
use crate::article::{BlockKind, Key, SCHEMES};
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
    let identifier = story.value(Key::Identifier).unwrap_or("urn:copydesk:article");
    item.insert("uri".into(), json!(identifier));
    item.insert("type".into(), json!("text"));
    if story.language != Language::Other {
        item.insert("language".into(), json!(story.language.tag()));
    }
    let mut extra = Vec::new();
    for entry in &story.metadata {
        let is_target =
            |value: &String| matches!(value.split_once(':'), Some((scheme, _)) if SCHEMES.contains(&scheme));
        match (entry.key, entry.values.as_slice()) {
            (Key::Identifier | Key::InLanguage | Key::Headline, _) | (_, []) => {}
            (Key::About | Key::Mentions, targets) if targets.iter().all(|target| array_of(target).is_some()) => {
                let rel = if entry.key == Key::About { "about" } else { "mentions" };
                targets.iter().for_each(|target| list(&mut item, rel, target));
            }
            (key, [value]) if !is_target(value) && FIELDS.iter().any(|(known, _)| *known == key) => {
                let name = FIELDS.iter().find(|(known, _)| *known == key).map_or("", |(_, name)| name);
                // The schema demands a moment.
                let is_day = key != Key::Author && key != Key::LocationCreated && value.len() == "2024-03-18".len();
                let value = if is_day { format!("{value}T00:00:00Z") } else { value.clone() };
                item.insert(name.into(), json!(value));
            }
            (key, values) => {
                let rel = format!("{EXTRA}{}", key.name());
                extra.extend(values.iter().map(|value| json!({"rel": rel, "literal": value})));
            }
        }
    }
    if !extra.is_empty() {
        item.insert("subjects".into(), Value::Array(extra));
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

/// The array of a target whose kind is known.
fn array_of(target: &str) -> Option<(&'static str, &str)> {
    let (scheme, id) = target.split_once(':')?;
    let name = match scheme {
        "person" => "people",
        "org" => "organisations",
        "place" => "places",
        "event" => "events",
        _ => return None,
    };
    Some((name, id))
}

/// Adds an actor to the array of its kind.
fn list(item: &mut Map<String, Value>, rel: &str, target: &str) {
    let Some((name, id)) = array_of(target) else { return };
    let array = item.entry(name).or_insert_with(|| json!([]));
    if let Some(array) = array.as_array_mut() {
        array.push(json!({"rel": rel, "uri": format!("urn:actor:{id}")}));
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
