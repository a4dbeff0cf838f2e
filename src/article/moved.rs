//! What becomes of an article when a part of its text is replaced: the blocks after the part move, and keep their words.

use super::{
    Article, Block, BlockId, DateMark, Definition, Directive, Link, Mention, Prose, Span, SpanKind, Target, Unfinished,
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
    /// How much the text after the part moves, in bytes. To move back wraps around.
    fn by(self) -> u32 {
        self.after.end.wrapping_sub(self.before.end)
    }

    /// Where an offset outside of the part is now.
    fn offset(self, offset: u32) -> u32 {
        if offset >= self.before.end { offset.wrapping_add(self.by()) } else { offset }
    }

    fn range(self, range: TextRange) -> TextRange {
        TextRange::new(self.offset(range.start), self.offset(range.end))
    }

    /// Where a range of words is in the prose of the changed block, whose words changed at `at`. `None` if it is there.
    pub fn words(self, at: ProseRange, range: ProseRange) -> Option<ProseRange> {
        match range {
            range if range.end < at.start => Some(range),
            range if range.start > at.end => {
                let start = range.start.wrapping_add(self.by());
                Some(ProseRange::new(start, start + range.len()))
            }
            _ => None,
        }
    }
}

/// A part of an article that replaces some of its blocks.
#[derive(Debug, Clone)]
pub struct Patch {
    pub change: Change,
    /// The blocks that the part held before the change, and no others.
    pub blocks: Range<BlockId>,
    /// The article of the part as it is now. Its ranges are in the new text, and its items and blocks count from zero.
    pub part: Article,
}

/// Blocks that were replaced: their indexes before and after. Both start at the same one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    pub before: Range<usize>,
    pub after: Range<usize>,
}

impl Splice {
    /// The new index of a block that was not replaced.
    pub fn index(&self, index: usize) -> usize {
        if index < self.before.end { index } else { index - self.before.end + self.after.end }
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

    /// The index of an item of the part.
    fn of_part(&self, index: usize) -> usize {
        self.old.start + index
    }

    /// Whether the items after the replaced ones keep their indexes.
    fn is_even(&self) -> bool {
        self.old.len() == self.new
    }
}

impl Article {
    /// The definitions after a change that is in none of them.
    pub fn definitions_after(&self, change: Change) -> Vec<Definition> {
        let mut definitions = self.definitions.clone();
        for definition in &mut definitions {
            move_definition(definition, change);
        }
        definitions
    }

    /// Replaces some blocks. Metadata, definitions and directives stay, and what is after the part moves.
    pub fn replace(&mut self, patch: Patch) -> Splice {
        let Patch { change, blocks, part } = patch;
        let places = Places { old: blocks.start.index()..blocks.end.index(), new: part.blocks.len() };
        let mentions = Places::of(&self.mentions, &blocks, part.mentions.len());
        let marks = Places::of(&self.date_marks, &blocks, part.date_marks.len());
        let unfinished = Places::of(&self.unfinished, &blocks, part.unfinished.len());
        let renumber = |block: &mut Block, index: &dyn Fn(&Places, usize) -> usize| {
            for span in &mut block.spans {
                match &mut span.kind {
                    SpanKind::Mention(at) => *at = index(&mentions, *at),
                    SpanKind::DateMark(at) => *at = index(&marks, *at),
                    SpanKind::Unfinished(at) => *at = index(&unfinished, *at),
                    SpanKind::Elsewhere => {}
                }
            }
        };
        let by = change.by();
        let is_renumbered = ![&mentions, &marks, &unfinished].into_iter().all(Places::is_even);
        for block in &mut self.blocks[places.old.end..] {
            block.range =
                TextRange { start: block.range.start.wrapping_add(by), end: block.range.end.wrapping_add(by) };
            block.prose.shift(by);
            if is_renumbered {
                renumber(block, &Places::after);
            }
        }
        self.special.replace(&self.blocks[places.old.clone()], &part.blocks);
        let own = part.blocks.into_iter().map(|mut block| {
            renumber(&mut block, &Places::of_part);
            block
        });
        self.blocks.splice(places.old.clone(), own);
        splice(&mut self.mentions, &mentions, &places, part.mentions, |one| {
            move_link(&mut one.link, change);
            move_target(&mut one.target, change);
        });
        splice(&mut self.date_marks, &marks, &places, part.date_marks, |one| move_mark(one, change));
        splice(&mut self.unfinished, &unfinished, &places, part.unfinished, |one| {
            one.range = change.range(one.range);
            one.text = change.range(one.text);
            one.destination = one.destination.map(|range| change.range(range));
        });
        self.definitions.iter_mut().for_each(|one| move_definition(one, change));
        self.directives.iter_mut().for_each(|one| move_directive(one, change));
        self.whole_page = self.whole_page.map(|range| change.range(range));
        let before = self.opaque.partition_point(|range| range.start < change.before.start);
        let after = self.opaque.partition_point(|range| range.start < change.before.end);
        self.opaque[after..].iter_mut().for_each(|range| *range = change.range(*range));
        self.opaque.splice(before..after, part.opaque);
        Splice { before: places.old.clone(), after: places.old.start..places.old.start + places.new }
    }

    /// The article of one block whose words changed at one place, for a [`Patch`]. `None` if a link is there.
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
            let mut moved = one.clone();
            move_link(&mut moved.link, change);
            move_target(&mut moved.target, change);
            moved.link.block = BlockId::FIRST;
            moved.link.prose = change.words(at, one.link.prose)?;
            Some(moved)
        };
        let mark = |one: &DateMark| {
            let mut moved = one.clone();
            move_mark(&mut moved, change);
            moved.link.block = BlockId::FIRST;
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

/// Replaces the items of the replaced blocks, and moves the others.
fn splice<T: OfBlock>(items: &mut Vec<T>, places: &Places, blocks: &Places, part: Vec<T>, move_item: impl Fn(&mut T)) {
    for (at, item) in items.iter_mut().enumerate() {
        move_item(item);
        if at >= places.old.end {
            item.set_block(BlockId::new(blocks.after(item.block().index())));
        }
    }
    let own = part.into_iter().map(|mut item| {
        item.set_block(item.block().plus(blocks.old.start));
        item
    });
    items.splice(places.old.clone(), own);
}

fn move_mark(mark: &mut DateMark, change: Change) {
    move_link(&mut mark.link, change);
    move_target(&mut mark.target, change);
    if let Some(custom) = &mut mark.custom {
        custom.range = change.range(custom.range);
    }
}

fn move_link(link: &mut Link, change: Change) {
    link.text = change.range(link.text);
    link.range = change.range(link.range);
}

fn move_target(target: &mut Target, change: Change) {
    target.id_range = change.range(target.id_range);
    target.scheme_range = change.range(target.scheme_range);
    target.also.iter_mut().for_each(|other| move_target(other, change));
}

fn move_definition(definition: &mut Definition, change: Change) {
    definition.label_range = change.range(definition.label_range);
    definition.range = change.range(definition.range);
    move_target(&mut definition.target, change);
}

fn move_directive(directive: &mut Directive, change: Change) {
    directive.range = change.range(directive.range);
    directive.verb_range = change.range(directive.verb_range);
    directive.rules.iter_mut().for_each(|(_, range)| *range = change.range(*range));
    directive.scope = change.range(directive.scope);
}
