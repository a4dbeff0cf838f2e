//! The one owner of all documents: a thread that applies edits, analyses, and answers with snapshots.
//!
//! It works through its messages in order. Documents are checked elsewhere ([`super::checker`]), and those whose findings are
//! to be sent only when no message waits, so a burst of edits costs one check; a newer edit stops the check of an older text.

use super::checker::{Checked, Checker};
use super::contain;
use super::convert::diagnostics;
use super::document::{Document, Kind, Snapshot, kind_of};
use super::homes::{Documents, Homes};
use super::inbox::Inbox;
use super::maker::{Job, Made};
use super::outbox::Outgoing;
use super::settings::{Abilities, Preferences};
use super::uris::{file_of, folder_of, name_of};
use crate::actors::parse;
use crate::analysis::analyse;
use crate::language::Language;
use crate::rule::Rule;
use crate::text::LineIndex;
use crate::workspace::{self, Home, Insist};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, ErrorCode};
use tower_lsp::ls_types as lsp;

/// What a request needs to know of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Its text.
    Text,
    /// Names and dates.
    Analysis,
    /// What is known of one place: names and dates of an article, and of a large registry file the entry alone.
    At(lsp::Position),
    /// Findings too.
    Findings,
}

/// A snapshot, or why there is none.
pub(super) type Answer = Result<Arc<Snapshot>, Error>;

/// What a question about more than one document is answered from: the documents that are open and the folder that
/// governs them. What lies on disk is read by others.
pub(super) struct World {
    pub(super) home: Arc<Home>,
    /// The open documents of that folder.
    pub(super) open: Vec<Arc<Snapshot>>,
    /// Counts what has changed on disk, as far as the client tells.
    pub(super) disk: u64,
    /// Counts changes of settings and registries.
    pub(super) generation: u64,
    /// The folders of the workspace that it governs.
    pub(super) folders: Vec<PathBuf>,
}

/// Whose worlds are asked for.
pub(super) enum Whose {
    /// That of a document.
    Document(lsp::Uri),
    /// Those of some folders.
    Folders(Vec<PathBuf>),
    /// Those of the workspace and of each open document.
    All,
}

/// What reaches the owner, in wire order.
pub(super) enum Message {
    Start {
        abilities: Abilities,
        folders: Vec<PathBuf>,
        insist: Insist,
        preferences: Preferences,
    },
    Open {
        uri: lsp::Uri,
        language_id: String,
        version: Option<i32>,
        text: String,
    },
    Change {
        uri: lsp::Uri,
        version: Option<i32>,
        changes: Vec<lsp::TextDocumentContentChangeEvent>,
    },
    Close {
        uri: lsp::Uri,
    },
    /// Files changed on disk.
    Watched(Vec<lsp::Uri>),
    Settings(Insist, Preferences),
    /// Folders of the workspace come and go.
    Folders {
        added: Vec<PathBuf>,
        removed: Vec<PathBuf>,
    },
    Place {
        uri: lsp::Uri,
        need: Need,
        reply: oneshot::Sender<Answer>,
    },
    Worlds {
        whose: Whose,
        reply: oneshot::Sender<Vec<World>>,
    },
    /// The open documents whose findings depend on a document, with their findings.
    Related {
        uri: lsp::Uri,
        reply: oneshot::Sender<Vec<Arc<Snapshot>>>,
    },
    /// A document has been checked.
    Checked(Checked),
    /// The homes of a numbered job are ready, or could not be made.
    Made(u64, Result<Made, Error>),
    Stop,
}

/// Runs until it is told to stop or nobody can send any more.
pub(super) fn run(
    inbox: Receiver<Message>,
    outgoing: &UnboundedSender<Outgoing>,
    maker: Sender<Job>,
    checker: Checker,
    rules: &'static [&'static Rule],
) {
    let inbox = Inbox::new(inbox);
    let mut owner = Owner {
        abilities: Abilities::default(),
        folders: Vec::new(),
        preferences: Preferences::default(),
        documents: HashMap::new(),
        homes: Homes::new(maker, rules),
        checker,
        waiting: Vec::new(),
        generation: 0,
        disk: 0,
        revisions: 0,
        asks_again: false,
        outgoing,
    };
    loop {
        let message = match inbox.next() {
            Some(message) => message,
            None if owner.publish_one() => continue,
            None => match inbox.wait() {
                Some(message) => message,
                None => return,
            },
        };
        if matches!(message, Message::Stop) {
            return;
        }
        owner.take(message, &inbox);
    }
}

