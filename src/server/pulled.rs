//! The answer to a client that asks for the findings of a document. Where it takes them, the findings of other open
//! documents come along: an edit of the registry or the configuration changes what its articles are found to have.

use super::convert::diagnostics;
use super::document::{Snapshot, findings};
use super::settings::Abilities;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tower_lsp::ls_types as lsp;

/// The names of the findings that the client was last told of each document.
#[derive(Clone, Default)]
pub(super) struct Told {
    names: Arc<Mutex<HashMap<lsp::Uri, String>>>,
}

impl Told {
    /// Remembers a name; the answer is whether it is news.
    fn remember(&self, uri: &lsp::Uri, name: &str) -> bool {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.insert(uri.clone(), name.to_owned()).is_none_or(|old| old != name)
    }
}

/// Snapshots with their findings, as far as `stop` lets them be made.
pub(super) fn checked(snapshots: Vec<Arc<Snapshot>>, stop: &dyn Fn() -> bool) -> Vec<Arc<Snapshot>> {
    let with_findings = |snapshot: Arc<Snapshot>| {
        if snapshot.findings.is_some() {
            return Some(snapshot);
        }
        let found = findings(&snapshot, stop)?;
        Some(Arc::new(Snapshot { findings: Some(found.into()), ..(*snapshot).clone() }))
    };
    snapshots.into_iter().map_while(with_findings).collect()
}

/// The findings of a document, unless the client has them under the name `known`; and those of related documents that
/// have changed since the client was told of them.
pub(super) fn report(
    snapshot: &Snapshot,
    related: &[Arc<Snapshot>],
    known: Option<&str>,
    told: &Told,
    abilities: Abilities,
) -> lsp::DocumentDiagnosticReportResult {
    let others: HashMap<lsp::Uri, lsp::DocumentDiagnosticReportKind> = related
        .iter()
        .filter(|other| told.remember(&other.uri, &name_of(other)))
        .map(|other| (other.uri.clone(), lsp::DocumentDiagnosticReportKind::Full(full(other, abilities))))
        .collect();
    let related_documents = (!others.is_empty()).then_some(others);
    let name = name_of(snapshot);
    told.remember(&snapshot.uri, &name);
    let report = if known == Some(name.as_str()) {
        lsp::DocumentDiagnosticReport::Unchanged(lsp::RelatedUnchangedDocumentDiagnosticReport {
            related_documents,
            unchanged_document_diagnostic_report: lsp::UnchangedDocumentDiagnosticReport { result_id: name },
        })
    } else {
        lsp::DocumentDiagnosticReport::Full(lsp::RelatedFullDocumentDiagnosticReport {
            related_documents,
            full_document_diagnostic_report: full(snapshot, abilities),
        })
    };
    lsp::DocumentDiagnosticReportResult::Report(report)
}

fn name_of(snapshot: &Snapshot) -> String {
    format!("{}.{}", snapshot.generation, snapshot.revision)
}

fn full(snapshot: &Snapshot, abilities: Abilities) -> lsp::FullDocumentDiagnosticReport {
    let items = diagnostics(snapshot, abilities);
    lsp::FullDocumentDiagnosticReport { result_id: Some(name_of(snapshot)), items }
}
