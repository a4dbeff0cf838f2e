//! Results for blocks that are kept from one version of an article to the next.
//!
//! A result can depend on the block, on the text next to it, and on what holds for the whole article: its language,
//! reference date, metadata, settings and registry. All of that is in the state of the block, a hash, but not its place. A
//! result that depends on other blocks must not be kept.

use super::{Analysis, datelines};
use crate::article::{Article, Block, BlockId};
use crate::text::{ceil_char, difference, floor_char};
use foldhash::fast::FixedState;
use foldhash::{HashMap, HashMapExt};
use std::any::{Any, TypeId};
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use xxhash_rust::xxh3::xxh3_64;

/// How many bytes around a block belong to its state: what is written into a block depends on its line.
const AROUND: usize = 64;

/// The results of one type for all blocks of an article, by block.
pub struct Column<T> {
    states: Arc<[u64]>,
    variant: u64,
    results: Vec<Arc<T>>,
}

impl<T> std::ops::Deref for Column<T> {
    type Target = [Arc<T>];

    fn deref(&self) -> &[Arc<T>] {
        &self.results
    }
}

impl<T> std::ops::Index<BlockId> for Column<T> {
    type Output = T;

    #[inline]
    fn index(&self, block: BlockId) -> &T {
        &self.results[block.index()]
    }
}

impl<T> Column<T> {
    /// The results with the blocks that they are of.
    pub fn numbered(&self) -> impl Iterator<Item = (BlockId, &Arc<T>)> {
        self.results.iter().enumerate().map(|(index, result)| (BlockId::new(index), result))
    }
}

/// What is kept of the last versions of a document.
#[derive(Default)]
pub struct Columns {
    /// The columns by the type of their results.
    of_types: Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
    states: Mutex<Option<Arc<States>>>,
    /// The last texts without what a rule searches, by the type that the rule marks them with.
    free: Mutex<HashMap<TypeId, Arc<str>>>,
    compared: Mutex<Option<Compared>>,
}

/// Two versions of a text, and how many bytes at the start and at the end are equal.
struct Compared {
    old: Arc<str>,
    new: Arc<str>,
    common: (usize, usize),
}

impl std::fmt::Debug for Columns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Columns").finish_non_exhaustive()
    }
}

impl Columns {
    /// How many bytes at the start and at the end of two versions are equal; see [`difference`].
    pub fn common(&self, old: &Arc<str>, new: &Arc<str>) -> (usize, usize) {
        let mut compared = lock(&self.compared);
        let is_known = |known: &&Compared| Arc::ptr_eq(&known.old, old) && Arc::ptr_eq(&known.new, new);
        if let Some(known) = compared.as_ref().filter(is_known) {
            return known.common;
        }
        let common = difference(old, new);
        *compared = Some(Compared { old: old.clone(), new: new.clone(), common });
        common
    }

    /// Takes the last column of a type. The caller can change it if no one else reads it.
    fn take<T: Any + Send + Sync>(&self) -> Option<Arc<Column<T>>> {
        lock(&self.of_types).remove(&TypeId::of::<T>())?.downcast().ok()
    }

