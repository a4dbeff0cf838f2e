//! What becomes of an article when a part of its text is replaced: the blocks after the part move, and keep their words.

use super::prose::moved;
use super::{
    Article, Block, BlockId, CustomDay, DateMark, Definition, Directive, Link, Mention, Prose, Span, SpanKind, Target,
    Unfinished,
};
use crate::text::{ProseRange, TextRange};
use std::ops::Range;

/// A replaced part of a text: its range before and after. Both start at the same offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    pub before: TextRange,
    pub after: TextRange,
}

impl Change {
    /// How much the text after the part moves, in bytes.
    fn by(self) -> i64 {
        i64::from(self.after.end) - i64::from(self.before.end)
    }

    /// Where an offset outside of the part is now.
    fn offset(self, offset: u32) -> u32 {
        if offset >= self.before.end { moved(offset, self.by()) } else { offset }
    }

    fn range(self, range: TextRange) -> TextRange {
        TextRange::new(self.offset(range.start), self.offset(range.end))
    }

    /// Where a range of words is in the prose of the changed block, whose words changed at `at`. `None` if it is there.
    pub fn words(self, at: ProseRange, range: ProseRange) -> Option<ProseRange> {
        match range {
            range if range.end < at.start => Some(range),
            range if range.start > at.end => {
                let start = moved(range.start, self.by());
                Some(ProseRange::new(start, start + range.len()))
            }
            _ => None,
        }
    }
}

/// The items of an article that belong to the replaced blocks, and how many are in their place.
struct Places {
    old: Range<usize>,
    new: usize,
}

impl Places {
    /// The items, sorted by block, of some blocks.
    fn of<T: OfBlock>(items: &[T], blocks: &Range<BlockId>, new: usize) -> Self {
        let before = |end: BlockId| items.partition_point(|item| item.block() < end);
        Self { old: before(blocks.start)..before(blocks.end), new }
    }

    /// The index of an item after the replaced ones.
    fn after(&self, index: usize) -> usize {
        index - self.old.end + self.old.start + self.new
    }
}

impl Article {
    /// The definitions after a change that is in none of them.
    pub fn definitions_after(&self, change: Change) -> Vec<Definition> {
        self.definitions.iter().map(|one| moved_definition(one, change)).collect()
    }

    /// The article after a change, whose part held exactly the blocks `blocks`. `part` is the article of the new part: its
    /// ranges are in the new text, and its items and blocks count from zero. Metadata, definitions and directives stay.
    #[must_use]
    pub fn with_part(&self, change: Change, blocks: &Range<BlockId>, part: Self) -> Self {
        let places = Places { old: blocks.start.index()..blocks.end.index(), new: part.blocks.len() };
        let mentions = Places::of(&self.mentions, blocks, part.mentions.len());
        let marks = Places::of(&self.date_marks, blocks, part.date_marks.len());
        let unfinished = Places::of(&self.unfinished, blocks, part.unfinished.len());
        let span = |span: &Span, index: &dyn Fn(&Places, usize) -> usize| Span {
            kind: match span.kind {
                SpanKind::Mention(at) => SpanKind::Mention(index(&mentions, at)),
                SpanKind::DateMark(at) => SpanKind::DateMark(index(&marks, at)),
                SpanKind::Unfinished(at) => SpanKind::Unfinished(index(&unfinished, at)),
                SpanKind::Elsewhere => SpanKind::Elsewhere,
            },
            ..*span
        };
        let of_part = |places: &Places, at: usize| places.old.start + at;
        let by = change.by();
        let (head, rest) = self.blocks.split_at(places.old.start);
        let tail = &rest[places.old.len()..];
        let mut all = Vec::with_capacity(head.len() + part.blocks.len() + tail.len());
        all.extend_from_slice(head);
        all.extend(part.blocks.into_iter().map(|mut block| {
            block.spans.iter_mut().for_each(|own| *own = span(own, &of_part));
            block
        }));
        all.extend(tail.iter().map(|block| Block {
            range: TextRange::new(moved(block.range.start, by), moved(block.range.end, by)),
            prose: block.prose.moved(by),
            spans: block.spans.iter().map(|own| span(own, &Places::after)).collect(),
            ..*block
        }));
        let opaque = {
            let before = self.opaque.partition_point(|range| range.start < change.before.start);
            let after = self.opaque.partition_point(|range| range.start < change.before.end);
            let moved = self.opaque[after..].iter().map(|range| change.range(*range));
            self.opaque[..before].iter().copied().chain(part.opaque).chain(moved).collect()
        };
        Self {
            syntax: self.syntax,
            language: self.language,
            metadata: self.metadata.clone(),
            blocks: all,
            mentions: joined(&self.mentions, &mentions, &places, part.mentions, |one, block| {
                moved_mention(one, change, block)
            }),
            date_marks: joined(&self.date_marks, &marks, &places, part.date_marks, |one, block| {
                moved_mark(one, change, block)
            }),
            definitions: self.definitions_after(change),
            directives: self.directives.iter().map(|one| moved_directive(one, change)).collect(),
            unfinished: joined(&self.unfinished, &unfinished, &places, part.unfinished, |one, block| Unfinished {
                block,
                range: change.range(one.range),
                text: change.range(one.text),
                destination: one.destination.map(|range| change.range(range)),
                ..*one
            }),
            problems: self.problems.clone(),
            markup_problems: self.markup_problems.clone(),
            whole_page: self.whole_page.map(|range| change.range(range)),
            opaque,
            link_labels: self.link_labels.clone(),
            may_have_tags: self.may_have_tags,
        }
    }

