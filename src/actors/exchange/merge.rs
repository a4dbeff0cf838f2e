//! Merges imported entries into a registry file that is edited by hand.
//!
//! Existing values, comments and their order stay unchanged. Missing facts are added; differences are reported and not
//! applied. An imported entry is the same as an existing one if they share an outside id, the id, or name and date of
//! birth. If its id was made from its name, the entry with that id must also have the name. A second import therefore
//! changes nothing.

mod absorb;
mod edit;
mod slug;
mod write;

use super::import::{Defect, Entry, Imported};
use crate::actors::file::RegistryFile;
use crate::actors::file::parse::parse;
use crate::actors::model::{Actor, Name, NameClass};
use crate::actors::store::builtin::is_builtin_id;
use absorb::absorb;
use std::collections::{HashMap, HashSet};
#[cfg(test)]
pub(in crate::actors) use write::entry as entry_text;

/// An imported file.
pub struct Source {
    /// Path, for messages.
    pub path: String,
    pub imported: Imported,
}

/// A registry file after the merge.
#[derive(Debug, Default)]
pub struct Merged {
    pub text: String,
    /// Number of new entries.
    pub new: usize,
    /// Number of imported entries that changed an existing one.
    pub extended: usize,
    /// Number of imported entries that changed nothing.
    pub known: usize,
    /// Defects, by file and line: the number of the file, and the defect.
    pub notes: Vec<(usize, Defect)>,
}

/// Adds a name to an entry. `None` if the text is not valid, has no such entry, or has the name already.
pub fn with_name(registry: &str, id: &str, name: &Name) -> Option<String> {
    let file = parse("", registry);
    let entry = file.actors.iter().position(|actor| actor.id == id)?;
    if file.actors[entry].names.iter().any(|known| known.text == name.text) {
        return None;
    }
    let mut edits = edit::Edits::new(registry).ok()?;
    let refused = edits.apply(entry, &[absorb::Change::Name(name.clone())]);
    let text = edits.finish(registry);
    (refused.is_empty() && text != registry).then_some(text)
}

/// An entry of the merged registry.
struct Target {
    actor: Actor,
    /// Its origin: the registry, or a file and a line.
    origin: Origin,
}

#[derive(Clone, Copy)]
enum Origin {
    Registry { line: u32 },
    File { file: usize, line: u32 },
}

/// Why an entry is considered the same as another one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SameBy {
    Id,
    Outside,
    NameAndBirth,
    Name,
}

/// Keys for finding entries.
#[derive(Default)]
struct Known {
    ids: HashMap<String, usize>,
    outside: HashMap<String, usize>,
    names: HashMap<String, Vec<usize>>,
}

impl Known {
    fn add(&mut self, number: usize, actor: &Actor) {
        self.ids.entry(actor.id.clone()).or_insert(number);
        for id in &actor.merged_from {
            self.ids.entry(id.clone()).or_insert(number);
        }
        for id in &actor.same_as {
            self.outside.entry(id.clone()).or_insert(number);
        }
        for name in full_names(actor) {
            let with = self.names.entry(name).or_default();
            if !with.contains(&number) {
                with.push(number);
            }
        }
    }
}

/// Full forms in the spelling that is used for comparison.
fn full_names(actor: &Actor) -> impl Iterator<Item = String> + '_ {
    let full = actor.names.iter().filter(|name| matches!(name.class, NameClass::House | NameClass::Also));
    full.map(|name| slug::fold(&name.text))
}

/// Merges entries into the text of a registry. A registry that is not valid TOML is not changed; the error is returned.
pub fn merge(registry: &str, sources: &[Source]) -> Result<Merged, String> {
    let file = parse("", registry);
    let mut edits = edit::Edits::new(registry)?;
    let mut targets: Vec<Target> = (file.actors.iter())
        .map(|actor| Target { actor: actor.clone(), origin: Origin::Registry { line: line_of(&file, actor) } })
        .collect();
    let mut known = Known::default();
    targets.iter().enumerate().for_each(|(number, target)| known.add(number, &target.actor));
    let mut merged = Merged::default();
    let own = targets.len();
    for (number, source) in sources.iter().enumerate() {
        take(number, source, own, &mut targets, &mut known, &mut edits, &mut merged);
    }
    let mut text = edits.finish(registry);
    let crlf = text.contains("\r\n");
    for target in &targets[own..] {
        let entry = write::entry(&target.actor);
        if !text.is_empty() {
            let gap = if text.ends_with('\n') { "\n" } else { "\n\n" };
            text.push_str(&if crlf { gap.replace('\n', "\r\n") } else { gap.to_owned() });
        }
        text.push_str(&if crlf { entry.replace('\n', "\r\n") } else { entry });
    }
    merged.text = text;
    Ok(merged)
}

