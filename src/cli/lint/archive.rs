//! Archives: files with one article per record, read record by record so that memory does not grow with their number.

use super::args::Options;
use super::check::{check_article, hunk};
use crate::analysis::{Memory, ProjectContext, analyse};
use crate::article::{Decoded, Key};
use crate::cli::output::{Document, Output};
use crate::cli::records::{RawRecord, Records};
use crate::config::{Archive, Fields};
use crate::error::Result;
use crate::finding::{Applicability, Finding, Location, Problem};
use crate::fix::apply_fixes;
use crate::lint::{lint_record, used_actors};
use crate::message;
use crate::report::{Checked, Origin};
use crate::syntax::{Node, RECORD, join_record, parse_json, table_fields};
use crate::text::TextRange;
use crate::workspace::{self, Project, Rewrite};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Checks the records of an archive and, with `--fix`, writes those that were fixed. Returns whether the output is still
/// open.
pub(super) fn check(
    path: &Path,
    name: String,
    project: &Project,
    options: &Options,
    output: &mut Output<'_>,
) -> Result<bool> {
    let before = workspace::stamp(path);
    let Some((reading, mut records)) = Reading::open(path, name, project)? else { return Ok(true) };
    let mut rewrite = None;
    let mut has_header = false;
    loop {
        let batch = records.batch()?;
        if batch.is_empty() {
            break;
        }
        let checked: Vec<Option<CheckedRecord>> = batch.par_iter().map(|raw| reading.check(raw, options)).collect();
        let mut documents = Vec::with_capacity(checked.len());
        for (raw, CheckedRecord { mut document, fixed }) in
            batch.iter().zip(checked).filter_map(|(raw, one)| Some((raw, one?)))
        {
            if options.out.diff {
                let new = fixed.as_deref().map_or_else(String::new, |fixed| {
                    let name = (!has_header).then_some(reading.name.as_str());
                    has_header = true;
                    hunk(name, raw.lines, &String::from_utf8_lossy(&raw.bytes), fixed)
                });
                document.checked = Checked { text: new.into(), ..document.checked };
            } else if let Some(fixed) = fixed {
                let rewrite = match &mut rewrite {
                    Some(rewrite) => rewrite,
                    empty => empty.insert(Rewrite::new(path, before)?),
                };
                rewrite.replace(raw.offset, raw.len, &fixed)?;
            }
            documents.push(Ok(document));
        }
        output.take_all(documents);
        if !output.flush()? {
            return Ok(false);
        }
    }
    rewrite.map_or(Ok(()), Rewrite::finish)?;
    Ok(true)
}

/// The actors that the records of an archive mention. What cannot be read is reported when the archive is checked.
pub(super) fn used(path: &Path, project: &Project) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let Ok(Some((reading, mut records))) = Reading::open(path, String::new(), project) else { return used };
    while let Ok(batch) = records.batch() {
        if batch.is_empty() {
            break;
        }
        let of = |raw: &RawRecord| -> BTreeSet<String> {
            let Ok(Some(record)) = std::str::from_utf8(&raw.bytes).map(|text| reading.record(text, raw)) else {
                return BTreeSet::new();
            };
            let Some(joined) = record.joined else { return BTreeSet::new() };
            let text: Arc<str> = joined.text().into();
            used_actors(&analyse(text, &reading.name, reading.context.clone(), &mut Memory::default()))
        };
        let found: Vec<BTreeSet<String>> = batch.par_iter().map(of).collect();
        used.extend(found.into_iter().flatten());
    }
    used
}

/// How an archive is read.
struct Reading<'a> {
    name: String,
    archive: &'a Archive,
    context: Arc<ProjectContext>,
    /// The names of the columns of a table.
    columns: Vec<String>,
}

struct CheckedRecord {
    document: Document,
    /// The new bytes of the record, if fixes were made.
    fixed: Option<String>,
}

/// A record, as far as it can be read.
#[derive(Default)]
struct Record {
    id: Option<String>,
    /// The article; `None` if the record has no text.
    joined: Option<Decoded>,
    problem: Option<Problem>,
}

