//! Given names of persons.

use super::lexicon::{self, is};
use super::normalize::Tokens;

/// Whether a word is a given name: `محمود`, `عبدالله`, or `الرحمن` after `عبد`.
pub(in crate::actors) fn is_given_name(read: &Tokens, at: usize) -> bool {
    let is_servant = |at: usize| read.key_at(at) == "عبد";
    let key = read.key_at(at);
    is(&lexicon::GIVEN, read, at)
        || (key.starts_with("عبدال") && key.chars().count() > 6)
        || (key.starts_with("ال") && at.checked_sub(1).is_some_and(is_servant))
}
