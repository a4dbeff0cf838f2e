//! `textDocument/hover`: information on a name, a date or an entry.

use crate::ide;
use crate::server::catch_panic::catch_panic;
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use crate::server::snapshot::{Parsed, Snapshot};
use crate::server::uris::file_of;
use crate::server::{request_context, subject, to_proto};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    capabilities.hover_provider = Some(lsp::HoverProviderCapability::Simple(true));
}

pub(in crate::server) async fn handle(session: &Session, params: lsp::HoverParams) -> Result<Option<lsp::Hover>> {
    let position = params.text_document_position_params.position;
    let snapshot = request_context::snapshot().await?;
    catch_panic("hover", || {
        let offset = snapshot.offset(position);
        let context = &snapshot.project.context;
        let hover = match &snapshot.parsed {
            Parsed::Article(analysis) => ide::hover(analysis, offset, session.capabilities().messages)?,
            Parsed::Registry(file) | Parsed::RegistryEntry(file) => {
                ide::hover_entry(file, &context.registry, &context.config, offset, session.capabilities().messages)?
            }
            _ => return None,
        };
        let range = Some(snapshot.range(hover.range));
        let mut text = hover.markdown;
        text.extend(last_mention(session, &snapshot, position).map(|line| format!("\n\n{line}")));
        let contents = lsp::HoverContents::Markup(to_proto::markdown(text, session.capabilities()));
        Some(lsp::Hover { contents, range })
    })
}

/// When and where the actor at a position was last mentioned, in another article.
fn last_mention(session: &Session, snapshot: &Snapshot, position: lsp::Position) -> Option<String> {
    let subject = subject::subject(snapshot, position)?;
    subject.actor?;
    let own = file_of(&snapshot.uri);
    let root = &snapshot.project.root;
    let last = session.known_mentions(|index| index.last_mention(root, &subject.ids, own.as_deref()))?;
    let path = last.path.display().to_string();
    Some(ide::last_mention(&path, last.headline.as_deref(), last.day, session.capabilities().messages))
}
