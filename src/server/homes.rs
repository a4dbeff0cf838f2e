//! The folders in use, each with its configuration and registry, as the open documents have them.
//!
//! A small registry is read again at once when it is edited. A large one is given to [`super::maker`], and what was known
//! before counts until it is ready.

use super::document::Document;
use super::maker::{Job, LARGE, Made, Shelved, shares, with_rules};
use super::uris::file_of;
use crate::rule::Rule;
use crate::workspace::{self, Buffers, CONFIG, Haste, Home, Insist, Memo};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use tower_lsp::ls_types as lsp;

/// The open documents.
pub(super) type Documents = HashMap<lsp::Uri, Document>;

pub(super) struct Homes {
    pub(super) insist: Insist,
    rules: &'static [&'static Rule],
    known: BTreeMap<PathBuf, Arc<Home>>,
    /// What open registry files gave the last time.
    memo: Memo,
    maker: Sender<Job>,
    /// The number of the last job, and of the last that came back.
    asked: u64,
    made: u64,
    /// The open registry files that came back.
    shelf: HashMap<PathBuf, Shelved>,
}

impl Homes {
    pub(super) fn new(maker: Sender<Job>, rules: &'static [&'static Rule]) -> Self {
        Self {
            insist: Insist::default(),
            rules,
            known: BTreeMap::new(),
            memo: Memo::new(),
            maker,
            asked: 0,
            made: 0,
            shelf: HashMap::new(),
        }
    }

    /// The home of a folder, opened when it is first needed.
    pub(super) fn at(&mut self, folder: PathBuf, documents: &Documents) -> Arc<Home> {
        if let Some(home) = self.known.get(&folder) {
            return home.clone();
        }
        let config = self.insist.config.clone().or_else(|| workspace::find_config(&folder));
        let home = self.known.values().find(|home| shares(home, config.as_deref())).cloned();
        let home = home.unwrap_or_else(|| self.open(&folder, documents));
        self.known.insert(folder, home.clone());
        if home.is_partial {
            self.ask(documents);
        }
        home
    }

    /// Whether a file is a configuration or a registry file: its edits change what others are checked against.
    pub(super) fn governs(&self, path: &Path) -> bool {
        path.file_name().is_some_and(|name| name == CONFIG) || self.known.values().any(|home| home.is_registry(path))
    }

    /// Sees to it that what governs is read again. The answer is whether it is now forgotten; else it counts until
    /// [`Homes::take`] brings what replaces it.
    pub(super) fn changed(&mut self, documents: &Documents) -> bool {
        let is_heavy = |home: &Home| {
            let sizes = home.desk.registry.files.iter().map(|file| file.text.len() as u64);
            home.is_partial || sizes.sum::<u64>() > LARGE
        };
        let heavy = self.known.values().any(|home| is_heavy(home))
            || open_files(documents).any(|(path, document)| document.is_large() && self.governs(&path));
        if heavy {
            self.ask(documents);
        } else {
            self.known.clear();
        }
        !heavy
    }

    /// Whether homes are being made that are not here yet.
    pub(super) fn is_making(&self) -> bool {
        self.asked != self.made
    }

    /// Takes what was made, or that nothing could be.
    pub(super) fn take(&mut self, number: u64, made: Option<Made>) {
        self.made = number;
        let Some(made) = made else { return };
        let mut old: Vec<Arc<Home>> = Vec::new();
        for (folder, home) in made.homes {
            for error in home.errors.iter().chain(&home.warnings) {
                tracing::warn!("{error}");
            }
            old.extend(self.known.insert(folder, home));
        }
        let shelf = std::mem::replace(&mut self.shelf, made.shelf);
        // To free a million entries takes its time. Whoever still looks at them keeps them.
        let freed = std::thread::Builder::new().name("old registries".into()).spawn(move || drop((old, shelf)));
        if let Err(error) = freed {
            tracing::warn!("no thread can be started: {error}");
        }
    }

    /// A registry file as it was read from a revision of a document.
    pub(super) fn shelved(&self, path: &Path, revision: u64) -> Option<&Shelved> {
        self.shelf.get(path).filter(|shelved| shelved.revision == revision)
    }

    fn open(&mut self, folder: &Path, documents: &Documents) -> Arc<Home> {
        let mut buffers = Buffers::new();
        let mut heavy = HashSet::new();
        for (path, document) in open_files(documents) {
            if document.is_large() {
                heavy.insert(path);
            } else {
                buffers.insert(path, document.rope.to_string());
            }
        }
        let haste = Haste { most: LARGE, heavy: &heavy };
        let home = workspace::open_again(folder, &self.insist, &buffers, &mut self.memo, Some(haste));
        for error in home.errors.iter().chain(&home.warnings) {
            tracing::warn!("{error}");
        }
        Arc::new(with_rules(home, self.rules))
    }

    fn ask(&mut self, documents: &Documents) {
        self.asked += 1;
        let job = Job {
            number: self.asked,
            folders: self.known.keys().cloned().collect(),
            insist: self.insist.clone(),
            open: open_files(documents)
                .map(|(path, document)| (path, (document.revision, document.rope.clone())))
                .collect(),
            rules: self.rules,
        };
        if self.maker.send(job).is_err() {
            tracing::error!("large registries are no longer read: start the server again");
            self.made = self.asked;
        }
    }
}

/// The open documents that can be configurations or registry files: an open buffer stands for its file.
fn open_files(documents: &Documents) -> impl Iterator<Item = (PathBuf, &Document)> {
    let all = documents.iter().filter_map(|(uri, document)| Some((file_of(uri)?, document)));
    all.filter(|(path, _)| path.extension().is_some_and(|extension| extension == "toml"))
}
