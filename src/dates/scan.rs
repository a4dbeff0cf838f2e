//! Finds the dates in the prose of one block: what the words state, without inference.
//!
//! The scanner reads a piece at each token and joins neighbours that form one expression. Then it links lists, ranges
//! and calendar pairs, and `tense` gives each expression the tense that governs it.

mod begin;
mod calendar_date;
mod compared;
mod distance;
mod fiscal;
mod gap;
mod join;
mod length;
mod named;
mod ordinal;
mod partial;
mod period;
mod ranges;
mod reader;
mod recurring;
mod shared_day;
mod standalone;
mod tense;
mod time;
mod zone;

use crate::dates::lexicon::Lexicon;
use crate::dates::meaning::{Guard, Meaning};
use crate::dates::model::Expression;
use crate::dates::tokens::{TokenKind, Tokens};
use crate::language::Language;
use begin::after;
pub use ranges::{DigitOrder, digit_order, julian_day};
use ranges::{pair_ends, share_order_of_text};
use reader::{Piece, Reader};

/// Finds the dates in the prose of one block, in order and without overlaps.
pub fn scan(prose: &str, language: Language) -> Vec<Expression> {
    let (tokens, lexicon) = (Tokens::of(prose), Lexicon::of(language));
    let Some(first) = (0..tokens.list.len()).find(|at| can_begin(&tokens, lexicon, *at)) else { return Vec::new() };
    let reader = Reader::new(prose, tokens, lexicon, language);
    let mut pieces = Vec::new();
    let mut at = first;
    while at < reader.len() {
        if !can_begin(&reader.tokens, lexicon, at) {
            debug_assert!(reader.pieces_at(at).is_empty() && reader.skip_not(at).is_none());
            at += 1;
            continue;
        }
        if let Some(end) = reader.skip_not(at) {
            at = end;
            continue;
        }
        let found = reader.pieces_from(at);
        match found.last().map(|last| last.end) {
            // "las dos primeras semanas": a weak piece does not take the words of a longer date.
            Some(end) if end > at && found.iter().all(|piece| piece.weak) && reader.begins_within(at, end) => at += 1,
            Some(end) if end > at => {
                pieces.extend(found);
                at = end;
            }
            _ => at += 1,
        }
    }
    if pieces.is_empty() {
        return Vec::new();
    }
    reader.pair_weekdays(&mut pieces);
    let mut pieces = reader.join(pieces);
    Reader::keep_named_periods(&mut pieces);
    reader.share_days(&mut pieces);
    pieces.retain(|piece| !piece.weak);
    reader.take_articles(&mut pieces);
    reader.link(&mut pieces);
    share_order_of_text(&mut pieces, prose);
    pair_ends(&mut pieces);
    reader.govern(&mut pieces);
    pieces.into_iter().map(|piece| piece.expression).collect()
}

/// A function that reads one kind of expression at a token.
type Read<R> = fn(&R, usize) -> Option<Piece>;

/// Whether a date, or a phrase that is not one, can begin at a token: a number, some words of the lexicon, or an
/// apostrophe before digits.
fn can_begin(tokens: &Tokens, lexicon: &Lexicon, at: usize) -> bool {
    match tokens.kind(at) {
        Some(TokenKind::Number(_) | TokenKind::Sign('\'')) => true,
        Some(TokenKind::Word | TokenKind::Sign(_)) => lexicon.may_begin(tokens, at),
        None => false,
    }
}

