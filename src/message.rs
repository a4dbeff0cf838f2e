//! Texts for people: what a finding says, why, and what a fix does.
//!
//! A message is a template and its arguments: `"{words} is not linked to {id}"`. It is written in English, in the file that
//! reports it. Another language is a table from templates to templates, so a rule stays one file and a language is one file.

use serde::{Serialize, Serializer};
use std::fmt;
use std::ops::Deref;

/// A text for people, in English.
#[derive(Debug, Clone, Default)]
pub struct Message(Box<Content>);

#[derive(Debug, Clone, Default)]
struct Content {
    english: String,
    template: &'static str,
    arguments: Vec<(&'static str, String)>,
}

impl Message {
    /// A message of a template whose `{name}` are in the arguments. Use [`message!`](crate::message!), which checks that at
    /// compile time.
    pub fn new(english: String, template: &'static str, arguments: Vec<(&'static str, String)>) -> Self {
        Self(Box::new(Content { english, template, arguments }))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0.english
    }

    /// The template, by which another language finds its own; empty for a text that is not translated.
    pub fn template(&self) -> &'static str {
        self.0.template
    }

    /// The arguments of the template, by name.
    pub fn arguments(&self) -> &[(&'static str, String)] {
        &self.0.arguments
    }
}

/// Makes a [`Message`]: `message!("{words} is not linked to {id}", words, id = entry.id)`. Arguments are shown as
/// `Display` shows them.
#[macro_export]
macro_rules! message {
    ($template:literal) => { $crate::message::Message::new(format!($template), $template, Vec::new()) };
    ($template:literal $(, $name:ident $(= $value:expr)?)+ $(,)?) => {{
        // All values are evaluated before a name hides another variable.
        let ($($name,)+) = ($($crate::message!(@argument $name $(= $value)?),)+);
        $crate::message::Message::new(
            format!($template, $($name = $name),+),
            $template,
            vec![$((stringify!($name), $name)),+],
        )
    }};
    (@argument $name:ident) => { $name.to_string() };
    (@argument $name:ident = $value:expr) => { $value.to_string() };
}

impl Deref for Message {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0.english
    }
}

impl fmt::Display for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0.english)
    }
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.english)
    }
}

impl PartialEq for Message {
    fn eq(&self, other: &Self) -> bool {
        self.0.english == other.0.english
    }
}

impl Eq for Message {}

impl PartialEq<str> for Message {
    fn eq(&self, other: &str) -> bool {
        self.0.english == other
    }
}

impl PartialEq<&str> for Message {
    fn eq(&self, other: &&str) -> bool {
        self.0.english == *other
    }
}

/// A text that is not translated.
impl From<String> for Message {
    fn from(english: String) -> Self {
        Self::new(english, "", Vec::new())
    }
}

/// A fixed text, which is its own template.
impl From<&'static str> for Message {
    fn from(english: &'static str) -> Self {
        Self::new(english.to_owned(), english, Vec::new())
    }
}

impl From<Message> for String {
    fn from(message: Message) -> Self {
        message.0.english
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_message_keeps_its_template_and_arguments() {
        let (words, entry) = ("Samira", ("samira-nasser", 3));
        let message = message!("`{words}` is not linked to `{id}`", words, id = entry.0);
        assert_eq!(message, "`Samira` is not linked to `samira-nasser`");
        assert_eq!(message.template(), "`{words}` is not linked to `{id}`");
        assert_eq!(message.arguments(), [("words", "Samira".to_owned()), ("id", "samira-nasser".to_owned())]);
        assert_eq!(message!("nothing to check").template(), "nothing to check");
    }
}
