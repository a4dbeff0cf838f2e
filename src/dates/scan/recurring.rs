//! Recurring dates: `every morning`, `each March`, `every four years`, `Monday nights`, `€6,000 a year`, `كل ثلاثة
//! أيام`.

use super::reader::{Piece, Reader};
use crate::dates::grammar::Trait;
use crate::dates::meaning::{Count, Guard, Meaning};
use crate::dates::model::{Calendar, Clock, Length, Part, Shape, Unit, Weekday};

impl Reader<'_> {
    /// Reads a recurring date.
    pub(super) fn recurring(&self, at: usize) -> Option<Piece> {
        if let Some(end) = self.skip(at, Meaning::EveryOther) {
            let (unit, end) = self.single_unit(end)?;
            return Some(self.every(at, end, Length { amount: Some(2), half: false, unit, rest: None }));
        }
        if let Some(end) = self.skip(at, Meaning::Every) {
            return self.every_length(at, end).or_else(|| self.every_part(at, end));
        }
        self.weekday_parts(at).or_else(|| self.rate(at))
    }

    fn single_unit(&self, at: usize) -> Option<(Unit, usize)> {
        self.term(at, |meaning| match meaning {
            Meaning::Unit(unit, Count::One) => Some(unit),
            _ => None,
        })
        .filter(|(_, term)| term.clitics == 0)
        .map(|(unit, term)| (unit, term.end))
    }

    fn every(&self, at: usize, end: usize, length: Length) -> Piece {
        let mut piece = self.piece(at, end, self.clitics(at), Shape::Set(None));
        piece.expression.length = Some(Part { value: length, range: piece.expression.range });
        piece
    }

    /// `every four years`, `every decade`, `each weekend`.
    fn every_length(&self, at: usize, next: usize) -> Option<Piece> {
        let unit = self.single_unit(next).filter(|(unit, _)| !matches!(unit, Unit::Night | Unit::Weekend));
        if let Some((unit, end)) = unit {
            return Some(self.every(at, end, Length { amount: Some(1), half: false, unit, rest: None }));
        }
        let (length, end, certain) = self.length(next)?;
        let counted = certain && length.value.amount.is_some_and(|amount| amount > 0);
        (counted && !self.is_age_at(end)).then(|| self.every(at, end, length.value))
    }

    /// `every morning`, `each March`, `every summer`, `every Monday night`, `each weekend`.
    fn every_part(&self, at: usize, next: usize) -> Option<Piece> {
        let (shape, end) = self
            .term(next, |meaning| match meaning {
                Meaning::Part(part @ ("MO" | "AF" | "EV" | "NI")) => Some(part),
                Meaning::Unit(Unit::Night, Count::One) => Some("NI"),
                Meaning::Unit(Unit::Weekend, Count::One) => Some("WE"),
                Meaning::Season(season) => Some(season),
                _ => None,
            })
            .map_or(("", next), |(part, term)| (part, term.end));
        if !shape.is_empty() {
            let pattern = match shape {
                "MO" => "XXXX-XX-XXTMO",
                "AF" => "XXXX-XX-XXTAF",
                "EV" => "XXXX-XX-XXTEV",
                "NI" => "XXXX-XX-XXTNI",
                "WE" => "XXXX-WXX-WE",
                "SP" => "XXXX-SP",
                "SU" => "XXXX-SU",
                "FA" => "XXXX-FA",
                _ => "XXXX-WI",
            };
            return Some(self.piece(at, end, self.clitics(at), Shape::Set(Some(pattern))));
        }
        if let Some((weekday, name)) = self.weekday_name(next)
            && let Some((part, end)) = self.part_after(name)
        {
            let mut piece = self.piece(at, end, self.clitics(at), Shape::Set(None));
            piece.expression.weekday = Some(Part { value: weekday, range: self.range(next, name, 0) });
            let clock = Clock { part: Some(part), ..Clock::default() };
            piece.expression.time = Some(Part { value: clock, range: self.range(name, end, 0) });
            return Some(piece);
        }
        let (month, term) = self.term(next, |meaning| match meaning {
            Meaning::Month(month, Calendar::Gregorian, _, guard) if guard != Guard::Short => Some(month),
            _ => None,
        })?;
        let capital = self.tokens.list.get(next).is_some_and(|token| token.capital);
        if self.lexicon.has(Trait::Capitals) && !capital || self.day(term.end).is_some() {
            return None;
        }
        let mut piece = self.piece(at, term.end, self.clitics(at), Shape::Set(None));
        piece.expression.month = Some(self.part(month, next, term));
        Some(piece)
    }

    fn weekday_name(&self, at: usize) -> Option<(Weekday, usize)> {
        self.term(at, |meaning| match meaning {
            Meaning::Weekday(weekday, Guard::None) | Meaning::Weekdays(weekday) => Some(weekday),
            _ => None,
        })
        .map(|(weekday, term)| (weekday, term.end))
    }

    fn part_after(&self, at: usize) -> Option<(&'static str, usize)> {
        self.term(at, |meaning| match meaning {
            Meaning::Part(part @ ("MO" | "AF" | "EV" | "NI")) | Meaning::Parts(part) => Some(part),
            _ => None,
        })
        .map(|(part, term)| (part, term.end))
    }

    /// `Monday nights`, `Sunday mornings`.
    fn weekday_parts(&self, at: usize) -> Option<Piece> {
        let (weekday, name) = self.weekday_name(at)?;
        let (part, term) = self.term(name, |meaning| match meaning {
            Meaning::Parts(part) => Some(part),
            _ => None,
        })?;
        let mut piece = self.piece(at, term.end, self.clitics(at), Shape::Set(None));
        piece.expression.weekday = Some(Part { value: weekday, range: self.range(at, name, 0) });
        let clock = Clock { part: Some(part), ..Clock::default() };
        piece.expression.time = Some(self.part(clock, name, term));
        Some(piece)
    }

    /// A rate, after a figure: `€6,000 a year`, `40 barrels a day`, `twice a week`, `مرتين في الأسبوع`.
    fn rate(&self, at: usize) -> Option<Piece> {
        let next = self.skip(at, Meaning::Rate)?;
        let (unit, end) = self.single_unit(next)?;
        // "won 3 a year ago", "killed 12 a day before the vote".
        let other = self.terms(end).iter().any(|term| {
            matches!(
                term.meaning,
                Meaning::Back(_)
                    | Meaning::Ahead(_)
                    | Meaning::Before
                    | Meaning::After
                    | Meaning::Into
                    | Meaning::AndHalf
                    | Meaning::Age
                    | Meaning::Relation(_)
                    | Meaning::Ordinal(_)
            )
        }) || self.tokens.is_sign(end, '-')
            || self.tokens.number(end).is_some()
            || self.lexicon.has_clitics() && self.is_adjective(end);
        if other || matches!(unit, Unit::Second | Unit::Weekend) || !self.is_figure_before(at) {
            return None;
        }
        Some(self.every(at, end, Length { amount: Some(1), half: false, unit, rest: None }))
    }

    /// Whether a figure precedes a token, with or without its noun.
    fn is_figure_before(&self, at: usize) -> bool {
        if self.is_after(at, Meaning::Times) {
            return true;
        }
        if self.lexicon.has_clitics() {
            return false;
        }
        let figure = |at: usize| {
            self.tokens.number(at).is_some()
                || self.tokens.is_sign(at, '%')
                || self.terms(at).iter().any(|term| matches!(term.meaning, Meaning::Number(2..)))
        };
        let counted = |at: usize| self.terms(at).has(Meaning::Counted);
        let Some(before) = at.checked_sub(1) else { return false };
        if figure(before) || counted(before) {
            return true;
        }
        let noun = self.tokens.is_word(before) && self.terms(before).is_empty();
        noun && before.checked_sub(1).is_some_and(|more| figure(more) || counted(more))
    }
}
