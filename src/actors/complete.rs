//! Completion.
use super::{ActorIndex, Registry};
use crate::language::Language;

pub(super) fn complete(
    registry: &Registry,
    prefix: &str,
    language: Language,
    limit: usize,
) -> Vec<(ActorIndex, usize)> {
    let _ = (registry, prefix, language, limit);
    Vec::new()
}
