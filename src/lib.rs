//! **copydesk** checks news articles the way a newsroom's copy desk does: names against a registry of actors that
//! knows time, dates against each other, their annotations and the date of the story.
//!
//! The modules form layers and import downward only; `ARCHITECTURE.md` has the map and `tests/it/tidy.rs` holds it.

pub mod error;
pub mod finding;
pub mod language;
pub mod text;

pub mod article;

pub mod syntax;

pub mod actors;
pub mod dates;
