//! The progress bar of a long run. It is shown only on a terminal, and only after a second.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

/// Shorter runs have no bar.
const PATIENCE: Duration = Duration::from_secs(1);

pub(super) struct Progress {
    start: Instant,
    bar: ProgressBar,
    is_shown: bool,
    is_wanted: bool,
}

impl Progress {
    #[expect(clippy::disallowed_methods, reason = "only a long run shows a bar")]
    pub(super) fn new(files: usize) -> Self {
        let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} files, {eta} left") {
            bar.set_style(style);
        }
        Self { start: Instant::now(), bar, is_shown: false, is_wanted: std::io::stderr().is_terminal() }
    }

    /// Adds to the number of files that are done.
    pub(super) fn add(&mut self, files: usize) {
        self.bar.inc(files as u64);
        if self.is_wanted && !self.is_shown && self.start.elapsed() > PATIENCE {
            self.is_shown = true;
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Hides the bar while something is printed.
    pub(super) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
