//! Tasks that read files or compute for long. They run on other threads, with progress, and each can be cancelled on its own.
//!
//! A few threads work at a time. Requests wait for a thread without holding one, so many slow requests do not block a quick
//! one.

use super::catch_panic::catch_panic;
use super::client;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use tokio::sync::Semaphore;
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, Result};

/// Called with how many files of how many were read. Returns whether to go on.
pub(super) type ProgressFn<'a> = &'a mut dyn FnMut(usize, usize) -> bool;

/// Running tasks by progress token.
#[derive(Clone, Default)]
pub(super) struct RunningTasks {
    flags: Arc<Mutex<HashMap<String, Arc<AtomicBool>>>>,
}

impl RunningTasks {
    /// Stops the task with a progress token.
    pub(super) fn stop(&self, token: &str) {
        if let Some(flag) = self.flags.lock().unwrap_or_else(PoisonError::into_inner).get(token) {
            flag.store(true, Ordering::Relaxed);
        }
    }

    fn begin(&self, token: String) -> RunningTask {
        let flag = Arc::new(AtomicBool::new(false));
        self.flags.lock().unwrap_or_else(PoisonError::into_inner).insert(token.clone(), flag.clone());
        RunningTask { flag, token, running: self.clone() }
    }
}

/// State that several requests use, one after the other.
pub(super) type Shared<S> = Arc<tokio::sync::Mutex<S>>;

/// The minimum number of threads. It is larger than the number of shared states, so that requests that wait for each other
/// leave threads to the rest.
const THREADS: usize = 6;

/// Runs the tasks of requests.
pub(super) struct Worker {
    client: Client,
    running: RunningTasks,
    /// Counts tasks.
    begun: AtomicU32,
    /// The free threads. The number of processors is in files of the system, so it is asked for late.
    free: LazyLock<Arc<Semaphore>>,
}

impl Worker {
    pub(super) fn new(client: Client, running: RunningTasks) -> Self {
        let free = || {
            let threads = std::thread::available_parallelism().map_or(THREADS, |cores| THREADS.max(cores.get()));
            Arc::new(Semaphore::new(threads))
        };
        Self { client, running, begun: AtomicU32::new(0), free: LazyLock::new(free) }
    }

    /// Runs a task that reads files with a shared state. It stops when the request is cancelled, or when the user cancels its
    /// progress.
    pub(super) async fn with_shared<S: Default + Send + 'static, T: Send + 'static>(
        &self,
        shared: &Shared<S>,
        what: &'static str,
        shows_progress: bool,
        task: impl FnOnce(&mut S, ProgressFn<'_>) -> T + Send + 'static,
    ) -> Result<T> {
        let token = format!("copydesk-{}", self.begun.fetch_add(1, Ordering::Relaxed));
        let (sender, steps) = tokio::sync::mpsc::unbounded_channel();
        if shows_progress {
            tokio::spawn(client::progress(self.client.clone(), token.clone(), steps));
        }
        let task_guard = self.running.begin(token);
        let mut state = shared.clone().lock_owned().await;
        let flag = task_guard.flag.clone();
        let work = move || {
            let mut step = |done, all| {
                // The send fails if the client takes no progress.
                let _ = sender.send((done, all));
                !flag.load(Ordering::Relaxed)
            };
            let done = catch_panic(what, || task(&mut state, &mut step));
            if done.is_err() {
                // A panic can leave the state half updated.
                *state = S::default();
            }
            done
        };
        let done = self.on_thread(work).await;
        drop(task_guard);
        done
    }

    /// Runs a long computation. `work` is asked to stop when the request is cancelled.
    pub(super) async fn compute<T: Send + 'static>(
        &self,
        what: &'static str,
        work: impl FnOnce(&dyn Fn() -> bool) -> T + Send + 'static,
    ) -> Result<T> {
        let (stop, work) = stoppable(what, work);
        let done = self.on_thread(work).await;
        drop(stop);
        done
    }

    /// Runs what is usually quick, without waiting for a free thread.
    pub(super) async fn at_once<T: Send + 'static>(
        &self,
        what: &'static str,
        work: impl FnOnce(&dyn Fn() -> bool) -> T + Send + 'static,
    ) -> Result<T> {
        let (stop, work) = stoppable(what, work);
        let done = tokio::task::spawn_blocking(work).await;
        drop(stop);
        done.map_err(|_| Error::internal_error())?
    }

    /// Waits for a free thread and runs the work on it.
    async fn on_thread<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let permit = Arc::clone(&self.free).acquire_owned().await.map_err(|_| Error::internal_error())?;
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        done.await.map_err(|_| Error::internal_error())?
    }
}

/// Work that a flag asks to stop. A panic in it is an error.
fn stoppable<T: Send + 'static>(
    what: &'static str,
    work: impl FnOnce(&dyn Fn() -> bool) -> T + Send + 'static,
) -> (StopOnDrop, impl FnOnce() -> Result<T> + Send + 'static) {
    let stop = StopOnDrop::default();
    let flag = stop.0.clone();
    (stop, move || catch_panic(what, || work(&|| flag.load(Ordering::Relaxed))))
}

/// A flag that is set when this is dropped, because the request has ended or was cancelled.
#[derive(Default)]
struct StopOnDrop(Arc<AtomicBool>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A running task. When this is dropped, because the request has ended or was cancelled, the task stops.
struct RunningTask {
    flag: Arc<AtomicBool>,
    token: String,
    running: RunningTasks,
}

impl Drop for RunningTask {
    fn drop(&mut self) {
        self.flag.store(true, Ordering::Relaxed);
        self.running.flags.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.token);
    }
}
