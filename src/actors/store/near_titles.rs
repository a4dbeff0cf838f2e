//! Finds misspelt surnames after a title of their owner: `Ports Minister Naser`.

use super::likeness::{Likeness, NearName, bare, bare_words, compare, is_name_word, next_word};
use crate::actors::model::{Actor, ActorIndex, Name, NameClass};
use crate::actors::words::normalize::{Tokens, tokens};
use crate::actors::words::titles::title_forms;
use crate::text::ProseRange;
use foldhash::HashMap as FastMap;
use std::ops::Range;

/// Maximum number of holders of a title; with more, the title does not identify a person.
const MOST_HOLDERS: usize = 4;

/// Titles of at least two words, with the surnames of their holders.
#[derive(Debug, Default)]
pub(super) struct Titled {
    /// By the last word of the title.
    titles: FastMap<u64, Vec<TitledName>>,
}

#[derive(Debug)]
struct TitledName {
    title: Vec<u64>,
    surname: String,
    actor: ActorIndex,
    name: usize,
}

impl Titled {
    /// Adds a person's titles and surnames.
    pub(super) fn add(&mut self, actor: &Actor, index: ActorIndex) {
        if actor.roles.is_empty() {
            return;
        }
        let surnames: Vec<(usize, String)> = actor
            .names
            .iter()
            .enumerate()
            .filter_map(|(name, label)| surname(label).map(|word| (name, word)))
            .collect();
        for form in title_forms(actor).into_iter().filter(|form| !form.head && form.words.len() > 1) {
            let Some(last) = form.words.last() else { continue };
            for (name, surname) in &surnames {
                let (title, surname) = (form.words.clone(), surname.clone());
                let titled = TitledName { title, surname, actor: index, name: *name };
                self.titles.entry(*last).or_default().push(titled);
            }
        }
    }

    /// Checks the surname after a title that ends at a token.
    pub(super) fn find(
        all: &[&Self],
        read: &Tokens,
        at: usize,
        shows: &dyn Fn(ActorIndex) -> bool,
    ) -> Option<(Range<usize>, NearName)> {
        let ending = all.iter().filter_map(|titled| titled.titles.get(&read.list[at].hash)).flatten();
        let is_here = |titled: &&TitledName| {
            let start = (at + 1).checked_sub(titled.title.len());
            let words = start.and_then(|start| read.list.get(start..=at));
            words.is_some_and(|words| words.iter().map(|token| token.hash).eq(titled.title.iter().copied()))
        };
        let held: Vec<&TitledName> = ending.filter(|titled| shows(titled.actor)).filter(is_here).collect();
        let mut holders: Vec<ActorIndex> = held.iter().map(|titled| titled.actor).collect();
        holders.sort_unstable();
        holders.dedup();
        if holders.is_empty() || holders.len() > MOST_HOLDERS {
            return None;
        }
        let word = next_word(read, at)?;
        let key = bare(read.key(read.list[word]));
        let goes_on = word + 1 < read.list.len() && is_name_word(read, word + 1);
        if goes_on || is_short(key) {
            return None;
        }
        let likeness = |titled: &TitledName| compare(read, word, key, &titled.surname, false);
        // The word is the name of another holder.
        if held.iter().any(|titled| likeness(titled) == Likeness::Same) {
            return None;
        }
        let mut near = held.iter().filter(|titled| matches!(likeness(titled), Likeness::Sound | Likeness::Slip));
        let first = near.next()?;
        if near.any(|other| other.actor != first.actor) {
            return None;
        }
        let range = ProseRange::new(read.list[at + 1].start, read.list[word].end);
        let near = NearName { range, actor: first.actor, name: first.name, is_surname: true };
        Some((at + 1..word + 1, near))
    }
}

/// The last word of a full name.
fn surname(label: &Name) -> Option<String> {
    if !matches!(label.class, NameClass::House | NameClass::Also) {
        return None;
    }
    let read = tokens(&label.text);
    let words = bare_words(&read);
    let last = *words.last().filter(|_| words.len() > 1)?;
    (!is_short(last)).then(|| last.to_owned())
}

/// Whether a word is too short for a slip. Arabic omits short vowels, so its words are shorter.
fn is_short(key: &str) -> bool {
    let fewest = if key.is_ascii() { 5 } else { 4 };
    key.chars().nth(fewest - 1).is_none()
}
