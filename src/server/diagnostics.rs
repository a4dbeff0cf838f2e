//! Findings as diagnostics: of open documents ([`checker`], [`pull`]) and of the whole workspace ([`workspace`]).

pub(super) mod checker;
pub(super) mod pull;
mod twin_links;
pub(super) mod workspace;
