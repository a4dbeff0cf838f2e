//! The words of dates, one data file per language, compiled once when the first text of that language is read.
//!
//! The first spelling of a month or weekday is the one to write, as CLDR has it; the press's others follow.
//!
//! A line of a data file is `kind argument … = word | word | several words`; `#` begins a comment. The kinds:
//!
//! - `month N calendar system [proper | short | guarded]`: `system` tells naming systems apart (a dual name joins two);
//!   a `proper` word is also a name or another word and counts only where its neighbours say *date*; `short` needs a
//!   number beside it; `guarded` needs a number, a preposition or the word for *month*.
//! - `weekday N [short]` (Monday is 1), `weekdays N` (every one), `bare-weekday N` (only behind *every* or the word for *day*), `unit U one|two|many`.
//! - `number`, `several`, `recent`, `ordinal`, `suffix` (of digits), `nth` (before a weekday), `fraction` (minutes of an hour), `half`, `decade`.
//! - `relation last|next|this|previous|following|same|before-last|after-next`, `day N`, `night N`, `day-part MO` (*this morning*), `between` (a number and its unit), `back`, `ahead` (behind a length), `back-before`,
//!   `before`, `after`, `within` (before a length), `bound`, `stage`.
//! - `part`, `meridiem`, `clock`, `zone`, `era`, `season`, `every`, `set`, `vague`, `open` (never resolved), `age` and `age-before`
//!   (behind and before a length).
//! - `before-date`, `agent` (`by`, before years and people), `until` (looks ahead), `day-head` (before weekdays), `of`, `on`, `and`, `to`, `from`, `corresponding`: words between the parts; `cue past|present|future`.
//! - `holiday MM-DD calendar [guarded]`, `closing` (before *the day*), `definite` (an article that is a word), `clock-behind`,
//!   `hour-mark` (`19h30`), `at`, `year-before`, `decade-head`, `decade-suffix`, `stage-of`, `event-of` (behind a length,
//!   before what it is counted from), `demonstrative`.
//! - `not`: phrases that are no dates; `counted`: what follows a number that is no date; `numbered`: what stands before one;
//!   `credit`: before the name of who made a picture.
//! - `nth-behind` (behind a unit: `الأسبوع الأخير`), `ahead-before` (before a coming length: *in two weeks*).
//! - `grammar`: what the language's word order and spelling allow, see [`Trait`]; `years CALENDAR` (the bare years,
//!   first and last, that are of a calendar of their own).
//! - `conjunction` (the letters that mean *and*; the first joins the parts of numbers, lists and lengths), `preposition`
//!   (the letters that stand before dates), `feminine` (endings): letters; `elided`: words that an apostrophe
//!   joins to the next.
//! - `clitic`, `article`, `contracted` (clitic and article in one), `past-ending`, `future-ending`, `future-prefix`,
//!   `superlative-ending`, `not-…`: letters; `past-spelled` and `future-spelled` are compared with their accents.
//! - Tenses: `since`, `clause` and `clause-beside` (*which*, *that*), `auxiliary` (*be*), `planned` (*election*).
//! - Lengths: `whole N unit` (*half an hour*; `X` for several), `and-half`, `number-and-half N`, `tens-and` (*cincuenta y
//!   tres*), `or`, `another`, `one-behind`, `superlative`, `than` (behind *earlier*), `into`, `rate` and `times` (*twice a week*),
//!   `every-other`, `lasting` (*decades-long*), `parts MO|AF|EV|NI` (*nights*).
//! - Periods: `that`, `leaning back|ahead UNIT` (*the day before*), `state` (what goes on since), `own-year N` (`امسال`), `period`, `fiscal`, `year-stage`, `year-intro`, `year-noun` and `amounting` (before years),
//!   `movable NAME [guarded]` (a holiday that is computed), `quarter-letter`, `half-letter`, `general` (*today's world*), `gauge` (*temperatures in the 80s*).
//! - Clocks and parts of day: `part-behind`, `part-alone`, `pronoun` (begins what goes on behind a phrase), `weekday-part N part` (*Dienstagabend*), `minutes-past`, `minutes-to`, `half-hour
//!   past|to`, `military-hours`.

use super::meaning::{Guard, Meaning, Trait, calendar, meaning, trait_bit, years};
use super::tokens::{TokenKind, Tokens};
use crate::dates::model::{Calendar, Cue, Weekday};
use crate::language::Language;
use crate::text::{Fold, fold};
use include_dir::{Dir, include_dir};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::RangeInclusive;
use std::sync::{LazyLock, OnceLock};

/// A phrase behind its first word.
#[derive(Debug)]
struct Entry {
    rest: Box<[Box<str>]>,
    meaning: Meaning,
}

/// The words of one language.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    phrases: HashMap<Box<str>, Vec<Entry>, BuildHasherDefault<WordHasher>>,
    weekdays: [Option<&'static str>; 7],
    traits: u32,
    /// The bare years that are of a calendar of their own.
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

/// A phrase found at a token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term {
    pub(super) meaning: Meaning,
    /// The token behind its last.
    pub(super) end: usize,
    /// Bytes of clitics at the head of its first word, in the folded spelling.
    pub(super) clitics: u8,
    /// The clitic letter before the word.
    pub(super) clitic: Option<char>,
}

/// The data files, each named after the tag of its language: a new one needs no line of code.
static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/dates/lexicon");

