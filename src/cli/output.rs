//! The output of `copydesk lint`: findings shown, counted, compared with a baseline, or written as one.

use super::values::one_of;
use super::{Outcome, print, print_coloured, report_error, say};
use crate::counted;
use crate::error::{Error, Result};
use crate::finding::{Applicability, Finding, RuleCode, Severity};
use crate::fix::{chosen, is_undecided};
use crate::language::Language;
use crate::lint::reaches;
use crate::message;
use crate::message::Message;
use crate::message::{languages, message_language};
use crate::report::{Baseline, BaselineWriter, Checked, Format, Summary, render, render_within, visible};
use crate::workspace::{self, Pending, ReadAs};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// The options of the output.
#[derive(clap::Args)]
pub(super) struct OutputArgs {
    /// The output format.
    #[arg(long, default_value = "full", value_parser = one_of(&Format::ALL, Format::name))]
    format: Format,
    /// Write the output to a file.
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Apply safe fixes.
    #[arg(long)]
    pub(super) fix: bool,
    /// Show the fixes as a diff and change nothing, even with --fix.
    #[arg(long)]
    pub(super) diff: bool,
    /// Also apply fixes that you should review, unless there are several to choose from.
    #[arg(long)]
    unsafe_fixes: bool,
    /// Exit with 1 if a finding has this severity or a higher one.
    #[arg(long, default_value = "hint", value_parser = one_of(&Severity::ALL, Severity::name))]
    fail_on: Severity,
    /// Report only findings that are not in this baseline.
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Write the findings of this run to a baseline, and report none.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "fix", "diff"])]
    write_baseline: Option<PathBuf>,
    /// Print the number of findings of each rule.
    #[arg(long)]
    statistics: bool,
    /// The language of messages (ar, en); by default, in the formats full and concise, that of the environment.
    #[arg(long, value_name = "TAG", value_parser = messages)]
    messages: Option<Language>,
    /// Print findings and errors only, without a summary.
    #[arg(long, short)]
    quiet: bool,
    /// Print at most this many findings; the exit code considers all.
    #[arg(long, value_name = "N")]
    max_findings: Option<usize>,
}

/// Parses the language of messages.
fn messages(tag: &str) -> std::result::Result<Language, String> {
    let known = || languages().map(Language::tag).collect::<Vec<_>>().join(", ");
    message_language(tag).ok_or_else(|| format!("messages are not translated into this language; use {}", known()))
}

impl OutputArgs {
    /// The language of messages that the command line names.
    pub(super) fn messages(&self) -> Option<Language> {
        self.messages
    }

    /// The language of messages. Formats for programs do not depend on the environment.
    fn language(&self) -> Language {
        let is_for_people = matches!(self.format, Format::Full | Format::Concise);
        let environment = || language_of_environment().filter(|_| is_for_people);
        self.messages.or_else(environment).unwrap_or(Language::English)
    }

    /// Whether nothing but findings and errors is printed.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// The fixes that are applied.
    pub(super) fn trust(&self) -> Applicability {
        if self.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe }
    }

    /// Whether articles are fixed, or shown as a diff.
    pub(super) fn fixes(&self) -> bool {
        self.fix || self.diff
    }
}

/// The language that the environment asks for. `None` if messages are not translated into it.
#[expect(clippy::disallowed_methods, reason = "the command line is the outer layer")]
pub(super) fn language_of_environment() -> Option<Language> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    message_language(&["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set)?)
}

/// A checked document and the number of fixes that were applied to it.
pub(super) struct Document {
    pub(super) checked: Checked,
    pub(super) fixes: usize,
}

impl Document {
    /// A document that was checked and not fixed.
    pub(super) fn new(path: String, text: Arc<str>, findings: Vec<Finding>) -> Self {
        Self { checked: Checked::new(path, text, findings), fixes: 0 }
    }
}

/// The number of findings of each rule, most first, and how many of them `--fix` removes.
fn statistics(counts: BTreeMap<RuleCode, (usize, usize)>) -> String {
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|(code, (all, _))| (std::cmp::Reverse(*all), *code));
    let row = |(code, (all, safe)): (RuleCode, (usize, usize))| match safe {
        0 => format!("{all:>7}  {code}\n"),
        safe => format!("{all:>7}  {code} ({safe} with a safe fix)\n"),
    };
    rows.into_iter().map(row).collect()
}

/// How many fixes were applied, and how many findings are left.
#[derive(Default)]
struct Fixed {
    made: usize,
    files: usize,
    /// Remaining findings.
    left: usize,
    /// Findings with a safe fix.
    safe: usize,
    /// Findings with one fix that is unsafe.
    unsure: usize,
    /// Findings with several fixes, of which none is safe.
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

