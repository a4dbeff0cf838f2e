//! A registry entry in memory.

use crate::actors::model::Actor;
use crate::actors::words::titles::{Office, TitleForm, office_forms, title_forms};
use std::borrow::Borrow;
use std::sync::OnceLock;

/// An entry, with derived data that is computed on first access.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) actor: Actor,
    titles: OnceLock<Vec<TitleForm>>,
    offices: OnceLock<Vec<(TitleForm, Office)>>,
}

impl Borrow<Actor> for Entry {
    fn borrow(&self) -> &Actor {
        &self.actor
    }
}

impl Entry {
    pub(super) fn new(actor: Actor) -> Self {
        Self { actor, titles: OnceLock::new(), offices: OnceLock::new() }
    }

    /// The titles of the actor.
    pub(super) fn titles(&self) -> &[TitleForm] {
        self.titles.get_or_init(|| title_forms(&self.actor))
    }

    /// The forms of the titles, each with its office.
    pub(super) fn office_forms(&self) -> &[(TitleForm, Office)] {
        self.offices.get_or_init(|| office_forms(&self.actor))
    }
}
