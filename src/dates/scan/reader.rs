//! The reader that all grammar rules use: tokens, the lexicon's terms at each token, numbers, days and years.

use crate::dates::grammar::Trait;
use crate::dates::lexicon::Lexicon;
use crate::dates::meaning::{Era, Guard, Meaning};
use crate::dates::model::{Calendar, Expression, Hints, Length, Part, Shape, Unit};
use crate::dates::terms::{Found, Term, Terms};
use crate::dates::tokens::{TokenKind, Tokens};
use crate::language::Language;
use crate::text::{Fold, ProseRange, fold_char};
use std::cell::{Cell, OnceCell};

/// Words of the longest term that is looked for before a token.
const LONGEST_BEFORE: usize = 4;

/// An expression and its tokens.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) expression: Expression,
    pub(super) first: usize,
    /// Index after its last token.
    pub(super) end: usize,
    /// Not sufficient evidence for a date; dropped unless joined to another piece.
    pub(super) weak: bool,
}

/// A length, the token after it, and whether its words are sufficient evidence on their own.
pub(super) type LengthRead = (Part<Length>, usize, bool);

/// A tokenized block with the terms of each token.
pub(super) struct Reader<'a> {
    pub(super) prose: &'a str,
    pub(super) tokens: Tokens,
    pub(super) lexicon: &'static Lexicon,
    /// The terms of each token, looked up when they are first needed.
    terms: Vec<OnceCell<Found>>,
    /// The last token at which a length was read, and the length.
    pub(super) last_length: Cell<Option<(usize, Option<LengthRead>)>>,
    right_to_left: bool,
}

/// A year, its tokens, and the calendar that its era states.
pub(super) struct YearRead {
    pub(super) part: Part<i16>,
    pub(super) end: usize,
    pub(super) calendar: Option<Calendar>,
    /// Whether a head (`عام`) or an era makes it certainly a year.
    pub(super) certain: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(prose: &'a str, tokens: Tokens, lexicon: &'static Lexicon, language: Language) -> Self {
        let terms = std::iter::repeat_with(OnceCell::new).take(tokens.list.len()).collect();
        let right_to_left = language.is_right_to_left();
        Self { prose, tokens, lexicon, terms, last_length: Cell::new(None), right_to_left }
    }

    /// Number of tokens.
    pub(super) fn len(&self) -> usize {
        self.tokens.list.len()
    }

