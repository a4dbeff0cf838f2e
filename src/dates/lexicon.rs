//! The date vocabulary of each language, from one data file per language, compiled at the first use of the language.
//!
//! The first spelling of a month or weekday is the one that fixes write, as in CLDR; other spellings of the press
//! follow.
//!
//! A line of a data file is `kind argument … = word | word | several words`; `#` begins a comment. The kinds:
//!
//! - `month N calendar system [proper | short | guarded]`: `system` is the naming system (a dual name joins two of
//!   them). A `proper` word is also a name or another word, and counts only if its neighbours belong to a date; `short`
//!   needs an adjacent number; `guarded` needs a number, a preposition or the word for *month*.
//! - `weekday N [short]` (Monday is 1), `weekdays N` (every one), `bare-weekday N` (only after *every* or the word for
//!   *day*), `unit U one|two|many`.
//! - `number`, `several`, `recent`, `ordinal`, `suffix` (of digits), `nth` (before a weekday), `fraction` (minutes of
//!   an hour), `half`, `decade`, `century` (*XIX*).
//! - `relation last|next|this|previous|following|same|before-last|after-next`, `day N`, `night N`, `day-part MO` (*this
//!   morning*), `between` (a number and its unit), `back`, `ahead` (after a length), `back-before`, `before`, `after`,
//!   `within` (before a length), `bound`, `stage`.
//! - `part`, `meridiem`, `clock`, `zone`, `era`, `season`, `every`, `set`, `vague`, `vague-adjective` (*the current
//!   law*), `vague-noun` (*in recent Roman history*), `then` (the last date of the text), `open`
//!   (never resolved), `age` and `age-before` (after and before a length).
//! - `before-date`, `agent` (`by`, before years and people), `until` (refers to the future), `day-head` (before
//!   weekdays), `of`, `on`, `and`, `to`, `from`, `corresponding`: words between the parts; `cue past|present|future`.
//! - `holiday MM-DD calendar [guarded]`, `closing` (before *the day*), `definite` (an article that is a separate word),
//!   `clock-after`, `hour-mark` (`19h30`), `at`, `year-before`, `decade-head`, `decade-suffix`, `stage-of`, `event-of`
//!   (after a length, before the event that it is counted from), `demonstrative`.
//! - `not`: phrases that are not dates; `counted`: words after a number that is not a date; `numbered`: words before
//!   one; `street`: before a day that names a place (*calle 25 de Mayo*); `credit`: before the name of a photographer or artist.
//! - `nth-after` (after a unit: `الأسبوع الأخير`), `ahead-before` (before a future length: *in two weeks*).
//! - `grammar`: the word order and spelling of the language, see [`Trait`]; `years CALENDAR`: the first and last bare
//!   year that belong to another calendar.
//! - `conjunction` (letters that mean *and*; the first joins the parts of numbers, lists and lengths), `preposition`
//!   (letters before dates), `feminine` (endings); `elided`: words that an apostrophe joins to the next.
//! - `clitic`, `article`, `contracted` (clitic and article in one), `past-ending`, `future-ending`, `future-prefix`,
//!   `superlative-ending`, `not-…`: letters; `past-spelled` and `future-spelled` are compared with their accents.
//! - Tenses: `since`, `clause` and `clause-before-date` (*which*, *that*), `auxiliary` (*be*), `saying` (*said*), `planned` (*election*).
//! - Lengths: `whole N unit` (*half an hour*; `X` for several), `and-half`, `number-and-half N`, `tens-and` (*cincuenta
//!   y tres*), `or`, `another`, `one-after`, `superlative`, `than` (after *earlier*), `into`, `rate` and `times`
//!   (*twice a week*), `every-other`, `lasting` (*decades-long*), `parts MO|AF|EV|NI` (*nights*).
//! - Periods: `that`, `anaphoric back|ahead UNIT` (*the day before*), `state` (a state that continues), `own-year N`
//!   (`امسال`), `period`, `fiscal`, `year-stage`, `year-intro`, `year-noun` and `amounting` (before years), `movable
//!   NAME [guarded]` (a holiday with a computed date), `quarter-letter`, `half-letter`, `general` (*today's world*),
//!   `gauge` (*temperatures in the 80s*).
//! - Clocks and parts of day: `part-after`, `part-alone`, `pronoun` (starts another clause after a phrase),
//!   `weekday-part N part` (*Dienstagabend*), `minutes-past`, `minutes-to`, `half-hour past|to`, `military-hours`.

