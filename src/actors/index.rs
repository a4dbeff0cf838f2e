//! The index.
use super::Actor;

/// The index.
#[derive(Debug, Default)]
pub(super) struct Index {}

impl Index {
    pub(super) fn new(_actors: &[Actor]) -> Self {
        Self {}
    }
}
