//! What an expression is resolved on.

use crate::dates::arithmetic::duration;
use crate::dates::derivation;
use crate::dates::lexicon::Lexicon;
use crate::dates::model::{Date, Expression, Reference, Resolved, TimexKind, Unit};

/// A day that comes within so many days is meant by `15 January`, where nothing says that it is past.
pub(super) const NEAR_FUTURE: i32 = 60;
/// Days by which a story may be dated after its words: "next Wednesday" of a page that was kept later.
pub(super) const LATE: i32 = 10;

/// The reference date, and what the block has stated so far.
pub(super) struct Context<'a> {
    pub(super) prose: &'a str,
    pub(super) lexicon: &'static Lexicon,
    pub(super) reference: Option<Reference>,
    /// The explicit day that the sentence stated before.
    pub(super) anchor: Option<Date>,
    /// The first day of the explicit date, month or year that the sentence stated before.
    pub(super) period: Option<Date>,
    /// The year that the sentence stated before.
    pub(super) told: Option<i16>,
    /// The first day of the last date that the block stated, and its unit: *a year later* counts from it.
    pub(super) leaning: Option<(Date, Unit)>,
    /// The first day of the last month, quarter or half that the block stated.
    pub(super) named: Option<(Date, Unit)>,
}

impl<'a> Context<'a> {
    /// Nothing but the words.
    pub(super) fn alone(prose: &'a str, lexicon: &'static Lexicon) -> Self {
        Self { prose, lexicon, reference: None, anchor: None, period: None, told: None, leaning: None, named: None }
    }
}

impl Context<'_> {
    /// The reference day, where there is one.
    pub(super) fn reference_day(&self) -> Option<Date> {
        self.reference.map(|reference| reference.day)
    }

    /// The reference day, noting that one was needed where there is none.
    pub(super) fn day_needed(&self, resolved: &mut Resolved) -> Option<Date> {
        if let Some(reference) = self.reference {
            resolved.derivation.push(derivation::reference(reference));
            Some(reference.day)
        } else {
            resolved.needs_reference = true;
            None
        }
    }
}

pub(super) fn length(expression: &Expression, resolved: &mut Resolved) {
    resolved.kind = TimexKind::Duration;
    resolved.needs_reference = false;
    resolved.value = expression.length.map(|length| duration(&length.value));
}

pub(super) fn days_between(first: Date, last: Date) -> i32 {
    first.until(last).map_or(i32::MAX, |span| span.get_days())
}
