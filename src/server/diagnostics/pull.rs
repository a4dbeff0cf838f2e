//! The answer to a client that pulls the diagnostics of a document. It includes those of other open documents if the client
//! takes them: an edit of the registry or the configuration changes the findings of its articles.

use crate::server::findings::{Rules, findings};
use crate::server::settings::ClientCapabilities;
use crate::server::snapshot::Snapshot;
use crate::server::to_proto::diagnostics;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tower_lsp::ls_types as lsp;

/// The result id that was last sent for each document.
#[derive(Clone, Default)]
pub(in crate::server) struct SentResultIds {
    ids: Arc<Mutex<HashMap<lsp::Uri, String>>>,
}

impl SentResultIds {
    /// Remembers a result id. Returns whether it is new.
    fn remember(&self, uri: &lsp::Uri, id: &str) -> bool {
        let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        ids.insert(uri.clone(), id.to_owned()).is_none_or(|old| old != id)
    }
}

/// Adds findings to snapshots until `stop` returns `true`.
pub(in crate::server) fn checked(
    snapshots: Vec<Arc<Snapshot>>,
    rules: Rules,
    stop: &dyn Fn() -> bool,
) -> Vec<Arc<Snapshot>> {
    let checked = |snapshot: Arc<Snapshot>| {
        if snapshot.findings.is_some() {
            return Some(snapshot);
        }
        let found = findings(&snapshot, rules, stop)?;
        Some(Arc::new(snapshot.with_findings(found.into())))
    };
    snapshots.into_iter().map_while(checked).collect()
}

/// The diagnostics of a document, unless the client has them under the result id `known`, and those of related documents
/// that have changed since they were last sent.
pub(in crate::server) fn report(
    snapshot: &Snapshot,
    related: &[Arc<Snapshot>],
    known: Option<&str>,
    sent: &SentResultIds,
    capabilities: ClientCapabilities,
) -> lsp::DocumentDiagnosticReportResult {
    let others: HashMap<lsp::Uri, lsp::DocumentDiagnosticReportKind> = related
        .iter()
        .filter(|other| sent.remember(&other.uri, &result_id(other)))
        .map(|other| (other.uri.clone(), lsp::DocumentDiagnosticReportKind::Full(full(other, capabilities))))
        .collect();
    let related_documents = (!others.is_empty()).then_some(others);
    let id = result_id(snapshot);
    sent.remember(&snapshot.uri, &id);
    let report = if known == Some(id.as_str()) {
        lsp::DocumentDiagnosticReport::Unchanged(lsp::RelatedUnchangedDocumentDiagnosticReport {
            related_documents,
            unchanged_document_diagnostic_report: lsp::UnchangedDocumentDiagnosticReport { result_id: id },
        })
    } else {
        lsp::DocumentDiagnosticReport::Full(lsp::RelatedFullDocumentDiagnosticReport {
            related_documents,
            full_document_diagnostic_report: full(snapshot, capabilities),
        })
    };
    lsp::DocumentDiagnosticReportResult::Report(report)
}

fn result_id(snapshot: &Snapshot) -> String {
    let (generation, revision, twins) = snapshot.checked_version();
    format!("{generation}.{revision}.{twins:x}")
}

fn full(snapshot: &Snapshot, capabilities: ClientCapabilities) -> lsp::FullDocumentDiagnosticReport {
    let items = diagnostics(snapshot, capabilities);
    lsp::FullDocumentDiagnosticReport { result_id: Some(result_id(snapshot)), items }
}
