//! Merges imported entries into a registry file that is edited by hand.
//!
//! Existing values, comments and their order stay unchanged. Missing facts are added; differences are reported and not
//! applied. An imported entry is the same as an existing one if they share an outside id, the id, or name and date of
//! birth. If its id was made from its name, the entry with that id must also have the name, and must not be another person
//! of that name. A second import therefore changes nothing.

mod absorb;
mod edit;
mod entries;
mod slug;
mod write;

use super::import::{Defect, Imported};
use crate::actors::file::RegistryFile;
use crate::actors::file::parse::parse;
use crate::actors::model::{Actor, EntryRange, Kind, Name, NameClass, Role};
use crate::actors::store::builtin::is_builtin_id;
use crate::language::Language;
use crate::message;
use crate::message::Message;
use absorb::absorb;
pub use entries::{merge_entries, with_name, with_role};
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
    /// The new entries.
    pub added: Vec<Actor>,
    /// The ids of the entries that were changed.
    pub changed: Vec<String>,
}

/// Entries of the project that are in other files than the merged one. Bodies that an import names can be among them.
#[derive(Debug, Default)]
pub struct Elsewhere {
    names: HashMap<String, Vec<String>>,
}

impl Elsewhere {
    /// Indexes entries by their full names, except persons.
    pub fn new<'a>(actors: impl Iterator<Item = &'a Actor>) -> Self {
        let mut names: HashMap<String, Vec<String>> = HashMap::new();
        for actor in actors.filter(|actor| actor.kind != Kind::Person) {
            for name in full_names(actor) {
                let ids = names.entry(name).or_default();
                if !ids.contains(&actor.id) {
                    ids.push(actor.id.clone());
                }
            }
        }
        Self { names }
    }

    fn find(&self, body: &Actor) -> Option<&String> {
        full_names(body).find_map(|name| self.names.get(&name)?.first())
    }
}

/// The text of a new entry with one name, in the language of its script.
pub fn new_entry(id: &str, kind: Kind, name: &str) -> String {
    let mut actor = Actor::empty(kind);
    id.clone_into(&mut actor.id);
    let language = Language::of_script(name).unwrap_or_default();
    let (class, range) = (NameClass::House, EntryRange::default());
    actor.names.push(Name { text: name.to_owned(), language, class, from: None, to: None, range, is_lent: false });
    write::entry(&actor)
}

