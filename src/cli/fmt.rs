//! `copydesk fmt`: all links of an article in one form, and its cast list in order.

use super::{Common, Outcome, complain, print};
use crate::config::LinkStyle;
use crate::error::Result;
use crate::ide::restyle;
use crate::report::visible_at_start;
use crate::workspace::{self, Project, ReadAs};
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(super) struct Options {
    /// Articles or folders.
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// Put the ids of all links into the cast list.
    #[arg(long, conflicts_with = "inline")]
    cast_list: bool,
    /// Write the ids of all links beside their words.
    #[arg(long)]
    inline: bool,
    /// Change nothing; name the articles that would change, and end with 1 where there are any.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    common: Common,
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let overrides = options.common.overrides()?;
    let (mut found, mut failed) = (false, false);
    for path in &options.paths {
        let (project, articles) = workspace::gather(path, &overrides);
        project.warnings.iter().chain(&project.errors).for_each(complain);
        failed |= !project.errors.is_empty();
        for article in articles {
            match one(&article, &project, options) {
                Ok(changed) => found |= changed && options.check,
                Err(error) => {
                    complain(&error);
                    failed = true;
                }
            }
        }
    }
    Ok(match (failed, found) {
        (true, _) => Outcome::Failed,
        (false, true) => Outcome::Found,
        (false, false) => Outcome::Clean,
    })
}

/// Formats a file; the answer is whether it is another one then. The configured form counts where none is asked for.
fn one(path: &Path, project: &Project, options: &Options) -> Result<bool> {
    let style = match (options.cast_list, options.inline) {
        (true, _) => LinkStyle::CastList,
        (_, true) => LinkStyle::Inline,
        _ => project.context.config.links,
    };
    let name = path.display().to_string();
    let text = workspace::read(path, ReadAs::Article)?;
    let done = restyle(&text, &name, &project.context, style);
    if done == text {
        return Ok(false);
    }
    if !options.check {
        workspace::replace(path, &text, &done)?;
    }
    print(&format!("{}\n", visible_at_start(&name)));
    Ok(true)
}
