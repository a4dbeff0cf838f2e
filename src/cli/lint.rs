//! `copydesk lint`: the check of a desk's CI.

mod changed;
mod progress;
mod tasks;
mod watch;

use super::output::Output;
use super::stream::{self, Fields};
use super::{Common, Outcome, complain, known_rule, print, standard_input};
use crate::analysis::{Memory, ProjectContext, analyse};
use crate::config::Level;
use crate::error::{Error, Result};
use crate::finding::{Applicability, Finding, Severity};
use crate::lint::{lint, lint_config, lint_registry, lint_unused};
use crate::repair::repair;
use crate::report::{Checked, Format, visible};
use crate::rules::RULES;
use crate::workspace::{self, Cache, Overrides, Project, ReadAs};
use progress::Progress;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tasks::{OpenProjects, Role, Task, collect, say_of_unchecked, shown, used_in};

/// Documents that are checked before their findings are written.
const BATCH: usize = 256;
/// Where there are fewer articles, checking them costs less than reading what is known of a whole archive.
const WORTH_A_CACHE: usize = 64;

#[derive(clap::Args)]
pub(super) struct Options {
    /// Articles, folders or globs; `-` reads one article from standard input.
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// The form of the output.
    #[arg(long, value_enum, default_value = "full")]
    pub(super) format: FormatName,
    /// Write the output to a file, at the end and as a whole; no file that is read is ever written over.
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// The name under which standard input is checked.
    #[arg(long, value_name = "PATH", default_value = "stdin.news.md")]
    stdin_filename: String,
    /// Make the safe repairs, and say how many they were.
    #[arg(long)]
    pub(super) fix: bool,
    /// Show the safe repairs as a diff and change nothing, also with --fix.
    #[arg(long)]
    pub(super) diff: bool,
    /// Make repairs that need a person's eye, too; where there are several to choose from, none is made.
    #[arg(long)]
    pub(super) unsafe_fixes: bool,
    /// The mildest severity for which the exit code is 1.
    #[arg(long, value_enum, default_value = "hint")]
    pub(super) fail_on: SeverityName,
    /// Fail where there is nothing to check.
    #[arg(long)]
    error_on_empty: bool,
    /// Only these rules, also those that are off.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,
    /// Not these rules.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Tell only findings that this baseline does not hold.
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Write the findings of this run as a baseline, and show none.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "fix", "diff"])]
    pub(super) write_baseline: Option<PathBuf>,
    /// Count the findings of each rule instead of showing them.
    #[arg(long)]
    pub(super) statistics: bool,
    /// Show no more findings than this; the exit code counts them all.
    #[arg(long, value_name = "N")]
    pub(super) max_findings: Option<usize>,
    /// Read articles as JSON lines, as `export --jsonl` does; memory grows with the findings alone, and not at all with
    /// the formats that are written line by line.
    #[arg(long, conflicts_with_all = ["fix", "diff", "changed_since", "watch"])]
    jsonl: bool,
    /// Other names of the fields of JSON lines: text=body,date=dct.
    #[arg(long, value_name = "FIELD=NAME", value_delimiter = ',', requires = "jsonl")]
    fields: Vec<String>,
    /// Check only what git says has changed since a revision; all articles where their registry or configuration has.
    #[arg(long, value_name = "REV")]
    changed_since: Option<String>,
    /// How many articles are checked at a time, at most 256; by default, one a core.
    #[arg(long, value_name = "N")]
    pub(super) jobs: Option<usize>,
    /// Check again whenever a file changes.
    #[arg(long, conflicts_with_all = ["diff", "write_baseline", "output"])]
    watch: bool,
    /// Check every article, also those that are known from an earlier run.
    #[arg(long)]
    no_cache: bool,
    /// Keep what was found in this folder, in place of the user's cache (or `COPYDESK_CACHE_DIR`).
    #[arg(long, value_name = "FOLDER", conflicts_with = "no_cache")]
    cache_dir: Option<PathBuf>,
    #[command(flatten)]
    pub(super) common: Common,
}

