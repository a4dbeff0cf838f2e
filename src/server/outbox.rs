//! What the server tells the client unasked. Nobody waits for it: a client that does not read holds up this task alone.

use super::settings::Refresh;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;
use tower_lsp::Client;
use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::notification::Notification;

/// How long an answer to a request of the server is waited for.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often it is looked whether the client still lives.
const PULSE: Duration = Duration::from_secs(5);

/// Something to tell.
#[derive(Debug)]
pub(super) enum Outgoing {
    /// The findings of a version of a document.
    Publish(lsp::Uri, Option<i32>, Vec<lsp::Diagnostic>),
    /// What is shown of open documents may have changed: ask again.
    Refresh,
}

/// Delivers until the owner is gone. Of several findings that wait for one document the last are sent.
pub(super) async fn deliver(client: Client, mut outbox: UnboundedReceiver<Outgoing>, refresh: Refresh) {
    while let Some(first) = outbox.recv().await {
        let mut waiting = vec![first];
        while let Ok(next) = outbox.try_recv() {
            waiting.push(next);
        }
        let mut stale = false;
        for at in 0..waiting.len() {
            let Outgoing::Publish(uri, ..) = &waiting[at] else {
                stale = true;
                continue;
            };
            let replaced =
                waiting[at + 1..].iter().any(|later| matches!(later, Outgoing::Publish(other, ..) if other == uri));
            if replaced {
                continue;
            }
            if let Outgoing::Publish(uri, version, diagnostics) = std::mem::replace(&mut waiting[at], Outgoing::Refresh)
            {
                client.publish_diagnostics(uri, diagnostics, version).await;
            }
        }
        if stale {
            tokio::spawn(tokio::time::timeout(PATIENCE, ask_again(client.clone(), refresh)));
        }
    }
}

/// Tells the client to ask again for what it can ask for again.
async fn ask_again(client: Client, refresh: Refresh) {
    // An error is an answer too: the client knows then.
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

/// Tells how far some work has come, as long as it goes on: steps done of all. Work that never tells of a step is not
/// told of.
pub(super) async fn progress(client: Client, token: String, mut steps: UnboundedReceiver<(usize, usize)>) {
    if steps.recv().await.is_none() {
        return;
    }
    let token = lsp::ProgressToken::String(token);
    let asked = tokio::time::timeout(PATIENCE, client.create_work_done_progress(token.clone())).await;
    if !matches!(asked, Ok(Ok(()))) {
        return;
    }
    let told = client.progress(token, "copydesk").with_message("reading articles").with_percentage(0);
    let told = told.with_cancel_button().begin().await;
    while let Some((done, all)) = steps.recv().await {
        told.report_with_message(format!("reading articles: {done} of {all}"), (done * 100 / all.max(1)) as u32, None)
            .await;
    }
    told.finish().await;
}

/// A piece of an answer that comes before the end of it.
enum Piece {}

impl Notification for Piece {
    type Params = Value;
    const METHOD: &'static str = "$/progress";
}

/// Says nothing: whoever does not know a message that begins with `$/` passes it over.
enum Nothing {}

impl Notification for Nothing {
    type Params = Value;
    const METHOD: &'static str = "$/copydesk/told";
}

/// Tells the pieces of an answer under the token that the client has given for them, until there are no more. When this
/// ends, all of them are on the wire: the answer itself cannot overtake them.
pub(super) async fn pieces(
    client: &Client,
    token: Option<lsp::ProgressToken>,
    mut pieces: UnboundedReceiver<Vec<lsp::WorkspaceDocumentDiagnosticReport>>,
) {
    let Some(token) = token else { return };
    let piece = |items: Vec<lsp::WorkspaceDocumentDiagnosticReport>| json!({"token": token, "value": {"items": items}});
    let mut told = false;
    while let Some(items) = pieces.recv().await {
        client.send_notification::<Piece>(piece(items)).await;
        told = true;
    }
    // The way to the wire holds one message: when there is room for another, the last piece has left.
    if told {
        client.send_notification::<Nothing>(json!({})).await;
    }
}

/// Asks the client to make an edit.
pub(super) async fn apply(client: Client, edit: lsp::WorkspaceEdit) {
    let asked = tokio::time::timeout(PATIENCE, client.apply_edit(edit)).await;
    if !matches!(asked, Ok(Ok(lsp::ApplyWorkspaceEditResponse { applied: true, .. }))) {
        tracing::warn!("the client has not made the edit of a command");
    }
}

/// Asks the client to watch configurations, registries and articles.
pub(super) async fn watch(client: Client) {
    let watcher = lsp::FileSystemWatcher {
        glob_pattern: lsp::GlobPattern::String("**/*.{toml,actors,md,txt}".into()),
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

/// Ends the process when the client's process is gone: a client that was killed closes nothing.
#[cfg(unix)]
pub(super) async fn outlive_no_client(process: u32) {
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

/// Elsewhere the closed channel is the sign.
#[cfg(not(unix))]
pub(super) async fn outlive_no_client(_process: u32) {}
