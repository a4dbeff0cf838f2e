//! A text that the source holds in escaped form, such as a string of JSON or a field of CSV. Readers read the text;
//! ranges and edits go through the map to the source.

use super::source_map::{Mapped, SourceMap};
use crate::text::{Edit, EditSet, ProseRange, TextRange};
use std::borrow::Cow;

/// Escapes a text for the source. `None` if the source cannot hold it.
pub type Encode = for<'a> fn(&'a str) -> Option<Cow<'a, str>>;

/// A text without its escapes, with the source position of each byte. It can have several parts, which are different
/// strings of the source.
#[derive(Debug, Clone)]
pub struct Decoded {
    text: String,
    pub(super) map: SourceMap,
    parts: Vec<Part>,
}

/// A string of the source.
#[derive(Debug, Clone, Copy)]
struct Part {
    /// The offset of its text.
    start: u32,
    /// The offset of its first byte in the source.
    source: u32,
    /// `None` for text that is not in the source.
    encode: Option<Encode>,
}

impl Decoded {
    /// The empty text of a string at an offset of the source. [`Decoded::verbatim`] and [`Decoded::replaced`] extend it.
    pub fn new(source: u32, encode: Encode) -> Self {
        let part = Part { start: 0, source, encode: Some(encode) };
        Self { text: String::new(), map: SourceMap::default(), parts: vec![part] }
    }

    /// A text that is not in the source. [`Decoded::append`] adds strings that are.
    pub fn outside() -> Self {
        Self { text: String::new(), map: SourceMap::default(), parts: Vec::new() }
    }

    /// Adds text that is verbatim in the source at `start`.
    pub fn verbatim(&mut self, text: &str, start: u32) {
        if !text.is_empty() {
            self.text.push_str(text);
            self.map.push(text.len() as u32, TextRange::new(start, start + text.len() as u32), true);
        }
    }

    /// Adds a character that represents the range `source`.
    pub fn replaced(&mut self, c: char, source: TextRange) {
        self.text.push(c);
        self.map.push(c.len_utf8() as u32, source, false);
    }

    /// Adds the text of another string of the source, after a text that is not in the source.
    pub fn append(&mut self, between: &str, next: &Self) {
        let source = next.parts.first().map_or(0, |part| part.source);
        let by = self.text.len() as u32;
        self.parts.push(Part { start: by, source, encode: None });
        self.text.push_str(between);
        self.map.push(between.len() as u32, TextRange::empty(source), false);
        let by = self.text.len() as u32;
        self.parts.extend(next.parts.iter().map(|part| Part { start: part.start + by, ..*part }));
        self.text.push_str(&next.text);
        self.map.append(&next.map);
    }

    /// The same text between two that are not in the source.
    #[must_use]
    pub fn within(&self, before: &str, after: &str) -> Self {
        let mut out = Self::outside();
        out.append(before, self);
        let source = out.map.source().map_or(0, |range| range.end);
        out.parts.push(Part { start: out.text.len() as u32, source, encode: None });
        out.text.push_str(after);
        out.map.push(after.len() as u32, TextRange::empty(source), false);
        out
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The range of the whole text.
    pub fn full(&self) -> TextRange {
        TextRange::from(0..self.text.len())
    }

    /// The source range for a range of the text.
    pub fn source_range(&self, range: TextRange) -> Mapped {
        let Some((part, end)) = self.part_of(range) else { return Mapped::Straddles(TextRange::empty(0)) };
        if range.is_empty() {
            let offset = match range.start {
                at if at == part.start => part.source,
                at if at == end => self.map.end_of(at),
                at => self.map.map_offset(at),
            };
            return Mapped::Exact(TextRange::empty(offset));
        }
        let mapped = self.map.map(ProseRange::new(range.start, range.end));
        let is_inside = part.start <= range.start && range.end <= end;
        if is_inside { mapped } else { Mapped::Straddles(mapped.range()) }
    }

    /// The offset of the text for an offset of the source; inside an escape, that of its character. `None` outside of
    /// the text.
    pub fn offset_of(&self, source: u32) -> Option<u32> {
        self.map.offset_of(source)
    }

    /// Edits of the text as edits of the source. `None` if one of them is not exact, or cannot be escaped.
    pub fn source_edits(&self, edits: &EditSet) -> Option<EditSet> {
        let edit = |edit: &Edit| {
            let (part, _) = self.part_of(edit.range)?;
            let range = self.source_range(edit.range).exact()?;
            Some(Edit { range, text: part.encode?(&edit.text)?.into_owned() })
        };
        EditSet::new(edits.iter().map(edit).collect::<Option<Vec<_>>>()?).ok()
    }

    /// The part in which a range starts, and the offset of its end. A position between two parts is in one that can be
    /// edited.
    fn part_of(&self, range: TextRange) -> Option<(Part, u32)> {
        let last = self.parts.partition_point(|part| part.start <= range.start).checked_sub(1)?;
        let end = |at: usize| self.parts.get(at + 1).map_or(self.text.len() as u32, |next| next.start);
        let is_before = range.is_empty() && range.start == self.parts[last].start && self.parts[last].encode.is_none();
        let at = last.checked_sub(1).filter(|before| is_before && end(*before) == range.start).unwrap_or(last);
        Some((self.parts[at], end(at)))
    }
}
