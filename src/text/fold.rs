//! Folded spellings: the keys under which names and date words are looked up.
//!
//! *Loose* answers "could this be the word?": Arabic letters that writers interchange are one letter, Latin is lower
//! case without accents. *Strict* answers "is it spelt so?": only what no reader sees (vowel marks, tatweel, bidi
//! controls, presentation forms, encodings of one letter) is removed. The text itself is never normalised.

use unicode_normalization::char::{decompose_canonical, decompose_compatible, is_combining_mark};

/// How much of a spelling is folded away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fold {
    /// For looking up: interchangeable letters, case and accents are folded too.
    Loose,
    /// For comparing: only what is invisible is folded.
    Strict,
}

/// Folds a text, character by character.
pub fn fold(text: &str, fold: Fold) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push_folded(&mut out, c, fold));
    out
}

/// Puts a folded character after a text.
fn push_folded(out: &mut String, c: char, fold: Fold) {
    match fold_plain(c, fold) {
        Some(plain) => out.push(plain),
        None => fold_char(c, fold, &mut |folded| out.push(folded)),
    }
}

/// The one character that a character of ASCII or a bare Arabic letter folds to; `None` for all others. Nearly all of a
/// text is of these.
#[inline]
pub fn fold_plain(c: char, fold: Fold) -> Option<char> {
    match c {
        'A'..='Z' if fold == Fold::Loose => Some(c.to_ascii_lowercase()),
        '\0'..='\x7F' => Some(c),
        '\u{0621}' | '\u{0627}'..='\u{063A}' | '\u{0641}'..='\u{064A}' => Some(arabic(c, fold)),
        _ => None,
    }
}

/// Folds one character, giving none, one or several.
pub fn fold_char(c: char, fold: Fold, emit: &mut dyn FnMut(char)) {
    if let Some(plain) = fold_plain(c, fold) {
        return emit(plain);
    }
    match c {
        '\u{0622}'..='\u{0626}' => hamza(c, fold, emit),
        _ if is_invisible(c) => {}
        '\u{0653}'..='\u{0655}' if fold == Fold::Loose => {}
        '\u{06A9}' => emit('ك'),
        '\u{06CC}' => emit('ي'),
        '\u{0660}'..='\u{0669}' => emit(digit(c, '\u{0660}')),
        '\u{06F0}'..='\u{06F9}' => emit(digit(c, '\u{06F0}')),
        '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{02BB}' => emit('\''),
        '\u{2010}' | '\u{2011}' => emit('-'),
        '\u{00A0}' | '\u{202F}' | '\u{2009}' => emit(' '),
        '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => {
            decompose_compatible(c, |part| fold_char_plain(part, fold, emit));
        }
        _ => decompose_canonical(c, |part| fold_char_plain(part, fold, emit)),
    }
}

/// Whether a character is drawn on the one before it.
pub fn is_combining(c: char) -> bool {
    matches!(c, '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06ED}' | '\u{0610}'..='\u{061A}')
        || (c > '\u{02FF}' && is_combining_mark(c))
}

/// Whether a character is part of a word: letters, digits and the marks on them.
pub fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || is_combining(c) || c == '\u{0640}'
}

/// Marks and controls that change no word.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{0640}' | '\u{064B}'..='\u{0652}' | '\u{0656}'..='\u{065F}' | '\u{0670}'
        | '\u{0610}'..='\u{061A}' | '\u{06D6}'..='\u{06ED}'
        | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}')
}

/// What decomposition gave, which is not decomposed again.
fn fold_char_plain(c: char, fold: Fold, emit: &mut dyn FnMut(char)) {
    match c {
        _ if is_invisible(c) => {}
        // Only letters that `fold_char` knows: the others in between would come back here for ever.
        '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}' => fold_char(c, fold, emit),
        _ if fold == Fold::Strict => emit(c),
        _ if is_combining_mark(c) => {}
        _ => c.to_lowercase().for_each(emit),
    }
}

fn arabic(c: char, fold: Fold) -> char {
    match (c, fold) {
        ('ى', Fold::Loose) => 'ي',
        ('ة', Fold::Loose) => 'ه',
        _ => c,
    }
}

/// A letter with hamza or madda: the bare letter when loose, the decomposed pair when strict, so that both
/// encodings of one letter are equal.
fn hamza(c: char, fold: Fold, emit: &mut dyn FnMut(char)) {
    let (bare, mark) = match c {
        'آ' => ('ا', '\u{0653}'),
        'أ' => ('ا', '\u{0654}'),
        'إ' => ('ا', '\u{0655}'),
        'ؤ' => ('و', '\u{0654}'),
        _ => ('ي', '\u{0654}'),
    };
    emit(bare);
    if fold == Fold::Strict {
        emit(mark);
    }
}

fn digit(c: char, zero: char) -> char {
    char::from(b'0' + (c as u32 - zero as u32) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loose(text: &str) -> String {
        fold(text, Fold::Loose)
    }

    fn strict(text: &str) -> String {
        fold(text, Fold::Strict)
    }

    #[test]
    fn interchangeable_letters_are_one_only_when_loose() {
        assert_eq!(loose("الأمـــم المتَّحِدة"), loose("الامم المتحده"));
        assert_ne!(strict("على"), strict("علي"));
        assert_eq!(strict("الأمـــم المتَّحِدة"), strict("الأمم المتحدة"));
        assert_eq!(loose("António"), "antonio");
        assert_ne!(strict("US"), strict("us"));
    }

    #[test]
    fn one_letter_in_two_encodings_is_one() {
        assert_eq!(strict("\u{0623}"), strict("\u{0627}\u{0654}"));
        assert_eq!(strict("é"), strict("e\u{0301}"));
        assert_eq!(strict("\u{FEFB}"), "لا");
        assert_eq!(loose("ک۴"), "ك4");
    }

    #[test]
    fn every_character_is_folded() {
        let all: String = ('\0'..=char::MAX).collect();
        assert_eq!(fold(&all, Fold::Loose), loose(&all));
        assert!(loose(&all).contains('\u{063B}'));
        assert!(strict(&all).contains('\u{063B}'));
    }
}