struct Owner<'a> {
    abilities: Abilities,
    /// The folders of the workspace; documents that have no path belong to the first.
    folders: Vec<PathBuf>,
    preferences: Preferences,
    documents: Documents,
    homes: Homes,
    checker: Checker,
    /// Who waits until a document has been checked, or a registry has been read.
    waiting: Vec<Waiting>,
    /// Counts changes of settings and registries.
    generation: u64,
    /// Counts changes on disk.
    disk: u64,
    /// Counts versions of documents.
    revisions: u64,
    /// Whether those who wait must ask again: what documents are checked against has changed.
    asks_again: bool,
    outgoing: &'a UnboundedSender<Outgoing>,
}

/// Somebody who waits: for the findings of a document, or for the world around it.
enum Waiting {
    Findings(lsp::Uri, oneshot::Sender<Answer>),
    Worlds(Whose, oneshot::Sender<Vec<World>>),
}

impl Owner<'_> {
    fn take(&mut self, message: Message, inbox: &Inbox) {
        match message {
            Message::Start { abilities, folders, insist, preferences } => {
                (self.abilities, self.folders) = (abilities, folders);
                (self.homes.insist, self.preferences) = (insist, preferences);
                // While the client still introduces itself, what the first document will need is made ready.
                if let Some(folder) = self.folders.first() {
                    self.home_at(folder.clone());
                }
                for language in [Language::Arabic, Language::English] {
                    crate::dates::scan("1", language);
                }
            }
            Message::Open { uri, language_id, version, text } => {
                let governs = self.governs(&uri);
                self.revisions += 1;
                self.documents.insert(uri, Document::new(language_id, version, self.revisions, &text));
                if governs {
                    self.forget_homes();
                }
            }
            Message::Change { uri, version, changes } => {
                let Some(document) = self.documents.get_mut(&uri) else {
                    tracing::warn!("a change of a document that is not open is left out");
                    return;
                };
                // The order on the wire counts. A text that lacks an edit would be wrong from then on.
                if version.is_none() || version <= document.version {
                    tracing::debug!("version {version:?} comes after version {:?}", document.version);
                }
                document.change(&changes, self.abilities.encoding);
                self.revisions += 1;
                (document.version, document.revision) = (version, self.revisions);
                self.let_go(&uri);
                if self.governs(&uri) {
                    self.forget_homes();
                }
            }
            Message::Close { uri } => {
                let governs = self.governs(&uri);
                // What lies on disk counts again.
                self.disk += 1;
                self.let_go(&uri);
                if self.documents.remove(&uri).is_some() && !self.abilities.pull {
                    drop(self.outgoing.send(Outgoing::Publish(uri, None, Vec::new())));
                }
                if governs {
                    self.forget_homes();
                }
            }
            Message::Watched(files) => {
                self.disk += 1;
                let governs = |uri: &lsp::Uri| {
                    let path = file_of(uri);
                    let extension = path.as_ref().and_then(|path| path.extension());
                    extension.is_none_or(|extension| extension == "toml" || extension == workspace::BUILT)
                };
                if files.iter().any(governs) {
                    self.forget_homes();
                }
            }
            Message::Settings(insist, preferences) => {
                (self.homes.insist, self.preferences) = (insist, preferences);
                self.homes.changed(&self.documents);
                // What is shown changes at once, whatever has to be read.
                self.read_again();
            }
            Message::Folders { added, removed } => {
                self.folders.retain(|folder| !removed.contains(folder));
                let new = added.into_iter().filter(|folder| !self.folders.contains(folder)).collect::<Vec<_>>();
                self.folders.extend(new);
                self.forget_homes();
            }
            Message::Place { uri, need, reply } => {
                if reply.is_closed() {
                    return;
                }
                // Findings of a version that is already gone would be drawn in the wrong places.
                if need == Need::Findings && self.must_wait(&uri) {
                    self.waiting.push(Waiting::Findings(uri, reply));
                    return;
                }
                if need != Need::Findings {
                    drop(reply.send(self.snapshot(&uri, need)));
                    return;
                }
                let answer = if inbox.has_edit(&uri) { Err(stale()) } else { self.snapshot(&uri, Need::Analysis) };
                match answer {
                    Ok(snapshot) if snapshot.findings.is_none() => {
                        self.checker.check(snapshot, false, self.abilities);
                        self.waiting.push(Waiting::Findings(uri, reply));
                    }
                    answer => drop(reply.send(answer)),
                }
            }
            Message::Worlds { whose, reply } => {
                let waits = matches!(&whose, Whose::Document(uri) if self.must_wait(uri));
                if waits {
                    self.waiting.push(Waiting::Worlds(whose, reply));
                } else if !reply.is_closed() {
                    drop(reply.send(self.worlds(whose)));
                }
            }
            Message::Related { uri, reply } => {
                let related = self.related(&uri, &|| reply.is_closed() || inbox.has_edit(&uri));
                drop(reply.send(related));
            }
            Message::Checked(checked) => self.checked(checked),
            Message::Made(number, made) => {
                // The snapshots go first, so that the old registries are freed where nobody waits.
                self.read_again();
                self.homes.take(number, made.map_err(|error| tracing::error!("{error}")).ok());
            }
            Message::Stop => {}
        }
        if std::mem::take(&mut self.asks_again) {
            for waiting in std::mem::take(&mut self.waiting) {
                let message = match waiting {
                    Waiting::Findings(uri, reply) => Message::Place { uri, need: Need::Findings, reply },
                    Waiting::Worlds(whose, reply) => Message::Worlds { whose, reply },
                };
                self.take(message, inbox);
            }
        }
    }

    /// Keeps what was found in a document, and answers those who wait for it.
    fn checked(&mut self, Checked { snapshot, found, told }: Checked) {
        let Some(publish) = self.checker.end(&snapshot) else { return };
        let uri = snapshot.uri.clone();
        let answer = match found {
            Ok(Some(findings)) => Ok(Arc::new(Snapshot { findings: Some(findings), ..(*snapshot).clone() })),
            // Only what is no longer wanted is stopped.
            Ok(None) => Err(stale()),
            Err(error) => Err(error),
        };
        if let Ok(snapshot) = &answer {
            if let Some(document) = self.documents.get_mut(&uri) {
                document.snapshot = Some(snapshot.clone());
            }
            if publish {
                let diagnostics = told.unwrap_or_else(|| diagnostics(snapshot, self.abilities));
                drop(self.outgoing.send(Outgoing::Publish(uri.clone(), snapshot.version, diagnostics)));
            }
        }
        self.answer(&uri, &answer);
    }

    /// Answers those who wait for the findings of a document.
    fn answer(&mut self, uri: &lsp::Uri, answer: &Answer) {
        let is_of = |waiting: &mut Waiting| matches!(waiting, Waiting::Findings(other, _) if other == uri);
        for waiting in self.waiting.extract_if(.., is_of) {
            if let Waiting::Findings(_, reply) = waiting {
                drop(reply.send(answer.clone()));
            }
        }
    }

    /// Answers those who wait for findings of a version that is gone.
    fn let_go(&mut self, uri: &lsp::Uri) {
        self.checker.stop(uri);
        self.answer(uri, &Err(stale()));
    }

    /// Whether what a document is checked against is still being read.
    fn must_wait(&mut self, uri: &lsp::Uri) -> bool {
        let home = self.home_of(uri);
        let Some(document) = self.documents.get(uri).filter(|_| self.homes.is_making()) else { return false };
        match kind_of(uri, document, &home) {
            Kind::Article => home.is_partial,
            Kind::Registry => {
                let shelved = file_of(uri).and_then(|path| self.homes.shelved(&path, document.revision));
                document.is_large() && shelved.is_none()
            }
            Kind::Config | Kind::Other => false,
        }
    }

    fn worlds(&mut self, whose: Whose) -> Vec<World> {
        let mut uris: Vec<lsp::Uri> = self.documents.keys().cloned().collect();
        uris.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        let mut worlds: Vec<World> = Vec::new();
        let homes: Vec<(Arc<Home>, Option<PathBuf>)> = match whose {
            Whose::Document(uri) => vec![(self.home_of(&uri), None)],
            Whose::Folders(folders) => folders.into_iter().map(|folder| (self.home_at(folder), None)).collect(),
            Whose::All => {
                let folders = self.folders.clone().into_iter();
                let mut homes: Vec<_> = folders.map(|folder| (self.home_at(folder.clone()), Some(folder))).collect();
                homes.extend(uris.iter().map(|uri| (self.home_of(uri), None)));
                homes
            }
        };
        for (home, folder) in homes {
            match worlds.iter_mut().find(|world| is_same_home(&world.home, &home)) {
                Some(world) => world.folders.extend(folder),
                None => worlds.push(World {
                    home,
                    open: Vec::new(),
                    disk: self.disk,
                    generation: self.generation,
                    folders: folder.into_iter().collect(),
                }),
            }
        }
        for uri in &uris {
            let Ok(snapshot) = self.snapshot(uri, Need::Text) else { continue };
            if let Some(world) = worlds.iter_mut().find(|world| is_same_home(&world.home, &snapshot.home)) {
                world.open.push(snapshot);
            }
        }
        worlds
    }

    /// What is checked against a document: where it is a configuration or a registry file, all that is open beside it.
    fn related(&mut self, uri: &lsp::Uri, stop: &dyn Fn() -> bool) -> Vec<Arc<Snapshot>> {
        // What is still being read is told of when it is ready.
        if !self.abilities.related_documents || !self.governs(uri) || self.must_wait(uri) {
            return Vec::new();
        }
        let mut others: Vec<lsp::Uri> = self.documents.keys().filter(|other| *other != uri).cloned().collect();
        others.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        let path = file_of(uri).unwrap_or_default();
        let mut found = Vec::new();
        for other in others {
            let home = self.home_of(&other);
            let is_of = home.is_registry(&path) || home.config.as_ref().is_some_and(|(config, _)| *config == path);
            if !is_of || self.must_wait(&other) || stop() {
                continue;
            }
            found.extend(self.snapshot(&other, Need::Analysis));
        }
        found
    }

    /// Whether a document is a configuration or a registry file: its edits change what others are checked against.
    fn governs(&self, uri: &lsp::Uri) -> bool {
        file_of(uri).is_some_and(|path| self.homes.governs(&path))
    }

    fn forget_homes(&mut self) {
        if self.homes.changed(&self.documents) {
            self.read_again();
        }
    }

    /// What documents are checked against has changed.
    fn read_again(&mut self) {
        self.generation += 1;
        self.asks_again = true;
        self.checker.stop_all();
        for document in self.documents.values_mut() {
            document.snapshot = None;
            document.due = true;
        }
        drop(self.outgoing.send(Outgoing::Refresh));
    }

    /// Publishes the findings of one document that is due, where the client does not ask for them. The answer is
    /// whether there was one.
    fn publish_one(&mut self) -> bool {
        if self.abilities.pull || !self.checker.has_room() {
            return false;
        }
        let due = self.documents.iter().find(|(_, document)| document.due).map(|(uri, _)| uri.clone());
        let Some(uri) = due else { return false };
        if let Some(document) = self.documents.get_mut(&uri) {
            document.due = false;
        }
        // What is being read makes all documents due when it is ready.
        if self.must_wait(&uri) {
            return true;
        }
        // An edit that comes meanwhile makes the document due again.
        match self.snapshot(&uri, Need::Analysis) {
            Ok(snapshot) if snapshot.findings.is_some() => {
                let diagnostics = diagnostics(&snapshot, self.abilities);
                drop(self.outgoing.send(Outgoing::Publish(uri, snapshot.version, diagnostics)));
            }
            Ok(snapshot) => self.checker.check(snapshot, true, self.abilities),
            Err(_) => {}
        }
        true
    }

    /// The snapshot of a document, with what is needed of it. Findings are made by [`Owner::checked`].
    fn snapshot(&mut self, uri: &lsp::Uri, need: Need) -> Answer {
        let Some(document) = self.documents.get(uri) else {
            return Err(Error::invalid_params("this document is not open"));
        };
        if let Some(known) = &document.snapshot
            && known.has(need)
        {
            return Ok(known.clone());
        }
        let home = self.home_of(uri);
        let (encoding, generation, preferences) = (self.abilities.encoding, self.generation, self.preferences);
        let Some(document) = self.documents.get_mut(uri) else {
            return Err(Error::invalid_params("this document is not open"));
        };
        let path = name_of(uri);
        let kind = kind_of(uri, document, &home);
        let shelved = file_of(uri).and_then(|file| self.homes.shelved(&file, document.revision));
        let is_late = kind == Kind::Registry && document.is_large() && shelved.is_none() && self.homes.is_making();
        let (version, revision) = (document.version, document.revision);
        let base = |text: Arc<str>, lines, above| Snapshot {
            uri: uri.clone(),
            version,
            revision,
            generation,
            text,
            lines,
            above,
            encoding,
            kind,
            home: home.clone(),
            entries: None,
            analysis: None,
            findings: None,
            preferences,
        };
        // The whole of it is for those who wait until it has been read.
        let part = match need {
            Need::At(position) if is_late => Some(document.entry_at(position)),
            Need::Analysis if is_late => Some((0, String::new())),
            _ => None,
        };
        if let Some((above, part)) = part {
            let lines = Arc::new(LineIndex::new(&part));
            return Ok(Arc::new(base(part.into(), lines, above)));
        }
        let mut snapshot = if let Some(known) = document.snapshot.take() {
            (*known).clone()
        } else {
            let read = shelved.map(|shelved| (shelved.file.text.clone(), shelved.lines.clone()));
            let (text, lines) = read.unwrap_or_else(|| {
                let text: Arc<str> = String::from(&document.rope).into();
                let lines = Arc::new(LineIndex::new(&text));
                (text, lines)
            });
            base(text, lines, 0)
        };
        let made = contain("reading a document", || {
            if kind == Kind::Registry && need != Need::Text && snapshot.entries.is_none() {
                let known = || home.registry_file(Path::new(&path)).filter(|file| file.text == snapshot.text).cloned();
                snapshot.entries = match shelved {
                    Some(shelved) => Some(shelved.file.clone()),
                    // It is read elsewhere, and until then there is none.
                    None if is_late => None,
                    None => Some(known().unwrap_or_else(|| Arc::new(parse(&path, &snapshot.text)))),
                };
            }
            if kind == Kind::Article && need != Need::Text && snapshot.analysis.is_none() {
                let analysis = analyse(snapshot.text.clone(), &path, home.desk.clone(), &mut document.memory);
                snapshot.analysis = Some(Arc::new(analysis));
            }
            snapshot.findings = snapshot.findings.take().or_else(|| Some(shelved?.findings.clone()));
        });
        if let Err(error) = made {
            // What a half-done analysis left behind is not trusted.
            document.memory = crate::analysis::Memory::default();
            return Err(error);
        }
        let snapshot = Arc::new(snapshot);
        document.snapshot = Some(snapshot.clone());
        Ok(snapshot)
    }

    /// The home of a document: that of its folder. What is no file belongs to the workspace, or to the folder in it that its
    /// address names.
    fn home_of(&mut self, uri: &lsp::Uri) -> Arc<Home> {
        let is_ours = |folder: &PathBuf| self.folders.iter().any(|ours| folder.starts_with(ours));
        let folder = match file_of(uri) {
            Some(file) => file.parent().map(Path::to_path_buf),
            None => folder_of(uri).filter(is_ours),
        };
        self.home_at(folder.or_else(|| self.folders.first().cloned()).unwrap_or_default())
    }

    fn home_at(&mut self, folder: PathBuf) -> Arc<Home> {
        self.homes.at(folder, &self.documents)
    }
}

/// Whether two folders are governed alike.
pub(super) fn is_same_home(one: &Home, other: &Home) -> bool {
    one.root == other.root && one.config.as_ref().map(|(path, _)| path) == other.config.as_ref().map(|(path, _)| path)
}

/// The answer to what was asked of a version that is gone.
pub(super) fn stale() -> Error {
    Error { code: ErrorCode::ContentModified, message: "the document has changed".into(), data: None }
}
