//! `copydesk doctor`: what works and what does not, for a new user and for a bug report.

use super::terminal::language;
use super::{Common, Outcome, print_coloured, version};
use crate::error::{Error, Result};
use crate::message;
use crate::message::Message;
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
    name: Message,
    state: State,
    text: Message,
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
        let (name, text) = (row.name.in_language(language()), row.text.in_language(language()));
        let _ = writeln!(out, "{style}{mark}{style:#}  {name:14} {}", visible(&text));
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
    Row {
        name: message!("program"),
        state: State::Good,
        text: Message::verbatim(format!("copydesk {}, {path}", version::long())),
    }
}

fn configuration(project: &Project) -> Row {
    let (state, text) = match &project.config {
        None => (State::Missing, message!("no copydesk.toml here or above; `copydesk init` creates one")),
        Some((path, _)) => match project.context.config.problems.len() {
            0 => (State::Good, Message::verbatim(path.display().to_string())),
            problems => {
                let path = path.display();
                (State::Broken, message!("{path}: {problems} problems; `copydesk lint` shows them", path, problems))
            }
        },
    };
    Row { name: message!("configuration"), state, text }
}

fn registry(project: &Project) -> Row {
    let own = project.context.registry.iter().filter(|actor| actor.file.is_some()).count();
    let built_in = project.context.registry.iter().count() - own;
    let problems: usize = project.context.registry.files.iter().map(|file| file.problems.len()).sum();
    let files: Vec<String> = project.registry.iter().map(|path| path.display().to_string()).collect();
    let (state, text) = if own == 0 && files.is_empty() {
        let text = message!(
            "none: only the {built_in} built-in places are known; `copydesk actors import` reads a table of people",
            built_in
        );
        (State::Missing, text)
    } else if problems > 0 || !project.errors.is_empty() {
        (State::Broken, message!("{own} entries, {problems} problems; `copydesk lint` shows them", own, problems))
    } else {
        let files = files.join(", ");
        (State::Good, message!("{own} entries in {files}, and {built_in} built-in places", own, files, built_in))
    };
    Row { name: message!("registry"), state, text }
}

fn articles(project: &Project, options: &Options) -> Row {
    let found = workspace::articles(&options.folder, project).files.len();
    let archives = workspace::archives(&options.folder, project).files.len();
    let folder = options.folder.display();
    let (state, text) = match (found, archives) {
        (0, 0) => {
            let text = message!(
                "none: articles are *.news.md, Markdown with `type: NewsArticle`, and the files of `articles` in copydesk.toml"
            );
            (State::Missing, super::unconfigured(std::slice::from_ref(&options.folder)).unwrap_or(text))
        }
        (found, 0) => (State::Good, message!("{found} below {folder}", found, folder)),
        (found, archives) => {
            (State::Good, message!("{found}, and {archives} archives, below {folder}", found, archives, folder))
        }
    };
    Row { name: message!("articles"), state, text }
}

fn cache() -> Row {
    let (state, text) = match workspace::cache_folder() {
        Some(folder) => (State::Good, Message::verbatim(folder.display().to_string())),
        None => (State::Good, message!("off: the user has no cache folder")),
    };
    Row { name: message!("cache"), state, text }
}
