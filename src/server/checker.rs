//! Checks documents on threads of its own: however long one takes, the owner of the documents answers what is asked of
//! others meanwhile.

use super::contain;
use super::document::{Snapshot, findings};
use super::owner::Message;
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
    stop: Arc<AtomicBool>,
}

/// A snapshot that was checked, with what was found: nothing where the check was stopped, an error where it failed.
pub(super) struct Checked {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) found: Result<Option<Arc<[Finding]>>, Error>,
}

/// The documents that are being checked.
pub(super) struct Checker {
    jobs: Sender<Job>,
    under_way: HashMap<lsp::Uri, UnderWay>,
}

struct UnderWay {
    /// Which version is checked, against what.
    of: (u64, u64),
    stop: Arc<AtomicBool>,
    /// Whether what is found is published.
    publish: bool,
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
    pub(super) fn check(&mut self, snapshot: Arc<Snapshot>, publish: bool) {
        let of = (snapshot.revision, snapshot.generation);
        if let Some(under_way) = self.under_way.get_mut(&snapshot.uri).filter(|under_way| under_way.of == of) {
            under_way.publish |= publish;
            return;
        }
        self.stop(&snapshot.uri);
        let stop = Arc::new(AtomicBool::new(false));
        self.under_way.insert(snapshot.uri.clone(), UnderWay { of, stop: stop.clone(), publish });
        if self.jobs.send(Job { snapshot, stop }).is_err() {
            tracing::error!("documents are no longer checked: start the server again");
        }
    }

    /// Stops what goes on for a document: its text is another.
    pub(super) fn stop(&mut self, uri: &lsp::Uri) {
        if let Some(under_way) = self.under_way.remove(uri) {
            under_way.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Stops all that goes on: what documents are checked against is another.
    pub(super) fn stop_all(&mut self) {
        for (_, under_way) in self.under_way.drain() {
            under_way.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Whether another document can be checked at once.
    pub(super) fn has_room(&self) -> bool {
        self.under_way.len() < THREADS
    }

    /// Whether somebody still wants to know of a check that has ended, and whether it is to be published.
    pub(super) fn end(&mut self, snapshot: &Snapshot) -> Option<bool> {
        let of = (snapshot.revision, snapshot.generation);
        self.under_way.get(&snapshot.uri).filter(|under_way| under_way.of == of)?;
        self.under_way.remove(&snapshot.uri).map(|under_way| under_way.publish)
    }
}

fn work(jobs: &Mutex<Receiver<Job>>, owner: &Sender<Message>) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Job { snapshot, stop }) = job else { return };
        let stop = || stop.load(Ordering::Relaxed);
        let found = contain("reading a document", || findings(&snapshot, &stop).map(Into::into));
        if owner.send(Message::Checked(Checked { snapshot, found })).is_err() {
            return;
        }
    }
}
