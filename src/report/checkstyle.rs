//! Checkstyle XML, which most review tools read.

use super::{Checked, place, visible};
use crate::finding::Severity;
use crate::text::escape_attribute;
use std::fmt::Write;

pub(super) fn render(documents: &[Checked]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
    for document in documents.iter().filter(|document| !document.findings.is_empty()) {
        let _ = writeln!(out, "  <file name=\"{}\">", escape_attribute(&document.path));
        for finding in &document.findings {
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info | Severity::Hint => "info",
            };
            let (line, column) = place(document, finding.range.start);
            let (message, code) = (escape_attribute(&finding.message), finding.code);
            let message = message + &escape_attribute(&document.record());
            let _ = writeln!(
                out,
                "    <error line=\"{line}\" column=\"{column}\" severity=\"{severity}\" message=\"{message}\" source=\"copydesk.{code}\"/>"
            );
        }
        out.push_str("  </file>\n");
    }
    out.push_str("</checkstyle>\n");
    visible::xml(&out)
}
