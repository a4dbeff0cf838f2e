//! The error type of the library. An error says what failed, where, and what the user can do.
//!
//! Problems in articles and registries are not errors but [findings](crate::finding).

use std::fmt;

/// A failure: where it occurred, what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    place: String,
    what: String,
    remedy: String,
}

/// A result with [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error at `place` (a path or an option), with what is wrong and a remedy.
    pub fn new(place: impl Into<String>, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into(), remedy: remedy.into() }
    }

    /// The error with each part rewritten, such as escaped for a terminal.
    #[must_use]
    pub fn map(&self, write: impl Fn(&str) -> String) -> Self {
        Self { place: write(&self.place), what: write(&self.what), remedy: write(&self.remedy) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)?;
        if self.remedy.is_empty() {
            return Ok(());
        }
        write!(f, "\n  help: {}", self.remedy)
    }
}

impl std::error::Error for Error {}
