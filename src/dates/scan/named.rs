//! Named periods: decades, centuries, quarters, halves, seasons: `the 1990s`, `القرن الثامن عشر`, `Q3 2017`, `صيف
//! 2017`.

use super::calendar_date::relation;
use super::reader::{Piece, Reader};
use crate::dates::grammar::Trait;
use crate::dates::meaning::{Count, Era, Meaning, Side};
use crate::dates::model::{Calendar, Part, Shape, Unit};

impl Reader<'_> {
    /// Reads a decade, century, quarter, half or season.
    pub(super) fn named_period(&self, at: usize) -> Option<Piece> {
        self.decade(at).or_else(|| self.century(at)).or_else(|| self.part_of_year(at))
    }

    fn decade(&self, at: usize) -> Option<Piece> {
        let article = self.skip(at, Meaning::Article).map_or(0, |end| end - at);
        if let Some(decade) = self.headed_decade(at) {
            return Some(decade);
        }
        let number_at = at + article;
        if let Some((first, end)) = self.decade_in_digits(number_at, article > 0, at) {
            return Some(self.piece(at, end, 0, Shape::Decade(first)));
        }
        let (decade, term) = self.term(number_at, |meaning| match meaning {
            Meaning::Decade(decade) => Some(decade),
            _ => None,
        })?;
        let mut end = term.end;
        // "تسعينيات القرن الماضي", "عشرينيات القرن العشرين".
        let mut first = i16::from(decade) + if decade >= 20 { 1900 } else { 2000 };
        if let Some(century) = self.century(self.skip(end, Meaning::Of).unwrap_or(end)) {
            if let Shape::Century(number) = century.expression.shape {
                first = (number - 1) * 100 + i16::from(decade);
                end = century.end;
            }
        } else if let Some((Unit::Century, shift, after)) = self.relative_unit(end, &[Unit::Century]) {
            // The value of "this century" and "last century" follows press usage, without the reference date.
            first = 2000 + 100 * i16::from(shift) + i16::from(decade);
            end = after;
        } else if self.lexicon.has(Trait::DecadesAreDefinite) && article == 0 && !self.is_staged(at) {
            return None;
        }
        Some(self.piece(at, end, self.clitics(at), Shape::Decade(first)))
    }

    /// The first year of a decade, and the token after it: `1990s`, `the 80s`, `'80s`, `80er-Jahren`, `1990'larda`.
    fn decade_in_digits(&self, at: usize, article: bool, first: usize) -> Option<(i16, usize)> {
        let quote = usize::from(self.tokens.is_sign(at, '\'') && self.tokens.glued(at + 1));
        let number_at = at + quote;
        let year = self.tokens.number(number_at).filter(|year| year % 10 == 0)?;
        let mark = usize::from(self.tokens.is_sign(number_at + 1, '\''));
        let s = number_at + 1 + mark;
        let suffix = self.skip(s, Meaning::DecadeSuffix).filter(|_| self.tokens.glued(s))?;
        let mut end = suffix;
        // "80er-Jahren", "80er Jahre".
        let dash = usize::from(self.tokens.is_sign(end, '-'));
        if self.lexicon.has(Trait::DecadesWithYears)
            && let Some(((Unit::Year, _), term)) = self.unit(end + dash)
        {
            end = term.end;
        }
        match self.tokens.digits(number_at) {
            4 if (1000..=2090).contains(&year)
                && quote == 0
                && (mark == 0 || self.lexicon.has(Trait::MarkedEndings)) =>
            {
                self.clean_left(number_at).then_some((year as i16, end))
            }
            2 if mark == 0 || self.lexicon.has(Trait::MarkedEndings) => {
                let marked = quote > 0 || article || mark > 0 || self.is_staged(first) || end > suffix;
                // "in the 80s" can be a temperature.
                let measured = quote == 0 && !self.is_staged(first) && self.is_measured(first);
                (marked && !measured).then_some((year as i16 + if year >= 20 { 1900 } else { 2000 }, end))
            }
            _ => None,
        }
    }

    /// Whether a word such as *late* precedes a token.
    fn is_staged(&self, at: usize) -> bool {
        let dash = usize::from(at > 0 && self.tokens.is_sign(at - 1, '-'));
        self.ends_before(at - dash, |meaning| matches!(meaning, Meaning::Stage(_) | Meaning::StageOf))
            || self.ends_before(at, |meaning| matches!(meaning, Meaning::Stage(_)))
    }

    /// Whether a word for temperatures or ages shortly precedes a token.
    fn is_measured(&self, at: usize) -> bool {
        (at.saturating_sub(6)..at)
            .any(|before| !self.tokens.is_sign(before, '.') && self.terms(before).has(Meaning::Gauge))
    }

    /// `les années 1990`, `los años 90`, `دهه ۱۹۹۰`.
    fn headed_decade(&self, at: usize) -> Option<Piece> {
        let head = self.skip(at, Meaning::DecadeHead)?;
        // "anni '80", "anni Ottanta".
        let quote = usize::from(self.tokens.is_sign(head, '\'') && self.tokens.glued(head + 1));
        let number_at = head + quote;
        if let Some((decade, term)) = self.term(head, |meaning| match meaning {
            Meaning::Decade(decade) => Some(decade),
            Meaning::Number(tens @ (20 | 30 | 40 | 50 | 60 | 70 | 80 | 90)) => Some(tens as u8),
            _ => None,
        }) {
            let first = i16::from(decade) + if decade >= 20 { 1900 } else { 2000 };
            return Some(self.piece(at, term.end, self.clitics(at), Shape::Decade(first)));
        }
        let year = self.tokens.number(number_at).filter(|year| year % 10 == 0 && self.clean_right(number_at + 1))?;
        let first = match self.tokens.digits(number_at) {
            4 if (1000..=2090).contains(&year) => year,
            // A decade of another calendar: "دهه ۶۰" is the 1360s.
            2 if self.lexicon.calendar_of(1300 + year) == Calendar::Persian => {
                let mut piece = self.piece(at, number_at + 1, self.clitics(at), Shape::Open);
                piece.expression.calendar = Calendar::Persian;
                return Some(piece);
            }
            2 => year + if year >= 20 { 1900 } else { 2000 },
            _ => return None,
        };
        Some(self.piece(at, number_at + 1, self.clitics(at), Shape::Decade(first as i16)))
    }

    fn century(&self, at: usize) -> Option<Piece> {
        let (number, end) = if let Some(found) = self.roman_century(at) {
            found
        } else if self.lexicon.has(Trait::AdjectivesLead) {
            let start = self.skip(at, Meaning::Article).unwrap_or(at);
            let (day, end) = self.day(start)?;
            let dash = usize::from(self.tokens.is_sign(end, '-'));
            (day.value, self.skip(end + dash, Meaning::Unit(Unit::Century, Count::One))?)
        } else if let Some(found) = self.century_after(at) {
            found
        } else {
            let head = self.skip(at, Meaning::Unit(Unit::Century, Count::One))?;
            let (day, end) = self.day_with_article(head)?;
            (day.value, end)
        };
        if number > 22 {
            return None;
        }
        let mut end = end;
        let mut century = i16::from(number);
        if let Some((era, term)) = self.term(end, |meaning| match meaning {
            Meaning::Era(era) => Some(era),
            _ => None,
        }) {
            end = term.end;
            if era == Era::Before {
                century = -century;
            }
        }
        let clitics = if self.tokens.number(at).is_some() { 0 } else { self.clitics(at) };
        Some(self.piece(at, end, clitics, Shape::Century(century)))
    }

    /// `le 19e siècle`, in a language whose other adjectives follow.
    fn century_after(&self, at: usize) -> Option<(u8, usize)> {
        let start = self.skip(at, Meaning::Article).unwrap_or(at);
        let (day, end) = self.day(start).filter(|_| !self.lexicon.has_clitics())?;
        Some((day.value, self.skip(end, Meaning::Unit(Unit::Century, Count::One))?))
    }

    /// `siglo XIX`, `XIXe siècle`, `siglos XV y XVI`: the number, and the token after the century.
    fn roman_century(&self, at: usize) -> Option<(u8, usize)> {
        let roman = |at: usize| {
            let capital = self.tokens.list.get(at).is_some_and(|token| token.capital);
            let (number, term) = self.term(at, |meaning| match meaning {
                Meaning::CenturyNumber(number) => Some(number),
                _ => None,
            })?;
            capital.then_some((number, term.end))
        };
        let word = |at: usize| self.unit(at).filter(|((unit, _), _)| *unit == Unit::Century).map(|(_, term)| term.end);
        if let Some(head) = word(at) {
            return roman(head);
        }
        let start = self.skip(at, Meaning::Article).unwrap_or(at);
        let (number, end) = roman(start)?;
        if let Some(end) = word(end) {
            return Some((number, end));
        }
        // "XVe et XVIe siècles", "siglos XV y XVI": the word is stated once.
        let joined = |at: usize| self.skip(at, Meaning::And).or_else(|| self.skip(at, Meaning::To));
        let shared = |at: usize| roman(at).is_some_and(|(_, after)| word(after).is_some());
        let after = joined(end).is_some_and(shared);
        let before =
            start == at && at > 2 && joined(at - 1) == Some(at) && roman(at - 2).is_some() && word(at - 3).is_some();
        (after || before).then_some((number, end))
    }

    /// A number with a separate article: `ال14`, `الـ 16`, `ال(14)`.
    fn day_with_article(&self, at: usize) -> Option<(Part<u8>, usize)> {
        if !self.lexicon.is_article(self.tokens.text(at)) {
            return self.day(at);
        }
        let bracket = usize::from(self.tokens.is_sign(at + 1, '('));
        let (day, end) = self.day(at + 1 + bracket)?;
        (bracket == 0 || self.tokens.is_sign(end, ')')).then_some((day, end + bracket))
    }

    /// `the third quarter of 2017`, `next year's third quarter`, `النصف الأول من العام الجاري`, `صيف 2017`, `last summer`.
    pub(super) fn part_of_year(&self, at: usize) -> Option<Piece> {
        if let Some(piece) = self.short_part(at) {
            return Some(piece);
        }
        if let Some(piece) = self.part_after_year(at) {
            return Some(piece);
        }
        let before = self.side(at).filter(|(side, _)| {
            let leads = self.lexicon.has(Trait::AdjectivesLead) && matches!(side, Side::Last | Side::Next);
            leads || *side == Side::This
        });
        let article = self.skip(at, Meaning::Article);
        let start = before.map_or_else(|| article.unwrap_or(at), |(_, term)| term.end);
        let named = self.part_name(start);
        let is_last = named.is_none();
        // "the last quarter of 2009" is its fourth; "the last quarter" is the one before the current one.
        let before = before.filter(|_| !is_last);
        let (shape, mut end) =
            named.or_else(|| self.last_part(at)).or_else(|| article.and_then(|start| self.last_part(start)))?;
        let is_season = matches!(shape, Shape::Season(_));
        let year_at = self.skip(end, Meaning::Of).filter(|_| self.unit(end).is_none()).unwrap_or(end);
        let year = self.year(year_at, Calendar::Gregorian).or_else(|| self.year(end, Calendar::Gregorian));
        let adjacent = self.relative_unit(end, &[Unit::Year]);
        let after = self.side(end).filter(|(side, term)| {
            !self.lexicon.has(Trait::RelationsLead)
                && term.clitics == 0
                && matches!(side, Side::Last | Side::Next | Side::This)
                && !self.lexicon.is_demonstrative(self.tokens.text(end))
        });
        let mut within = None;
        let mut related =
            before.map(|(side, term)| Part { value: relation(side), range: self.range(at, term.end, term.clitics) });
        let mut year_part = None;
        if let Some(year) = year {
            (year_part, end) = (Some(year.part), year.end);
        } else if let Some((unit, shift, after)) = adjacent {
            (within, end) = (Some((unit, shift)), after);
        } else if let Some((side, term)) = after.filter(|_| is_season) {
            related = Some(Part { value: relation(side), range: self.range(end, term.end, 0) });
            end = term.end;
        } else if related.is_none() && is_season {
            if !self.is_season_alone(at, start, end, article.is_some()) {
                return None;
            }
        } else if related.is_none() {
            match self.of_the_year(end) {
                Some(after) => end = after,
                None if is_last || !matches!(shape, Shape::Quarter(_)) || self.skip(end, Meaning::Of).is_some() => {
                    return None;
                }
                None => {}
            }
        }
        let mut piece = self.piece(at, end, self.clitics(at), shape);
        piece.expression.year = year_part;
        piece.expression.within = within;
        piece.expression.relation = related;
        Some(piece)
    }

    /// Reads the words of a season, quarter or half.
    fn part_name(&self, at: usize) -> Option<(Shape, usize)> {
        if let Some((season, term)) = self.term(at, |meaning| match meaning {
            Meaning::Season(season) => Some(season),
            _ => None,
        }) {
            return Some((Shape::Season(season), term.end));
        }
        let ordinal = |at: usize| {
            self.term(at, |meaning| match meaning {
                Meaning::Ordinal(number @ 1..=4) => Some(number),
                _ => None,
            })
        };
        let part = |at: usize| {
            self.term(at, |meaning| match meaning {
                Meaning::Unit(Unit::Quarter, Count::One) => Some(false),
                Meaning::Half => Some(true),
                _ => None,
            })
        };
        let before = || {
            let (number, first) = ordinal(at)?;
            let dash = usize::from(self.tokens.is_sign(first.end, '-'));
            let (half, second) = part(first.end + dash)?;
            Some(((number, half), second.end))
        };
        let after = || {
            let (half, first) = part(at)?;
            let (number, second) = ordinal(first.end)?;
            Some(((number, half), second.end))
        };
        let ((number, half), end) = match (self.lexicon.has(Trait::AdjectivesLead), self.lexicon.has_clitics()) {
            (true, _) => before()?,
            (false, true) => after()?,
            // French puts ordinals before their nouns, and other adjectives after them.
            (false, false) => before().or_else(after)?,
        };
        if half && number > 2 {
            return None;
        }
        Some((if half { Shape::Half(number) } else { Shape::Quarter(number) }, end))
    }

    /// The last quarter or half of a year: `the final quarter`, `الربع الأخير`. Without a year, it would be the quarter
    /// that has just ended.
    fn last_part(&self, at: usize) -> Option<(Shape, usize)> {
        let part = |at: usize| {
            self.term(at, |meaning| match meaning {
                Meaning::Unit(Unit::Quarter, Count::One) => Some(Shape::Quarter(4)),
                Meaning::Half => Some(Shape::Half(2)),
                _ => None,
            })
        };
        let last = |at: usize| {
            self.term(at, |meaning| matches!(meaning, Meaning::Nth(-1) | Meaning::NthAfter(-1)).then_some(()))
        };
        if let Some(((), first)) = last(at) {
            return part(first.end).map(|(shape, second)| (shape, second.end));
        }
        let (shape, first) = part(at)?;
        last(first.end).map(|((), second)| (shape, second.end))
    }

    /// `of the year`, if no other word says which year.
    fn of_the_year(&self, at: usize) -> Option<usize> {
        let of = self.terms(at).iter().filter(|term| term.meaning == Meaning::Of);
        of.map(|term| term.end).find_map(|next| {
            let start = self.skip(next, Meaning::Article).unwrap_or(next);
            let (_, term) =
                self.unit(start).filter(|((unit, count), _)| (*unit, *count) == (Unit::Year, Count::One))?;
            let definite =
                start > next || self.ends_with_article(next) || self.lexicon.is_definite(self.tokens.text(start))
                    // "del año": the article is in the preposition.
                    || self.lexicon.has(Trait::ArticleInside);
            let free = !self.is_adjective(term.end) && self.tokens.number(term.end).is_none();
            (definite && free && self.skip(term.end, Meaning::Of).is_none()).then_some(term.end)
        })
    }

    /// Whether the words before a token include the article: `of the`.
    fn ends_with_article(&self, at: usize) -> bool {
        at > 0 && self.skip(at - 1, Meaning::Article) == Some(at)
    }

    /// Whether a season without a year or relation is the nearest one: *over the summer*, *in spring*.
    fn is_season_alone(&self, at: usize, start: usize, end: usize, article: bool) -> bool {
        let clitic = self.terms(at).first().and_then(|term| term.clitic);
        let introduced = clitic.is_some_and(|letter| self.lexicon.is_preposition(letter))
            || self.ends_before(at, |meaning| {
                matches!(meaning, Meaning::BeforeDate | Meaning::Until | Meaning::Within | Meaning::Since)
                    || matches!(meaning, Meaning::Bound(_)) && article
                    || meaning == Meaning::On && !self.lexicon.has(Trait::CommonPrepositions)
            });
        // "the fall of the city", "the spring in her step", "the winter coat": a season must end the phrase.
        let is = |wanted: fn(Meaning) -> bool| self.terms(end).iter().any(|term| wanted(term.meaning));
        let tail = is(|meaning| {
            matches!(meaning, Meaning::And | Meaning::Cue(_) | Meaning::Until | Meaning::To | Meaning::Pronoun)
                || matches!(meaning, Meaning::Article | Meaning::BeforeDate | Meaning::On)
        });
        let of = is(|m| m == Meaning::Of) && !is(|m| matches!(m, Meaning::BeforeDate | Meaning::Article));
        let sign = ['-', '\''].iter().any(|sign| self.tokens.is_sign(end, *sign));
        let free = !self.tokens.is_word(end) && self.tokens.number(end).is_none() && !sign
            || self.lexicon.has_clitics()
                && self.tokens.is_word(end)
                && !self.lexicon.is_definite(self.tokens.text(end));
        // "their autumn meetings", "the spring session": the season of an event.
        let owned = article || self.is_after(at, Meaning::YearBefore);
        if owned && self.skip(end, Meaning::Planned).is_some() {
            return self.skip(start, Meaning::Not).is_none();
        }
        // An ambiguous word needs its article: "in the fall".
        let sure = article || start == at && self.tokens.text(start) != "fall" || self.lexicon.has_clitics();
        introduced && sure && !of && (free || tail)
    }

    /// `next year's third quarter`, `the 2017 second quarter`, `last year's first half`.
    fn part_after_year(&self, at: usize) -> Option<Piece> {
        let possessive = |at: usize| {
            (self.tokens.is_sign(at, '\'') && self.tokens.text(at + 1) == "s" && self.tokens.glued(at + 1))
                .then_some(at + 2)
        };
        let article = self.skip(at, Meaning::Article);
        let year_at = article.unwrap_or(at);
        if let Some((unit, shift, end)) = self.unit_at(at, &[Unit::Year]) {
            let (shape, end) = self.part_name(possessive(end)?)?;
            let mut piece = self.piece(at, end, self.clitics(at), shape);
            piece.expression.within = Some((unit, shift));
            return Some(piece);
        }
        let year = self.tokens.number(year_at).filter(|year| (1900..=2100).contains(year))?;
        let end = possessive(year_at + 1).unwrap_or(year_at + 1);
        if !self.clean_left(year_at) || !(article.is_some() || end > year_at + 1) {
            return None;
        }
        let (shape, end) = self.part_name(end).filter(|(shape, _)| !matches!(shape, Shape::Season(_)))?;
        let mut piece = self.piece(at, end, 0, shape);
        piece.expression.year = Some(Part { value: year as i16, range: self.range(year_at, year_at + 1, 0) });
        Some(piece)
    }

    /// `Q3 2017`, `H1`, `2022 Q4`.
    fn short_part(&self, at: usize) -> Option<Piece> {
        let letter = |at: usize| {
            let half = match () {
                () if self.skip(at, Meaning::QuarterLetter).is_some() => false,
                () if self.skip(at, Meaning::HalfLetter).is_some() => true,
                () => return None,
            };
            let capital = self.tokens.list.get(at).is_some_and(|token| token.capital);
            let number = self.tokens.number(at + 1).filter(|number| (1..=if half { 2 } else { 4 }).contains(number))?;
            let fits =
                capital && self.tokens.glued(at + 1) && self.tokens.digits(at + 1) == 1 && !self.tokens.glued(at);
            let shape = if half { Shape::Half(number as u8) } else { Shape::Quarter(number as u8) };
            fits.then_some((shape, at + 2))
        };
        let year_first = self
            .tokens
            .number(at)
            .filter(|year| (1900..=2100).contains(year) && self.clean_left(at))
            .and_then(|year| Some((year, letter(at + 1)?)));
        if let Some((year, (shape, end))) = year_first {
            let mut piece = self.piece(at, end, 0, shape);
            piece.expression.year = Some(Part { value: year as i16, range: self.range(at, at + 1, 0) });
            return self.clean_right(end).then_some(piece);
        }
        let (shape, end) = letter(at)?;
        let of = self.skip(end, Meaning::Of).unwrap_or(end);
        if let Some(year) = self.year(of, Calendar::Gregorian) {
            let mut piece = self.piece(at, year.end, 0, shape);
            piece.expression.year = Some(year.part);
            return Some(piece);
        }
        // Alone, a letter with a number can be another name: "the H1 visa".
        let alone = self.clean_right(end)
            && !self.tokens.is_sign(end, '-')
            && (matches!(shape, Shape::Quarter(_)) || !self.tokens.is_word(end))
            && self.ends_before(at, |meaning| {
                matches!(
                    meaning,
                    Meaning::BeforeDate | Meaning::Until | Meaning::Of | Meaning::Relation(_) | Meaning::To
                )
            });
        let mut piece = self.piece(at, end, 0, shape);
        if let Some((unit, shift, end)) = self.relative_unit(end, &[Unit::Year]) {
            piece = self.piece(at, end, 0, shape);
            piece.expression.within = Some((unit, shift));
            return Some(piece);
        }
        alone.then_some(piece)
    }
}
