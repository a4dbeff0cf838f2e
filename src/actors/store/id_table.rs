//! Hash table from ids to entries in memory. It contains only indexes; the id itself is stored in its entry.

use super::entry::Entry;
use super::id_index::IdKind;
use foldhash::fast::RandomState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// Where the text of an id is stored.
#[derive(Debug, Clone, Copy)]
enum Spelt {
    /// The entry's own id.
    Id,
    /// A former id of the entry, by index.
    Merged(u32),
    /// An outside id of the entry, by index.
    Outside(u32),
    /// The id of the built-in place that the entry extends.
    Place(&'static str),
}

#[derive(Debug, Clone, Copy)]
struct Step {
    entry: u32,
    way: IdKind,
    spelt: Spelt,
}

impl Step {
    fn id<'e>(&self, entries: &'e [Entry]) -> &'e str {
        let actor = &entries[self.entry as usize].actor;
        match self.spelt {
            Spelt::Id => &actor.id,
            Spelt::Merged(nth) => &actor.merged_from[nth as usize],
            Spelt::Outside(nth) => &actor.same_as[nth as usize],
            Spelt::Place(id) => id,
        }
    }
}

/// The ids of a list of entries. Callers pass the same entries to every method.
#[derive(Debug, Default)]
pub(super) struct IdTable {
    steps: Vec<Step>,
    /// The location of each id. Of duplicates the first counts.
    first: HashTable<u32>,
    hasher: RandomState,
}

impl IdTable {
    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    /// The entry of an id.
    pub(super) fn get(&self, id: &str, entries: &[Entry]) -> Option<(u32, IdKind)> {
        let is_it = |step: &u32| self.steps[*step as usize].id(entries) == id;
        let step = self.steps[*self.first.find(self.hasher.hash_one(id), is_it)? as usize];
        Some((step.entry, step.way))
    }

    /// All ids with their entries, own ids first.
    pub(super) fn iter<'e>(&'e self, entries: &'e [Entry]) -> impl Iterator<Item = (&'e str, u32, IdKind)> {
        self.steps.iter().map(|step| (step.id(entries), step.entry, step.way))
    }

    /// Adds the id of the last entry.
    pub(super) fn add_own(&mut self, entries: &[Entry]) {
        self.add(Step { entry: entries.len() as u32 - 1, way: IdKind::Own, spelt: Spelt::Id }, entries);
    }

    /// Adds the id of the built-in place that an entry extends.
    pub(super) fn add_place(&mut self, entry: usize, id: &'static str, entries: &[Entry]) {
        self.add(Step { entry: entry as u32, way: IdKind::Outside, spelt: Spelt::Place(id) }, entries);
    }

    /// Adds the former and outside ids of all entries.
    pub(super) fn add_others(&mut self, entries: &[Entry]) {
        for (number, entry) in (0..).zip(entries) {
            for nth in 0..entry.actor.merged_from.len() as u32 {
                self.add(Step { entry: number, way: IdKind::Merged, spelt: Spelt::Merged(nth) }, entries);
            }
            for nth in 0..entry.actor.same_as.len() as u32 {
                self.add(Step { entry: number, way: IdKind::Outside, spelt: Spelt::Outside(nth) }, entries);
            }
        }
    }

    fn add(&mut self, step: Step, entries: &[Entry]) {
        let Self { steps, first, hasher } = self;
        let id = step.id(entries);
        steps.push(step);
        let is_it = |other: &u32| steps[*other as usize].id(entries) == id;
        let hash = |other: &u32| hasher.hash_one(steps[*other as usize].id(entries));
        first.entry(hasher.hash_one(id), is_it, hash).or_insert(steps.len() as u32 - 1);
    }
}
