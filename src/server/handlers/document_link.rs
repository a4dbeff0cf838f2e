//! `textDocument/documentLink`: links to entries and articles.

use crate::ide::{self, LinkTarget};
use crate::server::limits::OUTLINED_ENTRIES;
use crate::server::request_context;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::snapshot::{Parsed, Snapshot};
use crate::server::twin::neighbour;
use serde_json::json;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    // Where an entry is defined is looked up when its link is followed.
    capabilities.document_link_provider = Some(lsp::DocumentLinkOptions {
        resolve_provider: Some(true),
        work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
    });
}

pub(in crate::server) async fn handle(
    session: &Session,
    _: lsp::DocumentLinkParams,
) -> Result<Option<Vec<lsp::DocumentLink>>> {
    request_context::of_document(&session.worker, "links", links).await
}

fn links(snapshot: &Snapshot) -> Option<Vec<lsp::DocumentLink>> {
    let context = &snapshot.project.context;
    let links = match &snapshot.parsed {
        Parsed::Article(analysis) => ide::document_links(analysis),
        Parsed::Registry(file) if file.actors.len() <= OUTLINED_ENTRIES => {
            ide::entry_links(file, &context.registry, &context.config)
        }
        _ => return None,
    };
    let one = |link: ide::DocumentLink| {
        let range = snapshot.range(link.range);
        let (target, tooltip, data) = match link.target {
            LinkTarget::Entry(id) => {
                let data = json!({"uri": snapshot.uri.as_str(), "id": id});
                (None, format!("`{id}` in the registry"), Some(data))
            }
            LinkTarget::Twin(path) => (Some(neighbour(snapshot, &path)?), path, None),
            // An id that does not make a valid address leads nowhere.
            LinkTarget::Page(page) => (Some(page.parse().ok().filter(|_| ide::is_web(&page))?), page, None),
        };
        Some(lsp::DocumentLink { range, target, tooltip: Some(tooltip), data })
    };
    Some(links.into_iter().filter_map(one).collect())
}
