//! Annotated values: a subset of EDTF level 1 (ISO 8601-2:2019) and ISO 8601 durations.

use crate::dates::arithmetic::{months, week};
use crate::dates::calendar::{day, month_days, month_length, year_days};
use crate::dates::derivation;
use crate::dates::model::Calendar;
use crate::dates::model::Date;
use crate::message;
use crate::message::Message;
use crate::text::{Fold, TextRange, fold};
use std::fmt::Write as _;

/// An annotated value: a point, an interval, or a duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateValue {
    /// First and last day; `None` for a duration or an open interval. An interval can be reversed.
    pub days: Option<(Date, Date)>,
    /// Time and zone after `T`, as written.
    pub time: Option<String>,
    /// The duration, as written.
    pub duration: Option<String>,
    /// The stated end of an open interval: the first day for `2017-07-11/..`, the last for `../2017-07-11`.
    pub open: Option<OpenInterval>,
    /// Whether the value is marked `~`, `?` or `%`.
    pub uncertain: bool,
}

/// An interval with one open end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenInterval {
    /// `a/..`, with the first day of `a`.
    From(Date),
    /// `../b`, with the last day of `b`.
    Until(Date),
}

/// Why a value could not be parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueError {
    /// The syntax is wrong: the bytes of the error, what is wrong, and the value that was probably meant.
    Malformed(TextRange, Message, Option<String>),
    /// The syntax is right but no such day exists (`2017-02-30`): the reason.
    Impossible(Message),
}

/// A parsed point.
struct Point {
    days: (Date, Date),
    time: Option<String>,
    uncertain: bool,
}

impl DateValue {
    /// Parses a value: `2017`, `2017-07`, `2017-07-11`, `2017-07-11T19:22:00+03:00`, `2017-07-11/..`, `P2M`, `2017~`.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let whole = TextRange::new(0, text.len() as u32);
        if text.trim().is_empty() {
            return Err(ValueError::Malformed(whole, message!("the value is empty"), None));
        }
        let read = if text.starts_with('P') {
            duration(text).map(|()| Self { duration: Some(text.to_owned()), ..Self::empty() })
        } else {
            match text.split_once('/') {
                None => point(text, 0).map(Self::of_point),
                Some((first, last)) => interval(first, last),
            }
        };
        read.map_err(|error| match error {
            // A day written with slashes is reported as one value, not as an interval with two wrong ends.
            ValueError::Malformed(..) if text.contains('/') && meant(text).is_some() => {
                ValueError::Malformed(whole, message!("a day is written with hyphens: year-month-day"), meant(text))
            }
            ValueError::Malformed(range, message, None) => {
                ValueError::Malformed(range, message, meant(text).filter(|meant| meant != text))
            }
            other => other,
        })
    }

    /// Whether it is a single day, with or without a time.
    pub fn day(&self) -> Option<Date> {
        self.days.filter(|(first, last)| first == last).map(|(first, _)| first)
    }

    fn empty() -> Self {
        Self { days: None, time: None, duration: None, open: None, uncertain: false }
    }

    fn of_point(point: Point) -> Self {
        Self { days: Some(point.days), time: point.time, uncertain: point.uncertain, ..Self::empty() }
    }

    /// A value for a single day. The time is the text that follows `T`.
    pub(super) fn of_day(day: Date, time: Option<String>) -> Self {
        Self { days: Some((day, day)), time, ..Self::empty() }
    }
}

fn malformed<T>(start: usize, end: usize, message: Message) -> Result<T, ValueError> {
    Err(ValueError::Malformed(TextRange::new(start as u32, end as u32), message, None))
}

