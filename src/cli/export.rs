//! `copydesk export`: the analysis of articles as data, from files or from JSON Lines.

use super::archive::{FieldArgs, Story, each_record, foreign_fields, layout};
use super::records::{RawRecord, Records};
use super::stream::BATCH;
use super::{Common, Outcome, json_lines, print, report_error, report_nothing, say, tell};
use crate::analysis::{Analysis, Memory, ProjectContext, analyse};
use crate::error::{Error, Result};
use crate::export::{CSV_HEAD, Form, Part, convert, form, jsonl};
use crate::lint::lint;
use crate::message;
use crate::parallel;
use crate::report::visible;
use crate::rules::RULES;
use crate::syntax::Syntax;
use crate::text::Encoding;
use crate::workspace::{self, Overrides, ReadAs};
use clap::ValueEnum as _;
use clap::builder::PossibleValue;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

#[derive(clap::Args)]
pub(super) struct Options {
    /// Articles, folders or archives (.csv, .tsv, .json, .jsonl); with --jsonl, files in JSON Lines, or `-` for standard input.
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// The output format. The formats of `copydesk convert` are one document for each article, and an HTML page with
    /// schema.org is `copydesk convert --to html`.
    #[arg(long, value_enum, default_value = "jsonl")]
    to: To,
    /// Read articles as JSON Lines: {"id", "text", "date", "lang"}, with plain text.
    #[arg(long)]
    jsonl: bool,
    #[command(flatten)]
    archive: FieldArgs,
    /// The unit of offsets.
    #[arg(long, value_enum, default_value = "chars")]
    offsets: Units,
    /// Compute and print only this part.
    #[arg(long, value_enum)]
    only: Option<Only>,
    /// The number of articles to analyse in parallel, at most 256; by default, one per core.
    #[arg(long, value_name = "N")]
    pub(super) jobs: Option<usize>,
    /// Print documents and megabytes per second to standard error.
    #[arg(long)]
    timing: bool,
    #[command(flatten)]
    common: Common,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum To {
    Jsonl,
    JsonLd,
    Timeml,
    Html,
    Brat,
    Csv,
    Nitf,
    Tei,
    NewsmlG2,
    Ninjs,
    NewsMarkdown,
    Plain,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Units {
    Chars,
    Bytes,
    Utf16,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Only {
    Dates,
    Mentions,
    Findings,
}

impl Options {
    /// Whether the paths are streams of JSON Lines, which can be pipes. Only files can have the further parts of `--fields`.
    fn is_stream(&self) -> bool {
        const PARTS: [&str; 2] = ["headline=", "url="];
        let has_more = self.archive.fields.iter().any(|pair| PARTS.iter().any(|part| pair.starts_with(part)));
        self.jsonl && (!has_more || self.paths.iter().any(|path| matches!(path.to_str(), Some("-" | "."))))
    }

    /// The form, unless it is JSON Lines.
    fn form(&self) -> Option<Form> {
        match self.to {
            To::Jsonl | To::Nitf | To::Tei | To::NewsmlG2 | To::Ninjs | To::NewsMarkdown | To::Plain => None,
            To::JsonLd => Some(Form::JsonLd),
            To::Timeml => Some(Form::TimeMl),
            To::Html => Some(Form::Html),
            To::Brat => Some(Form::Brat),
            To::Csv => Some(Form::Csv),
        }
    }

    /// The syntax of an article as `copydesk convert` writes it.
    fn syntax(&self) -> Option<&'static Syntax> {
        let name = self.to.to_possible_value()?;
        // A page with annotations is not an article in HTML.
        Syntax::named(name.get_name()).filter(|_| self.form().is_none())
    }

    fn encoding(&self) -> Encoding {
        match self.offsets {
            Units::Chars => Encoding::Utf32,
            Units::Bytes => Encoding::Utf8,
            Units::Utf16 => Encoding::Utf16,
        }
    }

    fn part(&self) -> Option<Part> {
        self.only.map(|only| match only {
            Only::Dates => Part::Dates,
            Only::Mentions => Part::Mentions,
            Only::Findings => Part::Findings,
        })
    }
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let overrides = options.common.overrides()?;
    if options.form() == Some(Form::Csv) {
        print(CSV_HEAD);
    }
    #[expect(clippy::disallowed_methods, reason = "--timing prints how long the run took")]
    let (start, tally) = (Instant::now(), Tally::default());
    let failed = if options.is_stream() {
        from_stream(options, &overrides, &tally)?
    } else {
        files(options, &overrides, &tally)
    };
    if options.timing {
        say(&tally.rate(start.elapsed()));
    }
    Ok(if failed { Outcome::Failed } else { Outcome::Clean })
}

/// What all threads have analysed so far.
#[derive(Default)]
struct Tally {
    documents: AtomicU64,
    bytes: AtomicU64,
}

impl Tally {
    fn add(&self, text: &str) {
        self.documents.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(text.len() as u64, Ordering::Relaxed);
    }

    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    fn rate(&self, elapsed: Duration) -> String {
        let (documents, bytes) = (self.documents.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed));
        let seconds = elapsed.as_secs_f64().max(1e-6);
        let megabytes = bytes as f64 / 1e6;
        let (rate, flow) = (documents as f64 / seconds, megabytes / seconds);
        format!("{documents} documents, {megabytes:.1} MB in {seconds:.2} s: {rate:.0} documents/s, {flow:.1} MB/s")
    }
}

/// Returns whether a file could not be read.
fn files(options: &Options, overrides: &Overrides, tally: &Tally) -> bool {
    let (mut failed, mut is_empty) = (false, true);
    for path in &options.paths {
        let (mut project, articles) = workspace::gather(path, overrides);
        match layout(path, &project, &options.archive.fields) {
            Ok(Some(layout)) => {
                is_empty = false;
                // The file was refused as an article.
                project.errors.clear();
                project.warnings.iter().for_each(report_error);
                let export = |story: &Story<'_>| {
                    tally.add(&story.analysis.text);
                    one_analysis(story.analysis, story.id, story.path, options)
                };
                match each_record(path, layout, &project.context, export, |line| print(&line)) {
                    Ok(is_whole) => failed |= !is_whole,
                    Err(error) => {
                        report_error(&error);
                        failed = true;
                    }
                }
                continue;
            }
            Ok(None) => {}
            Err(error) => {
                report_error(&error);
                failed = true;
                continue;
            }
        }
        if let [_, _, ..] = articles.as_slice()
            && let Some(name) = options.to.to_possible_value().as_ref().map(PossibleValue::get_name)
            && (options.syntax().is_some() || matches!(name, "html" | "timeml" | "brat"))
        {
            let what = message!("cannot print {count} articles as one {name} document", count = articles.len(), name);
            report_error(&Error::new(path.display().to_string(), what, message!("name one article")));
            return true;
        }
        project.warnings.iter().for_each(report_error);
        for error in &project.errors {
            report_error(error);
            failed = true;
        }
        is_empty &= articles.is_empty();
        for batch in articles.chunks(BATCH) {
            let lines: Vec<Result<String>> =
                parallel::map(batch, |file| one_file(file, &project.context, options, tally));
            for line in lines {
                match line {
                    Ok(line) => {
                        if !print(&line) {
                            return failed;
                        }
                    }
                    Err(error) => {
                        report_error(&error);
                        failed = true;
                    }
                }
            }
        }
    }
    if is_empty && !failed {
        report_nothing(&options.paths, message!("no articles found"));
    }
    failed
}

