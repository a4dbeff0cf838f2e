//! Code actions: fixes, rewrites, ignores, new entries of the registry, and changes of a whole article.
//!
//! A client that resolves code actions gets them without edits. When one is chosen, the same list is made again, and the
//! action is found in it by its kind and title.

use super::entry_actions;
use super::message::{ProjectView, stale};
use super::registry_files::{config_of, first_registry};
use super::settings::ClientCapabilities;
use super::snapshot::Snapshot;
use super::to_proto;
use super::uris::is_writable;
use super::workspace_edit::{of_snapshot, of_source_change};
use crate::finding::Finding;
use crate::ide::{self, NewActor};
use crate::message;
use crate::message::Message;
use crate::text::{EditSet, TextRange};
use crate::workspace;
use serde::{Deserialize, Serialize};
use std::path::Path;
use tower_lsp::jsonrpc::Error;
use tower_lsp::ls_types as lsp;

/// The kind of the action that applies all safe fixes.
pub(super) const FIX_ALL: &str = "source.fixAll.copydesk";
/// The kind of the action that sorts the cast list.
pub(super) const ORGANIZE: &str = "source.organizeMentions.copydesk";
/// How many new entries are offered at a time.
const ADDED: usize = 16;

/// The data of an action, to find it again.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ActionData {
    uri: lsp::Uri,
    revision: u64,
    range: lsp::Range,
    /// Whether the action adds an entry to a registry, so that a client can show the entry.
    #[serde(default)]
    adds_entry: bool,
}

/// The actions at a range, of the kinds that were asked for.
pub(super) fn code_actions(
    snapshot: &Snapshot,
    view: Option<&ProjectView>,
    params: &lsp::CodeActionParams,
    capabilities: ClientCapabilities,
    stop: &dyn Fn() -> bool,
) -> Vec<lsp::CodeActionOrCommand> {
    if !is_writable(&snapshot.uri) {
        return Vec::new();
    }
    let only = params.context.only.as_deref();
    let actions = offered(snapshot, view, params.range, only, capabilities, stop);
    let lazily = |mut action: lsp::CodeAction| {
        let adds_entry = action.data.is_some();
        let data =
            ActionData { uri: snapshot.uri.clone(), revision: snapshot.revision, range: params.range, adds_entry };
        action.edit = None;
        action.data = serde_json::to_value(data).ok();
        action
    };
    let given = actions.into_iter().map(|action| if capabilities.lazy_actions { lazily(action) } else { action });
    given.map(lsp::CodeActionOrCommand::CodeAction).collect()
}

/// Adds the edit to an action. An error if the document has changed.
pub(super) fn resolved(
    snapshot: &Snapshot,
    view: Option<&ProjectView>,
    action: lsp::CodeAction,
    capabilities: ClientCapabilities,
    stop: &dyn Fn() -> bool,
) -> Result<lsp::CodeAction, Error> {
    let data = action.data.as_ref().and_then(|data| ActionData::deserialize(data).ok());
    let Some(data) = data else { return Ok(action) };
    if data.revision != snapshot.revision {
        return Err(stale());
    }
    let only = action.kind.clone().map(|kind| vec![kind]);
    let again = offered(snapshot, view, data.range, only.as_deref(), capabilities, stop);
    let chosen = again.into_iter().find(|other| {
        let about = |action: &lsp::CodeAction| action.diagnostics.as_ref().map(|found| found[0].range);
        other.title == action.title && other.kind == action.kind && about(other) == about(&action)
    });
    let edit = chosen.and_then(|chosen| chosen.edit).ok_or_else(stale)?;
    Ok(lsp::CodeAction { edit: Some(edit), ..action })
}

