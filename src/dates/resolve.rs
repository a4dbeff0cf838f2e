//! Resolves expressions on a reference date, with the steps that lead to each value.

mod antecedent;
mod context;
mod holidays;
mod neighbours;
mod ordinal;
mod other_calendar;
mod relative;

use super::arithmetic::{clock, counted, duration, moved, span, zone_name};
use super::calendar::{day, month_days, month_length, year_days};
use super::derivation;
use super::grammar::Trait;
use super::lexicon::Lexicon;
use crate::dates::model::{
    Calendar, Clock, Cue, Date, Expression, Field, Part, Reference, Relation, Resolved, Shape, Step, TimexKind, Unit,
    Weekday,
};
use crate::language::Language;
use antecedent::{grain, part_of};
use context::{Context, LATE, NEAR_FUTURE, days_between, length};
use neighbours::{follow, later_weekday};
use other_calendar::in_gregorian_year;

/// A day this close before the reference date is meant even with a verb in the present.
const JUST_PAST: i32 = 14;

/// Beyond this many days, a year that fits the weekday is rejected if a nearer year does not fit.
const FAR: i32 = 300;

/// Resolves the expressions of one block, in the same order. Without a reference date, only absolute dates are
/// resolved.
pub fn resolve(
    prose: &str,
    expressions: &[Expression],
    language: Language,
    reference: Option<&Reference>,
) -> Vec<Resolved> {
    let mut all: Vec<Resolved> = Vec::with_capacity(expressions.len());
    // The explicit day that the sentence stated last; "two days later" counts from it.
    let mut anchor: Option<(u32, Date)> = None;
    let mut period: Option<(u32, Date)> = None;
    let mut last: Option<Date> = None;
    let mut antecedent: Option<(Date, Unit)> = None;
    let mut named: Option<(Date, Unit)> = None;
    let mut stated_year: Option<(u32, i16)> = None;
    let mut counted: Option<(u32, (Date, Unit))> = None;
    let mut last_stated: Option<usize> = None;
    for expression in expressions {
        let own = anchor.filter(|(sentence, _)| *sentence == expression.sentence).map(|(_, day)| day);
        let own_period = period.filter(|(sentence, _)| *sentence == expression.sentence).map(|(_, day)| day);
        // "the same day" and "ended the day" can refer to a day of the previous sentence.
        let same = expression.relation.is_some_and(|relation| relation.value == Relation::Same)
            || expression.shape == Shape::Unit(Unit::Day) && expression.base.is_none();
        let own = own.or(last.filter(|_| same));
        let context = Context {
            prose,
            lexicon: Lexicon::of(language),
            reference: reference.copied(),
            anchor: own,
            period: own_period,
            sentence_year: stated_year.filter(|(sentence, _)| *sentence == expression.sentence).map(|(_, year)| year),
            counted: counted.filter(|(sentence, _)| *sentence == expression.sentence).map(|(_, period)| period),
            antecedent,
            named,
        };
        let mut resolved = context.resolve(expression);
        if let Some(year) = follow(expression, expressions, &all) {
            resolved = context.in_year(expression, year);
        }
        if let Some(day) = later_weekday(expression, expressions, &all) {
            (resolved.value, resolved.days) = (Some(day.to_string()), Some((day, day)));
            resolved.derivation.truncate(1);
            resolved.derivation.push(derivation::found(day, day));
        }
        if expression.shape == Shape::Then
            && let Some(last_stated) =
                last_stated.filter(|last_stated| expression.sentence - expressions[*last_stated].sentence <= 1)
        {
            resolved.value.clone_from(&all[last_stated].value);
            resolved.derivation.extend(all[last_stated].days.map(|(first, last)| derivation::found(first, last)));
        }
        if expression.day.is_some()
            && let Some(day) = resolved.day()
        {
            anchor = Some((expression.sentence, day));
        }
        if let (Some((first, _)), true) = (resolved.days, expression.year.is_some() || expression.day.is_some()) {
            period = Some((expression.sentence, first));
            // An inferred year, or a year in an aside, does not apply to the next date.
            if expression.year.is_some() && !expression.hints.aside {
                stated_year = Some((expression.sentence, first.year()));
            }
        }
        if let Some((first, _)) = resolved.days {
            last_stated = Some(all.len()).filter(|_| resolved.kind == TimexKind::Date).or(last_stated);
            if let (Shape::Unit(unit), Some(_)) = (expression.shape, expression.relation) {
                counted = Some((expression.sentence, (first, unit)));
            }
            antecedent = grain(expression).map(|unit| (first, unit)).or(antecedent);
            named = part_of(expression).map(|unit| (first, unit)).or(named);
        }
        last = resolved.day().or(last);
        all.push(resolved);
    }
    let context = Context { reference: reference.copied(), ..Context::without_reference(prose, Lexicon::of(language)) };
    context.settle_neighbours(expressions, &mut all);
    all
}