    /// The number of findings that `--fix` would fix, as text. `None` if there are none.
    fn promise(&self) -> Option<Message> {
        match (self.safe, self.unsure) {
            (0, 0) => None,
            (safe, 0) => Some(message!("{safe} fixable with --fix", safe)),
            (0, unsure) => Some(message!("{unsure} fixable with --fix --unsafe-fixes", unsure)),
            (safe, unsure) => {
                Some(message!("{safe} fixable with --fix, {unsure} more with --unsafe-fixes", safe, unsure))
            }
        }
    }

    /// The number of applied and remaining fixes, as text.
    fn account(&self, is_shown: bool, with_unsafe: bool) -> Message {
        let fixes = counted!(self.made, "{count} fix", "{count} fixes");
        let files = counted!(self.files, "{count} file", "{count} files");
        let left = counted!(self.left, "{count} finding", "{count} findings");
        let mut line = if is_shown {
            message!("{fixes} would be applied in {files}; {left} left", fixes, files, left)
        } else {
            message!("{fixes} applied in {files}; {left} left", fixes, files, left)
        };
        if self.unsure > 0 && !with_unsafe {
            line = message!("{line}, {count} fixable with --unsafe-fixes", line, count = self.unsure);
        }
        if self.undecided > 0 {
            line = message!("{line}, {count} with several fixes to choose from", line, count = self.undecided);
        }
        line
    }
}

/// An error if an output file is one of the input files.
fn not_over(target: &Path, inputs: &[&Path]) -> Result<()> {
    if workspace::exists(target) && inputs.iter().any(|input| workspace::is_one_file(target, input)) {
        let what = message!("this run reads it and would overwrite it");
        return Err(Error::new(target.display().to_string(), what, message!("name another file for the output")));
    }
    Ok(())
}

/// The output of a run.
pub(super) struct Output<'a> {
    args: &'a OutputArgs,
    /// The language of messages.
    language: Language,
    /// Whether some of the work could not be done. Each failure has been reported.
    pub(super) has_failed: bool,
    /// The findings are only counted: the fixed text is the output.
    pub(super) is_quiet: bool,
    /// The file for the output. The old file stays until the end.
    file: Option<Pending>,
    waiting: Vec<Checked>,
    summary: Summary,
    reached: bool,
    baseline: Option<Baseline>,
    writer: Option<(PathBuf, BaselineWriter)>,
    /// How many more findings are shown. `None` for all.
    left: Option<usize>,
    hidden: usize,
    fixed: Fixed,
    /// The findings of each rule, and how many of them have a safe fix, for `--statistics`.
    counts: Option<BTreeMap<RuleCode, (usize, usize)>>,
}

impl<'a> Output<'a> {
    /// Opens the output of a run that reads these files. None of them is ever overwritten.
    pub(super) fn new(args: &'a OutputArgs, inputs: &[&Path]) -> Result<Self> {
        for target in args.output.iter().chain(&args.write_baseline) {
            not_over(target, inputs)?;
        }
        if let (Some(output), Some(baseline)) = (&args.output, &args.write_baseline) {
            not_over(output, &[baseline])?;
        }
        let file = args.output.as_deref().map(Pending::new);
        let baseline = args.baseline.as_ref().map(|path| {
            let text = workspace::read(path, ReadAs::Baseline)?;
            Baseline::parse(&path.display().to_string(), &text)
        });
        let baseline = baseline.transpose()?;
        Ok(Self {
            args,
            language: args.language(),
            has_failed: false,
            is_quiet: false,
            file: file.transpose()?,
            waiting: Vec::new(),
            summary: Summary::default(),
            reached: false,
            baseline,
            writer: args.write_baseline.clone().map(|path| (path, BaselineWriter::default())),
            left: args.max_findings,
            fixed: Fixed::default(),
            hidden: 0,
            counts: args.statistics.then(BTreeMap::new),
        })
    }

    /// Adds the result of a check, and reports failures.
    pub(super) fn take_all(&mut self, documents: impl IntoIterator<Item = Result<Document>>) {
        for document in documents {
            match document {
                Ok(document) => self.take(document),
                Err(error) => self.fail(&error),
            }
        }
    }

    /// Reports a failure.
    pub(super) fn fail(&mut self, error: &Error) {
        report_error(error);
        self.has_failed = true;
    }

    fn take(&mut self, Document { checked: mut document, fixes }: Document) {
        if let Some((_, writer)) = &mut self.writer {
            writer.add(&document);
            document.findings.clear();
        }
        if let Some(baseline) = &mut self.baseline {
            baseline.take(&mut document);
        }
        self.fixed.count(&document, fixes);
        self.reached |= reaches(&document.findings, self.args.fail_on);
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
        if self.language != Language::English {
            document.findings.iter_mut().for_each(|finding| finding.translate(self.language));
        }
        if document.findings.is_empty() && !self.args.format.is_by_line() && !self.args.diff {
            // The text is not quoted; in a large archive, the texts would take most of the memory.
            document.text = "".into();
            document.lines = OnceLock::new();
        }
        self.waiting.push(document);
    }

