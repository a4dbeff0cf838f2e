//! Finds names in the prose of one block.
//!
//! A search starts at words and after clitics, never inside words. Words are looked up in loose spelling, and matches
//! are then compared strictly, so that على does not match علي and "us" does not match US.

use super::context;
use super::finder::{Finder, Found, Labels};
use super::longer;
use super::title_in_prose::TitleInProse;
use crate::actors::model::{ActorIndex, Name, NameClass};
use crate::actors::recognize::model::{NameMatch, Spelling};
use crate::actors::store::likeness::NearName;
use crate::actors::store::name_index::Label;
use crate::actors::store::registry::Registry;
use crate::actors::words::clitics::{may_have_clitics, readings};
use crate::actors::words::frequent::{Everyday, everyday};
use crate::actors::words::normalize::{Tokens, edge_marks, hash, same_marks, split_at, strict, tokens};
use crate::actors::words::titles::trim;
use crate::language::Language;
use crate::text::{ProseRange, ends_a_sentence, is_combining};
use std::borrow::Cow;
use std::cell::LazyCell;
use std::ops::Range;

/// Single words of at most this many letters must match exactly, because short words are often other words.
const SHORT_WORD: usize = 4;

/// Maximum number of names between a title that contains a name and the name that it belongs to.
const TITLE_REACH: usize = 16;

/// Names whose loose spelling or neighbours are common words, in loose spelling.
const GUARDED: &[&str] = &["قطر", "مالي", "عمان", "المغرب", "علي", "ماليه", "بنين"];

/// Finds the names in a text, in order and without overlaps.
pub fn scan(prose: &str, language: Language, registry: &Registry) -> Vec<NameMatch> {
    scan_except(prose, &[], language, registry)
}

/// Finds the names in the prose of one block, in order and without overlaps. Names that overlap an `opaque` part
/// (sorted and disjoint) are skipped.
pub fn scan_except(prose: &str, opaque: &[ProseRange], language: Language, registry: &Registry) -> Vec<NameMatch> {
    Scanner::new(registry).scan(prose, opaque, language).matches
}

/// The result of scanning a block once.
#[derive(Debug, Default)]
pub struct Scanned {
    /// The names.
    pub matches: Vec<NameMatch>,
    /// Words that are similar to a name.
    pub near: Vec<NearName>,
}

/// Finds the names of one registry in many blocks.
pub struct Scanner<'r> {
    finder: Finder<'r>,
}

impl<'r> Scanner<'r> {
    pub fn new(registry: &'r Registry) -> Self {
        Self { finder: Finder::new(registry) }
    }

    /// Finds the names in the prose of one block like [`scan_except`], and also words that are similar to a name.
    pub fn scan(&self, prose: &str, opaque: &[ProseRange], language: Language) -> Scanned {
        scan_all(prose, opaque, language, &self.finder)
    }
}

