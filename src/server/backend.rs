//! The requests of the protocol: each gets the snapshot that it was promised, asks a feature, and converts the answer.

use super::contain;
use super::convert;
use super::document::Snapshot;
use super::ordered::place;
use super::outbox::{self, Outgoing};
use super::owner::{Answer, Message};
use super::settings::{Abilities, insist};
use crate::actors::Lookup;
use crate::analysis::Analysis;
use crate::ide;
use crate::text::Encoding;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, OnceLock};
use tokio::sync::mpsc::UnboundedReceiver;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types as lsp;
use tower_lsp::{Client, LanguageServer};

/// The kind of the action that makes all safe repairs.
const FIX_ALL: &str = "source.fixAll.copydesk";

/// Answers requests.
pub(super) struct Backend {
    client: Client,
    owner: Sender<Message>,
    /// What is to be told, until somebody is there to be told.
    outbox: Mutex<Option<UnboundedReceiver<Outgoing>>>,
    abilities: OnceLock<Abilities>,
    left: Arc<AtomicBool>,
}

impl Backend {
    pub(super) fn new(
        client: Client,
        owner: Sender<Message>,
        outbox: UnboundedReceiver<Outgoing>,
        left: Arc<AtomicBool>,
    ) -> Self {
        Self { client, owner, outbox: Mutex::new(Some(outbox)), abilities: OnceLock::new(), left }
    }

    fn abilities(&self) -> Abilities {
        self.abilities.get().copied().unwrap_or_default()
    }
}

/// The snapshot that the request at hand was promised.
async fn snapshot() -> Answer {
    match place() {
        Some(place) => place.await.unwrap_or_else(|_| Err(Error::internal_error())),
        None => Err(Error::invalid_params("the request names no document")),
    }
}

/// What a feature says of the article that the request at hand is about; nothing where the document is no article.
async fn of_article<T>(what: &str, ask: impl FnOnce(&Snapshot, &Analysis) -> Option<T>) -> Result<Option<T>> {
    let snapshot = snapshot().await?;
    let Some(analysis) = snapshot.analysis.clone() else { return Ok(None) };
    contain(what, || ask(&snapshot, &analysis))
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: lsp::InitializeParams) -> Result<lsp::InitializeResult> {
        let abilities = Abilities::of(&params.capabilities);
        let abilities = *self.abilities.get_or_init(|| abilities);
        let insist = params.initialization_options.as_ref().map(insist).unwrap_or_default();
        let _ = self.owner.send(Message::Start { abilities, folder: folder(&params), insist });
        if let Some(process) = params.process_id {
            tokio::spawn(outbox::outlive_no_client(process));
        }
        let outbox = self.outbox.lock().ok().and_then(|mut outbox| outbox.take());
        if let Some(outbox) = outbox {
            tokio::spawn(outbox::deliver(self.client.clone(), outbox, abilities.refresh));
        }
        Ok(lsp::InitializeResult {
            capabilities: capabilities(abilities),
            server_info: Some(lsp::ServerInfo {
                name: "copydesk".into(),
                version: Some(env!("CARGO_PKG_VERSION").into()),
            }),
            ..lsp::InitializeResult::default()
        })
    }

    async fn initialized(&self, _: lsp::InitializedParams) {
        if self.abilities().watch {
            tokio::spawn(outbox::watch(self.client.clone()));
        }
    }

    async fn shutdown(&self) -> Result<()> {
        self.left.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn diagnostic(&self, params: lsp::DocumentDiagnosticParams) -> Result<lsp::DocumentDiagnosticReportResult> {
        let snapshot = snapshot().await?;
        let id = format!("{}.{}", snapshot.generation, snapshot.version);
        let report = if params.previous_result_id.as_deref() == Some(id.as_str()) {
            lsp::DocumentDiagnosticReport::Unchanged(lsp::RelatedUnchangedDocumentDiagnosticReport {
                related_documents: None,
                unchanged_document_diagnostic_report: lsp::UnchangedDocumentDiagnosticReport { result_id: id },
            })
        } else {
            let items = contain("diagnostics", || convert::diagnostics(&snapshot, self.abilities().related))?;
            lsp::DocumentDiagnosticReport::Full(lsp::RelatedFullDocumentDiagnosticReport {
                related_documents: None,
                full_document_diagnostic_report: lsp::FullDocumentDiagnosticReport { result_id: Some(id), items },
            })
        };
        Ok(lsp::DocumentDiagnosticReportResult::Report(report))
    }

    async fn hover(&self, params: lsp::HoverParams) -> Result<Option<lsp::Hover>> {
        let at = params.text_document_position_params.position;
        of_article("hover", |snapshot, analysis| {
            let hover = ide::hover(analysis, snapshot.offset(at))?;
            let range = Some(snapshot.range(hover.range));
            Some(lsp::Hover { contents: lsp::HoverContents::Markup(convert::markdown(hover.markdown)), range })
        })
        .await
    }

    async fn completion(&self, params: lsp::CompletionParams) -> Result<Option<lsp::CompletionResponse>> {
        let at = params.text_document_position.position;
        of_article("completion", |snapshot, analysis| {
            let found = ide::complete(analysis, snapshot.offset(at));
            let items =
                found.into_iter().enumerate().map(|(nth, item)| convert::completion(snapshot, item, nth)).collect();
            // More typing can bring names that the first letters did not.
            Some(lsp::CompletionResponse::List(lsp::CompletionList { is_incomplete: true, items }))
        })
        .await
    }

    async fn completion_resolve(&self, item: lsp::CompletionItem) -> Result<lsp::CompletionItem> {
        let id = item.data.as_ref().and_then(|data| data.get("actor")).and_then(|id| id.as_str()).map(str::to_owned);
        let Some(id) = id else { return Ok(item) };
        let card = of_article("completion", |_, analysis| match analysis.registry().lookup(&id) {
            Lookup::Found(actor) | Lookup::Merged(actor) => Some(ide::actor_card(analysis, actor)),
            Lookup::Missing => None,
        });
        // A document that has been closed meanwhile leaves the item as it is.
        let card = card.await.ok().flatten();
        let documentation = card.map(|card| lsp::Documentation::MarkupContent(convert::markdown(card)));
        Ok(lsp::CompletionItem { documentation, ..item })
    }

    async fn goto_definition(&self, params: lsp::GotoDefinitionParams) -> Result<Option<lsp::GotoDefinitionResponse>> {
        let at = params.text_document_position_params.position;
        let abilities = self.abilities();
        of_article("definition", |snapshot, analysis| {
            let place = ide::goto_definition(analysis, snapshot.offset(at))?;
            let files = &analysis.registry().files;
            let file = place.path.as_ref().and_then(|path| files.iter().find(|file| file.path == *path));
            convert::definition(snapshot, &place, file.map(|file| file.text.as_str()), abilities)
        })
        .await
    }

    async fn document_symbol(&self, _: lsp::DocumentSymbolParams) -> Result<Option<lsp::DocumentSymbolResponse>> {
        let tree = self.abilities().symbol_tree;
        of_article("outline", |snapshot, analysis| Some(convert::outline(snapshot, &ide::symbols(analysis), tree)))
            .await
    }

    async fn code_action(&self, params: lsp::CodeActionParams) -> Result<Option<lsp::CodeActionResponse>> {
        let snapshot = snapshot().await?;
        let abilities = self.abilities();
        let wanted = |kind: &str| match &params.context.only {
            // An editor asks for source actions by name; a list of quick fixes is no place for them.
            None => kind == "quickfix",
            Some(only) => only.iter().any(|only| {
                kind == only.as_str() || kind.strip_prefix(only.as_str()).is_some_and(|rest| rest.starts_with('.'))
            }),
        };
        contain("code actions", || {
            let findings = snapshot.findings.as_deref().unwrap_or_default();
            let mut out = Vec::new();
            if wanted("quickfix") {
                let offered = ide::actions(findings, snapshot.bytes(params.range));
                out.extend(offered.iter().map(|action| convert::quick_fix(&snapshot, action, abilities)));
            }
            if wanted(FIX_ALL) {
                out.extend(ide::fix_all(findings).map(|edits| {
                    lsp::CodeActionOrCommand::CodeAction(lsp::CodeAction {
                        title: "Make all safe repairs".into(),
                        kind: Some(FIX_ALL.into()),
                        edit: Some(convert::workspace_edit(&snapshot, &edits, abilities)),
                        ..lsp::CodeAction::default()
                    })
                }));
            }
            Some(out)
        })
    }
}

