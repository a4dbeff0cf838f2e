//! Weekdays counted in a month: `the first Monday of July`, `آخر جمعة من رمضان`.

use super::lexicon::Meaning;
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
        let month_at = self.skip(name.end, Meaning::Of).unwrap_or(name.end);
        let mut piece = self.piece(at, name.end, term.clitics, Shape::Nth(number));
        piece.expression.weekday = Some(self.part(weekday, name_at, name));
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
        piece.expression.range = self.range(at, piece.end, term.clitics);
        Some(piece)
    }
}
