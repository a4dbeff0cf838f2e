//! Puts imported entries into a registry file that people write.
//!
//! What a person wrote stays: values, comments, order. What is missing is added, what differs is told and left. An entry
//! is in the registry already where an outside id or its own id says so, or its name and birth; one whose id was made of
//! its name is, where the entry of that id has the name. So to import a second time changes nothing.

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

/// A file that was imported.
pub struct Source {
    /// Its path, for messages.
    pub path: String,
    /// What it holds.
    pub imported: Imported,
}

/// A registry file with what was put into it.
#[derive(Debug, Default)]
pub struct Merged {
    pub text: String,
    /// How many entries are new.
    pub new: usize,
    /// How many were put into an entry, and gave it something.
    pub extended: usize,
    /// How many were there already, with all they say.
    pub known: usize,
    /// What was told, by file and line: the number of the file, and the defect.
    pub notes: Vec<(usize, Defect)>,
}

/// A registry with one more name of an entry; `None` where the text is not valid, has no such entry, or has the name.
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

/// An entry of the registry that is being made.
struct Target {
    actor: Actor,
    /// Where it came from: the registry, or a file and its line.
    home: Home,
}

#[derive(Clone, Copy)]
enum Home {
    Registry { line: u32 },
    File { file: usize, line: u32 },
}

/// Why an entry is thought to be another one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    Id,
    Outside,
    NameAndBirth,
    Name,
}

/// What leads to the entries.
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

/// Full forms in the spelling that comparison takes.
fn full_names(actor: &Actor) -> impl Iterator<Item = String> + '_ {
    let full = actor.names.iter().filter(|name| matches!(name.class, NameClass::House | NameClass::Also));
    full.map(|name| slug::fold(&name.text))
}

/// Puts entries into the text of a registry. A registry that is not valid TOML is not touched: the answer is its first
/// fault.
pub fn merge(registry: &str, sources: &[Source]) -> Result<Merged, String> {
    let file = parse("", registry);
    let mut edits = edit::Edits::new(registry)?;
    let mut targets: Vec<Target> = (file.actors.iter())
        .map(|actor| Target { actor: actor.clone(), home: Home::Registry { line: line_of(&file, actor) } })
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
    // First whom each entry is, then what it says: roles name entries that stand further down.
    let mut keys: HashMap<&str, String> = HashMap::new();
    let mut places: Vec<(usize, bool, Option<Why>)> = Vec::new();
    // What the entries before have said of each, so that a third one of an id is compared with both.
    let mut said: HashMap<usize, Actor> = HashMap::new();
    for entry in &source.imported.entries {
        let (place, why) = find(entry, &|place| said.get(&place).unwrap_or(&targets[place].actor), known);
        let place = place.unwrap_or_else(|id| {
            let mut actor = entry.actor.clone();
            (actor.id, actor.roles) = (id, Vec::new());
            targets.push(Target { actor, home: Home::File { file: number, line: entry.line } });
            targets.len() - 1
        });
        let is_new = why.is_none();
        if is_new {
            known.add(place, &targets[place].actor);
        } else {
            // What it is known by from now on, so that a third one is found too.
            for id in &entry.actor.same_as {
                known.outside.entry(id.clone()).or_insert(place);
            }
            absorb(said.entry(place).or_insert_with(|| targets[place].actor.clone()), &entry.actor);
        }
        if let Some(key) = entry.key.as_deref().filter(|key| !key.is_empty()) {
            keys.insert(key, targets[place].actor.id.clone());
        }
        places.push((place, is_new, why));
    }
    for (entry, (place, is_new, why)) in source.imported.entries.iter().zip(places) {
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
                let what = format!("the id `{}` is another entry's", incoming.id);
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
        let because = match why {
            Some(Why::NameAndBirth) => Some("has the same name and birth"),
            Some(Why::Name) => Some("has the same name"),
            Some(Why::Outside) if !incoming.id.is_empty() && incoming.id != id => Some("has the same outside id"),
            _ if !matches!(target.home, Home::Registry { .. }) => Some("is in the files twice"),
            _ => None,
        };
        // What was told when it was imported first is not told again.
        let again =
            count == 0 && matches!(why, Some(Why::Id | Why::Name)) && matches!(target.home, Home::Registry { .. });
        if let Some(because) = because.filter(|_| !again) {
            let place = match target.home {
                Home::Registry { line } => format!("line {line} of the registry"),
                Home::File { file, line } if file == number => format!("line {line}"),
                Home::File { file, line } => format!("line {line} of file {}", file + 1),
            };
            note(format!("`{}` {because} as `{id}`, {place}", label(&incoming)), "merged into it".to_owned());
        }
        for conflict in conflicts {
            note(format!("`{id}`: {conflict}"), "what the registry has is kept".to_owned());
        }
        if place < own {
            for refused in edits.apply(place, &changes) {
                note(
                    format!("`{id}`: {refused} cannot be added to an entry written in this form"),
                    "it is left as it is".to_owned(),
                );
            }
        }
    }
}

fn label(actor: &Actor) -> &str {
    actor.names.first().map_or(actor.id.as_str(), |name| name.text.as_str())
}

/// The entry that an imported one is, and why; else the id of a new one.
fn find<'t>(entry: &Entry, target: &dyn Fn(usize) -> &'t Actor, known: &Known) -> (Result<usize, String>, Option<Why>) {
    let actor = &entry.actor;
    if let Some(place) = actor.same_as.iter().find_map(|id| known.outside.get(id)) {
        return (Ok(*place), Some(Why::Outside));
    }
    let own = known.ids.get(&actor.id).copied().filter(|_| !actor.id.is_empty());
    if let Some(place) = own.filter(|place| is_other_by_id(target(*place), actor)) {
        return (Ok(place), Some(Why::Id));
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
            return (Ok(place), Some(Why::NameAndBirth));
        }
    }
    let made = actor.id.is_empty();
    let base = if made { slug::of(actor) } else { actor.id.clone() };
    let mut id = base.clone();
    for count in 2.. {
        match known.ids.get(&id) {
            // The id of a country is the country's.
            None if made && is_builtin_id(&id) && !actor.is_country() => {}
            None => break,
            Some(place) => {
                let other = target(*place);
                // An id with a number was made here too, of one that was taken.
                let made = made || count > 2;
                if made && other.kind == actor.kind && shares_name(other, actor) && !contradict(other, actor) {
                    return (Ok(*place), Some(if count > 2 && !actor.id.is_empty() { Why::Id } else { Why::Name }));
                }
            }
        }
        id = format!("{base}-{count}");
    }
    (Err(id), None)
}

/// Whether two entries of one id are one: an id is a person's word, unless what they are speaks against it.
fn is_other_by_id(other: &Actor, actor: &Actor) -> bool {
    !contradict(other, actor) && (shares_name(other, actor) || other.kind == actor.kind)
}

fn shares_name(a: &Actor, b: &Actor) -> bool {
    let names: HashSet<String> = full_names(a).collect();
    let mut theirs = full_names(b).peekable();
    theirs.peek().is_none() || names.is_empty() || theirs.any(|name| names.contains(&name))
}

/// Whether two entries cannot be one: born on different days, or different ids in one catalogue.
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
