//! Results for blocks that are kept from one version of an article to the next.
//!
//! A result can depend on the block, on the text next to it, and on what holds for the whole article: its language,
//! reference date, metadata, settings and registry. All of that is in the state of the block, a hash, but not its place. A
//! result that depends on other blocks must not be kept.

use super::{Analysis, Edit, datelines};
use crate::article::{Block, BlockId, Splice};
use crate::text::{Parts, Text, TextRange, difference};
use foldhash::HashMap;
use foldhash::fast::FixedState;
use std::any::{Any, TypeId};
use std::borrow::Cow;
use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use xxhash_rust::xxh3::xxh3_64;

/// How many bytes around a block belong to its state: what is written into a block depends on its line.
const AROUND: usize = 64;

/// The results of one type in an article, by block, and their sum. Many blocks have none.
pub struct Column<T, S = ()> {
    states: Arc<Vec<u64>>,
    variant: u64,
    results: Vec<(BlockId, Arc<T>)>,
    sum: S,
}

impl<T, S> Column<T, S> {
    /// The result for a block.
    pub fn get(&self, block: BlockId) -> Option<&T> {
        let at = self.results.binary_search_by_key(&block, |(at, _)| *at).ok()?;
        Some(&self.results[at].1)
    }

    /// The results with the blocks that they are of.
    pub fn iter(&self) -> impl Iterator<Item = (BlockId, &T)> + Clone {
        self.results.iter().map(|(at, result)| (*at, &**result))
    }

    /// The sum of all results.
    pub fn sum(&self) -> &S {
        &self.sum
    }

    /// How many results are of blocks before a block.
    fn before(&self, block: usize) -> usize {
        self.results.partition_point(|(at, _)| at.index() < block)
    }

    /// Replaces results: those of the replaced blocks, and those of changed ones.
    fn update(
        &mut self,
        splice: &Splice,
        new: Vec<(BlockId, Arc<T>)>,
        changed: Vec<(BlockId, Option<Arc<T>>)>,
        add: impl Fn(&mut S, &T, bool),
    ) {
        let replaced = self.before(splice.before.start)..self.before(splice.before.end);
        self.results[replaced.clone()].iter().for_each(|(_, old)| add(&mut self.sum, old, false));
        for (_, new) in &new {
            add(&mut self.sum, new, true);
        }
        if splice.before != splice.after {
            for (at, _) in &mut self.results[replaced.end..] {
                *at = BlockId::new(splice.index(at.index()));
            }
        }
        self.results.splice(replaced, new);
        for (block, result) in changed {
            let place = self.before(block.index());
            let known = self.results.get_mut(place).filter(|(at, _)| *at == block);
            if let Some(new) = &result {
                add(&mut self.sum, new, true);
            }
            match (known, result) {
                (Some((_, known)), Some(new)) => {
                    let old = std::mem::replace(known, new);
                    add(&mut self.sum, &old, false);
                }
                (Some(_), None) => add(&mut self.sum, &self.results.remove(place).1, false),
                (None, Some(new)) => self.results.insert(place, (block, new)),
                (None, None) => {}
            }
        }
    }
}

/// Adds an amount to a sum of results, or takes it away.
pub fn add_or_remove(sum: &mut usize, amount: usize, is_new: bool) {
    *sum = if is_new { *sum + amount } else { *sum - amount };
}

/// What is kept of the last versions of a document.
#[derive(Default)]
pub struct Columns {
    /// The columns by their types.
    of_types: Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
    states: Mutex<Option<States>>,
    /// The last texts without what a rule searches, by the type that the rule marks them with.
    free: Mutex<HashMap<TypeId, Text>>,
    compared: Mutex<Option<Compared>>,
}

/// Two versions of a text, and how many bytes at the start and at the end are equal.
struct Compared {
    old: Text,
    new: Text,
    common: (usize, usize),
}

impl std::fmt::Debug for Columns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Columns").finish_non_exhaustive()
    }
}

impl Columns {
    /// How many bytes at the start and at the end of two versions are equal; see [`difference`].
    pub fn common(&self, old: &Text, new: &Text) -> (usize, usize) {
        let is_known = |known: &&Compared| known.old.is(old) && known.new.is(new);
        let known = lock(&self.compared).as_ref().filter(is_known).map(|known| known.common);
        known.unwrap_or_else(|| {
            let common = difference(old, new);
            self.set_common(old, new, common);
            common
        })
    }

    /// Notes how many bytes at the start and at the end of two versions are equal.
    pub fn set_common(&self, old: &Text, new: &Text, common: (usize, usize)) {
        *lock(&self.compared) = Some(Compared { old: old.clone(), new: new.clone(), common });
    }

