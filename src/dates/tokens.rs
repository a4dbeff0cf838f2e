//! Splits prose into words, numbers and signs, with their ranges and folded spellings.
//!
//! Letters and digits are separate tokens, so `1438هـ`, `11th` and `و22` are two adjacent tokens each. Invisible
//! characters (vowel marks, tatweel, bidi controls) do not split a word.

use crate::text::{Fold, ProseRange, fold_char, fold_plain, is_combining};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Letters.
    Word,
    /// Digits of any script, with their value; `u32::MAX` for more than nine digits.
    Number(u32),
    /// Any other character, folded.
    Sign(char),
}

/// One word, number or sign.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// Range in the prose.
    pub(super) range: ProseRange,
    /// Range in the folded text.
    folded: (u32, u32),
    /// Whether white space precedes it.
    pub(super) spaced: bool,
    /// Whether it is the first of a line.
    pub(super) fresh_line: bool,
    /// Whether its first letter is a capital.
    pub(super) capital: bool,
}

/// The tokens of one block.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) list: Vec<Token>,
    folded: String,
}

impl Tokens {
    /// Tokenizes a text.
    pub(super) fn of(prose: &str) -> Self {
        let mut tokens = Self { list: Vec::with_capacity(prose.len() / 5), folded: String::with_capacity(prose.len()) };
        let (mut spaced, mut fresh_line, mut open) = (true, true, false);
        for (at, c) in prose.char_indices() {
            let end = (at + c.len_utf8()) as u32;
            if c.is_whitespace() {
                spaced = true;
                fresh_line |= c == '\n';
                open = false;
                continue;
            }
            let before = tokens.folded.len();
            let plain = fold_plain(c, Fold::Loose);
            match plain {
                Some(plain) => tokens.folded.push(plain),
                // "16ـ9ـ2017": the tatweel replaces a dash on keyboards without one.
                None if c == '\u{0640}' && tokens.is_between_digits(prose, at, end) => tokens.folded.push('-'),
                None => fold_char(c, Fold::Loose, &mut |folded| tokens.folded.push(folded)),
            }
            if tokens.folded.len() == before {
                // A mark belongs to its letter; a control belongs to no token.
                if (is_combining(c) || c == '\u{0640}')
                    && let Some(last) = tokens.list.last_mut().filter(|last| last.range.end == at as u32)
                {
                    last.range.end = end;
                }
                continue;
            }
            let first = plain.or_else(|| tokens.folded[before..].chars().next()).unwrap_or(' ');
            let kind = match first {
                '0'..='9' => TokenKind::Number(u32::from(first) - u32::from('0')),
                // Letters that need no table lookup.
                'a'..='z' | '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}' => TokenKind::Word,
                _ if !first.is_ascii() && first.is_alphabetic() => TokenKind::Word,
                _ => TokenKind::Sign(first),
            };
            if first.is_whitespace() {
                // A no-break space folds to a space.
                (spaced, open) = (true, false);
                continue;
            }
            let joined = open && tokens.list.last_mut().is_some_and(|last| last.extend(kind));
            if joined {
                if let Some(last) = tokens.list.last_mut() {
                    last.range.end = end;
                    last.folded.1 = tokens.folded.len() as u32;
                }
                continue;
            }
            tokens.list.push(Token {
                kind,
                range: ProseRange::new(at as u32, end),
                folded: (before as u32, tokens.folded.len() as u32),
                spaced,
                fresh_line,
                capital: c.is_uppercase(),
            });
            (spaced, fresh_line, open) = (false, false, true);
        }
        tokens
    }

    fn is_between_digits(&self, prose: &str, at: usize, end: u32) -> bool {
        let number = |token: &Token| matches!(token.kind, TokenKind::Number(_)) && token.range.end == at as u32;
        self.list.last().is_some_and(number) && prose[end as usize..].starts_with(char::is_numeric)
    }

    /// The folded spelling of a token; empty after the last token.
    pub(super) fn text(&self, at: usize) -> &str {
        self.list.get(at).map_or("", |token| &self.folded[token.folded.0 as usize..token.folded.1 as usize])
    }

    /// A token's kind.
    pub(super) fn kind(&self, at: usize) -> Option<TokenKind> {
        self.list.get(at).map(|token| token.kind)
    }

    /// The value of a number.
    pub(super) fn number(&self, at: usize) -> Option<u32> {
        match self.kind(at) {
            Some(TokenKind::Number(value)) => Some(value),
            _ => None,
        }
    }

    /// Number of digits of a number; 0 for other tokens.
    pub(super) fn digits(&self, at: usize) -> usize {
        self.number(at).map_or(0, |_| self.text(at).len())
    }

    /// Whether a token is the given sign.
    pub(super) fn is_sign(&self, at: usize, sign: char) -> bool {
        self.kind(at) == Some(TokenKind::Sign(sign))
    }

    /// Whether no space separates a token from the previous one.
    pub(super) fn glued(&self, at: usize) -> bool {
        at > 0 && self.list.get(at).is_some_and(|token| !token.spaced)
    }

    /// Whether white space precedes a token.
    pub(super) fn spaced(&self, at: usize) -> bool {
        self.list.get(at).is_none_or(|token| token.spaced)
    }

    /// Whether a token is a word.
    pub(super) fn is_word(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Word)
    }

    /// Whether a sentence ends before a token.
    pub(super) fn sentence_starts(&self, at: usize) -> bool {
        let Some(token) = self.list.get(at) else { return true };
        if at == 0 || token.fresh_line {
            return true;
        }
        let before = at - 1;
        match self.kind(before) {
            Some(TokenKind::Sign('!' | '?' | '؟')) => true,
            // "a.m.", "U.S." and "3.5" do not end a sentence; two or more letters, a full stop and a space do.
            Some(TokenKind::Sign('.')) => {
                token.spaced && !(before > 0 && self.is_word(before - 1) && self.text(before - 1).chars().count() == 1)
            }
            _ => false,
        }
    }
}

impl Token {
    /// Adds a character of the same kind.
    fn extend(&mut self, kind: TokenKind) -> bool {
        match (&mut self.kind, kind) {
            (TokenKind::Word, TokenKind::Word) => true,
            (TokenKind::Number(value), TokenKind::Number(digit)) => {
                *value = value.checked_mul(10).and_then(|v| v.checked_add(digit)).unwrap_or(u32::MAX);
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_are_split_and_marks_are_not() {
        let words = |text: &str| {
            let tokens = Tokens::of(text);
            (0..tokens.list.len()).map(|at| tokens.text(at).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(words("و٢٢ أغسطس، 1438هـ"), ["و", "22", "اغسطس", "،", "1438", "ه"]);
        assert_eq!(words("July 11th"), ["july", "11", "th"]);
        let tokens = Tokens::of("غدً\u{200F}ا، 18\u{200F}-09");
        assert_eq!(tokens.text(0), "غدا");
        assert_eq!(tokens.number(2), Some(18));
        assert!(tokens.glued(3));
    }
}
