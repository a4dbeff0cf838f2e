//! Import and export of registries in other formats.

pub mod export;
pub mod import;
pub mod list;
pub mod merge;
