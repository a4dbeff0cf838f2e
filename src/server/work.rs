//! Work that takes its time: what reads files, and what computes for long. It is done where nobody waits for it, the client
//! is told how far it has come, and each request can be given up by itself.
//!
//! A few threads work at a time, and requests wait for one without holding any: a hundred slow requests keep no quick one
//! from its answer.

use super::contain;
use super::library::Step;
use super::outbox;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, Result};

/// The work under way that a person can see and stop, by the token that its progress is told under.
#[derive(Clone, Default)]
pub(super) struct UnderWay {
    flags: Arc<Mutex<HashMap<String, Arc<AtomicBool>>>>,
}

impl UnderWay {
    /// Stops what is told of under a token. Other work goes on.
    pub(super) fn stop(&self, token: &str) {
        if let Some(flag) = self.flags.lock().unwrap_or_else(PoisonError::into_inner).get(token) {
            flag.store(true, Ordering::Relaxed);
        }
    }

    fn begin(&self, token: String) -> Request {
        let flag = Arc::new(AtomicBool::new(false));
        self.flags.lock().unwrap_or_else(PoisonError::into_inner).insert(token.clone(), flag.clone());
        Request { flag, token, under_way: self.clone() }
    }
}

/// What several requests read and write, one after the other.
pub(super) type Shared<S> = Arc<tokio::sync::Mutex<S>>;

/// How many requests are worked on at a time at least. More than what is shared, so that those who wait for each other
/// leave a thread to the rest.
const THREADS: usize = 6;

/// Does the work of requests.
pub(super) struct Worker {
    client: Client,
    under_way: UnderWay,
    /// Counts requests.
    begun: AtomicU32,
    /// Threads that are free.
    room: Arc<Semaphore>,
}

impl Worker {
    pub(super) fn new(client: Client, under_way: UnderWay) -> Self {
        let threads = std::thread::available_parallelism().map_or(THREADS, |cores| THREADS.max(cores.get()));
        Self { client, under_way, begun: AtomicU32::new(0), room: Arc::new(Semaphore::new(threads)) }
    }

    /// Asks what reads files. It stops when the request is given up, by the client or by a person who has seen its progress.
    pub(super) async fn ask<S: Default + Send + 'static, T: Send + 'static>(
        &self,
        whom: &Shared<S>,
        what: &'static str,
        tells: bool,
        ask: impl FnOnce(&mut S, Step<'_>) -> T + Send + 'static,
    ) -> Result<T> {
        let token = format!("copydesk-{}", self.begun.fetch_add(1, Ordering::Relaxed));
        let (sender, steps) = tokio::sync::mpsc::unbounded_channel();
        if tells {
            tokio::spawn(outbox::progress(self.client.clone(), token.clone(), steps));
        }
        let request = self.under_way.begin(token);
        let mut asked = whom.clone().lock_owned().await;
        let flag = request.flag.clone();
        let work = move || {
            let mut step = |done, all| {
                // Nobody may listen, and then nothing is told.
                let _ = sender.send((done, all));
                !flag.load(Ordering::Relaxed)
            };
            let done = contain(what, || ask(&mut asked, &mut step));
            if done.is_err() {
                // What a fault left half done is read again.
                *asked = S::default();
            }
            done
        };
        let done = self.on_thread(work).await;
        drop(request);
        done
    }

    /// Computes what takes its time. The work is asked to stop when the request is given up.
    pub(super) async fn compute<T: Send + 'static>(
        &self,
        what: &'static str,
        work: impl FnOnce(&dyn Fn() -> bool) -> T + Send + 'static,
    ) -> Result<T> {
        let given_up = GivenUp::default();
        let flag = given_up.0.clone();
        let done = self.on_thread(move || contain(what, || work(&|| flag.load(Ordering::Relaxed)))).await;
        drop(given_up);
        done
    }

    /// Works beside all that takes its time: what is quick as a rule and must not wait for what is slow.
    pub(super) async fn at_once<T: Send + 'static>(
        &self,
        what: &'static str,
        work: impl FnOnce(&dyn Fn() -> bool) -> T + Send + 'static,
    ) -> Result<T> {
        let given_up = GivenUp::default();
        let flag = given_up.0.clone();
        let done = tokio::task::spawn_blocking(move || contain(what, || work(&|| flag.load(Ordering::Relaxed))));
        let done = done.await;
        drop(given_up);
        done.map_err(|_| Error::internal_error())?
    }

    /// Works on a thread of its own, when there is one.
    async fn on_thread<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let thread = self.room.clone().acquire_owned().await.map_err(|_| Error::internal_error())?;
        let done = tokio::task::spawn_blocking(move || {
            let _thread = thread;
            work()
        });
        done.await.map_err(|_| Error::internal_error())?
    }
}

/// Set when it is dropped: nobody waits any more.
#[derive(Default)]
struct GivenUp(Arc<AtomicBool>);

impl Drop for GivenUp {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A request whose work is under way. When it is dropped, by its end or because nobody waits for it, the work stops.
struct Request {
    flag: Arc<AtomicBool>,
    token: String,
    under_way: UnderWay,
}

impl Drop for Request {
    fn drop(&mut self) {
        self.flag.store(true, Ordering::Relaxed);
        self.under_way.flags.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.token);
    }
}
