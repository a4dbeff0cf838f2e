//! The main loop: the thread that owns all documents. It applies edits, analyses, and answers with snapshots.
//!
//! It handles its messages in order. Documents are checked on other threads ([`super::diagnostics::checker`]). Findings that
//! are to be published wait until no message does, so a burst of edits costs one check. A newer edit stops the check of an
//! older text.

mod twins;

use super::buffer::{Document, Documents, kind_of};
use super::catch_panic::catch_panic;
use super::client::ClientMessage;
use super::diagnostics::checker::Checker;
use super::inbox::Inbox;
use super::limits::LARGE_REGISTRY;
use super::message::{Checked, Loaded, Message, ParsedRegistry, ProjectView, Scope, SnapshotResult, stale};
use super::projects::ProjectStore;
use super::registry_loader::Loader;
use super::settings::{ClientCapabilities, Preferences};
use super::snapshot::{DocumentKind, Parsed, Snapshot, Stage};
use super::to_proto::diagnostics;
use super::twin_finder::TwinFinder;
use super::twin_sources::TwinFiles;
use super::uris::{file_of, folder_of, name_of};
use crate::actors::parse;
use crate::analysis::{Memory, analyse};
use crate::config::Config;
use crate::text::LineIndex;
use crate::workspace::{self, BUILT, Overrides, Project};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::Error;
use tower_lsp::ls_types as lsp;

/// Runs until a message says stop, or all senders are gone.
pub(super) fn run(
    messages: Receiver<Message>,
    client: &UnboundedSender<ClientMessage>,
    loader: Loader,
    checker: Checker,
    twin_finder: TwinFinder,
) {
    let inbox = Inbox::new(messages);
    let mut main_loop = MainLoop {
        capabilities: ClientCapabilities::default(),
        folders: Vec::new(),
        preferences: Preferences::default(),
        documents: HashMap::new(),
        projects: ProjectStore::new(loader),
        checker,
        waiting: Vec::new(),
        generation: 0,
        disk: 0,
        twin_files: Arc::new(TwinFiles::new(twin_finder.named())),
        twin_finder,
        open_files: None,
        revisions: 0,
        retry_waiting: false,
        client,
    };
    loop {
        let message = match inbox.next() {
            Some(message) => message,
            None if main_loop.publish_one() => continue,
            None => match inbox.wait(|| main_loop.twin_finder.begin()) {
                Some(message) => message,
                None => return,
            },
        };
        if matches!(message, Message::Stop) {
            return;
        }
        main_loop.handle(message, &inbox);
        main_loop.handle_waiting(&inbox);
    }
}

struct MainLoop<'a> {
    capabilities: ClientCapabilities,
    /// The workspace folders. Documents without a path belong to the first.
    folders: Vec<PathBuf>,
    preferences: Preferences,
    documents: Documents,
    projects: ProjectStore,
    checker: Checker,
    /// Requests that wait until a document was checked or a registry was loaded.
    waiting: Vec<Waiting>,
    /// Counts changes of settings and registries.
    generation: u64,
    /// Counts changes on disk.
    disk: u64,
    /// The closed files that are twins of open documents.
    twin_files: Arc<TwinFiles>,
    twin_finder: TwinFinder,
    /// The files of the open documents, once they were asked for.
    open_files: Option<Arc<HashSet<PathBuf>>>,
    /// Counts versions of documents.
    revisions: u64,
    /// Whether waiting requests must be handled again: what documents are checked against has changed.
    retry_waiting: bool,
    client: &'a UnboundedSender<ClientMessage>,
}

/// A request that waits.
enum Waiting {
    Findings(lsp::Uri, oneshot::Sender<SnapshotResult>),
    Projects(Scope, oneshot::Sender<Vec<ProjectView>>),
}

