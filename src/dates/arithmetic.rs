//! Building blocks of TIMEX3 values: durations, times, and date arithmetic in calendar units.

use super::calendar::day;
use crate::dates::model::{Clock, Date, Length, Unit, Weekday};
use jiff::Span;
use jiff::civil::ISOWeekDate;
use std::fmt::Write as _;

/// Formats a length as an ISO 8601 duration, with `X` for "several".
pub(super) fn duration(length: &Length) -> String {
    let (factor, time, letter) = match length.unit {
        Unit::Second => (1, "T", "S"),
        Unit::Minute => (1, "T", "M"),
        Unit::Hour => (1, "T", "H"),
        Unit::Night | Unit::Day => (1, "", "D"),
        Unit::Weekend => (2, "", "D"),
        Unit::Week => (1, "", "W"),
        Unit::Fortnight => (2, "", "W"),
        Unit::Month => (1, "", "M"),
        Unit::Quarter => (3, "", "M"),
        Unit::Year => (1, "", "Y"),
        Unit::Decade => (10, "", "Y"),
        Unit::Century => (100, "", "Y"),
    };
    let Some(amount) = length.amount else {
        return match length.unit {
            Unit::Decade => "PXDE".into(),
            Unit::Century => "PXCE".into(),
            _ => format!("P{time}X{letter}"),
        };
    };
    let amount = u64::from(amount) * factor;
    let amount = match (length.half, length.unit) {
        (true, Unit::Decade) => amount + 5,
        (true, Unit::Century) => amount + 50,
        _ => amount,
    };
    let half = match (length.half, length.unit) {
        (false, _) | (true, Unit::Decade | Unit::Century) => "",
        (true, Unit::Year) => "6M",
        (true, Unit::Hour) => "30M",
        (true, Unit::Minute) => "30S",
        (true, Unit::Day) => "T12H",
        (true, _) => return format!("P{time}{amount}.5{letter}"),
    };
    let rest = match length.rest {
        Some((more, Unit::Second)) => format!("{}{more}S", if time.is_empty() { "T" } else { "" }),
        Some((more, Unit::Minute)) => format!("{}{more}M", if time.is_empty() { "T" } else { "" }),
        Some((more, Unit::Hour)) => format!("T{more}H"),
        Some((more, Unit::Week)) => format!("{more}W"),
        Some((more, Unit::Month)) => format!("{more}M"),
        Some((more, Unit::Year)) => format!("{more}Y"),
        Some((more, _)) => format!("{more}D"),
        None => String::new(),
    };
    format!("P{time}{amount}{letter}{half}{rest}")
}

/// Half a unit, as a whole number of a smaller unit.
pub(super) fn half_of(unit: Unit) -> Option<(Unit, i64)> {
    match unit {
        Unit::Year => Some((Unit::Month, 6)),
        Unit::Month => Some((Unit::Day, 15)),
        Unit::Decade => Some((Unit::Year, 5)),
        Unit::Century => Some((Unit::Year, 50)),
        _ => None,
    }
}

/// The time part of a value, from hour, minute and part of day: `T19:22`, `TEV`.
pub(super) fn clock(clock: Clock) -> String {
    match clock.hour {
        Some(_) => format!("T{}", clock_time(Clock { zone: None, ..clock })),
        None => format!("T{}", clock.part.unwrap_or("XX")),
    }
}

/// Hour, minute, second and zone: `19:22:00+03:00`.
pub(super) fn clock_time(clock: Clock) -> String {
    let mut out = format!("{:02}", clock.hour.unwrap_or(0));
    for part in [clock.minute, clock.second].into_iter().map_while(|part| part) {
        let _ = write!(out, ":{part:02}");
    }
    if let Some(zone) = clock.zone {
        out.push_str(&zone_name(zone));
    }
    out
}

/// Formats a zone given in minutes east of Greenwich: `Z`, `+03:30`.
pub(super) fn zone_name(minutes: i16) -> String {
    let (sign, all) = (if minutes < 0 { '-' } else { '+' }, minutes.unsigned_abs());
    if all == 0 { "Z".to_owned() } else { format!("{sign}{:02}:{:02}", all / 60, all % 60) }
}

/// Moves a day by a number of units. Units shorter than a day leave it unchanged; `None` out of range.
pub(super) fn moved(day: Date, unit: Unit, amount: i64) -> Option<Date> {
    let span = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => return Some(day),
        Unit::Night | Unit::Day => Span::new().try_days(amount),
        Unit::Week | Unit::Weekend => Span::new().try_weeks(amount),
        Unit::Fortnight => Span::new().try_weeks(amount.checked_mul(2)?),
        Unit::Month => Span::new().try_months(amount),
        Unit::Quarter => Span::new().try_months(amount.checked_mul(3)?),
        Unit::Year => Span::new().try_years(amount),
        Unit::Decade => Span::new().try_years(amount.checked_mul(10)?),
        Unit::Century => Span::new().try_years(amount.checked_mul(100)?),
    };
    day.checked_add(span.ok()?).ok()
}

/// First and last day of a range of years.
pub(super) fn span(first: i16, last: i16) -> Option<(Date, Date)> {
    Some((day(first, 1, 1)?, day(last, 12, 31)?))
}

/// First and last day of a range of months.
pub(super) fn months(year: i16, first: u8, count: u8) -> Option<(Date, Date)> {
    let start = day(year, first, 1)?;
    let end = moved(start, Unit::Month, i64::from(count))?.yesterday().ok()?;
    Some((start, end))
}

/// Monday and Sunday of a week of ISO 8601; `None` if the year has no such week.
pub(super) fn week(year: i16, number: u8) -> Option<(Date, Date)> {
    let on = |weekday| ISOWeekDate::new(year, number.cast_signed(), weekday).ok().map(ISOWeekDate::date);
    on(Weekday::Monday).zip(on(Weekday::Sunday))
}

/// The nth weekday of a range of days, counted from its end if the number is negative.
pub(super) fn counted(first: Date, last: Date, number: i8, weekday: Weekday) -> Option<Date> {
    let found = if number < 0 {
        let back = (last.weekday().to_monday_zero_offset() - weekday.to_monday_zero_offset()).rem_euclid(7);
        moved(last, Unit::Day, -i64::from(back) - 7 * i64::from(-number - 1))?
    } else {
        let ahead = (weekday.to_monday_zero_offset() - first.weekday().to_monday_zero_offset()).rem_euclid(7);
        moved(first, Unit::Day, i64::from(ahead) + 7 * i64::from(number - 1))?
    };
    (first <= found && found <= last).then_some(found)
}
