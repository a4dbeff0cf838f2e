//! The articles that a command is given: files, folders and archives, analysed in parallel and taken in order.

use super::archive::{Story, each_record, layout};
use super::report_error;
use crate::actors::Registry;
use crate::analysis::{Memory, ProjectContext, analyse};
use crate::error::{Error, Result};
use crate::message;
use crate::parallel;
use crate::workspace::{self, Overrides, ReadAs};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many files are read and analysed together.
const BATCH: usize = 256;

/// What a command is given.
pub(super) struct Stories<'a> {
    pub(super) paths: &'a [PathBuf],
    pub(super) overrides: &'a Overrides,
    /// `--fields`.
    pub(super) fields: &'a [String],
    /// The registry, if it is not that of the project.
    pub(super) registry: Option<&'a Arc<Registry>>,
}

/// How it went.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Whether something could not be read. It has been reported.
    pub(super) has_failed: bool,
    /// The number of articles.
    pub(super) articles: usize,
    /// Whether reading was stopped.
    pub(super) is_stopped: bool,
}

impl Stories<'_> {
    /// Analyses each article with `work`, and takes the results in order. Reading stops when `take` returns `false`.
    pub(super) fn each<T: Send>(&self, work: impl Fn(&Story<'_>) -> T + Sync, mut take: impl FnMut(T) -> bool) -> Read {
        let mut read = Read::default();
        for path in self.paths {
            if read.is_stopped {
                break;
            }
            if let Err(error) = self.one(path, &work, &mut take, &mut read) {
                report_error(&error);
                read.has_failed = true;
            }
        }
        read
    }

    fn one<T: Send>(
        &self,
        path: &Path,
        work: &(impl Fn(&Story<'_>) -> T + Sync),
        take: &mut impl FnMut(T) -> bool,
        read: &mut Read,
    ) -> Result<()> {
        if !workspace::exists(path) {
            return Err(Error::new(
                path.display().to_string(),
                message!("no such file or folder"),
                message!("check the path"),
            ));
        }
        let (project, files) = workspace::gather(path, self.overrides);
        let mut context = (*project.context).clone();
        if let Some(registry) = self.registry {
            context.registry = registry.clone();
        }
        let context = Arc::new(context);
        project.warnings.iter().for_each(report_error);
        let mut archives: Vec<PathBuf> = Vec::new();
        if path.is_dir() {
            archives = workspace::archives(path, &project).files;
        } else if layout(path, &project, self.fields)?.is_some() {
            archives.push(path.to_path_buf());
        }
        for archive in &archives {
            let Some(layout) = layout(archive, &project, self.fields)? else { continue };
            let is_whole = each_record(archive, layout, &context, work, |one| {
                read.articles += 1;
                read.is_stopped = !take(one);
                !read.is_stopped
            })?;
            read.has_failed |= !is_whole;
            if read.is_stopped {
                return Ok(());
            }
        }
        // An archive that is named was refused as an article.
        if archives.is_empty() || path.is_dir() {
            project.errors.iter().for_each(report_error);
            read.has_failed |= !project.errors.is_empty();
        }
        for batch in files.chunks(BATCH) {
            let done: Vec<Result<T>> = parallel::map(batch, |file| of_file(file, &context, work));
            for one in done {
                match one {
                    Ok(one) => {
                        read.articles += 1;
                        if !take(one) {
                            read.is_stopped = true;
                            return Ok(());
                        }
                    }
                    Err(error) => {
                        report_error(&error);
                        read.has_failed = true;
                    }
                }
            }
        }
        Ok(())
    }
}

fn of_file<T>(path: &Path, context: &Arc<ProjectContext>, work: &impl Fn(&Story<'_>) -> T) -> Result<T> {
    let name = path.display().to_string();
    let text = workspace::read(path, ReadAs::Article)?;
    let analysis = analyse(text.into(), &name, context.clone(), &mut Memory::default());
    Ok(work(&Story { analysis: &analysis, id: &name, path: Some(&name), url: None }))
}
