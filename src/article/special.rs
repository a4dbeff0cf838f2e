//! The blocks that are not running text, which most articles do not have.

use super::{Article, Block, BlockId, BlockKind};
use std::sync::OnceLock;

/// A kind of block that few articles have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Special {
    Stamp,
    Dateline,
    Furniture,
}

impl Special {
    fn of(block: &Block) -> Option<Self> {
        match block.kind {
            BlockKind::Stamp => Some(Self::Stamp),
            BlockKind::Dateline => Some(Self::Dateline),
            BlockKind::Furniture(_) => Some(Self::Furniture),
            _ => None,
        }
    }
}

/// How many blocks of each special kind there are, once that was needed.
#[derive(Clone, Default)]
pub struct SpecialCounts(OnceLock<[usize; 3]>);

impl SpecialCounts {
    /// Counts other blocks in place of some.
    pub(super) fn replace(&mut self, old: &[Block], new: &[Block]) {
        if let Some(counts) = self.0.get_mut() {
            old.iter().filter_map(Special::of).for_each(|kind| counts[kind as usize] -= 1);
            new.iter().filter_map(Special::of).for_each(|kind| counts[kind as usize] += 1);
        }
    }
}

impl std::fmt::Debug for SpecialCounts {
    /// Two equal articles look the same, whether their blocks were counted or not.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SpecialCounts")
    }
}

impl Article {
    /// The blocks of a special kind. To be called when all blocks have been read.
    pub fn special_blocks(&self, kind: Special) -> impl Iterator<Item = (BlockId, &Block)> {
        let counts = self.special.0.get_or_init(|| {
            let mut counts = [0; 3];
            self.blocks.iter().filter_map(Special::of).for_each(|kind| counts[kind as usize] += 1);
            counts
        });
        let all = (counts[kind as usize] > 0).then(|| self.numbered_blocks());
        all.into_iter().flatten().filter(move |(_, block)| Special::of(block) == Some(kind))
    }
}
