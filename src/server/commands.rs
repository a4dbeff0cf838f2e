//! The commands, with `{"uri": …}` as the argument.
//!
//! A command that changes something sends the edit to the client and does not wait for it. Its result is the number of edits.

use super::code_actions::additions;
use super::message::ProjectView;
use super::project_commands::{DESCRIBE, INIT, NEW_ARTICLE};
use super::settings::ClientCapabilities;
use super::snapshot::Snapshot;
use super::tasks::Worker;
use super::uris::is_writable;
use super::workspace_edit::{of_snapshot, text_edits};
use super::{client, request_context};
use crate::export::{self, Form, form};
use crate::ide;
use crate::message;
use crate::syntax::{NEWS_MARKDOWN, Syntax};
use crate::text::{EditSet, TextRange};
use crate::timeline;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types as lsp;

/// The actors and dates of an article, for a view next to it.
const CAST_AND_TIMELINE: &str = "copydesk.castAndTimeline";
/// Links all certain names of an article.
const LINK_ALL: &str = "copydesk.linkAll";
/// Links all certain names, and annotates each whole day with its value.
const ANNOTATE: &str = "copydesk.annotateArticle";
/// Adds the name in `range` to the registry.
const ADD_ACTOR: &str = "copydesk.addActor";
/// The timeline of an article, as entries and as a page.
pub(super) const SHOW_TIMELINE: &str = "copydesk.showTimeline";
/// An article as a schema.org `NewsArticle`.
const EXPORT_JSON_LD: &str = "copydesk.exportJsonLd";

/// An article in another format.
const CONVERT: &str = "copydesk.convertArticle";

/// Applies all safe fixes in all articles.
pub(super) const FIX_WORKSPACE: &str = "copydesk.fixWorkspace";

/// The commands of the server.
pub(super) const COMMANDS: [&str; 11] = [
    CAST_AND_TIMELINE,
    LINK_ALL,
    ANNOTATE,
    ADD_ACTOR,
    SHOW_TIMELINE,
    EXPORT_JSON_LD,
    CONVERT,
    FIX_WORKSPACE,
    DESCRIBE,
    INIT,
    NEW_ARTICLE,
];

/// Runs a command. The result is `null` if the document is not open or not an article.
pub(super) async fn execute(
    params: lsp::ExecuteCommandParams,
    client: &Client,
    worker: &Worker,
    capabilities: ClientCapabilities,
) -> Result<Option<Value>> {
    if !COMMANDS.contains(&params.command.as_str()) {
        return Err(Error::invalid_params("unknown command"));
    }
    let Some(snapshot) = request_context::open_snapshot().await? else { return Ok(None) };
    let view = request_context::project().await;
    let is_addition = params.command == ADD_ACTOR;
    let done = worker.compute("a command", move |_| match params.command.as_str() {
        CAST_AND_TIMELINE => cast_and_timeline(&snapshot).map(Done::Value),
        SHOW_TIMELINE => show_timeline(&snapshot).map(Done::Value),
        EXPORT_JSON_LD => export_json_ld(&snapshot).map(Done::Value),
        CONVERT => convert(&snapshot, &params).map(Done::Value),
        // A document that shows another version of a file is not changed.
        _ if !is_writable(&snapshot.uri) => Some(Done::Changed(None, 0)),
        ADD_ACTOR => add_actor(&snapshot, view.as_ref(), &params, capabilities),
        LINK_ALL => Some(changed(&snapshot, ide::link_all(snapshot.analysis()?), capabilities)),
        ANNOTATE => Some(changed(&snapshot, ide::annotate_article(snapshot.analysis()?), capabilities)),
        _ => None,
    });
    Ok(match done.await? {
        Some(Done::Value(value)) => Some(value),
        Some(Done::Changed(edit, places)) => {
            match edit {
                Some(edit) => drop(tokio::spawn(client::apply(client.clone(), *edit))),
                None if is_addition => {
                    let message = message!("Nothing was added. Select a name that is not in the registry yet.");
                    client.show_message(lsp::MessageType::INFO, capabilities.message(&message)).await;
                }
                None => {}
            }
            Some(json!({"edits": places}))
        }
        None => None,
    })
}

