//! The actor or label at a position of a document.

use super::snapshot::{Parsed, Snapshot};
use super::uris::is_writable;
use crate::ide::{self, Renamed, Renaming, Subject};
use tower_lsp::ls_types as lsp;

/// The actor at a position.
pub(super) fn subject(snapshot: &Snapshot, position: lsp::Position) -> Option<Subject> {
    let offset = snapshot.offset(position);
    match &snapshot.parsed {
        Parsed::Article(analysis) => ide::subject(analysis, offset),
        Parsed::Registry(file) | Parsed::RegistryEntry(file) => {
            ide::subject_in_registry(file, &snapshot.project.context.registry, offset)
        }
        _ => None,
    }
}

/// The item that can be renamed at a position. Labels cannot be renamed in a document that shows another version of a file.
pub(super) fn renaming(snapshot: &Snapshot, position: lsp::Position) -> Option<Renaming> {
    let offset = snapshot.offset(position);
    let renaming = match &snapshot.parsed {
        Parsed::Article(analysis) => ide::renaming(analysis, offset),
        Parsed::Registry(file) | Parsed::RegistryEntry(file) => {
            ide::renaming_in_registry(file, &snapshot.project.context.registry, offset)
        }
        _ => None,
    };
    renaming.filter(|found| is_writable(&snapshot.uri) || matches!(found.what, Renamed::Actor(_)))
}
