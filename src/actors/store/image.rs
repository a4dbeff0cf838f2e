//! Encodes entries one after the other, so that a large registry is never in memory as a whole.

use super::binary::{Binary, Bytes, SectionKind, SectionWriter, write_number};
use super::built::Built;
use super::entry_codec::Dictionary;
use super::id_index::{self, IdKind, SharedIds};
use super::name_writer::NameWriter;
use super::near_index::Near;
use super::{builtin, name_index};
use crate::actors::model::{Actor, Kind};
use foldhash::HashMap;
use std::sync::{Arc, OnceLock};
use xxhash_rust::xxh3::xxh3_64;

/// Exclusive roles by the id of their organisation: the numbers of the entries with the index of their role.
pub(super) type Offices = HashMap<String, Vec<(u32, u32)>>;

/// The encoded entries of text files, with what is looked up in them.
#[derive(Debug)]
pub(super) struct Image {
    pub(super) built: Arc<Built>,
    /// Ids that several entries have.
    pub(super) shared: SharedIds,
    /// Exclusive roles.
    pub(super) offices: Offices,
    /// The hashes of ids that entries refer to, sorted, with the numbers of these entries.
    references: Vec<(u64, u32)>,
    /// The names of its persons, made with the first article.
    pub(super) near: OnceLock<Near>,
    /// The entries that can extend a built-in place, as they are in their files.
    pub(super) plain: HashMap<u32, Actor>,
    /// How many low bits of an [`ActorIndex`](crate::actors::ActorIndex) are left for entries that are added between others.
    pub(super) spread: u32,
}

impl Image {
    /// The entries that refer to an id as their organisation or parent.
    pub(super) fn referring(&self, id: &str) -> impl Iterator<Item = u32> {
        let hash = xxh3_64(id.as_bytes());
        let first = self.references.partition_point(|(other, _)| *other < hash);
        self.references[first..].iter().take_while(move |(other, _)| *other == hash).map(|(_, entry)| *entry)
    }

    /// All entries that refer to others.
    pub(super) fn all_referring(&self) -> Vec<u32> {
        let mut entries: Vec<u32> = self.references.iter().map(|(_, entry)| *entry).collect();
        entries.sort_unstable();
        entries.dedup();
        entries
    }
}

/// Bits for added entries between two others, if there are few enough entries.
const SPREAD: u32 = 12;

/// Ids in one text.
#[derive(Default)]
struct IdList {
    text: String,
    ids: Vec<(u32, u32, IdKind)>,
}

impl IdList {
    /// Adds an id of an entry.
    fn add(&mut self, id: &str, entry: u32, kind: IdKind) {
        self.text.push_str(id);
        self.ids.push((self.text.len() as u32, entry, kind));
    }

    fn iter(&self) -> impl Iterator<Item = (&str, u32, IdKind)> {
        let mut start = 0;
        self.ids.iter().map(move |(end, entry, kind)| {
            let id = &self.text[start as usize..*end as usize];
            start = *end;
            (id, *entry, *kind)
        })
    }
}

/// Entries under construction.
pub(super) struct ImageWriter {
    draft: SectionWriter,
    dictionary: Dictionary,
    names: NameWriter,
    /// The ends of the records.
    ends: Vec<u32>,
    records: Vec<u8>,
    own: IdList,
    others: IdList,
    /// Entries that can extend a built-in place, by number. They are written at the end.
    held: Vec<(u32, Actor)>,
    offices: Offices,
    references: Vec<(u64, u32)>,
    count: u32,
}

