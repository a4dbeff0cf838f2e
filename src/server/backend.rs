//! The requests of the protocol: each gets the snapshot that it was promised, asks a feature, and converts the answer.

use super::asked::{of_article, of_document, related, seen, snapshot, world};
use super::capabilities::capabilities;
use super::closed::{Closed, Nested};
use super::code_actions;
use super::commands;
use super::contain;
use super::convert;
use super::document::Snapshot;
use super::library::{Found, Library, Step};
use super::navigation;
use super::ordered::{paths, worlds};
use super::outbox::{self, Outgoing};
use super::owner::{Message, Whose, World, is_same_home};
use super::pulled::{self, Told};
use super::repairs;
use super::settings::{Abilities, Preferences, insist};
use super::structure::{self, OUTLINED};
use super::tokens;
use super::uris::{file_of, is_writable};
use super::work::{Shared, UnderWay, Worker};
use crate::actors::Lookup;
use crate::ide::{self, Renamed};
use crate::text::TextRange;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, OnceLock};
use tokio::sync::mpsc::UnboundedReceiver;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types as lsp;
use tower_lsp::{Client, LanguageServer};

/// The command that lists the mentions of an entry: an editor makes it out of what it has.
const SHOW_REFERENCES: &str = "copydesk.showReferences";
/// How many headlines are listed.
const HEADLINES: usize = 100;

/// Answers requests.
pub(super) struct Backend {
    client: Client,
    owner: Sender<Message>,
    /// What is to be told, until somebody is there to be told.
    outbox: Mutex<Option<UnboundedReceiver<Outgoing>>>,
    abilities: OnceLock<Abilities>,
    left: Arc<AtomicBool>,
    library: Shared<Library>,
    closed: Shared<Closed>,
    /// Apart from what is closed: whoever asks for it does not wait until all of that has been checked.
    nested: Shared<Nested>,
    /// One repair of all articles at a time.
    repairing: Shared<()>,
    worker: Worker,
    /// The names of the findings that the client was last told of each open document.
    told: Told,
    /// The semantic tokens that were last sent.
    tokens: tokens::Sent,
}

impl Backend {
    pub(super) fn new(
        client: Client,
        owner: Sender<Message>,
        outbox: UnboundedReceiver<Outgoing>,
        left: Arc<AtomicBool>,
        under_way: UnderWay,
    ) -> Self {
        let worker = Worker::new(client.clone(), under_way);
        Self {
            client,
            owner,
            outbox: Mutex::new(Some(outbox)),
            abilities: OnceLock::new(),
            left,
            library: Arc::default(),
            closed: Arc::default(),
            nested: Arc::default(),
            repairing: Arc::default(),
            worker,
            told: Told::default(),
            tokens: tokens::Sent::default(),
        }
    }

    /// Asks the library of who names whom.
    async fn ask_library<T: Send + 'static>(
        &self,
        what: &'static str,
        ask: impl FnOnce(&mut Library, Step<'_>) -> T + Send + 'static,
    ) -> Result<T> {
        self.worker.ask(&self.library, what, self.abilities().progress, ask).await
    }

    /// The articles that name one of some ids, with the world that they are in.
    async fn articles_naming(&self, ids: Vec<String>) -> Result<Option<(World, Vec<Found>)>> {
        let Some(world) = world().await else { return Ok(None) };
        let watched = self.abilities().watch;
        let sharing = self.sharing(&world).await?;
        let found = self.ask_library("references", move |library, step| {
            let mut found = library.find(&world, &ids, watched, step);
            found.extend(sharing.iter().flat_map(|other| library.find(other, &ids, watched, step)));
            (world, found)
        });
        found.await.map(Some)
    }

    /// The other worlds whose articles name actors of the same registry files: folders with a configuration of their own
    /// that names them too.
    async fn sharing(&self, world: &World) -> Result<Vec<World>> {
        let (reply, worlds) = tokio::sync::oneshot::channel();
        let _ = self.owner.send(Message::Worlds { whose: Whose::All, reply });
        let mut worlds = self.with_nested(worlds.await.unwrap_or_default()).await?;
        let shared = |other: &World| other.home.registry.iter().any(|file| world.home.registry.contains(file));
        worlds.retain(|other| !is_same_home(&other.home, &world.home) && shared(other));
        Ok(worlds)
    }

