//! Finds the names of a registry in prose and decides which actors they mean.

pub(in crate::actors) mod context;
pub(in crate::actors) mod disambiguate;
pub(in crate::actors) mod finder;
pub(in crate::actors) mod link_text;
pub(in crate::actors) mod longer;
pub(in crate::actors) mod model;
pub(in crate::actors) mod offices;
pub(in crate::actors) mod related;
pub(in crate::actors) mod scan;
pub(in crate::actors) mod title_in_prose;
pub(in crate::actors) mod unregistered;

pub use disambiguate::disambiguate;
pub use link_text::{clitic_inside, names_actor};
pub use model::{BlockNames, Certainty, NameMatch, ResolvedName, Spelling};
pub use offices::{
    OfficeKeys, exclusive_roles, has_same_office, holders, office_keys, offices, offices_at, offices_beginning,
};
pub use related::related;
pub use scan::{Scanned, Scanner, entries_named, scan};
pub use unregistered::name_like;
