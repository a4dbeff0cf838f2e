//! Splits prose into words, numbers and signs, with their ranges and folded spellings.
//!
//! Letters and digits are separate tokens, so `1438هـ`, `11th` and `و22` are two adjacent tokens each. Invisible
//! characters (vowel marks, tatweel, bidi controls) do not split a word.

use crate::text::{Fold, ProseRange, fold_char, is_combining, is_letter, leading_arabic, leading_letters, push_arabic};
use std::ops::Range;

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
    /// The text with its plain letters folded in place, followed by the folded spellings of other tokens.
    folded: String,
}

/// What is before the next character.
#[derive(Clone, Copy)]
struct Edge {
    spaced: bool,
    fresh_line: bool,
    /// Whether the last token can go on.
    open: bool,
}

/// Tokens that are being read.
struct Cutter<'a> {
    prose: &'a str,
    list: Vec<Token>,
    folded: String,
    edge: Edge,
}

impl Tokens {
    /// Tokenizes a text.
    pub(super) fn of(prose: &str) -> Self {
        let mut cutter = Cutter::new(prose);
        let bytes = prose.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            at = match byte {
                b' ' => {
                    (cutter.edge.spaced, cutter.edge.open) = (true, false);
                    at + 1
                }
                b'a'..=b'z' | b'A'..=b'Z' => {
                    let end = at + leading_letters(&bytes[at..]);
                    cutter.add(TokenKind::Word, ProseRange::from(at..end), (at, end), byte.is_ascii_uppercase());
                    end
                }
                b'!'..=b'/' | b':'..=b'@' => {
                    let sign = TokenKind::Sign(char::from(*byte));
                    cutter.add(sign, ProseRange::from(at..at + 1), (at, at + 1), false);
                    at + 1
                }
                b'0'..=b'9' => {
                    let digit = TokenKind::Number(u32::from(byte - b'0'));
                    cutter.add(digit, ProseRange::from(at..at + 1), (at, at + 1), false);
                    at + 1
                }
                0xD8 | 0xD9 => match cutter.arabic_run(at) {
                    end if end > at => end,
                    _ => cutter.character(at),
                },
                _ => cutter.character(at),
            };
        }
        cutter.finish()
    }

    /// The folded spelling of a token; empty after the last token.
    #[inline]
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

impl<'a> Cutter<'a> {
    fn new(prose: &'a str) -> Self {
        let mut folded = String::with_capacity(prose.len() + prose.len() / 4 + 8);
        folded.push_str(prose);
        folded.make_ascii_lowercase();
        let edge = Edge { spaced: true, fresh_line: true, open: false };
        Self { prose, list: Vec::with_capacity(prose.len() / 4 + 2), folded, edge }
    }

    fn finish(self) -> Tokens {
        Tokens { list: self.list, folded: self.folded }
    }

    /// Adds the Arabic letters from an offset on. Returns the offset after them.
    fn arabic_run(&mut self, at: usize) -> usize {
        let run = leading_arabic(&self.prose.as_bytes()[at..]);
        let end = at + run.length;
        if run.length > 0 {
            let before = self.folded.len();
            let folded = if run.is_changed {
                push_arabic(&mut self.folded, &self.prose[at..end]);
                (before, self.folded.len())
            } else {
                (at, end)
            };
            self.add(TokenKind::Word, ProseRange::from(at..end), folded, false);
        }
        end
    }

    /// Extends the open token by folded bytes, or starts a token.
    #[inline]
    fn add(&mut self, kind: TokenKind, range: ProseRange, folded: (usize, usize), capital: bool) {
        if self.edge.open
            && let Some(last) = self.list.last_mut()
            && last.extend(kind)
        {
            last.range.end = range.end;
            return self.append(folded);
        }
        let Edge { spaced, fresh_line, .. } = self.edge;
        let folded = (folded.0 as u32, folded.1 as u32);
        self.list.push(Token { kind, range, folded, spaced, fresh_line, capital });
        self.edge = Edge { spaced: false, fresh_line: false, open: true };
    }

    /// Makes folded bytes a part of the last token.
    fn append(&mut self, (start, end): (usize, usize)) {
        let length = self.folded.len();
        let Some(last) = self.list.last_mut() else { return };
        if last.folded.1 as usize == start {
            last.folded.1 = end as u32;
            return;
        }
        // The parts are not next to each other, so the token goes to the end.
        if last.folded.1 as usize != length {
            extend_from_within(&mut self.folded, last.folded.0 as usize..last.folded.1 as usize);
            last.folded.0 = length as u32;
        }
        extend_from_within(&mut self.folded, start..end);
        last.folded.1 = self.folded.len() as u32;
    }

    /// Adds any character. Returns the offset after it.
    fn character(&mut self, at: usize) -> usize {
        let Some(c) = self.prose[at..].chars().next() else { return self.prose.len() };
        let next = at + c.len_utf8();
        let end = next as u32;
        if c.is_whitespace() {
            self.edge.spaced = true;
            self.edge.fresh_line |= c == '\n';
            self.edge.open = false;
            return next;
        }
        let before = self.folded.len();
        let mut first = None;
        let folded = &mut self.folded;
        let mut emit = |c: char| {
            first = first.or(Some(c));
            folded.push(c);
        };
        // "16ـ9ـ2017": the tatweel replaces a dash on keyboards without one.
        if c == '\u{0640}' && is_between_digits(&self.list, self.prose, at, next) {
            emit('-');
        } else {
            fold_char(c, Fold::Loose, &mut emit);
        }
        let Some(first) = first else {
            // A mark belongs to its letter; a control belongs to no token.
            if (is_combining(c) || c == '\u{0640}')
                && let Some(last) = self.list.last_mut().filter(|last| last.range.end == at as u32)
            {
                last.range.end = end;
            }
            return next;
        };
        let kind = match first {
            '0'..='9' => TokenKind::Number(u32::from(first) - u32::from('0')),
            // Letters that need no table lookup.
            'a'..='z' | '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}' => TokenKind::Word,
            _ if !first.is_ascii() && is_letter(first) => TokenKind::Word,
            _ => TokenKind::Sign(first),
        };
        if first.is_whitespace() {
            // A no-break space folds to a space.
            (self.edge.spaced, self.edge.open) = (true, false);
            return next;
        }
        self.add(kind, ProseRange::new(at as u32, end), (before, self.folded.len()), c.is_uppercase());
        next
    }
}

/// Appends a part of a text to it.
fn extend_from_within(text: &mut String, part: Range<usize>) {
    let part = text[part].to_owned();
    text.push_str(&part);
}

fn is_between_digits(list: &[Token], prose: &str, at: usize, end: usize) -> bool {
    let number = |token: &Token| matches!(token.kind, TokenKind::Number(_)) && token.range.end == at as u32;
    list.last().is_some_and(number) && prose[end..].starts_with(char::is_numeric)
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
        fn runs_are_read_like_single_characters(text in "[ \\na-cA-C0-9.'éÉاأإآؤئبتهىةـً٢عل\u{A0}\u{200F}-]{0,40}") {
            let whole = Tokens::of(&text);
            let mut cutter = Cutter::new(&text);
            let mut at = 0;
            while at < text.len() {
                at = cutter.character(at);
            }
            let single = cutter.finish();
            prop_assert_eq!(whole.list.len(), single.list.len());
            for at in 0..whole.list.len() {
                let (one, other) = (whole.list[at], Token { folded: whole.list[at].folded, ..single.list[at] });
                prop_assert_eq!(format!("{one:?}"), format!("{other:?}"));
                prop_assert_eq!(whole.text(at), single.text(at));
            }
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