fn line_of(file: &RegistryFile, actor: &Actor) -> u32 {
    let at = (actor.id_range.start as usize).min(file.text.len());
    memchr::memchr_iter(b'\n', &file.text.as_bytes()[..at]).count() as u32 + 1
}

fn take(
    number: usize,
    source: &Source,
    own: usize,
    targets: &mut Vec<Target>,
    known: &mut Known,
    edits: &mut edit::Edits,
    merged: &mut Merged,
) {
    // First the identity of each entry, then its facts, because roles can refer to later entries.
    let mut keys: HashMap<&str, String> = HashMap::new();
    let mut places: Vec<(usize, bool, Option<SameBy>)> = Vec::new();
    // The facts from earlier entries, so that a third one with the same id is compared with both.
    let mut stated: HashMap<usize, Actor> = HashMap::new();
    for entry in &source.imported.entries {
        let (place, same_by) = find(entry, &|place| stated.get(&place).unwrap_or(&targets[place].actor), known);
        let place = place.unwrap_or_else(|id| {
            let mut actor = entry.actor.clone();
            (actor.id, actor.roles) = (id, Vec::new());
            targets.push(Target { actor, origin: Origin::File { file: number, line: entry.line } });
            targets.len() - 1
        });
        let is_new = same_by.is_none();
        if is_new {
            known.add(place, &targets[place].actor);
        } else {
            // Adds its keys, so that a third entry is recognised too.
            for id in &entry.actor.same_as {
                known.outside.entry(id.clone()).or_insert(place);
            }
            absorb(stated.entry(place).or_insert_with(|| targets[place].actor.clone()), &entry.actor);
        }
        if let Some(key) = entry.key.as_deref().filter(|key| !key.is_empty()) {
            keys.insert(key, targets[place].actor.id.clone());
        }
        places.push((place, is_new, same_by));
    }
    for (entry, (place, is_new, same_by)) in source.imported.entries.iter().zip(places) {
        let mut incoming = entry.actor.clone();
        let resolve = |id: &mut Option<String>| {
            if let Some(own) = id.as_deref().and_then(|id| keys.get(id)) {
                *id = Some(own.clone());
            }
        };
        resolve(&mut incoming.parent);
        incoming.roles.iter_mut().for_each(|role| resolve(&mut role.org));
        let target = &mut targets[place];
        if is_new {
            target.actor.parent.clone_from(&incoming.parent);
            target.actor.roles.clone_from(&incoming.roles);
            merged.new += 1;
            if !incoming.id.is_empty() && incoming.id != target.actor.id {
                let what = format!("the id `{}` belongs to another entry", incoming.id);
                let done = format!("this one becomes `{}`", target.actor.id);
                merged.notes.push((number, Defect { line: entry.line, what, done, left_out: 0 }));
            }
            continue;
        }
        let (changes, conflicts) = absorb(&mut target.actor, &incoming);
        let count = changes.len();
        if count > 0 {
            merged.extended += 1;
        } else {
            merged.known += 1;
        }
        let id = target.actor.id.clone();
        let mut note = |what: String, done: String| {
            merged.notes.push((number, Defect { line: entry.line, what, done, left_out: 0 }));
        };
        let because = match same_by {
            Some(SameBy::NameAndBirth) => Some("has the same name and date of birth"),
            Some(SameBy::Name) => Some("has the same name"),
            Some(SameBy::Outside) if !incoming.id.is_empty() && incoming.id != id => Some("has the same outside id"),
            _ if !matches!(target.origin, Origin::Registry { .. }) => Some("is in the files twice"),
            _ => None,
        };
        // Differences that an earlier import has reported are not reported again.
        let is_reimport = count == 0
            && matches!(same_by, Some(SameBy::Id | SameBy::Name))
            && matches!(target.origin, Origin::Registry { .. });
        if let Some(because) = because.filter(|_| !is_reimport) {
            let place = match target.origin {
                Origin::Registry { line } => format!("line {line} of the registry"),
                Origin::File { file, line } if file == number => format!("line {line}"),
                Origin::File { file, line } => format!("line {line} of file {}", file + 1),
            };
            note(format!("`{}` {because} as `{id}`, {place}", label(&incoming)), "merged into it".to_owned());
        }
        for conflict in conflicts {
            note(format!("`{id}`: {conflict}"), "the value in the registry is kept".to_owned());
        }
        if place < own {
            for refused in edits.apply(place, &changes) {
                note(
                    format!("`{id}`: {refused} cannot be added to an entry written in this form"),
                    "it is not changed".to_owned(),
                );
            }
        }
    }
}

