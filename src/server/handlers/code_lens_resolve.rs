//! `codeLens/resolve`: counts the mentions of an entry.

use crate::ide;
use crate::server::request_context;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::text::TextRange;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

/// The command that lists the mentions of an entry. The editor implements it.
const SHOW_REFERENCES: &str = "copydesk.showReferences";

/// The capability is that of [`super::code_lens`].
pub(in crate::server) fn advertise(_: &mut lsp::ServerCapabilities, _: ClientCapabilities) {}

pub(in crate::server) async fn handle(session: &Session, lens: lsp::CodeLens) -> Result<lsp::CodeLens> {
    let data = |key: &str| Some(lens.data.as_ref()?.get(key)?.as_str()?.to_owned());
    let (Some(id), Some(uri)) = (data("id"), data("uri")) else { return Ok(lens) };
    let Some(view) = request_context::project().await else { return Ok(lens) };
    let watched = session.capabilities().watch;
    let sharing = session.sharing_registry(&view).await?;
    let count = session.with_mentions("code lenses", move |index, step| {
        let ids = ide::subject_of(&view.project.context.registry, &id, TextRange::default()).ids;
        let counts = std::iter::once(&view).chain(&sharing).map(|view| index.count(view, &ids, watched, step));
        counts.fold((0, 0), |(mentions, articles), (more, others)| (mentions + more, articles + others))
    });
    let command = lsp::Command {
        title: session.capabilities().message(&ide::mention_count(count.await?)),
        command: SHOW_REFERENCES.into(),
        arguments: Some(vec![uri.into(), serde_json::json!(lens.range.start)]),
    };
    Ok(lsp::CodeLens { command: Some(command), ..lens })
}
