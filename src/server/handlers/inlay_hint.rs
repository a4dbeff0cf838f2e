//! `textDocument/inlayHint`: dates and names between the words.

use crate::ide;
use crate::server::request_context;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::snapshot::Snapshot;
use crate::text::TextRange;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    capabilities.inlay_hint_provider = Some(lsp::OneOf::Left(true));
}

pub(in crate::server) async fn handle(
    session: &Session,
    params: lsp::InlayHintParams,
) -> Result<Option<Vec<lsp::InlayHint>>> {
    let capabilities = session.capabilities();
    let hints = move |snapshot: &Snapshot| hints(snapshot, params.range, capabilities);
    request_context::of_document(&session.worker, "hints", hints).await
}

/// The hints in a range.
fn hints(snapshot: &Snapshot, range: lsp::Range, capabilities: ClientCapabilities) -> Option<Vec<lsp::InlayHint>> {
    let analysis = snapshot.analysis()?;
    let range = snapshot.bytes(range);
    let hints = ide::hints(analysis, snapshot.known_findings(), &snapshot.lines, snapshot.preferences.hints);
    let one = |hint: ide::Hint| {
        let tooltip: Vec<String> = hint.detail.iter().map(|line| capabilities.text(line)).collect();
        lsp::InlayHint {
            position: snapshot.range(TextRange::empty(hint.offset)).start,
            label: hint.label.into(),
            kind: None,
            text_edits: None,
            tooltip: Some(tooltip.join("\n\n").into()),
            padding_left: Some(true),
            padding_right: None,
            data: None,
        }
    };
    Some(hints.into_iter().filter(|hint| range.touches(hint.offset)).map(one).collect())
}
