//! The commands: what an editor asks for by name, with `{"uri": …}` as the argument.

use super::asked;
use super::contain;
use super::document::Snapshot;
use crate::ide;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types as lsp;

/// The actors and dates of an article, for a view beside it.
const CAST_AND_TIMELINE: &str = "copydesk.castAndTimeline";

/// The commands that the server carries out.
pub(super) const COMMANDS: [&str; 1] = [CAST_AND_TIMELINE];

/// Carries out a command. A document that is not open or is no article answers `null`.
pub(super) async fn execute(params: &lsp::ExecuteCommandParams) -> Result<Option<Value>> {
    if !COMMANDS.contains(&params.command.as_str()) {
        return Err(Error::invalid_params("copydesk has no such command"));
    }
    let Some(snapshot) = asked::seen().await? else { return Ok(None) };
    contain("a command", || cast_and_timeline(&snapshot))
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
