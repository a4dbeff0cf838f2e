//! Quick check of which kinds of expression can begin at a token. Most words have no meaning in the lexicon, and most
//! of the others never come first, so the readers are not tried there.

use super::reader::Reader;
use crate::dates::meaning::Meaning;

/// The kinds of words that an expression can begin with, as bits.
pub(super) const DIGITS: u32 = 1;
pub(super) const ARTICLE: u32 = 1 << 1;
pub(super) const UNIT: u32 = 1 << 2;
pub(super) const RELATION: u32 = 1 << 3;
pub(super) const NUMBER: u32 = 1 << 4;
pub(super) const EVERY: u32 = 1 << 5;
pub(super) const WEEKDAY: u32 = 1 << 6;
pub(super) const RATE: u32 = 1 << 7;
pub(super) const ANAPHORIC: u32 = 1 << 8;
pub(super) const FISCAL: u32 = 1 << 9;
pub(super) const ORDINAL: u32 = 1 << 10;
pub(super) const OTHER: u32 = 1 << 11;
/// A month.
pub(super) const MONTH: u32 = 1 << 12;
/// A word for the clock, an hour or a part of the day.
pub(super) const CLOCK: u32 = 1 << 13;
/// A season or another named period, or an apostrophe before digits.
pub(super) const PERIOD: u32 = 1 << 14;
/// A holiday, or a word before a day.
pub(super) const DAY: u32 = 1 << 15;
/// A length in one word, or a word before one.
pub(super) const LENGTH: u32 = 1 << 16;

/// What can follow the digits of an expression, as bits.
pub(super) mod after {
    /// A sign, another number, or nothing.
    pub(in super::super) const SIGN: u16 = 1;
    /// A unit, or a word between it and its number.
    pub(in super::super) const UNIT: u16 = 1 << 1;
    /// An ending of the number, or a letter for parts of the year.
    pub(in super::super) const SUFFIX: u16 = 1 << 2;
    pub(in super::super) const NTH: u16 = 1 << 3;
    /// *To*, *and*.
    pub(in super::super) const JOIN: u16 = 1 << 4;
    /// Words that can follow an hour.
    pub(in super::super) const CLOCK: u16 = 1 << 5;
    /// An era; anything after four digits.
    pub(in super::super) const YEAR: u16 = 1 << 6;
    /// Anything else that can follow the day of a date.
    pub(in super::super) const DATE: u16 = 1 << 7;
    pub(in super::super) const ANY: u16 = (1 << 8) - 1;
}

impl Reader<'_> {
    /// The kinds of the words that begin at a token.
    pub(super) fn beginnings(&self, at: usize) -> u32 {
        let digits = match () {
            () if self.tokens.number(at).is_some() => DIGITS,
            () if self.tokens.is_sign(at, '\'') => PERIOD | DAY,
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
                | Meaning::NumberAndHalf(_) => NUMBER,
                Meaning::Every | Meaning::EveryOther => EVERY,
                Meaning::Weekday(..) | Meaning::Weekdays(_) | Meaning::BareWeekday(_) => WEEKDAY,
                Meaning::Rate => RATE,
                Meaning::That | Meaning::Anaphoric(..) | Meaning::Period => ANAPHORIC,
                Meaning::Fiscal => FISCAL,
                Meaning::Nth(_) | Meaning::Ordinal(_) => ORDINAL,
                Meaning::Month(..) => MONTH,
                Meaning::Clock
                | Meaning::HalfHour(_)
                | Meaning::Fraction(_)
                | Meaning::Part(_)
                | Meaning::PartAlone(_) => CLOCK,
                Meaning::Season(_)
                | Meaning::Decade(_)
                | Meaning::DecadeHead
                | Meaning::CenturyNumber(_)
                | Meaning::QuarterLetter
                | Meaning::HalfLetter
                | Meaning::Half
                | Meaning::NthAfter(_) => PERIOD,
                Meaning::Holiday(..) | Meaning::Movable(..) | Meaning::DayHead => DAY,
                Meaning::Whole(..) | Meaning::BackBefore | Meaning::After => LENGTH,
                _ => OTHER,
            }
        })
    }

    /// What follows the digits at a token; everything if it has none.
    pub(super) fn after_digits(&self, at: usize) -> u16 {
        if self.tokens.number(at).is_none() {
            return after::ANY;
        }
        let sign = if self.tokens.is_word(at + 1) { 0 } else { after::SIGN };
        let year = if self.tokens.digits(at) > 3 { after::YEAR } else { 0 };
        self.terms(at + 1).iter().fold(sign | year, |all, term| {
            all | match term.meaning {
                // "345 million", "345 said": the number is a date only if it is a year.
                Meaning::Counted
                | Meaning::Number(_)
                | Meaning::Saying
                | Meaning::Planned
                | Meaning::Auxiliary
                | Meaning::Clause => 0,
                Meaning::Unit(..) => after::UNIT | after::CLOCK | after::DATE,
                Meaning::Between | Meaning::AndHalf => after::UNIT,
                Meaning::Suffix | Meaning::DecadeSuffix | Meaning::QuarterLetter | Meaning::HalfLetter => {
                    after::SUFFIX | after::DATE
                }
                Meaning::Nth(_) => after::NTH | after::DATE,
                Meaning::To | Meaning::And => after::JOIN | after::CLOCK | after::DATE,
                Meaning::HourMark
                | Meaning::Fraction(_)
                | Meaning::Part(_)
                | Meaning::Meridiem(_)
                | Meaning::On
                | Meaning::ClockAfter
                | Meaning::Cue(_)
                | Meaning::BeforeDate
                | Meaning::Clock
                | Meaning::Pronoun
                | Meaning::MinutesPast
                | Meaning::MinutesTo
                | Meaning::MilitaryHours
                | Meaning::Zone(_) => after::CLOCK | after::DATE,
                Meaning::Era(_) => after::YEAR | after::DATE,
                _ => after::DATE,
            }
        })
    }

    /// Whether an expression can begin at a token.
    pub(super) fn may_begin(&self, at: usize) -> bool {
        if let Some(value) = self.tokens.number(at) {
            // "15 people": a word that is not of dates follows, and the number is not a year.
            let alone = self.tokens.is_word(at + 1) && self.terms(at + 1).is_empty();
            return !alone || value > 999;
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
