//! `textDocument/references`: all mentions of an actor.

use crate::ide;
use crate::server::catch_panic::catch_panic;
use crate::server::mention_index::ArticleMentions;
use crate::server::message::ProjectView;
use crate::server::position::range_in;
use crate::server::registry_files::files_holding;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::{request_context, subject};
use crate::text::{Encoding, LineIndex, TextRange};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    capabilities.references_provider = Some(lsp::OneOf::Left(true));
}

pub(in crate::server) async fn handle(
    session: &Session,
    params: lsp::ReferenceParams,
) -> Result<Option<Vec<lsp::Location>>> {
    let position = params.text_document_position.position;
    let Some(snapshot) = request_context::open_snapshot().await? else { return Ok(None) };
    let Some(subject) = catch_panic("references", || subject::subject(&snapshot, position))? else { return Ok(None) };
    let Some((view, articles)) = session.articles_naming(subject.ids.clone()).await? else { return Ok(None) };
    let (encoding, declared) = (snapshot.encoding, params.context.include_declaration);
    let listed =
        session.with_mentions("references", move |_, _| locations(&view, &subject, &articles, declared, encoding));
    listed.await.map(Some)
}

/// The places in the registry, then those in the articles.
fn locations(
    view: &ProjectView,
    subject: &ide::Subject,
    articles: &[ArticleMentions],
    declared: bool,
    encoding: Encoding,
) -> Vec<lsp::Location> {
    let mut out = Vec::new();
    let mut add = |uri: &lsp::Uri, text: &str, ranges: Vec<TextRange>| {
        let lines = LineIndex::new(text);
        let location = |range| lsp::Location { uri: uri.clone(), range: range_in(&lines, text, range, encoding) };
        out.extend(ranges.into_iter().map(location));
    };
    for registry in files_holding(view, &subject.ids) {
        add(&registry.uri, &registry.file.text, ide::places_in_registry(&registry.file, subject, declared));
    }
    for article in articles {
        let mut ranges: Vec<TextRange> = article.places.iter().map(|place| place.range).collect();
        // A place can state several ids of the actor.
        ranges.dedup();
        add(&article.uri, &article.text, ranges);
    }
    out
}
