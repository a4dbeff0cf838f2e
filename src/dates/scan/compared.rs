//! Periods that refer to another period of the text: `the year-ago quarter`, `the same period last year`, `the
//! quarter`, `the day before`, `that year`, `the year ended 12 October`.

use super::reader::{Piece, Reader};
use crate::dates::grammar::Trait;
use crate::dates::meaning::{Count, Meaning, Side};
use crate::dates::model::{Length, Part, Relation, Shape, Unit};

impl Reader<'_> {
    /// Reads a period that refers to another one.
    pub(super) fn anaphoric_period(&self, at: usize) -> Option<Piece> {
        self.year_ago(at)
            .or_else(|| self.same_of_year(at))
            .or_else(|| self.that_unit(at))
            .or_else(|| self.relative_day(at))
            .or_else(|| self.ended(at))
            .or_else(|| self.the_period(at))
    }

    /// The unit at a token; `None` for a word such as *period*.
    fn period_word(&self, at: usize) -> Option<(Option<Unit>, usize, u8)> {
        self.term(at, |meaning| match meaning {
            Meaning::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month | Unit::Quarter), Count::One) => {
                Some(Some(unit))
            }
            Meaning::Period => Some(None),
            _ => None,
        })
        .map(|(unit, term)| (unit, term.end, term.clitics))
    }

    /// `the year-ago quarter`, `year-earlier period`.
    fn year_ago(&self, at: usize) -> Option<Piece> {
        let start = self.skip(at, Meaning::Article).unwrap_or(at);
        let end = self.skip(start, Meaning::Unit(Unit::Year, Count::One))?;
        let dash = usize::from(self.tokens.is_sign(end, '-'));
        let ((), back) = self.term(end + dash, |meaning| matches!(meaning, Meaning::Back(_)).then_some(()))?;
        let (unit, end, _) = self.period_word(back.end)?;
        Some(self.piece(at, end, 0, Shape::Earlier(unit, -1)))
    }

    /// `the same period last year`, `el mismo mes del año pasado`, `الفترة نفسها من العام الماضي`.
    fn same_of_year(&self, at: usize) -> Option<Piece> {
        let same = |at: usize| {
            self.term(at, |meaning| (meaning == Meaning::Relation(Side::Same)).then_some(())).map(|((), term)| term)
        };
        let start = self.skip(at, Meaning::Article).unwrap_or(at);
        let (unit, end, clitics) = if let Some(term) = same(at).or_else(|| same(start)) {
            let (unit, end, _) = self.period_word(term.end)?;
            (unit, end, term.clitics)
        } else {
            let (unit, end, clitics) = self.period_word(at)?;
            (unit, same(end)?.end, clitics)
        };
        let (shift, end) = match self.relative_unit(end, &[Unit::Year]) {
            Some((_, shift, end)) => (shift, end),
            None => (-1, self.one_year_ago(end)?),
        };
        Some(self.piece(at, end, clitics, Shape::Earlier(unit, shift)))
    }

    /// `a year ago`, `one year earlier`, `قبل عام`: after *the same month*.
    fn one_year_ago(&self, at: usize) -> Option<usize> {
        let year = |at: usize| {
            let (length, end, _) = self.length(at)?;
            (length.value == Length { amount: Some(1), half: false, unit: Unit::Year, rest: None }).then_some(end)
        };
        if let Some(end) = self.skip(at, Meaning::BackBefore).and_then(year) {
            return Some(end);
        }
        let end = year(at)?;
        self.term(end, |meaning| matches!(meaning, Meaning::Back(_)).then_some(())).map(|((), term)| term.end)
    }

    /// `that year`, `ذلك اليوم`, `ese mismo día`.
    fn that_unit(&self, at: usize) -> Option<Piece> {
        let ((), that) = self.term(at, |meaning| (meaning == Meaning::That).then_some(()))?;
        let (unit, term) = self.term(that.end, |meaning| match meaning {
            Meaning::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month | Unit::Year), Count::One) => Some(unit),
            _ => None,
        })?;
        let fits = term.clitics == 0 && self.tokens.number(term.end).is_none() && !self.tokens.is_sign(term.end, '-');
        if !fits {
            return None;
        }
        let mut piece = self.piece(at, term.end, that.clitics, Shape::Unit(unit));
        piece.expression.relation = Some(Part { value: Relation::Same, range: self.range(at, that.end, that.clitics) });
        Some(piece)
    }

    /// `the day before`, unless it is counted from an event that follows.
    fn relative_day(&self, at: usize) -> Option<Piece> {
        let anaphoric = |meaning| match meaning {
            Meaning::Anaphoric(ahead, unit) => Some((ahead, unit)),
            _ => None,
        };
        let ((ahead, unit), term) = self.term(at, anaphoric)?;
        let free = !self.tokens.is_word(term.end) && self.tokens.number(term.end).is_none()
            || self.terms(term.end).iter().any(|next| matches!(next.meaning, Meaning::And | Meaning::Cue(_)));
        if !free {
            return None;
        }
        let mut piece = self.piece(at, term.end, term.clitics, Shape::Unit(unit));
        let value = if ahead { Relation::Following } else { Relation::Previous };
        piece.expression.relation = Some(Part { value, range: piece.expression.range });
        Some(piece)
    }

    /// `the year ended 12 October`: a length that ends on a date.
    fn ended(&self, at: usize) -> Option<Piece> {
        let start = self.skip(at, Meaning::Article).unwrap_or(at);
        if start == at && !self.lexicon.is_definite(self.tokens.text(at)) {
            return None;
        }
        let (unit, term) = self.term(start, |meaning| match meaning {
            Meaning::Unit(unit @ (Unit::Week | Unit::Month | Unit::Quarter | Unit::Year), Count::One) => Some(unit),
            _ => None,
        })?;
        let end = self.skip(term.end, Meaning::Closing)?;
        let next = self.skip(end, Meaning::On).unwrap_or(end);
        self.day_at(next)?;
        let clitics = if start == at { term.clitics } else { 0 };
        let mut piece = self.piece(at, term.end, clitics, Shape::Length);
        let value = Length { amount: Some(1), half: false, unit, rest: None };
        piece.expression.length = Some(Part { value, range: piece.expression.range });
        Some(piece)
    }

    /// `the quarter`, `the period`: the one that the text mentioned; weak until it is found.
    fn the_period(&self, at: usize) -> Option<Piece> {
        if !self.lexicon.has(Trait::RelationsLead) {
            return None;
        }
        let start = self.skip(at, Meaning::Article)?;
        let (unit, end, _) = self.period_word(start).filter(|(unit, ..)| matches!(unit, None | Some(Unit::Quarter)))?;
        let free = self.skip(end, Meaning::Of).is_none() && self.tokens.number(end).is_none();
        if !free || self.tokens.is_sign(end, '-') {
            return None;
        }
        let mut piece = self.piece(at, end, 0, Shape::Earlier(unit, 0));
        piece.weak = true;
        Some(piece)
    }

    /// Keeps *the quarter* only if a quarter precedes it.
    pub(super) fn keep_named_periods(pieces: &mut [Piece]) {
        let mut named = false;
        for piece in pieces {
            match piece.expression.shape {
                Shape::Quarter(_) | Shape::Half(_) | Shape::Unit(Unit::Quarter) => named = true,
                Shape::Earlier(_, 0) => piece.weak = !named,
                _ => {}
            }
        }
    }
}
