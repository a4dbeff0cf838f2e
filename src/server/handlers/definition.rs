//! `textDocument/definition`: the entry of an actor, the definition of a label, the article in the other language.

use crate::ide;
use crate::server::catch_panic::catch_panic;
use crate::server::registry_files::text_of;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::snapshot::{Parsed, Snapshot};
use crate::server::twin::twin_at;
use crate::server::{request_context, to_proto};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types as lsp;

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    capabilities.definition_provider = Some(lsp::OneOf::Left(true));
}

pub(in crate::server) async fn handle(
    session: &Session,
    params: lsp::GotoDefinitionParams,
) -> Result<Option<lsp::GotoDefinitionResponse>> {
    let position = params.text_document_position_params.position;
    let capabilities = session.capabilities();
    let snapshot = request_context::snapshot().await?;
    // A registry file that a built registry replaces is read to find the line, on a thread that may wait.
    let task = tokio::task::spawn_blocking(move || {
        catch_panic("definition", || definition(&snapshot, position, capabilities))
    });
    task.await.map_err(|_| Error::internal_error())?
}

fn definition(
    snapshot: &Snapshot,
    position: lsp::Position,
    capabilities: ClientCapabilities,
) -> Option<lsp::GotoDefinitionResponse> {
    let offset = snapshot.offset(position);
    if let Some((origin, twin)) = twin_at(snapshot, offset) {
        return Some(to_proto::whole_file(snapshot, origin, twin, capabilities));
    }
    let registry = &snapshot.project.context.registry;
    let place = match &snapshot.parsed {
        Parsed::Article(analysis) => ide::goto_definition(analysis, offset)?,
        Parsed::Registry(file) | Parsed::RegistryEntry(file) => ide::goto_entry(file, registry, offset)?,
        _ => return None,
    };
    let file = place.path.as_ref().and_then(|path| registry.files.iter().find(|file| file.path == *path));
    let text = file.and_then(|file| text_of(&snapshot.project, file));
    to_proto::definition(snapshot, &place, text.as_deref(), capabilities)
}
