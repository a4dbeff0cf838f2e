//! GitLab code quality reports: a list of findings with fingerprints.

use super::{Checked, fingerprints, place, pretty, repository_path};
use crate::finding::Severity;
use serde_json::{Value, json};

pub(super) fn render(documents: &[Checked]) -> String {
    let issues: Vec<Value> = documents
        .iter()
        .flat_map(|document| {
            let prints = fingerprints(document);
            document.findings.iter().zip(prints).map(move |(finding, fingerprint)| {
                let severity = match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Info | Severity::Hint => "info",
                };
                let (begin, _) = place(document, finding.range.start);
                let (end, _) = place(document, finding.range.end);
                json!({
                    "description": format!("{}{}", finding.message, document.record()),
                    "check_name": finding.code.as_str(),
                    "fingerprint": fingerprint,
                    "severity": severity,
                    "location": {
                        // GitLab expects paths relative to the repository.
                        "path": repository_path(document),
                        "lines": {"begin": begin, "end": end},
                    },
                })
            })
        })
        .collect();
    pretty(&issues)
}
