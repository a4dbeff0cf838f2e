//! `textDocument/documentSymbol`: the outline.

use crate::ide;
use crate::server::limits::OUTLINED_ENTRIES;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::snapshot::Parsed;
use crate::server::{request_context, to_proto};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    capabilities.document_symbol_provider = Some(lsp::OneOf::Left(true));
}

pub(in crate::server) async fn handle(
    session: &Session,
    _: lsp::DocumentSymbolParams,
) -> Result<Option<lsp::DocumentSymbolResponse>> {
    let tree = session.capabilities().symbol_tree;
    let outline = move |snapshot: &_| outline(snapshot, tree);
    request_context::of_document(&session.worker, "outline", outline).await
}

fn outline(snapshot: &crate::server::snapshot::Snapshot, tree: bool) -> Option<lsp::DocumentSymbolResponse> {
    let language = snapshot.project.context.config.language.unwrap_or_default();
    let symbols = match &snapshot.parsed {
        Parsed::Article(analysis) => ide::symbols(analysis),
        Parsed::Registry(file) if file.actors.len() <= OUTLINED_ENTRIES => ide::entry_symbols(file, language),
        _ => return None,
    };
    Some(to_proto::outline(snapshot, &symbols, tree))
}
