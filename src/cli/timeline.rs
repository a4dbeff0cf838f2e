//! `copydesk timeline`: the dates of articles in order.

use super::{Common, Outcome, print, report_error};
use crate::analysis::{Memory, analyse};
use crate::error::Result;
use crate::timeline::{Entry, Form, entries, render, sort};
use crate::workspace::{self, Project, ReadAs};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(super) struct Options {
    /// Articles or folders.
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// The output format.
    #[arg(long, value_enum, default_value = "text")]
    format: FormName,
    #[command(flatten)]
    common: Common,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum FormName {
    Text,
    Json,
    Html,
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let overrides = options.common.overrides()?;
    let (mut all, mut failed) = (Vec::new(), false);
    for path in &options.paths {
        let (project, articles) = workspace::gather(path, &overrides);
        let found: Vec<Result<Vec<Entry>>> = articles.par_iter().map(|file| of_file(file, &project)).collect();
        project.warnings.iter().for_each(report_error);
        let errors = project.errors.iter().cloned().map(Err);
        for entries in found.into_iter().chain(errors) {
            match entries {
                Ok(entries) => all.extend(entries),
                Err(error) => {
                    report_error(&error);
                    failed = true;
                }
            }
        }
    }
    sort(&mut all);
    let form = match options.format {
        FormName::Text => Form::Text,
        FormName::Json => Form::Json,
        FormName::Html => Form::Html,
    };
    print(&render(&all, form));
    Ok(if failed { Outcome::Failed } else { Outcome::Clean })
}

fn of_file(path: &Path, project: &Project) -> Result<Vec<Entry>> {
    let text = workspace::read(path, ReadAs::Article)?;
    let analysis = analyse(text.into(), &path.display().to_string(), project.context.clone(), &mut Memory::default());
    Ok(entries(&analysis))
}
