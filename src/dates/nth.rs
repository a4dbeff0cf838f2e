//! Weekdays counted in a month: `the first Monday of July`, `آخر جمعة من رمضان`.

use super::meaning::{Count, Meaning};
use super::reader::{Piece, Reader};
use super::{Shape, Unit};

impl Reader<'_> {
    /// An ordinal, a weekday and the month that it is counted in.
    pub(super) fn counted_weekday(&self, at: usize) -> Option<Piece> {
        let (number, term) = self.term(at, |meaning| match meaning {
            Meaning::Nth(number) => Some(number),
            _ => None,
        })?;
        let name_at = self.skip(term.end, Meaning::DayHead).unwrap_or(term.end);
        let (weekday, name) = self.term(name_at, |meaning| match meaning {
            Meaning::Weekday(weekday, _) | Meaning::BareWeekday(weekday) => Some(weekday),
            _ => None,
        })?;
        let mut piece = self.in_month(at, name.end, term.clitics, Shape::Nth(number))?;
        piece.expression.weekday = Some(self.part(weekday, name_at, name));
        Some(piece)
    }

    /// `the last week of October`, `آخر يوم من رمضان`, `الأسبوع الأول من أكتوبر`.
    pub(super) fn counted_unit(&self, at: usize) -> Option<Piece> {
        let unit = |at: usize| {
            self.term(at, |meaning| match meaning {
                Meaning::Unit(unit @ (Unit::Week | Unit::Day), Count::One) => Some(unit),
                _ => None,
            })
        };
        let nth = |at: usize| {
            self.term(at, |meaning| match meaning {
                Meaning::Nth(number) => Some(number),
                _ => None,
            })
        };
        if let Some((number, first)) = nth(at) {
            let (unit, second) = unit(first.end)?;
            return self.in_month(at, second.end, first.clitics, Shape::NthUnit(number, unit));
        }
        let (unit, first) = unit(at)?;
        let (number, second) = self.term(first.end, |meaning| match meaning {
            Meaning::Ordinal(number @ 1..=5) => Some(number as i8),
            Meaning::NthBehind(number) => Some(number),
            _ => None,
        })?;
        self.in_month(at, second.end, first.clitics, Shape::NthUnit(number, unit))
    }

    /// Something counted, and the month that it is counted in.
    fn in_month(&self, at: usize, end: usize, clitics: u8, shape: Shape) -> Option<Piece> {
        let month_at = self.skip(end, Meaning::Of).unwrap_or(end);
        let mut piece = self.piece(at, end, clitics, shape);
        if let Some((unit, shift, end)) = self.unit_beside(month_at, &[Unit::Month]) {
            piece.end = end;
            piece.expression.within = Some((unit, shift));
        } else {
            let [month] = &self.named_date(month_at)?[..] else { return None };
            let stated = &month.expression;
            if stated.day.is_some() {
                return None;
            }
            piece.end = month.end;
            piece.expression.calendar = stated.calendar;
            (piece.expression.month, piece.expression.other_month) = (stated.month, stated.other_month);
            (piece.expression.year, piece.expression.relation) = (stated.year, stated.relation);
            piece.expression.within = stated.within;
        }
        piece.expression.range = self.range(at, piece.end, clitics);
        Some(piece)
    }
}
