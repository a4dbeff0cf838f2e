//! The messages that wait for the main loop. Long work can look here whether a newer edit has arrived.

use super::message::Message;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, TryRecvError};
use tower_lsp::ls_types as lsp;

/// Messages that have arrived and were not handled yet.
pub(super) struct Inbox {
    receiver: Receiver<Message>,
    waiting: RefCell<VecDeque<Message>>,
}

impl Inbox {
    pub(super) fn new(receiver: Receiver<Message>) -> Self {
        Self { receiver, waiting: RefCell::default() }
    }

    /// The next message that has arrived.
    pub(super) fn next(&self) -> Option<Message> {
        self.pump();
        self.waiting.borrow_mut().pop_front()
    }

    /// The next message. If none has arrived, calls `idle` and waits. `None` if all senders are gone.
    pub(super) fn wait(&self, idle: impl FnOnce()) -> Option<Message> {
        self.next().or_else(|| {
            idle();
            self.receiver.recv().ok()
        })
    }

    fn pump(&self) {
        loop {
            match self.receiver.try_recv() {
                Ok(message) => self.waiting.borrow_mut().push_back(message),
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => return,
            }
        }
    }

    /// Whether a change or the closing of a document waits.
    pub(super) fn has_edit(&self, uri: &lsp::Uri) -> bool {
        self.pump();
        self.waiting.borrow().iter().any(|message| match message {
            Message::Change { uri: other, .. } | Message::Close { uri: other } => other == uri,
            Message::Stop => true,
            _ => false,
        })
    }
}
