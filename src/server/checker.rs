//! Checks documents on threads of its own, so that the owner of the documents can answer requests about others meanwhile.

use super::contain;
use super::convert::diagnostics;
use super::document::{Snapshot, findings};
use super::owner::Message;
use super::settings::Abilities;
use crate::finding::Finding;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use tower_lsp::jsonrpc::Error;
use tower_lsp::ls_types as lsp;

/// How many documents are checked at a time.
pub(super) const THREADS: usize = 4;

/// A document that is to be checked.
struct Job {
    snapshot: Arc<Snapshot>,
    abilities: Abilities,
    flags: Arc<Flags>,
}

/// What the owner says of a check while it goes on.
#[derive(Default)]
struct Flags {
    /// The check is no longer wanted.
    stop: AtomicBool,
    /// What is found is published.
    publish: AtomicBool,
}

/// A snapshot that was checked, with what was found: nothing where the check was stopped, an error where it failed.
pub(super) struct Checked {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) found: Result<Option<Arc<[Finding]>>, Error>,
    /// The findings in the client's form, where they were to be published when the check ended.
    pub(super) told: Option<Vec<lsp::Diagnostic>>,
}

/// The documents that are being checked.
pub(super) struct Checker {
    jobs: Sender<Job>,
    under_way: HashMap<lsp::Uri, UnderWay>,
}

struct UnderWay {
    /// Which version is checked, against what.
    of: (u64, u64),
    flags: Arc<Flags>,
}

impl Checker {
    /// Starts the threads. They end when the checker is dropped.
    pub(super) fn start(owner: &Sender<Message>) -> std::io::Result<Self> {
        let (jobs, waiting) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..THREADS {
            let (waiting, owner) = (waiting.clone(), owner.clone());
            std::thread::Builder::new().name("checks".into()).spawn(move || work(&waiting, &owner))?;
        }
        Ok(Self { jobs, under_way: HashMap::new() })
    }

    /// Has a snapshot checked, unless that goes on already.
    pub(super) fn check(&mut self, snapshot: Arc<Snapshot>, publish: bool, abilities: Abilities) {
        let of = (snapshot.revision, snapshot.generation);
        if let Some(under_way) = self.under_way.get(&snapshot.uri).filter(|under_way| under_way.of == of) {
            under_way.flags.publish.fetch_or(publish, Ordering::Relaxed);
            return;
        }
        self.stop(&snapshot.uri);
        let flags = Arc::new(Flags { publish: publish.into(), ..Flags::default() });
        self.under_way.insert(snapshot.uri.clone(), UnderWay { of, flags: flags.clone() });
        if self.jobs.send(Job { snapshot, abilities, flags }).is_err() {
            tracing::error!("documents are no longer checked: start the server again");
        }
    }

    /// Stops what goes on for a document: its text is another.
    pub(super) fn stop(&mut self, uri: &lsp::Uri) {
        if let Some(under_way) = self.under_way.remove(uri) {
            under_way.flags.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Stops all that goes on: what documents are checked against is another.
    pub(super) fn stop_all(&mut self) {
        for (_, under_way) in self.under_way.drain() {
            under_way.flags.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Whether another document can be checked at once.
    pub(super) fn has_room(&self) -> bool {
        self.under_way.len() < THREADS
    }

    /// Ends a check. The answer is whether its findings are published, or `None` where the check is out of date.
    pub(super) fn end(&mut self, snapshot: &Snapshot) -> Option<bool> {
        let of = (snapshot.revision, snapshot.generation);
        self.under_way.get(&snapshot.uri).filter(|under_way| under_way.of == of)?;
        self.under_way.remove(&snapshot.uri).map(|under_way| under_way.flags.publish.load(Ordering::Relaxed))
    }
}

fn work(jobs: &Mutex<Receiver<Job>>, owner: &Sender<Message>) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Job { snapshot, abilities, flags }) = job else { return };
        let stop = || flags.stop.load(Ordering::Relaxed);
        let checked = contain("reading a document", || {
            let found: Arc<[Finding]> = findings(&snapshot, &stop)?.into();
            // To say many findings takes its time, too.
            let is_told = flags.publish.load(Ordering::Relaxed);
            let with_findings = || Snapshot { findings: Some(found.clone()), ..(*snapshot).clone() };
            let told = is_told.then(|| diagnostics(&with_findings(), abilities));
            Some((found, told))
        });
        let (found, told) = match checked {
            Ok(checked) => {
                let (found, told) = checked.unzip();
                (Ok(found), told.flatten())
            }
            Err(error) => (Err(error), None),
        };
        if owner.send(Message::Checked(Checked { snapshot, found, told })).is_err() {
            return;
        }
    }
}
