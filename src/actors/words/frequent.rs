//! Words of everyday prose, which can also be names in a registry.

use super::lexicon;
use super::normalize::tokens;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Whether a single-word name is also a word of everyday prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Everyday {
    /// Not an everyday word.
    #[default]
    No,
    /// An everyday word that is also a person's name.
    AlsoName,
    Word,
}

/// See `frequent/README.md`.
const ARABIC: &str = include_str!("frequent/ar.txt");

static WORDS: LazyLock<HashMap<u64, Everyday, FixedState>> = LazyLock::new(|| {
    let read = tokens(ARABIC);
    let mut words = HashMap::with_capacity_and_hasher(read.list.len(), FixedState::default());
    let mut also_name = false;
    for token in &read.list {
        if token.is_word() {
            words.insert(token.hash, if also_name { Everyday::AlsoName } else { Everyday::Word });
        }
        also_name = read.key(*token) == "~";
    }
    words
});

/// Classifies a folded Arabic word.
pub(in crate::actors) fn everyday(word: u64) -> Everyday {
    match WORDS.get(&word).copied().unwrap_or_default() {
        // It can be a person's name, but in prose it hardly ever is.
        Everyday::AlsoName if lexicon::COMMON.contains(&word) => Everyday::Word,
        found => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(word: &str) -> Everyday {
        everyday(tokens(word).list[0].hash)
    }

    #[test]
    fn words_and_names_have_their_ranges() {
        for (word, expected) in [
            ("الحديقة", Everyday::Word),
            ("كانت", Everyday::Word),
            ("أمين", Everyday::AlsoName),
            ("ربيع", Everyday::AlsoName),
            ("وعد", Everyday::Word),
            ("باريس", Everyday::No),
            ("بمصر", Everyday::No),
            ("تيلرسون", Everyday::No),
        ] {
            assert_eq!(of(word), expected, "{word}");
        }
    }
}
