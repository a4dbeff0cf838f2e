//! Where the findings of `copydesk lint` go: shown, counted, compared with a baseline, or written as one.

use super::lint::{FormatName, Options};
use super::{Outcome, print, print_coloured, say};
use crate::error::{Error, Result};
use crate::finding::{Applicability, RuleCode, Severity};
use crate::lint::reaches;
use crate::repair::{chosen, is_undecided};
use crate::report::{Baseline, BaselineWriter, Checked, Format, Summary, render, render_within};
use crate::text::LineIndex;
use crate::workspace::{self, Pending, ReadAs};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The rules by how often they found something, with how many `--fix` would mend.
fn statistics(counts: BTreeMap<RuleCode, (usize, usize)>) -> String {
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|(code, (all, _))| (std::cmp::Reverse(*all), *code));
    let row = |(code, (all, safe)): (RuleCode, (usize, usize))| match safe {
        0 => format!("{all:>7}  {code}\n"),
        safe => format!("{all:>7}  {code} ({safe} with a safe repair)\n"),
    };
    rows.into_iter().map(row).collect()
}

/// What repairs did, and what is left to them.
#[derive(Default)]
struct Fixed {
    made: usize,
    files: usize,
    /// Findings that are left.
    left: usize,
    /// Those that a safe repair would mend.
    safe: usize,
    /// Those that one repair would mend that is not safe.
    unsure: usize,
    /// Those that have several repairs, of which none is safe.
    undecided: usize,
}

impl Fixed {
    fn count(&mut self, document: &Checked, made: usize) {
        self.made += made;
        self.files += usize::from(made > 0);
        self.left += document.findings.len();
        for finding in &document.findings {
            if chosen(finding, Applicability::Safe).is_some() {
                self.safe += 1;
            } else if chosen(finding, Applicability::Unsafe).is_some() {
                self.unsure += 1;
            } else if is_undecided(finding) {
                self.undecided += 1;
            }
        }
    }

    /// What `--fix` would do; `None` where that is nothing.
    fn promise(&self) -> Option<String> {
        match (self.safe, self.unsure) {
            (0, 0) => None,
            (safe, 0) => Some(format!("{safe} fixable with --fix")),
            (0, unsure) => Some(format!("{unsure} fixable with --fix --unsafe-fixes")),
            (safe, unsure) => Some(format!("{safe} fixable with --fix, {unsure} more with --unsafe-fixes")),
        }
    }

    /// What was done, or would be.
    fn account(&self, is_shown: bool, with_unsafe: bool) -> String {
        let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        let verb = if is_shown { "would be applied" } else { "applied" };
        let mut line = format!(
            "{} {verb} in {}; {} left",
            count(self.made, "fix", "fixes"),
            count(self.files, "file", "files"),
            count(self.left, "finding", "findings")
        );
        if self.unsure > 0 && !with_unsafe {
            let _ = write!(line, ", {} fixable with --unsafe-fixes", self.unsure);
        }
        if self.undecided > 0 {
            let _ = write!(line, ", {} with several fixes to choose from", self.undecided);
        }
        line
    }
}

/// An error where a file that is to be written is one of those that are read.
fn not_over(target: &Path, inputs: &[&Path]) -> Result<()> {
    if target.exists() && inputs.iter().any(|input| workspace::is_one_file(target, input)) {
        let what = "this run reads it, and would write over it";
        return Err(Error::new(target.display().to_string(), what, "name another file for the output"));
    }
    Ok(())
}

/// Where the findings go.
pub(super) struct Output {
    format: Format,
    diff: bool,
    /// The findings are counted and not shown: the repaired text is the output.
    pub(super) silent: bool,
    /// The file in place of standard output; what was there stays until the end.
    file: Option<Pending>,
    waiting: Vec<Checked>,
    summary: Summary,
    reached: bool,
    fail_on: Severity,
    baseline: Option<Baseline>,
    writer: Option<(PathBuf, BaselineWriter)>,
    /// How many more findings are shown; `None` for all.
    left: Option<usize>,
    hidden: usize,
    fixed: Fixed,
    /// The findings of each rule, and how many of them have a safe repair; `None` where they are shown instead.
    counts: Option<BTreeMap<RuleCode, (usize, usize)>>,
}

