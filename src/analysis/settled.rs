//! The one answer for each date of an article, which the timeline, the cast, the lens and the exports share.

use super::{Analysis, DateInText};
use crate::article::{BlockId, BlockKind};
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

/// The number of characters of the longest stamp line.
const STAMP: usize = 80;

/// How many words a stamp line has next to its day and time: `Last updated on`, a place, an agency.
const STAMP_WORDS: usize = 4;

impl Analysis {
    /// The dates of the story that are days, in the order of the text. Ages, durations, page furniture and stamp lines are left
    /// out.
    pub fn settled_dates(&self) -> Vec<SettledDate<'_>> {
        let mut found: Vec<SettledDate<'_>> =
            self.dates_in_dateline().filter_map(|date| self.settle(date, None)).collect();
        for (at, block) in self.article.numbered_blocks() {
            if matches!(block.kind, BlockKind::Furniture(_) | BlockKind::Stamp) || self.is_stamp_line(at) {
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

    /// The value of a date for the exports: that of its words, unless an annotation gives other days.
    pub fn value_of<'a>(&'a self, date: &DateInText<'a>, annotated: Option<&'a str>) -> Option<&'a str> {
        let words = date.resolved.value.as_deref();
        let annotated = annotated.filter(|value| !matches!(*value, "" | "-" | "?"));
        match self.settle(*date, annotated) {
            // The words can state a time, too.
            Some(settled) if words.is_none() || date.resolved.days != Some(settled.days) => {
                // TIMEX3 has no intervals.
                let is_point = |value: &str| {
                    value.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b':' | b'T' | b'Z' | b'+' | b'.'))
                };
                Some(settled.value).filter(|value| is_point(value)).or(words)
            }
            _ => words,
        }
    }

    /// Whether a paragraph is the stamp line of a page: the day of the story with a few words, and no sentence.
    fn is_stamp_line(&self, block: BlockId) -> bool {
        let Some(story) = self.reference.map(|reference| reference.day) else { return false };
        let own = &self.article.blocks[block];
        let prose = own.prose.text();
        let is_line = matches!(own.kind, BlockKind::Paragraph | BlockKind::Standfirst)
            && !own.quoted
            && own.spans.is_empty()
            && prose.chars().count() <= STAMP
            && !prose.trim_end().ends_with(['.', '!', '?', '؟', '…']);
        if !is_line {
            return false;
        }
        let mut dates = self.dates_of(block);
        let (Some(date), None) = (dates.next(), dates.next()) else { return false };
        let is_whole = date.expression.year.is_some() && date.expression.day.is_some();
        let range = date.expression.range.to_usize();
        let around = [&prose[..range.start], &prose[range.end..]];
        let words =
            around.into_iter().flat_map(str::split_whitespace).filter(|word| word.contains(char::is_alphanumeric));
        is_whole && date.resolved.days == Some((story, story)) && words.count() <= STAMP_WORDS
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