use super::first_words::FirstWords;
use super::grammar::{Trait, trait_bit};
use super::meaning::{Guard, Meaning, calendar, meaning, years};
use super::terms::{Found, Term};
use super::tokens::{TokenKind, Tokens};
use crate::dates::model::{Calendar, Cue, Weekday};
use crate::language::Language;
use crate::text::{Fold, fold, is_kept_arabic};
use include_dir::{Dir, include_dir};
use std::borrow::Cow;
use std::ops::RangeInclusive;
use std::sync::{LazyLock, OnceLock};

/// A folded word: a part of the data file where it is written as it is folded.
type Word = Cow<'static, str>;

/// A phrase without its first word, which is the key.
#[derive(Debug)]
struct Entry {
    rest: Box<[Word]>,
    /// The [`letter_bit`] of the second word; 0 without one.
    second: u64,
    meaning: Meaning,
}

/// The phrases that begin with one word, longest first.
#[derive(Debug)]
struct Phrases {
    first: Word,
    entries: Vec<Entry>,
    /// The meanings of the first word alone, which are also the last entries.
    singles: Box<[Meaning]>,
    /// The [`Meaning::bit`] of each of them.
    kinds: u64,
    /// One bit for each [`letter_bit`] that a second word has.
    seconds: u64,
    /// The same for phrases with which a date, or a phrase that is not one, can begin.
    beginnings: u64,
    /// What the first word alone can begin.
    alone: Beginning,
}

/// Whether a date can begin with a word that is a phrase of its own, in ascending order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Beginning {
    #[default]
    Never,
    /// If it can begin with the next word.
    Article,
    /// If the next word can be a part of a date.
    Counted,
    Always,
}

impl Beginning {
    fn of(meaning: Meaning) -> Self {
        match meaning {
            Meaning::Not => Self::Always,
            _ if !meaning.may_begin() => Self::Never,
            Meaning::Article => Self::Article,
            Meaning::Number(_)
            | Meaning::Several
            | Meaning::Recent
            | Meaning::Another
            | Meaning::Relation(_)
            | Meaning::Every
            | Meaning::Rate
            | Meaning::That => Self::Counted,
            _ => Self::Always,
        }
    }
}

/// The vocabulary of one language.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    phrases: Vec<Phrases>,
    /// The index of the phrases by their first words.
    firsts: FirstWords,
    weekdays: [Option<&'static str>; 7],
    traits: u32,
    /// The bare years that belong to another calendar.
    years: Vec<(Calendar, RangeInclusive<u32>)>,
    clitics: Vec<char>,
    conjunctions: Vec<char>,
    prepositions: Vec<char>,
    feminine: Vec<Box<str>>,
    elided: Vec<Box<str>>,
    article: Option<Box<str>>,
    not_definite: Vec<Box<str>>,
    demonstratives: Vec<Box<str>>,
    contracted: Option<Box<str>>,
    past_endings: Vec<Box<str>>,
    not_past: Vec<Box<str>>,
    future_prefixes: Vec<Box<str>>,
    not_future: Vec<Box<str>>,
    /// Endings with their accents, which the folded spelling lacks.
    past_spelled: Vec<Box<str>>,
    future_spelled: Vec<Box<str>>,
    future_endings: Vec<Box<str>>,
    superlative_endings: Vec<Box<str>>,
    not_superlative: Vec<Box<str>>,
}

/// The data files, named after the tag of their language. A new file needs no change in the code.
static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/dates/lexicon");

