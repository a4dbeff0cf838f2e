//! How much the server reads, keeps and lists at a time.

use std::time::Duration;

/// How many bytes of registry files are read while a request waits: a few thousand entries, some ten milliseconds.
pub(super) const LARGE_REGISTRY: u64 = 256 << 10;
/// An article of at most so many bytes is checked on the main loop: another thread would take longer to wake up.
pub(super) const SMALL_ARTICLE: usize = 16 << 10;
/// A registry file with more entries gets no outline, folds, lenses or links, which would be larger than the file.
/// Workspace symbols find its entries.
pub(super) const OUTLINED_ENTRIES: usize = 20_000;
/// How long a list of files is trusted if the client does not watch them.
pub(super) const FILE_LIST_TTL: Duration = Duration::from_secs(2);
/// How many files are read between two progress reports.
pub(super) const FILES_PER_STEP: usize = 16;
