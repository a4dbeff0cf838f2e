//! The phrases of the lexicon that were found at a token.

use super::meaning::Meaning;

/// The phrases found at a token.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// The [`Meaning::bit`] of each.
    kinds: u64,
    phrases: Phrases,
}

#[derive(Debug, Clone)]
enum Phrases {
    /// Meanings of the word alone.
    Word(&'static [Meaning]),
    /// Longer phrases, or words after clitics.
    Terms(Vec<Term>),
}

impl Found {
    /// No phrases.
    pub(super) const NONE: Self = Self { kinds: 0, phrases: Phrases::Word(&[]) };

    /// The meanings of a word, and their [`Meaning::bit`]s.
    pub(super) fn word(meanings: &'static [Meaning], kinds: u64) -> Self {
        Self { kinds, phrases: Phrases::Word(meanings) }
    }

    pub(super) fn terms(terms: Vec<Term>) -> Self {
        let kinds = terms.iter().fold(0, |all, term| all | term.meaning.bit());
        Self { kinds, phrases: Phrases::Terms(terms) }
    }
}

/// The phrases found at a token, longest first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms<'a> {
    found: &'a Found,
    at: usize,
}

impl<'a> Terms<'a> {
    /// No phrases.
    pub(super) const NONE: Self = Self { found: &Found::NONE, at: 0 };

    pub(super) fn new(found: &'a Found, at: usize) -> Self {
        Self { found, at }
    }

    #[inline]
    pub(super) fn is_empty(self) -> bool {
        self.found.kinds == 0
    }

    #[inline]
    fn len(self) -> usize {
        match &self.found.phrases {
            Phrases::Word(meanings) => meanings.len(),
            Phrases::Terms(terms) => terms.len(),
        }
    }

    #[inline]
    fn get(self, index: usize) -> Option<Term> {
        match &self.found.phrases {
            Phrases::Word(meanings) => {
                let meaning = *meanings.get(index)?;
                Some(Term { meaning, end: self.at + 1, clitics: 0, clitic: None })
            }
            Phrases::Terms(terms) => terms.get(index).copied(),
        }
    }

    #[inline]
    pub(super) fn first(self) -> Option<Term> {
        self.get(0)
    }

    /// The end of the first phrase with a meaning.
    #[inline]
    pub(super) fn end_of(self, meaning: Meaning) -> Option<usize> {
        if self.found.kinds & meaning.bit() == 0 {
            return None;
        }
        match &self.found.phrases {
            Phrases::Word(meanings) => meanings.contains(&meaning).then_some(self.at + 1),
            Phrases::Terms(terms) => terms.iter().find(|term| term.meaning == meaning).map(|term| term.end),
        }
    }

    /// Whether a phrase has a meaning.
    #[inline]
    pub(super) fn has(self, meaning: Meaning) -> bool {
        self.end_of(meaning).is_some()
    }

    /// Whether a phrase with a meaning ends before a token.
    #[inline]
    pub(super) fn has_to(self, end: usize, meaning: Meaning) -> bool {
        self.found.kinds & meaning.bit() != 0 && self.any_to(end, |other| other == meaning)
    }

    /// The first phrase with a meaning that `pick` accepts.
    #[inline]
    pub(super) fn find_map<T>(self, pick: impl Fn(Meaning) -> Option<T>) -> Option<(T, Term)> {
        match &self.found.phrases {
            Phrases::Word(meanings) => meanings.iter().find_map(|meaning| {
                let term = Term { meaning: *meaning, end: self.at + 1, clitics: 0, clitic: None };
                pick(*meaning).map(|value| (value, term))
            }),
            Phrases::Terms(terms) => terms.iter().find_map(|term| pick(term.meaning).map(|value| (value, *term))),
        }
    }

    /// Whether `pick` accepts the meaning of a phrase that ends before a token.
    #[inline]
    pub(super) fn any_to(self, end: usize, pick: impl Fn(Meaning) -> bool) -> bool {
        match &self.found.phrases {
            Phrases::Word(meanings) => self.at + 1 == end && meanings.iter().any(|meaning| pick(*meaning)),
            Phrases::Terms(terms) => terms.iter().any(|term| term.end == end && pick(term.meaning)),
        }
    }

    #[inline]
    pub(super) fn iter(self) -> impl Iterator<Item = Term> + 'a {
        (0..self.len()).map_while(move |index| self.get(index))
    }
}

/// A phrase found at a token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term {
    pub(super) meaning: Meaning,
    /// The token after the last one of the phrase.
    pub(super) end: usize,
    /// Bytes of clitics at the start of the first word, in the folded spelling.
    pub(super) clitics: u8,
    /// The clitic letter before the word.
    pub(super) clitic: Option<char>,
}
