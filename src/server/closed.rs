//! The findings of what is not open: the articles and registry files of a workspace, as they lie on disk.
//!
//! Each report has a name made of the text and the state of settings and registries. What the client has under the same
//! name is not checked again, and where nothing has changed on disk it is not even read.

use super::convert::diagnostics;
use super::document::{Kind, Snapshot};
use super::library::{BELIEVED, STEP, Step};
use super::owner::{World, findings};
use super::settings::{Abilities, Preferences};
use crate::actors::{content_hash, parse};
use crate::analysis::{Memory, analyse};
use crate::text::LineIndex;
use crate::workspace;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use tower_lsp::ls_types as lsp;

/// What was reported of each folder.
#[derive(Default)]
pub(super) struct Closed {
    shelves: HashMap<PathBuf, Shelf>,
}

#[derive(Default)]
struct Shelf {
    /// When the files were last looked at, and after how many changes on disk.
    looked: Option<(Instant, u64)>,
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

impl Closed {
    /// The findings of all that is closed; `known` are the names of the findings that the client has. What is no longer
    /// there is reported without findings. Where `step` says to stop, the rest is left out.
    pub(super) fn report(
        &mut self,
        worlds: &[World],
        known: &HashMap<lsp::Uri, String>,
        abilities: Abilities,
        step: Step<'_>,
    ) -> Vec<lsp::WorkspaceDocumentDiagnosticReport> {
        let mut reports: Vec<Report> = Vec::new();
        // Without its whole registry, a folder has findings that are not there.
        let is_whole = worlds.iter().all(|world| !world.home.is_partial);
        for world in worlds.iter().filter(|world| !world.home.is_partial) {
            let shelf = self.shelves.entry(world.home.root.clone()).or_default();
            reports.extend(shelf.report(world, known, abilities, step));
        }
        let open = worlds.iter().flat_map(|world| &world.open).map(|snapshot| &snapshot.uri);
        let said: HashSet<&lsp::Uri> = reports.iter().map(|(uri, ..)| uri).chain(open).collect();
        let gone = known.keys().filter(|uri| is_whole && !said.contains(uri));
        let gone: Vec<lsp::Uri> = gone.cloned().collect();
        reports.extend(gone.into_iter().map(|uri| (uri, "gone".to_owned(), Some(Vec::new()))));
        reports.into_iter().map(said_of).collect()
    }
}

impl Shelf {
    fn report(
        &mut self,
        world: &World,
        known: &HashMap<lsp::Uri, String>,
        abilities: Abilities,
        step: Step<'_>,
    ) -> Vec<Report> {
        let fresh = self
            .looked
            .is_some_and(|(when, disk)| disk == world.disk && (abilities.watch || when.elapsed() < BELIEVED));
        if !fresh {
            let registries = world.home.registry.iter().map(|path| (path.clone(), Kind::Registry));
            let articles = workspace::governed(&world.home).into_iter().map(|path| (path, Kind::Article));
            self.paths = registries.chain(articles).collect();
            let listed: HashSet<&PathBuf> = self.paths.iter().map(|(path, _)| path).collect();
            self.checked.retain(|path, _| listed.contains(path));
        }
        let open: HashSet<PathBuf> =
            world.open.iter().filter_map(|snapshot| Some(snapshot.uri.to_file_path()?.into_owned())).collect();
        let closed: Vec<_> = self.paths.iter().filter(|(path, _)| !open.contains(path)).collect();
        let mut reports = Vec::new();
        let mut whole = true;
        for (nth, part) in closed.chunks(STEP).enumerate() {
            let done: Vec<_> = part
                .par_iter()
                .filter_map(|(path, kind)| {
                    let uri = lsp::Uri::from_file_path(path)?;
                    let (checked, found) =
                        check(path, *kind, world, self.checked.get(path), known.get(&uri), fresh, abilities)?;
                    Some((path.clone(), uri, checked, found))
                })
                .collect();
            let worked = done.iter().any(|(.., found)| found.is_some());
            for (path, uri, checked, found) in done {
                reports.push((uri, checked.name.clone(), found));
                self.checked.insert(path, checked);
            }
            if worked && !step(nth * STEP, closed.len()) {
                whole = false;
                break;
            }
        }
        self.looked = whole.then(|| (Instant::now(), world.disk)).or(self.looked.filter(|_| fresh));
        reports
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
    let text: Arc<str> = workspace::read(path).ok()?.into();
    let name = format!("{generation}.{:x}", content_hash(&text));
    let found = (known != Some(&name)).then(|| {
        let snapshot = snapshot(path, kind, text, world, abilities);
        snapshot.map(|snapshot| diagnostics(&snapshot, abilities.related)).unwrap_or_default()
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
        version: 0,
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
    snapshot.findings = findings(&snapshot, &world.home, &|| false).map(Into::into);
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
