//! `textDocument/prepareRename`: what can be renamed at a position.

use crate::server::catch_panic::catch_panic;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::{request_context, subject};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    capabilities.rename_provider = Some(lsp::OneOf::Right(lsp::RenameOptions {
        prepare_provider: Some(true),
        work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
    }));
}

pub(in crate::server) async fn handle(
    _: &Session,
    params: lsp::TextDocumentPositionParams,
) -> Result<Option<lsp::PrepareRenameResponse>> {
    let Some(snapshot) = request_context::open_snapshot().await? else { return Ok(None) };
    let renaming = catch_panic("renaming", || subject::renaming(&snapshot, params.position))?;
    Ok(renaming.map(|renaming| lsp::PrepareRenameResponse::RangeWithPlaceholder {
        range: snapshot.range(renaming.range),
        placeholder: renaming.name,
    }))
}