fn one_file(path: &Path, context: &Arc<ProjectContext>, options: &Options, tally: &Tally) -> Result<String> {
    let name = path.display().to_string();
    let text = workspace::read(path, ReadAs::Article)?;
    tally.add(&text);
    Ok(one_text(text.into(), &name, &name, Some(&name), context, options))
}

fn one_text(
    text: Arc<str>,
    name: &str,
    id: &str,
    path: Option<&str>,
    context: &Arc<ProjectContext>,
    options: &Options,
) -> String {
    let analysis = analyse(text.into(), name, context.clone(), &mut Memory::default());
    one_analysis(&analysis, id, path, options)
}

fn one_analysis(analysis: &Analysis, id: &str, path: Option<&str>, options: &Options) -> String {
    if let Some(syntax) = options.syntax() {
        let composed = convert(analysis, syntax.id);
        for lost in &composed.lost {
            tell(&message!("{path}: not kept: {lost}", path = visible(id), lost));
        }
        return composed.text;
    }
    if let Some(wanted) = options.form() {
        return form(analysis, wanted, id, options.encoding());
    }
    let wants_findings = options.part().is_none_or(|part| part == Part::Findings);
    let findings = if wants_findings { lint(analysis, RULES, &|| false).unwrap_or_default() } else { Vec::new() };
    jsonl(analysis, &findings, id, path, options.part(), options.encoding()) + "\n"
}

/// Returns whether a file or line could not be read.
fn from_stream(options: &Options, overrides: &Overrides, tally: &Tally) -> Result<bool> {
    let fields = json_lines::fields(&options.archive.fields)?;
    let project = workspace::open(Path::new("."), overrides, &workspace::Buffers::new());
    project.warnings.iter().chain(&project.errors).for_each(report_error);
    let mut failed = !project.errors.is_empty();
    for path in &options.paths {
        let mut records = Records::open_lines(path)?;
        if let Some(error) = foreign_fields(path, &fields.text) {
            report_error(&error);
            failed = true;
            continue;
        }
        loop {
            let batch = match records.batch() {
                Ok(batch) if batch.is_empty() => break,
                Ok(batch) => batch,
                Err(error) => {
                    report_error(&error);
                    failed = true;
                    break;
                }
            };
            let file = records.name();
            let export = |raw: &RawRecord| -> Result<Option<String>> {
                let Some(record) = json_lines::record(file, raw, &fields, &project.context)? else { return Ok(None) };
                tally.add(&record.text);
                Ok(Some(one_text(record.text.into(), "", &record.id, None, &record.context, options)))
            };
            let done: Vec<Result<Option<String>>> = parallel::map(&batch, export);
            for line in done {
                match line {
                    Ok(Some(line)) => {
                        if !print(&line) {
                            return Ok(failed);
                        }
                    }
                    Ok(None) => {}
                    Err(error) => {
                        report_error(&error);
                        failed = true;
                    }
                }
            }
        }
    }
    Ok(failed)
}