impl MainLoop<'_> {
    fn handle(&mut self, message: Message, inbox: &Inbox) {
        match message {
            Message::Start { capabilities, folders, overrides, preferences } => {
                (self.capabilities, self.folders) = (capabilities, folders);
                self.start(overrides, preferences);
            }
            Message::Open { uri, language_id, version, text } => self.open(uri, language_id, version, &text),
            Message::Change { uri, version, changes } => self.change(&uri, version, &changes),
            Message::Close { uri } => self.close(&uri),
            Message::WatchedFiles(files) => self.watched_files(&files),
            Message::Settings(overrides, preferences) => self.settings(overrides, preferences),
            Message::Folders { added, removed } => self.workspace_folders(added, &removed),
            Message::Snapshot { uri, stage: Stage::Findings, reply } => self.send_findings(uri, reply, inbox),
            Message::Snapshot { uri, stage, reply } => self.send_snapshot(&uri, stage, reply),
            Message::Projects { scope, reply } => self.send_projects(scope, reply),
            Message::Related { uri, reply } => self.send_related(&uri, reply, inbox),
            Message::TwinsFound(documents) => self.twins_found(&documents),
            Message::Checked(checked) => self.checked(checked),
            Message::Loaded(number, loaded) => self.loaded(number, loaded),
            Message::Stop => {}
        }
    }

    /// Handles requests again that waited for what has changed now.
    fn handle_waiting(&mut self, inbox: &Inbox) {
        while std::mem::take(&mut self.retry_waiting) {
            for waiting in std::mem::take(&mut self.waiting) {
                match waiting {
                    Waiting::Findings(uri, reply) => self.send_findings(uri, reply, inbox),
                    Waiting::Projects(scope, reply) => self.send_projects(scope, reply),
                }
            }
        }
    }

    fn start(&mut self, overrides: Overrides, preferences: Preferences) {
        (self.projects.overrides, self.preferences) = (overrides, preferences);
        // Warm up while the client initializes, so that the first document is fast.
        if let Some(folder) = self.folders.first() {
            self.project_at(&folder.clone());
        }
    }

    fn open(&mut self, uri: lsp::Uri, language_id: String, version: Option<i32>, text: &str) {
        let is_project_file = self.is_project_file(&uri);
        self.revisions += 1;
        self.twin_changed(&uri);
        let file = file_of(&uri);
        self.documents.insert(uri, Document::new(file, language_id, version, self.revisions, text));
        self.open_files = None;
        if is_project_file {
            self.invalidate_projects();
        }
    }

    fn change(&mut self, uri: &lsp::Uri, version: Option<i32>, changes: &[lsp::TextDocumentContentChangeEvent]) {
        let Some(document) = self.documents.get_mut(uri) else {
            tracing::warn!("didChange for a document that is not open; ignored");
            return;
        };
        // The order on the wire counts. A text that lacks an edit would be wrong from then on.
        if version.is_none() || version <= document.version {
            tracing::debug!("version {version:?} comes after version {:?}", document.version);
        }
        document.change(changes, self.capabilities.encoding);
        self.revisions += 1;
        (document.version, document.revision) = (version, self.revisions);
        self.reject_stale(uri);
        self.twin_changed(uri);
        if self.is_project_file(uri) {
            self.invalidate_projects();
        }
    }

    fn close(&mut self, uri: &lsp::Uri) {
        let is_project_file = self.is_project_file(uri);
        // The file on disk is used again.
        self.disk += 1;
        self.reject_stale(uri);
        self.checker.forget(uri);
        self.twin_changed(uri);
        self.read_twin_names_again(file_of(uri).into_iter().collect());
        self.open_files = None;
        if self.documents.remove(uri).is_some() && !self.capabilities.pull {
            drop(self.client.send(ClientMessage::Publish(uri.clone(), None, Vec::new())));
        }
        if is_project_file {
            self.invalidate_projects();
        }
    }

    fn watched_files(&mut self, files: &[lsp::Uri]) {
        self.disk += 1;
        let has_lists = self.projects.has_lists();
        let can_be_project_file = |uri: &lsp::Uri| {
            let path = file_of(uri);
            let extension = path.as_ref().and_then(|path| path.extension());
            extension.is_none_or(|extension| extension == "toml" || extension == BUILT)
                || has_lists && path.as_ref().is_some_and(|path| workspace::is_list(path))
        };
        if files.iter().any(can_be_project_file) {
            self.invalidate_projects();
        }
        self.twin_files_changed(files);
    }

    fn settings(&mut self, overrides: Overrides, preferences: Preferences) {
        (self.projects.overrides, self.preferences) = (overrides, preferences);
        self.projects.invalidate(&self.documents);
        // Views are refreshed at once, even if registries must be read.
        self.invalidate_snapshots();
    }

    fn workspace_folders(&mut self, added: Vec<PathBuf>, removed: &[PathBuf]) {
        self.folders.retain(|folder| !removed.contains(folder));
        let new = added.into_iter().filter(|folder| !self.folders.contains(folder)).collect::<Vec<_>>();
        self.folders.extend(new);
        self.invalidate_projects();
    }

    fn send_snapshot(&mut self, uri: &lsp::Uri, stage: Stage, reply: oneshot::Sender<SnapshotResult>) {
        if !reply.is_closed() {
            drop(reply.send(self.snapshot(uri, stage)));
        }
    }

    /// Sends a snapshot with findings, now or when the document was checked.
    fn send_findings(&mut self, uri: lsp::Uri, reply: oneshot::Sender<SnapshotResult>, inbox: &Inbox) {
        if reply.is_closed() {
            return;
        }
        if self.must_wait(&uri) {
            self.waiting.push(Waiting::Findings(uri, reply));
            return;
        }
        // Findings of a version that is already gone would be drawn in the wrong places.
        let result = if inbox.has_edit(&uri) { Err(stale()) } else { self.checkable(&uri) };
        match result {
            Ok(snapshot) if snapshot.findings.is_none() => {
                self.waiting.push(Waiting::Findings(uri, reply));
                self.check(snapshot, false);
            }
            result => drop(reply.send(result)),
        }
    }

    fn send_projects(&mut self, scope: Scope, reply: oneshot::Sender<Vec<ProjectView>>) {
        let waits = matches!(&scope, Scope::Document(uri) if self.must_wait(uri));
        if waits {
            self.waiting.push(Waiting::Projects(scope, reply));
        } else if !reply.is_closed() {
            drop(reply.send(self.project_views(scope)));
        }
    }

    fn send_related(&mut self, uri: &lsp::Uri, reply: oneshot::Sender<Vec<Arc<Snapshot>>>, inbox: &Inbox) {
        let related = self.related(uri, &|| reply.is_closed() || inbox.has_edit(uri));
        drop(reply.send(related));
    }

    /// Checks a document, now or on another thread.
    fn check(&mut self, snapshot: Arc<Snapshot>, publish: bool) {
        if let Some(checked) = self.checker.check(snapshot, publish, self.capabilities) {
            self.checked(checked);
        }
    }

    /// Keeps the findings of a document, and answers the requests that wait for them.
    fn checked(&mut self, Checked { snapshot, findings, diagnostics: ready }: Checked) {
        let Some(publish) = self.checker.end(&snapshot) else { return };
        let uri = snapshot.uri.clone();
        let result = match findings {
            Ok(Some(findings)) => Ok(Arc::new(snapshot.with_findings(findings))),
            // A check is stopped only when its version is gone.
            Ok(None) => Err(stale()),
            Err(error) => Err(error),
        };
        if let Ok(snapshot) = &result {
            if let Some(document) = self.documents.get_mut(&uri) {
                document.snapshot = Some(snapshot.clone());
            }
            if publish {
                self.publish(snapshot, ready);
            }
        }
        self.answer(&uri, &result);
    }

    /// Publishes the findings of a snapshot, unless the client has just them: a twin can change without changing them.
    fn publish(&mut self, snapshot: &Snapshot, ready: Option<Vec<lsp::Diagnostic>>) {
        let Some(document) = self.documents.get_mut(&snapshot.uri) else { return };
        let Some(findings) = snapshot.findings.clone() else { return };
        let published = Some((snapshot.revision, snapshot.generation, findings));
        if document.published == published {
            return;
        }
        document.published = published;
        let diagnostics = ready.unwrap_or_else(|| diagnostics(snapshot, self.capabilities));
        drop(self.client.send(ClientMessage::Publish(snapshot.uri.clone(), snapshot.version, diagnostics)));
    }

    fn loaded(&mut self, number: u64, loaded: Result<Loaded, Error>) {
        // The snapshots go first, so that the store frees the old registries on its own thread.
        self.invalidate_snapshots();
        self.projects.replace(number, loaded.map_err(|error| tracing::error!("{error}")).ok());
    }

    /// Answers the requests that wait for the findings of a document.
    fn answer(&mut self, uri: &lsp::Uri, result: &SnapshotResult) {
        let is_of = |waiting: &mut Waiting| matches!(waiting, Waiting::Findings(other, _) if other == uri);
        for waiting in self.waiting.extract_if(.., is_of) {
            if let Waiting::Findings(_, reply) = waiting {
                drop(reply.send(result.clone()));
            }
        }
    }

    /// Rejects the requests that wait for the findings of a version that is gone.
    fn reject_stale(&mut self, uri: &lsp::Uri) {
        self.checker.stop(uri);
        self.answer(uri, &Err(stale()));
    }

    /// Whether what a document is checked against is still being read.
    fn must_wait(&mut self, uri: &lsp::Uri) -> bool {
        let project = self.project_of(uri);
        let Some(document) = self.documents.get(uri).filter(|_| self.projects.is_loading()) else { return false };
        match kind_of(uri, document, &project) {
            DocumentKind::Article => project.is_partial,
            DocumentKind::Registry => {
                let parsed = file_of(uri).and_then(|path| self.projects.registry(&path, document.revision));
                document.is_large() && parsed.is_none()
            }
            DocumentKind::Config | DocumentKind::Other => false,
        }
    }

    /// The projects of a scope, each with its open documents.
    fn project_views(&mut self, scope: Scope) -> Vec<ProjectView> {
        let mut uris: Vec<lsp::Uri> = self.documents.keys().cloned().collect();
        uris.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        let mut views: Vec<ProjectView> = Vec::new();
        for (project, folder) in self.projects_in(scope, &uris) {
            match views.iter_mut().find(|view| view.project.key == project.key) {
                Some(view) => view.folders.extend(folder),
                None => views.push(ProjectView {
                    setup_folder: self.setup_folder(&project.root),
                    project,
                    open: Vec::new(),
                    disk: self.disk,
                    generation: self.generation,
                    folders: folder.into_iter().collect(),
                }),
            }
        }
        for uri in &uris {
            let Ok(snapshot) = self.snapshot(uri, Stage::Text) else { continue };
            if let Some(view) = views.iter_mut().find(|view| view.project.key == snapshot.project.key) {
                view.open.push(snapshot);
            }
        }
        views
    }

    /// The innermost workspace folder around a folder, else the folder itself.
    fn setup_folder(&self, root: &Path) -> Option<PathBuf> {
        let around = self.folders.iter().filter(|folder| root.starts_with(folder));
        let innermost = around.max_by_key(|folder| folder.components().count());
        innermost.cloned().or_else(|| root.is_absolute().then(|| root.to_path_buf()))
    }

    /// The projects of a scope, with the workspace folders that they govern.
    fn projects_in(&mut self, scope: Scope, open: &[lsp::Uri]) -> Vec<(Arc<Project>, Option<PathBuf>)> {
        match scope {
            Scope::Document(uri) => vec![(self.project_of(&uri), None)],
            Scope::Folders(folders) => folders.iter().map(|folder| (self.project_at(folder), None)).collect(),
            Scope::All => {
                let folders = self.folders.clone().into_iter();
                let mut projects: Vec<_> = folders.map(|folder| (self.project_at(&folder), Some(folder))).collect();
                projects.extend(open.iter().map(|uri| (self.project_of(uri), None)));
                projects
            }
        }
    }

    /// The open documents that are checked against a configuration, a registry file or a twin.
    fn related(&mut self, uri: &lsp::Uri, stop: &dyn Fn() -> bool) -> Vec<Arc<Snapshot>> {
        // Projects that are still being loaded are reported afterwards.
        if !self.capabilities.related_documents || self.must_wait(uri) {
            return Vec::new();
        }
        if !self.is_project_file(uri) {
            let twins = self.twins_of(uri).into_iter().take_while(|_| !stop());
            return twins.filter_map(|twin| self.checkable(&twin).ok()).collect();
        }
        let mut others: Vec<lsp::Uri> = self.documents.keys().filter(|other| *other != uri).cloned().collect();
        others.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        let path = file_of(uri).unwrap_or_default();
        let mut related = Vec::new();
        for other in others {
            let project = self.project_of(&other);
            let depends = project.is_registry(&path) || project.config.as_ref().is_some_and(|(own, _)| *own == path);
            if !depends || self.must_wait(&other) || stop() {
                continue;
            }
            related.extend(self.checkable(&other));
        }
        related
    }

    /// Whether a document is a configuration or a registry file. Its edits change what other documents are checked against.
    fn is_project_file(&self, uri: &lsp::Uri) -> bool {
        file_of(uri).is_some_and(|path| self.projects.is_project_file(&path))
    }

    fn invalidate_projects(&mut self) {
        if self.projects.invalidate(&self.documents) {
            self.invalidate_snapshots();
        }
    }

    /// Drops all snapshots: what documents are checked against has changed.
    fn invalidate_snapshots(&mut self) {
        self.generation += 1;
        self.retry_waiting = true;
        self.checker.stop_all();
        for document in self.documents.values_mut() {
            document.snapshot = None;
            document.due = true;
        }
        drop(self.client.send(ClientMessage::Refresh));
    }

    /// Publishes the findings of one document that is due, if the client does not pull them. Returns whether there was one.
    fn publish_one(&mut self) -> bool {
        if self.capabilities.pull {
            self.refresh_twins();
            return false;
        }
        if !self.checker.has_room() {
            return false;
        }
        self.name_twins();
        let due = self.documents.iter().find(|(_, document)| document.due || document.is_twin_due);
        let Some(uri) = due.map(|(uri, _)| uri.clone()) else { return false };
        if let Some(document) = self.documents.get_mut(&uri) {
            (document.due, document.is_twin_due) = (false, false);
        }
        // All documents become due when the registry is loaded.
        if self.must_wait(&uri) {
            return true;
        }
        // An edit in the meantime makes the document due again.
        match self.checkable(&uri) {
            Ok(snapshot) if snapshot.findings.is_some() => self.publish(&snapshot, None),
            Ok(snapshot) => self.check(snapshot, true),
            Err(_) => {}
        }
        true
    }

    /// The snapshot of a document at a stage, from the cache if it is there. [`MainLoop::checked`] adds findings.
    fn snapshot(&mut self, uri: &lsp::Uri, stage: Stage) -> SnapshotResult {
        let not_open = || Error::invalid_params("this document is not open");
        let document = self.documents.get(uri).ok_or_else(not_open)?;
        if let Some(known) = document.snapshot.as_ref().filter(|known| known.has(stage)) {
            return Ok(known.clone());
        }
        let project = self.project_of(uri);
        let document = self.documents.get_mut(uri).ok_or_else(not_open)?;
        let loaded = file_of(uri).and_then(|file| self.projects.registry(&file, document.revision));
        let base = Snapshot {
            uri: uri.clone(),
            version: document.version,
            revision: document.revision,
            generation: self.generation,
            text: "".into(),
            lines: Arc::new(LineIndex::new("")),
            rope: None,
            first_line: 0,
            encoding: self.capabilities.encoding,
            parsed: Parsed::Pending(kind_of(uri, document, &project)),
            project,
            twins: Arc::default(),
            findings: None,
            preferences: self.preferences,
        };
        let is_late = base.kind() == DocumentKind::Registry
            && document.is_large()
            && loaded.is_none()
            && self.projects.is_loading();
        let in_pieces = loaded.is_some_and(|loaded| loaded.lines.is_none());
        match stage {
            Stage::At(position) if is_late || in_pieces => {
                return catch_panic("reading a document", || entry_snapshot(base, document, position));
            }
            Stage::Analysis if is_late => return Ok(Arc::new(base)),
            _ => {}
        }
        let known = document.snapshot.take().filter(|known| known.rope.is_none() || stage != Stage::Text);
        let snapshot = match known {
            Some(known) => (*known).clone(),
            None if in_pieces && stage != Stage::Text => Snapshot { rope: Some(document.rope.clone()), ..base },
            None => text_snapshot(base, document, loaded),
        };
        let memory = &mut document.memory;
        let snapshot = match catch_panic("reading a document", || advance(snapshot, stage, memory, loaded)) {
            Ok(snapshot) => Arc::new(snapshot),
            Err(error) => {
                // A panic can leave the memory half updated.
                document.memory = Memory::of_document();
                return Err(error);
            }
        };
        document.snapshot = Some(snapshot.clone());
        Ok(snapshot)
    }

    /// The project of a document: that of its folder. A document that is not a file belongs to the first workspace folder, or to
    /// the workspace folder that its URI names.
    fn project_of(&mut self, uri: &lsp::Uri) -> Arc<Project> {
        let is_in_workspace = |folder: &PathBuf| self.folders.iter().any(|ours| folder.starts_with(ours));
        let folder = match file_of(uri) {
            Some(file) => file.parent().map(Path::to_path_buf),
            None => folder_of(uri).filter(is_in_workspace),
        };
        self.project_at(&folder.or_else(|| self.folders.first().cloned()).unwrap_or_default())
    }

    fn project_at(&mut self, folder: &Path) -> Arc<Project> {
        self.projects.at(folder, &self.documents)
    }
}

