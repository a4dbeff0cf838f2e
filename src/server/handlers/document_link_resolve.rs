//! `documentLink/resolve`: the place of an entry.

use crate::actors::Lookup;
use crate::server::catch_panic::catch_panic;
use crate::server::position::range_in;
use crate::server::registry_files::text_of;
use crate::server::request_context;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::snapshot::Snapshot;
use crate::text::LineIndex;
use std::path::Path;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types as lsp;

/// The capability is that of [`super::document_link`].
pub(in crate::server) fn advertise(_: &mut lsp::ServerCapabilities, _: ClientCapabilities) {}

pub(in crate::server) async fn handle(_: &Session, link: lsp::DocumentLink) -> Result<lsp::DocumentLink> {
    let id = link.data.as_ref().and_then(|data| data.get("id")?.as_str().map(str::to_owned));
    let (Some(id), Some(snapshot)) = (id, request_context::open_snapshot().await?) else { return Ok(link) };
    let task = tokio::task::spawn_blocking(move || catch_panic("links", || entry_address(&snapshot, &id)));
    let target = task.await.map_err(|_| Error::internal_error())??;
    Ok(lsp::DocumentLink { target, ..link })
}

/// The place of an entry in its registry file, as an address with a line. A file that a built registry replaces is read from
/// disk.
fn entry_address(snapshot: &Snapshot, id: &str) -> Option<lsp::Uri> {
    let registry = &snapshot.project.context.registry;
    let (Lookup::Found(actor) | Lookup::Merged(actor)) = registry.lookup(id) else { return None };
    let place = registry.place(actor)?;
    let file = registry.files.get(place.file)?;
    let uri = lsp::Uri::from_file_path(Path::new(&file.path))?;
    let text = text_of(&snapshot.project, file)?;
    let at = range_in(&LineIndex::new(&text), &text, place.id_range, snapshot.encoding).start;
    format!("{}#L{},{}", uri.as_str(), at.line + 1, at.character + 1).parse().ok()
}
