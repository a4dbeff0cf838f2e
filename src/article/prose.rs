//! What a reader reads, with the way back to the source. Link text, emphasis, entities, escapes and line breaks
//! vanish from prose; every range of prose maps back exactly or says that it straddles markup.

use crate::text::{ProseRange, TextRange, opaque_parts};
use std::borrow::Cow;

/// Stands in prose for what is not text (an image, code), so that words on its two sides are not neighbours.
pub const OBJECT: char = '\u{FFFC}';

/// The text of one block and where each of its bytes came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prose {
    text: String,
    segments: Vec<Segment>,
    /// Addresses, tags of templates and the like, in order and disjoint.
    opaque: Vec<ProseRange>,
}

/// Where a range of prose is in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mapped {
    /// Exactly these bytes: replacing them replaces the words and nothing else.
    Exact(TextRange),
    /// From the first byte to the last, with markup in between or a character cut in two: good for showing, not
    /// for replacing.
    Straddles(TextRange),
}

impl Mapped {
    /// The bytes, exact or not.
    pub fn range(self) -> TextRange {
        match self {
            Self::Exact(range) | Self::Straddles(range) => range,
        }
    }

    /// The bytes where they are exact.
    pub fn exact(self) -> Option<TextRange> {
        match self {
            Self::Exact(range) => Some(range),
            Self::Straddles(_) => None,
        }
    }
}

/// A run of prose and the source that it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Segment {
    prose: ProseRange,
    source: TextRange,
    /// Whether each byte of prose is a byte of the source; otherwise the segment is one indivisible character.
    verbatim: bool,
}

impl Prose {
    /// Prose that is in the source as it is, from `start` on.
    pub fn verbatim(text: &str, start: u32) -> Self {
        let mut builder = ProseBuilder::default();
        builder.verbatim(text, start);
        builder.finish()
    }

    /// The words.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The words of a range.
    pub fn slice(&self, range: ProseRange) -> &str {
        range.slice(&self.text)
    }

    /// The range of all of it.
    pub fn full(&self) -> ProseRange {
        ProseRange::new(0, self.text.len() as u32)
    }

    /// Whether another reads alike: the same words, and the same parts of them opaque.
    pub(crate) fn reads_as(&self, other: &Self) -> bool {
        self.text == other.text && self.opaque == other.opaque
    }

    /// The words and their opaque parts, without the way back to the source.
    pub(crate) fn words(&self) -> Self {
        Self { text: self.text.clone(), segments: Vec::new(), opaque: self.opaque.clone() }
    }

    /// Its opaque parts, in order and disjoint: addresses, handles, tags of templates. They name no one and no day.
    pub fn opaque(&self) -> &[ProseRange] {
        &self.opaque
    }

    /// Whether a range reaches into an opaque part. One that holds whole opaque parts does not: a registry may have
    /// `example.org` as a name.
    pub fn is_opaque(&self, range: ProseRange) -> bool {
        range.cuts(&self.opaque)
    }