/// The value of a point.
#[derive(Default)]
struct Fields {
    year: Option<i16>,
    month: Option<u8>,
    day: Option<u8>,
}

impl Context<'_> {
    pub(super) fn resolve(&self, expression: &Expression) -> Resolved {
        let mut resolved = Resolved {
            kind: TimexKind::Date,
            value: None,
            modifier: expression.modifier,
            zone: expression.time.and_then(|time| time.value.zone).map(zone_name),
            days: None,
            stated: stated(expression),
            inferred: Vec::new(),
            impossible: None,
            needs_reference: false,
            derivation: vec![derivation::words(expression.range.slice(self.prose))],
        };
        if let Some(why) = impossible(expression) {
            resolved.impossible = Some(why.clone());
            resolved.derivation.push(why);
            return resolved;
        }
        match expression.shape {
            Shape::Point | Shape::Holiday => self.point(expression, &mut resolved),
            Shape::NthUnit(number, unit) => self.nth_unit(expression, number, unit, &mut resolved),
            Shape::Nth(number) => self.nth(expression, number, &mut resolved),
            Shape::Unit(unit) => self.unit(expression, unit, &mut resolved),
            Shape::InYear => in_gregorian_year(expression, &mut resolved),
            Shape::Movable(name) => self.movable(expression, name, &mut resolved),
            Shape::Earlier(unit, years) => self.earlier(unit, years, &mut resolved),
            Shape::Away => self.away(expression, &mut resolved),
            Shape::Length => length(expression, &mut resolved),
            Shape::Decade(first) => {
                resolved.value = Some(format!("{:03}", first / 10));
                resolved.days = span(first, first + 9);
            }
            Shape::Century(number) if number > 0 => {
                resolved.value = Some(format!("{:02}", number - 1));
                resolved.days = span((number - 1) * 100, (number - 1) * 100 + 99);
            }
            Shape::Century(number) => resolved.value = Some(format!("BC{:02}", -number - 1)),
            Shape::Quarter(_) | Shape::Half(_) | Shape::Season(_) => self.part_of_year(expression, &mut resolved),
            Shape::Set(period) => {
                resolved.kind = TimexKind::Set;
                let length = expression.length.map(|length| duration(&length.value));
                let month = expression.month.map(|month| format!("XXXX-{:02}", month.value));
                resolved.value = period.map(str::to_owned).or(length).or(month).or_else(|| {
                    let weekday = expression.weekday?.value.to_monday_one_offset();
                    let part = expression.time.map_or(String::new(), |time| clock(time.value));
                    Some(format!("XXXX-WXX-{weekday}{part}"))
                });
            }
            Shape::Vague(value) => resolved.value = Some(value.to_owned()),
            Shape::Then | Shape::Open => {}
        }
        resolved
    }

    /// Resolves the same expression with the year of its neighbour.
    pub(super) fn in_year(&self, expression: &Expression, year: i16) -> Resolved {
        let range = expression.month.map_or(expression.range, |month| month.range);
        let with_year = Expression { year: Some(Part { value: year, range }), ..expression.clone() };
        let mut resolved = self.resolve(&with_year);
        resolved.stated.retain(|field| *field != Field::Year);
        resolved.inferred.push(Field::Year);
        resolved
    }

    fn point(&self, expression: &Expression, resolved: &mut Resolved) {
        let time = expression.time.map(|time| time.value);
        if time.is_some() {
            resolved.kind = TimexKind::Time;
        }
        let dated = expression.day.is_some() || expression.month.is_some() || expression.year.is_some();
        let found = if dated {
            if expression.calendar != Calendar::Gregorian {
                self.other_calendar(expression, resolved);
                return;
            }
            self.calendar_date(expression, resolved)
        } else if expression.calendar != Calendar::Gregorian && expression.relation.is_some() {
            self.other_calendar(expression, resolved);
            return;
        } else if let Some(Relation::Days(days)) = expression.relation.map(|relation| relation.value) {
            let found = self.day_needed(resolved).and_then(|day| moved(day, Unit::Day, i64::from(days)));
            if let Some(day) = found {
                resolved.derivation.push(derivation::days(days, day));
            }
            found.map(|day| (day, day))
        } else if let Some(weekday) = expression.weekday {
            let found = self.weekday(expression, weekday.value, resolved);
            if found.is_none() {
                resolved.value = Some(format!("XXXX-WXX-{}", weekday.value.to_monday_one_offset()));
            }
            found.map(|day| (day, day))
        } else if let Some(base) = &expression.base {
            let base = self.resolve(&Expression { cue: expression.cue, ..(**base).clone() });
            resolved.needs_reference = base.needs_reference;
            resolved.inferred.push(Field::Day);
            resolved.derivation.extend(base.derivation.into_iter().skip(1));
            base.days.filter(|(first, last)| first == last)
        } else {
            // A time alone is on the reference day.
            resolved.inferred.push(Field::Day);
            self.day_needed(resolved).map(|day| (day, day))
        };
        resolved.days = found;
        if resolved.impossible.is_some() {
            return;
        }
        let date = resolved.value.take().or_else(|| found.map(|(first, _)| first.to_string()));
        let suffix = time.map_or(String::new(), clock);
        resolved.value = match date {
            Some(date) => Some(format!("{date}{suffix}")),
            None if suffix.is_empty() => None,
            None => Some(format!("XXXX-XX-XX{suffix}")),
        };
    }

    /// The days of a month that can be stated as "this month".
    pub(super) fn month_of(&self, expression: &Expression, resolved: &mut Resolved) -> Option<(Date, Date)> {
        match expression.within {
            Some((Unit::Month, shift)) => {
                let first = moved(self.day_needed(resolved)?.first_of_month(), Unit::Month, i64::from(shift))?;
                Some((first, first.last_of_month()))
            }
            _ => self.calendar_date(expression, resolved),
        }
    }

    /// Resolves Gregorian fields; sets the value itself unless it is a whole day.
    fn calendar_date(&self, expression: &Expression, resolved: &mut Resolved) -> Option<(Date, Date)> {
        let mut fields = Fields {
            year: expression.year.map(|year| year.value),
            month: expression.month.map(|month| month.value),
            day: expression.day.map(|day| day.value),
        };
        if fields.year.is_none() {
            self.infer(expression, &mut fields, resolved);
        }
        let found = match fields {
            Fields { year: Some(year), month: Some(month), day: Some(number) } => {
                day(year, month, number).map(|day| (day, day))
            }
            Fields { year: Some(year), month: Some(month), day: None } => month_days(Calendar::Gregorian, year, month),
            Fields { year: Some(year), month: None, day: None } => year_days(Calendar::Gregorian, year),
            _ => None,
        };
        if let (None, Fields { year: Some(year), month: Some(month), day: Some(number) }) = (found, &fields) {
            // "the 31st of this month" in a month of 30 days.
            if expression.month.is_none() {
                let length = month_length(*year, *month).unwrap_or(31);
                debug_assert!(*number > length);
                resolved.impossible = Some(derivation::short_month(*month, Some(*year), length));
                return None;
            }
        }
        resolved.value = Some(value_of(&fields));
        // "الثلاثاء الأول من أكتوبر" is the 1st of the month if that is a Tuesday, otherwise its first Tuesday.
        let found = self.first_of_its_kind(expression, found).or(found);
        if let (Some((first, last)), Some(number)) = (found, expression.day)
            && first == last
            && first.day() as u8 != number.value
        {
            resolved.value = Some(first.to_string());
        }
        if let (Some((first, last)), true) = (found, resolved.derivation.len() > 1) {
            resolved.derivation.push(derivation::found(first, last));
        }
        found
    }

    /// The nth weekday of a month, if the ordinal does not fit as a day of the month.
    fn first_of_its_kind(&self, expression: &Expression, found: Option<(Date, Date)>) -> Option<(Date, Date)> {
        let (day, (number, weekday)) = (found?.0, expression.day.zip(expression.weekday)?);
        let words = number.range.slice(self.prose).chars().all(char::is_alphabetic);
        // The ordinal must follow the weekday directly; after a comma it is the day.
        let adjacent = number.range.start == weekday.range.end + 1;
        if !words || !adjacent || number.value > 5 || day.weekday() == weekday.value {
            return None;
        }
        let found = counted(day.first_of_month(), day.last_of_month(), number.value as i8, weekday.value)?;
        Some((found, found))
    }

    /// Adds the year, and the month of "the 5th of this month".
    fn infer(&self, expression: &Expression, fields: &mut Fields, resolved: &mut Resolved) {
        let Some(reference) = self.day_needed(resolved) else { return };
        match expression.within {
            Some((Unit::Month, shift)) => {
                if let Some(day) = moved(reference.first_of_month(), Unit::Month, i64::from(shift)) {
                    (fields.year, fields.month) = (Some(day.year()), Some(day.month() as u8));
                    resolved.derivation.push(derivation::shifted(Unit::Month, shift));
                }
                return;
            }
            Some((_, shift)) => {
                fields.year = reference.year().checked_add(i16::from(shift));
                resolved.derivation.push(derivation::shifted(Unit::Year, shift));
                return;
            }
            None => {}
        }
        // "the 22nd of the same month": the month of the last date.
        let same = expression.relation.is_some_and(|relation| relation.value == Relation::Same);
        if let (None, true) = (fields.month, same) {
            let stated = self.period.or(self.antecedent.map(|(day, _)| day));
            (fields.year, fields.month) = (stated.map(Date::year), stated.map(|day| day.month() as u8));
            return;
        }
        let Some(month) = fields.month else {
            // "on the 22nd": the last one, or the next one if the sentence is about the future.
            let Some(number) = fields.day else { return };
            resolved.inferred.extend([Field::Year, Field::Month]);
            let future = expression.cue == Some(Cue::Future);
            let found = day_of_some_month(expression, reference, number);
            resolved.derivation.push(derivation::inferred_year(future));
            (fields.year, fields.month) = (found.map(Date::year), found.map(|found| found.month() as u8));
            return;
        };
        let relation = expression.relation.map(|relation| relation.value);
        // A month is compared by its first day with the first of the reference month.
        let (number, base) = match fields.day {
            Some(number) => (number, reference),
            None => (1, reference.first_of_month()),
        };
        let in_year = |year: i16| day(year, month, number);
        // Nine years contain a 29 February, even around a century.
        let years = reference.year().saturating_sub(9)..=reference.year().saturating_add(9);
        let all: Vec<Date> = years.filter_map(in_year).collect();
        let before = |strict: bool| all.iter().rev().find(|day| **day < base || (!strict && **day == base)).copied();
        let after = |strict: bool| all.iter().find(|day| **day > base || (!strict && **day == base)).copied();
        let has_weekday = fields.day.is_some() && expression.weekday.is_some();
        // A stated weekday decides between the years.
        let fits = |day: &Date| {
            fields.day.is_some() && expression.weekday.is_some_and(|weekday| weekday.value == day.weekday())
        };
        let counts_weeks = has_weekday;
        let chosen = match relation {
            Some(Relation::Last | Relation::Previous) => {
                before(true).inspect(|_| resolved.derivation.push(derivation::nearest(true)))
            }
            Some(Relation::Next | Relation::Following) => {
                let found = after(true).filter(|day| !has_weekday || fits(day));
                let late = || before(false).filter(|day| fits(day) && days_between(*day, base) <= LATE);
                let found = found.or_else(late).or_else(|| after(true));
                found.inspect(|_| resolved.derivation.push(derivation::nearest(false)))
            }
            Some(Relation::This) => {
                in_year(reference.year()).inspect(|_| resolved.derivation.push(derivation::shifted(Unit::Year, 0)))
            }
            Some(Relation::Same) => self.period.and_then(|period| in_year(period.year())),
            // "Saturday after next, 8 August" counts weeks.
            Some(Relation::BeforeLast) if counts_weeks => before(true),
            Some(Relation::AfterNext) if counts_weeks => after(true),
            Some(Relation::BeforeLast) => before(true).and_then(|day| moved(day, Unit::Year, -1)),
            Some(Relation::AfterNext) => after(true).and_then(|day| moved(day, Unit::Year, 1)),
            Some(Relation::Days(days)) => moved(reference, Unit::Day, i64::from(days)),
            _ => {
                resolved.inferred.push(Field::Year);
                // "In 2011 … on 25 January": the year that the sentence states.
                // A plan in the present is about a day to come, unless that day has just passed.
                let just =
                    before(false).is_some_and(|day| days_between(day, base) <= JUST_PAST) && fields.day.is_some();
                let ahead = expression.cue == Some(Cue::Future) || expression.cue == Some(Cue::Present) && !just;
                if expression.hints.deadline {
                    let distance = |day: &Date| days_between(base, *day).abs();
                    let found = before(false).into_iter().chain(after(false)).min_by_key(distance);
                    resolved.derivation.push(derivation::inferred_year(found.is_some_and(|day| day > base)));
                    fields.year = found.map(Date::year);
                    return;
                }
                let leads = expression.day.is_some() && !ahead;
                let stated = self.sentence_year.filter(|year| leads && *year < reference.year()).and_then(in_year);
                let another =
                    |day: &Date| has_weekday && !fits(day) && before(false).iter().chain(&after(false)).any(fits);
                if let Some(found) = stated.filter(|day| !another(day)) {
                    resolved.derivation.push(derivation::year_of_sentence());
                    fields.year = Some(found.year());
                    return;
                }
                // A day almost a year ago would be stated with its year, so the next one is meant in any tense.
                let near = after(false).is_some_and(|day| days_between(base, day) <= NEAR_FUTURE);
                let future = near && before(false) != Some(base) || ahead;
                resolved.derivation.push(derivation::inferred_year(future));
                let (first, second) =
                    if future { (after(false), before(false)) } else { (before(false), after(false)) };
                if has_weekday { by_weekday(first, second, base, fits) } else { first }
            }
        };
        fields.year = chosen.map(Date::year);
    }

    fn weekday(&self, expression: &Expression, weekday: Weekday, resolved: &mut Resolved) -> Option<Date> {
        let relation = expression.relation.map(|relation| relation.value);
        // "the following Monday" counts from a date of the text; without one, the reference date is a guess.
        let anaphoric = matches!(relation, Some(Relation::Previous | Relation::Following));
        let day = self.antecedent.filter(|(_, unit)| *unit == Unit::Day).map(|(day, _)| day);
        let reference = match self.anchor.or(day).filter(|_| anaphoric) {
            Some(anchor) => anchor,
            None => self.day_needed(resolved)?,
        };
        if anaphoric && self.anchor.is_none() {
            resolved.inferred.push(Field::Relation);
        }
        let forward = weekday.to_monday_zero_offset() - reference.weekday().to_monday_zero_offset();
        let (forward, step) = match (expression.within, relation) {
            (Some((_, shift)), _) => (forward + 7 * shift, derivation::shifted(Unit::Week, shift)),
            (None, Some(Relation::Last | Relation::Previous)) => {
                (if forward < 0 { forward } else { forward - 7 }, derivation::nearest(true))
            }
            (None, Some(Relation::Next | Relation::Following)) => {
                (if forward > 0 { forward } else { forward + 7 }, derivation::nearest(false))
            }
            (None, Some(Relation::BeforeLast)) => {
                (if forward < 0 { forward - 7 } else { forward - 14 }, derivation::shifted(Unit::Week, -2))
            }
            (None, Some(Relation::AfterNext)) => {
                (if forward > 0 { forward + 7 } else { forward + 14 }, derivation::shifted(Unit::Week, 2))
            }
            (None, Some(Relation::This)) => self.this_weekday(forward, expression.cue),
            _ => {
                resolved.inferred.push(Field::Day);
                let future = matches!(expression.cue, Some(Cue::Future | Cue::Present));
                let days = match (future, forward) {
                    (true, ..0) => forward + 7,
                    (false, 1..) => forward - 7,
                    _ => forward,
                };
                (days, derivation::bare_weekday(future))
            }
        };
        let day = moved(reference, Unit::Day, i64::from(forward))?;
        resolved.derivation.push(step);
        resolved.derivation.push(derivation::found(day, day));
        Some(day)
    }

    /// The days to *this Monday*, and how they were found. `forward`: those to the Monday of this week. The tense decides
    /// where it contradicts the week: *murió este domingo*, read on a Monday, and *will meet this Monday*, read on a
    /// Saturday. In English, *this* with a past verb is still the day of this week.
    fn this_weekday(&self, forward: i8, cue: Option<Cue>) -> (i8, Step) {
        match cue {
            Some(Cue::Past) if forward > 0 && !self.lexicon.has(Trait::RelationsLead) => {
                (forward - 7, derivation::nearest(true))
            }
            Some(Cue::Future | Cue::Present) if forward < 0 => (forward + 7, derivation::nearest(false)),
            _ => (forward, derivation::shifted(Unit::Week, 0)),
        }
    }
}

