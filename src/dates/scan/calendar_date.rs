//! Days, months and years: `18-09-2017`, `11 يوليو الماضي`, `July 11, 2017`, `الاثنين`, `yesterday`, `في 2017`.

use super::reader::{Piece, Reader, YearRead};
use crate::dates::grammar::Trait;
use crate::dates::meaning::{Count, Era, Guard, Meaning, Side};
use crate::dates::model::{Calendar, Part, Relation, Shape, Unit};
use crate::dates::terms::Term;
use crate::text::ProseRange;

/// A month and its tokens.
struct MonthRead {
    part: Part<u8>,
    other: Option<Part<u8>>,
    calendar: Calendar,
    guard: Guard,
    end: usize,
    clitics: u8,
}

pub(super) fn relation(side: Side) -> Relation {
    match side {
        Side::Last => Relation::Last,
        Side::Next => Relation::Next,
        Side::This => Relation::This,
        Side::Previous => Relation::Previous,
        Side::Following => Relation::Following,
        Side::Same => Relation::Same,
        Side::BeforeLast => Relation::BeforeLast,
        Side::AfterNext => Relation::AfterNext,
    }
}

fn shift(side: Side) -> Option<i8> {
    match side {
        Side::Last => Some(-1),
        Side::Next => Some(1),
        Side::This => Some(0),
        Side::BeforeLast => Some(-2),
        Side::AfterNext => Some(2),
        Side::Previous | Side::Following | Side::Same => None,
    }
}

