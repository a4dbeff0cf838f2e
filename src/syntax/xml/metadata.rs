//! The metadata of a document in XML or HTML, by the lines of its vocabulary.

use super::super::ReadOptions;
use super::compose::MADE_TITLE;
use super::entities::{Piece, decode, pieces};
use super::json_ld;
use super::lexer::Mode;
use super::tree::{NodeId, NodeKind, Tree};
use super::values;
use super::vocabulary::{IdForm, Role, Source, Vocabulary, source_of};
use crate::article::{Block, BlockKind, Entry, Key, Metadata, Prose, ProseBuilder, Scalar, Value};
use crate::language::Language;
use crate::text::TextRange;

/// What a document says about its article.
pub(super) struct Found {
    pub(super) metadata: Metadata,
    /// The title of the document, for an article without a headline.
    title: Option<Scalar>,
}

/// Reads the metadata.
pub(super) fn read(text: &str, tree: &Tree, vocabulary: &Vocabulary, options: &ReadOptions) -> Found {
    let mut scalars: Vec<(usize, bool, Entry)> = Vec::new();
    let mut lists: Vec<Entry> = Vec::new();
    let mut extras: Vec<Entry> = Vec::new();
    let mut title = None;
    for id in 0..tree.nodes.len() {
        if tree.element(id).is_none() {
            continue;
        }
        for (line, role) in vocabulary.roles_of(tree, id, text, Role::is_metadata) {
            match role {
                Role::Meta { key, .. } if *key == Key::TranslationOf && !is_other_file(text, tree, id) => {}
                Role::Meta { key, value, is_fallback } => {
                    let entry = entry(text, tree, vocabulary, id, *key, *value);
                    scalars.extend(entry.map(|entry| (line, *is_fallback, entry)));
                }
                Role::List { key, scheme, id: name, authority } => {
                    let own = tree.element(id).map_or(TextRange::default(), |element| element.name);
                    let form = if authority.is_some() { IdForm::Plain } else { vocabulary.ids };
                    let authority = authority.and_then(|name| tree.value(id, name, text));
                    let Some((name_range, range)) = source_of(tree, id, Source::Attribute(name), text) else {
                        continue;
                    };
                    let target = values::target(range.slice(text), range, form, (scheme, own), authority, options);
                    let Some(mut target) = target else { continue };
                    target.also.extend(values::also(text, tree, vocabulary, id, &target, options));
                    let item = Value::Scalar(Scalar {
                        prose: Prose::verbatim(range.slice(text), range.start),
                        range: tree.nodes[id].range,
                        quoted: false,
                        target: Some(Box::new(target)),
                    });
                    let parent = tree.nodes[id].parent.and_then(|parent| tree.element(parent));
                    match lists.iter_mut().find(|list| list.key == Some(*key)) {
                        Some(list) => list.push(item),
                        None => lists.push(Entry {
                            name: parent.map_or("", |parent| parent.name.slice(text)).to_owned(),
                            key: Some(*key),
                            name_range: parent.map_or(name_range, |parent| parent.name),
                            value: Value::List(vec![item]),
                        }),
                    }
                }
                Role::Extra { name, value } => {
                    let key =
                        tree.value(id, name, text).and_then(|name| Key::from_name(name.strip_prefix("copydesk:")?));
                    let Some(key) = key else { continue };
                    let Some(entry) = entry(text, tree, vocabulary, id, key, *value) else { continue };
                    // The key is what the reader knows; the attribute that holds it says nothing.
                    let entry = Entry { name: key.name().to_owned(), ..entry };
                    match extras.iter_mut().find(|own| own.key == Some(key)) {
                        Some(own) => own.push(entry.value),
                        None => extras.push(entry),
                    }
                }
                Role::Title if title.is_none() && tree.attribute(id, MADE_TITLE, text).is_none() => {
                    title = text_scalar(text, tree, vocabulary, id);
                }
                _ => {}
            }
        }
    }
    // Of several sources of a key the first counts: JSON-LD, then the lines of the vocabulary in their order.
    scalars.sort_by_key(|(line, _, entry)| (*line, entry.name_range.start));
    let mut known: Vec<Key> = Vec::new();
    let mut entries: Vec<Entry> = Vec::new();
    let mut others: Vec<Entry> = Vec::new();
    let linked = if vocabulary.mode == Mode::Html { json_ld::entries(text, tree, options) } else { Vec::new() };
    let linked = linked.into_iter().map(|entry| (false, entry));
    for (is_fallback, entry) in linked.chain(scalars.into_iter().map(|(_, is_fallback, entry)| (is_fallback, entry))) {
        let Some(key) = entry.key else { continue };
        if matches!(entry.value, Value::List(_)) {
            lists.push(entry);
        } else if known.contains(&key) {
            others.extend(Some(entry).filter(|_| !is_fallback));
        } else {
            known.push(key);
            entries.push(entry);
        }
    }
    // The format's own places precede what a conversion kept elsewhere.
    extras.retain(|entry| !entry.key.is_some_and(|key| known.contains(&key)));
    entries.extend(lists);
    entries.extend(extras);
    entries.sort_by_key(|entry| entry.name_range);
    Found { metadata: Metadata { range: None, entries, others }, title }
}

