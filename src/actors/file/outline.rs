//! Where the entries of a registry file are, without the entries: a few bytes for each of them.
//!
//! A file is a sequence of pieces, each of which is parsed by itself and has at most one entry. An edit reads the pieces
//! that it touches again.

use super::chunks::{has_long_string, long_strings, pieces};
use super::incremental::read;
use crate::actors::file::RegistryFile;
use crate::actors::model::ActorIndex;
use crate::text::TextRange;
use std::ops::Range;

/// The bit of a start that says that the piece has an entry.
const ENTRY: u32 = 1 << 31;
/// The bit of a start that says that the piece has a string that does not end in it.
const OPEN: u32 = 1 << 30;
/// The bits of a start that are the offset. A registry file has at most 1 GiB.
const OFFSET: u32 = OPEN - 1;

/// The pieces of a registry file.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// The start of each piece, with [`ENTRY`] and [`OPEN`].
    starts: Vec<u32>,
    /// The entry of each piece; for a piece without an entry, the one before it.
    entries: Vec<ActorIndex>,
    /// The line of the id of each entry, from 0; for a piece without an entry, the line on which it starts.
    lines: Vec<u32>,
    length: u32,
    /// Number of pieces with a string that does not end in them.
    open: usize,
}

/// A change of a text: the bytes that are replaced, and how many replace them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    pub old: Range<u32>,
    pub new: u32,
}

/// A piece that was read. Its ranges are relative to its start.
#[derive(Debug)]
pub struct ReadPiece {
    /// Where it starts in the file.
    pub start: u32,
    pub file: RegistryFile,
    /// The line of the id of its entry, from the start of the piece.
    id_line: u32,
    lines: u32,
    /// Whether it has a string in triple quotation marks that does not end in it.
    is_open: bool,
}

/// What an outline keeps of a piece.
#[derive(Debug, Clone, Copy)]
pub(in crate::actors) struct PieceShape {
    start: u32,
    length: u32,
    id_line: u32,
    /// Number of line breaks.
    pub(in crate::actors) lines: u32,
    is_open: bool,
}

impl ReadPiece {
    pub(in crate::actors) fn shape(&self) -> PieceShape {
        let (start, length) = (self.start, self.file.text.len() as u32);
        PieceShape { start, length, id_line: self.id_line, lines: self.lines, is_open: self.is_open }
    }
}

/// The pieces that a change touches.
#[derive(Debug)]
pub struct TouchedPieces {
    /// The numbers of the old pieces.
    pub pieces: Range<usize>,
    /// Their old range in the text.
    pub old: TextRange,
    /// The new range in the text.
    pub new: TextRange,
    /// The line on which they start.
    line: u32,
    /// What is there now.
    pub read: Vec<ReadPiece>,
}

/// Reads a piece; `None` if it has more than one entry.
pub fn read_piece(path: &str, start: u32, text: &str) -> Option<ReadPiece> {
    let file = RegistryFile { path: path.to_owned(), text: text.into(), ..read(text).into_file() };
    if file.actors.len() > 1 {
        return None;
    }
    let lines_before = |end: usize| {
        let bytes = &text.as_bytes()[..end];
        let breaks = memchr::memchr2_iter(b'\n', b'\r', bytes);
        breaks.filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n')).count() as u32
    };
    let id_line = file.actors.first().map_or(0, |actor| lines_before((actor.id_range.start as usize).min(text.len())));
    let is_open = long_strings(text).1;
    Some(ReadPiece { start, file, id_line, lines: lines_before(text.len()), is_open })
}

/// The ranges of the pieces of a text. `None` if they cannot be read separately: keys before the first entry can conflict
/// with others.
pub(in crate::actors) fn ranges(text: &str, is_start: bool) -> Option<Vec<TextRange>> {
    let ranges = pieces(text);
    let head = ranges.first().map_or("", |head| head.slice(text));
    let is_plain = || head.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
    (!is_start || head.trim_start().starts_with("[[actor]]") || is_plain()).then_some(ranges)
}

impl Outline {
    /// An outline with room for some pieces.
    pub(in crate::actors) fn with_capacity(pieces: usize) -> Self {
        Self {
            starts: Vec::with_capacity(pieces),
            entries: Vec::with_capacity(pieces),
            lines: Vec::with_capacity(pieces),
            length: 0,
            open: 0,
        }
    }

    /// Adds a piece at the end, which starts on a line and whose entry has an index.
    pub(in crate::actors) fn push(&mut self, piece: PieceShape, line: u32, entry: Option<ActorIndex>) {
        let before = self.entries.last().copied().unwrap_or(ActorIndex(0));
        let flags = if entry.is_some() { ENTRY } else { 0 } | if piece.is_open { OPEN } else { 0 };
        self.starts.push(piece.start | flags);
        self.open += usize::from(piece.is_open);
        self.entries.push(entry.unwrap_or(before));
        self.lines.push(line + piece.id_line);
        self.length = piece.start + piece.length;
    }

    /// Number of pieces.
    pub(in crate::actors) fn len(&self) -> usize {
        self.starts.len()
    }

    /// Number of entries.
    pub fn entry_count(&self) -> usize {
        self.starts.iter().filter(|start| **start & ENTRY != 0).count()
    }

    /// The length of the text.
    pub fn text_len(&self) -> u32 {
        self.length
    }

    /// The range of a piece.
    pub(in crate::actors) fn range(&self, piece: usize) -> TextRange {
        let start = |piece: usize| self.starts.get(piece).map_or(self.length, |start| start & OFFSET);
        TextRange::new(start(piece), start(piece + 1))
    }

