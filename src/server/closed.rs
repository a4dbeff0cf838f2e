//! The findings of what is not open: the articles and registry files of a workspace, as they lie on disk.
//!
//! Each report has a name made of the text and the state of settings and registries. What the client has under the same
//! name is not checked again, and where nothing has changed on disk it is not even read.

use super::convert::diagnostics;
use super::document::{Kind, Snapshot, findings};
use super::library::{BELIEVED, STEP, Step};
use super::owner::World;
use super::settings::{Abilities, Preferences};
use super::uris::file_of;
use crate::actors::{content_hash, parse};
use crate::analysis::{Memory, analyse};
use crate::text::LineIndex;
use crate::workspace::{self, ReadAs};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::mpsc::UnboundedSender;
use tower_lsp::ls_types as lsp;

/// Where pieces of a report go before the whole is there.
pub(super) type Pieces = UnboundedSender<Vec<lsp::WorkspaceDocumentDiagnosticReport>>;

/// What was reported of each folder.
#[derive(Default)]
pub(super) struct Closed {
    shelves: HashMap<PathBuf, Shelf>,
}

/// The folders with a configuration of their own in each folder of the workspace, and when they were looked for.
#[derive(Default)]
pub(super) struct Nested {
    found: HashMap<PathBuf, (Looked, Vec<PathBuf>)>,
}

/// When files were last looked at, and after how many changes on disk.
type Looked = (Instant, u64);

#[derive(Default)]
struct Shelf {
    looked: Option<Looked>,
    paths: Vec<(PathBuf, Kind)>,
    checked: HashMap<PathBuf, Checked>,
}

/// What was last known of a file.
struct Checked {
    stamp: Option<(u64, u64)>,
    generation: u64,
    name: String,
}

/// What is to be said of a file: the name of its findings, and themselves where the client has others.
type Report = (lsp::Uri, String, Option<Vec<lsp::Diagnostic>>);

/// What is said to the client: piece by piece, or all at the end.
struct Out<'a> {
    reports: Vec<Report>,
    /// What has been reported, or is open: a file of two folders is reported once.
    said: HashSet<lsp::Uri>,
    /// The files that are open, however the client spells their addresses.
    open: HashSet<PathBuf>,
    pieces: Option<&'a Pieces>,
    /// Whether a piece has been told.
    began: bool,
}

impl Out<'_> {
    /// Sends off what there is, where the client takes pieces.
    fn flush(&mut self) {
        let Some(pieces) = self.pieces.filter(|_| !self.reports.is_empty()) else { return };
        self.began = true;
        // Nobody may wait any more, and then nothing is told.
        let _ = pieces.send(self.reports.drain(..).map(said_of).collect());
    }
}

impl Nested {
    /// The folders below those of the workspace that have a configuration of their own and are not among the worlds.
    #[expect(clippy::disallowed_methods, reason = "what was looked for ages")]
    pub(super) fn folders(&mut self, worlds: &[World], watched: bool) -> Vec<PathBuf> {
        let mut all: Vec<PathBuf> = Vec::new();
        for world in worlds.iter().filter(|world| !world.folders.is_empty()) {
            let root = &world.home.root;
            let fresh = self.found.get(root).is_some_and(|(looked, _)| is_fresh(Some(*looked), world, watched));
            if !fresh {
                let looked = (Instant::now(), world.disk);
                self.found.insert(root.clone(), (looked, workspace::nested(root)));
            }
            all.extend(self.found.get(root).into_iter().flat_map(|(_, folders)| folders.clone()));
        }
        all.sort();
        all.dedup();
        all.retain(|folder| worlds.iter().all(|world| world.home.root != *folder));
        all
    }
}

impl Closed {
    /// The findings of all that is closed; `known` are the names of the findings that the client has. What is no longer
    /// there is reported without findings. Where `step` says to stop, the rest is left out. What goes to `pieces` is not in
    /// the answer.
    pub(super) fn report(
        &mut self,
        worlds: &[World],
        known: &HashMap<lsp::Uri, String>,
        abilities: Abilities,
        pieces: Option<&Pieces>,
        step: Step<'_>,
    ) -> Vec<lsp::WorkspaceDocumentDiagnosticReport> {
        let open = || worlds.iter().flat_map(|world| &world.open).map(|snapshot| &snapshot.uri);
        let (said, files) = (open().cloned().collect(), open().filter_map(file_of).collect());
        let mut out = Out { reports: Vec::new(), said, open: files, pieces, began: false };
        let mut is_whole = true;
        for world in worlds {
            // Without its whole registry, a folder has findings that are not there.
            if world.home.is_partial {
                is_whole = false;
                continue;
            }
            let shelf = self.shelves.entry(world.home.root.clone()).or_default();
            if !shelf.report(world, known, abilities, &mut out, step) {
                is_whole = false;
                break;
            }
        }
        // What was not looked at is not gone.
        let gone = known.keys().filter(|uri| is_whole && !out.said.contains(uri));
        let gone: Vec<Report> = gone.map(|uri| (uri.clone(), "gone".to_owned(), Some(Vec::new()))).collect();
        out.reports.extend(gone);
        // What has begun in pieces ends in one.
        if out.began {
            out.flush();
        }
        out.reports.into_iter().map(said_of).collect()
    }
}

fn is_fresh(looked: Option<Looked>, world: &World, watched: bool) -> bool {
    looked.is_some_and(|(when, disk)| disk == world.disk && (watched || when.elapsed() < BELIEVED))
}

