//! Exports registries to other formats, as pure functions from entries to text. Exported tables and Popolo files can be
//! [imported](super::import) again without loss.

mod csv;
mod newsml_g2;
mod popolo;

pub use csv::{guarded, table, unguarded};
pub use newsml_g2::knowledge_item;
pub use popolo::popolo;

#[cfg(test)]
mod tests;
