//! Turns a panic into an error.

use tower_lsp::jsonrpc::{Error, ErrorCode};

/// Runs code that may contain a bug. A panic becomes an error that names what was being done.
pub(super) fn catch_panic<T>(what: &str, work: impl FnOnce() -> T) -> Result<T, Error> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).map_err(|_| Error {
        code: ErrorCode::InternalError,
        message: format!("copydesk failed at {what}; please report it").into(),
        data: None,
    })
}