/// The year in which a day has its weekday. It only decides between two years that are about equally near. If the day
/// is within a few weeks but has another weekday, the weekday is wrong, not the year.
fn by_weekday(first: Option<Date>, second: Option<Date>, base: Date, fits: impl Fn(&Date) -> bool) -> Option<Date> {
    let apart = |day: &Date| days_between(base, *day).abs();
    let nearest = first.into_iter().chain(second).min_by_key(apart);
    let found = first.filter(&fits).or_else(|| second.filter(&fits));
    let far = found.is_none_or(|found| apart(&found) > FAR);
    nearest.filter(|day| far && apart(day) <= NEAR_FUTURE).or(found).or(first)
}

/// "Tuesday the 9th", "on the 22nd": the last one, or the next one if the sentence is about the future. A stated
/// weekday can select the last month or, without a past verb, the next one, but none further away.
fn day_of_some_month(expression: &Expression, reference: Date, number: u8) -> Option<Date> {
    let future = expression.cue == Some(Cue::Future);
    let in_month = |step: i64| {
        let month = moved(reference.first_of_month(), Unit::Month, step)?;
        day(month.year(), month.month() as u8, number)
    };
    if let Some(weekday) = expression.weekday {
        let steps: &[i64] = match expression.cue {
            Some(Cue::Past) => &[0, -1],
            Some(Cue::Future) => &[0, 1, 2],
            _ => &[0, -1, 1, 2],
        };
        let fitting = steps.iter().filter_map(|step| in_month(*step)).filter(|day| day.weekday() == weekday.value);
        if let Some(found) = fitting.min_by_key(|day| days_between(reference, *day).abs()) {
            return Some(found);
        }
    }
    let side = |found: &Date| if future { *found >= reference } else { *found <= reference };
    (-1..4i64).filter_map(|step| in_month(if future { step } else { -step })).find(side)
}

