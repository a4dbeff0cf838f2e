//! The current registry files of a project: as they are in the editor, else as they are on disk.

use super::message::ProjectView;
use super::snapshot::{DocumentKind, Snapshot};
use super::uris::file_of;
use super::workspace_edit::SourceFile;
use crate::actors::{ActorIndex, RegistryFile, parse_registry};
use crate::workspace::{self, Project, ReadAs};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::ls_types as lsp;

/// A registry file with its entries.
pub(super) struct RegistryDocument {
    pub(super) uri: lsp::Uri,
    /// `None` for a file that is not open.
    pub(super) version: Option<i32>,
    pub(super) file: Arc<RegistryFile>,
}

/// The registry files that contain one of some texts. A file that a built registry replaces is read from disk.
pub(super) fn files_holding(view: &ProjectView, texts: &[String]) -> Vec<RegistryDocument> {
    let open: HashMap<PathBuf, &Arc<Snapshot>> = (view.open.iter())
        .filter(|snapshot| snapshot.kind() == DocumentKind::Registry)
        .filter_map(|snapshot| Some((file_of(&snapshot.uri)?, snapshot)))
        .collect();
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for file in &view.project.context.registry.files {
        let path = Path::new(&file.path);
        if !seen.insert(path) {
            continue;
        }
        let buffer = open.get(path);
        let Some(uri) = buffer.map(|buffer| buffer.uri.clone()).or_else(|| lsp::Uri::from_file_path(path)) else {
            continue;
        };
        let version = buffer.and_then(|buffer| buffer.version);
        let text = match buffer {
            Some(buffer) => buffer.text.shared().clone(),
            None if file.is_built => match workspace::read(path, ReadAs::Registry) {
                Ok(text) => text.into(),
                Err(_) => continue,
            },
            None => file.text.clone(),
        };
        if !texts.iter().any(|part| text.contains(part.as_str())) {
            continue;
        }
        let file = if file.text == text { file.clone() } else { Arc::new(parse_registry(&file.path, &text)) };
        found.push(RegistryDocument { uri, version, file });
    }
    found
}

/// The text of a registry file. A file whose entries are encoded is read from the editor, else from disk.
pub(super) fn text_of(project: &Project, file: &RegistryFile) -> Option<String> {
    if let Some(open) = project.pieces.texts.get(Path::new(&file.path)) {
        Some(open.to_string())
    } else if file.is_built {
        workspace::read(Path::new(&file.path), ReadAs::Registry).ok()
    } else {
        Some(file.text.to_string())
    }
}

/// The registry file that new entries are added to. `None` if there is none yet. Lists in XML are never changed.
pub(super) fn first_registry(view: &ProjectView) -> Option<(PathBuf, SourceFile)> {
    let project = &view.project;
    let is_own = |path: &PathBuf| !workspace::is_list(path);
    let first = project.registry.iter().find(|path| is_own(path)).cloned();
    let others = || project.context.registry.files.iter().map(|file| PathBuf::from(&file.path));
    source_file(view, first.or_else(|| others().find(is_own))?)
}

/// The registry file that has the entry of an actor.
pub(super) fn registry_of(view: &ProjectView, actor: ActorIndex) -> Option<(PathBuf, SourceFile)> {
    let registry = &view.project.context.registry;
    let file = registry.get(actor)?.file?;
    source_file(view, PathBuf::from(&registry.files.get(file)?.path))
}

/// The configuration of a project, as it is in the editor, else on disk.
pub(super) fn config_of(view: &ProjectView) -> Option<(PathBuf, SourceFile)> {
    source_file(view, view.project.config.as_ref()?.0.clone())
}

fn source_file(view: &ProjectView, path: PathBuf) -> Option<(PathBuf, SourceFile)> {
    let open = view.open.iter().find(|snapshot| file_of(&snapshot.uri).is_some_and(|open| open == path));
    let file = match open {
        Some(open) => SourceFile { uri: open.uri.clone(), version: open.version, text: open.text.shared().clone() },
        None => SourceFile {
            uri: lsp::Uri::from_file_path(&path)?,
            version: None,
            text: workspace::read(&path, ReadAs::Registry).ok()?.into(),
        },
    };
    Some((path, file))
}
