//! What is being typed at a cursor: a name, the target of a link, the value of a date, a rule, a key.

use crate::article::Key;
use crate::text::TextRange;

/// What completion can offer at a cursor. `replace` is the range that an accepted item takes the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot<'a> {
    /// The name of an actor.
    Name {
        /// What is typed of it.
        typed: &'a str,
        /// What is replaced, marks of a link included.
        replace: TextRange,
        /// Whether it is a word of running text, which need not be a name.
        in_prose: bool,
    },
    /// The target of a link that has no scheme yet.
    Target {
        /// What is typed of it.
        typed: &'a str,
        /// The words of the link.
        words: &'a str,
        /// What is replaced by a whole target.
        replace: TextRange,
        /// What is replaced by a scheme alone.
        replace_scheme: TextRange,
    },
    /// The id of an actor.
    Id {
        /// The scheme before it.
        scheme: &'a str,
        /// What is typed of it.
        typed: &'a str,
        /// The words of the link.
        words: &'a str,
        /// What is replaced.
        replace: TextRange,
    },
    /// The value of an annotated date.
    DateValue {
        /// The words of the date.
        words: &'a str,
        /// Where they begin in the source.
        at: u32,
        /// What is replaced.
        replace: TextRange,
    },
    /// The label of a definition.
    Label {
        /// What is typed of it.
        typed: &'a str,
        /// The words of the link.
        words: &'a str,
        /// What is replaced.
        replace: TextRange,
        /// What an item ends with to close the link.
        close: &'static str,
    },
    /// The verb of a directive.
    Verb {
        /// What is typed of it.
        typed: &'a str,
        /// What is replaced.
        replace: TextRange,
    },
    /// The code of a rule, in a directive.
    Rule {
        /// What is typed of it.
        typed: &'a str,
        /// What is replaced.
        replace: TextRange,
    },
    /// A key of the metadata.
    MetadataKey {
        /// What is typed of it.
        typed: &'a str,
        /// What is replaced.
        replace: TextRange,
        /// What is between a key and its value.
        separator: &'static str,
    },
    /// A value of the metadata.
    MetadataValue {
        /// The key.
        key: Key,
        /// What is typed of the value.
        typed: &'a str,
        /// What is replaced.
        replace: TextRange,
    },
    /// Nothing that can be completed.
    Nothing,
}