/// The first folder of the workspace.
#[expect(deprecated, reason = "older clients send nothing else")]
fn folder(params: &lsp::InitializeParams) -> Option<PathBuf> {
    let first = params.workspace_folders.as_ref().and_then(|folders| folders.first()).map(|folder| &folder.uri);
    let uri = first.or(params.root_uri.as_ref())?;
    uri.to_file_path().map(std::borrow::Cow::into_owned)
}

fn capabilities(abilities: Abilities) -> lsp::ServerCapabilities {
    let pull = lsp::DiagnosticServerCapabilities::Options(lsp::DiagnosticOptions {
        identifier: Some(convert::SOURCE.into()),
        // A change of the registry changes the findings of every article.
        inter_file_dependencies: true,
        workspace_diagnostics: false,
        ..lsp::DiagnosticOptions::default()
    });
    lsp::ServerCapabilities {
        position_encoding: Some(match abilities.encoding {
            Encoding::Utf8 => lsp::PositionEncodingKind::UTF8,
            Encoding::Utf16 => lsp::PositionEncodingKind::UTF16,
            Encoding::Utf32 => lsp::PositionEncodingKind::UTF32,
        }),
        text_document_sync: Some(lsp::TextDocumentSyncCapability::Options(lsp::TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(lsp::TextDocumentSyncKind::INCREMENTAL),
            ..lsp::TextDocumentSyncOptions::default()
        })),
        diagnostic_provider: abilities.pull.then_some(pull),
        hover_provider: Some(lsp::HoverProviderCapability::Simple(true)),
        completion_provider: Some(lsp::CompletionOptions {
            trigger_characters: Some(["[", "(", ":", "@"].map(str::to_owned).to_vec()),
            resolve_provider: Some(true),
            ..lsp::CompletionOptions::default()
        }),
        definition_provider: Some(lsp::OneOf::Left(true)),
        document_symbol_provider: Some(lsp::OneOf::Left(true)),
        code_action_provider: Some(lsp::CodeActionProviderCapability::Options(lsp::CodeActionOptions {
            code_action_kinds: Some(vec![lsp::CodeActionKind::QUICKFIX, FIX_ALL.into()]),
            ..lsp::CodeActionOptions::default()
        })),
        ..lsp::ServerCapabilities::default()
    }
}
