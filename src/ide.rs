//! Features of the editor, as plain functions from an analysis and a byte offset to plain values. No protocol types, no
//! input or output; `server` turns positions into offsets and values into messages.

mod actions;
mod add_actor;
mod add_role;
mod add_spelling;
mod annotate;
mod cards;
mod cast;
mod complete;
mod document_links;
mod entry_complete;
mod folds;
mod from_plain;
mod goto;
mod hints;
mod hover;
mod labels;
mod lenses;
mod merge_entries;
mod own_list;
mod references;
mod registry_features;
mod rename;
mod restyle;
mod rewrite;
mod rule_actions;
mod selection;
mod source_change;
mod subject;
mod symbols;
mod tokens;
mod workspace_symbols;

pub use actions::{Action, actions, fix_all};
pub use add_actor::{
    NewActor, actor_for_finding, actor_for_link, actor_for_selection, add_entry, entry_text, link_to_new,
};
pub use add_role::{add_role, role_at};
pub use add_spelling::{NewSpelling, add_spelling, spelling_for_finding};
pub use annotate::{annotate_article, link_all};
pub use cards::{CardOptions, actor_card, date_card, entry_card, last_mention};
pub use cast::{Cast, cast};
pub use complete::{Completion, CompletionKind, complete};
pub use document_links::{DocumentLink, LinkTarget, document_links, entry_links, is_web, twin};
pub use entry_complete::complete_entry;
pub use folds::folds;
pub use from_plain::annotate_text;
pub use goto::{Destination, goto_definition};
pub use hints::{Hint, WantedHints, hints};
pub use hover::hover;
pub use labels::linked_labels;
pub use lenses::{mention_count, timeline_lens};
pub use merge_entries::{EntryMerge, merges};
pub use references::{highlights, places_in_registry};
pub use registry_features::{entry_folds, entry_key, entry_symbols, goto_entry, hover_entry, role_key};
pub use rename::{Renamed, Renaming, in_a_list, refuse_id, rename_actor, rename_label, renaming, renaming_in_registry};
pub use restyle::restyle;
pub use rewrite::{ignores, organize, rewrites};
pub use rule_actions::{fix_rule, rules_at, switch_off};
pub use selection::{selections, selections_in};
pub use source_change::SourceChange;
pub use subject::{Place, Subject, places, subject, subject_in_registry, subject_of};
pub use symbols::{Symbol, SymbolKind, symbols};
pub use tokens::{Token, TokenKind, tokens};
pub use workspace_symbols::{actor_symbols, headline, headline_matcher, symbol_name};

/// What the fixtures of tests name.
#[cfg(test)]
pub use {cast::Member, lenses::Lens, rewrite::Rewrite, subject::places_in};
