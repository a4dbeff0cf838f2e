//! What is between two pieces of an expression.

/// What is between two pieces, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    None,
    Word,
    Comma,
    Bracket,
    Dash,
    Corresponding,
    Other,
}
