//! The index of names: all labels as sequences of word numbers, in sorted order. Labels with the same first word are
//! adjacent, and a search narrows their range word by word.
//!
//! A word is found by its hash with a single probe of a table. A Bloom filter that fits the processor's cache comes
//! first, because most words of prose begin no name. For completion, a transducer holds the words in order, so that
//! words and labels with a common prefix are adjacent.

use super::binary::{Binary, Section, SectionKind, column, read_number, u64_at};
use super::levenshtein::Levenshtein;
use crate::actors::words::normalize::Token;
use fst::{Automaton as _, IntoStreamer, Streamer};
use std::ops::Range;
use std::sync::OnceLock;

/// Bytes of a label: three for the actor, two for the shape.
const LABEL: usize = 5;
/// The offset of the further words is stored for every n-th label; for those in between, the lengths are added up.
pub(super) const BLOCK: usize = 16;
/// Bytes of a further word.
pub(super) const WORD: usize = 3;
/// Bit of the capitals that is set for a single word in capitals; in a longer label, it belongs to the sixteenth word.
pub(super) const ACRONYM: u16 = 1 << 15;
/// Words and actors beyond three bytes are skipped.
pub(super) const MOST: usize = 1 << 24;
/// Maximum distance of a word from its slot in the hash table. Only a damaged table has longer runs.
const PROBES: usize = 512;

/// A label as the finder uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::actors) struct Label {
    /// Index of the actor within this index.
    pub(in crate::actors) actor: u32,
    /// Index of the name of the actor.
    pub(in crate::actors) name: u16,
    pub(super) capitals: u16,
}

impl Label {
    /// Whether it is a single word in capitals. `words`: its number of words.
    pub(in crate::actors) fn is_acronym(self, words: usize) -> bool {
        words == 1 && self.capitals & ACRONYM != 0
    }

    /// Whether one of the first sixteen words begins with a capital.
    pub(in crate::actors) fn is_capital(self, word: usize) -> bool {
        word < 16 && self.capitals & (1 << word) != 0
    }
}

/// The index of a registry's names.
#[derive(Debug)]
pub(in crate::actors) struct Index {
    image: Binary,
    /// The words in order; the transducer is made from them at the first completion.
    spelt: Vec<Box<str>>,
    words: OnceLock<Option<Words>>,
}

type Words = fst::Map<Section>;

impl Index {
    /// Opens the index of an image.
    pub(super) fn of(image: Binary) -> Self {
        Self { image, spelt: Vec::new(), words: OnceLock::new() }
    }

    /// Opens the index of an image in memory, whose words are passed separately.
    pub(super) fn with_words(image: Binary, spelt: Vec<Box<str>>) -> Self {
        Self { image, spelt, words: OnceLock::new() }
    }