/// One slot per language, in the order of [`Language::ALL`]; filled at the first use.
static LEXICONS: [OnceLock<Lexicon>; Language::ALL.len()] = [const { OnceLock::new() }; Language::ALL.len()];
static EMPTY: LazyLock<Lexicon> = LazyLock::new(Lexicon::default);

impl Lexicon {
    /// The vocabulary of a language; empty if it has no data file.
    pub(super) fn of(language: Language) -> &'static Self {
        let Some(read) = LEXICONS.get(language as usize) else { return &EMPTY };
        read.get_or_init(|| Self::data(language).map(Self::read).unwrap_or_default())
    }

    /// The data file of a language.
    pub(super) fn data(language: Language) -> Option<&'static str> {
        FILES.get_file(format!("{}.txt", language.tag()))?.contents_utf8()
    }

    fn read(data: &'static str) -> Self {
        let mut lexicon = Self::default();
        // Most spellings begin with a word of their own.
        lexicon.phrases.reserve(memchr::memchr_iter(b'|', data.as_bytes()).count());
        for line in split(data, b'\n') {
            let line = line.trim_ascii();
            let Some((head, phrases)) = line.split_once('=').filter(|_| !line.starts_with('#')) else { continue };
            let words: Vec<&'static str> = head.split_ascii_whitespace().collect();
            let spellings = split(phrases, b'|').map(str::trim_ascii);
            match words.first().copied().unwrap_or("") {
                "grammar" => lexicon.traits = spellings.map(trait_bit).fold(0, |all, bit| all | bit),
                "years" => {
                    let (own, found) = (calendar(words.get(1).unwrap_or(&"")), spellings.map(years));
                    lexicon.years.extend(found.filter_map(|years| Some((own?, years?))));
                }
                "clitic" => lexicon.clitics = letters(spellings),
                "conjunction" => lexicon.conjunctions = letters(spellings),
                "preposition" => lexicon.prepositions = letters(spellings),
                "elided" => lexicon.elided = spellings.map(folded).collect(),
                "feminine" => lexicon.feminine = spellings.map(folded).collect(),
                "article" => lexicon.article = spellings.map(folded).next(),
                "not-definite" => lexicon.not_definite = spellings.map(folded).collect(),
                "demonstrative" => lexicon.demonstratives = spellings.map(folded).collect(),
                "contracted" => lexicon.contracted = spellings.map(folded).next(),
                "past-ending" => lexicon.past_endings = spellings.map(folded).collect(),
                "not-past" => lexicon.not_past = spellings.map(folded).collect(),
                "future-prefix" => lexicon.future_prefixes = spellings.map(folded).collect(),
                "not-future" => lexicon.not_future = spellings.map(folded).collect(),
                "past-spelled" => lexicon.past_spelled = spellings.flat_map(composed_or_not).collect(),
                "future-spelled" => lexicon.future_spelled = spellings.flat_map(composed_or_not).collect(),
                "future-ending" => lexicon.future_endings = spellings.map(folded).collect(),
                "superlative-ending" => lexicon.superlative_endings = spellings.map(folded).collect(),
                "not-superlative" => lexicon.not_superlative = spellings.map(folded).collect(),
                _ => {
                    let Some(meaning) = meaning(&words) else {
                        debug_assert!(false, "no such meaning in the date lexicon: {head}");
                        continue;
                    };
                    let mut spellings = spellings.peekable();
                    if let Meaning::Weekday(weekday, Guard::None) = meaning {
                        let place = &mut lexicon.weekdays[weekday.to_monday_zero_offset() as usize];
                        *place = place.or(spellings.peek().copied());
                    }
                    spellings.for_each(|spelling| lexicon.add(spelling.into(), meaning));
                }
            }
        }
        // Longest first, because the first match is used.
        for Phrases { first, entries, singles, kinds, seconds, beginnings, alone } in &mut lexicon.phrases {
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.rest.len()));
            let (longer, single) = entries.split_at(entries.partition_point(|entry| !entry.rest.is_empty()));
            *singles = single.iter().map(|entry| entry.meaning).collect();
            *kinds = singles.iter().fold(0, |all, meaning| all | meaning.bit());
            *alone = singles.iter().map(|meaning| Beginning::of(*meaning)).max().unwrap_or_default();
            for entry in longer {
                *seconds |= entry.second;
                *beginnings |= if Beginning::of(entry.meaning) == Beginning::Never { 0 } else { entry.second };
            }
            if *alone != Beginning::Never || *beginnings != 0 {
                lexicon.firsts.mark_beginning(first);
            }
        }
        lexicon
    }

    fn add(&mut self, spelling: Word, meaning: Meaning) {
        if let Some((article, word)) = spelling.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            self.add(word.to_owned().into(), meaning);
            return self.add(format!("{article}{word}").into(), meaning);
        }
        if is_plain(&spelling) {
            return self.add_entry(spelling, Entry { rest: Box::default(), second: 0, meaning });
        }
        let Some((first, rest)) = words_of(&spelling) else { return };
        let second = rest.first().map_or(0, |second| letter_bit(second));
        self.add_entry(first, Entry { rest, second, meaning });
    }

    fn add_entry(&mut self, first: Word, entry: Entry) {
        let known = self.firsts.candidates(&first).find(|number| self.phrases[*number].first == first);
        if let Some(phrases) = known.and_then(|number| self.phrases.get_mut(number)) {
            phrases.entries.push(entry);
        } else {
            self.firsts.add(&first);
            let (singles, alone) = (Box::default(), Beginning::Never);
            self.phrases.push(Phrases {
                first,
                entries: vec![entry],
                singles,
                kinds: 0,
                seconds: 0,
                beginnings: 0,
                alone,
            });
        }
    }

    /// Whether a date, or a phrase that is not one, may begin at a token; `false` is certain.
    pub(super) fn may_begin(&self, tokens: &Tokens, at: usize) -> bool {
        self.any_reading(tokens.text(at), |word| self.firsts.may_begin(word) && self.begins(word, tokens, at, true))
    }

    /// Whether a date can begin with a word at a token. `deep`: whether the word after an article is looked at.
    fn begins(&self, word: &str, tokens: &Tokens, at: usize, deep: bool) -> bool {
        let Some(phrases) = self.find(word) else { return false };
        let next = tokens.text(at + 1);
        if phrases.beginnings != 0 && phrases.beginnings & letter_bit(next) != 0 {
            return true;
        }
        match phrases.alone {
            Beginning::Never => false,
            Beginning::Always => true,
            _ if !tokens.is_word(at + 1) => true,
            Beginning::Counted => self.any_reading(next, |word| self.firsts.may_contain(word)),
            Beginning::Article => {
                !deep
                    || self.any_reading(next, |word| {
                        self.firsts.may_begin(word) && self.begins(word, tokens, at + 1, false)
                    })
            }
        }
    }

    /// Whether a word fulfils a condition as it is or without its clitics.
    fn any_reading(&self, word: &str, is_fit: impl Fn(&str) -> bool) -> bool {
        if is_fit(word) {
            return true;
        }
        if self.clitics.is_empty() {
            return false;
        }
        let mut rest = word;
        for _ in 0..2 {
            let Some(letter) = rest.chars().next().filter(|letter| self.clitics.contains(letter)) else { return false };
            if self.contracted.as_ref().is_some_and(|contracted| rest.starts_with(&**contracted)) {
                return true;
            }
            rest = &rest[letter.len_utf8()..];
            if is_fit(rest) {
                return true;
            }
        }
        false
    }

    /// The phrases that begin at a token.
    pub(super) fn terms(&'static self, tokens: &Tokens, at: usize) -> Found {
        let word = tokens.text(at);
        match self.find(word) {
            Some(phrases) => {
                let is_fraction = || phrases.singles.iter().all(|meaning| matches!(meaning, Meaning::Fraction(_)));
                let longer = phrases.seconds != 0 && phrases.seconds & letter_bit(tokens.text(at + 1)) != 0;
                if !longer && !is_fraction() {
                    return Found::word(&phrases.singles, phrases.kinds);
                }
            }
            None if !tokens.is_word(at) || !word.starts_with(&*self.clitics) => return Found::NONE,
            None => {}
        }
        let mut terms = Vec::new();
        self.look_up(tokens, at, &mut terms);
        if terms.is_empty() { Found::NONE } else { Found::terms(terms) }
    }

    fn find(&self, word: &str) -> Option<&Phrases> {
        self.firsts
            .candidates(word)
            .filter_map(|number| self.phrases.get(number))
            .find(|phrases| *phrases.first == *word)
    }

    /// Adds the phrases that begin at a token, longest first.
    pub(super) fn look_up(&self, tokens: &Tokens, at: usize, found: &mut Vec<Term>) {
        let word = tokens.text(at);
        let before = found.len();
        let whole = self.look_up_as(word, tokens, at, (0, None), found);
        // "وربع" adds a quarter of an hour, but "and a quarter" can be a quarter of anything.
        let fraction = found[before..].iter().all(|term| matches!(term.meaning, Meaning::Fraction(_)));
        if whole && !fraction || tokens.kind(at) != Some(TokenKind::Word) {
            return;
        }
        // Clitics: one or two letters before the word, such as "and" with "in".
        let mut rest = word;
        let mut clitics = 0;
        for _ in 0..2 {
            let Some(letter) = rest.chars().next().filter(|letter| self.clitics.contains(letter)) else { return };
            if let (Some(contracted), Some(article)) = (&self.contracted, &self.article)
                && let Some(stem) = rest.strip_prefix(&**contracted)
            {
                // The second letter of a contraction belongs to the article.
                let whole = format!("{article}{stem}");
                let bytes = clitics + letter.len_utf8();
                if self.look_up_as(&whole, tokens, at, (bytes as u8, Some(letter)), found) {
                    return;
                }
            }
            rest = &rest[letter.len_utf8()..];
            clitics += letter.len_utf8();
            if self.look_up_as(rest, tokens, at, (clitics as u8, Some(letter)), found) {
                return;
            }
        }
    }

    fn look_up_as(
        &self,
        word: &str,
        tokens: &Tokens,
        at: usize,
        (clitics, clitic): (u8, Option<char>),
        found: &mut Vec<Term>,
    ) -> bool {
        let Some(phrases) = self.find(word) else { return false };
        let before = found.len();
        // Common words begin many phrases; the next word rules out most of them.
        let second = letter_bit(tokens.text(at + 1));
        if phrases.seconds & second != 0 {
            for entry in phrases.entries.iter().filter(|entry| entry.second == second) {
                if (1..).zip(&entry.rest).all(|(place, rest)| tokens.text(at + place) == &**rest) {
                    let end = at + 1 + entry.rest.len();
                    found.push(Term { meaning: entry.meaning, end, clitics, clitic });
                }
            }
        }
        found.extend(phrases.singles.iter().map(|meaning| Term { meaning: *meaning, end: at + 1, clitics, clitic }));
        found.len() > before
    }

    /// Whether a word is a demonstrative: *this*, `هذا`.
    pub(super) fn is_demonstrative(&self, word: &str) -> bool {
        self.demonstratives.iter().any(|own| word == &**own)
    }

    /// Whether a word begins with the article, after its clitics.
    pub(super) fn is_definite(&self, word: &str) -> bool {
        if self.not_definite.iter().any(|not| word == &**not) {
            return false;
        }
        let bare = word.trim_start_matches(|letter| self.clitics.contains(&letter));
        self.article.as_ref().is_some_and(|article| word.starts_with(&**article) || bare.starts_with(&**article))
    }

    /// Whether a letter can be a clitic before a word or number.
    pub(super) fn is_clitic(&self, word: &str) -> bool {
        let mut letters = word.chars();
        matches!((letters.next(), letters.next()), (Some(letter), None) if self.clitics.contains(&letter))
    }

    /// The name of a weekday: the first spelling of its line.
    pub(super) fn weekday_name(&self, weekday: Weekday) -> Option<&'static str> {
        self.weekdays[weekday.to_monday_zero_offset() as usize]
    }

    /// Whether the language has a trait.
    pub(super) fn has(&self, wanted: Trait) -> bool {
        self.traits & (1 << wanted as u32) != 0
    }

    /// The calendar of a bare year.
    pub(super) fn calendar_of(&self, year: u32) -> Calendar {
        let own = self.years.iter().find(|(_, years)| years.contains(&year));
        own.map_or(Calendar::Gregorian, |(calendar, _)| *calendar)
    }

    /// Whether the language has clitics.
    pub(super) fn has_clitics(&self) -> bool {
        !self.clitics.is_empty()
    }

    /// Whether a letter means *and* between the parts of a number, a list or a length.
    pub(super) fn joins(&self, letter: char) -> bool {
        self.conjunctions.first() == Some(&letter)
    }

    /// Whether a letter is a conjunction that starts something new: *and*, *so*.
    pub(super) fn is_conjunction(&self, letter: char) -> bool {
        self.conjunctions.contains(&letter)
    }

    /// Whether a letter is a preposition that comes before dates.
    pub(super) fn is_preposition(&self, letter: char) -> bool {
        self.prepositions.contains(&letter)
    }

    /// Whether a word is the article alone, as before digits.
    pub(super) fn is_article(&self, word: &str) -> bool {
        self.article.as_deref() == Some(word) || self.contracted.as_deref() == Some(word)
    }

    /// Whether an apostrophe joins a word to the next: *l'11 luglio*.
    pub(super) fn elides(&self, word: &str) -> bool {
        self.elided.iter().any(|own| word == &**own)
    }

    /// Whether a word has a feminine ending.
    pub(super) fn is_feminine(&self, word: &str) -> bool {
        self.feminine.iter().any(|ending| word.ends_with(&**ending))
    }

    /// The tense that the form of a verb expresses, from its folded and its written spelling.
    pub(super) fn tense(&self, word: &str, written: &str) -> Option<Cue> {
        if word.len() < 4 {
            return None;
        }
        let known = |words: &[Box<str>]| words.iter().any(|not| word == &**not);
        let ends = |endings: &[Box<str>]| endings.iter().any(|ending| word.ends_with(&**ending));
        let spelled = |endings: &[Box<str>]| endings.iter().any(|ending| written.ends_with(&**ending));
        if ends(&self.past_endings) || spelled(&self.past_spelled) {
            return (!known(&self.not_past)).then_some(Cue::Past);
        }
        if ends(&self.future_endings) || spelled(&self.future_spelled) {
            return (!known(&self.not_future)).then_some(Cue::Future);
        }
        let word = word.strip_prefix(|letter| self.joins(letter)).unwrap_or(word);
        let future = word.len() > 7
            && self.future_prefixes.iter().any(|prefix| word.starts_with(&**prefix))
            && !self.not_future.iter().any(|not| word.starts_with(&**not));
        future.then_some(Cue::Future)
    }

    /// Whether a word has the form of a superlative: *lowest*.
    pub(super) fn is_superlative(&self, word: &str) -> bool {
        self.superlative_endings.iter().any(|ending| word.len() > ending.len() + 1 && word.ends_with(&**ending))
            && !self.not_superlative.iter().any(|not| word == &**not)
    }
}