impl Options {
    /// How far repairs are trusted.
    fn trust(&self) -> Applicability {
        if self.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe }
    }

    /// The levels that a choice of rules comes to; what `--level` says of a rule goes before.
    fn chosen(&self) -> Result<BTreeMap<String, Level>> {
        let mut levels = BTreeMap::new();
        for code in &self.select {
            let rule = known_rule("--select", code)?;
            if rule.severity.is_none() {
                levels.insert(code.clone(), Some(Severity::Info));
            }
        }
        for code in &self.ignore {
            known_rule("--ignore", code)?;
            levels.insert(code.clone(), None);
        }
        let left_out =
            RULES.iter().filter(|rule| !self.select.is_empty() && !self.select.iter().any(|code| code == rule.code));
        levels.extend(left_out.map(|rule| (rule.code.to_owned(), None)));
        Ok(levels)
    }
}

#[derive(Clone, Copy, clap::ValueEnum)]
pub(super) enum FormatName {
    Full,
    Concise,
    Json,
    Jsonl,
    Sarif,
    Github,
    Gitlab,
    Junit,
    Checkstyle,
    Rdjson,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Full => Self::Full,
            FormatName::Concise => Self::Concise,
            FormatName::Json => Self::Json,
            FormatName::Jsonl => Self::Jsonl,
            FormatName::Sarif => Self::Sarif,
            FormatName::Github => Self::Github,
            FormatName::Gitlab => Self::Gitlab,
            FormatName::Junit => Self::Junit,
            FormatName::Checkstyle => Self::Checkstyle,
            FormatName::Rdjson => Self::Rdjson,
        }
    }
}

#[derive(Clone, Copy, clap::ValueEnum)]
pub(super) enum SeverityName {
    Error,
    Warning,
    Info,
    Hint,
}

impl From<SeverityName> for Severity {
    fn from(name: SeverityName) -> Self {
        match name {
            SeverityName::Error => Self::Error,
            SeverityName::Warning => Self::Warning,
            SeverityName::Info => Self::Info,
            SeverityName::Hint => Self::Hint,
        }
    }
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    if options.watch { watch::run(options) } else { once(options) }
}

/// How the files lie that a run would read: their lengths and times.
fn state(options: &Options) -> BTreeMap<PathBuf, Option<(u64, u64)>> {
    let Ok(overrides) = overrides(options) else { return BTreeMap::new() };
    let (mut projects, mut tasks) = (OpenProjects::new(&overrides), Vec::new());
    for path in options.paths.iter().filter(|path| path.as_os_str() != "-") {
        // What is wrong with it is said by the run.
        let _ = collect(path, &mut projects, &mut tasks);
    }
    let beside = options.baseline.iter().chain(&options.common.config).chain(&options.common.registry).cloned();
    let governing = projects.opened.iter().flat_map(|project| project.sources());
    let all = tasks.into_iter().map(|task| task.path).chain(governing).chain(beside);
    all.map(|path| (workspace::stamp(&path), path)).map(|(stamp, path)| (path, stamp)).collect()
}

fn overrides(options: &Options) -> Result<Overrides> {
    // What a person is reminded of while writing is noise in a run over an archive.
    let mut overrides = Overrides { quiet: &["unregistered-name"], ..options.common.overrides()? };
    for (code, level) in options.chosen()? {
        overrides.levels.entry(code).or_insert(level);
    }
    Ok(overrides)
}

