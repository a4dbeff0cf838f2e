//! What an editor offers to do at a place: repairs, rewritings, entries for the registry, and changes of a whole article.

use super::capabilities::FIX_ALL;
use super::convert;
use super::document::Snapshot;
use super::navigation;
use super::owner::World;
use super::settings::Abilities;
use crate::ide::{self, NewActor};
use tower_lsp::ls_types as lsp;

/// The actions at a range, of the kinds that were asked for.
pub(super) fn code_actions(
    snapshot: &Snapshot,
    world: Option<&World>,
    params: &lsp::CodeActionParams,
    abilities: Abilities,
) -> Vec<lsp::CodeActionOrCommand> {
    let wanted = |kind: &str| match &params.context.only {
        // An editor asks for source actions by name; a list of quick fixes is no place for them.
        None => kind == "quickfix" || kind == "refactor",
        Some(only) => only.iter().any(|only| {
            kind == only.as_str() || kind.strip_prefix(only.as_str()).is_some_and(|rest| rest.starts_with('.'))
        }),
    };
    let findings = snapshot.findings.as_deref().unwrap_or_default();
    let mut out = Vec::new();
    if wanted("quickfix") {
        let offered = ide::actions(findings, snapshot.bytes(params.range));
        out.extend(offered.iter().map(|action| convert::quick_fix(snapshot, action, abilities)));
    }
    if wanted("quickfix") || wanted("refactor") {
        out.extend(additions(snapshot, world, params.range, abilities));
    }
    if wanted(FIX_ALL) {
        out.extend(ide::fix_all(findings).map(|edits| {
            lsp::CodeActionOrCommand::CodeAction(lsp::CodeAction {
                title: "Make all safe repairs".into(),
                kind: Some(FIX_ALL.into()),
                edit: Some(convert::workspace_edit(snapshot, &edits, abilities)),
                ..lsp::CodeAction::default()
            })
        }));
    }
    out
}

/// Entries that can be added to the registry: of what a finding names, else of what is selected.
fn additions(
    snapshot: &Snapshot,
    world: Option<&World>,
    range: lsp::Range,
    abilities: Abilities,
) -> Vec<lsp::CodeActionOrCommand> {
    let (Some(analysis), Some(world)) = (&snapshot.analysis, world) else { return Vec::new() };
    let bytes = snapshot.bytes(range);
    let findings = snapshot.findings.as_deref().unwrap_or_default();
    let touched =
        findings.iter().filter(|finding| finding.range.touches(bytes.start) || bytes.touches(finding.range.start));
    let of_findings = touched.filter_map(|finding| Some((ide::actor_for_finding(analysis, finding)?, Some(finding))));
    let mut actors: Vec<(NewActor, _)> = of_findings.collect();
    // Without a registry no finding tells of a link that leads nowhere.
    if actors.is_empty() {
        actors.extend(ide::actor_for_link(analysis, bytes.start).map(|actor| (actor, None)));
    }
    if actors.is_empty() && !bytes.is_empty() {
        actors.extend(ide::actor_for_selection(analysis, bytes).map(|actor| (actor, None)));
    }
    let action = |(actor, finding): (NewActor, Option<&crate::finding::Finding>)| {
        let edit = navigation::add_entry(world, &ide::entry_text(&actor), snapshot.encoding, abilities)?;
        let title = crate::text::isolate_quotations(&format!("Add `{}` to the registry as `{}`", actor.name, actor.id));
        let kind = if finding.is_some() { lsp::CodeActionKind::QUICKFIX } else { lsp::CodeActionKind::REFACTOR };
        Some(lsp::CodeActionOrCommand::CodeAction(lsp::CodeAction {
            title,
            kind: Some(kind),
            diagnostics: finding.map(|finding| vec![convert::diagnostic(snapshot, finding, abilities.related)]),
            edit: Some(edit),
            ..lsp::CodeAction::default()
        }))
    };
    actors.into_iter().filter_map(action).collect()
}
