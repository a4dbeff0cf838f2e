//! `textDocument/diagnostic`: the findings of a document.

use crate::server::diagnostics::pull;
use crate::server::request_context;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::to_proto::SOURCE;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, client: ClientCapabilities) {
    let options = lsp::DiagnosticOptions {
        identifier: Some(SOURCE.into()),
        // A change of the registry changes the findings of every article.
        inter_file_dependencies: true,
        workspace_diagnostics: true,
        ..lsp::DiagnosticOptions::default()
    };
    capabilities.diagnostic_provider = client.pull.then_some(lsp::DiagnosticServerCapabilities::Options(options));
}

pub(in crate::server) async fn handle(
    session: &Session,
    params: lsp::DocumentDiagnosticParams,
) -> Result<lsp::DocumentDiagnosticReportResult> {
    let snapshot = request_context::snapshot().await?;
    let related = request_context::related().await;
    let (sent, rules, capabilities) = (session.sent_diagnostics.clone(), session.rules, session.capabilities());
    let report = move |stop: &dyn Fn() -> bool| {
        let related = pull::checked(related, rules, stop);
        pull::report(&snapshot, &related, params.previous_result_id.as_deref(), &sent, capabilities)
    };
    session.worker.at_once("diagnostics", report).await
}
