//! `copydesk doctor`: what works and what does not, for a new user and for a bug report.

use super::{Common, Outcome, print_coloured, version};
use crate::error::{Error, Result};
use crate::message;
use crate::report::visible;
use crate::workspace::{self, Buffers, Project};
use anstyle::{AnsiColor, Style};
use std::fmt::Write as _;
use std::path::PathBuf;

#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  copydesk doctor\n  copydesk doctor stories\n\nExit codes: 0 if everything works, 1 if something is missing, 2 if a file cannot be read."
)]
pub(super) struct Options {
    /// The folder to check.
    #[arg(default_value = ".")]
    folder: PathBuf,
    #[command(flatten)]
    common: Common,
}

/// The result of one check.
enum State {
    Good,
    /// It works, but something is missing.
    Missing,
    Broken,
}

struct Row {
    name: &'static str,
    state: State,
    text: String,
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let folder = &options.folder;
    if !folder.is_dir() {
        return Err(Error::new(
            folder.display().to_string(),
            message!("no such folder"),
            message!("name the folder of your articles"),
        ));
    }
    let project = workspace::open(folder, &options.common.overrides()?, &Buffers::new());
    let rows = [program(), configuration(&project), registry(&project), articles(&project, options), cache()];
    let mut out = String::new();
    for row in &rows {
        let (mark, colour) = match row.state {
            State::Good => ("ok", AnsiColor::Green),
            State::Missing => ("--", AnsiColor::Yellow),
            State::Broken => ("!!", AnsiColor::Red),
        };
        let style = Style::new().fg_color(Some(colour.into()));
        let _ = writeln!(out, "{style}{mark}{style:#}  {:14} {}", row.name, visible(&row.text));
    }
    print_coloured(&out);
    for error in project.errors.iter().chain(&project.warnings) {
        super::report_error(error);
    }
    let is = |wanted: fn(&State) -> bool| rows.iter().any(|row| wanted(&row.state));
    Ok(if is(|state| matches!(state, State::Broken)) {
        Outcome::Failed
    } else if is(|state| matches!(state, State::Missing)) {
        Outcome::Found
    } else {
        Outcome::Clean
    })
}

fn program() -> Row {
    let path = std::env::current_exe().map_or_else(|_| "unknown path".into(), |path| path.display().to_string());
    Row { name: "program", state: State::Good, text: format!("copydesk {}, {path}", version::long()) }
}

fn configuration(project: &Project) -> Row {
    let (state, text) = match &project.config {
        None => (State::Missing, "no copydesk.toml here or above; `copydesk init` creates one".to_owned()),
        Some((path, _)) => match project.context.config.problems.len() {
            0 => (State::Good, path.display().to_string()),
            problems => (State::Broken, format!("{}: {problems} problems; `copydesk lint` shows them", path.display())),
        },
    };
    Row { name: "configuration", state, text }
}

fn registry(project: &Project) -> Row {
    let own = project.context.registry.iter().filter(|actor| actor.file.is_some()).count();
    let built_in = project.context.registry.iter().count() - own;
    let problems: usize = project.context.registry.files.iter().map(|file| file.problems.len()).sum();
    let files: Vec<String> = project.registry.iter().map(|path| path.display().to_string()).collect();
    let (state, text) = if own == 0 && files.is_empty() {
        let text = format!(
            "none: only the {built_in} built-in places are known; `copydesk actors import` reads a table of people"
        );
        (State::Missing, text)
    } else if problems > 0 || !project.errors.is_empty() {
        (State::Broken, format!("{own} entries, {problems} problems; `copydesk lint` shows them"))
    } else {
        (State::Good, format!("{own} entries in {}, and {built_in} built-in places", files.join(", ")))
    };
    Row { name: "registry", state, text }
}

fn articles(project: &Project, options: &Options) -> Row {
    let found = workspace::articles(&options.folder, project).files.len();
    let archives = workspace::archives(&options.folder, project).files.len();
    let (state, text) = match (found, archives) {
        (0, 0) => {
            let text = "none: articles are *.news.md, Markdown with `type: NewsArticle`, and the files of `articles` in copydesk.toml";
            (State::Missing, text.to_owned())
        }
        (found, 0) => (State::Good, format!("{found} below {}", options.folder.display())),
        (found, archives) => {
            (State::Good, format!("{found}, and {archives} archives, below {}", options.folder.display()))
        }
    };
    Row { name: "articles", state, text }
}

fn cache() -> Row {
    let (state, text) = match workspace::cache_folder() {
        Some(folder) => (State::Good, folder.display().to_string()),
        None => (State::Good, "off: the user has no cache folder".to_owned()),
    };
    Row { name: "cache", state, text }
}