impl<'a> Reading<'a> {
    /// Opens an archive. `None` if the configuration does not describe it.
    fn open(path: &Path, name: String, project: &'a Project) -> Result<Option<(Self, Records)>> {
        let Some(archive) = workspace::archive_of(path, project) else { return Ok(None) };
        let mut records = Records::open(path)?;
        let columns = match records.header()? {
            Some((header, delimiter)) => {
                table_fields(&header, delimiter).iter().map(|name| name.text().into()).collect()
            }
            None => Vec::new(),
        };
        let context = Arc::new(ProjectContext { syntax: Some(RECORD), ..(*project.context).clone() });
        Ok(Some((Self { name, archive, context, columns }, records)))
    }

    /// Checks a record. `None` for a blank line.
    fn check(&self, raw: &RawRecord, options: &Options) -> Option<CheckedRecord> {
        let text = String::from_utf8_lossy(&raw.bytes);
        let mut record = match (raw.fault.clone(), &text) {
            (Some(fault), _) => Record { problem: Some(Problem::new(TextRange::empty(0), fault)), ..Record::default() },
            (None, Cow::Owned(_)) => {
                let problem = Problem::new(TextRange::empty(0), message!("the record is not UTF-8"));
                Record { problem: Some(problem), ..Record::default() }
            }
            (None, Cow::Borrowed(text)) => self.record(text, raw)?,
        };
        let id = record.id.take().unwrap_or_else(|| (raw.lines + 1).to_string());
        let origin = Origin { record: Some(id), lines: raw.lines, bytes: raw.offset };
        let (fixed, fixes, findings) = self.findings(&text, raw, &record, options);
        let shown: Arc<str> = fixed.as_deref().unwrap_or(&text).into();
        let checked = Checked { origin, ..Checked::new(self.name.clone(), shown, findings) };
        Some(CheckedRecord { document: Document { checked, fixes }, fixed })
    }

    /// The findings of a record, after its fixes if they are asked for: the new text, the number of fixes, and what is left.
    fn findings(
        &self,
        text: &str,
        raw: &RawRecord,
        record: &Record,
        options: &Options,
    ) -> (Option<String>, usize, Vec<Finding>) {
        let mut found: Vec<Finding> = Vec::new();
        if let Some(problem) = &record.problem {
            found.extend(lint_record(problem, &self.context.config));
        }
        let Some(joined) = &record.joined else { return (None, 0, found) };
        let article: Arc<str> = joined.text().into();
        // A record that is not valid is not written.
        if options.out.fixes() && record.problem.is_none() {
            let fixed = apply_fixes(article.clone(), &self.name, &self.context, options.out.trust());
            let new = joined.source_edits(&fixed.edits).map(|edits| edits.apply(text)).filter(|_| fixed.made > 0);
            let again = new.as_deref().and_then(|new| self.record(new, raw)?.joined);
            // What was written must be read as the fixed article.
            if let Some(again) = again.filter(|again| again.text() == &*fixed.text) {
                found.extend(fixed.findings.into_iter().map(|finding| to_source(finding, &again)));
                return (new, fixed.made, found);
            }
        }
        let findings = check_article(article, &self.name, &[], &self.context);
        found.extend(findings.into_iter().map(|finding| to_source(finding, joined)));
        found.sort_by_key(|finding| (finding.range, finding.code));
        (None, 0, found)
    }

    /// Reads a record. `None` for a blank line.
    fn record(&self, text: &str, raw: &RawRecord) -> Option<Record> {
        if text.trim().is_empty() {
            return None;
        }
        Some(match raw.delimiter {
            Some(delimiter) => self.row(text, delimiter),
            None => self.object(text),
        })
    }