    /// Writes what can be written now. Returns whether the output is still open.
    pub(super) fn flush(&mut self) -> Result<bool> {
        if self.args.diff && !self.is_quiet {
            let diffs: String = self.waiting.drain(..).map(|document| document.text.to_string()).collect();
            return self.write(&diffs);
        }
        if !self.args.format.is_by_line() {
            return Ok(true);
        }
        if self.counts.is_some() {
            self.waiting.clear();
            return Ok(true);
        }
        let documents = std::mem::take(&mut self.waiting);
        if self.is_quiet {
            return Ok(true);
        }
        self.write(&render_within(self.args.format, &documents, self.columns(), self.language))
    }

    /// The width of the terminal.
    fn columns(&self) -> Option<usize> {
        let size = self.file.is_none().then(|| terminal_size::terminal_size_of(std::io::stdout())).flatten();
        size.map(|(terminal_size::Width(columns), _)| usize::from(columns))
    }

    fn write(&mut self, text: &str) -> Result<bool> {
        // A diff is data, and so are the machine-readable formats: they are written as they are.
        let has_colours = self.args.format == Format::Full && !self.args.diff;
        match &mut self.file {
            None if has_colours => Ok(print_coloured(text)),
            None => Ok(print(text)),
            Some(file) if has_colours => {
                // A file has no colours.
                file.write(anstream::adapter::strip_str(text).to_string().as_bytes()).map(|()| true)
            }
            Some(file) => file.write(text.as_bytes()).map(|()| true),
        }
    }

    /// Prints a line about the run, unless it is quiet.
    fn note(&self, line: &Message) {
        if !self.args.quiet {
            say(&line.in_language(self.language));
        }
    }

    /// Finishes the output. If nothing was checked, an existing report stays.
    pub(super) fn finish(mut self, is_empty: bool) -> Result<Outcome> {
        let (args, failed) = (self.args, self.has_failed);
        self.flush()?;
        if let Some(counts) = self.counts.take() {
            self.write(&statistics(counts))?;
        } else if !self.args.format.is_by_line() && !self.args.diff && !self.is_quiet {
            let documents = std::mem::take(&mut self.waiting);
            self.write(&render(self.args.format, &documents))?;
        }
        let is_kept = |path: Option<&PathBuf>| {
            self.summary.files == 0 && (failed || is_empty && path.is_some_and(|path| workspace::exists(path)))
        };
        if let Some(file) = self.file.take().filter(|_| !is_kept(args.output.as_ref())) {
            file.put()?;
        }
        let mut is_baseline_written = false;
        if let Some((path, writer)) = self.writer.take().filter(|(path, _)| !is_kept(Some(path))) {
            let findings = counted!(writer.len(), "{count} finding", "{count} findings");
            workspace::write(&path, writer.finish().as_bytes())?;
            is_baseline_written = true;
            let path = visible(&path.display().to_string()).into_owned();
            self.note(&message!(
                "{findings} written to {path}; `--baseline {path}` hides them from now on",
                findings,
                path
            ));
        }
        if let Some(baseline) = self.baseline.as_ref().filter(|baseline| baseline.fixed() > 0) {
            let (fixed, known) = (baseline.fixed(), baseline.known);
            let gone =
                counted!(fixed, "{count} baseline entry no longer applies", "{count} baseline entries no longer apply");
            self.note(&message!("{gone} ({known} still do); run with `--write-baseline` to prune them", gone, known));
        }
        let is_for_people = matches!(args.format, Format::Full | Format::Concise) && !self.args.diff;
        if is_for_people && self.summary.files > 0 && !is_baseline_written {
            if self.hidden > 0 {
                self.note(&message!("{count} more are not shown (--max-findings)", count = self.hidden));
            }
            let hidden = self.baseline.as_ref().map_or(0, |baseline| baseline.known);
            let line = self.summary.line();
            self.note(&match hidden {
                0 => line,
                hidden => {
                    let findings = counted!(hidden, "{count} finding", "{count} findings");
                    message!("{line}; the baseline hides {findings}", line, findings)
                }
            });
            if let Some(line) = self.fixed.promise().filter(|_| !args.fix) {
                self.note(&line);
            }
        }
        if (args.fix || self.args.diff) && self.summary.files > 0 {
            self.note(&self.fixed.account(self.args.diff, args.unsafe_fixes));
        }
        Ok(match (failed, self.reached) {
            (true, _) => Outcome::Failed,
            (false, true) => Outcome::Found,
            (false, false) => Outcome::Clean,
        })
    }
}
