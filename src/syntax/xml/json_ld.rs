//! The metadata of a page in JSON-LD, read and written: `<script type="application/ld+json">`.

use super::super::ReadOptions;
use super::tree::{NodeId, Tree};
use super::values;
use super::vocabulary::IdForm;
use crate::article::{BlockKind, Entry, Key, Prose, Scalar, Scheme, Value};
use crate::language::Language;
use crate::syntax::json::{Member, Node, parse_json};
use crate::syntax::story::{Run, Story};
use crate::text::TextRange;
use serde_json::{Map, json};

/// The keys with one value.
const SCALARS: [(&str, Key); 10] = [
    ("headline", Key::Headline),
    ("alternativeHeadline", Key::AlternativeHeadline),
    ("datePublished", Key::DatePublished),
    ("dateModified", Key::DateModified),
    ("dateCreated", Key::DateCreated),
    ("expires", Key::Expires),
    ("dateline", Key::Dateline),
    ("inLanguage", Key::InLanguage),
    ("author", Key::Author),
    ("publisher", Key::Publisher),
];

/// The keys with lists of actors.
const LISTS: [(&str, Key); 2] = [("mentions", Key::Mentions), ("about", Key::About)];

/// How deep an article can be in `@graph` and arrays.
const DEEPEST: usize = 4;

/// The metadata in all scripts of a page.
pub(super) fn entries(text: &str, tree: &Tree, options: &ReadOptions) -> Vec<Entry> {
    let mut found = Vec::new();
    for id in 0..tree.nodes.len() {
        let is_script = tree.name(id, text).eq_ignore_ascii_case("script")
            && tree.value(id, "type", text).is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"));
        if let Some(range) = is_script.then(|| content(tree, id)).flatten()
            && let Some(root) = parse_json(text, range).root
            && let Some(article) = article_in(&root, text, 0)
        {
            found.extend(of_article(article, text, options));
        }
    }
    found
}

/// The metadata of a story as a script that [`entries`] reads, without the tags around it, and the keys that need no other
/// place. `None` for a story that has only a headline.
pub(super) fn written(story: &Story) -> Option<(String, Vec<Key>)> {
    let mut article = Map::new();
    let mut used = Vec::new();
    let one = |key: Key| match story.values(key) {
        [value] => Some(value),
        _ => None,
    };
    for (name, key) in [("datePublished", Key::DatePublished), ("dateModified", Key::DateModified)] {
        if let Some(value) = one(key) {
            article.insert(name.into(), json!(value));
        }
    }
    // Who an actor is says the registry; a name in words has no kind.
    let by_name = |key: Key| one(key).filter(|name| kind_of(name).is_none());
    if let Some(name) = by_name(Key::Author) {
        article.insert("author".into(), json!({"name": name}));
    }
    if let Some(name) = by_name(Key::Publisher) {
        article.insert("publisher".into(), json!({"@type": "Organization", "name": name}));
        used.push(Key::Publisher);
    }
    for (name, key) in LISTS {
        let things = story.values(key).iter().map(|target| thing(target, story)).collect::<Option<Vec<_>>>();
        if let Some(things) = things.filter(|things| !things.is_empty()) {
            article.insert(name.into(), json!(things));
            used.push(key);
        }
    }
    if article.is_empty() {
        return None;
    }
    let mut all = Map::new();
    all.insert("@context".into(), json!("https://schema.org"));
    all.insert("@type".into(), json!("NewsArticle"));
    if let Some(headline) = story.block(BlockKind::Headline) {
        all.insert("headline".into(), json!(headline.text()));
    }
    if story.language != Language::Other {
        all.insert("inLanguage".into(), json!(story.language.tag()));
    }
    all.append(&mut article);
    // `</script>` in a text would end the script.
    let text = serde_json::to_string_pretty(&serde_json::Value::Object(all)).ok()?.replace('<', "\\u003c");
    Some((text, used))
}

