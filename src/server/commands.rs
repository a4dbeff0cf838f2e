//! The commands: what an editor asks for by name, with `{"uri": …}` as the argument.
//!
//! A command that changes something sends the edit to the client and does not wait for it; its answer says how many places
//! change.

use super::asked;
use super::code_actions::additions;
use super::convert::{text_edits, workspace_edit};
use super::document::Snapshot;
use super::outbox;
use super::owner::World;
use super::settings::Abilities;
use super::uris::is_writable;
use super::work::Worker;
use crate::export::{Form, form};
use crate::ide;
use crate::text::EditSet;
use crate::timeline;
use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types as lsp;

/// The actors and dates of an article, for a view beside it.
const CAST_AND_TIMELINE: &str = "copydesk.castAndTimeline";
/// Links all certain names of an article.
const LINK_ALL: &str = "copydesk.linkAll";
/// Links all certain names and writes its value to each whole day.
const ANNOTATE: &str = "copydesk.annotateArticle";
/// Adds what stands in `range` to the registry.
const ADD_ACTOR: &str = "copydesk.addActor";
/// The timeline of an article, as entries and as a page.
pub(super) const SHOW_TIMELINE: &str = "copydesk.showTimeline";
/// An article as a `NewsArticle` of schema.org.
const EXPORT_JSON_LD: &str = "copydesk.exportJsonLd";

/// Makes all safe repairs in all articles.
pub(super) const FIX_WORKSPACE: &str = "copydesk.fixWorkspace";

/// The commands that the server carries out.
pub(super) const COMMANDS: [&str; 7] =
    [CAST_AND_TIMELINE, LINK_ALL, ANNOTATE, ADD_ACTOR, SHOW_TIMELINE, EXPORT_JSON_LD, FIX_WORKSPACE];

/// Carries out a command. A document that is not open or is no article answers `null`.
pub(super) async fn execute(
    params: lsp::ExecuteCommandParams,
    client: &Client,
    worker: &Worker,
    abilities: Abilities,
) -> Result<Option<Value>> {
    if !COMMANDS.contains(&params.command.as_str()) {
        return Err(Error::invalid_params("copydesk has no such command"));
    }
    let Some(snapshot) = asked::seen().await? else { return Ok(None) };
    let world = asked::world().await;
    let done = worker.compute("a command", move |_| match params.command.as_str() {
        CAST_AND_TIMELINE => cast_and_timeline(&snapshot).map(Done::Said),
        SHOW_TIMELINE => show_timeline(&snapshot).map(Done::Said),
        EXPORT_JSON_LD => export_json_ld(&snapshot).map(Done::Said),
        // What shows another version of a file is not changed.
        _ if !is_writable(&snapshot.uri) => Some(Done::Changed(None, 0)),
        ADD_ACTOR => add_actor(&snapshot, world.as_ref(), &params, abilities),
        LINK_ALL => Some(changed(&snapshot, ide::link_all(snapshot.analysis.as_ref()?), abilities)),
        ANNOTATE => Some(changed(&snapshot, ide::annotate_article(snapshot.analysis.as_ref()?), abilities)),
        _ => None,
    });
    Ok(match done.await? {
        Some(Done::Said(value)) => Some(value),
        Some(Done::Changed(edit, places)) => {
            if let Some(edit) = edit {
                tokio::spawn(outbox::apply(client.clone(), *edit));
            }
            Some(json!({"edits": places}))
        }
        None => None,
    })
}

/// What a command has come to.
enum Done {
    Said(Value),
    /// The edit for the client, and how many places it changes.
    Changed(Option<Box<lsp::WorkspaceEdit>>, usize),
}

fn changed(snapshot: &Snapshot, edits: Option<EditSet>, abilities: Abilities) -> Done {
    let edits = edits.unwrap_or_default();
    let places = text_edits(snapshot, &edits).len();
    Done::Changed((places > 0).then(|| Box::new(workspace_edit(snapshot, &edits, abilities))), places)
}

fn add_actor(
    snapshot: &Snapshot,
    world: Option<&World>,
    params: &lsp::ExecuteCommandParams,
    abilities: Abilities,
) -> Option<Done> {
    let range = lsp::Range::deserialize(params.arguments.first()?.get("range")?).ok()?;
    let first = additions(snapshot, world, range, abilities).into_iter().next();
    let edit = first.and_then(|action| action.edit).map(Box::new);
    let places = usize::from(edit.is_some());
    Some(Done::Changed(edit, places))
}

fn show_timeline(snapshot: &Snapshot) -> Option<Value> {
    let mut entries = timeline::entries(snapshot.analysis.as_ref()?);
    timeline::sort(&mut entries);
    Some(json!({"entries": entries, "html": timeline::render(&entries, timeline::Form::Html)}))
}

fn export_json_ld(snapshot: &Snapshot) -> Option<Value> {
    let text = form(snapshot.analysis.as_ref()?, Form::JsonLd, snapshot.uri.as_str(), snapshot.encoding);
    serde_json::from_str(&text).ok()
}

fn cast_and_timeline(snapshot: &Snapshot) -> Option<Value> {
    let ide::Cast { actors, dates, reference } = ide::cast(snapshot.analysis.as_ref()?);
    let actors = actors.iter().map(|actor| {
        let mentions: Vec<lsp::Range> = actor.mentions.iter().map(|range| snapshot.range(*range)).collect();
        json!({"id": actor.id, "name": actor.name, "kind": actor.kind, "role": actor.role, "mentions": mentions})
    });
    let dates = dates.iter().map(|date| {
        let range = snapshot.range(date.range);
        json!({"value": date.value, "text": date.words, "range": range, "derivation": date.derivation})
    });
    Some(json!({
        "actors": actors.collect::<Vec<_>>(),
        "dates": dates.collect::<Vec<_>>(),
        "reference": reference,
    }))
}
