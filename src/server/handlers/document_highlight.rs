//! `textDocument/documentHighlight`: all mentions of an actor in the document.

use crate::ide;
use crate::server::catch_panic::catch_panic;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::snapshot::Parsed;
use crate::server::{request_context, subject};
use crate::text::TextRange;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    capabilities.document_highlight_provider = Some(lsp::OneOf::Left(true));
}

pub(in crate::server) async fn handle(
    _: &Session,
    params: lsp::DocumentHighlightParams,
) -> Result<Option<Vec<lsp::DocumentHighlight>>> {
    let position = params.text_document_position_params.position;
    let Some(snapshot) = request_context::open_snapshot().await? else { return Ok(None) };
    catch_panic("highlights", || {
        let ranges = match &snapshot.parsed {
            Parsed::Article(analysis) => ide::highlights(analysis, snapshot.offset(position)),
            Parsed::Registry(file) => ide::places_in_registry(file, &subject::subject(&snapshot, position)?, true),
            _ => return None,
        };
        let highlight = |range: TextRange| lsp::DocumentHighlight { range: snapshot.range(range), kind: None };
        Some(ranges.into_iter().map(highlight).collect())
    })
}