fn once(options: &Options) -> Result<Outcome> {
    let overrides = overrides(options)?;
    if options.jsonl {
        return stream(options, &overrides);
    }
    let mut projects = OpenProjects::new(&overrides);
    let mut failed = false;
    let (mut stdin, mut tasks) = (false, Vec::new());
    for path in &options.paths {
        if path.as_os_str() == "-" {
            stdin = true;
        } else if let Err(error) = collect(path, &mut projects, &mut tasks) {
            complain(&error);
            failed = true;
        }
    }
    let mut seen = std::collections::HashSet::new();
    tasks.retain(|task| seen.insert(task.path.clone()));
    failed |= !report_project_errors(&projects, &tasks);
    let governing: Vec<PathBuf> = projects.opened.iter().flat_map(|project| project.sources()).collect();
    let inputs: Vec<&Path> = tasks.iter().map(|task| &task.path).chain(&governing).map(PathBuf::as_path).collect();
    let mut output = Output::new(options, &inputs)?;
    let used = used_in(&tasks, &projects);
    if stdin {
        failed |= !from_stdin(options, &mut projects, &mut output);
    }
    let is_empty = tasks.is_empty() && !stdin && !failed;
    if let Some(revision) = &options.changed_since {
        changed::retain(&mut tasks, &projects, revision)?;
    }
    let caches = caches(options, &overrides, &projects, &tasks);
    let mut progress = Progress::new(tasks.len());
    for batch in tasks.chunks(BATCH) {
        let check =
            |task: &Task| check(task, &projects.opened[task.project], used.as_ref(), caches.get(task.project), options);
        let checked: Vec<Result<(Checked, usize)>> = batch.par_iter().map(check).collect();
        progress.add(batch.len());
        let is_read = progress.aside(|| {
            for document in checked {
                match document {
                    Ok((document, made)) => output.take(document, made),
                    Err(error) => {
                        complain(&error);
                        failed = true;
                    }
                }
            }
            output.flush()
        });
        if !is_read? {
            return Ok(Outcome::Clean);
        }
    }
    progress.finish();
    for cache in caches {
        // A cache is a convenience: only who named its folder is told that it cannot be used.
        if let Err(error) = cache.save()
            && options.cache_dir.is_some()
        {
            complain(&error);
        }
    }
    if is_empty {
        let remedy =
            "articles are *.news.md, Markdown with `type: NewsArticle`, and what `articles` in copydesk.toml names";
        let paths: Vec<String> = options.paths.iter().map(|path| path.display().to_string()).collect();
        let empty = Error::new(paths.join(" "), "nothing to check", remedy);
        complain(&empty);
        failed |= options.error_on_empty;
    }
    output.finish(options, failed, is_empty)
}

/// Says what is wrong with the projects; the answer is whether all of them could be read.
fn report_project_errors(projects: &OpenProjects<'_>, tasks: &[Task]) -> bool {
    let warnings = projects.opened.iter().flat_map(|project| &project.warnings);
    let errors: Vec<&Error> =
        projects.opened.iter().flat_map(|project| &project.errors).chain(&projects.errors).collect();
    let mut said: Vec<&Error> = Vec::new();
    for error in warnings.chain(errors.iter().copied()) {
        // Two folders have the ignore files above them in common.
        if !said.contains(&error) {
            complain(error);
            said.push(error);
        }
    }
    say_of_unchecked(projects, tasks);
    errors.is_empty()
}

/// What earlier runs found, a cache for each project; none where nobody wants one.
fn caches(options: &Options, overrides: &Overrides, projects: &OpenProjects<'_>, tasks: &[Task]) -> Vec<Cache> {
    let changes = options.fix || options.diff;
    let articles = tasks.iter().filter(|task| task.role == Role::Article).count();
    if options.no_cache || changes || articles < WORTH_A_CACHE {
        return Vec::new();
    }
    let Some(folder) = options.cache_dir.clone().or_else(workspace::cache_folder) else { return Vec::new() };
    projects.opened.iter().map(|project| Cache::open(&folder, project, overrides)).collect()
}

/// Checks articles that come as JSON lines.
fn stream(options: &Options, overrides: &Overrides) -> Result<Outcome> {
    let fields = Fields::new(&options.fields)?;
    let project = workspace::open(Path::new("."), overrides, &workspace::Buffers::new());
    project.warnings.iter().chain(&project.errors).for_each(complain);
    let mut failed = !project.errors.is_empty();
    let inputs: Vec<&Path> = options.paths.iter().map(PathBuf::as_path).collect();
    let mut output = Output::new(options, &inputs)?;
    for name in &options.paths {
        let mut lines = match stream::Lines::open(name) {
            Ok(lines) => lines,
            Err(error) => {
                complain(&error);
                failed = true;
                continue;
            }
        };
        loop {
            let batch = lines.batch();
            if batch.is_empty() {
                break;
            }
            let check = |line: &stream::Line| -> Result<Option<Checked>> {
                let Some(record) = stream::record(line, &fields, &project.context)? else { return Ok(None) };
                let text: Arc<str> = record.text.into();
                let findings = article(text.clone(), "", &record.context);
                Ok(Some(Checked::new(record.id, text, findings)))
            };
            let checked: Vec<Result<Option<Checked>>> = batch.par_iter().map(check).collect();
            for document in checked {
                match document {
                    Ok(document) => document.into_iter().for_each(|document| output.take(document, 0)),
                    Err(error) => {
                        complain(&error);
                        failed = true;
                    }
                }
            }
            if !output.flush()? {
                return Ok(Outcome::Clean);
            }
        }
    }
    output.finish(options, failed, false)
}

