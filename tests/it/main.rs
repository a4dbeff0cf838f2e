//! Tests of the project as a whole.

mod clean;
mod cli;
mod field;
mod formatting;
mod generated;
mod incremental;
mod lsp;
mod messages;
mod phrases;
mod properties;
mod tidy;
