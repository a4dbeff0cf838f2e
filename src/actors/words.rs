//! Knowledge about words that needs no registry: keys, clitics, titles, verbs, and the words around a name.

pub(in crate::actors) mod clitics;
pub(in crate::actors) mod frequent;
pub(in crate::actors) mod lexicon;
pub(in crate::actors) mod normalize;
pub(in crate::actors) mod titles;
pub(in crate::actors) mod verbs;

pub use lexicon::is_common_word;
pub use normalize::{edge_marks, is_acronym, is_same_spelling, spelling_key};
pub use titles::{AroundTitle, Office, around_title, title_before, title_in_gender};
pub use verbs::{VerbKind, has_speech_verb, is_about_handover, is_remembered, reporting_verb};
