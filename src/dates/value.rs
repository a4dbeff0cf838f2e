//! Annotated values: parsing, and comparison with the words.

mod agreement;
mod custom;
mod edtf;
mod metadata;

pub use agreement::{agreement, leads_away};
pub use custom::day_in_calendar;
pub use edtf::{DateValue, ValueError};
pub use metadata::{is_machine_date, parse_metadata_date};
