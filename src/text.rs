//! Basic text types: offsets, lines and columns, edits, folded spellings, and near misses.
//!
//! There are three coordinate systems, which are distinct types: [`ProseRange`] counts bytes of the visible text,
//! [`TextRange`] bytes of the source, and [`Position`] lines and columns of an editor or a terminal.

mod bidi;
mod boundary;
mod difference;
mod document;
mod edit;
mod encoding;
mod escape;
mod excerpt;
mod fold;
mod line_index;
mod near;
mod opaque;
mod prolog;
mod quotes;
mod range;
mod sentence;
mod units;
mod word_hash;

pub use bidi::{
    Direction, begins_right_to_left, is_right_to_left, isolate_quotations, without_quotations, wrap_numbers,
    wrap_quotations,
};
pub use boundary::{ceil_char, floor_char};
pub use difference::difference;
pub use document::{Parts, Text};
pub use edit::{Edit, EditSet};
pub use encoding::Encoding;
pub use escape::{escape, escape_attribute, is_plain_in_path, percent_encoded, push_percent_encoded};
pub use excerpt::shortened;
pub use fold::{
    Fold, fold, fold_char, is_combining, is_invisible, is_kept_arabic, is_letter, is_letter_or_digit, is_word_char,
    leading_arabic, leading_letters, push_arabic,
};
pub use line_index::{LineIndex, Position, WidePosition, line_break};
pub use near::{near_miss, near_misses};
pub use opaque::opaque_parts;
pub use prolog::{doctype_end, first_element};
pub use quotes::{
    Paired, QuoteFamily, QuoteMark, Side, closes_earlier, is_reversed, pair_quotes, quote_marks, reversal,
};
pub use range::{ProseRange, TextRange};
pub use sentence::ends_a_sentence;
pub use units::UnitIndex;
pub use word_hash::{word_hash, word_hash_bytes};
