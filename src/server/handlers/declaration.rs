//! `textDocument/declaration`: the same as the definition.

use super::definition;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request::{GotoDeclarationParams, GotoDeclarationResponse};

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    capabilities.declaration_provider = Some(lsp::DeclarationCapability::Simple(true));
}

pub(in crate::server) async fn handle(
    session: &Session,
    params: GotoDeclarationParams,
) -> Result<Option<GotoDeclarationResponse>> {
    definition::handle(session, params).await
}