/// The snapshot of one entry of a registry file that is still being read.
fn entry_snapshot(base: Snapshot, document: &Document, position: lsp::Position) -> Arc<Snapshot> {
    let (first_line, text) = document.entry_at(position);
    let lines = Arc::new(LineIndex::new(&text));
    // A text of many entries that looks like one is left to the loader.
    let is_small = text.len() as u64 <= LARGE_REGISTRY;
    let file = is_small.then(|| Arc::new(parse(&name_of(&base.uri), &text)));
    let parsed = file.map_or(Parsed::Pending(DocumentKind::Registry), Parsed::RegistryEntry);
    Arc::new(Snapshot { text: text.into(), lines, first_line, parsed, ..base })
}

/// The snapshot of a document with its text.
fn text_snapshot(base: Snapshot, document: &mut Document, loaded: Option<&ParsedRegistry>) -> Snapshot {
    if let Some((loaded, lines)) = loaded.and_then(|loaded| Some((loaded, loaded.lines.clone()?))) {
        return Snapshot { text: loaded.file.text.clone().into(), lines, ..base };
    }
    let text = document.take_text();
    let lines = Arc::new(document.lines_of(&text));
    // A large registry is not kept twice.
    document.last_text = (base.kind() == DocumentKind::Article).then(|| (text.clone(), lines.clone()));
    Snapshot { text, lines, ..base }
}

/// Parses the text of a snapshot, if the stage needs it. A loaded registry file brings its findings.
fn advance(mut snapshot: Snapshot, stage: Stage, memory: &mut Memory, loaded: Option<&ParsedRegistry>) -> Snapshot {
    if let (Parsed::Pending(kind), true) = (&snapshot.parsed, stage != Stage::Text) {
        let path = name_of(&snapshot.uri);
        snapshot.parsed = match kind {
            DocumentKind::Article => Parsed::Article(Arc::new(analyse(
                snapshot.text.clone(),
                &path,
                snapshot.project.context.clone(),
                memory,
            ))),
            DocumentKind::Registry => Parsed::Registry(match loaded {
                Some(loaded) => loaded.file.clone(),
                None => snapshot.project.parsed_registry(Path::new(&path), snapshot.text.shared()),
            }),
            DocumentKind::Config => Parsed::Config(Arc::new(Config::parse(&snapshot.text))),
            DocumentKind::Other => Parsed::Other,
        };
    }
    snapshot.findings = snapshot.findings.or_else(|| Some(loaded?.findings.clone()));
    snapshot
}
