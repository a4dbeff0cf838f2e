//! `workspace/executeCommand`: the commands of [`crate::server::commands`].

use crate::server::commands::{self, COMMANDS, FIX_WORKSPACE};
use crate::server::fix_workspace::fix_workspace;
use crate::server::project_commands::{self, DESCRIBE, INIT, NEW_ARTICLE};
use crate::server::session::Session;
use crate::server::settings::ClientCapabilities;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types as lsp;

pub(in crate::server) fn advertise(capabilities: &mut lsp::ServerCapabilities, _: ClientCapabilities) {
    capabilities.execute_command_provider = Some(lsp::ExecuteCommandOptions {
        commands: COMMANDS.map(str::to_owned).to_vec(),
        ..lsp::ExecuteCommandOptions::default()
    });
}

pub(in crate::server) async fn handle(
    session: &Session,
    params: lsp::ExecuteCommandParams,
) -> Result<Option<serde_json::Value>> {
    let capabilities = session.capabilities();
    match params.command.as_str() {
        FIX_WORKSPACE => {}
        DESCRIBE => return project_commands::describe().await,
        INIT => return project_commands::init(session, &params).await,
        NEW_ARTICLE => return project_commands::new_article(session, &params).await,
        _ => return commands::execute(params, &session.client, &session.worker, capabilities).await,
    }
    let views = session.all_projects().await?;
    let fix = session.worker.with_shared(&session.fixing, "fixes", capabilities.progress, move |(), step| {
        fix_workspace(&views, capabilities, step)
    });
    let Some(fix) = fix.await? else { return Ok(None) };
    Ok(Some(fix.finish(&session.client, &params)))
}