    /// The worlds of the workspace and of all that is open, as they were when the request at hand came off the wire, with
    /// those of folders inside that have a configuration of their own.
    async fn all_worlds(&self) -> Result<Vec<World>> {
        let worlds = match worlds() {
            Some(worlds) => worlds.await.unwrap_or_default(),
            None => Vec::new(),
        };
        self.with_nested(worlds).await
    }

    /// Worlds with those of the folders inside that have a configuration of their own.
    async fn with_nested(&self, worlds: Vec<World>) -> Result<Vec<World>> {
        let abilities = self.abilities();
        let looking = self.worker.ask(&self.nested, "folders", abilities.progress, move |nested: &mut Nested, _| {
            let folders = nested.folders(&worlds, abilities.watch);
            (worlds, folders)
        });
        let (mut worlds, folders) = looking.await?;
        if folders.is_empty() {
            return Ok(worlds);
        }
        let (reply, nested) = tokio::sync::oneshot::channel();
        let _ = self.owner.send(Message::Worlds { whose: Whose::Folders(folders), reply });
        for world in nested.await.unwrap_or_default() {
            if !worlds.iter().any(|known| is_same_home(&known.home, &world.home)) {
                worlds.push(world);
            }
        }
        Ok(worlds)
    }

    fn abilities(&self) -> Abilities {
        self.abilities.get().copied().unwrap_or_default()
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: lsp::InitializeParams) -> Result<lsp::InitializeResult> {
        let settings = params.initialization_options.as_ref();
        let abilities = *self.abilities.get_or_init(|| Abilities::of(&params.capabilities, settings));
        let _ = self.owner.send(Message::Start {
            abilities,
            folders: folders(&params),
            insist: settings.map(insist).unwrap_or_default(),
            preferences: settings.map(Preferences::of).unwrap_or_default(),
        });
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
        let related = related().await;
        let (told, abilities) = (self.told.clone(), self.abilities());
        let report = move |stop: &dyn Fn() -> bool| {
            let related = pulled::checked(related, stop);
            pulled::report(&snapshot, &related, params.previous_result_id.as_deref(), &told, abilities)
        };
        self.worker.at_once("diagnostics", report).await
    }

    async fn hover(&self, params: lsp::HoverParams) -> Result<Option<lsp::Hover>> {
        let at = params.text_document_position_params.position;
        let snapshot = snapshot().await?;
        contain("hover", || {
            let offset = snapshot.offset(at);
            let desk = &snapshot.home.desk;
            let hover = match (&snapshot.analysis, snapshot.entries_here()) {
                (Some(analysis), _) => ide::hover(analysis, offset)?,
                (_, Some(file)) => ide::hover_entry(&file, &desk.registry, &desk.config, offset)?,
                _ => return None,
            };
            let range = Some(snapshot.range(hover.range));
            Some(lsp::Hover {
                contents: lsp::HoverContents::Markup(convert::markdown(hover.markdown, self.abilities())),
                range,
            })
        })
    }

    async fn completion(&self, params: lsp::CompletionParams) -> Result<Option<lsp::CompletionResponse>> {
        let at = params.text_document_position.position;
        let snapshot = snapshot().await?;
        contain("completion", || {
            let offset = snapshot.offset(at);
            let desk = &snapshot.home.desk;
            let found = match (&snapshot.analysis, snapshot.entries_here()) {
                (Some(analysis), _) => ide::complete(analysis, offset),
                (_, Some(file)) => ide::complete_entry(&file, &desk.registry, &desk.config, offset),
                _ => return None,
            };
            let items =
                found.into_iter().enumerate().map(|(nth, item)| convert::completion(&snapshot, item, nth)).collect();
            // More typing can bring names that the first letters did not.
            Some(lsp::CompletionResponse::List(lsp::CompletionList { is_incomplete: true, items }))
        })
    }

