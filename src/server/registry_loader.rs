//! Opens projects whose registry files are too large to be read while a request waits, on its own thread. Until they are
//! loaded, the main loop answers from what it had before.

use super::catch_panic::catch_panic;
use super::limits::OUTLINED_ENTRIES;
use super::message::{Loaded, ParsedRegistry};
use crate::actors::parse_registry_again;
use crate::lint::{lint_between, lint_registry};
use crate::parallel;
use crate::text::LineIndex;
use crate::workspace::{self, Buffers, LiveProject, LiveRegistry, Overrides, ParseCaches, Project, Projects};
use ropey::Rope;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use tower_lsp::jsonrpc::Error;
use xxhash_rust::xxh3::xxh3_64;

/// A request to load projects.
pub(super) struct Job {
    /// Counts jobs.
    pub(super) number: u64,
    pub(super) folders: Vec<PathBuf>,
    pub(super) overrides: Overrides,
    /// The open documents that may be registry files or configurations, with their revisions.
    pub(super) open: HashMap<PathBuf, (u64, Rope)>,
}

/// Called with what was loaded. Returns whether more is wanted.
type Send = Box<dyn Fn(u64, Result<Loaded, Error>) -> bool + std::marker::Send>;

/// The thread, which starts with the first job. It ends when the loader is dropped, or when `send` returns `false`.
pub(super) struct Loader {
    /// Taken by the thread.
    send: Option<Send>,
    jobs: Option<Sender<Job>>,
}

impl Loader {
    pub(super) fn new(send: Send) -> Self {
        Self { send: Some(send), jobs: None }
    }

    /// Returns whether the job will be done.
    pub(super) fn load(&mut self, job: Job) -> bool {
        if let Some(send) = self.send.take() {
            let (sender, jobs) = std::sync::mpsc::channel();
            let thread = std::thread::Builder::new().name("registries".into());
            match thread.spawn(move || run(&jobs, &send)) {
                Ok(_) => self.jobs = Some(sender),
                Err(error) => tracing::error!("no thread can be started: {error}"),
            }
        }
        self.jobs.as_ref().is_some_and(|jobs| jobs.send(job).is_ok())
    }
}

fn run(jobs: &Receiver<Job>, send: &Send) {
    let mut caches = Caches::default();
    while let Ok(mut job) = jobs.recv() {
        // Of several jobs that wait, only the newest is done.
        while let Ok(newer) = jobs.try_recv() {
            job = newer;
        }
        let number = job.number;
        let loaded = catch_panic("reading a registry", || load(job, &mut caches));
        if loaded.is_err() {
            // A panic can leave the caches half updated.
            caches = Caches::default();
        }
        if !send(number, loaded) {
            return;
        }
    }
}

/// What is kept from one job to the next.
#[derive(Default)]
struct Caches {
    /// The projects whose registries take edits, by the first of their folders.
    live: HashMap<PathBuf, LiveProject>,
    /// How registry files that are open were parsed.
    parsed: ParseCaches,
    /// Counts the versions of registries.
    versions: u64,
}

fn load(job: Job, caches: &mut Caches) -> Loaded {
    let Job { folders, overrides, open, .. } = job;
    let (revisions, open): (HashMap<PathBuf, u64>, HashMap<PathBuf, Rope>) =
        open.into_iter().map(|(path, (revision, rope))| ((path.clone(), revision), (path, rope))).unzip();
    caches.parsed.retain(|path, _| open.contains_key(path));
    let mut known = std::mem::take(&mut caches.live);
    let mut projects = Projects::default();
    let mut registries = HashMap::new();
    for folder in folders {
        projects.governing(&folder, &overrides, || {
            let Caches { live, parsed, versions } = caches;
            let mut generation = || {
                *versions += 1;
                xxh3_64(&versions.to_le_bytes())
            };
            let opened = workspace::open_live(&folder, &overrides, &open, known.remove(&folder), &mut generation);
            if let Some((project, opened)) = opened {
                registries.extend(live_registries(&opened.registry, &revisions, parsed));
                live.insert(folder.clone(), opened);
                return project;
            }
            let buffers: Buffers = open.iter().map(|(path, rope)| (path.clone(), rope.to_string())).collect();
            let project = workspace::open_cached(&folder, &overrides, &buffers, parsed, None);
            registries.extend(parsed_registries(&project, &revisions));
            project
        });
    }
    Loaded { projects, registries }
}

/// The open files of a registry that takes edits, with their findings. Files that get an outline are parsed as a whole.
fn live_registries(
    live: &LiveRegistry,
    revisions: &HashMap<PathBuf, u64>,
    parsed: &mut ParseCaches,
) -> Vec<(PathBuf, ParsedRegistry)> {
    let registry = live.registry();
    let one = |(number, path, rope): (usize, &Path, &Rope)| {
        let findings = live.findings(path).into();
        let revision = *revisions.get(path)?;
        let file = registry.files.get(number)?;
        let is_outlined = registry.outline(number)?.entry_count() <= OUTLINED_ENTRIES;
        if !is_outlined {
            return Some((path.to_path_buf(), ParsedRegistry { revision, file: file.clone(), lines: None, findings }));
        }
        let file = parse_registry_again(&file.path, &rope.to_string(), parsed.entry(path.to_path_buf()).or_default());
        let lines = Some(Arc::new(LineIndex::new(&file.text)));
        Some((path.to_path_buf(), ParsedRegistry { revision, file: Arc::new(file), lines, findings }))
    };
    live.open_files().filter_map(one).collect()
}

/// The open registry files of a project with their findings.
fn parsed_registries(project: &Project, revisions: &HashMap<PathBuf, u64>) -> Vec<(PathBuf, ParsedRegistry)> {
    let context = &project.context;
    context.registry.warm_up();
    let parsed = context.registry.files.iter().filter_map(|file| {
        let path = Path::new(&file.path);
        let revision = revisions.get(path).filter(|_| !file.is_built)?;
        let alone = || (lint_registry(file, &context.config), Arc::new(LineIndex::new(&file.text)));
        let ((mut findings, lines), between) = parallel::join(alone, || lint_between(file, context));
        let lines = Some(lines);
        findings.extend(between);
        let parsed = ParsedRegistry { revision: *revision, file: file.clone(), lines, findings: findings.into() };
        Some((path.to_path_buf(), parsed))
    });
    parsed.collect()
}
