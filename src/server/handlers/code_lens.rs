//! `textDocument/codeLens`: the timeline of an article, the number of mentions of each entry.

use crate::actors::Actor;
use crate::ide;
use crate::server::commands::SHOW_TIMELINE;
use crate::server::limits::OUTLINED_ENTRIES;
use crate::server::request_context;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::snapshot::{Parsed, Snapshot};
use serde_json::json;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    // Mentions are counted when the lens is shown.
    capabilities.code_lens_provider = Some(lsp::CodeLensOptions { resolve_provider: Some(true) });
}

pub(in crate::server) async fn handle(session: &Session, _: lsp::CodeLensParams) -> Result<Option<Vec<lsp::CodeLens>>> {
    let capabilities = session.capabilities();
    let lenses = move |snapshot: &Snapshot| lenses(snapshot, capabilities);
    request_context::of_document(&session.worker, "code lenses", lenses).await
}

fn lenses(snapshot: &Snapshot, capabilities: ClientCapabilities) -> Option<Vec<lsp::CodeLens>> {
    let uri = snapshot.uri.as_str();
    match &snapshot.parsed {
        Parsed::Article(analysis) => {
            let lens = ide::timeline_lens(analysis)?;
            let arguments = Some(vec![json!({"uri": uri})]);
            let command =
                lsp::Command { title: capabilities.message(&lens.title), command: SHOW_TIMELINE.into(), arguments };
            Some(vec![lsp::CodeLens { range: snapshot.range(lens.range), command: Some(command), data: None }])
        }
        Parsed::Registry(file) if file.actors.len() <= OUTLINED_ENTRIES => {
            let lens = |entry: &Actor| lsp::CodeLens {
                range: snapshot.range(entry.id_range),
                command: None,
                data: Some(json!({"uri": uri, "id": entry.id})),
            };
            Some(file.actors.iter().map(lens).collect())
        }
        _ => None,
    }
}
