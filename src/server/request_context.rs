//! The context of a request: the snapshot and the projects from the time when it was received.
//!
//! The service between the wire and the handlers passes parameters only, so the context is a task-local value.

use super::message::{ProjectView, SnapshotResult};
use super::snapshot::{Parsed, Snapshot};
use super::tasks::Worker;
use crate::analysis::Analysis;
use std::cell::RefCell;
use std::future::Future;
use std::sync::Arc;
use tokio::sync::oneshot::Receiver;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};

tokio::task_local! {
    static CONTEXT: RefCell<RequestContext>;
}

/// The snapshot and projects of a request. Each can be taken once.
#[derive(Default)]
pub(super) struct RequestContext {
    pub(super) snapshot: Option<Receiver<SnapshotResult>>,
    pub(super) projects: Option<Receiver<Vec<ProjectView>>>,
    pub(super) related: Option<Receiver<Vec<Arc<Snapshot>>>>,
}

impl RequestContext {
    /// Runs a request in this context.
    pub(super) fn scope<F: Future>(self, request: F) -> impl Future<Output = F::Output> {
        CONTEXT.scope(RefCell::new(self), request)
    }
}

fn take<T>(part: impl FnOnce(&mut RequestContext) -> Option<T>) -> Option<T> {
    CONTEXT.try_with(|context| part(&mut context.borrow_mut())).ok().flatten()
}

/// The snapshot of the document that the request is about.
pub(super) async fn snapshot() -> SnapshotResult {
    match take(|context| context.snapshot.take()) {
        Some(snapshot) => snapshot.await.unwrap_or_else(|_| Err(Error::internal_error())),
        None => Err(Error::invalid_params("the request names no document")),
    }
}

/// The snapshot of the document that the request is about. `None` if the document is not open.
pub(super) async fn open_snapshot() -> Result<Option<Arc<Snapshot>>> {
    match snapshot().await {
        Ok(snapshot) => Ok(Some(snapshot)),
        Err(error) if error.code == ErrorCode::InvalidParams => Ok(None),
        Err(error) => Err(error),
    }
}

/// The project of the document that the request is about.
pub(super) async fn project() -> Option<ProjectView> {
    projects().await?.into_iter().next()
}

/// The projects that the request uses.
pub(super) async fn projects() -> Option<Vec<ProjectView>> {
    take(|context| context.projects.take())?.await.ok()
}

/// The other open documents whose findings depend on the document that the request is about.
pub(super) async fn related() -> Vec<Arc<Snapshot>> {
    match take(|context| context.related.take()) {
        Some(related) => related.await.unwrap_or_default(),
        None => Vec::new(),
    }
}

/// Asks a feature of articles, on a thread of its own: a long document has many links, dates and lines. `None` if the document
/// is not an article.
pub(super) async fn of_article<T: Send + 'static>(
    worker: &Worker,
    what: &'static str,
    ask: impl FnOnce(&Snapshot, &Analysis) -> Option<T> + Send + 'static,
) -> Result<Option<T>> {
    let snapshot = snapshot().await?;
    let Parsed::Article(analysis) = snapshot.parsed.clone() else { return Ok(None) };
    worker.at_once(what, move |_| ask(&snapshot, &analysis)).await
}

/// Asks a feature of any document, on a thread of its own. `None` if the document is not open.
pub(super) async fn of_document<T: Send + 'static>(
    worker: &Worker,
    what: &'static str,
    ask: impl FnOnce(&Snapshot) -> Option<T> + Send + 'static,
) -> Result<Option<T>> {
    let Some(snapshot) = open_snapshot().await? else { return Ok(None) };
    worker.at_once(what, move |_| ask(&snapshot)).await
}