    async fn completion_resolve(&self, item: lsp::CompletionItem) -> Result<lsp::CompletionItem> {
        let id = item.data.as_ref().and_then(|data| data.get("actor")).and_then(|id| id.as_str()).map(str::to_owned);
        let Some(id) = id else { return Ok(item) };
        // A document that has been closed meanwhile leaves the item as it is.
        let Ok(snapshot) = snapshot().await else { return Ok(item) };
        let card = contain("completion", || {
            let desk = &snapshot.home.desk;
            match (desk.registry.lookup(&id), &snapshot.analysis) {
                (Lookup::Found(actor) | Lookup::Merged(actor), Some(analysis)) => {
                    Some(ide::actor_card(analysis, actor))
                }
                (Lookup::Found(actor) | Lookup::Merged(actor), None) => {
                    let language = desk.config.language.unwrap_or_default();
                    Some(ide::entry_card(desk.registry.actor(actor), language, &desk.config, None))
                }
                (Lookup::Missing, _) => None,
            }
        })?;
        let documentation =
            card.map(|card| lsp::Documentation::MarkupContent(convert::markdown(card, self.abilities())));
        Ok(lsp::CompletionItem { documentation, ..item })
    }

    async fn goto_definition(&self, params: lsp::GotoDefinitionParams) -> Result<Option<lsp::GotoDefinitionResponse>> {
        let at = params.text_document_position_params.position;
        let abilities = self.abilities();
        let snapshot = snapshot().await?;
        // A registry file that a built registry stands for is read to find the line, on a thread that may wait.
        let found = tokio::task::spawn_blocking(move || {
            contain("definition", || {
                let offset = snapshot.offset(at);
                if let Some((origin, twin)) = structure::twin_at(&snapshot, offset) {
                    return Some(convert::whole_file(&snapshot, origin, twin, abilities));
                }
                let registry = &snapshot.home.desk.registry;
                let place = match (&snapshot.analysis, snapshot.entries_here()) {
                    (Some(analysis), _) => ide::goto_definition(analysis, offset)?,
                    (_, Some(file)) => ide::goto_entry(&file, registry, offset)?,
                    _ => return None,
                };
                let file = place.path.as_ref().and_then(|path| registry.files.iter().find(|file| file.path == *path));
                let text = file.and_then(|file| navigation::text_of(file));
                convert::definition(&snapshot, &place, text.as_deref(), abilities)
            })
        });
        found.await.map_err(|_| Error::internal_error())?
    }

    async fn goto_declaration(
        &self,
        params: lsp::request::GotoDeclarationParams,
    ) -> Result<Option<lsp::request::GotoDeclarationResponse>> {
        self.goto_definition(params).await
    }

    async fn goto_type_definition(
        &self,
        params: lsp::request::GotoTypeDefinitionParams,
    ) -> Result<Option<lsp::request::GotoTypeDefinitionResponse>> {
        self.goto_definition(params).await
    }

    async fn document_symbol(&self, _: lsp::DocumentSymbolParams) -> Result<Option<lsp::DocumentSymbolResponse>> {
        let tree = self.abilities().symbol_tree;
        of_document(&self.worker, "outline", move |snapshot| {
            let language = snapshot.home.desk.config.language.unwrap_or_default();
            let symbols = match (&snapshot.analysis, &snapshot.entries) {
                (Some(analysis), _) => ide::symbols(analysis),
                (_, Some(file)) if file.actors.len() <= OUTLINED => ide::entry_symbols(file, language),
                _ => return None,
            };
            Some(convert::outline(snapshot, &symbols, tree))
        })
        .await
    }

    async fn references(&self, params: lsp::ReferenceParams) -> Result<Option<Vec<lsp::Location>>> {
        let at = params.text_document_position.position;
        let Some(snapshot) = seen().await? else { return Ok(None) };
        let Some(subject) = contain("references", || navigation::subject(&snapshot, at))? else { return Ok(None) };
        let Some((world, articles)) = self.articles_naming(subject.ids.clone()).await? else { return Ok(None) };
        let (encoding, declared) = (snapshot.encoding, params.context.include_declaration);
        let listed = self.ask_library("references", move |_, _| {
            navigation::references(&world, &subject, &articles, declared, encoding)
        });
        listed.await.map(Some)
    }

