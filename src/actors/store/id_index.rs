//! Sorted index of ids: exact lookup, lookup by prefix, and ids similar to a missing one.

use super::binary::{Binary, Section, SectionKind, SectionWriter, column};
use super::levenshtein::Levenshtein;
use super::name_index::transducer;
use crate::text::near_misses;
use foldhash::HashMap;
use fst::automaton::{Automaton, Str, Subsequence};
use fst::{IntoStreamer, Streamer};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Up to this number of ids, a missing id is compared with all of them; otherwise only with likely ones.
pub(super) const FEW: usize = 4096;
/// Maximum number of ids that are examined per query.
const MOST: usize = 4096;
/// Maximum edit distance of a similar id.
const SLIPS: u8 = 2;

/// Maximum number of similar ids that are returned.
const BEST: usize = 16;

/// How an id refers to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IdKind {
    /// The id of the entry itself.
    Own,
    /// A former id, of an entry that was merged into this one.
    Merged,
    /// An outside id, such as `wd:Q42`.
    Outside,
}

/// The ids of an image, as read.
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
    /// Opens the ids of an image.
    pub(super) fn of(image: &Binary) -> Self {
        Self {
            section: image.section(SectionKind::Ids),
            entries: image.section(SectionKind::IdEntries),
            map: OnceLock::new(),
        }
    }

    /// The entry of an id.
    pub(super) fn get(&self, id: &str) -> Option<(u32, IdKind)> {
        self.map()?.get(id).map(|place| self.entry(place))
    }

    /// The id at a position in sorted order.
    pub(super) fn id(&self, place: usize) -> Option<String> {
        let id = self.map()?.as_fst().get_key(place as u64)?;
        String::from_utf8(id).ok()
    }

    /// The entry of the id at a position.
    fn entry(&self, place: u64) -> (u32, IdKind) {
        let value = column(self.entries.as_ref(), place as usize);
        let kind = match value & 3 {
            0 => IdKind::Own,
            1 => IdKind::Merged,
            _ => IdKind::Outside,
        };
        (value >> 2, kind)
    }

    /// The entries whose own ids begin with a prefix, in the order of the ids, while `more` returns `true`.
    pub(super) fn beginning(&self, typed: &str, more: &mut dyn FnMut(u32) -> bool) {
        if let Some(map) = self.map() {
            let mut found = map.search(Str::new(typed).starts_with()).into_stream();
            self.each(&mut found, MOST, &mut |_, actor| more(actor));
        }
    }

    /// The entries whose own ids contain a text, in the order of the ids, while `more` returns `true`.
    pub(super) fn holding(&self, typed: &str, more: &mut dyn FnMut(u32) -> bool) {
        let Some(map) = self.map() else { return };
        // The letters must occur in this order; checked exactly below.
        let mut found = map.search(Subsequence::new(typed)).into_stream();
        self.each(&mut found, MOST, &mut |id, actor| !id.contains(typed) || more(actor));
    }

    /// The entries with ids similar to a missing one.
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
            // At later positions, half of the id must match exactly.
            let half = id.char_indices().map(|(at, _)| at).nth(id.chars().count().div_ceil(2)).unwrap_or(id.len());
            self.each(&mut map.search(Str::new(&id[..half]).starts_with()).into_stream(), MOST, &mut add);
        }
        // More than requested, because some can be hidden.
        let best = near_misses(id, near.keys().map(String::as_str), BEST);
        best.into_iter().filter_map(|id| near.get(id).copied()).collect()
    }

    /// Passes on the own ids of a stream, at most `most`.
    fn each<A: Automaton>(
        &self,
        stream: &mut fst::map::Stream<'_, A>,
        most: usize,
        more: &mut dyn FnMut(&str, u32) -> bool,
    ) {
        let mut looked_at = 0;
        while let Some((id, place)) = stream.next() {
            looked_at += 1;
            let (actor, kind) = self.entry(place);
            let Ok(id) = std::str::from_utf8(id) else { continue };
            if (kind == IdKind::Own && !more(id, actor)) || looked_at >= most {
                return;
            }
        }
    }

    fn map(&self) -> Option<&fst::Map<Section>> {
        let open = || self.section.is_intact().then(|| fst::Map::new(self.section.clone()).ok()).flatten();
        self.map.get_or_init(open).as_ref()
    }
}

/// Ids that several entries have, each with all of these entries; the first one counts.
pub(super) type SharedIds = HashMap<String, Vec<(u32, IdKind)>>;

/// Writes the ids of a number of entries; of duplicates the first counts. Returns the ids that occur more than once.
pub(super) fn write(mut ids: Vec<(&str, u32, IdKind)>, entries: usize, draft: &mut SectionWriter) -> SharedIds {
    ids.sort_by_key(|(id, ..)| *id);
    let mut places = vec![0u32; entries];
    let mut sorted: Vec<&str> = Vec::with_capacity(ids.len());
    let mut shared = SharedIds::default();
    for same in ids.chunk_by(|one, other| one.0 == other.0) {
        let (id, actor, kind) = same[0];
        for (_, actor, _) in same.iter().filter(|(.., kind)| *kind == IdKind::Own) {
            places[*actor as usize] = sorted.len() as u32;
        }
        draft.part(SectionKind::IdEntries).extend((actor << 2 | kind as u32).to_le_bytes());
        sorted.push(id);
        if same.len() > 1 {
            shared.insert(id.to_owned(), same.iter().map(|(_, actor, kind)| (*actor, *kind)).collect());
        }
    }
    draft.part(SectionKind::IdPlaces).extend(places.iter().flat_map(|place| place.to_le_bytes()));
    *draft.part(SectionKind::Ids) = transducer(&sorted);
    shared
}
