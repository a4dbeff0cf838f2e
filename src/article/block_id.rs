//! The index of a block in an article.

use super::{Article, Block};
use std::ops::{Index, IndexMut};

/// The index of a block in [`Article::blocks`]. Another article, and another version of it, has other indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockId(usize);

impl BlockId {
    /// The first block.
    pub const FIRST: Self = Self(0);

    /// The block with an index in a list of blocks.
    #[inline]
    pub const fn new(index: usize) -> Self {
        Self(index)
    }

    /// The index into a list with one item for each block.
    #[inline]
    pub const fn index(self) -> usize {
        self.0
    }

    /// The block that is `count` blocks further on.
    #[inline]
    #[must_use]
    pub const fn plus(self, count: usize) -> Self {
        Self(self.0 + count)
    }

    /// The block that is `count` blocks further back. `None` if there are fewer before it.
    #[inline]
    pub fn minus(self, count: usize) -> Option<Self> {
        self.0.checked_sub(count).map(Self)
    }
}

impl Index<BlockId> for Vec<Block> {
    type Output = Block;

    #[inline]
    fn index(&self, block: BlockId) -> &Block {
        &self[block.0]
    }
}

impl IndexMut<BlockId> for Vec<Block> {
    #[inline]
    fn index_mut(&mut self, block: BlockId) -> &mut Block {
        &mut self[block.0]
    }
}

impl Article {
    /// The block with an index, if there is one.
    pub fn block(&self, block: BlockId) -> Option<&Block> {
        self.blocks.get(block.0)
    }

    /// The indexes of all blocks.
    pub fn block_ids(&self) -> impl DoubleEndedIterator<Item = BlockId> + ExactSizeIterator + use<> {
        (0..self.blocks.len()).map(BlockId)
    }

    /// All blocks with their indexes.
    pub fn numbered_blocks(&self) -> impl DoubleEndedIterator<Item = (BlockId, &Block)> + ExactSizeIterator + Clone {
        self.blocks.iter().enumerate().map(|(index, block)| (BlockId(index), block))
    }
}
