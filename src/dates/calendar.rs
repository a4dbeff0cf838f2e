//! Calendar conversions (Gregorian, Hijri, Persian) and month lengths.
//!
//! Only this module depends on `icu_calendar`; dates cross the border as year, month and day.

use crate::dates::model::{Calendar, Date};
use icu_calendar::Gregorian;
use icu_calendar::cal::{Hijri, Persian};

/// Number of days in a Gregorian month; `None` if the month does not exist.
pub(super) fn month_length(year: i16, month: u8) -> Option<u8> {
    Date::new(year, i8::try_from(month).ok()?, 1).ok().map(|first| first.days_in_month() as u8)
}

/// A Gregorian day; `None` if no such day exists.
pub(super) fn day(year: i16, month: u8, day: u8) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Converts a Hijri day (Umm al-Qura) to a Gregorian one; `None` if no such day exists.
pub(super) fn from_hijri(year: i32, month: u8, day: u8) -> Option<Date> {
    // Outside these years the calendar is extrapolated, and the results exceed the range of `jiff`.
    if !(1..=9_000).contains(&year) {
        return None;
    }
    let hijri = icu_calendar::Date::try_new_hijri_with_calendar(year, month, day, Hijri::new_umm_al_qura()).ok()?;
    let gregorian = hijri.to_calendar(Gregorian);
    Date::new(
        i16::try_from(gregorian.era_year().extended_year).ok()?,
        i8::try_from(gregorian.month().ordinal).ok()?,
        i8::try_from(gregorian.day_of_month().0).ok()?,
    )
    .ok()
}

/// Converts a day of another calendar to a Gregorian one; `None` if no such day exists.
pub(super) fn calendar_day(calendar: Calendar, year: i32, month: u8, number: u8) -> Option<Date> {
    match calendar {
        Calendar::Gregorian => day(i16::try_from(year).ok()?, month, number),
        Calendar::Hijri => from_hijri(year, month, number),
        Calendar::Persian => {
            if !(1..=9_000).contains(&year) {
                return None;
            }
            let gregorian = icu_calendar::Date::try_new_persian(year, month, number).ok()?.to_calendar(Gregorian);
            day(
                i16::try_from(gregorian.era_year().extended_year).ok()?,
                gregorian.month().ordinal,
                gregorian.day_of_month().0,
            )
        }
    }
}

/// The Gregorian day of a day of the Julian calendar.
pub(super) fn julian(year: i16, month: u8, day: u8) -> Option<Date> {
    // The Julian day number, by the rule that every fourth year is a leap year.
    let (y, m) =
        if month <= 2 { (i64::from(year) - 1, i64::from(month) + 12) } else { (i64::from(year), i64::from(month)) };
    let number = (1461 * (y + 4716)).div_euclid(4) + (306_001 * (m + 1)).div_euclid(10_000) + i64::from(day) - 1524;
    // 1 January 2000 is day 2,451,545.
    let from = Date::constant(2000, 1, 1);
    from.checked_add(jiff::Span::new().try_days(number - 2_451_545).ok()?).ok()
}

/// Year, month and day of a Gregorian day in the Solar Hijri calendar of Iran.
pub(super) fn persian(day: Date) -> Option<(i32, u8, u8)> {
    let gregorian =
        icu_calendar::Date::try_new_gregorian(i32::from(day.year()), day.month() as u8, day.day() as u8).ok()?;
    let persian = gregorian.to_calendar(Persian);
    let year = persian.era_year().extended_year;
    (year > 0).then(|| (year, persian.month().ordinal, persian.day_of_month().0))
}

/// Year, month and day of a Gregorian day in the Islamic calendar (Umm al-Qura).
pub fn hijri(day: Date) -> Option<(i32, u8, u8)> {
    let gregorian =
        icu_calendar::Date::try_new_gregorian(i32::from(day.year()), day.month() as u8, day.day() as u8).ok()?;
    let hijri = gregorian.to_calendar(Hijri::new_umm_al_qura());
    let year = hijri.era_year().extended_year;
    (year > 0).then(|| (year, hijri.month().ordinal, hijri.day_of_month().0))
}

/// First and last day of a month, in Gregorian days.
pub(super) fn month_days(calendar: Calendar, year: i16, month: u8) -> Option<(Date, Date)> {
    match calendar {
        Calendar::Gregorian => {
            let first = day(year, month, 1)?;
            Some((first, first.last_of_month()))
        }
        Calendar::Hijri | Calendar::Persian => {
            let first = calendar_day(calendar, i32::from(year), month, 1)?;
            let (next_year, next) = if month == 12 { (year.checked_add(1)?, 1) } else { (year, month + 1) };
            Some((first, calendar_day(calendar, i32::from(next_year), next, 1)?.yesterday().ok()?))
        }
    }
}

/// First and last day of a year, in Gregorian days.
pub(super) fn year_days(calendar: Calendar, year: i16) -> Option<(Date, Date)> {
    match calendar {
        Calendar::Gregorian => Some((day(year, 1, 1)?, day(year, 12, 31)?)),
        Calendar::Hijri | Calendar::Persian => {
            let first = calendar_day(calendar, i32::from(year), 1, 1)?;
            Some((first, calendar_day(calendar, i32::from(year.checked_add(1)?), 1, 1)?.yesterday().ok()?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hijri_days_and_back() {
        for (year, month, number, gregorian) in [
            (1445, 9, 1, "2024-03-11"),
            (1438, 12, 27, "2017-09-18"),
            (1444, 10, 1, "2023-04-21"),
            (1446, 1, 1, "2024-07-07"),
        ] {
            let expected: Date = gregorian.parse().unwrap();
            assert_eq!(from_hijri(year, month, number), Some(expected), "{year} {month} {number}");
            assert_eq!(hijri(expected), Some((year, month, number)));
        }
        assert_eq!(from_hijri(1445, 13, 1), None);
        assert_eq!(from_hijri(1445, 9, 31), None);
    }

    #[test]
    fn first_and_last_days_of_months_and_years() {
        let (first, last) = month_days(Calendar::Hijri, 1445, 9).unwrap();
        assert_eq!((first.to_string(), last.to_string()), ("2024-03-11".into(), "2024-04-09".into()));
        assert_eq!(month_length(2023, 2), Some(28));
        assert_eq!(month_length(2023, 13), None);
    }
}