    async fn document_highlight(
        &self,
        params: lsp::DocumentHighlightParams,
    ) -> Result<Option<Vec<lsp::DocumentHighlight>>> {
        let at = params.text_document_position_params.position;
        let Some(snapshot) = seen().await? else { return Ok(None) };
        contain("highlights", || {
            let ranges = match (&snapshot.analysis, &snapshot.entries) {
                (Some(analysis), _) => ide::highlights(analysis, snapshot.offset(at)),
                (_, Some(file)) => ide::places_in_registry(file, &navigation::subject(&snapshot, at)?, true),
                _ => return None,
            };
            let highlight = |range: TextRange| lsp::DocumentHighlight { range: snapshot.range(range), kind: None };
            Some(ranges.into_iter().map(highlight).collect())
        })
    }

    async fn linked_editing_range(
        &self,
        params: lsp::LinkedEditingRangeParams,
    ) -> Result<Option<lsp::LinkedEditingRanges>> {
        let at = params.text_document_position_params.position;
        of_article(&self.worker, "linked editing", move |snapshot, analysis| {
            let ranges = ide::linked_labels(analysis, snapshot.offset(at));
            let ranges: Vec<lsp::Range> = ranges.into_iter().map(|range| snapshot.range(range)).collect();
            // A label is anything but brackets and line breaks.
            let word_pattern = Some(r"[^\[\]\r\n]+".to_owned());
            (!ranges.is_empty()).then_some(lsp::LinkedEditingRanges { ranges, word_pattern })
        })
        .await
    }

    async fn prepare_rename(
        &self,
        params: lsp::TextDocumentPositionParams,
    ) -> Result<Option<lsp::PrepareRenameResponse>> {
        let Some(snapshot) = seen().await? else { return Ok(None) };
        let renaming = contain("renaming", || navigation::renaming(&snapshot, params.position))?;
        // What shows another version of a file keeps its labels.
        let renaming = renaming.filter(|found| is_writable(&snapshot.uri) || matches!(found.what, Renamed::Actor(_)));
        Ok(renaming.map(|renaming| lsp::PrepareRenameResponse::RangeWithPlaceholder {
            range: snapshot.range(renaming.range),
            placeholder: renaming.name,
        }))
    }

    async fn rename(&self, params: lsp::RenameParams) -> Result<Option<lsp::WorkspaceEdit>> {
        let at = params.text_document_position.position;
        let new = params.new_name;
        let abilities = self.abilities();
        let Some(snapshot) = seen().await? else { return Ok(None) };
        let renaming = contain("renaming", || navigation::renaming(&snapshot, at))?;
        let renaming = renaming.filter(|found| is_writable(&snapshot.uri) || matches!(found.what, Renamed::Actor(_)));
        let Some(renaming) = renaming else { return Ok(None) };
        if let Some(edits) =
            contain("renaming", || navigation::rename_label(&snapshot, &renaming.what, &new, abilities))??
        {
            return Ok(Some(convert::workspace_edit(&snapshot, &edits, abilities)));
        }
        let Renamed::Actor(subject) = renaming.what else { return Ok(None) };
        if new == subject.id {
            return Ok(None);
        }
        if let Some(refused) = navigation::refuse_id(&snapshot.home.desk.registry, &subject, &new, abilities) {
            return Err(refused);
        }
        let Some((world, articles)) = self.articles_naming(vec![subject.id.clone()]).await? else { return Ok(None) };
        let encoding = snapshot.encoding;
        let edit = self.ask_library("renaming", move |_, _| {
            navigation::rename(&world, &subject, &articles, &new, encoding, abilities)
        });
        edit.await?.map(Some)
    }

    async fn folding_range(&self, _: lsp::FoldingRangeParams) -> Result<Option<Vec<lsp::FoldingRange>>> {
        of_document(&self.worker, "folding", structure::folds).await
    }

    async fn selection_range(&self, params: lsp::SelectionRangeParams) -> Result<Option<Vec<lsp::SelectionRange>>> {
        let grow = move |snapshot: &Snapshot| Some(structure::selections(snapshot, &params.positions));
        of_document(&self.worker, "selections", grow).await
    }

    async fn document_link(&self, _: lsp::DocumentLinkParams) -> Result<Option<Vec<lsp::DocumentLink>>> {
        of_document(&self.worker, "links", structure::links).await
    }

