//! Opens folders whose registry files are too large to be read while somebody waits, on a thread of its own. Until they
//! are ready, the owner answers from what it had before.

use super::contain;
use super::owner::Message;
use crate::actors::RegistryFile;
use crate::analysis::Desk;
use crate::finding::Finding;
use crate::lint::{lint_between, lint_registry};
use crate::rule::Rule;
use crate::text::LineIndex;
use crate::workspace::{self, Buffers, Home, Insist, Memo};
use ropey::Rope;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use tower_lsp::jsonrpc::Error;

/// How many bytes of registry files are read while somebody waits: a few thousand entries, some ten milliseconds.
pub(super) const LARGE: u64 = 256 << 10;

/// What is to be opened.
pub(super) struct Job {
    /// Counts jobs.
    pub(super) number: u64,
    pub(super) folders: Vec<PathBuf>,
    pub(super) insist: Insist,
    /// The open documents that may be registry files or configurations, with their revisions.
    pub(super) open: HashMap<PathBuf, (u64, Rope)>,
    pub(super) rules: &'static [&'static Rule],
}

/// What was opened.
pub(super) struct Made {
    pub(super) homes: Vec<(PathBuf, Arc<Home>)>,
    /// The open registry files among them.
    pub(super) shelf: HashMap<PathBuf, Shelved>,
}

/// A registry file that was read as the editor had it.
pub(super) struct Shelved {
    pub(super) revision: u64,
    pub(super) file: Arc<RegistryFile>,
    pub(super) lines: Arc<LineIndex>,
    pub(super) findings: Arc<[Finding]>,
}

/// Starts the thread. It ends when nobody can ask it any more.
pub(super) fn start(owner: Sender<Message>) -> std::io::Result<Sender<Job>> {
    let (sender, jobs) = std::sync::mpsc::channel();
    std::thread::Builder::new().name("registries".into()).spawn(move || work(&jobs, &owner))?;
    Ok(sender)
}

fn work(jobs: &Receiver<Job>, owner: &Sender<Message>) {
    let mut memo = Memo::new();
    while let Ok(mut job) = jobs.recv() {
        // What was typed meanwhile is read once.
        while let Ok(newer) = jobs.try_recv() {
            job = newer;
        }
        let number = job.number;
        let made: Result<Made, Error> = contain("reading a registry", || make(job, &mut memo));
        if made.is_err() {
            // What a fault left half done is not trusted.
            memo = Memo::new();
        }
        if owner.send(Message::Made(number, made)).is_err() {
            return;
        }
    }
}

fn make(job: Job, memo: &mut Memo) -> Made {
    let Job { folders, insist, open, rules, .. } = job;
    let (revisions, buffers): (HashMap<PathBuf, u64>, Buffers) =
        open.into_iter().map(|(path, (revision, rope))| ((path.clone(), revision), (path, rope.to_string()))).unzip();
    memo.retain(|path, _| buffers.contains_key(path));
    let mut homes: Vec<(PathBuf, Arc<Home>)> = Vec::new();
    let mut shelf = HashMap::new();
    for folder in folders {
        let config = insist.config.clone().or_else(|| workspace::find_config(&folder));
        let known = homes.iter().find(|(_, home)| shares(home, config.as_deref())).map(|(_, home)| home.clone());
        if let Some(home) = known {
            homes.push((folder, home));
            continue;
        }
        let home = with_rules(workspace::open_again(&folder, &insist, &buffers, memo, None), rules);
        home.desk.registry.make_ready();
        for file in &home.desk.registry.files {
            let path = Path::new(&file.path);
            let Some(revision) = revisions.get(path).filter(|_| !file.is_built) else { continue };
            let alone = || (lint_registry(file, &home.desk.config), Arc::new(LineIndex::new(&file.text)));
            let ((mut findings, lines), between) = rayon::join(alone, || lint_between(file, &home.desk));
            findings.extend(between);
            let read = Shelved { revision: *revision, file: file.clone(), lines, findings: findings.into() };
            shelf.insert(path.to_path_buf(), read);
        }
        homes.push((folder, Arc::new(home)));
    }
    Made { homes, shelf }
}

/// A home whose articles are checked by a set of rules.
pub(super) fn with_rules(mut home: Home, rules: &'static [&'static Rule]) -> Home {
    if !std::ptr::eq(home.desk.rules, rules) {
        home.desk = Arc::new(Desk { rules, ..(*home.desk).clone() });
    }
    home
}

/// Whether a home is that of the configuration at a path, so that another folder can share it.
pub(super) fn shares(home: &Home, config: Option<&Path>) -> bool {
    home.config.as_ref().zip(config).is_some_and(|((own, _), config)| own == config)
}
