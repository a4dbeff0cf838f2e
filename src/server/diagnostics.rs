//! Findings as diagnostics: of open documents ([`checker`], [`pull`]) and of the whole workspace ([`workspace`]).

pub(super) mod checker;
pub(super) mod pull;
pub(super) mod workspace;
