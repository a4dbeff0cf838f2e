//! What expressions mean on a reference date, with the steps that a reader can follow.

use super::calendar::{day, month_days, month_length, year_days};
use super::counted::counted;
use super::derive;
use super::leaning::{grain, part_of};
use super::lexicon::Lexicon;
use super::other_calendar::in_gregorian_year;
use super::timex::{clock, duration, moved, span, zone_name};
use super::{
    Calendar, Clock, Cue, Date, Expression, Field, Link, Reference, Relation, Resolved, Shape, Step, TimexKind, Unit,
    Weekday,
};
use crate::language::Language;

/// A day that comes within so many days is meant by `15 January`, where nothing says that it is past.
pub(super) const NEAR_FUTURE: i32 = 60;
/// A day that was so few days ago is meant, also by a verb in the present.
const JUST_PAST: i32 = 14;

/// Resolves the expressions of one block, in the same order. Without a reference date only what the words state is
/// resolved.
pub fn resolve(
    prose: &str,
    expressions: &[Expression],
    language: Language,
    reference: Option<&Reference>,
) -> Vec<Resolved> {
    let mut all: Vec<Resolved> = Vec::with_capacity(expressions.len());
    // The explicit day that the sentence stated last: "two days later" counts from it.
    let mut anchor: Option<(u32, Date)> = None;
    let mut period: Option<(u32, Date)> = None;
    let mut told: Option<(u32, Date)> = None;
    let mut last: Option<Date> = None;
    let mut leaning: Option<(Date, Unit)> = None;
    let mut named: Option<(Date, Unit)> = None;
    for expression in expressions {
        let own = anchor.filter(|(sentence, _)| *sentence == expression.sentence).map(|(_, day)| day);
        let own_period = period.filter(|(sentence, _)| *sentence == expression.sentence).map(|(_, day)| day);
        // "the same day" may lean on a day of the sentence before.
        let same = expression.relation.is_some_and(|relation| relation.value == Relation::Same);
        let own = own.or(last.filter(|_| same));
        let context = Context {
            prose,
            lexicon: Lexicon::of(language),
            reference: reference.copied(),
            anchor: own,
            period: own_period,
            told: told.filter(|(sentence, _)| *sentence == expression.sentence).map(|(_, day)| day),
            leaning,
            named,
        };
        let mut resolved = context.resolve(expression);
        if let Some(year) = follow(expression, expressions, &all) {
            resolved = context.in_year(expression, year);
        }
        if let Some(day) = later_weekday(expression, expressions, &all) {
            (resolved.value, resolved.days) = (Some(day.to_string()), Some((day, day)));
            resolved.derivation.truncate(1);
            resolved.derivation.push(derive::found(day, day));
        }
        if expression.day.is_some()
            && let Some(day) = resolved.day()
        {
            anchor = Some((expression.sentence, day));
        }
        if let (Some((first, _)), true) = (resolved.days, expression.year.is_some() || expression.day.is_some()) {
            period = Some((expression.sentence, first));
            told = if expression.hints.aside { told } else { period };
        }
        if let Some((first, _)) = resolved.days {
            leaning = grain(expression).map(|unit| (first, unit)).or(leaning);
            named = part_of(expression).map(|unit| (first, unit)).or(named);
        }
        last = resolved.day().or(last);
        all.push(resolved);
    }
    // The half of a calendar pair that states no year takes the one that puts it beside the other half.
    for (index, expression) in expressions.iter().enumerate() {
        let Some(other) = expression.pair.and_then(|pair| Some((expressions.get(pair)?, all.get(pair)?))) else {
            continue;
        };
        if expression.year.is_none()
            && other.0.year.is_some()
            && let Some((first, _)) = other.1.days
        {
            let source = reference.map_or(super::ReferenceSource::Given, |reference| reference.source);
            let near = Some(Reference { day: first, source });
            let context =
                Context { reference: near, ..Context::alone(prose, Lexicon::of(language)) };
            let paired = Expression { cue: None, ..expression.clone() };
            all[index] = context.resolve(&paired);
        }
    }
    all
}

