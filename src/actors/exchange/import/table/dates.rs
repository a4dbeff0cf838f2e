//! Dates as spreadsheets have them: `05/03/2019`, `5 March 2019`, `٣ مارس ٢٠١٩`.
//!
//! The order of day and month is decided for a whole column: a day over 12 in any cell decides.

use super::{Field, headers};
use crate::actors::exchange::import::DateOrder;
use crate::actors::exchange::import::draft::{Draft, date, short};
use crate::actors::file::toml_fields::parse_partial;
use crate::actors::model::PartialDate;
use crate::message;

/// What the cells of a column say about the order of day and month.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) order: Option<DateOrder>,
    /// Whether it has dates such as `23/5/2019` or `5/3/2019`.
    pub(super) is_numeric: bool,
    /// Whether some cells have the day first and some the month.
    pub(super) is_mixed: bool,
    /// The number of dates that can be read in two ways.
    pub(super) two_ways: usize,
    /// The first date that can be read in two ways, and its line.
    pub(super) example: Option<(u32, String)>,
}

enum Reading {
    Date(PartialDate),
    /// Day/month or month/day.
    TwoWays,
    /// The cell states that a date is missing.
    None,
    Unreadable,
}

/// Decides the order of day and month in a column.
pub(super) fn order_of<'a>(cells: impl Iterator<Item = (u32, &'a str)>) -> Found {
    let mut found = Found::default();
    let (mut day_first, mut month_first) = (false, false);
    for (line, cell) in cells {
        let Some((a, b, _)) = numbers(&digits(cell)) else { continue };
        found.is_numeric = true;
        match (a > 12, b > 12) {
            (true, false) => day_first = true,
            (false, true) => month_first = true,
            (false, false) if a != b => {
                found.two_ways += 1;
                found.example.get_or_insert_with(|| (line, cell.to_owned()));
            }
            _ => {}
        }
    }
    found.is_mixed = day_first && month_first;
    found.order = match (day_first, month_first) {
        (true, false) => Some(DateOrder::DayFirst),
        (false, true) => Some(DateOrder::MonthFirst),
        _ => None,
    };
    found
}

/// Reads the date of a cell. Dates that can be read in two ways are reported once for the column.
pub(super) fn read_cell(line: u32, field: &Field, cell: &str, draft: &mut Draft) -> Option<PartialDate> {
    match read(cell, field.order) {
        Reading::Date(date) => Some(date),
        Reading::TwoWays | Reading::None => None,
        Reading::Unreadable => {
            let base = field.base();
            let what = message!("`{base}` is not a date: `{cell}`", base, cell = short(cell));
            draft.row_defect(&format!("date {base}"), line, what, message!("it is left out of the entry"));
            None
        }
    }
}

fn read(cell: &str, order: Option<DateOrder>) -> Reading {
    let text = digits(cell);
    if let Some(date) = date(&text) {
        return Reading::Date(date);
    }
    if text.trim().is_empty() || headers::is_now(cell) || headers::is_none(cell) {
        return Reading::None;
    }
    let of = |year: u32, month: u32, day: u32| {
        parse_partial(&format!("{year:04}-{month:02}-{day:02}")).map_or(Reading::Unreadable, Reading::Date)
    };
    if let Some((a, b, year)) = numbers(&text) {
        return match order {
            _ if a > 12 || a == b => of(year, b, a),
            _ if b > 12 => of(year, a, b),
            Some(DateOrder::DayFirst) => of(year, b, a),
            Some(DateOrder::MonthFirst) => of(year, a, b),
            None => Reading::TwoWays,
        };
    }
    let parts: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || "/.-,،".contains(c)).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.parse::<u32>().ok();
    match parts.as_slice() {
        // 2019/05/03
        [year, month, day, ..] if year.len() == 4 => match (number(year), number(month), number(day)) {
            (Some(year), Some(month), Some(day)) => of(year, month, day),
            _ => named(&parts),
        },
        // 05/2019
        [month, year] if year.len() == 4 && number(month).is_some() => {
            parse_partial(&format!("{year}-{:02}", number(month).unwrap_or(0)))
                .map_or(Reading::Unreadable, Reading::Date)
        }
        _ => named(&parts),
    }
}

