//! Whether an annotated value and its words agree. Only what the words state can contradict.

use super::timex::duration;
use super::value::OpenInterval;
use super::{Agreement, Calendar, Date, DateValue, Expression, Field, Resolved, Shape};

/// Compares an annotated value with its words.
pub fn agreement(value: &DateValue, expression: &Expression, resolved: &Resolved) -> Agreement {
    if let Some(stated) = &value.duration {
        return match expression.length {
            Some(length) if expression.shape == Shape::Length => {
                match (months_and_seconds(stated), length.value.amount) {
                    (Some(annotated), Some(_)) if months_and_seconds(&duration(&length.value)) == Some(annotated) => {
                        Agreement::Agrees
                    }
                    (Some(_), Some(_)) => Agreement::Contradicts,
                    _ => Agreement::Unknown,
                }
            }
            _ => Agreement::Unknown,
        };
    }
    if resolved.impossible.is_some()
        || matches!(expression.shape, Shape::Length | Shape::Set(_) | Shape::Vague(_) | Shape::Open)
    {
        return Agreement::Unknown;
    }
    let Some((first, last)) = covered(value) else { return Agreement::Unknown };
    let Some((from, to)) = resolved.days else { return stated_fields(expression, first, last) };
    // A Hijri day is sighted: one day apart is the same day.
    let slack = i64::from(expression.calendar == Calendar::Hijri);
    let (from_wide, to_wide) = (shifted(from, -slack), shifted(to, slack));
    if first <= to_wide
        && from_wide <= last
        && (contains((first, last), (from_wide, to_wide), slack) || contains((from_wide, to_wide), (first, last), 0))
    {
        return if clock_differs(value, expression) { Agreement::Contradicts } else { Agreement::Agrees };
    }
    // A Hijri month lies in two Gregorian ones.
    let straddles = expression.calendar == Calendar::Hijri && resolved.day().is_none();
    if (straddles || vague_part(resolved)) && first <= to_wide && from_wide <= last {
        return Agreement::Agrees;
    }
    if resolved.inferred.is_empty() {
        return Agreement::Contradicts;
    }
    // Something was inferred: what is stated decides whether it is wrong or only doubtful.
    match stated_fields(expression, first, last) {
        Agreement::Agrees => Agreement::Doubtful,
        other => other,
    }
}

/// Compares the stated fields alone.
fn stated_fields(expression: &Expression, first: Date, last: Date) -> Agreement {
    if expression.calendar != Calendar::Gregorian {
        return Agreement::Unknown;
    }
    let mut compared = false;
    let one_day = first == last;
    let one_month = (first.year(), first.month()) == (last.year(), last.month());
    let one_year = first.year() == last.year();
    let mut differs = false;
    if let (Some(year), true) = (expression.year, one_year) {
        (compared, differs) = (true, differs || year.value != first.year());
    }
    if let (Some(month), true) = (expression.month, one_month) {
        (compared, differs) = (true, differs || month.value != first.month() as u8);
    }
    if let (Some(day), true) = (expression.day, one_day) {
        (compared, differs) = (true, differs || day.value != first.day() as u8);
    }
    // Beside a day and month, the weekday is another rule's business.
    if let (Some(weekday), true, None) = (expression.weekday, one_day, expression.day) {
        (compared, differs) = (true, differs || weekday.value != first.weekday());
    }
    match (differs, compared) {
        (true, _) => Agreement::Contradicts,
        (false, true) => Agreement::Agrees,
        (false, false) => Agreement::Unknown,
    }
}

/// First and last day that a value covers, open intervals by their one end.
fn covered(value: &DateValue) -> Option<(Date, Date)> {
    if let Some((first, last)) = value.days {
        return Some((first.min(last), first.max(last)));
    }
    match value.open? {
        OpenInterval::From(first) => Some((first, Date::MAX)),
        OpenInterval::Until(last) => Some((Date::MIN, last)),
    }
}

fn contains(outer: (Date, Date), inner: (Date, Date), slack: i64) -> bool {
    shifted(outer.0, -slack * 2) <= inner.0 && inner.1 <= shifted(outer.1, slack * 2)
}

fn shifted(day: Date, days: i64) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}

/// Whether the words mean a week, month or year only about: "two months ago".
fn vague_part(resolved: &Resolved) -> bool {
    resolved.stated.contains(&Field::Relation) && resolved.day().is_none()
}

/// Whether both state hour and minute and they differ.
fn clock_differs(value: &DateValue, expression: &Expression) -> bool {
    let (Some(time), Some(clock)) = (&value.time, expression.time) else { return false };
    let mut parts = time.split(':').map(|part| part.get(..2).and_then(|two| two.parse::<u8>().ok()));
    let (hour, minute) = (parts.next().flatten(), parts.next().flatten());
    // "seven" may be morning or evening; a zone moves the hour.
    let zoned = clock.value.zone.is_some() && time.contains(['Z', '+', '-']);
    let half_day = clock.value.hour.zip(hour).is_some_and(|(stated, annotated)| stated % 12 != annotated % 12);
    let minutes = clock.value.minute.zip(minute).is_some_and(|(stated, annotated)| stated != annotated);
    !zoned && (half_day || minutes)
}

/// A duration in months and seconds, so that `P2W` is `P14D` and `P1Y` is `P12M`.
fn months_and_seconds(text: &str) -> Option<(u64, u64)> {
    let (mut months, mut seconds, mut in_time, mut number) = (0u64, 0u64, false, String::new());
    for c in text.strip_prefix('P')?.chars() {
        if c == 'T' {
            in_time = true;
            continue;
        }
        if c.is_ascii_digit() || c == '.' || c == ',' {
            number.push(if c == ',' { '.' } else { c });
            continue;
        }
        let amount: f64 = number.parse().ok()?;
        number.clear();
        let whole = |unit: f64| (amount * unit).round() as u64;
        match (in_time, c) {
            (false, 'Y') => months += whole(12.0),
            (false, 'M') => months += whole(1.0),
            (false, 'W') => seconds += whole(7.0 * 86_400.0),
            (false, 'D') => seconds += whole(86_400.0),
            (true, 'H') => seconds += whole(3_600.0),
            (true, 'M') => seconds += whole(60.0),
            (true, 'S') => seconds += whole(1.0),
            _ => return None,
        }
    }
    number.is_empty().then_some((months, seconds))
}
