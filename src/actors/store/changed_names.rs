//! Which texts an edit of a registry can concern: those that have a word of a changed name.

use super::likeness::{bare, bare_words, sound};
use crate::actors::model::Actor;
use crate::actors::words::normalize::tokens;
use foldhash::{HashSet, HashSetExt};
use std::sync::Arc;

/// How many edits are remembered.
const REMEMBERED: usize = 64;

/// The words of names and titles that were changed.
#[derive(Debug, Clone, Default)]
pub struct ChangedNames {
    /// In loose spelling, without the article.
    words: HashSet<String>,
    /// The sounds of the first two words of a name.
    sounds: HashSet<u64>,
}

impl ChangedNames {
    /// The names of entries.
    pub(super) fn of<'a>(actors: impl Iterator<Item = &'a Actor>) -> Self {
        Self::default().with(actors)
    }

    /// The same with the names of more entries.
    pub(super) fn with<'a>(mut self, actors: impl Iterator<Item = &'a Actor>) -> Self {
        for actor in actors {
            for title in actor.roles.iter().flat_map(|role| &role.titles) {
                // A form of a title does not end with a preposition.
                let read = tokens(&title.text);
                let words = (0..read.list.len()).map(|at| bare(read.key_at(at)));
                self.words.extend(words.filter(|word| word.chars().nth(3).is_some()).map(str::to_owned));
            }
            for text in actor.names.iter().map(|name| &name.text) {
                let read = tokens(text);
                let words = bare_words(&read);
                if let [first, second, ..] = words.as_slice() {
                    self.sounds.insert(sound(first) ^ sound(second).rotate_left(1));
                }
                let all = (0..read.list.len()).map(|at| bare(read.key_at(at)));
                self.words.extend(all.filter(|word| !word.is_empty()).map(str::to_owned));
            }
        }
        self
    }

    /// Whether a text can have one of the names, or one that is similar to it.
    pub fn concern(&self, prose: &str) -> bool {
        if self.words.is_empty() {
            return false;
        }
        let read = tokens(prose);
        (0..read.list.len()).any(|at| {
            let key = read.key_at(at);
            // Clitics are written at the start of a word.
            let ends = key.char_indices().take(4).map(|(start, _)| &key[start..]);
            let is_word = |end: &str| self.words.contains(end) || self.words.contains(bare(end));
            let sounds = || {
                let next = read.list.get(at + 1)?;
                (read.list[at].is_capital() && next.is_capital())
                    .then(|| sound(bare(key)) ^ sound(bare(read.key_at(at + 1))).rotate_left(1))
            };
            ends.into_iter().any(is_word) || sounds().is_some_and(|sounds| self.sounds.contains(&sounds))
        })
    }
}

/// The names that the last edits changed, each with the generation before the edit.
#[derive(Debug, Clone, Default)]
pub(super) struct ChangeLog {
    edits: Vec<(u64, Arc<ChangedNames>)>,
}

impl ChangeLog {
    /// The log with one more edit.
    pub(super) fn with(&self, before: u64, names: ChangedNames) -> Self {
        let skip = (self.edits.len() + 1).saturating_sub(REMEMBERED);
        let edits = self.edits.iter().skip(skip).cloned().chain([(before, Arc::new(names))]);
        Self { edits: edits.collect() }
    }

    /// The names that changed since a generation; `None` if it is not remembered.
    pub(super) fn since(&self, generation: u64) -> Option<ChangedNames> {
        let first = self.edits.iter().position(|(before, _)| *before == generation)?;
        let mut all = ChangedNames { words: HashSet::new(), sounds: HashSet::new() };
        for (_, names) in &self.edits[first..] {
            all.words.extend(names.words.iter().cloned());
            all.sounds.extend(&names.sounds);
        }
        Some(all)
    }
}
