//! Visible text with a map to the source. Link destinations, emphasis marks, entities, escapes and line breaks do not
//! occur in prose. Every range of prose maps to the source, exactly or with markup in between.

use super::Decoded;
use super::source_map::{Mapped, SourceMap};
use crate::text::{ProseRange, TextRange, opaque_parts};
use std::borrow::Cow;
use std::sync::Arc;

/// Placeholder in prose for images and code, so that the words around them are not adjacent.
pub const OBJECT: char = '\u{FFFC}';

/// The text of one block, with the source position of each byte. Copies share their words, also where they move in the
/// source.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Prose {
    /// The offset that the map counts from.
    start: u32,
    words: Arc<Words>,
}

/// Prose without its place in the source.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
struct Words {
    text: String,
    map: SourceMap,
    /// URLs, template tags and other opaque parts, in order and disjoint.
    opaque: Vec<ProseRange>,
}

impl Prose {
    /// Prose that is in the source verbatim, from `start` on.
    pub fn verbatim(text: &str, start: u32) -> Self {
        let mut builder = ProseBuilder::default();
        builder.verbatim(text, start);
        builder.finish()
    }

    pub fn text(&self) -> &str {
        &self.words.text
    }

    /// The words in a range.
    pub fn slice(&self, range: ProseRange) -> &str {
        range.slice(self.text())
    }

    /// The range of the whole text.
    pub fn full(&self) -> ProseRange {
        ProseRange::new(0, self.text().len() as u32)
    }

    /// Whether another prose has the same words and the same opaque parts.
    pub(crate) fn reads_as(&self, other: &Self) -> bool {
        self.is_shared_with(other) || (self.text() == other.text() && self.opaque() == other.opaque())
    }

    /// Whether another prose is a copy of this one, perhaps at another place of the source.
    pub(crate) fn is_shared_with(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.words, &other.words)
    }

    /// Moves the prose: the text of the source before it has grown by so many bytes. To shrink it wraps around.
    pub(super) fn shift(&mut self, by: u32) {
        self.start = self.start.wrapping_add(by);
    }

    /// The opaque parts, in order and disjoint: URLs, handles, template tags. Names and dates in them are ignored.
    pub fn opaque(&self) -> &[ProseRange] {
        &self.words.opaque
    }

    /// Whether a range overlaps an opaque part without containing it. A registry can have `example.org` as a name.
    pub fn is_opaque(&self, range: ProseRange) -> bool {
        range.cuts(self.opaque())
    }

    /// The prose with other words in a range whose words are verbatim in the source, also next to it.
    pub(crate) fn with_words(&self, range: ProseRange, new: &str) -> Option<Self> {
        let old = self.text();
        let text = [&old[..range.start as usize], new, &old[range.end as usize..]].concat();
        let map = self.words.map.with_other(range, new.len() as u32)?;
        let opaque = opaque_parts(&text);
        Some(Self { start: self.start, words: Arc::new(Words { text, map, opaque }) })
    }

    /// The words with each byte of an opaque part replaced by a control character, so that offsets stay valid.
    pub fn readable(&self) -> Cow<'_, str> {
        let text = self.text();
        if self.opaque().is_empty() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for part in self.opaque() {
            out.push_str(&text[at..part.start as usize]);
            out.extend(std::iter::repeat_n('\u{1A}', part.len() as usize));
            at = part.end as usize;
        }
        out.push_str(&text[at..]);
        Cow::Owned(out)
    }

    /// Marks the prose of the given source ranges, in order, as opaque.
    pub(crate) fn hide(&mut self, parts: &[TextRange]) {
        let Some(TextRange { start, end }) = self.words.map.source().map(|range| range.shift(self.start)) else {
            return;
        };
        let from = parts.partition_point(|part| part.end <= start);
        let own = parts[from..].iter().take_while(|part| part.start < end);
        let hidden = own.filter_map(|part| {
            let from = self.prose_offset(part.start.max(start))?;
            let to = self.prose_offset(part.end.min(end))?;
            (from < to).then(|| ProseRange::new(from, to))
        });
        let hidden: Vec<ProseRange> = hidden.collect();
        if hidden.is_empty() {
            return;
        }
        let mut all: Vec<ProseRange> = hidden.into_iter().chain(self.opaque().iter().copied()).collect();
        all.sort_unstable();
        let mut joined: Vec<ProseRange> = Vec::with_capacity(all.len());
        for part in all {
            match joined.last_mut().filter(|last| last.end >= part.start) {
                Some(last) => *last = last.cover(part),
                None => joined.push(part),
            }
        }
        Arc::make_mut(&mut self.words).opaque = joined;
    }

    /// The source range for a range of prose.
    pub fn map(&self, range: ProseRange) -> Mapped {
        match self.words.map.map(range) {
            Mapped::Exact(range) => Mapped::Exact(range.shift(self.start)),
            Mapped::Straddles(range) => Mapped::Straddles(range.shift(self.start)),
        }
    }

    /// The source offset of the character at an offset of prose.
    pub fn map_offset(&self, offset: u32) -> u32 {
        self.words.map.map_offset(offset) + self.start
    }

    /// The offset of prose for an offset of the source; inside markup, that of the next character. `None` outside of
    /// the block's text.
    pub fn prose_offset(&self, offset: u32) -> Option<u32> {
        self.words.map.offset_of(offset.checked_sub(self.start)?)
    }

    /// Whether a byte of prose is verbatim in the source, neither escaped nor replaced.
    pub fn is_verbatim(&self, offset: u32) -> bool {
        self.words.map.is_verbatim(offset)
    }

    /// The same prose, mapped to the source of the text that it was read from.
    #[must_use]
    pub fn through(self, decoded: &Decoded) -> Self {
        let map = self.words.map.shift(self.start).through(&decoded.map);
        Words { map, ..Arc::unwrap_or_clone(self.words) }.at_its_place()
    }
}

