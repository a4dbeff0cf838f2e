//! The reviewdog diagnostic format. Its columns count UTF-8 bytes.

use super::{Checked, message_with_notes, page, pretty, repository_path};
use crate::finding::{Finding, Severity};
use crate::text::{Encoding, TextRange};
use serde_json::{Value, json};

pub(super) fn render(documents: &[Checked]) -> String {
    let diagnostics: Vec<Value> = documents
        .iter()
        .flat_map(|document| document.findings.iter().map(|finding| diagnostic(document, finding)))
        .collect();
    let log = json!({"source": {"name": "copydesk"}, "diagnostics": diagnostics});
    pretty(&log)
}

fn diagnostic(document: &Checked, finding: &Finding) -> Value {
    let severity = match finding.severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Info | Severity::Hint => "INFO",
    };
    let message = message_with_notes(document, finding);
    // A suggestion is one edit. If a fix has several, none of them makes sense alone.
    let single = finding.fixes.iter().filter_map(|fix| {
        let mut edits = fix.edits.iter();
        edits.next().filter(|_| edits.next().is_none())
    });
    let suggestions: Vec<Value> =
        single.map(|edit| json!({"range": range(document, edit.range), "text": edit.text})).collect();
    let mut diagnostic = json!({
        "message": message,
        "location": {"path": repository_path(document), "range": range(document, finding.range)},
        "severity": severity,
        "code": {"value": finding.code.as_str(), "url": page(&finding.code)},
    });
    if !suggestions.is_empty() {
        diagnostic["suggestions"] = json!(suggestions);
    }
    diagnostic
}

fn range(document: &Checked, range: TextRange) -> Value {
    let place = |offset: u32| {
        let at = document.position(offset, Encoding::Utf8);
        json!({"line": at.line + 1, "column": at.column + 1})
    };
    json!({"start": place(range.start), "end": place(range.end)})
}
