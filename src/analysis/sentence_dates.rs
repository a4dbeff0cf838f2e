//! The days that a sentence is about: the days it states, otherwise the day of the story.

use super::Analysis;
use crate::article::BlockId;
use crate::dates::{self, Date};
use crate::message;
use crate::message::Message;
use crate::text::{ProseRange, ceil_char, floor_char, is_letter_or_digit};
use memchr::{memchr2, memchr3, memrchr2, memrchr3};
use std::ops::Range;

/// A span of days, first and last.
pub type Days = (Date, Date);

/// The days that a sentence can be about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SentenceDates {
    /// Days stated in the sentence. Days after the story are skipped, because plans are statements of the present.
    pub stated: Vec<Days>,
    /// Days stated earlier in the paragraph.
    pub earlier: Vec<Days>,
    /// The day of the story.
    pub reference: Option<Date>,
}

impl SentenceDates {
    /// The days for which statements about an actor must hold: the stated ones, otherwise the day of the story.
    pub fn days(&self) -> Vec<Days> {
        if self.stated.is_empty() {
            self.reference.map(|day| (day, day)).into_iter().collect()
        } else {
            self.stated.clone()
        }
    }

    /// The days to name in a message: a single stated one, otherwise the day of the story.
    pub fn day(&self) -> Option<Days> {
        match (self.stated.as_slice(), self.reference) {
            ([only], _) => Some(*only),
            (_, Some(day)) => Some((day, day)),
            (stated, None) => stated.first().copied(),
        }
    }
}

/// Formats days for a message: "on 18 March 2024", "in 2015", "in May 2018".
pub fn format_days((first, last): Days) -> Message {
    if first == last {
        return message!("on {day}", day = dates::plain_form(first));
    }
    let whole_month = first.day() == 1 && last == first.last_of_month();
    let whole_year = first.day() == 1 && first.month() == 1 && last == first.last_of_year();
    if whole_month {
        message!("in {month}", month = dates::plain_month(first))
    } else if whole_year {
        message!("in {year}", year = first.year())
    } else {
        message!("from {first} to {last}", first = dates::plain_form(first), last = dates::plain_form(last))
    }
}

/// Maximum number of bytes of a sentence on either side, for texts without full stops.
const LONGEST: usize = 1000;

/// Maximum number of dates before the sentence that are examined.
const EARLIER: usize = 16;

/// The sentence around a range of prose. Full stops of initials and honorifics do not end it.
pub fn sentence_around(prose: &str, range: ProseRange) -> Range<usize> {
    let range = range.to_usize();
    let from = ceil_char(prose, range.start.saturating_sub(4 * LONGEST));
    let to = floor_char(prose, range.end + 4 * LONGEST);
    let before = prose.get(from..range.start).unwrap_or("");
    let after = prose.get(range.end..to).unwrap_or("");
    let ends =
        |at: usize| prose.get(at..).and_then(|rest| rest.chars().next()).filter(|c| ends_sentence(prose, at, *c));
    let start = marks_before(before).find_map(|at| Some(at + ends(from + at)?.len_utf8()));
    let end = marks_in(after).find(|at| ends(range.end + at).is_some());
    // A character has at least one byte, so only the characters of long sentences are counted.
    let (start, end) = (start.unwrap_or(0), end.unwrap_or(after.len()));
    let (before, after) = (&before[start..], &after[..end]);
    let is_long = |part: &str| part.len() > LONGEST;
    let first = is_long(before).then(|| before.char_indices().rev().nth(LONGEST - 1)).flatten();
    let last = is_long(after).then(|| after.char_indices().nth(LONGEST)).flatten();
    from + start + first.map_or(0, |(at, _)| at)..range.end + last.map_or(end, |(at, _)| at)
}

/// The last byte of `؟`, which is rarer than its first.
const QUESTION: u8 = 0x9F;

/// The offsets of the characters that [`ends_sentence`] judges, last one first, and of some others.
fn marks_before(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let mut end = bytes.len();
    std::iter::from_fn(move || {
        let stop = memrchr3(b'.', b'!', b'?', &bytes[..end]);
        let from = stop.map_or(0, |at| at + 1);
        end = memrchr2(b'\n', QUESTION, &bytes[from..end]).map(|at| from + at).or(stop)?;
        Some(if bytes[end] == QUESTION { end.saturating_sub(1) } else { end })
    })
}

/// The same, first one first.
fn marks_in(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let mut start = 0;
    std::iter::from_fn(move || {
        let stop = memchr3(b'.', b'!', b'?', &bytes[start..]).map(|at| start + at);
        let end = stop.unwrap_or(bytes.len());
        let at = memchr2(b'\n', QUESTION, &bytes[start..end]).map(|at| start + at).or(stop)?;
        start = at + 1;
        Some(if bytes[at] == QUESTION { at.saturating_sub(1) } else { at })
    })
}