/// The year of the second of two linked dates that state none: "from 28 December to 3 January".
fn follow(expression: &Expression, expressions: &[Expression], all: &[Resolved]) -> Option<i16> {
    let (first, is_range) = match expression.link? {
        Link::RangeFrom(first) => (first, true),
        Link::ListFrom(first) => (first, false),
        _ => return None,
    };
    let bare = |e: &Expression| {
        e.shape == Shape::Point
            && e.year.is_none()
            && e.relation.is_none()
            && e.within.is_none()
            && e.calendar == Calendar::Gregorian
    };
    let (before, days) = (expressions.get(first)?, all.get(first)?.days?);
    let (from, month) = (before.month?.value, expression.month?.value);
    if !bare(before) || !bare(expression) {
        return None;
    }
    // Within one month the words may be wrong; a later month is of the same year, an earlier one of the next.
    let year = days.0.year();
    if is_range && month < from { year.checked_add(1) } else { Some(year) }
}

/// The second weekday of "from Saturday to Thursday": the next one behind the first.
fn later_weekday(expression: &Expression, expressions: &[Expression], all: &[Resolved]) -> Option<Date> {
    let Some(Link::RangeFrom(first)) = expression.link else { return None };
    let bare = |e: &Expression| {
        let free = e.relation.is_none() && e.within.is_none() && e.time.is_none();
        e.weekday.filter(|_| e.shape == Shape::Point && e.day.is_none() && e.month.is_none() && free)
    };
    let (_, second, from) = (bare(expressions.get(first)?)?, bare(expression)?, all.get(first)?.day()?);
    let ahead = (second.value.to_monday_zero_offset() - from.weekday().to_monday_zero_offset()).rem_euclid(7);
    moved(from, Unit::Day, i64::from(ahead))
}

pub(super) struct Context<'a> {
    prose: &'a str,
    pub(super) lexicon: &'static Lexicon,
    reference: Option<Reference>,
    /// The explicit day that the sentence stated before.
    pub(super) anchor: Option<Date>,
    /// The first day of the explicit date, month or year that the sentence stated before.
    pub(super) period: Option<Date>,
    /// The same, where its year is also that of the dates behind it.
    told: Option<Date>,
    /// The first day of the last date that the block stated, and its unit: *a year later* counts from it.
    pub(super) leaning: Option<(Date, Unit)>,
    /// The first day of the last month, quarter or half that the block stated.
    pub(super) named: Option<(Date, Unit)>,
}

/// What a point's fields come to.
#[derive(Default)]
struct Fields {
    year: Option<i16>,
    month: Option<u8>,
    day: Option<u8>,
}

