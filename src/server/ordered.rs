//! Takes edits off the wire in the order in which they were sent.
//!
//! The service underneath starts handlers in order but runs them side by side, so a handler that awaits before it
//! touches a document applies edits out of order. Here, edits go into the owner's channel before anything else can
//! happen, and a request about a document takes its place in the same channel: it sees every edit sent before it and
//! none sent after.

use super::document::Snapshot;
use super::owner::{Answer, Message, Need, Whose, World};
use super::settings::{Preferences, insist};
use super::uris::file_of;
use super::work::UnderWay;
use serde::Deserialize;
use std::cell::RefCell;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::task::{Context, Poll};
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, Request, Response};
use tower_lsp::ls_types as lsp;
use tower_service::Service;

tokio::task_local! {
    /// What the request at hand was promised.
    static PLACE: RefCell<Place>;
}

/// What a request was promised when it came off the wire: each can be taken once.
#[derive(Default)]
struct Place {
    snapshot: Option<oneshot::Receiver<Answer>>,
    worlds: Option<oneshot::Receiver<Vec<World>>>,
    related: Option<oneshot::Receiver<Vec<Arc<Snapshot>>>>,
}

/// The snapshot that the request at hand was promised when it came off the wire. It can be taken once.
pub(super) fn place() -> Option<oneshot::Receiver<Answer>> {
    PLACE.try_with(|place| place.borrow_mut().snapshot.take()).ok().flatten()
}

/// The open documents and their folders, as they were when the request at hand came off the wire.
pub(super) fn worlds() -> Option<oneshot::Receiver<Vec<World>>> {
    PLACE.try_with(|place| place.borrow_mut().worlds.take()).ok().flatten()
}

/// The other open documents whose findings depend on the one that the request at hand is about.
pub(super) fn related() -> Option<oneshot::Receiver<Vec<Arc<Snapshot>>>> {
    PLACE.try_with(|place| place.borrow_mut().related.take()).ok().flatten()
}

/// A language service whose edits and requests reach the owner in wire order.
pub(super) struct Ordered<S> {
    inner: S,
    owner: Sender<Message>,
    under_way: UnderWay,
    /// Whether a client has introduced itself.
    introduced: Arc<AtomicBool>,
}

impl<S> Ordered<S> {
    pub(super) fn new(inner: S, owner: Sender<Message>, under_way: UnderWay) -> Self {
        Self { inner, owner, under_way, introduced: Arc::default() }
    }

    /// Hands an edit over; the answer is whether it was one.
    fn take_edit(&self, request: &Request) -> bool {
        let message = match request.method() {
            "textDocument/didOpen" => params(request).map(|params: DidOpen| {
                let Opened { uri, language_id, version, text } = params.text_document;
                Message::Open { uri, language_id, version, text }
            }),
            "textDocument/didChange" => params(request).map(|params: DidChange| {
                let Versioned { uri, version } = params.text_document;
                Message::Change { uri, version, changes: params.content_changes }
            }),
            "textDocument/didClose" => params(request)
                .map(|params: lsp::DidCloseTextDocumentParams| Message::Close { uri: params.text_document.uri }),
            "workspace/didChangeWatchedFiles" => params(request).map(|params: lsp::DidChangeWatchedFilesParams| {
                Message::Watched(params.changes.into_iter().map(|change| change.uri).collect())
            }),
            "workspace/didChangeConfiguration" => params(request).map(|params: lsp::DidChangeConfigurationParams| {
                Message::Settings(insist(&params.settings), Preferences::of(&params.settings))
            }),
            "workspace/didChangeWorkspaceFolders" => {
                params(request).map(|params: lsp::DidChangeWorkspaceFoldersParams| Message::Folders {
                    added: paths(&params.event.added),
                    removed: paths(&params.event.removed),
                })
            }
            // A document is kept as the editor has it: whether it is saved changes nothing.
            "textDocument/didSave" | "textDocument/willSave" => return true,
            // The service underneath does not know this one.
            "window/workDoneProgress/cancel" => {
                // The tokens of our own progress are strings.
                if let Some(token) = request.params().and_then(|params| params.get("token")?.as_str()) {
                    self.under_way.stop(token);
                }
                return true;
            }
            _ => return false,
        };
        if let Some(message) = message {
            drop(self.owner.send(message));
        } else {
            tracing::warn!("a {} without readable parameters is left out", request.method());
        }
        true
    }

