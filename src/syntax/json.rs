//! JSON with the range of every key and value. The reader goes on after a fault, so that a document can be edited:
//! what is wrong is reported, and the rest is read as it was probably meant. Comments are skipped.

mod reader;
mod string;

pub(super) use reader::REPORTED;
pub use reader::parse_json;
pub use string::encode_json_string;

use crate::article::Decoded;
use crate::finding::Problem;
use crate::text::TextRange;
use std::borrow::Cow;

/// A parsed document.
#[derive(Debug, Clone, Default)]
pub struct Json {
    /// `None` for a text without a value.
    pub root: Option<Node>,
    /// The first faults.
    pub problems: Vec<Problem>,
}

/// A value and its range.
#[derive(Debug, Clone)]
pub struct Node {
    /// From the first byte of the value to its last: with brackets and quotation marks.
    pub range: TextRange,
    pub value: JsonValue,
}

#[derive(Debug, Clone)]
pub enum JsonValue {
    Object(Vec<Member>),
    Array(Vec<Node>),
    /// A string, with the range between its quotation marks.
    String(TextRange),
    /// A number, `true`, `false`, `null`, or a word that is none of them. Objects that are nested too deep are not read
    /// either.
    Word,
}

/// A key and its value.
#[derive(Debug, Clone)]
pub struct Member {
    /// The key without escapes.
    pub name: String,
    /// The range of the key, with quotation marks.
    pub name_range: TextRange,
    /// `None` if it is missing.
    pub value: Option<Node>,
}

impl Node {
    pub fn is_object(&self) -> bool {
        matches!(self.value, JsonValue::Object(_))
    }

    /// The members of an object; none of another value.
    pub fn members(&self) -> &[Member] {
        match &self.value {
            JsonValue::Object(members) => members,
            _ => &[],
        }
    }

    /// The elements of an array; none of another value.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            JsonValue::Array(items) => items,
            _ => &[],
        }
    }

    /// The value of a key. The last one counts, as in other readers.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().rev().find(|member| member.name == name)?.value.as_ref()
    }

    /// The range of a string between its quotation marks.
    pub fn inner(&self) -> Option<TextRange> {
        match self.value {
            JsonValue::String(inner) => Some(inner),
            _ => None,
        }
    }

    /// The text of a string, with its source map.
    pub fn decoded(&self, text: &str) -> Option<Decoded> {
        match self.value {
            JsonValue::String(inner) => Some(string::decode(text, inner)),
            _ => None,
        }
    }

    /// The text of a string, or a number or other word as written. `None` for objects and arrays.
    pub fn as_text<'t>(&self, text: &'t str) -> Option<Cow<'t, str>> {
        match self.value {
            JsonValue::String(inner) => Some(string::unescape(text, inner)),
            JsonValue::Word => Some(Cow::Borrowed(self.range.slice(text))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
