//! Work that several threads share. They start when there is first more than one thing to do.

use rayon::prelude::*;
use std::sync::OnceLock;

/// How the threads of a process are started.
struct Setup {
    /// How many threads; 0 for one per core.
    threads: usize,
    report: fn(&str),
}

static SETUP: OnceLock<Setup> = OnceLock::new();
static STARTED: OnceLock<()> = OnceLock::new();

/// Sets the number of threads; 0 is one per core. If the system allows none, this is reported, and the work is done on the
/// current thread, which must then be the only one that shares work.
pub fn configure(threads: usize, report: fn(&str)) {
    // The first call counts.
    let _ = SETUP.set(Setup { threads, report });
}

/// Applies a function to each item, and returns the results in order. A single item is done on the current thread.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    if items.len() < 2 {
        return items.iter().map(work).collect();
    }
    start();
    items.par_iter().map(work).collect()
}

/// Does two things, at the same time if a thread is free.
pub fn join<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
    start();
    rayon::join(one, other)
}

/// Starts the threads, once per process.
fn start() {
    let Some(setup) = SETUP.get() else { return };
    STARTED.get_or_init(|| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(setup.threads).build_global();
        let Err(error) = pool else { return };
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
        if alone.is_ok() {
            (setup.report)(&error.to_string());
        }
    });
}