/// The result of a command.
enum Done {
    Value(Value),
    /// The edit for the client, and the number of its changes.
    Changed(Option<Box<lsp::WorkspaceEdit>>, usize),
}

fn changed(snapshot: &Snapshot, edits: Option<EditSet>, capabilities: ClientCapabilities) -> Done {
    let edits = edits.unwrap_or_default();
    let places = text_edits(snapshot, &edits).len();
    Done::Changed((places > 0).then(|| Box::new(of_snapshot(snapshot, &edits, capabilities))), places)
}

fn add_actor(
    snapshot: &Snapshot,
    view: Option<&ProjectView>,
    params: &lsp::ExecuteCommandParams,
    capabilities: ClientCapabilities,
) -> Option<Done> {
    let range = lsp::Range::deserialize(params.arguments.first()?.get("range")?).ok()?;
    let first = additions(snapshot, view, range, capabilities).into_iter().next();
    let edit = first.and_then(|action| action.edit).map(Box::new);
    let places = usize::from(edit.is_some());
    Some(Done::Changed(edit, places))
}

fn show_timeline(snapshot: &Snapshot) -> Option<Value> {
    let mut entries = timeline::entries(snapshot.analysis()?);
    timeline::sort(&mut entries);
    Some(json!({"entries": entries, "html": timeline::render(&entries, timeline::Form::Html)}))
}

fn export_json_ld(snapshot: &Snapshot) -> Option<Value> {
    let text = form(snapshot.analysis()?, Form::JsonLd, snapshot.uri.as_str(), snapshot.encoding);
    serde_json::from_str(&text).ok()
}

/// The most ranges whose places in a converted text are looked for.
const PLACES: usize = 2000;

/// The article in the format `to`, and what that format cannot hold. The default is News Markdown. `ranges` of the document are
/// answered with their places in the text, in UTF-16 units.
fn convert(snapshot: &Snapshot, params: &lsp::ExecuteCommandParams) -> Option<Value> {
    let to = params.arguments.first().and_then(|argument| argument.get("to")).and_then(Value::as_str);
    let syntax = to.map_or(Some(NEWS_MARKDOWN), |name| Syntax::named(name).map(|syntax| syntax.id))?;
    let analysis = snapshot.analysis()?;
    let composed = export::convert(analysis, syntax);
    let lost: Vec<String> = composed.lost.iter().map(ToString::to_string).collect();
    let asked = params.arguments.first().and_then(|argument| argument.get("ranges")).and_then(Value::as_array);
    let Some(asked) = asked else { return Some(json!({"text": composed.text, "lost": lost})) };
    let ranges: Vec<TextRange> = asked
        .iter()
        .take(PLACES)
        .map(|range| lsp::Range::deserialize(range).map(|range| snapshot.bytes(range)).unwrap_or_default())
        .collect();
    let places = export::converted_places(analysis, &composed.text, syntax, &ranges);
    let units = units_before(&composed.text, places.iter().flatten().flat_map(|place| [place.start, place.end]));
    let places: Vec<Option<[usize; 2]>> =
        places.into_iter().map(|place| place.map(|place| [place.start, place.end].map(|at| units[&at]))).collect();
    Some(json!({"text": composed.text, "lost": lost, "places": places}))
}

fn cast_and_timeline(snapshot: &Snapshot) -> Option<Value> {
    let ide::Cast { actors, dates, reference } = ide::cast(snapshot.analysis()?);
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

/// The number of UTF-16 units before each of some offsets.
fn units_before(text: &str, offsets: impl Iterator<Item = u32>) -> BTreeMap<u32, usize> {
    let mut units: BTreeMap<u32, usize> = offsets.map(|at| (at, 0)).collect();
    let (mut last, mut count) = (0, 0);
    for (at, before) in &mut units {
        count += text[last..*at as usize].encode_utf16().count();
        (last, *before) = (*at as usize, count);
    }
    units
}
