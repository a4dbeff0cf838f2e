//! Where the findings of `copydesk lint` go: shown, counted, compared with a baseline, or written as one.

use super::lint::{FormatName, Options};
use super::{Outcome, print};
use crate::error::{Error, Result};
use crate::finding::{Applicability, Severity};
use crate::lint::reaches;
use crate::report::{Baseline, BaselineWriter, Checked, Format, Summary, render, render_within};
use crate::text::LineIndex;
use crate::workspace::{self, ReadAs};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

/// The rules by how often they found something, with how many `--fix` would mend.
fn statistics(counts: BTreeMap<&'static str, (usize, usize)>) -> String {
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|(code, (all, _))| (std::cmp::Reverse(*all), *code));
    let row = |(code, (all, safe)): (&str, (usize, usize))| match safe {
        0 => format!("{all:>7}  {code}\n"),
        safe => format!("{all:>7}  {code} ({safe} with a safe repair)\n"),
    };
    rows.into_iter().map(row).collect()
}

/// Where the findings go.
pub(super) struct Output {
    format: Format,
    diff: bool,
    /// The findings are counted and not shown: the repaired text is the output.
    pub(super) silent: bool,
    file: Option<(PathBuf, std::fs::File)>,
    waiting: Vec<Checked>,
    summary: Summary,
    reached: bool,
    fail_on: Severity,
    baseline: Option<Baseline>,
    writer: Option<(PathBuf, BaselineWriter)>,
    /// How many more findings are shown; `None` for all.
    left: Option<usize>,
    hidden: usize,
    /// The findings of each rule, and how many of them have a safe repair; `None` where they are shown instead.
    counts: Option<BTreeMap<&'static str, (usize, usize)>>,
}

impl Output {
    pub(super) fn new(options: &Options) -> Result<Self> {
        let file = options.output.clone().map(|path| {
            let file = std::fs::File::create(&path).map_err(|error| {
                Error::new(
                    path.display().to_string(),
                    format!("cannot be written: {error}"),
                    "name a file that you may write to",
                )
            })?;
            Ok((path, file))
        });
        let baseline = options.baseline.as_ref().map(|path| {
            let text = workspace::read(path, ReadAs::Baseline)?;
            Baseline::parse(&path.display().to_string(), &text)
        });
        let baseline = baseline.transpose()?;
        Ok(Self {
            format: options.format.into(),
            diff: options.diff,
            silent: false,
            file: file.transpose()?,
            waiting: Vec::new(),
            summary: Summary::default(),
            reached: false,
            fail_on: options.fail_on.into(),
            baseline,
            writer: options.write_baseline.clone().map(|path| (path, BaselineWriter::default())),
            left: options.max_findings,
            hidden: 0,
            counts: options.statistics.then(BTreeMap::new),
        })
    }

    pub(super) fn take(&mut self, mut document: Checked) {
        if let Some((_, writer)) = &mut self.writer {
            writer.add(&document);
            document.findings.clear();
        }
        if let Some(baseline) = &mut self.baseline {
            baseline.take(&mut document);
        }
        self.reached |= reaches(&document.findings, self.fail_on);
        self.summary.count(&document);
        if let Some(counts) = &mut self.counts {
            for finding in document.findings.drain(..) {
                let (all, safe) = counts.entry(finding.code).or_default();
                *all += 1;
                *safe += usize::from(finding.fixes.iter().any(|fix| fix.applicability == Applicability::Safe));
            }
        }
        if let Some(left) = &mut self.left {
            self.hidden += document.findings.len().saturating_sub(*left);
            document.findings.truncate(*left);
            *left -= document.findings.len();
        }
        if document.findings.is_empty() && !self.format.is_by_line() && !self.diff {
            // Nothing of it will be quoted; of a large archive, the texts would be most of what is held.
            document.text = "".into();
            document.lines = LineIndex::new("");
        }
        self.waiting.push(document);
    }

    /// Writes what can be written now. The answer is whether anybody still reads.
    pub(super) fn flush(&mut self) -> Result<bool> {
        if self.diff && !self.silent {
            let diffs: String = self.waiting.drain(..).map(|document| document.text.to_string()).collect();
            return self.write(&diffs);
        }
        if !self.format.is_by_line() {
            return Ok(true);
        }
        if self.counts.is_some() {
            self.waiting.clear();
            return Ok(true);
        }
        let documents = std::mem::take(&mut self.waiting);
        if self.silent {
            return Ok(true);
        }
        self.write(&render_within(self.format, &documents, self.columns()))
    }

    /// The columns of the terminal that is written to.
    fn columns(&self) -> Option<usize> {
        let size = self.file.is_none().then(|| terminal_size::terminal_size_of(std::io::stdout())).flatten();
        size.map(|(terminal_size::Width(columns), _)| usize::from(columns))
    }

    fn write(&mut self, text: &str) -> Result<bool> {
        let Some((path, file)) = &mut self.file else { return Ok(print(text)) };
        // A file holds no colours.
        let text = anstream::adapter::strip_str(text).to_string();
        file.write_all(text.as_bytes()).map_err(|error| {
            Error::new(path.display().to_string(), format!("cannot be written: {error}"), "check the disk")
        })?;
        Ok(true)
    }

    pub(super) fn finish(mut self, options: &Options, failed: bool) -> Result<Outcome> {
        self.flush()?;
        if let Some(counts) = self.counts.take() {
            self.write(&statistics(counts))?;
        } else if !self.format.is_by_line() && !self.diff && !self.silent {
            let documents = std::mem::take(&mut self.waiting);
            self.write(&render(self.format, &documents))?;
        }
        if let Some((path, writer)) = self.writer.take() {
            workspace::write(&path, writer.finish().as_bytes())?;
        }
        if let Some(baseline) = self.baseline.as_ref().filter(|baseline| baseline.mended() > 0) {
            let mut err = anstream::stderr().lock();
            let (mended, known) = (baseline.mended(), baseline.known);
            let _ = writeln!(
                err,
                "{mended} of the baseline were not found and {known} were; `--write-baseline` removes what is mended"
            );
        }
        if matches!(options.format, FormatName::Full | FormatName::Concise) && !self.diff && self.summary.files > 0 {
            let mut err = anstream::stderr().lock();
            if self.hidden > 0 {
                let _ = writeln!(err, "{} more are not shown (--max-findings)", self.hidden);
            }
            let _ = writeln!(err, "{}", self.summary.line());
        }
        Ok(match (failed, self.reached) {
            (true, _) => Outcome::Failed,
            (false, true) => Outcome::Found,
            (false, false) => Outcome::Clean,
        })
    }
}