fn interval(first: &str, last: &str) -> Result<DateValue, ValueError> {
    let second_at = first.len() + 1;
    if let Some(third) = last.find('/') {
        return malformed(second_at + third, second_at + last.len(), message!("an interval has two ends"));
    }
    match (first, last) {
        ("..", "..") => malformed(0, 5, message!("an interval needs at least one end")),
        ("..", _) => {
            let end = point(last, second_at)?;
            let open = Some(OpenInterval::Until(end.days.1));
            Ok(DateValue { open, time: end.time, uncertain: end.uncertain, ..DateValue::empty() })
        }
        (_, "..") => {
            let start = point(first, 0)?;
            let open = Some(OpenInterval::From(start.days.0));
            Ok(DateValue { open, time: start.time, uncertain: start.uncertain, ..DateValue::empty() })
        }
        _ => {
            let (start, end) = (point(first, 0)?, point(last, second_at)?);
            let uncertain = start.uncertain || end.uncertain;
            Ok(DateValue { days: Some((start.days.0, end.days.1)), uncertain, ..DateValue::empty() })
        }
    }
}

/// Parses `year[-month[-day[Ttime]]]` with an optional mark; `at` is the offset of the text in the whole value.
fn point(text: &str, at: usize) -> Result<Point, ValueError> {
    let bare = text.strip_suffix(['~', '?', '%']).unwrap_or(text);
    let uncertain = bare.len() < text.len();
    let (date, time) = match bare.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (bare, None),
    };
    let mut numbers = [0u16; 3];
    let mut offset = at;
    let mut count = 0;
    for (index, part) in date.split('-').enumerate() {
        let end = offset + part.len();
        if index == 3 {
            return malformed(offset, at + bare.len(), message!("a day has three parts: year, month, day"));
        }
        let width = if index == 0 { 4 } else { 2 };
        if part.len() != width || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            // An empty part has no bytes to show, so the error covers the whole value.
            let (start, end) = if part.is_empty() { (at, at + text.len()) } else { (offset, end) };
            let what = match index {
                1 if span(date).is_some() => message!("a quarter, a half or a week is written as an interval"),
                0 => message!("the year needs four digits"),
                1 => message!("the month needs two digits"),
                _ => message!("the day needs two digits"),
            };
            return malformed(start, end, what);
        }
        numbers[index] = part.parse().unwrap_or(0);
        match index {
            1 if !(1..=12).contains(&numbers[1]) => {
                return malformed(offset, end, message!("month {month} does not exist", month = part));
            }
            2 if !(1..=31).contains(&numbers[2]) => {
                return malformed(offset, end, message!("day {day} does not exist", day = part));
            }
            _ => {}
        }
        count = index + 1;
        offset = end + 1;
    }
    let (year, month, number) = (numbers[0] as i16, numbers[1] as u8, numbers[2] as u8);
    let days = match count {
        1 => year_days(Calendar::Gregorian, year),
        2 => month_days(Calendar::Gregorian, year, month),
        _ => day(year, month, number).map(|day| (day, day)),
    };
    let Some(days) = days else {
        let length = month_length(year, month).unwrap_or(31);
        return Err(ValueError::Impossible(derivation::short_month(month, Some(year), length).message()));
    };
    if let Some(time) = time {
        let start = at + date.len() + 1;
        if count < 3 {
            return malformed(start - 1, at + bare.len(), message!("a time needs a whole day before it"));
        }
        clock(time, start)?;
    }
    Ok(Point { days, time: time.map(str::to_owned), uncertain })
}