    /// Reads a line of JSON Lines.
    fn object(&self, text: &str) -> Record {
        let json = parse_json(text, TextRange::from(0..text.len()));
        let mut problem = json.problems.into_iter().next().map(|problem| {
            let what = message!("the record is not valid JSON: {what}", what = problem.message);
            Problem::new(problem.range, what)
        });
        let Some(root) = json.root.filter(Node::is_object) else {
            problem = problem.or_else(|| {
                let note = message!("each line of JSON Lines is an object such as {{\"id\": \"1\", \"text\": \"…\"}}");
                Some(Problem::new(TextRange::empty(0), message!("the record is not a JSON object")).note(note))
            });
            return Record { problem, ..Record::default() };
        };
        let Fields { text: name, keys } = &self.archive.fields;
        let fields: Vec<(Key, Decoded)> =
            (keys.iter()).filter_map(|(key, name)| Some((*key, scalar(member(&root, name)?, text)?))).collect();
        let body = member(&root, name);
        let decoded = body.and_then(|body| body.decoded(text));
        if decoded.is_none() && problem.is_none() && body.is_none_or(|body| body.range.slice(text) != "null") {
            problem = Some(self.no_text(TextRange::new(root.range.start, root.range.start + 1)));
        }
        self.joined(fields, decoded, problem)
    }

    /// Reads a record of a table.
    fn row(&self, text: &str, delimiter: u8) -> Record {
        let fields = table_fields(text, delimiter);
        let column = |name: &str| fields.get(self.columns.iter().position(|column| column == name)?).cloned();
        let Fields { text: name, keys } = &self.archive.fields;
        let decoded = column(name);
        let problem = match &decoded {
            _ if fields.len() != self.columns.len() => Some(Problem::new(
                TextRange::empty(0),
                message!(
                    "the record has {fields} fields, but the first line names {columns}",
                    fields = fields.len(),
                    columns = self.columns.len()
                ),
            )),
            None => Some(self.no_text(TextRange::empty(0))),
            Some(_) => None,
        };
        let keys = keys.iter().filter_map(|(key, name)| Some((*key, column(name)?))).collect();
        // The fields after a missing or an added one are other columns.
        let decoded = decoded.filter(|_| problem.is_none());
        self.joined(keys, decoded, problem)
    }

    fn joined(&self, fields: Vec<(Key, Decoded)>, text: Option<Decoded>, problem: Option<Problem>) -> Record {
        let fields: Vec<(Key, Decoded)> =
            fields.into_iter().filter(|(_, field)| !field.text().trim().is_empty()).collect();
        let id = fields.iter().find(|(key, _)| *key == Key::Identifier).map(|(_, id)| id.text().to_owned());
        let joined = text.map(|text| join_record(&fields, self.archive.syntax.as_deref(), &text));
        Record { id, joined, problem }
    }

    fn no_text(&self, range: TextRange) -> Problem {
        let name = &self.archive.fields.text;
        Problem::new(range, message!("the record has no text in the field `{name}`", name))
            .note(message!("name the field that has the text in `fields` of this `[[archive]]` in copydesk.toml"))
    }
}

/// The member of an object with a name, or at a path of names with dots between them.
fn member<'n>(root: &'n Node, name: &str) -> Option<&'n Node> {
    root.get(name).or_else(|| {
        let (first, rest) = name.split_once('.')?;
        member(root.get(first)?, rest)
    })
}

/// A string, or a number as it is written, which is not edited.
fn scalar(node: &Node, text: &str) -> Option<Decoded> {
    node.decoded(text).or_else(|| {
        let word = node.as_text(text).filter(|word| word != "null")?;
        let mut out = Decoded::new(node.range.start, |_| None);
        out.verbatim(&word, node.range.start);
        Some(out)
    })
}

/// A finding of an article as a finding of its record. Fixes that are not exact there are dropped.
fn to_source(mut finding: Finding, joined: &Decoded) -> Finding {
    let mapped = joined.source_range(finding.range);
    finding.range = mapped.range();
    for related in &mut finding.related {
        if let Location::Here(range) = &mut related.location {
            *range = joined.source_range(*range).range();
        }
    }
    let fixes = std::mem::take(&mut finding.fixes).into_iter().filter(|_| mapped.exact().is_some());
    finding.fixes = fixes
        .filter_map(|mut fix| {
            let is_shown = fix.applicability == Applicability::DisplayOnly;
            fix.edits = joined.source_edits(&fix.edits).or_else(|| is_shown.then(Default::default))?;
            Some(fix)
        })
        .collect();
    finding
}
