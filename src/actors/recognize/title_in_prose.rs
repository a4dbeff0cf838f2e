//! A title found in prose.

use crate::actors::model::ActorIndex;
use crate::text::ProseRange;
use std::ops::Range;

/// A title next to a name.
#[derive(Debug, Clone)]
pub(super) struct TitleInProse {
    pub(super) words: Range<usize>,
    pub(super) range: ProseRange,
    /// The candidates with this title; never empty.
    pub(super) holders: Vec<ActorIndex>,
}
