//! Resolves units and lengths relative to the reference date or another date: last week, two days ago, the third
//! quarter of this year.

use super::context::{Context, NEAR_FUTURE, days_between, length};
use super::holidays::{HOLY_WEEK, movable};
use crate::dates::arithmetic::{half_of, months, moved, span, week};
use crate::dates::derivation;
use crate::dates::grammar::Trait;
use crate::dates::model::{Cue, Date, Expression, Field, Modifier, Relation, Resolved, Shape, TimexKind, Unit};

impl Context<'_> {
    /// Last week, this year, the following day.
    pub(super) fn unit(&self, expression: &Expression, unit: Unit, resolved: &mut Resolved) {
        let relation = expression.relation.map(|relation| relation.value);
        // "the past decade" is the ten years until now, not a calendar decade.
        if unit == Unit::Decade && matches!(relation, Some(Relation::Last | Relation::Next)) {
            resolved.kind = TimexKind::Duration;
            resolved.value = Some("P10Y".to_owned());
            return;
        }
        // "the week of May 15": the words state the day.
        if let Some(base) = &expression.base {
            let base = self.resolve(&Expression { cue: expression.cue, ..(**base).clone() });
            resolved.needs_reference = base.needs_reference;
            if let Some(day) = base.day() {
                grained(day, unit, resolved);
            }
            return;
        }
        let antecedent = self.antecedent.filter(|(_, grain)| *grain <= unit).map(|(day, _)| day);
        let (base, shift) = match relation {
            // "the previous year" refers to a date of the text. Without one in the sentence, the reference date is a
            // guess; for a day that guess would be too unreliable.
            Some(relation @ (Relation::Previous | Relation::Following)) => {
                let stated = if unit >= Unit::Week { self.period } else { self.anchor };
                // "18 billion last year, 4 billion more than the previous year".
                let same = self.counted.filter(|(_, grain)| *grain == unit).map(|(day, _)| day);
                let base = stated.or(same).or_else(|| {
                    let day = antecedent.filter(|_| unit < Unit::Week)?;
                    resolved.inferred.push(Field::Relation);
                    Some(day)
                });
                let base = base.or_else(|| {
                    resolved.inferred.push(Field::Relation);
                    if unit < Unit::Week { None } else { self.day_needed(resolved) }
                });
                (base, if relation == Relation::Previous { -1 } else { 1 })
            }
            Some(Relation::Last) => (self.day_needed(resolved), -1),
            Some(Relation::Next) => {
                let base = self.day_needed(resolved);
                // "el próximo fin de semana", on a working day, is the one of this week.
                let coming = unit == Unit::Weekend
                    && self.lexicon.has(Trait::ArticleInside)
                    && base.is_some_and(|day| day.weekday().to_monday_zero_offset() < 5);
                (base, i8::from(!coming))
            }
            Some(Relation::BeforeLast) => (self.day_needed(resolved), -2),
            Some(Relation::AfterNext) => (self.day_needed(resolved), 2),
            Some(Relation::Same) => {
                let stated = if unit >= Unit::Week { self.period } else { self.anchor };
                (stated.or(antecedent), 0)
            }
            // "ended the day": the day that the text stated last, if it is one of the last week.
            None if unit == Unit::Day => {
                resolved.inferred.push(Field::Relation);
                let reference = self.day_needed(resolved);
                let is_recent =
                    |day: &Date| reference.is_none_or(|reference| (0..=7).contains(&days_between(*day, reference)));
                (self.anchor.filter(is_recent).or(reference), 0)
            }
            // "the end of the year".
            None if unit != Unit::Weekend => {
                resolved.inferred.push(Field::Relation);
                let base = self.day_needed(resolved);
                (base, i8::from(base.is_some_and(|day| has_passed(day, unit, expression))))
            }
            // "over the weekend" is the last one on a working day, or the next one if the sentence is about the future.
            None => {
                resolved.inferred.push(Field::Relation);
                let base = self.day_needed(resolved);
                let weekday = base.map_or(0, |day| day.weekday().to_monday_zero_offset());
                // Arabic present verbs are not marked, so without a past verb the next one is meant.
                let ahead = match expression.cue {
                    None => self.lexicon.has_clitics(),
                    cue => matches!(cue, Some(Cue::Future | Cue::Present)),
                };
                (base, if weekday < 5 && !ahead { -1 } else { 0 })
            }
            _ => (self.day_needed(resolved), 0),
        };
        let Some(base) = base else { return };
        resolved.derivation.push(derivation::shifted(unit, shift));
        let first = match unit {
            Unit::Month => base.first_of_month(),
            Unit::Year | Unit::Decade | Unit::Century => base.first_of_year(),
            _ => base,
        };
        if let Some(day) = moved(first, unit, i64::from(shift)) {
            grained(day, unit, resolved);
        }
    }

    /// Two days ago, a week later, in three months.
    pub(super) fn away(&self, expression: &Expression, resolved: &mut Resolved) {
        let (Some(stated), Some(relation)) = (expression.length, expression.relation.map(|relation| relation.value))
        else {
            return;
        };
        let back = matches!(relation, Relation::Ago | Relation::Previous);
        let unit = stated.value.unit;
        let base = match relation {
            // "a week from Friday": the words state the day.
            _ if expression.base.is_some() => {
                let base = expression.base.as_deref().cloned();
                let base = base.map(|base| self.resolve(&Expression { cue: expression.cue, ..base }));
                base.and_then(|base| {
                    resolved.needs_reference = base.needs_reference;
                    resolved.derivation.extend(base.derivation.iter().skip(1).cloned());
                    base.day()
                })
            }
            // "from 7 million a year earlier": last year, or the same quarter of last year.
            Relation::Previous if expression.hints.compared && self.anchor.is_none() && unit == Unit::Year => {
                if let Some((_, Unit::Quarter)) = self.named.filter(|_| stated.value.amount == Some(1)) {
                    self.earlier(Some(Unit::Quarter), -1, resolved);
                    return;
                }
                resolved.inferred.push(Field::Relation);
                self.day_needed(resolved)
            }
            Relation::Previous | Relation::Following => self.anchor.or_else(|| {
                let (day, _) = self.antecedent.filter(|(_, grain)| *grain <= unit)?;
                resolved.inferred.push(Field::Relation);
                Some(day)
            }),
            // "in two years" after a past verb gives a duration.
            Relation::Ahead
                if self.anchor.is_none()
                    && (expression.cue == Some(Cue::Past)
                        || (expression.cue != Some(Cue::Future)
                            && self.lexicon.has(Trait::AheadNeedsFuture)
                            && expression.hints.measure)
                        || (expression.cue.is_none()
                            && stated.value.unit > Unit::Month
                            && self.lexicon.has(Trait::AheadOrLength))) =>
            {
                if self.lexicon.has(Trait::AheadOrLength) {
                    length(expression, resolved);
                }
                return;
            }
            Relation::Ahead if self.anchor.is_some() => self.anchor,
            _ => self.day_needed(resolved),
        };
        let Some(amount) = stated.value.amount else {
            resolved.value = Some(if back { "PAST_REF" } else { "FUTURE_REF" }.to_owned());
            resolved.needs_reference = false;
            return;
        };
        if stated.value.unit < Unit::Night {
            // The reference is a day, so hours before or after it cannot be resolved.
            length(expression, resolved);
            return;
        }
        let Some(base) = base else { return };
        if self.anchor == Some(base) {
            resolved.derivation.push(derivation::anchor(base));
        }
        let (unit, amount) = match stated.value.unit {
            Unit::Night => (Unit::Day, i64::from(amount)),
            Unit::Fortnight => (Unit::Week, 2 * i64::from(amount)),
            unit => (unit, i64::from(amount)),
        };
        let amount = if back { -amount } else { amount };
        resolved.derivation.push(derivation::moved(unit, amount));
        let half = if stated.value.half {
            half_of(unit).map(|(unit, more)| (unit, if back { -more } else { more }))
        } else {
            None
        };
        let rest = stated.value.rest.map(|(more, unit)| (unit, if back { -i64::from(more) } else { i64::from(more) }));
        let half = half.or(rest);
        let moved_by = moved(base, unit, amount).and_then(|day| match half {
            Some((unit, more)) => moved(day, unit, more),
            None => Some(day),
        });
        if let Some(day) = moved_by {
            // "a week from Friday" is a day; "two weeks ago" is a week.
            let unit = if expression.base.is_some() && unit < Unit::Month { Unit::Day } else { unit };
            let grain = rest.map_or(unit, |(smaller, _)| smaller);
            grained(day, if rest.is_none() && half.is_some() { Unit::Month.min(unit) } else { grain }, resolved);
        }
    }

    /// The period that the text mentioned last, or the period of the reference date, moved by a number of years.
    pub(super) fn earlier(&self, unit: Option<Unit>, years: i8, resolved: &mut Resolved) {
        let named = self.named.filter(|(_, named)| unit.is_none_or(|unit| unit == *named));
        let found = named.or_else(|| {
            let day = self.day_needed(resolved)?;
            resolved.inferred.push(Field::Relation);
            Some((day, unit?))
        });
        let Some((day, unit)) = found.and_then(|(day, unit)| Some((moved(day, Unit::Year, i64::from(years))?, unit)))
        else {
            return;
        };
        resolved.derivation.push(derivation::shifted(Unit::Year, years));
        if unit == Unit::Fortnight {
            let half = if day.month() <= 6 { 1 } else { 2 };
            resolved.value = Some(format!("{:04}-H{half}", day.year()));
            resolved.days = months(day.year(), 6 * half - 5, 6);
            return;
        }
        grained(day, unit, resolved);
    }

    /// Resolves a holiday with a computed date.
    pub(super) fn movable(&self, expression: &Expression, name: &str, resolved: &mut Resolved) {
        let relation = expression.relation.map(|relation| relation.value);
        let year = match (expression.year, expression.within) {
            (Some(year), _) => Some(year.value),
            (None, Some((_, shift))) => self.day_needed(resolved).map(|day| day.year() + i16::from(shift)),
            (None, None) => None,
        };
        let day = match year {
            Some(year) => movable(name, year),
            None => self.day_needed(resolved).and_then(|base| {
                resolved.inferred.push(Field::Year);
                let years = base.year().saturating_sub(1)..=base.year().saturating_add(1);
                let all: Vec<Date> = years.filter_map(|year| movable(name, year)).collect();
                let begun = if name == HOLY_WEEK { moved(base, Unit::Day, 6)? } else { base };
                let before = all.iter().rev().find(|day| **day <= begun).copied();
                let after = all.iter().find(|day| **day >= base).copied();
                let ahead = matches!(expression.cue, Some(Cue::Future | Cue::Present));
                let near = after.is_some_and(|day| days_between(base, day) <= NEAR_FUTURE)
                    && before.is_none_or(|day| days_between(day, base) > NEAR_FUTURE);
                match relation {
                    Some(Relation::Last) => all.iter().rev().find(|day| **day < base).copied(),
                    Some(Relation::Next) => all.iter().find(|day| **day > base).copied(),
                    Some(Relation::This) => movable(name, base.year()),
                    _ if ahead || near => after,
                    _ => before,
                }
            }),
        };
        if name == HOLY_WEEK {
            if let Some(sunday) = day {
                grained(sunday, Unit::Week, resolved);
            }
        } else if let Some(day) = day {
            resolved.derivation.push(derivation::found(day, day));
            (resolved.value, resolved.days) = (Some(day.to_string()), Some((day, day)));
        }
    }

    pub(super) fn part_of_year(&self, expression: &Expression, resolved: &mut Resolved) {
        let months_of = match expression.shape {
            Shape::Quarter(number) => (3 * number.clamp(1, 4) - 2, 3),
            Shape::Half(number) => (6 * number.clamp(1, 2) - 5, 6),
            Shape::Season("SP") => (3, 3),
            Shape::Season("SU") => (6, 3),
            Shape::Season("FA") => (9, 3),
            _ => (12, 3),
        };
        let year = match (expression.year, expression.within, expression.relation.map(|relation| relation.value)) {
            (Some(year), ..) => Some(year.value),
            (None, Some((_, shift)), _) => self.day_needed(resolved).map(|day| day.year() + i16::from(shift)),
            (None, None, relation) => self.day_needed(resolved).map(|day| {
                let month = day.month() as u8;
                match relation {
                    Some(Relation::Last) => day.year() - i16::from(month < months_of.0 + months_of.1),
                    Some(Relation::Next) => day.year() + i16::from(month >= months_of.0),
                    // "over the summer" is the last one, "by the summer" the next one.
                    None if matches!(expression.shape, Shape::Season(_)) => match expression.cue {
                        Some(Cue::Future) => day.year() + i16::from(month >= months_of.0 + months_of.1),
                        _ => day.year() - i16::from(month < months_of.0),
                    },
                    // "the fourth quarter" is the nearest one that the tense allows.
                    None if month + 6 < months_of.0 && expression.cue != Some(Cue::Future) => day.year() - 1,
                    None if months_of.0 + 8 < month && expression.cue != Some(Cue::Past) => day.year() + 1,
                    _ => day.year(),
                }
            }),
        };
        let name = match expression.shape {
            Shape::Quarter(number) => format!("Q{number}"),
            Shape::Half(number) => format!("H{number}"),
            Shape::Season(season) => season.to_owned(),
            _ => String::new(),
        };
        resolved.value = Some(year.map_or_else(|| format!("XXXX-{name}"), |year| format!("{year:04}-{name}")));
        // Seasons start on different days in different countries.
        if !matches!(expression.shape, Shape::Season(_)) {
            resolved.days = year.and_then(|year| months(year, months_of.0, months_of.1));
        }
    }
}