    /// The article of one block whose words changed at one place, for [`Article::with_part`]. `None` if a link is there.
    #[must_use]
    pub fn part_with_words(&self, number: BlockId, change: Change, at: ProseRange, prose: Prose) -> Option<Self> {
        let block = &self.blocks[number];
        let own = number..number.plus(1);
        let first_mention = Places::of(&self.mentions, &own, 0).old.start;
        let first_mark = Places::of(&self.date_marks, &own, 0).old.start;
        let spans = block.spans.iter().map(|span| {
            let kind = match span.kind {
                SpanKind::Mention(at) => SpanKind::Mention(at.checked_sub(first_mention)?),
                SpanKind::DateMark(at) => SpanKind::DateMark(at.checked_sub(first_mark)?),
                SpanKind::Elsewhere => SpanKind::Elsewhere,
                SpanKind::Unfinished(_) => return None,
            };
            Some(Span { prose: change.words(at, span.prose)?, kind })
        });
        let mention = |one: &Mention| {
            let mut moved = moved_mention(one, change, BlockId::FIRST);
            moved.link.prose = change.words(at, one.link.prose)?;
            Some(moved)
        };
        let mark = |one: &DateMark| {
            let mut moved = moved_mark(one, change, BlockId::FIRST);
            moved.link.prose = change.words(at, one.link.prose)?;
            Some(moved)
        };
        let spans = spans.collect::<Option<_>>()?;
        let block = Block { range: change.range(block.range), prose, spans, ..*block };
        Some(Self {
            blocks: vec![block],
            mentions: self.mentions_of(number).iter().map(mention).collect::<Option<_>>()?,
            date_marks: self.date_marks_of(number).iter().map(mark).collect::<Option<_>>()?,
            ..Self::empty(self.syntax)
        })
    }
}

/// An item that belongs to a block.
trait OfBlock {
    fn block(&self) -> BlockId;
    fn set_block(&mut self, block: BlockId);
}

impl OfBlock for Mention {
    fn block(&self) -> BlockId {
        self.link.block
    }

    fn set_block(&mut self, block: BlockId) {
        self.link.block = block;
    }
}

impl OfBlock for DateMark {
    fn block(&self) -> BlockId {
        self.link.block
    }

    fn set_block(&mut self, block: BlockId) {
        self.link.block = block;
    }
}

impl OfBlock for Unfinished {
    fn block(&self) -> BlockId {
        self.block
    }

    fn set_block(&mut self, block: BlockId) {
        self.block = block;
    }
}

/// The items before the part, those of the part, and those after it. `moved` gives an old item its new place.
fn joined<T: OfBlock>(
    old: &[T],
    places: &Places,
    blocks: &Places,
    part: Vec<T>,
    moved: impl Fn(&T, BlockId) -> T,
) -> Vec<T> {
    let mut all = Vec::with_capacity(old.len() - places.old.len() + part.len());
    all.extend(old[..places.old.start].iter().map(|one| moved(one, one.block())));
    all.extend(part.into_iter().map(|mut one| {
        one.set_block(one.block().plus(blocks.old.start));
        one
    }));
    all.extend(old[places.old.end..].iter().map(|one| moved(one, BlockId::new(blocks.after(one.block().index())))));
    all
}

fn moved_mention(mention: &Mention, change: Change, block: BlockId) -> Mention {
    Mention {
        link: moved_link(&mention.link, change, block),
        target: moved_target(&mention.target, change),
        attributes: mention.attributes.clone(),
    }
}

fn moved_mark(mark: &DateMark, change: Change, block: BlockId) -> DateMark {
    DateMark {
        link: moved_link(&mark.link, change, block),
        target: moved_target(&mark.target, change),
        custom: mark.custom.clone().map(|custom| CustomDay { range: change.range(custom.range), ..custom }),
    }
}

fn moved_link(link: &Link, change: Change, block: BlockId) -> Link {
    Link { block, text: change.range(link.text), range: change.range(link.range), ..link.clone() }
}

fn moved_target(target: &Target, change: Change) -> Target {
    Target {
        id_range: change.range(target.id_range),
        scheme_range: change.range(target.scheme_range),
        also: target.also.iter().map(|other| moved_target(other, change)).collect(),
        ..target.clone()
    }
}

fn moved_definition(definition: &Definition, change: Change) -> Definition {
    Definition {
        label: definition.label.clone(),
        label_range: change.range(definition.label_range),
        range: change.range(definition.range),
        target: moved_target(&definition.target, change),
    }
}

fn moved_directive(directive: &Directive, change: Change) -> Directive {
    Directive {
        range: change.range(directive.range),
        verb_range: change.range(directive.verb_range),
        rules: directive.rules.iter().map(|(code, range)| (code.clone(), change.range(*range))).collect(),
        scope: change.range(directive.scope),
        ..directive.clone()
    }
}
