//! Findings as JSON. Lines and columns count from one, columns in UTF-16 units as in SARIF, offsets in bytes.

use super::{Checked, Summary, fingerprints, page, place, pretty, visible_json, wide_place};
use crate::finding::{self, Applicability, Finding, Fix, Location, Severity};
use crate::message::Message;
use crate::text::WidePosition;
use schemars::JsonSchema;
use serde::Serialize;

/// A position in a text.
#[derive(Serialize, JsonSchema)]
struct Place {
    /// The line, from one.
    #[schemars(range(min = 1))]
    line: u32,
    /// The column, from one, in UTF-16 units.
    #[schemars(range(min = 1))]
    column: u32,
    /// The offset in UTF-8 bytes, from zero.
    offset: u64,
}

/// A replacement.
#[derive(Serialize, JsonSchema)]
struct Edit<'a> {
    /// The file.
    path: &'a str,
    /// The start of the replaced text.
    start: Place,
    /// The end, exclusive.
    end: Place,
    /// The replacement.
    text: &'a str,
}

/// A fix.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Fix")]
struct OfferedFix<'a> {
    /// The title.
    title: &'a str,
    /// Whether it is safe to apply.
    #[schemars(extend("enum" = Applicability::ALL.map(Applicability::name)))]
    applicability: &'static str,
    /// Its replacements, in order and disjoint.
    edits: Vec<Edit<'a>>,
}

/// A related place, in the same file or in another one.
#[derive(Serialize, JsonSchema)]
struct Related<'a> {
    /// The file.
    path: &'a str,
    /// The start.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Place")]
    start: Option<Place>,
    /// The end, exclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Place")]
    end: Option<Place>,
    /// How it is related to the finding.
    message: &'a str,
}

/// A finding.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
pub(super) struct Reported<'a> {
    /// The file, as it was named, or the id of an article from JSON Lines.
    path: &'a str,
    /// The id of the record, in an archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    record: Option<&'a str>,
    /// The rule.
    code: &'static str,
    /// The severity.
    #[schemars(extend("enum" = Severity::ALL.map(Severity::name)))]
    severity: &'static str,
    /// The message.
    message: &'a str,
    /// The reasons.
    notes: Vec<&'a str>,
    /// The start.
    start: Place,
    /// The end, exclusive.
    end: Place,
    /// The fixes, best first.
    fixes: Vec<OfferedFix<'a>>,
    /// Related places.
    related: Vec<Related<'a>>,
    /// The page of the rule, relative to the repository of copydesk.
    url: String,
    /// A fingerprint that does not change when the line moves: sixteen hexadecimal digits.
    #[schemars(regex(pattern = r"^[0-9a-f]{16}$"))]
    fingerprint: String,
}

/// The findings of a run.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Findings")]
pub(super) struct Whole<'a> {
    /// The version of copydesk.
    version: &'static str,
    /// The number of findings.
    summary: Summary,
    /// The findings, by file and position.
    findings: Vec<Reported<'a>>,
}

/// One object: `version`, `summary` and all `findings`.
pub(super) fn whole(documents: &[Checked]) -> String {
    let findings = documents.iter().flat_map(records).collect();
    let whole = Whole { version: env!("CARGO_PKG_VERSION"), summary: Summary::of(documents), findings };
    pretty(&whole)
}

/// One object per line for each finding.
pub(super) fn lines(document: &Checked, out: &mut String) {
    for record in records(document) {
        if let Ok(line) = serde_json::to_string(&record) {
            out.push_str(&visible_json(line));
            out.push('\n');
        }
    }
}

fn records(document: &Checked) -> Vec<Reported<'_>> {
    let fingerprints = fingerprints(document);
    document.findings.iter().zip(fingerprints).map(|(finding, print)| record(document, finding, print)).collect()
}

fn record<'a>(document: &'a Checked, finding: &'a Finding, fingerprint: String) -> Reported<'a> {
    Reported {
        path: &document.path,
        record: document.origin.record.as_deref(),
        code: finding.code.as_str(),
        severity: finding.severity.name(),
        message: &finding.message,
        notes: finding.notes.iter().map(Message::as_str).collect(),
        start: at(document, finding.range.start),
        end: at(document, finding.range.end),
        fixes: finding.fixes.iter().map(|fix| fix_of(document, fix)).collect(),
        related: finding.related.iter().map(|related| related_place(document, related)).collect(),
        url: page(&finding.code),
        fingerprint,
    }
}

fn related_place<'a>(document: &'a Checked, related: &'a finding::Related) -> Related<'a> {
    let (path, start, end) = match &related.location {
        Location::Here(range) => (&document.path, at(document, range.start), at(document, range.end)),
        Location::Elsewhere(place) => {
            let (start, end) = place.offsets;
            (&place.path, at_wide(place.start, start), at_wide(place.end, end))
        }
    };
    // Earlier versions left out the place in another file, so both are optional in the schema.
    Related { path, start: Some(start), end: Some(end), message: &related.message }
}

fn at_wide(position: WidePosition, offset: u32) -> Place {
    let (line, column) = wide_place(position);
    Place { line, column, offset: offset.into() }
}

fn fix_of<'a>(document: &'a Checked, fix: &'a Fix) -> OfferedFix<'a> {
    let edits = fix.edits.iter().map(|edit| Edit {
        path: &document.path,
        start: at(document, edit.range.start),
        end: at(document, edit.range.end),
        text: &edit.text,
    });
    OfferedFix { title: &fix.title, applicability: fix.applicability.name(), edits: edits.collect() }
}

fn at(document: &Checked, offset: u32) -> Place {
    let (line, column) = place(document, offset);
    Place { line, column, offset: document.origin.bytes + u64::from(offset) }
}
