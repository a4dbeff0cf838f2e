//! The language server. The only place that knows the protocol, the runtime and the rope.
//!
//! [`ingress`] takes edits off the wire and sends them to the one thread that owns all documents ([`main_loop`]). Requests go
//! through the same channel and get a snapshot. [`requests`] lists them, and each has a file in [`handlers`]. Nothing awaits
//! the client ([`client`]), and everything that computes runs in [`catch_panic`], so that a bug in a rule is an error answer.
#![warn(missing_docs)]

mod buffer;
mod capabilities;
mod catch_panic;
mod client;
mod code_actions;
mod commands;
mod diagnostics;
mod entry_actions;
mod findings;
mod fix_workspace;
mod frames;
mod handlers;
mod inbox;
mod ingress;
mod initialize;
mod limits;
mod main_loop;
mod mention_index;
mod message;
mod notifications;
mod position;
mod project_commands;
mod projects;
mod registry_files;
mod registry_loader;
mod request_context;
mod requests;
mod session;
mod settings;
mod snapshot;
mod standard_error;
#[cfg(unix)]
mod standard_output;
mod subject;
mod tasks;
mod to_proto;
mod tokens;
mod twin;
mod twin_finder;
mod twin_sources;
mod uris;
mod wire;
mod workspace_edit;

use crate::rules::RULES;
use diagnostics::checker::Checker;
use findings::Rules;
use futures::{StreamExt, future};
use message::Message;
use registry_loader::Loader;
use session::Session;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::io::{AsyncRead, AsyncWrite};
use tower_lsp::LspService;
use twin_finder::TwinFinder;

/// Runs the server on standard input and output until the client exits or closes the channel.
pub fn run() -> ExitCode {
    quiet_panics();
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).with_writer(standard_error::lines());
    // Editors add the time to each line. A line that cannot be written is lost.
    log.with_ansi(false).without_time().log_internal_errors(false).init();
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!("the runtime cannot be started: {error}");
            return ExitCode::from(2);
        }
    };
    #[cfg(unix)]
    let output = match standard_output::Output::open() {
        Ok(output) => output,
        Err(error) => {
            tracing::error!("standard output cannot be used: {error}");
            return ExitCode::from(2);
        }
    };
    #[cfg(not(unix))]
    let output = tokio::io::stdout();
    let orderly = runtime.block_on(serve(tokio::io::stdin(), output, RULES));
    // A read of standard input cannot be interrupted; it must not keep the process.
    runtime.shutdown_background();
    standard_error::finish();
    if orderly { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Serves one client with a set of rules. Returns whether the client has asked the server to shut down.
pub async fn serve<I, O>(input: I, output: O, rules: Rules) -> bool
where
    I: AsyncRead + Unpin,
    O: AsyncWrite,
{
    let (main_loop, inbox) = std::sync::mpsc::channel();
    let (client, messages) = tokio::sync::mpsc::unbounded_channel();
    let (publisher, published) = futures::channel::mpsc::channel(0);
    let started = (|| {
        let loaded = main_loop.clone();
        let loader = Loader::new(Box::new(move |number, result| loaded.send(Message::Loaded(number, result)).is_ok()));
        let checked = main_loop.clone();
        let checker = Checker::start(rules, move |done| checked.send(Message::Checked(done)).is_ok())?;
        let found = main_loop.clone();
        let finder = TwinFinder::new(Box::new(move |named| found.send(Message::TwinsFound(named)).is_ok()));
        let thread = std::thread::Builder::new().name("documents".into());
        thread.spawn(move || main_loop::run(inbox, &client, loader, checker, finder))
    })();
    if let Err(error) = started {
        tracing::error!("no thread can be started: {error}");
        return false;
    }
    let has_shut_down = Arc::new(AtomicBool::new(false));
    let running = tasks::RunningTasks::default();
    let session = |client| {
        let messages = (messages, publisher);
        Session::new(client, rules, main_loop.clone(), messages, has_shut_down.clone(), running.clone())
    };
    let (service, socket) = requests::register(LspService::build(session)).finish();
    let service = ingress::Ingress::new(service, main_loop, running);
    let is_open = || !has_shut_down.load(Ordering::Relaxed);
    let published = published.filter(|_| future::ready(is_open()));
    wire::converse(input, output, socket, published, service).await;
    has_shut_down.load(Ordering::Relaxed)
}

/// Logs the location of a panic, and not its message, which can quote the article. A panic of the hook would abort the
/// server, so nothing here can fail.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(String::new, ToString::to_string);
        let line = format!("ERROR internal error in copydesk at {place}; the request failed, the server continues\n");
        standard_error::lines().say(line.as_bytes());
    }));
}
