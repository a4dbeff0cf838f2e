//! Tests of the project as a whole.

mod lsp;
mod tidy;
