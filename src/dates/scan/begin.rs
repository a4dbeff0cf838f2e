//! Quick check of which kinds of expression can begin at a token. Most words have no meaning in the lexicon, and most
//! of the others never come first, so the readers are not tried there.

use super::reader::Reader;
use crate::dates::meaning::Meaning;

/// The kinds of words that an expression can begin with, as bits.
pub(super) const DIGITS: u16 = 1;
pub(super) const ARTICLE: u16 = 1 << 1;
pub(super) const UNIT: u16 = 1 << 2;
pub(super) const RELATION: u16 = 1 << 3;
pub(super) const NUMBER: u16 = 1 << 4;
pub(super) const EVERY: u16 = 1 << 5;
pub(super) const WEEKDAY: u16 = 1 << 6;
pub(super) const RATE: u16 = 1 << 7;
pub(super) const ANAPHORIC: u16 = 1 << 8;
pub(super) const FISCAL: u16 = 1 << 9;
pub(super) const ORDINAL: u16 = 1 << 10;
pub(super) const OTHER: u16 = 1 << 11;
pub(super) const ANY: u16 = (1 << 12) - 1;

impl Reader<'_> {
    /// The kinds of the words that begin at a token.
    pub(super) fn beginnings(&self, at: usize) -> u16 {
        let digits = match () {
            () if self.tokens.number(at).is_some() => DIGITS,
            () if self.tokens.is_sign(at, '\'') => OTHER,
            () => 0,
        };
        self.terms(at).iter().fold(digits, |all, term| {
            all | match term.meaning {
                Meaning::Article => ARTICLE,
                Meaning::Unit(..) => UNIT,
                Meaning::Relation(_) => RELATION,
                Meaning::Number(_)
                | Meaning::Several
                | Meaning::Recent
                | Meaning::Another
                | Meaning::Whole(..)
                | Meaning::NumberAndHalf(_) => NUMBER,
                Meaning::Every | Meaning::EveryOther => EVERY,
                Meaning::Weekday(..) | Meaning::Weekdays(_) | Meaning::BareWeekday(_) => WEEKDAY,
                Meaning::Rate => RATE,
                Meaning::That | Meaning::Anaphoric(..) | Meaning::Period => ANAPHORIC,
                Meaning::Fiscal => FISCAL,
                Meaning::Nth(_) | Meaning::Ordinal(_) => ORDINAL,
                _ => OTHER,
            }
        })
    }

    /// Whether an expression can begin at a token.
    pub(super) fn may_begin(&self, at: usize) -> bool {
        if let Some(value) = self.tokens.number(at) {
            // "15 people": a word that is not of dates follows, and the number is not a year.
            let alone = self.tokens.is_word(at + 1) && self.terms(at + 1).is_empty();
            return !alone || value > 99;
        }
        (self.tokens.is_sign(at, '\'') && self.tokens.number(at + 1).is_some())
            || self.terms(at).iter().any(|term| match term.meaning {
                meaning if !meaning.may_begin() => false,
                Meaning::Rate | Meaning::That => {
                    self.terms(term.end).iter().any(|next| matches!(next.meaning, Meaning::Unit(..)))
                }
                // "a", "this", "some": the counted or placed word follows.
                Meaning::Number(_)
                | Meaning::Several
                | Meaning::Recent
                | Meaning::Another
                | Meaning::Relation(_)
                | Meaning::Every => !self.tokens.is_word(term.end) || !self.terms(term.end).is_empty(),
                Meaning::Article => !self.tokens.is_word(term.end) || self.may_begin(term.end),
                _ => true,
            })
    }
}
