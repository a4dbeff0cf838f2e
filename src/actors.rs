//! The registry of actors (people, organisations, places, events) and how they are found in prose.
//!
//! [`parse`] reads one registry file, [`Registry::new`] puts files and the built-in countries together and indexes them.
//! [`build`] makes one file of it all, [`Built::open`] opens that, [`Registry::over`] lays files over it.
//! [`scan`] finds names in the prose of one block and depends on nothing else, so that its result can be kept;
//! [`disambiguate`] judges the names of a whole article: short forms, ambiguity, what is already linked. Files, rules and the
//! syntax of articles must not be here.

mod complete;
mod exchange;
mod file;
mod model;
mod recognize;
mod slug;
mod store;
mod words;

pub use exchange::list::{is_list, parse_list, parse_registry, parse_registry_again};
pub use exchange::{export, import, merge};
pub use file::{
    ACTOR_KEYS, LinkKey, Pieces, ROLE_KEYS, ReadPiece, RegistryFile, RegistryProblem, Splice, TouchedPieces,
    begins_entry, parse, read_piece,
};
pub use model::{Actor, ActorIndex, EntryRange, Gender, Kind, Name, NameClass, PartialDate, Role, Title};
pub use recognize::{
    BlockNames, Certainty, NameMatch, OfficeKeys, ResolvedName, Scanned, Scanner, Spelling, clitic_inside,
    disambiguate, entries_named, exclusive_roles, has_same_office, holders, name_like, names_actor, office_keys,
    offices, offices_at, offices_beginning, related, scan,
};
pub use slug::id_of_name;
pub use store::{
    Built, Bytes, Edited, Lookup, NearName, Registry, Source, SourceUse, build, content_hash, is_builtin_id,
};
pub use words::{
    AroundTitle, Office, VerbKind, around_title, edge_marks, has_speech_verb, is_about_handover, is_acronym,
    is_common_word, is_remembered, is_same_spelling, reporting_verb, spelling_key, title_before, title_in_gender,
};

#[cfg(test)]
mod tests;
