//! Similarity of a word of prose and a word of a registered name.

use crate::actors::model::ActorIndex;
use crate::actors::words::frequent::{Everyday, everyday};
use crate::actors::words::lexicon::{self, is};
use crate::actors::words::normalize::{Token, Tokens, hash, tokens, without_article};
use crate::text::ProseRange;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Words of an article that are similar to a registered name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearName {
    pub range: ProseRange,
    /// The actor with the similar name.
    pub actor: ActorIndex,
    /// Index of the name in [`Facts::names`](crate::actors::model::Facts::names).
    pub name: usize,
    /// Whether the words are similar to a surname alone, after a title of the actor.
    pub is_surname: bool,
}

/// Minimum number of letters of a word for a slip in it.
const SHORTEST: usize = 4;

/// See `likeness/README.md`.
const DISTINCT: &str = include_str!("likeness/distinct.txt");
const GIVEN: &str = include_str!("likeness/given.txt");

/// The kind of similarity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    Same,
    /// Equal apart from vowels and doubled letters.
    Sound,
    /// One letter is wrong, missing, added or swapped with the next.
    Slip,
    None,
}

pub(super) fn compare(read: &Tokens, at: usize, key: &str, wanted: &str, is_given: bool) -> Likeness {
    let token = read.list[at];
    if !token.is_word() || (!token.is_arabic() && !token.is_capital()) || token.is_number() {
        return Likeness::None;
    }
    compare_word(&token, key, wanted, is_given)
}

pub(super) fn compare_word(token: &Token, key: &str, wanted: &str, is_given: bool) -> Likeness {
    if key == wanted {
        return Likeness::Same;
    }
    let is_word = token.is_arabic() && everyday(hash(key)) == Everyday::Word;
    if is_word || is_gendered(key, wanted) || are_distinct(key, wanted) {
        return Likeness::None;
    }
    let both_known = is_known(key) && is_known(wanted) && !share_a_group(key, wanted);
    // Many names share two consonants: `Kyle` is not `Quayle`.
    let is_close = consonants(key) > 2 || strsim::osa_distance(key, wanted) < 2 || token.is_arabic();
    if sound(key) == sound(wanted) && consonants(key) >= 2 && is_close {
        return if is_given && both_known && token.is_arabic() { Likeness::None } else { Likeness::Sound };
    }
    let long = key.chars().nth(SHORTEST - 1).is_some() && wanted.chars().nth(SHORTEST - 1).is_some();
    let first = key.chars().next() == wanted.chars().next();
    if !long || both_known || (is_given && is_known(key)) || (!first && key.chars().nth(5).is_none()) {
        return Likeness::None;
    }
    if strsim::osa_distance(key, wanted) == 1 { Likeness::Slip } else { Likeness::None }
}

/// Whether one word is the other with a feminine ending.
fn is_gendered(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    long.strip_prefix(short).is_some_and(|ending| matches!(ending, "ه" | "a" | "e" | "ah" | "ي" | "ina"))
}

/// The line and side of each name in the list of distinct names.
static SIDES: LazyLock<HashMap<u64, Vec<(usize, usize)>>> = LazyLock::new(|| {
    let mut sides: HashMap<u64, Vec<(usize, usize)>> = HashMap::new();
    for (number, line) in DISTINCT.lines().filter(|line| !line.starts_with('#')).enumerate() {
        for (side, group) in line.split('|').enumerate() {
            for word in tokens(group).list {
                sides.entry(word.hash).or_default().push((number, side));
            }
        }
    }
    sides
});

/// The lines of each widely known name.
static KNOWN: LazyLock<HashMap<u64, Vec<usize>>> = LazyLock::new(|| {
    let mut known: HashMap<u64, Vec<usize>> = HashMap::new();
    for (number, line) in GIVEN.lines().enumerate() {
        for word in tokens(line).list {
            known.entry(word.hash).or_default().push(number);
        }
    }
    known
});

