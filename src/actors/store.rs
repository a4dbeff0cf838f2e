//! The registry: entries in memory or in a built file, with indexes of their names and ids.

pub(in crate::actors) mod binary;
pub(in crate::actors) mod build;
pub(in crate::actors) mod built;
pub(in crate::actors) mod builtin;
mod builtin_image;
pub(in crate::actors) mod changed_names;
pub(in crate::actors) mod delta;
pub(in crate::actors) mod entry;
pub(in crate::actors) mod entry_codec;
pub(in crate::actors) mod id_index;
pub(in crate::actors) mod id_table;
pub(in crate::actors) mod image;
pub(in crate::actors) mod levenshtein;
pub(in crate::actors) mod likeness;
pub(in crate::actors) mod live;
pub(in crate::actors) mod name_index;
pub(in crate::actors) mod name_writer;
pub(in crate::actors) mod near_index;
pub(in crate::actors) mod near_titles;
pub(in crate::actors) mod registry;

pub use binary::Bytes;
pub use build::build;
pub use built::{Built, Source, SourceUse, content_hash};
pub use builtin::is_builtin_id;
pub use likeness::NearName;
pub use live::Edited;
pub use registry::{Lookup, Registry};