/// The languages in the order of [`Language::ALL`], each read when it is first asked for.
static LEXICONS: [OnceLock<Lexicon>; Language::ALL.len()] = [const { OnceLock::new() }; Language::ALL.len()];
static EMPTY: LazyLock<Lexicon> = LazyLock::new(Lexicon::default);

impl Lexicon {
    /// The words of a language; none for a language without a data file.
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
        for line in data.lines() {
            let line = line.trim();
            let Some((head, phrases)) = line.split_once('=').filter(|_| !line.starts_with('#')) else { continue };
            let words: Vec<&'static str> = head.split_whitespace().collect();
            let spellings = phrases.split('|').map(str::trim);
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
                    spellings.for_each(|spelling| lexicon.add(spelling, meaning));
                }
            }
        }
        // Longest first: the first that fits is then the one to take.
        for entries in lexicon.phrases.values_mut() {
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.rest.len()));
        }
        lexicon
    }

    fn add(&mut self, spelling: &str, meaning: Meaning) {
        if let Some((article, word)) = spelling.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            self.add(word, meaning);
            self.add(&format!("{article}{word}"), meaning);
        } else {
            let tokens = Tokens::of(spelling);
            let mut words = (0..tokens.list.len()).map(|at| Box::<str>::from(tokens.text(at)));
            let Some(first) = words.next() else { return };
            self.phrases.entry(first).or_default().push(Entry { rest: words.collect(), meaning });
        }
    }

    /// Adds the phrases that begin at a token, longest first.
    pub(super) fn look_up(&self, tokens: &Tokens, at: usize, found: &mut Vec<Term>) {
        let word = tokens.text(at);
        let before = found.len();
        let whole = self.look_up_as(word, tokens, at, (0, None), found);
        // "وربع" is a quarter more of an hour, and "and a quarter" of something.
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
                // The second letter of the contraction is the article's.
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
        let Some(entries) = self.phrases.get(word) else { return false };
        let before = found.len();
        // Common words begin many phrases, and the next word rules most of them out.
        let next = tokens.text(at + 1);
        for entry in entries {
            let further = match &entry.rest[..] {
                [] => &[],
                [first, further @ ..] if **first == *next => further,
                _ => continue,
            };
            if further.iter().enumerate().all(|(place, rest)| tokens.text(at + 2 + place) == &**rest) {
                let end = at + 1 + entry.rest.len();
                found.push(Term { meaning: entry.meaning, end, clitics, clitic });
            }
        }
        found.len() > before
    }

    /// Whether a word points: *this*, `هذا`.
    pub(super) fn is_demonstrative(&self, word: &str) -> bool {
        self.demonstratives.iter().any(|own| word == &**own)
    }

    /// Whether a word begins with the article, behind its clitics.
    pub(super) fn is_definite(&self, word: &str) -> bool {
        if self.not_definite.iter().any(|not| word == &**not) {
            return false;
        }
        let bare = word.trim_start_matches(|letter| self.clitics.contains(&letter));
        self.article.as_ref().is_some_and(|article| word.starts_with(&**article) || bare.starts_with(&**article))
    }

    /// Whether a letter can stand before a word or number as part of it.
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

    /// The calendar that a bare year is of.
    pub(super) fn calendar_of(&self, year: u32) -> Calendar {
        let own = self.years.iter().find(|(_, years)| years.contains(&year));
        own.map_or(Calendar::Gregorian, |(calendar, _)| *calendar)
    }

    /// Whether the language writes small words onto the next one.
    pub(super) fn has_clitics(&self) -> bool {
        !self.clitics.is_empty()
    }

    /// Whether a letter means *and* between the parts of a number, a list or a length.
    pub(super) fn joins(&self, letter: char) -> bool {
        self.conjunctions.first() == Some(&letter)
    }

    /// Whether a letter begins something new: *and*, *so*.
    pub(super) fn is_conjunction(&self, letter: char) -> bool {
        self.conjunctions.contains(&letter)
    }

    /// Whether a letter is a preposition that stands before dates.
    pub(super) fn is_preposition(&self, letter: char) -> bool {
        self.prepositions.contains(&letter)
    }

    /// Whether a word is the article alone, as it stands before digits.
    pub(super) fn is_article(&self, word: &str) -> bool {
        self.article.as_deref() == Some(word) || self.contracted.as_deref() == Some(word)
    }

    /// Whether a word stands before another with an apostrophe: *l'11 luglio*.
    pub(super) fn elides(&self, word: &str) -> bool {
        self.elided.iter().any(|own| word == &**own)
    }

    /// Whether a word has a feminine ending.
    pub(super) fn is_feminine(&self, word: &str) -> bool {
        self.feminine.iter().any(|ending| word.ends_with(&**ending))
    }

    /// The tense that the form of a verb tells, by its folded spelling and the one that is written.
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

    /// Whether the form of a word makes it a superlative: *lowest*.
    pub(super) fn is_superlative(&self, word: &str) -> bool {
        self.superlative_endings.iter().any(|ending| word.len() > ending.len() + 1 && word.ends_with(&**ending))
            && !self.not_superlative.iter().any(|not| word == &**not)
    }
}

/// A spelling with its accents composed, as the data files have it, and with its accents as characters of their own.
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

/// FNV-1a: every word of a text is looked up, and words are short.
#[derive(Default)]
pub(super) struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut hash = if self.0 == 0 { 0xcbf2_9ce4_8422_2325 } else { self.0 };
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
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
        // A wrong line is a debug assertion when the file is read.
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
    fn clitics_and_articles_are_seen_through() {
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
