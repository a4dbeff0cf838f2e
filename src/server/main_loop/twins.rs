//! The twins of open documents. An edit of one makes the findings of the other due.

use super::MainLoop;
use crate::server::buffer::{Document, kind_of};
use crate::server::client::ClientMessage;
use crate::server::message::SnapshotResult;
use crate::server::snapshot::{DocumentKind, Parsed, Snapshot, Stage};
use crate::server::twin_sources::{Surroundings, TwinSources, identity};
use crate::server::uris::file_of;
use crate::workspace::{self, CONFIG, Project};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::ls_types as lsp;

/// Whether a document names a file as its twin, or is among the files that this one names.
fn are_twins(document: &Document, path: &PathBuf, named: &[PathBuf]) -> bool {
    document.file.as_ref().is_some_and(|file| named.contains(file))
        || document.twin_names.as_ref().is_some_and(|names| names.contains(path))
}

/// A longer document, in bytes, is not an article, and is not searched for the name of a twin.
const SEARCHED: usize = 64 << 20;

impl MainLoop<'_> {
    /// An analysed snapshot with its twins as they are now. Findings in view of other twins are dropped.
    pub(super) fn checkable(&mut self, uri: &lsp::Uri) -> SnapshotResult {
        let snapshot = self.snapshot(uri, Stage::Analysis)?;
        let Parsed::Article(analysis) = &snapshot.parsed else { return Ok(snapshot) };
        let Some(path) = file_of(uri) else { return Ok(snapshot) };
        self.twin_finder.search(&snapshot.project);
        let named = workspace::named_twins(&path, &analysis.article);
        self.set_twin_names(uri, named.clone());
        let twins = self.twin_sources(uri, path, &named, &snapshot);
        let Some(document) = self.documents.get_mut(uri) else { return Ok(snapshot) };
        if twins.identity == snapshot.twins.identity {
            return Ok(snapshot);
        }
        let snapshot = Arc::new(Snapshot { twins: Arc::new(twins), findings: None, ..(*snapshot).clone() });
        document.snapshot = Some(snapshot.clone());
        Ok(snapshot)
    }

    /// Notes that the text of a document changed, or whether it is open: the documents that have it as a twin are due. Those that
    /// it names are due when its names are known, see [`Self::set_twin_names`].
    pub(super) fn twin_changed(&mut self, uri: &lsp::Uri) {
        let Some(path) = file_of(uri) else { return };
        for (other, document) in &mut self.documents {
            let names = document.twin_names.as_ref().is_some_and(|names| names.contains(&path));
            let had = || document.snapshot.as_ref().is_some_and(|snapshot| snapshot.twins.names(&path));
            document.is_twin_due |= other != uri && (names || had());
        }
        let named = self.documents.get(uri).map(|document| {
            let known = document.twin_names.as_deref().unwrap_or_default();
            known.iter().chain(&document.old_twin_names).cloned().collect::<Vec<_>>()
        });
        self.twins_are_due(uri, &named.unwrap_or_default());
    }

    /// Finds out which twins the documents name that were opened or edited.
    pub(super) fn name_twins(&mut self) {
        let unknown = self.documents.iter().filter(|(_, document)| document.twin_names.is_none());
        let unknown: Vec<lsp::Uri> = unknown.map(|(uri, _)| uri.clone()).collect();
        for uri in unknown {
            self.twin_names(&uri);
        }
    }

    fn set_twin_names(&mut self, uri: &lsp::Uri, names: Vec<PathBuf>) {
        let Some(document) = self.documents.get_mut(uri) else { return };
        if document.twin_names.as_ref() == Some(&names) {
            return;
        }
        let mut all = std::mem::take(&mut document.old_twin_names);
        all.extend(names.iter().cloned());
        document.twin_names = Some(names);
        self.twins_are_due(uri, &all);
    }

    fn twins_are_due(&mut self, uri: &lsp::Uri, files: &[PathBuf]) {
        if files.is_empty() {
            return;
        }
        let named = |document: &Document| document.file.as_ref().is_some_and(|file| files.contains(file));
        for (_, document) in self.documents.iter_mut().filter(|(other, document)| *other != uri && named(document)) {
            document.is_twin_due = true;
        }
    }

    /// Asks a client that pulls diagnostics to do so again if the findings of a document that it has are out of date because of
    /// a twin. A client that takes related documents has got them with those of the twin.
    pub(super) fn refresh_twins(&mut self) {
        self.name_twins();
        let due = self.documents.iter_mut();
        let due = due.filter_map(|(uri, document)| std::mem::take(&mut document.is_twin_due).then(|| uri.clone()));
        let due: Vec<lsp::Uri> = due.collect();
        let known = |this: &Self, uri: &lsp::Uri| {
            let snapshot = this.documents.get(uri)?.snapshot.as_ref()?;
            snapshot.findings.is_some().then_some(snapshot.twins.identity)
        };
        let mut is_out_of_date = false;
        for uri in due {
            let before = known(self, &uri);
            let is_checked = before.is_some() && self.checkable(&uri).is_ok();
            is_out_of_date |= is_checked && known(self, &uri) != before;
        }
        if is_out_of_date && !self.capabilities.related_documents {
            drop(self.client.send(ClientMessage::Refresh));
        }
    }

    /// Notes files that have changed on disk: twins of open documents that are not open themselves.
    pub(super) fn twin_files_changed(&mut self, files: &[lsp::Uri]) {
        let mut is_any_due = false;
        let files: Vec<PathBuf> = files.iter().filter_map(file_of).collect();
        self.twin_files.forget_names();
        if files.iter().any(|file| file.file_name().is_some_and(|name| name == CONFIG)) {
            self.twin_finder.forget_searches();
        }
        self.read_twin_names_again(files.clone());
        for (uri, document) in &mut self.documents {
            let Some(own) = file_of(uri) else { continue };
            let names = document.twin_names.as_deref().unwrap_or_default();
            let is_named = |file: &PathBuf| self.twin_finder.names(file, &own);
            let is_twin =
                |file: &PathBuf| names.contains(file) || workspace::are_neighbours(&own, file) || is_named(file);
            if files.iter().any(is_twin) {
                document.twin_changes += 1;
                document.is_twin_due = true;
                is_any_due = true;
            }
        }
        if is_any_due && self.capabilities.pull {
            drop(self.client.send(ClientMessage::Refresh));
        }
    }

    /// Notes open documents that other files have named as their twins, or no longer name.
    pub(super) fn twins_found(&mut self, documents: &[PathBuf]) {
        let mut is_any_due = false;
        self.twin_files.forget_names();
        for (uri, document) in &mut self.documents {
            if file_of(uri).is_some_and(|own| documents.binary_search(&own).is_ok()) {
                document.twin_changes += 1;
                document.is_twin_due = true;
                is_any_due = true;
            }
        }
        if is_any_due && self.capabilities.pull {
            drop(self.client.send(ClientMessage::Refresh));
        }
    }

    /// Looks again which twins some files name: they have changed on disk, or are no longer open.
    pub(super) fn read_twin_names_again(&mut self, files: Vec<PathBuf>) {
        let mut of_projects: Vec<(Arc<Project>, Vec<PathBuf>)> = Vec::new();
        for file in files {
            if !self.twin_finder.has_searched(&file) {
                continue;
            }
            let project = self.project_at(file.parent().unwrap_or(Path::new("")));
            match of_projects.iter_mut().find(|(known, _)| known.key == project.key) {
                Some((_, files)) => files.push(file),
                None => of_projects.push((project, vec![file])),
            }
        }
        for (project, files) in of_projects {
            self.twin_finder.read_again(&project, files);
        }
    }

    /// The open documents that have a document as a twin, or had it when they were last checked.
    pub(super) fn twins_of(&mut self, uri: &lsp::Uri) -> Vec<lsp::Uri> {
        let Some(path) = file_of(uri) else { return Vec::new() };
        let named = self.twin_names(uri);
        self.name_twins();
        let is_twin = |document: &Document| {
            let had = document.snapshot.as_ref().is_some_and(|snapshot| snapshot.twins.names(&path));
            had || are_twins(document, &path, &named)
        };
        let others = self.documents.iter().filter(|(other, document)| *other != uri && is_twin(document));
        let mut others: Vec<lsp::Uri> = others.map(|(other, _)| other.clone()).collect();
        others.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        others
    }

    /// The files of the open documents.
    fn open_files(&mut self) -> Arc<HashSet<PathBuf>> {
        let documents = &self.documents;
        let all = || Arc::new(documents.values().filter_map(|document| document.file.clone()).collect());
        self.open_files.get_or_insert_with(all).clone()
    }

    fn twin_sources(&mut self, uri: &lsp::Uri, path: PathBuf, named: &[PathBuf], snapshot: &Snapshot) -> TwinSources {
        self.name_twins();
        let twins =
            self.documents.iter().filter(|(other, document)| *other != uri && are_twins(document, &path, named));
        let mut twins: Vec<(lsp::Uri, PathBuf)> =
            twins.filter_map(|(other, document)| Some((other.clone(), document.file.clone()?))).collect();
        twins.sort_by(|a, b| a.1.cmp(&b.1));
        let mut parts: Vec<String> = Vec::new();
        let mut open = Vec::new();
        for (other, file) in &twins {
            let Ok(twin) = self.snapshot(other, Stage::Analysis) else { continue };
            let Some(analysis) = twin.analysis() else { continue };
            parts.push(format!("{} {} {}", file.display(), twin.revision, twin.generation));
            open.push((file.clone(), analysis.clone()));
        }
        let files = self.open_files();
        let is_closed = |file: &&PathBuf| !files.contains(*file) || **file == path;
        let closed: Vec<PathBuf> = named.iter().filter(is_closed).cloned().collect();
        parts.extend(closed.iter().map(|file| file.display().to_string()));
        let changes = self.documents.get(uri).map_or(0, |document| document.twin_changes);
        if changes > 0 {
            parts.push(changes.to_string());
        }
        let project = |path: &Path, this: &mut Self| this.project_at(path.parent().unwrap_or(Path::new("")));
        let closed = closed.into_iter().map(|file| (file.clone(), project(&file, self))).collect();
        // Open neighbours are among the open twins.
        let around = Some(Surroundings { path, project: snapshot.project.clone(), open: files });
        // A document without twins that are known here can still be named by a file next to it.
        parts.push("files".to_owned());
        TwinSources {
            identity: identity(&parts),
            known: Vec::new(),
            open,
            closed,
            around,
            files: self.twin_files.clone(),
        }
    }

    /// The files that an open document names as its twins.
    fn twin_names(&mut self, uri: &lsp::Uri) -> Vec<PathBuf> {
        if let Some(known) = self.documents.get(uri).and_then(|document| document.twin_names.clone()) {
            return known;
        }
        let names = self.read_twin_names(uri).unwrap_or_default();
        self.set_twin_names(uri, names.clone());
        names
    }

    fn read_twin_names(&mut self, uri: &lsp::Uri) -> Option<Vec<PathBuf>> {
        let path = file_of(uri)?;
        let project = self.project_of(uri);
        let document = self.documents.get_mut(uri)?;
        let may_name = document.may_name_twins.unwrap_or_else(|| {
            document.rope.len_bytes() <= SEARCHED && workspace::can_name_twins(document.text().as_bytes())
        });
        document.may_name_twins = Some(may_name);
        if !may_name || kind_of(uri, document, &project) != DocumentKind::Article {
            return None;
        }
        let snapshot = self.snapshot(uri, Stage::Analysis).ok()?;
        Some(workspace::named_twins(&path, &snapshot.analysis()?.article))
    }
}
