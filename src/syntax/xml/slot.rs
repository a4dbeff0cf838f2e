//! Completion slots in XML and HTML: ids and dates in attributes, names of elements and attributes, names in the text.

use super::lexer::{Attribute, Mode};
use super::tree::{NodeId, NodeKind, Tree};
use super::vocabulary::{Dialect, IdForm, Role, Vocabulary};
use super::write::lead;
use crate::article::{Article, Scheme};
use crate::syntax::markdown::{in_directive, word};
use crate::syntax::{MarkupItem, Slot};
use crate::text::TextRange;

/// How many letters of a word of running text are typed before names are offered. Editors propose the words of a document in
/// XML, and VS Code does not ask a server again that had no item for the first letter.
const SHORTEST: usize = 1;

/// The completion slot at an offset.
pub(super) fn slot<'a>(text: &'a str, article: &Article, offset: u32, dialect: &'static Dialect) -> Slot<'a> {
    if let Some(slot) = in_directive(text, offset) {
        return slot;
    }
    let vocabulary = dialect.vocabulary();
    let tree = Tree::parse(text, vocabulary.mode);
    if text[..offset as usize].ends_with('<') {
        return Slot::Markup { typed: "", replace: TextRange::empty(offset), items: elements(vocabulary) };
    }
    let Some(node) = tree.node_at(offset) else { return Slot::Nothing };
    match &tree.nodes[node].kind {
        NodeKind::Element(element) if offset <= element.name.end => {
            let typed = &text[element.name.start as usize..offset as usize];
            Slot::Markup { typed, replace: element.name, items: elements(vocabulary) }
        }
        NodeKind::Element(element) if is_in_start_tag(text, element.start_tag, offset) => {
            in_tag(text, article, &tree, node, offset, vocabulary)
        }
        NodeKind::Element(_) | NodeKind::Text => word(text, article, offset, SHORTEST).unwrap_or(Slot::Nothing),
        _ => Slot::Nothing,
    }
}

/// Whether an offset is between the signs of a start tag, which may lack its last one.
fn is_in_start_tag(text: &str, tag: TextRange, offset: u32) -> bool {
    offset < tag.end || (offset == tag.end && !tag.slice(text).ends_with('>'))
}

fn in_tag<'a>(
    text: &'a str,
    article: &Article,
    tree: &Tree,
    node: NodeId,
    offset: u32,
    vocabulary: &'static Vocabulary,
) -> Slot<'a> {
    let Some(element) = tree.element(node) else { return Slot::Nothing };
    let attributes = tree.attributes(element);
    let within = |attribute: &&Attribute| attribute.value.is_some_and(|value| value.touches(offset));
    let Some(attribute) = attributes.iter().find(within) else {
        let inside = |attribute: &&Attribute| attribute.name.touches(offset);
        let own = attributes.iter().find(inside).map_or(TextRange::empty(offset), |attribute| attribute.name);
        let typed = &text[own.start as usize..offset as usize];
        let items = names(text, article, tree, node, vocabulary);
        return Slot::Markup { typed, replace: own, items };
    };
    let Some(value) = attribute.value else { return Slot::Nothing };
    // A value without its closing quote can go on with other text.
    let closed = text[value.end as usize..].starts_with(['"', '\'']);
    let end = if closed { value.end } else { offset };
    let name = attribute.name.slice(text);
    let words = words_of(text, tree, node);
    let local = |wanted: &str| name == wanted || name.rsplit(':').next() == Some(wanted);
    for (_, role) in vocabulary.roles(tree, node, text) {
        match role {
            Role::Mention { scheme, id, authority } | Role::List { scheme, id, authority, .. } if local(id) => {
                let form = if authority.is_some() { IdForm::Plain } else { vocabulary.ids };
                return id_slot(text, TextRange::new(value.start, end), offset, scheme, form, id, words.0);
            }
            Role::Date { value: id, range, .. }
                if local(id) || range.is_some_and(|(from, to)| local(from) || local(to)) =>
            {
                return Slot::DateValue { words: words.0, at: words.1, replace: TextRange::new(value.start, end) };
            }
            _ => {}
        }
    }
    Slot::Nothing
}

