//! The records of an archive as bytes, with their places in the file. Memory is bounded: a record that is longer than the
//! largest article is skipped.

use super::stream::{BATCH, BATCH_BYTES, Element, RawLine, RawLines};
use crate::error::{Error, Result};
use crate::message;
use crate::message::Message;
use crate::syntax::{TableState, delimiter_of, table_fields};
use crate::workspace::LARGEST_ARTICLE;
use std::collections::VecDeque;
use std::path::Path;

/// How often reading goes on at the line after a quotation mark that is never closed.
const RESUMED: usize = 8;

/// A record and its place.
pub(super) struct RawRecord {
    /// Its bytes with the line break; empty if it is too long.
    pub(super) bytes: Vec<u8>,
    /// Why it cannot be read.
    pub(super) fault: Option<Message>,
    /// The number of lines before it.
    pub(super) lines: u32,
    /// The offset of its first byte.
    pub(super) offset: u64,
    /// Its number of bytes.
    pub(super) len: u64,
    /// The delimiter of a table; `None` in JSON Lines.
    pub(super) delimiter: Option<u8>,
}

/// The records of a file.
pub(super) struct Records {
    name: String,
    lines: RawLines,
    /// Lines that were read and belong to the next records.
    waiting: VecDeque<RawLine>,
    is_table: bool,
    is_array: bool,
    is_tabbed: bool,
    delimiter: Option<u8>,
    line: u32,
    offset: u64,
    resumed: usize,
    /// Why reading ended, to be reported after the records before it.
    failure: Option<Error>,
}

