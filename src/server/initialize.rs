//! The start and the end of a session.

use super::capabilities::server_capabilities;
use super::client;
use super::message::Message;
use super::session::Session;
use super::settings::{ClientCapabilities, Preferences, overrides};
use super::uris::{file_of, paths};
use std::path::PathBuf;
use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

impl LanguageServer for Session {
    async fn initialize(&self, params: lsp::InitializeParams) -> Result<lsp::InitializeResult> {
        let settings = params.initialization_options.as_ref();
        let capabilities =
            self.set_capabilities(ClientCapabilities::of(&params.capabilities, settings, params.locale.as_deref()));
        self.send(Message::Start {
            capabilities,
            folders: folders(&params),
            overrides: settings.map(overrides).unwrap_or_default(),
            preferences: settings.map(Preferences::of).unwrap_or_default(),
        });
        if let Some(process) = params.process_id {
            tokio::spawn(client::exit_with_client(process));
        }
        self.start_delivery();
        Ok(lsp::InitializeResult {
            capabilities: server_capabilities(capabilities),
            server_info: Some(lsp::ServerInfo {
                name: "copydesk".into(),
                version: Some(env!("CARGO_PKG_VERSION").into()),
            }),
            ..lsp::InitializeResult::default()
        })
    }

    async fn initialized(&self, _: lsp::InitializedParams) {
        if self.capabilities().watch {
            tokio::spawn(client::watch(self.client.clone()));
        }
    }

    async fn shutdown(&self) -> Result<()> {
        self.shut_down();
        Ok(())
    }
}

/// The workspace folders.
#[expect(deprecated, reason = "older clients send nothing else")]
fn folders(params: &lsp::InitializeParams) -> Vec<PathBuf> {
    match &params.workspace_folders {
        Some(folders) => paths(folders),
        None => params.root_uri.iter().filter_map(file_of).collect(),
    }
}