    async fn document_link_resolve(&self, link: lsp::DocumentLink) -> Result<lsp::DocumentLink> {
        let id = link.data.as_ref().and_then(|data| data.get("id")?.as_str().map(str::to_owned));
        let (Some(id), Some(snapshot)) = (id, seen().await?) else { return Ok(link) };
        let found =
            tokio::task::spawn_blocking(move || contain("links", || structure::entry_address(&snapshot, &id))).await;
        let target = found.map_err(|_| Error::internal_error())??;
        Ok(lsp::DocumentLink { target, ..link })
    }

    async fn inlay_hint(&self, params: lsp::InlayHintParams) -> Result<Option<Vec<lsp::InlayHint>>> {
        let abilities = self.abilities();
        let hints = move |snapshot: &Snapshot| structure::hints(snapshot, params.range, abilities);
        of_document(&self.worker, "hints", hints).await
    }

    async fn semantic_tokens_full(
        &self,
        params: lsp::SemanticTokensParams,
    ) -> Result<Option<lsp::SemanticTokensResult>> {
        let data = of_document(&self.worker, "tokens", |snapshot| tokens::of_snapshot(snapshot, None)).await?;
        Ok(data.map(|data| {
            let result_id = Some(self.tokens.keep(&params.text_document.uri, &data));
            lsp::SemanticTokensResult::Tokens(lsp::SemanticTokens { result_id, data })
        }))
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: lsp::SemanticTokensDeltaParams,
    ) -> Result<Option<lsp::SemanticTokensFullDeltaResult>> {
        let uri = &params.text_document.uri;
        let data = of_document(&self.worker, "tokens", |snapshot| tokens::of_snapshot(snapshot, None)).await?;
        Ok(data.map(|data| {
            let old = self.tokens.of(uri, &params.previous_result_id);
            let result_id = Some(self.tokens.keep(uri, &data));
            match old {
                Some(old) => lsp::SemanticTokensFullDeltaResult::TokensDelta(lsp::SemanticTokensDelta {
                    result_id,
                    edits: tokens::change(&old, &data),
                }),
                None => lsp::SemanticTokensFullDeltaResult::Tokens(lsp::SemanticTokens { result_id, data }),
            }
        }))
    }

    async fn semantic_tokens_range(
        &self,
        params: lsp::SemanticTokensRangeParams,
    ) -> Result<Option<lsp::SemanticTokensRangeResult>> {
        let data =
            of_document(&self.worker, "tokens", move |snapshot| tokens::of_snapshot(snapshot, Some(params.range)))
                .await?;
        Ok(data.map(|data| lsp::SemanticTokens { result_id: None, data }.into()))
    }

    async fn will_save_wait_until(
        &self,
        params: lsp::WillSaveTextDocumentParams,
    ) -> Result<Option<Vec<lsp::TextEdit>>> {
        let by_hand = params.reason == lsp::TextDocumentSaveReason::MANUAL;
        let snapshot = snapshot().await?;
        if !by_hand || !snapshot.preferences.fix_on_save || !is_writable(&snapshot.uri) {
            return Ok(None);
        }
        let repaired = self.worker.compute("saving", move |_| {
            let repaired = ide::fix_all(snapshot.analysis.as_ref()?)?;
            Some(convert::text_edits(&snapshot, &repaired.edits))
        });
        repaired.await
    }

    async fn code_lens(&self, _: lsp::CodeLensParams) -> Result<Option<Vec<lsp::CodeLens>>> {
        of_document(&self.worker, "code lenses", structure::lenses).await
    }

    async fn code_lens_resolve(&self, lens: lsp::CodeLens) -> Result<lsp::CodeLens> {
        let data = |key: &str| Some(lens.data.as_ref()?.get(key)?.as_str()?.to_owned());
        let (Some(id), Some(uri)) = (data("id"), data("uri")) else { return Ok(lens) };
        let Some(world) = world().await else { return Ok(lens) };
        let watched = self.abilities().watch;
        let sharing = self.sharing(&world).await?;
        let count = self.ask_library("code lenses", move |library, step| {
            let ids = ide::subject_of(&world.home.desk.registry, &id, TextRange::default()).ids;
            let counts = std::iter::once(&world).chain(&sharing).map(|world| library.count(world, &ids, watched, step));
            counts.fold((0, 0), |(mentions, articles), (more, others)| (mentions + more, articles + others))
        });
        let command = lsp::Command {
            title: navigation::counted(count.await?),
            command: SHOW_REFERENCES.into(),
            arguments: Some(vec![uri.into(), serde_json::json!(lens.range.start)]),
        };
        Ok(lsp::CodeLens { command: Some(command), ..lens })
    }

