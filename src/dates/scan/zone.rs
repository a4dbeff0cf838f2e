//! Zones after a time, and hours in words: `GMT`, `UTC+3`, `+05:30`; `half past six`, `las cinco y media`, `dix-sept
//! heures vingt`, `halb sieben`.

use super::reader::{Piece, Reader};
use super::time::{in_half, quarter};
use crate::dates::meaning::Meaning;
use crate::dates::model::{Clock, Part, Shape, Unit};

/// The largest offset of a zone from Greenwich, in hours.
const FURTHEST: u32 = 14;

impl Reader<'_> {
    /// A zone in minutes east of Greenwich, and the token after it: a name, `Z`, `+03:00`, `+0330` or `UTC+3`.
    /// `minutes`: the time before it states minutes. `stamp`: it is a machine's timestamp; elsewhere `-11` and `-12:00`
    /// end a range of hours.
    pub(super) fn zone(&self, at: usize, minutes: bool, stamp: bool) -> (Option<i16>, usize) {
        let bracket = usize::from(self.tokens.is_sign(at, '('));
        if let Some((zone, term)) = self.term(at + bracket, |meaning| match meaning {
            Meaning::Zone(zone) => Some(zone),
            _ => None,
        }) {
            // "UTC+3".
            let adjacent = self.tokens.glued(term.end) || bracket > 0;
            let (zone, end) = match self.offset(term.end, true).filter(|_| zone == Some(0) && adjacent) {
                Some((offset, end)) => (Some(offset), end),
                None => (zone, term.end),
            };
            let closed = bracket == 0 || self.tokens.is_sign(end, ')');
            return if closed { (zone, end + bracket) } else { (None, at) };
        }
        if self.tokens.glued(at) && self.tokens.text(at) == "z" {
            return (Some(0), at + 1);
        }
        let minus = self.tokens.is_sign(at, '-');
        let range = minus && (!self.tokens.glued(at) || !stamp && self.tokens.digits(at + 1) != 4);
        match self.offset(at, false).filter(|_| minutes && !range) {
            Some((offset, end)) => (Some(offset), end),
            None => (None, at),
        }
    }

    /// Reads `+03:00`, `-0330`, or `+3` after a name.
    fn offset(&self, at: usize, named: bool) -> Option<(i16, usize)> {
        let sign = match () {
            () if self.tokens.is_sign(at, '+') => 1,
            () if self.tokens.is_sign(at, '-') => -1,
            () => return None,
        };
        if !self.tokens.glued(at + 1) {
            return None;
        }
        let (value, digits) = (self.tokens.number(at + 1)?, self.tokens.digits(at + 1));
        let (hours, minutes, end) = match digits {
            1 | 2 if named || digits == 2 => {
                let more =
                    self.tokens.is_sign(at + 2, ':') && self.tokens.glued(at + 2) && self.tokens.digits(at + 3) == 2;
                let minutes = if more { self.tokens.number(at + 3)? } else { 0 };
                (value, minutes, at + 2 + 2 * usize::from(more))
            }
            4 => (value / 100, value % 100, at + 2),
            _ => return None,
        };
        let fits = hours <= FURTHEST && minutes < 60;
        fits.then_some((sign * i16::try_from(60 * hours + minutes).ok()?, end))
    }

    /// Reads a time in words.
    pub(super) fn time_in_words(&self, at: usize) -> Option<Piece> {
        let (hour, minute, end, certain) =
            self.minutes_first(at).or_else(|| self.hour_first(at)).or_else(|| self.hour_before_clock(at))?;
        let (mut hour, mut end) = (hour, end);
        let mut certain = certain;
        if let Some((pm, part, after)) = self.half_of_day(end) {
            (end, certain) = (after, true);
            hour = in_half(hour, minute, pm, part);
        }
        let (zone, end) = self.zone(end, true, false);
        let clitics = if self.tokens.number(at).is_some() { 0 } else { self.clitics(at) };
        let mut piece = self.piece(at, end, clitics, Shape::Point);
        let clock = Clock { hour: Some(hour), minute, zone, ..Clock::default() };
        piece.expression.time = Some(Part { value: clock, range: piece.expression.range });
        piece.weak = !(certain || zone.is_some());
        Some(piece)
    }

    fn hour_word(&self, at: usize, most: u32) -> Option<(u8, usize)> {
        let (hour, end) = self.amount(at)?;
        ((1..=most).contains(&hour) && self.clean_right(end)).then_some((hour as u8, end))
    }

    /// `half past six`, `a quarter to nine`, `ten past five`, `halb sieben`, `Viertel nach sechs`.
    fn minutes_first(&self, at: usize) -> Option<(u8, Option<u8>, usize, bool)> {
        if let Some((past, term)) = self.term(at, |meaning| match meaning {
            Meaning::HalfHour(past) => Some(past),
            _ => None,
        }) {
            let (hour, end) = self.hour_word(term.end, 12)?;
            let introduced = past || self.ends_before(at, |meaning| matches!(meaning, Meaning::At | Meaning::On));
            let hour = if past { hour } else { (hour + 10) % 12 + 1 };
            return introduced.then_some((hour, Some(30), end, true));
        }
        let (minutes, named, end) = if let Some((minutes @ 1.., end)) = self.fraction(at) {
            (minutes, true, end)
        } else {
            let (minutes, end) = self.amount(at).filter(|(minutes, _)| (1..=29).contains(minutes))?;
            let unit = self.term(end, |meaning| matches!(meaning, Meaning::Unit(Unit::Minute, _)).then_some(()));
            (minutes as i8, unit.is_some(), unit.map_or(end, |((), term)| term.end))
        };
        let past = self.skip(end, Meaning::MinutesPast);
        let next = past.or_else(|| self.skip(end, Meaning::MinutesTo))?;
        let (hour, end) = self.hour_word(next, 12)?;
        // "ten to five" can also be a ratio: it needs a preposition or *a.m.*/*p.m.*.
        let words = self.tokens.number(at).is_none();
        let sure = named || words && (self.is_after(at, Meaning::At) || self.half_of_day(end).is_some());
        let (hour, minute) = quarter(hour, if past.is_some() { minutes } else { -minutes });
        (sure && !self.tokens.is_sign(end, '-') && !self.counted(end)).then_some((hour?, minute, end, true))
    }

    /// The word for the clock, then the hour in words: `las cinco y media`, `alle sette`, `saat beş buçuk`, `ساعت پنج و
    /// نیم`.
    fn hour_first(&self, at: usize) -> Option<(u8, Option<u8>, usize, bool)> {
        let start = self.skip(at, Meaning::Clock)?;
        let digits = self.tokens.number(start).is_some();
        let (hour, mut end) = self.hour_word(start, 24)?;
        let (mut value, mut minute) = (hour, None);
        let mut certain = self.tokens.text(at).len() > 3 && !digits;
        if let Some((minutes, after)) = self.fraction(end).or_else(|| self.and_minutes(end)) {
            let (named, found) = quarter(hour, minutes);
            (value, minute, end, certain) = (named?, found, after, true);
        } else if digits {
            // Hours in digits are read elsewhere.
            return None;
        }
        certain |= self.half_of_day(end).is_some()
            || self.ends_before(at, |meaning| matches!(meaning, Meaning::At | Meaning::Since | Meaning::Until))
                && (self.free_right(end) || self.skip(end, Meaning::Of).is_some());
        Some((value, minute, end, certain))
    }

    /// `three o'clock`, `sieben Uhr`, `à dix-sept heures vingt`.
    fn hour_before_clock(&self, at: usize) -> Option<(u8, Option<u8>, usize, bool)> {
        if self.tokens.number(at).is_some() {
            return None;
        }
        let (hour, end) = self.hour_word(at, 24)?;
        if let Some(end) = self.skip(end, Meaning::ClockAfter) {
            let minute =
                self.amount(end).filter(|(minute, _)| self.skip(end, Meaning::HourMark).is_none() && *minute < 60);
            let minute = minute.filter(|(_, after)| self.tokens.number(end).is_none() && self.free_right(*after));
            return Some(match minute {
                Some((minute, after)) => (hour, Some(minute as u8), after, true),
                None => (hour, None, end, true),
            });
        }
        // "dix-sept heures" can also be a length; the word for *at* makes it a time.
        let end = self.skip(end, Meaning::HourMark)?;
        if !self.ends_before(at, |meaning| matches!(meaning, Meaning::At | Meaning::Since)) {
            return None;
        }
        if let Some((minutes, after)) = self.fraction(end) {
            let (hour, minute) = quarter(hour, minutes);
            return Some((hour?, minute, after, true));
        }
        match self.amount(end).filter(|(minute, _)| *minute < 60) {
            Some((minute, after)) => Some((hour, Some(minute as u8), after, true)),
            None => Some((hour, None, end, true)),
        }
    }

    /// Minutes added to an hour or subtracted from it: `وعشر دقائق`, `و18 دقيقة`, `y diez`, `menos cinco`.
    pub(super) fn and_minutes(&self, at: usize) -> Option<(i8, usize)> {
        let less = self.skip(at, Meaning::MinutesTo);
        let apart = usize::from(self.is_and(at) && self.lexicon.has_clitics());
        let glued = self.is_joined(at);
        let word = self.skip(at, Meaning::TensAnd);
        if less.is_none() && apart == 0 && !glued && word.is_none() {
            return None;
        }
        let (minutes, end) = self.amount(less.or(word).unwrap_or(at + apart)).filter(|(minutes, _)| *minutes < 60)?;
        let unit = self.term(end, |meaning| matches!(meaning, Meaning::Unit(Unit::Minute, _)).then_some(()));
        let end = match unit {
            Some(((), term)) => term.end,
            // Without a unit, only in languages that say the time this way.
            None if less.is_some() || word.is_some() => end,
            None => return None,
        };
        Some((if less.is_some() { -(minutes as i8) } else { minutes as i8 }, end))
    }
}