impl Words {
    /// The prose of words whose map counts from the start of the source.
    fn at_its_place(mut self) -> Prose {
        let start = self.map.start();
        self.map.count_from(start);
        Prose { start, words: Arc::new(self) }
    }
}

/// Builds prose from left to right.
#[derive(Debug, Default)]
pub struct ProseBuilder {
    words: Words,
    /// Whether the last segment is a line break that can be extended by markup at the start of the next line.
    after_break: bool,
}

impl ProseBuilder {
    /// Number of bytes so far.
    pub fn len(&self) -> u32 {
        self.words.text.len() as u32
    }

    /// Adds text that is verbatim in the source at `start`.
    pub fn verbatim(&mut self, text: &str, start: u32) {
        let source = TextRange::new(start, start + text.len() as u32);
        self.push(text, source, true);
    }

    /// Adds text that represents the range `source`: an entity, an escape, an image.
    pub fn replaced(&mut self, text: &str, source: TextRange) {
        self.push(text, source, false);
    }

    /// Adds a line break, which becomes a space.
    pub fn line_break(&mut self, source: TextRange) {
        self.push(" ", source, false);
        self.after_break = true;
    }

    /// Finishes the prose.
    pub fn finish(mut self) -> Prose {
        self.words.opaque = opaque_parts(&self.words.text);
        self.words.at_its_place()
    }

    fn push(&mut self, text: &str, source: TextRange, verbatim: bool) {
        if text.is_empty() {
            return;
        }
        if std::mem::take(&mut self.after_break) {
            self.words.map.extend_last(source.start);
        }
        self.words.text.push_str(text);
        self.words.map.push(text.len() as u32, source, verbatim);
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
    fn words_map_back_exactly_or_straddle_markup() {
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
    fn half_a_character_is_not_exact() {
        let (source, prose) = sample();
        let apostrophe = find(&prose, "’");
        let half = ProseRange::new(apostrophe.start + 1, apostrophe.end);
        assert_eq!(prose.map(half), Mapped::Straddles(TextRange::new(12, 19)));
        assert_eq!(TextRange::new(12, 19).slice(source), "&#8217;");
    }

    #[test]
    fn source_offsets_map_to_prose() {
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
