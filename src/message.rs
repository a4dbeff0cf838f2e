//! Messages for users: findings, their notes, and titles of fixes.
//!
//! A message is a template with arguments: `"{words} is not linked to {id}"`. Its English text is in the file that
//! reports it. A translation is a table from templates to templates, so adding a language needs no change in the rules.

mod translations;

use crate::language::Language;
use serde::{Deserialize, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
pub use translations::{languages, templates};

/// A text for users, in English.
#[derive(Debug, Clone, Default)]
pub struct Message(Box<Content>);

#[derive(Debug, Clone, Default)]
struct Content {
    english: String,
    template: &'static str,
    arguments: Vec<(Cow<'static, str>, Argument)>,
    /// The text in Arabic, if it was made together with the English one.
    arabic: Option<String>,
}

/// A value in a template.
#[derive(Debug, Clone)]
pub enum Argument {
    /// Words of an article, an id, a number: the same in all languages.
    Text(String),
    /// A text that is translated too.
    Message(Message),
}

impl Message {
    /// Creates a message from its text, template and arguments. Use [`message!`](crate::message!), which checks the
    /// template at compile time.
    pub fn new(english: String, template: &'static str, arguments: Vec<(Cow<'static, str>, Argument)>) -> Self {
        Self(Box::new(Content { english, template, arguments, arabic: None }))
    }

    /// Creates a text that is made in both languages at once, such as a date in words.
    pub fn bilingual(english: impl Into<String>, arabic: impl Into<String>) -> Self {
        let (english, arabic) = (english.into(), Some(arabic.into()));
        Self(Box::new(Content { english, arabic, ..Content::default() }))
    }

    /// Creates a text that is the same in all languages.
    pub fn verbatim(text: impl Into<String>) -> Self {
        Self(Box::new(Content { english: text.into(), ..Content::default() }))
    }

    /// The text in English.
    pub fn as_str(&self) -> &str {
        &self.0.english
    }

    /// The text in a language; in English if it is not translated.
    pub fn in_language(&self, language: Language) -> Cow<'_, str> {
        let content = &*self.0;
        if language == Language::English {
            return Cow::Borrowed(&content.english);
        }
        if let Some(arabic) = content.arabic.as_ref().filter(|_| language == Language::Arabic) {
            return Cow::Borrowed(arabic);
        }
        match translations::find(language, content.template) {
            Some(template) => Cow::Owned(self.fill(template, language)),
            None => Cow::Borrowed(&content.english),
        }
    }

    /// The message with the text of a language in place of the English one.
    pub fn translated(&self, language: Language) -> Self {
        match self.in_language(language) {
            Cow::Borrowed(text) if text == self.as_str() => self.clone(),
            text => Self::verbatim(text.into_owned()),
        }
    }

    /// Puts the arguments into a template.
    fn fill(&self, template: &str, language: Language) -> String {
        let mut out = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some(at) = rest.find(['{', '}']) {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            if rest.starts_with("{{") || rest.starts_with("}}") {
                out.push_str(&rest[..1]);
                rest = &rest[2..];
                continue;
            }
            let end = rest.find('}').map_or(rest.len(), |end| end + 1);
            let name = rest[..end].trim_matches(['{', '}']);
            match self.0.arguments.iter().find(|(argument, _)| *argument == name) {
                Some((_, Argument::Text(text))) => out.push_str(text),
                Some((_, Argument::Message(message))) => out.push_str(&message.in_language(language)),
                None => out.push_str(&rest[..end]),
            }
            rest = &rest[end..];
        }
        out.push_str(rest);
        out
    }

    /// The template, which is the key for translations; empty for a text that is not translated.
    pub fn template(&self) -> &'static str {
        self.0.template
    }

    /// The arguments of the template, by name.
    pub fn arguments(&self) -> &[(Cow<'static, str>, Argument)] {
        &self.0.arguments
    }
}

/// A message in a cache.
#[derive(Serialize, Deserialize)]
pub struct StoredMessage {
    #[serde(rename = "e")]
    english: String,
    #[serde(rename = "t", default, skip_serializing_if = "String::is_empty")]
    template: String,
    #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
    arguments: Vec<(String, Self)>,
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    arabic: Option<String>,
}

