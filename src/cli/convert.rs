//! `copydesk convert`: articles in another format.

use super::{Common, Outcome, print, report_error, standard_input, tell};
use crate::analysis::{Memory, ProjectContext, analyse};
use crate::article::SyntaxId;
use crate::error::{Error, Result};
use crate::export;
use crate::message;
use crate::report::visible;
use crate::syntax::{SYNTAXES, Syntax};
use crate::workspace::{self, ReadAs};
use clap::builder::PossibleValuesParser;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(clap::Args)]
pub(super) struct Options {
    /// Articles or folders; `-` reads one article from standard input.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The format to write.
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    to: String,
    /// Write each article into this folder, which is made if it does not exist, under its own name with the suffix of the
    /// format.
    #[arg(long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// The file name to assume for standard input.
    #[arg(long, value_name = "PATH", default_value = "stdin.txt")]
    stdin_filename: String,
    #[command(flatten)]
    common: Common,
}

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(SYNTAXES.iter().map(|syntax| syntax.id.name()))
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let overrides = options.common.overrides()?;
    let to = SYNTAXES.iter().copied().find(|syntax| syntax.id.name() == options.to);
    let Some(to) = to else {
        return Err(Error::new(
            "--to",
            message!("unknown format `{name}`", name = options.to),
            message!("run `copydesk convert --help`"),
        ));
    };
    let mut articles: Vec<(PathBuf, Arc<ProjectContext>)> = Vec::new();
    let mut failed = false;
    for path in &options.paths {
        let is_stdin = path.as_os_str() == "-";
        let place = if is_stdin { Path::new(&options.stdin_filename) } else { path };
        let (project, found) = if is_stdin {
            let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            (workspace::open(folder, &overrides, &workspace::Buffers::new()), vec![path.clone()])
        } else {
            workspace::gather(path, &overrides)
        };
        project.warnings.iter().chain(&project.errors).for_each(report_error);
        failed |= !project.errors.is_empty();
        articles.extend(found.into_iter().map(|article| (article, project.context.clone())));
    }
    if articles.len() > 1 && options.output.is_none() {
        let what = message!("cannot print {count} articles to standard output", count = articles.len());
        return Err(Error::new("convert", what, message!("name one article, or use --output")));
    }
    if let Some(folder) = &options.output {
        std::fs::create_dir_all(folder).map_err(|error| {
            let what = message!("cannot be made: {error}", error);
            Error::new(folder.display().to_string(), what, message!("name a folder, or a place where one can be made"))
        })?;
    }
    for (path, context) in articles {
        match one(&path, &context, to, options) {
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

/// Converts an article. Returns whether standard output is still open.
fn one(path: &Path, context: &Arc<ProjectContext>, to: &Syntax, options: &Options) -> Result<bool> {
    let is_stdin = path.as_os_str() == "-";
    let (name, text) = if is_stdin {
        (options.stdin_filename.clone(), standard_input(&options.stdin_filename)?)
    } else {
        (path.display().to_string(), workspace::read(path, ReadAs::Article)?.clone())
    };
    let analysis = analyse(text.into(), &name, context.clone(), &mut Memory::default());
    let composed = export::convert(&analysis, to.id);
    for lost in &composed.lost {
        tell(&message!("{path}: not kept: {lost}", path = visible(&name), lost));
    }
    let Some(folder) = &options.output else { return Ok(print(&composed.text)) };
    let target = folder.join(renamed(Path::new(&name), analysis.article.syntax, to));
    let shown = target.display().to_string();
    if workspace::exists(&target) && workspace::read(&target, ReadAs::Article).is_ok_and(|old| *old != *composed.text) {
        return Err(Error::new(
            shown,
            message!("it already exists with other content"),
            message!("remove it, or choose another --output"),
        ));
    }
    workspace::write(&target, composed.text.as_bytes())?;
    tell(&message!("wrote {path}", path = visible(&shown)));
    Ok(true)
}

/// The name of a file with the suffix of another syntax: `story.ar.news.md` becomes `story.ar.nitf.xml`.
fn renamed(path: &Path, from: SyntaxId, to: &Syntax) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let own = format!(".{}", Syntax::of(from).suffix);
    let stem = name.strip_suffix(&own).or_else(|| name.rsplit_once('.').map(|(stem, _)| stem)).unwrap_or(&name);
    format!("{stem}.{}", to.suffix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{NEWS_MARKDOWN, PLAIN};

    #[test]
    fn a_file_gets_the_suffix_of_its_format() {
        let nitf = SYNTAXES.iter().copied().find(|syntax| syntax.id.name() == "nitf").unwrap();
        assert_eq!(renamed(Path::new("a/story.ar.news.md"), NEWS_MARKDOWN, nitf), "story.ar.nitf.xml");
        assert_eq!(renamed(Path::new("story.txt"), PLAIN, nitf), "story.nitf.xml");
        assert_eq!(renamed(Path::new("story"), PLAIN, nitf), "story.nitf.xml");
    }
}
