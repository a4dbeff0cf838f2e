//! The messages that the server sends to the client on its own. Nothing waits for them: a client that does not read stops
//! this task only.

use super::settings::Refresh;
use futures::SinkExt;
use futures::channel::mpsc;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;
use tower_lsp::Client;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::notification::Notification;

/// How long the server waits for the answer to its request.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often the server checks that the client process still runs.
#[cfg(unix)]
const PULSE: Duration = Duration::from_secs(5);

/// A message to the client.
#[derive(Debug)]
pub(super) enum ClientMessage {
    /// The findings of a version of a document.
    Publish(lsp::Uri, Option<i32>, Vec<lsp::Diagnostic>),
    /// The client should refresh the views of open documents.
    Refresh,
}

/// Where the findings of a document are sent to be written. [`Client`] would convert them twice before they are encoded.
pub(super) type Published = mpsc::Sender<lsp::PublishDiagnosticsParams>;

/// Sends messages until the main loop is gone. If several findings of one document wait, only the last are sent.
pub(super) async fn deliver(
    client: Client,
    mut published: Published,
    mut messages: UnboundedReceiver<ClientMessage>,
    refresh: Refresh,
) {
    while let Some(first) = messages.recv().await {
        let mut waiting = vec![first];
        while let Ok(next) = messages.try_recv() {
            waiting.push(next);
        }
        let mut stale = false;
        for at in 0..waiting.len() {
            let ClientMessage::Publish(uri, ..) = &waiting[at] else {
                stale = true;
                continue;
            };
            let replaced = waiting[at + 1..]
                .iter()
                .any(|later| matches!(later, ClientMessage::Publish(other, ..) if other == uri));
            if replaced {
                continue;
            }
            if let ClientMessage::Publish(uri, version, diagnostics) =
                std::mem::replace(&mut waiting[at], ClientMessage::Refresh)
            {
                // It fails only when the connection is closed.
                let _ = published.send(lsp::PublishDiagnosticsParams { uri, diagnostics, version }).await;
            }
        }
        if stale {
            tokio::spawn(tokio::time::timeout(PATIENCE, refresh_client(client.clone(), refresh)));
        }
    }
}

/// Asks the client to refresh what it can.
async fn refresh_client(client: Client, refresh: Refresh) {
    // An error is an answer, too: the client has the message.
    if refresh.diagnostics {
        let _ = client.workspace_diagnostic_refresh().await;
    }
    if refresh.tokens {
        let _ = client.semantic_tokens_refresh().await;
    }
    if refresh.hints {
        let _ = client.inlay_hint_refresh().await;
    }
    if refresh.lenses {
        let _ = client.code_lens_refresh().await;
    }
}

/// Reports the progress of a task: steps done of all. A task that never reports a step is not shown.
pub(super) async fn progress(client: Client, token: String, mut steps: UnboundedReceiver<(usize, usize)>) {
    if steps.recv().await.is_none() {
        return;
    }
    let token = lsp::ProgressToken::String(token);
    let asked = tokio::time::timeout(PATIENCE, client.create_work_done_progress(token.clone())).await;
    if !matches!(asked, Ok(Ok(()))) {
        return;
    }
    let progress = client.progress(token, "copydesk").with_message("reading articles").with_percentage(0);
    let progress = progress.with_cancel_button().begin().await;
    while let Some((done, all)) = steps.recv().await {
        progress
            .report_with_message(format!("reading articles: {done} of {all}"), (done * 100 / all.max(1)) as u32, None)
            .await;
    }
    progress.finish().await;
}

/// A partial result.
enum PartialResult {}

impl Notification for PartialResult {
    type Params = Value;
    const METHOD: &'static str = "$/progress";
}

/// An empty notification. Clients ignore a method that they do not know if it starts with `$/`.
enum Barrier {}

impl Notification for Barrier {
    type Params = Value;
    const METHOD: &'static str = "$/copydesk/told";
}

/// Sends partial results under the client's token until there are no more. When this returns, all of them are on the wire:
/// the response cannot overtake them.
pub(super) async fn partial_results(
    client: &Client,
    token: Option<lsp::ProgressToken>,
    mut results: UnboundedReceiver<Vec<lsp::WorkspaceDocumentDiagnosticReport>>,
) {
    let Some(token) = token else { return };
    let partial =
        |items: Vec<lsp::WorkspaceDocumentDiagnosticReport>| json!({"token": token, "value": {"items": items}});
    let mut has_sent = false;
    while let Some(items) = results.recv().await {
        client.send_notification::<PartialResult>(partial(items)).await;
        has_sent = true;
    }
    // The channel to the wire holds one message: when there is room for another, the last result was written.
    if has_sent {
        client.send_notification::<Barrier>(json!({})).await;
    }
}

/// Asks the client to apply an edit.
pub(super) async fn apply(client: Client, edit: lsp::WorkspaceEdit) {
    let asked = tokio::time::timeout(PATIENCE, client.apply_edit(edit)).await;
    if !matches!(asked, Ok(Ok(lsp::ApplyWorkspaceEditResponse { applied: true, .. }))) {
        tracing::warn!("the client rejected workspace/applyEdit");
    }
}

/// Asks the client to watch configurations, registries and articles.
pub(super) async fn watch(client: Client) {
    let watcher = lsp::FileSystemWatcher {
        glob_pattern: lsp::GlobPattern::String("**/*.{toml,actors,md,txt,xml}".into()),
        kind: None,
    };
    let options = lsp::DidChangeWatchedFilesRegistrationOptions { watchers: vec![watcher] };
    let registration = lsp::Registration {
        id: "copydesk-watch".into(),
        method: "workspace/didChangeWatchedFiles".into(),
        register_options: serde_json::to_value(options).ok(),
    };
    let asked = tokio::time::timeout(PATIENCE, client.register_capability(vec![registration])).await;
    if !matches!(asked, Ok(Ok(()))) {
        tracing::warn!(
            "the client does not watch files: edits of registries on disk are seen when a document is opened"
        );
    }
}

/// Exits when the client's process is gone, because a killed client does not close the channel.
#[cfg(unix)]
pub(super) async fn exit_with_client(process: u32) {
    let Some(process) = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw) else { return };
    loop {
        tokio::time::sleep(PULSE).await;
        if rustix::process::test_kill_process(process) == Err(rustix::io::Errno::SRCH) {
            tracing::warn!("the client is gone");
            super::standard_error::finish();
            std::process::exit(1);
        }
    }
}

/// On other systems, only the closed channel is detected.
#[cfg(not(unix))]
pub(super) async fn exit_with_client(_process: u32) {}
