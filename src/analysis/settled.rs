//! The one answer for each date of an article, which the timeline, the cast, the lens and the exports share.

use super::{Analysis, DateInText};
use crate::article::BlockKind;
use crate::dates::{Agreement, Date, DateValue, agreement, days_between};

/// A date with the value and days that hold for it.
pub struct SettledDate<'a> {
    pub date: DateInText<'a>,
    /// The value: what the words mean, or the annotation where that is as good or better.
    pub value: &'a str,
    /// First and last day.
    pub days: (Date, Date),
    /// The value of the annotation, if it is wrong.
    pub wrong: Option<&'a str>,
}

impl Analysis {
    /// The dates of the story that are days, in the order of the text. Ages, durations and page furniture are left out.
    pub fn settled_dates(&self) -> Vec<SettledDate<'_>> {
        let mut found: Vec<SettledDate<'_>> =
            self.dates_in_dateline().filter_map(|date| self.settle(date, None)).collect();
        for (block, at) in self.article.blocks.iter().zip(0..) {
            if matches!(block.kind, BlockKind::Furniture(_)) {
                continue;
            }
            found.extend(self.dates_of(at).filter(|date| !date.expression.age).filter_map(|date| {
                let mark = self.mark_over(at, date.expression.range);
                let mark = mark.filter(|mark| !mark.target.is_open() && !mark.target.id.is_empty());
                self.settle(date, mark.map(|mark| mark.target.id.as_str()))
            }));
        }
        // A dateline of markup is metadata and a block.
        found.sort_by_key(|found| found.date.range());
        found.dedup_by_key(|found| found.date.range());
        found
    }

    fn settle<'a>(&'a self, date: DateInText<'a>, annotated: Option<&'a str>) -> Option<SettledDate<'a>> {
        let zone = self.config().time_zone.as_ref();
        let parsed = annotated.and_then(|text| Some((text, DateValue::parse(text).ok()?.in_time_zone(zone))));
        let resolved = date.resolved;
        let words = resolved.days.zip(resolved.value.as_deref());
        let Some((text, value)) = parsed else {
            let (days, value) = words?;
            return Some(SettledDate { date, value, days, wrong: None });
        };
        let is_wrong = match agreement(&value, date.expression, resolved) {
            Agreement::Contradicts => true,
            Agreement::Doubtful => !self.is_another_reading(&value, &date),
            Agreement::Agrees | Agreement::Unknown => false,
        };
        let length = |days: (Date, Date)| days_between(days.0, days.1);
        match (words, value.days) {
            (Some((days, value)), _) if is_wrong => Some(SettledDate { date, value, days, wrong: Some(text) }),
            (Some((days, value)), None) => Some(SettledDate { date, value, days, wrong: None }),
            // A value that is coarser than the words says less.
            (Some((days, value)), Some(other)) if length(days) < length(other) => {
                Some(SettledDate { date, value, days, wrong: None })
            }
            (_, Some(days)) => Some(SettledDate { date, value: text, days, wrong: None }),
            (None, None) => None,
        }
    }

    /// Whether a value is what the words mean when read the other way: a bare "5 June" is the last one or the next one, a
    /// bare "Monday" likewise, and whoever annotated it knew which.
    pub fn is_another_reading(&self, value: &DateValue, date: &DateInText<'_>) -> bool {
        let (Some((day, _)), Some(reference)) = (value.days, self.reference) else { return false };
        let apart = days_between(reference.day, day).abs();
        apart <= if date.expression.month.is_some() { 366 } else { 7 }
    }
}