    async fn symbol(&self, params: lsp::WorkspaceSymbolParams) -> Result<Option<lsp::WorkspaceSymbolResponse>> {
        let Some(worlds) = worlds() else { return Ok(None) };
        let Ok(worlds) = worlds.await else { return Ok(None) };
        let (encoding, watched) = (self.abilities().encoding, self.abilities().watch);
        let found = self.ask_library("symbols", move |library, step| {
            let mut out = Vec::new();
            for world in &worlds {
                out.extend(navigation::actor_symbols(world, &params.query, encoding));
                let fits = navigation::headline_fits(&params.query);
                out.extend(navigation::headline_symbols(
                    library.headlines(world, &fits, HEADLINES, watched, step),
                    encoding,
                ));
            }
            out
        });
        Ok(Some(lsp::WorkspaceSymbolResponse::Flat(found.await?)))
    }

    async fn execute_command(&self, params: lsp::ExecuteCommandParams) -> Result<Option<serde_json::Value>> {
        let abilities = self.abilities();
        if params.command != commands::FIX_WORKSPACE {
            return commands::execute(params, &self.client, &self.worker, abilities).await;
        }
        let worlds = self.all_worlds().await?;
        let repairs = self.worker.ask(&self.repairing, "repairs", abilities.progress, move |(), step| {
            repairs::of_worlds(&worlds, abilities, step)
        });
        let Some(repairs) = repairs.await? else { return Ok(None) };
        Ok(Some(repairs.tell(&self.client, &params)))
    }

    async fn code_action_resolve(&self, action: lsp::CodeAction) -> Result<lsp::CodeAction> {
        let Some(snapshot) = seen().await? else { return Ok(action) };
        let world = world().await;
        let abilities = self.abilities();
        let resolved = self.worker.compute("code actions", move |stop| {
            code_actions::resolved(&snapshot, world.as_ref(), action, abilities, stop)
        });
        resolved.await?
    }

    async fn workspace_diagnostic(
        &self,
        params: lsp::WorkspaceDiagnosticParams,
    ) -> Result<lsp::WorkspaceDiagnosticReportResult> {
        let worlds = self.all_worlds().await?;
        let abilities = self.abilities();
        let known = params.previous_result_ids.into_iter().map(|previous| (previous.uri, previous.value)).collect();
        let token = params.partial_result_params.partial_result_token;
        let (sender, pieces) = tokio::sync::mpsc::unbounded_channel();
        let sender = token.is_some().then_some(sender);
        let what = "diagnostics of the workspace";
        let asked = self.worker.ask(&self.closed, what, abilities.progress, move |closed: &mut Closed, step| {
            closed.report(&worlds, &known, abilities, sender.as_ref(), step)
        });
        // A request that is given up tells no more pieces.
        let (items, ()) = tokio::join!(asked, outbox::pieces(&self.client, token, pieces));
        Ok(lsp::WorkspaceDiagnosticReport { items: items? }.into())
    }

    async fn code_action(&self, params: lsp::CodeActionParams) -> Result<Option<lsp::CodeActionResponse>> {
        let snapshot = snapshot().await?;
        let world = world().await;
        let abilities = self.abilities();
        let actions = self.worker.compute("code actions", move |stop| {
            code_actions::code_actions(&snapshot, world.as_ref(), &params, abilities, stop)
        });
        actions.await.map(Some)
    }
}

/// The folders of the workspace.
#[expect(deprecated, reason = "older clients send nothing else")]
fn folders(params: &lsp::InitializeParams) -> Vec<PathBuf> {
    match &params.workspace_folders {
        Some(folders) => paths(folders),
        None => params.root_uri.iter().filter_map(file_of).collect(),
    }
}