    /// Takes a place in the channel for a request about documents.
    fn take_place(&self, request: &Request) -> Place {
        let uri = || {
            let params = request.params()?;
            let places = ["/textDocument/uri", "/data/uri", "/arguments/0/uri"];
            let uri = places.iter().find_map(|place| params.pointer(place))?.as_str()?;
            lsp::Uri::from_str(uri).ok()
        };
        let mut place = Place::default();
        let need = match request.method() {
            "textDocument/diagnostic"
            | "textDocument/codeAction"
            | "codeAction/resolve"
            | "textDocument/inlayHint"
            | "textDocument/willSaveWaitUntil" => Some(Need::Findings),
            method if method.starts_with("textDocument/semanticTokens/") => Some(Need::Findings),
            "codeLens/resolve" | "workspace/symbol" | "workspace/diagnostic" => None,
            "completionItem/resolve" | "documentLink/resolve" | "workspace/executeCommand" => Some(Need::Analysis),
            method if method.starts_with("textDocument/") => Some(position(request).map_or(Need::Analysis, Need::At)),
            _ => return place,
        };
        let uri = uri();
        if let (Some(need), Some(uri)) = (need, uri.clone()) {
            let (reply, snapshot) = oneshot::channel();
            drop(self.owner.send(Message::Place { uri, need, reply }));
            place.snapshot = Some(snapshot);
        }
        if let ("textDocument/diagnostic", Some(uri)) = (request.method(), uri.clone()) {
            let (reply, related) = oneshot::channel();
            drop(self.owner.send(Message::Related { uri, reply }));
            place.related = Some(related);
        }
        let asks_around = matches!(
            request.method(),
            "textDocument/references"
                | "textDocument/rename"
                | "textDocument/codeAction"
                | "codeAction/resolve"
                | "codeLens/resolve"
                | "workspace/symbol"
                | "workspace/diagnostic"
                | "workspace/executeCommand"
        );
        if asks_around {
            let (reply, worlds) = oneshot::channel();
            let whose = uri.map_or(Whose::All, Whose::Document);
            drop(self.owner.send(Message::Worlds { whose, reply }));
            place.worlds = Some(worlds);
        }
        place
    }
}

// The protocol asks for whole numbers as versions. Some clients send `null`, and what is typed there must not be lost.

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DidOpen {
    text_document: Opened,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Opened {
    uri: lsp::Uri,
    language_id: String,
    #[serde(default, deserialize_with = "version")]
    version: Option<i32>,
    text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DidChange {
    text_document: Versioned,
    content_changes: Vec<lsp::TextDocumentContentChangeEvent>,
}

#[derive(Deserialize)]
struct Versioned {
    uri: lsp::Uri,
    #[serde(default, deserialize_with = "version")]
    version: Option<i32>,
}

/// A version, where it is one.
fn version<'de, D: serde::Deserializer<'de>>(value: D) -> Result<Option<i32>, D::Error> {
    let value = serde_json::Value::deserialize(value)?;
    Ok(value.as_i64().and_then(|version| version.try_into().ok()))
}

/// The paths of folders; what lies elsewhere than in files is no folder of ours.
pub(super) fn paths(folders: &[lsp::WorkspaceFolder]) -> Vec<PathBuf> {
    folders.iter().filter_map(|folder| file_of(&folder.uri)).collect()
}

/// The position that a request is about.
fn position(request: &Request) -> Option<lsp::Position> {
    let params = request.params()?;
    let position = params.get("position").or_else(|| params.pointer("/positions/0"))?;
    lsp::Position::deserialize(position).ok()
}

fn params<T: serde::de::DeserializeOwned>(request: &Request) -> Option<T> {
    T::deserialize(request.params()?).ok()
}

impl<S> Service<Request> for Ordered<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = Option<Response>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Option<Response>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if self.take_edit(&request) {
            return Box::pin(std::future::ready(Ok(None)));
        }
        // The service underneath leaves a request unanswered whose name begins so; only a notification may be passed over.
        if let (true, Some(id)) = (request.method().starts_with("$/"), request.id()) {
            let refused = Response::from_error(id.clone(), Error::method_not_found());
            return Box::pin(std::future::ready(Ok(Some(refused))));
        }
        if request.method() == "initialize" {
            return self.introduce(request);
        }
        let place = self.take_place(&request);
        let answer = self.inner.call(request);
        Box::pin(PLACE.scope(RefCell::new(place), answer))
    }
}

impl<S> Ordered<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    /// Lets one client introduce itself. The service underneath refuses another only when the first has been answered.
    fn introduce(&mut self, request: Request) -> <Self as Service<Request>>::Future {
        let refused = request.id().map(|id| Response::from_error(id.clone(), Error::invalid_request()));
        if self.introduced.swap(true, Ordering::Relaxed) {
            return Box::pin(std::future::ready(Ok(refused)));
        }
        let introduced = self.introduced.clone();
        let answer = self.inner.call(request);
        Box::pin(async move {
            let answer = answer.await?;
            // Who was not understood may try again.
            introduced.store(answer.as_ref().is_some_and(Response::is_ok), Ordering::Relaxed);
            Ok(answer)
        })
    }
}

impl<S> Drop for Ordered<S> {
    fn drop(&mut self) {
        drop(self.owner.send(Message::Stop));
    }
}
