//! Changes of single entries: a name or a role more, and two entries that become one.

use super::absorb::{Change, absorb};
use super::contradict;
use super::edit::Edits;
use crate::actors::file::RegistryFile;
use crate::actors::file::parse::{ACTOR_KEYS, parse};
use crate::actors::model::{Actor, Name, NameClass, PartialDate, Role};
use crate::text::TextRange;
use toml_edit::{DocumentMut, Item};

/// Adds a name to an entry. `None` if the text is not valid, has no such entry, or has the name already.
pub fn with_name(registry: &str, id: &str, name: &Name) -> Option<String> {
    let has = |actor: &Actor| actor.names.iter().any(|known| known.text == name.text);
    with_change(registry, id, has, Change::Name(name.clone()))
}

/// Adds a role to an entry. `None` if the text is not valid, has no such entry, or has a role with the same titles.
pub fn with_role(registry: &str, id: &str, role: &Role) -> Option<String> {
    let has = |actor: &Actor| actor.roles.iter().any(|known| known.titles == role.titles);
    with_change(registry, id, has, Change::Role(role.clone()))
}

fn with_change(registry: &str, id: &str, has: impl Fn(&Actor) -> bool, change: Change) -> Option<String> {
    let file = parse("", registry);
    let entry = file.actors.iter().position(|actor| actor.id == id)?;
    if has(&file.actors[entry]) {
        return None;
    }
    let mut edits = Edits::new(registry).ok()?;
    let refused = edits.apply(entry, &[change]);
    let text = edits.finish(registry);
    (refused.is_empty() && text != registry).then_some(text)
}

/// Merges an entry of a registry into another one, both by their index, and removes it. The other entry keeps its id, and lists the
/// removed one under `merged-from`. `None` if the entries differ in a fact, or if something would be lost: a comment inside
/// the removed entry, a key that this program does not know.
pub fn merge_entries(registry: &str, from: usize, into: usize) -> Option<String> {
    let before = parse("", registry);
    let (source, target) = (before.actors.get(from)?, before.actors.get(into)?);
    let first = before.actors.iter().position(|actor| actor.id == target.id);
    let refer = |one: &Actor, other: &Actor| {
        let mut ids = one.roles.iter().filter_map(|role| role.org.as_ref()).chain(&one.parent);
        one.id != other.id && ids.any(|id| *id == other.id)
    };
    if first != Some(into)
        || source.kind != target.kind
        || contradict(target, source)
        || refer(source, target)
        || refer(target, source)
        || !can_be_removed(&before, source)
    {
        return None;
    }
    let mut merged = target.clone();
    let (mut changes, conflicts) = absorb(&mut merged, source);
    if !conflicts.is_empty() || !holds(&merged, source) {
        return None;
    }
    if source.id != target.id {
        changes.push(Change::MergedFrom(source.id.clone()));
    }
    // The later entry is changed or removed first, so that the ranges of the other one stay.
    let mut edits = Edits::new(registry).ok()?;
    if !edits.apply(into, &changes).is_empty() {
        return None;
    }
    let text = edits.finish(registry);
    let text = without(&text, parse("", &text).actors.get(from)?.range);
    let after = parse("", &text);
    let others = |file: &RegistryFile| -> Vec<Actor> {
        let others = file.actors.iter().filter(|actor| actor.id != source.id && actor.id != target.id);
        others.map(|actor| Actor::from((**actor).clone())).collect()
    };
    let kept = after.actors.iter().find(|actor| actor.id == target.id)?;
    let is_whole = after.actors.len() + 1 == before.actors.len()
        && after.problems.len() <= before.problems.len()
        && same_facts(&others(&before), &others(&after))
        && holds(kept, source)
        && holds(kept, target);
    is_whole.then_some(text)
}

/// A text without a range of whole lines, and without the blank lines after it.
fn without(text: &str, range: TextRange) -> String {
    let (head, tail) = (&text[..range.start as usize], &text[range.end as usize..]);
    let tail = tail.trim_start_matches([' ', '\t', '\r', '\n']);
    let line_break = if head.contains("\r\n") { "\r\n" } else { "\n" };
    if tail.is_empty() { format!("{}{line_break}", head.trim_end()) } else { format!("{head}{tail}") }
}

/// Whether entries state the same, wherever they are.
fn same_facts(one: &[Actor], other: &[Actor]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| holds(one, other) && holds(other, one))
}

/// Whether all that an entry's text states is among its facts.
fn can_be_removed(file: &RegistryFile, entry: &Actor) -> bool {
    let text = entry.range.slice(&file.text);
    let damaged = file
        .problems
        .iter()
        .any(|problem| problem.code.as_str() != "duplicate-actor" && entry.range.touches(problem.problem.range.start));
    // A `#` can be a part of a value; that is rare enough.
    if damaged || text.contains('#') {
        return false;
    }
    let Ok(document) = text.parse::<DocumentMut>() else { return false };
    let tables = document.get("actor").and_then(Item::as_array_of_tables);
    let Some(table) = tables.filter(|tables| tables.len() == 1).and_then(|tables| tables.get(0)) else { return false };
    let roles = table.get("role").and_then(Item::as_array_of_tables).into_iter().flatten();
    document.len() == 1
        && table.iter().all(|(key, _)| ACTOR_KEYS.contains(&key))
        && roles.into_iter().all(|role| !role.contains_key("code"))
}

/// Whether an entry states everything that another one states, except its id.
fn holds(entry: &Actor, other: &Actor) -> bool {
    let has_name = |name: &Name| {
        let is_full = |class: NameClass| matches!(class, NameClass::House | NameClass::Also);
        entry.names.iter().any(|own| {
            own.text == name.text
                && own.language == name.language
                && (own.class == name.class || (is_full(own.class) && is_full(name.class)))
                && (own.from, own.to) == (name.from, name.to)
        })
    };
    let has_role = |role: &Role| {
        entry.roles.iter().any(|own| {
            role.titles.iter().all(|title| own.titles.contains(title))
                && (role.org.is_none() || own.org == role.org)
                && own.exclusive == role.exclusive
                && is_kept(own.from, role.from)
                && is_kept(own.to, role.to)
                && (role.source.is_none() || own.source == role.source)
        })
    };
    let keeps = |own: &Option<String>, other: &Option<String>| other.is_none() || own == other;
    entry.kind == other.kind
        && (other.gender.is_none() || entry.gender == other.gender)
        && is_kept(entry.begins, other.begins)
        && is_kept(entry.ends, other.ends)
        && is_in(&entry.descriptions, &other.descriptions)
        && is_in(&entry.same_as, &other.same_as)
        && is_in(&entry.merged_from, &other.merged_from)
        && keeps(&entry.parent, &other.parent)
        && keeps(&entry.note, &other.note)
        && other.names.iter().all(has_name)
        && other.roles.iter().all(has_role)
}

fn is_in<T: PartialEq>(own: &[T], other: &[T]) -> bool {
    other.iter().all(|one| own.contains(one))
}

/// Whether a date states at least as much as another one.
fn is_kept(own: Option<PartialDate>, other: Option<PartialDate>) -> bool {
    let Some(other) = other else { return true };
    own.is_some_and(|own| {
        own.year == other.year
            && (other.month.is_none() || own.month == other.month)
            && (other.day.is_none() || own.day == other.day)
    })
}