impl Reader<'_> {
    /// `2017-09-18`, `18/9/2017`, `2017/09/18`, `18.09.2017`, `10/31/74`.
    pub(super) fn numeric_date(&self, at: usize) -> Option<Piece> {
        let tokens = &self.tokens;
        let first = tokens.number(at)?;
        let sign =
            ['-', '/', '.', '\u{2013}', '\u{060D}', '\\'].into_iter().find(|sign| tokens.is_sign(at + 1, *sign))?;
        // "18 - 9 - 2017" with spaces on both sides of both signs.
        let spaced =
            matches!(sign, '-' | '/') && (1..5).all(|step| !tokens.glued(at + step)) && tokens.digits(at + 4) == 4;
        let glued = (1..5).all(|step| tokens.glued(at + step));
        let chained = (glued || spaced) && tokens.is_sign(at + 3, sign);
        let second = tokens.number(at + 2)?;
        if !chained || !self.clean_left(at) {
            return None;
        }
        let mut end = at + 5;
        let era = self.term(end, |meaning| match meaning {
            Meaning::Era(era) => Some(era),
            _ => None,
        });
        let hijri_mark = era.is_some_and(|(era, _)| era == Era::Hijri);
        if let Some((_, term)) = era.filter(|_| hijri_mark || tokens.glued(end)) {
            end = term.end;
        }
        let timed = tokens.glued(end) && tokens.text(end) == "t" && tokens.number(end + 1).is_some();
        // A full stop after a date with dots ends the sentence.
        let goes_on = tokens.glued(end) && tokens.is_sign(end, sign) && (sign != '.' || tokens.glued(end + 1));
        if !timed && (!self.clean_right(end) || goes_on) || sign == '.' && self.is_numbered(at) {
            return None;
        }
        let widths = (tokens.digits(at), tokens.digits(at + 2), tokens.digits(at + 4));
        let (year_at, month_at, day_at) = match widths {
            (4, 1..=2, 1..=2) => (at, at + 2, at + 4),
            // The only order that gives a date is month first.
            // Dates with dots are never month first.
            (1..=2, 1..=2, 4) if sign == '.' && second > 12 => return None,
            (1..=2, 1..=2, 4) if first <= 12 && second > 12 && second <= 31 => (at + 4, at, at + 2),
            (1..=2, 1..=2, 4) => (at + 4, at + 2, at),
            (1..=2, 1..=2, 2) if sign == '/' && first <= 12 && second > 12 => (at + 4, at, at + 2),
            (1..=2, 1..=2, 2) if sign == '/' && second <= 12 && first <= 31 => (at + 4, at + 2, at),
            (1..=2, 1..=2, 2)
                if sign == '.'
                    && second <= 12
                    && first <= 31
                    && self.lexicon.has(Trait::DottedDays)
                    && self.dated_left(at) =>
            {
                (at + 4, at + 2, at)
            }
            _ => return None,
        };
        let year = tokens.number(year_at)?;
        let year = if tokens.digits(year_at) == 2 { self.full_year(year as i16) as u32 } else { year };
        let calendar = if hijri_mark { Calendar::Hijri } else { self.lexicon.calendar_of(year) };
        let (month, day) = (tokens.number(month_at)?, tokens.number(day_at)?);
        let plausible = if calendar == Calendar::Gregorian { 1500..=2200 } else { 1..=1600 };
        if !plausible.contains(&year) || day > 39 || month > 39 || day == 0 || month == 0 || (day > 31 && month > 12) {
            return None;
        }
        let part = |at: usize| self.range(at, at + 1, 0);
        let mut piece = self.piece(at, end, 0, Shape::Point);
        let expression = &mut piece.expression;
        expression.year = Some(Part { value: year as i16, range: part(year_at) });
        expression.month = Some(Part { value: month as u8, range: part(month_at) });
        expression.day = Some(Part { value: day as u8, range: part(day_at) });
        expression.calendar = calendar;
        expression.ambiguous_order = self.lexicon.has(Trait::EitherOrder)
            && year_at > at
            && matches!(sign, '/' | '-')
            && first <= 12
            && second <= 12
            && first != second;
        if timed {
            if let Some(time) = self.time(end + 1) {
                expression.time = time.expression.time;
                expression.range = expression.range.cover(time.expression.range);
                piece.end = time.end;
            } else {
                return None;
            }
        }
        Some(piece)
    }

    /// Reads a month name, with the word for *month* before it and a second name after it.
    fn month(&self, at: usize) -> Option<MonthRead> {
        let head =
            [Count::One, Count::Two].into_iter().find_map(|count| self.skip(at, Meaning::Unit(Unit::Month, count)));
        let name_at = head.unwrap_or(at);
        let ((number, calendar, system, guard), term) = self.month_name(name_at)?;
        if guard == Guard::Headed && head.is_none() {
            return None;
        }
        let part = self.part(number, name_at, term);
        let guard = if head.is_some() { Guard::None } else { guard };
        let mut read =
            MonthRead { part, other: None, calendar, guard, end: term.end, clitics: self.clitics_of(at, head, term) };
        // A dual name: `سبتمبر/أيلول`, `أيلول (سبتمبر)`, from two naming systems.
        let bracket = self.tokens.is_sign(term.end, '(');
        if bracket || ['/', '-', '\u{2013}'].iter().any(|sign| self.tokens.is_sign(term.end, *sign)) {
            if let Some(((second, second_calendar, other, _), after)) = self.month_name(term.end + 1) {
                let closed = !bracket || self.tokens.is_sign(after.end, ')');
                if other & system == 0 && second_calendar == calendar && closed {
                    read.other = Some(self.part(second, term.end + 1, after));
                    read.end = after.end + usize::from(bracket);
                    read.guard = Guard::None;
                }
            }
        } else if let Some(((second, second_calendar, other, _), after)) = self.month_name(term.end) {
            // `تموز يوليو`: two names in a row.
            if other & system == 0 && second_calendar == calendar && second == number && after.clitics == 0 {
                read.other = Some(self.part(second, term.end, after));
                read.end = after.end;
                read.guard = Guard::None;
            }
        }
        Some(read)
    }

    fn clitics_of(&self, at: usize, head: Option<usize>, term: Term) -> u8 {
        if head.is_some() { self.clitics(at) } else { term.clitics }
    }

    pub(super) fn month_name(&self, at: usize) -> Option<((u8, Calendar, u8, Guard), Term)> {
        self.term(at, |meaning| match meaning {
            Meaning::Month(number, calendar, system, guard) => Some((number, calendar, system, guard)),
            _ => None,
        })
    }

    /// A month by its number: `شهر 9`, `الشهر التاسع من عام 2017`.
    fn numbered_month(&self, at: usize) -> Option<MonthRead> {
        if !self.lexicon.has(Trait::NumberedMonths) {
            return None;
        }
        let ((), head) = self.term(at, |meaning| (meaning == Meaning::Unit(Unit::Month, Count::One)).then_some(()))?;
        let in_words = || {
            let (number, term) = self.term(head.end, |meaning| match meaning {
                Meaning::Number(number @ 1..=12) => Some(number as u8),
                _ => None,
            })?;
            // After a day, or with a year or *last*; "شهر واحد" alone is a length.
            let adjacent = self.relation_after(term.end).is_some()
                || self.year_after(term.end, Calendar::Gregorian, false).is_some()
                || number > 2 && at > 0 && self.is_after(at, Meaning::Of);
            adjacent.then(|| (self.part(number, head.end, term), term.end))
        };
        if let Some((part, end)) = in_words() {
            let (guard, clitics) = (Guard::None, head.clitics);
            return Some(MonthRead { part, other: None, calendar: Calendar::Gregorian, guard, end, clitics });
        }
        let (day, end) = self.day(head.end)?;
        let digits = self.tokens.number(head.end).is_some();
        let backed = digits || self.year_after(end, Calendar::Gregorian, true).is_some();
        (backed && day.value <= 12 && !self.counted(end)).then_some(MonthRead {
            part: day,
            other: None,
            calendar: Calendar::Gregorian,
            guard: Guard::None,
            end,
            clitics: head.clitics,
        })
    }

    /// Reads a year after a month or day: `, 2017`, `من عام 2017`, `2017م`.
    pub(super) fn year_after(&self, at: usize, calendar: Calendar, comma: bool) -> Option<YearRead> {
        let at = if comma && (self.is_comma(at)) { at + 1 } else { at };
        let hyphen = ['-', '/'].iter().any(|sign| self.tokens.is_sign(at, *sign)) && self.tokens.glued(at);
        let short = self.tokens.digits(at + 1) == 2;
        if hyphen && short && self.tokens.glued(at + 1) && self.clean_right(at + 2) {
            let value = self.tokens.number(at + 1)? as i16;
            let part = Part { value: self.full_year(value), range: self.range(at + 1, at + 2, 0) };
            return Some(YearRead { part, end: at + 2, calendar: None, certain: true });
        }
        if hyphen && self.tokens.glued(at + 1) && self.tokens.digits(at + 1) == 4 && self.clean_right(at + 2) {
            let value = self.tokens.number(at + 1).filter(|year| (1000..=2999).contains(year))?;
            let part = Part { value: value as i16, range: self.range(at + 1, at + 2, 0) };
            return Some(YearRead { part, end: at + 2, calendar: None, certain: false });
        }
        // "آذار (1981)".
        if self.tokens.is_sign(at, '(') && self.tokens.is_sign(at + 2, ')') && self.tokens.digits(at + 1) == 4 {
            let value = self.tokens.number(at + 1).filter(|year| (1000..=2999).contains(year))?;
            let part = Part { value: value as i16, range: self.range(at + 1, at + 2, 0) };
            let own = self.lexicon.calendar_of(value);
            let own = (own != Calendar::Gregorian && calendar == Calendar::Gregorian).then_some(own);
            return own.is_none().then_some(YearRead { part, end: at + 3, calendar: None, certain: false });
        }
        let of = self.skip(at, Meaning::Of).and_then(|next| self.year(next, calendar));
        of.or_else(|| self.year(at, calendar)).filter(|year| {
            let plausible =
                if year.calendar.unwrap_or(calendar) == Calendar::Gregorian { 1000..=2999 } else { 1..=1600 };
            year.certain || plausible.contains(&year.part.value)
        })
    }

    /// Reads a relative week, month or year after a day: `من الشهر الجاري`, `of last year`.
    pub(super) fn relative_unit(&self, at: usize, wanted: &[Unit]) -> Option<(Unit, i8, usize)> {
        let of = self.terms(at).iter().filter(|term| term.meaning == Meaning::Of);
        of.map(|term| term.end).find_map(|next| self.unit_at(next, wanted)).or_else(|| self.unit_at(at, wanted))
    }

    pub(super) fn unit_at(&self, at: usize, wanted: &[Unit]) -> Option<(Unit, i8, usize)> {
        let side = |at: usize| {
            self.term(at, |meaning| match meaning {
                Meaning::Relation(side) => shift(side),
                _ => None,
            })
        };
        let unit = |at: usize| {
            self.term(at, |meaning| match meaning {
                Meaning::Unit(unit, Count::One) if wanted.contains(&unit) => Some(unit),
                _ => None,
            })
        };
        if let Some((shift, first)) = side(at) {
            let (unit, second) = unit(first.end)?;
            return Some((unit, shift, second.end));
        }
        let (unit, first) = unit(at)?;
        let (shift, second) = side(first.end)?;
        (second.clitics == 0).then_some((unit, shift, second.end))
    }

    /// Reads a relation word after a date: `الماضي`, but not a bare `هذا`.
    pub(super) fn relation_after(&self, at: usize) -> Option<(Relation, Term)> {
        let (side, term) = self.term(at, |meaning| match meaning {
            Meaning::Relation(side) => Some(side),
            _ => None,
        })?;
        if self.lexicon.has(Trait::RelationsLead) && !matches!(side, Side::BeforeLast | Side::AfterNext) {
            return None;
        }
        (term.clitics == 0 && !self.lexicon.is_demonstrative(self.tokens.text(at))).then_some((relation(side), term))
    }

    /// Reads a relation word before a date: `last February 11`, `this Friday`.
    pub(super) fn relation_before(&self, at: usize) -> Option<(Relation, Term)> {
        let (side, term) = self.term(at, |meaning| match meaning {
            Meaning::Relation(side) => Some(side),
            _ => None,
        })?;
        let article = self.skip(at, Meaning::Article).is_some();
        let demonstrative = self.lexicon.has(Trait::AdjectivesLead) || matches!(side, Side::This);
        // "before last" follows its noun, "übernächste" precedes it.
        let after = matches!(side, Side::BeforeLast | Side::AfterNext) && self.lexicon.has(Trait::RelationsLead);
        let anaphoric = matches!(side, Side::Previous | Side::Following);
        (demonstrative && (!article || anaphoric) && !after).then_some((relation(side), term))
    }

    /// Days and months by name, including days that share a month: `21 و22 أغسطس`, `July 10–12, 2017`.
    pub(super) fn named_date(&self, at: usize) -> Option<Vec<Piece>> {
        let before = self.relation_before(at);
        let start = before.map_or(at, |(_, term)| term.end);
        let mut days: Vec<(Part<u8>, usize, usize)> = Vec::new();
        let mut next = start;
        let article = self.skip(start, Meaning::Article);
        // Day first: `11 July`, `the 11th of July`, `21 و22 أغسطس`.
        while let Some((day, end)) = self.day_or_word(if days.is_empty() { article.unwrap_or(next) } else { next }) {
            days.push((day, next, end));
            match self.joiner(end) {
                Some(after)
                    if days.len() < 6 && self.day_or_word(after).is_some() && self.is_like(next, end, after) =>
                {
                    next = after;
                }
                _ => break,
            }
        }
        let day_end = days.last().map(|(.., end)| *end);
        let month_at = day_end.map_or(start, |end| self.skip_of_month(end));
        if let (Some(end), None) = (day_end, self.month(month_at)) {
            return self.day_of_relative_month(at, &days, end);
        }
        let month = self.month(month_at).or_else(|| self.numbered_month(month_at))?;
        let mut end = month.end;
        if days.is_empty() {
            // Month first: `July 11`, `يوليو 13-15`.
            let mut next = self.skip(end, Meaning::Article).unwrap_or(end);
            while let Some((day, after)) = self.day(next) {
                let day_of_next = self.month(self.skip_of_month(after)).is_some() && !days.is_empty();
                let of_year = self.tokens.glued(after) && self.tokens.is_sign(after, '/');
                // "لتسليم يونيو 31 سنتا": in a language that puts the day first, a number after the month counts the
                // next noun.
                let of_noun = !self.lexicon.has(Trait::EitherOrder)
                    && self.tokens.number(next).is_some()
                    && self.tokens.is_word(after)
                    && self.terms(after).is_empty();
                let none_has =
                    day.value > 31 && (!days.is_empty() || self.year_after(after, month.calendar, true).is_none());
                if day_of_next || of_year || of_noun || self.counted(after) || none_has {
                    break;
                }
                days.push((day, next, after));
                end = after;
                match self.joiner(after).filter(|next| {
                    !self.tokens.is_sign(after, ',')
                        || self.skip(after + 1, Meaning::And).is_some()
                        || self.lists_days(*next)
                }) {
                    Some(following) if days.len() < 6 && self.is_like(next, after, following) => next = following,
                    _ => break,
                }
            }
        }
        let year = self.year_after(end, month.calendar, true);
        let mut relation = before;
        let mut within = None;
        let mut calendar = month.calendar;
        let year_part = year.as_ref().map(|year| year.part);
        if let Some(year) = &year {
            end = year.end;
            // "في 8 مايو 2022 الماضي": the relation is compared with the stated year.
            let adjacent =
                self.relation_after(end).filter(|(found, _)| matches!(found, Relation::Last | Relation::Next));
            if let Some((found, term)) = adjacent.filter(|_| !days.is_empty()) {
                (relation, end) = (Some((found, term)), term.end);
            }
            calendar =
                if month.calendar == Calendar::Gregorian { year.calendar.unwrap_or(calendar) } else { month.calendar };
        } else if let Some((unit, shift, after)) = self.relative_unit(end, &[Unit::Year]) {
            (within, end) = (Some((unit, shift)), after);
        } else if let Some((found, term)) = self.relation_after(end) {
            (relation, end) = (Some((found, Term { end: term.end, ..term })), term.end);
        }
        let numbered = !days.is_empty() || year.is_some() || within.is_some() || relation.is_some();
        let name_at = month_at + usize::from(month.guard == Guard::None && self.month_name(month_at).is_none());
        // A month alone can also be another name (a car, a reactor); in Arabic a preposition must precede it.
        let guard = match month.guard {
            Guard::None if self.lexicon.has(Trait::MonthsAreNames) && name_at == month_at => Guard::Guarded,
            // "Julio Borges": with a capital, a month can be a person.
            Guard::None | Guard::Guarded if name_at == month_at && self.is_name(name_at) && !self.is_alone(name_at) => {
                Guard::Proper
            }
            guard => guard,
        };
        let between = month.guard == Guard::None
            && self.ends_before(name_at, |meaning| {
                matches!(meaning, Meaning::From | Meaning::To | Meaning::Of | Meaning::On)
            });
        let numbered = numbered || month.other.is_some() || between || self.is_next_to_month(name_at, month.end);
        // "segundo set": before a short name, only digits are a day.
        let is_day = |day: &Part<u8>| {
            day.range.slice(self.prose).starts_with(char::is_numeric) || day.range.start > month.part.range.start
        };
        let sure = guard != Guard::Short || year.is_some() || days.is_empty();
        let numbered = numbered && (sure || days.iter().any(|(day, ..)| is_day(day)));
        let backed = if guard == Guard::Zero {
            // Accepts "3 صفر 1441هـ", "3 من صفر", "صفر الماضي", "الموافق 3 صفر", but not "3-صفر".
            let corresponding = |at: usize| self.is_after(at, Meaning::Corresponding);
            let near = corresponding(at) || self.skip(end, Meaning::Corresponding).is_some();
            let of = day_end.is_some_and(|end| month_at > end && self.skip(end, Meaning::Of) == Some(month_at));
            of || year.is_some() || within.is_some() || relation.is_some() || near && !days.is_empty()
        } else {
            self.backed(name_at, month.end, guard, numbered)
        };
        // "5 august 2017": with day and year, a month name needs no capital.
        let whole = !days.is_empty() && year.is_some() && guard == Guard::Proper;
        if !backed && !whole {
            return None;
        }
        // A day that no month has counts only with a year.
        if days.iter().any(|(day, ..)| day.value > 31) && year.is_none() {
            return None;
        }
        let relation_part = relation.map(|(value, term)| {
            let first = if before.is_some() { at } else { term.end - 1 };
            self.part(value, first, term)
        });
        let build = |first: usize, last: usize, clitics: u8, day: Option<Part<u8>>| {
            // A Hijri month of a Gregorian year does not state its own year.
            let mixed = month.calendar == Calendar::Hijri
                && year.as_ref().is_some_and(|year| year.calendar == Some(Calendar::Gregorian));
            let mut piece = self.piece(first, last, clitics, if mixed { Shape::InYear } else { Shape::Point });
            piece.expression.calendar = calendar;
            piece.expression.month = Some(month.part);
            piece.expression.other_month = month.other;
            piece.expression.day = day;
            piece.expression.year = year_part;
            piece.expression.relation = relation_part;
            piece.expression.within = within;
            piece
        };
        if days.is_empty() {
            let clitics = if before.is_some() { self.clitics(at) } else { month.clitics };
            return Some(vec![build(at, end, clitics, None)]);
        }
        let month_first = month_at == start;
        let count = days.len();
        Some(
            days.into_iter()
                .enumerate()
                .map(|(index, (day, first, day_end))| {
                    let article =
                        first.checked_sub(1).filter(|before| self.skip(*before, Meaning::Article) == Some(first));
                    let first_token = if index == 0 { at } else { article.unwrap_or(first) };
                    let own_end = match (month_first, index) {
                        (false, _) if index + 1 == count => end,
                        (true, _) if count == 1 || index + 1 == count => end,
                        _ => day_end,
                    };
                    let clitics =
                        if index == 0 || self.tokens.number(first).is_none() { self.clitics(first_token) } else { 0 };
                    let clitics = if self.tokens.number(first_token).is_some() { 0 } else { clitics };
                    build(first_token, own_end, clitics, Some(day))
                })
                .collect(),
        )
    }

    /// Whether a word begins a sentence and no other word follows, as in a heading: `Janvier`.
    fn is_alone(&self, at: usize) -> bool {
        self.tokens.sentence_starts(at) && (!self.tokens.is_word(at + 1) || self.tokens.sentence_starts(at + 1))
    }

    /// Whether a word has a capital that dates do not have in its language. In a line of capitals, that says nothing.
    pub(super) fn is_name(&self, at: usize) -> bool {
        let is_mixed = |range: ProseRange| range.slice(self.prose).chars().any(char::is_lowercase);
        let token = self.tokens.list.get(at).filter(|_| self.lexicon.has(Trait::SmallNames));
        token.is_some_and(|token| token.capital && is_mixed(token.range))
    }

    /// Whether an expression that ends before `end` is next to another month: `يوليو وأغسطس`, `June, July and August`.
    fn is_next_to_month(&self, at: usize, end: usize) -> bool {
        let month = |meaning| matches!(meaning, Meaning::Month(..));
        let clitic = self.is_joined(at);
        let before = (clitic && self.ends_before(at, month))
            || at > 0 && self.joiner(at - 1) == Some(at) && self.ends_before(at - 1, month);
        before || self.joiner(end).is_some_and(|next| self.month_name(next).is_some())
    }

    /// Skips *of* and the word for *month* after a day.
    fn skip_of_month(&self, at: usize) -> usize {
        // "18-Sep-2017".
        let hyphen = ['-', '/'].iter().any(|sign| self.tokens.is_sign(at, *sign)) && self.tokens.glued(at);
        if hyphen && self.tokens.glued(at + 1) && self.month(at + 1).is_some() {
            return at + 1;
        }
        // "fell from 9 to 4 in June", "finished fourth in May", "ganó dos en mayo": *in* does not make a number a day.
        let of = self
            .skip(at, Meaning::Of)
            .filter(|_| self.skip(at, Meaning::BeforeDate).is_none() || self.is_suffixed_number(at));
        match of {
            Some(next) if self.month(next).is_some() || self.numbered_month(next).is_some() => next,
            _ => at,
        }
    }

    /// Whether the word before a number shows that it is not a date: *version 3.31.2019*.
    fn is_numbered(&self, at: usize) -> bool {
        self.is_after(at, Meaning::Numbered)
    }

    /// Whether a day in digits with its suffix ends before a token: `the 4th`.
    fn is_suffixed_number(&self, at: usize) -> bool {
        at > 1 && self.tokens.number(at - 2).is_some() && self.skip(at - 1, Meaning::Suffix) == Some(at)
    }

    /// Whether days follow a comma, with *and* before the last: `September 16, 17 and 18`.
    fn lists_days(&self, at: usize) -> bool {
        const MOST: usize = 6;
        let mut next = at;
        for _ in 0..MOST {
            let Some((_, end)) = self.day(next).filter(|(day, _)| day.value <= 31) else { return false };
            let and = self.skip(end + usize::from(self.is_comma(end)), Meaning::And);
            if let Some(last) = and.and_then(|last| self.day(last)) {
                return !self.counted(last.1) && self.month(self.skip_of_month(last.1)).is_none();
            }
            if !self.is_comma(end) {
                return false;
            }
            next = end + 1;
        }
        false
    }

    /// Whether two joined numbers are written in the same way. After a dash with spaces, "18 - First" and "18 - 4th
    /// quarter" start something new.
    fn is_like(&self, first: usize, end: usize, second: usize) -> bool {
        let dash = ['-', '\u{2013}', '\u{2014}'].iter().any(|sign| self.tokens.is_sign(end, *sign));
        if !dash || self.tokens.glued(end) && self.tokens.glued(second) {
            return true;
        }
        let digits = |at: usize| self.tokens.number(at).is_some();
        let suffixed = |at: usize| self.tokens.glued(at + 1) && self.skip(at + 1, Meaning::Suffix).is_some();
        let number_at = self.skip(first, Meaning::Article).unwrap_or(first);
        digits(number_at) == digits(second) && (!suffixed(second) || suffixed(number_at))
    }

    /// Skips what joins two days of one month: a dash, a comma, *and*, *to*.
    pub(super) fn joiner(&self, at: usize) -> Option<usize> {
        if ['-', '\u{2013}', '\u{2014}', ',', '،', '/'].iter().any(|sign| self.tokens.is_sign(at, *sign)) {
            return Some(self.skip(at + 1, Meaning::And).unwrap_or(at + 1));
        }
        // "السادس والسابع من أبريل".
        let ordinal = self.terms(at).iter().any(|term| matches!(term.meaning, Meaning::Ordinal(_)));
        if ordinal && self.is_joined(at) {
            return Some(at);
        }
        let next = self.skip(at, Meaning::And).or_else(|| self.skip(at, Meaning::To))?;
        // "from the 4th to the 9th of July".
        Some(self.skip(next, Meaning::Article).filter(|day| self.day(*day).is_some()).unwrap_or(next))
    }

    /// The full year for two digits: below fifty it is in this century. In languages with Persian years, 97 is 1397.
    fn full_year(&self, short: i16) -> i16 {
        if self.lexicon.calendar_of(1397) == Calendar::Persian {
            return short + if short < 50 { 1400 } else { 1300 };
        }
        short + if short < 50 { 2000 } else { 1900 }
    }

    /// Whether a preposition or a weekday precedes a token: "16.9.17" alone is not a date.
    fn dated_left(&self, at: usize) -> bool {
        let introduces = |meaning: Meaning| {
            matches!(
                meaning,
                Meaning::BeforeDate
                    | Meaning::DayHead
                    | Meaning::Until
                    | Meaning::On
                    | Meaning::From
                    | Meaning::To
                    | Meaning::Weekday(..)
            )
        };
        let comma = usize::from(at > 0 && self.is_comma(at - 1));
        self.ends_before(at - comma, introduces)
    }
}
