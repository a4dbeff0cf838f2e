//! Results for one block that are kept from one version of an article to the next.
//!
//! A result can depend on the block, on the text next to it, and on what holds for the whole article: its language,
//! reference date, metadata, settings and registry. All of that is in the key of the block, but not its place. A result
//! that depends on other blocks must not be kept.

use super::{Analysis, datelines};
use crate::article::Block;
use crate::text::{ceil_char, floor_char};
use foldhash::fast::FixedState;
use std::any::{Any, TypeId};
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};
use xxhash_rust::xxh3::xxh3_64;

/// How many bytes around a block belong to its key: what is written into a block depends on its line.
const AROUND: usize = 64;

/// How many results of one type are kept: blocks with equal words, such as the cells of a table, share them.
const ALIKE: usize = 8;

/// The results of a block, or of some blocks with equal words, by type.
#[derive(Debug, Default)]
pub(super) struct KeptResults {
    results: Mutex<Vec<Kept>>,
}

#[derive(Debug)]
struct Kept {
    of: TypeId,
    /// The state of the block that it is a result of.
    state: u64,
    result: Arc<dyn Any + Send + Sync>,
}

impl KeptResults {
    fn get(&self, of: TypeId, state: u64) -> Option<Arc<dyn Any + Send + Sync>> {
        let results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        let found = results.iter().find(|kept| kept.of == of && kept.state == state)?;
        Some(found.result.clone())
    }

    fn set(&self, kept: Kept) {
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        let alike = || results.iter().filter(|other| other.of == kept.of).count();
        if alike() >= ALIKE
            && let Some(oldest) = results.iter().position(|other| other.of == kept.of)
        {
            results.remove(oldest);
        }
        results.push(kept);
    }
}

impl Analysis {
    /// The result of this type that was kept for a block in the same state.
    pub fn kept<T: Any + Send + Sync>(&self, block: usize) -> Option<Arc<T>> {
        let found = self.memories[block].kept().get(TypeId::of::<T>(), self.block_state(block))?;
        found.downcast().ok()
    }

    /// Keeps a result for a block. It must depend on nothing but the state of the block, and hold no places outside of it.
    pub fn keep<T: Any + Send + Sync>(&self, block: usize, result: T) -> Arc<T> {
        let result = Arc::new(result);
        let kept = Kept { of: TypeId::of::<T>(), state: self.block_state(block), result: result.clone() };
        self.memories[block].kept().set(kept);
        result
    }

    /// The results of this type for all blocks, in order; see [`Self::kept_or`].
    pub fn kept_of_blocks<T: Any + Send + Sync>(&self, compute: impl Fn(usize) -> T) -> Vec<Arc<T>> {
        let all = 0..self.article.blocks.len();
        if !self.is_kept {
            return all.map(|block| Arc::new(compute(block))).collect();
        }
        all.map(|block| self.kept_or(block, || compute(block))).collect()
    }

    /// Whether results are kept for another version of the article.
    pub fn keeps_results(&self) -> bool {
        self.is_kept
    }

    /// The kept result of this type for a block, or else a new one, which is kept. Its places count from the start of the
    /// block's prose.
    pub fn kept_or<T: Any + Send + Sync>(&self, block: usize, compute: impl FnOnce() -> T) -> Arc<T> {
        self.kept(block).unwrap_or_else(|| self.keep(block, compute()))
    }

    /// A hash of all that a result of a block may depend on. Without another version only the block counts.
    fn block_state(&self, block: usize) -> u64 {
        if !self.is_kept {
            return (self.epoch << 32) | block as u64;
        }
        self.block_states.get_or_init(|| states(self))[block]
    }
}

fn states(analysis: &Analysis) -> Vec<u64> {
    let article = &analysis.article;
    let mut whole = FixedState::default().build_hasher();
    (analysis.epoch, article.language, analysis.reference, &analysis.path).hash(&mut whole);
    (article.syntax, &article.metadata).hash(&mut whole);
    let whole = whole.finish();
    let head = datelines::head_block(article);
    let mut names = analysis.names.as_slice();
    let state = |(at, block): (usize, &Block)| {
        let mut state = FixedState::with_seed(whole).build_hasher();
        let text = surroundings(&analysis.text, block.range.to_usize());
        (xxh3_64(text.as_bytes()), block.range.len(), block.kind, block.quoted, block.holds_links).hash(&mut state);
        (analysis.in_body(block), head == Some(at)).hash(&mut state);
        let own = names.partition_point(|name| name.block <= at);
        for name in &names[..own] {
            (&name.matched, name.certainty, &name.actors, name.linked).hash(&mut state);
        }
        names = &names[own..];
        for mention in article.mentions_of(at) {
            (&mention.target.scheme, &mention.target.id, &mention.target.authority, mention.link.prose)
                .hash(&mut state);
        }
        for mark in article.date_marks_of(at) {
            (&mark.target.id, mark.link.prose).hash(&mut state);
        }
        state.finish()
    };
    article.blocks.iter().enumerate().map(state).collect()
}

/// A range of a text and some bytes on both sides.
fn surroundings(text: &str, range: std::ops::Range<usize>) -> &str {
    let (start, end) = (range.start.saturating_sub(AROUND), range.end + AROUND);
    &text[floor_char(text, start)..ceil_char(text, end)]
}