/// Checks `hh[:mm[:ss[.fff]]]` and a zone.
fn clock(text: &str, at: usize) -> Result<(), ValueError> {
    let zone_at = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (time, zone) = text.split_at(zone_at);
    let (whole, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let parts: Vec<&str> = whole.split(':').collect();
    let two_digits = |part: &&str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let in_form = parts.len() <= 3
        && parts.iter().all(two_digits)
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
        && (fraction == "0" || parts.len() == 3);
    if !in_form {
        return malformed(at, at + text.len().max(1), message!("a time is hh:mm or hh:mm:ss"));
    }
    let number = |index: usize| parts.get(index).and_then(|part| part.parse::<u8>().ok()).unwrap_or(0);
    let (hour, minute, second) = (number(0), number(1), number(2));
    // 24:00 is the end of a day, and second 60 is a leap second.
    if hour > 24 || minute > 59 || second > 60 || (hour == 24 && (minute, second) != (0, 0)) {
        return Err(ValueError::Impossible(message!("the time {time} does not exist", time = whole)));
    }
    let zone_ok = match zone.as_bytes() {
        [] | [b'Z'] => true,
        [_, rest @ ..] => {
            let digits: Vec<u8> = rest.iter().copied().filter(|byte| *byte != b':').collect();
            let colon = rest.iter().position(|byte| *byte == b':');
            matches!(digits.len(), 2 | 4)
                && digits.iter().all(u8::is_ascii_digit)
                && (colon.is_none() || (colon == Some(2) && rest.len() == 5))
                && !zone.starts_with('Z')
        }
    };
    if zone_ok { Ok(()) } else { malformed(at + zone_at, at + text.len(), message!("a time zone is Z or ±hh:mm")) }
}

/// Checks an ISO 8601 duration.
fn duration(text: &str) -> Result<(), ValueError> {
    let (mut units, mut in_time, mut digits, mut seen) = ("YMWD", false, 0, 0);
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '0'..='9' => digits += 1,
            '.' | ',' if digits > 0 => {}
            'T' if !in_time && digits == 0 => (units, in_time) = ("HMS", true),
            c => match units.find(c) {
                Some(place) if digits > 0 => {
                    units = &units[place + 1..];
                    (digits, seen) = (0, seen + 1);
                }
                _ => return malformed(at, at + c.len_utf8(), message!("a duration is such as P2M, P10D, PT3H")),
            },
        }
    }
    if digits > 0 || seen == 0 || text.ends_with('T') {
        return malformed(0, text.len(), message!("a duration is such as P2M, P10D, PT3H"));
    }
    Ok(())
}

/// A quarter (`2024-Q3`), a half (`2024-H1`) or a week (`2024-W10`) as an interval.
fn span(text: &str) -> Option<String> {
    let (year, part) = text.split_once('-')?;
    let year: i16 = year.parse().ok().filter(|_| year.len() == 4)?;
    let (kind, number) = part.split_at_checked(1)?;
    let number: u8 = number.parse().ok().filter(|_| number.bytes().all(|byte| byte.is_ascii_digit()))?;
    let by_month = |(first, last): (Date, Date)| {
        format!("{:04}-{:02}/{:04}-{:02}", first.year(), first.month(), last.year(), last.month())
    };
    match (kind, number) {
        ("Q", 1..=4) => months(year, number * 3 - 2, 3).map(by_month),
        ("H", 1..=2) => months(year, number * 6 - 5, 6).map(by_month),
        ("W", _) => week(year, number).map(|(first, last)| format!("{first}/{last}")),
        _ => None,
    }
}

/// The value that the author of a malformed one probably meant.
fn meant(text: &str) -> Option<String> {
    // Phone keyboards produce other dashes and digits of other scripts.
    let plain: String = fold(text.trim(), Fold::Strict)
        .chars()
        .map(|c| if matches!(c, '\u{2012}'..='\u{2015}' | '\u{2212}') { '-' } else { c })
        .collect();
    if DateValue::parse_strictly(&plain) {
        return Some(plain);
    }
    if let Some(span) = span(&plain) {
        return Some(span);
    }
    let (date, time) = match plain.split_once(['T', 't', ' ']) {
        Some((date, time)) => (date, Some(time.trim())),
        None => (plain.as_str(), None),
    };
    let parts: Vec<&str> = date.split(['-', '/', '.', '\u{060D}']).collect();
    let number = |index: usize| parts.get(index).filter(|part| part.len() <= 4)?.parse::<u16>().ok();
    let (year, month, day) = match parts.len() {
        3 if parts[0].len() == 4 => (number(0)?, number(1)?, Some(number(2)?)),
        3 if parts[2].len() == 4 => (number(2)?, number(1)?, Some(number(0)?)),
        2 if parts[0].len() == 4 => (number(0)?, number(1)?, None),
        2 if parts[1].len() == 4 => (number(1)?, number(0)?, None),
        1 if date.len() == 8 && date.is_ascii() => {
            (date[..4].parse().ok()?, date[4..6].parse().ok()?, Some(date[6..].parse().ok()?))
        }
        _ => return None,
    };
    let mut value = match day {
        Some(day) if month > 12 => format!("{year:04}-{day:02}-{month:02}"),
        Some(day) => format!("{year:04}-{month:02}-{day:02}"),
        None => format!("{year:04}-{month:02}"),
    };
    if let Some(time) = time {
        let _ = write!(value, "T{time}");
    }
    DateValue::parse_strictly(&value).then_some(value)
}