impl Shelf {
    /// Reports what is closed in one folder; the answer is whether all of it was looked at.
    fn report(
        &mut self,
        world: &World,
        known: &HashMap<lsp::Uri, String>,
        abilities: Abilities,
        out: &mut Out<'_>,
        step: Step<'_>,
    ) -> bool {
        let fresh = is_fresh(self.looked, world, abilities.watch);
        if !fresh {
            let home = &world.home;
            let config = home.config.iter().map(|(path, _)| (path.clone(), Kind::Config));
            // A file elsewhere is read, and said of only by whoever opens it.
            let own = home.registry.iter().filter(|path| workspace::is_inside(path, &home.root));
            let registries = own.map(|path| (path.clone(), Kind::Registry));
            let found = workspace::governed(home);
            for error in &found.errors {
                tracing::warn!("{error}");
            }
            let articles = found.files.into_iter().map(|path| (path, Kind::Article));
            self.paths = config.chain(registries).chain(articles).collect();
            let listed: HashSet<&PathBuf> = self.paths.iter().map(|(path, _)| path).collect();
            self.checked.retain(|path, _| listed.contains(path));
        }
        let with_uri = |(path, kind): &(PathBuf, Kind)| Some((lsp::Uri::from_file_path(path)?, path.clone(), *kind));
        let mut closed: Vec<(lsp::Uri, PathBuf, Kind)> = self.paths.iter().filter_map(with_uri).collect();
        closed.retain(|(uri, path, _)| !out.open.contains(path) && out.said.insert(uri.clone()));
        let mut whole = true;
        for (nth, part) in closed.chunks(STEP).enumerate() {
            let look = |(uri, path, kind): &(lsp::Uri, PathBuf, Kind)| {
                check(path, *kind, world, self.checked.get(path), known.get(uri), fresh, abilities)
            };
            let done: Vec<_> = part.par_iter().map(look).collect();
            let mut worked = false;
            for ((uri, path, _), done) in part.iter().zip(done) {
                let Some((checked, found)) = done else {
                    // What cannot be read is gone.
                    out.said.remove(uri);
                    continue;
                };
                worked |= found.is_some();
                out.reports.push((uri.clone(), checked.name.clone(), found));
                self.checked.insert(path.clone(), checked);
            }
            if worked {
                out.flush();
                if !step(nth * STEP, closed.len()) {
                    whole = false;
                    break;
                }
            }
        }
        #[expect(clippy::disallowed_methods, reason = "what was looked for ages")]
        let now = Instant::now();
        self.looked = whole.then_some((now, world.disk)).or(self.looked.filter(|_| fresh));
        whole
    }
}

/// Checks one file, unless the client has its findings.
fn check(
    path: &Path,
    kind: Kind,
    world: &World,
    before: Option<&Checked>,
    known: Option<&String>,
    fresh: bool,
    abilities: Abilities,
) -> Option<(Checked, Option<Vec<lsp::Diagnostic>>)> {
    let generation = world.generation;
    let same = before.filter(|before| before.generation == generation && known == Some(&before.name));
    let stamp = match same {
        Some(before) if fresh => before.stamp,
        _ => workspace::stamp(path),
    };
    if let Some(before) = same.filter(|before| stamp.is_some() && before.stamp == stamp) {
        return Some((Checked { stamp, generation, name: before.name.clone() }, None));
    }
    // What cannot be read has no findings: it is no text.
    let read_as = match kind {
        Kind::Config => ReadAs::Config,
        Kind::Registry => ReadAs::Registry,
        Kind::Article | Kind::Other => ReadAs::Article,
    };
    let text: Arc<str> = workspace::read(path, read_as).ok()?.into();
    let name = format!("{generation}.{:x}", content_hash(&text));
    let found = (known != Some(&name)).then(|| {
        let snapshot = snapshot(path, kind, text, world, abilities);
        snapshot.map(|snapshot| diagnostics(&snapshot, abilities)).unwrap_or_default()
    });
    Some((Checked { stamp, generation, name }, found))
}

/// A closed file as if it were open.
fn snapshot(path: &Path, kind: Kind, text: Arc<str>, world: &World, abilities: Abilities) -> Option<Snapshot> {
    let name = path.display().to_string();
    let desk = &world.home.desk;
    let analysis =
        (kind == Kind::Article).then(|| Arc::new(analyse(text.clone(), &name, desk.clone(), &mut Memory::default())));
    let entries = (kind == Kind::Registry).then(|| {
        let known = world.home.registry_file(path).filter(|file| file.text == text);
        known.cloned().unwrap_or_else(|| Arc::new(parse(&name, &text)))
    });
    let mut snapshot = Snapshot {
        uri: lsp::Uri::from_file_path(path)?,
        version: None,
        revision: 0,
        generation: world.generation,
        above: 0,
        lines: Arc::new(LineIndex::new(&text)),
        text,
        encoding: abilities.encoding,
        kind,
        home: world.home.clone(),
        entries,
        analysis,
        findings: None,
        preferences: Preferences::default(),
    };
    snapshot.findings = findings(&snapshot, &|| false).map(Into::into);
    Some(snapshot)
}

fn said_of((uri, name, found): Report) -> lsp::WorkspaceDocumentDiagnosticReport {
    match found {
        Some(items) => lsp::WorkspaceFullDocumentDiagnosticReport {
            uri,
            version: None,
            full_document_diagnostic_report: lsp::FullDocumentDiagnosticReport { result_id: Some(name), items },
        }
        .into(),
        None => lsp::WorkspaceUnchangedDocumentDiagnosticReport {
            uri,
            version: None,
            unchanged_document_diagnostic_report: lsp::UnchangedDocumentDiagnosticReport { result_id: name },
        }
        .into(),
    }
}