/// The composed spelling, as in the data files, and the one with combining accents.
fn composed_or_not(spelling: &str) -> [Box<str>; 2] {
    let apart = spelling.chars().flat_map(|c| match c {
        'á' => ['a', '\u{301}'],
        'à' => ['a', '\u{300}'],
        'é' => ['e', '\u{301}'],
        'è' => ['e', '\u{300}'],
        'í' => ['i', '\u{301}'],
        'ì' => ['i', '\u{300}'],
        'ó' => ['o', '\u{301}'],
        'ò' => ['o', '\u{300}'],
        c => [c, '\0'],
    });
    [spelling.into(), apart.filter(|c| *c != '\0').collect::<String>().into()]
}

fn letters<'w>(spellings: impl Iterator<Item = &'w str>) -> Vec<char> {
    spellings.filter_map(|letter| letter.chars().next()).collect()
}

fn folded(word: &str) -> Box<str> {
    fold(word, Fold::Loose).into()
}

/// Whether a text is one word of letters that no folding changes.
fn is_plain(word: &str) -> bool {
    let mut rest = word.as_bytes();
    while let Some(first) = rest.first() {
        match first {
            b'a'..=b'z' => rest = &rest[1..],
            _ if is_kept_arabic(rest) => rest = &rest[2..],
            _ => return false,
        }
    }
    !word.is_empty()
}