impl<'a> Context<'a> {
    /// Nothing but the words.
    fn alone(prose: &'a str, lexicon: &'static Lexicon) -> Self {
        Self { prose, lexicon, reference: None, anchor: None, period: None, told: None, leaning: None, named: None }
    }
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
            derivation: vec![derive::words(expression.range.slice(self.prose))],
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
            Shape::Open => {}
        }
        resolved
    }

    /// The same expression in a year that its neighbour tells.
    fn in_year(&self, expression: &Expression, year: i16) -> Resolved {
        let range = expression.month.map_or(expression.range, |month| month.range);
        let told = Expression { year: Some(super::Part { value: year, range }), ..expression.clone() };
        let mut resolved = self.resolve(&told);
        resolved.stated.retain(|field| *field != Field::Year);
        resolved.inferred.push(Field::Year);
        resolved
    }

    /// The reference day, where there is one.
    pub(super) fn reference_day(&self) -> Option<Date> {
        self.reference.map(|reference| reference.day)
    }

    /// The reference day, noting that one was needed where there is none.
    pub(super) fn day_needed(&self, resolved: &mut Resolved) -> Option<Date> {
        if let Some(reference) = self.reference {
            resolved.derivation.push(derive::reference(reference));
            Some(reference.day)
        } else {
            resolved.needs_reference = true;
            None
        }
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
                resolved.derivation.push(derive::days(days, day));
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
            // A time alone is that of the reference day.
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

    /// The days of a month that may be stated as "this month".
    pub(super) fn month_of(&self, expression: &Expression, resolved: &mut Resolved) -> Option<(Date, Date)> {
        match expression.within {
            Some((Unit::Month, shift)) => {
                let first = moved(self.day_needed(resolved)?.first_of_month(), Unit::Month, i64::from(shift))?;
                Some((first, first.last_of_month()))
            }
            _ => self.calendar_date(expression, resolved),
        }
    }

    /// Gregorian fields; the value is set here, for what is no whole day.
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
            // "the 31st of this month", of a month with 30 days.
            if expression.month.is_none() {
                let length = month_length(*year, *month).unwrap_or(31);
                debug_assert!(*number > length);
                resolved.impossible = Some(derive::short_month(*month, Some(*year), length));
                return None;
            }
        }
        let year = match fields.year {
            Some(year @ 0..) => format!("{year:04}"),
            Some(year) => format!("BC{:04}", -i32::from(year)),
            None => "XXXX".to_owned(),
        };
        resolved.value = Some(match (fields.month, fields.day) {
            (None, None) => year,
            (Some(month), None) => format!("{year}-{month:02}"),
            (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
            (None, Some(day)) => format!("{year}-XX-{day:02}"),
        });
        // "الثلاثاء الأول من أكتوبر" is the first of the month where that is a Tuesday, else its first Tuesday.
        let found = self.first_of_its_kind(expression, found).or(found);
        if let (Some((first, last)), Some(number)) = (found, expression.day)
            && first == last
            && first.day() as u8 != number.value
        {
            resolved.value = Some(first.to_string());
        }
        if let (Some((first, last)), true) = (found, resolved.derivation.len() > 1) {
            resolved.derivation.push(derive::found(first, last));
        }
        found
    }

    /// The weekday counted in its month, where an ordinal in words is no day of the month with that weekday.
    fn first_of_its_kind(&self, expression: &Expression, found: Option<(Date, Date)>) -> Option<(Date, Date)> {
        let (day, (number, weekday)) = (found?.0, expression.day.zip(expression.weekday)?);
        let words = number.range.slice(self.prose).chars().all(char::is_alphabetic);
        // The ordinal stands right behind the weekday: a comma makes it the day.
        let beside = number.range.start == weekday.range.end + 1;
        if !words || !beside || number.value > 5 || day.weekday() == weekday.value {
            return None;
        }
        let found = counted(day.first_of_month(), day.last_of_month(), number.value as i8, weekday.value)?;
        Some((found, found))
    }

    /// Fills the year, and the month of "the 5th of this month".
    fn infer(&self, expression: &Expression, fields: &mut Fields, resolved: &mut Resolved) {
        let Some(reference) = self.day_needed(resolved) else { return };
        match expression.within {
            Some((Unit::Month, shift)) => {
                if let Some(day) = moved(reference.first_of_month(), Unit::Month, i64::from(shift)) {
                    (fields.year, fields.month) = (Some(day.year()), Some(day.month() as u8));
                    resolved.derivation.push(derive::shifted(Unit::Month, shift));
                }
                return;
            }
            Some((_, shift)) => {
                fields.year = reference.year().checked_add(i16::from(shift));
                resolved.derivation.push(derive::shifted(Unit::Year, shift));
                return;
            }
            None => {}
        }
        // "the 22nd of the same month": that of the last date.
        let same = expression.relation.is_some_and(|relation| relation.value == Relation::Same);
        if let (None, true) = (fields.month, same) {
            let stated = self.period.or(self.leaning.map(|(day, _)| day));
            (fields.year, fields.month) = (stated.map(Date::year), stated.map(|day| day.month() as u8));
            return;
        }
        let Some(month) = fields.month else {
            // "on the 22nd": the last one, the coming one where the sentence looks ahead.
            let Some(number) = fields.day else { return };
            resolved.inferred.extend([Field::Year, Field::Month]);
            let future = expression.cue == Some(Cue::Future);
            let side = |found: &Date| if future { *found >= reference } else { *found <= reference };
            let near: Vec<Date> = (-1..4i64)
                .filter_map(|step| {
                    let month = moved(reference.first_of_month(), Unit::Month, if future { step } else { -step })?;
                    day(month.year(), month.month() as u8, number)
                })
                .collect();
            // A stated weekday tells one month from the other.
            let told = expression.weekday.and_then(|weekday| {
                let fits = near.iter().filter(|day| day.weekday() == weekday.value && (!future || side(day)));
                fits.min_by_key(|day| days_between(reference, **day).abs())
            });
            let found = told.or_else(|| near.iter().find(|day| side(day))).copied();
            resolved.derivation.push(derive::inferred_year(future));
            (fields.year, fields.month) = (found.map(Date::year), found.map(|found| found.month() as u8));
            return;
        };
        let relation = expression.relation.map(|relation| relation.value);
        // A month is compared by its first day, with the first of the reference month.
        let (number, base) = match fields.day {
            Some(number) => (number, reference),
            None => (1, reference.first_of_month()),
        };
        let in_year = |year: i16| day(year, month, number);
        // Nine years hold a 29 February on both sides of any century.
        let years = reference.year().saturating_sub(9)..=reference.year().saturating_add(9);
        let all: Vec<Date> = years.filter_map(in_year).collect();
        let before = |strict: bool| all.iter().rev().find(|day| **day < base || (!strict && **day == base)).copied();
        let after = |strict: bool| all.iter().find(|day| **day > base || (!strict && **day == base)).copied();
        let chosen = match relation {
            Some(Relation::Last | Relation::Previous) => {
                before(true).inspect(|_| resolved.derivation.push(derive::nearest(true)))
            }
            Some(Relation::Next | Relation::Following) => {
                after(true).inspect(|_| resolved.derivation.push(derive::nearest(false)))
            }
            Some(Relation::This) => {
                in_year(reference.year()).inspect(|_| resolved.derivation.push(derive::shifted(Unit::Year, 0)))
            }
            Some(Relation::Same) => self.period.and_then(|period| in_year(period.year())),
            Some(Relation::BeforeLast) => before(true).and_then(|day| moved(day, Unit::Year, -1)),
            Some(Relation::AfterNext) => after(true).and_then(|day| moved(day, Unit::Year, 1)),
            Some(Relation::Days(days)) => moved(reference, Unit::Day, i64::from(days)),
            _ => {
                resolved.inferred.push(Field::Year);
                // "In 2011 … on 25 January": the year that the sentence states.
                // A plan in the present is for a day to come, unless it has just been.
                let just = before(false).is_some_and(|day| days_between(day, base) <= JUST_PAST) && fields.day.is_some();
                let ahead = expression.cue == Some(Cue::Future) || expression.cue == Some(Cue::Present) && !just;
                if expression.hints.deadline {
                    let distance = |day: &Date| days_between(base, *day).abs();
                    let found = before(false).into_iter().chain(after(false)).min_by_key(distance);
                    resolved.derivation.push(derive::inferred_year(found.is_some_and(|day| day > base)));
                    fields.year = found.map(Date::year);
                    return;
                }
                let told = expression.day.is_some() && !ahead;
                let stated = self.told.filter(|period| told && period.year() < reference.year());
                if let Some(found) = stated.and_then(|period| in_year(period.year())) {
                    resolved.derivation.push(derive::year_of_sentence());
                    fields.year = Some(found.year());
                    return;
                }
                // A day that was almost a year ago would have its year: the coming one is meant, whatever the tense.
                let near = after(false).is_some_and(|day| days_between(base, day) <= NEAR_FUTURE);
                let future = near && before(false) != Some(base) || ahead;
                resolved.derivation.push(derive::inferred_year(future));
                let (first, second) =
                    if future { (after(false), before(false)) } else { (before(false), after(false)) };
                // A stated weekday tells one year from the other.
                let fits = |day: &Date| {
                    fields.day.is_some() && expression.weekday.is_some_and(|weekday| weekday.value == day.weekday())
                };
                first.filter(fits).or_else(|| second.filter(fits)).or(first)
            }
        };
        fields.year = chosen.map(Date::year);
    }

    fn weekday(&self, expression: &Expression, weekday: Weekday, resolved: &mut Resolved) -> Option<Date> {
        let relation = expression.relation.map(|relation| relation.value);
        // "the following Monday" is counted from a date of the text, without one from the reference date as a guess.
        let leaning = matches!(relation, Some(Relation::Previous | Relation::Following));
        let day = self.leaning.filter(|(_, unit)| *unit == Unit::Day).map(|(day, _)| day);
        let reference = match self.anchor.or(day).filter(|_| leaning) {
            Some(anchor) => anchor,
            None => self.day_needed(resolved)?,
        };
        if leaning && self.anchor.is_none() {
            resolved.inferred.push(Field::Relation);
        }
        let forward = weekday.to_monday_zero_offset() - reference.weekday().to_monday_zero_offset();
        let (forward, step) = match (expression.within, relation) {
            (Some((_, shift)), _) => (forward + 7 * shift, derive::shifted(Unit::Week, shift)),
            (None, Some(Relation::Last | Relation::Previous)) => {
                (if forward < 0 { forward } else { forward - 7 }, derive::nearest(true))
            }
            (None, Some(Relation::Next | Relation::Following)) => {
                (if forward > 0 { forward } else { forward + 7 }, derive::nearest(false))
            }
            (None, Some(Relation::BeforeLast)) => {
                (if forward < 0 { forward - 7 } else { forward - 14 }, derive::shifted(Unit::Week, -2))
            }
            (None, Some(Relation::AfterNext)) => {
                (if forward > 0 { forward + 7 } else { forward + 14 }, derive::shifted(Unit::Week, 2))
            }
            (None, Some(Relation::This)) => (forward, derive::shifted(Unit::Week, 0)),
            _ => {
                resolved.inferred.push(Field::Day);
                let future = matches!(expression.cue, Some(Cue::Future | Cue::Present));
                let days = match (future, forward) {
                    (true, ..0) => forward + 7,
                    (false, 1..) => forward - 7,
                    _ => forward,
                };
                (days, derive::bare_weekday(future))
            }
        };
        let day = moved(reference, Unit::Day, i64::from(forward))?;
        resolved.derivation.push(step);
        resolved.derivation.push(derive::found(day, day));
        Some(day)
    }
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

