//! Information that the ends of a range, the members of a list and the halves of a calendar pair share: the year or era
//! that is stated once, the order of day and month, and which weekday belongs to which day. Also the dash of a
//! dateline, which is not a range.

use super::gap::Gap;
use super::reader::{Piece, Reader};
use crate::dates::calendar::julian;
use crate::dates::meaning::Meaning;
use crate::dates::model::{Calendar, Date, Expression, Link, Part, Shape};
use crate::dates::tokens::TokenKind;
use crate::text::ProseRange;

/// Maximum number of days of a range whose year is stated once. In a longer one, the ends were probably swapped.
const LONGEST: i32 = 300;

/// "10 July to 12 August 2017": both ends share the year. A range over the new year starts in the year before.
pub(super) fn share_year(first: &mut Expression, last: &Expression, is_range: bool) {
    let bare = first.year.is_none() && first.relation.is_none() && first.within.is_none();
    if !bare || first.month.is_none() || last.month.is_none() {
        return;
    }
    let back = i16::from(is_range && over_new_year(first, last));
    first.year = last.year.and_then(|year| Some(Part { value: year.value.checked_sub(back)?, range: year.range }));
    // "from May to next June": the end is resolved first, then the start before it.
    first.within = last.within.filter(|_| back == 0);
}

/// Whether a range with one year starts in the year before, because its first month is the later one.
fn over_new_year(first: &Expression, last: &Expression) -> bool {
    let (Some(from), Some(to)) = (first.month, last.month) else { return false };
    if from.value <= to.value {
        return false;
    }
    let (Some(day), Some(last_day)) = (first.day, last.day) else { return true };
    let days = |month: u8, day: u8| i32::from(month) * 30 + i32::from(day);
    360 + days(to.value, last_day.value) - days(from.value, day.value) <= LONGEST
}

/// `بين عامي 1650 و1580 قبل الميلاد`: both years share the era.
pub(super) fn share_era(first: &mut Expression, last: &Expression) {
    let (Some(from), Some(to)) = (&mut first.year, last.year) else { return };
    if first.month.is_none() && last.month.is_none() && to.value < 0 && from.value > -to.value {
        from.value = -from.value;
    }
}

/// `from 8/12/2017 to 8/29/2017`: the end with only one possible order decides for the other.
pub(super) fn share_order(one: &mut Expression, other: &mut Expression) {
    let settled = |e: &Expression| {
        let (month, day) = e.month.zip(e.day).filter(|_| !e.ambiguous_order)?;
        // Only a number above 12 decides the order.
        (day.value > 12 && month.range.len() <= 2).then_some(month.range.start < day.range.start)
    };
    if let (true, Some(month_first)) = (one.ambiguous_order, settled(other)) {
        order(one, month_first);
    }
    if let (true, Some(month_first)) = (other.ambiguous_order, settled(one)) {
        order(other, month_first);
    }
}

/// `on 4/25/2024 … on 3/4/2024`: the dates with only one possible order decide for the others that are written in the same
/// way, if they agree.
pub(super) fn share_order_of_text(pieces: &mut [Piece], prose: &str) {
    if !pieces.iter().any(|piece| piece.expression.ambiguous_order) {
        return;
    }
    let known: Vec<DigitOrder> =
        pieces.iter().filter_map(|piece| digit_order(&piece.expression, prose)).filter(|order| order.settled).collect();
    for piece in pieces.iter_mut().filter(|piece| piece.expression.ambiguous_order) {
        let own = digit_order(&piece.expression, prose);
        if let Some(month_first) = own.and_then(|own| own.agreed(&known)) {
            order(&mut piece.expression, month_first);
        }
    }
}

/// How a date in digits with its year last is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DigitOrder {
    /// The sign between its parts.
    pub sign: char,
    pub month_first: bool,
    /// Whether it can be read in one order only.
    pub settled: bool,
}

impl DigitOrder {
    /// Whether the month comes first, if the dates that are written in the same way agree on it.
    pub fn agreed(self, settled: &[Self]) -> Option<bool> {
        let mut like = settled.iter().filter(|other| other.sign == self.sign).map(|other| other.month_first);
        let first = like.next()?;
        like.all(|other| other == first).then_some(first)
    }
}

