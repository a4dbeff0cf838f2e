//! Workflow commands of GitHub Actions: one annotation per finding.

use super::{Checked, place, place_in_file, visible};
use crate::finding::{Location, Related, Severity};
use std::fmt::Write;

pub(super) fn render(document: &Checked, out: &mut String) {
    for finding in &document.findings {
        let level = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Hint => "notice",
        };
        let (line, column) = place(document, finding.range.start);
        let (end_line, end_column) = place(document, finding.range.end);
        // Line breaks between the message and its notes are escaped; other control characters are made visible.
        let parts = std::iter::once(&finding.message).chain(&finding.notes);
        let parts = parts.map(|part| visible(part).into_owned()).chain(finding.related.iter().filter_map(elsewhere));
        let mut message = parts.collect::<Vec<_>>().join("\n");
        message.push_str(&document.record());
        let file = property(&document.path);
        let _ = write!(out, "::{level} file={file},line={line},endLine={end_line},col={column}");
        // GitHub shows an end column only for an annotation of one line.
        if end_line == line {
            let _ = write!(out, ",endColumn={end_column}");
        }
        let _ = writeln!(out, ",title={}::{}", finding.code, data(&message));
    }
}

/// A place in another file as a line of the message.
fn elsewhere(related: &Related) -> Option<String> {
    let Location::Elsewhere(place) = &related.location else { return None };
    Some(format!("see {}: {}", place_in_file(place), visible(&related.message)))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    // A line break in a file name is escaped, so that GitHub finds the file.
    visible(&data(text)).replace(':', "%3A").replace(',', "%2C")
}
