//! `completionItem/resolve`: the documentation of an actor.

use crate::actors::Lookup;
use crate::ide;
use crate::language::Language;
use crate::server::catch_panic::catch_panic;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::snapshot::Snapshot;
use crate::server::{request_context, to_proto};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    capabilities.completion_provider.get_or_insert_default().resolve_provider = Some(true);
}

pub(in crate::server) async fn handle(session: &Session, item: lsp::CompletionItem) -> Result<lsp::CompletionItem> {
    let id = item.data.as_ref().and_then(|data| data.get("actor")).and_then(|id| id.as_str()).map(str::to_owned);
    let Some(id) = id else { return Ok(item) };
    // The document can have been closed in the meantime.
    let Ok(snapshot) = request_context::snapshot().await else { return Ok(item) };
    let card = catch_panic("completion", || card(&snapshot, &id, session.capabilities().messages))?;
    let markdown = card.map(|card| to_proto::markdown(card, session.capabilities()));
    Ok(lsp::CompletionItem { documentation: markdown.map(lsp::Documentation::MarkupContent), ..item })
}

fn card(snapshot: &Snapshot, id: &str, reader: Language) -> Option<String> {
    let context = &snapshot.project.context;
    let (Lookup::Found(actor) | Lookup::Merged(actor)) = context.registry.lookup(id) else { return None };
    if let Some(analysis) = snapshot.analysis() {
        return Some(ide::actor_card(analysis, actor, reader));
    }
    let language = context.config.language.unwrap_or_default();
    let options = ide::CardOptions { language, reader, on: None };
    Some(ide::entry_card(context.registry.actor(actor), &context.registry, &context.config, options))
}