impl From<&Message> for StoredMessage {
    fn from(message: &Message) -> Self {
        let argument = |argument: &Argument| match argument {
            Argument::Text(text) => Self::from(&Message::verbatim(text)),
            Argument::Message(message) => Self::from(message),
        };
        let Content { english, template, arguments, arabic } = &*message.0;
        let arguments = arguments.iter().map(|(name, value)| (name.to_string(), argument(value))).collect();
        Self { english: english.clone(), template: (*template).to_owned(), arguments, arabic: arabic.clone() }
    }
}

impl From<StoredMessage> for Message {
    fn from(stored: StoredMessage) -> Self {
        let template = translations::stored(&stored.template).unwrap_or_default();
        let argument = |(name, value): (String, StoredMessage)| (name.into(), Argument::Message(value.into()));
        let arguments = stored.arguments.into_iter().map(argument).collect();
        Self(Box::new(Content { english: stored.english, template, arguments, arabic: stored.arabic }))
    }
}

impl fmt::Display for Argument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => formatter.pad(text),
            Self::Message(message) => formatter.pad(message),
        }
    }
}

/// The language of messages for a tag or a locale such as `ar_QA.UTF-8`. `None` if messages are not translated into it.
pub fn message_language(locale: &str) -> Option<Language> {
    let tag = locale.split(['_', '-', '.', '@']).next()?.to_ascii_lowercase();
    languages().find(|language| language.tag() == tag)
}

/// The translation of a text that is not made by [`message!`](crate::message!). `None` if there is none.
pub fn translation(language: Language, english: &str) -> Option<&'static str> {
    translations::find(language, english)
}

/// Makes a [`Message`]: `message!("{words} is not linked to {id}", words, id = entry.id)`. Arguments are formatted with
/// `Display`; a [`Message`] among them is translated too.
#[macro_export]
macro_rules! message {
    // `concat!` lets no variable into the text that is not an argument.
    ($template:literal) => { $crate::message::Message::new(format!(concat!($template)), $template, Vec::new()) };
    ($template:literal $(, $name:ident $(= $value:expr)?)+ $(,)?) => {{
        // The method is found in the trait for messages first, then in the one for all other types.
        #[allow(unused_imports, reason = "a message needs one of the two")]
        use $crate::message::{FromDisplay as _, FromMessage as _};
        // All values are evaluated before a name can shadow another variable.
        let ($($name,)+) = ($($crate::message!(@argument $name $(= $value)?),)+);
        $crate::message::Message::new(
            format!(concat!($template), $($name = $name),+),
            $template,
            vec![$((stringify!($name).into(), $name)),+],
        )
    }};
    (@argument $name:ident) => { (&$crate::message::Wrap(&$name)).argument() };
    (@argument $name:ident = $value:expr) => { (&$crate::message::Wrap(&$value)).argument() };
}

/// Makes a [`Message`] with a count, in the singular or the plural of English: `counted!(n, "{count} file", "{count} files")`.
#[macro_export]
macro_rules! counted {
    ($count:expr, $one:literal, $many:literal) => {
        if $count == 1 { $crate::message!($one, count = $count) } else { $crate::message!($many, count = $count) }
    };
}

/// A value that becomes an [`Argument`] in [`message!`](crate::message!).
#[doc(hidden)]
pub struct Wrap<'a, T>(pub &'a T);

#[doc(hidden)]
pub trait FromMessage {
    fn argument(&self) -> Argument;
}

#[doc(hidden)]
pub trait FromDisplay {
    fn argument(&self) -> Argument;
}

impl FromMessage for Wrap<'_, Message> {
    fn argument(&self) -> Argument {
        Argument::Message(self.0.clone())
    }
}

impl FromMessage for Wrap<'_, &Message> {
    fn argument(&self) -> Argument {
        Argument::Message((*self.0).clone())
    }
}

impl<T: fmt::Display> FromDisplay for &Wrap<'_, T> {
    fn argument(&self) -> Argument {
        Argument::Text(self.0.to_string())
    }
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

#[cfg(test)]
impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Self::verbatim(text)
    }
}

#[cfg(test)]
impl From<String> for Message {
    fn from(text: String) -> Self {
        Self::verbatim(text)
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
        let arguments: Vec<_> = message.arguments().iter().map(|(name, value)| (&**name, value.to_string())).collect();
        assert_eq!(arguments, [("words", "Samira".to_owned()), ("id", "samira-nasser".to_owned())]);
        assert_eq!(message!("nothing to check").template(), "nothing to check");
    }
}
