//! Completion slots: what the user is typing at a cursor. It can be a name, the target of a link, the value of a date,
//! a rule, a key.

use crate::article::Key;
use crate::text::TextRange;

/// A name of the markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkupItem {
    pub name: &'static str,
    /// What is written.
    pub text: String,
    /// What it is for, in a few words.
    pub meaning: &'static str,
}

/// A completion slot. `replace` is the range that an accepted item replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot<'a> {
    /// The name of an actor.
    Name {
        /// The typed text.
        typed: &'a str,
        /// The replaced range, including marks of a link.
        replace: TextRange,
        /// Whether it is a word of running text, which may not be a name.
        in_prose: bool,
    },
    /// The target of a link, without a scheme so far.
    Target {
        /// The typed text.
        typed: &'a str,
        /// The words of the link.
        words: &'a str,
        /// The range that a whole target replaces.
        replace: TextRange,
        /// The range that a scheme alone replaces.
        replace_scheme: TextRange,
    },
    /// The id of an actor.
    Id {
        /// The scheme before it.
        scheme: &'a str,
        /// The typed text.
        typed: &'a str,
        /// The words of the link.
        words: &'a str,
        replace: TextRange,
        /// Text before the id that is not written yet: `urn:actor:`.
        lead: &'static str,
    },
    /// A name of the markup: an element, an attribute.
    Markup {
        /// The typed text.
        typed: &'a str,
        replace: TextRange,
        /// What can be written.
        items: Vec<MarkupItem>,
    },
    /// The value of an annotated date.
    DateValue {
        /// The words of the date.
        words: &'a str,
        /// Their offset in the source.
        at: u32,
        replace: TextRange,
    },
    /// The label of a definition.
    Label {
        /// The typed text.
        typed: &'a str,
        /// The words of the link.
        words: &'a str,
        replace: TextRange,
        /// The text that closes the link after an item.
        close: &'static str,
    },
    /// The verb of a directive.
    Verb {
        /// The typed text.
        typed: &'a str,
        replace: TextRange,
    },
    /// The code of a rule, in a directive.
    Rule {
        /// The typed text.
        typed: &'a str,
        replace: TextRange,
    },
    /// A key of the metadata.
    MetadataKey {
        /// The typed text.
        typed: &'a str,
        replace: TextRange,
        /// The text between a key and its value.
        separator: &'static str,
    },
    /// A value of the metadata.
    MetadataValue {
        key: Key,
        /// The typed text.
        typed: &'a str,
        replace: TextRange,
    },
    /// Nothing to complete.
    Nothing,
}
