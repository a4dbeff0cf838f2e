//! `copydesk fmt`: all links of an article in one form, and its cast list sorted.

use super::{Common, Outcome, print, report_error, report_nothing, tell};
use crate::config::LinkStyle;
use crate::counted;
use crate::error::Result;
use crate::ide::restyle;
use crate::message;
use crate::report::visible_at_start;
use crate::workspace::{self, Project, ReadAs};
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(super) struct Options {
    /// Articles or folders.
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// Move the ids of all links to the cast list.
    #[arg(long, conflicts_with = "inline")]
    cast_list: bool,
    /// Write the id of each link inline.
    #[arg(long)]
    inline: bool,
    /// Change nothing; list the articles that would change, and exit with 1 if there are any.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    common: Common,
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let overrides = options.common.overrides()?;
    let (mut changed, mut failed, mut all) = (0, false, 0);
    for path in &options.paths {
        let (project, articles) = workspace::gather(path, &overrides);
        project.warnings.iter().chain(&project.errors).for_each(report_error);
        failed |= !project.errors.is_empty();
        for article in articles {
            all += 1;
            match one(&article, &project, options) {
                Ok(is_changed) => changed += usize::from(is_changed),
                Err(error) => {
                    report_error(&error);
                    failed = true;
                }
            }
        }
    }
    if all == 0 {
        if !failed {
            report_nothing(&options.paths, message!("nothing to format"));
        }
    } else {
        let articles = counted!(all, "{count} article", "{count} articles");
        tell(&if options.check {
            message!("{changed} of {articles} would change", changed, articles)
        } else {
            message!("{changed} of {articles} changed", changed, articles)
        });
    }
    Ok(match (failed, options.check && changed > 0) {
        (true, _) => Outcome::Failed,
        (false, true) => Outcome::Found,
        (false, false) => Outcome::Clean,
    })
}

/// Formats a file. Returns whether it changed. Without a form on the command line, the configured one is used.
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
