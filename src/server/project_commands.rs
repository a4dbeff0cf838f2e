//! The commands about projects: which one governs a document, a new project, a new article.

use super::message::{Message, ProjectView};
use super::request_context;
use super::session::Session;
use super::snapshot::{DocumentKind, Snapshot};
use super::uris::file_of;
use crate::actors::Registry;
use crate::config::Builtin;
use crate::dates::Date;
use crate::language::Language;
use crate::workspace::{self, Project, SetupFile};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::str::FromStr;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types as lsp;

/// What governs a document: configuration, registries, number of entries.
pub(super) const DESCRIBE: &str = "copydesk.describeProject";
/// Creates the files of a project in a folder.
pub(super) const INIT: &str = "copydesk.init";
/// Returns the text of a new article.
pub(super) const NEW_ARTICLE: &str = "copydesk.newArticle";

/// Describes the project of a document. `null` if the document is not open.
pub(super) async fn describe() -> Result<Option<Value>> {
    let Some(snapshot) = request_context::open_snapshot().await? else { return Ok(None) };
    let Some(view) = request_context::project().await else { return Ok(None) };
    Ok(Some(description(&snapshot, &view)))
}

fn description(snapshot: &Snapshot, view: &ProjectView) -> Value {
    let project = &view.project;
    let registry = &project.context.registry;
    let builtin = project.context.config.builtin != Builtin::Off;
    let entries = registry.len().saturating_sub(Registry::new(Vec::new(), builtin).len());
    let mut registries: Vec<String> = project.registry.iter().map(|path| path.display().to_string()).collect();
    for file in registry.files.iter().map(|file| &file.path) {
        if !registries.contains(file) {
            registries.push(file.clone());
        }
    }
    json!({
        "article": snapshot.kind() == DocumentKind::Article,
        "config": project.config.as_ref().map(|(path, _)| path.display().to_string()),
        "registries": registries,
        "entries": entries,
        "language": language_of(project).map(Language::tag),
        "folder": view.setup_folder.as_ref().map(|folder| folder.display().to_string()),
        "errors": project.errors.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

/// The language that the settings state for articles.
fn language_of(project: &Project) -> Option<Language> {
    project.context.language.or(project.context.config.language)
}

/// Creates the files of a project, as `copydesk init --schema` does. Existing files are not changed.
pub(super) async fn init(session: &Session, params: &lsp::ExecuteCommandParams) -> Result<Option<Value>> {
    let Some(folder) = folder(session, params).await? else {
        return Err(Error::invalid_params("no folder is open; give `folder`"));
    };
    let done = session.worker.compute("a new project", move |_| {
        let survey = workspace::survey(&folder);
        workspace::set_up(&folder, &survey, true).map(|files| (survey, files))
    });
    let (survey, files) = done.await?.map_err(|error| {
        let mut refused = Error::internal_error();
        refused.message = error.to_string().into();
        refused
    })?;
    // A client need not watch files.
    let changed = files.iter().filter(|file| file.is_created).filter_map(|file| lsp::Uri::from_file_path(&file.path));
    session.send(Message::WatchedFiles(changed.collect()));
    let paths = |is_created: bool| -> Vec<String> {
        let own = files.iter().filter(|file| file.is_created == is_created);
        own.map(|SetupFile { path, .. }| path.display().to_string()).collect()
    };
    let found: Vec<String> = survey.lines().iter().map(|line| session.capabilities().message(line)).collect();
    Ok(Some(json!({"created": paths(true), "unchanged": paths(false), "found": found})))
}

/// The text of a new article and the name of its file. The client states the day, because it knows the time zone of its user.
pub(super) async fn new_article(session: &Session, params: &lsp::ExecuteCommandParams) -> Result<Option<Value>> {
    let text = |key: &str| argument(params, key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let Some(day) = text("date").and_then(|day| Date::from_str(day).ok()) else {
        return Err(Error::invalid_params("`date` is missing, or is not a day such as 2024-03-18"));
    };
    let stated = text("language").and_then(Language::from_tag);
    let folder = folder(session, params).await?;
    let project = match &folder {
        Some(folder) => session.project_of_folder(folder.clone()).await,
        None => None,
    };
    let usual = || project.as_ref().and_then(|view| language_of(&view.project));
    let language = stated.or_else(usual).unwrap_or(Language::English);
    let (name, text) = workspace::new_article(language, &day.to_string(), text("author"));
    let folder = folder.map(|folder| folder.display().to_string());
    Ok(Some(json!({"name": name, "text": text, "language": language.tag(), "folder": folder})))
}

/// The folder of the argument, as a URI or a path, else the first folder of the workspace.
async fn folder(session: &Session, params: &lsp::ExecuteCommandParams) -> Result<Option<PathBuf>> {
    if let Some(stated) = argument(params, "folder") {
        let stated = stated.as_str().unwrap_or_default();
        let from_uri = lsp::Uri::from_str(stated).ok().and_then(|uri| file_of(&uri));
        let path = from_uri.or_else(|| Some(PathBuf::from(stated))).filter(|path| path.is_absolute());
        return path.map(Some).ok_or_else(|| Error::invalid_params("`folder` is not an absolute path or a file URI"));
    }
    let views = session.all_projects().await?;
    Ok(views.into_iter().flat_map(|view| view.folders).next())
}

fn argument<'a>(params: &'a lsp::ExecuteCommandParams, key: &str) -> Option<&'a Value> {
    params.arguments.first()?.get(key).filter(|value| !value.is_null())
}
