//! Joins neighbouring pieces that form one expression, and links ranges, lists and calendar pairs.

use super::gap::{Gap, day_word};
use super::ranges::{order_by_weekday, share_era, share_order, share_year};
use super::reader::{Piece, Reader};
use crate::dates::meaning::Meaning;
use crate::dates::model::{Clock, Expression, Link, Part, Relation, Shape, Unit};

impl Reader<'_> {
    /// Joins neighbours that form one expression: weekday, date and time; *today* and a weekday; a day and its part.
    pub(in crate::dates) fn join(&self, pieces: Vec<Piece>) -> Vec<Piece> {
        let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let mut piece = piece;
            while let Some(last) = joined.last() {
                let Some(one) = self.merge(last, &piece) else { break };
                joined.pop();
                piece = one;
            }
            joined.push(piece);
        }
        joined
    }

    fn merge(&self, left: &Piece, right: &Piece) -> Option<Piece> {
        let (a, b) = (&left.expression, &right.expression);
        if let Some(one) = self.weekday_of_week(left, right).or_else(|| self.week_of_weekday(left, right)) {
            return Some(one);
        }
        if a.shape != Shape::Point || b.shape != Shape::Point {
            return None;
        }
        // Weekdays and times fit any calendar.
        let dateless = |e: &Expression| e.day.is_none() && e.month.is_none() && e.year.is_none();
        if a.calendar != b.calendar && !dateless(a) && !dateless(b) {
            return None;
        }
        let has_day = |e: &Expression| e.day.is_some() || e.weekday.is_some() || day_word(e);
        let is_time = |e: &Expression| e.time.is_some() && !has_day(e) && e.month.is_none() && e.year.is_none();
        let is_weekday =
            |e: &Expression| e.weekday.is_some() && e.day.is_none() && e.month.is_none() && e.year.is_none();
        let gap = self.gap(left.end, right.first);
        let bracket = gap == Gap::Bracket && [')', ']'].iter().any(|sign| self.tokens.is_sign(right.end, *sign));
        let fits = if is_time(a) && is_time(b) {
            // "7 in the evening" is already one time; two times stay separate.
            a.time.is_some_and(|time| time.value.hour.is_none()) != b.time.is_some_and(|time| time.value.hour.is_none())
                && gap <= Gap::Word
        } else if is_time(b) {
            // A stamp line: "18 سبتمبر 2017 - 19:22".
            let stamp = gap == Gap::Dash && a.day.is_some() && a.year.is_some() && !b_is_part(b);
            // A part of day is not joined to another day across a comma.
            // "half past six on Tuesday evening": the part of day decides between morning and evening.
            let completes = b_is_part(b)
                && gap == Gap::None
                && a.time
                    .is_some_and(|time| time.value.hour.is_some_and(|hour| hour < 12) && time.value.part.is_none());
            has_day(a)
                && (completes || a.time.is_none_or(|time| time.value.hour.is_none()))
                && (gap <= Gap::Word || (gap == Gap::Comma && !b_is_part(b)) || stamp)
        } else if is_time(a) {
            has_day(b) && b.time.is_none() && (gap <= Gap::Word || (gap == Gap::Comma && !b_is_part(a) && !left.weak))
        } else if is_weekday(a) {
            a.relation.is_none_or(|_| b.day.is_some())
                && (b.day.is_some()
                    && (gap <= Gap::Comma
                        || gap == Gap::Corresponding
                        || bracket
                        || gap == Gap::Dash && b.month.is_some())
                    && (gap != Gap::Word || b.weekday.is_none())
                    || (day_word(b)
                        && a.relation.is_none()
                        && gap <= if a.time.is_some() { Gap::Word } else { Gap::Comma }))
                && b.weekday.is_none()
                && a.time.is_none_or(|_| b.time.is_none())
        } else if is_weekday(b) {
            b.relation.is_none()
                && a.weekday.is_none()
                && b.time.is_none_or(|_| a.time.is_none())
                && ((day_word(a)
                    && a.time.is_none_or(|time| time.value.hour.is_none())
                    && (gap <= Gap::Comma || bracket))
                    || (a.day.is_some()
                        && (gap == Gap::None
                            || bracket
                            || gap == Gap::Comma && self.stops(right.end) && !self.leads_to_date(right.end))))
        } else if day_word(a) {
            // "today, 11 July" and "اليوم 11 يوليو" are one day; in "two weeks from today, on 16 September" they are
            // two.
            let from_it = self.ends_before(left.first, |meaning| {
                matches!(meaning, Meaning::From | Meaning::Of | Meaning::Before | Meaning::After | Meaning::Ahead(_))
            });
            !from_it && b.day.is_some() && !day_word(b) && b.relation.is_none() && (gap <= Gap::Comma || bracket)
        } else {
            false
        };
        if !fits {
            return None;
        }
        let mut one = left.clone();
        let expression = &mut one.expression;
        one.end = right.end + usize::from(bracket);
        one.weak = left.weak && right.weak;
        expression.range = a.range.cover(b.range);
        if bracket {
            expression.range.end =
                self.tokens.list.get(right.end).map_or(expression.range.end, |token| token.range.end);
        }
        expression.calendar = if dateless(a) { b.calendar } else { a.calendar };
        expression.year = a.year.or(b.year);
        expression.month = a.month.or(b.month);
        expression.other_month = a.other_month.or(b.other_month);
        expression.day = a.day.or(b.day);
        expression.weekday = a.weekday.or(b.weekday);
        expression.relation = a.relation.or(b.relation);
        expression.within = a.within.or(b.within);
        // "next week on Thursday, July 2": the month is more precise than the week.
        if expression.month.is_some() && matches!(expression.within, Some((Unit::Week, _))) {
            expression.within = None;
        }
        expression.modifier = a.modifier.or(b.modifier);
        expression.ambiguous_order |= b.ambiguous_order;
        order_by_weekday(expression);
        expression.time = match (a.time, b.time) {
            (Some(first), Some(second)) => {
                Some(Part { value: combine(first.value, second.value), range: first.range.cover(second.range) })
            }
            (first, second) => first.or(second),
        };
        Some(one)
    }

    /// `الأسبوع المقبل يوم الجمعة`, `this week Friday`.
    fn weekday_of_week(&self, left: &Piece, right: &Piece) -> Option<Piece> {
        let (a, b) = (&left.expression, &right.expression);
        let shift = match a.relation?.value {
            Relation::Last => -1,
            Relation::Next => 1,
            Relation::This => 0,
            _ => return None,
        };
        let bare = b.shape == Shape::Point
            && b.weekday.is_some()
            && b.day.is_none()
            && b.relation.is_none()
            && b.within.is_none();
        if a.shape != Shape::Unit(Unit::Week) || !bare || self.gap(left.end, right.first) > Gap::Word {
            return None;
        }
        let mut one = right.clone();
        one.first = left.first;
        one.expression.range = a.range.cover(b.range);
        one.expression.within = Some((Unit::Week, shift));
        Some(one)
    }

    /// `jeudi de la semaine prochaine`: the week after its weekday.
    fn week_of_weekday(&self, left: &Piece, right: &Piece) -> Option<Piece> {
        let (a, b) = (&left.expression, &right.expression);
        let shift = match b.relation?.value {
            Relation::Last => -1,
            Relation::Next => 1,
            Relation::This => 0,
            _ => return None,
        };
        let bare = a.shape == Shape::Point && a.weekday.is_some() && a.day.is_none() && a.month.is_none();
        let free = a.relation.is_none() && a.within.is_none() && b.shape == Shape::Unit(Unit::Week);
        // "de la semaine" has an article after the preposition.
        let of = self.skip(left.end, Meaning::Of)?;
        let joined = of == right.first || self.skip(of, Meaning::Article) == Some(right.first);
        if !(bare && free && joined) {
            return None;
        }
        let mut one = left.clone();
        one.end = right.end;
        one.expression.range = a.range.cover(b.range);
        one.expression.within = Some((Unit::Week, shift));
        Some(one)
    }

    /// Links ranges, lists and calendar pairs.
    pub(in crate::dates) fn link(&self, pieces: &mut [Piece]) {
        for right in 1..pieces.len() {
            let left = right - 1;
            let (before, after) = pieces.split_at_mut(right);
            let (a, b) = (&mut before[left], &mut after[0]);
            if a.expression.calendar != b.expression.calendar && (dated(&a.expression) && dated(&b.expression)) {
                if self.pairs(a.end, b.first) {
                    (a.expression.pair, b.expression.pair) = (Some(right), Some(left));
                }
                continue;
            }
            let points = a.expression.shape == Shape::Point && b.expression.shape == Shape::Point;
            if !points || b.first < a.end {
                continue;
            }
            let Some(is_range) = self.range_or_list(a.first, a.end, b.first) else { continue };
            // "MARSA, March 24 - March 7 will be": the dash of a dateline.
            if left == 0 && is_range && self.ends_dateline(a) && !in_order(&a.expression, &b.expression) {
                continue;
            }
            let (x, y) = (&mut a.expression, &mut b.expression);
            // "du mardi 2 au jeudi 4 juillet": both ends share the month.
            let like = is_range || x.weekday.is_some() == y.weekday.is_some();
            let bare = x.month.is_none() && x.within.is_none() && x.relation.is_none();
            if x.day.is_some() && bare && like && y.day.is_some() {
                (x.month, x.other_month, x.calendar) = (y.month, y.other_month, y.calendar);
            }
            let alike = (x.day.is_some() == y.day.is_some() && x.month.is_some() == y.month.is_some())
                || (x.month.is_some() && y.month.is_some())
                || (x.year.is_some() && y.year.is_some());
            if !alike || (x.weekday.is_some() && x.day.is_none()) != (y.weekday.is_some() && y.day.is_none()) {
                continue;
            }
            // "10 July to 12 August 2017": both ends share the year.
            share_year(x, y, is_range);
            share_era(x, y);
            share_order(x, y);
            if is_range {
                (x.link, y.link) = (Some(Link::RangeTo(right)), Some(Link::RangeFrom(left)));
            } else {
                (x.link, y.link) = (Some(Link::ListTo(right)), Some(Link::ListFrom(left)));
            }
        }
    }

    /// Whether two dates in two calendars are the same day.
    fn pairs(&self, from: usize, to: usize) -> bool {
        let (mut at, mut joined) = (from, false);
        while at < to {
            let sign = ['(', '/', '-', '\u{2013}', '[', '='].iter().any(|sign| self.tokens.is_sign(at, *sign));
            let comma = self.is_comma(at);
            let corresponding = self.skip(at, Meaning::Corresponding);
            joined |= sign || corresponding.is_some() || (comma && from + 1 == to);
            at = match corresponding.or_else(|| self.skip(at, Meaning::On)) {
                Some(end) => end,
                None if sign || comma || self.lexicon.is_clitic(self.tokens.text(at)) => at + 1,
                None => return false,
            };
        }
        joined && at == to && to - from <= 4
    }

    /// Whether two dates form a range (`true`) or a list (`false`).
    pub(super) fn range_or_list(&self, first: usize, from: usize, to: usize) -> Option<bool> {
        let introduced = self.is_after(first, Meaning::From);
        match to.checked_sub(from)? {
            0 => self.is_joined(to).then_some(introduced),
            1 | 2 => {
                let dash = ['-', '\u{2013}', '\u{2014}', '/'].iter().any(|sign| self.tokens.is_sign(from, *sign));
                let comma = self.is_comma(from);
                if (dash && to == from + 1) || self.skip(from, Meaning::To) == Some(to) {
                    return Some(true);
                }
                if self.skip(from, Meaning::And) == Some(to) {
                    return Some(introduced);
                }
                (comma && (to == from + 1 || self.skip(from + 1, Meaning::And) == Some(to))).then_some(false)
            }
            _ => None,
        }
    }

    /// Whether a comma and a date follow, to which a preceding weekday belongs.
    fn leads_to_date(&self, at: usize) -> bool {
        self.is_comma(at) && (self.named_date(at + 1).is_some() || self.numeric_date(at + 1).is_some())
    }

    /// Whether the phrase ends here: at the end of the text, a full stop, a bracket or a dash.
    fn stops(&self, at: usize) -> bool {
        at >= self.len()
            || [',', '،', '.', ';', '؛', ')', ':', '!', '?', '\u{2013}', '\u{2014}']
                .iter()
                .any(|sign| self.tokens.is_sign(at, *sign))
            || self.tokens.list.get(at).is_some_and(|token| token.fresh_line)
    }
}

/// Whether month and day increase from one expression to the next.
fn in_order(first: &Expression, last: &Expression) -> bool {
    let key = |e: &Expression| (e.month.map(|month| month.value), e.day.map(|day| day.value));
    first.month.is_some() && last.month.is_some() && key(first) <= key(last)
}

fn dated(expression: &Expression) -> bool {
    expression.shape == Shape::Point
        && (expression.day.is_some() || expression.month.is_some() || expression.year.is_some())
}

/// Whether a time is a part of day without an hour.
fn b_is_part(expression: &Expression) -> bool {
    expression.time.is_some_and(|time| time.value.hour.is_none())
}

/// Combines an hour and a part of day: seven in the evening is 19.
fn combine(first: Clock, second: Clock) -> Clock {
    let (hour, part) = if first.hour.is_some() { (first, second.part) } else { (second, first.part) };
    let first_late = if part == Some("AF") { 1 } else { 5 };
    let late =
        matches!(part, Some("AF" | "EV" | "NI")) && hour.hour.is_some_and(|hour| (first_late..12).contains(&hour));
    Clock {
        hour: if late { hour.hour.map(|hour| hour + 12) } else { hour.hour },
        part: if hour.hour.is_some() { None } else { part },
        ..hour
    }
}
