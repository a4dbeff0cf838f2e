//! Bodies that a table names: `Ministry of Ports` in the column of organisations, not the id of an entry.

use super::headers::fold;
use crate::actors::exchange::import::Entry;
use crate::actors::exchange::import::draft::{Draft, add_name as add, is_id};
use crate::actors::model::{Actor, Kind, NameClass, Role};
use std::collections::HashMap;

/// Between the names of one body in several languages, until [`name`] reads them.
const NEXT: char = '\u{1F}';

/// The names of a body, each with its language if the table states it.
type BodyNames = Vec<(Option<String>, String)>;

/// Adds the name of the body of a role in a language.
pub(super) fn add_name(role: &mut Role, tag: &str, name: &str) {
    let before = role.org.take().map_or_else(String::new, |org| format!("{org}{NEXT}"));
    role.org = Some(format!("{before}{tag}:{name}"));
}

/// Makes an entry for each body that is named, and refers to it. A body that is an entry of the table is that entry.
pub(super) fn name(draft: &mut Draft) {
    let keys: HashMap<String, String> =
        (draft.entries.iter()).flat_map(|entry| entry.key.iter().map(|key| (key.clone(), key.clone()))).collect();
    let mut known: HashMap<String, usize> = HashMap::new();
    for (number, entry) in draft.entries.iter().enumerate().filter(|(_, entry)| entry.actor.kind != Kind::Person) {
        for name in entry.actor.names.iter().filter(|name| name.class <= NameClass::Also) {
            known.entry(fold(&name.text)).or_insert(number);
        }
    }
    let (mut bodies, mut named): (Vec<Entry>, HashMap<String, usize>) = (Vec::new(), HashMap::new());
    let mut entries = std::mem::take(&mut draft.entries);
    let mut found: Vec<(usize, usize, BodyNames)> = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        for (at, role) in entry.actor.roles.iter().enumerate() {
            let Some(org) = &role.org else { continue };
            let has_tags = org.contains(NEXT) || org.get(2..3) == Some(":") && org.len() > 3 && !org.contains("://");
            if keys.contains_key(org) || (looks_like_id(org) && !has_tags) {
                continue;
            }
            let names = org.split(NEXT).map(|part| match part.split_once(':') {
                Some((tag, name)) if has_tags && tag.len() == 2 => (Some(tag.to_owned()), name.to_owned()),
                _ => (None, part.to_owned()),
            });
            found.push((number, at, names.collect()));
        }
    }
    for (number, at, names) in found {
        let folded: Vec<String> = names.iter().map(|(_, name)| fold(name)).filter(|name| !name.is_empty()).collect();
        let Some(first) = folded.first() else {
            entries[number].actor.roles[at].org = None;
            continue;
        };
        if let Some(own) = folded.iter().find_map(|name| known.get(name)) {
            let key = entries[*own].key.get_or_insert_with(|| format!("{NEXT}{first}")).clone();
            entries[number].actor.roles[at].org = Some(key);
            continue;
        }
        let body = folded.iter().find_map(|name| named.get(name)).copied().unwrap_or_else(|| {
            let line = entries[number].line;
            let actor = Actor::empty(Kind::Organisation);
            bodies.push(Entry { actor, line, key: Some(format!("{NEXT}{first}")), is_only_named: true });
            bodies.len() - 1
        });
        for ((tag, name), folded) in names.iter().zip(&folded) {
            // A name in another case is not another name.
            if !named.contains_key(folded) {
                add(&mut bodies[body].actor, NameClass::House, tag.as_deref(), name);
            }
            named.entry(folded.clone()).or_insert(body);
        }
        entries[number].actor.roles[at].org.clone_from(&bodies[body].key);
    }
    draft.entries = entries;
    draft.entries.extend(bodies);
}

/// Whether a reference to a body is an id, not a name: small Latin letters and digits without spaces.
fn looks_like_id(org: &str) -> bool {
    is_id(org) && (org.contains(':') || !org.chars().any(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_ascii())))
}