    /// Takes the last column of a type. The caller can change it if no one else reads it.
    fn take<C: Any + Send + Sync>(&self) -> Option<Arc<C>> {
        lock(&self.of_types).remove(&TypeId::of::<C>())?.downcast().ok()
    }

    fn keep<C: Any + Send + Sync>(&self, column: &Arc<C>) {
        lock(&self.of_types).insert(TypeId::of::<C>(), column.clone());
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Analysis {
    /// The results of this type; `None` for a block without one. Those of the last version are used again for blocks in the
    /// same state. A result must depend on nothing but the state of its block, and its places count from the start of the
    /// block's prose.
    pub fn of_blocks<T: Any + Send + Sync>(&self, compute: impl Fn(BlockId) -> Option<T>) -> Arc<Column<T>> {
        self.sum_of_blocks(compute, |(), _, _| {})
    }

    /// The results of this type and their sum. `add` adds a result to the sum, or takes it away if it is not `true`.
    pub fn sum_of_blocks<T: Any + Send + Sync, S: Any + Send + Sync + Clone + Default>(
        &self,
        compute: impl Fn(BlockId) -> Option<T>,
        add: impl Fn(&mut S, &T, bool),
    ) -> Arc<Column<T, S>> {
        self.variant_of_blocks(0, |block| Some(compute(block)), add).unwrap_or_else(|| Arc::new(Column::empty(0)))
    }

    /// The results of this type, of which the last variant is kept, and their sum. `None` if `compute` returns `None` for a
    /// block.
    pub fn variant_of_blocks<T: Any + Send + Sync, S: Any + Send + Sync + Clone + Default>(
        &self,
        variant: u64,
        mut compute: impl FnMut(BlockId) -> Option<Option<T>>,
        add: impl Fn(&mut S, &T, bool),
    ) -> Option<Arc<Column<T, S>>> {
        let BlockStates { of_blocks: states, delta } = self.block_states();
        let last = self.columns.take::<Column<T, S>>().filter(|last| last.variant == variant);
        let last = last.unwrap_or_else(|| Arc::new(Column::empty(variant)));
        if Arc::ptr_eq(&last.states, states) {
            self.columns.keep(&last);
            return Some(last);
        }
        let known = delta.as_ref().filter(|delta| Arc::ptr_eq(&delta.before, &last.states));
        let compared = known.is_none().then(|| Delta::between(&last.states, states));
        let Delta { before, splice, changed } = known.or(compared.as_ref())?;
        let mut moved = HashMap::default();
        if splice.after.len() > 1 {
            let old = splice.before.clone().map(|at| (before[at], at));
            moved.extend(old);
        }
        let mut compute = |at: usize| compute(BlockId::new(at)).map(|result| result.map(Arc::new));
        let result = |at: usize| {
            let old = *moved.get(&states[at])?;
            Some(last.results.get(last.before(old)).filter(|(at, _)| at.index() == old))
        };
        let new: Option<Vec<(BlockId, Option<Arc<T>>)>> = (splice.after.clone())
            .map(|at| match result(at) {
                Some(known) => Some((BlockId::new(at), known.map(|(_, known)| known.clone()))),
                None => Some((BlockId::new(at), compute(at)?)),
            })
            .collect();
        let new = new.and_then(|new| {
            let changed = changed.iter().map(|at| Some((BlockId::new(*at), compute(*at)?)));
            Some((new, changed.collect::<Option<Vec<_>>>()?))
        });
        let Some((new, changed)) = new else {
            self.columns.keep(&last);
            return None;
        };
        let new = new.into_iter().filter_map(|(at, result)| Some((at, result?))).collect();
        let mut column = Arc::unwrap_or_clone(last);
        column.update(splice, new, changed, add);
        column.states = states.clone();
        let column = Arc::new(column);
        self.columns.keep(&column);
        Some(column)
    }

    /// Whether a search finds nothing in the text. `T` marks the search. After an edit only the text around it is searched, so
    /// the search must see all it needs in what it finds and `reach` bytes on both sides.
    pub fn is_text_free_of<T: Any>(&self, reach: usize, is_free: impl Fn(&str) -> bool) -> bool {
        let marker = TypeId::of::<T>();
        let last = lock(&self.columns.free).get(&marker).cloned();
        let (from, to) = last.map_or((0, self.text.len()), |last| {
            let (head, tail) = self.columns.common(&last, &self.text);
            (head.saturating_sub(reach), self.text.len() - tail.saturating_sub(reach))
        });
        let is_free = is_free(&part_around(&self.text, from..to));
        if self.is_kept {
            let mut free = lock(&self.columns.free);
            if is_free {
                free.insert(marker, self.text.clone())
            } else {
                free.remove(&marker)
            };
        }
        is_free
    }

    /// A range with the line breaks after it.
    pub fn with_line_breaks(&self, range: TextRange) -> TextRange {
        let mut end = range.end as usize;
        while matches!(&*self.text.part(TextRange::from(end..end + 1)), "\n" | "\r") {
            end += 1;
        }
        TextRange::new(range.start, end as u32)
    }

    /// Whether results are kept for another version of the article.
    pub fn keeps_results(&self) -> bool {
        self.is_kept
    }

    /// A hash for each block of all that its results may depend on. Without another version only the block counts.
    fn block_states(&self) -> &BlockStates {
        self.block_states.get_or_init(|| {
            if !self.is_kept {
                let epoch = self.epoch << 32;
                let of_blocks = (0..self.article.blocks.len() as u64).map(|block| epoch | block).collect();
                return BlockStates { of_blocks: Arc::new(of_blocks), delta: None };
            }
            let mut kept = lock(&self.columns.states);
            let (states, delta) = match kept.take() {
                Some(last) => last.next(self),
                None => (States::of(self), None),
            };
            let of_blocks = states.of_blocks.clone();
            *kept = Some(states);
            BlockStates { of_blocks, delta }
        })
    }
}

impl<T, S: Default> Column<T, S> {
    fn empty(variant: u64) -> Self {
        Self { states: Arc::default(), variant, results: Vec::new(), sum: S::default() }
    }
}

impl<T, S: Clone> Clone for Column<T, S> {
    fn clone(&self) -> Self {
        let Self { states, variant, results, sum } = self;
        Self { states: states.clone(), variant: *variant, results: results.clone(), sum: sum.clone() }
    }
}

/// The states of the blocks of a version, and what they differ in from those of the version before, if that is known.
pub struct BlockStates {
    of_blocks: Arc<Vec<u64>>,
    delta: Option<Delta>,
}

/// What the states of two versions differ in.
struct Delta {
    before: Arc<Vec<u64>>,
    splice: Splice,
    /// The blocks with another state that were not replaced, by their new indexes.
    changed: Vec<usize>,
}

impl Delta {
    fn between(before: &Arc<Vec<u64>>, after: &[u64]) -> Self {
        let head = before.iter().zip(after).take_while(|(one, other)| one == other).count();
        let rest = before[head..].iter().rev().zip(after[head..].iter().rev());
        let tail = rest.take_while(|(one, other)| one == other).count();
        let splice = Splice { before: head..before.len() - tail, after: head..after.len() - tail };
        Self { before: before.clone(), splice, changed: Vec::new() }
    }
}

/// The states of all blocks of a version, and what they were computed from.
struct States {
    version: u64,
    /// A hash of what holds for the whole article.
    whole: u64,
    /// The block that can begin with a dateline.
    head: Option<BlockId>,
    /// A hash of the names of each block that has some.
    names: Vec<(usize, u64)>,
    of_blocks: Arc<Vec<u64>>,
}

impl States {
    fn of(analysis: &Analysis) -> Self {
        let mut states = Self::without_blocks(analysis);
        states.of_blocks = Arc::new(analysis.article.block_ids().map(|at| states.of_block(analysis, at)).collect());
        states
    }

    fn without_blocks(analysis: &Analysis) -> Self {
        let article = &analysis.article;
        let mut whole = FixedState::default().build_hasher();
        (analysis.epoch, article.language, analysis.reference, &analysis.path).hash(&mut whole);
        (article.syntax, &article.metadata).hash(&mut whole);
        Self {
            version: analysis.version,
            whole: whole.finish(),
            head: datelines::head_block(article),
            names: names(analysis),
            of_blocks: Arc::default(),
        }
    }

    /// The states of the next version. Only those of blocks that an edit can have changed are computed, if it is known.
    fn next(self, analysis: &Analysis) -> (Self, Option<Delta>) {
        let mut next = Self::without_blocks(analysis);
        let edit = analysis.edit.as_ref().filter(|_| self.version + 1 == next.version && self.whole == next.whole);
        let Some(Edit { splice, common }) = edit else {
            return (Self::of(analysis), None);
        };
        let before = self.of_blocks.clone();
        let mut of_blocks = Vec::with_capacity(analysis.article.blocks.len());
        of_blocks.extend_from_slice(&before[..splice.before.start]);
        of_blocks.extend(splice.after.clone().map(|at| next.of_block(analysis, BlockId::new(at))));
        of_blocks.extend_from_slice(&before[splice.before.end..]);
        let mut changed = self.may_differ(&next, analysis, splice, *common);
        changed.sort_unstable();
        changed.dedup();
        changed.retain(|at| {
            let state = next.of_block(analysis, BlockId::new(*at));
            std::mem::replace(&mut of_blocks[*at], state) != state
        });
        next.of_blocks = Arc::new(of_blocks);
        (next, Some(Delta { before, splice: splice.clone(), changed }))
    }

    /// The blocks that were not replaced and can have another state, by their new indexes.
    fn may_differ(&self, next: &Self, analysis: &Analysis, splice: &Splice, common: (usize, usize)) -> Vec<usize> {
        // Half a character at the border of the text around a block counts.
        let around = AROUND + 4;
        let (from, to) = (common.0.saturating_sub(around), analysis.text.len() - common.1 + around);
        let is_near = |block: &Block| block.range.end as usize > from && (block.range.start as usize) < to;
        let mut found = Vec::new();
        for (at, block) in analysis.article.blocks.iter().enumerate() {
            if is_near(block) {
                found.push(at);
            }
        }
        let kept = |at: &usize| !splice.before.contains(at);
        let old = self.names.iter().filter(|(at, _)| kept(at)).map(|(at, names)| (splice.index(*at), *names));
        found.extend(differing(old, next.names.iter().copied()));
        let head = self.head.map(BlockId::index).filter(kept).map(|at| splice.index(at));
        let new_head = next.head.map(BlockId::index);
        if head != new_head {
            found.extend(head.into_iter().chain(new_head));
        }
        found.retain(|at| !splice.after.contains(at));
        found
    }

    fn of_block(&self, analysis: &Analysis, at: BlockId) -> u64 {
        let (article, block): (_, &Block) = (&analysis.article, &analysis.article.blocks[at]);
        let mut state = FixedState::with_seed(self.whole).build_hasher();
        let range = block.range.to_usize();
        let text = part_around(&analysis.text, range.start.saturating_sub(AROUND)..range.end + AROUND);
        let nature = (block.kind, block.quoted, block.holds_links, block.language, block.direction);
        (xxh3_64(text.as_bytes()), block.range.len(), nature).hash(&mut state);
        // A tag that begins in another block hides words here, and a definition elsewhere makes a link.
        (xxh3_64(block.prose.text().as_bytes()), block.prose.opaque()).hash(&mut state);
        let names = self.names.binary_search_by_key(&at.index(), |(at, _)| *at).map(|found| self.names[found].1);
        (analysis.in_body(block), self.head == Some(at), names.unwrap_or(0)).hash(&mut state);
        for mention in article.mentions_of(at) {
            (&mention.target.scheme, &mention.target.id, &mention.target.authority, mention.link.prose)
                .hash(&mut state);
        }
        for mark in article.date_marks_of(at) {
            (&mark.target.id, mark.link.prose).hash(&mut state);
        }
        state.finish()
    }
}

/// The keys of which two sorted lists have different values.
fn differing(
    one: impl Iterator<Item = (usize, u64)>,
    other: impl Iterator<Item = (usize, u64)>,
) -> impl Iterator<Item = usize> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    std::iter::from_fn(move || {
        loop {
            match (one.peek().copied(), other.peek().copied()) {
                (None, None) => return None,
                (Some(left), Some(right)) if left == right => {
                    one.next();
                    other.next();
                }
                (Some((at, _)), right) if right.is_none_or(|(other, _)| at <= other) => {
                    one.next();
                    return Some(at);
                }
                _ => return other.next().map(|(at, _)| at),
            }
        }
    })
}

/// A hash of the names of each block that has some.
fn names(analysis: &Analysis) -> Vec<(usize, u64)> {
    let of_blocks = analysis.names.chunk_by(|one, next| one.block == next.block);
    let hashes = of_blocks.map(|names| {
        let mut hash = FixedState::default().build_hasher();
        for name in names {
            (&name.matched, name.certainty, &name.actors, name.linked).hash(&mut hash);
        }
        (names[0].block.index(), hash.finish())
    });
    hashes.collect()
}

/// The characters of a text that are in a range, or partly in it.
fn part_around(text: &Text, range: Range<usize>) -> Cow<'_, str> {
    text.part(TextRange::from(text.floor(range.start)..text.ceil(range.end)))
}
