//! Dates in front matter and feeds.

use crate::dates::arithmetic::clock_time;
use crate::dates::model::{Field, Shape, TimexKind};
use crate::dates::resolve::resolve;
use crate::dates::scan::scan;
use crate::dates::value::edtf::DateValue;
use crate::language::Language;
use crate::text::{Fold, fold};
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::{Offset, TimeZone};

/// The bytes of the longest date of metadata. Longer texts are something else.
const LONGEST: usize = 512;

/// Parses a date of metadata: an annotation's value, `2017-09-18 19:22:00`, `Mon, 18 Sep 2017 19:22:00 +0300` (RFC
/// 2822), or one absolute date in words. `None` for anything else, and for days that do not exist.
pub fn parse_metadata_date(text: &str, language: Language) -> Option<DateValue> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let plain = fold(text, Fold::Strict);
    if let Ok(value) = DateValue::parse(&plain) {
        return Some(value);
    }
    basic(&plain)
        .or_else(|| iso_like(&plain))
        .or_else(|| in_words(text, language))
        .or_else(|| in_words(text, Language::English))
}

impl DateValue {
    /// Converts a moment in UTC to a time zone. Values without a time, or with another zone, stay unchanged.
    pub fn in_time_zone(self, zone: Option<&TimeZone>) -> Self {
        zone.and_then(|zone| self.in_zone(zone)).unwrap_or(self)
    }

    /// The moment of the value, if it has a day, a time and a zone.
    pub fn moment(&self) -> Option<Timestamp> {
        let time = self.time.as_deref()?;
        let at = time.rfind(['Z', '+', '-'])?;
        let (clock, zone) = time.split_at(at);
        let clock: Time = clock.parse().ok()?;
        let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
        let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<i32>().ok());
        let east = number(0..2).unwrap_or(0) * 3_600 + number(2..4).unwrap_or(0) * 60;
        let offset = Offset::from_seconds(if zone.starts_with('-') { -east } else { east }).ok()?;
        offset.to_timestamp(self.day()?.to_datetime(clock)).ok()
    }

    fn in_zone(&self, zone: &TimeZone) -> Option<Self> {
        const UTC: [&str; 5] = ["Z", "+00:00", "-00:00", "+0000", "-0000"];
        let time = self.time.as_deref()?;
        let clock: Time = UTC.iter().find_map(|utc| time.strip_suffix(utc))?.parse().ok()?;
        let there = TimeZone::UTC.to_timestamp(self.day()?.to_datetime(clock)).ok()?.to_zoned_datetime(zone.clone());
        let time = there.strftime("%H:%M:%S%:z").to_string();
        Some(Self { days: Some((there.date(), there.date())), time: Some(time), ..self.clone() })
    }
}

/// Whether a date of metadata is in a form that programs read: ISO 8601 and what is near to it, not words.
pub fn is_machine_date(text: &str) -> bool {
    let plain = fold(text.trim(), Fold::Strict);
    DateValue::parse(&plain).is_ok() || basic(&plain).or_else(|| iso_like(&plain)).is_some()
}

/// Parses the basic format of ISO 8601: `20170918`, `20170918T192200Z`. `NewsML` uses it.
fn basic(text: &str) -> Option<DateValue> {
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if date.len() != 8 || !digits(date) {
        return None;
    }
    let date = format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..]);
    let Some(time) = time else { return DateValue::parse(&date).ok() };
    let end = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(end);
    let clock = match clock.len() {
        4 if digits(clock) => format!("{}:{}", &clock[..2], &clock[2..]),
        6 if digits(clock) => format!("{}:{}:{}", &clock[..2], &clock[2..4], &clock[4..]),
        _ => return None,
    };
    DateValue::parse(&format!("{date}T{clock}{zone}")).ok()
}

