//! `textDocument/linkedEditingRange`: the labels of the cast list that are edited together.

use crate::ide;
use crate::server::request_context;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    capabilities.linked_editing_range_provider = Some(lsp::LinkedEditingRangeServerCapabilities::Simple(true));
}

pub(in crate::server) async fn handle(
    session: &Session,
    params: lsp::LinkedEditingRangeParams,
) -> Result<Option<lsp::LinkedEditingRanges>> {
    let position = params.text_document_position_params.position;
    request_context::of_article(&session.worker, "linked editing", move |snapshot, analysis| {
        let ranges = ide::linked_labels(analysis, snapshot.offset(position));
        let ranges: Vec<lsp::Range> = ranges.into_iter().map(|range| snapshot.range(range)).collect();
        // A label has no brackets or line breaks.
        let word_pattern = Some(r"[^\[\]\r\n]+".to_owned());
        (!ranges.is_empty()).then_some(lsp::LinkedEditingRanges { ranges, word_pattern })
    })
    .await
}
