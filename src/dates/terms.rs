//! The phrases of the lexicon that were found at a token.

use super::meaning::Meaning;

/// The phrases found at a token.
#[derive(Debug, Clone)]
pub(super) enum Found {
    /// Meanings of the word alone.
    Word(&'static [Meaning]),
    /// Longer phrases, or words after clitics.
    Phrases(Box<[Term]>),
}

/// The phrases found at a token, longest first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms<'a> {
    found: &'a Found,
    at: usize,
}

impl<'a> Terms<'a> {
    /// No phrases.
    pub(super) const NONE: Self = Self { found: &Found::Word(&[]), at: 0 };

    pub(super) fn new(found: &'a Found, at: usize) -> Self {
        Self { found, at }
    }

    #[inline]
    pub(super) fn is_empty(self) -> bool {
        self.len() == 0
    }

    #[inline]
    fn len(self) -> usize {
        match self.found {
            Found::Word(meanings) => meanings.len(),
            Found::Phrases(terms) => terms.len(),
        }
    }

    #[inline]
    fn get(self, index: usize) -> Option<Term> {
        match self.found {
            Found::Word(meanings) => {
                let meaning = *meanings.get(index)?;
                Some(Term { meaning, end: self.at + 1, clitics: 0, clitic: None })
            }
            Found::Phrases(terms) => terms.get(index).copied(),
        }
    }

    #[inline]
    pub(super) fn first(self) -> Option<Term> {
        self.get(0)
    }

    /// The end of the first phrase with a meaning.
    #[inline]
    pub(super) fn end_of(self, meaning: Meaning) -> Option<usize> {
        match self.found {
            Found::Word(meanings) => meanings.contains(&meaning).then_some(self.at + 1),
            Found::Phrases(terms) => terms.iter().find(|term| term.meaning == meaning).map(|term| term.end),
        }
    }

    /// The first phrase with a meaning that `pick` accepts.
    #[inline]
    pub(super) fn find_map<T>(self, pick: impl Fn(Meaning) -> Option<T>) -> Option<(T, Term)> {
        match self.found {
            Found::Word(meanings) => meanings.iter().find_map(|meaning| {
                let term = Term { meaning: *meaning, end: self.at + 1, clitics: 0, clitic: None };
                pick(*meaning).map(|value| (value, term))
            }),
            Found::Phrases(terms) => terms.iter().find_map(|term| pick(term.meaning).map(|value| (value, *term))),
        }
    }

    /// Whether `pick` accepts the meaning of a phrase that ends before a token.
    #[inline]
    pub(super) fn any_to(self, end: usize, pick: impl Fn(Meaning) -> bool) -> bool {
        match self.found {
            Found::Word(meanings) => self.at + 1 == end && meanings.iter().any(|meaning| pick(*meaning)),
            Found::Phrases(terms) => terms.iter().any(|term| term.end == end && pick(term.meaning)),
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
