//! The index of names: all labels as sequences of word hashes, sorted, so that those which begin with a word lie
//! together and a walk along the prose narrows them word by word.

use super::normalise::{Token, Tokens, tokens};
use super::titles::{self, TitleForm};
use super::{Actor, ActorIndex};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// A name as the finder sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label {
    /// Whose name.
    pub(super) actor: u32,
    /// Which of the actor's names.
    pub(super) name: u32,
    hashes: u32,
    words: u16,
    /// Which of the first sixteen words begin with a capital.
    pub(super) capitals: u16,
    /// Whether it is one word in capitals.
    pub(super) acronym: bool,
    key: (u32, u32),
}

/// The names and titles of a registry, ready to be looked up.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) labels: Vec<Label>,
    hashes: Vec<u64>,
    keys: String,
    first: HashMap<u64, (u32, u32), BuildHasherDefault<Identity>>,
    titles: Vec<Vec<TitleForm>>,
}

impl Index {
    /// Indexes all names and titles.
    pub(super) fn new(actors: &[Actor]) -> Self {
        let mut index = Self { titles: Vec::with_capacity(actors.len()), ..Self::default() };
        for (number, actor) in actors.iter().enumerate() {
            for (place, name) in actor.names.iter().enumerate() {
                index.add(number as u32, place as u32, &tokens(&name.text));
            }
            index.titles.push(title_forms(actor));
        }
        let hashes = &index.hashes;
        index.labels.sort_by(|a, b| words_of(hashes, a).cmp(words_of(hashes, b)));
        let mut start = 0;
        for group in index.labels.chunk_by(|a, b| words_of(hashes, a)[0] == words_of(hashes, b)[0]) {
            let end = start + group.len() as u32;
            index.first.insert(words_of(hashes, &group[0])[0], (start, end));
            start = end;
        }
        index
    }

    fn add(&mut self, actor: u32, name: u32, read: &Tokens) {
        // A full stop or comma at the edge of a label is no part of it.
        let list = trim(&read.list);
        if list.is_empty() {
            return;
        }
        let mut capitals = 0;
        for (at, token) in list.iter().enumerate().take(16) {
            capitals |= u16::from(token.is_capital()) << at;
        }
        let key = self.keys.len() as u32;
        for (at, token) in list.iter().enumerate() {
            if at > 0 {
                self.keys.push(' ');
            }
            self.keys.push_str(read.key(*token));
        }
        let label = Label {
            actor,
            name,
            hashes: self.hashes.len() as u32,
            words: list.len().min(usize::from(u16::MAX)) as u16,
            capitals,
            acronym: list.len() == 1 && list[0].is_all_capitals(),
            key: (key, self.keys.len() as u32),
        };
        self.hashes.extend(list.iter().take(usize::from(u16::MAX)).map(|token| token.hash));
        self.labels.push(label);
    }

    /// The folded words of a label, a blank between them.
    pub(super) fn key(&self, label: &Label) -> &str {
        &self.keys[label.key.0 as usize..label.key.1 as usize]
    }

    /// Whether any label begins with a word.
    pub(super) fn begins(&self, word: u64) -> bool {
        self.first.contains_key(&word)
    }

    /// The titles of an actor.
    pub(super) fn titles(&self, actor: ActorIndex) -> &[TitleForm] {
        self.titles.get(actor).map_or(&[], Vec::as_slice)
    }

    /// Calls `found` with each length at which labels match, shortest first, and which labels those are: the words
    /// from `at` on, of which the first is read as `first`.
    pub(super) fn walk(&self, first: u64, list: &[Token], at: usize, mut found: impl FnMut(usize, Range<usize>)) {
        let Some(&(start, end)) = self.first.get(&first) else { return };
        let mut range: Range<usize> = start as usize..end as usize;
        let mut depth = 1;
        loop {
            let labels = &self.labels[range.clone()];
            let whole = labels.partition_point(|label| usize::from(label.words) <= depth);
            if whole > 0 {
                found(depth, range.start..range.start + whole);
            }
            let Some(next) = list.get(at + depth) else { return };
            let longer = &labels[whole..];
            let word = |label: &Label| self.hashes[label.hashes as usize + depth];
            let from = longer.partition_point(|label| word(label) < next.hash);
            let length = longer[from..].partition_point(|label| word(label) == next.hash);
            if length == 0 {
                return;
            }
            range = range.start + whole + from..range.start + whole + from + length;
            depth += 1;
        }
    }
}

fn words_of<'h>(hashes: &'h [u64], label: &Label) -> &'h [u64] {
    &hashes[label.hashes as usize..label.hashes as usize + usize::from(label.words)]
}

pub(super) fn trim(list: &[Token]) -> &[Token] {
    let start = list.iter().position(|token| token.is_word()).unwrap_or(list.len());
    let end = list.iter().rposition(|token| token.is_word()).map_or(start, |last| last + 1);
    // A mark that ends a name (`Yahoo!`) would hide it from prose that leaves the mark out.
    &list[start..end]
}

/// The forms under which the titles of an actor stand beside a name: `وزير الخارجية الأمريكي`, `وزير الخارجية`, `الوزير`.
fn title_forms(actor: &Actor) -> Vec<TitleForm> {
    let mut forms: Vec<TitleForm> = Vec::new();
    // The forms of both genders are titles of the actor: that a form is the wrong one is for a rule to say.
    for form in actor.roles.iter().flat_map(|role| &role.titles).flat_map(titles::forms) {
        if !forms.iter().any(|known| known.words == form.words) {
            forms.push(form);
        }
    }
    forms.sort_by_key(|form| std::cmp::Reverse(form.words.len()));
    forms
}

/// Word hashes are hashes already.
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
