//! `copydesk annotate`: plain text or Markdown in, News Markdown out. Articles in XML or HTML stay what they are.

use super::archive::{FieldArgs, Story, layout};
use super::stories::Stories;
use super::{Common, Outcome, print, report_error, report_nothing, standard_input, tell};
use crate::analysis::ProjectContext;
use crate::error::{Error, Result};
use crate::ide::annotate_text;
use crate::message;
use crate::report::visible;
use crate::syntax::{PLAIN, Syntax, record_text};
use crate::workspace::{self, Overrides, ReadAs};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(clap::Args)]
pub(super) struct Options {
    /// Articles or folders; `-` reads one article from standard input. An archive (.csv, .tsv, .json, .jsonl) gives one line of
    /// JSON per record: {"id", "text"}.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Write the result: files in Markdown, XML and HTML are changed, plain text gets a `.news.md` file next to it.
    #[arg(long)]
    write: bool,
    /// The file name to assume for standard input.
    #[arg(long, value_name = "PATH", default_value = "stdin.txt")]
    stdin_filename: String,
    #[command(flatten)]
    archive: FieldArgs,
    #[command(flatten)]
    common: Common,
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let overrides = options.common.overrides()?;
    let mut articles: Vec<(PathBuf, Arc<ProjectContext>)> = Vec::new();
    let (mut failed, mut has_records) = (false, false);
    for path in &options.paths {
        let is_stdin = path.as_os_str() == "-";
        if !is_stdin && is_archive(path, &overrides, options)? {
            if options.write {
                let remedy = message!("leave out --write, and redirect the lines to a file");
                return Err(Error::new(
                    path.display().to_string(),
                    message!("an archive is not annotated in place"),
                    remedy,
                ));
            }
            let paths = std::slice::from_ref(path);
            let stories = Stories { paths, overrides: &overrides, fields: &options.archive.fields, registry: None };
            let read = stories.each(annotated, |line| print(&line));
            failed |= read.has_failed;
            if read.is_stopped {
                return Ok(if failed { Outcome::Failed } else { Outcome::Clean });
            }
            has_records |= read.articles > 0;
            continue;
        }
        let (project, found) = if is_stdin {
            let folder = Path::new(&options.stdin_filename).parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = folder.unwrap_or(Path::new("."));
            (workspace::open(folder, &overrides, &workspace::Buffers::new()), Vec::new())
        } else {
            workspace::gather(path, &overrides)
        };
        project.warnings.iter().chain(&project.errors).for_each(report_error);
        failed |= !project.errors.is_empty();
        if is_stdin {
            failed |= !from_stdin(options, &project.context);
        } else {
            articles.extend(found.into_iter().map(|article| (article, project.context.clone())));
        }
    }
    if articles.is_empty() && !has_records && !failed && !options.paths.iter().any(|path| path.as_os_str() == "-") {
        report_nothing(&options.paths, message!("nothing to annotate"));
    }
    if articles.len() > 1 && !options.write {
        let what = message!("cannot print {count} articles to standard output", count = articles.len());
        return Err(Error::new("annotate", what, message!("name one article, or use --write")));
    }
    for (path, context) in articles {
        match one(&path, &context, options.write) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                report_error(&error);
                failed = true;
            }
        }
    }
    Ok(if failed { Outcome::Failed } else { Outcome::Clean })
}

fn is_archive(path: &Path, overrides: &Overrides, options: &Options) -> Result<bool> {
    if path.is_dir() {
        return Ok(false);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let project = workspace::open(folder, overrides, &workspace::Buffers::new());
    Ok(layout(path, &project, &options.archive.fields)?.is_some())
}

/// A record with its names linked and its dates marked, as a line of JSON.
fn annotated(story: &Story<'_>) -> String {
    let context = ProjectContext {
        syntax: Some(story.analysis.article.syntax),
        date: story.analysis.reference.map(|reference| reference.day),
        language: Some(story.analysis.language()),
        ..(*story.analysis.context).clone()
    };
    let text = annotate_text(record_text(&story.analysis.text), "", &Arc::new(context));
    serde_json::json!({"id": story.id, "text": text}).to_string() + "\n"
}

/// Annotates a file. Returns whether standard output is still open.
fn one(path: &Path, context: &Arc<ProjectContext>, write: bool) -> Result<bool> {
    let name = path.display().to_string();
    let text = workspace::read(path, ReadAs::Article)?;
    let annotated = annotate_text(&text, &name, context);
    if !write {
        return Ok(print(&annotated));
    }
    if Syntax::detect(&text, &name).id != PLAIN {
        if annotated != text {
            workspace::replace(path, &text, &annotated)?;
            tell(&message!("annotated {path}", path = visible(&name)));
        }
        return Ok(true);
    }
    let target = news_markdown_path(path);
    let shown = target.display().to_string();
    if !workspace::exists(&target) {
        workspace::write(&target, annotated.as_bytes())?;
        tell(&message!("wrote {path}", path = visible(&shown)));
    } else if workspace::read(&target, ReadAs::Article)? != annotated {
        let what = message!("it already exists and differs from the annotated {name}", name);
        return Err(Error::new(shown.clone(), what, message!("annotate {shown}, or remove it", shown)));
    }
    Ok(true)
}

/// The path of the article that is made from a plain text: `story.ar.txt` becomes `story.ar.news.md`.
fn news_markdown_path(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!("{}.news.md", name.strip_suffix(".txt").unwrap_or(&name)))
}

/// Annotates standard input. Returns whether it could be read.
fn from_stdin(options: &Options, context: &Arc<ProjectContext>) -> bool {
    match standard_input(&options.stdin_filename) {
        Ok(text) => {
            print(&annotate_text(&text, &options.stdin_filename, context));
            true
        }
        Err(error) => {
            report_error(&error);
            false
        }
    }
}
