//! The context in which an expression is resolved.

use crate::dates::arithmetic::duration;
use crate::dates::derivation;
use crate::dates::lexicon::Lexicon;
use crate::dates::model::{Date, Expression, Reference, Resolved, TimexKind, Unit};

/// `15 January` means the next one within this many days, unless a word shows that it has passed.
pub(super) const NEAR_FUTURE: i32 = 60;
/// A story can be dated this many days after it was written: "next Wednesday" on a page that was archived later.
pub(super) const LATE: i32 = 10;

/// The reference date, and the dates that the block has stated before the expression.
pub(super) struct Context<'a> {
    pub(super) prose: &'a str,
    pub(super) lexicon: &'static Lexicon,
    pub(super) reference: Option<Reference>,
    /// The last explicit day of the sentence; for *the same day* and *ended the day*, otherwise the last day of the block.
    pub(super) anchor: Option<Date>,
    /// First day of the last explicit date, month or year of the sentence.
    pub(super) period: Option<Date>,
    /// The last year of the sentence.
    pub(super) sentence_year: Option<i16>,
    /// First day and unit of the last period of the sentence that counts from the reference date: *last year*.
    pub(super) counted: Option<(Date, Unit)>,
    /// First day and unit of the last date of the block; *a year later* counts from it.
    pub(super) antecedent: Option<(Date, Unit)>,
    /// First day of the last month, quarter or half of the block.
    pub(super) named: Option<(Date, Unit)>,
}

impl<'a> Context<'a> {
    /// A context without a reference date and earlier dates.
    pub(super) fn without_reference(prose: &'a str, lexicon: &'static Lexicon) -> Self {
        Self {
            prose,
            lexicon,
            reference: None,
            anchor: None,
            period: None,
            sentence_year: None,
            counted: None,
            antecedent: None,
            named: None,
        }
    }
}

impl Context<'_> {
    /// The reference day, if any.
    pub(super) fn reference_day(&self) -> Option<Date> {
        self.reference.map(|reference| reference.day)
    }

    /// The reference day; if there is none, marks the result as needing one.
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
