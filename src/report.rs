//! Renders findings for people ([`Format::Full`], [`Format::Concise`]) and for programs. Columns are computed here and
//! nowhere else below the server.

mod baseline;
mod checkstyle;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod rdjson;
mod sarif;
mod visible;

use crate::counted;
use crate::finding::{FileRange, Finding, Severity};
use crate::language::Language;
use crate::message;
use crate::message::Message;
use crate::text::{Encoding, LineIndex, Position, TextRange, WidePosition, shortened};
use std::fmt::Write;
use std::sync::{Arc, OnceLock};

pub use baseline::{Baseline, Writer as BaselineWriter};
pub use visible::{json as visible_json, visible, visible_at_start};

/// A document and its findings.
pub struct Checked {
    /// Its path, as the user names it.
    pub path: String,
    /// Its text.
    pub text: Arc<str>,
    /// Its lines, once a position has been looked up.
    pub lines: OnceLock<LineIndex>,
    /// Its findings, in order.
    pub findings: Vec<Finding>,
    /// Its place in the file, for a record of an archive.
    pub origin: Origin,
}

/// The place of a record in an archive; the default for a document that is a whole file.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The id of the record.
    pub record: Option<String>,
    /// The number of lines before it.
    pub lines: u32,
    /// The number of bytes before it.
    pub bytes: u64,
}

impl Checked {
    /// A document and its findings.
    pub fn new(path: String, text: Arc<str>, findings: Vec<Finding>) -> Self {
        let checked = Self { path, text, lines: OnceLock::new(), findings, origin: Origin::default() };
        // Documents are made on several threads, and written on one.
        if !checked.findings.is_empty() {
            checked.lines();
        }
        checked
    }

    /// Its lines.
    fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// The position in the file, from zero.
    fn position(&self, offset: u32, encoding: Encoding) -> Position {
        let at = self.lines().position(&self.text, offset, encoding);
        Position { line: at.line.saturating_add(self.origin.lines), ..at }
    }

    /// The id of the record, as a text after a message or a place.
    fn record(&self) -> String {
        self.origin.record.as_ref().map_or_else(String::new, |record| format!(" (record {})", visible(record)))
    }
}

/// An output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The source line with marks under the words.
    Full,
    /// `path:line:column: severity[code] message`, columns in characters.
    Concise,
    /// One JSON object with all findings.
    Json,
    /// One JSON object per line.
    Jsonl,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// A GitLab code quality report.
    Gitlab,
    /// `JUnit` XML.
    Junit,
    /// Checkstyle XML.
    Checkstyle,
    /// The reviewdog diagnostic format.
    Rdjson,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 10] = [
        Self::Full,
        Self::Concise,
        Self::Json,
        Self::Jsonl,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Junit,
        Self::Checkstyle,
        Self::Rdjson,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
            Self::Checkstyle => "checkstyle",
            Self::Rdjson => "rdjson",
        }
    }

    /// Whether documents can be written one by one.
    pub fn is_by_line(self) -> bool {
        matches!(self, Self::Full | Self::Concise | Self::Jsonl | Self::Github)
    }
}

/// The number of findings of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Summary {
    /// Documents checked.
    pub files: usize,
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Infos.
    pub infos: usize,
    /// Hints.
    pub hints: usize,
}

impl Summary {
    /// Counts the findings of documents.
    pub fn of<'a>(documents: impl IntoIterator<Item = &'a Checked>) -> Self {
        let mut summary = Self::default();
        documents.into_iter().for_each(|document| summary.count(document));
        summary
    }

    /// Counts one more document.
    pub fn count(&mut self, document: &Checked) {
        self.files += 1;
        for finding in &document.findings {
            *match finding.severity {
                Severity::Error => &mut self.errors,
                Severity::Warning => &mut self.warnings,
                Severity::Info => &mut self.infos,
                Severity::Hint => &mut self.hints,
            } += 1;
        }
    }

    /// The summary line: "5 files checked: 3 errors, 1 warning".
    pub fn line(&self) -> Message {
        let counts = [
            (self.errors, counted!(self.errors, "{count} error", "{count} errors")),
            (self.warnings, counted!(self.warnings, "{count} warning", "{count} warnings")),
            (self.infos, counted!(self.infos, "{count} info", "{count} infos")),
            (self.hints, counted!(self.hints, "{count} hint", "{count} hints")),
        ];
        let findings = counts.into_iter().filter(|(count, _)| *count > 0).map(|(_, message)| message);
        let findings = findings.reduce(|first, next| message!("{first}, {next}", first, next));
        let findings = findings.unwrap_or_else(|| message!("no findings"));
        let files = counted!(self.files, "{count} file checked", "{count} files checked");
        message!("{files}: {findings}", files, findings)
    }
}

