//! `textDocument/completion`: names, dates and keywords.

use crate::ide;
use crate::server::catch_panic::catch_panic;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::snapshot::Parsed;
use crate::server::{request_context, to_proto};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

/// The characters after which an editor asks for completion: those of links, then those of elements and attributes. A space
/// is not among them: it would ask after every word of prose.
const TRIGGERS: [&str; 6] = ["[", "(", ":", "@", "<", "\""];

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    let options = capabilities.completion_provider.get_or_insert_default();
    options.trigger_characters = Some(TRIGGERS.map(str::to_owned).to_vec());
}

pub(in crate::server) async fn handle(
    _: &Session,
    params: lsp::CompletionParams,
) -> Result<Option<lsp::CompletionResponse>> {
    let position = params.text_document_position.position;
    let snapshot = request_context::snapshot().await?;
    catch_panic("completion", || {
        let offset = snapshot.offset(position);
        let context = &snapshot.project.context;
        let found = match &snapshot.parsed {
            Parsed::Article(analysis) => ide::complete(analysis, offset),
            Parsed::Registry(file) | Parsed::RegistryEntry(file) => {
                ide::complete_entry(file, &context.registry, &context.config, offset)
            }
            _ => return None,
        };
        let items = found.into_iter().enumerate();
        let items = items.map(|(nth, item)| to_proto::completion(&snapshot, item, nth)).collect();
        // More typing can bring names that the first letters did not.
        Some(lsp::CompletionResponse::List(lsp::CompletionList { is_incomplete: true, items }))
    })
}
