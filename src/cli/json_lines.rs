//! `--jsonl`: articles in JSON Lines, of which the text is plain text. Its fields are those of an [archive](super::archive).

use super::records::RawRecord;
use crate::analysis::ProjectContext;
use crate::article::Key;
use crate::config::Fields;
use crate::dates::parse_metadata_date;
use crate::error::{Error, Result};
use crate::language::Language;
use crate::message;
use crate::message::Message;
use crate::syntax::PLAIN;
use crate::workspace;
use serde_json::{Map, Value};
use std::sync::Arc;

/// The parts of an article that a field can have.
const PARTS: [&str; 4] = ["text", "date", "lang", "id"];

/// The default names of the fields, with those of `PART=FIELD` replaced.
pub(super) fn fields(pairs: &[String]) -> Result<Fields> {
    let mut fields = Fields::default();
    for pair in pairs {
        let (part, name) = pair.split_once('=').unwrap_or((pair, ""));
        if !PARTS.contains(&part) || !fields.set(part, name) {
            let remedy = message!("use text=NAME, date=NAME, lang=NAME or id=NAME");
            return Err(Error::new("--fields", message!("`{pair}` is not a field", pair), remedy));
        }
    }
    Ok(fields)
}

/// An article and its context.
pub(super) struct PlainRecord {
    /// Its id, or the file and line.
    pub(super) id: String,
    pub(super) text: String,
    pub(super) context: Arc<ProjectContext>,
}

/// Reads a line of a file as an article. `None` for a blank line.
pub(super) fn record(
    file: &str,
    raw: &RawRecord,
    fields: &Fields,
    context: &Arc<ProjectContext>,
) -> Result<Option<PlainRecord>> {
    let place = format!("{file}:{}", u64::from(raw.lines) + 1);
    if raw.fault.is_some() {
        return Err(workspace::too_large(&place, raw.len));
    }
    let line = workspace::decode(content(raw).to_vec(), &place)?;
    if line.trim().is_empty() {
        return Ok(None);
    }
    let bad = |what: Message| {
        let example = "{\"id\": \"1\", \"text\": \"…\"}";
        Error::new(&place, what, message!("each line is an object such as {example}", example))
    };
    let mut record: Map<String, Value> =
        serde_json::from_str(&line).map_err(|error| bad(message!("not a JSON object: {error}", error)))?;
    let Some(Value::String(text)) = record.remove(&fields.text) else {
        return Err(bad(message!("the field `{name}` is missing or is not a string", name = fields.text)));
    };
    let value = |key: Key| record.get(&fields.keys.iter().find(|(known, _)| *known == key)?.1);
    let field = |key: Key| value(key).and_then(Value::as_str);
    let id = match value(Key::Identifier) {
        Some(Value::String(id)) => id.clone(),
        Some(other) => other.to_string(),
        None => place.clone(),
    };
    let language = context.language.or_else(|| field(Key::InLanguage).and_then(Language::from_tag));
    let day = field(Key::DatePublished).and_then(|date| parse_metadata_date(date, language.unwrap_or_default()));
    let day = day.map(|value| value.in_time_zone(context.config.time_zone.as_ref()));
    let date = context.date.or_else(|| day.and_then(|value| value.days).map(|(day, _)| day));
    let context = Arc::new(ProjectContext { language, date, syntax: Some(PLAIN), ..(**context).clone() });
    Ok(Some(PlainRecord { id, text, context }))
}

/// The bytes of a line without its line break, and without the byte order mark of the file.
fn content(raw: &RawRecord) -> &[u8] {
    let bytes = raw.bytes.strip_suffix(b"\n").unwrap_or(&raw.bytes);
    let bytes = if raw.lines == 0 { bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes) } else { bytes };
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}
