//! Business years: `fiscal 2023`, `this fiscal year`, `FY21`, `financial year 2021-22`, `العام المالي 2020/2021`.

use super::calendar_date::relation;
use super::reader::{Piece, Reader};
use crate::dates::grammar::Trait;
use crate::dates::meaning::{Meaning, Side};
use crate::dates::model::{Part, Shape, Unit};

impl Reader<'_> {
    /// A business year. Its value is the year named last, in which it ends.
    pub(super) fn fiscal(&self, at: usize) -> Option<Piece> {
        let side = |at: usize| {
            self.term(at, |meaning| match meaning {
                Meaning::Relation(side @ (Side::Last | Side::This | Side::Next | Side::Previous | Side::Following)) => {
                    Some(side)
                }
                _ => None,
            })
        };
        let before = side(at);
        let start = before.map_or_else(|| self.skip(at, Meaning::Article).unwrap_or(at), |(_, term)| term.end);
        let ((), head) = self.term(start, |meaning| (meaning == Meaning::Fiscal).then_some(()))?;
        // "the fiscal first quarter".
        if let Some(quarter) = self.part_of_year(head.end).filter(|_| before.is_none()) {
            let mut piece = self.piece(at, quarter.end, 0, quarter.expression.shape);
            (piece.expression.year, piece.expression.within) = (quarter.expression.year, quarter.expression.within);
            return Some(piece);
        }
        if let Some((year, end)) = self.fiscal_year(self.skip(head.end, Meaning::Of).unwrap_or(head.end)) {
            let mut piece = self.piece(if before.is_some() { start } else { at }, end, head.clitics, Shape::Point);
            piece.expression.calendar = self.lexicon.calendar_of(u32::from(year.value.unsigned_abs()));
            piece.expression.year = Some(year);
            return Some(piece);
        }
        let named = self.terms(start).iter().any(|term| {
            term.meaning == Meaning::Fiscal && term.end > start + 1
                || matches!(term.meaning, Meaning::Unit(Unit::Year, _))
        });
        let (side, end) = match before {
            Some((side, _)) if named => (side, head.end),
            _ => side(head.end)
                .filter(|_| !self.lexicon.has(Trait::RelationsLead))
                .map(|(side, term)| (side, term.end))?,
        };
        let clitics = if before.is_some() { self.clitics(at) } else { head.clitics };
        let mut piece = self.piece(at, end, clitics, Shape::Unit(Unit::Year));
        piece.expression.relation = Some(Part { value: relation(side), range: piece.expression.range });
        Some(piece)
    }

    /// The last year of `2023`, `2021-22`, `2020/2021` or a number written onto the head: `FY21`.
    fn fiscal_year(&self, at: usize) -> Option<(Part<i16>, usize)> {
        let first = self.tokens.number(at)?;
        let digits = self.tokens.digits(at);
        let first = match digits {
            4 if (1300..=2200).contains(&first) => first,
            2 if self.tokens.glued(at) => 2000 + first,
            _ => return None,
        };
        let two = ['-', '/', '\u{2013}'].iter().any(|sign| self.tokens.is_sign(at + 1, *sign))
            && self.tokens.glued(at + 1)
            && self.tokens.glued(at + 2);
        let second = self.tokens.number(at + 2).filter(|_| two).and_then(|second| match self.tokens.digits(at + 2) {
            4 => Some(second),
            2 => Some(first / 100 * 100 + second),
            _ => None,
        });
        let (value, end) = match second {
            Some(second) if second == first + 1 => (second, at + 3),
            _ if two => return None,
            _ => (first, at + 1),
        };
        let part = Part { value: i16::try_from(value).ok()?, range: self.range(at, end, 0) };
        self.clean_right(end).then_some((part, end))
    }
}
