//! `copydesk lint`: the check of a desk's CI.

use super::output::Output;
use super::{Common, Outcome, complain, known_rule, print};
use crate::analysis::{Desk, Memory, analyse};
use crate::config::Level;
use crate::error::{Error, Result};
use crate::finding::{Applicability, Severity};
use crate::lint::{asks_for_unused, lint, lint_config, lint_registry, lint_unused, used_actors};
use crate::repair::repair;
use crate::report::{Checked, Format};
use crate::rules::RULES;
use crate::workspace::{self, CONFIG, Home, Insist};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Documents that are checked before their findings are written.
const BATCH: usize = 256;

#[derive(clap::Args)]
pub(super) struct Options {
    /// Articles, folders or globs; `-` reads one article from standard input.
    #[arg(default_value = ".")]
    paths: Vec<String>,
    /// The form of the output.
    #[arg(long, value_enum, default_value = "full")]
    pub(super) format: FormatName,
    /// Write the output to a file.
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// The name under which standard input is checked.
    #[arg(long, value_name = "PATH", default_value = "stdin.news.md")]
    stdin_filename: String,
    /// Make the safe repairs.
    #[arg(long)]
    fix: bool,
    /// Show the safe repairs as a diff and change nothing.
    #[arg(long, conflicts_with = "fix")]
    pub(super) diff: bool,
    /// Make repairs that need a person's eye, too.
    #[arg(long)]
    unsafe_fixes: bool,
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
    #[command(flatten)]
    common: Common,
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

/// What a file is checked as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Article,
    Registry,
    Config,
}

