//! Weeks, months, years and longer, lengths of time, and what recurs or stays vague: `last week`, `العام المقبل`,
//! `قبل يومين`, `أكثر من شهرين`, `القرن الثامن عشر`, `recently`.

use super::lexicon::Term;
use super::meaning::{Count, Meaning, Side, Trait};
use super::point::relation;
use super::reader::{Piece, Reader};
use super::{Calendar, Length, Modifier, Part, Relation, Shape, Unit};

impl Reader<'_> {
    fn side(&self, at: usize) -> Option<(Side, Term)> {
        self.term(at, |meaning| match meaning {
            Meaning::Relation(side) => Some(side),
            _ => None,
        })
    }

    fn unit(&self, at: usize) -> Option<((Unit, Count), Term)> {
        self.term(at, |meaning| match meaning {
            Meaning::Unit(unit, count) => Some((unit, count)),
            _ => None,
        })
    }

    /// A unit beside the reference date: `last week`, `the past two years`, `الأسبوع الماضي`, `هذا العام`.
    pub(super) fn unit_period(&self, at: usize) -> Option<Piece> {
        // "the last week of September" is another week, which only its month tells.
        self.unit_beside_reference(at).filter(|piece| {
            let of = self
                .skip(piece.end, Meaning::Of)
                .filter(|_| matches!(piece.expression.shape, Shape::Unit(unit) if unit < Unit::Year));
            !of.is_some_and(|next| self.named_date(next).is_some() || self.year(next, Calendar::Gregorian).is_some())
        })
    }

    fn unit_beside_reference(&self, at: usize) -> Option<Piece> {
        // "over the weekend": the nearest one.
        if let Some(end) =
            self.skip(at, Meaning::Article).and_then(|next| self.skip(next, Meaning::Unit(Unit::Weekend, Count::One)))
        {
            return Some(self.piece(at, end, 0, Shape::Unit(Unit::Weekend)));
        }
        if let Some((side, first)) = self.side(at) {
            // "the past two weeks", "هذا العام".
            if let Some((length, end, true)) = self.length(first.end).filter(|_| side != Side::This)
                && length.value.amount != Some(1)
            {
                return Some(self.counted_period(at, end, first, side, length));
            }
            let ((unit, count), second) = self.unit(first.end).filter(|_| !self.side_of_other(at))?;
            let fits = second.clitics == 0 && (self.lexicon.has(Trait::AdjectivesLead) || side == Side::This);
            if !fits || self.year(first.end, Calendar::Gregorian).is_some() {
                return None;
            }
            // "the last minute", "this second", "the last days of": no periods.
            if count == Count::Many && side == Side::This || unit < Unit::Night {
                return None;
            }
            if count == Count::Many {
                let length = Part {
                    value: Length { amount: None, half: false, unit, rest: None },
                    range: self.range(first.end, second.end, 0),
                };
                return Some(self.counted_period(at, second.end, first, side, length));
            }
            // "the next day" leans on a date of the text.
            let definite = self.skip(at, Meaning::Article).is_some();
            let side = if unit == Unit::Day && side == Side::Next && definite { Side::Following } else { side };
            if unit == Unit::Day && matches!(side, Side::Last | Side::Next) {
                return None;
            }
            return Some(self.single_period(
                at,
                second.end,
                first.clitics,
                unit,
                Part { value: relation(side), range: self.range(at, first.end, first.clitics) },
            ));
        }
        // "الأسبوع الماضي", "السنوات العشر الماضية", "the week past" does not exist.
        let ((unit, count), first) = self.unit(at)?;
        if unit < Unit::Night || self.lexicon.has(Trait::RelationsLead) && !self.side_of_other(first.end) {
            return None;
        }
        let amount = if count == Count::Many {
            self.amount(first.end)
                .map(|(amount, end)| (Some(amount), end))
                .or_else(|| self.skip(first.end, Meaning::Several).map(|end| (None, end)))
        } else {
            None
        };
        let side_at = amount.map_or(first.end, |(_, end)| end);
        let (side, second) = self.side(side_at)?;
        let demonstrative = self.lexicon.is_demonstrative(self.tokens.text(side_at));
        if second.clitics > 0 || demonstrative {
            return None;
        }
        let related = Part { value: relation(side), range: self.range(side_at, second.end, 0) };
        match count {
            // "اليوم السابق" and "اليوم التالي" lean on a date of the text; "اليوم الحالي" says nothing.
            Count::One if unit == Unit::Day && !matches!(side, Side::Previous | Side::Following | Side::Same) => None,
            Count::One => Some(self.single_period(at, second.end, first.clitics, unit, related)),
            Count::Two => {
                let length = Part {
                    value: Length { amount: Some(2), half: false, unit, rest: None },
                    range: self.range(at, first.end, first.clitics),
                };
                Some(self.counted_period(at, second.end, first, side, length))
            }
            Count::Many => {
                let value = Length { amount: amount.and_then(|(amount, _)| amount), half: false, unit, rest: None };
                let length = Part { value, range: self.range(at, side_at, first.clitics) };
                Some(self.counted_period(at, second.end, first, side, length))
            }
        }
    }

    /// "before last", "after next".
    fn side_of_other(&self, at: usize) -> bool {
        self.side(at).is_some_and(|(side, _)| matches!(side, Side::BeforeLast | Side::AfterNext))
    }

    fn single_period(&self, at: usize, end: usize, clitics: u8, unit: Unit, related: Part<Relation>) -> Piece {
        let mut piece = self.piece(at, end, clitics, Shape::Unit(unit));
        piece.expression.relation = Some(related);
        piece
    }

    fn counted_period(&self, at: usize, end: usize, first: Term, side: Side, length: Part<Length>) -> Piece {
        let mut piece = self.piece(at, end, first.clitics, Shape::Length);
        piece.expression.length = Some(length);
        piece.expression.relation = Some(Part { value: relation(side), range: piece.expression.range });
        piece
    }

    /// `two days ago`, `قبل يومين`, `بعد أسبوع`, `in two weeks`, `three days later`, `أكثر من شهرين`, `10-day`.
    pub(super) fn length_of_time(&self, at: usize) -> Option<Piece> {
        let pick = |wanted: Meaning| self.term(at, |meaning| (meaning == wanted).then_some(())).map(|((), term)| term);
        let (before, after) = (pick(Meaning::BackBefore), pick(Meaning::After));
        if !self.lexicon.has(Trait::LengthsLead)
            && let Some((term, ahead)) = before.map(|term| (term, false)).or_else(|| after.map(|term| (term, true)))
        {
            return self.away(at, term, ahead);
        }
        let (length, end, certain) = self.length(at)?;
        let clitics = if self.tokens.number(at).is_some() { 0 } else { self.clitics(at) };
        let mut piece = self.piece(at, end, clitics, Shape::Length);
        piece.expression.length = Some(length);
        // "51-year-old", "50 عاما من العمر".
        if self.age(end) || self.ends_before(at, |meaning| meaning == Meaning::AgeBefore) {
            piece.expression.age = true;
            piece.weak = !certain;
            return Some(piece);
        }
        // "the year-ago quarter".
        let dash = usize::from(self.tokens.is_sign(end, '-') && self.tokens.glued(end) && self.tokens.glued(end + 1));
        let adverb = self.term(end + dash, |meaning| match meaning {
            Meaning::Back(leans) => Some(if leans { Relation::Previous } else { Relation::Ago }),
            Meaning::Ahead(leans) => Some(if leans { Relation::Following } else { Relation::Ahead }),
            _ => None,
        });
        if let Some((relation, term)) = adverb {
            let mut away = self.piece(at, term.end, clitics, Shape::Away);
            away.expression.length = Some(length);
            away.expression.relation = Some(Part { value: relation, range: self.range(end + dash, term.end, 0) });
            return Some(away);
        }
        let ((unit, count), _) = self.unit(end - 1).unwrap_or((
            (length.value.unit, Count::One),
            Term { meaning: Meaning::Not, end, clitics: 0, clitic: None },
        ));
        let compound = end > 1 && self.tokens.is_sign(end - 2, '-');
        let single = length.value.amount == Some(1) && self.tokens.number(at).is_none();
        let digits_or_dual = certain && length.value.amount.is_some() && (compound || !single);
        let bounded = self.bound_before(at).is_some();
        let introduced = self.ends_before(at, |meaning| matches!(meaning, Meaning::Within | Meaning::Bound(_)));
        piece.weak = !(digits_or_dual
            || (certain || count == Count::Many && self.lexicon.has(Trait::BarePlurals) && unit >= Unit::Day)
                && (bounded || introduced))
            || (count == Count::Many && !certain && !bounded && !introduced);
        // "in two weeks": the coming ones, unless the sentence looks back; `resolve` decides by the tense.
        if self.ends_before(at, |meaning| meaning == Meaning::AheadBefore)
            && certain
            && length.value.unit >= Unit::Day
            && !self.is_superlative(at - 1)
        {
            piece.expression.relation = Some(Part { value: Relation::Ahead, range: self.range(at - 1, at, 0) });
            piece.expression.shape = Shape::Away;
            piece.weak = false;
        }
        Some(piece)
    }

    /// Whether the best, first or most of something ends before a token: *the best in five years* looks back over them.
    fn is_superlative(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        self.tokens.text(before).ends_with("est")
            || self.ends_before(at, |meaning| matches!(meaning, Meaning::Nth(_) | Meaning::Ordinal(_)))
    }

    /// `قبل يومين`, `منذ ثلاث سنوات`, `بعد أسبوع`.
    fn away(&self, at: usize, term: Term, ahead: bool) -> Option<Piece> {
        // "قبل نحو أسبوعين", "بعد أكثر من شهرين".
        let bound = self.term(term.end, |meaning| matches!(meaning, Meaning::Bound(_)).then_some(()));
        let length_at = bound.map_or(term.end, |((), bound)| bound.end);
        let (length, end, certain) = self.length(length_at)?;
        // "بعد العام", "قبل الأسبوع المقبل": another date, no distance.
        let definite = self.lexicon.is_definite(self.tokens.text(end - 1)) && !certain;
        if definite || self.side(end).is_some_and(|(side, _)| side != Side::This) || length.value.unit < Unit::Hour {
            return None;
        }
        let ordinary = length.value.unit == Unit::Day && !certain && length.value.amount == Some(1);
        if ordinary && self.skip(end, Meaning::EventOf).is_none() && self.skip(end, Meaning::Number(1)).is_none() {
            return None;
        }
        // "بعد أسبوع من توقيع": counted from an event that only the reader knows.
        let of_event = ahead || self.skip(at, Meaning::Before).is_some();
        // Behind قبل it is من alone: "عاد قبل يومين على متن طائرة".
        let counted_from = |end| ahead || self.skip(end, Meaning::From).is_some();
        if of_event && self.skip(end, Meaning::EventOf).is_some() && counted_from(end) {
            let mut piece = self.piece(length_at, end, 0, Shape::Length);
            piece.expression.length = Some(length);
            piece.weak = !certain;
            return Some(piece);
        }
        let mut piece = self.piece(at, end, term.clitics, Shape::Away);
        piece.expression.modifier = self.bound_before(length_at);
        piece.expression.length = Some(length);
        let value = if ahead { Relation::Ahead } else { Relation::Ago };
        piece.expression.relation = Some(Part { value, range: self.range(at, term.end, term.clitics) });
        Some(piece)
    }

    /// Behind a length: the words that make it an age.
    fn age(&self, at: usize) -> bool {
        let hyphen = usize::from(self.tokens.is_sign(at, '-'));
        self.skip(at + hyphen, Meaning::Age).is_some()
    }

    /// The bound that stands before a token: `more than`, `نحو`.
    pub(super) fn bound_before(&self, at: usize) -> Option<Modifier> {
        (at.saturating_sub(4)..at).find_map(|start| {
            self.terms(start).iter().find_map(|term| match term.meaning {
                Meaning::Bound(modifier) if term.end == at => modifier,
                _ => None,
            })
        })
    }

    /// Decades, centuries, quarters, halves, seasons.
    pub(super) fn named_period(&self, at: usize) -> Option<Piece> {
        self.decade(at).or_else(|| self.century(at)).or_else(|| self.part_of_year(at))
    }

    fn decade(&self, at: usize) -> Option<Piece> {
        let article = usize::from(self.skip(at, Meaning::Article).is_some());
        if let Some(decade) = self.headed_decade(at) {
            return Some(decade);
        }
        let number_at = at + article;
        if let Some(year) = self.tokens.number(number_at).filter(|year| year % 10 == 0) {
            let mark = usize::from(self.tokens.is_sign(number_at + 1, '\''));
            let s = number_at + 1 + mark;
            let plural = self.skip(s, Meaning::DecadeSuffix).is_some() && self.tokens.glued(s) && mark == 0;
            // "the 70s": of the last century, or of this one below twenty.
            if plural && article == 1 && self.tokens.digits(number_at) == 2 {
                return Some(self.piece(
                    at,
                    s + 1,
                    0,
                    Shape::Decade(year as i16 + if year >= 20 { 1900 } else { 2000 }),
                ));
            }
            if plural
                && (1000..=2090).contains(&year)
                && self.tokens.digits(number_at) == 4
                && self.clean_left(number_at)
            {
                return Some(self.piece(at, s + 1, 0, Shape::Decade(year as i16)));
            }
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
        } else if let Some((Unit::Century, shift, behind)) = self.unit_beside(end, &[Unit::Century]) {
            // The century itself needs the reference date; this one and the last are the press's.
            first = 2000 + 100 * i16::from(shift) + i16::from(decade);
            end = behind;
        } else if self.lexicon.has(Trait::DecadesAreDefinite) && article == 0 {
            return None;
        }
        Some(self.piece(at, end, self.clitics(at), Shape::Decade(first)))
    }

    /// `les années 1990`, `los años 90`, `دهه ۱۹۹۰`.
    fn headed_decade(&self, at: usize) -> Option<Piece> {
        let number_at = self.skip(at, Meaning::DecadeHead)?;
        let year = self.tokens.number(number_at).filter(|year| year % 10 == 0 && self.clean_right(number_at + 1))?;
        let first = match self.tokens.digits(number_at) {
            4 if (1000..=2090).contains(&year) => year,
            2 => year + if year >= 20 { 1900 } else { 2000 },
            _ => return None,
        };
        Some(self.piece(at, number_at + 1, self.clitics(at), Shape::Decade(first as i16)))
    }

    fn century(&self, at: usize) -> Option<Piece> {
        let (number, end) = if self.lexicon.has(Trait::AdjectivesLead) {
            let start = self.skip(at, Meaning::Article).unwrap_or(at);
            let (day, end) = self.day(start)?;
            let dash = usize::from(self.tokens.is_sign(end, '-'));
            (day.value, self.skip(end + dash, Meaning::Unit(Unit::Century, Count::One))?)
        } else {
            let head = self.skip(at, Meaning::Unit(Unit::Century, Count::One))?;
            let article =
                usize::from(self.lexicon.is_definite(self.tokens.text(head)) && !self.tokens.spaced(head + 1));
            let (day, end) = self.day(head + article)?;
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
            if era == super::meaning::Era::Before {
                century = -century;
            }
        }
        let clitics = if self.tokens.number(at).is_some() { 0 } else { self.clitics(at) };
        Some(self.piece(at, end, clitics, Shape::Century(century)))
    }

    /// `the third quarter of 2017`, `النصف الأول من العام الجاري`, `صيف 2017`, `last summer`.
    fn part_of_year(&self, at: usize) -> Option<Piece> {
        let before = self.side(at).filter(|(side, _)| {
            matches!(side, Side::Last | Side::Next | Side::This) && self.lexicon.has(Trait::AdjectivesLead)
        });
        let start = before.map_or_else(|| self.skip(at, Meaning::Article).unwrap_or(at), |(_, term)| term.end);
        if let Some(piece) = self.short_quarter(at) {
            return Some(piece);
        }
        let season = self.term(start, |meaning| match meaning {
            Meaning::Season(season) => Some(season),
            _ => None,
        });
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
        let (shape, mut end) = if let Some((season, term)) = season {
            (Shape::Season(season), term.end)
        } else {
            let ((number, half), end) = if self.lexicon.has(Trait::AdjectivesLead) {
                let (number, first) = ordinal(start)?;
                let dash = usize::from(self.tokens.is_sign(first.end, '-'));
                let (half, second) = part(first.end + dash)?;
                ((number, half), second.end)
            } else {
                let (half, first) = part(start)?;
                let (number, second) = ordinal(first.end)?;
                ((number, half), second.end)
            };
            if half && number > 2 {
                return None;
            }
            (if half { Shape::Half(number) } else { Shape::Quarter(number) }, end)
        };
        let year_at = self.skip(end, Meaning::Of).filter(|_| self.unit(end).is_none()).unwrap_or(end);
        let year = self.year(year_at, Calendar::Gregorian).or_else(|| self.year(end, Calendar::Gregorian));
        let beside = self.unit_beside(end, &[Unit::Year]);
        let behind = self.side(end).filter(|(side, term)| {
            !self.lexicon.has(Trait::RelationsLead)
                && term.clitics == 0
                && matches!(side, Side::Last | Side::Next | Side::This)
        });
        let mut within = None;
        let mut related =
            before.map(|(side, term)| Part { value: relation(side), range: self.range(at, term.end, term.clitics) });
        let mut year_part = None;
        if let Some(year) = year {
            (year_part, end) = (Some(year.part), year.end);
        } else if let Some((unit, shift, behind)) = beside {
            (within, end) = (Some((unit, shift)), behind);
        } else if let Some((side, term)) = behind.filter(|_| season.is_some()) {
            related = Some(Part { value: relation(side), range: self.range(end, term.end, 0) });
            end = term.end;
        } else if related.is_none() && (!matches!(shape, Shape::Quarter(_)) || self.skip(end, Meaning::Of).is_some()) {
            return None;
        }
        let mut piece = self.piece(at, end, self.clitics(at), shape);
        piece.expression.year = year_part;
        piece.expression.within = within;
        piece.expression.relation = related;
        Some(piece)
    }

    /// `Q3 2017`.
    fn short_quarter(&self, at: usize) -> Option<Piece> {
        let number = self.tokens.number(at + 1).filter(|number| (1..=4).contains(number))?;
        if self.tokens.text(at) != "q" || !self.tokens.glued(at + 1) {
            return None;
        }
        let year = self.year(at + 2, Calendar::Gregorian)?;
        let mut piece = self.piece(at, year.end, 0, Shape::Quarter(number as u8));
        piece.expression.year = Some(year.part);
        Some(piece)
    }

    /// `daily`, `recently`, `حالياً`, `آنذاك`.
    pub(super) fn vague(&self, at: usize) -> Option<Piece> {
        let (shape, term) = self.term(at, |meaning| match meaning {
            Meaning::Vague(value) => Some(Shape::Vague(value)),
            Meaning::Open => Some(Shape::Open),
            Meaning::Set(period) => Some(Shape::Set(Some(period))),
            _ => None,
        })?;
        // "in the past decade", "in the past two weeks".
        let measured =
            matches!(shape, Shape::Vague(_)) && (self.unit(term.end).is_some() || self.length(term.end).is_some());
        if measured && self.lexicon.has(Trait::RelationsLead) {
            return None;
        }
        // "no longer now": a hyphen makes another word of it, "once-daily".
        let compound = self.tokens.glued(at) && self.tokens.is_sign(at.wrapping_sub(1), '-');
        (!compound).then(|| self.piece(at, term.end, term.clitics, shape))
    }

    /// Behind *end of*: `the year`, `العام`, the one of the reference date.
    fn current_unit(&self, at: usize) -> Option<Piece> {
        let start = self.skip(at, Meaning::Article).unwrap_or(at);
        let ((unit, count), term) = self.unit(start)?;
        let definite = start > at || self.lexicon.is_definite(self.tokens.text(at));
        let fits = matches!(unit, Unit::Week | Unit::Month | Unit::Year | Unit::Decade) && count == Count::One;
        // "نهاية العام الدراسي", "the end of the month of May" are others.
        let other = self.is_adjective(term.end) || self.skip(term.end, Meaning::Of).is_some();
        (definite && fits && !other).then(|| self.piece(at, term.end, 0, Shape::Unit(unit)))
    }

    /// A beginning, middle or end: `early 2017`, `أواخر العام الماضي`, `mid-July`.
    pub(super) fn staged(&self, at: usize) -> Option<Piece> {
        let (modifier, term) = self.term(at, |meaning| match meaning {
            Meaning::Stage(modifier) => Some(modifier),
            _ => None,
        })?;
        let next = term.end + usize::from(self.tokens.is_sign(term.end, '-') && self.tokens.glued(term.end));
        let next = self.skip(next, Meaning::StageOf).unwrap_or(next);
        let mut piece = self
            .named_date(next)
            .filter(|pieces| pieces.len() == 1)
            .and_then(|mut pieces| pieces.pop())
            .or_else(|| self.named_period(next))
            .or_else(|| self.unit_period(next))
            .or_else(|| self.current_unit(next))
            .or_else(|| self.bare_year(next))
            .or_else(|| self.weekday(next).filter(|_| modifier != Modifier::Mid))?;
        if piece.expression.day.is_some() {
            return None;
        }
        piece.first = at;
        piece.expression.range = self.range(at, piece.end, term.clitics);
        piece.expression.modifier = Some(modifier);
        Some(piece)
    }
}