impl ImageWriter {
    /// Starts with a sample of the entries, whose frequent words get short codes.
    pub(super) fn new<'a>(sample: impl Iterator<Item = &'a Actor>) -> Self {
        let mut draft = SectionWriter::default();
        let dictionary = Dictionary::of(sample, &mut draft);
        Self {
            draft,
            dictionary,
            names: NameWriter::default(),
            ends: Vec::new(),
            records: Vec::new(),
            own: IdList::default(),
            others: IdList::default(),
            held: Vec::new(),
            offices: Offices::default(),
            references: Vec::new(),
            count: 0,
        }
    }

    /// Adds an entry of a file. Returns its number.
    pub(super) fn add(&mut self, actor: &Actor) -> u32 {
        let number = self.count;
        self.own.add(&actor.id, number, IdKind::Own);
        if touches_places(actor) {
            self.held.push((number, actor.clone()));
        } else {
            self.dictionary.write(actor, &mut self.records);
            self.index(number, actor);
        }
        self.ends.push(self.records.len() as u32);
        self.count += 1;
        number
    }

    fn index(&mut self, number: u32, actor: &Actor) {
        self.names.add(number as usize, actor);
        for id in &actor.merged_from {
            self.others.add(id, number, IdKind::Merged);
        }
        for id in &actor.same_as {
            self.others.add(id, number, IdKind::Outside);
        }
        for (at, role) in actor.roles.iter().enumerate().filter(|(_, role)| role.exclusive) {
            let of_org = self.offices.entry(role.org.clone().unwrap_or_default()).or_default();
            of_org.push((number, at as u32));
        }
        for id in references(actor) {
            self.references.push((xxh3_64(id.as_bytes()), number));
        }
    }

    /// Writes the entries; `builtin` adds countries and capitals.
    pub(super) fn finish(mut self, builtin: bool) -> Image {
        let mut of_places = IdList::default();
        let mut held = std::mem::take(&mut self.held);
        let plain = held.iter().cloned().collect();
        let from_files = self.count;
        let mut places: Vec<Actor> = Vec::new();
        if builtin {
            places = self.extend_places(&mut held, &mut of_places);
        }
        let mut moved: Vec<(u32, Vec<u8>)> = Vec::with_capacity(held.len());
        for (number, actor) in &held {
            let mut record = Vec::new();
            self.dictionary.write(actor, &mut record);
            self.index(*number, actor);
            moved.push((*number, record));
        }
        for (number, place) in (from_files..).zip(&places) {
            self.dictionary.write(place, &mut self.records);
            self.index(number, place);
            self.ends.push(self.records.len() as u32);
        }
        self.count += places.len() as u32;
        self.write_records(&moved);
        let words = self.names.finish(&mut self.draft);
        *self.draft.part(SectionKind::Words) = name_index::transducer(&words);
        drop(words);
        let mut others: Vec<(&str, u32, IdKind)> = self.others.iter().collect();
        others.sort_by_key(|(_, entry, _)| *entry);
        let ids = self.own.iter().chain(of_places.iter()).chain(others).collect();
        let shared = id_index::write(ids, self.count as usize, &mut self.draft);
        let meta = self.draft.part(SectionKind::Meta);
        write_number(meta, u64::from(builtin));
        write_number(meta, builtin::stamp());
        write_number(meta, 0);
        let bytes: Bytes = Arc::new(self.draft.finish());
        self.references.sort_unstable();
        self.references.shrink_to_fit();
        self.offices.values_mut().for_each(|of_org| of_org.sort_unstable());
        let room = (u32::MAX / 2) / (self.count + 1);
        Image {
            built: Arc::new(Built::open(bytes).unwrap_or_else(|error| unreachable!("{error}"))),
            shared,
            offices: self.offices,
            references: self.references,
            near: OnceLock::new(),
            plain,
            spread: room.max(1).ilog2().min(SPREAD),
        }
    }

    /// Extends entries by the built-in places that they are, by code or by id. Returns the other places.
    fn extend_places(&mut self, held: &mut [(u32, Actor)], of_places: &mut IdList) -> Vec<Actor> {
        let mut by_id: HashMap<&str, Option<u32>> = held.iter().map(|(_, actor)| (actor.id.as_str(), None)).collect();
        for (id, number, _) in self.own.iter() {
            if let Some(first) = by_id.get_mut(id) {
                first.get_or_insert(number);
            }
        }
        // Of entries with the same id, the first counts.
        let counts: Vec<bool> =
            held.iter().map(|(number, actor)| by_id.get(actor.id.as_str()) == Some(&Some(*number))).collect();
        let mut codes: HashMap<String, usize> = HashMap::default();
        for (at, (_, actor)) in held.iter().enumerate().filter(|(at, _)| counts[*at]) {
            for code in actor.same_as.iter().filter(|code| code.starts_with("iso:")) {
                codes.entry(code.clone()).or_insert(at);
            }
        }
        let mut rest = Vec::new();
        for place in builtin::places() {
            let by_code = place.same_as.iter().find_map(|code| codes.get(code)).copied();
            let fits = |own: &Actor| own.kind == Kind::Place && (own.parent.is_none() || own.parent == place.parent);
            let by_id = || {
                let at = (0..held.len()).find(|at| counts[*at] && held[*at].1.id == place.id);
                at.filter(|at| fits(&held[*at].1))
            };
            if let Some(at) = by_code.or_else(by_id) {
                builtin::extend(&mut held[at].1, place);
                of_places.add(&place.id, held[at].0, IdKind::Outside);
            } else {
                of_places.add(&place.id, self.count + rest.len() as u32, IdKind::Own);
                rest.push(place.clone());
            }
        }
        rest
    }

    /// Writes the records in the order of their entries. Those that were held have no bytes yet.
    fn write_records(&mut self, moved: &[(u32, Vec<u8>)]) {
        let mut records = Vec::with_capacity(self.records.len());
        let starts = self.draft.part(SectionKind::Starts);
        let (mut start, mut moved) = (0, moved.iter().peekable());
        for (number, end) in (0..).zip(&self.ends) {
            starts.extend((records.len() as u32).to_le_bytes());
            match moved.next_if(|(held, _)| *held == number) {
                Some((_, record)) => records.extend(record),
                None => records.extend(&self.records[start as usize..*end as usize]),
            }
            start = *end;
        }
        starts.extend((records.len() as u32).to_le_bytes());
        (self.records, self.ends) = (Vec::new(), Vec::new());
        *self.draft.part(SectionKind::Records) = records;
    }
}

/// Whether an entry can extend a built-in place, or take its id.
pub(super) fn touches_places(actor: &Actor) -> bool {
    actor.same_as.iter().any(|code| code.starts_with("iso:")) || builtin::is_builtin_id(&actor.id)
}

/// The ids that an entry refers to. `cameo:USAGOV` is an id of another collection.
pub(super) fn references(actor: &Actor) -> impl Iterator<Item = &str> {
    let ids = actor.roles.iter().filter_map(|role| role.org.as_deref()).chain(actor.parent.as_deref());
    ids.filter(|id| !id.contains(':'))
}

/// Opens sections that were just written.
pub(super) fn read_back(draft: SectionWriter) -> Binary {
    let bytes: Bytes = Arc::new(draft.finish());
    Binary::open(bytes).unwrap_or_else(|error| unreachable!("{error}"))
}