/// Whether two words are names of different people, however similar they are.
fn are_distinct(one: &str, other: &str) -> bool {
    let (Some(one), Some(other)) = (SIDES.get(&hash(one)), SIDES.get(&hash(other))) else { return false };
    let of_one_line = |a: &(usize, usize), b: &(usize, usize)| a.0 == b.0;
    let together = one.iter().any(|a| other.contains(a));
    !together && one.iter().any(|a| other.iter().any(|b| of_one_line(a, b)))
}

pub(super) fn is_known(word: &str) -> bool {
    KNOWN.contains_key(&hash(word))
}

fn share_a_group(one: &str, other: &str) -> bool {
    let of = |word: &str| -> HashSet<usize> { KNOWN.get(&hash(word)).into_iter().flatten().copied().collect() };
    !of(one).is_disjoint(&of(other))
}

/// A hash that is equal for similar sounds: without vowels except at the start, and with doubled letters once.
pub(super) fn sound(word: &str) -> u64 {
    let mut state = 0u64;
    each_sound(word, |c| state = (state ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01B3).rotate_left(7));
    state
}

fn consonants(word: &str) -> usize {
    let mut count = 0;
    each_sound(word, |_| count += 1);
    count
}

fn each_sound(word: &str, mut take: impl FnMut(char)) {
    let mut last = None;
    let mut chars = word.chars().peekable();
    let mut is_first = true;
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let out = match (c, next) {
            ('p', Some('h')) => {
                chars.next();
                Some('f')
            }
            ('s' | 'c', Some('h')) => {
                chars.next();
                Some('x')
            }
            ('g' | 'k' | 't' | 'd', Some('h')) => {
                chars.next();
                Some(c)
            }
            ('q' | 'c', _) => Some('k'),
            ('a' | 'e' | 'i' | 'o' | 'u' | 'ا' | 'ع', _) if is_first => Some('a'),
            ('a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w' | 'ا' | 'و' | 'ي' | 'ء', _) | ('ه', None) if !is_first => {
                None
            }
            ('ظ', _) => Some('ض'),
            ('ذ', _) => Some('د'),
            ('ث' | 'ط', _) => Some('ت'),
            ('غ', _) => Some('ج'),
            _ => Some(c),
        };
        is_first = false;
        if out.is_some() && out != last {
            out.into_iter().for_each(&mut take);
        }
        last = out.or(last);
    }
}

pub(super) fn is_article(key: &str) -> bool {
    matches!(key, "al" | "el")
}

/// A word without its article.
pub(super) fn bare(key: &str) -> &str {
    let latin = key.strip_prefix("al").filter(|rest| rest.is_ascii() && rest.len() >= 5);
    latin.unwrap_or_else(|| without_article(key))
}

/// The words of a name without their articles.
pub(super) fn bare_words(read: &Tokens) -> Vec<&str> {
    let words = read.list.iter().filter(|token| token.is_word()).map(|token| read.key(*token));
    words.filter(|key| !is_article(key)).map(bare).collect()
}

/// Whether a token only joins two words of a name: an article or a hyphen.
pub(super) fn is_joint(key: &str) -> bool {
    key == "-" || is_article(key)
}

/// The next word, without articles and hyphens in between.
pub(super) fn next_word(read: &Tokens, at: usize) -> Option<usize> {
    let mut next = at + 1;
    while is_joint(read.key_at(next)) {
        next += 1;
    }
    read.list.get(next).is_some_and(|token| token.is_word()).then_some(next)
}

/// Whether a word can be part of a personal name.
pub(super) fn is_name_word(read: &Tokens, at: usize) -> bool {
    let token = read.list[at];
    if token.is_arabic() {
        return lexicon::CONTINUES.contains(&token.hash) || lexicon::is_given_name(read, at);
    }
    let passes = [&lexicon::HONORIFICS, &lexicon::ADDRESS, &lexicon::NO_NAME, &lexicon::OFFICES, &lexicon::NATIONS];
    token.is_word() && token.is_capital() && !passes.iter().any(|set| is(set, read, at))
}
