//! Dates as the press writes them: found in prose, resolved on a reference date, compared with annotations.
//!
//! The pipeline is [`lexicon`] (data, per language) → [`scan()`] (prose to [`Expression`]s: what the words state, nothing
//! guessed) → [`resolve()`] (expressions and a [`Reference`] to [`Resolved`] values with their derivation). `scan` depends
//! on the words of one block alone, so that its result can be kept; `resolve` is cheap.
//!
//! Values are TIMEX3 (`TimeML`), annotations a subset of EDTF level 1 ([`DateValue`]). Articles, rules and today's date must
//! not be here.

mod arithmetic;
mod calendar;
mod derivation;
mod first_words;
mod format;
mod grammar;
mod lexicon;
mod meaning;
mod model;
mod months;
mod resolve;
mod scan;
mod terms;
mod tokens;
mod value;
mod verbs;

pub use calendar::hijri;
pub use format::{
    day_form, days_between, long_form, number_like, plain_form, plain_month, plain_weekday, weekday_name,
};
pub use model::{
    Agreement, Calendar, Date, Expression, Field, Length, Link, Modifier, Part, Reference, ReferenceSource, Relation,
    Resolved, TimexKind, Unit, Weekday,
};
pub use months::month_name_like;
pub use resolve::resolve;
pub use scan::{DigitOrder, digit_order, julian_day, scan};
pub use value::{DateValue, ValueError, agreement, day_in_calendar, is_machine_date, leads_away, parse_metadata_date};
pub use verbs::{Tense, governing};

#[cfg(test)]
mod tests;
