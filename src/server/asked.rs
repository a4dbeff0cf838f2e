//! What the request at hand was promised: the snapshot of its document, and the world around it.

use super::document::Snapshot;
use super::ordered::{self, place, worlds};
use super::owner::{Answer, World};
use super::work::Worker;
use crate::analysis::Analysis;
use std::sync::Arc;
use tower_lsp::jsonrpc::{Error, Result};

/// The snapshot that the request at hand was promised.
pub(super) async fn snapshot() -> Answer {
    match place() {
        Some(place) => place.await.unwrap_or_else(|_| Err(Error::internal_error())),
        None => Err(Error::invalid_params("the request names no document")),
    }
}

/// The world of the document that the request at hand is about.
pub(super) async fn world() -> Option<World> {
    worlds()?.await.ok()?.into_iter().next()
}

/// The other open documents whose findings depend on the one that the request at hand is about.
pub(super) async fn related() -> Vec<Arc<Snapshot>> {
    match ordered::related() {
        Some(related) => related.await.unwrap_or_default(),
        None => Vec::new(),
    }
}

/// The snapshot of a document whose features are asked for; nothing where it has been closed meanwhile.
pub(super) async fn seen() -> Result<Option<Arc<Snapshot>>> {
    match snapshot().await {
        Ok(snapshot) => Ok(Some(snapshot)),
        Err(error) if error.code == tower_lsp::jsonrpc::ErrorCode::InvalidParams => Ok(None),
        Err(error) => Err(error),
    }
}

/// What a feature says of the article that the request at hand is about; nothing where the document is no article. It is
/// computed on a thread of its own: a long document has many links, dates and lines.
pub(super) async fn of_article<T: Send + 'static>(
    worker: &Worker,
    what: &'static str,
    ask: impl FnOnce(&Snapshot, &Analysis) -> Option<T> + Send + 'static,
) -> Result<Option<T>> {
    let snapshot = snapshot().await?;
    let Some(analysis) = snapshot.analysis.clone() else { return Ok(None) };
    worker.at_once(what, move |_| ask(&snapshot, &analysis)).await
}

/// What a feature says of the document that the request at hand is about; nothing where it has been closed meanwhile. It is
/// computed on a thread of its own.
pub(super) async fn of_document<T: Send + 'static>(
    worker: &Worker,
    what: &'static str,
    ask: impl FnOnce(&Snapshot) -> Option<T> + Send + 'static,
) -> Result<Option<T>> {
    let Some(snapshot) = seen().await? else { return Ok(None) };
    worker.at_once(what, move |_| ask(&snapshot)).await
}
