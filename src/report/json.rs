//! Findings as JSON. Lines and columns count from one, columns in UTF-16 units as SARIF has it, offsets in bytes.

use super::{Checked, Summary, fingerprints, page, place, pretty};
use crate::finding::{Finding, Fix};
use serde::Serialize;

#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
    offset: u32,
}

#[derive(Serialize)]
struct Edit<'a> {
    path: &'a str,
    start: Place,
    end: Place,
    text: &'a str,
}

#[derive(Serialize)]
struct Repair<'a> {
    title: &'a str,
    applicability: &'static str,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Place>,
    message: &'a str,
}

#[derive(Serialize)]
struct Record<'a> {
    path: &'a str,
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    notes: &'a [String],
    start: Place,
    end: Place,
    fixes: Vec<Repair<'a>>,
    related: Vec<Related<'a>>,
    url: String,
    fingerprint: String,
}

#[derive(Serialize)]
struct Whole<'a> {
    version: &'static str,
    summary: Summary,
    findings: Vec<Record<'a>>,
}

/// One object: `version`, `summary` and all `findings`.
pub(super) fn whole(documents: &[Checked]) -> String {
    let findings = documents.iter().flat_map(records).collect();
    let whole = Whole { version: env!("CARGO_PKG_VERSION"), summary: Summary::of(documents), findings };
    pretty(&whole)
}

/// One object a line for each finding.
pub(super) fn lines(document: &Checked, out: &mut String) {
    for record in records(document) {
        if let Ok(line) = serde_json::to_string(&record) {
            out.push_str(&line);
            out.push('\n');
        }
    }
}

fn records(document: &Checked) -> Vec<Record<'_>> {
    let fingerprints = fingerprints(document);
    document.findings.iter().zip(fingerprints).map(|(finding, print)| record(document, finding, print)).collect()
}

fn record<'a>(document: &'a Checked, finding: &'a Finding, fingerprint: String) -> Record<'a> {
    Record {
        path: &document.path,
        code: finding.code,
        severity: finding.severity.name(),
        message: &finding.message,
        notes: &finding.notes,
        start: at(document, finding.range.start),
        end: at(document, finding.range.end),
        fixes: finding.fixes.iter().map(|fix| repair(document, fix)).collect(),
        related: (finding.related.iter())
            .map(|related| {
                // Only places in the document itself can be counted in lines: other files are not open here.
                let own = related.path.is_none();
                Related {
                    path: related.path.as_deref().unwrap_or(&document.path),
                    start: own.then(|| at(document, related.range.start)),
                    end: own.then(|| at(document, related.range.end)),
                    message: &related.message,
                }
            })
            .collect(),
        url: page(finding.code),
        fingerprint,
    }
}

fn repair<'a>(document: &'a Checked, fix: &'a Fix) -> Repair<'a> {
    let edits = fix.edits.iter().map(|edit| Edit {
        path: &document.path,
        start: at(document, edit.range.start),
        end: at(document, edit.range.end),
        text: &edit.text,
    });
    Repair { title: &fix.title, applicability: fix.applicability.name(), edits: edits.collect() }
}

fn at(document: &Checked, offset: u32) -> Place {
    let (line, column) = place(document, offset);
    Place { line, column, offset }
}
