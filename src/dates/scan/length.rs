//! Lengths of time as they are stated: `two weeks`, `3-day`, `شهرين`, `three and a half hours`, `half an hour`, `ربع قرن`.

use super::reader::{LengthRead, Piece, Reader};
use crate::dates::grammar::Trait;
use crate::dates::meaning::{Count, Meaning};
use crate::dates::model::{Length, Part, Relation, Shape, Unit};

impl Reader<'_> {
    /// Reads a length in any form.
    pub(super) fn length(&self, at: usize) -> Option<LengthRead> {
        // Several readers ask for the length at one token.
        if let Some((known, length)) = self.last_length.get()
            && known == at
        {
            return length;
        }
        let length = self.read_length(at);
        self.last_length.set(Some((at, length)));
        length
    }

    fn read_length(&self, at: usize) -> Option<LengthRead> {
        if let Some(((amount, unit), term)) = self.term(at, |meaning| match meaning {
            Meaning::Whole(amount, unit) => Some((amount, unit)),
            _ => None,
        }) {
            let value = Length { amount, half: false, unit, rest: None };
            return Some((Part { value, range: self.range(at, term.end, term.clitics) }, term.end, true));
        }
        self.counted_length(at).or_else(|| self.bare_length(at))
    }

    fn unit_and_count(&self, at: usize) -> Option<((Unit, Count), usize, u8)> {
        let unit = |meaning| match meaning {
            Meaning::Unit(unit, count) => Some((unit, count)),
            _ => None,
        };
        // A word with both numbers, such as "mois", is plural unless something counts it.
        let many = |meaning| unit(meaning).filter(|(_, count)| *count == Count::Many);
        self.term(at, many).or_else(|| self.term(at, unit)).map(|(found, term)| (found, term.end, term.clitics))
    }

    /// Reads a number and a unit.
    fn counted_length(&self, at: usize) -> Option<LengthRead> {
        // "15 of them": no unit follows the number.
        let measures = |meaning| matches!(meaning, Meaning::Unit(..) | Meaning::Between | Meaning::AndHalf);
        let word_follows = self.tokens.number(at).is_some() && self.tokens.is_word(at + 1);
        if word_follows && !self.terms(at + 1).iter().any(|term| measures(term.meaning)) {
            return None;
        }
        let (amount, half, end) = self.amount_with_half(at)?;
        let end = self.skip(end, Meaning::Between).unwrap_or(end);
        let dash = usize::from(self.tokens.is_sign(end, '-') && self.tokens.glued(end) && self.tokens.glued(end + 1));
        let ((unit, count), unit_end, unit_clitics) = self.unit_and_count(end + dash)?;
        // "two second-half goals": seconds and quarters must be plural after a number.
        let adjective = self.lexicon.has(Trait::CountedInPlural)
            && dash == 0
            && count == Count::One
            && amount != Some(1)
            && matches!(unit, Unit::Second | Unit::Quarter);
        // "a decades-long war": the article belongs to the war.
        let article = self.lexicon.has(Trait::CountedInPlural)
            && count == Count::Many
            && amount == Some(1)
            && self.tokens.number(at).is_none();
        // "14 الشهر المقبل" is a day of that month.
        let definite = count == Count::One && self.tokens.number(at).is_some() && self.is_article_in(end + dash);
        if unit_clitics > 0 || adjective || article || definite {
            return None;
        }
        let clitics = self.clitics(at);
        let (half, end) = if half { (true, unit_end) } else { self.and_half(unit_end, unit) };
        let (rest, end) = if half { (None, end) } else { self.and_more(end, unit) };
        let range = self.range(at, end, clitics);
        Some((Part { value: Length { amount, half, unit, rest }, range }, end, true))
    }

    /// Whether a word includes the article of its language.
    fn is_article_in(&self, at: usize) -> bool {
        self.lexicon.is_definite(self.tokens.text(at))
    }

    /// Reads a unit without a number. A dual has its number; a plural is accepted only if the caller allows it.
    fn bare_length(&self, at: usize) -> Option<LengthRead> {
        let ((unit, count), unit_end, clitics) = self.unit_and_count(at)?;
        let (amount, certain) = match count {
            // "الدقيقتين 12 و45" are two minutes by number, not a length.
            Count::Two => (Some(2), !self.is_article_in(at)),
            Count::One => (Some(1), false),
            Count::Many => (None, false),
        };
        // "عام واحد", "شهر كامل".
        if count == Count::One
            && !self.is_article_in(at)
            && let Some(end) = self.skip(unit_end, Meaning::OneAfter)
        {
            let value = Length { amount, half: false, unit, rest: None };
            return Some((Part { value, range: self.range(at, end, clitics) }, end, true));
        }
        let (half, end) = self.and_half(unit_end, unit);
        let (rest, end) = match (half, count) {
            (false, Count::One | Count::Two) => self.and_more(end, unit),
            _ => (None, end),
        };
        let certain = certain || rest.is_some() || half && count == Count::One;
        Some((Part { value: Length { amount, half, unit, rest }, range: self.range(at, end, clitics) }, end, certain))
    }

    /// Reads an amount, including an additional half: `3`, `several`, `three and a half`, `4 1/2`, `2.5`.
    fn amount_with_half(&self, at: usize) -> Option<(Option<u32>, bool, usize)> {
        let whole = |meaning: Meaning| match meaning {
            Meaning::Several | Meaning::Recent => Some((None, false)),
            Meaning::Another => Some((Some(1), false)),
            Meaning::NumberAndHalf(amount) => Some((Some(amount), true)),
            _ => None,
        };
        if let Some(((amount, half), term)) = self.term(at, whole) {
            return Some((amount, half, term.end));
        }
        if let Some(found) = self.decimal_half(at) {
            return Some(found);
        }
        let (amount, end) = self.amount(at)?;
        let halves = self.tokens.number(end) == Some(1)
            && self.tokens.is_sign(end + 1, '/')
            && self.tokens.number(end + 2) == Some(2)
            && self.tokens.spaced(end)
            && self.tokens.glued(end + 1);
        if halves && self.tokens.number(at).is_some() {
            return Some((Some(amount), true, end + 3));
        }
        if self.tokens.is_sign(end, '½') {
            return Some((Some(amount), true, end + 1));
        }
        let dash = usize::from(self.tokens.is_sign(end, '-'));
        match self.skip(end + dash, Meaning::AndHalf) {
            Some(after) => Some((Some(amount), true, after)),
            None => Some((Some(amount), false, end)),
        }
    }

    /// `2.5`, `2,5`.
    fn decimal_half(&self, at: usize) -> Option<(Option<u32>, bool, usize)> {
        let amount = self.tokens.number(at).filter(|amount| *amount < 1000 && self.clean_left(at))?;
        let point = ['.', ',', '٫'].iter().any(|sign| self.tokens.is_sign(at + 1, *sign));
        let five = self.tokens.text(at + 2) == "5" && self.tokens.glued(at + 1) && self.tokens.glued(at + 2);
        (point && five && self.clean_right(at + 3)).then_some((Some(amount), true, at + 3))
    }

    /// Reads an additional smaller unit: `2 years, 21 days`, `عامين وثلاثة أشهر`.
    fn and_more(&self, at: usize, unit: Unit) -> (Option<(u32, Unit)>, usize) {
        let plain = |at: usize| {
            // "15 years, or a week" are two lengths.
            if self.skip(at, Meaning::Or).is_some() {
                return None;
            }
            let at = self.skip(at, Meaning::And).unwrap_or(at);
            let joined = !self.lexicon.has_clitics()
                || self.is_joined(at)
                || at > 0 && (self.is_and(at - 1) || self.is_comma(at - 1));
            let glued_and = usize::from(self.is_and(at) && self.tokens.glued(at + 1));
            let (amount, end) = self.amount(at + glued_and).unwrap_or((0, at));
            let (more, term) = self.term(end, |meaning| match meaning {
                Meaning::Unit(more, Count::Two) if end == at => Some((2, more)),
                Meaning::Unit(more, _) if end > at => Some((amount, more)),
                _ => None,
            })?;
            (more.1 < unit
                && more.1 >= Unit::Minute
                && more.1 != Unit::Quarter
                && more.1 != Unit::Weekend
                && (joined || glued_and > 0))
                .then_some((more, term.end))
        };
        let comma = usize::from(self.is_comma(at));
        match plain(at + comma) {
            Some((more, end)) => (Some(more), end),
            None => (None, at),
        }
    }

    /// Reads half a unit after a unit: `an hour and a half`, `ساعة ونصف`, `ساعة ونصف الساعة`.
    fn and_half(&self, at: usize, unit: Unit) -> (bool, usize) {
        let half = self.skip(at, Meaning::Fraction(30)).or_else(|| self.skip(at, Meaning::AndHalf));
        // "cuarenta minutos y medio siglo" are two lengths.
        let another = |end: usize| {
            (at + 1..end).any(|at| self.terms(at).iter().any(|term| matches!(term.meaning, Meaning::Whole(..))))
        };
        let Some(end) = half.filter(|end| !another(*end)) else { return (false, at) };
        let again = self.unit_and_count(end).filter(|((again, count), _, clitics)| {
            *again == unit && *count == Count::One && *clitics == 0 && self.is_article_in(end)
        });
        (true, again.map_or(end, |(_, end, _)| end))
    }

    /// Reads two numbers with one unit: `three to five days`, `two or three weeks`, `3-5 أيام`.
    pub(super) fn two_lengths(&self, at: usize) -> Option<Vec<Piece>> {
        let (few, end) = self.amount(at)?;
        let dash = ['-', '\u{2013}'].iter().any(|sign| self.tokens.is_sign(end, *sign));
        let next = if dash { end + 1 } else { self.skip(end, Meaning::To).or_else(|| self.skip(end, Meaning::And))? };
        let (many, _) = self.amount(next).filter(|(many, _)| few < *many)?;
        let last = self.length_of_time(next)?;
        let length = last.expression.length?.value;
        let fits =
            length.amount == Some(many) && length.unit != Unit::Quarter && last.expression.shape == Shape::Length;
        if !fits || last.weak {
            return None;
        }
        let clitics = if self.tokens.number(at).is_some() { 0 } else { self.clitics(at) };
        let mut first = self.piece(at, end, clitics, Shape::Length);
        let value = Length { amount: Some(few), half: false, unit: length.unit, rest: None };
        first.expression.length = Some(Part { value, range: first.expression.range });
        first.expression.age = last.expression.age;
        Some(vec![first, last])
    }

    /// `a day or two ago`: the number stays open.
    pub(super) fn one_or_two(&self, at: usize) -> Option<Piece> {
        let (length, end, _) = self.length(at).filter(|(length, ..)| length.value.amount == Some(1))?;
        let (_, end) = self.skip(end, Meaning::And).and_then(|next| self.amount(next)).filter(|(two, _)| *two == 2)?;
        let (anaphoric, term) = self.term(end, |meaning| match meaning {
            Meaning::Back(anaphoric) => Some(anaphoric),
            _ => None,
        })?;
        let mut piece = self.piece(at, term.end, self.clitics(at), Shape::Away);
        let value = Length { amount: None, half: false, unit: length.value.unit, rest: None };
        let relation = if anaphoric { Relation::Previous } else { Relation::Ago };
        piece.expression.length = Some(Part { value, range: self.range(at, end, 0) });
        piece.expression.relation = Some(Part { value: relation, range: self.range(end, term.end, 0) });
        Some(piece)
    }

    /// Reads a length with an ordinal: `the first ten months`, `الأشهر العشرة الأولى`, `los primeros diez meses`, `les six
    /// premiers mois`.
    pub(super) fn ordered_length(&self, at: usize) -> Option<Piece> {
        let one = |at: usize| {
            self.term(at, |meaning| match meaning {
                Meaning::Nth(1 | -1) => Some(()),
                _ => None,
            })
            .map(|((), term)| term.end)
        };
        let start = self.skip(at, Meaning::Article).unwrap_or(at);
        if let Some((amount, end)) = self.amount(start).filter(|(amount, _)| *amount > 1)
            && let Some(end) = one(end)
            && let Some(((unit, Count::Many), end, 0)) = self.unit_and_count(end)
        {
            let mut piece = self.piece(at, end, 0, Shape::Length);
            let value = Length { amount: Some(amount), half: false, unit, rest: None };
            piece.expression.length = Some(Part { value, range: piece.expression.range });
            return (!self.lexicon.has_clitics() && !self.is_age_at(end)).then_some(piece);
        }
        if self.lexicon.has(Trait::AdjectivesLead) {
            let start = one(at).or_else(|| self.skip(at, Meaning::Article).and_then(one))?;
            let (length, end, certain) = self.length(start)?;
            let counted = certain && length.value.amount.is_some_and(|amount| amount > 1);
            if !counted || self.is_age_at(end) {
                return None;
            }
            let mut piece = self.piece(at, end, 0, Shape::Length);
            piece.expression.length = Some(length);
            return Some(piece);
        }
        let ((unit, count), unit_end, clitics) = self.unit_and_count(at)?;
        let (amount, end) = self.amount(unit_end).filter(|_| count == Count::Many && self.is_article_in(at))?;
        let ordinal = |meaning| matches!(meaning, Meaning::Ordinal(1));
        let ((), term) = self.term(end, |meaning| ordinal(meaning).then_some(()))?;
        let mut piece = self.piece(at, term.end, clitics, Shape::Length);
        let value = Length { amount: Some(amount), half: false, unit, rest: None };
        piece.expression.length = Some(Part { value, range: piece.expression.range });
        Some(piece)
    }

    /// Whether the words after a length make it an age.
    pub(super) fn is_age_at(&self, at: usize) -> bool {
        let hyphen = usize::from(self.tokens.is_sign(at, '-'));
        self.skip(at + hyphen, Meaning::Age).is_some()
    }
}
