//! Code actions that change entries of the registry: spellings and roles from an article, and merges of two entries.

use super::message::ProjectView;
use super::registry_files::registry_of;
use super::settings::ClientCapabilities;
use super::snapshot::{Parsed, Snapshot};
use super::to_proto;
use super::workspace_edit::{of_snapshot, of_source_change};
use crate::actors::NameClass;
use crate::finding::Finding;
use crate::ide::{self, NewSpelling};
use crate::message;
use crate::message::Message;
use crate::text::TextRange;
use crate::workspace;
use std::path::{Path, PathBuf};
use tower_lsp::ls_types as lsp;

/// How many spellings are offered at a time.
const SPELLINGS: usize = 16;
/// The longest registry in bytes whose entries are merged while an editor waits.
const LONGEST: usize = 1 << 20;

/// Spellings that can be added to the entry with a similar name, as an accepted form or as a wrong one.
pub(super) fn spellings(
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
        let title = if class == NameClass::Wrong {
            message!("Add `{name}` as a wrong spelling of `{id}`", name = spelling.name, id)
        } else {
            message!("Add `{name}` as a spelling of `{id}`", name = spelling.name, id)
        };
        let action = lsp::CodeAction {
            title: capabilities.message(&title),
            kind: Some(lsp::CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![to_proto::diagnostic(snapshot, finding, capabilities)]),
            ..lsp::CodeAction::default()
        };
        if let Some(why) = refusal(id, &path) {
            return disabled(action, &why, capabilities);
        }
        let change = ide::add_spelling(path, &file.text, id, spelling, class)?;
        let edit = of_source_change(&change, |_| Some(file.clone()), None, capabilities)?;
        Some(lsp::CodeAction { edit: Some(edit), ..action })
    };
    of_findings
        .take(SPELLINGS)
        .flat_map(|(spelling, finding)| {
            [NameClass::Also, NameClass::Wrong]
                .into_iter()
                .filter_map(|class| action(&spelling, finding, class))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The role that the title at a place states and the entry of its person lacks.
pub(super) fn role(
    snapshot: &Snapshot,
    view: &ProjectView,
    bytes: TextRange,
    capabilities: ClientCapabilities,
) -> Option<lsp::CodeAction> {
    let analysis = snapshot.analysis()?;
    let role = ide::role_at(analysis, bytes)?;
    let actor = view.project.context.registry.get(role.actor)?;
    let (path, file) = registry_of(view, role.actor)?;
    let name = actor.shown_name(analysis.language());
    let action = lsp::CodeAction {
        title: capabilities.message(&message!("Add the role `{title}` to `{name}`", title = role.title, name)),
        kind: Some(lsp::CodeActionKind::REFACTOR),
        ..lsp::CodeAction::default()
    };
    if let Some(why) = refusal(&actor.id, &path) {
        return disabled(action, &why, capabilities);
    }
    let change = ide::add_role(path, &file.text, &actor.id, &role)?;
    Some(lsp::CodeAction {
        edit: Some(of_source_change(&change, |_| Some(file.clone()), None, capabilities)?),
        ..action
    })
}

/// Why an entry of a file cannot be changed.
fn refusal(id: &str, path: &Path) -> Option<Message> {
    workspace::is_list(path).then(|| ide::in_a_list(id, &path.to_string_lossy()))
}

/// An action that is not possible, with the reason. `None` if the client does not show reasons.
pub(super) fn disabled(
    action: lsp::CodeAction,
    why: &Message,
    capabilities: ClientCapabilities,
) -> Option<lsp::CodeAction> {
    let disabled = Some(lsp::CodeActionDisabled { reason: capabilities.message(why) });
    capabilities.disabled_actions.then_some(lsp::CodeAction { disabled, ..action })
}

/// Merges of the entries that a finding of a registry file names.
pub(super) fn merges(snapshot: &Snapshot, bytes: TextRange, capabilities: ClientCapabilities) -> Vec<lsp::CodeAction> {
    let Parsed::Registry(file) = &snapshot.parsed else { return Vec::new() };
    if workspace::is_list(Path::new(&file.path)) {
        return Vec::new();
    }
    if snapshot.rope.is_some() || file.text.len() > LONGEST || *file.text != *snapshot.text {
        return Vec::new();
    }
    let path = PathBuf::from(&file.path);
    let touched = snapshot.known_findings().iter().filter(|finding| finding.touches(bytes));
    let merges =
        touched.flat_map(|finding| ide::merges(&path, file, finding).into_iter().map(move |one| (one, finding)));
    let action = |(merge, finding): (ide::EntryMerge, &Finding)| {
        let (_, edits) = merge.change.edits.first()?;
        Some(lsp::CodeAction {
            title: capabilities.message(&merge.title),
            kind: Some(lsp::CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![to_proto::diagnostic(snapshot, finding, capabilities)]),
            edit: Some(of_snapshot(snapshot, edits, capabilities)),
            ..lsp::CodeAction::default()
        })
    };
    merges.filter_map(action).collect()
}
