//! Date values in the forms of markup: `20240318T192200+0300`, and EDTF.

use std::borrow::Cow;

/// The form of date values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) enum DateForm {
    /// `20240318T192200+0300`.
    Basic,
    /// `2024-03-18T19:22:00+03:00`.
    W3c,
}

/// A date value as EDTF. A value in no known form stays as it is.
pub(in crate::syntax) fn edtf(value: &str) -> Cow<'_, str> {
    let trimmed = value.trim();
    let point = |value: &str| basic(value).or_else(|| with_colon(value));
    if let Some((from, to)) = trimmed.split_once('/') {
        let end = |value: &str| point(value).unwrap_or_else(|| value.to_owned());
        return Cow::Owned(format!("{}/{}", end(from), end(to)));
    }
    point(trimmed).map_or(Cow::Borrowed(trimmed), Cow::Owned)
}

/// A date value (EDTF) in the form of a dialect.
pub(super) fn written(value: &str, form: DateForm) -> Cow<'_, str> {
    if form == DateForm::W3c {
        return Cow::Borrowed(value);
    }
    let one = |point: &str| {
        let (day, time) = point.split_once('T').unwrap_or((point, ""));
        // In `+03:00` and in a negative offset, only the colon goes.
        let time = if time.is_empty() { String::new() } else { format!("T{}", time.replace(':', "")) };
        format!("{}{time}", day.replace('-', ""))
    };
    match value.split_once('/') {
        _ if value.starts_with('P') => Cow::Borrowed(value),
        Some((from, to)) => Cow::Owned(format!("{}/{}", one(from), one(to))),
        None => Cow::Owned(one(value)),
    }
}

/// `20240318`, `202403`, `20240318T192200+0300`, `20241129170043Z`.
fn basic(value: &str) -> Option<String> {
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let (day, rest) = match digits {
        6 if value.len() == 6 => return Some(format!("{}-{}", &value[..4], &value[4..])),
        8 | 12 | 14 => value.split_at(8),
        _ => return None,
    };
    let day = format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]);
    if rest.is_empty() {
        return Some(day);
    }
    let rest = rest.strip_prefix(['T', ' ']).unwrap_or(rest);
    let at = rest.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(at);
    let clock: String = clock.chars().filter(char::is_ascii_digit).collect();
    let clock = match clock.len() {
        4 => format!("{}:{}:00", &clock[..2], &clock[2..]),
        6 => format!("{}:{}:{}", &clock[..2], &clock[2..4], &clock[4..]),
        _ => return None,
    };
    // NITF writes midnight where no time is known.
    if clock == "00:00:00" {
        return zone_of(zone).map(|_| day);
    }
    Some(format!("{day}T{clock}{}", zone_of(zone)?))
}

/// `2024-03-18T19:22:00+0300`: the zone gets its colon.
fn with_colon(value: &str) -> Option<String> {
    let (head, time) = value.split_once('T')?;
    let at = time.rfind(['+', '-'])?;
    let zone = &time[at..];
    let is_short = zone.len() == 5 && zone[1..].bytes().all(|byte| byte.is_ascii_digit());
    (is_short && head.len() == 10).then(|| format!("{head}T{}{}:{}", &time[..at], &zone[..3], &zone[3..]))
}

fn zone_of(zone: &str) -> Option<String> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match zone.len() {
        0 => Some(String::new()),
        1 if zone == "Z" => Some("Z".to_owned()),
        3 if zone.starts_with(['+', '-']) && digits(&zone[1..]) => Some(format!("{zone}:00")),
        5 if zone.starts_with(['+', '-']) && digits(&zone[1..]) => Some(format!("{}:{}", &zone[..3], &zone[3..])),
        6 if zone.starts_with(['+', '-']) && zone.as_bytes()[3] == b':' => Some(zone.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_feeds_are_edtf() {
        for (value, expected) in [
            ("20240318", "2024-03-18"),
            (" 20240318 ", "2024-03-18"),
            ("20240318T192200+0300", "2024-03-18T19:22:00+03:00"),
            ("20170102T222800+0000", "2017-01-02T22:28:00+00:00"),
            ("20241129T170043Z", "2024-11-29T17:00:43Z"),
            ("20241129170043Z", "2024-11-29T17:00:43Z"),
            ("20240318T000000+0300", "2024-03-18"),
            ("20240318000000-0500", "2024-03-18"),
            ("2021-05-16T09:00:04", "2021-05-16T09:00:04"),
            ("2024-03-18T19:22:00+0300", "2024-03-18T19:22:00+03:00"),
            ("202403", "2024-03"),
            ("2024", "2024"),
            ("--06-05", "--06-05"),
            ("soon", "soon"),
            ("20240318Tx", "20240318Tx"),
        ] {
            assert_eq!(edtf(value), expected);
        }
        for value in
            ["2024-03-18", "2024-03", "2024-03-18T19:22:00+03:00", "2024-11-29T17:00:43Z", "2024-03-18/2024-03-20"]
        {
            assert_eq!(written(value, DateForm::W3c), value);
            assert_eq!(edtf(&written(value, DateForm::Basic)), value);
        }
        assert_eq!(written("2024-03-18T19:22:00-03:00", DateForm::Basic), "20240318T192200-0300");
    }
}