/// Why the stated fields make no date.
fn impossible(expression: &Expression) -> Option<Step> {
    if let Some(time) = expression.time {
        let Clock { hour, minute, second, .. } = time.value;
        let late = hour == Some(24) && minute.is_some_and(|minute| minute > 0);
        if late
            || hour.is_some_and(|hour| hour > 24)
            || minute.is_some_and(|minute| minute > 59)
            || second.is_some_and(|second| second > 60)
        {
            return Some(derive::no_time(time.value));
        }
    }
    let month = expression.month?.value;
    if !(1..=12).contains(&month) {
        return Some(derive::no_month(month));
    }
    let number = expression.day?.value;
    if expression.calendar == Calendar::Hijri {
        return (number > 30).then(|| derive::short_hijri_month(number));
    }
    if expression.calendar == Calendar::Persian {
        return (number > 31).then(|| derive::long_persian_month(number));
    }
    // Without a year, February may have 29 days.
    let year = expression.year.map_or(2000, |year| year.value);
    let length = month_length(year, month)?;
    (number > length).then(|| derive::short_month(month, expression.year.map(|year| year.value), length))
}

pub(super) fn length(expression: &Expression, resolved: &mut Resolved) {
    resolved.kind = TimexKind::Duration;
    resolved.needs_reference = false;
    resolved.value = expression.length.map(|length| duration(&length.value));
}

pub(super) fn days_between(first: Date, last: Date) -> i32 {
    first.until(last).map_or(i32::MAX, |span| span.get_days())
}
