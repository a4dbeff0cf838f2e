//! Converts offsets to lines and columns. Line breaks are `\n`, `\r\n` and `\r`, as in the protocol. U+2028, U+2029,
//! U+0085, vertical tab and form feed are ordinary characters.

use super::{Encoding, Parts, Text, TextRange, UnitIndex};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::OnceLock;

/// A line and a column, both from zero; the column is in the units of an [`Encoding`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// A position with its column in every unit, so that it can be converted without the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WidePosition {
    line: u32,
    columns: [u32; 3],
}

impl WidePosition {
    /// The position in the units of an encoding.
    pub fn position(self, encoding: Encoding) -> Position {
        let column = self.columns[match encoding {
            Encoding::Utf8 => 0,
            Encoding::Utf16 => 1,
            Encoding::Utf32 => 2,
        }];
        Position { line: self.line, column }
    }
}

/// The line starts of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
    len: u32,
    /// Unit counts in UTF-16 and characters, computed when a position far inside a line is first needed.
    counts: [OnceLock<UnitIndex>; 2],
}

/// Maximum number of bytes of a line that are counted again for each position.
const SHORT: u32 = 4096;

impl LineIndex {
    /// Finds the line starts of a text.
    pub fn new(text: &str) -> Self {
        let starts = std::iter::once(0).chain(starts_after_breaks(text.as_bytes(), 0..text.len())).collect();
        Self { starts, len: text.len() as u32, counts: Default::default() }
    }

    /// The lines of another version of the text. Only what is between the parts that both have in common, so many bytes at the
    /// start and at the end, is searched.
    #[must_use]
    pub fn after(mut self, text: &Text, (head, tail): (usize, usize)) -> Self {
        let (len, changed_end) = (text.len() as u32, text.len() - tail);
        let kept = self.starts.partition_point(|start| *start < head.max(1) as u32);
        let moved = self.starts.partition_point(|start| *start <= self.len - tail as u32);
        let grown = len.wrapping_sub(self.len);
        self.starts[moved..].iter_mut().for_each(|start| *start = start.wrapping_add(grown));
        // A line break at the end of the first part can go on after it, and one at the end of the change likewise.
        let from = text.floor(head.saturating_sub(1));
        let changed = text.part(TextRange::from(from..text.ceil(changed_end + 1)));
        let found = starts_after_breaks(changed.as_bytes(), 0..changed_end - from).map(|start| start + from as u32);
        self.starts.splice(kept..moved, found);
        Self { starts: self.starts, len, counts: Default::default() }
    }

    /// Number of lines; an empty text has one.
    pub fn lines(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The line that contains a byte offset; the last line for an offset past the end.
    pub fn line_of(&self, offset: u32) -> u32 {
        self.starts.partition_point(|start| *start <= offset.min(self.len)) as u32 - 1
    }

    /// The range of a line without its line break; for a line past the end, the empty range at the end.
    pub fn line_range(&self, text: &(impl Parts + ?Sized), line: u32) -> TextRange {
        let Some(start) = self.starts.get(line as usize).copied() else { return TextRange::empty(self.len) };
        let next = self.starts.get(line as usize + 1).copied().unwrap_or(self.len);
        let body = text.part(TextRange::new(start, next));
        TextRange::new(start, start + body.trim_end_matches(['\n', '\r']).len() as u32)
    }

    /// The position of a byte offset. An offset inside a character counts as the start of that character; one past the
    /// end counts as the end.
    pub fn position(&self, text: &(impl Parts + ?Sized), offset: u32, encoding: Encoding) -> Position {
        let offset = text.floor(offset.min(self.len) as usize) as u32;
        let line = self.line_of(offset);
        let start = self.starts[line as usize];
        let column = match encoding {
            Encoding::Utf8 => offset - start,
            _ if offset - start <= SHORT => encoding.len(&text.part(TextRange::new(start, offset))),
            _ => {
                let text = text.whole();
                let counts = &self.counts[usize::from(encoding == Encoding::Utf32)];
                let counts = counts.get_or_init(|| UnitIndex::new(text, encoding));
                counts.at(text, offset) - counts.at(text, start)
            }
        };
        Position { line, column }
    }

    /// The position of a byte offset in every unit.
    pub fn wide_position(&self, text: &(impl Parts + ?Sized), offset: u32) -> WidePosition {
        let all = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32].map(|unit| self.position(text, offset, unit));
        WidePosition { line: all[0].line, columns: all.map(|position| position.column) }
    }