fn ends_sentence(prose: &str, at: usize, c: char) -> bool {
    match c {
        '!' | '?' | '؟' | '\n' => true,
        '.' => {
            let goes_on = || prose[at + 1..].starts_with(is_letter_or_digit);
            !is_abbreviated(&prose[..at]) && !goes_on()
        }
        _ => false,
    }
}

/// Whether a text ends with an initial or an honorific, so that the next full stop belongs to it.
fn is_abbreviated(text: &str) -> bool {
    const LONGEST: usize = 3;
    let letters = text.char_indices().rev().take_while(|(_, c)| is_letter_or_digit(*c)).take(LONGEST + 1);
    let (count, start) = letters.fold((0, text.len()), |(count, _), (at, _)| (count + 1, at));
    let word = &text[start..];
    match count {
        1 => word == "د" || word.chars().all(char::is_uppercase),
        2..=LONGEST => {
            matches!(word, "Mr" | "Mrs" | "Ms" | "Dr" | "Sen" | "Rep" | "Gov" | "Gen" | "Col" | "St")
        }
        _ => false,
    }
}

impl Analysis {
    /// The days that the sentence around a range of a block is about.
    pub fn sentence_dates(&self, block: BlockId, range: ProseRange) -> SentenceDates {
        let sentence = sentence_around(self.article.blocks[block].prose.text(), range);
        let reference = self.reference.map(|reference| reference.day);
        let mut found = SentenceDates { reference, ..SentenceDates::default() };
        let dates = &self.dates[block.index()];
        let at = |date: &dates::Expression| date.range.start as usize;
        let own = dates.expressions.partition_point(|date| at(date) < sentence.start);
        let from = own.saturating_sub(EARLIER);
        let read = dates.expressions.iter().zip(dates.resolved.iter()).enumerate().skip(from);
        for (number, (_, resolved)) in read.take_while(|(_, (date, _))| at(date) < sentence.end) {
            let Some(days) = resolved.days else { continue };
            if reference.is_some_and(|reference| days.0 > reference) {
                continue;
            }
            if number < own { found.earlier.push(days) } else { found.stated.push(days) }
        }
        found
    }

    /// The sentence around a range of a block, in bytes of its prose.
    pub fn sentence_of(&self, block: BlockId, range: ProseRange) -> Range<usize> {
        sentence_around(self.article.blocks[block].prose.text(), range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sentences_end_at_full_stops_and_not_at_initials() {
        let prose = "He left. The U.S. envoy, Mr. J. Smith, came in 2.5 hours. Good.";
        let at = prose.find("Smith").unwrap_or(0) as u32;
        assert_eq!(
            &prose[sentence_around(prose, ProseRange::new(at, at + 5))],
            " The U.S. envoy, Mr. J. Smith, came in 2.5 hours"
        );
        let prose = "غادر الوفد. قالت ناصر ذلك؟ نعم.";
        let at = prose.find("ناصر").unwrap_or(0) as u32;
        assert_eq!(&prose[sentence_around(prose, ProseRange::new(at, at + 8))], " قالت ناصر ذلك");
    }

    /// The definition: one character after the other.
    fn by_characters(prose: &str, range: ProseRange) -> Range<usize> {
        let range = range.to_usize();
        let ends = |(at, c): &(usize, char)| ends_sentence(prose, *at, *c);
        let before = prose[..range.start].char_indices().rev().take(LONGEST).take_while(|one| !ends(one)).last();
        let after = prose[range.end..].char_indices().map(|(at, c)| (range.end + at, c)).take(LONGEST);
        let after = after.take_while(|one| !ends(one)).last();
        before.map_or(range.start, |(at, _)| at)..after.map_or(range.end, |(at, c)| at + c.len_utf8())
    }

    proptest! {
        #[test]
        fn sentences_are_found_as_by_characters(
            before in "([a. !?\\n؟ندA]|Mr|😀|\u{201F}|\u{65F}|a{400}){0,30}",
            after in "([a. !?\\n؟ندA]|Mr|😀|\u{201F}|\u{65F}|é{400}){0,30}",
        ) {
            let prose = format!("{before}today{after}");
            let range = ProseRange::from(before.len()..before.len() + 5);
            prop_assert_eq!(sentence_around(&prose, range), by_characters(&prose, range));
        }
    }

    #[test]
    fn days_in_words() {
        let day = |text: &str| text.parse::<Date>().unwrap_or_default();
        assert_eq!(format_days((day("2015-05-02"), day("2015-05-02"))), "on 2 May 2015");
        assert_eq!(format_days((day("2015-01-01"), day("2015-12-31"))), "in 2015");
        assert_eq!(format_days((day("2015-05-01"), day("2015-05-31"))), "in May 2015");
        assert_eq!(format_days((day("2015-05-01"), day("2015-05-03"))), "from 1 May 2015 to 3 May 2015");
    }
}
