//! The entries that were edited since the others were encoded.

use crate::actors::model::{Actor, ActorIndex};
use foldhash::HashSet;

/// What was edited since an image was made.
#[derive(Debug, Clone, Default)]
pub(super) struct Delta {
    /// The entries that were edited or added, by their indexes.
    pub(super) entries: Vec<(ActorIndex, Actor)>,
    /// The entries of the image that were edited or removed.
    pub(super) removed: HashSet<ActorIndex>,
    /// Entries with an id that an earlier entry has.
    pub(super) shadowed: HashSet<ActorIndex>,
}

impl Delta {
    /// Whether an entry of the image is hidden.
    pub(super) fn hides(&self, actor: ActorIndex) -> bool {
        self.removed.contains(&actor) || self.shadowed.contains(&actor)
    }

    /// How many entries of the image are hidden. Entries in memory that are shadowed are not indexed.
    pub(super) fn hidden_of_base(&self) -> usize {
        let own = self.shadowed.iter().filter(|actor| self.position(**actor).is_ok()).count();
        self.removed.len() + self.shadowed.len() - own
    }

    pub(super) fn position(&self, actor: ActorIndex) -> Result<usize, usize> {
        self.entries.binary_search_by_key(&actor, |(index, _)| *index)
    }
}