fn stated(expression: &Expression) -> Vec<Field> {
    [
        (Field::Year, expression.year.is_some()),
        (Field::Month, expression.month.is_some()),
        (Field::Day, expression.day.is_some()),
        (Field::Weekday, expression.weekday.is_some()),
        (Field::Time, expression.time.is_some()),
        (Field::Relation, expression.relation.is_some() || expression.within.is_some()),
    ]
    .into_iter()
    .filter(|(_, is)| *is)
    .map(|(field, _)| field)
    .collect()
}

/// Why no day has the stated fields.
fn impossible(expression: &Expression) -> Option<Step> {
    if let Some(time) = expression.time {
        let Clock { hour, minute, second, .. } = time.value;
        let late = hour == Some(24) && minute.is_some_and(|minute| minute > 0);
        if late
            || hour.is_some_and(|hour| hour > 24)
            || minute.is_some_and(|minute| minute > 59)
            || second.is_some_and(|second| second > 60)
        {
            return Some(derivation::no_time(time.value));
        }
    }
    let month = expression.month?.value;
    if !(1..=12).contains(&month) {
        return Some(derivation::no_month(month));
    }
    let number = expression.day?.value;
    if expression.calendar == Calendar::Hijri {
        return (number > 30).then(|| derivation::short_hijri_month(number));
    }
    if expression.calendar == Calendar::Persian {
        // The last month has 30 days in leap years such as 1399.
        let year = expression.year.map_or(1399, |year| year.value);
        let (first, last) = month_days(Calendar::Persian, year, month)?;
        let length = u8::try_from(days_between(first, last) + 1).ok()?;
        return (number > length).then(|| derivation::short_persian_month(number, length));
    }
    // February has 29 days in leap years.
    let year = expression.year.map_or(2000, |year| year.value);
    let length = month_length(year, month)?;
    (number > length).then(|| derivation::short_month(month, expression.year.map(|year| year.value), length))
}

