//! `textDocument/foldingRange`: what can be folded.

use crate::ide;
use crate::server::limits::OUTLINED_ENTRIES;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::snapshot::{Parsed, Snapshot};
use crate::server::{request_context, to_proto};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    capabilities.folding_range_provider = Some(lsp::FoldingRangeProviderCapability::Simple(true));
}

pub(in crate::server) async fn handle(
    session: &Session,
    _: lsp::FoldingRangeParams,
) -> Result<Option<Vec<lsp::FoldingRange>>> {
    request_context::of_document(&session.worker, "folding", folds).await
}

fn folds(snapshot: &Snapshot) -> Option<Vec<lsp::FoldingRange>> {
    let folds = match &snapshot.parsed {
        Parsed::Article(analysis) => ide::folds(analysis),
        Parsed::Registry(file) if file.actors.len() <= OUTLINED_ENTRIES => ide::entry_folds(file),
        _ => return None,
    };
    Some(to_proto::folds(snapshot, &folds))
}
