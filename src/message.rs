//! Messages for users: findings, their notes, and titles of fixes.
//!
//! A message is a template with arguments: `"{words} is not linked to {id}"`. Its English text is in the file that
//! reports it. A translation is a table from templates to templates, so adding a language needs no change in the rules.

use serde::{Serialize, Serializer};
use std::fmt;
use std::ops::Deref;

/// A text for users, in English.
#[derive(Debug, Clone, Default)]
pub struct Message(Box<Content>);

#[derive(Debug, Clone, Default)]
struct Content {
    english: String,
    template: &'static str,
    arguments: Vec<(&'static str, String)>,
}

impl Message {
    /// Creates a message from its text, template and arguments. Use [`message!`](crate::message!), which checks the
    /// template at compile time.
    pub fn new(english: String, template: &'static str, arguments: Vec<(&'static str, String)>) -> Self {
        Self(Box::new(Content { english, template, arguments }))
    }

    pub fn as_str(&self) -> &str {
        &self.0.english
    }

    /// The template, which is the key for translations; empty for a text that is not translated.
    pub fn template(&self) -> &'static str {
        self.0.template
    }

    /// The arguments of the template, by name.
    pub fn arguments(&self) -> &[(&'static str, String)] {
        &self.0.arguments
    }
}

/// Makes a [`Message`]: `message!("{words} is not linked to {id}", words, id = entry.id)`. Arguments are formatted with
/// `Display`.
#[macro_export]
macro_rules! message {
    ($template:literal) => { $crate::message::Message::new(format!($template), $template, Vec::new()) };
    ($template:literal $(, $name:ident $(= $value:expr)?)+ $(,)?) => {{
        // All values are evaluated before a name can shadow another variable.
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

/// Makes a text that is not translated.
impl From<String> for Message {
    fn from(english: String) -> Self {
        Self::new(english, "", Vec::new())
    }
}

/// Makes a fixed text, which is its own template.
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
