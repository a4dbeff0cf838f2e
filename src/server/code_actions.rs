//! What an editor offers to do at a place: repairs, rewritings, silence, entries for the registry, and changes of a whole
//! article.
//!
//! A client that asks for the edit of an action when somebody has chosen it gets the actions without edits; the same
//! list is then made once more and the chosen action found in it by its kind and title.

use super::convert;
use super::document::Snapshot;
use super::navigation;
use super::owner::{World, stale};
use super::settings::Abilities;
use super::uris::is_writable;
use crate::actors::NameClass;
use crate::finding::Finding;
use crate::ide::{self, NewActor, NewSpelling};
use crate::text::{EditSet, TextRange};
use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::Error;
use tower_lsp::ls_types as lsp;

/// The kind of the action that makes all safe repairs.
pub(super) const FIX_ALL: &str = "source.fixAll.copydesk";
/// The kind of the action that puts the cast list in order.
pub(super) const ORGANIZE: &str = "source.organizeMentions.copydesk";
/// How many entries are offered to be added to the registry at a time.
const ADDED: usize = 16;

/// What is needed to find an action again.
#[derive(Debug, Serialize, Deserialize)]
struct Remembered {
    uri: lsp::Uri,
    revision: u64,
    range: lsp::Range,
}

/// The actions at a range, of the kinds that were asked for.
pub(super) fn code_actions(
    snapshot: &Snapshot,
    world: Option<&World>,
    params: &lsp::CodeActionParams,
    abilities: Abilities,
    stop: &dyn Fn() -> bool,
) -> Vec<lsp::CodeActionOrCommand> {
    if !is_writable(&snapshot.uri) {
        return Vec::new();
    }
    let only = params.context.only.as_deref();
    let actions = offered(snapshot, world, params.range, only, abilities, stop);
    let lazily = |mut action: lsp::CodeAction| {
        let remembered = Remembered { uri: snapshot.uri.clone(), revision: snapshot.revision, range: params.range };
        action.edit = None;
        action.data = serde_json::to_value(remembered).ok();
        action
    };
    let given = actions.into_iter().map(|action| if abilities.lazy_actions { lazily(action) } else { action });
    given.map(lsp::CodeActionOrCommand::CodeAction).collect()
}

/// The edit of an action that somebody has chosen. A document that has changed meanwhile refuses it.
pub(super) fn resolved(
    snapshot: &Snapshot,
    world: Option<&World>,
    action: lsp::CodeAction,
    abilities: Abilities,
    stop: &dyn Fn() -> bool,
) -> Result<lsp::CodeAction, Error> {
    let remembered = action.data.as_ref().and_then(|data| Remembered::deserialize(data).ok());
    let Some(remembered) = remembered else { return Ok(action) };
    if remembered.revision != snapshot.revision {
        return Err(stale());
    }
    let only = action.kind.clone().map(|kind| vec![kind]);
    let again = offered(snapshot, world, remembered.range, only.as_deref(), abilities, stop);
    let chosen = again.into_iter().find(|other| {
        let about = |action: &lsp::CodeAction| action.diagnostics.as_ref().map(|found| found[0].range);
        other.title == action.title && other.kind == action.kind && about(other) == about(&action)
    });
    let edit = chosen.and_then(|chosen| chosen.edit).ok_or_else(stale)?;
    Ok(lsp::CodeAction { edit: Some(edit), ..action })
}

/// The actions at a range with their edits. Without a list of kinds, those that belong under a light bulb.
fn offered(
    snapshot: &Snapshot,
    world: Option<&World>,
    range: lsp::Range,
    only: Option<&[lsp::CodeActionKind]>,
    abilities: Abilities,
    stop: &dyn Fn() -> bool,
) -> Vec<lsp::CodeAction> {
    let wanted = |kind: &str| match only {
        // An editor asks for source actions by name; a list of quick fixes is no place for them.
        None => !kind.starts_with("source"),
        Some(only) => only.iter().any(|only| {
            let only = only.as_str();
            only.is_empty() || kind == only || kind.strip_prefix(only).is_some_and(|rest| rest.starts_with('.'))
        }),
    };
    let bytes = snapshot.bytes(range);
    let findings = snapshot.findings.as_deref().unwrap_or_default();
    let mut out = Vec::new();
    let mut repairs: Vec<EditSet> = Vec::new();
    for action in ide::actions(findings, bytes) {
        if wanted("quickfix") {
            out.push(convert::quick_fix(snapshot, &action, abilities));
        }
        repairs.push(action.edits);
    }
    if wanted("quickfix") || wanted("refactor") {
        let spellings = world.map(|world| spellings(snapshot, world, bytes, abilities)).unwrap_or_default();
        let entries = spellings.into_iter().chain(additions(snapshot, world, range, abilities));
        out.extend(entries.filter(|action| action.kind.as_ref().is_some_and(|kind| wanted(kind.as_str()))));
    }
    let Some(analysis) = snapshot.analysis.as_ref().filter(|_| !stop()) else { return out };
    let action = |title: &str, kind: &'static str, edits: &EditSet, finding: Option<&Finding>| lsp::CodeAction {
        title: abilities.message(title),
        kind: Some(kind.into()),
        diagnostics: finding.map(|finding| vec![convert::diagnostic(snapshot, finding, abilities)]),
        edit: Some(convert::workspace_edit(snapshot, edits, abilities)),
        ..lsp::CodeAction::default()
    };
    if wanted("refactor.rewrite") {
        // What a repair does is offered once.
        let others = ide::rewrites(analysis, bytes).into_iter().filter(|rewrite| !repairs.contains(&rewrite.edits));
        out.extend(others.map(|rewrite| action(&rewrite.title, "refactor.rewrite", &rewrite.edits, None)));
    }
    if wanted("quickfix") {
        let silenced = ide::ignores(analysis, findings, bytes, stop);
        out.extend(silenced.into_iter().map(|rewrite| {
            let finding = rewrite.finding.and_then(|finding| findings.get(finding));
            action(&rewrite.title, "quickfix", &rewrite.edits, finding)
        }));
    }
    if wanted(FIX_ALL) {
        let repaired = ide::fix_all(analysis);
        out.extend(repaired.map(|repaired| action("Make all safe repairs", FIX_ALL, &repaired.edits, None)));
    }
    if wanted(ORGANIZE) {
        let title = "Put the cast list in order and remove what nobody uses";
        out.extend(ide::organize(analysis).map(|edits| action(title, ORGANIZE, &edits, None)));
    }
    out
}

