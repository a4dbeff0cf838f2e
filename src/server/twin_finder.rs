//! Finds out which files of a project name which as their twins, on its own thread. A file in any folder can name an open document.

use super::catch_panic::catch_panic;
use crate::workspace::{self, Project};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};

/// Takes the documents whose twins have changed. Returns `false` if the main loop has ended.
pub(super) type Send = Box<dyn Fn(Vec<PathBuf>) -> bool + std::marker::Send>;

/// Which files name which as their twins. Files that name none are not kept.
#[derive(Default)]
pub(super) struct NamedTwins {
    by_file: HashMap<PathBuf, Vec<PathBuf>>,
    by_twin: HashMap<PathBuf, BTreeSet<PathBuf>>,
}

/// Starts searches, each project once, and again for what changes in it.
pub(super) struct TwinFinder {
    /// `None` once the thread runs.
    send: Option<Send>,
    jobs: Option<Sender<Job>>,
    /// Searches that have not begun.
    waiting: Vec<Job>,
    named: Arc<Mutex<NamedTwins>>,
    searched: HashSet<PathBuf>,
}

/// Files to be read for the names of their twins: some, or all of the project.
struct Job {
    project: Arc<Project>,
    files: Option<Vec<PathBuf>>,
}

impl NamedTwins {
    /// The files that name a document, in order.
    pub(super) fn naming(&self, path: &Path) -> impl Iterator<Item = &PathBuf> {
        self.by_twin.get(path).into_iter().flatten()
    }

    /// Notes what a file names. Returns the documents for which that is new.
    fn put(&mut self, file: &Path, twins: Vec<PathBuf>) -> Vec<PathBuf> {
        let before = self.by_file.remove(file).unwrap_or_default();
        for twin in &before {
            if let Some(naming) = self.by_twin.get_mut(twin)
                && naming.remove(file)
                && naming.is_empty()
            {
                self.by_twin.remove(twin);
            }
        }
        for twin in &twins {
            self.by_twin.entry(twin.clone()).or_default().insert(file.to_path_buf());
        }
        let gone = before.iter().filter(|twin| !twins.contains(twin));
        let changed = gone.chain(twins.iter().filter(|twin| !before.contains(twin))).cloned().collect();
        if !twins.is_empty() {
            self.by_file.insert(file.to_path_buf(), twins);
        }
        changed
    }
}

impl TwinFinder {
    /// A finder whose thread starts with the first search.
    pub(super) fn new(send: Send) -> Self {
        Self { send: Some(send), jobs: None, waiting: Vec::new(), named: Arc::default(), searched: HashSet::new() }
    }

    /// What has been found so far.
    pub(super) fn named(&self) -> Arc<Mutex<NamedTwins>> {
        self.named.clone()
    }

    /// Lets a project be searched once the main loop has nothing else to do, unless that was done before.
    pub(super) fn search(&mut self, project: &Arc<Project>) {
        if !project.root.as_os_str().is_empty() && !self.searched.contains(&project.root) {
            self.searched.insert(project.root.clone());
            self.waiting.push(Job { project: project.clone(), files: None });
        }
    }

    /// Whether a file was found to name a document as its twin.
    pub(super) fn names(&self, file: &Path, document: &Path) -> bool {
        let named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        named.by_twin.get(document).is_some_and(|naming| naming.contains(file))
    }

    /// Whether a file can be in a project that was searched.
    pub(super) fn has_searched(&self, path: &Path) -> bool {
        path.ancestors().any(|folder| self.searched.contains(folder))
    }

    /// Reads files of a project again, if it was searched.
    pub(super) fn read_again(&mut self, project: &Arc<Project>, files: Vec<PathBuf>) {
        if self.searched.contains(&project.root) {
            self.waiting.push(Job { project: project.clone(), files: Some(files) });
        }
    }

    /// Lets all projects be searched again: what they govern may have changed.
    pub(super) fn forget_searches(&mut self) {
        self.searched.clear();
    }

    /// Begins the searches that wait. The first one starts the thread.
    pub(super) fn begin(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        if let Some(send) = self.send.take() {
            let (sender, jobs) = std::sync::mpsc::channel();
            let named = self.named.clone();
            let thread = std::thread::Builder::new().name("twins".into());
            match thread.spawn(move || run(&jobs, &named, &send)) {
                Ok(_) => self.jobs = Some(sender),
                Err(error) => tracing::error!("no thread can be started: {error}"),
            }
        }
        for job in self.waiting.drain(..) {
            if let Some(jobs) = &self.jobs {
                drop(jobs.send(job));
            }
        }
    }
}

fn run(jobs: &Receiver<Job>, named: &Mutex<NamedTwins>, send: &Send) {
    while let Ok(job) = jobs.recv() {
        let Ok(changed) = catch_panic("looking for translations", || find(job, named)) else { continue };
        if !changed.is_empty() && !send(changed) {
            return;
        }
    }
}

/// Reads the files of a job. Returns the documents whose twins have changed.
fn find(job: Job, named: &Mutex<NamedTwins>) -> Vec<PathBuf> {
    let Job { project, files } = job;
    let is_whole = files.is_none();
    let files = files.unwrap_or_else(|| workspace::governed(&project).files);
    let mut read: Vec<(PathBuf, Vec<PathBuf>)> = files
        .into_iter()
        .map(|file| {
            let twins = workspace::twins_on_disk(&file, &project);
            (file, twins)
        })
        .collect();
    // The main loop looks at the table, so it is not locked while files are read.
    let mut named = named.lock().unwrap_or_else(PoisonError::into_inner);
    if is_whole {
        let listed: HashSet<&PathBuf> = read.iter().map(|(file, _)| file).collect();
        let gone = named.by_file.keys().filter(|file| file.starts_with(&project.root) && !listed.contains(file));
        let gone: Vec<PathBuf> = gone.cloned().collect();
        read.extend(gone.into_iter().map(|file| (file, Vec::new())));
    }
    let mut put = |(file, twins): (PathBuf, Vec<PathBuf>)| {
        let mut changed = named.put(&file, twins);
        // The check of a document finds its neighbours itself.
        changed.retain(|twin| !workspace::are_neighbours(&file, twin));
        changed
    };
    let mut changed: Vec<PathBuf> = read.into_iter().flat_map(&mut put).collect();
    changed.sort();
    changed.dedup();
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_names_is_known_until_it_names_another() {
        let mut named = NamedTwins::default();
        let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect::<Vec<_>>();
        let naming = |named: &NamedTwins, path: &str| named.naming(Path::new(path)).cloned().collect::<Vec<_>>();
        assert_eq!(named.put(Path::new("a"), paths(&["x", "y"])), paths(&["x", "y"]));
        assert_eq!(named.put(Path::new("b"), paths(&["x"])), paths(&["x"]));
        assert_eq!(naming(&named, "x"), paths(&["a", "b"]));
        assert_eq!(named.put(Path::new("a"), paths(&["x", "y"])), paths(&[]), "nothing is new");
        assert_eq!(named.put(Path::new("a"), paths(&["y", "z"])), paths(&["x", "z"]));
        assert_eq!((naming(&named, "x"), naming(&named, "z")), (paths(&["b"]), paths(&["a"])));
        named.put(Path::new("a"), Vec::new());
        named.put(Path::new("b"), Vec::new());
        assert!(named.by_file.is_empty() && named.by_twin.is_empty());
    }
}
