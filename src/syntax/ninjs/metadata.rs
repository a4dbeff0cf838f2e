//! The metadata of an item.
//!
//! `datePublished` is `versionCreated`: relative dates of an agency's text count from the day of the version in which they are
//! written, and the first release of a story can be days older. `dateCreated` is `firstCreated`, otherwise `contentCreated`.

use crate::article::{Decoded, Entry, Key, Prose, Scalar, Scheme, Target, Value};
use crate::syntax::json::{Member, Node};
use crate::syntax::{ReadOptions, xml};
use crate::text::TextRange;

/// The arrays of actors, and the scheme of their entries.
pub(super) const LISTS: [(&str, Scheme); 11] = [
    ("people", Scheme::Person),
    ("person", Scheme::Person),
    ("organisations", Scheme::Organisation),
    ("organisation", Scheme::Organisation),
    ("organizations", Scheme::Organisation),
    ("places", Scheme::Place),
    ("place", Scheme::Place),
    ("events", Scheme::Event),
    ("event", Scheme::Event),
    ("objects", Scheme::Actor),
    ("object", Scheme::Actor),
];

/// The role of an alternative id that holds metadata without a place of its own: `copydesk:dateline`.
pub(super) const EXTRA: &str = "copydesk:";

/// The metadata, in the order of the file.
pub(super) fn entries(root: &Node, text: &str, options: &ReadOptions) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut known: Vec<Key> = Vec::new();
    for member in root.members() {
        let Some(value) = &member.value else { continue };
        if let Some((_, scheme)) = LISTS.iter().find(|(name, _)| *name == member.name) {
            entries.extend(lists(member, value, scheme, text, options));
            continue;
        }
        if member.name == "altIds" {
            entries.extend(extras(value, text));
            continue;
        }
        let Some(key) = key_of(&member.name, root) else { continue };
        let value = match key {
            Key::Headline => main_value(value, text).map(Value::Scalar),
            Key::SourceOrganization => names(value, text),
            Key::Keywords if !value.items().is_empty() => Some(Value::List(
                value.items().iter().filter_map(|item| Some(Value::Scalar(scalar(item, text)?))).collect(),
            )),
            _ => scalar(value, text).map(Value::Scalar),
        };
        let Some(value) = value.filter(|_| !known.contains(&key)) else { continue };
        known.push(key);
        entries.push(entry(member, Some(key), value));
    }
    entries
}

/// The metadata that a conversion kept as alternative ids.
fn extras(list: &Node, text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for item in list.items() {
        let Some(role) = item.get("role").and_then(|role| role.as_text(text)) else { continue };
        let Some(key) = role.strip_prefix(EXTRA).and_then(Key::from_name) else { continue };
        let Some(value) = item.get("value") else { continue };
        let Some(scalar) = scalar(value, text) else { continue };
        let value = Value::Scalar(scalar);
        match entries.iter_mut().find(|entry| entry.key == Some(key)) {
            Some(own) => own.push(value),
            None => {
                entries.push(Entry { name: key.name().to_owned(), key: Some(key), name_range: item.range, value });
            }
        }
    }
    entries
}

fn key_of(name: &str, root: &Node) -> Option<Key> {
    Some(match name {
        "uri" => Key::Identifier,
        "headline" | "headlines" => Key::Headline,
        "language" => Key::InLanguage,
        "versioncreated" | "versionCreated" => Key::DatePublished,
        "firstcreated" | "firstCreated" => Key::DateCreated,
        "contentcreated" | "contentCreated" if root.get("firstCreated").or(root.get("firstcreated")).is_none() => {
            Key::DateCreated
        }
        "embargoed" | "embargoedUntil" => Key::EmbargoedUntil,
        "expires" => Key::Expires,
        "byline" | "by" => Key::Author,
        "located" => Key::LocationCreated,
        "infoSources" | "infosources" | "infosource" | "source" => Key::SourceOrganization,
        "keywords" | "keyword" => Key::Keywords,
        _ => return None,
    })
}

fn entry(member: &Member, key: Option<Key>, value: Value) -> Entry {
    Entry { name: member.name.clone(), key, name_range: member.name_range, value }
}

fn scalar(node: &Node, text: &str) -> Option<Scalar> {
    let decoded = node.decoded(text)?;
    let whole = Prose::verbatim(decoded.text(), 0);
    Some(Scalar { prose: whole.through(&decoded), range: node.range, quoted: true, target: None })
}

/// The value of the main headline.
fn main_value(value: &Node, text: &str) -> Option<Scalar> {
    if value.items().is_empty() {
        return scalar(value, text);
    }
    let is_main =
        |item: &&Node| item.get("role").and_then(|role| role.as_text(text)).is_some_and(|role| role == "main");
    let main = value.items().iter().find(is_main).or(value.items().first())?;
    scalar(main.get("value")?, text)
}

/// The names of the objects of an array, or a text.
fn names(value: &Node, text: &str) -> Option<Value> {
    if value.items().is_empty() {
        return scalar(value, text).map(Value::Scalar);
    }
    let named = value.items().iter().filter_map(|item| Some(Value::Scalar(scalar(item.get("name")?, text)?)));
    Some(Value::List(named.collect()))
}

/// The actors of an array: what the article is about, and what it mentions.
fn lists(member: &Member, value: &Node, scheme: &Scheme, text: &str, options: &ReadOptions) -> Vec<Entry> {
    let (mut about, mut mentions) = (Vec::new(), Vec::new());
    for item in value.items() {
        let Some(uri) = item.get("uri").and_then(|uri| uri.decoded(text)) else { continue };
        let Some(target) = target(&uri, (scheme, member.name_range), options) else { continue };
        let prose = Prose::verbatim(uri.text(), 0).through(&uri);
        let scalar = Scalar { prose, range: item.range, quoted: true, target: Some(Box::new(target)) };
        let rel = item.get("rel").and_then(|rel| rel.as_text(text)).unwrap_or_default();
        match rel.rsplit([':', '/']).next().unwrap_or_default() {
            "about" | "subject" | "depicts" => about.push(Value::Scalar(scalar)),
            // Those who made it need not occur in it.
            "author" | "creator" | "contributor" | "by" | "publisher" | "photographer" => {}
            _ => mentions.push(Value::Scalar(scalar)),
        }
    }
    let lists = [(Key::About, about), (Key::Mentions, mentions)].into_iter().filter(|(_, items)| !items.is_empty());
    lists.map(|(key, items)| entry(member, Some(key), Value::List(items))).collect()
}

/// The target of a URI such as `urn:actor:laila-haddad`.
fn target(uri: &Decoded, own: (&Scheme, TextRange), options: &ReadOptions) -> Option<Target> {
    let mut target = xml::target_of_uri(uri.text(), own, options)?;
    target.id_range = uri.source_range(target.id_range).exact()?;
    Some(target)
}
