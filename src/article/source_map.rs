//! The source position of each byte of a text that a reader made: prose, or a string without its escapes.

use crate::text::{ProseRange, TextRange};

/// The source range for a range of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mapped {
    /// Exactly these bytes: replacing them replaces only the words.
    Exact(TextRange),
    /// The range contains markup or cuts a character, so it can be shown but not replaced.
    Straddles(TextRange),
}

impl Mapped {
    /// The range, exact or not.
    pub fn range(self) -> TextRange {
        match self {
            Self::Exact(range) | Self::Straddles(range) => range,
        }
    }

    /// The range, if it is exact.
    pub fn exact(self) -> Option<TextRange> {
        match self {
            Self::Exact(range) => Some(range),
            Self::Straddles(_) => None,
        }
    }
}

/// A run of a text and its source range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Segment {
    read: ProseRange,
    source: TextRange,
    /// Whether text and source are equal byte by byte; otherwise the segment is one indivisible character.
    verbatim: bool,
}

/// The segments of a text, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub(super) struct SourceMap {
    segments: Vec<Segment>,
}

impl SourceMap {
    /// Adds the segment of the next `len` bytes.
    pub(super) fn push(&mut self, len: u32, source: TextRange, verbatim: bool) {
        let at = self.segments.last().map_or(0, |last| last.read.end);
        let read = ProseRange::new(at, at + len);
        match self.segments.last_mut() {
            Some(last) if verbatim && last.verbatim && last.source.end == source.start => {
                last.read.end = read.end;
                last.source.end = source.end;
            }
            _ => self.segments.push(Segment { read, source, verbatim }),
        }
    }

    /// Adds the segments of another text after this one.
    pub(super) fn append(&mut self, next: &Self) {
        for segment in &next.segments {
            self.push(segment.read.len(), segment.source, segment.verbatim);
        }
    }

    /// The source offset after the last byte before an offset of the text.
    pub(super) fn end_of(&self, offset: u32) -> u32 {
        let last = ProseRange::new(offset.saturating_sub(1), offset);
        self.map(last).range().end
    }

    /// Extends the source of the last segment up to an offset.
    pub(super) fn extend_last(&mut self, to: u32) {
        if let Some(last) = self.segments.last_mut().filter(|last| last.source.end <= to) {
            last.source.end = to;
        }
    }

    /// From the first source byte to the last. `None` for an empty text.
    pub(super) fn source(&self) -> Option<TextRange> {
        let (first, last) = (self.segments.first()?, self.segments.last()?);
        Some(TextRange::new(first.source.start, last.source.end))
    }

    /// The least offset of the source in it; 0 for an empty text.
    pub(super) fn start(&self) -> u32 {
        self.segments.iter().map(|segment| segment.source.start).min().unwrap_or(0)
    }

    /// Counts the offsets of the source from `start`, which is not greater than any of them.
    pub(super) fn count_from(&mut self, start: u32) {
        for segment in &mut self.segments {
            segment.source = TextRange::new(segment.source.start - start, segment.source.end - start);
        }
    }

    /// The map with all offsets of the source counted from `start` earlier.
    pub(super) fn shift(&self, start: u32) -> Self {
        let moved = |segment: &Segment| Segment { source: segment.source.shift(start), ..*segment };
        Self { segments: self.segments.iter().map(moved).collect() }
    }

    /// The map after a range inside of a verbatim segment is replaced by `len` bytes. `None` if it is not inside of one.
    pub(super) fn with_other(&self, range: ProseRange, len: u32) -> Option<Self> {
        let at = self.segment_at(range.start);
        let own = *self.segments.get(at)?;
        if !own.verbatim || own.read.start >= range.start || own.read.end <= range.end {
            return None;
        }
        let moved = |offset: u32| offset - range.len() + len;
        let changed = Segment {
            read: ProseRange::new(own.read.start, moved(own.read.end)),
            source: TextRange::new(own.source.start, moved(own.source.end)),
            verbatim: true,
        };
        let mut segments = self.segments.clone();
        segments[at] = changed;
        for later in &mut segments[at + 1..] {
            // A text of several strings can go on earlier in the source.
            if later.source.start < own.source.end {
                return None;
            }
            later.read = ProseRange::new(moved(later.read.start), moved(later.read.end));
            later.source = TextRange::new(moved(later.source.start), moved(later.source.end));
        }
        Some(Self { segments })
    }