/// Checks one file; the number is how many repairs were made. Where a diff was asked for, it stands in place of the text.
fn check(
    task: &Task,
    project: &Project,
    used: Option<&BTreeSet<String>>,
    cache: Option<&Cache>,
    options: &Options,
) -> Result<(Checked, usize)> {
    let name = shown(&task.path);
    let read_as = match task.role {
        Role::Article => ReadAs::Article,
        Role::Registry => ReadAs::Registry,
        Role::Config => ReadAs::Config,
    };
    let text: Arc<str> = workspace::read(&task.path, read_as)?.into();
    let findings = match task.role {
        Role::Config => lint_config(&crate::config::Config::parse(&text)),
        Role::Registry => {
            let known = project.registry_file(&task.path);
            let file = known.cloned().unwrap_or_else(|| Arc::new(crate::actors::parse(&name, &text)));
            let mut findings = lint_registry(&file, &project.context.config);
            findings.extend(crate::lint::lint_between(&file, &project.context));
            if let Some(used) = used {
                findings.extend(lint_unused(&file, used, &project.context.config));
            }
            findings
        }
        Role::Article if options.fix || options.diff => {
            let repaired = repair(text.clone(), &name, &project.context, options.trust());
            if options.diff {
                let diff = diff(&name, &text, &repaired.text);
                return Ok((Checked::new(name, diff.into(), repaired.findings), repaired.made));
            }
            if repaired.made > 0 {
                workspace::replace(&task.path, &text, &repaired.text)?;
            }
            return Ok((Checked::new(name, repaired.text, repaired.findings), repaired.made));
        }
        Role::Article => cache.and_then(|cache| cache.find(&name, &text)).unwrap_or_else(|| {
            let findings = article(text.clone(), &name, &project.context);
            if let Some(cache) = cache {
                cache.keep(&name, &text, &findings);
            }
            findings
        }),
    };
    Ok((Checked::new(name, text, findings), 0))
}

fn article(text: Arc<str>, name: &str, context: &Arc<ProjectContext>) -> Vec<Finding> {
    let analysis = analyse(text, name, context.clone(), &mut Memory::default());
    lint(&analysis, RULES, &|| false).unwrap_or_default()
}

/// Reads one article from standard input. With `--fix` the repaired text is printed, and nothing else is.
fn from_stdin(options: &Options, projects: &mut OpenProjects<'_>, output: &mut Output) -> bool {
    let name = options.stdin_filename.clone();
    let text: Arc<str> = match standard_input(&name) {
        Ok(text) => text.into(),
        Err(error) => {
            complain(&error);
            return false;
        }
    };
    let at = projects.of(Path::new(&name).parent().unwrap_or(Path::new(".")));
    let context = projects.opened[at].context.clone();
    if options.fix || options.diff {
        let repaired = repair(text.clone(), &name, &context, options.trust());
        print(&if options.diff { diff(&name, &text, &repaired.text) } else { repaired.text.to_string() });
        output.silent = true;
        output.take(Checked::new(name, repaired.text, repaired.findings), repaired.made);
        return true;
    }
    let findings = article(text.clone(), &name, &context);
    output.take(Checked::new(name, text, findings), 0);
    true
}

fn diff(name: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let diff = similar::TextDiff::from_lines(old, new);
    // The text is data; a break in a name would begin a line of ours.
    let name = visible(name);
    diff.unified_diff().context_radius(3).header(&format!("a/{name}"), &format!("b/{name}")).to_string()
}
