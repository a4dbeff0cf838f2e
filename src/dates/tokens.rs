//! Splits prose into words, numbers and signs, with their ranges and folded spellings.
//!
//! Letters and digits are separate tokens, so `1438هـ`, `11th` and `و22` are two adjacent tokens each. Invisible
//! characters (vowel marks, tatweel, bidi controls) do not split a word.

use crate::text::{Fold, ProseRange, fold_char, fold_plain, is_combining, is_kept_arabic as is_kept};

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

/// What is before the next character.
struct Edge {
    spaced: bool,
    fresh_line: bool,
    /// Whether the last token can go on.
    open: bool,
}

impl Tokens {
    /// Tokenizes a text.
    pub(super) fn of(prose: &str) -> Self {
        let mut tokens = Self { list: Vec::with_capacity(prose.len() / 5), folded: String::with_capacity(prose.len()) };
        let mut edge = Edge { spaced: true, fresh_line: true, open: false };
        let bytes = prose.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            at = match byte {
                b' ' => {
                    (edge.spaced, edge.open) = (true, false);
                    at + 1
                }
                b'a'..=b'z' | b'A'..=b'Z' => tokens.latin_run(prose, at, &mut edge),
                0xD8 | 0xD9 if is_kept(&bytes[at..]) => tokens.arabic_run(prose, at, &mut edge),
                _ => tokens.character(prose, at, &mut edge),
            };
        }
        tokens
    }

    /// Adds the ASCII letters from an offset on. Returns the offset after them.
    fn latin_run(&mut self, prose: &str, at: usize, edge: &mut Edge) -> usize {
        let letters = prose.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (before, end) = (self.folded.len(), at + letters);
        self.folded.push_str(&prose[at..end]);
        self.folded[before..].make_ascii_lowercase();
        let capital = prose.as_bytes()[at].is_ascii_uppercase();
        self.add(TokenKind::Word, ProseRange::from(at..end), before, capital, edge);
        end
    }

    /// Adds the Arabic letters from an offset on that folding does not change. Returns the offset after them.
    fn arabic_run(&mut self, prose: &str, at: usize, edge: &mut Edge) -> usize {
        let rest = &prose.as_bytes()[at..];
        let letters = rest.chunks_exact(2).take_while(|letter| is_kept(letter)).count();
        let (before, end) = (self.folded.len(), at + 2 * letters);
        self.folded.push_str(&prose[at..end]);
        self.add(TokenKind::Word, ProseRange::from(at..end), before, false, edge);
        end
    }

    /// Extends the open token by what has been folded since `before`, or starts a token.
    fn add(&mut self, kind: TokenKind, range: ProseRange, before: usize, capital: bool, edge: &mut Edge) {
        let folded_end = self.folded.len() as u32;
        if edge.open
            && let Some(last) = self.list.last_mut()
            && last.extend(kind)
        {
            last.range.end = range.end;
            last.folded.1 = folded_end;
            return;
        }
        self.list.push(Token {
            kind,
            range,
            folded: (before as u32, folded_end),
            spaced: edge.spaced,
            fresh_line: edge.fresh_line,
            capital,
        });
        *edge = Edge { spaced: false, fresh_line: false, open: true };
    }

    /// Adds any character. Returns the offset after it.
    fn character(&mut self, prose: &str, at: usize, edge: &mut Edge) -> usize {
        let Some(c) = prose[at..].chars().next() else { return prose.len() };
        let next = at + c.len_utf8();
        let end = next as u32;
        if c.is_whitespace() {
            edge.spaced = true;
            edge.fresh_line |= c == '\n';
            edge.open = false;
            return next;
        }
        let before = self.folded.len();
        let plain = fold_plain(c, Fold::Loose);
        match plain {
            Some(plain) => self.folded.push(plain),
            // "16ـ9ـ2017": the tatweel replaces a dash on keyboards without one.
            None if c == '\u{0640}' && self.is_between_digits(prose, at, end) => self.folded.push('-'),
            None => fold_char(c, Fold::Loose, &mut |folded| self.folded.push(folded)),
        }
        if self.folded.len() == before {
            // A mark belongs to its letter; a control belongs to no token.
            if (is_combining(c) || c == '\u{0640}')
                && let Some(last) = self.list.last_mut().filter(|last| last.range.end == at as u32)
            {
                last.range.end = end;
            }
            return next;
        }
        let first = plain.or_else(|| self.folded[before..].chars().next()).unwrap_or(' ');
        let kind = match first {
            '0'..='9' => TokenKind::Number(u32::from(first) - u32::from('0')),
            // Letters that need no table lookup.
            'a'..='z' | '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}' => TokenKind::Word,
            _ if !first.is_ascii() && first.is_alphabetic() => TokenKind::Word,
            _ => TokenKind::Sign(first),
        };
        if first.is_whitespace() {
            // A no-break space folds to a space.
            (edge.spaced, edge.open) = (true, false);
            return next;
        }
        self.add(kind, ProseRange::new(at as u32, end), before, c.is_uppercase(), edge);
        next
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
    use proptest::prelude::*;

    proptest! {
        /// Runs of letters are read as a whole; the result is that of one character after the other.
        #[test]
        fn runs_are_read_like_single_characters(text in "[ \\na-cA-C0-9.'éÉاأبتهىةـً٢عل\u{A0}\u{200F}-]{0,40}") {
            let whole = Tokens::of(&text);
            let mut single = Tokens::default();
            let mut edge = Edge { spaced: true, fresh_line: true, open: false };
            let mut at = 0;
            while at < text.len() {
                at = single.character(&text, at, &mut edge);
            }
            prop_assert_eq!(format!("{whole:?}"), format!("{single:?}"));
        }
    }

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
