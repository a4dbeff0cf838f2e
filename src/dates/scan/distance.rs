//! The context of a length: the event or day that it is counted from, a superlative over it (*the lowest in five
//! years*), or a rate.

use super::reader::{Piece, Reader};
use crate::dates::grammar::Trait;
use crate::dates::meaning::{Count, Meaning};
use crate::dates::model::{Length, Part, Relation, Shape, Unit};

impl Reader<'_> {
    /// A single day at a distance: `three days from today`, `a week after Friday`, `a week ago last Tuesday`, `Friday
    /// week`.
    pub(super) fn counted_from(&self, at: usize) -> Option<Piece> {
        if !self.lexicon.has(Trait::LengthsLead) {
            return None;
        }
        if let Some(piece) = self.weekday_week(at) {
            return Some(piece);
        }
        let (length, end, _) = self.length(at)?;
        let Length { amount: Some(_), half: false, rest: None, unit } = length.value else { return None };
        if unit < Unit::Day || matches!(unit, Unit::Night | Unit::Weekend | Unit::Quarter) {
            return None;
        }
        let (back, from, next) = self
            .term(end, |meaning| match meaning {
                Meaning::From => Some((false, true)),
                Meaning::After => Some((false, false)),
                Meaning::Before | Meaning::Back(false) => Some((true, false)),
                _ => None,
            })
            .map(|((back, from), term)| (back, from, term.end))?;
        let mut base = self.day_at(next)?;
        // "two days after Monday's vote" counts from the vote, not from Monday.
        if self.tokens.is_sign(base.end, '\'') || base.weak {
            return None;
        }
        let ago = self.skip(end, Meaning::Back(false)).is_some();
        let weekday = base.expression.weekday.is_some() && base.expression.day.is_none();
        if ago && !(weekday && base.expression.relation.is_some()) {
            return None;
        }
        if weekday && from && base.expression.relation.is_none() {
            base.expression.relation = Some(Part { value: Relation::Next, range: base.expression.range });
        }
        Some(self.away_from(at, base, length, back))
    }

    fn away_from(&self, at: usize, base: Piece, length: Part<Length>, back: bool) -> Piece {
        let clitics = if self.tokens.number(at).is_some() { 0 } else { self.clitics(at) };
        let mut piece = self.piece(at, base.end, clitics, Shape::Away);
        let relation = if back { Relation::Ago } else { Relation::Ahead };
        piece.expression.length = Some(length);
        piece.expression.relation = Some(Part { value: relation, range: base.expression.range });
        piece.expression.base = Some(Box::new(base.expression));
        piece
    }

    /// `Friday week`: a week after the next Friday.
    fn weekday_week(&self, at: usize) -> Option<Piece> {
        let ((), name) = self.term(at, |meaning| matches!(meaning, Meaning::Weekday(..)).then_some(()))?;
        let end = self.skip(name.end, Meaning::Unit(Unit::Week, Count::One))?;
        let closed = !self.tokens.glued(end) || !self.tokens.is_sign(end, '-');
        let mut base = self.weekday(at).filter(|base| base.end == name.end && closed)?;
        base.end = end;
        base.expression.relation = Some(Part { value: Relation::Next, range: base.expression.range });
        let value = Length { amount: Some(1), half: false, unit: Unit::Week, rest: None };
        let length = Part { value, range: self.range(name.end, end, 0) };
        Some(self.away_from(at, base, length, false))
    }

    /// Reads a single day in any form.
    pub(super) fn day_at(&self, at: usize) -> Option<Piece> {
        let named = || {
            let pieces = self.named_date(at).filter(|pieces| pieces.len() == 1);
            pieces.and_then(|mut pieces| pieces.pop()).filter(|piece| piece.expression.day.is_some())
        };
        self.numeric_date(at)
            .or_else(named)
            .or_else(|| self.day_word(at))
            .or_else(|| self.weekday(at).filter(|piece| piece.expression.shape == Shape::Point))
            .or_else(|| self.holiday(at))
    }

    /// Whether a length before a token is counted from an event: *a day before the verdict*.
    pub(super) fn before_event(&self, at: usize) -> bool {
        self.term(at, |meaning| matches!(meaning, Meaning::Before | Meaning::After | Meaning::Into).then_some(()))
            .is_some_and(|((), term)| self.tokens.is_word(term.end) && term.clitics == 0)
    }

    /// Whether a figure or a comparison shortly precedes a token: *to 9 million from 7 million a year earlier*.
    pub(super) fn is_compared(&self, at: usize) -> bool {
        (at.saturating_sub(4)..at).any(|before| {
            self.tokens.number(before).is_some()
                || self.tokens.is_sign(before, '%')
                || self.terms(before).iter().any(|term| matches!(term.meaning, Meaning::Than | Meaning::Counted))
        })
    }

    /// Whether a superlative precedes a token, so that the length lies in the past: *the lowest level in five years*.
    pub(super) fn is_superlative(&self, at: usize) -> bool {
        let word = |back: usize| at.checked_sub(back).filter(|before| self.tokens.is_word(*before));
        (1..=5).map_while(word).any(|before| {
            self.lexicon.is_superlative(self.tokens.text(before))
                || self
                    .terms(before)
                    .iter()
                    .any(|term| matches!(term.meaning, Meaning::Superlative | Meaning::Nth(_) | Meaning::Ordinal(_)))
        })
    }
}