fn label(actor: &Actor) -> &str {
    actor.names.first().map_or(actor.id.as_str(), |name| name.text.as_str())
}

/// The entry that an imported one is the same as, and why; otherwise the id for a new entry.
fn find<'t>(
    entry: &Entry,
    target: &dyn Fn(usize) -> &'t Actor,
    known: &Known,
) -> (Result<usize, String>, Option<SameBy>) {
    let actor = &entry.actor;
    if let Some(place) = actor.same_as.iter().find_map(|id| known.outside.get(id)) {
        return (Ok(*place), Some(SameBy::Outside));
    }
    let own = known.ids.get(&actor.id).copied().filter(|_| !actor.id.is_empty());
    if let Some(place) = own.filter(|place| is_other_by_id(target(*place), actor)) {
        return (Ok(place), Some(SameBy::Id));
    }
    if actor.begins.is_some() {
        let twin = full_names(actor).find_map(|name| {
            let with = known.names.get(&name)?;
            let born = |place: &&usize| {
                let other = target(**place);
                other.begins == actor.begins && other.kind == actor.kind && !contradict(other, actor)
            };
            with.iter().find(born).copied()
        });
        if let Some(place) = twin {
            return (Ok(place), Some(SameBy::NameAndBirth));
        }
    }
    let made = actor.id.is_empty();
    let base = if made { slug::of(actor) } else { actor.id.clone() };
    let mut id = base.clone();
    for count in 2.. {
        match known.ids.get(&id) {
            // The id of a country always means the country.
            None if made && is_builtin_id(&id) && !actor.is_country() => {}
            None => break,
            Some(place) => {
                let other = target(*place);
                // An id with a number was also made here, because the plain one was taken.
                let made = made || count > 2;
                if made && other.kind == actor.kind && shares_name(other, actor) && !contradict(other, actor) {
                    return (
                        Ok(*place),
                        Some(if count > 2 && !actor.id.is_empty() { SameBy::Id } else { SameBy::Name }),
                    );
                }
            }
        }
        id = format!("{base}-{count}");
    }
    (Err(id), None)
}

/// Whether two entries with the same id are the same actor. Ids are chosen by people, so only a contradiction counts
/// against it.
fn is_other_by_id(other: &Actor, actor: &Actor) -> bool {
    !contradict(other, actor) && (shares_name(other, actor) || other.kind == actor.kind)
}

fn shares_name(a: &Actor, b: &Actor) -> bool {
    let names: HashSet<String> = full_names(a).collect();
    let mut theirs = full_names(b).peekable();
    theirs.peek().is_none() || names.is_empty() || theirs.any(|name| names.contains(&name))
}

/// Whether two entries cannot be the same actor: different days of birth, or different ids in one catalogue.
fn contradict(a: &Actor, b: &Actor) -> bool {
    let born = matches!((a.begins, b.begins), (Some(a), Some(b)) if a.first_day() > b.last_day() || b.first_day() > a.last_day());
    let scheme = |id: &str| id.split_once(':').map(|(scheme, _)| scheme.to_owned());
    let catalogue = a.same_as.iter().any(|id| {
        let of = scheme(id);
        let mut theirs = b.same_as.iter().filter(|other| scheme(other) == of).peekable();
        of.is_some() && theirs.peek().is_some() && !theirs.any(|other| a.same_as.contains(other))
    });
    born || catalogue
}

#[cfg(test)]
mod tests;
