//! Archives: files with one article per record, read record by record so that memory does not grow with their number.

use super::args::Options;
use super::check::{check_article, hunk};
use crate::analysis::{Memory, analyse};
use crate::article::Decoded;
use crate::cli::archive::{Layout, Reading, Record};
use crate::cli::output::{Document, Output};
use crate::cli::records::RawRecord;
use crate::error::Result;
use crate::finding::{Applicability, Finding, Location, Problem};
use crate::fix::apply_fixes;
use crate::lint::{lint_record, used_actors};
use crate::message;
use crate::parallel;
use crate::report::{Checked, Origin};
use crate::text::TextRange;
use crate::workspace::{self, Project, Rewrite};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Checks the records of an archive and, with `--fix`, writes those that were fixed. Returns whether the output is still
/// open.
pub(super) fn check(
    path: &Path,
    name: String,
    layout: Layout,
    project: &Project,
    options: &Options,
    output: &mut Output<'_>,
) -> Result<bool> {
    let before = workspace::stamp(path);
    let (reading, mut records) = Reading::open(path, layout, &project.context)?;
    let checking = Checking { name, reading };
    let mut rewrite = None;
    let mut has_header = false;
    loop {
        let batch = records.batch()?;
        if batch.is_empty() {
            break;
        }
        let checked: Vec<Option<CheckedRecord>> = parallel::map(&batch, |raw| checking.check(raw, options));
        let mut documents = Vec::with_capacity(checked.len());
        for (raw, CheckedRecord { mut document, fixed }) in
            batch.iter().zip(checked).filter_map(|(raw, one)| Some((raw, one?)))
        {
            if options.out.diff {
                let new = fixed.as_deref().map_or_else(String::new, |fixed| {
                    let name = (!has_header).then_some(checking.name.as_str());
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
pub(super) fn used(path: &Path, layout: Layout, project: &Project) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let Ok((reading, mut records)) = Reading::open(path, layout, &project.context) else { return used };
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
            used_actors(&analyse(text.into(), "", reading.context.clone(), &mut Memory::default()))
        };
        let found: Vec<BTreeSet<String>> = parallel::map(&batch, of);
        used.extend(found.into_iter().flatten());
    }
    used
}

/// An archive that is checked.
struct Checking {
    name: String,
    reading: Reading,
}

struct CheckedRecord {
    document: Document,
    /// The new bytes of the record, if fixes were made.
    fixed: Option<String>,
}

impl Checking {
    /// Checks a record. `None` for a blank line.
    fn check(&self, raw: &RawRecord, options: &Options) -> Option<CheckedRecord> {
        let text = String::from_utf8_lossy(&raw.bytes);
        let mut record = match (raw.fault.clone(), &text) {
            (Some(fault), _) => Record { problem: Some(Problem::new(TextRange::empty(0), fault)), ..Record::default() },
            (None, Cow::Owned(_)) => {
                let problem = Problem::new(TextRange::empty(0), message!("the record is not UTF-8"));
                Record { problem: Some(problem), ..Record::default() }
            }
            (None, Cow::Borrowed(text)) => self.reading.record(text, raw)?,
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
            found.extend(lint_record(problem, &self.reading.context.config));
        }
        let Some(joined) = &record.joined else { return (None, 0, found) };
        let article: Arc<str> = joined.text().into();
        // A record that is not valid is not written.
        if options.out.fixes() && record.problem.is_none() {
            let fixed = apply_fixes(article.clone(), &self.name, &self.reading.context, options.out.trust());
            let new = joined.source_edits(&fixed.edits).map(|edits| edits.apply(text)).filter(|_| fixed.made > 0);
            let again = new.as_deref().and_then(|new| self.reading.record(new, raw)?.joined);
            // What was written must be read as the fixed article.
            if let Some(again) = again.filter(|again| again.text() == &*fixed.text) {
                found.extend(fixed.findings.into_iter().map(|finding| to_source(finding, &again)));
                return (new, fixed.made, found);
            }
        }
        let findings = check_article(article, &self.name, &[], &self.reading.context);
        found.extend(findings.into_iter().map(|finding| to_source(finding, joined)));
        found.sort_by_key(|finding| (finding.range, finding.code));
        (None, 0, found)
    }
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