    /// The byte offset of a position. A column past the end of its line or inside a character is moved back to a valid
    /// one; a line past the end gives the end of the text.
    pub fn offset(&self, text: &(impl Parts + ?Sized), position: Position, encoding: Encoding) -> u32 {
        if position.line >= self.lines() {
            return self.len;
        }
        let range = self.line_range(text, position.line);
        range.start + column_to_bytes(&text.part(range), position.column, encoding)
    }
}

/// The starts of the lines that follow the line breaks in a range.
fn starts_after_breaks(bytes: &[u8], range: Range<usize>) -> impl Iterator<Item = u32> {
    let found = memchr::memchr2_iter(b'\n', b'\r', &bytes[range.clone()]).map(move |at| range.start + at);
    found.filter(|at| bytes[*at] != b'\r' || bytes.get(at + 1) != Some(&b'\n')).map(|at| at as u32 + 1)
}

/// The line break of the first line, or `\n` if there is only one. Inserted text uses it too.
pub fn line_break(text: &str) -> &'static str {
    match memchr::memchr2(b'\n', b'\r', text.as_bytes()) {
        Some(at) if text[at..].starts_with("\r\n") => "\r\n",
        Some(at) if text[at..].starts_with('\r') => "\r",
        _ => "\n",
    }
}

/// The number of bytes in the first `column` units of a line, clamped to the line and to whole characters.
fn column_to_bytes(line: &str, column: u32, encoding: Encoding) -> u32 {
    let mut left = column;
    for (at, c) in line.char_indices() {
        let width = encoding.width(c);
        if left < width {
            return at as u32;
        }
        left -= width;
    }
    line.len() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_three_separators_break_lines() {
        let text = "a\nb\r\nc\rd\u{0B}e\u{0C}f\u{85}g\u{2028}h\u{2029}i";
        let index = LineIndex::new(text);
        assert_eq!(index.lines(), 4);
        assert_eq!(index.line_range(text, 1).slice(text), "b");
        assert_eq!(ropey::Rope::from_str(text).len_lines(), 4, "the editor's text must agree");
    }

    #[test]
    fn offsets_and_positions_convert_back() {
        let text = "قطر 😀 x\r\n\u{1E900}é\n";
        let index = LineIndex::new(text);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            for (at, c) in text.char_indices().filter(|(_, c)| !matches!(c, '\r' | '\n')) {
                let position = index.position(text, at as u32, encoding);
                assert_eq!(index.offset(text, position, encoding), at as u32, "{c:?} in {encoding:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn lines_of_another_version(parts in prop::collection::vec(prop::sample::select(vec!["\n", "\r", "\r\n", "a", "ب", "\u{2028}"]), 0..12), from in 0usize..12, to in 0usize..12, new in prop::sample::select(vec!["", "\n", "\r", "b", "\n\r"])) {
            let (from, to) = (from.min(parts.len()), to.min(parts.len()));
            let (from, to) = (from.min(to), from.max(to));
            let (old, text) = (parts.concat(), [&parts[..from], &[new], &parts[to..]].concat().concat());
            let after = LineIndex::new(&old).after(&text.as_str().into(), crate::text::difference(&old, &text));
            prop_assert_eq!(after, LineIndex::new(&text));
        }
    }

    #[test]
    fn invalid_positions_are_clamped() {
        let text = "😀\nb";
        let index = LineIndex::new(text);
        let at = |line, column| index.offset(text, Position { line, column }, Encoding::Utf16);
        assert_eq!(at(0, 1), 0, "inside a surrogate pair");
        assert_eq!(at(0, 99), 4);
        assert_eq!(at(9, 0), text.len() as u32);
        assert_eq!(index.position(text, 2, Encoding::Utf16), Position { line: 0, column: 0 });
    }
}
