//! Articles in JSON Lines, read one after the other, so that memory does not grow with their number.

use crate::analysis::ProjectContext;
use crate::dates::parse_metadata_date;
use crate::error::{Error, Result};
use crate::language::Language;
use crate::message;
use crate::message::Message;
use crate::syntax::PLAIN;
use crate::workspace::{self, LARGEST_ARTICLE};
use serde_json::{Map, Value};
use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

/// How many articles are read and checked together.
pub(super) const BATCH: usize = 256;
/// The maximum size of such articles together, in bytes.
pub(super) const BATCH_BYTES: usize = 8 << 20;

/// The names of the fields.
pub(super) struct Fields {
    id: String,
    pub(super) text: String,
    date: String,
    lang: String,
}

impl Fields {
    /// The default names, with those of `FIELD=NAME` replaced.
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
                    let what = message!("`{pair}` is not a field", pair);
                    return Err(Error::new(
                        "--fields",
                        what,
                        message!("use text=NAME, date=NAME, lang=NAME or id=NAME"),
                    ));
                }
            };
            name.clone_into(own);
        }
        Ok(fields)
    }
}

/// An article and its context.
pub(super) struct Record {
    /// Its id, or the file and line.
    pub(super) id: String,
    pub(super) text: String,
    pub(super) context: Arc<ProjectContext>,
}

/// A line with its file and number, or why it cannot be read.
pub(super) struct Line {
    place: String,
    text: Result<String>,
}

/// A line as bytes.
pub(super) struct RawLine {
    /// Its bytes with the line break; empty if it is longer than the largest article.
    pub(super) bytes: Vec<u8>,
    /// The number of its bytes, with the line break.
    pub(super) len: u64,
    /// Whether it is longer than the largest article.
    pub(super) is_cut: bool,
}

/// An element of a JSON array.
pub(super) struct Element {
    /// Its bytes; cut if it is longer than the largest article.
    pub(super) bytes: Vec<u8>,
    /// What is between the element before it and this one.
    pub(super) before: Vec<u8>,
    /// The number of its bytes.
    pub(super) len: u64,
    /// Whether it is longer than the largest article.
    pub(super) is_cut: bool,
}

/// The lines of a file or of standard input as bytes.
pub(super) struct RawLines {
    input: Box<dyn BufRead>,
}

impl RawLines {
    /// Opens a file, or a pipe: `<(zcat archive.jsonl.gz)`.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let input = std::io::BufReader::with_capacity(1 << 16, workspace::open_stream(path)?);
        Ok(Self { input: Box::new(input) })
    }

    /// Whether the first sign that is not a space is this one. Nothing is consumed.
    pub(super) fn begins_with(&mut self, sign: u8) -> std::io::Result<bool> {
        let buffer = self.input.fill_buf()?;
        let text = buffer.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(buffer).trim_ascii_start();
        Ok(text.first() == Some(&sign))
    }

    /// The next element of a JSON array. `None` after the last one.
    pub(super) fn element(&mut self) -> std::io::Result<Option<Element>> {
        let mut element = Element { bytes: Vec::new(), before: Vec::new(), len: 0, is_cut: false };
        let (mut depth, mut is_quoted, mut is_escaped, mut is_begun) = (0_u32, false, false, false);
        loop {
            let buffer = match self.input.fill_buf() {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                buffer => buffer?,
            };
            if buffer.is_empty() {
                return Ok(is_begun.then_some(element));
            }
            let mut used = 0;
            let mut is_over = false;
            for byte in buffer {
                if !is_begun && (byte.is_ascii_whitespace() || matches!(byte, b'[' | b',' | b']' | 0xEF | 0xBB | 0xBF))
                {
                    element.before.push(*byte);
                    used += 1;
                    continue;
                }
                is_begun = true;
                if depth == 0 && !is_quoted && element.len > 0 && matches!(byte, b',' | b']') {
                    is_over = true;
                    break;
                }
                used += 1;
                element.len += 1;
                if element.len > LARGEST_ARTICLE {
                    element.is_cut = true;
                } else {
                    element.bytes.push(*byte);
                }
                match byte {
                    _ if is_escaped => is_escaped = false,
                    b'\\' if is_quoted => is_escaped = true,
                    b'"' => is_quoted = !is_quoted,
                    b'{' | b'[' if !is_quoted => depth += 1,
                    b'}' | b']' if !is_quoted => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if depth == 0 && matches!(byte, b'}') && !is_quoted {
                    is_over = true;
                    break;
                }
            }
            self.input.consume(used);
            if is_over {
                return Ok(Some(element));
            }
        }
    }

    /// The next line. `None` after the last one.
    pub(super) fn next(&mut self) -> std::io::Result<Option<RawLine>> {
        let (mut bytes, mut len, mut is_cut) = (Vec::new(), 0_u64, false);
        loop {
            let buffer = match self.input.fill_buf() {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                buffer => buffer?,
            };
            let end = memchr::memchr(b'\n', buffer);
            let used = end.map_or(buffer.len(), |end| end + 1);
            len += used as u64;
            is_cut |= len - u64::from(end.is_some()) > LARGEST_ARTICLE;
            if is_cut {
                bytes = Vec::new();
            } else {
                bytes.extend_from_slice(&buffer[..used]);
            }
            self.input.consume(used);
            if end.is_some() || used == 0 {
                break;
            }
        }
        Ok((len > 0).then_some(RawLine { bytes, len, is_cut }))
    }
}

