//! The one way to standard output and standard error. Neither ever panics, and what is said does nothing where it is shown.

use crate::error::Error;
use crate::report::visible;
use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether something could not be written to standard output, which has been said.
static UNWRITTEN: AtomicBool = AtomicBool::new(false);

/// Whether something could not be written to standard output.
pub(super) fn is_unwritten() -> bool {
    UNWRITTEN.load(Ordering::Relaxed)
}

/// Writes to standard output, byte for byte: articles, tables and reports of programs are data. The answer is whether
/// anybody still reads. A reader that has seen enough closes the pipe, which is no failure; a full disk is one.
pub(super) fn print(text: &str) -> bool {
    let mut out = std::io::stdout().lock();
    written(&out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Writes a text with colours of ours to standard output; they are left out where the terminal has none. The answer is
/// whether anybody still reads.
pub(super) fn print_coloured(text: &str) -> bool {
    let mut out = anstream::stdout().lock();
    written(&out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

fn written(result: &std::io::Result<()>) -> bool {
    if let Err(error) = result
        && error.kind() != std::io::ErrorKind::BrokenPipe
        && !UNWRITTEN.swap(true, Ordering::Relaxed)
    {
        complain(&Error::new("standard output", format!("cannot be written: {error}"), "check the disk"));
    }
    result.is_ok()
}

/// Says on standard error what could not be done.
pub(super) fn complain(error: &Error) {
    say(&format!("copydesk: {}", error.map(|part| visible(part).into_owned())));
}

/// Writes lines of ours to standard error. What they quote has been made [visible].
pub(super) fn say(lines: &str) {
    // Nobody is left to tell when standard error is closed or full.
    let _ = std::io::stderr().lock().write_all(format!("{lines}\n").as_bytes());
}
