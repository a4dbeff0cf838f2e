//! SARIF 2.1.0 for code scanning: rules, findings with fixes, and fingerprints that survive moved lines.

use super::{Checked, HOME, excerpt, fingerprints, message_with_notes, page, place, pretty, wide_place};
use crate::finding::{FileRange, Finding, Fix, Location, Severity};
use crate::rules::RULES;
use crate::text::{TextRange, is_plain_in_path, percent_encoded};
use serde_json::{Value, json};

pub(super) fn render(documents: &[Checked]) -> String {
    let results: Vec<Value> = documents
        .iter()
        .flat_map(|document| {
            let prints = fingerprints(document);
            document.findings.iter().zip(prints).map(move |(finding, print)| result(document, finding, &print))
        })
        .collect();
    let rules: Vec<Value> = RULES
        .iter()
        .map(|rule| {
            json!({
                "id": rule.code.as_str(),
                "shortDescription": {"text": rule.summary},
                "fullDescription": {"text": rule.why},
                "helpUri": page(&rule.code),
                "help": {"text": format!("copydesk explain {}", rule.code)},
                "defaultConfiguration": {
                    "enabled": !rule.level.is_off(),
                    "level": rule.level.severity().map_or("none", level),
                },
                "properties": {"group": rule.group.title()},
            })
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "copydesk",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": HOME,
                "rules": rules,
            }},
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    pretty(&log)
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

fn result(document: &Checked, finding: &Finding, fingerprint: &str) -> Value {
    let index = RULES.iter().position(|rule| rule.code == finding.code);
    let text = message_with_notes(document, finding);
    let related: Vec<Value> = (finding.related.iter())
        .map(|related| {
            let mut location = match &related.location {
                Location::Here(range) => location(document, *range),
                Location::Elsewhere(place) => location_elsewhere(place),
            };
            location["message"] = json!({"text": related.message});
            location
        })
        .collect();
    let mut result = json!({
        "ruleId": finding.code.as_str(),
        "level": level(finding.severity),
        "message": {"text": text},
        "locations": [location(document, finding.range)],
        "partialFingerprints": {"copydesk/v1": fingerprint},
    });
    if let Some(index) = index {
        result["ruleIndex"] = json!(index);
    }
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    if !finding.fixes.is_empty() {
        result["fixes"] = finding.fixes.iter().map(|fix| fix_of(document, fix)).collect();
    }
    result
}

fn fix_of(document: &Checked, fix: &Fix) -> Value {
    let replacements: Vec<Value> = (fix.edits.iter())
        .map(|edit| json!({"deletedRegion": region(document, edit.range), "insertedContent": {"text": edit.text}}))
        .collect();
    json!({
        "description": {"text": fix.title},
        "artifactChanges": [{"artifactLocation": {"uri": uri(&document.path)}, "replacements": replacements}],
    })
}

fn location(document: &Checked, range: TextRange) -> Value {
    let mut region = region(document, range);
    region["snippet"] = json!({"text": excerpt(&document.text, range)});
    let mut location =
        json!({"physicalLocation": {"artifactLocation": {"uri": uri(&document.path)}, "region": region}});
    if let Some(record) = &document.origin.record {
        location["logicalLocations"] = json!([{"name": record, "kind": "record"}]);
    }
    location
}

/// A location in another file, whose text is not at hand for a snippet.
fn location_elsewhere(place: &FileRange) -> Value {
    let region = lines_and_columns(wide_place(place.start), wide_place(place.end));
    json!({"physicalLocation": {"artifactLocation": {"uri": uri(&place.path)}, "region": region}})
}

fn region(document: &Checked, range: TextRange) -> Value {
    lines_and_columns(place(document, range.start), place(document, range.end))
}

fn lines_and_columns((line, column): (u32, u32), (end_line, end_column): (u32, u32)) -> Value {
    json!({"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column})
}

/// A path as a relative URI: everything but unreserved characters and slashes is percent-encoded.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    percent_encoded(path.trim_start_matches("./"), is_plain_in_path)
}
