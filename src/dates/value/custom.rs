//! Days of other calendars, as markup states them: a calendar by its name, and a value of year, month and day.

use crate::dates::calendar::{calendar_day, day, julian};
use crate::dates::model::{Calendar, Date};

/// The Gregorian day of a value such as `1329-07-01` in a calendar such as `#cal_islamic`, and how many days the calendar
/// can be off. `None` for an unknown calendar or a value that is not a day.
pub fn day_in_calendar(calendar: &str, value: &str) -> Option<(Date, i32)> {
    let mut parts = value.trim().splitn(3, '-').map(str::parse::<i16>);
    let (year, month, number) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let (month, number) = (u8::try_from(month).ok()?, u8::try_from(number).ok()?);
    let name = calendar.to_lowercase();
    let names = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if names(&["persian", "jalali", "shamsi", "solar"]) {
        return Some((calendar_day(Calendar::Persian, year.into(), month, number)?, 0));
    }
    if names(&["ottoman", "fiscal", "rumi", "mali"]) {
        return Some((ottoman_fiscal(year, month, number)?, 0));
    }
    // Months begin when the moon is sighted.
    if names(&["islamic", "hijri", "hijra"]) {
        return Some((calendar_day(Calendar::Hijri, year.into(), month, number)?, 1));
    }
    if names(&["julian"]) {
        return Some((julian(year, month, number)?, 0));
    }
    None
}

/// The fiscal calendar of the Ottoman Empire: Julian months, and years from March on. In 1917 it took the days of the
/// Gregorian calendar.
fn ottoman_fiscal(year: i16, month: u8, number: u8) -> Option<Date> {
    if !(1..=12).contains(&month) || !(1256..=1341).contains(&year) {
        return None;
    }
    let (year, month) = if month <= 10 { (year + 584, month + 2) } else { (year + 585, month - 10) };
    let reform = day(1917, 3, 1)?;
    let gregorian = day(year, month, number)?;
    if gregorian >= reform { Some(gregorian) } else { julian(year, month, number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_other_calendars() {
        let of = |calendar, value| day_in_calendar(calendar, value).map(|(day, _)| day.to_string());
        assert_eq!(of("#cal_islamic", "1329-07-01").as_deref(), Some("1911-06-28"));
        assert_eq!(of("#cal_ottomanfiscal", "1327-04-15").as_deref(), Some("1911-06-28"));
        assert_eq!(of("#cal_julian", "1911-06-15").as_deref(), Some("1911-06-28"));
        assert_eq!(of("persian", "1403-01-01").as_deref(), Some("2024-03-20"));
        assert_eq!(of("#cal_islamic", "1329-13-01"), None);
        assert_eq!(of("#cal_islamic", "1329-07"), None);
        assert_eq!(of("#cal_coptic", "1627-10-21"), None);
        assert_eq!(day_in_calendar("", "1329-07-01"), None);
    }
}