    /// The entry of a piece.
    pub(in crate::actors) fn entry(&self, piece: usize) -> Option<ActorIndex> {
        (self.starts.get(piece)? & ENTRY != 0).then(|| self.entries[piece])
    }

    /// The first entry at a piece or after it.
    pub(in crate::actors) fn entry_from(&self, piece: usize) -> Option<ActorIndex> {
        (piece..self.len()).find_map(|piece| self.entry(piece))
    }

    /// The last entry before a piece.
    pub(in crate::actors) fn entry_before(&self, piece: usize) -> Option<ActorIndex> {
        (0..piece).rev().find_map(|piece| self.entry(piece))
    }

    /// The piece of an entry.
    pub(in crate::actors) fn piece_of(&self, entry: ActorIndex) -> Option<usize> {
        let first = self.entries.partition_point(|other| *other < entry);
        let same = self.entries[first..].iter().take_while(|other| **other == entry).count();
        (first..first + same).find(|piece| self.entry(*piece) == Some(entry))
    }

    /// The line of the id of the entry of a piece, from 1.
    pub(in crate::actors) fn id_line(&self, piece: usize) -> u32 {
        self.lines.get(piece).map_or(0, |line| line + 1)
    }

    /// The piece that has a byte.
    pub(in crate::actors) fn piece_at(&self, offset: u32) -> usize {
        self.starts.partition_point(|start| start & OFFSET <= offset).saturating_sub(1)
    }

    /// Reads the pieces that a change touches. `text` gives a range of the new text, and `line` the line of an offset of it.
    /// `None` if the file must be read as a whole.
    pub fn touch(
        &self,
        path: &str,
        splice: &Splice,
        text: &dyn Fn(TextRange) -> String,
        line: &dyn Fn(u32) -> u32,
    ) -> Option<TouchedPieces> {
        // A line break before a header, or the header itself, can be gone.
        let mut first = self.piece_at(splice.old.start.saturating_sub(1));
        let last = self.piece_at(splice.old.end.min(self.length)).min(self.len().checked_sub(1)?);
        let old_end = self.range(last).end;
        let new_length = self.length - (splice.old.end - splice.old.start) + splice.new;
        let new_end = old_end - (splice.old.end - splice.old.start) + splice.new;
        loop {
            let new = TextRange::new(self.range(first).start, new_end);
            let source = text(new);
            let begins = source.lines().next().is_some_and(super::begins_entry);
            if first > 0 && !begins {
                first -= 1;
                continue;
            }
            let open = (first..=last).filter(|piece| self.starts[*piece] & OPEN != 0).count();
            if has_long_string(&source) {
                // A string can begin or end in another piece.
                let rest = || text(TextRange::new(new_end, new_length));
                if self.open > open || (long_strings(&source).1 && has_long_string(&rest())) {
                    return None;
                }
            }
            let ranges = ranges(&source, first == 0)?;
            let one = |range: &TextRange| read_piece(path, new.start + range.start, range.slice(&source));
            let read = ranges.iter().map(one).collect::<Option<Vec<_>>>()?;
            let (old, line) = (TextRange::new(new.start, old_end), line(new.start));
            return Some(TouchedPieces { pieces: first..last + 1, old, new, line, read });
        }
    }

    /// Gives all entries new indexes, by piece.
    pub(in crate::actors) fn renumber(&mut self, entries: impl Iterator<Item = Option<ActorIndex>>) {
        let mut before = ActorIndex(0);
        for (slot, entry) in self.entries.iter_mut().zip(entries) {
            before = entry.unwrap_or(before);
            *slot = before;
        }
    }

    /// Replaces the pieces that a change touched; `entries` are the indexes of the new ones, and `by_lines` is how many lines
    /// were added.
    pub(in crate::actors) fn replace(
        &mut self,
        touched: &TouchedPieces,
        entries: &[Option<ActorIndex>],
        by_lines: i64,
    ) {
        let by = i64::from(touched.new.end) - i64::from(touched.old.end);
        let open = touched.pieces.clone().filter(|piece| self.starts[*piece] & OPEN != 0).count();
        let mut part = Self::default();
        let mut line = touched.line;
        if let Some(before) = self.entry_before(touched.pieces.start) {
            part.entries.push(before);
            part.starts.push(0);
            part.lines.push(0);
        }
        let skip = part.len();
        for (piece, entry) in touched.read.iter().zip(entries) {
            part.push(piece.shape(), line, *entry);
            line += piece.lines;
        }
        let after = touched.pieces.end..self.len();
        for start in &mut self.starts[after.clone()] {
            *start = start.wrapping_add(by as u32);
        }
        for line in &mut self.lines[after] {
            *line = line.wrapping_add(by_lines as u32);
        }
        self.starts.splice(touched.pieces.clone(), part.starts.drain(skip..));
        self.entries.splice(touched.pieces.clone(), part.entries.drain(skip..));
        self.lines.splice(touched.pieces.clone(), part.lines.drain(skip..));
        self.length = self.length.wrapping_add(by as u32);
        self.open = self.open + part.open - open;
        // Pieces without an entry after the replaced ones have the index of an entry that can be gone.
        let end = touched.pieces.start + touched.read.len();
        let before = self.entries.get(end.wrapping_sub(1)).copied().unwrap_or(ActorIndex(0));
        for piece in end..self.len() {
            if self.starts[piece] & ENTRY != 0 {
                break;
            }
            self.entries[piece] = before;
        }
    }
}
