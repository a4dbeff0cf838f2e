//! Folded spellings, the keys for looking up names and date words.
//!
//! *Loose* folding is for lookup: interchangeable Arabic letters become one letter, and Latin letters lose case and
//! accents. *Strict* folding is for comparing spellings: it removes only invisible differences (vowel marks, tatweel,
//! bidi controls, presentation forms, encodings of one letter). The text itself is never normalized.

use unicode_normalization::char::{decompose_canonical, decompose_compatible, is_combining_mark};

/// The degree of folding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fold {
    /// For lookup: interchangeable letters, case and accents are also folded.
    Loose,
    /// For comparison: only invisible differences are folded.
    Strict,
}

/// Folds a text, character by character.
pub fn fold(text: &str, fold: Fold) -> String {
    let mut out = String::with_capacity(text.len());
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let ascii = bytes[at..].iter().take_while(|byte| byte.is_ascii()).count();
        let arabic = bytes[at + ascii..].chunks_exact(2).take_while(|letter| is_kept_arabic(letter)).count();
        let (before, end) = (out.len(), at + ascii + 2 * arabic);
        out.push_str(&text[at..end]);
        if fold == Fold::Loose {
            out[before..before + ascii].make_ascii_lowercase();
        }
        let Some(c) = text[end..].chars().next() else { break };
        push_folded(&mut out, c, fold);
        at = end + c.len_utf8();
    }
    out
}

/// Whether bytes begin with an Arabic letter that no folding changes: a bare letter other than `ة` and `ى`.
#[inline]
pub fn is_kept_arabic(bytes: &[u8]) -> bool {
    matches!(bytes, [lead, low, ..] if fold_arabic(*lead, *low) == [*lead, *low])
}

/// The loosely folded form of an Arabic letter of two bytes, which also has two bytes; zeros for all other characters.
#[inline]
const fn fold_arabic(lead: u8, low: u8) -> [u8; 2] {
    /// The second byte without its two high bits, from U+0600 on.
    const LETTERS: [[u8; 2]; 128] = {
        let mut letters = [[0; 2]; 128];
        let mut at = 0x21;
        while at <= 0x4A {
            // U+063B to U+0640 are other letters and the tatweel.
            if at < 0x3B || at > 0x40 {
                let folded = match at {
                    // Letters with hamza or madda.
                    0x22 | 0x23 | 0x25 => 0x27,
                    0x24 => 0x48,
                    0x26 | 0x49 => 0x4A,
                    0x29 => 0x47,
                    _ => at,
                };
                letters[at] = [0xD8 + (folded >> 6) as u8, 0x80 + (folded & 0x3F) as u8];
            }
            at += 1;
        }
        letters
    };
    match lead {
        0xD8 | 0xD9 => LETTERS[((lead & 1) << 6 | low & 0x3F) as usize],
        _ => [0; 2],
    }
}

/// The letters that bytes begin with, if each of them is an Arabic letter of two bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArabicRun {
    /// Their number of bytes.
    pub length: usize,
    /// Whether loose folding changes one of them.
    pub is_changed: bool,
    /// Whether one of them is a hamza, or carries one on another letter than an alef.
    pub has_hamza: bool,
}

/// Reads the Arabic letters that bytes begin with.
#[inline]
pub fn leading_arabic(bytes: &[u8]) -> ArabicRun {
    const LETTER: u8 = 1;
    const CHANGED: u8 = 2;
    const HAMZA: u8 = 4;
    /// By the second byte without its two high bits, from U+0600 on.
    const CLASSES: [u8; 128] = {
        let mut classes = [0; 128];
        let mut at = 0;
        while at < 128 {
            let (lead, low) = (0xD8 + (at >> 6) as u8, 0x80 + (at & 0x3F) as u8);
            let folded = fold_arabic(lead, low);
            if folded[0] != 0 {
                let is_kept = folded[0] == lead && folded[1] == low;
                classes[at] = LETTER | if is_kept { 0 } else { CHANGED };
            }
            at += 1;
        }
        classes[0x21] |= HAMZA;
        classes[0x24] |= HAMZA;
        classes[0x26] |= HAMZA;
        classes
    };
    let (mut length, mut all) = (0, 0);
    while let [lead @ (0xD8 | 0xD9), low, ..] = &bytes[length..] {
        let class = CLASSES[usize::from((*lead & 1) << 6 | *low & 0x3F)];
        if class == 0 {
            break;
        }
        all |= class;
        length += 2;
    }
    ArabicRun { length, is_changed: all & CHANGED != 0, has_hamza: all & HAMZA != 0 }
}