    /// The columns of the index.
    pub(in crate::actors) fn view(&self) -> View<'_> {
        let counts = self.image.bytes(SectionKind::Counts);
        View {
            index: self,
            filter: self.image.bytes(SectionKind::Filter),
            table: self.image.bytes(SectionKind::Table),
            first: self.image.bytes(SectionKind::First),
            labels: self.image.bytes(SectionKind::Labels),
            counts,
            blocks: self.image.bytes(SectionKind::Blocks),
            rest: self.image.bytes(SectionKind::Rest),
            count: counts.len(),
        }
    }

    /// Makes the transducer of the words.
    pub(super) fn warm_up(&self) {
        self.words();
    }

    /// The numbers of the words with a prefix, which are consecutive.
    fn words_with(&self, prefix: &str) -> Range<usize> {
        let Some(words) = self.words() else { return 0..0 };
        let first_from = |key: &[u8]| {
            let number = words.range().ge(key).into_stream().next().map(|(_, number)| number);
            number.map_or(words.len(), |number| number as usize)
        };
        let mut end = prefix.as_bytes().to_vec();
        // This byte does not occur in UTF-8 and sorts after every word with the prefix.
        end.push(0xFF);
        first_from(prefix.as_bytes())..first_from(&end)
    }

    /// Words within an edit distance of a word, or with a prefix within that distance; at most `limit`. Two swapped
    /// letters count as one edit.
    pub(in crate::actors) fn words_near(&self, word: &str, begins: bool, slips: u8, limit: usize) -> Vec<String> {
        // An Arabic letter has two bytes, so a missing one counts as two edits.
        let bytes = if word.is_ascii() { slips } else { (slips * 2).min(3) };
        let (Some(near), Some(words)) = (Levenshtein::of(word, bytes), self.words()) else { return Vec::new() };
        let mut found = Vec::new();
        let mut take = |key: &[u8]| {
            let key = std::str::from_utf8(key).unwrap_or("");
            // The automaton counts bytes and so accepts two wrong Arabic letters as one.
            if is_near(word, key, begins, usize::from(slips)) {
                found.push(key.to_owned());
            }
            found.len() < limit
        };
        let letters: Vec<char> = word.chars().collect();
        for at in 1..letters.len() {
            let mut exchanged = letters.clone();
            exchanged.swap(at - 1, at);
            let exchanged: String = exchanged.into_iter().collect();
            let fits = |key: &[u8]| key == exchanged.as_bytes() || (begins && key.starts_with(exchanged.as_bytes()));
            let is_there = words.range().ge(&exchanged).into_stream().next().is_some_and(|(key, _)| fits(key));
            if exchanged != word && is_there {
                take(exchanged.as_bytes());
            }
        }
        if begins {
            let mut stream = words.search(near.starts_with()).into_stream();
            while stream.next().is_some_and(|(key, _)| take(key)) {}
        } else {
            let mut stream = words.search(near).into_stream();
            while stream.next().is_some_and(|(key, _)| take(key)) {}
        }
        found
    }

    fn words(&self) -> Option<&Words> {
        let open = || -> Option<Words> {
            if !self.spelt.is_empty() {
                return fst::Map::new(Section::of(transducer(&self.spelt))).ok();
            }
            let section = self.image.section(SectionKind::Words);
            section.is_intact().then(|| fst::Map::new(section).ok()).flatten()
        };
        self.words.get_or_init(open).as_ref()
    }
}

/// Whether a word or its prefix is within an edit distance of another word. Two swapped letters count as one edit.
fn is_near(word: &str, key: &str, begins: bool, slips: usize) -> bool {
    let letters = word.chars().count();
    let ends = key.char_indices().map(|(at, _)| at).chain([key.len()]).enumerate();
    let mut heads = ends.filter(|(count, end)| count.abs_diff(letters) <= slips && (begins || *end == key.len()));
    heads.any(|(_, end)| strsim::osa_distance(word, &key[..end]) <= slips)
}

/// A transducer from words, sorted and unique, to their numbers.
pub(super) fn transducer(words: &[impl AsRef<str>]) -> Vec<u8> {
    let mut map = fst::MapBuilder::memory();
    for (number, word) in words.iter().enumerate() {
        // The words are sorted and unique, so no insertion fails.
        let _ = map.insert(word.as_ref(), number as u64);
    }
    map.into_inner().unwrap_or_default()
}

/// The columns of an index.
#[derive(Debug, Clone, Copy)]
pub(in crate::actors) struct View<'i> {
    index: &'i Index,
    filter: &'i [u8],
    table: &'i [u8],
    first: &'i [u8],
    labels: &'i [u8],
    counts: &'i [u8],
    blocks: &'i [u8],
    rest: &'i [u8],
    count: usize,
}