    /// The words with a control character in place of each byte of an opaque part: offsets stay as they are.
    pub fn readable(&self) -> Cow<'_, str> {
        if self.opaque.is_empty() {
            return Cow::Borrowed(&self.text);
        }
        let mut out = String::with_capacity(self.text.len());
        let mut at = 0;
        for part in &self.opaque {
            out.push_str(&self.text[at..part.start as usize]);
            out.extend(std::iter::repeat_n('\u{1A}', part.len() as usize));
            at = part.end as usize;
        }
        out.push_str(&self.text[at..]);
        Cow::Owned(out)
    }

    /// Makes opaque what was read from parts of the source, in order.
    pub(crate) fn hide(&mut self, parts: &[TextRange]) {
        let (Some(first), Some(last)) = (self.segments.first(), self.segments.last()) else { return };
        let (start, end) = (first.source.start, last.source.end);
        let from = parts.partition_point(|part| part.end <= start);
        let own = parts[from..].iter().take_while(|part| part.start < end);
        let hidden = own.filter_map(|part| {
            let from = self.prose_offset(part.start.max(start))?;
            let to = self.prose_offset(part.end.min(end))?;
            (from < to).then(|| ProseRange::new(from, to))
        });
        let mut all: Vec<ProseRange> = hidden.chain(self.opaque.iter().copied()).collect();
        all.sort_unstable();
        let mut joined: Vec<ProseRange> = Vec::with_capacity(all.len());
        for part in all {
            match joined.last_mut().filter(|last| last.end >= part.start) {
                Some(last) => *last = last.cover(part),
                None => joined.push(part),
            }
        }
        self.opaque = joined;
    }

    /// Where a range of prose is in the source.
    pub fn map(&self, range: ProseRange) -> Mapped {
        if range.is_empty() {
            return Mapped::Exact(TextRange::empty(self.map_offset(range.start)));
        }
        let first = self.segment_at(range.start);
        let last = self.segment_at(range.end - 1);
        let Some(run) = self.segments.get(first..=last) else { return Mapped::Straddles(TextRange::empty(0)) };
        let (head, tail) = (run[0], run[run.len() - 1]);
        let start =
            if head.verbatim { head.source.start + (range.start - head.prose.start) } else { head.source.start };
        let end = if tail.verbatim { tail.source.start + (range.end - tail.prose.start) } else { tail.source.end };
        let whole =
            (head.verbatim || head.prose.start == range.start) && (tail.verbatim || tail.prose.end == range.end);
        let touching = run.windows(2).all(|pair| pair[0].source.end == pair[1].source.start);
        let source = TextRange::new(start, end);
        if whole && touching { Mapped::Exact(source) } else { Mapped::Straddles(source) }
    }

    /// Where an offset of prose is in the source: before the character that it precedes.
    pub fn map_offset(&self, offset: u32) -> u32 {
        let Some(segment) = self.segments.get(self.segment_at(offset)) else { return 0 };
        match (segment.verbatim, offset >= segment.prose.end) {
            (_, true) => segment.source.end,
            (true, false) => segment.source.start + (offset - segment.prose.start),
            (false, false) => segment.source.start,
        }
    }

    /// The offset of prose that an offset of the source falls on; inside markup, the next character of prose.
    /// `None` outside of the block's text.
    pub fn prose_offset(&self, offset: u32) -> Option<u32> {
        let first = self.segments.first()?;
        let last = self.segments.last()?;
        if offset < first.source.start || offset > last.source.end {
            return None;
        }
        let at = self.segments.partition_point(|segment| segment.source.end < offset);
        let segment = self.segments.get(at).unwrap_or(last);
        if offset <= segment.source.start {
            return Some(segment.prose.start);
        }
        if segment.verbatim {
            return Some(segment.prose.start + (offset - segment.source.start).min(segment.prose.len()));
        }
        Some(if offset >= segment.source.end { segment.prose.end } else { segment.prose.start })
    }

    /// Whether a byte of prose is in the source as itself, neither escaped nor replaced.
    pub fn is_verbatim(&self, offset: u32) -> bool {
        self.segments.get(self.segment_at(offset)).is_some_and(|segment| segment.verbatim)
    }

    fn segment_at(&self, offset: u32) -> usize {
        let at = self.segments.partition_point(|segment| segment.prose.end <= offset);
        at.min(self.segments.len().saturating_sub(1))
    }
}

/// Collects prose from left to right.
#[derive(Debug, Default)]
pub struct ProseBuilder {
    prose: Prose,
    /// Whether the last segment is a line break that may still take in the markup at the start of the next line.
    after_break: bool,
}

impl ProseBuilder {
    /// Bytes of prose so far.
    pub fn len(&self) -> u32 {
        self.prose.text.len() as u32
    }