impl Found {
    /// The language that the document states.
    pub(super) fn language(&self) -> Option<Language> {
        Language::from_tag(self.metadata.text(Key::InLanguage)?.text().trim())
    }

    /// Adds the title of the document as the headline of an article that has none. Returns the number of added blocks.
    pub(super) fn add_title(&self, blocks: &mut Vec<Block>) -> usize {
        let missing = !blocks.iter().any(|block| block.kind == BlockKind::Headline);
        let Some(title) = self.title.as_ref().filter(|_| missing) else { return 0 };
        let block = Block {
            kind: BlockKind::Headline,
            range: title.range,
            prose: title.prose.clone(),
            spans: Vec::new(),
            quoted: false,
            holds_links: false,
            language: None,
            direction: None,
        };
        blocks.insert(0, block);
        1
    }
}

/// Whether an alternate page of another language is a file: a page lists itself too, and addresses of the web.
fn is_other_file(text: &str, tree: &Tree, id: NodeId) -> bool {
    let Some(stated) = tree.value(id, "hreflang", text) else { return true };
    let href = tree.value(id, "href", text).unwrap_or_default().trim();
    let is_address =
        href.starts_with(['/', '#', '?']) || href.split('/').next().is_some_and(|first| first.contains(':'));
    let own = (0..tree.nodes.len())
        .find(|node| tree.element(*node).is_some())
        .and_then(|root| tree.value(root, "lang", text));
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase();
    !is_address && !stated.eq_ignore_ascii_case("x-default") && own.is_none_or(|own| primary(own) != primary(stated))
}

fn entry(text: &str, tree: &Tree, vocabulary: &Vocabulary, id: NodeId, key: Key, source: Source) -> Option<Entry> {
    let (name_range, range) = source_of(tree, id, source, text)?;
    let scalar = match source {
        Source::Text => text_scalar(text, tree, vocabulary, id)?,
        Source::Attribute(_) => {
            let mut builder = ProseBuilder::default();
            for piece in pieces(text, range, vocabulary.mode) {
                match piece {
                    Piece::Verbatim(range) | Piece::Unknown(range) => builder.verbatim(range.slice(text), range.start),
                    Piece::Reference(range, decoded) => builder.replaced(&decoded, range),
                }
            }
            Scalar { prose: builder.finish(), range, quoted: true, target: None }
        }
    };
    if scalar.text().trim().is_empty() {
        return None;
    }
    Some(Entry { name: name_range.slice(text).to_owned(), key: Some(key), name_range, value: Value::Scalar(scalar) })
}

/// The words of an element, with single spaces.
fn text_scalar(text: &str, tree: &Tree, vocabulary: &Vocabulary, id: NodeId) -> Option<Scalar> {
    let mut builder = ProseBuilder::default();
    let mut blank: Option<TextRange> = None;
    for node in &tree.nodes[id + 1..tree.nodes[id].end] {
        let range = match &node.kind {
            NodeKind::Text => node.range,
            NodeKind::Cdata(inner) => *inner,
            _ => continue,
        };
        let decoded = decode(text, range, vocabulary.mode);
        if decoded != range.slice(text) {
            if builder.len() > 0 && blank.is_some() {
                builder.replaced(" ", blank.take().unwrap_or(range));
            }
            builder.replaced(decoded.trim(), range);
            continue;
        }
        let mut at = 0;
        let words = range.slice(text);
        while at < words.len() {
            let rest = &words[at..];
            let lead = rest.len() - rest.trim_start().len();
            if lead > 0 {
                blank.get_or_insert(TextRange::from(at..at + lead).shift(range.start));
                at += lead;
                continue;
            }
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            if let Some(blank) = blank.take().filter(|_| builder.len() > 0) {
                if blank.slice(text) == " " { builder.verbatim(" ", blank.start) } else { builder.replaced(" ", blank) }
            }
            builder.verbatim(&rest[..end], range.start + at as u32);
            at += end;
        }
    }
    let content = tree.element(id)?.content;
    (builder.len() > 0).then(|| Scalar { prose: builder.finish(), range: content, quoted: false, target: None })
}