/// The type of a target and its id; `None` for a text and for an id of another authority, which only some projects know.
fn kind_of(target: &str) -> Option<(&'static str, &str)> {
    let (scheme, id) = target.split_once(':')?;
    let kind = match scheme {
        "person" => "Person",
        "org" => "Organization",
        "place" => "Place",
        "event" => "Event",
        "actor" => "Thing",
        _ => return None,
    };
    (!id.is_empty() && !id.contains(char::is_whitespace)).then_some((kind, id))
}

/// An actor as an object, with the words that the story names it by first.
fn thing(target: &str, story: &Story) -> Option<serde_json::Value> {
    let (kind, id) = kind_of(target)?;
    let mut runs = story.blocks.iter().flat_map(|block| &block.runs);
    let name = runs.find_map(|run| match run {
        Run::Mention { words, scheme, id: own } if own == id && !matches!(scheme, Scheme::Outside(_)) => Some(words),
        _ => None,
    });
    let mut thing = Map::new();
    thing.insert("@type".into(), json!(kind));
    thing.insert("@id".into(), json!(format!("urn:actor:{id}")));
    if let Some(name) = name {
        thing.insert("name".into(), json!(name));
    }
    Some(thing.into())
}

fn content(tree: &Tree, id: NodeId) -> Option<TextRange> {
    tree.children(Some(id)).next().map(|child| tree.nodes[child].range)
}

/// The first article in a value.
fn article_in<'n>(node: &'n Node, text: &str, depth: usize) -> Option<&'n Node> {
    if depth > DEEPEST {
        return None;
    }
    if is_typed(node, text, "Article") {
        return Some(node);
    }
    let below = node.items().iter().chain(node.get("@graph")).chain(node.get("mainEntity"));
    below.into_iter().find_map(|inner| article_in(inner, text, depth + 1))
}

/// Whether the type of an object ends with a word: `NewsArticle` is an `Article`.
fn is_typed(node: &Node, text: &str, word: &str) -> bool {
    let Some(kind) = node.get("@type") else { return false };
    let fits = |node: &Node| node.as_text(text).is_some_and(|kind| kind.ends_with(word));
    fits(kind) || kind.items().iter().any(fits)
}

fn of_article(article: &Node, text: &str, options: &ReadOptions) -> Vec<Entry> {
    let mut entries = Vec::new();
    for member in article.members() {
        let Some(value) = &member.value else { continue };
        if let Some((_, key)) = SCALARS.iter().find(|(name, _)| *name == member.name) {
            let first = value.items().first().unwrap_or(value);
            let scalar = scalar(first, text).or_else(|| scalar(first.get("name")?, text));
            entries.extend(scalar.map(|scalar| entry(member, *key, Value::Scalar(scalar))));
        }
        if let Some((_, key)) = LISTS.iter().find(|(name, _)| *name == member.name) {
            let things = if value.items().is_empty() { std::slice::from_ref(value) } else { value.items() };
            let items: Vec<Value> = things.iter().filter_map(|thing| actor(thing, text, options)).collect();
            if !items.is_empty() {
                entries.push(entry(member, *key, Value::List(items)));
            }
        }
    }
    entries
}

fn entry(member: &Member, key: Key, value: Value) -> Entry {
    Entry { name: member.name.clone(), key: Some(key), name_range: member.name_range, value }
}

fn scalar(node: &Node, text: &str) -> Option<Scalar> {
    let decoded = node.decoded(text)?;
    let prose = Prose::verbatim(decoded.text(), 0).through(&decoded);
    (!prose.text().trim().is_empty()).then_some(Scalar { prose, range: node.range, quoted: true, target: None })
}

