//! The table of requests. A request is one file in `handlers/`, with its `mod` line, and one line here.
//!
//! The line defines the route of the method, the stage of the document that the handler waits for, and the projects that it
//! uses. The file has the handler and its server capability.
//!
//! `tower_lsp::LanguageServer` registers a default for each method of the protocol, and a custom method cannot replace it.
//! So the handlers are registered under routes of their own (`$/` and the method), and [`super::ingress`] routes each request.

use super::handlers;
use super::session::Session;
use super::settings::ClientCapabilities;
use tower_lsp::LspServiceBuilder;
use tower_lsp::ls_types as lsp;

/// The stage that a handler waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WaitsFor {
    /// No document.
    Nothing,
    /// The names and dates of the document.
    Analysis,
    /// The same at the position of the request.
    Position,
    /// The findings of the document.
    Findings,
}

/// The context of a handler in addition to the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sees {
    /// Nothing.
    Document,
    /// The open documents that depend on the document.
    Related,
    /// The project of the document; all projects if the request names no document.
    Projects,
}

/// A request of the protocol.
pub(super) struct RequestKind {
    /// The method of the protocol.
    pub(super) method: &'static str,
    /// The method under which the handler is registered. Clients cannot use it: a request with `$/` is refused.
    pub(super) route: &'static str,
    pub(super) waits_for: WaitsFor,
    pub(super) sees: Sees,
    /// Adds its part to the server capabilities.
    advertise: fn(&mut lsp::ServerCapabilities, ClientCapabilities),
}

macro_rules! requests {
    ($($method:literal => handlers::$handler:ident, $waits_for:ident, $sees:ident;)*) => {
        /// All requests that have a handler.
        static REQUESTS: &[RequestKind] = &[$(RequestKind {
            method: $method,
            route: concat!("$/", $method),
            waits_for: WaitsFor::$waits_for,
            sees: Sees::$sees,
            advertise: handlers::$handler::advertise,
        },)*];

        /// Registers the handlers.
        pub(super) fn register(service: LspServiceBuilder<Session>) -> LspServiceBuilder<Session> {
            service$(.custom_method(concat!("$/", $method), handlers::$handler::handle))*
        }
    };
}

requests! {
    "textDocument/diagnostic"                => handlers::diagnostic,            Findings, Related;
    "textDocument/hover"                     => handlers::hover,                 Position, Document;
    "textDocument/completion"                => handlers::completion,            Position, Document;
    "completionItem/resolve"                 => handlers::completion_resolve,    Analysis, Document;
    "textDocument/definition"                => handlers::definition,            Position, Document;
    "textDocument/declaration"               => handlers::declaration,           Position, Document;
    "textDocument/typeDefinition"            => handlers::type_definition,       Position, Document;
    "textDocument/documentSymbol"            => handlers::document_symbol,       Analysis, Document;
    "textDocument/references"                => handlers::references,            Position, Projects;
    "textDocument/documentHighlight"         => handlers::document_highlight,    Position, Document;
    "textDocument/linkedEditingRange"        => handlers::linked_editing_range,  Position, Document;
    "textDocument/prepareRename"             => handlers::prepare_rename,        Position, Document;
    "textDocument/rename"                    => handlers::rename,                Position, Projects;
    "textDocument/foldingRange"              => handlers::folding_range,         Analysis, Document;
    "textDocument/selectionRange"            => handlers::selection_range,       Position, Document;
    "textDocument/documentLink"              => handlers::document_link,         Analysis, Document;
    "documentLink/resolve"                   => handlers::document_link_resolve, Analysis, Document;
    "textDocument/inlayHint"                 => handlers::inlay_hint,            Findings, Document;
    "textDocument/semanticTokens/full"       => handlers::semantic_tokens_full,  Findings, Document;
    "textDocument/semanticTokens/full/delta" => handlers::semantic_tokens_delta, Findings, Document;
    "textDocument/semanticTokens/range"      => handlers::semantic_tokens_range, Findings, Document;
    "textDocument/willSaveWaitUntil"         => handlers::will_save_wait_until,  Findings, Document;
    "textDocument/codeLens"                  => handlers::code_lens,             Analysis, Document;
    "codeLens/resolve"                       => handlers::code_lens_resolve,     Nothing,  Projects;
    "textDocument/codeAction"                => handlers::code_action,           Findings, Projects;
    "codeAction/resolve"                     => handlers::code_action_resolve,   Findings, Projects;
    "workspace/symbol"                       => handlers::workspace_symbol,      Nothing,  Projects;
    "workspace/executeCommand"               => handlers::execute_command,       Analysis, Projects;
    "workspace/diagnostic"                   => handlers::workspace_diagnostic,  Nothing,  Projects;
}

/// The request of a method.
pub(super) fn find(method: &str) -> Option<&'static RequestKind> {
    REQUESTS.iter().find(|request| request.method == method)
}

/// Adds the part of each request to the server capabilities.
pub(super) fn advertise(capabilities: &mut lsp::ServerCapabilities, client: ClientCapabilities) {
    for request in REQUESTS {
        (request.advertise)(capabilities, client);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_method_has_one_line() {
        let methods: BTreeSet<&str> = REQUESTS.iter().map(|request| request.method).collect();
        assert_eq!(methods.len(), REQUESTS.len());
        assert_eq!(find("textDocument/hover").map(|request| request.route), Some("$/textDocument/hover"));
        assert!(find("$/textDocument/hover").is_none());
    }

    #[test]
    fn diagnostics_are_offered_to_a_client_that_pulls_them() {
        let offered = |pull: bool| {
            let mut capabilities = lsp::ServerCapabilities::default();
            advertise(&mut capabilities, ClientCapabilities { pull, ..ClientCapabilities::default() });
            capabilities
        };
        assert!(offered(true).diagnostic_provider.is_some());
        assert!(offered(false).diagnostic_provider.is_none());
        assert!(offered(false).hover_provider.is_some());
    }
}
