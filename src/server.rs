//! The language server. The only place that knows the protocol, the runtime and the rope.
//!
//! Edits are taken from the wire by `ordered` and go through one channel to the one thread that owns all documents
//! (`owner`); requests take their place in the same channel and get a snapshot. Nothing awaits the client
//! (`outbox`), and everything that computes runs through `contain`, so that a fault in a rule is an error answer.

mod asked;
mod backend;
mod capabilities;
mod checker;
mod closed;
mod code_actions;
mod commands;
mod convert;
mod document;
mod frames;
mod homes;
mod inbox;
mod library;
mod maker;
mod navigation;
mod ordered;
mod outbox;
mod owner;
mod pulled;
mod repairs;
mod settings;
mod standard_error;
mod structure;
mod tokens;
mod uris;
mod wire;
mod work;

use crate::rule::Rule;
use crate::rules::RULES;
use backend::Backend;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::io::{AsyncRead, AsyncWrite};
use tower_lsp::LspService;
use tower_lsp::jsonrpc::{Error, ErrorCode};

/// Runs the server on standard input and output until the client says so, dies or closes the channel.
pub fn run() -> ExitCode {
    quiet_panics();
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).with_writer(standard_error::lines());
    // Editors write the time beside what they log. A line that cannot be written is lost, and nothing is said of that.
    log.with_ansi(false).without_time().log_internal_errors(false).init();
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!("the runtime cannot be started: {error}");
            return ExitCode::from(2);
        }
    };
    let orderly = runtime.block_on(serve(tokio::io::stdin(), tokio::io::stdout(), RULES));
    // A read of standard input cannot be interrupted; it must not keep the process.
    runtime.shutdown_background();
    standard_error::finish();
    if orderly { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Serves one client with a set of rules. The answer is whether the client said that it would leave.
pub async fn serve<I, O>(input: I, output: O, rules: &'static [&'static Rule]) -> bool
where
    I: AsyncRead + Unpin,
    O: AsyncWrite,
{
    let (owner, inbox) = std::sync::mpsc::channel();
    let (outgoing, outbox) = tokio::sync::mpsc::unbounded_channel();
    let left = Arc::new(AtomicBool::new(false));
    let thread = std::thread::Builder::new().name("documents".into());
    let maker = maker::start(owner.clone());
    let checker = checker::Checker::start(&owner);
    let helpers = maker.and_then(|maker| Ok((maker, checker?)));
    let spawned =
        helpers.and_then(|(maker, checker)| thread.spawn(move || owner::run(inbox, &outgoing, maker, checker, rules)));
    if let Err(error) = spawned {
        tracing::error!("no thread can be started: {error}");
        return false;
    }
    let under_way = work::UnderWay::default();
    let backend = |client| Backend::new(client, owner.clone(), outbox, left.clone(), under_way.clone());
    let (service, socket) = LspService::new(backend);
    let service = ordered::Ordered::new(service, owner, under_way);
    wire::converse(input, output, socket, service).await;
    left.load(Ordering::Relaxed)
}

/// A panic is logged by its place alone: its message can quote the article. A panic of the hook would end the server, so
/// nothing here can fail.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(String::new, ToString::to_string);
        let line = format!("ERROR a fault in copydesk at {place}; the request gets an error, the server goes on\n");
        standard_error::lines().say(line.as_bytes());
    }));
}

/// Runs work in which there may be a fault. A panic becomes an error that names what was being done.
fn contain<T>(what: &str, work: impl FnOnce() -> T) -> Result<T, Error> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).map_err(|_| Error {
        code: ErrorCode::InternalError,
        message: format!("copydesk failed at {what}; please report it").into(),
        data: None,
    })
}
