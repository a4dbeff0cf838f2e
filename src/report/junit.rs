//! `JUnit` XML: each document is a test suite, each finding a failed test. A document without findings has a passed test.

use super::{Checked, place, visible};
use crate::finding::{Finding, Severity};
use crate::text::{escape, escape_attribute};
use std::fmt::Write;

pub(super) fn render(documents: &[Checked]) -> String {
    let tests: usize = documents.iter().map(|document| document.findings.len().max(1)).sum();
    let failures: usize = documents.iter().map(|document| document.findings.len()).sum();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<testsuites name=\"copydesk\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" time=\"0\">"
    );
    for document in documents {
        let (path, count) = (escape_attribute(&document.path), document.findings.len());
        let tests = count.max(1);
        let _ = writeln!(
            out,
            "  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{count}\" errors=\"0\" skipped=\"0\" time=\"0\">"
        );
        if document.findings.is_empty() {
            let _ = writeln!(out, "    <testcase name=\"copydesk\" classname=\"{path}\" time=\"0\"/>");
        }
        for finding in &document.findings {
            case(document, finding, &path, &mut out);
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    visible::xml(&out)
}

fn case(document: &Checked, finding: &Finding, path: &str, out: &mut String) {
    let (line, column) = place(document, finding.range.start);
    let (code, message) = (finding.code, escape_attribute(&format!("{}{}", finding.message, document.record())));
    let severity: Severity = finding.severity;
    let _ = writeln!(out, "    <testcase name=\"{code} at {line}:{column}\" classname=\"{path}\" time=\"0\">");
    let _ = write!(out, "      <failure type=\"{}\" message=\"{message}\">", severity.name());
    let _ = write!(out, "{path}:{line}:{column}: {message}");
    for note in &finding.notes {
        let _ = write!(out, "\n{}", escape(note));
    }
    out.push_str("</failure>\n    </testcase>\n");
}