/// Entries that can be added to the registry: of what a finding names, else of what is selected.
pub(super) fn additions(
    snapshot: &Snapshot,
    world: Option<&World>,
    range: lsp::Range,
    abilities: Abilities,
) -> Vec<lsp::CodeAction> {
    let (Some(analysis), Some(world)) = (&snapshot.analysis, world) else { return Vec::new() };
    let bytes = snapshot.bytes(range);
    let findings = snapshot.findings.as_deref().unwrap_or_default();
    let touched = findings.iter().filter(|finding| finding.touches(bytes));
    let of_findings = touched.filter_map(|finding| Some((ide::actor_for_finding(analysis, finding)?, Some(finding))));
    let mut actors: Vec<(NewActor, _)> = of_findings.take(ADDED).collect();
    // Without a registry no finding tells of a link that leads nowhere.
    if actors.is_empty() {
        actors.extend(ide::actor_for_link(analysis, bytes.start).map(|actor| (actor, None)));
    }
    if actors.is_empty() && !bytes.is_empty() {
        actors.extend(ide::actor_for_selection(analysis, bytes).map(|actor| (actor, None)));
    }
    // The registry file is read once, whatever is added to it.
    let target = if actors.is_empty() { None } else { navigation::registry_target(world) };
    let action = |(actor, finding): (NewActor, Option<&Finding>)| {
        let entry = ide::entry_text(&actor);
        let mut edit = navigation::add_entry(world, target.as_ref(), &entry, snapshot.encoding, abilities)?;
        let mut title = format!("Add `{}` to the registry as `{}`", actor.name, actor.id);
        let words = finding.map_or(bytes, |finding| finding.range);
        if let Some(link) = ide::link_to_new(analysis, words, &actor) {
            edit = convert::joined(edit, convert::workspace_edit(snapshot, &link, abilities));
            title.push_str(", and link it");
        }
        let title = abilities.message(&title);
        let kind = if finding.is_some() { lsp::CodeActionKind::QUICKFIX } else { lsp::CodeActionKind::REFACTOR };
        Some(lsp::CodeAction {
            title,
            kind: Some(kind),
            diagnostics: finding.map(|finding| vec![convert::diagnostic(snapshot, finding, abilities)]),
            edit: Some(edit),
            ..lsp::CodeAction::default()
        })
    };
    actors.into_iter().filter_map(action).collect()
}

/// Spellings that can be added to the entry whose name they are near to: as one that the house accepts, or as a wrong one.
fn spellings(snapshot: &Snapshot, world: &World, bytes: TextRange, abilities: Abilities) -> Vec<lsp::CodeAction> {
    let Some(analysis) = &snapshot.analysis else { return Vec::new() };
    let findings = snapshot.findings.as_deref().unwrap_or_default();
    let touched = findings.iter().filter(|finding| finding.touches(bytes));
    let of_findings = touched.filter_map(|finding| Some((ide::spelling_for_finding(analysis, finding)?, finding)));
    let action = |spelling: &NewSpelling, finding: &Finding, class: NameClass| {
        let id = &world.home.desk.registry.get(spelling.actor)?.id;
        let edit = navigation::add_spelling(world, spelling, class, snapshot.encoding, abilities)?;
        let title = match class {
            NameClass::Wrong => format!("Record `{}` as a wrong spelling of `{id}`", spelling.name),
            _ => format!("Accept `{}` as a spelling of `{id}`", spelling.name),
        };
        Some(lsp::CodeAction {
            title: abilities.message(&title),
            kind: Some(lsp::CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![convert::diagnostic(snapshot, finding, abilities)]),
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
