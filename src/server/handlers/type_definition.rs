//! `textDocument/typeDefinition`: the same as the definition.

use super::definition;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::request::{GotoTypeDefinitionParams, GotoTypeDefinitionResponse};

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    capabilities.type_definition_provider = Some(lsp::TypeDefinitionProviderCapability::Simple(true));
}

pub(in crate::server) async fn handle(
    session: &Session,
    params: GotoTypeDefinitionParams,
) -> Result<Option<GotoTypeDefinitionResponse>> {
    definition::handle(session, params).await
}