impl View<'_> {
    /// A label by its number.
    pub(in crate::actors) fn label(&self, number: usize) -> Label {
        let at = number * LABEL;
        let bytes = self.labels.get(at..at + LABEL).unwrap_or(&[0; LABEL]);
        let actor = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0]);
        let place = u16::from_le_bytes([bytes[3], bytes[4]]);
        let shape = column(self.index.image.bytes(SectionKind::Shapes), usize::from(place));
        Label { actor, name: shape as u16, capitals: (shape >> 16) as u16 }
    }

    /// Whether there are any labels.
    pub(in crate::actors) fn has_labels(&self) -> bool {
        self.count > 0
    }

    /// Whether any label begins with a word.
    pub(in crate::actors) fn begins(&self, word: u64) -> bool {
        !self.beginning_with(word).is_empty()
    }

    /// The labels that begin with a word.
    pub(in crate::actors) fn beginning_with(&self, word: u64) -> Range<usize> {
        let number = self.may_begin(word).then(|| self.number(word)).flatten();
        number.map_or(0..0, |number| self.group(number))
    }

    /// Whether a label may begin with a word; `false` is certain.
    #[inline]
    pub(in crate::actors) fn may_begin(&self, word: u64) -> bool {
        let Some(last) = (self.filter.len() / 8).checked_sub(1) else { return false };
        let block = u64_at(self.filter, (word as usize & last) * 8);
        let bits = filter_bits(word);
        block & bits == bits
    }

    /// The number of a word.
    fn number(&self, word: u64) -> Option<usize> {
        let last = (self.table.len() / 8).checked_sub(1)?;
        let mut at = word as usize & last;
        for _ in 0..PROBES {
            let slot = u64_at(self.table, at * 8);
            if slot == 0 {
                return None;
            }
            if (slot ^ word) >> 24 == 0 {
                return Some((slot as usize & (MOST - 1)).wrapping_sub(1));
            }
            at = (at + 1) & last;
        }
        None
    }

    /// The labels that begin with a word, by its number.
    fn group(&self, word: usize) -> Range<usize> {
        self.groups(word..word.saturating_add(1))
    }

    /// The labels that begin with a word in a range of numbers.
    fn groups(&self, words: Range<usize>) -> Range<usize> {
        let (start, end) = (column(self.first, words.start) as usize, column(self.first, words.end) as usize);
        start.min(self.count)..end.min(self.count).max(start.min(self.count))
    }

    /// The offset of the further words of a label.
    fn further(&self, label: usize) -> Range<usize> {
        let block = label / BLOCK;
        let before = self.counts.get(block * BLOCK..label).unwrap_or(&[]);
        let sum: u32 = before.iter().map(|count| u32::from(*count)).sum();
        let start = column(self.blocks, block) as usize + sum as usize;
        let end = start + self.further_count(label);
        let all = self.rest.len() / WORD;
        start.min(all)..end.min(all)
    }

    fn further_count(&self, label: usize) -> usize {
        self.counts.get(label).map_or(0, |count| usize::from(*count))
    }

    fn further_word(&self, at: usize) -> usize {
        let at = at * WORD;
        self.rest
            .get(at..at + WORD)
            .map_or(0, |three| usize::from(three[0]) | usize::from(three[1]) << 8 | usize::from(three[2]) << 16)
    }

    /// Calls `found` with the labels of each name that several have.
    pub(super) fn each_shared(&self, mut found: impl FnMut(&[Label])) {
        let words = |label: usize| self.further(label).map(|at| self.further_word(at));
        let mut same: Vec<Label> = Vec::new();
        for word in 0..(self.first.len() / 4).saturating_sub(1) {
            let group = self.group(word);
            for label in group.clone() {
                if label == group.start || !words(label).eq(words(label - 1)) {
                    if same.len() > 1 {
                        found(&same);
                    }
                    same.clear();
                }
                same.push(self.label(label));
            }
        }
        if same.len() > 1 {
            found(&same);
        }
    }

    /// Calls `found` with each length at which labels match, shortest first, and the range of these labels. The labels
    /// match the words from `at` on, of which the first is read as `first`.
    pub(in crate::actors) fn walk(
        &self,
        first: u64,
        list: &[Token],
        at: usize,
        mut found: impl FnMut(usize, Range<usize>),
    ) {
        if !self.may_begin(first) {
            return;
        }
        let Some(number) = self.number(first) else { return };
        let mut range = self.group(number);
        let mut depth = 1;
        while !range.is_empty() {
            let whole = partition(range.clone(), |label| self.further_count(label) < depth);
            if whole > range.start {
                found(depth, range.start..whole);
            }
            if whole == range.end {
                return;
            }
            let Some(next) = list.get(at + depth) else { return };
            let Some(word) = self.number(next.hash) else { return };
            range = self.narrow(whole..range.end, depth, &(word..word + 1));
            depth += 1;
        }
    }

    /// Narrows a range of labels, which are equal up to a word, to those with that word in a range of numbers.
    fn narrow(&self, labels: Range<usize>, depth: usize, words: &Range<usize>) -> Range<usize> {
        let word = |label: usize| self.further_word(self.further(label).start + depth - 1);
        let from = partition(labels.clone(), |label| word(label) < words.start);
        from..partition(from..labels.end, |label| word(label) < words.end)
    }

    /// The labels that begin with the words, the last of which can be incomplete.
    pub(in crate::actors) fn beginning(&self, typed: &[&str]) -> Range<usize> {
        let Some((last, before)) = typed.split_last() else { return 0..self.count };
        let last = self.index.words_with(last);
        let mut range: Option<Range<usize>> = None;
        for (depth, word) in before.iter().enumerate() {
            let Some(number) = self.number(crate::actors::words::normalize::hash(word)) else { return 0..0 };
            range = Some(match range {
                None => self.group(number),
                Some(range) => self.longer(range, depth, &(number..number + 1)),
            });
        }
        match range {
            None => self.groups(last),
            Some(range) => self.longer(range, before.len(), &last),
        }
    }

    fn longer(&self, range: Range<usize>, depth: usize, words: &Range<usize>) -> Range<usize> {
        let whole = partition(range.clone(), |label| self.further_count(label) < depth);
        self.narrow(whole..range.end, depth, words)
    }

    /// The labels that contain the words after the first position; the last word can be incomplete. At most `limit`
    /// labels are examined.
    pub(in crate::actors) fn holding(&self, typed: &[&str], limit: usize) -> Vec<usize> {
        let Some((last, before)) = typed.split_last() else { return Vec::new() };
        let last = self.index.words_with(last);
        let numbers: Option<Vec<usize>> =
            before.iter().map(|word| self.number(crate::actors::words::normalize::hash(word))).collect();
        let Some(numbers) = numbers else { return Vec::new() };
        let words = numbers.first().map_or(last.clone(), |first| *first..first + 1);
        let fits = |label: &usize| {
            let further = self.further(*label);
            (further.clone()).any(|at| {
                numbers
                    .iter()
                    .enumerate()
                    .all(|(nth, word)| at + nth < further.end && self.further_word(at + nth) == *word)
                    && at + numbers.len() < further.end
                    && last.contains(&self.further_word(at + numbers.len()))
            })
        };
        self.occurrences(words).take(limit).filter(fits).collect()
    }

    /// The labels in which a word in a range of numbers occurs after the first position.
    fn occurrences(&self, words: Range<usize>) -> impl Iterator<Item = usize> {
        let later = self.index.image.bytes(SectionKind::Later);
        let postings = self.index.image.bytes(SectionKind::Postings);
        let words = words.start..words.end.min((later.len() / 4).saturating_sub(1));
        words
            .flat_map(move |word| {
                let (start, end) = (column(later, word) as usize, column(later, word + 1) as usize);
                let mut bytes = postings.get(start..end).unwrap_or(&[]);
                let mut label = 0usize;
                std::iter::from_fn(move || {
                    label = label.saturating_add(read_number(&mut bytes)? as usize);
                    Some(label)
                })
            })
            .filter(|label| *label < self.count)
    }
}

/// The first index of a range for which `before` is false.
fn partition(range: Range<usize>, before: impl Fn(usize) -> bool) -> usize {
    let (mut start, mut end) = (range.start, range.end);
    while start < end {
        let middle = start + (end - start) / 2;
        if before(middle) {
            start = middle + 1;
        } else {
            end = middle;
        }
    }
    start
}

/// The bits of a word in its block of the filter.
pub(super) fn filter_bits(word: u64) -> u64 {
    // The low bits select the block, so these bits are taken from higher up.
    (1 << (word >> 58)) | (1 << (word >> 52 & 63)) | (1 << (word >> 46 & 63)) | (1 << (word >> 40 & 63))
}
