//! Tests of the registry and of the finder of names.

mod parsing;