/// An entry of the merged registry.
struct Target {
    actor: Actor,
    /// Whether it is a body that other entries name.
    is_only_named: bool,
    /// Its origin: the registry, or a file and a line.
    origin: Origin,
    /// The number of its file and its number in the file.
    order: (usize, usize),
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
pub fn merge(registry: &str, sources: &[Source]) -> Result<Merged, Message> {
    merge_into(registry, sources, &Elsewhere::default())
}

/// Merges entries into the text of a registry, in a project with further files.
pub fn merge_into(registry: &str, sources: &[Source], elsewhere: &Elsewhere) -> Result<Merged, Message> {
    let file = parse("", registry);
    let mut edits = edit::Edits::new(registry)?;
    let mut targets: Vec<Target> = (file.actors.iter())
        .map(|actor| {
            let origin = Origin::Registry { line: line_of(&file, actor) };
            Target { actor: actor.clone(), is_only_named: false, origin, order: (0, 0) }
        })
        .collect();
    let mut known = Known::default();
    targets.iter().enumerate().for_each(|(number, target)| known.add(number, &target.actor));
    let mut merged = Merged::default();
    let own = targets.len();
    for (number, source) in sources.iter().enumerate() {
        take(number, source, own, elsewhere, &mut targets, &mut known, &mut edits, &mut merged);
    }
    // The bodies come after those who name them.
    targets[own..].sort_by_key(|target| (target.is_only_named, target.order));
    let mut text = edits.finish(registry);
    let crlf = text.contains("\r\n");
    for target in &targets[own..] {
        merged.added.push(target.actor.clone());
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

#[expect(clippy::too_many_arguments, reason = "one step of the merge")]
fn take(
    number: usize,
    source: &Source,
    own: usize,
    elsewhere: &Elsewhere,
    targets: &mut Vec<Target>,
    known: &mut Known,
    edits: &mut edit::Edits,
    merged: &mut Merged,
) {
    // First the identity of each entry, then its facts, because roles can refer to later entries. Persons come last, because
    // the offices of namesakes are compared, and the bodies in them must be known.
    let mut keys: HashMap<&str, String> = HashMap::new();
    let entries = &source.imported.entries;
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|at| (!entries[*at].is_only_named, entries[*at].actor.kind == Kind::Person));
    let mut places: Vec<Option<(usize, bool, Option<SameBy>)>> = vec![None; entries.len()];
    // The facts from earlier entries, so that a third one with the same id is compared with both.
    let mut stated: HashMap<usize, Actor> = HashMap::new();
    for at in order {
        let entry = &entries[at];
        let key = entry.key.as_deref().filter(|key| !key.is_empty());
        let mut incoming = entry.actor.clone();
        resolve(&mut incoming, &keys);
        let (place, same_by) = if entry.is_only_named {
            match (find_body(&incoming, &targets[..], known), elsewhere.find(&incoming)) {
                (Some(place), _) => (Ok(place), Some(SameBy::Name)),
                (None, Some(id)) => {
                    keys.extend(key.map(|key| (key, id.clone())));
                    merged.known += 1;
                    continue;
                }
                (None, None) => find(&incoming, &|place| stated.get(&place).unwrap_or(&targets[place].actor), known),
            }
        } else {
            find(&incoming, &|place| stated.get(&place).unwrap_or(&targets[place].actor), known)
        };
        let place = place.unwrap_or_else(|id| {
            let mut actor = entry.actor.clone();
            (actor.id, actor.roles) = (id, Vec::new());
            let origin = Origin::File { file: number, line: entry.line };
            targets.push(Target { actor, is_only_named: entry.is_only_named, origin, order: (number, at) });
            targets.len() - 1
        });
        let is_new = same_by.is_none();
        if is_new {
            if let Some((other, differs)) = namesake(&incoming, place, known, &stated, targets) {
                let line = origin_of(&targets[other], number);
                let ids = (targets[other].actor.id.clone(), targets[place].actor.id.clone());
                let what = message!(
                    "`{incoming}` has the name of `{ids}`, {line}, but {differs}",
                    line,
                    differs,
                    incoming = label(&incoming),
                    ids = ids.0
                );
                let done =
                    message!("it becomes `{ids}`; rows with the same id or date of birth are one person", ids = ids.1);
                merged.notes.push((number, Defect { line: entry.line, what, done, left_out: 0 }));
            }
            known.add(place, &targets[place].actor);
            incoming.id.clone_from(&targets[place].actor.id);
            stated.insert(place, incoming);
        } else {
            // Adds its keys, so that a third entry is recognised too.
            for id in &entry.actor.same_as {
                known.outside.entry(id.clone()).or_insert(place);
            }
            absorb(stated.entry(place).or_insert_with(|| targets[place].actor.clone()), &incoming);
        }
        if let Some(key) = key {
            let id = targets[place].actor.id.clone();
            // A body is named more often than a person.
            if entry.actor.kind == Kind::Person {
                keys.entry(key).or_insert(id);
            } else {
                keys.insert(key, id);
            }
        }
        places[at] = Some((place, is_new, same_by));
    }
    for (entry, place) in entries.iter().zip(places) {
        let Some((place, is_new, same_by)) = place else { continue };
        let mut incoming = entry.actor.clone();
        resolve(&mut incoming, &keys);
        let target = &mut targets[place];
        if is_new {
            target.actor.parent.clone_from(&incoming.parent);
            target.actor.roles.clone_from(&incoming.roles);
            merged.new += 1;
            if !incoming.id.is_empty() && incoming.id != target.actor.id {
                let what = message!("the id `{incoming}` belongs to another entry", incoming = incoming.id);
                let done = message!("this one becomes `{actor}`", actor = target.actor.id);
                merged.notes.push((number, Defect { line: entry.line, what, done, left_out: 0 }));
            }
            continue;
        }
        let (changes, conflicts) = absorb(&mut target.actor, &incoming);
        let count = changes.len();
        if count > 0 {
            merged.extended += 1;
            merged.changed.push(target.actor.id.clone());
        } else {
            merged.known += 1;
        }
        let id = target.actor.id.clone();
        let mut note = |what: Message, done: Message| {
            merged.notes.push((number, Defect { line: entry.line, what, done, left_out: 0 }));
        };
        let is_named = !entry.is_only_named;
        let (name, origin) = (label(&incoming), origin_of(target, number));
        let because = match same_by {
            Some(SameBy::NameAndBirth) => {
                Some(message!("`{name}` has the same name and date of birth as `{id}`, {origin}", name, id, origin))
            }
            Some(SameBy::Name) if is_named => {
                Some(message!("`{name}` has the same name as `{id}`, {origin}", name, id, origin))
            }
            Some(SameBy::Outside) if !incoming.id.is_empty() && incoming.id != id => {
                Some(message!("`{name}` has the same outside id as `{id}`, {origin}", name, id, origin))
            }
            _ if is_named && !matches!(target.origin, Origin::Registry { .. }) => {
                Some(message!("`{name}` is in the files twice as `{id}`, {origin}", name, id, origin))
            }
            _ => None,
        };
        // Differences that an earlier import has reported are not reported again.
        let is_reimport = count == 0
            && matches!(same_by, Some(SameBy::Id | SameBy::Name | SameBy::NameAndBirth | SameBy::Outside))
            && matches!(target.origin, Origin::Registry { .. });
        if let Some(because) = because.filter(|_| !is_reimport) {
            note(because, message!("merged into it"));
        }
        for conflict in conflicts {
            note(message!("`{id}`: {conflict}", id, conflict), message!("the value in the registry is kept"));
        }
        if place < own {
            for refused in edits.apply(place, &changes) {
                note(
                    message!("`{id}`: {refused} cannot be added to an entry written in this form", id, refused),
                    message!("it is not changed"),
                );
            }
        }
    }
}

/// Replaces the references of an entry to other entries of its file by their ids.
fn resolve(actor: &mut Actor, keys: &HashMap<&str, String>) {
    let facts = &mut **actor;
    for id in std::iter::once(&mut facts.parent).chain(facts.roles.iter_mut().map(|role| &mut role.org)) {
        if let Some(own) = id.as_deref().and_then(|id| keys.get(id)) {
            *id = Some(own.clone());
        }
    }
}

/// Where an entry comes from, for a message about a file.
fn origin_of(target: &Target, number: usize) -> Message {
    match target.origin {
        Origin::Registry { line } => message!("line {line} of the registry", line),
        Origin::File { file, line } if file == number => message!("line {line}", line),
        Origin::File { file, line } => message!("line {line} of file {file}", line, file = file + 1),
    }
}

/// The entry that has the name of a body.
fn find_body(body: &Actor, targets: &[Target], known: &Known) -> Option<usize> {
    full_names(body).find_map(|name| {
        known.names.get(&name)?.iter().find(|place| targets[**place].actor.kind != Kind::Person).copied()
    })
}

/// An earlier person with the name of a new one, and how they differ.
fn namesake(
    actor: &Actor,
    place: usize,
    known: &Known,
    stated: &HashMap<usize, Actor>,
    targets: &[Target],
) -> Option<(usize, Message)> {
    if actor.kind != Kind::Person {
        return None;
    }
    full_names(actor).find_map(|name| {
        let others = known.names.get(&name)?.iter().copied().filter(|other| *other != place);
        let of = |other: usize| stated.get(&other).unwrap_or(&targets[other].actor);
        others.filter(|other| of(*other).kind == Kind::Person).find_map(|other| {
            let known = of(other);
            let born = matches!((known.begins, actor.begins), (Some(a), Some(b)) if a != b);
            let differs = if born { Some(message!("another date of birth")) } else { difference(known, actor) };
            Some((other, differs?))
        })
    })
}

/// How two persons of one name differ, if nothing says that they are one person: they share no office, or are described
/// differently.
fn difference(a: &Actor, b: &Actor) -> Option<Message> {
    if a.begins.is_some() && a.begins == b.begins {
        return None;
    }
    let has_office = |role: &&Role| !role.titles.is_empty() || role.org.is_some();
    let (mine, theirs) = (a.roles.iter().filter(has_office), b.roles.iter().filter(has_office));
    let same_office = |a: &Role, b: &Role| {
        let title = |a: &Role, b: &Role| {
            a.titles.iter().any(|one| b.titles.iter().any(|other| one.text.eq_ignore_ascii_case(&other.text)))
        };
        let titles = a.titles.is_empty() || b.titles.is_empty() || title(a, b);
        titles && (a.org == b.org || ((a.org.is_none() || b.org.is_none()) && title(a, b)))
    };
    let (known, told) = (mine.clone().next().is_some(), theirs.clone().next().is_some());
    if known && told {
        let shared = mine.clone().any(|role| theirs.clone().any(|other| same_office(role, other)));
        return (!shared).then(|| message!("another office"));
    }
    let differs = a.descriptions.iter().any(|(language, text)| {
        b.descriptions.iter().any(|(other, said)| other == language && slug::fold(text) != slug::fold(said))
    });
    differs.then(|| message!("another description"))
}

fn label(actor: &Actor) -> &str {
    actor.names.first().map_or(actor.id.as_str(), |name| name.text.as_str())
}

/// The entry that an imported one is the same as, and why; otherwise the id for a new entry.
fn find<'t>(
    actor: &Actor,
    target: &dyn Fn(usize) -> &'t Actor,
    known: &Known,
) -> (Result<usize, String>, Option<SameBy>) {
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
    // The same letters first: another entry can have a name that differs only in signs.
    match find_numbered(&base, actor, made, true, target, known) {
        (Err(_), _) => find_numbered(&base, actor, made, false, target, known),
        found => found,
    }
}

/// The entry with an id, or with that id and a number, that an imported one is the same as; otherwise the first free id.
fn find_numbered<'t>(
    base: &str,
    actor: &Actor,
    made: bool,
    is_exact: bool,
    target: &dyn Fn(usize) -> &'t Actor,
    known: &Known,
) -> (Result<usize, String>, Option<SameBy>) {
    let mut id = base.to_owned();
    for count in 2.. {
        match known.ids.get(&id) {
            // The id of a country always means the country.
            None if made && is_builtin_id(&id) && !actor.is_country() => {}
            None => break,
            Some(place) => {
                let other = target(*place);
                // An id with a number was also made here, because the plain one was taken.
                let made = made || count > 2;
                let is_other_person = actor.kind == Kind::Person && difference(other, actor).is_some();
                let has_name = if is_exact { shares_spelling(other, actor) } else { shares_name(other, actor) };
                let fits = other.kind == actor.kind && has_name && !contradict(other, actor);
                if made && fits && !is_other_person {
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

/// Whether two entries have a full name in the same spelling.
fn shares_spelling(a: &Actor, b: &Actor) -> bool {
    let is_full = |name: &&Name| matches!(name.class, NameClass::House | NameClass::Also);
    let mut names = a.names.iter().filter(is_full);
    names.any(|name| b.names.iter().filter(is_full).any(|other| other.text == name.text))
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
