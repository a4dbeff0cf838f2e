//! Values of annotations: read, written, and compared with what the words say.

mod agreement;
mod edtf;
mod metadata;

pub use agreement::{agreement, leads_away};
pub use edtf::{DateValue, ValueFault};
pub use metadata::parse_metadata_date;
