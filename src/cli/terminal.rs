//! Writes to standard output and standard error. It never panics, and quoted text cannot control the terminal.

use crate::error::Error;
use crate::language::Language;
use crate::message;
use crate::message::Message;
use crate::report::visible;
use std::io::Write as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether writing to standard output has failed, and the failure was reported.
static UNWRITTEN: AtomicBool = AtomicBool::new(false);

/// The language of errors: that of the environment, or the one that the command line names.
static LANGUAGE: OnceLock<Language> = OnceLock::new();

/// Sets the language of errors, once.
pub(super) fn set_language(language: Language) {
    _ = LANGUAGE.set(language);
}

/// The language of errors.
pub(super) fn language() -> Language {
    LANGUAGE.get().copied().unwrap_or(Language::English)
}

/// Returns whether writing to standard output has failed.
pub(super) fn is_unwritten() -> bool {
    UNWRITTEN.load(Ordering::Relaxed)
}

/// Writes data to standard output, byte for byte. Returns whether standard output is still open. A closed pipe is not a
/// failure; a full disk is one.
pub(super) fn print(text: &str) -> bool {
    let mut out = std::io::stdout().lock();
    written(&out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Writes coloured text to standard output, without colours if the terminal has none. Returns whether standard output is
/// still open.
pub(super) fn print_coloured(text: &str) -> bool {
    if anstream::AutoStream::choice(&std::io::stdout()) == anstream::ColorChoice::Never {
        // As a whole, not line by line.
        return print(&anstream::adapter::strip_str(text).to_string());
    }
    let mut out = anstream::stdout().lock();
    written(&out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

fn written(result: &std::io::Result<()>) -> bool {
    if let Err(error) = result
        && error.kind() != std::io::ErrorKind::BrokenPipe
        && !UNWRITTEN.swap(true, Ordering::Relaxed)
    {
        report_error(&Error::new(
            "standard output",
            message!("cannot be written: {error}", error),
            message!("check the disk"),
        ));
    }
    result.is_ok()
}

/// Reports an error on standard error.
pub(super) fn report_error(error: &Error) {
    say(&format!("copydesk: {}", error.text(language(), |part| visible(part).into_owned())));
}

/// Writes a message to standard error, in the language of the reader.
pub(super) fn tell(message: &Message) {
    say(&visible(&message.in_language(language())));
}

/// Writes lines to standard error. Text that they quote has been made [visible].
pub(super) fn say(lines: &str) {
    // If standard error is closed or full, there is nowhere to report it.
    let _ = std::io::stderr().lock().write_all(format!("{lines}\n").as_bytes());
}