/// The folded words of a phrase. Most are letters that no folding changes.
fn words_of(spelling: &Word) -> Option<(Word, Box<[Word]>)> {
    if let Cow::Borrowed(words) = *spelling
        && split(words, b' ').all(is_plain)
    {
        let spaces = memchr::memchr_iter(b' ', words.as_bytes()).count();
        let mut words = split(words, b' ').map(Cow::Borrowed);
        let first = words.next()?;
        let mut rest = Vec::with_capacity(spaces);
        rest.extend(words);
        return Some((first, rest.into()));
    }
    let tokens = Tokens::of(spelling);
    let mut words = (0..tokens.list.len()).map(|at| Cow::Owned(tokens.text(at).to_owned()));
    Some((words.next()?, words.collect()))
}

/// The parts of a text between the places of an ASCII character.
fn split(text: &str, at: u8) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let ends = memchr::memchr_iter(at, text.as_bytes()).chain([text.len()]);
    ends.map(move |end| &text[std::mem::replace(&mut start, end + 1)..end])
}

/// A bit for the length and the last letter of a word, which rules out most words that are compared.
fn letter_bit(word: &str) -> u64 {
    let last = word.as_bytes().last().copied().unwrap_or_default();
    1 << ((word.len() * 7 + usize::from(last)) % 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str, language: Language) -> Option<(Meaning, u8)> {
        let mut found = Vec::new();
        Lexicon::of(language).look_up(&Tokens::of(text), 0, &mut found);
        found.first().map(|term| (term.meaning, term.clitics))
    }

    #[test]
    fn every_line_of_the_data_has_a_meaning() {
        // Reading a malformed line fails a debug assertion.
        assert!(Lexicon::of(Language::Arabic).phrases.len() > 300);
        let mut read = 0;
        for language in Language::ALL {
            let phrases = Lexicon::of(language).phrases.len();
            assert!(phrases == 0 || phrases > 150, "{language:?}");
            read += usize::from(phrases > 0);
        }
        assert_eq!(read, FILES.files().count(), "a file is named after no language");
    }

    #[test]
    fn clitics_and_articles_are_skipped() {
        for (text, weekday, clitics) in [
            ("للأحد", Weekday::Sunday, 2),
            ("والاثنين", Weekday::Monday, 2),
            ("وبالجمعة", Weekday::Friday, 4),
            ("الإثنين", Weekday::Monday, 0),
        ] {
            let found = first(text, Language::Arabic);
            assert_eq!(found, Some((Meaning::Weekday(weekday, Guard::None), clitics)), "{text}");
        }
        assert_eq!(first("أحد", Language::Arabic).map(|found| found.0), Some(Meaning::BareWeekday(Weekday::Sunday)));
    }

    #[test]
    fn the_longest_phrase_comes_first() {
        let month = |text| match first(text, Language::Arabic) {
            Some((Meaning::Month(number, ..), _)) => Some(number),
            _ => None,
        };
        assert_eq!(month("تشرين الأول"), Some(10));
        assert_eq!(month("ذي الحجة"), Some(12));
        assert_eq!(month("اكتوبر"), Some(10));
    }
}