    fn keep<T: Any + Send + Sync>(&self, column: &Arc<Column<T>>) {
        lock(&self.of_types).insert(TypeId::of::<T>(), column.clone());
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Analysis {
    /// The results of this type for all blocks. Those of the last version are used again for blocks in the same state. A
    /// result must depend on nothing but the state of its block, and its places count from the start of the block's prose.
    pub fn of_blocks<T: Any + Send + Sync>(&self, compute: impl Fn(BlockId) -> T) -> Arc<Column<T>> {
        match self.variant_of_blocks(0, |block| Some(compute(block))) {
            Some(column) => column,
            None => Arc::new(Column { states: Arc::default(), variant: 0, results: Vec::new() }),
        }
    }

    /// The results of this type for all blocks, of which the last variant is kept. `None` if `compute` returns `None` for a
    /// block.
    pub fn variant_of_blocks<T: Any + Send + Sync>(
        &self,
        variant: u64,
        mut compute: impl FnMut(BlockId) -> Option<T>,
    ) -> Option<Arc<Column<T>>> {
        let states = self.block_states();
        let last = self.columns.take::<T>().filter(|last| last.variant == variant);
        let last = last.unwrap_or_else(|| Arc::new(Column { states: Arc::default(), variant, results: Vec::new() }));
        if Arc::ptr_eq(&last.states, &states) || last.states == states {
            self.columns.keep(&last);
            return Some(last);
        }
        let (head, tail) = common(&last.states, &states);
        let replaced = head..last.states.len() - tail;
        let changed = head..states.len() - tail;
        let mut between = HashMap::new();
        if changed.len() > 1 {
            let known = last.states[replaced.clone()].iter().copied().zip(&last.results[replaced.clone()]);
            between.extend(known.map(|(state, known)| (state, known.clone())));
        }
        let new: Option<Vec<Arc<T>>> = changed
            .map(|block| match between.get(&states[block]) {
                Some(known) => Some(known.clone()),
                None => compute(BlockId::new(block)).map(Arc::new),
            })
            .collect();
        let Some(new) = new else {
            self.columns.keep(&last);
            return None;
        };
        let mut results = match Arc::try_unwrap(last) {
            Ok(last) => last.results,
            Err(shared) => shared.results.clone(),
        };
        results.splice(replaced, new);
        let column = Arc::new(Column { states, variant, results });
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
        let is_free = is_free(&self.text[floor_char(&self.text, from)..ceil_char(&self.text, to)]);
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

    /// Whether results are kept for another version of the article.
    pub fn keeps_results(&self) -> bool {
        self.is_kept
    }

    /// A hash for each block of all that its results may depend on. Without another version only the block counts.
    fn block_states(&self) -> Arc<[u64]> {
        let states = self.block_states.get_or_init(|| {
            if !self.is_kept {
                let epoch = self.epoch << 32;
                return (0..self.article.blocks.len() as u64).map(|block| epoch | block).collect();
            }
            let mut last = lock(&self.columns.states);
            let states = Arc::new(States::of(self, last.as_deref()));
            *last = Some(states.clone());
            states.of_blocks.clone()
        });
        states.clone()
    }
}

/// How many items at the start and at the end of two lists are equal. The two do not overlap.
fn common(one: &[u64], other: &[u64]) -> (usize, usize) {
    let head = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let rest = one[head..].iter().rev().zip(other[head..].iter().rev());
    (head, rest.take_while(|(one, other)| one == other).count())
}

/// The states of all blocks of a version, and what they were computed from.
struct States {
    text: Arc<str>,
    article: Arc<Article>,
    /// A hash of what holds for the whole article.
    whole: u64,
    /// The block that can begin with a dateline.
    head: Option<BlockId>,
    /// A hash of the names of each block; 0 for none.
    names: Vec<u64>,
    of_blocks: Arc<[u64]>,
}

impl States {
    fn of(analysis: &Analysis, last: Option<&Self>) -> Self {
        let article = &analysis.article;
        let mut whole = FixedState::default().build_hasher();
        (analysis.epoch, article.language, analysis.reference, &analysis.path).hash(&mut whole);
        (article.syntax, &article.metadata).hash(&mut whole);
        let mut states = Self {
            text: analysis.text.clone(),
            article: article.clone(),
            whole: whole.finish(),
            head: datelines::head_block(article),
            names: names(analysis),
            of_blocks: Arc::default(),
        };
        let (head, tail) = last
            .filter(|last| last.whole == states.whole)
            .map_or((0, 0), |last| states.unchanged_since(last, analysis.columns.common(&last.text, &states.text)));
        let len = article.blocks.len();
        let known = last.map_or(&[][..], |last| &last.of_blocks);
        let changed = (head..len - tail).map(|at| states.of_block(analysis, BlockId::new(at)));
        states.of_blocks =
            known[..head].iter().copied().chain(changed).chain(known[known.len() - tail..].iter().copied()).collect();
        states
    }

    /// How many blocks at the start and at the end are in the state that they were in. The two do not overlap.
    fn unchanged_since(&self, last: &Self, (same_head, same_tail): (usize, usize)) -> (usize, usize) {
        let (new, old) = (&self.article.blocks, &last.article.blocks);
        let shorter = new.len().min(old.len());
        // Half a character at the border of the text around a block counts.
        let around = AROUND + 4;
        let is_same = |at: usize, before: usize| {
            let (block, earlier) = (&new[at], &old[before]);
            block.prose.is_shared_with(&earlier.prose)
                && nature(block) == nature(earlier)
                && self.names[at] == last.names[before]
                && (self.head == Some(BlockId::new(at))) == (last.head == Some(BlockId::new(before)))
        };
        let head = (0..shorter)
            .take_while(|at| new[*at].range.end as usize + around <= same_head && is_same(*at, *at))
            .count();
        let tail = (1..=shorter - head)
            .take_while(|back| {
                let at = new.len() - back;
                self.text.len() + around <= new[at].range.start as usize + same_tail && is_same(at, old.len() - back)
            })
            .count();
        (head, tail)
    }

    fn of_block(&self, analysis: &Analysis, at: BlockId) -> u64 {
        let (article, block): (_, &Block) = (&self.article, &self.article.blocks[at]);
        let mut state = FixedState::with_seed(self.whole).build_hasher();
        let text = surroundings(&analysis.text, block.range.to_usize());
        (xxh3_64(text.as_bytes()), block.range.len(), nature(block)).hash(&mut state);
        // A tag that begins in another block hides words here, and a definition elsewhere makes a link.
        (xxh3_64(block.prose.text().as_bytes()), block.prose.opaque()).hash(&mut state);
        (analysis.in_body(block), self.head == Some(at), self.names[at.index()]).hash(&mut state);
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

/// What a block is, apart from its words.
fn nature(block: &Block) -> impl Hash + PartialEq + use<> {
    (block.kind, block.quoted, block.holds_links, block.language, block.direction)
}

/// A hash of the names of each block; 0 for none.
fn names(analysis: &Analysis) -> Vec<u64> {
    let mut hashes = vec![0; analysis.article.blocks.len()];
    for names in analysis.names.chunk_by(|one, next| one.block == next.block) {
        let mut hash = FixedState::default().build_hasher();
        for name in names {
            (&name.matched, name.certainty, &name.actors, name.linked).hash(&mut hash);
        }
        hashes[names[0].block.index()] = hash.finish() | 1;
    }
    hashes
}

/// A range of a text and some bytes on both sides.
fn surroundings(text: &str, range: std::ops::Range<usize>) -> &str {
    let (start, end) = (range.start.saturating_sub(AROUND), range.end + AROUND);
    &text[floor_char(text, start)..ceil_char(text, end)]
}
