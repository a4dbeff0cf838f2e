//! The ids of a registry: which entry one leads to, which begin alike, which are near to one that is missing.

use super::binary::{Binary, Section, SectionKind, SectionWriter, column};
use super::levenshtein::Levenshtein;
use super::name_index::transducer;
use crate::text::near_misses;
use fst::automaton::{Automaton, Str, Subsequence};
use fst::{IntoStreamer, Streamer};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Up to how many ids all are compared with one that is missing; of more, those that could be meant.
pub(super) const FEW: usize = 4096;
/// How many ids are looked at for one question.
const MOST: usize = 4096;
/// How many letters a near id may lack, add or exchange.
const SLIPS: u8 = 2;

/// How many near ids are handed over.
const BEST: usize = 16;

/// How an id leads to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IdKind {
    /// It is its id.
    Own,
    /// It was the id of an entry that this one took over.
    Merged,
    /// Somebody else calls it so.
    Outside,
}

/// The ids of an image.
pub(super) struct Ids {
    section: Section,
    entries: Section,
    map: OnceLock<Option<fst::Map<Section>>>,
}

impl std::fmt::Debug for Ids {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ids")
    }
}

impl Ids {
    /// The ids of an image.
    pub(super) fn of(image: &Binary) -> Self {
        Self {
            section: image.section(SectionKind::Ids),
            entries: image.section(SectionKind::IdEntries),
            map: OnceLock::new(),
        }
    }

    /// The entry that an id leads to.
    pub(super) fn get(&self, id: &str) -> Option<(u32, IdKind)> {
        self.map()?.get(id).map(|place| self.entry(place))
    }

    /// The id at a place in their order.
    pub(super) fn id(&self, place: usize) -> Option<String> {
        let id = self.map()?.as_fst().get_key(place as u64)?;
        String::from_utf8(id).ok()
    }

    /// The entry of the id at a place.
    fn entry(&self, place: u64) -> (u32, IdKind) {
        let value = column(self.entries.as_ref(), place as usize);
        let way = match value & 3 {
            0 => IdKind::Own,
            1 => IdKind::Merged,
            _ => IdKind::Outside,
        };
        (value >> 2, way)
    }

    /// The entries whose own ids begin with some letters, in the order of their ids, as long as `more` asks for them.
    pub(super) fn beginning(&self, typed: &str, more: &mut dyn FnMut(u32) -> bool) {
        if let Some(map) = self.map() {
            let mut found = map.search(Str::new(typed).starts_with()).into_stream();
            self.each(&mut found, MOST, &mut |_, actor| more(actor));
        }
    }

    /// The entries whose own ids hold some letters, in the order of their ids, as long as `more` asks for them.
    pub(super) fn holding(&self, typed: &str, more: &mut dyn FnMut(u32) -> bool) {
        let Some(map) = self.map() else { return };
        // An id that holds the letters at all has them in this order.
        let mut found = map.search(Subsequence::new(typed)).into_stream();
        self.each(&mut found, MOST, &mut |id, actor| !id.contains(typed) || more(actor));
    }

    /// The entries whose ids can be meant by one that is missing.
    pub(super) fn near(&self, id: &str) -> Vec<u32> {
        let mut near: BTreeMap<String, u32> = BTreeMap::new();
        let Some(map) = self.map() else { return Vec::new() };
        let mut add = |id: &str, actor: u32| {
            near.insert(id.to_owned(), actor);
            true
        };
        if map.len() <= FEW {
            self.each(&mut map.stream(), usize::MAX, &mut add);
        } else {
            if let Some(slips) = Levenshtein::of(id, SLIPS) {
                self.each(&mut map.search(slips).into_stream(), MOST, &mut add);
            }
            // Levenshtein further back: half of it is right.
            let half = id.char_indices().map(|(at, _)| at).nth(id.chars().count().div_ceil(2)).unwrap_or(id.len());
            self.each(&mut map.search(Str::new(&id[..half]).starts_with()).into_stream(), MOST, &mut add);
        }
        // More than are asked for: some can be hidden.
        let best = near_misses(id, near.keys().map(String::as_str), BEST);
        best.into_iter().filter_map(|id| near.get(id).copied()).collect()
    }

    /// Hands over the own ids of a stream, of `most` ids at most.
    fn each<A: Automaton>(
        &self,
        stream: &mut fst::map::Stream<'_, A>,
        most: usize,
        more: &mut dyn FnMut(&str, u32) -> bool,
    ) {
        let mut looked_at = 0;
        while let Some((id, place)) = stream.next() {
            looked_at += 1;
            let (actor, way) = self.entry(place);
            let Ok(id) = std::str::from_utf8(id) else { continue };
            if (way == IdKind::Own && !more(id, actor)) || looked_at >= most {
                return;
            }
        }
    }

    fn map(&self) -> Option<&fst::Map<Section>> {
        let open = || self.section.is_intact().then(|| fst::Map::new(self.section.clone()).ok()).flatten();
        self.map.get_or_init(open).as_ref()
    }
}

/// Writes the ids; of equal ones the first counts. The answer are the ids in their order.
pub(super) fn write<'a>(mut ids: Vec<(&'a str, u32, IdKind)>, draft: &mut SectionWriter) -> Vec<&'a str> {
    ids.sort_by_key(|(id, ..)| *id);
    ids.dedup_by(|next, first| next.0 == first.0);
    for (_, actor, way) in &ids {
        draft.part(SectionKind::IdEntries).extend((actor << 2 | *way as u32).to_le_bytes());
    }
    let sorted: Vec<&str> = ids.iter().map(|(id, ..)| *id).collect();
    *draft.part(SectionKind::Ids) = transducer(&sorted);
    sorted
}
