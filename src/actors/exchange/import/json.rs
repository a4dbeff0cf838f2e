//! JSON with line numbers, and lenient access to it.

use super::draft::Draft;
use crate::message;
use serde_json::Value;
use serde_json::value::RawValue;

/// The members of an array or the values of an object, with their lines.
pub(super) fn parts<'t>(text: &'t str, raw: &'t str) -> Vec<(u32, &'t str)> {
    let parts: Vec<&RawValue> = match raw.trim_start().as_bytes().first() {
        Some(b'[') => serde_json::from_str(raw).unwrap_or_default(),
        _ => vec![],
    };
    let mut lines = Lines::new(text);
    parts.into_iter().map(|part| (lines.of(part.get()), part.get())).collect()
}

/// The members of an object, in order.
pub(super) fn members(raw: &str) -> Result<Vec<(String, &str)>, serde_json::Error> {
    struct Members;
    impl<'t> serde::de::Visitor<'t> for Members {
        type Value = Vec<(String, &'t str)>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: serde::de::MapAccess<'t>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut found = Vec::new();
            while let Some((key, value)) = map.next_entry::<String, &'t RawValue>()? {
                found.push((key, value.get()));
            }
            Ok(found)
        }
    }
    let mut deserializer = serde_json::Deserializer::from_str(raw);
    let found = serde::Deserializer::deserialize_map(&mut deserializer, Members)?;
    deserializer.end()?;
    Ok(found)
}

/// Counts lines incrementally.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u32,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// The line of a part of the text. Parts must be requested in order.
    fn of(&mut self, part: &str) -> u32 {
        let offset = (part.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        let offset = offset.min(self.text.len()).max(self.at);
        self.line += memchr::memchr_iter(b'\n', &self.text.as_bytes()[self.at..offset]).count() as u32;
        self.at = offset;
        self.line
    }
}

/// The lines with an object each. Brackets around the lines and commas at their ends are accepted.
pub(super) fn lines(text: &str, draft: &mut Draft, take: &mut dyn FnMut(&mut Draft, u32, &Value)) {
    for (number, line) in text.lines().enumerate() {
        let number = number as u32 + 1;
        let line = line.trim().trim_end_matches(',');
        if line.is_empty() || line == "[" || line == "]" {
            continue;
        }
        match serde_json::from_str::<Value>(line) {
            Ok(value) if value.is_object() => take(draft, number, &value),
            Ok(_) => draft.leave_out(number, 1, message!("this line contains no object")),
            Err(error) => {
                draft.leave_out(number, 1, message!("this line is not JSON ({error})", error = reason(&error)));
            }
        }
    }
}

/// The reason of a JSON error, without its position, which is reported separately.
pub(super) fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or("").to_owned()
}

/// The string or number of a key; empty if there is none.
pub(super) fn text(value: &Value, key: &str) -> String {
    value.get(key).map(as_text).unwrap_or_default()
}

/// A string or number as text.
pub(super) fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// The members of an array, or a single value as the only member.
pub(super) fn list<'v>(value: &'v Value, key: &str) -> Vec<&'v Value> {
    match value.get(key) {
        Some(Value::Array(list)) => list.iter().collect(),
        None | Some(Value::Null) => Vec::new(),
        Some(one) => vec![one],
    }
}
