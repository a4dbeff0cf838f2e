//! A lexicon as bytes that are searched where they are.
//!
//! An image has four sizes (`u32`): words, phrases, heads, and bytes of the settings. After them come the places and the chains
//! of [`FirstWords`]; the words, the phrases and the heads, which refer to the text at the end; the settings; the text. The low
//! byte of a number comes first. A damaged image gives a wrong lexicon or none, but never a panic.

use super::beginning::{Beginning, letter_number};
use crate::dates::first_words::{FirstWords, PLACES};
use crate::dates::tokens::Tokens;

#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Image {
    places: &'static [[u8; 2]],
    chains: &'static [[u8; 2]],
    words: &'static [[u8; WORD]],
    phrases: &'static [[u8; PHRASE]],
    heads: &'static [[u8; HEAD]],
    settings: &'static [u8],
    text: &'static [u8],
}

/// A word that phrases begin with: its text (start `u32`, length `u16`), the ends of its longer phrases and of its phrases
/// (`u16`), what it can begin, and the [`letter_number`]s of second words (`u64`): all, and those with which a date can begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) number: usize,
    row: &'static [u8; WORD],
}

/// A phrase: the text of its words after the first (start `u32`, length `u16`), the number of its head (`u16`), the
/// [`letter_number`] of the second word, and how many words there are.
pub(super) type Phrase = [u8; PHRASE];

/// The size of a [`Word`].
const WORD: usize = 27;
/// The size of a [`Phrase`].
const PHRASE: usize = 10;
/// The size of the head of a line, which states a meaning: the start of its text (`u32`), and the length (`u16`).
const HEAD: usize = 6;

impl Image {
    /// `None` if bytes are missing.
    pub(super) fn open(bytes: &'static [u8]) -> Option<Self> {
        let (sizes, mut rest) = bytes.split_at_checked(16)?;
        let size = |at: usize| sizes.get(4 * at..)?.first_chunk().map(|size| u32::from_le_bytes(*size) as usize);
        let (words, phrases, heads) = (size(0)?, size(1)?, size(2)?);
        Some(Self {
            places: rows(&mut rest, PLACES)?,
            chains: rows(&mut rest, words)?,
            words: rows(&mut rest, words)?,
            phrases: rows(&mut rest, phrases)?,
            heads: rows(&mut rest, heads)?,
            settings: rows::<1>(&mut rest, size(3)?)?.as_flattened(),
            text: rest,
        })
    }

    /// The number of words that phrases begin with.
    pub(super) fn words(&self) -> usize {
        self.words.len()
    }

    /// The number of heads.
    pub(super) fn heads(&self) -> usize {
        self.heads.len()
    }

    /// The index of the words that phrases begin with.
    pub(super) fn firsts(&self) -> FirstWords {
        FirstWords::over(self.places, self.chains)
    }

    /// The word of a number, if it is this one.
    #[inline]
    pub(super) fn word(&self, number: usize, word: &str) -> Option<Word> {
        let row = self.words.get(number)?;
        (self.text(*row.first_chunk()?) == word.as_bytes()).then_some(Word { number, row })
    }

    /// The phrases of a word that are longer than it, longest first.
    #[inline]
    pub(super) fn longer(&self, word: Word) -> &'static [Phrase] {
        let start = word.number.checked_sub(1).and_then(|before| self.words.get(before));
        let start = start.map_or(0, |row| half(row, PHRASES));
        self.phrases.get(start..half(word.row, LONGER)).unwrap_or_default()
    }

    /// The phrases of a word that are the word alone.
    pub(super) fn singles(&self, word: Word) -> &'static [Phrase] {
        self.phrases.get(half(word.row, LONGER)..half(word.row, PHRASES)).unwrap_or_default()
    }

    /// The token after a phrase if its words after the first are those from a token on.
    #[inline]
    pub(super) fn end_of(&self, phrase: &Phrase, tokens: &Tokens, at: usize) -> Option<usize> {
        let mut rest = self.text(*phrase.first_chunk()?);
        let end = at + usize::from(phrase[COUNT]);
        for place in at..end {
            rest = rest.strip_prefix(tokens.text(place).as_bytes())?;
            rest = if place + 1 == end { rest } else { rest.strip_prefix(b" ")? };
        }
        rest.is_empty().then_some(end)
    }

    /// The words of a head.
    pub(super) fn head(&self, number: usize) -> Option<Vec<&'static str>> {
        Some(str::from_utf8(self.text(*self.heads.get(number)?)).ok()?.split(' ').collect())
    }

    /// The heads of the lines that state no meaning, each with its spellings, which `|` separates.
    pub(super) fn settings(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let lines = str::from_utf8(self.settings).unwrap_or("").split_terminator('\n');
        lines.filter_map(|line| line.split_once('='))
    }

    #[inline]
    fn text(&self, [start @ .., low, high]: [u8; 6]) -> &'static [u8] {
        let (start, length) = (u32::from_le_bytes(start) as usize, usize::from(u16::from_le_bytes([low, high])));
        self.text.get(start..).and_then(|text| text.get(..length)).unwrap_or_default()
    }
}

/// Where the numbers of a [`Word`] are.
const LONGER: usize = 6;
const PHRASES: usize = 8;
const BEGINNING: usize = 10;
const SECONDS: usize = 11;
const BEGINNINGS: usize = 19;

impl Word {
    /// What the word alone can begin.
    #[inline]
    pub(super) fn beginning(self) -> Beginning {
        Beginning::ALL.get(usize::from(self.row[BEGINNING])).copied().unwrap_or_default()
    }

    /// Whether a word can be the second word of a phrase; `false` is certain.
    #[inline]
    pub(super) fn may_continue(self, second: &str) -> bool {
        self.bits(SECONDS) >> letter_number(second) & 1 != 0
    }

    /// The same for phrases with which a date, or a phrase that is not one, can begin.
    #[inline]
    pub(super) fn may_begin(self, second: &str) -> bool {
        self.bits(BEGINNINGS) >> letter_number(second) & 1 != 0
    }

    #[inline]
    fn bits(self, at: usize) -> u64 {
        self.row[at..].first_chunk().map_or(0, |bits| u64::from_le_bytes(*bits))
    }
}

/// Where the numbers of a [`Phrase`] are.
const HEAD_OF: usize = 6;
const SECOND: usize = 8;
const COUNT: usize = 9;

/// The number of the head of a phrase.
pub(super) fn head_of(phrase: &Phrase) -> usize {
    half(phrase, HEAD_OF)
}

/// The [`letter_number`] of the second word of a phrase that has one.
pub(super) fn second_of(phrase: &Phrase) -> u8 {
    phrase[SECOND]
}

#[inline]
fn half<const N: usize>(row: &[u8; N], at: usize) -> usize {
    row[at..].first_chunk().map_or(0, |half| usize::from(u16::from_le_bytes(*half)))
}

/// Takes rows from the start of bytes.
fn rows<const N: usize>(bytes: &mut &'static [u8], count: usize) -> Option<&'static [[u8; N]]> {
    let (rows, rest) = bytes.split_at_checked(count.checked_mul(N)?)?;
    *bytes = rest;
    Some(rows.as_chunks().0)
}