/// Appends Arabic letters of two bytes in their loosely folded form.
pub fn push_arabic(out: &mut String, letters: &str) {
    out.reserve(letters.len());
    let mut from = 0;
    for (at, letter) in letters.as_bytes().as_chunks::<2>().0.iter().enumerate() {
        let [lead, low] = fold_arabic(letter[0], letter[1]);
        if [lead, low] != *letter {
            out.push_str(&letters[from..2 * at]);
            out.push(char::from_u32(u32::from(lead & 0x1F) << 6 | u32::from(low & 0x3F)).unwrap_or_default());
            from = 2 * at + 2;
        }
    }
    out.push_str(&letters[from..]);
}

/// The number of ASCII letters that bytes begin with.
#[inline]
pub fn leading_letters(bytes: &[u8]) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let mut at = 0;
    // Eight bytes at once: the high bit of each byte says whether it is a letter.
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let bytes = u64::from_le_bytes(*chunk);
        let lower = (bytes | (0x20 * EACH)) & (0x7F * EACH);
        let from_a = lower + (0x80 - u64::from(b'a')) * EACH;
        let after_z = lower + (0x7F - u64::from(b'z')) * EACH;
        let others = !(from_a & !after_z & !bytes) & (0x80 * EACH);
        if others != 0 {
            return at + others.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    at + bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count()
}

/// Appends a folded character to a text.
fn push_folded(out: &mut String, c: char, fold: Fold) {
    match fold_plain(c, fold) {
        Some(plain) => out.push(plain),
        None => fold_char(c, fold, &mut |folded| out.push(folded)),
    }
}

/// The result for ASCII characters and bare Arabic letters, which are most of a text; `None` for all others.
#[inline]
fn fold_plain(c: char, fold: Fold) -> Option<char> {
    match c {
        'A'..='Z' if fold == Fold::Loose => Some(c.to_ascii_lowercase()),
        '\0'..='\x7F' => Some(c),
        '\u{0621}' | '\u{0627}'..='\u{063A}' | '\u{0641}'..='\u{064A}' => Some(arabic(c, fold)),
        _ => None,
    }
}

/// Folds one character to zero or more.
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

/// Whether a character combines with the previous one.
pub fn is_combining(c: char) -> bool {
    matches!(c, '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06ED}' | '\u{0610}'..='\u{061A}')
        || (c > '\u{02FF}' && is_combining_mark(c))
}

/// Whether a character is part of a word: letters, digits and marks on them.
pub fn is_word_char(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_alphanumeric(),
        // Arabic letters and the tatweel, which need no table.
        '\u{0621}'..='\u{064A}' => true,
        _ => is_letter_or_digit(c) || is_combining(c),
    }
}

/// [`char::is_alphanumeric`], without its table for the most common characters.
#[inline]
pub fn is_letter_or_digit(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_alphanumeric(),
        // Letters, the tatweel, vowel marks and digits.
        '\u{0621}'..='\u{0657}' | '\u{0660}'..='\u{0669}' => true,
        _ if is_common_mark(c) => false,
        _ => c.is_alphanumeric(),
    }
}

/// [`char::is_alphabetic`], without its table for the most common characters.
#[inline]
pub fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_alphabetic(),
        // Letters, the tatweel and vowel marks.
        '\u{0621}'..='\u{0657}' => true,
        _ if is_common_mark(c) => false,
        _ => c.is_alphabetic(),
    }
}

/// Whether a character is one of the marks that are most common outside ASCII, so that no table is needed: Arabic commas
/// and question marks, guillemets, and general punctuation.
#[inline]
fn is_common_mark(c: char) -> bool {
    matches!(c,
        '\u{060C}' | '\u{061B}' | '\u{061F}' | '\u{0080}'..='\u{00A9}' | '\u{00AB}' | '\u{00BB}' | '\u{2000}'..='\u{206F}')
}

/// Marks and controls that do not change a word.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{0640}' | '\u{064B}'..='\u{0652}' | '\u{0656}'..='\u{065F}' | '\u{0670}'
        | '\u{0610}'..='\u{061A}' | '\u{06D6}'..='\u{06ED}'
        | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}')
}