fn scan_all(prose: &str, opaque: &[ProseRange], language: Language, finder: &Finder<'_>) -> Scanned {
    let read = tokens(prose);
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while let Some(first) = read.list.get(at) {
        // Most words begin no name.
        if !first.is_word() || !first.is_arabic() && !finder.may_begin(first.hash) {
            at += 1;
            continue;
        }
        let Some(name) = find(prose, &read, at, language, finder) else {
            at += 1;
            continue;
        };
        if name.range.cuts(opaque) || context::is_other_word(&read, &name) {
            at += 1;
            continue;
        }
        // A mark between two names that both include it belongs to the first.
        let mut name = name;
        longer::take_legal_form(prose, &read, &mut name, finder);
        at = name.words.end;
        name.range.start = found.last().map_or(name.range.start, |before| name.range.start.max(before.range.end));
        found.push(name);
    }
    // A body sentence can be full of names, but a headline without a full stop is in title case.
    let headline = !ends_a_sentence(prose) && context::is_title_case(&read);
    let mut titles: Vec<Option<TitleInProse>> = Vec::with_capacity(found.len());
    for (number, name) in found.iter().enumerate() {
        let before = number.checked_sub(1).map(|before| &found[before]);
        titles.push(context::title(prose, &read, name, before, finder));
    }
    let mut matches = Vec::with_capacity(found.len());
    for (number, name) in found.iter().enumerate() {
        // A name inside the title of another (`US Secretary of State Rex Tillerson`) is not a separate mention.
        let near = number.saturating_sub(TITLE_REACH)..(number + TITLE_REACH).min(titles.len());
        let swallowed = near.into_iter().any(|other| {
            other != number
                && titles[other]
                    .as_ref()
                    .is_some_and(|title| title.words.start <= name.words.start && name.words.end <= title.words.end)
        });
        if swallowed {
            continue;
        }
        let before = number.checked_sub(1).map(|before| &found[before]);
        let doubtful = context::is_doubtful(&read, name, before, titles[number].as_ref(), finder, headline);
        let title = titles[number].as_ref();
        let one_word = name.words.len() == 1;
        let is_arabic = read.list[name.words.start].is_arabic();
        let everyday = if one_word && is_arabic { everyday(name.word) } else { Everyday::No };
        matches.push(NameMatch {
            range: name.range,
            clitic: name.clitic,
            candidates: name.candidates.clone(),
            spelling: name.spelling,
            doubtful,
            title: title.map(|title| (title.holders[0], title.range)),
            titled: title.map(|title| title.holders.clone()).unwrap_or_default(),
            qualified: title.is_some_and(|title| context::is_qualified(&read, &name.words, &title.words)),
            cued: context::is_cued(&read, name, finder),
            cue: longer::place_cue(&read, name.words.start),
            one_word,
            everyday,
            has_speech_verb: everyday != Everyday::No && context::has_speech_verb(&read, name),
            claimed: doubtful && one_word && longer::follows_given_name(&read, name.words.start),
        });
    }
    let taken = |words: Range<usize>| {
        let first = found.partition_point(|name| name.words.end <= words.start);
        let overlapping = found[first..].iter().take_while(|name| name.words.start < words.end);
        overlapping.into_iter().any(|name| name.words.len() > 1)
    };
    let mut near = if headline { Vec::new() } else { finder.registry.near_names(prose, &read, &taken) };
    near.retain(|near| !near.range.cuts(opaque));
    Scanned { matches, near }
}

/// The entries that have a text as one of their names, in exactly that spelling.
pub fn entries_named(registry: &Registry, text: &str) -> Vec<(ActorIndex, usize)> {
    let read = tokens(text);
    let list = trim(&read.list);
    let Some(first) = list.first() else { return Vec::new() };
    let mut found = Vec::new();
    let finder = Finder::new(registry);
    finder.walk(first.hash, list, 0, |length, labels| {
        if length == list.len() {
            found.extend(finder.each(&labels).map(|(actor, label)| (actor, usize::from(label.name))));
        }
    });
    found.retain(|(actor, name)| {
        crate::actors::words::normalize::is_same_spelling(&registry.actor(*actor).names[*name].text, text)
    });
    found.sort_unstable();
    found
}

/// The best match at a word: the longest one, then the one with exact spelling, then the one without clitics.
pub(super) fn find(prose: &str, read: &Tokens, at: usize, language: Language, finder: &Finder<'_>) -> Option<Found> {
    let first = read.list[at];
    if !first.is_word() {
        return None;
    }
    let mut best: Option<Found> = None;
    let mut consider = |start: &Start<'_>| {
        if !finder.may_begin(start.hash) {
            return;
        }
        if let Some(found) = longest(prose, read, at, start, language, finder) {
            let rank = |found: &Found| (found.words.len(), found.spelling == Spelling::Exact);
            if best.as_ref().is_none_or(|best| rank(&found) > rank(best)) {
                best = Some(found);
            }
        }
    };
    let key = read.key(first);
    consider(&Start { key, hash: first.hash, skip: 0, article: false });
    if first.is_arabic() && may_have_clitics(key) {
        for reading in readings(key) {
            let key = &*reading.rest;
            consider(&Start { key, hash: hash(key), skip: reading.skip, article: reading.article });
        }
    }
    best
}

