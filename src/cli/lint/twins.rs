//! The twins of the articles of a run: their translations, of the run or on disk.

use super::plan::{OpenProjects, Role, Task};
use crate::analysis::{Facts, Memory, analyse};
use crate::cli::shown;
use crate::parallel;
use crate::syntax;
use crate::workspace::{self, Project, Projects, ReadAs};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The twins of each article, in both directions: those that it names and those that name it.
#[derive(Default)]
pub(super) struct Twins {
    /// By [`key`]: the twins by path, with the index of their project.
    links: HashMap<PathBuf, BTreeMap<PathBuf, usize>>,
}

/// A twin that was read.
pub(super) struct TwinFile {
    name: String,
    text: Arc<str>,
    project: Arc<Project>,
}

impl Twins {
    /// Finds the twins of the articles of a run. The heads of all articles are read for this, and of files next to them that
    /// have the same name in another language.
    pub(super) fn find(tasks: &[Task], projects: &mut OpenProjects<'_>) -> Self {
        let articles: Vec<&Task> = tasks.iter().filter(|task| task.role == Role::Article).collect();
        let known: HashSet<PathBuf> = articles.iter().map(|task| key(&task.path)).collect();
        let mut files: Vec<(PathBuf, usize)> = articles.iter().map(|task| (task.path.clone(), task.project)).collect();
        files.extend(neighbours(&articles, &known, projects));
        let named = |(path, project): &(PathBuf, usize)| {
            let project = &projects.opened[*project];
            let twins = workspace::twins_on_disk(path, project).into_iter();
            twins.filter(|twin| known.contains(&key(twin)) || workspace::is_twin_file(twin, project)).collect()
        };
        let named: Vec<Vec<PathBuf>> = parallel::map(&files, named);
        let mut links = Self::default();
        for ((path, project), twins) in files.iter().zip(named) {
            for twin in twins {
                let other = projects.of(twin.parent().unwrap_or(Path::new("")));
                links.add(&twin, path, *project);
                links.add(path, &twin, other);
            }
        }
        links
    }

    /// Finds the twins of an article that is not a file of the run: standard input under a name.
    pub(super) fn of_text(path: &Path, text: &str, project: usize, projects: &mut OpenProjects<'_>) -> Self {
        let mut links = Self::default();
        let context = &projects.opened[project].context;
        let options = context.read_options(&path.display().to_string());
        if workspace::can_name_twins(text.as_bytes()) {
            let twins = workspace::named_twins(path, &syntax::read(text, &options)).into_iter();
            let own = projects.opened[project].clone();
            for twin in twins.filter(|twin| workspace::is_twin_file(twin, &own)) {
                links.add(path, &twin, projects.of(twin.parent().unwrap_or(Path::new(""))));
            }
        }
        let task = Task { path: path.to_path_buf(), role: Role::Article, project };
        for (other, of) in neighbours(&[&task], &HashSet::from([key(path)]), projects) {
            let twins = workspace::twins_on_disk(&other, &projects.opened[of]);
            if twins.iter().any(|twin| key(twin) == key(path)) {
                links.add(path, &other, of);
            }
        }
        links
    }

    fn add(&mut self, path: &Path, twin: &Path, project: usize) {
        if key(path) != key(twin) {
            self.links.entry(key(path)).or_default().insert(twin.to_path_buf(), project);
        }
    }

    /// Reads the twins of an article. A file that cannot be read is not one.
    pub(super) fn of(&self, path: &Path, projects: &Projects) -> Vec<TwinFile> {
        let twins = self.links.get(&key(path)).into_iter().flatten();
        let read = |(path, project): (&PathBuf, &usize)| {
            let text = workspace::read(path, ReadAs::Article).ok()?.into();
            Some(TwinFile { name: shown(path), text, project: projects[*project].clone() })
        };
        twins.filter_map(read).collect()
    }

    /// All files that are twins.
    pub(super) fn files(&self) -> impl Iterator<Item = PathBuf> {
        self.links.values().flat_map(BTreeMap::keys).cloned()
    }
}

impl TwinFile {
    /// What the findings of the other article depend on.
    pub(super) fn state(&self) -> String {
        let config = self.project.config.as_ref().map_or("", |(_, text)| text.as_str());
        let generation = self.project.context.registry.generation();
        format!("{}\0{generation}\0{}\0{config}\0{}", self.name, self.project.root.display(), self.text)
    }

    /// What it states.
    pub(super) fn facts(&self) -> Arc<Facts> {
        let context = self.project.context.clone();
        analyse(self.text.clone().into(), &self.name, context, &mut Memory::default()).facts().clone()
    }
}

/// The files next to articles that have the same name in another language and are not of the run.
fn neighbours(articles: &[&Task], known: &HashSet<PathBuf>, projects: &mut OpenProjects<'_>) -> Vec<(PathBuf, usize)> {
    let mut stems: BTreeMap<&Path, HashSet<&str>> = BTreeMap::new();
    for task in articles {
        let Some(name) = task.path.file_name().and_then(|name| name.to_str()) else { continue };
        let folder = task.path.parent().unwrap_or(Path::new(""));
        stems.entry(folder).or_default().insert(workspace::stem(name));
    }
    let mut found = Vec::new();
    for (folder, stems) in stems {
        let files = workspace::neighbours(folder, |stem| stems.contains(stem));
        let project = projects.of(folder);
        found.extend(files.into_iter().filter(|file| !known.contains(&key(file))).map(|file| (file, project)));
    }
    found
}

/// A path as a key: `a.md`, `./a.md` and `b/../a.md` are one.
fn key(path: &Path) -> PathBuf {
    let path = workspace::tidy(path.to_path_buf());
    std::path::absolute(&path).unwrap_or(path)
}
