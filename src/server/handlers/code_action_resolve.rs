//! `codeAction/resolve`: the edit of the code action that was chosen.

use crate::server::code_actions::resolved;
use crate::server::request_context;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

/// The capability is that of [`super::code_action`].
pub(in crate::server) fn advertise(_: &mut lsp::ServerCapabilities, _: ClientCapabilities) {}

pub(in crate::server) async fn handle(session: &Session, action: lsp::CodeAction) -> Result<lsp::CodeAction> {
    let Some(snapshot) = request_context::open_snapshot().await? else { return Ok(action) };
    let view = request_context::project().await;
    let capabilities = session.capabilities();
    let resolved = session
        .worker
        .compute("code actions", move |stop| resolved(&snapshot, view.as_ref(), action, capabilities, stop));
    resolved.await?
}
