//! `textDocument/codeAction`: fixes, rewrites, ignores, new entries of the registry.

use crate::server::code_actions::{FIX_ALL, ORGANIZE, code_actions};
use crate::server::request_context;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    capabilities.code_action_provider = Some(lsp::CodeActionProviderCapability::Options(lsp::CodeActionOptions {
        code_action_kinds: Some(vec![
            lsp::CodeActionKind::QUICKFIX,
            lsp::CodeActionKind::REFACTOR,
            lsp::CodeActionKind::REFACTOR_REWRITE,
            FIX_ALL.into(),
            ORGANIZE.into(),
        ]),
        resolve_provider: Some(true),
        ..lsp::CodeActionOptions::default()
    }));
}

pub(in crate::server) async fn handle(
    session: &Session,
    params: lsp::CodeActionParams,
) -> Result<Option<lsp::CodeActionResponse>> {
    let snapshot = request_context::snapshot().await?;
    let view = request_context::project().await;
    let capabilities = session.capabilities();
    let actions = session
        .worker
        .compute("code actions", move |stop| code_actions(&snapshot, view.as_ref(), &params, capabilities, stop));
    actions.await.map(Some)
}
