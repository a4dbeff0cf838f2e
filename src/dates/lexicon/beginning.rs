//! What the first words of a phrase show.

/// Whether a date can begin with a word that is a phrase of its own, in ascending order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Beginning {
    #[default]
    Never,
    /// If it can begin with the next word.
    Article,
    /// If the next word can be a part of a date.
    Counted,
    Always,
}

impl Beginning {
    pub(super) const ALL: [Self; 4] = [Self::Never, Self::Article, Self::Counted, Self::Always];
}

/// A number below 64 for the length and the last letter of a word, which rules out most words that are compared.
#[inline]
pub(super) fn letter_number(word: &str) -> u8 {
    let last = word.as_bytes().last().copied().unwrap_or_default();
    ((word.len() * 7 + usize::from(last)) % 64) as u8
}