impl Records {
    /// Opens a file: a table by its extension, otherwise JSON Lines, or a JSON array by its first sign.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
        let extension = extension.as_deref().unwrap_or_default();
        let is_tabbed = matches!(extension, "tsv" | "tab");
        let is_table = is_tabbed || extension == "csv";
        let mut lines = RawLines::open(path)?;
        let name = path.display().to_string();
        let is_array = !is_table && lines.begins_with(b'[').map_err(|error| unreadable(&name, &error))?;
        Ok(Self { is_table, is_array, is_tabbed, ..Self::new(name, lines) })
    }

    /// Opens JSON Lines: a file with any name, a pipe, or standard input for `-` and `.`.
    pub(super) fn open_lines(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let is_stdin = matches!(name.as_str(), "-" | ".");
        let lines = if is_stdin { RawLines::of_standard_input() } else { RawLines::open(path)? };
        Ok(Self::new(name, lines))
    }

    fn new(name: String, lines: RawLines) -> Self {
        Self {
            name,
            lines,
            waiting: VecDeque::new(),
            is_table: false,
            is_array: false,
            is_tabbed: false,
            delimiter: None,
            line: 0,
            offset: 0,
            resumed: 0,
            failure: None,
        }
    }

    /// The file, as the command line names it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether the file is a JSON array.
    pub(super) fn is_array(&self) -> bool {
        self.is_array
    }

    /// The first record of a table, and its delimiter.
    pub(super) fn header(&mut self) -> Result<Option<(String, u8)>> {
        if !self.is_table {
            return Ok(None);
        }
        let Some(record) = self.next()? else { return Ok(None) };
        let header = String::from_utf8_lossy(&record.bytes).trim_start_matches('\u{FEFF}').to_owned();
        Ok(record.delimiter.map(|delimiter| (header, delimiter)))
    }

    /// The next records: enough for all processors, within the memory limit. A failure comes after the records before it.
    pub(super) fn batch(&mut self) -> Result<Vec<RawRecord>> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        let (mut records, mut bytes) = (Vec::new(), 0);
        while records.len() < BATCH && bytes < BATCH_BYTES {
            let record = match self.next() {
                Ok(Some(record)) => record,
                Ok(None) => break,
                Err(failure) if records.is_empty() => return Err(failure),
                Err(failure) => {
                    self.failure = Some(failure);
                    break;
                }
            };
            bytes += record.bytes.len();
            records.push(record);
        }
        Ok(records)
    }

    fn next(&mut self) -> Result<Option<RawRecord>> {
        if self.is_array {
            return self.next_element();
        }
        let Some(first) = self.next_line()? else { return Ok(None) };
        if !self.is_table {
            return Ok(Some(self.record(vec![first], None)));
        }
        let delimiter = *self.delimiter.get_or_insert_with(|| {
            if self.is_tabbed { b'\t' } else { delimiter_of(&String::from_utf8_lossy(&first.bytes)) }
        });
        let (mut state, mut total) = (TableState::default(), first.len);
        state.read(&first.bytes, delimiter);
        let mut lines = vec![first];
        while state.is_in_quotes() {
            let next = if total <= LARGEST_ARTICLE { self.next_line()? } else { None };
            let Some(line) = next else {
                if self.resumed < RESUMED {
                    self.resumed += 1;
                    for line in lines.drain(1..).rev() {
                        self.waiting.push_front(line);
                    }
                }
                return Ok(Some(self.record(lines, Some(message!("a quotation mark of this record is not closed")))));
            };
            state.read(&line.bytes, delimiter);
            total += line.len;
            lines.push(line);
        }
        Ok(Some(self.record(lines, None)))
    }

    /// The names of the columns, or of the fields of the first record.
    pub(super) fn names(&mut self) -> Result<Vec<String>> {
        if let Some((header, delimiter)) = self.header()? {
            return Ok(table_fields(&header, delimiter).iter().map(|name| name.text().trim().to_owned()).collect());
        }
        while let Some(record) = self.next()? {
            let text = String::from_utf8_lossy(&record.bytes);
            let text = text.trim_start_matches('\u{FEFF}').trim();
            if text.is_empty() {
                continue;
            }
            let fields: Option<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(text).ok();
            return Ok(fields.unwrap_or_default().into_iter().map(|(name, _)| name).collect());
        }
        Ok(Vec::new())
    }

    /// The next element of a JSON array, with its indentation.
    fn next_element(&mut self) -> Result<Option<RawRecord>> {
        let element = self.lines.element().map_err(|error| unreadable(&self.name, &error))?;
        let Some(Element { bytes, before, len, is_cut }) = element else { return Ok(None) };
        self.offset += before.len() as u64;
        self.line = self.line.saturating_add(line_breaks(&before));
        let indent = before.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let is_indented = before.len() == indent || before[before.len() - indent - 1] == b'\n';
        let indent = if is_indented { indent } else { 0 };
        let record = RawRecord {
            fault: is_cut.then(|| message!("the record is longer than 64 MiB")),
            lines: self.line,
            offset: self.offset - indent as u64,
            len: len + indent as u64,
            delimiter: None,
            bytes: if is_cut { Vec::new() } else { [&before[before.len() - indent..], &bytes].concat() },
        };
        self.line = self.line.saturating_add(line_breaks(&bytes));
        self.offset += len;
        Ok(Some(record))
    }

    fn next_line(&mut self) -> Result<Option<RawLine>> {
        if let Some(line) = self.waiting.pop_front() {
            return Ok(Some(line));
        }
        self.lines.next().map_err(|error| unreadable(&self.name, &error))
    }

    fn record(&mut self, lines: Vec<RawLine>, fault: Option<Message>) -> RawRecord {
        let is_long = lines.iter().any(|line| line.is_cut);
        let fault = if is_long { Some(message!("the record is longer than 64 MiB")) } else { fault };
        let count = lines.len() as u32;
        let len = lines.iter().map(|line| line.len).sum();
        let bytes = if fault.is_some() { Vec::new() } else { lines.into_iter().flat_map(|line| line.bytes).collect() };
        let record = RawRecord { bytes, fault, lines: self.line, offset: self.offset, len, delimiter: self.delimiter };
        self.line = self.line.saturating_add(count);
        self.offset += len;
        record
    }
}

fn unreadable(name: &str, error: &std::io::Error) -> Error {
    Error::new(name, message!("cannot be read: {error}", error), message!("check its permissions"))
}

fn line_breaks(bytes: &[u8]) -> u32 {
    memchr::memchr_iter(b'\n', bytes).count() as u32
}
