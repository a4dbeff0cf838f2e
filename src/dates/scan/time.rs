//! Times of day, with their zones: `الساعة 19:22`, `7:22 م`, `السابعة والنصف مساءً`, `10 a.m.`, `evening`.

use super::reader::{Piece, Reader};
use crate::dates::grammar::Trait;
use crate::dates::meaning::Meaning;
use crate::dates::model::{Clock, Part, Shape};

impl Reader<'_> {
    /// Reads a time of day. It is weak if its words could also be a score or an ordinary word.
    pub(super) fn time(&self, at: usize) -> Option<Piece> {
        let head = self.skip(at, Meaning::Clock);
        let start = head.map_or(at, |end| self.skip(end, Meaning::On).unwrap_or(end));
        let mut clock = Clock::default();
        // "las 5 personas": an article introduces an hour only after a preposition or before minutes.
        let is_article = head.is_some() && self.skip(at, Meaning::Article) == head;
        let introduced = || {
            self.ends_before(at, |meaning| {
                matches!(meaning, Meaning::At | Meaning::Until | Meaning::Since | Meaning::From | Meaning::To)
            })
        };
        let after_hour = start + 1;
        let free = || !self.tokens.is_word(after_hour) || self.free_right(after_hour);
        let mut certain = head.is_some() && (!is_article || introduced() && free());
        let mut end;
        if let Some(piece) = self.military_time(at).or_else(|| self.time_in_words(at)) {
            return Some(piece);
        }
        if let Some(hour) = self.tokens.number(start) {
            if !(self.clean_left(start) || head.is_some() || self.tokens.text(start.wrapping_sub(1)) == "t")
                || self.tokens.digits(start) > 2
            {
                return None;
            }
            if is_article && hour > 24 {
                return None;
            }
            clock.hour = Some(hour as u8);
            end = start + 1;
            let is_unit = self.term(end, |meaning| matches!(meaning, Meaning::Unit(..)).then_some(())).is_some();
            if head.is_some() && is_unit && self.skip(end, Meaning::HourMark).is_none() {
                // "تأخير الساعة 35 دقيقة" is a length.
                return None;
            }
            let colon = (self.tokens.is_sign(end, ':')
                || (self.tokens.is_sign(end, '.') && (head.is_some() || self.is_dotted_time(start))))
                && self.tokens.glued(end);
            if colon && self.tokens.glued(end + 1) && self.tokens.digits(end + 1) == 2 {
                clock.minute = self.tokens.number(end + 1).map(|minute| minute as u8);
                end += 2;
                if self.tokens.is_sign(end, ':') && self.tokens.glued(end) && self.tokens.digits(end + 1) == 2 {
                    clock.second = self.tokens.number(end + 1).map(|second| second as u8);
                    end += 2;
                }
            } else if let Some(after) = self.skip(end, Meaning::HourMark) {
                // "19h30", "19 h"; more than 24 hours are a length.
                if hour > 24 && self.tokens.digits(after) != 2 {
                    return None;
                }
                (end, certain) = (after, true);
                if self.tokens.digits(end) == 2 && (self.tokens.glued(end) || self.tokens.spaced(end - 1)) {
                    clock.minute = self.tokens.number(end).map(|minute| minute as u8);
                    end += 1;
                }
            } else if let Some((minutes, after)) = self.fraction(end) {
                (clock.hour, clock.minute) = quarter(hour as u8, minutes);
                end = after;
            }
            // "le 33 votanti": a number after an article is an hour only up to 24.
            let is_article = head.is_some_and(|end| end == at + 1 && self.tokens.text(at).chars().count() <= 3);
            if is_article && clock.minute.is_none() && hour > 24 {
                return None;
            }
            // "12 noon".
            if let Some((named, after)) = self.noon(end).filter(|_| hour == 12 && clock.minute.is_none()) {
                (clock.hour, clock.minute, end, certain) = (Some(named), Some(0), after, true);
            }
            if !certain && self.half_of_day(end).is_none() {
                // "from 9 to 11 a.m.": the second hour decides between morning and evening.
                if let Some(hour) = self.hour_of_range(end, clock.hour.unwrap_or(0)) {
                    (clock.hour, certain) = (Some(hour), true);
                }
            }
            if clock.minute.is_none() && !certain && !self.half_of_day_follows(end) {
                return self.bare_hour(at, start, hour);
            }
        } else {
            let hour = self
                .term(start, |meaning| match meaning {
                    Meaning::Ordinal(hour @ 1..=12) => Some(hour),
                    _ => None,
                })
                .filter(|_| self.lexicon.has(Trait::OrdinalHours))
                .filter(|_| head.is_some() || self.lexicon.is_feminine(self.tokens.text(start)));
            match hour {
                Some((hour, term)) => {
                    clock.hour = Some(hour);
                    end = term.end;
                    if let Some((minutes, after)) = self.fraction(end).or_else(|| self.and_minutes(end)) {
                        (clock.hour, clock.minute) = quarter(hour, minutes);
                        end = after;
                    }
                    if head.is_none() && !self.half_of_day_follows(end) {
                        return None;
                    }
                }
                None => return self.part_of_day(at, head.filter(|_| !is_article)),
            }
        }
        if let Some(after) = self.skip(end, Meaning::ClockAfter) {
            (end, certain) = (after, true);
        }
        let halved = self.half_of_day(end);
        if let Some((pm, part, after)) = halved {
            // "عرضه 8 م": a single letter after a bare number can be many units.
            let letter = self.lexicon.has_clitics() && part.is_none() && self.tokens.text(end).chars().count() == 1;
            certain |= !letter || clock.minute.is_some();
            if letter && head.is_none() && clock.minute.is_none() && clock.hour.is_some_and(|hour| hour > 12) {
                return None;
            }
            end = after;
            clock.hour = clock.hour.map(|hour| in_half(hour, clock.minute, pm, part));
            clock.part = part.filter(|_| clock.hour.is_none());
        }
        if !(self.clean_right(end) || self.tokens.is_sign(end, '+') || self.tokens.text(end) == "z") {
            return None;
        }
        let stamp = clock.second.is_some() || start > 0 && self.tokens.text(start - 1) == "t";
        let (zone, end) = self.zone(end, clock.minute.is_some(), stamp);
        clock.zone = zone;
        let mut certain = certain || zone.is_some();
        // "at 19:22" is not a score.
        certain |= self.is_after(at, Meaning::On)
            && clock.minute.is_some_and(|minute| minute < 60)
            && self.is_after(at, Meaning::At);
        let late = clock.hour.is_some_and(|hour| hour > 24);
        // "le 33 votanti", "ساعت ۳۰: ۱۸": a number above 24 without minutes counts something.
        if late && (clock.minute.is_none() || self.is_mirrored(clock)) {
            return None;
        }
        // "26 م" is metres, and "at 31:12" is a position in a recording: these need a word for the clock.
        certain &= !late || head.is_some() || zone.is_some() || halved.is_some();
        if clock.hour.is_some_and(|hour| hour > 39) || clock.minute.is_some_and(|minute| minute > 99) {
            return None;
        }
        let clitics = if self.tokens.number(at).is_some() { 0 } else { self.clitics(at) };
        let mut piece = self.piece(at, end, clitics, Shape::Point);
        piece.expression.time = Some(Part { value: clock, range: piece.expression.range });
        piece.weak = !certain;
        Some(piece)
    }

    /// The first hour of a range, if the second hour decides between morning and evening. `end` is the token after `hour`.
    fn hour_of_range(&self, end: usize, hour: u8) -> Option<u8> {
        let dash = ['-', '\u{2013}'].iter().any(|sign| self.tokens.is_sign(end, *sign));
        let second = self.skip(end, Meaning::To).or_else(|| dash.then_some(end + 1))?;
        let other = self.tokens.number(second).filter(|other| (1..=12).contains(other))? as u8;
        let minutes = self.tokens.is_sign(second + 1, ':') && self.tokens.digits(second + 2) == 2;
        let (pm, ..) = self.half_of_day(second + 1 + 2 * usize::from(minutes))?;
        if !(1..=12).contains(&hour) {
            return None;
        }
        // "11 to 2 p.m." crosses noon.
        let pm = pm != (hour % 12 > other % 12);
        Some(hour % 12 + if pm { 12 } else { 0 })
    }

    /// `0430 GMT`, `0330 hours`.
    fn military_time(&self, at: usize) -> Option<Piece> {
        let value =
            self.tokens.number(at).filter(|value| self.tokens.digits(at) == 4 && *value < 2400 && value % 100 < 60)?;
        let hours = self.skip(at + 1, Meaning::MilitaryHours).filter(|_| {
            // "1500 hours of footage" is a length.
            self.tokens.text(at).starts_with('0') || self.is_after(at, Meaning::At)
        });
        let zoned = self.term(at + 1, |meaning| matches!(meaning, Meaning::Zone(_)).then_some(())).is_some();
        if hours.is_none() && !zoned {
            return None;
        }
        let (zone, end) = self.zone(hours.unwrap_or(at + 1), true, false);
        if !self.clean_left(at) || self.tokens.is_sign(at + 1, '(') {
            return None;
        }
        let mut piece = self.piece(at, end, 0, Shape::Point);
        let clock =
            Clock { hour: Some((value / 100) as u8), minute: Some((value % 100) as u8), zone, ..Clock::default() };
        piece.expression.time = Some(Part { value: clock, range: piece.expression.range });
        Some(piece)
    }

    /// `صباح`, `evening`, `midnight`: weak without a day.
    fn part_of_day(&self, at: usize, head: Option<usize>) -> Option<Piece> {
        if head.is_some() {
            return None;
        }
        let (part, term) = self.term(at, |meaning| match meaning {
            Meaning::Part(part) | Meaning::PartAlone(part) => Some(part),
            _ => None,
        })?;
        // "la noche de Reyes" is a holiday.
        let after = self.skip(at, Meaning::Article);
        if after.and_then(|next| self.holiday(next)).is_some_and(|holiday| holiday.end > term.end) {
            return None;
        }
        let mut clock = match part {
            "noon" => Clock { hour: Some(12), minute: Some(0), ..Clock::default() },
            "midnight" => Clock { hour: Some(24), minute: Some(0), ..Clock::default() },
            part => Clock { part: Some(part), ..Clock::default() },
        };
        let (zone, end) = if clock.hour.is_some() { self.zone(term.end, false, false) } else { (None, term.end) };
        clock.zone = zone;
        // The preposition is not part of the expression: "en la madrugada del sábado".
        let preposition = term.end > at + 1
            && !self.lexicon.has_clitics()
            && after.is_none()
            && self.terms(at).any_to(at + 1, |meaning| matches!(meaning, Meaning::On | Meaning::BeforeDate));
        let from = at + usize::from(preposition);
        let mut piece = self.piece(from, end, if preposition { 0 } else { term.clitics }, Shape::Point);
        piece.first = at;
        piece.expression.time = Some(Part { value: clock, range: piece.expression.range });
        piece.weak = end == term.end && !self.is_part_alone(at, end, clock);
        Some(piece)
    }

    /// Whether a part of day needs no day: *by midday*, *in the morning*, *overnight*.
    fn is_part_alone(&self, at: usize, end: usize, clock: Clock) -> bool {
        if !self.lexicon.has(Trait::RelationsLead) {
            return false;
        }
        let alone = self.terms(at).iter().any(|term| matches!(term.meaning, Meaning::PartAlone(_)));
        let article = self.skip(at, Meaning::Article).is_some();
        let introduced = self.ends_before(at, |meaning| {
            matches!(meaning, Meaning::At | Meaning::Until | Meaning::Since | Meaning::BeforeDate)
        });
        // "the night market", "the morning after", "midday prayers": only an attribute of a noun.
        let free = !self.tokens.is_word(end) && self.tokens.number(end).is_none() && !self.tokens.is_sign(end, '-')
            || self.terms(end).iter().any(|term| {
                matches!(term.meaning, Meaning::And | Meaning::Cue(_) | Meaning::Article | Meaning::At)
                    || matches!(term.meaning, Meaning::On | Meaning::Pronoun | Meaning::BeforeDate)
            });
        free && (alone || introduced && (clock.hour.is_some() || article))
    }

    /// `12 noon`, `12 midnight`.
    fn noon(&self, at: usize) -> Option<(u8, usize)> {
        self.term(at, |meaning| match meaning {
            Meaning::Part("noon") => Some(12),
            Meaning::Part("midnight") => Some(24),
            _ => None,
        })
        .map(|(hour, term)| (hour, term.end))
    }

    /// Whether a dot separates hour and minute: `7.30pm`, `15.30 Uhr`, `at 15.30 on Friday`.
    fn is_dotted_time(&self, at: usize) -> bool {
        let (hour, minute) = (self.tokens.number(at).unwrap_or(99), self.tokens.number(at + 2).unwrap_or(99));
        let end = at + 3;
        if hour > 24 || minute > 59 || self.tokens.digits(at + 2) != 2 || !self.tokens.glued(at + 2) {
            return false;
        }
        let word = |end: usize| {
            self.terms(end)
                .iter()
                .any(|term| matches!(term.meaning, Meaning::ClockAfter | Meaning::Meridiem(_) | Meaning::Zone(_)))
        };
        // A number with a dot can be a price or a result; only a following day makes it a time.
        let day = |end: usize| {
            self.terms(end).iter().any(|term| matches!(term.meaning, Meaning::Weekday(..) | Meaning::Day(_)))
        };
        let on = self.skip(end, Meaning::On).unwrap_or(end);
        word(end) || self.is_after(at, Meaning::At) && (day(end) || day(on))
    }

    /// `at 8`, after a day and its part; weak until joined to them.
    fn bare_hour(&self, at: usize, start: usize, hour: u32) -> Option<Piece> {
        let fits = start == at
            && (1..=24).contains(&hour)
            && self.clean_right(at + 1)
            && self.free_right(at + 1)
            && self.is_after(at, Meaning::At);
        if !fits {
            return None;
        }
        let mut piece = self.piece(at, at + 1, 0, Shape::Point);
        let clock = Clock { hour: Some(hour as u8), ..Clock::default() };
        piece.expression.time = Some(Part { value: clock, range: piece.expression.range });
        piece.weak = true;
        Some(piece)
    }

    /// `30:18` in a right-to-left script, typed so that it looks like 18:30.
    fn is_mirrored(&self, clock: Clock) -> bool {
        let digits = |hour: u8| (25..60).contains(&hour);
        self.is_right_to_left() && clock.hour.is_some_and(digits) && clock.minute.is_some_and(|minute| minute <= 24)
    }

    pub(super) fn fraction(&self, at: usize) -> Option<(i8, usize)> {
        self.term(at, |meaning| match meaning {
            Meaning::Fraction(minutes) => Some(minutes),
            _ => None,
        })
        .map(|(minutes, term)| (minutes, term.end))
    }

    pub(super) fn half_of_day_follows(&self, at: usize) -> bool {
        self.half_of_day(at).is_some() || self.skip(at, Meaning::ClockAfter).is_some()
    }

    /// Morning or evening after an hour: `م`, `p.m.`, `مساءً`, `in the evening`.
    pub(super) fn half_of_day(&self, at: usize) -> Option<(bool, Option<&'static str>, usize)> {
        if let Some((pm, term)) = self.term(at, |meaning| match meaning {
            Meaning::Meridiem(pm) => Some(pm),
            _ => None,
        }) {
            let free = !(self.tokens.glued(term.end) && self.tokens.is_word(term.end)) && term.clitics == 0;
            return free.then_some((pm, None, term.end));
        }
        let at = self.skip(at, Meaning::On).filter(|_| self.skip(at, Meaning::At).is_none()).unwrap_or(at);
        let (part, term) = self.term(at, |meaning| match meaning {
            Meaning::Part(part @ ("MO" | "AF" | "EV" | "NI")) => Some(part),
            _ => None,
        })?;
        Some((part != "MO", Some(part), term.end))
    }
}

/// The hour of a clock of twelve hours with the half of the day or the part of day after it. Twelve *at night* is
/// midnight, and two *at night* is before the morning.
pub(super) fn in_half(hour: u8, minute: Option<u8>, pm: bool, part: Option<&str>) -> u8 {
    let is_night = part == Some("NI");
    match (pm, hour) {
        (true, 12) if is_night && minute.unwrap_or(0) == 0 => 24,
        (true, 12) if is_night => 0,
        (true, 1..=4) if is_night => hour,
        (true, 1..=11) => hour + 12,
        (false, 12) => 0,
        _ => hour,
    }
}

/// Applies a fraction to an hour: a quarter to seven is 6:45.
pub(super) fn quarter(hour: u8, minutes: i8) -> (Option<u8>, Option<u8>) {
    if minutes < 0 {
        (Some(if hour == 1 { 12 } else { hour.saturating_sub(1) }), Some((60 + minutes) as u8))
    } else {
        (Some(hour), Some(minutes as u8))
    }
}