/// Folds the result of a decomposition, which is not decomposed again.
fn fold_char_plain(c: char, fold: Fold, emit: &mut dyn FnMut(char)) {
    match c {
        _ if is_invisible(c) => {}
        // Only letters known to `fold_char`; others would recurse forever.
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

/// A letter with hamza or madda: the bare letter in loose folding, the decomposed pair in strict folding, so that both
/// encodings are equal.
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
    fn interchangeable_letters_are_equal_only_in_loose_folding() {
        assert_eq!(loose("الأمـــم المتَّحِدة"), loose("الامم المتحده"));
        assert_ne!(strict("على"), strict("علي"));
        assert_eq!(strict("الأمـــم المتَّحِدة"), strict("الأمم المتحدة"));
        assert_eq!(loose("António"), "antonio");
        assert_ne!(strict("US"), strict("us"));
    }

    #[test]
    fn two_encodings_of_a_letter_are_equal() {
        assert_eq!(strict("\u{0623}"), strict("\u{0627}\u{0654}"));
        assert_eq!(strict("é"), strict("e\u{0301}"));
        assert_eq!(strict("\u{FEFB}"), "لا");
        assert_eq!(loose("ک۴"), "ك4");
    }

    #[test]
    fn kept_letters_are_not_folded() {
        for c in '\0'..='\u{FFFF}' {
            let text = c.to_string();
            let is_kept = is_kept_arabic(text.as_bytes());
            let bare = matches!(c, '\u{0621}' | '\u{0627}'..='\u{063A}' | '\u{0641}'..='\u{064A}');
            assert_eq!(is_kept, bare && loose(&text) == text && strict(&text) == text, "{c}");
        }
    }

    #[test]
    fn arabic_letters_are_folded_by_their_bytes() {
        for c in '\u{80}'..='\u{7FF}' {
            let mut bytes = [0; 2];
            c.encode_utf8(&mut bytes);
            let folded = match c {
                '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}' => loose(&c.to_string()),
                _ => "\0\0".to_owned(),
            };
            assert_eq!(fold_arabic(bytes[0], bytes[1]), folded.as_bytes(), "{c}");
            let run = leading_arabic(&bytes);
            let is_letter = !folded.starts_with('\0');
            assert_eq!(run.length, if is_letter { 2 } else { 0 }, "{c}");
            assert_eq!(run.is_changed, is_letter && folded != c.to_string(), "{c}");
            assert_eq!(run.has_hamza, "ءؤئ".contains(c), "{c}");
        }
    }

    #[test]
    fn arabic_letters_are_folded_as_a_run() {
        let text = "مؤسسة أبناء إلى القرى، آخر";
        let first = leading_arabic(text.as_bytes());
        assert_eq!(first, ArabicRun { length: 10, is_changed: true, has_hamza: true });
        for word in text.split([' ', '،']) {
            let mut folded = String::new();
            push_arabic(&mut folded, word);
            assert_eq!(folded, loose(word));
            assert_eq!(leading_arabic(word.as_bytes()).length, word.len());
        }
    }

    #[test]
    fn letters_are_counted_up_to_the_first_other_byte() {
        for other in (0..=u8::MAX).filter(|byte| !byte.is_ascii_alphabetic()) {
            for count in 0..20 {
                let mut bytes: Vec<u8> = (b'A'..=b'Z').chain(b'a'..=b'z').cycle().skip(count * 7).take(count).collect();
                bytes.extend([other, b'a', b'b', b'c', b'd', b'e', b'f', b'g', b'h', b'i']);
                assert_eq!(leading_letters(&bytes), count, "{other:x}");
                bytes.truncate(count);
                assert_eq!(leading_letters(&bytes), count);
            }
        }
    }

    #[test]
    fn letters_digits_and_marks_belong_to_words() {
        for c in '\0'..=char::MAX {
            let expected = c.is_alphanumeric() || is_combining(c) || c == '\u{0640}';
            assert_eq!(is_word_char(c), expected, "{c:?}");
        }
    }

    #[test]
    fn common_characters_need_no_table() {
        for c in '\0'..=char::MAX {
            assert_eq!((is_letter(c), is_letter_or_digit(c)), (c.is_alphabetic(), c.is_alphanumeric()), "{c:?}");
        }
    }

    #[test]
    fn every_character_is_folded() {
        let all: String = ('\0'..=char::MAX).collect();
        assert_eq!(fold(&all, Fold::Loose), loose(&all));
        assert!(loose(&all).contains('\u{063B}'));
        assert!(strict(&all).contains('\u{063B}'));
    }
}