impl Reader<'_> {
    /// Reads a phrase that is not a date, unless a longer phrase begins here.
    fn skip_not(&self, at: usize) -> Option<usize> {
        if let Some(end) = self.place_name(at) {
            return Some(end);
        }
        let not = self.terms(at).first().filter(|term| matches!(term.meaning, Meaning::Not))?;
        // "the first half" can be that of a match, "the first half of August" is not.
        let counts = self
            .terms(at)
            .iter()
            .any(|term| matches!(term.meaning, Meaning::Half | Meaning::Ordinal(_) | Meaning::Nth(_)));
        let longer = || self.counted_unit(at).or_else(|| self.part_of_year(at));
        if counts && longer().is_some_and(|piece| piece.end > not.end) {
            return None;
        }
        // Distinguishes "in March for Oslo" from "to march for peace".
        let month = self.terms(at).iter().any(|term| matches!(term.meaning, Meaning::Month(_, _, _, Guard::Proper)));
        let capital = self.tokens.list.get(at).is_some_and(|token| token.capital);
        let dated = |meaning| {
            matches!(meaning, Meaning::BeforeDate | Meaning::Until | Meaning::Since | Meaning::From)
                || matches!(meaning, Meaning::Relation(_) | Meaning::Stage(_))
        };
        (!(month && capital && self.ends_before(at, dated))).then_some(not.end)
    }

    /// The end of a day or month that is the name of a street, square or town: `calle 25 de Mayo`, `place du 8 Mai`,
    /// `شارع 26 يوليو`.
    fn place_name(&self, at: usize) -> Option<usize> {
        // The words around it are looked up only where a day or month can begin after a word.
        const REACH: usize = 3;
        let before = at.checked_sub(1)?;
        if !self.tokens.is_word(before) && !self.tokens.is_sign(before, '.') || self.tokens.glued(at) {
            return None;
        }
        let is_month = |at: usize| self.tokens.is_word(at) && self.month_name(at).is_some();
        let leads = |meaning| matches!(meaning, Meaning::Month(..) | Meaning::Ordinal(_) | Meaning::Number(_));
        let leads = if self.tokens.number(at).is_some() {
            self.tokens.digits(at) <= 2 && self.tokens.is_word(at + 1)
        } else {
            self.terms(at).iter().any(|term| leads(term.meaning))
        };
        let is_street = |start: usize| self.terms(start).has_to(at, Meaning::Street);
        if !leads || !(before.saturating_sub(1)..at).any(is_street) || !(at..=at + REACH).any(is_month) {
            return None;
        }
        let mut dates = self.named_date(at)?;
        let date = dates.pop().filter(|date| dates.is_empty() && date.expression.month.is_some())?;
        date.expression.year.is_none().then_some(date.end)
    }

    /// Reads the pieces that begin at a token.
    fn pieces_at(&self, at: usize) -> Vec<Piece> {
        if self.skip_not(at).is_some() { Vec::new() } else { self.pieces_from(at) }
    }

    /// Reads the pieces that begin at a token, at which no phrase that is not a date begins.
    fn pieces_from(&self, at: usize) -> Vec<Piece> {
        if !self.may_begin(at) {
            debug_assert!(self.read_pieces(at).is_empty(), "{:?} begins a date", self.tokens.text(at));
            return Vec::new();
        }
        self.read_pieces(at)
    }

    /// Whether a date with sufficient evidence begins after the token `at` and before the token `end`, and ends after it.
    fn begins_within(&self, at: usize, end: usize) -> bool {
        (at + 1..end).any(|next| {
            can_begin(&self.tokens, self.lexicon, next)
                && self.pieces_at(next).last().is_some_and(|piece| !piece.weak && piece.end > end)
        })
    }

    /// Tries each kind of expression at a token.
    fn read_pieces(&self, at: usize) -> Vec<Piece> {
        if let Some(piece) = self.numeric_date(at) {
            return vec![piece];
        }
        let words = self.beginnings(at);
        let staged = if words & begin::OTHER == 0 { None } else { self.staged(at) };
        let after = self.after_digits(at);
        let named = begin::ARTICLE | begin::RELATION | begin::MONTH | begin::UNIT | begin::ORDINAL | begin::NUMBER;
        let may_be_named = words & (named | begin::DIGITS) != 0 && after & (after::SIGN | after::DATE) != 0;
        debug_assert!(may_be_named || self.named_date(at).is_none(), "{:?} begins a date", self.tokens.text(at));
        let dates = if may_be_named { self.named_date(at).unwrap_or_default() } else { Vec::new() };
        let mut best: Vec<Piece> = staged.into_iter().collect();
        let mut consider = |candidate: Vec<Piece>| {
            let end = |pieces: &[Piece]| pieces.last().map_or(0, |piece| piece.end);
            // The longest reading wins, then a strong one over a weak one, then the earlier kind.
            let key = |pieces: &[Piece]| (pieces.iter().all(|piece| !piece.weak), end(pieces));
            if !candidate.is_empty() && (best.is_empty() || key(&candidate) > key(&best)) {
                best = candidate;
            }
        };
        consider(dates);
        // The kinds of words that each kind can begin with, and what can follow its digits, so that most are not tried
        // at most tokens.
        let day = begin::ARTICLE | begin::ORDINAL | begin::NUMBER | begin::DIGITS;
        let counted = begin::DIGITS | begin::NUMBER | begin::UNIT;
        let kinds: [(u32, u16, Read<Self>); 22] = [
            (begin::ARTICLE | begin::ORDINAL | begin::DIGITS, after::SUFFIX, Self::counted_weekday),
            (begin::ORDINAL | begin::UNIT | begin::PERIOD, after::ANY, Self::counted_unit),
            (begin::ARTICLE | begin::UNIT, after::ANY, Self::week_of_day),
            (day | begin::UNIT, after::SUFFIX | after::UNIT, Self::week_of_year),
            (counted | begin::LENGTH | begin::WEEKDAY, after::SIGN | after::UNIT, Self::counted_from),
            (begin::EVERY | begin::WEEKDAY | begin::RATE, after::ANY, Self::recurring),
            (begin::ARTICLE | begin::UNIT | begin::RELATION | begin::ANAPHORIC, after::ANY, Self::anaphoric_period),
            (begin::ARTICLE | begin::RELATION | begin::FISCAL, after::ANY, Self::fiscal),
            (day | begin::DAY, after::SIGN | after::SUFFIX, Self::partial_date),
            (begin::RELATION, after::ANY, Self::related_holiday),
            (begin::RELATION | begin::EVERY | begin::WEEKDAY | begin::DAY | begin::OTHER, after::ANY, Self::weekday),
            (begin::ARTICLE | begin::UNIT | begin::RELATION, after::ANY, Self::unit_period),
            (begin::OTHER, after::ANY, Self::day_word),
            (begin::OTHER, after::ANY, Self::vague),
            (day | begin::CLOCK | begin::UNIT, after::SIGN | after::CLOCK, Self::time),
            (counted | begin::LENGTH, after::SIGN | after::UNIT, Self::length_of_time),
            (day | begin::UNIT, after::NTH, Self::ordered_length),
            (begin::OTHER, after::ANY, Self::year_stage),
            (begin::OTHER, after::ANY, Self::own_year),
            (
                day | begin::UNIT | begin::RELATION | begin::PERIOD,
                after::SIGN | after::SUFFIX | after::UNIT,
                Self::named_period,
            ),
            (counted, after::YEAR, Self::bare_year),
            (counted | begin::LENGTH, after::SIGN | after::UNIT, Self::one_or_two),
        ];
        let is_possible = |(wanted, follows, _): &&(u32, u16, Read<Self>)| wanted & words != 0 && follows & after != 0;
        debug_assert!(
            kinds.iter().filter(|kind| !is_possible(kind)).all(|(.., read)| read(self, at).is_none()),
            "{:?} begins a date of another kind",
            self.tokens.text(at)
        );
        for (.., read) in kinds.iter().filter(is_possible) {
            if let Some(piece) = read(self, at) {
                consider(vec![piece]);
            }
        }
        let may_be_two = words & (begin::DIGITS | begin::NUMBER) != 0 && after & (after::SIGN | after::JOIN) != 0;
        debug_assert!(may_be_two || self.two_lengths(at).is_none(), "{:?} begins two lengths", self.tokens.text(at));
        if may_be_two && let Some(pieces) = self.two_lengths(at) {
            consider(pieces);
        }
        best
    }
}
