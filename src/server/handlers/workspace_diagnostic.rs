//! `workspace/diagnostic`: the findings of files that are not open.

use crate::server::client;
use crate::server::diagnostics::workspace::{Options, WorkspaceDiagnostics};
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

/// The capability is that of [`super::diagnostic`].
pub(in crate::server) fn advertise(_: &mut lsp::ServerCapabilities, _: ClientCapabilities) {}

pub(in crate::server) async fn handle(
    session: &Session,
    params: lsp::WorkspaceDiagnosticParams,
) -> Result<lsp::WorkspaceDiagnosticReportResult> {
    let views = session.all_projects().await?;
    let capabilities = session.capabilities();
    let options = Options { rules: session.rules, capabilities };
    let known = params.previous_result_ids.into_iter().map(|previous| (previous.uri, previous.value)).collect();
    let token = params.partial_result_params.partial_result_token;
    let (sender, partial) = tokio::sync::mpsc::unbounded_channel();
    let sender = token.is_some().then_some(sender);
    let report = session.worker.with_shared(
        &session.workspace_diagnostics,
        "diagnostics of the workspace",
        capabilities.progress,
        move |diagnostics: &mut WorkspaceDiagnostics, step| {
            diagnostics.report(&views, &known, options, sender.as_ref(), step)
        },
    );
    // A cancelled request sends no more partial results.
    let (items, ()) = tokio::join!(report, client::partial_results(&session.client, token, partial));
    Ok(lsp::WorkspaceDiagnosticReport { items: items? }.into())
}
