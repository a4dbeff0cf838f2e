//! Standard output, on which the client reads. A message that it takes at once is written on the thread of the runtime, in one
//! piece; a message that has to wait for the client is written on another one.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::fs::File;
use std::io::{Error, Result, Write};
use std::os::fd::AsFd;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::io::AsyncWrite;
use tokio::task::JoinHandle;

/// How many bytes a pipe or socket takes at once if it takes any.
const PIECE: usize = 4 << 10;
/// Messages of more bytes fill the pipe, so that they have to wait for the client.
const SMALL: usize = 32 << 10;

/// Standard output without the buffer of the standard library, which writes the head and the body of a message one by one.
pub(super) struct Output {
    file: Arc<File>,
    /// The message that is being written on another thread.
    waiting: Option<JoinHandle<Result<()>>>,
}

impl Output {
    pub(super) fn open() -> Result<Self> {
        Ok(Self::to(File::from(std::io::stdout().as_fd().try_clone_to_owned()?)))
    }

    fn to(file: File) -> Self {
        Self { file: Arc::new(file), waiting: None }
    }

    /// Whether a piece can be written without waiting. A write to a reader that is gone fails, and does not wait either.
    fn is_ready(&self) -> bool {
        let mut files = [PollFd::new(&*self.file, PollFlags::OUT)];
        poll(&mut files, Some(&Timespec::default())).is_ok_and(|ready| ready > 0)
    }

    fn finish(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        let Some(writing) = &mut self.waiting else { return Poll::Ready(Ok(())) };
        let done = ready!(pin!(writing).poll(context));
        self.waiting = None;
        Poll::Ready(done.unwrap_or_else(|error| Err(Error::other(error))))
    }
}

impl AsyncWrite for Output {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        ready!(self.finish(context))?;
        if bytes.len() <= SMALL && self.is_ready() {
            return Poll::Ready((&*self.file).write(&bytes[..bytes.len().min(PIECE)]));
        }
        let (file, bytes) = (self.file.clone(), bytes.to_vec());
        let count = bytes.len();
        self.waiting = Some(tokio::task::spawn_blocking(move || (&*file).write_all(&bytes)));
        Poll::Ready(Ok(count))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.finish(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.poll_flush(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use std::time::Duration;
    use tokio::io::AsyncWriteExt;

    #[test]
    fn messages_arrive_in_order_even_if_the_client_reads_late() {
        let (mut reader, writer) = std::io::pipe().unwrap();
        let messages: Vec<Vec<u8>> = [10, PIECE + 1, 1 << 20, SMALL, SMALL + 1, 3]
            .iter()
            .zip(b'a'..)
            .map(|(count, byte)| vec![byte; *count])
            .collect();
        let expected = messages.concat();
        let reading = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(50));
            let mut all = Vec::new();
            reader.read_to_end(&mut all).unwrap();
            all
        });
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async move {
            let mut output = Output::to(File::from(std::os::fd::OwnedFd::from(writer)));
            for message in messages {
                output.write_all(&message).await.unwrap();
                output.flush().await.unwrap();
            }
        });
        assert!(reading.join().unwrap() == expected);
    }

    #[test]
    fn a_runtime_does_not_wait_for_a_client_that_does_not_read() {
        let (reader, writer) = std::io::pipe().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let mut output = Output::to(File::from(std::os::fd::OwnedFd::from(writer)));
            let writing = async {
                loop {
                    let written = output.write_all(&[b'x'; 1000]).await;
                    if let Err(error) = written.and(output.flush().await) {
                        return error;
                    }
                }
            };
            let mut writing = pin!(writing);
            let late = tokio::time::timeout(Duration::from_millis(100), &mut writing).await;
            assert!(late.is_err(), "the pipe is full, and the runtime goes on");
            drop(reader);
            assert_eq!(writing.await.kind(), std::io::ErrorKind::BrokenPipe);
        });
    }
}