/// An actor with an id of the registry or of an authority.
fn actor(thing: &Node, text: &str, options: &ReadOptions) -> Option<Value> {
    let id = thing.get("@id").or_else(|| thing.get("identifier"))?;
    let kinds = [
        ("Person", Scheme::Person),
        ("Organization", Scheme::Organisation),
        ("Corporation", Scheme::Organisation),
        ("Place", Scheme::Place),
        ("City", Scheme::Place),
        ("Country", Scheme::Place),
        ("Event", Scheme::Event),
    ];
    let kind =
        kinds.iter().find(|(word, _)| is_typed(thing, text, word)).map_or(Scheme::Actor, |(_, kind)| kind.clone());
    let value = scalar(id, text)?;
    // An id with escapes cannot be edited in parts.
    let inner = value.prose.map(value.prose.full()).exact()?;
    let place = thing.get("@type").map_or(id.range, |node| node.range);
    let target_in =
        |range: TextRange| values::target(range.slice(text), range, IdForm::Uri, (&kind, place), None, options);
    let same = thing.get("sameAs").map_or(&[][..], |same| match same.items() {
        [] => std::slice::from_ref(same),
        items => items,
    });
    let exact = |node: &Node| {
        let value = scalar(node, text)?;
        value.prose.map(value.prose.full()).exact()
    };
    let mut others = same.iter().filter_map(|node| target_in(exact(node)?));
    // The address of a page can be next to an id.
    let mut target = target_in(inner).or_else(|| others.next())?;
    target.also.extend(others);
    Some(Value::Scalar(Scalar { range: thing.range, target: Some(Box::new(target)), ..value }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::story::{StoryBlock, StoryEntry};

    /// Terms of schema.org, from the types of the package schema-dts 2.1.0.
    const TERMS: [&str; 10] = [
        "headline",
        "datePublished",
        "dateModified",
        "inLanguage",
        "author",
        "publisher",
        "about",
        "mentions",
        "name",
        "NewsArticle",
    ];

    fn keys(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(object) => {
                for (key, value) in object {
                    found.push(key.clone());
                    keys(value, found);
                }
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
            _ => {}
        }
    }

    #[test]
    fn what_is_written_is_read_and_has_terms_of_schema_org() {
        let entry = |key, values: &[&str]| StoryEntry { key, values: values.iter().map(|v| (*v).to_owned()).collect() };
        let mut story = Story {
            language: Language::English,
            metadata: vec![
                entry(Key::DatePublished, &["2024-03-18T09:00:00+03:00"]),
                entry(Key::DateModified, &["2024-03-19"]),
                entry(Key::Author, &["By Jane"]),
                entry(Key::Publisher, &["News & Co"]),
                entry(Key::About, &["place:marsa"]),
                entry(Key::Mentions, &["person:samira-nasser", "org:sahil-line", "event:x", "actor:y"]),
            ],
            blocks: vec![StoryBlock::plain(BlockKind::Headline, "Port </script> opens")],
        };
        story.blocks[0].runs.push(Run::Mention {
            words: "Samira".into(),
            scheme: Scheme::Person,
            id: "samira-nasser".into(),
        });
        let (text, used) = written(&story).unwrap();
        assert_eq!(used, [Key::Publisher, Key::Mentions, Key::About]);
        assert!(!text.contains('<') && text.contains("\"name\": \"Samira\""), "{text}");
        let mut found = Vec::new();
        keys(&serde_json::from_str(&text).unwrap(), &mut found);
        let is_known = |key: &String| key.starts_with('@') || TERMS.contains(&key.as_str());
        assert!(found.iter().all(is_known), "{found:?}");
        let page = format!("<html><head><script type=\"application/ld+json\">{text}</script></head></html>");
        let tree = Tree::parse(&page, super::super::lexer::Mode::Html);
        let entries = entries(&page, &tree, &ReadOptions::default());
        let value = |key: Key| -> Vec<String> {
            let own = entries.iter().filter(|entry| entry.key == Some(key));
            let scalars = own.flat_map(|entry| entry.value.scalars());
            let of = |scalar: &Scalar| match &scalar.target {
                Some(target) => format!("{}:{}", target.scheme.name(), target.id),
                None => scalar.text().to_owned(),
            };
            scalars.map(of).collect()
        };
        for StoryEntry { key, values } in &story.metadata {
            assert_eq!(&value(*key), values);
        }
        assert_eq!(value(Key::Headline), ["Port </script> opensSamira"]);
    }

    #[test]
    fn what_it_cannot_hold_stays_elsewhere() {
        let entry = |key, value: &str| StoryEntry { key, values: vec![value.to_owned()] };
        let metadata =
            vec![entry(Key::Publisher, "actor:x"), entry(Key::Mentions, "wd:Q42"), entry(Key::Author, "org:y")];
        assert_eq!(written(&Story { metadata, ..Story::default() }), None);
    }
}
