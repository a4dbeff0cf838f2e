//! Logging to standard error. A client may not read it, or may be gone, so logging never blocks and never fails. One thread
//! writes the lines. Lines that it cannot write in time are dropped.

use std::collections::HashSet;
use std::hash::BuildHasher;
use std::io::Write;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tracing_subscriber::fmt::MakeWriter;

/// The maximum number of lines that wait for the thread.
const WAITING: usize = 256;
/// The maximum number of lines that are remembered, so that each is written once.
const REMEMBERED: usize = 4096;
/// How long the process waits for the last lines before it exits.
const FAREWELL: Duration = Duration::from_millis(200);

static LINES: OnceLock<Lines> = OnceLock::new();

/// The writer of log lines.
pub(super) struct Lines {
    sender: SyncSender<Said>,
    /// Starts the thread; taken by the first line.
    start: Mutex<Option<Box<dyn FnOnce() + Send>>>,
    seen: Mutex<HashSet<u64>>,
    hasher: foldhash::fast::RandomState,
}

enum Said {
    Line(Vec<u8>),
    /// Answered when all lines before it were written.
    End(SyncSender<()>),
}

/// The log of this process. Its thread starts with the first line.
pub(super) fn lines() -> &'static Lines {
    LINES.get_or_init(|| Lines::to(std::io::stderr()))
}

/// Waits briefly until all lines are written.
pub(super) fn finish() {
    if let Some(lines) = LINES.get() {
        lines.finish();
    }
}

impl Lines {
    fn to(out: impl Write + Send + 'static) -> Self {
        let (sender, said) = sync_channel(WAITING);
        let start: Box<dyn FnOnce() + Send> = Box::new(move || {
            // Without the thread, every line is dropped.
            let _ = std::thread::Builder::new().name("standard error".into()).spawn(move || write(&said, out));
        });
        let (start, seen) = (Mutex::new(Some(start)), Mutex::default());
        Self { sender, start, seen, hasher: foldhash::fast::RandomState::default() }
    }

    /// Writes a line, which ends in a line break. Equal lines are written only once.
    pub(super) fn say(&self, line: &[u8]) {
        let hash = self.hasher.hash_one(line);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.contains(&hash) {
            return;
        }
        if seen.len() >= REMEMBERED {
            seen.clear();
        }
        let start = self.start.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(start) = start {
            start();
        }
        match self.sender.try_send(Said::Line(line.to_vec())) {
            // A dropped line is written when it occurs again.
            Err(TrySendError::Full(_)) => {}
            Ok(()) | Err(TrySendError::Disconnected(_)) => drop(seen.insert(hash)),
        }
    }

    fn finish(&self) {
        if self.start.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
            return;
        }
        let (done, end) = sync_channel(1);
        if self.sender.try_send(Said::End(done)).is_ok() {
            let _ = end.recv_timeout(FAREWELL);
        }
    }
}

fn write(said: &Receiver<Said>, mut out: impl Write) {
    while let Ok(said) = said.recv() {
        match said {
            // If the reader is gone or the disk is full, the line is dropped.
            Said::Line(line) => drop(out.write_all(&line).and_then(|()| out.flush())),
            Said::End(done) => drop(done.try_send(())),
        }
    }
}

/// A line that is being written.
pub(super) struct Line {
    lines: &'static Lines,
    bytes: Vec<u8>,
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.lines.say(&self.bytes);
    }
}

impl<'a> MakeWriter<'a> for &'static Lines {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line { lines: self, bytes: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    /// Writes to a list once it may.
    struct Gate {
        open: Arc<Mutex<()>>,
        written: Arc<Mutex<Vec<String>>>,
    }

    impl Write for Gate {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let _open = self.open.lock().unwrap();
            self.written.lock().unwrap().push(String::from_utf8_lossy(bytes).into_owned());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// Fails as a closed pipe does.
    struct Broken;

    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
    }

    #[test]
    fn a_writer_never_waits_for_a_reader() {
        let (open, written) = (Arc::new(Mutex::new(())), Arc::new(Mutex::new(Vec::new())));
        let lines = Lines::to(Gate { open: open.clone(), written: written.clone() });
        let closed = open.lock().unwrap();
        for nth in 0..10 * WAITING {
            lines.say(format!("{nth}\n").as_bytes());
        }
        drop(closed);
        let (done, end) = sync_channel(1);
        lines.sender.send(Said::End(done)).unwrap();
        end.recv().unwrap();
        let count = written.lock().unwrap().len();
        assert!((WAITING..=WAITING + 2).contains(&count), "{count} lines were written");
    }

    #[test]
    fn equal_lines_are_written_once() {
        let written = Arc::new(Mutex::new(Vec::new()));
        let lines = Lines::to(Gate { open: Arc::default(), written: written.clone() });
        for _ in 0..3 {
            lines.say(b"one\n");
            lines.say(b"two\n");
        }
        let (done, end) = sync_channel(1);
        lines.sender.send(Said::End(done)).unwrap();
        end.recv().unwrap();
        assert_eq!(*written.lock().unwrap(), ["one\n", "two\n"]);
    }

    #[test]
    fn a_closed_pipe_is_not_an_error() {
        let lines = Lines::to(Broken);
        lines.say(b"one\n");
        lines.say(b"two\n");
        let (done, end) = sync_channel(1);
        lines.sender.send(Said::End(done)).unwrap();
        end.recv().unwrap();
    }
}
