//! Registries in other people's formats.

pub mod export;
pub mod import;
pub mod merge;
