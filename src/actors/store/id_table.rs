//! Hash table from ids to entries in memory. It contains only indexes; the id itself is stored in its entry.

use super::entry::Entry;
use super::id_index::IdKind;
use foldhash::fast::RandomState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// Where the text of an id is stored.
#[derive(Debug, Clone, Copy)]
enum IdSource {
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
struct IdRecord {
    entry: u32,
    kind: IdKind,
    source: IdSource,
}

impl IdRecord {
    fn id<'e>(&self, entries: &'e [Entry]) -> &'e str {
        let actor = &entries[self.entry as usize].actor;
        match self.source {
            IdSource::Id => &actor.id,
            IdSource::Merged(nth) => &actor.merged_from[nth as usize],
            IdSource::Outside(nth) => &actor.same_as[nth as usize],
            IdSource::Place(id) => id,
        }
    }
}

/// The ids of a list of entries. Callers pass the same entries to every method.
#[derive(Debug, Default)]
pub(super) struct IdTable {
    records: Vec<IdRecord>,
    /// The location of each id. Of duplicates the first counts.
    first: HashTable<u32>,
    hasher: RandomState,
}

impl IdTable {
    pub(super) fn len(&self) -> usize {
        self.records.len()
    }

    /// The entry of an id.
    pub(super) fn get(&self, id: &str, entries: &[Entry]) -> Option<(u32, IdKind)> {
        let is_it = |record: &u32| self.records[*record as usize].id(entries) == id;
        let record = self.records[*self.first.find(self.hasher.hash_one(id), is_it)? as usize];
        Some((record.entry, record.kind))
    }

    /// All ids with their entries, own ids first.
    pub(super) fn iter<'e>(&'e self, entries: &'e [Entry]) -> impl Iterator<Item = (&'e str, u32, IdKind)> {
        self.records.iter().map(|record| (record.id(entries), record.entry, record.kind))
    }

    /// Adds the id of the last entry.
    pub(super) fn add_own(&mut self, entries: &[Entry]) {
        self.add(IdRecord { entry: entries.len() as u32 - 1, kind: IdKind::Own, source: IdSource::Id }, entries);
    }

    /// Adds the id of the built-in place that an entry extends.
    pub(super) fn add_place(&mut self, entry: usize, id: &'static str, entries: &[Entry]) {
        self.add(IdRecord { entry: entry as u32, kind: IdKind::Outside, source: IdSource::Place(id) }, entries);
    }

    /// Adds the former and outside ids of all entries.
    pub(super) fn add_others(&mut self, entries: &[Entry]) {
        for (number, entry) in (0..).zip(entries) {
            for nth in 0..entry.actor.merged_from.len() as u32 {
                self.add(IdRecord { entry: number, kind: IdKind::Merged, source: IdSource::Merged(nth) }, entries);
            }
            for nth in 0..entry.actor.same_as.len() as u32 {
                self.add(IdRecord { entry: number, kind: IdKind::Outside, source: IdSource::Outside(nth) }, entries);
            }
        }
    }

    fn add(&mut self, record: IdRecord, entries: &[Entry]) {
        let Self { records, first, hasher } = self;
        let id = record.id(entries);
        records.push(record);
        let is_it = |other: &u32| records[*other as usize].id(entries) == id;
        let hash = |other: &u32| hasher.hash_one(records[*other as usize].id(entries));
        first.entry(hasher.hash_one(id), is_it, hash).or_insert(records.len() as u32 - 1);
    }
}
