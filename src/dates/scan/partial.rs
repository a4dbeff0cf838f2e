//! Dates without some of their fields: `on the 22nd`, `يوم 27`, `22/4`, `9/2017`, `since '82`, `ended the day`; also
//! holidays.

use super::reader::{Piece, Reader};
use crate::dates::grammar::Trait;
use crate::dates::meaning::{Count, Meaning, Side};
use crate::dates::model::{Calendar, Part, Relation, Shape, Unit};

impl Reader<'_> {
    /// Reads an incomplete date.
    pub(super) fn partial_date(&self, at: usize) -> Option<Piece> {
        if self.tokens.number(at).is_some() {
            let dated = self.day_and_month(at).or_else(|| self.dotted_day(at)).or_else(|| self.month_and_year(at));
            return dated.or_else(|| self.bare_day(at));
        }
        self.holiday(at).or_else(|| self.bare_day(at)).or_else(|| self.short_year(at)).or_else(|| self.closing_day(at))
    }

    fn introduced(&self, at: usize) -> bool {
        self.ends_before(at, |meaning| {
            matches!(meaning, Meaning::BeforeDate | Meaning::DayHead | Meaning::Until)
                || meaning == Meaning::On && !self.lexicon.has(Trait::CommonPrepositions)
                || matches!(meaning, Meaning::Weekday(..))
        })
    }

    /// Whether a number is not followed by anything that it could count: only the end, a sign, or a date word follows.
    pub(super) fn free_right(&self, end: usize) -> bool {
        let known = |meaning: Meaning| {
            matches!(
                meaning,
                Meaning::And | Meaning::To | Meaning::On | Meaning::Cue(_) | Meaning::BeforeDate | Meaning::Clock
            ) || meaning == Meaning::Pronoun
        };
        // "Saturday 6 May": the month follows.
        let month = self.terms(end).iter().any(|term| matches!(term.meaning, Meaning::Month(..)));
        if month && self.tokens.list.get(end).is_some_and(|token| token.capital) {
            return false;
        }
        // "3-2" is a score, and "2- October" belongs to another date.
        if ['-', '/', ':', '\u{2013}', '%'].iter().any(|sign| self.tokens.is_sign(end, *sign)) {
            return false;
        }
        !self.tokens.is_word(end) && self.tokens.number(end).is_none() && self.clean_right(end)
            || self.terms(end).iter().any(|term| known(term.meaning))
    }

    /// `22/4`, `4/22`, after a weekday, the word for *day* or a preposition.
    fn day_and_month(&self, at: usize) -> Option<Piece> {
        let tokens = &self.tokens;
        let (first, second) = (tokens.number(at)?, tokens.number(at + 2)?);
        let glued = tokens.glued(at + 1) && tokens.glued(at + 2);
        let fits = tokens.is_sign(at + 1, '/') && glued && tokens.digits(at) <= 2 && tokens.digits(at + 2) <= 2;
        if !fits || !self.clean_left(at) || !self.introduced(at) || !self.free_right(at + 3) {
            return None;
        }
        let (day_at, month_at) = match (first, second) {
            (1..=12, 13..=31) => (at + 2, at),
            (1..=31, 1..=12) => (at, at + 2),
            _ => return None,
        };
        let mut piece = self.piece(at, at + 3, 0, Shape::Point);
        let part = |at: usize| Some(Part { value: tokens.number(at)? as u8, range: self.range(at, at + 1, 0) });
        (piece.expression.day, piece.expression.month) = (part(day_at), part(month_at));
        piece.expression.ambiguous_order = self.lexicon.has(Trait::EitherOrder) && second <= 12 && first != second;
        Some(piece)
    }

    /// `14.11.`, after a preposition or another such day.
    fn dotted_day(&self, at: usize) -> Option<Piece> {
        let tokens = &self.tokens;
        if !self.lexicon.has(Trait::DottedDays) {
            return None;
        }
        let (day, month) = (tokens.number(at)?, tokens.number(at + 2)?);
        let dots =
            tokens.is_sign(at + 1, '.') && tokens.is_sign(at + 3, '.') && (1..4).all(|step| tokens.glued(at + step));
        let fits = (1..=31).contains(&day)
            && (1..=12).contains(&month)
            && tokens.digits(at) <= 2
            && tokens.digits(at + 2) <= 2;
        let closed = !(tokens.glued(at + 4) && (tokens.number(at + 4).is_some() || tokens.is_word(at + 4)));
        let introduced = self.introduced(at)
            || self.ends_before(at, |meaning| matches!(meaning, Meaning::From | Meaning::To | Meaning::On));
        if !(dots && fits && closed && introduced && self.clean_left(at)) {
            return None;
        }
        let mut piece = self.piece(at, at + 4, 0, Shape::Point);
        let part = |at: usize| Some(Part { value: tokens.number(at)? as u8, range: self.range(at, at + 1, 0) });
        (piece.expression.day, piece.expression.month) = (part(at), part(at + 2));
        Some(piece)
    }

    /// `9/2017`, `2017/9`, after a preposition.
    fn month_and_year(&self, at: usize) -> Option<Piece> {
        let tokens = &self.tokens;
        let sign = tokens.is_sign(at + 1, '/');
        if !sign || !tokens.glued(at + 1) || !tokens.glued(at + 2) || !self.introduced(at) || !self.clean_left(at) {
            return None;
        }
        let (month_at, year_at) = match (tokens.digits(at), tokens.digits(at + 2)) {
            (1..=2, 4) => (at, at + 2),
            // "2011/12" can be a season or a business year.
            (4, 1) => (at + 2, at),
            _ => return None,
        };
        let year = tokens.number(year_at).filter(|year| (1900..=2100).contains(year))?;
        let month = tokens.number(month_at).filter(|month| (1..=12).contains(month))?;
        if !self.free_right(at + 3) {
            return None;
        }
        let mut piece = self.piece(at, at + 3, 0, Shape::Point);
        piece.expression.year = Some(Part { value: year as i16, range: self.range(year_at, year_at + 1, 0) });
        piece.expression.month = Some(Part { value: month as u8, range: self.range(month_at, month_at + 1, 0) });
        Some(piece)
    }

    /// A day of the current month: `on the 22nd`, `يوم 27`, `في 27.`.
    fn bare_day(&self, at: usize) -> Option<Piece> {
        let head = self.skip(at, Meaning::DayHead).filter(|end| self.tokens.number(*end).is_some());
        let article = self.skip(at, Meaning::Article);
        let number_at = head.or(article).unwrap_or(at);
        let (day, end) = self.day(number_at)?;
        let digits = self.tokens.number(number_at).is_some();
        let suffixed = digits && end > number_at + 1;
        let placed = |meaning: Meaning| {
            matches!(meaning, Meaning::On | Meaning::Until | Meaning::BeforeDate | Meaning::Weekday(..))
        };
        // "on Friday, the 15th".
        let after_weekday = || {
            at > 0
                && self.is_comma(at - 1)
                && self.ends_before(at - 1, |meaning| matches!(meaning, Meaning::Weekday(..)))
        };
        let certain = digits && (head.is_some() || suffixed && (self.ends_before(at, placed) || after_weekday()));
        // "سأعود في 15.", "في الحادي والعشرين.": no counted noun follows.
        let stop = end == self.len() || ['.', '!'].iter().any(|sign| self.tokens.is_sign(end, *sign));
        let ends = self.lexicon.has(Trait::BareDays)
            && stop
            && self.clean_right(end)
            && (digits || day.value > 20)
            && (self.is_after(at, Meaning::On) || !digits && self.is_after(at, Meaning::To));
        let named = head.and_then(|_| self.named_date(number_at));
        // "يوم 22 من الشهر نفسه": the word for *day* is part of the expression, as before a weekday.
        if let Some([adjacent]) =
            named.as_deref().filter(|pieces| pieces.iter().all(|piece| piece.expression.month.is_none()))
        {
            let mut piece = adjacent.clone();
            piece.first = at;
            piece.expression.range = self.range(at, adjacent.end, self.clitics(at));
            return Some(piece);
        }
        let longer = named.is_some();
        if day.value > 31 || longer || !(certain && self.free_right(end) || ends) {
            return None;
        }
        let clitics = if digits && head.is_none() { 0 } else { self.clitics(at) };
        let mut piece = self.piece(at, end, clitics, Shape::Point);
        piece.expression.day = Some(day);
        Some(piece)
    }

    /// `since '82`.
    fn short_year(&self, at: usize) -> Option<Piece> {
        let quote = self.tokens.is_sign(at, '\'') && !self.tokens.glued(at) && self.tokens.glued(at + 1);
        let introduced = || self.ends_before(at, |meaning| matches!(meaning, Meaning::BeforeDate | Meaning::Of));
        if !quote
            || self.tokens.digits(at + 1) != 2
            || !introduced()
            || self.tokens.glued(at + 2) && !self.free_right(at + 2)
        {
            return None;
        }
        // "in the '90s" is a decade.
        if self.tokens.is_word(at + 2) && self.tokens.glued(at + 2) {
            return None;
        }
        let short = self.tokens.number(at + 1)? as i16;
        let mut piece = self.piece(at, at + 2, 0, Shape::Point);
        let value = short + if short < 50 { 2000 } else { 1900 };
        piece.expression.year = Some(Part { value, range: piece.expression.range });
        Some(piece)
    }

    /// `The index ended the day at …`: the day of the story.
    fn closing_day(&self, at: usize) -> Option<Piece> {
        let day =
            self.skip(at, Meaning::Article).and_then(|next| self.skip(next, Meaning::Unit(Unit::Day, Count::One)))?;
        if !self.is_after(at, Meaning::Closing) || self.skip(day, Meaning::Of).is_some() {
            return None;
        }
        Some(self.piece(at, day, 0, Shape::Unit(Unit::Day)))
    }

    /// `Christmas Day 2016`, `عيد الفطر`.
    pub(super) fn holiday(&self, at: usize) -> Option<Piece> {
        self.movable(at, false).or_else(|| self.fixed_holiday(at, false))
    }

    /// `last Christmas`, `la pasada Semana Santa`, `diese Ostern`.
    pub(super) fn related_holiday(&self, at: usize) -> Option<Piece> {
        let (found, term) = self
            .relation_before(at)
            .filter(|(found, _)| matches!(found, Relation::Last | Relation::Next | Relation::This))?;
        let mut piece = self.movable(term.end, true).or_else(|| self.fixed_holiday(term.end, true))?;
        let free =
            piece.expression.year.is_none() && piece.expression.within.is_none() && piece.expression.relation.is_none();
        let named = self.tokens.is_word(piece.end) && self.tokens.list[piece.end].capital;
        if !free || named && self.lexicon.has(Trait::Capitals) {
            return None;
        }
        piece.first = at;
        piece.expression.range = self.range(at, piece.end, term.clitics);
        piece.expression.relation = Some(self.part(found, at, term));
        Some(piece)
    }

    /// `Easter Monday`, `Karfreitag`, `Thanksgiving 2019`. `related`: a word such as *last* precedes it.
    fn movable(&self, at: usize, related: bool) -> Option<Piece> {
        let ((name, guarded), term) = self.term(at, |meaning| match meaning {
            Meaning::Movable(name, guarded) => Some((name, guarded)),
            _ => None,
        })?;
        let capital = self.tokens.list.get(at).is_some_and(|token| token.capital);
        if self.lexicon.has(Trait::Capitals) && !capital {
            return None;
        }
        let year = self.year_after(term.end, Calendar::Gregorian, false);
        if guarded && !related && year.is_none() && !(self.introduced(at) && self.free_right(term.end)) {
            return None;
        }
        let mut end = year.as_ref().map_or(term.end, |year| year.end);
        let (mut within, mut relation) = (None, None);
        if year.is_none() {
            if let Some((unit, shift, after)) = self.relative_unit(end, &[Unit::Year]) {
                (within, end) = (Some((unit, shift)), after);
            } else if let Some((found, after)) = self.relation_after(end) {
                relation = Some(self.part(found, end, after));
                end = after.end;
            }
        }
        let mut piece = self.piece(at, end, term.clitics, Shape::Movable(name));
        piece.expression.year = year.map(|year| year.part);
        (piece.expression.within, piece.expression.relation) = (within, relation);
        Some(piece)
    }

    fn fixed_holiday(&self, at: usize, related: bool) -> Option<Piece> {
        let ((month, day, calendar, guarded), term) = self.term(at, |meaning| match meaning {
            Meaning::Holiday(month, day, calendar, guarded) => Some((month, day, calendar, guarded)),
            _ => None,
        })?;
        let year = self.year_after(term.end, calendar, false);
        let preposition = self.introduced(at) || term.clitics > 0;
        if guarded && !related && year.is_none() && !(preposition && self.free_right(term.end)) {
            return None;
        }
        let mut end = year.as_ref().map_or(term.end, |year| year.end);
        let mut within = None;
        let mut related = None;
        if year.is_none() {
            if let Some((unit, shift, after)) = self.relative_unit(end, &[Unit::Year]) {
                (within, end) = (Some((unit, shift)), after);
            } else if let Some((found, after)) = self.relation_after(end) {
                related = Some(self.part(found, end, after));
                end = after.end;
            }
        }
        let mut piece = self.piece(at, end, term.clitics, Shape::Holiday);
        let range = self.range(at, term.end, term.clitics);
        // A Hijri feast of a Gregorian year does not state its own year.
        let own =
            year.as_ref().filter(|year| calendar == Calendar::Gregorian || year.calendar != Some(Calendar::Gregorian));
        piece.expression.year = own.map(|year| year.part);
        piece.expression.month = Some(Part { value: month, range });
        piece.expression.day = Some(Part { value: day, range });
        piece.expression.calendar = calendar;
        (piece.expression.within, piece.expression.relation) = (within, related);
        // The feast of a Gregorian year does not state its own year.
        if calendar == Calendar::Hijri && own.is_none() && year.is_some() {
            piece.expression.year = year.map(|year| year.part);
            piece.expression.shape = Shape::InYear;
        } else if calendar == Calendar::Hijri && piece.expression.within.is_some() {
            piece.expression.shape = Shape::Open;
        }
        Some(piece)
    }
    /// `الخامس من الشهر الجاري`, `the 5th of this month`.
    pub(super) fn day_of_relative_month(
        &self,
        at: usize,
        days: &[(Part<u8>, usize, usize)],
        end: usize,
    ) -> Option<Vec<Piece>> {
        let same = || {
            let of = self.skip(end, Meaning::Of)?;
            self.same_month(of)
        };
        let mut related = None;
        let (unit, shift, end) = if let Some(after) = same() {
            related = Some(Part { value: Relation::Same, range: self.range(end, after, 0) });
            (Unit::Month, 0, after)
        } else if self.skip(end, Meaning::Of).is_some() {
            self.relative_unit(end, &[Unit::Month])?
        } else if let Some(found) = self.unit_at(end, &[Unit::Month]).filter(|_| self.lexicon.has_clitics()) {
            // "14 الشهر المقبل".
            found
        } else {
            // "يوم 22 الجاري".
            let introduced = self.tokens.number(at).is_some()
                && self.ends_before(at, |meaning| matches!(meaning, Meaning::BeforeDate | Meaning::DayHead));
            let (_, term) =
                self.relation_after(end).filter(|(relation, _)| introduced && *relation == Relation::This)?;
            (Unit::Month, 0, term.end)
        };
        let count = days.len();
        let piece = |(index, (day, first, day_end)): (usize, &(Part<u8>, usize, usize))| {
            let first = if index == 0 { at } else { *first };
            let clitics = if self.tokens.number(first).is_some() { 0 } else { self.clitics(first) };
            let mut piece = self.piece(first, if index + 1 == count { end } else { *day_end }, clitics, Shape::Point);
            piece.expression.day = Some(*day);
            piece.expression.relation = related;
            piece.expression.within = Some((unit, shift)).filter(|_| related.is_none());
            piece
        };
        Some(days.iter().enumerate().map(piece).collect())
    }

    /// `الشهر نفسه`, `the same month`, `that month`.
    fn same_month(&self, at: usize) -> Option<usize> {
        let month = |at: usize| self.skip(at, Meaning::Unit(Unit::Month, Count::One));
        let same = |at: usize| {
            self.term(at, |meaning| matches!(meaning, Meaning::Relation(Side::Same) | Meaning::That).then_some(()))
                .map(|((), term)| term.end)
        };
        let start = self.skip(at, Meaning::Article).unwrap_or(at);
        same(at).or_else(|| same(start)).and_then(month).or_else(|| month(at).and_then(same))
    }

    /// A day in digits or as an ordinal; in some languages also a number word: `el ocho de junio`.
    pub(super) fn day_or_word(&self, at: usize) -> Option<(Part<u8>, usize)> {
        if let Some(found) = self.day(at) {
            return Some(found);
        }
        if !self.lexicon.has(Trait::DaysInWords) || self.tokens.number(at).is_some() {
            return None;
        }
        let (value, end) = self.amount(at).filter(|(value, _)| (1..=31).contains(value))?;
        self.skip(end, Meaning::Of).or_else(|| self.joiner(end)).or_else(|| self.month_name(end).map(|_| end))?;
        Some((Part { value: value as u8, range: self.range(at, end, 0) }, end))
    }
}
