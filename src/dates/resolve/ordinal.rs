//! Units counted in a month or year: the first Monday, the last week, the last day.

use super::context::{Context, days_between};
use crate::dates::arithmetic::{counted, moved, week};
use crate::dates::derivation;
use crate::dates::model::{Calendar, Cue, Expression, Resolved, Shape, Unit, Weekday};

/// A counted weekday within this many days is the next one, unless a verb shows that it has passed.
const SOON: i32 = 150;

impl Context<'_> {
    /// The first Monday of a month.
    pub(super) fn nth(&self, expression: &Expression, number: i8, resolved: &mut Resolved) {
        // Without a verb, a coming month is more likely than a month of last year.
        let free = expression.year.is_none() && expression.within.is_none() && expression.relation.is_none();
        let coming = self.reference_day().filter(|_| expression.cue.is_none() && free).and_then(|reference| {
            let ahead = Expression { cue: Some(Cue::Future), ..expression.clone() };
            let mut found = resolved.clone();
            self.nth(&ahead, number, &mut found);
            let day = found.day()?;
            (days_between(reference, day) <= SOON).then_some(found)
        });
        if let Some(found) = coming {
            *resolved = found;
            return;
        }
        let month = Expression { shape: Shape::Point, weekday: None, ..expression.clone() };
        if expression.calendar == Calendar::Gregorian {
            resolved.days = self.month_of(&month, resolved);
        } else {
            self.other_calendar(&month, resolved);
        }
        let weekday = expression.weekday.map(|weekday| weekday.value);
        let found =
            resolved.days.zip(weekday).and_then(|((first, last), weekday)| counted(first, last, number, weekday));
        resolved.value = found.map(|day| day.to_string());
        resolved.days = found.map(|day| (day, day));
    }

    /// The last week of October, the first day of a year, the first half of a month.
    pub(super) fn nth_unit(&self, expression: &Expression, number: i8, unit: Unit, resolved: &mut Resolved) {
        let frame = Expression { shape: Shape::Point, ..expression.clone() };
        if expression.calendar == Calendar::Gregorian {
            resolved.days = self.month_of(&frame, resolved);
        } else {
            self.other_calendar(&frame, resolved);
        }
        let frame = resolved.days.take();
        (resolved.value, resolved.days) = (None, None);
        let Some((first, last)) = frame else { return };
        // Weeks of a year follow ISO 8601.
        if unit == Unit::Week && number > 0 && expression.month.is_none() && expression.within.is_none() {
            resolved.days = week(first.year(), number.cast_unsigned());
            resolved.value = resolved.days.map(|_| format!("{:04}-W{number:02}", first.year()));
            return;
        }
        if unit == Unit::Fortnight {
            let half = if number == 1 {
                moved(first, Unit::Day, 14).map(|day| (first, day))
            } else {
                moved(first, Unit::Day, 15).map(|day| (day, last))
            };
            resolved.value = half.map(|(from, to)| format!("{from}/{to}"));
            resolved.derivation.extend(half.map(|(from, to)| derivation::found(from, to)));
            resolved.days = half;
            return;
        }
        let step = i64::from(if number < 0 { number + 1 } else { number - 1 });
        let found = if unit == Unit::Weekend {
            counted(first, last, number, Weekday::Saturday).and_then(|day| Some((day, day.tomorrow().ok()?)))
        } else if unit == Unit::Week {
            // Weeks of a month start on a Monday.
            let weekday = if number < 0 { Weekday::Sunday } else { Weekday::Monday };
            counted(first, last, number, weekday).and_then(|day| {
                Some(if number < 0 { (moved(day, Unit::Day, -6)?, day) } else { (day, moved(day, Unit::Day, 6)?) })
            })
        } else {
            let day = moved(if number < 0 { last } else { first }, Unit::Day, step);
            day.filter(|day| (first..=last).contains(day)).map(|day| (day, day))
        };
        if let Some((from, to)) = found {
            let of_year = from.iso_week_date();
            let name = format!("{:04}-W{:02}", of_year.year(), of_year.week());
            resolved.value = Some(match unit {
                Unit::Week => name,
                Unit::Weekend => format!("{name}-WE"),
                _ => from.to_string(),
            });
            resolved.derivation.push(derivation::found(from, to));
        }
        resolved.days = found;
    }
}
