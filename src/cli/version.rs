//! The version of the program, for `--version` and bug reports.

use std::env::consts::{ARCH, OS};
use std::sync::LazyLock;

/// The version, the commit and the target: `0.1.0 (2b9ca40, x86_64-linux-musl)`. The build of a release names its commit in
/// `COPYDESK_COMMIT`.
pub(super) fn long() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let commit = option_env!("COPYDESK_COMMIT").unwrap_or("built from source");
        format!("{} ({commit}, {})", env!("CARGO_PKG_VERSION"), target())
    });
    &TEXT
}

/// The processor, the system and the C library, if the system has a choice of these: `x86_64-linux-musl`.
pub(super) fn target() -> String {
    let library = if cfg!(target_env = "musl") {
        "-musl"
    } else if cfg!(target_os = "linux") {
        "-gnu"
    } else {
        ""
    };
    format!("{ARCH}-{OS}{library}")
}
