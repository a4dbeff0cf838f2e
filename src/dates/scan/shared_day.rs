//! Times that share a day (*from 9 to 11 on Friday*, *at 21:00 (18:00 GMT) on Saturday*), and articles that belong to a
//! date.

use super::gap::day_word;
use super::reader::{Piece, Reader};
use crate::dates::grammar::Trait;
use crate::dates::meaning::Meaning;
use crate::dates::model::{Expression, Relation, Shape, Unit};

/// Maximum number of words between a day and its time.
const NEAR: usize = 8;

impl Reader<'_> {
    /// Gives a time without a day the day of an adjacent time or day.
    pub(super) fn share_days(&self, pieces: &mut [Piece]) {
        // From the right: the day after a range or a bracket applies to both times.
        for left in (0..pieces.len().saturating_sub(1)).rev() {
            let (a, b) = (&pieces[left], &pieces[left + 1]);
            if is_time(a) && a.expression.base.is_none() && self.connects(a.end, b.first, is_time_of(b)) {
                let base = day_of(&b.expression);
                pieces[left].weak &= base.is_none();
                pieces[left].expression.hints.shared = i8::from(base.is_some());
                pieces[left].expression.base = base;
            }
        }
        // From the left: "Friday from 9 a.m. to 5 p.m.", "opens Friday in Leeds at 9 a.m."
        for right in 1..pieces.len() {
            let (a, b) = (&pieces[right - 1], &pieces[right]);
            let near =
                || b.first - a.end.min(b.first) <= NEAR && (a.end..=b.first).all(|at| !self.tokens.sentence_starts(at));
            let adjacent = self.connects(a.end, b.first, is_time_of(a));
            if is_time(b) && !b.weak && b.expression.base.is_none() && (adjacent || near()) {
                let base = day_of(&a.expression);
                pieces[right].expression.hints.shared = -i8::from(base.is_some());
                pieces[right].expression.base = base;
            }
        }
    }

    /// Whether only a bracket, a dash, *to*, *and*, *from* or *on* is between two pieces. `times`: both have a time.
    fn connects(&self, from: usize, to: usize, times: bool) -> bool {
        let (mut at, mut joined) = (from, false);
        if to < from || to - from > 4 {
            return false;
        }
        while at < to {
            let sign = ['(', ')', '-', '\u{2013}', '/'].iter().any(|sign| self.tokens.is_sign(at, *sign));
            joined |= sign;
            if sign || times && self.is_comma(at) {
                at += 1;
                continue;
            }
            let word = |meaning| matches!(meaning, Meaning::To | Meaning::And | Meaning::From | Meaning::On);
            let longest =
                self.terms(at).iter().filter(|term| word(term.meaning) && term.end <= to).map(|term| term.end).max();
            let Some(end) = longest else { return false };
            joined |= self
                .terms(at)
                .iter()
                .any(|term| matches!(term.meaning, Meaning::To | Meaning::And | Meaning::From) && term.end == end);
            at = end;
        }
        joined || from < to && self.tokens.is_sign(from.wrapping_sub(1), ')')
    }

    /// Gives a time the tense of the day that it shares.
    pub(super) fn share_tenses(pieces: &mut [Piece]) {
        for left in (0..pieces.len().saturating_sub(1)).rev() {
            if pieces[left].expression.hints.shared > 0 {
                pieces[left].expression.cue = pieces[left + 1].expression.cue;
            }
        }
        for right in 1..pieces.len() {
            if pieces[right].expression.hints.shared < 0 {
                pieces[right].expression.cue = pieces[right - 1].expression.cue;
            }
        }
    }

    /// Extends a date to the article before it, in languages where the article belongs to the date.
    pub(super) fn take_articles(&self, pieces: &mut [Piece]) {
        if !self.lexicon.has(Trait::ArticleInside) {
            return;
        }
        let mut after = 0;
        for piece in pieces {
            let expression = &piece.expression;
            let fits = match expression.shape {
                Shape::Point => {
                    expression.relation.is_none_or(|relation| !matches!(relation.value, Relation::Days(_)))
                        && (expression.day.is_some()
                            || expression.weekday.is_some()
                            || expression.year.is_some()
                            || expression.relation.is_some())
                }
                Shape::Length => expression.relation.is_some(),
                Shape::Set(None) => expression.weekday.is_some(),
                Shape::Unit(_)
                | Shape::Season(_)
                | Shape::Quarter(_)
                | Shape::Half(_)
                | Shape::Nth(_)
                | Shape::NthUnit(..)
                | Shape::Earlier(..)
                | Shape::Century(_)
                | Shape::Movable(_)
                | Shape::Holiday
                | Shape::Decade(_) => true,
                _ => false,
            };
            let article = (piece.first.saturating_sub(2)..piece.first).find(|at| {
                *at >= after
                    && self.terms(*at).iter().any(|term| term.meaning == Meaning::Article && term.end == piece.first)
            });
            if let Some(at) = article.filter(|_| fits) {
                piece.first = at;
                piece.expression.range.start = self.range(at, at + 1, 0).start;
            }
            after = piece.end;
        }
    }
}

fn is_time(piece: &Piece) -> bool {
    let expression = &piece.expression;
    expression.shape == Shape::Point
        && expression.time.is_some_and(|time| time.value.hour.is_some())
        && !has_day(expression)
        && expression.month.is_none()
        && expression.year.is_none()
}

fn is_time_of(piece: &Piece) -> bool {
    piece.expression.time.is_some_and(|time| time.value.hour.is_some())
}

fn has_day(expression: &Expression) -> bool {
    expression.day.is_some() || expression.weekday.is_some() || day_word(expression)
}

/// The day of an expression, without its time.
fn day_of(expression: &Expression) -> Option<Box<Expression>> {
    if let Some(base) = &expression.base {
        return (expression.shape == Shape::Point).then(|| base.clone());
    }
    let plain = expression.shape == Shape::Point && has_day(expression)
        || expression.shape == Shape::Unit(Unit::Night) && expression.relation.is_some();
    plain.then(|| Box::new(Expression { time: None, ..expression.clone() }))
}
