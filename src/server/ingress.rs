//! Takes messages off the wire in the order in which they were sent.
//!
//! The service underneath starts handlers in order but runs them side by side, so a handler that awaits before it touches a
//! document would apply edits out of order. Here edits go into the channel of the main loop before anything else can happen,
//! and a request about a document enters the same channel: it sees every edit sent before it and none sent after.

use super::message::{Message, Scope};
use super::notifications::{self, Notification};
use super::request_context::RequestContext;
use super::requests::{self, RequestKind, Sees, WaitsFor};
use super::snapshot::Stage;
use super::tasks::RunningTasks;
use serde::Deserialize;
use std::future::Future;
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

/// A language service whose edits and requests reach the main loop in wire order.
pub(super) struct Ingress<S> {
    inner: S,
    main_loop: Sender<Message>,
    running: RunningTasks,
    /// Whether a client was initialized, or is being initialized.
    initialized: Arc<AtomicBool>,
}

impl<S> Ingress<S> {
    pub(super) fn new(inner: S, main_loop: Sender<Message>, running: RunningTasks) -> Self {
        Self { inner, main_loop, running, initialized: Arc::default() }
    }

    /// Handles a notification. Returns whether it was one of ours.
    fn take_notification(&self, request: &Request) -> bool {
        match notifications::read(request) {
            Some(Notification::Message(message)) => drop(self.main_loop.send(*message)),
            Some(Notification::CancelProgress(token)) => self.running.stop(&token),
            Some(Notification::Ignored) => {}
            None => return false,
        }
        true
    }

    /// Asks the main loop for what a request needs.
    fn take_context(&self, kind: &RequestKind, request: &Request) -> RequestContext {
        let mut context = RequestContext::default();
        let uri = uri(request);
        let stage = match kind.waits_for {
            WaitsFor::Nothing => None,
            WaitsFor::Analysis => Some(Stage::Analysis),
            WaitsFor::Position => Some(position(request).map_or(Stage::Analysis, Stage::At)),
            WaitsFor::Findings => Some(Stage::Findings),
        };
        if let (Some(stage), Some(uri)) = (stage, uri.clone()) {
            context.snapshot = Some(self.ask(|reply| Message::Snapshot { uri, stage, reply }));
        }
        match (kind.sees, uri) {
            (Sees::Document, _) | (Sees::Related, None) => {}
            (Sees::Related, Some(uri)) => context.related = Some(self.ask(|reply| Message::Related { uri, reply })),
            (Sees::Projects, uri) => {
                let scope = uri.map_or(Scope::All, Scope::Document);
                context.projects = Some(self.ask(|reply| Message::Projects { scope, reply }));
            }
        }
        context
    }

    fn ask<T>(&self, message: impl FnOnce(oneshot::Sender<T>) -> Message) -> oneshot::Receiver<T> {
        let (reply, answer) = oneshot::channel();
        drop(self.main_loop.send(message(reply)));
        answer
    }
}

/// A request under the route of its handler.
fn routed(kind: &RequestKind, request: Request) -> Request {
    let (_, id, params) = request.into_parts();
    let mut routed = Request::build(kind.route);
    if let Some(id) = id {
        routed = routed.id(id);
    }
    if let Some(params) = params {
        routed = routed.params(params);
    }
    routed.finish()
}

/// The document that a request is about.
fn uri(request: &Request) -> Option<lsp::Uri> {
    let params = request.params()?;
    let places = ["/textDocument/uri", "/data/uri", "/arguments/0/uri"];
    let uri = places.iter().find_map(|place| params.pointer(place))?.as_str()?;
    lsp::Uri::from_str(uri).ok()
}

/// The position that a request is about.
fn position(request: &Request) -> Option<lsp::Position> {
    let params = request.params()?;
    let position = params.get("position").or_else(|| params.pointer("/positions/0"))?;
    lsp::Position::deserialize(position).ok()
}

impl<S> Service<Request> for Ingress<S>
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
        if self.take_notification(&request) {
            return Box::pin(std::future::ready(Ok(None)));
        }
        // The service underneath does not answer requests with `$/`, but only a notification may be ignored.
        if let (true, Some(id)) = (request.method().starts_with("$/"), request.id()) {
            let refused = Response::from_error(id.clone(), Error::method_not_found());
            return Box::pin(std::future::ready(Ok(Some(refused))));
        }
        if request.method() == "initialize" {
            return self.initialize(request);
        }
        let Some(kind) = requests::find(request.method()) else { return Box::pin(self.inner.call(request)) };
        let context = self.take_context(kind, &request);
        let answer = self.inner.call(routed(kind, request));
        Box::pin(context.scope(answer))
    }
}

impl<S> Ingress<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    /// Initializes one client. The service underneath refuses a second `initialize` only after the first was answered.
    fn initialize(&mut self, request: Request) -> <Self as Service<Request>>::Future {
        let refused = request.id().map(|id| Response::from_error(id.clone(), Error::invalid_request()));
        if self.initialized.swap(true, Ordering::Relaxed) {
            return Box::pin(std::future::ready(Ok(refused)));
        }
        let initialized = self.initialized.clone();
        let answer = self.inner.call(request);
        Box::pin(async move {
            let answer = answer.await?;
            // After an error the client may try again.
            initialized.store(answer.as_ref().is_some_and(Response::is_ok), Ordering::Relaxed);
            Ok(answer)
        })
    }
}

impl<S> Drop for Ingress<S> {
    fn drop(&mut self) {
        drop(self.main_loop.send(Message::Stop));
    }
}
