//! Weekdays counted in a month: `the first Monday of July`, `آخر جمعة من رمضان`.

use super::reader::{Piece, Reader};
use crate::dates::grammar::Trait;
use crate::dates::meaning::{Count, Guard, Meaning};
use crate::dates::model::{Calendar, Shape, Unit};
use crate::dates::terms::Term;

impl Reader<'_> {
    /// An ordinal, a weekday and the month that it is counted in.
    pub(super) fn counted_weekday(&self, at: usize) -> Option<Piece> {
        let (number, term) = self.nth_word(at)?;
        let name_at = self.skip(term.end, Meaning::DayHead).unwrap_or(term.end);
        let (weekday, name) = self.term(name_at, |meaning| match meaning {
            Meaning::Weekday(weekday, _) | Meaning::BareWeekday(weekday) => Some(weekday),
            _ => None,
        })?;
        let mut piece = self.in_month(at, name.end, term.clitics, Shape::Nth(number))?;
        piece.expression.weekday = Some(self.part(weekday, name_at, name));
        Some(piece)
    }

    /// `first`, `the last`, `the 1st`.
    fn nth_word(&self, at: usize) -> Option<(i8, Term)> {
        let stated = self.term(at, |meaning| match meaning {
            Meaning::Nth(number) => Some(number),
            _ => None,
        });
        stated.or_else(|| {
            let start = self.skip(at, Meaning::Article).unwrap_or(at);
            let suffix = self.skip(start + 1, Meaning::Suffix).filter(|_| self.tokens.glued(start + 1))?;
            let (day, end) = self.day(start).filter(|(day, end)| (1..=5).contains(&day.value) && *end == suffix)?;
            Some((day.value as i8, Term { meaning: Meaning::Nth(day.value as i8), end, clitics: 0, clitic: None }))
        })
    }

    /// `the week of May 15`: the week that contains a day.
    pub(super) fn week_of_day(&self, at: usize) -> Option<Piece> {
        let start = self.skip(at, Meaning::Article).unwrap_or(at);
        let end = self.skip(start, Meaning::Unit(Unit::Week, Count::One))?;
        let next = self.skip(end, Meaning::Of).or_else(|| self.skip(end, Meaning::Closing))?;
        let mut dates = self.named_date(next).or_else(|| self.numeric_date(next).map(|piece| vec![piece]))?;
        let mut piece = dates.pop().filter(|piece| dates.is_empty() && piece.expression.day.is_some())?;
        let mut week = self.piece(at, piece.end, self.clitics(at), Shape::Unit(Unit::Week));
        piece.expression.range = self.range(next, piece.end, 0);
        week.expression.base = Some(Box::new(piece.expression));
        Some(week)
    }

    /// `the tenth week of 2024`, `الأسبوع الثاني من عام 2018`.
    pub(super) fn week_of_year(&self, at: usize) -> Option<Piece> {
        let ordinal = |at: usize| self.day(at).filter(|(day, _)| (1..=39).contains(&day.value));
        let week = |at: usize| self.skip(at, Meaning::Unit(Unit::Week, Count::One));
        let start = self.skip(at, Meaning::Article).unwrap_or(at);
        let (number, end) = match week(start) {
            Some(end) if !self.lexicon.has(Trait::AdjectivesLead) => ordinal(end)?,
            Some(_) => return None,
            None => {
                let (number, end) = ordinal(start)?;
                (number, week(end)?)
            }
        };
        let year = self.skip(end, Meaning::Of).and_then(|next| self.year(next, Calendar::Gregorian))?;
        let clitics = if start == at && self.tokens.number(at).is_none() { self.clitics(at) } else { 0 };
        let mut piece = self.piece(at, year.end, clitics, Shape::NthUnit(number.value as i8, Unit::Week));
        piece.expression.year = Some(year.part);
        piece.expression.calendar = year.calendar.unwrap_or_default();
        (piece.expression.calendar == Calendar::Gregorian).then_some(piece)
    }

    /// `the last week of October`, `آخر يوم من رمضان`, `الأسبوع الأول من أكتوبر`, `the first half of July`, `la segunda
    /// quincena de julio`.
    pub(super) fn counted_unit(&self, at: usize) -> Option<Piece> {
        let unit = |at: usize| {
            self.term(at, |meaning| match meaning {
                Meaning::Unit(unit @ (Unit::Week | Unit::Day | Unit::Fortnight | Unit::Weekend), Count::One) => {
                    Some(unit)
                }
                Meaning::Half => Some(Unit::Fortnight),
                _ => None,
            })
        };
        let nth = |at: usize| {
            self.term(at, |meaning| match meaning {
                Meaning::Nth(number) => Some(number),
                _ => None,
            })
        };
        // A month has two halves.
        let has = |unit: Unit, number: i8| unit != Unit::Fortnight || matches!(number, 1 | 2 | -1);
        if let Some((number, first)) = nth(at) {
            let (unit, second) = unit(first.end).filter(|(unit, _)| has(*unit, number))?;
            return self.in_month(at, second.end, first.clitics, Shape::NthUnit(number, unit));
        }
        let (unit, first) = unit(at)?;
        let (number, second) = self
            .term(first.end, |meaning| match meaning {
                Meaning::Ordinal(number @ 1..=5) => Some(number as i8),
                Meaning::NthAfter(number) => Some(number),
                _ => None,
            })
            .filter(|(number, _)| has(unit, *number))?;
        self.in_month(at, second.end, first.clitics, Shape::NthUnit(number, unit))
    }

    /// Reads a counted unit, and the month that it is counted in.
    fn in_month(&self, at: usize, end: usize, clitics: u8, shape: Shape) -> Option<Piece> {
        let month_at = self.skip(end, Meaning::Of).unwrap_or(end);
        let mut piece = self.piece(at, end, clitics, shape);
        if let Some((unit, shift, end)) = self.relative_unit(month_at, &[Unit::Month]) {
            piece.end = end;
            piece.expression.within = Some((unit, shift));
        } else {
            let month = self.named_date(month_at).and_then(|mut dates| dates.pop().filter(|_| dates.is_empty()));
            let month = month.or_else(|| self.capital_month(month_at))?;
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
    /// A month name that is also another word, recognized by its capital: *the last Friday of June*.
    fn capital_month(&self, at: usize) -> Option<Piece> {
        let (month, term) = self.term(at, |meaning| match meaning {
            Meaning::Month(month, Calendar::Gregorian, _, Guard::Proper) => Some(month),
            _ => None,
        })?;
        let capital = self.tokens.list.get(at).is_some_and(|token| token.capital);
        let year = self.year_after(term.end, Calendar::Gregorian, true);
        let mut piece = self.piece(at, year.as_ref().map_or(term.end, |year| year.end), 0, Shape::Point);
        piece.expression.month = Some(self.part(month, at, term));
        piece.expression.year = year.map(|year| year.part);
        capital.then_some(piece)
    }
}