/// Parses `2017-09-18 19:22`, `2017-09-18T19:22:00 +03:00`, `2017-09-18t19:22:00+0300`.
fn iso_like(text: &str) -> Option<DateValue> {
    let (date, time) = text.split_once(['T', 't', ' '])?;
    let time: String = time.chars().filter(|c| !c.is_whitespace()).collect();
    // The offset is enough; the name of the zone adds nothing.
    let time = time.trim_end_matches("UTC").trim_end_matches("GMT");
    let zone = if time.len() < text.len() && (text.ends_with("UTC") || text.ends_with("GMT")) { "Z" } else { "" };
    DateValue::parse(&format!("{date}T{time}{zone}")).ok()
}

/// Parses a text that is exactly one date in words.
fn in_words(text: &str, language: Language) -> Option<DateValue> {
    let expressions = scan(text, language);
    let [expression] = expressions.as_slice() else { return None };
    if expression.year.is_none() || expression.shape != Shape::Point {
        return None;
    }
    let resolved = resolve(text, &expressions, language, None).pop()?;
    if resolved.impossible.is_some() || resolved.stated.contains(&Field::Relation) {
        return None;
    }
    let days = resolved.days?;
    let time = expression.time.map(|time| time.value).filter(|_| resolved.kind == TimexKind::Time).map(clock_time);
    let value = DateValue::of_day(days.0, time);
    Some(DateValue { days: Some(days), ..value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_metadata_are_read() {
        for (text, language, day, time) in [
            ("2017-09-18", Language::English, "2017-09-18", None),
            ("2017-09-18T19:22:00+03:00", Language::English, "2017-09-18", Some("19:22:00+03:00")),
            ("2017-09-18 19:22:00", Language::English, "2017-09-18", Some("19:22:00")),
            ("2017-09-18 19:22:00 +0300", Language::English, "2017-09-18", Some("19:22:00+0300")),
            ("2017-09-18 19:22:00 UTC", Language::English, "2017-09-18", Some("19:22:00Z")),
            ("Mon, 18 Sep 2017 19:22:00 +0300", Language::Arabic, "2017-09-18", Some("19:22:00+03:00")),
            ("20170918", Language::English, "2017-09-18", None),
            ("20170918T192200Z", Language::English, "2017-09-18", Some("19:22:00Z")),
            ("20170918T1922+0300", Language::Arabic, "2017-09-18", Some("19:22+0300")),
            ("18 September 2017", Language::English, "2017-09-18", None),
            ("الاثنين، 18-09-2017 الساعة 19:22", Language::Arabic, "2017-09-18", Some("19:22")),
            ("18/09/2017", Language::Arabic, "2017-09-18", None),
            ("١٨ سبتمبر ٢٠١٧", Language::Arabic, "2017-09-18", None),
        ] {
            let value = parse_metadata_date(text, language).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(value.day().unwrap().to_string(), day, "{text}");
            assert_eq!(value.time.as_deref(), time, "{text}");
        }
        let doha = TimeZone::get("Asia/Qatar").unwrap();
        let shown = |text: &str| {
            let value = parse_metadata_date(text, Language::English)?.in_zone(&doha)?;
            Some(format!("{}T{}", value.day()?, value.time?))
        };
        for utc in ["2017-09-18T22:30:00Z", "2017-09-18 22:30 UTC", "Mon, 18 Sep 2017 22:30:00 +0000"] {
            assert_eq!(shown(utc).as_deref(), Some("2017-09-19T01:30:00+03:00"), "{utc}");
        }
        for other in ["2017-09-18", "2017-09-18T22:30:00", "2017-09-18T22:30:00+01:00", "2017-09-18T22:30Z/2017-09-19"]
        {
            assert_eq!(shown(other), None, "{other}");
        }
        for text in ["yesterday", "soon", "", "30 February 2017", "18 September", "20171340", "2017091", "20170918T19"]
        {
            assert_eq!(parse_metadata_date(text, Language::English), None, "{text}");
        }
    }
}
