//! The text between two pieces.

use super::reader::Reader;
use crate::dates::meaning::Meaning;
use crate::dates::model::{Expression, Part, Relation};

/// Kinds of text between two pieces, ordered from close to far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    None,
    Word,
    Comma,
    Bracket,
    Dash,
    Corresponding,
    Other,
}

impl Reader<'_> {
    /// Classifies the text between two pieces.
    pub(super) fn gap(&self, from: usize, to: usize) -> Gap {
        // "الـ16", "لـ16": letters written onto a number are not separate words.
        let glued = to > from && self.tokens.number(to).is_some() && self.tokens.glued(to) && {
            let letters = self.tokens.text(to - 1);
            self.lexicon.is_article(letters)
                || self.lexicon.is_clitic(letters) && !letters.chars().any(|c| self.lexicon.is_conjunction(c))
        };
        let to = to - usize::from(glued);
        let Some(between) = to.checked_sub(from) else { return Gap::Other };
        let comma = |at: usize| self.is_comma(at);
        let word = |at: usize| {
            self.terms(at).any_to(to, |meaning| matches!(meaning, Meaning::On | Meaning::Of | Meaning::Article))
        };
        // "and" starts something new.
        let coordinated = self
            .terms(to)
            .first()
            .is_some_and(|term| term.clitic.is_some_and(|letter| self.lexicon.is_conjunction(letter)));
        match between {
            _ if coordinated => Gap::Other,
            0 if from > 0 && self.tokens.list.get(from).is_some_and(|token| token.fresh_line) => Gap::Other,
            0 => Gap::None,
            1 if comma(from) => Gap::Comma,
            1 if self.tokens.is_sign(from, '(') || self.tokens.is_sign(from, '[') => Gap::Bracket,
            1 if ['-', '\u{2013}', '\u{2014}', '|'].iter().any(|sign| self.tokens.is_sign(from, *sign)) => Gap::Dash,
            _ if self.skip(from, Meaning::Corresponding).is_some_and(|end| end == to) => Gap::Corresponding,
            _ if word(from) => Gap::Word,
            2 if comma(from) && word(from + 1) => Gap::Comma,
            _ => Gap::Other,
        }
    }
}

/// Whether the expression is a day word such as "yesterday".
pub(super) fn day_word(expression: &Expression) -> bool {
    matches!(expression.relation, Some(Part { value: Relation::Days(_), .. }))
}
