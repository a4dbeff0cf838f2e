//! Articles as JSON Lines, read one after the other, so that memory does not grow with their number.

use crate::analysis::Desk;
use crate::article::Dialect;
use crate::dates::parse_metadata_date;
use crate::error::{Error, Result};
use crate::language::Language;
use serde_json::{Map, Value};
use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

/// Articles of a stream that are checked before anything of them is written.
pub(super) const BATCH: usize = 256;

/// The names of the fields of a stream's articles.
pub(super) struct Fields {
    id: String,
    text: String,
    date: String,
    lang: String,
}

impl Fields {
    /// The usual names, save those that `FIELD=NAME` replaces.
    pub(super) fn new(pairs: &[String]) -> Result<Self> {
        let mut fields = Self { id: "id".into(), text: "text".into(), date: "date".into(), lang: "lang".into() };
        for pair in pairs {
            let (field, name) = pair.split_once('=').unwrap_or((pair, ""));
            let own = match field {
                "id" => &mut fields.id,
                "text" => &mut fields.text,
                "date" => &mut fields.date,
                "lang" => &mut fields.lang,
                _ => {
                    let what = format!("`{pair}` names no field");
                    return Err(Error::new("--fields", what, "write text=NAME, date=NAME, lang=NAME or id=NAME"));
                }
            };
            name.clone_into(own);
        }
        Ok(fields)
    }
}

/// An article of a stream and what it is read with.
pub(super) struct Record {
    /// Its id; where it has none, the place of its line.
    pub(super) id: String,
    pub(super) text: String,
    pub(super) desk: Arc<Desk>,
}

/// A line with its number, from zero.
pub(super) type Line = (usize, std::io::Result<String>);

/// The lines of a file, or of standard input.
pub(super) fn lines(name: &str) -> Result<impl Iterator<Item = Line>> {
    let input: Box<dyn BufRead> = if name == "-" || name == "." {
        Box::new(std::io::stdin().lock())
    } else {
        let file = std::fs::File::open(Path::new(name)).map_err(|error| {
            Error::new(name, format!("cannot be read: {error}"), "name a file that exists and is readable")
        })?;
        Box::new(std::io::BufReader::new(file))
    };
    // A line that is not UTF-8 is told of; where reading itself fails, it fails again and again.
    let mut is_broken = false;
    Ok(input.lines().enumerate().take_while(move |(_, line)| {
        let was_broken = is_broken;
        is_broken = line.as_ref().is_err_and(|error| error.kind() != std::io::ErrorKind::InvalidData);
        !was_broken
    }))
}

/// The article of a line; `None` for a blank one. `name` is that of the file.
pub(super) fn record(name: &str, line: &Line, fields: &Fields, desk: &Arc<Desk>) -> Result<Option<Record>> {
    let (number, line) = line;
    let place = format!("{name}:{}", number + 1);
    let line = line.as_ref().map_err(|error| Error::new(&place, error.to_string(), "save the file as UTF-8"))?;
    if line.trim().is_empty() {
        return Ok(None);
    }
    let bad =
        |what: String| Error::new(&place, what, "each line is an object such as {\"id\": \"1\", \"text\": \"…\"}");
    let mut record: Map<String, Value> =
        serde_json::from_str(line).map_err(|error| bad(format!("no JSON object: {error}")))?;
    let Some(Value::String(text)) = record.remove(&fields.text) else {
        return Err(bad(format!("the field `{}` is missing or no text", fields.text)));
    };
    let field = |name: &str| record.get(name).and_then(Value::as_str);
    let id = match record.get(&fields.id) {
        Some(Value::String(id)) => id.clone(),
        Some(other) => other.to_string(),
        None => place.clone(),
    };
    let language = desk.language.or_else(|| field(&fields.lang).and_then(Language::from_tag));
    let day = field(&fields.date).and_then(|date| parse_metadata_date(date, language.unwrap_or_default()));
    let date = desk.date.or_else(|| day.and_then(|value| value.days).map(|(day, _)| day));
    let desk = Arc::new(Desk { language, date, dialect: Some(Dialect::Plain), ..(**desk).clone() });
    Ok(Some(Record { id, text, desk }))
}