/// The lines of a file or of standard input. Memory is bounded: a line that is longer than the largest article is skipped.
pub(super) struct Lines {
    name: String,
    input: RawLines,
    number: usize,
    is_over: bool,
}

impl Lines {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let input = if name == "-" || name == "." {
            RawLines { input: Box::new(std::io::stdin().lock()) }
        } else {
            RawLines::open(path)?
        };
        Ok(Self { name, input, number: 0, is_over: false })
    }

    /// The next lines: enough for all processors, within the memory limit.
    pub(super) fn batch(&mut self) -> Vec<Line> {
        let (mut lines, mut bytes) = (Vec::new(), 0);
        while lines.len() < BATCH && bytes < BATCH_BYTES {
            let Some(line) = self.next() else { break };
            bytes += line.text.as_ref().map_or(0, String::len);
            lines.push(line);
        }
        lines
    }

    fn next(&mut self) -> Option<Line> {
        if self.is_over {
            return None;
        }
        self.number += 1;
        let place = format!("{}:{}", self.name, self.number);
        let text = match self.read() {
            Ok(bytes) => bytes?.and_then(|bytes| workspace::decode(bytes, &place)),
            // If reading fails, it would fail again.
            Err(error) => {
                self.is_over = true;
                Err(Error::new(&place, message!("cannot be read: {error}", error), message!("check its permissions")))
            }
        };
        Some(Line { place, text })
    }

    /// The bytes of a line without its line break. `None` after the last line.
    fn read(&mut self) -> std::io::Result<Option<Result<Vec<u8>>>> {
        let Some(RawLine { mut bytes, len, is_cut }) = self.input.next()? else { return Ok(None) };
        if is_cut {
            return Ok(Some(Err(workspace::too_large(&format!("{}:{}", self.name, self.number), len))));
        }
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
        }
        // The first line can start with a byte order mark.
        if self.number == 1 && bytes.starts_with(b"\xEF\xBB\xBF") {
            bytes.drain(..3);
        }
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        Ok(Some(Ok(bytes)))
    }
}

/// Parses a line as an article. `None` for a blank line.
pub(super) fn record(line: &Line, fields: &Fields, context: &Arc<ProjectContext>) -> Result<Option<Record>> {
    let Line { place, text } = line;
    let line = text.as_ref().map_err(Error::clone)?;
    if line.trim().is_empty() {
        return Ok(None);
    }
    let bad = |what: Message| {
        Error::new(
            place,
            what,
            message!("each line is an object such as {example}", example = "{\"id\": \"1\", \"text\": \"…\"}"),
        )
    };
    let mut record: Map<String, Value> =
        serde_json::from_str(line).map_err(|error| bad(message!("not a JSON object: {error}", error)))?;
    let Some(Value::String(text)) = record.remove(&fields.text) else {
        return Err(bad(message!("the field `{name}` is missing or is not a string", name = fields.text)));
    };
    let field = |name: &str| record.get(name).and_then(Value::as_str);
    let id = match record.get(&fields.id) {
        Some(Value::String(id)) => id.clone(),
        Some(other) => other.to_string(),
        None => place.clone(),
    };
    let language = context.language.or_else(|| field(&fields.lang).and_then(Language::from_tag));
    let day = field(&fields.date).and_then(|date| parse_metadata_date(date, language.unwrap_or_default()));
    let day = day.map(|value| value.in_time_zone(context.config.time_zone.as_ref()));
    let date = context.date.or_else(|| day.and_then(|value| value.days).map(|(day, _)| day));
    let context = Arc::new(ProjectContext { language, date, syntax: Some(PLAIN), ..(**context).clone() });
    Ok(Some(Record { id, text, context }))
}
