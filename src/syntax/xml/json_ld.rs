//! The metadata of a page in JSON-LD: `<script type="application/ld+json">`.

use super::super::ReadOptions;
use super::tree::{NodeId, Tree};
use super::values;
use super::vocabulary::IdForm;
use crate::article::{Entry, Key, Prose, Scalar, Scheme, Value};
use crate::syntax::json::{Member, Node, parse_json};
use crate::text::TextRange;

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
    let target = values::target(inner.slice(text), inner, IdForm::Uri, (&kind, place), None, options)?;
    Some(Value::Scalar(Scalar { range: thing.range, target: Some(Box::new(target)), ..value }))
}
