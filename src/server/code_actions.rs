//! Code actions: fixes, rewrites, ignores, new entries of the registry, and changes of a whole article.
//!
//! A client that resolves code actions gets them without edits. When one is chosen, the same list is made again, and the
//! action is found in it by its kind and title.

use super::message::{ProjectView, stale};
use super::registry_files::{first_registry, registry_of};
use super::settings::ClientCapabilities;
use super::snapshot::Snapshot;
use super::to_proto;
use super::uris::is_writable;
use super::workspace_edit::{of_snapshot, of_source_change};
use crate::actors::NameClass;
use crate::finding::Finding;
use crate::ide::{self, NewActor, NewSpelling};
use crate::message;
use crate::message::Message;
use crate::text::{EditSet, TextRange};
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
struct ActionData {
    uri: lsp::Uri,
    revision: u64,
    range: lsp::Range,
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
        let data = ActionData { uri: snapshot.uri.clone(), revision: snapshot.revision, range: params.range };
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
        let spellings = view.map(|view| spellings(snapshot, view, bytes, capabilities)).unwrap_or_default();
        let entries = spellings.into_iter().chain(additions(snapshot, view, range, capabilities));
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
    let action = |(actor, finding): (NewActor, Option<&Finding>)| {
        let entry = ide::entry_text(&actor);
        let known = file.as_ref().map(|(path, file)| (path.clone(), &*file.text));
        let change = ide::add_entry(known, view.project.new_registry(), &entry)?;
        let words = finding.map_or(bytes, |finding| finding.range);
        let link = ide::link_to_new(analysis, words, &actor);
        let title = if link.is_some() {
            message!("Add `{name}` to the registry as `{id}` and link it", name = actor.name, id = actor.id)
        } else {
            message!("Add `{name}` to the registry as `{id}`", name = actor.name, id = actor.id)
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
            ..lsp::CodeAction::default()
        })
    };
    actors.into_iter().filter_map(action).collect()
}

/// Spellings that can be added to the entry with a similar name, as an accepted form or as a wrong one.
fn spellings(
    snapshot: &Snapshot,
    view: &ProjectView,
    bytes: TextRange,
    capabilities: ClientCapabilities,
) -> Vec<lsp::CodeAction> {
    let Some(analysis) = snapshot.analysis() else { return Vec::new() };
    let findings = snapshot.known_findings();
    let touched = findings.iter().filter(|finding| finding.touches(bytes));
    let of_findings = touched.filter_map(|finding| Some((ide::spelling_for_finding(analysis, finding)?, finding)));
    let action = |spelling: &NewSpelling, finding: &Finding, class: NameClass| {
        let id = &view.project.context.registry.get(spelling.actor)?.id;
        let (path, file) = registry_of(view, spelling.actor)?;
        let change = ide::add_spelling(path, &file.text, id, spelling, class)?;
        let edit = of_source_change(&change, |_| Some(file.clone()), None, capabilities)?;
        let title = if class == NameClass::Wrong {
            message!("Add `{name}` as a wrong spelling of `{id}`", name = spelling.name, id)
        } else {
            message!("Add `{name}` as a spelling of `{id}`", name = spelling.name, id)
        };
        Some(lsp::CodeAction {
            title: capabilities.message(&title),
            kind: Some(lsp::CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![to_proto::diagnostic(snapshot, finding, capabilities)]),
            edit: Some(edit),
            ..lsp::CodeAction::default()
        })
    };
    of_findings
        .take(ADDED)
        .flat_map(|(spelling, finding)| {
            [NameClass::Also, NameClass::Wrong]
                .into_iter()
                .filter_map(|class| action(&spelling, finding, class))
                .collect::<Vec<_>>()
        })
        .collect()
}
