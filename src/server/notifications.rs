//! The notifications of the client.

use super::message::Message;
use super::settings::{Preferences, overrides};
use super::uris::paths;
use serde::Deserialize;
use tower_lsp::jsonrpc::Request;
use tower_lsp::ls_types as lsp;

/// The effect of a notification.
pub(super) enum Notification {
    /// A message to the main loop.
    Message(Box<Message>),
    /// Stops the task with a progress token.
    CancelProgress(String),
    /// No effect.
    Ignored,
}

/// Reads a notification. `None` if it is not handled here.
pub(super) fn read(request: &Request) -> Option<Notification> {
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
            Message::WatchedFiles(params.changes.into_iter().map(|change| change.uri).collect())
        }),
        "workspace/didChangeConfiguration" => params(request).map(|params: lsp::DidChangeConfigurationParams| {
            Message::Settings(overrides(&params.settings), Preferences::of(&params.settings))
        }),
        "workspace/didChangeWorkspaceFolders" => params(request).map(|params: lsp::DidChangeWorkspaceFoldersParams| {
            Message::Folders { added: paths(&params.event.added), removed: paths(&params.event.removed) }
        }),
        // Documents are kept as the editor has them, so saving changes nothing.
        "textDocument/didSave" | "textDocument/willSave" => return Some(Notification::Ignored),
        // The service underneath does not know this method. The tokens of our own progress are strings.
        "window/workDoneProgress/cancel" => {
            let token = request.params().and_then(|params| params.get("token")?.as_str());
            return Some(token.map_or(Notification::Ignored, |token| Notification::CancelProgress(token.to_owned())));
        }
        _ => return None,
    };
    if message.is_none() {
        tracing::warn!("{} without readable parameters; ignored", request.method());
    }
    Some(message.map_or(Notification::Ignored, |message| Notification::Message(Box::new(message))))
}

// The protocol has integers as versions. Some clients send `null`, and their edits must not be lost.

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

/// A version. `None` if it is not an integer.
fn version<'de, D: serde::Deserializer<'de>>(value: D) -> Result<Option<i32>, D::Error> {
    let value = serde_json::Value::deserialize(value)?;
    Ok(value.as_i64().and_then(|version| version.try_into().ok()))
}

fn params<T: serde::de::DeserializeOwned>(request: &Request) -> Option<T> {
    T::deserialize(request.params()?).ok()
}
