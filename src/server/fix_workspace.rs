//! All safe fixes in all articles of the workspace, open or not, as one edit.

use super::client;
use super::limits::FILES_PER_STEP;
use super::message::ProjectView;
use super::settings::ClientCapabilities;
use super::snapshot::DocumentKind;
use super::tasks::ProgressFn;
use super::uris::file_of;
use super::workspace_edit::{DocumentEdits, of_documents, text_edits_in};
use crate::analysis::ProjectContext;
use crate::finding::{Applicability, Severity};
use crate::fix::apply_fixes;
use crate::parallel;
use crate::workspace::{self, ReadAs};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::Client;
use tower_lsp::ls_types as lsp;

/// The number of applied fixes, and the findings that are left for the user.
pub(super) struct WorkspaceFix {
    edit: lsp::WorkspaceEdit,
    made: usize,
    files: usize,
    left: usize,
}

/// An article that may need fixes. A closed one was not read yet.
struct Source {
    uri: lsp::Uri,
    path: PathBuf,
    context: Arc<ProjectContext>,
    text: Option<(Arc<str>, Option<i32>)>,
}

/// An article with its fixes.
struct Fixed {
    document: DocumentEdits,
    made: usize,
    left: usize,
}

/// Fixes the articles in the workspace folders. `None` if `step` returns `false`. Projects whose registry is still being read
/// are left out: their findings are not reliable yet.
pub(super) fn fix_workspace(
    views: &[ProjectView],
    capabilities: ClientCapabilities,
    step: ProgressFn<'_>,
) -> Option<WorkspaceFix> {
    let folders: Vec<&PathBuf> = views.iter().flat_map(|view| &view.folders).collect();
    let is_inside = |path: &Path| folders.iter().any(|folder| path.starts_with(folder));
    let mut articles = Vec::new();
    let mut seen = HashSet::new();
    for view in views.iter().filter(|view| !view.project.is_partial) {
        let context = &view.project.context;
        for snapshot in &view.open {
            let Some(path) = file_of(&snapshot.uri) else { continue };
            if snapshot.kind() == DocumentKind::Article && is_inside(&path) && seen.insert(path.clone()) {
                let text = Some((snapshot.text.shared().clone(), snapshot.version));
                articles.push(Source { uri: snapshot.uri.clone(), path, context: context.clone(), text });
            }
        }
    }
    for view in views.iter().filter(|view| !view.project.is_partial && !folders.is_empty()) {
        for path in workspace::governed(&view.project).files {
            let Some(uri) = lsp::Uri::from_file_path(&path).filter(|_| is_inside(&path)) else { continue };
            if seen.insert(path.clone()) {
                articles.push(Source { uri, path, context: view.project.context.clone(), text: None });
            }
        }
    }
    let mut done: Vec<Fixed> = Vec::new();
    for (nth, part) in articles.chunks(FILES_PER_STEP).enumerate() {
        done.extend(parallel::map(part, |article| fixed(article, capabilities)).into_iter().flatten());
        if !step((nth * FILES_PER_STEP + part.len()).min(articles.len()), articles.len()) {
            return None;
        }
    }
    Some(together(done, capabilities))
}

fn fixed(article: &Source, capabilities: ClientCapabilities) -> Option<Fixed> {
    let (text, version) = match &article.text {
        Some((text, version)) => (text.clone(), *version),
        None => (workspace::read(&article.path, ReadAs::Article).ok()?.into(), None),
    };
    let name = article.path.display().to_string();
    let fixed = apply_fixes(text.clone(), &name, &article.context, Applicability::Safe);
    let edits = text_edits_in(&text, &fixed.edits, capabilities.encoding);
    Some(Fixed {
        document: DocumentEdits { uri: article.uri.clone(), version, edits },
        made: fixed.made,
        left: fixed.findings.iter().filter(|finding| finding.severity != Severity::Hint).count(),
    })
}

fn together(done: Vec<Fixed>, capabilities: ClientCapabilities) -> WorkspaceFix {
    let (made, left) = done.iter().fold((0, 0), |(made, left), one| (made + one.made, left + one.left));
    let changed: Vec<DocumentEdits> =
        done.into_iter().map(|one| one.document).filter(|document| !document.edits.is_empty()).collect();
    let files = changed.len();
    WorkspaceFix { edit: of_documents(changed, None, capabilities), made, files, left }
}

impl WorkspaceFix {
    /// Asks the client to apply the edit, and returns the counts. With `{"apply": false}` the result has the edit instead, for
    /// a client that applies it itself.
    pub(super) fn finish(self, client: &Client, params: &lsp::ExecuteCommandParams) -> Value {
        let mut result = json!({"edits": self.made, "files": self.files, "left": self.left});
        let apply = params.arguments.first().and_then(|argument| argument.get("apply")?.as_bool()).unwrap_or(true);
        if !apply {
            result["edit"] = serde_json::to_value(self.edit).unwrap_or_default();
        } else if self.files > 0 {
            tokio::spawn(client::apply(client.clone(), self.edit));
        }
        result
    }
}