impl Output {
    /// Begins the output of a run that reads these files; none of them is ever written over.
    pub(super) fn new(options: &Options, inputs: &[&Path]) -> Result<Self> {
        let beside = options.baseline.iter().chain(&options.common.config).chain(&options.common.registry);
        let inputs: Vec<&Path> = inputs.iter().copied().chain(beside.map(PathBuf::as_path)).collect();
        for target in options.output.iter().chain(&options.write_baseline) {
            not_over(target, &inputs)?;
        }
        if let (Some(output), Some(baseline)) = (&options.output, &options.write_baseline) {
            not_over(output, &[baseline])?;
        }
        let file = options.output.as_deref().map(Pending::new);
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
            fixed: Fixed::default(),
            hidden: 0,
            counts: options.statistics.then(BTreeMap::new),
        })
    }

    /// Takes a document in which so many repairs were made.
    pub(super) fn take(&mut self, mut document: Checked, made: usize) {
        if let Some((_, writer)) = &mut self.writer {
            writer.add(&document);
            document.findings.clear();
        }
        if let Some(baseline) = &mut self.baseline {
            baseline.take(&mut document);
        }
        self.fixed.count(&document, made);
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
        // A diff is data, and so are the reports of programs: they go out as they are.
        let has_colours = self.format == Format::Full && !self.diff;
        match &mut self.file {
            None if has_colours => Ok(print_coloured(text)),
            None => Ok(print(text)),
            Some(file) if has_colours => {
                // A file holds no colours.
                file.write(anstream::adapter::strip_str(text).to_string().as_bytes()).map(|()| true)
            }
            Some(file) => file.write(text.as_bytes()).map(|()| true),
        }
    }

    /// Ends the output. Where nothing was checked, a report that is there stays.
    pub(super) fn finish(mut self, options: &Options, failed: bool, is_empty: bool) -> Result<Outcome> {
        self.flush()?;
        if let Some(counts) = self.counts.take() {
            self.write(&statistics(counts))?;
        } else if !self.format.is_by_line() && !self.diff && !self.silent {
            let documents = std::mem::take(&mut self.waiting);
            self.write(&render(self.format, &documents))?;
        }
        let is_kept = |path: Option<&PathBuf>| {
            self.summary.files == 0 && (failed || is_empty && path.is_some_and(|path| path.exists()))
        };
        if let Some(file) = self.file.take().filter(|_| !is_kept(options.output.as_ref())) {
            file.put()?;
        }
        if let Some((path, writer)) = self.writer.take().filter(|(path, _)| !is_kept(Some(path))) {
            workspace::write(&path, writer.finish().as_bytes())?;
        }
        if let Some(baseline) = self.baseline.as_ref().filter(|baseline| baseline.mended() > 0) {
            let (mended, known) = (baseline.mended(), baseline.known);
            say(&format!(
                "{mended} of the baseline were not found and {known} were; `--write-baseline` removes what is mended"
            ));
        }
        if matches!(options.format, FormatName::Full | FormatName::Concise) && !self.diff && self.summary.files > 0 {
            if self.hidden > 0 {
                say(&format!("{} more are not shown (--max-findings)", self.hidden));
            }
            say(&self.summary.line());
            if let Some(line) = self.fixed.promise().filter(|_| !options.fix && self.writer.is_none()) {
                say(&line);
            }
        }
        if (options.fix || self.diff) && self.summary.files > 0 {
            say(&self.fixed.account(self.diff, options.unsafe_fixes));
        }
        Ok(match (failed, self.reached) {
            (true, _) => Outcome::Failed,
            (false, true) => Outcome::Found,
            (false, false) => Outcome::Clean,
        })
    }
}