/// The actions at a range with their edits. Without a list of kinds, source actions are left out.
fn offered(
    snapshot: &Snapshot,
    view: Option<&ProjectView>,
    range: lsp::Range,
    only: Option<&[lsp::CodeActionKind]>,
    capabilities: ClientCapabilities,
    stop: &dyn Fn() -> bool,
) -> Vec<lsp::CodeAction> {
    let wanted = |kind: &str| match only {
        // An editor asks for source actions by name.
        None => !kind.starts_with("source"),
        Some(only) => only.iter().any(|only| {
            let only = only.as_str();
            only.is_empty() || kind == only || kind.strip_prefix(only).is_some_and(|rest| rest.starts_with('.'))
        }),
    };
    let bytes = snapshot.bytes(range);
    let findings = snapshot.known_findings();
    let mut out = Vec::new();
    let mut fixes: Vec<EditSet> = Vec::new();
    for action in ide::actions(findings, bytes) {
        if wanted("quickfix") {
            out.push(to_proto::quick_fix(snapshot, &action, capabilities));
        }
        fixes.push(action.edits);
    }
    if wanted("quickfix") || wanted("refactor") {
        let mut entries = entry_actions::merges(snapshot, bytes, capabilities);
        if let Some(view) = view {
            entries.extend(entry_actions::spellings(snapshot, view, bytes, capabilities));
            entries.extend(entry_actions::role(snapshot, view, bytes, capabilities));
        }
        let entries = entries.into_iter().chain(additions(snapshot, view, range, capabilities));
        out.extend(entries.filter(|action| action.kind.as_ref().is_some_and(|kind| wanted(kind.as_str()))));
    }
    let Some(analysis) = snapshot.analysis().filter(|_| !stop()) else { return out };
    let action = |title: &Message, kind: &'static str, edits: &EditSet, finding: Option<&Finding>| lsp::CodeAction {
        title: capabilities.message(title),
        kind: Some(kind.into()),
        diagnostics: finding.map(|finding| vec![to_proto::diagnostic(snapshot, finding, capabilities)]),
        edit: Some(of_snapshot(snapshot, edits, capabilities)),
        ..lsp::CodeAction::default()
    };
    if wanted("refactor.rewrite") {
        // A rewrite that does the same as a fix is left out.
        let others = ide::rewrites(analysis, bytes).into_iter().filter(|rewrite| !fixes.contains(&rewrite.edits));
        out.extend(others.map(|rewrite| action(&rewrite.title, "refactor.rewrite", &rewrite.edits, None)));
    }
    if wanted("quickfix") {
        let ignored = ide::ignores(analysis, findings, bytes, stop);
        out.extend(ignored.into_iter().map(|rewrite| {
            let finding = rewrite.finding.and_then(|finding| findings.get(finding));
            action(&rewrite.title, "quickfix", &rewrite.edits, finding)
        }));
    }
    if wanted("quickfix") {
        out.extend(of_rules(snapshot, view, bytes, capabilities));
    }
    if wanted(FIX_ALL) {
        let fixed = ide::fix_all(analysis);
        out.extend(fixed.map(|fixed| action(&message!("Apply all safe fixes"), FIX_ALL, &fixed.edits, None)));
    }
    if wanted(ORGANIZE) {
        let title = message!("Sort cast list and remove unused entries");
        out.extend(ide::organize(analysis).map(|edits| action(&title, ORGANIZE, &edits, None)));
    }
    out
}

/// For each rule at a place: all its safe fixes, and switching it off for the project.
fn of_rules(
    snapshot: &Snapshot,
    view: Option<&ProjectView>,
    bytes: TextRange,
    capabilities: ClientCapabilities,
) -> Vec<lsp::CodeAction> {
    let Some(analysis) = snapshot.analysis() else { return Vec::new() };
    let findings = snapshot.known_findings();
    let rules = ide::rules_at(findings, bytes);
    let config = view.filter(|_| !rules.is_empty()).and_then(config_of);
    let action = |title: &Message, finding: usize, edit: lsp::WorkspaceEdit| lsp::CodeAction {
        title: capabilities.message(title),
        kind: Some(lsp::CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![to_proto::diagnostic(snapshot, &findings[finding], capabilities)]),
        edit: Some(edit),
        ..lsp::CodeAction::default()
    };
    let fixed = rules.iter().filter_map(|(code, finding)| {
        let (title, edits) = ide::fix_rule(analysis, findings, *code)?;
        Some(action(&title, *finding, of_snapshot(snapshot, &edits, capabilities)))
    });
    let switched = rules.iter().filter_map(|(code, finding)| {
        let (path, file) = config.as_ref()?;
        let change = ide::switch_off(path.clone(), &file.text, *code)?;
        let edit = of_source_change(&change, |_| Some(file.clone()), None, capabilities)?;
        Some(action(&message!("Switch `{code}` off in `copydesk.toml`", code), *finding, edit))
    });
    fixed.chain(switched).collect()
}

