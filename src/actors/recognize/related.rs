//! Entries that have something in common.

use super::offices::holders;
use super::scan::entries_named;
use crate::actors::model::{Actor, ActorIndex};
use crate::actors::store::registry::Registry;

/// The entries that findings about an entry can depend on: those with its id, one of its names or offices, and, if its ids
/// came or went, those that refer to it.
pub fn related(registry: &Registry, actor: &Actor, id_is_new: bool) -> Vec<ActorIndex> {
    let mut found: Vec<ActorIndex> = registry.first_with(&actor.id).into_iter().collect();
    for name in &actor.names {
        found.extend(entries_named(registry, &name.text).into_iter().map(|(other, _)| other));
    }
    for role in actor.roles.iter().filter(|role| role.exclusive) {
        found.extend(holders(registry, role).into_iter().map(|(other, _)| other));
    }
    if id_is_new {
        let ids = [&actor.id].into_iter().chain(&actor.merged_from).chain(&actor.same_as);
        found.extend(ids.flat_map(|id| registry.referring(id)));
    }
    found.sort_unstable();
    found.dedup();
    found.retain(|actor| registry.shows(*actor));
    found
}
