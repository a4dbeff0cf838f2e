//! `textDocument/selectionRange`: the ranges to which a selection expands.

use crate::ide;
use crate::server::request_context;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::snapshot::{Parsed, Snapshot};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    capabilities.selection_range_provider = Some(lsp::SelectionRangeProviderCapability::Simple(true));
}

pub(in crate::server) async fn handle(
    session: &Session,
    params: lsp::SelectionRangeParams,
) -> Result<Option<Vec<lsp::SelectionRange>>> {
    let grow = move |snapshot: &Snapshot| {
        Some(params.positions.iter().map(|position| selection(snapshot, *position)).collect())
    };
    request_context::of_document(&session.worker, "selections", grow).await
}

fn selection(snapshot: &Snapshot, position: lsp::Position) -> lsp::SelectionRange {
    let offset = snapshot.offset(position);
    let ranges = match &snapshot.parsed {
        Parsed::Article(analysis) => ide::selections(analysis, offset),
        Parsed::Registry(file) => ide::selections_in(&snapshot.text, Some(file), offset),
        _ => ide::selections_in(&snapshot.text, None, offset),
    };
    let outermost_first = ranges.into_iter().rev();
    let selection = outermost_first.fold(None, |parent, range| {
        Some(lsp::SelectionRange { range: snapshot.range(range), parent: parent.map(Box::new) })
    });
    selection.unwrap_or_default()
}
