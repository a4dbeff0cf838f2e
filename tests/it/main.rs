//! Tests of the project as a whole.

mod tidy;
