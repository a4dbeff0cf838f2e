//! A server that keeps the text of a document and publishes one diagnostic for each version.

use ropey::Rope;
use tokio::sync::Mutex;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;
use tower_lsp::{Client, LanguageServer, LspService, Server};

struct Empty {
    client: Client,
    text: Mutex<Rope>,
}

impl LanguageServer for Empty {
    async fn initialize(&self, _: lsp::InitializeParams) -> Result<lsp::InitializeResult> {
        let sync = lsp::TextDocumentSyncCapability::Kind(lsp::TextDocumentSyncKind::INCREMENTAL);
        let capabilities = lsp::ServerCapabilities { text_document_sync: Some(sync), ..Default::default() };
        Ok(lsp::InitializeResult { capabilities, ..Default::default() })
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, opened: lsp::DidOpenTextDocumentParams) {
        let document = opened.text_document;
        *self.text.lock().await = Rope::from_str(&document.text);
        self.publish(document.uri, document.version).await;
    }

    async fn did_change(&self, changed: lsp::DidChangeTextDocumentParams) {
        {
            let mut text = self.text.lock().await;
            for change in changed.content_changes {
                let Some(range) = change.range else { continue };
                let at = |place: lsp::Position| {
                    let line = place.line as usize;
                    text.line_to_char(line) + text.line(line).utf16_cu_to_char(place.character as usize)
                };
                let (start, end) = (at(range.start), at(range.end));
                text.remove(start..end);
                text.insert(start, &change.text);
            }
        }
        self.publish(changed.text_document.uri, changed.text_document.version).await;
    }
}

impl Empty {
    async fn publish(&self, uri: lsp::Uri, version: i32) {
        let diagnostic = lsp::Diagnostic { message: "one diagnostic".to_owned(), ..Default::default() };
        self.client.publish_diagnostics(uri, vec![diagnostic], Some(version)).await;
    }
}

/// Serves standard input and output until the client ends.
pub fn run() -> std::result::Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| error.to_string())?.block_on(async {
        let (service, socket) = LspService::new(|client| Empty { client, text: Mutex::new(Rope::new()) });
        Server::new(tokio::io::stdin(), tokio::io::stdout(), socket).serve(service).await;
    });
    Ok(())
}
