//! Opens projects whose registry files are too large to be read while a request waits, on its own thread. Until they are
//! loaded, the main loop answers from what it had before.

use super::catch_panic::catch_panic;
use super::message::{Loaded, ParsedRegistry};
use crate::lint::{lint_between, lint_registry};
use crate::text::LineIndex;
use crate::workspace::{self, Buffers, Overrides, ParseCaches, Project, Projects};
use ropey::Rope;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use tower_lsp::jsonrpc::Error;

/// A request to load projects.
pub(super) struct Job {
    /// Counts jobs.
    pub(super) number: u64,
    pub(super) folders: Vec<PathBuf>,
    pub(super) overrides: Overrides,
    /// The open documents that may be registry files or configurations, with their revisions.
    pub(super) open: HashMap<PathBuf, (u64, Rope)>,
}

/// Starts the thread. It ends when the sender of jobs is dropped, or when `send` returns `false`.
pub(super) fn start(
    send: impl Fn(u64, Result<Loaded, Error>) -> bool + Send + 'static,
) -> std::io::Result<Sender<Job>> {
    let (sender, jobs) = std::sync::mpsc::channel();
    std::thread::Builder::new().name("registries".into()).spawn(move || run(&jobs, &send))?;
    Ok(sender)
}

fn run(jobs: &Receiver<Job>, send: &impl Fn(u64, Result<Loaded, Error>) -> bool) {
    let mut caches = ParseCaches::new();
    while let Ok(mut job) = jobs.recv() {
        // Of several jobs that wait, only the newest is done.
        while let Ok(newer) = jobs.try_recv() {
            job = newer;
        }
        let number = job.number;
        let loaded = catch_panic("reading a registry", || load(job, &mut caches));
        if loaded.is_err() {
            // A panic can leave the caches half updated.
            caches = ParseCaches::new();
        }
        if !send(number, loaded) {
            return;
        }
    }
}

fn load(job: Job, caches: &mut ParseCaches) -> Loaded {
    let Job { folders, overrides, open, .. } = job;
    let (revisions, buffers): (HashMap<PathBuf, u64>, Buffers) =
        open.into_iter().map(|(path, (revision, rope))| ((path.clone(), revision), (path, rope.to_string()))).unzip();
    caches.retain(|path, _| buffers.contains_key(path));
    let mut projects = Projects::default();
    let mut registries = HashMap::new();
    for folder in folders {
        projects.governing(&folder, &overrides, || {
            let project = workspace::open_cached(&folder, &overrides, &buffers, caches, None);
            registries.extend(parsed_registries(&project, &revisions));
            project
        });
    }
    Loaded { projects, registries }
}

/// The open registry files of a project with their findings.
fn parsed_registries(project: &Project, revisions: &HashMap<PathBuf, u64>) -> Vec<(PathBuf, ParsedRegistry)> {
    let context = &project.context;
    context.registry.warm_up();
    let parsed = context.registry.files.iter().filter_map(|file| {
        let path = Path::new(&file.path);
        let revision = revisions.get(path).filter(|_| !file.is_built)?;
        let alone = || (lint_registry(file, &context.config), Arc::new(LineIndex::new(&file.text)));
        let ((mut findings, lines), between) = rayon::join(alone, || lint_between(file, context));
        findings.extend(between);
        let parsed = ParsedRegistry { revision: *revision, file: file.clone(), lines, findings: findings.into() };
        Some((path.to_path_buf(), parsed))
    });
    parsed.collect()
}