/// A reading of the first word.
struct Start<'k> {
    key: &'k str,
    hash: u64,
    skip: usize,
    article: bool,
}

fn longest(
    prose: &str,
    read: &Tokens,
    at: usize,
    start: &Start<'_>,
    language: Language,
    finder: &Finder<'_>,
) -> Option<Found> {
    let mut lengths: Vec<(usize, Labels)> = Vec::new();
    finder.walk(start.hash, &read.list, at, |length, labels| lengths.push((length, labels)));
    // The layers follow each other, each with its shortest match first.
    lengths.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
    for layers in lengths.chunk_by(|(a, _), (b, _)| a == b) {
        let length = layers[0].0;
        let words = at..at + length;
        let first = read.list[at];
        let begin = if start.skip == 0 { first.start } else { split_at(prose, first, start.skip) };
        let range = ProseRange::new(begin, read.list[at + length - 1].end);
        let clitic = ProseRange::new(first.start, begin);
        // A frequent word takes precedence over a name after a clitic: فريق is not a ريق.
        let is_word = || everyday(first.hash) != Everyday::No;
        if start.skip > 0 && length == 1 && (start_is_short(read.key(first), start.skip) || is_word()) {
            continue;
        }
        let labels = layers.iter().flat_map(|(_, labels)| finder.each(labels));
        let labels: Vec<Candidate<'_>> = labels
            .filter(|(_, label)| fits_case(*label, read, at, length))
            .filter_map(|(actor, label)| {
                let (names, place) = (&finder.actor(actor).names, usize::from(label.name));
                names.get(place).map(|name| Candidate { actor, place, names, name })
            })
            .collect();
        if let Some((candidates, spelling, range)) = compare(prose, read, range, start, &words, &labels, language) {
            return Some(Found { words, range, clitic, candidates, spelling, word: start.hash });
        }
    }
    None
}

fn start_is_short(key: &str, skip: usize) -> bool {
    key[skip..].chars().nth(2).is_none()
}

/// Words of names that are written with and without a capital, in loose spelling.
const PARTICLES: &[&str] = &[
    "al", "ad", "an", "ar", "as", "ash", "at", "az", "bin", "bint", "ben", "abu", "umm", "da", "de", "del", "della",
    "den", "der", "di", "do", "dos", "du", "la", "le", "van", "von", "ter", "ten", "zu", "af", "y",
];

/// Extends a name to the marks at its edges if the prose has them: `Jr.` with its full stop.
fn with_edge_marks(prose: &str, range: ProseRange, name: &str) -> ProseRange {
    let (before, after) = edge_marks(name);
    let (start, end) = (range.start as usize, range.end as usize);
    // Curly and straight marks have different byte lengths, so characters are counted.
    let head: usize = prose[..start].chars().rev().take(before.chars().count()).map(char::len_utf8).sum();
    let tail: usize = prose[end..].chars().take(after.chars().count()).map(char::len_utf8).sum();
    let start = if same_marks(&prose[start - head..start], before) { start - head } else { start };
    let end = if same_marks(&prose[end..end + tail], after) { end + tail } else { end };
    ProseRange::from(start..end)
}

/// Whether the prose has capitals where the label has them. A headline in capitals matches a label in mixed case; an
/// acronym must be in capitals.
fn fits_case(label: Label, read: &Tokens, at: usize, length: usize) -> bool {
    if label.is_acronym(length) {
        return read.list[at].is_all_capitals();
    }
    let small = |word: usize| length > 1 && PARTICLES.contains(&read.key_at(at + word));
    (0..length.min(16)).all(|word| !label.is_capital(word) || read.list[at + word].is_capital() || small(word))
}