impl DateValue {
    /// Whether a text is a valid value, without a guess of what was meant.
    fn parse_strictly(text: &str) -> bool {
        match text.split_once('/') {
            _ if text.starts_with('P') => duration(text).is_ok(),
            None => point(text, 0).is_ok(),
            Some((first, last)) => interval(first, last).is_ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> String {
        let value = DateValue::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        value.days.map_or_else(|| format!("{:?}{:?}", value.open, value.duration), |(a, b)| format!("{a} {b}"))
    }

    #[test]
    fn valid_values_are_parsed() {
        for (text, expected) in [
            ("2017", "2017-01-01 2017-12-31"),
            ("2017-02", "2017-02-01 2017-02-28"),
            ("2017-07-11", "2017-07-11 2017-07-11"),
            ("2017-07-11~", "2017-07-11 2017-07-11"),
            ("2017?", "2017-01-01 2017-12-31"),
            ("2017-07-11T19:22", "2017-07-11 2017-07-11"),
            ("2017-07-11T19:22:00+03:00", "2017-07-11 2017-07-11"),
            ("2017-07-11T19:22:00.5Z", "2017-07-11 2017-07-11"),
            ("2016/2017-03", "2016-01-01 2017-03-31"),
            ("2017-07-11/..", "Some(From(2017-07-11))None"),
            ("../2017-02", "Some(Until(2017-02-28))None"),
            ("P2M", "NoneSome(\"P2M\")"),
            ("P1Y2M3DT4H5M", "NoneSome(\"P1Y2M3DT4H5M\")"),
            ("PT36H", "NoneSome(\"PT36H\")"),
        ] {
            assert_eq!(days(text), expected, "{text}");
        }
    }

    #[test]
    fn malformed_values_have_a_range_and_a_suggestion() {
        for (text, wrong, meant) in [
            ("2017-13", "13", None),
            ("2017-7-1", "7", Some("2017-07-01")),
            ("2024-Q3", "Q3", Some("2024-07/2024-09")),
            ("2024-H1", "H1", Some("2024-01/2024-06")),
            ("2024-W10", "W10", Some("2024-03-04/2024-03-10")),
            ("2024-W54", "W54", None),
            ("2024-Q5", "Q5", None),
            ("2017/09/18", "2017/09/18", Some("2017-09-18")),
            ("18-09-2017", "18", Some("2017-09-18")),
            ("18/09/2017", "18/09/2017", Some("2017-09-18")),
            ("٢٠١٧-٠٩-١٨", "٢٠١٧", Some("2017-09-18")),
            ("20170918", "20170918", Some("2017-09-18")),
            ("2017-09-18 19:22", "18 19:22", Some("2017-09-18T19:22")),
            ("2017-13-05", "13", Some("2017-05-13")),
            ("2017-09-18T7:22", "7:22", None),
            ("2017-09T10:00", "T10:00", None),
            ("P", "P", None),
            ("P2X", "X", None),
            ("soon", "soon", None),
            ("", "", None),
            ("../..", "../..", None),
            ("2017-", "2017-", None),
            ("2017-09-18T19:22+3", "+3", None),
        ] {
            match DateValue::parse(text) {
                Err(ValueError::Malformed(range, _, repair)) => {
                    assert_eq!(range.slice(text), wrong, "{text}");
                    assert_eq!(repair.as_deref(), meant, "{text}");
                }
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn impossible_values_say_why() {
        for (text, why) in [
            ("2017-02-30", "February 2017 has 28 days"),
            ("2017-06-31", "June has 30 days"),
            ("2017-09-18T25:61", "the time 25:61 does not exist"),
        ] {
            assert_eq!(DateValue::parse(text), Err(ValueError::Impossible(Message::verbatim(why))), "{text}");
        }
    }
}