    /// The terms that begin at a token, longest first.
    #[inline]
    pub(super) fn terms(&self, at: usize) -> Terms<'_> {
        let Some(cell) = self.terms.get(at) else { return Terms::NONE };
        let found = match cell.get() {
            Some(found) => found,
            None => cell.get_or_init(|| self.look_up(at)),
        };
        Terms::new(found, at)
    }

    fn look_up(&self, at: usize) -> Found {
        match self.tokens.number(at) {
            Some(_) => Found::NONE,
            None => self.lexicon.terms(&self.tokens, at),
        }
    }

    /// The longest term at a token that `pick` accepts.
    #[inline]
    pub(super) fn term<T>(&self, at: usize, pick: impl Fn(Meaning) -> Option<T>) -> Option<(T, Term)> {
        self.terms(at).find_map(pick)
    }

    /// The end of the term at a token with this meaning.
    #[inline]
    pub(super) fn skip(&self, at: usize, meaning: Meaning) -> Option<usize> {
        self.terms(at).end_of(meaning)
    }

    /// Whether a term with this meaning ends before a token.
    pub(super) fn is_after(&self, at: usize, meaning: Meaning) -> bool {
        (at.saturating_sub(LONGEST_BEFORE)..at).any(|start| self.terms(start).has_to(at, meaning))
    }

    /// Whether a term with a meaning that `pick` accepts ends before a token.
    pub(super) fn ends_before(&self, at: usize, pick: impl Fn(Meaning) -> bool) -> bool {
        (at.saturating_sub(LONGEST_BEFORE)..at).any(|start| self.terms(start).any_to(at, &pick))
    }

    /// Range in the prose of the tokens `from..to`, without the clitics of the first one.
    pub(super) fn range(&self, first: usize, end: usize, clitics: u8) -> ProseRange {
        let start = self.start(first, clitics);
        let end = end.checked_sub(1).and_then(|last| self.tokens.list.get(last)).map_or(start, |token| token.range.end);
        ProseRange::new(start, end)
    }

    /// Offset of a token without its clitics.
    fn start(&self, at: usize, clitics: u8) -> u32 {
        let Some(token) = self.tokens.list.get(at) else { return self.prose.len() as u32 };
        let mut left = usize::from(clitics);
        for (offset, c) in token.range.slice(self.prose).char_indices() {
            let mut width = 0;
            fold_char(c, Fold::Loose, &mut |folded| width += folded.len_utf8());
            if left == 0 && width > 0 {
                return token.range.start + offset as u32;
            }
            left = left.saturating_sub(width);
        }
        token.range.start
    }

    /// Makes a part from a term.
    pub(super) fn part<T>(&self, value: T, at: usize, term: Term) -> Part<T> {
        Part { value, range: self.range(at, term.end, term.clitics) }
    }

    /// An empty expression for a range of tokens.
    pub(super) fn piece(&self, first: usize, end: usize, clitics: u8, shape: Shape) -> Piece {
        let expression = Expression {
            range: self.range(first, end, clitics),
            calendar: Calendar::Gregorian,
            year: None,
            month: None,
            other_month: None,
            day: None,
            weekday: None,
            time: None,
            relation: None,
            length: None,
            modifier: None,
            pair: None,
            link: None,
            cue: None,
            ambiguous_order: false,
            age: false,
            sentence: 0,
            shape,
            within: None,
            base: None,
            hints: Hints::default(),
        };
        Piece { expression, first, end, weak: false }
    }

    /// Bytes of clitics of the term that begins at a token; 0 without one.
    pub(super) fn clitics(&self, at: usize) -> u8 {
        self.terms(at).first().map_or(0, |term| term.clitics)
    }

    /// Whether nothing to the left makes a number part of a decimal, an amount of money, an identifier or an address.
    pub(super) fn clean_left(&self, at: usize) -> bool {
        if !self.tokens.glued(at) {
            // "$ 2017" and "No. 18" are not dates.
            return at == 0 || !matches!(self.tokens.kind(at - 1), Some(TokenKind::Sign('$' | '€' | '£' | '#' | '№')));
        }
        match self.tokens.kind(at - 1) {
            Some(TokenKind::Word) => {
                let word = self.tokens.text(at - 1);
                self.lexicon.is_clitic(word)
                    || self.lexicon.is_article(word)
                    || self.ends_before(at, |meaning| matches!(meaning, Meaning::Month(..)))
            }
            Some(TokenKind::Sign(sign)) => match sign {
                '.' | ',' | ':' | '/' | '-' | '٫' | '٬' | '\'' => {
                    let staged =
                        || (at > 1) && self.ends_before(at - 1, |meaning| matches!(meaning, Meaning::Stage(_)));
                    // "10-12 July", "2010-2015": two numbers of one kind, without a third one before them.
                    let two = at > 1
                        && self.tokens.digits(at - 2).saturating_sub(1) / 2
                            == self.tokens.digits(at).saturating_sub(1) / 2;
                    let chained = at > 2 && self.tokens.glued(at - 2) && !self.tokens.is_sign(at - 3, '(');
                    (sign == '-' && (staged() || (two && !chained)))
                        || !self.tokens.glued(at - 1) && matches!(sign, '-' | '.' | ',' | '\'')
                        || (matches!(sign, '.' | ',') && self.tokens.is_word(at.wrapping_sub(2)))
                        || (sign == '\'' && at > 1 && self.lexicon.elides(self.tokens.text(at - 2)))
                }
                '$' | '€' | '£' | '#' | '@' | '_' | '%' | '+' | '=' | '\\' | '&' => false,
                _ => true,
            },
            _ => true,
        }
    }

    /// Whether no other number, percent sign or letter follows a number that ends before a token.
    pub(super) fn clean_right(&self, end: usize) -> bool {
        if !self.tokens.glued(end) {
            return !self.tokens.is_sign(end, '%');
        }
        // "18سبتمبر": a month needs no space.
        if self.term(end, |meaning| matches!(meaning, Meaning::Month(..)).then_some(())).is_some() {
            return true;
        }
        match self.tokens.kind(end) {
            Some(TokenKind::Sign('.' | ',' | ':' | '/' | '٫' | '٬')) => {
                !(self.tokens.glued(end + 1) && self.tokens.number(end + 1).is_some())
            }
            Some(TokenKind::Word | TokenKind::Sign('%' | '$' | '€' | '£' | '@' | '_' | '=' | '٪' | '°')) => false,
            _ => true,
        }
    }

    /// Whether the following word shows that a number counts people, money or other things.
    pub(super) fn counted(&self, at: usize) -> bool {
        self.terms(at).has(Meaning::Counted)
    }

    /// A whole number in digits or words.
    pub(super) fn amount(&self, at: usize) -> Option<(u32, usize)> {
        if let Some(value) = self.tokens.number(at) {
            return (value < 100_000 && self.clean_left(at) && self.clean_right(at + 1)).then_some((value, at + 1));
        }
        let (total, end) = self.number_in_words(at)?;
        if total % 100 != 0 || !(100..1000).contains(&total) {
            return Some((total, end));
        }
        // "doscientos cincuenta", "cent vingt", "two hundred and fifty".
        let and = self.skip(end, Meaning::And).filter(|_| self.lexicon.has(Trait::CountedInPlural));
        let next = and.unwrap_or(end);
        let rest = self
            .number_in_words(next)
            .filter(|(more, after)| *more < 100 && !self.is_joined(next) && self.number_in_words(*after).is_none());
        Some(rest.map_or((total, end), |(more, end)| (total + more, end)))
    }

    /// A number in words below a hundred, or a hundred or thousand with the number before it.
    fn number_in_words(&self, at: usize) -> Option<(u32, usize)> {
        let (value, term) = self.term(at, |meaning| match meaning {
            Meaning::Number(value) => Some(value),
            _ => None,
        })?;
        let mut end = term.end;
        let mut total = value;
        let ones = |at: usize| {
            self.term(at, |meaning| match meaning {
                Meaning::Number(ones @ 1..=19) => Some(ones),
                _ => None,
            })
        };
        // "cincuenta y tres", "soixante et onze".
        if (20..100).contains(&value)
            && let Some(next) = self.skip(end, Meaning::TensAnd)
            && let Some((more, last)) = ones(next).filter(|(more, _)| value % 10 == 0 && (*more < 10 || value == 60))
        {
            return Some((value + more, last.end));
        }
        // "twenty-one", "واحد وعشرون".
        let dash = usize::from(self.tokens.is_sign(end, '-'));
        if let Some((more, next)) = self.term(end + dash, |meaning| match meaning {
            Meaning::Number(value) => Some(value),
            _ => None,
        }) {
            let french = matches!(value, 60 | 80) && more < 20 && dash > 0;
            let tens_first = (20..100).contains(&value) && (more < 10 || french) && more > 1 && next.clitic.is_none();
            let ones_first =
                value < 10 && (20..100).contains(&more) && next.clitic.is_some_and(|letter| self.lexicon.joins(letter));
            let scale = matches!(more, 100 | 1000) && value < 100 && next.clitic.is_none();
            if tens_first || ones_first {
                total += more;
                end = next.end;
            } else if scale {
                total *= more;
                end = next.end;
            }
        }
        Some((total, end))
    }

    /// A day of a month: `11`, `11th`, `the 11th`, `الحادي عشر`. Accepts up to 39, so that impossible days are found.
    pub(super) fn day(&self, at: usize) -> Option<(Part<u8>, usize)> {
        if let Some(value) = self.tokens.number(at) {
            if !(1..=39).contains(&value) || self.tokens.digits(at) > 2 || !self.clean_left(at) {
                return None;
            }
            let range = self.range(at, at + 1, 0);
            let part = Part { value: value as u8, range };
            if self.tokens.glued(at + 1)
                && let Some(end) = self.skip(at + 1, Meaning::Suffix)
            {
                return Some((part, end));
            }
            return self.clean_right(at + 1).then_some((part, at + 1));
        }
        let ordinal = |at: usize| {
            self.term(at, |meaning| match meaning {
                Meaning::Ordinal(value) => Some(value),
                _ => None,
            })
        };
        // "twenty second" without a hyphen.
        let tens = self.term(at, |meaning| match meaning {
            Meaning::Number(tens @ (20 | 30)) => Some(tens as u8),
            _ => None,
        });
        if let Some((tens, first)) = tens
            && let Some((ones, second)) = ordinal(first.end).filter(|(ones, _)| *ones < 10)
        {
            let range = self.range(at, second.end, 0);
            return Some((Part { value: tens + ones, range }, second.end));
        }
        let (value, term) = ordinal(at)?;
        Some((self.part(value, at, term), term.end))
    }

    /// A year in digits, with its head and era: `2017`, `عام 2017`, `1445هـ`, `44 BC`.
    pub(super) fn year(&self, at: usize, calendar: Calendar) -> Option<YearRead> {
        let head = self.term(at, |meaning| match meaning {
            Meaning::Unit(Unit::Year, _) => Some(()),
            _ => None,
        });
        let mut number_at = head.map_or(at, |((), term)| term.end);
        // `السنة الهجرية 1439`.
        let stated_era = head.and_then(|_| {
            self.term(number_at, |meaning| match meaning {
                Meaning::Era(era) => Some(era),
                _ => None,
            })
        });
        if let Some((_, term)) = stated_era {
            number_at = term.end;
        }
        // "عام (1972)".
        let bracket = usize::from(head.is_some() && self.tokens.is_sign(number_at, '('));
        number_at += bracket;
        let Some(value) = self.tokens.number(number_at) else {
            let (value, end) = self.year_in_words(number_at, head.is_some())?;
            let clitics = head.map_or(0, |((), term)| term.clitics);
            let part = Part { value, range: self.range(at, end, clitics) };
            return Some(YearRead { part, end, calendar: None, certain: head.is_some() });
        };
        if !self.clean_left(number_at) {
            return None;
        }
        let digits = self.tokens.digits(number_at);
        if bracket > 0 && !self.tokens.is_sign(number_at + 1, ')') {
            return None;
        }
        let era_at = number_at + 1 + bracket;
        let glued = self.tokens.glued(era_at);
        let era = self.term(era_at, |meaning| match meaning {
            Meaning::Era(era) => Some(era),
            _ => None,
        });
        // A single letter after a space is an era only if no word follows that it could belong to.
        let era = era.filter(|(_, term)| {
            term.clitics == 0
                && (glued
                    || self.tokens.text(era_at).chars().count() > 1
                    || term.end > era_at + 1
                    || self.is_lone_letter(era_at))
        });
        let end = era.map_or(era_at, |(_, term)| term.end);
        let era = era.or(stated_era).map(|(era, _)| era);
        let listed = era.is_none() && self.skip(end, Meaning::And).is_some();
        if !(self.clean_right(end) || listed) {
            return None;
        }
        // "رمضان 2001": a year of another calendar.
        let foreign = era.is_none() && calendar != Calendar::Gregorian && digits == 4 && (1900..=2100).contains(&value);
        let calendar = if foreign { Calendar::Gregorian } else { calendar };
        let hijri = era == Some(Era::Hijri) || (era.is_none() && calendar != Calendar::Gregorian);
        let fits = match era {
            Some(Era::Before) => (1..=9999).contains(&value),
            None if digits == 4 && self.is_military(era_at, value) => false,
            Some(Era::Common) => (1..=2999).contains(&value) && (digits >= 3 || head.is_some()),
            _ if hijri => (1..=1600).contains(&value) && (digits == 4 || era.is_some()),
            _ => digits == 4 && (1000..=2999).contains(&value),
        };
        if !fits || (era.is_none() && self.counted(end) && head.is_none()) {
            return None;
        }
        let value = if era == Some(Era::Before) { -(value as i16) } else { value as i16 };
        let calendar = match era {
            Some(Era::Hijri) => Some(Calendar::Hijri),
            Some(_) => Some(Calendar::Gregorian),
            None if foreign => Some(Calendar::Gregorian),
            None => None,
        };
        let clitics = head.map_or(0, |((), term)| term.clitics);
        let part = Part { value, range: self.range(at, end, clitics) };
        Some(YearRead { part, end, calendar, certain: head.is_some() || era.is_some() })
    }

    /// Whether a number of four digits before a zone is a time of day: `7 June 1700 UTC`. A recent year stays a year.
    fn is_military(&self, zone_at: usize, value: u32) -> bool {
        let clock = value < 2400 && value % 100 < 60 && !(1900..2060).contains(&value);
        clock && self.term(zone_at, |meaning| matches!(meaning, Meaning::Zone(_)).then_some(())).is_some()
    }

    /// Whether the language is written from right to left.
    pub(super) fn is_right_to_left(&self) -> bool {
        self.right_to_left
    }

    /// A year in words: `ألفين وسبعة عشر`, `nineteen seventy-eight`, `two thousand and eight`.
    fn year_in_words(&self, at: usize, headed: bool) -> Option<(i16, usize)> {
        let number = |at: usize| {
            self.term(at, |meaning| match meaning {
                Meaning::Number(value) => Some(value),
                _ => None,
            })
        };
        let (first, term) = number(at)?;
        let (mut total, mut end) = (first, term.end);
        let mut words = 1;
        while let Some((next, after)) = self
            .skip(end, Meaning::And)
            .filter(|_| total >= 1000)
            .and_then(number)
            .or_else(|| number(end + usize::from(self.tokens.is_sign(end, '-'))))
        {
            let pair = words == 1 && (11..=20).contains(&total) && (10..100).contains(&next);
            total = match next {
                100 | 1000 if total < 100 => total * next,
                _ if pair => total * 100 + next,
                _ if total >= 100 || next >= 20 && total < 10 || total % 100 >= 20 && next < 10 => total + next,
                _ => return None,
            };
            (end, words) = (after.end, words + 1);
            if words > 6 || total > 3000 {
                return None;
            }
        }
        let known = (1100..=2099).contains(&total);
        (known && (headed || words > 1) && !self.counted(end)).then_some((total as i16, end))
    }

    /// Whether a letter that means *and* joins a word to the previous one.
    pub(super) fn is_joined(&self, at: usize) -> bool {
        let clitic = self.terms(at).first().and_then(|term| term.clitic);
        clitic.is_some_and(|letter| self.lexicon.joins(letter))
    }

    /// Whether a token is the letter that means *and*, written separately.
    pub(super) fn is_and(&self, at: usize) -> bool {
        let mut letters = self.tokens.text(at).chars();
        matches!((letters.next(), letters.next()), (Some(letter), None) if self.lexicon.joins(letter))
    }

    /// Whether a token is a comma, Latin or Arabic.
    pub(super) fn is_comma(&self, at: usize) -> bool {
        self.tokens.is_sign(at, ',') || self.tokens.is_sign(at, '،')
    }

    fn is_lone_letter(&self, at: usize) -> bool {
        self.tokens.text(at).chars().count() == 1
            && self.lexicon.has_clitics()
            && !(self.tokens.glued(at + 1) && self.tokens.is_word(at + 1))
    }

    /// Whether a guarded or proper word can be a month or weekday here. `numbered`: a number is next to it.
    pub(super) fn backed(&self, at: usize, end: usize, guard: Guard, numbered: bool) -> bool {
        let capital = !self.lexicon.has(Trait::Capitals) || self.tokens.list.get(at).is_some_and(|token| token.capital);
        let preposition = self.ends_before(at, |meaning| {
            matches!(
                meaning,
                Meaning::BeforeDate | Meaning::Stage(_) | Meaning::Relation(_) | Meaning::Until | Meaning::Since
            ) || matches!(meaning, Meaning::Unit(Unit::Month, _))
        }) || self.is_after_preposition(at);
        let next = self.tokens.list.get(end).filter(|token| token.kind == TokenKind::Word);
        let name_follows = next.is_some_and(|token| token.capital);
        match guard {
            Guard::None => true,
            Guard::Short => numbered && capital,
            Guard::Guarded => {
                numbered
                    || preposition
                    || !self.lexicon.has_clitics()
                        && !self.lexicon.has(Trait::CommonPrepositions)
                        && self.ends_before(at, |meaning| matches!(meaning, Meaning::On | Meaning::From))
            }
            Guard::Proper => capital && (numbered || (preposition && !name_follows) || self.is_month_of_noun(at, end)),
            // A number alone is not sufficient: "3-صفر" is a score.
            Guard::Headed | Guard::Zero => false,
        }
    }
    /// Whether a preposition is written onto a word. Without one, a short word is mostly another: `باب` is a door,
    /// `بآب` is in August.
    fn is_after_preposition(&self, at: usize) -> bool {
        let Some(term) = self.terms(at).first() else { return false };
        let stem = self.tokens.text(at).get(usize::from(term.clitics)..).unwrap_or("");
        let written = self.tokens.list.get(at).map_or("", |token| token.range.slice(self.prose));
        term.clitic.is_some_and(|letter| self.lexicon.is_preposition(letter))
            && (stem.chars().count() > 3 || written.contains('\u{622}') || written.contains("\u{627}\u{653}"))
    }

    /// Whether a word that is also a name is between an article and a noun, or in a range of months: *a June
    /// ceasefire*, *from March to May*.
    fn is_month_of_noun(&self, at: usize, end: usize) -> bool {
        let month = |at: usize| self.terms(at).iter().any(|term| matches!(term.meaning, Meaning::Month(..)));
        let ranged = self.is_after(at, Meaning::From) && self.skip(end, Meaning::To).is_some_and(month)
            || at > 1 && self.is_after(at, Meaning::To) && month(at - 2);
        let noun = self.tokens.list.get(end).is_some_and(|token| token.kind == TokenKind::Word && !token.capital);
        let own = self.terms(end).iter().all(|term| matches!(term.meaning, Meaning::Planned | Meaning::Part(_)));
        let introduced = self.ends_before(at, |meaning| matches!(meaning, Meaning::Article | Meaning::YearBefore));
        ranged || introduced && noun && own
    }
}
