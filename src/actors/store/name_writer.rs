//! Writes the index of names.

use super::binary::{SectionKind, SectionWriter, write_number};
use super::name_index::{ACRONYM, BLOCK, Label, MOST, WORD, filter_bits};
use crate::actors::model::Actor;
use crate::actors::words::normalize::tokens;
use crate::actors::words::titles::trim;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// A label under construction. Words are numbered as they occur.
struct Written {
    words: Range<u32>,
    label: Label,
}

/// The names of actors under construction.
#[derive(Default)]
pub(super) struct NameWriter {
    numbers: HashMap<u64, u32, BuildHasherDefault<Identity>>,
    words: Vec<(Box<str>, u64)>,
    sequence: Vec<u32>,
    labels: Vec<Written>,
}

impl NameWriter {
    /// Adds the names of an actor, which has a number in the index.
    pub(super) fn add(&mut self, actor: usize, entry: &Actor) {
        for (place, name) in entry.names.iter().enumerate().take(usize::from(u16::MAX)) {
            let read = tokens(&name.text);
            // A full stop or comma at the edge of a label is not part of it.
            let list = trim(&read.list);
            let fits = u8::try_from(list.len()).is_ok() && self.words.len() + list.len() < MOST && actor < MOST;
            if list.is_empty() || !fits {
                continue;
            }
            let start = self.sequence.len() as u32;
            let mut capitals = 0;
            for (at, token) in list.iter().enumerate() {
                if at < 16 {
                    capitals |= u16::from(token.is_capital()) << at;
                }
                self.sequence.push(*self.numbers.entry(token.hash).or_insert_with(|| {
                    self.words.push((read.key(*token).into(), token.hash));
                    self.words.len() as u32 - 1
                }));
            }
            if list.len() == 1 && list[0].is_all_capitals() {
                capitals |= ACRONYM;
            }
            let label = Label { actor: actor as u32, name: place as u16, capitals };
            self.labels.push(Written { words: start..self.sequence.len() as u32, label });
        }
    }

    /// Writes the index. Returns its words in order; [`transducer`](super::name_index::transducer) makes their section.
    pub(super) fn finish(self, draft: &mut SectionWriter) -> Vec<Box<str>> {
        let Self { numbers, mut words, mut sequence, mut labels } = self;
        drop(numbers);
        // Words are numbered in alphabetical order, so that words with a common prefix are adjacent.
        let mut order: Vec<u32> = (0..words.len() as u32).collect();
        order.sort_unstable_by(|a, b| words[*a as usize].0.cmp(&words[*b as usize].0));
        let mut renumbered = vec![0u32; words.len()];
        for (number, old) in order.iter().enumerate() {
            renumbered[*old as usize] = number as u32;
        }
        for word in &mut sequence {
            *word = renumbered[*word as usize];
        }
        words.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let own = |written: &Written| &sequence[written.words.start as usize..written.words.end as usize];
        let place = |written: &Written| (written.label.actor, written.label.name);
        labels.sort_unstable_by(|a, b| own(a).cmp(own(b)).then_with(|| place(a).cmp(&place(b))));
        write_words(&words, draft);
        write_labels(&words, &sequence, &labels, draft);
        words.into_iter().map(|(word, _)| word).collect()
    }
}

fn write_words(words: &[(Box<str>, u64)], draft: &mut SectionWriter) {
    let size = (words.len() * 3 / 2 + 1).next_power_of_two();
    let mut table = vec![0u64; size];
    for (number, (_, hash)) in words.iter().enumerate() {
        let mut at = *hash as usize & (size - 1);
        while table[at] != 0 {
            at = (at + 1) & (size - 1);
        }
        table[at] = hash & !(MOST as u64 - 1) | (number as u64 + 1);
    }
    draft.part(SectionKind::Table).extend(table.iter().flat_map(|slot| slot.to_le_bytes()));
}

fn write_labels(words: &[(Box<str>, u64)], sequence: &[u32], labels: &[Written], draft: &mut SectionWriter) {
    let mut first: Vec<u32> = Vec::with_capacity(words.len() + 1);
    let mut rest = 0u32;
    let mut shapes: foldhash::HashMap<u32, u16> = foldhash::HashMap::default();
    let mut later: Vec<(u32, u32)> = Vec::new();
    for (number, written) in labels.iter().enumerate() {
        let own = &sequence[written.words.start as usize..written.words.end as usize];
        while first.len() <= own[0] as usize {
            first.push(number as u32);
        }
        let shape = u32::from(written.label.name) | u32::from(written.label.capitals) << 16;
        let next = shapes.len().min(usize::from(u16::MAX)) as u16;
        let place = *shapes.entry(shape).or_insert_with(|| {
            draft.part(SectionKind::Shapes).extend(shape.to_le_bytes());
            next
        });
        draft.part(SectionKind::Labels).extend(&written.label.actor.to_le_bytes()[..3]);
        draft.part(SectionKind::Labels).extend(place.to_le_bytes());
        draft.part(SectionKind::Counts).push(own.len() as u8 - 1);
        if number % BLOCK == 0 {
            draft.part(SectionKind::Blocks).extend(rest.to_le_bytes());
        }
        for word in &own[1..] {
            draft.part(SectionKind::Rest).extend(&word.to_le_bytes()[..WORD]);
            later.push((*word, number as u32));
        }
        rest += own.len() as u32 - 1;
    }
    first.resize(words.len() + 1, labels.len() as u32);
    let beginning = || words.iter().zip(first.windows(2)).filter(|(_, group)| group[0] < group[1]);
    // With two bytes per word, about one in several hundred other words passes the filter.
    let mut filter = vec![0u64; (beginning().count() / 4 + 1).next_power_of_two()];
    let last = filter.len() - 1;
    for ((_, hash), _) in beginning() {
        filter[*hash as usize & last] |= filter_bits(*hash);
    }
    draft.part(SectionKind::Filter).extend(filter.iter().flat_map(|block| block.to_le_bytes()));
    draft.part(SectionKind::First).extend(first.iter().flat_map(|start| start.to_le_bytes()));
    later.sort_unstable();
    later.dedup();
    let mut at = 0;
    for word in 0..=words.len() as u32 {
        let start = draft.part(SectionKind::Postings).len() as u32;
        draft.part(SectionKind::Later).extend(start.to_le_bytes());
        let mut before = 0;
        while let Some((_, label)) = later.get(at).filter(|(other, _)| *other == word) {
            write_number(draft.part(SectionKind::Postings), u64::from(label - before));
            before = *label;
            at += 1;
        }
    }
}

/// Word hashes need no further hashing.
#[derive(Debug, Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}
