//! Weekdays, day words and years without a date around them: `الاثنين`, `last Monday`, `yesterday`, `في 2017`.

use super::reader::{Piece, Reader};
use crate::dates::grammar::Trait;
use crate::dates::meaning::{Guard, Meaning};
use crate::dates::model::{Calendar, Clock, Part, Relation, Shape, Unit};

impl Reader<'_> {
    /// `الاثنين`, `يوم الجمعة المقبل`, `last Monday`, `كل يوم اثنين`, `Monday last week`.
    pub(super) fn weekday(&self, at: usize) -> Option<Piece> {
        let every = self.skip(at, Meaning::Every);
        let before = if every.is_some() { None } else { self.relation_before(at) };
        let start = every.or(before.map(|(_, term)| term.end)).unwrap_or(at);
        let head = self
            .skip(start, Meaning::DayHead)
            .or_else(|| self.skip(start, Meaning::Day(0)).filter(|_| before.is_some()));
        let name_at = head.unwrap_or(start);
        let weekday = |at: usize| {
            self.term(at, |meaning| match meaning {
                Meaning::Weekday(day, guard) => Some((day, guard)),
                Meaning::Weekdays(day) | Meaning::WeekdayPart(day, _) => Some((day, Guard::None)),
                Meaning::BareWeekday(day) if every.is_some() || head.is_some() => Some((day, Guard::None)),
                Meaning::BareWeekday(day) if self.is_listed_weekday(at) => Some((day, Guard::None)),
                Meaning::BareWeekday(day) if self.unit_at(at + 1, &[Unit::Week]).is_some() => Some((day, Guard::None)),
                _ => None,
            })
        };
        // "يوم الخميس الأسود" is a name.
        let named = self.terms(name_at).first().is_some_and(|term| term.meaning == Meaning::Not);
        if named {
            return None;
        }
        let ((day, guard), term) = weekday(name_at)?;
        if self.is_credit(name_at) || self.is_part_of_name(name_at) {
            return None;
        }
        // "اليوم الخميس" means today, a Thursday.
        let today = self.term(start, |meaning| (meaning == Meaning::Day(0)).then_some(()));
        let today = today.filter(|_| head.is_some() && before.is_none() && every.is_none());
        let capital = self.tokens.list.get(name_at).is_some_and(|token| token.capital);
        if guard == Guard::Short && !capital && !self.lexicon.has(Trait::SmallNames) {
            return None;
        }
        let plural = matches!(term.meaning, Meaning::Weekdays(_));
        let mut end = term.end;
        // "Dienstagabend", "Montag Morgen".
        let mut part = match term.meaning {
            Meaning::WeekdayPart(_, part) => Some((part, name_at, end)),
            _ => None,
        };
        if let Some((after, next)) = self.part_right_after(end).filter(|_| part.is_none()) {
            part = Some((after, end, next));
            end = next;
        }
        let mut relation = before;
        let mut within = None;
        if let Some((unit, shift, after)) = self.relative_unit(end, &[Unit::Week]) {
            (within, end) = (Some((unit, shift)), after);
        } else if let Some((found, after)) = self.relation_after(end) {
            relation = Some((found, after));
            end = after.end;
        }
        // "الجمعة 15": a day of the current month.
        let alone = relation.is_none() && within.is_none() && every.is_none() && guard == Guard::None;
        let day_of_month = self.day(end).filter(|(number, after)| {
            // "الأحد 16 من سبتمبر", "Saturday 6 May": the month belongs to the day.
            let of_month = || self.named_date(end).is_some();
            alone && self.tokens.number(end).is_some() && number.value <= 31 && self.free_right(*after) && !of_month()
        });
        if let Some((_, after)) = day_of_month {
            end = after;
        }
        let clitics =
            if every.is_some() || before.is_some() || head.is_some() { self.clitics(at) } else { term.clitics };
        let shape = if every.is_some() || plural { Shape::Set(None) } else { Shape::Point };
        let mut piece = self.piece(at, end, clitics, shape);
        piece.expression.weekday = Some(self.part(day, name_at, term));
        piece.expression.time = part.map(|(part, from, to)| self.clock_of_part(part, from, to));
        piece.expression.day = day_of_month.map(|(number, _)| number);
        piece.expression.within = within;
        piece.expression.relation = relation.map(|(value, term)| {
            let first = if before.is_some() { at } else { term.end - 1 };
            self.part(value, first, term)
        });
        if let (Some(((), term)), None, None) = (today, relation, within) {
            piece.expression.relation = Some(self.part(Relation::Days(0), start, term));
        }
        piece.weak = guard == Guard::Short;
        Some(piece)
    }

    /// Whether a weekday and *and* or a dash precede a token: `Cumartesi ve Pazar`.
    fn is_listed_weekday(&self, at: usize) -> bool {
        at > 1
            && (self.skip(at - 1, Meaning::And) == Some(at)
                || ['-', '\u{2013}'].iter().any(|sign| self.tokens.is_sign(at - 1, *sign)))
            && self.ends_before(at - 1, |meaning| matches!(meaning, Meaning::Weekday(..)))
    }

    /// Whether a weekday is the surname in a credit: `Illustration: Nina Sunday`, `Photo by Nina Sunday`.
    fn is_credit(&self, at: usize) -> bool {
        const NAMES: usize = 3;
        let name =
            |at: &usize| self.tokens.is_word(*at) && self.tokens.list[*at].capital && !self.tokens.sentence_starts(*at);
        let names = (0..at).rev().take(NAMES).take_while(name).count();
        if !self.lexicon.has(Trait::Capitals) || names == 0 || names == at {
            return false;
        }
        let before = at - names - 1;
        let credit = |end: usize| self.is_after(end, Meaning::Credit);
        let by = self.term(before, |meaning| (meaning == Meaning::Agent).then_some(())).is_some();
        (self.tokens.is_sign(before, ':') || self.tokens.is_sign(before, '/') || by) && credit(before)
    }

    /// Whether a weekday with a capital is next to another name, so that it is one, too: `Plácido Domingo`, `Santo
    /// Domingo`, `Domenica Rossi`.
    fn is_part_of_name(&self, at: usize) -> bool {
        let name = |at: usize| self.tokens.is_word(at) && self.tokens.list[at].capital && self.terms(at).is_empty();
        self.is_name(at) && (at > 0 && !self.tokens.sentence_starts(at) && name(at - 1) || name(at + 1))
    }

    /// `yesterday`, `أول أمس`, `غداً`, `last night`.
    pub(super) fn day_word(&self, at: usize) -> Option<Piece> {
        let ((days, part), term) = self.term(at, |meaning| match meaning {
            Meaning::Day(days) => Some((days, None)),
            Meaning::Night(days) => Some((days, Some("NI"))),
            Meaning::DayPart(part) => Some((0, Some(part))),
            _ => None,
        })?;
        // `اليوم التالي`, `اليوم الوطني`: *the day*, not *today*.
        let is_both = days == 0 && part.is_none() && self.lexicon.has(Trait::TodayIsDay);
        // `الليلة الثانية والعشرين من رمضان`: *a night*, not *tonight*.
        let counted = || self.term(term.end, |meaning| matches!(meaning, Meaning::Ordinal(_)).then_some(())).is_some();
        let is_night = days == 0 && part == Some("NI") && self.lexicon.has(Trait::TodayIsDay);
        if is_both && self.is_adjective(term.end) || is_night && counted() {
            return None;
        }
        if days == 0 && part.is_none() && self.is_general(at, term.end) {
            return Some(self.piece(at, term.end, term.clitics, Shape::Vague("PRESENT_REF")));
        }
        // "heute Morgen".
        if let Some((after, end)) = self.part_right_after(term.end).filter(|_| part.is_none()) {
            let mut piece = self.piece(at, end, term.clitics, Shape::Point);
            piece.expression.relation = Some(self.part(Relation::Days(days), at, term));
            piece.expression.time = Some(self.clock_of_part(after, term.end, end));
            return Some(piece);
        }
        let mut piece = self.piece(at, term.end, term.clitics, Shape::Point);
        let range = piece.expression.range;
        piece.expression.relation = Some(Part { value: Relation::Days(days), range });
        if part.is_some() {
            piece.expression.time = Some(Part { value: Clock { part, ..Default::default() }, range });
        }
        Some(piece)
    }

    /// A word that is a part of day only after a day: in `heute Morgen`; elsewhere `morgen` is *tomorrow*.
    fn part_right_after(&self, at: usize) -> Option<(&'static str, usize)> {
        self.term(at, |meaning| match meaning {
            Meaning::PartAfter(part) => Some(part),
            _ => None,
        })
        .map(|(part, term)| (part, term.end))
    }

    fn clock_of_part(&self, part: &'static str, from: usize, to: usize) -> Part<Clock> {
        let noon = Clock { hour: Some(12), minute: Some(0), ..Clock::default() };
        let clock = if part == "noon" { noon } else { Clock { part: Some(part), ..Clock::default() } };
        Part { value: clock, range: self.range(from, to, 0) }
    }

    /// Whether *today* means *nowadays*: *today's world*, *than they are today*, `عالم اليوم`.
    fn is_general(&self, at: usize, end: usize) -> bool {
        let general = |at: usize| self.terms(at).has(Meaning::General);
        if self.lexicon.has(Trait::TodayIsDay) {
            return at > 0 && general(at - 1) && self.clitics(at) == 0;
        }
        if !self.lexicon.has(Trait::RelationsLead) {
            return false;
        }
        let possessive = self.tokens.is_sign(end, '\'') && self.tokens.text(end + 1) == "s" && general(end + 2);
        let compared = (at.saturating_sub(5)..at)
            .rev()
            .take_while(|before| self.tokens.is_word(*before))
            .any(|before| self.terms(before).has(Meaning::Than));
        possessive || compared
    }

    /// Whether a word with the article follows that is not a weekday.
    pub(super) fn is_adjective(&self, at: usize) -> bool {
        self.lexicon.is_definite(self.tokens.text(at))
            && self
                .terms(at)
                .iter()
                .all(|term| !matches!(term.meaning, Meaning::Weekday(..) | Meaning::Clock | Meaning::Day(_)))
    }

    /// A year alone: `في 2017`, `عام 1990`, `(1990)`, `the 2008 election`.
    pub(super) fn bare_year(&self, at: usize) -> Option<Piece> {
        let year = self.year(at, Calendar::Gregorian)?;
        let head = self.term(at, |meaning| matches!(meaning, Meaning::Unit(Unit::Year, _)).then_some(()));
        let clitics = head.map_or(0, |((), term)| term.clitics);
        // "2010-2015-86" is an identifier.
        let dash = |sign: usize, number: usize| {
            self.tokens.is_sign(sign, '-') && self.tokens.glued(sign) && self.tokens.number(number).is_some()
        };
        let chained = dash(at + 1, at + 2) && (dash(at + 3, at + 4) || at > 1 && dash(at - 1, at - 2));
        if chained {
            return None;
        }
        if !year.certain {
            if !(1500..=2100).contains(&year.part.value) || self.counted(year.end) || self.bound_before(at).is_some() {
                return None;
            }
            // "en mil quinientos veinte municipios": a number in words before a noun counts it.
            let in_words = self.tokens.number(at).is_none();
            // "in 2000 schools": a round number before a noun counts it.
            let round = year.part.value % 100 == 0;
            if (round || in_words) && self.tokens.is_word(year.end) && self.terms(year.end).is_empty() {
                return None;
            }
            let common = self.lexicon.has(Trait::CommonPrepositions);
            let plausible = |at: usize| {
                self.year(at, Calendar::Gregorian).is_some_and(|other| {
                    other.certain || ((1500..=2100).contains(&other.part.value) && !self.counted(other.end))
                })
            };
            let after_clitic = self.tokens.glued(at) && at > 0 && self.lexicon.is_clitic(self.tokens.text(at - 1));
            let introduced = self.ends_before(at, |meaning| {
                matches!(
                    meaning,
                    Meaning::BeforeDate | Meaning::Stage(_) | Meaning::Agent | Meaning::Until | Meaning::Season(_)
                ) || (!common && matches!(meaning, Meaning::Of | Meaning::From | Meaning::To))
                    || meaning == Meaning::After
            });
            let opened = at > 0
                && self.tokens.is_sign(at - 1, '(')
                && [')', '-', '\u{2013}', ','].iter().any(|sign| self.tokens.is_sign(year.end, *sign));
            let modern = (1900..=2099).contains(&year.part.value);
            let noun = self.tokens.is_word(year.end) && self.terms(year.end).is_empty();
            // "the 2008 election" and "el 2009" are years; "los 2015 refugiados" is a count.
            let possessed = modern
                && (!noun || self.lexicon.has(Trait::RelationsLead))
                && self.ends_before(at, |meaning| matches!(meaning, Meaning::YearBefore | Meaning::Article));
            let named = modern && (self.is_after(at, Meaning::YearNoun) || self.is_year_of_noun(at));
            let plural = noun && self.tokens.text(year.end).ends_with('s');
            let intended = modern && !plural && self.is_after(at, Meaning::YearIntro);
            let ranged = at > 1
                && ['-', '\u{2013}', '/'].iter().any(|sign| self.tokens.is_sign(at - 1, *sign))
                && self.year(at - 2, Calendar::Gregorian).is_some_and(|year| (1500..=2100).contains(&year.part.value))
                || ['-', '\u{2013}'].iter().any(|sign| self.tokens.is_sign(year.end, *sign)) && plausible(year.end + 1)
                || self
                    .skip(year.end, Meaning::To)
                    .or_else(|| self.skip(year.end, Meaning::And))
                    .is_some_and(plausible)
                    && self.is_after(at, Meaning::From);
            let listed = at > 1
                && (self.is_comma(at - 1)
                    || self.ends_before(at, |meaning| matches!(meaning, Meaning::And | Meaning::To)))
                && self.tokens.number(at - 2).is_some_and(|number| (1500..=2100).contains(&number));
            if !(introduced || opened || possessed || ranged || listed || after_clitic || named || intended) {
                return None;
            }
        }
        let mut piece = self.piece(at, year.end, clitics, Shape::Point);
        piece.expression.year = Some(year.part);
        piece.expression.calendar = year.calendar.unwrap_or_default();
        Some(piece)
    }
    /// Whether a year is between an adjective and its noun: *her doomed 1992 expedition*.
    fn is_year_of_noun(&self, at: usize) -> bool {
        if !self.lexicon.has(Trait::RelationsLead) || at < 2 {
            return false;
        }
        let lower = |at: usize| self.tokens.is_word(at) && !self.tokens.list.get(at).is_some_and(|token| token.capital);
        let adjective = |at: usize| lower(at) && self.terms(at).is_empty();
        let owned = |at: usize| {
            self.ends_before(at, |meaning| {
                matches!(meaning, Meaning::Article | Meaning::YearBefore | Meaning::Number(1))
            })
        };
        let noun = lower(at + 1) && self.terms(at + 1).iter().all(|term| term.meaning == Meaning::Planned);
        noun && adjective(at - 1) && (owned(at - 1) || adjective(at - 2) && owned(at - 2))
    }
}
