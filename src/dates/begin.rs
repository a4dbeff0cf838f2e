//! Where an expression may begin. Most words mean nothing here, and most of the others stand between or behind what is read:
//! they are known before each kind of expression is tried.

use super::meaning::Meaning;
use super::reader::Reader;

impl Reader<'_> {
    /// Whether anything may begin at a token.
    pub(super) fn may_begin(&self, at: usize) -> bool {
        self.tokens.number(at).is_some()
            || self.tokens.is_sign(at, '\'')
            || self.terms(at).iter().any(|term| match term.meaning {
                Meaning::Of
                | Meaning::On
                | Meaning::And
                | Meaning::To
                | Meaning::From
                | Meaning::At
                | Meaning::Until
                | Meaning::Between
                | Meaning::BeforeDate
                | Meaning::EventOf
                | Meaning::StageOf
                | Meaning::YearBefore
                | Meaning::Closing
                | Meaning::Counted
                | Meaning::Since
                | Meaning::Clause
                | Meaning::ClauseBeside
                | Meaning::Auxiliary
                | Meaning::Planned
                | Meaning::AndHalf
                | Meaning::TensAnd
                | Meaning::Or
                | Meaning::Pronoun
                | Meaning::OneBehind
                | Meaning::Superlative
                | Meaning::Than
                | Meaning::Into
                | Meaning::Times
                | Meaning::Parts(_)
                | Meaning::YearIntro
                | Meaning::YearNoun
                | Meaning::Amounting
                | Meaning::State
                | Meaning::Gauge
                | Meaning::General
                | Meaning::Lastly
                | Meaning::Firstly
                | Meaning::MinutesPast
                | Meaning::MinutesTo
                | Meaning::MilitaryHours
                | Meaning::Numbered
                | Meaning::Credit
                | Meaning::Within
                | Meaning::Bound(_)
                | Meaning::Back(_)
                | Meaning::Ahead(_)
                | Meaning::AheadBefore
                | Meaning::Suffix
                | Meaning::Corresponding
                | Meaning::Cue(_) => false,
                Meaning::Rate | Meaning::That => {
                    self.terms(term.end).iter().any(|next| matches!(next.meaning, Meaning::Unit(..)))
                }
                // "a", "this", "some": what they count or place follows.
                Meaning::Number(_) | Meaning::Several | Meaning::Another | Meaning::Relation(_) | Meaning::Every => {
                    !self.tokens.is_word(term.end) || !self.terms(term.end).is_empty()
                }
                Meaning::Article => !self.tokens.is_word(term.end) || self.may_begin(term.end),
                _ => true,
            })
    }
}