/// Renders documents. Formats that are not line by line give one text for all documents.
pub fn render(format: Format, documents: &[Checked]) -> String {
    render_within(format, documents, None, Language::English)
}

/// Renders documents for a terminal of a width. The findings are in the language.
pub fn render_within(format: Format, documents: &[Checked], columns: Option<usize>, language: Language) -> String {
    let mut out = String::new();
    match format {
        Format::Full => documents.iter().for_each(|document| full::render(document, columns, language, &mut out)),
        Format::Concise => documents.iter().for_each(|document| concise(document, &mut out)),
        Format::Json => out = json::whole(documents),
        Format::Jsonl => documents.iter().for_each(|document| json::lines(document, &mut out)),
        Format::Sarif => out = sarif::render(documents),
        Format::Github => documents.iter().for_each(|document| github::render(document, &mut out)),
        Format::Gitlab => out = gitlab::render(documents),
        Format::Junit => out = junit::render(documents),
        Format::Checkstyle => out = checkstyle::render(documents),
        Format::Rdjson => out = rdjson::render(documents),
    }
    out
}

/// The schema of [`Format::Json`] (`is_whole`) or of a line of [`Format::Jsonl`].
pub(crate) fn schema(generator: schemars::SchemaGenerator, is_whole: bool) -> schemars::Schema {
    if is_whole {
        generator.into_root_schema_for::<json::Whole<'_>>()
    } else {
        generator.into_root_schema_for::<json::Reported<'_>>()
    }
}

fn concise(document: &Checked, out: &mut String) {
    for finding in &document.findings {
        let at = document.position(finding.range.start, Encoding::Utf32);
        let (line, column) = (at.line + 1, at.column + 1);
        let (path, severity) = (visible_at_start(&document.path), finding.severity.name());
        let (message, record) = (visible(&finding.message), document.record());
        let _ = writeln!(out, "{path}:{line}:{column}: {severity}[{}] {message}{record}", finding.code);
    }
}

/// The message and the notes of a finding, one per line.
fn message_with_notes(document: &Checked, finding: &Finding) -> String {
    let message = format!("{}{}", finding.message, document.record());
    let notes = finding.notes.iter().map(Message::as_str);
    std::iter::once(message.as_str()).chain(notes).collect::<Vec<_>>().join("\n")
}

/// A place in another file: `path:line:column`, columns in characters.
fn place_in_file(place: &FileRange) -> String {
    let at = place.start.position(Encoding::Utf32);
    format!("{}:{}:{}", visible(&place.path), at.line + 1, at.column + 1)
}

/// The line and the column of a position of another file, from one, in UTF-16 units.
fn wide_place(position: WidePosition) -> (u32, u32) {
    let at = position.position(Encoding::Utf16);
    (at.line + 1, at.column + 1)
}

/// A path relative to the repository, without `./`.
fn repository_path(document: &Checked) -> &str {
    document.path.trim_start_matches("./")
}

/// Formatted JSON.
pub(crate) fn pretty(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).map_or_else(|_| String::new(), |text| visible_json(text + "\n"))
}

/// Line and column from one, the column in UTF-16 units.
fn place(document: &Checked, offset: u32) -> (u32, u32) {
    let at = document.position(offset, Encoding::Utf16);
    (at.line + 1, at.column + 1)
}

/// A fingerprint that does not change when the line moves: FNV-1a over the path, the rule, the words of the line, and the
/// number among equal ones.
pub fn fingerprints(document: &Checked) -> Vec<String> {
    let mut seen: std::collections::HashMap<u64, u32> = std::collections::HashMap::new();
    let fingerprint = |finding: &Finding| {
        let line = document.lines().line_range(&document.text, document.lines().line_of(finding.range.start));
        let words = finding.range.slice(&document.text);
        hash_of(&[document.path.as_str(), finding.code.as_str(), line.slice(&document.text).trim(), words])
    };
    (document.findings.iter())
        .map(|finding| {
            let hash = fingerprint(finding);
            let nth = seen.entry(hash).or_default();
            *nth += 1;
            format!("{:016x}", hash.wrapping_add(u64::from(*nth - 1)))
        })
        .collect()
}

/// FNV-1a over several texts, with separators.
fn hash_of(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The home page of copydesk.
pub(crate) const HOME: &str = env!("CARGO_PKG_REPOSITORY");

/// The address of a rule's documentation.
pub fn page(code: &str) -> String {
    format!("{HOME}/blob/main/docs/rules.md#{code}")
}

/// The words of a range, shortened for a message.
pub(crate) fn excerpt(text: &str, range: TextRange) -> String {
    shortened(range.slice(text)).replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests;
