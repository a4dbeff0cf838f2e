//! Where the facts of a document's twins come from: open documents, and files. Files are read when the document is checked,
//! on the thread of the check.

use super::limits::FILE_LIST_TTL;
use super::twin_finder::NamedTwins;
use crate::actors::content_hash;
use crate::analysis::{Analysis, Facts, Memory, analyse};
use crate::workspace::{self, Project, ReadAs};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// The twins of a document at the time of a snapshot.
#[derive(Clone, Default)]
pub(super) struct TwinSources {
    /// Differs if the twins differ; zero for a document that cannot have any.
    pub(super) identity: u64,
    /// Facts that are known already.
    pub(super) known: Vec<Arc<Facts>>,
    /// The open twins.
    pub(super) open: Vec<(PathBuf, Arc<Analysis>)>,
    /// The files that the document names, with their projects.
    pub(super) closed: Vec<(PathBuf, Arc<Project>)>,
    /// Where to look for files that name the document.
    pub(super) around: Option<Surroundings>,
    pub(super) files: Arc<TwinFiles>,
}

/// A document as its neighbours can name it.
#[derive(Clone)]
pub(super) struct Surroundings {
    pub(super) path: PathBuf,
    pub(super) project: Arc<Project>,
    /// The open files, which are not read.
    pub(super) open: Arc<HashSet<PathBuf>>,
}

impl TwinSources {
    /// Whether a file is one of the open twins or of those that the document names.
    pub(super) fn names(&self, path: &Path) -> bool {
        self.open.iter().any(|(open, _)| open == path) || self.closed.iter().any(|(closed, _)| closed == path)
    }

    /// Whether files must be looked for or read to know what the twins state.
    pub(super) fn reads_files(&self) -> bool {
        let Some(around) = &self.around else { return false };
        !self.closed.is_empty() || self.files.naming_if_fresh(around).is_none_or(|found| !found.is_empty())
    }

    /// What the twins state.
    pub(super) fn facts(&self) -> Vec<Arc<Facts>> {
        let mut found = self.known.clone();
        found.extend(self.open.iter().map(|(_, analysis)| analysis.facts().clone()));
        let Some(around) = &self.around else { return found };
        let named = self.closed.iter().filter(|(path, _)| workspace::is_twin_file(path, &around.project));
        let mut files: Vec<(PathBuf, Arc<Project>)> = named.cloned().collect();
        let neighbours = self.files.naming(around).into_iter();
        let neighbours = neighbours.filter(|path| files.iter().all(|(known, _)| known != path)).collect::<Vec<_>>();
        files.extend(neighbours.into_iter().map(|path| (path, around.project.clone())));
        found.extend(files.iter().filter_map(|(path, project)| self.files.facts(path, project)));
        found
    }
}

/// The files that are twins, as they were read the last time.
#[derive(Default)]
pub(super) struct TwinFiles {
    facts: Mutex<HashMap<PathBuf, FileFacts>>,
    /// The files that name a document, by the path of that document.
    naming: Mutex<HashMap<PathBuf, (Instant, Vec<PathBuf>)>>,
    /// Which files of the project name which, as far as they were read.
    named: Arc<Mutex<NamedTwins>>,
}

struct FileFacts {
    stamp: Option<(u64, u64)>,
    /// The generation of the registry that names were recognised with.
    registry: u64,
    facts: Arc<Facts>,
}

/// How many files are kept.
const KEPT: usize = 64;

impl TwinFiles {
    pub(super) fn new(named: Arc<Mutex<NamedTwins>>) -> Self {
        Self { named, ..Self::default() }
    }

    /// Forgets which files name which document.
    pub(super) fn forget_names(&self) {
        self.naming.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// What a file states. `None` if it cannot be read.
    fn facts(&self, path: &Path, project: &Arc<Project>) -> Option<Arc<Facts>> {
        let (stamp, registry) = (workspace::stamp(path), project.context.registry.generation());
        let is_same = |known: &&FileFacts| stamp.is_some() && known.stamp == stamp && known.registry == registry;
        let known = self.facts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(path).filter(is_same) {
            return Some(known.facts.clone());
        }
        // Other checks do not wait for the analysis.
        drop(known);
        let text = workspace::read(path, ReadAs::Article).ok()?;
        let facts = facts_of(text.into(), path, project);
        let mut known = self.facts.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(path.to_path_buf(), FileFacts { stamp, registry, facts: facts.clone() });
        Some(facts)
    }

    /// The files that name a document as their twin, if they were looked for a moment ago.
    fn naming_if_fresh(&self, around: &Surroundings) -> Option<Vec<PathBuf>> {
        let naming = self.naming.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, found) = naming.get(&around.path).filter(|(when, _)| now().duration_since(*when) < FILE_LIST_TTL)?;
        Some(found.iter().filter(|path| !around.open.contains(*path)).cloned().collect())
    }

    /// The files that name a document as their twin: those next to it, and those that were found in the project.
    fn naming(&self, around: &Surroundings) -> Vec<PathBuf> {
        if let Some(found) = self.naming_if_fresh(around) {
            return found;
        }
        let name = around.path.file_name().and_then(|name| name.to_str()).unwrap_or("");
        let folder = around.path.parent().unwrap_or(Path::new(""));
        let mut found = workspace::neighbours(folder, |stem| stem == workspace::stem(name));
        found.retain(|path| *path != around.path);
        found.retain(|path| workspace::twins_on_disk(path, &around.project).contains(&around.path));
        let named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        let elsewhere: Vec<PathBuf> =
            named.naming(&around.path).filter(|path| !found.contains(path)).cloned().collect();
        drop(named);
        found.extend(elsewhere.into_iter().filter(|path| workspace::is_twin_file(path, &around.project)));
        // The main loop looks at the list, so it is not locked while files are read.
        let mut naming = self.naming.lock().unwrap_or_else(PoisonError::into_inner);
        if naming.len() >= KEPT {
            naming.clear();
        }
        naming.insert(around.path.clone(), (now(), found.clone()));
        found.retain(|path| !around.open.contains(path));
        found
    }
}

#[expect(clippy::disallowed_methods, reason = "a list of files grows old")]
fn now() -> Instant {
    Instant::now()
}

/// What a text states.
pub(super) fn facts_of(text: Arc<str>, path: &Path, project: &Project) -> Arc<Facts> {
    let name = path.display().to_string();
    analyse(text.into(), &name, project.context.clone(), &mut Memory::default()).facts().clone()
}

/// A number that differs if one of some parts differs.
pub(super) fn identity(parts: &[String]) -> u64 {
    if parts.is_empty() { 0 } else { content_hash(&parts.join("\0")).max(1) }
}
