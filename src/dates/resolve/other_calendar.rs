//! Days, months and years of the Hijri and the Persian calendar.

use super::context::{Context, LATE, days_between};
use crate::dates::arithmetic::clock;
use crate::dates::calendar::{calendar_day, hijri, month_days, persian, year_days};
use crate::dates::derivation;
use crate::dates::model::{Calendar, Expression, Field, Relation, Resolved};

impl Context<'_> {
    /// Resolves fields of the Hijri or the Persian calendar.
    pub(super) fn other_calendar(&self, expression: &Expression, resolved: &mut Resolved) {
        let month = expression.month.map(|month| month.value);
        let year = expression.year.map(|year| i32::from(year.value)).or_else(|| {
            let reference = self.day_needed(resolved)?;
            resolved.inferred.push(Field::Year);
            let (year, now, today) =
                if expression.calendar == Calendar::Persian { persian(reference)? } else { hijri(reference)? };
            let relation = expression.relation.map(|relation| relation.value);
            // "امسال": this year of that calendar.
            let Some(month) = month else {
                return match relation? {
                    Relation::This => Some(year),
                    Relation::Last => Some(year - 1),
                    Relation::Next => Some(year + 1),
                    _ => None,
                };
            };
            let day = expression.day.map_or(1, |day| day.value);
            let passed = (month, day) <= (now, today);
            let year = match relation {
                Some(Relation::Last) => {
                    if passed {
                        year
                    } else {
                        year - 1
                    }
                }
                Some(Relation::Next) => {
                    let late = || {
                        let found = calendar_day(expression.calendar, year, month, day)?;
                        let weekday = expression.weekday?.value;
                        Some(found.weekday() == weekday && days_between(found, reference) <= LATE)
                    };
                    if passed && late() != Some(true) { year + 1 } else { year }
                }
                Some(Relation::This) => year,
                // Articles about Ramadan and the feasts appear before them.
                _ if passed || month - now <= 2 => year,
                _ => year - 1,
            };
            Some(year)
        });
        let year = year.and_then(|year| i16::try_from(year).ok());
        let days = match (year, month, expression.day) {
            (Some(year), Some(month), Some(number)) => {
                calendar_day(expression.calendar, i32::from(year), month, number.value)
                    .or_else(|| {
                        // Day 30 of a month that has 29 days in Umm al-Qura: in some countries the moon was seen a day
                        // later.
                        calendar_day(expression.calendar, i32::from(year), month, number.value.checked_sub(1)?)?
                            .tomorrow()
                            .ok()
                    })
                    .map(|day| (day, day))
            }
            (Some(year), Some(month), None) => month_days(expression.calendar, year, month),
            (Some(year), None, None) => year_days(expression.calendar, year),
            _ => None,
        };
        resolved.days = days;
        if let Some((first, last)) = days {
            if expression.calendar == Calendar::Hijri {
                resolved.derivation.push(derivation::umm_al_qura());
            }
            resolved.derivation.push(derivation::found(first, last));
            let time = expression.time.map_or(String::new(), |time| clock(time.value));
            resolved.value = Some(if first == last { format!("{first}{time}") } else { format!("{first}/{last}") });
        }
    }
}

/// A Hijri day or month in a Gregorian year; open if it occurs twice in that year.
pub(super) fn in_gregorian_year(expression: &Expression, resolved: &mut Resolved) {
    let (Some(year), Some(month)) = (expression.year, expression.month) else { return };
    let own = (i32::from(year.value) - 622) * 33 / 32;
    let mut found = (own - 1..=own + 2).filter_map(|hijri| {
        let days = match expression.day {
            Some(number) => calendar_day(Calendar::Hijri, hijri, month.value, number.value).map(|day| (day, day)),
            None => month_days(Calendar::Hijri, i16::try_from(hijri).ok()?, month.value),
        };
        days.filter(|(first, _)| first.year() == year.value)
    });
    let (Some((first, last)), None) = (found.next(), found.next()) else { return };
    resolved.derivation.push(derivation::umm_al_qura());
    resolved.derivation.push(derivation::found(first, last));
    resolved.days = Some((first, last));
    resolved.value = Some(if first == last { first.to_string() } else { format!("{first}/{last}") });
}
