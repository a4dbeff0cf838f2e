//! The shape of a document, in the client's units: folds, selections, links that lead elsewhere, hints between words.

use super::commands::SHOW_TIMELINE;
use super::convert;
use super::document::{Snapshot, range_in};
use super::navigation::text_of;
use super::settings::Abilities;
use super::uris::file_of;
use crate::actors::{Actor, Lookup};
use crate::ide::{self, LinkTarget};
use crate::text::{LineIndex, TextRange};
use crate::workspace;
use serde_json::json;
use std::path::Path;
use tower_lsp::ls_types as lsp;

/// A registry file of more entries has no outline, folds, lenses and links, which would be larger than the file: workspace
/// symbols find its entries.
pub(super) const OUTLINED: usize = 20_000;

/// What can be folded.
pub(super) fn folds(snapshot: &Snapshot) -> Option<Vec<lsp::FoldingRange>> {
    match (&snapshot.analysis, &snapshot.entries) {
        (Some(analysis), _) => Some(convert::folds(snapshot, &ide::folds(analysis))),
        (_, Some(file)) if file.actors.len() <= OUTLINED => Some(convert::folds(snapshot, &ide::entry_folds(file))),
        _ => None,
    }
}

/// What a selection grows to, at each of some positions.
pub(super) fn selections(snapshot: &Snapshot, positions: &[lsp::Position]) -> Vec<lsp::SelectionRange> {
    let at = |position: &lsp::Position| {
        let offset = snapshot.offset(*position);
        let ranges = match &snapshot.analysis {
            Some(analysis) => ide::selections(analysis, offset),
            None => ide::selections_in(&snapshot.text, snapshot.entries.as_deref(), offset),
        };
        let outermost_first = ranges.into_iter().rev();
        let grown = outermost_first.fold(None, |parent, range| {
            Some(lsp::SelectionRange { range: snapshot.range(range), parent: parent.map(Box::new) })
        });
        grown.unwrap_or_default()
    };
    positions.iter().map(at).collect()
}

/// The places that lead elsewhere. Where an entry stands is looked up when somebody follows its link.
pub(super) fn links(snapshot: &Snapshot) -> Option<Vec<lsp::DocumentLink>> {
    let desk = &snapshot.home.desk;
    let links = match (&snapshot.analysis, &snapshot.entries) {
        (Some(analysis), _) => ide::document_links(analysis),
        (_, Some(file)) if file.actors.len() <= OUTLINED => ide::entry_links(file, &desk.registry, &desk.config),
        _ => return None,
    };
    let one = |link: ide::DocumentLink| {
        let range = snapshot.range(link.range);
        let (target, tooltip, data) = match link.target {
            LinkTarget::Entry(id) => {
                let data = json!({"uri": snapshot.uri.as_str(), "id": id});
                (None, format!("`{id}` in the registry"), Some(data))
            }
            LinkTarget::Twin(path) => (Some(beside(snapshot, &path)?), path, None),
            // What an id makes into no address leads nowhere.
            LinkTarget::Page(page) => (Some(page.parse().ok().filter(|_| ide::is_web(&page))?), page, None),
        };
        Some(lsp::DocumentLink { range, target, tooltip: Some(tooltip), data })
    };
    Some(links.into_iter().filter_map(one).collect())
}

/// Where the twin of an article begins, if a position is in the path that names it.
pub(super) fn twin_at(snapshot: &Snapshot, offset: u32) -> Option<(TextRange, lsp::Uri)> {
    let twin = ide::twin(snapshot.analysis.as_deref()?).filter(|twin| twin.range.touches(offset))?;
    let LinkTarget::Twin(path) = twin.target else { return None };
    Some((twin.range, beside(snapshot, &path)?))
}

/// The address of a file by its path from the folder of a document; `None` where there is no such file.
fn beside(snapshot: &Snapshot, path: &str) -> Option<lsp::Uri> {
    let own = file_of(&snapshot.uri)?;
    let other = workspace::tidy(own.parent()?.join(path));
    lsp::Uri::from_file_path(other).filter(|_| own.parent().is_some_and(|folder| folder.join(path).is_file()))
}

/// The place of an entry in its registry file, as an address with a line. The file is read from disk where a built
/// registry stands for it.
pub(super) fn entry_address(snapshot: &Snapshot, id: &str) -> Option<lsp::Uri> {
    let registry = &snapshot.home.desk.registry;
    let (Lookup::Found(actor) | Lookup::Merged(actor)) = registry.lookup(id) else { return None };
    let entry = registry.actor(actor);
    let file = registry.files.get(entry.file?)?;
    let uri = lsp::Uri::from_file_path(Path::new(&file.path))?;
    let text = text_of(file)?;
    let at = range_in(&LineIndex::new(&text), &text, entry.id_range, snapshot.encoding).start;
    format!("{}#L{},{}", uri.as_str(), at.line + 1, at.character + 1).parse().ok()
}

/// What stands over parts of a document: over each entry how often it is named, which is counted when it is shown, and over
/// an article its timeline.
pub(super) fn lenses(snapshot: &Snapshot) -> Option<Vec<lsp::CodeLens>> {
    let uri = snapshot.uri.as_str();
    match (&snapshot.analysis, &snapshot.entries) {
        (Some(analysis), _) => {
            let lens = ide::timeline_lens(analysis)?;
            let arguments = Some(vec![json!({"uri": uri})]);
            let command = lsp::Command { title: lens.title, command: SHOW_TIMELINE.into(), arguments };
            Some(vec![lsp::CodeLens { range: snapshot.range(lens.range), command: Some(command), data: None }])
        }
        (_, Some(file)) if file.actors.len() <= OUTLINED => {
            let lens = |entry: &Actor| lsp::CodeLens {
                range: snapshot.range(entry.id_range),
                command: None,
                data: Some(json!({"uri": uri, "id": entry.id})),
            };
            Some(file.actors.iter().map(lens).collect())
        }
        _ => None,
    }
}

/// The hints that stand in a range.
pub(super) fn hints(snapshot: &Snapshot, range: lsp::Range, abilities: Abilities) -> Option<Vec<lsp::InlayHint>> {
    let analysis = snapshot.analysis.as_ref()?;
    let findings = snapshot.findings.as_deref().unwrap_or_default();
    let range = snapshot.bytes(range);
    let hints = ide::hints(analysis, findings, &snapshot.lines, snapshot.preferences.hints);
    let one = |hint: ide::Hint| {
        let tooltip: Vec<String> = hint.detail.iter().map(|line| abilities.message(line)).collect();
        lsp::InlayHint {
            position: snapshot.range(TextRange::empty(hint.offset)).start,
            label: hint.label.into(),
            kind: None,
            text_edits: None,
            tooltip: Some(tooltip.join("\n\n").into()),
            padding_left: Some(true),
            padding_right: None,
            data: None,
        }
    };
    Some(hints.into_iter().filter(|hint| range.touches(hint.offset)).map(one).collect())
}
