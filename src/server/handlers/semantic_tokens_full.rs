//! `textDocument/semanticTokens/full`: the tokens of a document.

use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::{request_context, tokens};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    capabilities.semantic_tokens_provider = Some(tokens::options().into());
}

pub(in crate::server) async fn handle(
    session: &Session,
    params: lsp::SemanticTokensParams,
) -> Result<Option<lsp::SemanticTokensResult>> {
    let tokens = |snapshot: &_| tokens::of_snapshot(snapshot, None);
    let data = request_context::of_document(&session.worker, "tokens", tokens).await?;
    Ok(data.map(|data| {
        let result_id = Some(session.sent_tokens.keep(&params.text_document.uri, &data));
        lsp::SemanticTokensResult::Tokens(lsp::SemanticTokens { result_id, data })
    }))
}
