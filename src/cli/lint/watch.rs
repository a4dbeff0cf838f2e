//! `--watch`: checks again when a file changes.

use super::args::Options;
use super::once;
use super::plan::{OpenProjects, collect};
use super::twins::Twins;
use crate::cli::{Outcome, report_error, say, tell};
use crate::error::{Error, Result};
use crate::message;
use crate::workspace;
use notify::{Event, EventKind, RecursiveMode, Watcher as _};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// How long files must be unchanged before they are read: saving in an editor makes several changes.
const QUIET: Duration = Duration::from_millis(60);

/// The maximum wait while changes continue.
const PATIENCE: Duration = Duration::from_secs(1);

/// Checks, and checks again after each change, until standard output is closed or the process is stopped.
pub(super) fn run(options: &Options) -> Result<Outcome> {
    let failed = |error: notify::Error| {
        Error::new("--watch", message!("cannot watch files: {error}", error), message!("run without --watch"))
    };
    let (sender, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // An event that cannot be read may have been a change.
        if event.map_or(true, |event| !matches!(event.kind, EventKind::Access(_))) {
            let _ = sender.send(());
        }
    })
    .map_err(failed)?;
    for (folder, mode) in folders(options) {
        watcher.watch(&folder, mode).map_err(failed)?;
    }
    loop {
        // A file that changes during the check is checked again.
        let mut before = state(options);
        if let Err(error) = once(options) {
            report_error(&error);
        }
        // Fixes that the run itself wrote do not trigger another check.
        before.extend(
            workspace::own_writes().into_iter().filter(|(path, _)| before.contains_key(path)).collect::<Vec<_>>(),
        );
        tell(&message!("watching for changes; press Ctrl-C to stop"));
        // A report that is written into a watched folder does not trigger another check.
        loop {
            if changes.recv().is_err() {
                return Ok(Outcome::Clean);
            }
            settle(&changes);
            if state(options) != before {
                break;
            }
        }
        say("");
    }
}

/// Waits until no more changes arrive, up to a limit.
#[expect(clippy::disallowed_methods, reason = "waiting ends")]
fn settle(changes: &mpsc::Receiver<()>) {
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until && changes.recv_timeout(QUIET).is_ok() {}
}

/// The folders to watch: of the arguments, of their configurations and registries, and of named files.
fn folders(options: &Options) -> BTreeSet<(PathBuf, RecursiveMode)> {
    let parent = |path: &Path| {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        parent.unwrap_or(Path::new(".")).to_path_buf()
    };
    let mut found = BTreeSet::new();
    for argument in options.paths.iter().map(PathBuf::as_path) {
        let fixed: PathBuf = (argument.components())
            .take_while(|part| !workspace::is_glob(&part.as_os_str().to_string_lossy()))
            .collect();
        let is_glob = fixed.as_path() != argument;
        let folder = if argument.is_dir() {
            argument.to_path_buf()
        } else if is_glob && fixed.is_dir() {
            fixed
        } else {
            parent(argument)
        };
        let deep = argument.is_dir() || is_glob;
        let mode = if deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        if let Some(config) = workspace::find_config(&folder) {
            found.insert((parent(&config), RecursiveMode::NonRecursive));
        }
        found.insert((folder, mode));
    }
    let common = options.common.config.iter().chain(&options.common.registry);
    found.extend(common.map(|path| (parent(path), RecursiveMode::NonRecursive)));
    // A recursive watch includes a flat one.
    let deep: BTreeSet<PathBuf> = (found.iter())
        .filter(|(_, mode)| *mode == RecursiveMode::Recursive)
        .map(|(folder, _)| folder.clone())
        .collect();
    found.retain(|(folder, mode)| *mode == RecursiveMode::Recursive || !deep.contains(folder));
    found
}

/// The length and modification time of each file that a run reads.
fn state(options: &Options) -> BTreeMap<PathBuf, Option<(u64, u64)>> {
    let Ok(overrides) = options.overrides() else { return BTreeMap::new() };
    let (mut projects, mut tasks) = (OpenProjects::new(&overrides, &options.fields), Vec::new());
    for path in options.paths.iter().filter(|path| path.as_os_str() != "-") {
        // The run reports its errors.
        let _ = collect(path, &mut projects, &mut tasks);
    }
    let twins = Twins::find(&tasks, &mut projects);
    let all = tasks
        .into_iter()
        .map(|task| task.path)
        .chain(twins.files())
        .chain(projects.sources())
        .chain(options.other_inputs().cloned());
    all.map(|path| (workspace::stamp(&path), path)).map(|(stamp, path)| (path, stamp)).collect()
}
