//! Finds similar words in a transducer without visiting the others.

use fst::automaton::Automaton;

/// Maximum length of a word, in bytes.
const LONGEST: usize = 47;

/// An automaton that accepts texts within a number of byte edits (insertion, deletion, substitution) of a word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Levenshtein<'w> {
    word: &'w [u8],
    most: u8,
}

impl<'w> Levenshtein<'w> {
    /// Returns `None` if the word is too long.
    pub(super) fn of(word: &'w str, most: u8) -> Option<Self> {
        (word.len() <= LONGEST).then_some(Self { word: word.as_bytes(), most })
    }
}

impl Automaton for Levenshtein<'_> {
    /// The current row of the edit distance matrix.
    type State = [u8; LONGEST + 1];

    fn start(&self) -> Self::State {
        std::array::from_fn(|at| at.min(usize::from(self.most) + 1) as u8)
    }

    fn is_match(&self, state: &Self::State) -> bool {
        state[self.word.len()] <= self.most
    }

    fn can_match(&self, state: &Self::State) -> bool {
        state[..=self.word.len()].iter().any(|distance| *distance <= self.most)
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        let far = self.most + 1;
        let mut next = [far; LONGEST + 1];
        next[0] = (state[0] + 1).min(far);
        for (at, letter) in self.word.iter().enumerate() {
            let changed = state[at] + u8::from(*letter != byte);
            next[at + 1] = changed.min(state[at + 1] + 1).min(next[at] + 1).min(far);
        }
        next
    }
}
