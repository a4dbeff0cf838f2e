//! Completes linked expressions from each other after they are resolved: the year at the other end of a range or in the
//! other half of a calendar pair, and the day of a separate weekday.

use super::context::Context;
use crate::dates::arithmetic::moved;
use crate::dates::calendar::{calendar_day, hijri, month_days, persian};
use crate::dates::derivation;
use crate::dates::model::{Calendar, Date, Expression, Field, Link, Resolved, Shape, Unit};
use std::collections::BTreeSet;

/// The year of the second of two linked dates, in its own calendar, if it states none: "from 28 December to 3 January".
pub(super) fn follow(expression: &Expression, expressions: &[Expression], all: &[Resolved]) -> Option<i16> {
    let (first, is_range) = match expression.link? {
        Link::RangeFrom(first) => (first, true),
        Link::ListFrom(first) => (first, false),
        _ => return None,
    };
    let (before, days) = (expressions.get(first)?, all.get(first)?.days?);
    let (from, month) = (before.month?.value, expression.month?.value);
    let placed = before.relation.is_some() || before.within.is_some() || before.shape != Shape::Point;
    if placed || !lacks_year(expression) || before.calendar != expression.calendar {
        return None;
    }
    // If the months are equal the words can be wrong. A later month is in the same year, an earlier one in the next
    // year.
    let year = year_in(days.0, expression.calendar)?;
    if is_range && month < from { year.checked_add(1) } else { Some(year) }
}

/// Whether an expression is a day or month without any information about its year.
fn lacks_year(expression: &Expression) -> bool {
    let free = expression.relation.is_none() && expression.within.is_none();
    expression.shape == Shape::Point && expression.year.is_none() && expression.month.is_some() && free
}

fn year_in(day: Date, calendar: Calendar) -> Option<i16> {
    match calendar {
        Calendar::Gregorian => Some(day.year()),
        Calendar::Hijri => i16::try_from(hijri(day)?.0).ok(),
        Calendar::Persian => i16::try_from(persian(day)?.0).ok(),
    }
}

/// The second weekday of "from Saturday to Thursday": the first one after the first weekday.
pub(super) fn later_weekday(expression: &Expression, expressions: &[Expression], all: &[Resolved]) -> Option<Date> {
    let Some(Link::RangeFrom(first)) = expression.link else { return None };
    let bare = |e: &Expression| {
        let free = e.relation.is_none() && e.within.is_none() && e.time.is_none();
        e.weekday.filter(|_| e.shape == Shape::Point && e.day.is_none() && e.month.is_none() && free)
    };
    let (_, second, from) = (bare(expressions.get(first)?)?, bare(expression)?, all.get(first)?.day()?);
    let ahead = (second.value.to_monday_zero_offset() - from.weekday().to_monday_zero_offset()).rem_euclid(7);
    moved(from, Unit::Day, i64::from(ahead))
}

impl Context<'_> {
    /// Completes earlier expressions from later ones.
    pub(super) fn settle_neighbours(&self, expressions: &[Expression], all: &mut [Resolved]) {
        // `7/8/07` next to "Sunday" in a story of 9 July 2007: the order of day and month that gives a day of the text.
        let is_ambiguous = expressions.iter().any(|expression| expression.ambiguous_order);
        let sure =
            expressions.iter().zip(all.iter()).filter(|(expression, _)| is_ambiguous && !expression.ambiguous_order);
        // The day of the story is one of them.
        let own = self.reference_day().filter(|_| is_ambiguous);
        let stated: BTreeSet<Date> = sure.filter_map(|(_, resolved)| resolved.day()).chain(own).collect();
        for (index, expression) in expressions.iter().enumerate() {
            if expression.ambiguous_order
                && let Some(day) = all[index].day()
                && let Ok(swapped) = Date::new(day.year(), day.day(), day.month())
                && stated.contains(&swapped)
                && !stated.contains(&day)
            {
                let turned = Expression { month: expression.day, day: expression.month, ..expression.clone() };
                all[index] = self.resolve(&turned);
            }
            if let Some(Link::RangeTo(last) | Link::ListTo(last)) = expression.link {
                self.before_its_end(expression, expressions.get(last), index, last, all);
            }
            if let Some(pair) = expression.pair.filter(|pair| *pair < expressions.len()) {
                self.align_with_half(expressions, index, pair, all);
            }
            if let Some(weekday) = expression.weekday.filter(|weekday| !expression.range.contains_range(weekday.range))
                && let Some(day) = all[index].day()
            {
                // In a list, the weekday can be a few expressions before or after its day.
                let near = index.saturating_sub(8)..(index + 8).min(expressions.len());
                let apart = |at: &usize| {
                    expressions[*at].weekday == Some(weekday) && expressions[*at].day.is_none() && *at != index
                };
                if let Some(name) = near.into_iter().find(apart) {
                    (all[name].value, all[name].days) = (Some(day.to_string()), Some((day, day)));
                    all[name].derivation.truncate(1);
                    all[name].derivation.push(derivation::found(day, day));
                    all[name].needs_reference = all[index].needs_reference;
                }
            }
        }
    }

    /// "from 3 May to 12 September next": the start is the last such day before the end.
    fn before_its_end(
        &self,
        expression: &Expression,
        last: Option<&Expression>,
        index: usize,
        end: usize,
        all: &mut [Resolved],
    ) {
        let Some(last) = last.filter(|last| last.relation.is_some() && last.year.is_none() && last.within.is_none())
        else {
            return;
        };
        let days = all.get(end).and_then(|resolved| resolved.days);
        if !lacks_year(expression) || last.calendar != expression.calendar || last.shape != Shape::Point {
            return;
        }
        let (Some(from), Some(to), Some((day, _))) = (expression.month, last.month, days) else { return };
        let Some(year) = year_in(day, expression.calendar) else { return };
        let later = (from.value, expression.day.map_or(0, |day| day.value))
            > (to.value, expression.day.and(last.day).map_or(0, |day| day.value));
        // If the months are equal the words can be wrong.
        let back = i16::from(later && from.value != to.value);
        if let Some(year) = year.checked_sub(back) {
            all[index] = self.in_year(expression, year);
        }
    }

    /// Gives a half of a calendar pair that states no year the year in which it is nearest to the other half. If neither
    /// states one, this applies to the Hijri half.
    fn align_with_half(&self, expressions: &[Expression], index: usize, pair: usize, all: &mut [Resolved]) {
        let (expression, other) = (&expressions[index], &expressions[pair]);
        let leads = other.year.is_some() || expression.calendar != Calendar::Gregorian;
        let (Some(month), true, None) = (expression.month, leads, expression.year) else { return };
        let Some((near, _)) = all[pair].days else { return };
        let Some(year) = year_in(near, expression.calendar) else { return };
        let on = |year: i16| match expression.day {
            Some(day) => calendar_day(expression.calendar, i32::from(year), month.value, day.value),
            None => month_days(expression.calendar, year, month.value).map(|(first, _)| first),
        };
        let apart = |day: Date| day.until(near).map_or(i32::MAX, |span| span.get_days().abs());
        let years = [year.checked_sub(1), Some(year), year.checked_add(1)];
        let nearest = years.into_iter().flatten().filter_map(|year| Some((apart(on(year)?), year))).min();
        if let Some((_, year)) = nearest {
            let bare = Expression { relation: None, within: None, ..expression.clone() };
            let mut resolved = self.in_year(&bare, year);
            resolved.stated.extend((expression.relation.is_some()).then_some(Field::Relation));
            all[index] = resolved;
        }
    }
}
