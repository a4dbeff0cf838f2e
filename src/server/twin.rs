//! The twin of an article: the same story in the other language.

use super::snapshot::Snapshot;
use super::uris::file_of;
use crate::ide::{self, LinkTarget};
use crate::text::TextRange;
use crate::workspace;
use tower_lsp::ls_types as lsp;

/// The twin, if an offset is in the path that names it.
pub(super) fn twin_at(snapshot: &Snapshot, offset: u32) -> Option<(TextRange, lsp::Uri)> {
    let twin = ide::twin(snapshot.analysis()?).filter(|twin| twin.range.touches(offset))?;
    let LinkTarget::Twin(path) = twin.target else { return None };
    Some((twin.range, neighbour(snapshot, &path)?))
}

/// The URI of a file by its path from the folder of a document. `None` if the file does not exist.
pub(super) fn neighbour(snapshot: &Snapshot, path: &str) -> Option<lsp::Uri> {
    let own = file_of(&snapshot.uri)?;
    let other = workspace::tidy(own.parent()?.join(path));
    lsp::Uri::from_file_path(other).filter(|_| own.parent().is_some_and(|folder| folder.join(path).is_file()))
}
