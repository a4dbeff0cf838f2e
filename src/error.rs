//! The one error of the library: work that could not be done, said so that a person can act on it.
//!
//! Faults in articles and registries are not errors; they are [findings](crate::finding).

use std::fmt;

/// Why a piece of work could not be done: where, what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    place: String,
    what: String,
    remedy: String,
}

/// The result of work that can fail.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error about `place` (a path, an option), with what is wrong there and what to do about it.
    pub fn new(place: impl Into<String>, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into(), remedy: remedy.into() }
    }

    /// The same error with each of its parts written otherwise: what a part quotes can be written for where it is shown.
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