    /// Text that is at `start` of the source as it is.
    pub fn verbatim(&mut self, text: &str, start: u32) {
        let source = TextRange::new(start, start + text.len() as u32);
        self.push(text, source, true);
    }

    /// Text that represents `source`: an entity, an escape, an image.
    pub fn replaced(&mut self, text: &str, source: TextRange) {
        self.push(text, source, false);
    }

    /// A line break, which reads as a space.
    pub fn line_break(&mut self, source: TextRange) {
        self.push(" ", source, false);
        self.after_break = true;
    }

    /// The prose collected.
    pub fn finish(mut self) -> Prose {
        self.prose.opaque = opaque_parts(&self.prose.text);
        self.prose
    }

    fn push(&mut self, text: &str, source: TextRange, verbatim: bool) {
        if text.is_empty() {
            return;
        }
        let at = self.len();
        let prose = ProseRange::new(at, at + text.len() as u32);
        self.prose.text.push_str(text);
        let after_break = std::mem::take(&mut self.after_break);
        if let Some(last) = self.prose.segments.last_mut() {
            if after_break && last.source.end <= source.start {
                last.source.end = source.start;
            }
            if verbatim && last.verbatim && last.source.end == source.start {
                last.prose.end = prose.end;
                last.source.end = source.end;
                return;
            }
        }
        self.prose.segments.push(Segment { prose, source, verbatim });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `**Angela** O&#8217;Brien` and a second line in a block quotation.
    fn sample() -> (&'static str, Prose) {
        let source = "**Angela** O&#8217;Brien\n> said";
        let mut builder = ProseBuilder::default();
        builder.verbatim("Angela", 2);
        builder.verbatim(" O", 10);
        builder.replaced("’", TextRange::new(12, 19));
        builder.verbatim("Brien", 19);
        builder.line_break(TextRange::new(24, 25));
        builder.verbatim("said", 27);
        (source, builder.finish())
    }

    fn find(prose: &Prose, words: &str) -> ProseRange {
        let at = prose.text().find(words).unwrap();
        ProseRange::from(at..at + words.len())
    }

    #[test]
    fn words_map_back_exactly_or_straddle() {
        let (source, prose) = sample();
        assert_eq!(prose.text(), "Angela O’Brien said");
        let exact = |words| prose.map(find(&prose, words)).exact().map(|range| range.slice(source));
        assert_eq!(exact("Angela"), Some("Angela"));
        assert_eq!(exact("O’Brien"), Some("O&#8217;Brien"));
        assert_eq!(exact("Brien said"), Some("Brien\n> said"), "a break takes in the quotation mark of the next line");
        assert_eq!(exact("Angela O"), None);
        assert_eq!(prose.map(find(&prose, "Angela O")).range().slice(source), "Angela** O");
    }

    #[test]
    fn half_a_character_straddles() {
        let (source, prose) = sample();
        let apostrophe = find(&prose, "’");
        let half = ProseRange::new(apostrophe.start + 1, apostrophe.end);
        assert_eq!(prose.map(half), Mapped::Straddles(TextRange::new(12, 19)));
        assert_eq!(TextRange::new(12, 19).slice(source), "&#8217;");
    }

    #[test]
    fn source_offsets_find_their_prose() {
        let (_, prose) = sample();
        assert_eq!(prose.prose_offset(0), None, "the opening asterisks belong to no word");
        assert_eq!(prose.prose_offset(4), Some(2));
        assert_eq!(prose.prose_offset(9), Some(6));
        assert_eq!(prose.prose_offset(15), Some(8), "inside an entity");
        assert_eq!(prose.prose_offset(29), Some(prose.text().find("said").unwrap() as u32 + 2));
        assert_eq!(prose.prose_offset(99), None);
        assert_eq!(Prose::default().map(ProseRange::new(0, 3)), Mapped::Straddles(TextRange::empty(0)));
    }
}
