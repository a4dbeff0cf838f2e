//! Checks open documents on threads of its own, so that the main loop can answer other requests in the meantime.

use crate::finding::Finding;
use crate::server::catch_panic::catch_panic;
use crate::server::findings::{Rules, findings};
use crate::server::limits::SMALL_ARTICLE;
use crate::server::message::Checked;
use crate::server::settings::ClientCapabilities;
use crate::server::snapshot::Snapshot;
use crate::server::to_proto::diagnostics;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use tower_lsp::ls_types as lsp;

/// How many documents are checked at a time.
const THREADS: usize = 4;

/// A document that is to be checked.
struct Job {
    snapshot: Arc<Snapshot>,
    capabilities: ClientCapabilities,
    flags: Arc<Flags>,
}

/// Flags that the main loop can set while a check runs.
#[derive(Default)]
struct Flags {
    /// The check is no longer wanted.
    stop: AtomicBool,
    /// The findings are to be published.
    publish: AtomicBool,
}

/// The documents that are being checked.
pub(in crate::server) struct Checker {
    jobs: Sender<Job>,
    /// Starts one more thread.
    spawn: Box<dyn Fn() -> std::io::Result<()> + Send>,
    rules: Rules,
    /// How many threads were started.
    threads: usize,
    /// How many jobs have been sent and not ended. A check that was stopped still ends.
    pending: Arc<AtomicUsize>,
    running: HashMap<lsp::Uri, Running>,
    /// The documents whose last check has ended. Their next one takes as little time.
    ended: HashSet<lsp::Uri>,
}

struct Running {
    /// What is checked.
    version: (u64, u64, u64),
    flags: Arc<Flags>,
}

impl Checker {
    /// Starts the first thread; others start when several documents are checked. They end when the checker is dropped, or
    /// when `send` returns `false`.
    pub(in crate::server) fn start(
        rules: Rules,
        send: impl Fn(Checked) -> bool + Clone + Send + 'static,
    ) -> std::io::Result<Self> {
        let (jobs, waiting) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        let pending = Arc::new(AtomicUsize::new(0));
        let left = pending.clone();
        let spawn = move || {
            let (waiting, left, send) = (waiting.clone(), left.clone(), send.clone());
            let run = move || run(&waiting, &left, rules, &send);
            std::thread::Builder::new().name("checks".into()).spawn(run).map(drop)
        };
        spawn()?;
        Ok(Self {
            jobs,
            spawn: Box::new(spawn),
            rules,
            threads: 1,
            pending,
            running: HashMap::new(),
            ended: HashSet::new(),
        })
    }

    /// Checks a snapshot, unless it is being checked already. A small article whose last check has ended is checked at once,
    /// and the result is returned.
    pub(in crate::server) fn check(
        &mut self,
        snapshot: Arc<Snapshot>,
        publish: bool,
        capabilities: ClientCapabilities,
    ) -> Option<Checked> {
        let version = snapshot.checked_version();
        if let Some(running) = self.running.get(&snapshot.uri).filter(|running| running.version == version) {
            running.flags.publish.fetch_or(publish, Ordering::Relaxed);
            return None;
        }
        self.stop(&snapshot.uri);
        let flags = Arc::new(Flags { publish: publish.into(), ..Flags::default() });
        self.running.insert(snapshot.uri.clone(), Running { version, flags: flags.clone() });
        let is_small = snapshot.text.len() <= SMALL_ARTICLE && !snapshot.twins.reads_files();
        let is_quick = is_small && self.ended.contains(&snapshot.uri);
        let job = Job { snapshot, capabilities, flags };
        if is_quick {
            return Some(check(job, self.rules));
        }
        let pending = self.pending.fetch_add(1, Ordering::Relaxed) + 1;
        if pending > self.threads && self.threads < THREADS {
            match (self.spawn)() {
                Ok(()) => self.threads += 1,
                Err(error) => tracing::warn!("no further thread for checks: {error}"),
            }
        }
        if self.jobs.send(job).is_err() {
            tracing::error!("documents are no longer checked: start the server again");
        }
        None
    }

    /// Stops the check of a document: its text has changed.
    pub(in crate::server) fn stop(&mut self, uri: &lsp::Uri) {
        if let Some(running) = self.running.remove(uri) {
            running.flags.stop.store(true, Ordering::Relaxed);
            self.ended.remove(uri);
        }
    }

    /// Forgets a document that is closed.
    pub(in crate::server) fn forget(&mut self, uri: &lsp::Uri) {
        self.ended.remove(uri);
    }

    /// Stops all checks: what documents are checked against has changed.
    pub(in crate::server) fn stop_all(&mut self) {
        for (_, running) in self.running.drain() {
            running.flags.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Whether another document can be checked at once.
    pub(in crate::server) fn has_room(&self) -> bool {
        self.running.len() < THREADS
    }

    /// Ends a check. Returns whether its findings are to be published, or `None` if the check is out of date.
    pub(in crate::server) fn end(&mut self, snapshot: &Snapshot) -> Option<bool> {
        let version = snapshot.checked_version();
        self.running.get(&snapshot.uri).filter(|running| running.version == version)?;
        self.ended.insert(snapshot.uri.clone());
        self.running.remove(&snapshot.uri).map(|running| running.flags.publish.load(Ordering::Relaxed))
    }
}

fn run(jobs: &Mutex<Receiver<Job>>, pending: &AtomicUsize, rules: Rules, send: &impl Fn(Checked) -> bool) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        let checked = check(job, rules);
        pending.fetch_sub(1, Ordering::Relaxed);
        if !send(checked) {
            return;
        }
    }
}

fn check(Job { snapshot, capabilities, flags }: Job, rules: Rules) -> Checked {
    let stop = || flags.stop.load(Ordering::Relaxed);
    let checked = catch_panic("reading a document", || {
        let found: Arc<[Finding]> = findings(&snapshot, rules, &stop)?.into();
        // To convert many findings takes time, too.
        let is_published = flags.publish.load(Ordering::Relaxed);
        let converted = is_published.then(|| diagnostics(&snapshot.with_findings(found.clone()), capabilities));
        Some((found, converted))
    });
    let (findings, diagnostics) = match checked {
        Ok(checked) => {
            let (found, converted) = checked.unzip();
            (Ok(found), converted.flatten())
        }
        Err(error) => (Err(error), None),
    };
    Checked { snapshot, findings, diagnostics }
}
