//! Entries of a list that is in the article's own file, as TEI has it in its header or next to its text.

use crate::actors::{ActorIndex, Lookup, Registry, parse_list};
use crate::analysis::Analysis;
use crate::syntax::pointer;
use crate::text::TextRange;
use std::sync::Arc;

/// An entry of the article's own list that a mention points to.
pub(super) struct OwnEntry {
    /// The mention.
    pub(super) origin: TextRange,
    /// The list as a registry of its own.
    pub(super) list: Registry,
    pub(super) actor: ActorIndex,
}

/// The entry that the mention at an offset points to with `#id`.
pub(super) fn own_entry(analysis: &Analysis, offset: u32) -> Option<OwnEntry> {
    let pointer = pointer(analysis.article.syntax, &analysis.text, offset)?;
    let list = Registry::new(vec![Arc::new(parse_list(&analysis.path, &analysis.text))], false);
    match list.lookup(pointer.id) {
        Lookup::Found(actor) => Some(OwnEntry { origin: pointer.range, list, actor }),
        _ => None,
    }
}
