//! The projects in use, with the open documents in place of their files.
//!
//! A small registry is reloaded at once when it is edited. A large one is loaded by [`super::registry_loader`], and the old
//! one is used until then.

use super::buffer::{Documents, open_project_files};
use super::limits::LARGE_REGISTRY;
use super::message::{Loaded, ParsedRegistry};
use super::registry_loader::{Job, Loader};
use crate::workspace::{self, Buffers, CONFIG, Overrides, ParseCaches, Project, Projects, ReadBudget, is_list};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(super) struct ProjectStore {
    pub(super) overrides: Overrides,
    open: Projects,
    /// How open registry files were parsed the last time.
    caches: ParseCaches,
    loader: Loader,
    /// The number of the last job that was sent, and of the last that was loaded.
    sent: u64,
    loaded: u64,
    /// The open registry files that were loaded.
    registries: HashMap<PathBuf, ParsedRegistry>,
}

impl ProjectStore {
    pub(super) fn new(loader: Loader) -> Self {
        Self {
            overrides: Overrides::default(),
            open: Projects::default(),
            caches: ParseCaches::new(),
            loader,
            sent: 0,
            loaded: 0,
            registries: HashMap::new(),
        }
    }

    /// The project that governs a folder. It is opened when it is first needed.
    pub(super) fn at(&mut self, folder: &Path, documents: &Documents) -> Arc<Project> {
        if let Some(project) = self.open.get(folder) {
            return project.clone();
        }
        let (overrides, caches) = (&self.overrides, &mut self.caches);
        let number = self.open.governing(folder, overrides, || open(folder, overrides, caches, documents));
        let project = self.open[number].clone();
        if project.is_partial {
            self.load(documents);
        }
        project
    }

    /// Whether a file is a configuration or a registry file. Its edits change what other documents are checked against.
    pub(super) fn is_project_file(&self, path: &Path) -> bool {
        path.file_name().is_some_and(|name| name == CONFIG) || self.open.iter().any(|project| project.is_registry(path))
    }

    /// Whether a project names lists in XML as registry files.
    pub(super) fn has_lists(&self) -> bool {
        let names =
            |project: &Arc<Project>| project.context.config.registry.iter().any(|name| is_list(Path::new(name)));
        self.open.iter().any(names)
    }

    /// Invalidates the projects. Returns `true` if they were dropped, `false` if a reload was scheduled; then they count until
    /// [`ProjectStore::replace`] brings the new ones.
    pub(super) fn invalidate(&mut self, documents: &Documents) -> bool {
        let is_heavy = |project: &Project| {
            let sizes = project.context.registry.files.iter().map(|file| file.text.len() as u64);
            let in_pieces = project.context.registry.text_len();
            project.is_partial || in_pieces + sizes.sum::<u64>() > LARGE_REGISTRY
        };
        let heavy = self.open.iter().any(|project| is_heavy(project))
            || open_project_files(documents).any(|(path, document)| document.is_large() && self.is_project_file(&path));
        if heavy {
            self.load(documents);
        } else {
            self.open.clear();
        }
        !heavy
    }

    /// Whether projects are being loaded.
    pub(super) fn is_loading(&self) -> bool {
        self.sent != self.loaded
    }

    /// Takes the projects of a job; `None` if it failed.
    pub(super) fn replace(&mut self, number: u64, loaded: Option<Loaded>) {
        self.loaded = number;
        let Some(Loaded { projects, registries }) = loaded else { return };
        for project in projects.iter() {
            log_errors(project);
        }
        let old = (self.open.replace(projects), std::mem::replace(&mut self.registries, registries));
        // Freeing a million entries takes time.
        let freeing = std::thread::Builder::new().name("old registries".into()).spawn(move || drop(old));
        if let Err(error) = freeing {
            tracing::warn!("cannot start a thread: {error}");
        }
    }

    /// A registry file as it was parsed from a revision of a document.
    pub(super) fn registry(&self, path: &Path, revision: u64) -> Option<&ParsedRegistry> {
        self.registries.get(path).filter(|parsed| parsed.revision == revision)
    }

    fn load(&mut self, documents: &Documents) {
        self.sent += 1;
        let job = Job {
            number: self.sent,
            folders: self.open.folders().cloned().collect(),
            overrides: self.overrides.clone(),
            open: open_project_files(documents)
                .map(|(path, document)| (path, (document.revision, document.rope.clone())))
                .collect(),
        };
        if !self.loader.load(job) {
            tracing::error!("large registries are no longer read; restart the server");
            self.loaded = self.sent;
        }
    }
}

/// Opens the project of a folder with what can be read at once.
fn open(folder: &Path, overrides: &Overrides, caches: &mut ParseCaches, documents: &Documents) -> Project {
    let mut buffers = Buffers::new();
    let mut heavy = HashSet::new();
    for (path, document) in open_project_files(documents) {
        if document.is_large() {
            heavy.insert(path);
        } else {
            buffers.insert(path, document.rope.to_string());
        }
    }
    let budget = ReadBudget { most: LARGE_REGISTRY, heavy: &heavy };
    let project = workspace::open_cached(folder, overrides, &buffers, caches, Some(budget));
    log_errors(&project);
    project
}

fn log_errors(project: &Project) {
    for error in project.errors.iter().chain(&project.warnings) {
        tracing::warn!("{error}");
    }
}
