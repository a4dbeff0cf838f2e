//! `textDocument/willSaveWaitUntil`: applies safe fixes when a document is saved by hand, if the user wants that.

use crate::ide;
use crate::server::request_context;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::uris::is_writable;
use crate::server::workspace_edit::text_edits;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    if let Some(lsp::TextDocumentSyncCapability::Options(sync)) = &mut capabilities.text_document_sync {
        sync.will_save_wait_until = Some(true);
    }
}

pub(in crate::server) async fn handle(
    session: &Session,
    params: lsp::WillSaveTextDocumentParams,
) -> Result<Option<Vec<lsp::TextEdit>>> {
    let by_hand = params.reason == lsp::TextDocumentSaveReason::MANUAL;
    let snapshot = request_context::snapshot().await?;
    if !by_hand || !snapshot.preferences.fix_on_save || !is_writable(&snapshot.uri) {
        return Ok(None);
    }
    let fixed = session.worker.compute("saving", move |_| {
        let fixed = ide::fix_all(snapshot.analysis()?)?;
        Some(text_edits(&snapshot, &fixed.edits))
    });
    fixed.await
}