/// The order of a date in digits; `None` for other dates, and if the year comes first or is not stated.
pub fn digit_order(expression: &Expression, prose: &str) -> Option<DigitOrder> {
    let (year, month, day) = (expression.year?, expression.month?, expression.day?);
    let short = |range: ProseRange| range.len() <= 2 && range.slice(prose).bytes().all(|byte| byte.is_ascii_digit());
    if !short(month.range) || !short(day.range) || year.range.start < month.range.start.max(day.range.start) {
        return None;
    }
    let sign = prose.get(month.range.end.min(day.range.end) as usize..)?.chars().next()?;
    let month_first = month.range.start < day.range.start;
    Some(DigitOrder { sign, month_first, settled: !expression.ambiguous_order && day.value > 12 })
}

/// Applies the known order to an expression in digits.
fn order(expression: &mut Expression, month_first: bool) {
    expression.ambiguous_order = false;
    if let (Some(month), Some(day)) = (expression.month, expression.day)
        && (month.range.start < day.range.start) != month_first
    {
        (expression.month, expression.day) = (Some(day), Some(month));
    }
}

/// `Thursday, 06/09/2016`: the weekday decides the order of day and month if it fits only one.
pub(super) fn order_by_weekday(expression: &mut Expression) {
    let (Some(weekday), Some(year), true) = (expression.weekday, expression.year, expression.ambiguous_order) else {
        return;
    };
    let (Some(month), Some(day)) = (expression.month, expression.day) else { return };
    let fits = |month: u8, day: u8| {
        let found = Date::new(year.value, month.cast_signed(), day.cast_signed());
        found.is_ok_and(|found| found.weekday() == weekday.value)
    };
    match (fits(month.value, day.value), fits(day.value, month.value)) {
        (true, false) => expression.ambiguous_order = false,
        (false, true) => order(expression, day.range.start < month.range.start),
        _ => {}
    }
}

