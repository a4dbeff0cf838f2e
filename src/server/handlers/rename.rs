//! `textDocument/rename`: a label of the cast list in its article, an id in the registry and all articles.

use crate::ide::{self, Place, Renamed, Subject};
use crate::message::Message;
use crate::server::catch_panic::catch_panic;
use crate::server::mention_index::ArticleMentions;
use crate::server::message::ProjectView;
use crate::server::registry_files::files_holding;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::snapshot::Snapshot;
use crate::server::workspace_edit::{SourceFile, of_snapshot, of_source_change};
use crate::server::{request_context, subject};
use crate::text::EditSet;
use std::collections::HashMap;
use std::path::PathBuf;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types as lsp;

/// The capability is that of [`super::prepare_rename`].
pub(in crate::server) fn advertise(_: &mut lsp::ServerCapabilities, _: ClientCapabilities) {}

pub(in crate::server) async fn handle(
    session: &Session,
    params: lsp::RenameParams,
) -> Result<Option<lsp::WorkspaceEdit>> {
    let position = params.text_document_position.position;
    let new = params.new_name;
    let capabilities = session.capabilities();
    let Some(snapshot) = request_context::open_snapshot().await? else { return Ok(None) };
    let renaming = catch_panic("renaming", || subject::renaming(&snapshot, position))?;
    let subject = match renaming.map(|renaming| renaming.what) {
        None => return Ok(None),
        Some(Renamed::Label(definition)) => {
            let edits = catch_panic("renaming", || rename_label(&snapshot, definition, &new))?;
            let edits = edits.map_err(|why| refusal(&why, capabilities))?;
            return Ok(Some(of_snapshot(&snapshot, &edits, capabilities)));
        }
        Some(Renamed::Actor(subject)) => subject,
    };
    if new == subject.id {
        return Ok(None);
    }
    if let Some(why) = ide::refuse_id(&snapshot.project.context.registry, &subject, &new) {
        return Err(refusal(&why, capabilities));
    }
    let Some((view, articles)) = session.articles_naming(vec![subject.id.clone()]).await? else { return Ok(None) };
    let edit =
        session.with_mentions("renaming", move |_, _| rename_actor(&view, &subject, &articles, &new, capabilities));
    edit.await?.map_err(|why| refusal(&why, capabilities))
}

fn rename_label(snapshot: &Snapshot, definition: usize, new: &str) -> std::result::Result<EditSet, Message> {
    let Some(analysis) = snapshot.analysis() else { return Ok(EditSet::default()) };
    ide::rename_label(analysis, definition, new)
}

/// Gives an actor a new id, in the registry and in the articles that use the old one.
fn rename_actor(
    view: &ProjectView,
    subject: &Subject,
    articles: &[ArticleMentions],
    new: &str,
    capabilities: ClientCapabilities,
) -> std::result::Result<Option<lsp::WorkspaceEdit>, Message> {
    let registries = files_holding(view, std::slice::from_ref(&subject.id));
    let mut files: HashMap<PathBuf, SourceFile> = HashMap::new();
    let mut name = |uri: &lsp::Uri, version: Option<i32>, text: &std::sync::Arc<str>| {
        // The URI names the file, because an open document need not be a file.
        let path = PathBuf::from(uri.as_str());
        files.insert(path.clone(), SourceFile { uri: uri.clone(), version, text: text.clone() });
        path
    };
    let registries: Vec<_> = (registries.iter())
        .map(|registry| (name(&registry.uri, registry.version, &registry.file.text), registry.file.clone()))
        .collect();
    let articles: Vec<(PathBuf, &[Place])> = (articles.iter())
        .map(|article| (name(&article.uri, article.version, &article.text), article.places.as_slice()))
        .collect();
    let change = ide::rename_actor(&subject.id, new, &registries, &articles)?;
    Ok(of_source_change(&change, |path| files.get(path).cloned(), None, capabilities))
}

/// An error that shows the user why the rename is not possible.
fn refusal(why: &Message, capabilities: ClientCapabilities) -> Error {
    Error {
        code: ErrorCode::ServerError(lsp::error_codes::REQUEST_FAILED),
        message: capabilities.message(why).into(),
        data: None,
    }
}