/// Whether the beginning or middle of a period is over, and a verb says that it is still to come: *will open at the start
/// of the month*, read on the 20th, is about the next month.
fn has_passed(day: Date, unit: Unit, expression: &Expression) -> bool {
    let thirds = match expression.modifier {
        Some(Modifier::Start) => 1,
        Some(Modifier::Mid) => 2,
        _ => return false,
    };
    let (at, all) = match unit {
        Unit::Week => (i32::from(day.weekday().to_monday_zero_offset()), 7),
        Unit::Month => (i32::from(day.day()) - 1, i32::from(day.days_in_month())),
        Unit::Year => (i32::from(day.day_of_year()) - 1, i32::from(day.days_in_year())),
        _ => return false,
    };
    expression.cue == Some(Cue::Future) && 3 * at >= thirds * all
}

/// Resolves a day to the week, month or year that contains it.
fn grained(day: Date, unit: Unit, resolved: &mut Resolved) {
    let (value, days) = match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => (day.to_string(), Some((day, day))),
        Unit::Night => {
            resolved.kind = TimexKind::Time;
            (format!("{day}TNI"), Some((day, day)))
        }
        Unit::Week | Unit::Fortnight | Unit::Weekend => {
            let of_year = day.iso_week_date();
            let days = week(of_year.year(), of_year.week().cast_unsigned());
            let value = format!("{:04}-W{:02}", of_year.year(), of_year.week());
            if unit == Unit::Weekend {
                (format!("{value}-WE"), days.and_then(|(_, sunday)| Some((sunday.yesterday().ok()?, sunday))))
            } else {
                (value, days)
            }
        }
        Unit::Month => {
            (format!("{:04}-{:02}", day.year(), day.month()), Some((day.first_of_month(), day.last_of_month())))
        }
        Unit::Quarter => {
            let quarter = (day.month() - 1) / 3;
            (format!("{:04}-Q{}", day.year(), quarter + 1), months(day.year(), quarter as u8 * 3 + 1, 3))
        }
        Unit::Year => (format!("{:04}", day.year()), Some((day.first_of_year(), day.last_of_year()))),
        Unit::Decade => (format!("{:03}", day.year() / 10), span(day.year() / 10 * 10, day.year() / 10 * 10 + 9)),
        Unit::Century => {
            (format!("{:02}", day.year() / 100), span(day.year() / 100 * 100, day.year() / 100 * 100 + 99))
        }
    };
    if let Some((first, last)) = days {
        resolved.derivation.push(derivation::found(first, last));
    }
    (resolved.value, resolved.days) = (Some(value), days);
}
