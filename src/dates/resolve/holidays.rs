//! Holidays with a computed date: Easter and the days that depend on it, and weekdays counted in a month.

use crate::dates::arithmetic::{counted, moved};
use crate::dates::calendar::day;
use crate::dates::model::{Date, Unit, Weekday};

/// The name of the week before Easter Sunday, which is its last day.
pub(super) const HOLY_WEEK: &str = "holy-week";

/// The day of a holiday in a year; `None` for an unknown name or a year outside the calendar's range.
pub(super) fn movable(name: &str, year: i16) -> Option<Date> {
    let from_easter = |days: i64| moved(easter(year)?, Unit::Day, days);
    let from_orthodox = |days: i64| moved(orthodox_easter(year)?, Unit::Day, days);
    let nth = |number: i8, weekday: Weekday, month: u8| {
        let first = day(year, month, 1)?;
        counted(first, first.last_of_month(), number, weekday)
    };
    match name {
        "carnival-monday" => from_easter(-48),
        "shrove-tuesday" => from_easter(-47),
        "ash-wednesday" => from_easter(-46),
        "palm-sunday" => from_easter(-7),
        "maundy-thursday" => from_easter(-3),
        "good-friday" => from_easter(-2),
        "holy-saturday" => from_easter(-1),
        // A whole week, by its Sunday.
        HOLY_WEEK | "easter" => from_easter(0),
        "easter-monday" => from_easter(1),
        "ascension" => from_easter(39),
        "pentecost" => from_easter(49),
        "whit-monday" => from_easter(50),
        "corpus-christi" => from_easter(60),
        "orthodox-easter" => from_orthodox(0),
        "sham-el-nessim" => from_orthodox(1),
        "martin-luther-king" => nth(3, Weekday::Monday, 1),
        "presidents" => nth(3, Weekday::Monday, 2),
        "mothers" => nth(2, Weekday::Sunday, 5),
        "memorial" => nth(-1, Weekday::Monday, 5),
        "fathers" => nth(3, Weekday::Sunday, 6),
        "labor" => nth(1, Weekday::Monday, 9),
        "columbus" => nth(2, Weekday::Monday, 10),
        // The Tuesday after the first Monday.
        "election" => nth(1, Weekday::Monday, 11)?.tomorrow().ok(),
        "remembrance-sunday" => nth(2, Weekday::Sunday, 11),
        "thanksgiving" => nth(4, Weekday::Thursday, 11),
        _ => None,
    }
}

/// Easter Sunday by the Gregorian computus (Meeus, Jones, Butcher).
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let (golden, century, in_century) = (year % 19, year / 100, year % 100);
    let (leap, rest) = (century / 4, century % 4);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - leap - correction + 15) % 30;
    let weekday = (32 + 2 * rest + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let all = epact + weekday - 7 * late + 114;
    day(i16::try_from(year).ok()?, u8::try_from(all / 31).ok()?, u8::try_from(all % 31 + 1).ok()?)
}

/// Easter Sunday of the Eastern churches: the Julian computus, converted to a Gregorian day.
fn orthodox_easter(year: i16) -> Option<Date> {
    let number = i32::from(year);
    let moon = (19 * (number % 19) + 15) % 30;
    let weekday = (2 * (number % 4) + 4 * (number % 7) - moon + 34) % 7;
    let all = moon + weekday + 114;
    let julian = day(year, u8::try_from(all / 31).ok()?, u8::try_from(all % 31 + 1).ok()?)?;
    let lag = number / 100 - number / 400 - 2;
    moved(julian, Unit::Day, i64::from(lag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holidays_are_computed() {
        for (name, year, expected) in [
            ("easter", 2019, "2019-04-21"),
            ("easter", 2038, "2038-04-25"),
            ("easter", 1818, "1818-03-22"),
            ("good-friday", 2020, "2020-04-10"),
            ("whit-monday", 2021, "2021-05-24"),
            ("ash-wednesday", 2024, "2024-02-14"),
            ("orthodox-easter", 2024, "2024-05-05"),
            ("orthodox-easter", 2017, "2017-04-16"),
            ("sham-el-nessim", 2021, "2021-05-03"),
            ("thanksgiving", 2019, "2019-11-28"),
            ("labor", 2019, "2019-09-02"),
            ("election", 2016, "2016-11-08"),
            ("memorial", 2021, "2021-05-31"),
            ("mothers", 2022, "2022-05-08"),
        ] {
            assert_eq!(movable(name, year).map(|day| day.to_string()).as_deref(), Some(expected), "{name} {year}");
        }
        assert_eq!(movable("no such day", 2020), None);
    }
}