    /// The source range for a range of the text.
    pub(super) fn map(&self, range: ProseRange) -> Mapped {
        if range.is_empty() {
            return Mapped::Exact(TextRange::empty(self.map_offset(range.start)));
        }
        let first = self.segment_at(range.start);
        let last = self.segment_at(range.end - 1);
        let Some(run) = self.segments.get(first..=last) else { return Mapped::Straddles(TextRange::empty(0)) };
        let (head, tail) = (run[0], run[run.len() - 1]);
        let start = if head.verbatim { head.source.start + (range.start - head.read.start) } else { head.source.start };
        let end = if tail.verbatim { tail.source.start + (range.end - tail.read.start) } else { tail.source.end };
        let whole = (head.verbatim || head.read.start == range.start) && (tail.verbatim || tail.read.end == range.end);
        let touching = run.windows(2).all(|pair| pair[0].source.end == pair[1].source.start);
        let source = TextRange::new(start, end);
        if whole && touching { Mapped::Exact(source) } else { Mapped::Straddles(source) }
    }

    /// The source offset of the character at an offset of the text.
    pub(super) fn map_offset(&self, offset: u32) -> u32 {
        let Some(segment) = self.segments.get(self.segment_at(offset)) else { return 0 };
        match (segment.verbatim, offset >= segment.read.end) {
            (_, true) => segment.source.end,
            (true, false) => segment.source.start + (offset - segment.read.start),
            (false, false) => segment.source.start,
        }
    }

    /// The offset of the text for an offset of the source; inside markup, that of the next character. `None` outside of
    /// the text.
    pub(super) fn offset_of(&self, source: u32) -> Option<u32> {
        if !self.source()?.touches(source) {
            return None;
        }
        let at = self.segments.partition_point(|segment| segment.source.end < source);
        let segment = self.segments.get(at).or(self.segments.last())?;
        if source <= segment.source.start {
            return Some(segment.read.start);
        }
        if segment.verbatim {
            return Some(segment.read.start + (source - segment.source.start).min(segment.read.len()));
        }
        Some(if source >= segment.source.end { segment.read.end } else { segment.read.start })
    }

    /// Whether a byte is verbatim in the source, neither escaped nor replaced.
    pub(super) fn is_verbatim(&self, offset: u32) -> bool {
        self.segments.get(self.segment_at(offset)).is_some_and(|segment| segment.verbatim)
    }

    /// The map to the source of `outer`, if the source of this map is the text of `outer`. What is verbatim in both
    /// stays verbatim; everything else is indivisible.
    pub(super) fn through(&self, outer: &Self) -> Self {
        let mut out = Self::default();
        for segment in &self.segments {
            let (mut at, end) = (segment.source.start, segment.source.end);
            if !segment.verbatim {
                out.push(segment.read.len(), outer.map(ProseRange::new(at, end)).range(), false);
                continue;
            }
            for piece in &outer.segments[outer.segment_at(at).min(outer.segments.len())..] {
                let next = piece.read.end.min(end);
                if next <= at {
                    break;
                }
                out.push(next - at, outer.map(ProseRange::new(at, next)).range(), piece.verbatim);
                at = next;
            }
        }
        out
    }

    fn segment_at(&self, offset: u32) -> usize {
        let at = self.segments.partition_point(|segment| segment.read.end <= offset);
        at.min(self.segments.len().saturating_sub(1))
    }
}
