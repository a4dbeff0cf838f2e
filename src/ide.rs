//! Features of the editor, as plain functions from an analysis and a byte offset to plain values. No protocol types, no
//! input or output; `server` turns positions into offsets and values into messages.

mod actions;
mod cards;
mod complete;
mod goto;
mod hover;
mod symbols;

pub use actions::{Action, actions, fix_all};
pub use cards::{actor_card, date_card};
pub use complete::{Completion, CompletionKind, complete};
pub use goto::{Destination, goto_definition};
pub use hover::{Hover, hover};
pub use symbols::{Symbol, SymbolKind, symbols};