/// Entries that can be added to the registry: for what a finding names, else for what is selected.
pub(super) fn additions(
    snapshot: &Snapshot,
    view: Option<&ProjectView>,
    range: lsp::Range,
    capabilities: ClientCapabilities,
) -> Vec<lsp::CodeAction> {
    let (Some(analysis), Some(view)) = (snapshot.analysis(), view) else { return Vec::new() };
    let bytes = snapshot.bytes(range);
    let findings = snapshot.known_findings();
    let touched = findings.iter().filter(|finding| finding.touches(bytes));
    let of_findings = touched.filter_map(|finding| Some((ide::actor_for_finding(analysis, finding)?, Some(finding))));
    let mut actors: Vec<(NewActor, _)> = of_findings.take(ADDED).collect();
    // Without a registry, unknown actors are not reported.
    if actors.is_empty() {
        actors.extend(ide::actor_for_link(analysis, bytes.start).map(|actor| (actor, None)));
    }
    if actors.is_empty() && !bytes.is_empty() {
        actors.extend(ide::actor_for_selection(analysis, bytes).map(|actor| (actor, None)));
    }
    // The registry file is read once for all new entries.
    let file = if actors.is_empty() { None } else { first_registry(view) };
    // Without a configuration, the registry and a configuration are created in the folder of the workspace.
    let new_config = view.setup_folder.as_deref().filter(|_| file.is_none()).and_then(workspace::registry_of_folder);
    let new_registry = match &new_config {
        Some((config, _)) => Some(config.with_file_name(workspace::REGISTRY)),
        None => view.project.new_registry(),
    };
    if let Some((NewActor { id, name, .. }, finding)) = actors.first()
        && file.is_none()
        && new_config.is_none()
        && view.project.has_only_lists()
    {
        let action = lsp::CodeAction {
            title: capabilities.message(&message!("Add `{name}` to the registry as `{id}`", name, id)),
            kind: Some(if finding.is_some() { lsp::CodeActionKind::QUICKFIX } else { lsp::CodeActionKind::REFACTOR }),
            diagnostics: finding.map(|finding| vec![to_proto::diagnostic(snapshot, finding, capabilities)]),
            ..lsp::CodeAction::default()
        };
        let why =
            message!("`registry` names only lists in XML, which copydesk does not change: add `actors.toml` to it");
        return entry_actions::disabled(action, &why, capabilities).into_iter().collect();
    }
    let action = |(actor, finding): (NewActor, Option<&Finding>)| {
        let entry = ide::entry_text(&actor);
        let known = file.as_ref().map(|(path, file)| (path.clone(), &*file.text));
        let mut change = ide::add_entry(known, new_registry.clone(), &entry)?;
        change.creates.extend(new_config.clone());
        let words = finding.map_or(bytes, |finding| finding.range);
        let link = ide::link_to_new(analysis, words, &actor);
        let NewActor { id, name, .. } = &actor;
        let title = match (change.creates.is_empty(), link.is_some()) {
            (true, true) => message!("Add `{name}` to the registry as `{id}` and link it", name, id),
            (true, false) => message!("Add `{name}` to the registry as `{id}`", name, id),
            (false, true) => message!("Add `{name}` to a new registry as `{id}` and link it", name, id),
            (false, false) => message!("Add `{name}` to a new registry as `{id}`", name, id),
        };
        let find = |_: &Path| file.as_ref().map(|(_, file)| file.clone());
        let edit = of_source_change(&change, find, link.as_ref().map(|link| (snapshot, link)), capabilities)?;
        let title = capabilities.message(&title);
        let kind = if finding.is_some() { lsp::CodeActionKind::QUICKFIX } else { lsp::CodeActionKind::REFACTOR };
        Some(lsp::CodeAction {
            title,
            kind: Some(kind),
            diagnostics: finding.map(|finding| vec![to_proto::diagnostic(snapshot, finding, capabilities)]),
            edit: Some(edit),
            data: Some(serde_json::json!({"addsEntry": true})),
            ..lsp::CodeAction::default()
        })
    };
    actors.into_iter().filter_map(action).collect()
}
