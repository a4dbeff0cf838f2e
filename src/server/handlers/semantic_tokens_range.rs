//! `textDocument/semanticTokens/range`: the tokens in a range.

use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::snapshot::Snapshot;
use crate::server::{request_context, tokens};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

/// The capability is that of [`super::semantic_tokens_full`].
pub(in crate::server) fn advertise(_: &mut lsp::ServerCapabilities, _: ClientCapabilities) {}

pub(in crate::server) async fn handle(
    session: &Session,
    params: lsp::SemanticTokensRangeParams,
) -> Result<Option<lsp::SemanticTokensRangeResult>> {
    let tokens = move |snapshot: &Snapshot| tokens::of_snapshot(snapshot, Some(params.range));
    let data = request_context::of_document(&session.worker, "tokens", tokens).await?;
    Ok(data.map(|data| lsp::SemanticTokens { result_id: None, data }.into()))
}