impl Reader<'_> {
    /// Pairs a run of weekdays with the run of days before or after it: `Saturday and Sunday, September 16 and 17`.
    /// Each day gets its own weekday, so that none is joined to the wrong one.
    pub(super) fn pair_weekdays(&self, pieces: &mut [Piece]) {
        let mut at = 0;
        while at + 3 < pieces.len() {
            let (names, days, end) = if is_weekday(&pieces[at].expression) {
                let names = self.run(pieces, at, is_weekday);
                let days = self.run(pieces, names, is_day);
                (at..names, names..days, days)
            } else if is_day(&pieces[at].expression) {
                let days = self.run(pieces, at, is_day);
                let names = self.run(pieces, days, is_weekday);
                (days..names, at..days, names)
            } else {
                at += 1;
                continue;
            };
            let apart = names.start.max(days.start);
            let near = names.len() > 1 && days.len() > 1 && {
                let gap = self.gap(pieces[apart - 1].end, pieces[apart].first);
                let after = days.start < names.start;
                // Weekdays after the days must follow directly or in brackets.
                gap < Gap::Dash && (!after || gap != Gap::Word) || gap == Gap::Corresponding
            };
            let ends_alone = days.len() == 2 && self.is_range(pieces, days.start);
            if !near || (names.len() != days.len() && !ends_alone) {
                at = apart.max(at + 1);
                continue;
            }
            let last = names.len() - 1;
            for (place, day) in days.clone().enumerate() {
                let name = names.start + if place == 0 || !ends_alone { place } else { last };
                pieces[day].expression.weekday = pieces[name].expression.weekday;
            }
            names.for_each(|name| pieces[name].expression.shape = Shape::Point);
            at = end;
        }
    }

    /// The end of a run of pieces that form a list or a range.
    fn run(&self, pieces: &[Piece], first: usize, is: fn(&Expression) -> bool) -> usize {
        let mut end = first;
        while pieces.get(end).is_some_and(|piece| is(&piece.expression)) {
            if end > first {
                let before = &pieces[end - 1];
                if self.range_or_list(before.first, before.end, pieces[end].first).is_none() {
                    break;
                }
            }
            end += 1;
        }
        end
    }

    fn is_range(&self, pieces: &[Piece], first: usize) -> bool {
        let (one, other) = (&pieces[first], &pieces[first + 1]);
        self.range_or_list(one.first, one.end, other.first) == Some(true)
    }

    /// Whether the dash at a token ends a dateline: `MARSA, March 18 - First Quay Corp`. Only a place, a date and an
    /// agency may precede the dash in the block.
    pub(super) fn ends_dateline(&self, piece: &Piece) -> bool {
        let dash = piece.end;
        let is_dash = ['-', '\u{2013}', '\u{2014}'].iter().any(|sign| self.tokens.is_sign(dash, *sign));
        is_dash && !self.tokens.glued(dash) && !self.tokens.glued(dash + 1) && self.heads_block(piece.first)
    }

    /// Whether a piece is the date of a dateline, with or without an agency between it and the dash.
    pub(super) fn is_dateline(&self, piece: &Piece) -> bool {
        const AGENCY: usize = 8;
        let dated = piece.expression.day.is_some() && piece.expression.month.is_some();
        let dash = |at: &usize| ['-', '\u{2013}', '\u{2014}'].iter().any(|sign| self.tokens.is_sign(*at, *sign));
        let bracket = self.tokens.is_sign(piece.end, '(');
        let found = (piece.end..piece.end + if bracket { AGENCY } else { 1 }).find(dash);
        dated && found.is_some_and(|at| !self.tokens.glued(at)) && self.heads_block(piece.first)
    }

    /// Whether only the name of a place precedes a token, in the first line of the block. The token may also be the
    /// first of the line.
    pub(super) fn heads_block(&self, first: usize) -> bool {
        const WORDS: usize = 8;
        if first > 2 * WORDS {
            return false;
        }
        let cased = !self.lexicon.has_clitics();
        let mut words = 0;
        for at in 0..first {
            let Some(token) = self.tokens.list.get(at) else { return false };
            let fresh = at > 0 && token.fresh_line;
            if self.tokens.is_word(at) {
                words += 1;
                let word = token.range.slice(self.prose);
                let capitals = word.chars().all(|c| !c.is_lowercase());
                if cased && !capitals || !cased && self.skip(at, Meaning::From).is_some() {
                    return false;
                }
            }
            let sign = matches!(self.tokens.kind(at), Some(TokenKind::Sign(sign)) if !",،()/.-".contains(sign));
            if fresh || sign || words > WORDS {
                return false;
            }
        }
        // In scripts without capitals, a place has few words, and a comma or bracket separates it from the day.
        cased || first == 0 || words <= 4 && (self.is_comma(first - 1) || self.tokens.is_sign(first - 1, ')'))
    }
}

/// Links a range or list in each of two calendars: the first ends are the same day, and so are the last ends.
pub(super) fn pair_ends(pieces: &mut [Piece]) {
    for at in 0..pieces.len() {
        let Some(other) = pieces[at].expression.pair.filter(|other| *other > at) else { continue };
        let Some(Link::RangeFrom(first) | Link::ListFrom(first)) = pieces[at].expression.link else { continue };
        if pieces[first].expression.pair.is_some() {
            continue;
        }
        pieces[first].expression.pair = Some(other);
        pieces[other].expression.pair = Some(first);
        pieces[at].expression.pair = None;
        if let Some(Link::RangeTo(last) | Link::ListTo(last)) = pieces[other].expression.link {
            (pieces[at].expression.pair, pieces[last].expression.pair) = (Some(last), Some(at));
        }
    }
}

fn is_weekday(expression: &Expression) -> bool {
    let bare = expression.day.is_none() && expression.month.is_none() && expression.year.is_none();
    // "Pazar günleri" means every Sunday, but next to days it is one Sunday each.
    let shape = matches!(expression.shape, Shape::Point | Shape::Set(None));
    shape && expression.weekday.is_some() && bare && expression.time.is_none()
}

fn is_day(expression: &Expression) -> bool {
    expression.shape == Shape::Point && expression.day.is_some() && expression.weekday.is_none()
}

/// The Gregorian day of an expression in the Julian calendar. Books use that calendar before 1582; Russia, Greece and
/// others used it until 1923. `None` for later years and other calendars.
pub fn julian_day(expression: &Expression) -> Option<Date> {
    let (year, month, day) = (expression.year?.value, expression.month?.value, expression.day?.value);
    (expression.calendar == Calendar::Gregorian && year < 1924).then(|| julian(year, month, day))?
}