/// A label with the folded words of the prose.
#[derive(Clone, Copy)]
struct Candidate<'r> {
    actor: ActorIndex,
    place: usize,
    names: &'r [Name],
    name: &'r Name,
}

/// The candidates for the words, the quality of the spelling, and the range with the marks at its edges.
type Fitting = (Vec<(ActorIndex, usize)>, Spelling, ProseRange);

fn compare(
    prose: &str,
    read: &Tokens,
    range: ProseRange,
    start: &Start<'_>,
    words: &Range<usize>,
    labels: &[Candidate<'_>],
    language: Language,
) -> Option<Fitting> {
    let text = range.slice(prose);
    // After لل the written form of the name differs.
    let extent = |label: &Candidate<'_>| {
        if start.article { range } else { with_edge_marks(prose, range, &label.name.text) }
    };
    let spelt = LazyCell::new(|| {
        if !start.article {
            return strict(text);
        }
        let lam = split_at(prose, read.list[words.start], start.skip + "ل".len());
        strict(&format!("ال{}", ProseRange::new(lam, range.end).slice(prose)))
    });
    let same = |label: &&Candidate<'_>| {
        let name = &label.name.text;
        if name == text && !start.article {
            return true;
        }
        let marked = extent(label);
        strict(name)
            == if marked == range { Cow::Borrowed(spelt.as_str()) } else { Cow::Owned(strict(marked.slice(prose))) }
    };
    // The accusative of a noun is not a proper name: سورياً is "a Syrian".
    let is_accusative = has_tanwin(text);
    let labels: Vec<Candidate<'_>> =
        labels.iter().filter(|label| !is_accusative || has_tanwin(&label.name.text)).copied().collect();
    let mut fitting: Vec<&Candidate<'_>> = labels.iter().filter(same).collect();
    let spelling = if fitting.is_empty() { Spelling::Variant } else { Spelling::Exact };
    if spelling == Spelling::Variant && allows_variant(start.key, words.len()) {
        fitting = labels.iter().collect();
    }
    // For labels with `Jr.`, the full stop is part of the name.
    let marked = fitting.iter().map(|label| extent(label)).max_by_key(|range| range.len()).unwrap_or(range);
    fitting.retain(|label| extent(label) == marked);
    // Explicit vowel marks distinguish عمّان from عُمان.
    if text.chars().any(is_combining) && fitting.iter().any(|label| label.name.text == text) {
        fitting.retain(|label| label.name.text == text);
    }
    let mut candidates: Vec<(ActorIndex, usize)> = Vec::new();
    for label in fitting {
        match candidates.iter_mut().find(|(other, _)| *other == label.actor) {
            Some((_, chosen)) => {
                if rank(label.name, text, language) < rank(&label.names[*chosen], text, language) {
                    *chosen = label.place;
                }
            }
            None => candidates.push((label.actor, label.place)),
        }
    }
    candidates.sort_unstable();
    (!candidates.is_empty()).then_some((candidates, spelling, marked))
}

/// Whether an Arabic word has the ending of an indefinite accusative.
fn has_tanwin(text: &str) -> bool {
    text.ends_with("ًا") || text.ends_with("اً")
}

/// Whether a label can match in loose spelling: not a short word, and not a guarded one. `key` is its first word.
fn allows_variant(key: &str, words: usize) -> bool {
    words > 1 || (!GUARDED.contains(&key) && key.chars().count() > SHORT_WORD)
}

/// Selects one of an actor's equal names. A name that is listed as weak is weak even if it is also the house form.
fn rank(name: &Name, text: &str, language: Language) -> (bool, bool, bool, NameClass) {
    (name.class != NameClass::Weak, name.text != text, name.language != language, name.class)
}
