//! Completion slots in items: names in texts, ids in the lists of actors.

use super::metadata::LISTS;
use super::{Item, ItemText};
use crate::article::{Article, SCHEMES};
use crate::syntax::json::Node;
use crate::syntax::markdown::{SHORTEST, word};
use crate::syntax::{ReadOptions, Slot};
use crate::text::TextRange;

/// Text before an id.
const LEAD: &str = "urn:actor:";

/// The completion slot at an offset.
pub(super) fn slot<'a>(text: &'a str, article: &Article, offset: u32) -> Slot<'a> {
    let item = Item::parse(text);
    if let Some(at) = item.text_at(offset) {
        return in_text(text, &item.texts[at], offset)
            .or_else(|| word(text, article, offset, SHORTEST))
            .unwrap_or(Slot::Nothing);
    }
    item.json.root.as_ref().and_then(|root| in_lists(text, root, offset)).unwrap_or(Slot::Nothing)
}

/// The slot in the markup of a string. `None` if the string has escapes there.
fn in_text<'a>(text: &'a str, part: &ItemText, offset: u32) -> Option<Slot<'a>> {
    let syntax = part.markup?;
    let inside = part.read(&ReadOptions::default());
    let own = part.decoded.text();
    let range = |range: TextRange| part.decoded.source_range(range).exact();
    // The same words in the file.
    let same = |words: &str| {
        let start =
            (words.as_ptr() as usize).checked_sub(own.as_ptr() as usize).filter(|at| at + words.len() <= own.len());
        let start = start.unwrap_or(0);
        let place = range(TextRange::from(start..start + words.len()))?;
        let words_in_file = place.slice(text);
        (words_in_file == words).then_some((words_in_file, place.start))
    };
    let typed = |typed: &str| same(typed).map(|(typed, _)| typed);
    match (syntax.slot)(own, &inside, part.decoded.offset_of(offset)?) {
        Slot::Id { scheme, typed: id, words, replace, lead } => {
            let scheme = SCHEMES.into_iter().find(|known| *known == scheme)?;
            let words = same(words).map_or("", |(words, _)| words);
            Some(Slot::Id { scheme, typed: typed(id)?, words, replace: range(replace)?, lead })
        }
        Slot::DateValue { words, replace, .. } => {
            let (words, at) = same(words)?;
            Some(Slot::DateValue { words, at, replace: range(replace)? })
        }
        Slot::Name { typed: name, replace, in_prose } => {
            Some(Slot::Name { typed: typed(name)?, replace: range(replace)?, in_prose })
        }
        Slot::Rule { typed: code, replace } => Some(Slot::Rule { typed: typed(code)?, replace: range(replace)? }),
        Slot::Verb { typed: verb, replace } => Some(Slot::Verb { typed: typed(verb)?, replace: range(replace)? }),
        _ => Some(Slot::Nothing),
    }
}

/// The id in the `uri` of an entry.
fn in_lists<'a>(text: &'a str, root: &Node, offset: u32) -> Option<Slot<'a>> {
    let lists = root.members().iter().filter_map(|member| {
        let (_, scheme) = LISTS.iter().find(|(name, _)| *name == member.name)?;
        Some((scheme, member.value.as_ref()?))
    });
    let mut items = lists.flat_map(|(scheme, list)| list.items().iter().map(move |item| (scheme, item)));
    let (scheme, item) = items.find(|(_, item)| item.range.touches(offset))?;
    let value = item.get("uri")?.inner()?;
    let before = TextRange::new(value.start, offset).slice(text);
    if !value.touches(offset) || before.contains('\\') {
        return None;
    }
    let written = SCHEMES[..5].iter().map(|name| format!("urn:{name}:")).find(|lead| before.starts_with(lead.as_str()));
    let (lead, skipped) = written.map_or((LEAD, 0), |written| ("", written.len()));
    // A part of the lead is not yet an id.
    let typed = if !lead.is_empty() && lead.starts_with(before) { "" } else { &before[skipped..] };
    let words = item.get("name").and_then(Node::inner).map_or("", |name| name.slice(text));
    let words = if words.contains('\\') { "" } else { words };
    let replace = TextRange::new(value.start + skipped as u32, value.end);
    Some(Slot::Id { scheme: scheme.name(), typed, words, replace, lead })
}