/// A date with the name of its month, the day before or after it.
fn named(parts: &[&str]) -> Reading {
    let words: Vec<&str> = parts.iter().copied().filter(|part| part.chars().any(char::is_alphabetic)).collect();
    let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let Some(month) = headers::month(&words.join(" ")) else { return Reading::Unreadable };
    let text = match numbers.as_slice() {
        [year] if *year > 999 => format!("{year:04}-{month:02}"),
        [day, year] | [year, day] if *year > 999 => format!("{year:04}-{month:02}-{day:02}"),
        _ => return Reading::Unreadable,
    };
    parse_partial(&text).map_or(Reading::Unreadable, Reading::Date)
}

/// The numbers of `05/03/2019`, with or without a time after it.
fn numbers(text: &str) -> Option<(u32, u32, u32)> {
    let first = text.split_whitespace().next()?;
    let mut parts = first.split(['/', '.', '-']);
    let (a, b, year) = (parts.next()?, parts.next()?, parts.next()?);
    let is_short = |part: &str| (1..=2).contains(&part.len());
    if !is_short(a) || !is_short(b) || year.len() != 4 || parts.next().is_some() {
        return None;
    }
    Some((a.parse().ok()?, b.parse().ok()?, year.parse().ok()?))
}

/// A cell with European digits and without invisible characters.
fn digits(cell: &str) -> String {
    let digit = |c: char| match c {
        '\u{0660}'..='\u{0669}' => char::from(b'0' + (c as u32 - 0x0660) as u8),
        '\u{06F0}'..='\u{06F9}' => char::from(b'0' + (c as u32 - 0x06F0) as u8),
        c => c,
    };
    crate::actors::exchange::import::draft::clean(cell).chars().map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_spreadsheets() {
        let show = |cell: &str, order| match read(cell, order) {
            Reading::Date(date) => date.to_string(),
            Reading::TwoWays => "two ways".to_owned(),
            Reading::None => "none".to_owned(),
            Reading::Unreadable => "unreadable".to_owned(),
        };
        for (cell, wanted) in [
            ("2019-03-05", "2019-03-05"),
            ("2019", "2019"),
            ("2019/03/05", "2019-03-05"),
            ("05/03/2019", "two ways"),
            ("05/05/2019", "2019-05-05"),
            ("23/05/2019", "2019-05-23"),
            ("05/23/2019 00:00:00", "2019-05-23"),
            ("31/02/2019", "unreadable"),
            ("٢٣/٠٥/٢٠١٩", "2019-05-23"),
            ("05/2019", "2019-05"),
            ("3-Mar-2019", "2019-03-03"),
            ("March 3, 2019", "2019-03-03"),
            ("٣ كانون الثاني ٢٠١٩", "2019-01-03"),
            ("مارس 2019", "2019-03"),
            ("present", "none"),
            ("حتى الآن", "none"),
            ("05/03/19", "unreadable"),
            ("soon", "unreadable"),
        ] {
            assert_eq!(show(cell, None), wanted, "{cell}");
        }
        assert_eq!(show("05/03/2019", Some(DateOrder::DayFirst)), "2019-03-05");
        assert_eq!(show("05.03.2019", Some(DateOrder::MonthFirst)), "2019-05-03");
    }

    #[test]
    fn one_day_over_12_decides_a_column() {
        let order = |cells: &[&str]| order_of(cells.iter().map(|cell| (1, *cell)));
        assert_eq!(order(&["05/03/2019", "23/05/2019"]).order, Some(DateOrder::DayFirst));
        assert_eq!(order(&["05/03/2019", "05/23/2019"]).order, Some(DateOrder::MonthFirst));
        let mixed = order(&["05/03/2019", "23/05/2019", "05/23/2019"]);
        assert!(mixed.order.is_none() && mixed.is_mixed);
        assert_eq!(order(&["05/03/2019", "2019", "04/04/2019"]).two_ways, 1);
    }
}
