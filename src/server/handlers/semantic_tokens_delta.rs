//! `textDocument/semanticTokens/full/delta`: the changes since the last tokens.

use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::{request_context, tokens};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

/// The capability is that of [`super::semantic_tokens_full`].
pub(in crate::server) fn advertise(_: &mut lsp::ServerCapabilities, _: ClientCapabilities) {}

pub(in crate::server) async fn handle(
    session: &Session,
    params: lsp::SemanticTokensDeltaParams,
) -> Result<Option<lsp::SemanticTokensFullDeltaResult>> {
    let uri = &params.text_document.uri;
    let tokens = |snapshot: &_| tokens::of_snapshot(snapshot, None);
    let data = request_context::of_document(&session.worker, "tokens", tokens).await?;
    Ok(data.map(|data| {
        let old = session.sent_tokens.of(uri, &params.previous_result_id);
        let result_id = Some(session.sent_tokens.keep(uri, &data));
        match old {
            Some(old) => lsp::SemanticTokensFullDeltaResult::TokensDelta(lsp::SemanticTokensDelta {
                result_id,
                edits: tokens::change(&old, &data),
            }),
            None => lsp::SemanticTokensFullDeltaResult::Tokens(lsp::SemanticTokens { result_id, data }),
        }
    }))
}
