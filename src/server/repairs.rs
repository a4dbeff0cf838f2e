//! All safe repairs in all articles of the workspace, open or not, as one edit.

use super::document::{Kind, range_in};
use super::library::{STEP, Step};
use super::outbox;
use super::owner::World;
use super::settings::Abilities;
use super::uris::file_of;
use crate::analysis::Desk;
use crate::finding::{Applicability, Severity};
use crate::repair::repair;
use crate::text::LineIndex;
use crate::workspace::{self, ReadAs};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::Client;
use tower_lsp::ls_types as lsp;

/// What was repaired, and what is left for a person.
pub(super) struct Repairs {
    edit: lsp::WorkspaceEdit,
    made: usize,
    files: usize,
    left: usize,
}

/// An article that may need repairs; a closed one has not been read yet.
struct Open {
    uri: lsp::Uri,
    path: PathBuf,
    desk: Arc<Desk>,
    text: Option<(Arc<str>, Option<i32>)>,
}

/// An article with its repairs.
struct Done {
    uri: lsp::Uri,
    version: Option<i32>,
    edits: Vec<lsp::TextEdit>,
    made: usize,
    left: usize,
}

/// The repairs of the articles in the folders of the workspace; `None` where `step` says to stop. Where the registry is
/// still being read, nothing is sure yet and nothing is repaired.
pub(super) fn of_worlds(worlds: &[World], abilities: Abilities, step: Step<'_>) -> Option<Repairs> {
    let folders: Vec<&PathBuf> = worlds.iter().flat_map(|world| &world.folders).collect();
    let is_inside = |path: &Path| folders.iter().any(|folder| path.starts_with(folder));
    let mut articles = Vec::new();
    let mut seen = HashSet::new();
    for world in worlds.iter().filter(|world| !world.home.is_partial) {
        let desk = &world.home.desk;
        for snapshot in &world.open {
            let Some(path) = file_of(&snapshot.uri) else { continue };
            if snapshot.kind == Kind::Article && is_inside(&path) && seen.insert(path.clone()) {
                let text = Some((snapshot.text.clone(), snapshot.version));
                articles.push(Open { uri: snapshot.uri.clone(), path, desk: desk.clone(), text });
            }
        }
    }
    for world in worlds.iter().filter(|world| !world.home.is_partial && !folders.is_empty()) {
        for path in workspace::governed(&world.home).files {
            let Some(uri) = lsp::Uri::from_file_path(&path).filter(|_| is_inside(&path)) else { continue };
            if seen.insert(path.clone()) {
                articles.push(Open { uri, path, desk: world.home.desk.clone(), text: None });
            }
        }
    }
    let mut done: Vec<Done> = Vec::new();
    for (nth, part) in articles.chunks(STEP).enumerate() {
        done.par_extend(part.par_iter().filter_map(|article| repaired(article, abilities)));
        if !step((nth * STEP + part.len()).min(articles.len()), articles.len()) {
            return None;
        }
    }
    Some(together(done, abilities))
}

fn repaired(article: &Open, abilities: Abilities) -> Option<Done> {
    let (text, version) = match &article.text {
        Some((text, version)) => (text.clone(), *version),
        None => (workspace::read(&article.path, ReadAs::Article).ok()?.into(), None),
    };
    let name = article.path.display().to_string();
    let repaired = repair(text.clone(), &name, &article.desk, Applicability::Safe);
    let lines = LineIndex::new(&text);
    let edit = |edit: &crate::text::Edit| {
        lsp::TextEdit::new(range_in(&lines, &text, edit.range, abilities.encoding), edit.text.clone())
    };
    Some(Done {
        uri: article.uri.clone(),
        version,
        edits: repaired.edits.iter().map(edit).collect(),
        made: repaired.made,
        left: repaired.findings.iter().filter(|finding| finding.severity != Severity::Hint).count(),
    })
}

fn together(done: Vec<Done>, abilities: Abilities) -> Repairs {
    let (made, left) = done.iter().fold((0, 0), |(made, left), one| (made + one.made, left + one.left));
    let changed: Vec<Done> = done.into_iter().filter(|one| !one.edits.is_empty()).collect();
    let files = changed.len();
    let edit = if abilities.document_changes {
        let documents = changed.into_iter().map(|one| lsp::TextDocumentEdit {
            text_document: lsp::OptionalVersionedTextDocumentIdentifier { uri: one.uri, version: one.version },
            edits: one.edits.into_iter().map(lsp::OneOf::Left).collect(),
        });
        let document_changes = Some(lsp::DocumentChanges::Edits(documents.collect()));
        lsp::WorkspaceEdit { document_changes, ..lsp::WorkspaceEdit::default() }
    } else {
        let changes = Some(changed.into_iter().map(|one| (one.uri, one.edits)).collect());
        lsp::WorkspaceEdit { changes, ..lsp::WorkspaceEdit::default() }
    };
    Repairs { edit, made, files, left }
}

impl Repairs {
    /// Has the client make the edit, and says what it comes to. With `{"apply": false}` the answer has the edit instead, for
    /// a client that makes it in a way of its own.
    pub(super) fn tell(self, client: &Client, params: &lsp::ExecuteCommandParams) -> Value {
        let mut said = json!({"edits": self.made, "files": self.files, "left": self.left});
        let apply = params.arguments.first().and_then(|argument| argument.get("apply")?.as_bool()).unwrap_or(true);
        if !apply {
            said["edit"] = serde_json::to_value(self.edit).unwrap_or_default();
        } else if self.files > 0 {
            tokio::spawn(outbox::apply(client.clone(), self.edit));
        }
        said
    }
}
