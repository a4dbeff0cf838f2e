//! The open projects, and which of them governs a folder. The command line and the language server share this code.

use super::{Overrides, Project, find_config};
use crate::error::Error;
use std::collections::BTreeMap;
use std::ops::Index;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The identity of a project. Folders with the same key share one project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProjectKey {
    /// The configuration that governs the project.
    Config(PathBuf),
    /// The folder itself, if it has no configuration.
    Folder(PathBuf),
}

impl ProjectKey {
    /// The key of the project that governs a folder: the configuration of the overrides, else the nearest one upward, else
    /// the folder.
    pub fn of(folder: &Path, overrides: &Overrides) -> Self {
        let config = overrides.config.clone().or_else(|| find_config(folder));
        config.map_or_else(|| Self::Folder(folder.to_path_buf()), Self::Config)
    }

    /// The configuration, if there is one.
    pub fn config(&self) -> Option<&Path> {
        match self {
            Self::Config(path) => Some(path),
            Self::Folder(_) => None,
        }
    }

    /// The folder to which relative paths and globs refer.
    pub fn root(&self) -> &Path {
        match self {
            Self::Config(path) => path.parent().unwrap_or(Path::new("")),
            Self::Folder(folder) => folder,
        }
    }
}

/// The open projects, in the order in which they were opened, and the folders that each governs.
#[derive(Default)]
pub struct Projects {
    all: Vec<Arc<Project>>,
    by_folder: BTreeMap<PathBuf, usize>,
}

impl Projects {
    /// The index of the project of a folder. `open` opens the project if no known folder shares it.
    pub fn governing(&mut self, folder: &Path, overrides: &Overrides, open: impl FnOnce() -> Project) -> usize {
        if let Some(known) = self.by_folder.get(folder) {
            return *known;
        }
        let key = ProjectKey::of(folder, overrides);
        let number = self.position(&key).unwrap_or_else(|| self.push(Arc::new(open())));
        self.by_folder.insert(folder.to_path_buf(), number);
        number
    }

    /// The project of a folder that was requested before.
    pub fn get(&self, folder: &Path) -> Option<&Arc<Project>> {
        self.by_folder.get(folder).map(|number| &self.all[*number])
    }

    /// The projects by number.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Project>> {
        self.all.iter()
    }

    /// The folders that were requested.
    pub fn folders(&self) -> impl Iterator<Item = &PathBuf> {
        self.by_folder.keys()
    }

    /// Adds errors to a project, each error once.
    pub fn note(&mut self, number: usize, errors: Vec<Error>) {
        Arc::make_mut(&mut self.all[number]).note(errors);
    }

    /// Forgets all projects.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Replaces projects that have the folder or key of a loaded one. Returns the old ones.
    pub fn replace(&mut self, loaded: Self) -> Self {
        let old = std::mem::replace(self, loaded);
        for (folder, number) in &old.by_folder {
            if !self.by_folder.contains_key(folder) {
                let project = &old.all[*number];
                let number = self.position(&project.key).unwrap_or_else(|| self.push(project.clone()));
                self.by_folder.insert(folder.clone(), number);
            }
        }
        old
    }

    fn position(&self, key: &ProjectKey) -> Option<usize> {
        self.all.iter().position(|project| project.key == *key)
    }

    fn push(&mut self, project: Arc<Project>) -> usize {
        self.all.push(project);
        self.all.len() - 1
    }
}

impl Index<usize> for Projects {
    type Output = Arc<Project>;

    fn index(&self, number: usize) -> &Self::Output {
        &self.all[number]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{Buffers, CONFIG, open};

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test makes files")]
    fn folders_below_one_configuration_share_a_project() {
        let root = tempfile::tempdir().unwrap();
        let (one, two) = (root.path().join("one"), root.path().join("two"));
        for folder in [&one, &two] {
            std::fs::create_dir(folder).unwrap();
        }
        let overrides = Overrides::default();
        let mut projects = Projects::default();
        let mut number =
            |folder: &Path| projects.governing(folder, &overrides, || open(folder, &overrides, &Buffers::new()));
        assert_ne!(number(&one), number(&two), "without a configuration each folder is a project");

        std::fs::write(root.path().join(CONFIG), "").unwrap();
        let mut loaded = Projects::default();
        let shared = loaded.governing(&one, &overrides, || open(&one, &overrides, &Buffers::new()));
        assert_eq!(loaded.governing(&two, &overrides, || unreachable!("it is shared")), shared);

        // Other folders keep their projects.
        let old = projects.replace(loaded);
        assert_eq!(old.iter().count(), 2);
        assert_eq!(projects.get(&one).unwrap().key, ProjectKey::Config(root.path().join(CONFIG)));
        assert!(Arc::ptr_eq(projects.get(&one).unwrap(), projects.get(&two).unwrap()));
    }
}
