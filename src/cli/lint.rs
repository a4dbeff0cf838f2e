//! `copydesk lint`: plans what to check, checks it, prints the findings.

mod archive;
mod args;
mod changed;
mod check;
mod jsonl;
mod plan;
mod progress;
mod stdin;
mod twins;
mod used;
mod watch;

use super::archive::layout;
use super::output::{Document, Output};
use super::{Outcome, report_error, report_nothing, shown};
use crate::error::Result;
use crate::message;
use crate::parallel;
use crate::workspace::{self, Cache, Overrides};
pub(super) use args::Options;
use check::check_file;
use plan::{OpenProjects, Plan, Role, Task};
use progress::Progress;
use std::path::{Path, PathBuf};
use twins::Twins;

/// How many documents are checked before their findings are written.
const BATCH: usize = 256;
/// With fewer articles than this, checking them costs less than reading the cache.
const WORTH_A_CACHE: usize = 64;

pub(super) fn run(options: &Options) -> Result<Outcome> {
    if options.watch { watch::run(options) } else { once(options) }
}

fn once(options: &Options) -> Result<Outcome> {
    let overrides = options.overrides()?;
    if options.jsonl { jsonl::run(options, &overrides) } else { files(options, &overrides) }
}

/// Checks files, and standard input for `-`.
fn files(options: &Options, overrides: &Overrides) -> Result<Outcome> {
    let Plan { mut projects, mut tasks, reads_stdin, has_failed } = plan::plan(options, overrides);
    let governing = projects.sources();
    let read = tasks.iter().map(|task| &task.path).chain(&governing).chain(options.other_inputs());
    let mut output = Output::new(&options.out, &read.map(PathBuf::as_path).collect::<Vec<&Path>>())?;
    output.has_failed = has_failed;
    // Articles that `--changed-since` leaves out still mention actors.
    let used = used::used_in(&tasks, &projects);
    if reads_stdin {
        let document = stdin::check(options, &mut projects, &mut output);
        output.take_all([document]);
    }
    // Articles that `--changed-since` leaves out are still twins.
    let twins = Twins::find(&tasks, &mut projects);
    let is_empty = tasks.is_empty() && !reads_stdin && !output.has_failed;
    if let Some(revision) = &options.changed_since {
        changed::retain(&mut tasks, &projects, revision)?;
    }
    let has_articles = tasks.iter().any(|task| matches!(task.role, Role::Article | Role::Archive));
    let lacks_articles =
        !output.has_failed && !is_empty && !has_articles && !reads_stdin && options.changed_since.is_none();
    let archives: Vec<Task> = tasks.extract_if(.., |task| task.role == Role::Archive).collect();
    let caches = caches(options, overrides, &projects, &tasks);
    let mut progress = Progress::new(tasks.len());
    let check = |task: &Task| {
        let twins = twins.of(&task.path, &projects.opened);
        check_file(task, &projects.opened[task.project], used.as_ref(), &twins, caches.get(task.project), options)
    };
    for batch in tasks.chunks(BATCH) {
        let checked: Vec<Result<Document>> = parallel::map(batch, check);
        progress.add(batch.len());
        let is_read = progress.aside(|| {
            output.take_all(checked);
            output.flush()
        });
        if !is_read? {
            return Ok(Outcome::Clean);
        }
    }
    progress.finish();
    for task in &archives {
        let project = &projects.opened[task.project];
        let checked = match layout(&task.path, project, &options.fields) {
            Ok(Some(layout)) => archive::check(&task.path, shown(&task.path), layout, project, options, &mut output),
            Ok(None) => Ok(true),
            Err(error) => Err(error),
        };
        match checked {
            Ok(true) => {}
            Ok(false) => return Ok(Outcome::Clean),
            Err(error) => output.fail(&error),
        }
    }
    for cache in caches {
        // A cache is a convenience: that it cannot be used is reported only with `--cache-dir`.
        if let Err(error) = cache.save()
            && options.cache_dir.is_some()
        {
            report_error(&error);
        }
    }
    if is_empty {
        report_nothing(&options.paths, message!("nothing to check"));
        output.has_failed |= options.error_on_empty;
    }
    if lacks_articles && !options.out.is_quiet() && options.paths.iter().any(|path| path.is_dir()) {
        report_nothing(&options.paths, message!("no articles found"));
    }
    output.finish(is_empty)
}

/// The caches of earlier findings, one per project. Empty if caching is off or does not pay.
fn caches(options: &Options, overrides: &Overrides, projects: &OpenProjects<'_>, tasks: &[Task]) -> Vec<Cache> {
    let fixes = options.out.fixes();
    let articles = tasks.iter().filter(|task| task.role == Role::Article).count();
    if options.no_cache || fixes || articles < WORTH_A_CACHE {
        return Vec::new();
    }
    let Some(folder) = options.cache_dir.clone().or_else(workspace::cache_folder) else { return Vec::new() };
    projects.opened.iter().map(|project| Cache::open(&folder, project, overrides)).collect()
}
