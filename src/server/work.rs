//! Work that reads files. It is done where nobody waits for it, the client is told how far it has come, and each request
//! can be given up by itself.

use super::contain;
use super::library::Step;
use super::outbox;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
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

/// Does the work of requests.
pub(super) struct Worker {
    client: Client,
    under_way: UnderWay,
    /// Counts requests.
    begun: AtomicU32,
}

impl Worker {
    pub(super) fn new(client: Client, under_way: UnderWay) -> Self {
        Self { client, under_way, begun: AtomicU32::new(0) }
    }

    /// Asks what reads files. It stops when the request is given up, by the client or by a person who has seen its progress.
    pub(super) async fn ask<S: Default + Send + 'static, T: Send + 'static>(
        &self,
        whom: &Arc<Mutex<S>>,
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
        let (whom, flag) = (whom.clone(), request.flag.clone());
        let work = move || {
            let mut step = |done, all| {
                // Nobody may listen, and then nothing is told.
                let _ = sender.send((done, all));
                !flag.load(Ordering::Relaxed)
            };
            // What a fault left half done is read again.
            let mut asked = whom.lock().unwrap_or_else(|broken| {
                let mut asked = broken.into_inner();
                *asked = S::default();
                asked
            });
            ask(&mut asked, &mut step)
        };
        let done = tokio::task::spawn_blocking(move || contain(what, work)).await;
        drop(request);
        done.map_err(|_| Error::internal_error())?
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