/// The value of a date, `X` for what is unknown. Most dates have one, so it is written without `format!`.
fn value_of(fields: &Fields) -> String {
    let mut value = String::with_capacity("2024-01-01".len());
    if let Some(year) = fields.year {
        value.push_str(if year < 0 { "BC" } else { "" });
        push_padded(&mut value, u32::from(year.unsigned_abs()), 4);
    } else {
        value.push_str("XXXX");
    }
    match (fields.month, fields.day) {
        (None, None) => return value,
        (None, Some(_)) => value.push_str("-XX"),
        (Some(month), _) => {
            value.push('-');
            push_padded(&mut value, u32::from(month), 2);
        }
    }
    if let Some(day) = fields.day {
        value.push('-');
        push_padded(&mut value, u32::from(day), 2);
    }
    value
}

/// Appends a number of at most five digits with zeros before it up to a width.
fn push_padded(text: &mut String, number: u32, width: usize) {
    let places = [10_000, 1000, 100, 10, 1];
    for (at, place) in places.into_iter().enumerate() {
        if number >= place || at + width >= places.len() {
            text.push(char::from(b'0' + (number / place % 10) as u8));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_padded() {
        for (year, month, day, value) in [
            (Some(2024), Some(3), Some(9), "2024-03-09"),
            (Some(44), Some(12), None, "0044-12"),
            (Some(-9999), None, None, "BC9999"),
            (Some(12_024), None, Some(31), "12024-XX-31"),
            (None, Some(10), Some(1), "XXXX-10-01"),
            (None, None, None, "XXXX"),
        ] {
            assert_eq!(value_of(&Fields { year, month, day }), value);
        }
    }
}
