//! Words of everyday prose, which a registry can have as names all the same.

use super::lexicon;
use super::normalize::tokens;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Whether a name of one word is a word of everyday prose, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Everyday {
    /// It is not.
    #[default]
    No,
    /// It is, and people are called so.
    AlsoName,
    Word,
}

/// See `frequent/README.md`.
const ARABIC: &str = include_str!("frequent/ar.txt");

static WORDS: LazyLock<HashMap<u64, Everyday>> = LazyLock::new(|| {
    let read = tokens(ARABIC);
    let mut words = HashMap::with_capacity(read.list.len());
    let mut also_name = false;
    for token in &read.list {
        if token.is_word() {
            words.insert(token.hash, if also_name { Everyday::AlsoName } else { Everyday::Word });
        }
        also_name = read.key(*token) == "~";
    }
    words
});

/// What a folded word of Arabic is in everyday prose.
pub(in crate::actors) fn everyday(word: u64) -> Everyday {
    match WORDS.get(&word).copied().unwrap_or_default() {
        // Somebody may be called so, but prose hardly ever means a person.
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
    fn words_names_and_places() {
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