struct Task {
    path: PathBuf,
    role: Role,
    home: usize,
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    // What a person is reminded of while writing is noise in a run over an archive.
    let mut insist = crate::workspace::Insist { quiet: &["unregistered-name"], ..options.common.insist()? };
    for (code, level) in options.chosen()? {
        insist.levels.entry(code).or_insert(level);
    }
    let mut homes = Homes { insist: &insist, opened: Vec::new(), by_folder: BTreeMap::new() };
    let mut output = Output::new(options)?;
    let mut failed = false;
    let (mut stdin, mut tasks) = (false, Vec::new());
    for path in &options.paths {
        if path == "-" {
            stdin = true;
        } else if let Err(error) = collect(path, &mut homes, &mut tasks) {
            complain(&error);
            failed = true;
        }
    }
    let mut seen = std::collections::HashSet::new();
    tasks.retain(|task| seen.insert(task.path.clone()));
    for home in &homes.opened {
        home.warnings.iter().for_each(complain);
        for error in &home.errors {
            complain(error);
            failed = true;
        }
    }
    say_of_unchecked(&homes, &tasks);
    if stdin {
        failed |= !from_stdin(options, &mut homes, &mut output)?;
    }
    let used = used_in(&tasks, &homes);
    for batch in tasks.chunks(BATCH) {
        let checked: Vec<Result<Option<Checked>>> =
            batch.par_iter().map(|task| check(task, &homes.opened[task.home], used.as_ref(), options)).collect();
        for document in checked {
            match document {
                Ok(Some(document)) => output.take(document),
                Ok(None) => {}
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
    if tasks.is_empty() && !stdin && !failed {
        let remedy =
            "articles are *.news.md, Markdown with `type: NewsArticle`, and what `articles` in copydesk.toml names";
        let empty = Error::new(options.paths.join(" "), "nothing to check", remedy);
        complain(&empty);
        failed |= options.error_on_empty;
    }
    output.finish(options, failed)
}

/// The folders whose configurations govern the files, each opened once.
struct Homes<'a> {
    insist: &'a Insist,
    opened: Vec<Home>,
    by_folder: BTreeMap<PathBuf, usize>,
}

impl Homes<'_> {
    fn of(&mut self, folder: &Path) -> usize {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        if let Some(known) = self.by_folder.get(folder) {
            return *known;
        }
        let config = self.insist.config.clone().or_else(|| workspace::find_config(folder));
        let same = |home: &Home| match (&config, &home.config) {
            (Some(path), Some((known, _))) => path == known,
            (None, None) => home.root == folder,
            _ => false,
        };
        let at = self.opened.iter().position(same).unwrap_or_else(|| {
            self.opened.push(workspace::open(folder, self.insist, &workspace::Buffers::new()));
            self.opened.len() - 1
        });
        self.by_folder.insert(folder.to_path_buf(), at);
        at
    }
}

fn collect(argument: &str, homes: &mut Homes<'_>, tasks: &mut Vec<Task>) -> Result<()> {
    let path = PathBuf::from(argument);
    if path.is_dir() {
        let at = homes.of(&path);
        let home = &homes.opened[at];
        let mut files: Vec<(PathBuf, Role)> = Vec::new();
        let inside = |file: &Path| file.starts_with(&path) || path == Path::new(".");
        files.extend(home.config.iter().filter(|(file, _)| inside(file)).map(|(file, _)| (file.clone(), Role::Config)));
        files.extend(home.registry.iter().filter(|file| inside(file)).map(|file| (file.clone(), Role::Registry)));
        files.extend(workspace::articles(&path, home).into_iter().map(|file| (file, Role::Article)));
        for (file, role) in files {
            // A folder inside can have a configuration of its own.
            let own = if role == Role::Article { homes.of(file.parent().unwrap_or(Path::new("."))) } else { at };
            tasks.push(Task { path: file, role, home: own });
        }
        return Ok(());
    }
    if !path.exists() && workspace::is_glob(argument) {
        let found = workspace::expand(Path::new(""), argument)?;
        if found.is_empty() {
            return Err(Error::new(
                argument,
                "no file matches",
                "check the pattern; quote it so that the shell leaves it alone",
            ));
        }
        tasks.extend(found.into_iter().map(|file| file_task(file, homes)));
        return Ok(());
    }
    if !path.exists() {
        return Err(Error::new(argument, "there is no such file or folder", "check the path"));
    }
    tasks.push(file_task(path, homes));
    Ok(())
}

fn file_task(path: PathBuf, homes: &mut Homes<'_>) -> Task {
    let home = homes.of(path.parent().unwrap_or(Path::new(".")));
    let known = homes.opened[home].registry.iter().any(|file| workspace::same_file(file, &path));
    let role = match path.file_name() {
        Some(name) if name == CONFIG => Role::Config,
        Some(name) if known || name == "actors.toml" => Role::Registry,
        _ => Role::Article,
    };
    Task { path, role, home }
}

/// A broken registry or configuration that is not itself checked changes what is found, so it is spoken of.
fn say_of_unchecked(homes: &Homes<'_>, tasks: &[Task]) {
    let checked = |path: &Path| tasks.iter().any(|task| workspace::same_file(&task.path, path));
    for home in &homes.opened {
        for file in &home.desk.registry.files {
            if let Some(first) = file.problems.first().filter(|_| !checked(Path::new(&file.path))) {
                let what = format!("{} (and {} more)", first.problem.message, file.problems.len() - 1);
                let what = if file.problems.len() == 1 { first.problem.message.clone() } else { what };
                complain(&Error::new(&file.path, what, format!("copydesk lint {}", file.path)));
            }
        }
        if let Some((path, _)) = home.config.as_ref().filter(|(path, _)| !checked(path))
            && let Some(problem) = home.desk.config.problems.first()
        {
            let path = path.display().to_string();
            complain(&Error::new(&path, problem.message.clone(), format!("copydesk lint {path}")));
        }
    }
}

/// Whom the articles of the run mention, where a configuration asks for it; otherwise nobody. They are read for this
/// alone: an answer about the first registry file needs the last article.
fn used_in(tasks: &[Task], homes: &Homes<'_>) -> Option<BTreeSet<String>> {
    let asks = |task: &Task| asks_for_unused(&homes.opened[task.home].desk.config);
    let articles: Vec<&Task> = tasks.iter().filter(|task| task.role == Role::Article && asks(task)).collect();
    let of = |task: &&Task| -> BTreeSet<String> {
        // What cannot be read is told of when it is checked.
        let Ok(text) = workspace::read(&task.path) else { return BTreeSet::new() };
        let name = shown(&task.path);
        used_actors(&analyse(text.into(), &name, homes.opened[task.home].desk.clone(), &mut Memory::default()))
    };
    let all = articles.par_iter().map(of).reduce(BTreeSet::new, |mut one, other| {
        one.extend(other);
        one
    });
    (!articles.is_empty()).then_some(all)
}

/// A path as it is told: what was found in `.` needs no `./` before it.
fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

/// Checks one file; `None` where only a diff was asked for and printed nothing to find.
fn check(task: &Task, home: &Home, used: Option<&BTreeSet<String>>, options: &Options) -> Result<Option<Checked>> {
    let name = shown(&task.path);
    let text: Arc<str> = workspace::read(&task.path)?.into();
    let findings = match task.role {
        Role::Config => lint_config(&crate::config::Config::parse(&text)),
        Role::Registry => {
            let known = home.registry_file(&task.path);
            let file = known.cloned().unwrap_or_else(|| Arc::new(crate::actors::parse(&name, &text)));
            let mut findings = lint_registry(&file, &home.desk.config);
            findings.extend(crate::lint::lint_between(&file, &home.desk));
            if let Some(used) = used {
                findings.extend(lint_unused(&file, used, &home.desk.config));
            }
            findings
        }
        Role::Article if options.fix || options.diff => {
            let repaired = repair(text.clone(), &name, &home.desk, options.trust());
            if options.diff {
                return Ok(Some(Checked::new(
                    name.clone(),
                    diff(&name, &text, &repaired.text).into(),
                    repaired.findings,
                )));
            }
            if repaired.made > 0 {
                workspace::replace(&task.path, &text, &repaired.text)?;
            }
            return Ok(Some(Checked::new(name, repaired.text, repaired.findings)));
        }
        Role::Article => article(text.clone(), &name, &home.desk),
    };
    Ok(Some(Checked::new(name, text, findings)))
}

fn article(text: Arc<str>, name: &str, desk: &Arc<Desk>) -> Vec<crate::finding::Finding> {
    let analysis = analyse(text, name, desk.clone(), &mut Memory::default());
    lint(&analysis, &|| false).unwrap_or_default()
}

/// Reads one article from standard input. With `--fix` the repaired text is printed, and nothing else is.
fn from_stdin(options: &Options, homes: &mut Homes<'_>, output: &mut Output) -> Result<bool> {
    use std::io::Read;
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|error| Error::new("standard input", format!("cannot be read: {error}"), "name a file instead"))?;
    let name = options.stdin_filename.clone();
    let text: Arc<str> = match workspace::decode(bytes, "standard input") {
        Ok(text) => text.into(),
        Err(error) => {
            complain(&error);
            return Ok(false);
        }
    };
    let at = homes.of(Path::new(&name).parent().unwrap_or(Path::new(".")));
    let desk = homes.opened[at].desk.clone();
    if options.fix || options.diff {
        let repaired = repair(text.clone(), &name, &desk, options.trust());
        print(&if options.diff { diff(&name, &text, &repaired.text) } else { repaired.text.to_string() });
        output.silent = true;
        output.take(Checked::new(name, repaired.text, repaired.findings));
        return Ok(true);
    }
    let findings = article(text.clone(), &name, &desk);
    output.take(Checked::new(name, text, findings));
    Ok(true)
}

fn diff(name: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let diff = similar::TextDiff::from_lines(old, new);
    diff.unified_diff().context_radius(3).header(&format!("a/{name}"), &format!("b/{name}")).to_string()
}
