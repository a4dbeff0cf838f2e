//! The facts of one entry that another entry lacks.

use crate::actors::model::{Actor, EntryRange, Gender, Name, NameClass, PartialDate, Role};
use crate::language::Language;
use crate::message;
use crate::message::Message;

/// A fact to be added to an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    Gender(Gender),
    /// The key, which depends on the kind, and the date.
    Date(&'static str, PartialDate),
    Description(Language, String),
    SameAs(String),
    MergedFrom(String),
    Parent(String),
    Note(String),
    Name(Name),
    Role(Role),
    /// The index of the role, the key, the date.
    RoleDate(usize, &'static str, PartialDate),
}

/// Adds the missing facts of another entry to an entry. Returns the additions and the conflicts.
pub(super) fn absorb(actor: &mut Actor, other: &Actor) -> (Vec<Change>, Vec<Message>) {
    let mut changes = Vec::new();
    let mut conflicts = Vec::new();
    if actor.gender.is_none() {
        if let Some(gender) = other.gender {
            actor.gender = Some(gender);
            changes.push(Change::Gender(gender));
        }
    } else if other.gender.is_some() && other.gender != actor.gender {
        conflicts.push(message!("the gender differs"));
    }
    let (begin, end) = super::write::date_keys(actor.kind);
    let facts = &mut **actor;
    for (key, mine, theirs) in [(begin, &mut facts.begins, other.begins), (end, &mut facts.ends, other.ends)] {
        match (&mine, theirs) {
            (None, Some(date)) => {
                *mine = Some(date);
                changes.push(Change::Date(key, date));
            }
            (Some(date), Some(other)) if differ(*date, other) => {
                conflicts.push(message!("`{key}` is {date}, not {other}", key, date, other));
            }
            _ => {}
        }
    }
    for (language, text) in &other.descriptions {
        if !actor.descriptions.iter().any(|(other, _)| other == language) {
            actor.descriptions.push((*language, text.clone()));
            changes.push(Change::Description(*language, text.clone()));
        }
    }
    for id in &other.same_as {
        if !actor.same_as.contains(id) {
            actor.same_as.push(id.clone());
            changes.push(Change::SameAs(id.clone()));
        }
    }
    for id in &other.merged_from {
        if !actor.merged_from.contains(id) {
            actor.merged_from.push(id.clone());
            changes.push(Change::MergedFrom(id.clone()));
        }
    }
    let facts = &mut **actor;
    for (mine, theirs, change) in [
        (&mut facts.parent, &other.parent, Change::Parent as fn(String) -> Change),
        (&mut facts.note, &other.note, Change::Note),
    ] {
        if let (None, Some(text)) = (&mine, theirs) {
            *mine = Some(text.clone());
            changes.push(change(text.clone()));
        }
    }
    names(actor, other, &mut changes);
    roles(actor, other, &mut changes, &mut conflicts);
    (changes, conflicts)
}

/// Whether two dates contradict each other; one can be more precise.
fn differ(a: PartialDate, b: PartialDate) -> bool {
    let part = |a: Option<i8>, b: Option<i8>| matches!((a, b), (Some(a), Some(b)) if a != b);
    a.year != b.year || part(a.month, b.month) || part(a.day, b.day)
}

fn names(actor: &mut Actor, other: &Actor, changes: &mut Vec<Change>) {
    for name in &other.names {
        // The class that a user chose for a name is kept.
        if actor.names.iter().any(|mine| mine.text == name.text && mine.language == name.language) {
            continue;
        }
        let house = actor.names.iter().any(|mine| mine.language == name.language && mine.class == NameClass::House);
        let class = if name.class == NameClass::House && house { NameClass::Also } else { name.class };
        let name = Name { class, ..name.clone() };
        actor.names.push(name.clone());
        changes.push(Change::Name(name));
    }
}

fn roles(actor: &mut Actor, other: &Actor, changes: &mut Vec<Change>, conflicts: &mut Vec<Message>) {
    let mut used: Vec<usize> = Vec::new();
    for role in &other.roles {
        let same = |mine: &Role| {
            let titles = mine.titles.is_empty() && role.titles.is_empty();
            let titles = titles
                || mine
                    .titles
                    .iter()
                    .any(|title| role.titles.iter().any(|other| title.text.eq_ignore_ascii_case(&other.text)));
            let orgs = mine.org == role.org || (!mine.titles.is_empty() && (mine.org.is_none() || role.org.is_none()));
            let begin = match (mine.from, role.from) {
                (Some(a), Some(b)) => !differ(a, b),
                (None, None) => true,
                // A more precise role of the same office.
                _ => {
                    mine.to.is_some() && mine.to == role.to
                        || (mine.to.is_none() && role.to.is_none() && mine.from.is_some())
                }
            };
            titles && orgs && begin
        };
        // The most similar one.
        let candidates: Vec<usize> =
            (0..actor.roles.len()).filter(|at| !used.contains(at) && same(&actor.roles[*at])).collect();
        let exact = |at: &&usize| actor.roles[**at].from == role.from && actor.roles[**at].to == role.to;
        let Some(at) = candidates.iter().find(exact).or(candidates.first()).copied() else {
            let role = Role { range: EntryRange::default(), ..role.clone() };
            actor.roles.push(role.clone());
            used.push(actor.roles.len() - 1);
            changes.push(Change::Role(role));
            continue;
        };
        used.push(at);
        let mine = &mut actor.roles[at];
        for (key, mine, theirs) in [("from", &mut mine.from, role.from), ("to", &mut mine.to, role.to)] {
            match (&mine, theirs) {
                (None, Some(date)) => {
                    *mine = Some(date);
                    changes.push(Change::RoleDate(at, key, date));
                }
                (Some(date), Some(other)) if differ(*date, other) => {
                    conflicts.push(message!("`{key}` of a role is {date}, not {other}", key, date, other));
                }
                _ => {}
            }
        }
    }
}
