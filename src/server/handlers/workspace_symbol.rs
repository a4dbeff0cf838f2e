//! `workspace/symbol`: actors and headlines that match a query.

use crate::ide;
use crate::server::mention_index::Headline;
use crate::server::message::ProjectView;
use crate::server::position::range_in;
use crate::server::registry_files::text_of;
use crate::server::request_context;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::to_proto::actor_symbol;
use crate::text::{Encoding, LineIndex};
use std::collections::HashMap;
use std::path::Path;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

/// How many headlines are listed.
const HEADLINES: usize = 100;

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    capabilities.workspace_symbol_provider = Some(lsp::OneOf::Left(true));
}

pub(in crate::server) async fn handle(
    session: &Session,
    params: lsp::WorkspaceSymbolParams,
) -> Result<Option<lsp::WorkspaceSymbolResponse>> {
    let Some(views) = request_context::projects().await else { return Ok(None) };
    let ClientCapabilities { encoding, watch, .. } = session.capabilities();
    let found = session.with_mentions("symbols", move |index, step| {
        let matches = ide::headline_matcher(&params.query);
        let mut out = Vec::new();
        for view in &views {
            out.extend(actor_symbols(view, &params.query, encoding));
            let headlines = index.headlines(view, &matches, HEADLINES, watch, step);
            out.extend(headlines.into_iter().map(|headline| headline_symbol(headline, encoding)));
        }
        out
    });
    Ok(Some(lsp::WorkspaceSymbolResponse::Flat(found.await?)))
}

fn actor_symbols(view: &ProjectView, query: &str, encoding: Encoding) -> Vec<lsp::SymbolInformation> {
    let registry = &view.project.context.registry;
    let mut texts: HashMap<usize, Option<(lsp::Uri, String, LineIndex)>> = HashMap::new();
    let mut out = Vec::new();
    for actor in ide::actor_symbols(registry, query) {
        let Some(place) = registry.place(actor) else { continue };
        let (number, entry) = (place.file, registry.actor(actor));
        let text = texts.entry(number).or_insert_with(|| {
            let file = registry.files.get(number)?;
            let text = text_of(&view.project, file)?;
            let lines = LineIndex::new(&text);
            Some((lsp::Uri::from_file_path(Path::new(&file.path))?, text, lines))
        });
        let Some((uri, text, lines)) = text else { continue };
        let location = lsp::Location { uri: uri.clone(), range: range_in(lines, text, place.id_range, encoding) };
        out.push(symbol(ide::symbol_name(entry), actor_symbol(entry.kind), location, Some(entry.id.clone())));
    }
    out
}

fn headline_symbol(headline: Headline, encoding: Encoding) -> lsp::SymbolInformation {
    let range = range_in(&LineIndex::new(&headline.text), &headline.text, headline.range, encoding);
    symbol(headline.words, lsp::SymbolKind::FILE, lsp::Location { uri: headline.uri, range }, None)
}

#[expect(deprecated, reason = "the field must be given")]
fn symbol(
    name: String,
    kind: lsp::SymbolKind,
    location: lsp::Location,
    container_name: Option<String>,
) -> lsp::SymbolInformation {
    lsp::SymbolInformation { name, kind, tags: None, deprecated: None, location, container_name }
}
