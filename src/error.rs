//! The error type of the library. An error says what failed, where, and what the user can do.
//!
//! Problems in articles and registries are not errors but [findings](crate::finding).

use crate::language::Language;
use crate::message;
use crate::message::Message;
use std::fmt;

/// A failure: where it occurred, what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    place: String,
    what: Message,
    remedy: Message,
}

/// A result with [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error at `place` (a path or an option), with what is wrong and a remedy, which can be empty.
    pub fn new(place: impl Into<String>, what: Message, remedy: Message) -> Self {
        Self { place: place.into(), what, remedy }
    }

    /// The text in a language. Each part is rewritten, such as escaped for a terminal.
    pub fn text(&self, language: Language, write: impl Fn(&str) -> String) -> String {
        let mut text = format!("{}: {}", write(&self.place), write(&self.what.in_language(language)));
        if !self.remedy.is_empty() {
            let remedy = Message::verbatim(write(&self.remedy.in_language(language)));
            text.push_str("\n  ");
            text.push_str(&message!("help: {remedy}", remedy).in_language(language));
        }
        text
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Language::English, str::to_owned))
    }
}

impl std::error::Error for Error {}
