//! Words of letters that no neighbour changes, which are most of a text: they are read as a whole.

use super::{ALL_CAPITALS, ARABIC, CAPITAL, NUMBER, Reader, Token, WORD, hash};
use crate::text::{Fold, leading_arabic, leading_letters, push_arabic, word_hash_bytes as hash_bytes};

/// Bytes of the longest of [`super::ABBREVIATIONS`].
const LONGEST_ABBREVIATION: usize = 4;

impl Reader<'_> {
    /// Adds a word of plain letters or digits that ends at a space or mark. Returns the offset after it; `None` for all
    /// other words, which are read character by character.
    pub(super) fn plain_word(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text.as_bytes()[at..];
        let (length, flags) = match rest {
            [b'A'..=b'Z' | b'a'..=b'z', ..] => {
                let length = leading_letters(rest);
                let word = &rest[..length];
                let capital = word[0].is_ascii_uppercase();
                let all_capitals =
                    capital && length > 1 && word[1].is_ascii_uppercase() && word.iter().all(u8::is_ascii_uppercase);
                let is_equal_spelling = length <= 3 && matches!(&self.plain[at..at + length], "el" | "ibn");
                if length == 1 && capital || is_equal_spelling {
                    return None;
                }
                (length, if all_capitals { CAPITAL | ALL_CAPITALS } else { CAPITAL * u8::from(capital) })
            }
            [b'0'..=b'9', ..] => (rest.iter().take_while(|byte| byte.is_ascii_digit()).count(), NUMBER),
            [0xD8 | 0xD9, ..] => return self.plain_arabic(at),
            _ => return None,
        };
        let end = at + length;
        // A full stop after a letter or an abbreviation belongs to the word.
        let can_be_short = flags & NUMBER == 0 && length <= LONGEST_ABBREVIATION;
        if !ends_plain_word(&rest[length..], can_be_short) {
            return None;
        }
        self.add_plain(at, end, WORD | flags);
        Some(end)
    }

    /// Adds a word of Arabic letters, unless its spelling depends on its neighbours. Returns the offset after it.
    fn plain_arabic(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text.as_bytes()[at..];
        let run = leading_arabic(rest);
        let is_strict = self.fold == Fold::Strict;
        let can_be_short = run.length <= LONGEST_ABBREVIATION;
        // See `push` for the letters that carry a hamza.
        if run.length == 0
            || run.has_hamza
            || run.is_changed && is_strict
            || !ends_plain_word(&rest[run.length..], can_be_short)
        {
            return None;
        }
        // `ابو`, `ابن` and others.
        let is_equal_spelling = run.length == 6 && matches!(rest, [0xD8, 0xA3 | 0xA5 | 0xA7 | 0xA2, 0xD8, 0xA8, ..]);
        let can_be_joined = rest.starts_with("ال".as_bytes())
            && self.list.last().is_some_and(|before| self.key(*before).ends_with("عبد"));
        if is_equal_spelling || can_be_joined {
            return None;
        }
        let end = at + run.length;
        if run.is_changed {
            let begin = self.key_end();
            push_arabic(&mut self.keys, &self.text[at..end]);
            let (key, hash) = ((begin, self.key_end()), hash(self.key_from(begin)));
            self.list.push(Token { start: at as u32, end: end as u32, key, hash, flags: WORD | ARABIC });
        } else {
            self.add_plain(at, end, WORD | ARABIC);
        }
        Some(end)
    }

    /// Adds an ASCII mark.
    pub(super) fn plain_mark(&mut self, at: usize) {
        self.add_plain(at, at + 1, 0);
    }

    /// Adds a token that is folded in place.
    fn add_plain(&mut self, start: usize, end: usize, flags: u8) {
        let hash = hash_bytes(&self.plain.as_bytes()[start..end]);
        let (start, end) = (start as u32, end as u32);
        self.list.push(Token { start, end, key: (start, end), hash, flags });
    }
}

/// Whether a plain word ends before the bytes of a space or mark, and not inside a longer word. A full stop can belong
/// to a short word.
fn ends_plain_word(rest: &[u8], can_be_short: bool) -> bool {
    match rest {
        [b'.', ..] => !can_be_short,
        [b'\'' | b'`' | b'-', ..] => false,
        // Arabic comma, semicolon and question mark; guillemets; dashes and double quotation marks.
        [0xD8, 0x8C | 0x9B | 0x9F, ..] | [0xC2, 0xAB | 0xBB, ..] | [0xE2, 0x80, 0x93 | 0x94 | 0x9C | 0x9D, ..] => true,
        _ => rest.first().is_none_or(|next| next.is_ascii() && !next.is_ascii_alphanumeric()),
    }
}