/// The id under a cursor in a value.
fn id_slot<'a>(
    text: &'a str,
    value: TextRange,
    offset: u32,
    scheme: &'static Scheme,
    form: IdForm,
    attribute: &str,
    words: &'a str,
) -> Slot<'a> {
    let before = &text[value.start as usize..offset as usize];
    let after = &text[offset as usize..value.end as usize];
    let blank = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let end = after.find(char::is_whitespace).map_or(value.end, |at| offset + at as u32);
    let token = &before[blank..];
    let start = value.start + blank as u32;
    let lead = lead(form, attribute);
    let written = crate::article::SCHEMES[..5]
        .iter()
        .map(|name| lead.replace("actor", name))
        .find(|lead| !lead.is_empty() && token.starts_with(lead.as_str()));
    let (lead, skipped) = match written {
        Some(written) => ("", written.len()),
        None => (lead, 0),
    };
    // A part of the lead is not yet an id.
    let typed = if !lead.is_empty() && lead.starts_with(token) { "" } else { &token[skipped..] };
    Slot::Id { scheme: scheme.name(), typed, words, replace: TextRange::new(start + skipped as u32, end), lead }
}

/// The words of an element and their place.
fn words_of<'a>(text: &'a str, tree: &Tree, node: NodeId) -> (&'a str, u32) {
    let first = tree.children(Some(node)).filter(|id| matches!(tree.nodes[*id].kind, NodeKind::Text));
    let longest = first.max_by_key(|id| tree.nodes[*id].range.len());
    longest.map_or(("", 0), |id| {
        let range = tree.nodes[id].range;
        let words = range.slice(text);
        let lead = words.len() - words.trim_start().len();
        (words.trim(), range.start + lead as u32)
    })
}

/// The elements with a meaning.
fn elements(vocabulary: &'static Vocabulary) -> Vec<MarkupItem> {
    let mut items: Vec<MarkupItem> = Vec::new();
    for at in 0..vocabulary.len() {
        let name = vocabulary.element_of(at);
        let Some(meaning) = meaning(vocabulary.role(at)) else { continue };
        if name != "*" && !items.iter().any(|item| item.name == name) {
            items.push(MarkupItem { name, text: name.to_owned(), meaning });
        }
    }
    items
}

fn meaning(role: &Role) -> Option<&'static str> {
    use crate::article::BlockKind;
    Some(match role {
        Role::Mention { scheme: Scheme::Person, .. } => "a person",
        Role::Mention { scheme: Scheme::Organisation, .. } => "an organisation",
        Role::Mention { scheme: Scheme::Place, .. } => "a place",
        Role::Mention { scheme: Scheme::Event, .. } => "an event",
        Role::Mention { .. } => "an actor",
        Role::Date { .. } => "a date",
        Role::Office => "an office",
        Role::Block(BlockKind::Headline) => "the headline",
        Role::Block(BlockKind::Standfirst) => "the standfirst",
        Role::Block(BlockKind::Dateline) => "the dateline",
        Role::Block(BlockKind::Byline) => "the byline",
        Role::Block(BlockKind::Paragraph) => "a paragraph",
        Role::Block(BlockKind::ListItem) => "a list item",
        _ => return None,
    })
}

/// The attributes that an element can have and does not have yet.
fn names(text: &str, article: &Article, tree: &Tree, node: NodeId, vocabulary: &'static Vocabulary) -> Vec<MarkupItem> {
    let mut items: Vec<MarkupItem> = Vec::new();
    let mut add = |name: &'static str, value: &str, meaning: &'static str| {
        let is_new = tree.attribute(node, name, text).is_none() && !items.iter().any(|item| item.name == name);
        if is_new {
            items.push(MarkupItem { name, text: format!("{name}=\"{value}\""), meaning });
        }
    };
    for (_, role) in vocabulary.roles(tree, node, text) {
        match role {
            Role::Mention { id, authority, .. } | Role::List { id, authority, .. } => {
                let usual = article.mentions.iter().find_map(|mention| mention.target.authority.as_deref());
                add(id, "", "the id of the actor");
                if let Some(name) = authority {
                    add(name, usual.unwrap_or_default(), "the authority of the id");
                }
            }
            Role::Date { value, .. } => add(value, "", "the day, in the form of the format"),
            _ => {}
        }
    }
    if vocabulary.mode == Mode::Html {
        add("lang", "", "the language");
    }
    items
}
