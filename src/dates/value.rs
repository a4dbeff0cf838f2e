//! Annotated values: parsing, and comparison with the words.

mod agreement;
mod edtf;
mod metadata;

pub use agreement::{agreement, leads_away};
pub use edtf::{DateValue, ValueError};
pub use metadata::parse_metadata_date;
