//! Weeks, months, years and longer units, lengths, and recurring or vague dates: `last week`, `العام المقبل`, `قبل
//! يومين`, `أكثر من شهرين`, `القرن الثامن عشر`, `recently`.

use super::calendar_date::relation;
use super::reader::{Piece, Reader};
use crate::dates::grammar::Trait;
use crate::dates::meaning::{Count, Meaning, Side};
use crate::dates::model::{Calendar, Length, Modifier, Part, Relation, Shape, Unit};
use crate::dates::terms::Term;

/// The most tokens between *recent* and its noun.
const LONGEST_GAP: usize = 6;

impl Reader<'_> {
    pub(super) fn side(&self, at: usize) -> Option<(Side, Term)> {
        self.term(at, |meaning| match meaning {
            Meaning::Relation(side) => Some(side),
            _ => None,
        })
    }

    pub(super) fn unit(&self, at: usize) -> Option<((Unit, Count), Term)> {
        self.term(at, |meaning| match meaning {
            Meaning::Unit(unit, count) => Some((unit, count)),
            _ => None,
        })
    }

    /// A unit relative to the reference date: `last week`, `the past two years`, `الأسبوع الماضي`, `هذا العام`.
    pub(super) fn unit_period(&self, at: usize) -> Option<Piece> {
        // "the last week of September" is not relative to the reference date.
        self.unit_from_reference(at).filter(|piece| {
            let of = self
                .skip(piece.end, Meaning::Of)
                .filter(|_| matches!(piece.expression.shape, Shape::Unit(unit) if unit < Unit::Year));
            !of.is_some_and(|next| self.named_date(next).is_some() || self.year(next, Calendar::Gregorian).is_some())
        })
    }

    fn unit_from_reference(&self, at: usize) -> Option<Piece> {
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
            let after = self.lexicon.has(Trait::RelationsLead) && self.side_of_other(at);
            let ((unit, count), second) = self.unit(first.end).filter(|_| !after)?;
            let fits = second.clitics == 0 && (self.lexicon.has(Trait::AdjectivesLead) || side == Side::This);
            if !fits || self.year(first.end, Calendar::Gregorian).is_some() {
                return None;
            }
            // "the last minute", "this second" and "the last days of" are not dates.
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
            // "the next day" refers to a date of the text.
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
        // Word order of "الأسبوع الماضي" and "السنوات العشر الماضية"; "the week past" does not occur.
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
        let Some((side, second)) = self.side(side_at) else {
            // "عطلة نهاية الأسبوع": the nearest one.
            let nearest = unit == Unit::Weekend && count == Count::One && !self.lexicon.has(Trait::RelationsLead);
            return nearest.then(|| self.piece(at, first.end, first.clitics, Shape::Unit(unit)));
        };
        let demonstrative = self.lexicon.is_demonstrative(self.tokens.text(side_at));
        if second.clitics > 0 || demonstrative {
            return None;
        }
        let related = Part { value: relation(side), range: self.range(side_at, second.end, 0) };
        match count {
            // "اليوم السابق" and "اليوم التالي" refer to a date of the text; "اليوم الحالي" has no value.
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
        let whole = self.term(at, |meaning| matches!(meaning, Meaning::Whole(..)).then_some(()));
        let clitics = match whole {
            _ if self.tokens.number(at).is_some() => 0,
            Some(((), term)) => term.clitics,
            None => self.clitics(at),
        };
        let mut piece = self.piece(at, end, clitics, Shape::Length);
        piece.expression.length = Some(length);
        // Ages: "51-year-old", "50 عاما من العمر".
        if self.is_age_at(end) || self.is_after(at, Meaning::AgeBefore) {
            piece.expression.age = true;
            piece.weak = !certain;
            return Some(piece);
        }
        // "the year-ago quarter".
        let dash = usize::from(self.tokens.is_sign(end, '-') && self.tokens.glued(end) && self.tokens.glued(end + 1));
        let adverb = self.term(end + dash, |meaning| match meaning {
            Meaning::Back(anaphoric) => Some(if anaphoric { Relation::Previous } else { Relation::Ago }),
            Meaning::Ahead(anaphoric) => Some(if anaphoric { Relation::Following } else { Relation::Ahead }),
            _ => None,
        });
        // "two weeks earlier than planned" is a duration; "dos días después de la cumbre" counts from an event.
        let event = self.before_event(end);
        let is_measure = event || adverb.is_some_and(|(_, term)| self.skip(term.end, Meaning::Than).is_some());
        if let Some((relation, term)) = adverb.filter(|_| !is_measure) {
            let mut away = self.piece(at, term.end, clitics, Shape::Away);
            away.expression.length = Some(length);
            away.expression.relation = Some(Part { value: relation, range: self.range(end + dash, term.end, 0) });
            away.expression.hints.compared = relation == Relation::Previous && self.is_compared(at);
            return Some(away);
        }
        let ((unit, count), _) = self.unit(end - 1).unwrap_or((
            (length.value.unit, Count::One),
            Term { meaning: Meaning::Not, end, clitics: 0, clitic: None },
        ));
        let count = if length.value.amount.is_none() && !certain { Count::Many } else { count };
        let compound = end > 1 && self.tokens.is_sign(end - 2, '-');
        let is = |wanted: Meaning| self.terms(at).iter().any(|term| term.meaning == wanted);
        let one = is(Meaning::Number(1)) && !is(Meaning::Another);
        let single = length.value.amount == Some(1) && !length.value.half && one;
        let confirmed = certain
            && (length.value.amount.is_some() && (compound || !single) || whole.is_some() || is(Meaning::Several));
        let bounded = self.bound_before(at).is_some();
        let introduced = self.introduces_length(at);
        let around = bounded || introduced || event || is_measure;
        let plural = count == Count::Many
            && (unit > Unit::Second && !matches!(unit, Unit::Night | Unit::Weekend | Unit::Quarter))
            && (introduced || event || self.is_lasting(end) || bounded && self.lexicon.has(Trait::BarePlurals));
        // "لمدة شهر": without an article, one month.
        let bare = count == Count::One
            && !certain
            && unit > Unit::Second
            && unit != Unit::Quarter
            && self.lexicon.has(Trait::BarePlurals)
            && !self.lexicon.is_definite(self.tokens.text(at))
            && self.is_after(at, Meaning::Within);
        piece.weak = !(confirmed || certain && around || !certain && plural || bare);
        // "in two weeks" refers to the future, unless the sentence is about the past; `resolve` decides by the tense.
        if self.is_after(at, Meaning::AheadBefore)
            && certain
            && length.value.unit >= Unit::Day
            && !is(Meaning::Recent)
            && !self.is_superlative(at - 1)
        {
            piece.expression.relation = Some(Part { value: Relation::Ahead, range: self.range(at - 1, at, 0) });
            piece.expression.shape = Shape::Away;
            piece.expression.hints.measure = true;
            piece.weak = false;
        }
        Some(piece)
    }

    /// Whether a plural is a length because of the word after its hyphen: `decades-long`.
    fn is_lasting(&self, at: usize) -> bool {
        self.tokens.is_sign(at, '-')
            && self.tokens.glued(at)
            && self.tokens.glued(at + 1)
            && self.skip(at + 1, Meaning::Lasting).is_some()
    }

    /// Whether a preposition of lengths precedes a token: *for*, *within*, *after*.
    fn introduces_length(&self, at: usize) -> bool {
        let clitic = self.terms(at).first().and_then(|term| term.clitic);
        clitic.is_some_and(|letter| self.lexicon.is_preposition(letter))
            || self.ends_before(at, |meaning| {
                matches!(
                    meaning,
                    Meaning::Within | Meaning::Bound(_) | Meaning::After | Meaning::AheadBefore | Meaning::Since
                )
            })
    }

    /// `قبل يومين`, `منذ ثلاث سنوات`, `بعد أسبوع`.
    fn away(&self, at: usize, term: Term, ahead: bool) -> Option<Piece> {
        // "قبل نحو أسبوعين", "بعد أكثر من شهرين".
        let bound = self.term(term.end, |meaning| matches!(meaning, Meaning::Bound(_)).then_some(()));
        let length_at = bound.map_or(term.end, |((), bound)| bound.end);
        let (length, end, certain) = self.length(length_at)?;
        // "بعد العام" and "قبل الأسبوع المقبل" contain another date, not a distance.
        let definite = self.lexicon.is_definite(self.tokens.text(end - 1)) && !certain;
        if definite || self.side(end).is_some_and(|(side, _)| side != Side::This) || length.value.unit < Unit::Hour {
            return None;
        }
        let ordinary = length.value.unit == Unit::Day && !certain && length.value.amount == Some(1);
        if ordinary && self.skip(end, Meaning::EventOf).is_none() && self.skip(end, Meaning::Number(1)).is_none() {
            return None;
        }
        // "desde hace dos años" is a duration.
        if !ahead && self.is_after(at, Meaning::From) {
            let mut piece = self.piece(length_at, end, 0, Shape::Length);
            piece.expression.length = Some(length);
            return Some(piece);
        }
        // "بعد أسبوع من توقيع" counts from an event whose date is unknown.
        let of_event = ahead || self.skip(at, Meaning::Before).is_some();
        // After قبل only a bare من introduces such an event: "عاد قبل يومين على متن طائرة".
        let counted_from = |end| ahead || self.skip(end, Meaning::From).is_some();
        if of_event && self.skip(end, Meaning::EventOf).is_some() && counted_from(end) {
            let mut piece = self.piece(length_at, end, 0, Shape::Length);
            piece.expression.length = Some(length);
            return Some(piece);
        }
        let mut piece = self.piece(at, end, term.clitics, Shape::Away);
        piece.expression.modifier = self.bound_before(length_at);
        piece.expression.length = Some(length);
        let value = if ahead { Relation::Ahead } else { Relation::Ago };
        piece.expression.relation = Some(Part { value, range: self.range(at, term.end, term.clitics) });
        Some(piece)
    }

    /// The bound before a token: `more than`, `نحو`.
    pub(super) fn bound_before(&self, at: usize) -> Option<Modifier> {
        (at.saturating_sub(4)..at).find_map(|start| {
            self.terms(start).iter().find_map(|term| match term.meaning {
                Meaning::Bound(modifier) if term.end == at => modifier,
                _ => None,
            })
        })
    }

    /// `daily`, `recently`, `حالياً`, `آنذاك`.
    pub(super) fn vague(&self, at: usize) -> Option<Piece> {
        self.vague_word(at).or_else(|| self.vague_adjective(at))
    }

    fn vague_word(&self, at: usize) -> Option<Piece> {
        let (shape, term) = self.term(at, |meaning| match meaning {
            Meaning::Vague(value) => Some(Shape::Vague(value)),
            Meaning::Open => Some(Shape::Open),
            Meaning::Then => Some(Shape::Then),
            Meaning::Set(period) => Some(Shape::Set(Some(period))),
            _ => None,
        })?;
        // "in the past decade", "in the past two weeks".
        let measured =
            matches!(shape, Shape::Vague(_)) && (self.unit(term.end).is_some() || self.length(term.end).is_some());
        if measured && self.lexicon.has(Trait::RelationsLead) {
            return None;
        }
        // A hyphen makes another word: "once-daily".
        let compound = self.tokens.glued(at) && self.tokens.is_sign(at.wrapping_sub(1), '-');
        if compound || matches!(shape, Shape::Vague(_)) && self.is_more_than_vague(at, term.end) {
            return None;
        }
        // The preposition is not part of the expression: "in the past", "في الماضي".
        let before = |meaning| matches!(meaning, Meaning::On | Meaning::BeforeDate | Meaning::Within);
        let preposition = term.end > at + 1
            && matches!(shape, Shape::Vague(_))
            && self.terms(at).iter().any(|first| first.end == at + 1 && before(first.meaning));
        if preposition {
            return Some(Piece { first: at, ..self.piece(at + 1, term.end, self.clitics(at + 1), shape) });
        }
        Some(self.piece(at, term.end, term.clitics, shape))
    }

    /// `the current law`, `in recent Roman history`.
    fn vague_adjective(&self, at: usize) -> Option<Piece> {
        let (value, term) = self.term(at, |meaning| match meaning {
            Meaning::VagueAdjective(value) => Some(value),
            _ => None,
        })?;
        let shape = Shape::Vague(value);
        if let Some(end) = self.vague_noun(term.end) {
            return Some(self.piece(at, end, 0, shape));
        }
        let determined = self.ends_before(at, |meaning| matches!(meaning, Meaning::Article | Meaning::YearBefore));
        let of_noun = self.tokens.is_word(term.end) && self.terms(term.end).is_empty();
        (value == "PRESENT_REF" && determined && of_noun).then(|| self.piece(at, term.end, 0, shape))
    }

    /// The end of a noun such as *history*, after at most two other words.
    fn vague_noun(&self, at: usize) -> Option<usize> {
        let ends = (at..self.len().min(at + LONGEST_GAP)).take_while(|at| !self.tokens.sentence_starts(*at));
        ends.scan(0, |words, at| {
            *words += usize::from(self.tokens.is_word(at));
            let is_between = self.tokens.is_sign(at, '.') || self.tokens.is_word(at);
            (*words <= 3 && is_between).then_some(self.skip(at, Meaning::VagueNoun))
        })
        .flatten()
        .next()
    }

    /// Whether *the past* or *the future* belongs to a noun (*the future king*), or `أخيراً` ends a list (*first …,
    /// lastly*).
    fn is_more_than_vague(&self, at: usize, end: usize) -> bool {
        let leads = self.lexicon.has(Trait::RelationsLead) && self.skip(at, Meaning::Article).is_some();
        let noun = self.tokens.is_word(end) && self.terms(end).is_empty() || self.skip(end, Meaning::Of).is_some();
        let listed = self.skip(at, Meaning::Lastly).is_some()
            && (at.saturating_sub(14)..at)
                .rev()
                .take_while(|before| !self.tokens.sentence_starts(before + 1))
                .any(|before| self.skip(before, Meaning::Firstly).is_some());
        leads && noun || listed
    }

    /// `the year` or `العام` after *end of*: the current year. Also `principios de mes` and `fine mese`, without an
    /// article.
    fn current_unit(&self, at: usize) -> Option<Piece> {
        let start = self.skip(at, Meaning::Article).unwrap_or(at);
        let ((unit, count), term) = self.unit(start)?;
        let definite = start > at
            || self.lexicon.is_definite(self.tokens.text(at))
            || self.lexicon.has(Trait::ArticleInside) && !self.is_repeated(at);
        let fits = matches!(unit, Unit::Week | Unit::Month | Unit::Year | Unit::Decade) && count == Count::One;
        // "نهاية العام الدراسي" and "the end of the month of May" are different periods.
        let other = self.is_adjective(term.end) || self.skip(term.end, Meaning::Of).is_some();
        (definite && fits && !other).then(|| self.piece(at, term.end, 0, Shape::Unit(unit)))
    }

    /// Whether *every* precedes a token in its phrase: `cada fin de mes`.
    fn is_repeated(&self, at: usize) -> bool {
        (at.saturating_sub(4)..at).any(|before| self.terms(before).has(Meaning::Every))
    }

    /// `late yesterday`, `earlier today`, `later tonight`.
    fn staged_day_word(&self, at: usize, next: usize) -> Option<Piece> {
        let own = self.terms(at).iter().any(|term| matches!(term.meaning, Meaning::Day(_)));
        self.day_word(next).filter(|_| !own && !self.lexicon.has(Trait::TodayIsDay))
    }

    /// `امسال`: a year of the language's own calendar.
    pub(super) fn own_year(&self, at: usize) -> Option<Piece> {
        let (shift, term) = self.term(at, |meaning| match meaning {
            Meaning::OwnYear(shift) => Some(shift),
            _ => None,
        })?;
        let mut piece = self.piece(at, term.end, term.clitics, Shape::Point);
        let value = match shift {
            -1 => Relation::Last,
            1 => Relation::Next,
            _ => Relation::This,
        };
        piece.expression.calendar = Calendar::Persian;
        piece.expression.relation = Some(Part { value, range: piece.expression.range });
        Some(piece)
    }

    /// A fixed phrase for the beginning or end of the year: `year-end`, `finales de año`.
    pub(super) fn year_stage(&self, at: usize) -> Option<Piece> {
        let (modifier, term) = self.term(at, |meaning| match meaning {
            Meaning::YearStage(modifier) => Some(modifier),
            _ => None,
        })?;
        // "year-end results": only an attribute.
        let noun = self.tokens.is_word(term.end) && self.terms(term.end).is_empty() && self.tokens.is_sign(at + 1, '-');
        let introduced = self.ends_before(at, |meaning| {
            matches!(meaning, Meaning::BeforeDate | Meaning::Until | Meaning::On | Meaning::At)
        });
        if noun && !introduced {
            return None;
        }
        let year = self.year(term.end, Calendar::Gregorian);
        let shape = if year.is_some() { Shape::Point } else { Shape::Unit(Unit::Year) };
        let mut piece = self.piece(at, year.as_ref().map_or(term.end, |year| year.end), term.clitics, shape);
        piece.expression.year = year.map(|year| year.part);
        piece.expression.modifier = Some(modifier);
        Some(piece)
    }

    /// A beginning, middle or end: `early 2017`, `أواخر العام الماضي`, `mid-July`.
    pub(super) fn staged(&self, at: usize) -> Option<Piece> {
        let (modifier, term) = self.term(at, |meaning| match meaning {
            Meaning::Stage(modifier) => Some(modifier),
            _ => None,
        })?;
        // "نهاية الأسبوع" is the weekend.
        if self.unit(at).is_some_and(|((unit, _), _)| unit == Unit::Weekend) {
            return None;
        }
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
            .or_else(|| self.weekday(next).filter(|_| modifier != Modifier::Mid))
            .or_else(|| self.anaphoric_period(next).filter(|piece| matches!(piece.expression.shape, Shape::Unit(_))))
            .or_else(|| self.staged_day_word(at, next).filter(|_| modifier != Modifier::Mid))?;
        if piece.expression.day.is_some() {
            return None;
        }
        piece.first = at;
        piece.expression.range = self.range(at, piece.end, term.clitics);
        piece.expression.modifier = Some(modifier);
        Some(piece)
    }
}
