//! The words of dates, one data file per language, compiled once when the first text of that language is read.
//!
//! A line of a data file is `kind argument … = word | word | several words`; `#` begins a comment. The kinds:
//!
//! - `month N calendar system [proper | short | guarded]`: `system` tells naming systems apart (a dual name joins two);
//!   a `proper` word is also a name or another word and counts only where its neighbours say *date*; `short` needs a
//!   number beside it; `guarded` needs a number, a preposition or the word for *month*.
//! - `weekday N [short]` (Monday is 1), `weekdays N` (every one), `bare-weekday N` (only behind *every* or the word for *day*), `unit U one|two|many`.
//! - `number`, `several`, `ordinal`, `suffix` (of digits), `nth` (before a weekday), `fraction` (minutes of an hour), `half`, `decade`.
//! - `relation last|next|this|previous|following|same|before-last|after-next`, `day N`, `night N`, `back`, `ahead` (behind a length), `back-before`,
//!   `before`, `after`, `within` (before a length), `bound`, `stage`.
//! - `part`, `meridiem`, `clock`, `zone`, `era`, `season`, `every`, `set`, `vague`, `open` (never resolved), `age` and `age-before`
//!   (behind and before a length).
//! - `before-date`, `agent` (`by`, before years and people), `until` (looks ahead), `day-head` (before weekdays), `of`, `on`, `and`, `to`, `from`, `corresponding`: words between the parts; `cue past|future`.
//! - `holiday MM-DD calendar [guarded]`, `closing` (before *the day*), `definite` (an article that is a word), `clock-behind`,
//!   `hour-mark` (`19h30`), `at`, `year-before`, `decade-head`, `decade-suffix`, `stage-of`, `event-of` (behind a length,
//!   before what it is counted from), `demonstrative`, `adjectives = before` (word order).
//! - `not`: phrases that are no dates; `counted`: what follows a number that is no date.
//! - `clitic`, `article`, `contracted` (clitic and article in one), `past-ending`, `future-prefix`, `not-…`: letters.

use super::token::{TokenKind, Tokens};
use super::{Calendar, Cue, Modifier, Unit, Weekday};
use crate::language::Language;
use crate::text::{Fold, fold};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// How much a word must be backed by its neighbours before it is a month or a weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard {
    None,
    Proper,
    Short,
    Guarded,
    /// Only behind the word for *month*.
    Headed,
}

/// One, two or several of a unit, in the grammar of the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    One,
    Two,
    Many,
}

/// What a relation word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Last,
    Next,
    This,
    Previous,
    Following,
    Same,
    BeforeLast,
    AfterNext,
}

/// An era.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Era {
    Common,
    Before,
    Hijri,
}

/// What a word or phrase means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Meaning {
    Month(u8, Calendar, u8, Guard),
    Weekday(Weekday, Guard),
    Weekdays(Weekday),
    BareWeekday(Weekday),
    Unit(Unit, Count),
    Number(u32),
    Several,
    Ordinal(u8),
    Suffix,
    Nth(i8),
    Fraction(i8),
    Half,
    Decade(u8),
    Relation(Side),
    Day(i8),
    Night(i8),
    /// Behind a length; whether it leans on another date: *earlier*.
    Back(bool),
    Ahead(bool),
    BackBefore,
    Before,
    After,
    Within,
    Bound(Option<Modifier>),
    Stage(Modifier),
    Part(&'static str),
    Meridiem(bool),
    Clock,
    Zone(Option<i8>),
    Era(Era),
    Season(&'static str),
    Every,
    Set(&'static str),
    Vague(&'static str),
    Open,
    Age,
    AgeBefore,
    BeforeDate,
    Agent,
    Until,
    DayHead,
    Of,
    On,
    And,
    To,
    From,
    Corresponding,
    Cue(Cue),
    Holiday(u8, u8, Calendar, bool),
    Closing,
    ClockBehind,
    HourMark,
    At,
    YearBefore,
    DecadeHead,
    DecadeSuffix,
    StageOf,
    EventOf,
    /// An article that is a word of its own: *the*, *le*, *der*.
    Article,
    Not,
    Counted,
}

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
    clitics: Vec<char>,
    article: Option<Box<str>>,
    demonstratives: Vec<Box<str>>,
    /// Whether words such as *last* stand before their noun.
    pub(super) before: bool,
    contracted: Option<Box<str>>,
    past_endings: Vec<Box<str>>,
    not_past: Vec<Box<str>>,
    future_prefixes: Vec<Box<str>>,
    not_future: Vec<Box<str>>,
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

static ARABIC: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(include_str!("lexicon/ar.txt")));
static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(include_str!("lexicon/en.txt")));
static FRENCH: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(include_str!("lexicon/fr.txt")));
static SPANISH: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(include_str!("lexicon/es.txt")));
static GERMAN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(include_str!("lexicon/de.txt")));
static PERSIAN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(include_str!("lexicon/fa.txt")));
static TURKISH: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(include_str!("lexicon/tr.txt")));
static EMPTY: LazyLock<Lexicon> = LazyLock::new(Lexicon::default);

impl Lexicon {
    /// The words of a language; none for a language without a data file.
    pub(super) fn of(language: Language) -> &'static Self {
        match language {
            Language::Arabic => &ARABIC,
            Language::English => &ENGLISH,
            Language::French => &FRENCH,
            Language::Spanish => &SPANISH,
            Language::German => &GERMAN,
            Language::Persian => &PERSIAN,
            Language::Turkish => &TURKISH,
            Language::Other => &EMPTY,
        }
    }

    fn read(data: &'static str) -> Self {
        let mut lexicon = Self::default();
        for line in data.lines() {
            let line = line.trim();
            let Some((head, phrases)) = line.split_once('=').filter(|_| !line.starts_with('#')) else { continue };
            let words: Vec<&'static str> = head.split_whitespace().collect();
            let spellings = phrases.split('|').map(str::trim);
            match words.first().copied().unwrap_or("") {
                "clitic" => lexicon.clitics = spellings.filter_map(|letter| letter.chars().next()).collect(),
                "article" => lexicon.article = spellings.map(folded).next(),
                "demonstrative" => lexicon.demonstratives = spellings.map(folded).collect(),
                "adjectives" => lexicon.before = spellings.into_iter().any(|side| side == "before"),
                "contracted" => lexicon.contracted = spellings.map(folded).next(),
                "past-ending" => lexicon.past_endings = spellings.map(folded).collect(),
                "not-past" => lexicon.not_past = spellings.map(folded).collect(),
                "future-prefix" => lexicon.future_prefixes = spellings.map(folded).collect(),
                "not-future" => lexicon.not_future = spellings.map(folded).collect(),
                _ => {
                    let Some(meaning) = meaning(&words) else {
                        debug_assert!(false, "no such meaning in the date lexicon: {head}");
                        continue;
                    };
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
        if self.look_up_as(word, tokens, at, (0, None), found) || tokens.kind(at) != Some(TokenKind::Word) {
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
        for entry in entries {
            let fits = entry.rest.iter().enumerate().all(|(place, rest)| tokens.text(at + 1 + place) == &**rest);
            if fits {
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
        let bare = word.trim_start_matches(|letter| self.clitics.contains(&letter));
        self.article.as_ref().is_some_and(|article| word.starts_with(&**article) || bare.starts_with(&**article))
    }

    /// Whether a letter can stand before a word or number as part of it.
    pub(super) fn is_clitic(&self, word: &str) -> bool {
        let mut letters = word.chars();
        matches!((letters.next(), letters.next()), (Some(letter), None) if self.clitics.contains(&letter))
    }

    /// Whether the form of a verb tells its tense.
    pub(super) fn tense(&self, word: &str) -> Option<Cue> {
        if word.len() < 4 {
            return None;
        }
        if self.past_endings.iter().any(|ending| word.ends_with(&**ending)) {
            return (!self.not_past.iter().any(|not| word == &**not)).then_some(Cue::Past);
        }
        let word = word.strip_prefix('و').unwrap_or(word);
        let future = word.len() > 7
            && self.future_prefixes.iter().any(|prefix| word.starts_with(&**prefix))
            && !self.not_future.iter().any(|not| word.starts_with(&**not));
        future.then_some(Cue::Future)
    }
}

fn folded(word: &str) -> Box<str> {
    fold(word, Fold::Loose).text.into()
}

fn meaning(words: &[&'static str]) -> Option<Meaning> {
    let argument = words.get(1).copied().unwrap_or("");
    Some(match words[0] {
        "month" => {
            let calendar = calendar(words.get(2)?)?;
            // Systems are only compared, so that any number that tells them apart will do.
            let system = words.get(3)?.bytes().fold(0u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
            Meaning::Month(argument.parse().ok()?, calendar, system, guard(words.get(4))?)
        }
        "weekday" => Meaning::Weekday(weekday(argument)?, guard(words.get(2))?),
        "weekdays" => Meaning::Weekdays(weekday(argument)?),
        "bare-weekday" => Meaning::BareWeekday(weekday(argument)?),
        "unit" => Meaning::Unit(
            Unit::named(argument)?,
            match *words.get(2)? {
                "one" => Count::One,
                "two" => Count::Two,
                "many" => Count::Many,
                _ => return None,
            },
        ),
        "number" => Meaning::Number(argument.parse().ok()?),
        "several" => Meaning::Several,
        "ordinal" => Meaning::Ordinal(argument.parse().ok()?),
        "nth" => Meaning::Nth(argument.parse().ok()?),
        "suffix" => Meaning::Suffix,
        "fraction" => Meaning::Fraction(argument.parse().ok()?),
        "half" => Meaning::Half,
        "decade" => Meaning::Decade(argument.parse().ok()?),
        "relation" => Meaning::Relation(match argument {
            "last" => Side::Last,
            "next" => Side::Next,
            "this" => Side::This,
            "previous" => Side::Previous,
            "following" => Side::Following,
            "same" => Side::Same,
            "before-last" => Side::BeforeLast,
            "after-next" => Side::AfterNext,
            _ => return None,
        }),
        "day" => Meaning::Day(argument.parse().ok()?),
        "night" => Meaning::Night(argument.parse().ok()?),
        "back" => Meaning::Back(argument == "previous"),
        "ahead" => Meaning::Ahead(argument == "following"),
        "back-before" => Meaning::BackBefore,
        "before" => Meaning::Before,
        "after" => Meaning::After,
        "within" => Meaning::Within,
        "bound" => Meaning::Bound(match argument {
            "more-than" => Some(Modifier::MoreThan),
            "less-than" => Some(Modifier::LessThan),
            "equal-or-less" => Some(Modifier::EqualOrLess),
            "equal-or-more" => Some(Modifier::EqualOrMore),
            "approx" => Some(Modifier::Approx),
            _ => None,
        }),
        "stage" => Meaning::Stage(match argument {
            "start" => Modifier::Start,
            "mid" => Modifier::Mid,
            "end" => Modifier::End,
            _ => return None,
        }),
        "part" => Meaning::Part(argument),
        "meridiem" => Meaning::Meridiem(argument == "pm"),
        "clock" => Meaning::Clock,
        "zone" => Meaning::Zone(argument.split(':').next().and_then(|hours| hours.parse().ok())),
        "era" => Meaning::Era(match argument {
            "ad" => Era::Common,
            "bc" => Era::Before,
            "ah" => Era::Hijri,
            _ => return None,
        }),
        "season" => Meaning::Season(argument),
        "every" => Meaning::Every,
        "set" => Meaning::Set(argument),
        "vague" => Meaning::Vague(match argument {
            "past" => "PAST_REF",
            "present" => "PRESENT_REF",
            "future" => "FUTURE_REF",
            _ => return None,
        }),
        "open" => Meaning::Open,
        "age" => Meaning::Age,
        "age-before" => Meaning::AgeBefore,
        "before-date" => Meaning::BeforeDate,
        "agent" => Meaning::Agent,
        "until" => Meaning::Until,
        "day-head" => Meaning::DayHead,
        "of" => Meaning::Of,
        "on" => Meaning::On,
        "and" => Meaning::And,
        "to" => Meaning::To,
        "from" => Meaning::From,
        "corresponding" => Meaning::Corresponding,
        "cue" => Meaning::Cue(if argument == "past" { Cue::Past } else { Cue::Future }),
        "holiday" => {
            let (month, day) = argument.split_once('-')?;
            let calendar = calendar(words.get(2)?)?;
            Meaning::Holiday(month.parse().ok()?, day.parse().ok()?, calendar, words.get(3) == Some(&"guarded"))
        }
        "clock-behind" => Meaning::ClockBehind,
        "hour-mark" => Meaning::HourMark,
        "at" => Meaning::At,
        "year-before" => Meaning::YearBefore,
        "decade-head" => Meaning::DecadeHead,
        "decade-suffix" => Meaning::DecadeSuffix,
        "stage-of" => Meaning::StageOf,
        "event-of" => Meaning::EventOf,
        "closing" => Meaning::Closing,
        "definite" => Meaning::Article,
        "not" => Meaning::Not,
        "counted" => Meaning::Counted,
        _ => return None,
    })
}

fn calendar(name: &str) -> Option<Calendar> {
    Some(match name {
        "gregorian" => Calendar::Gregorian,
        "hijri" => Calendar::Hijri,
        "persian" => Calendar::Persian,
        _ => return None,
    })
}

fn guard(word: Option<&&str>) -> Option<Guard> {
    Some(match word.copied() {
        None => Guard::None,
        Some("proper") => Guard::Proper,
        Some("short") => Guard::Short,
        Some("guarded") => Guard::Guarded,
        Some("headed") => Guard::Headed,
        Some(_) => return None,
    })
}

fn weekday(number: &str) -> Option<Weekday> {
    Weekday::from_monday_one_offset(number.parse().ok()?).ok()
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
        for language in Language::ALL {
            assert!(Lexicon::of(language).phrases.len() > 150, "{language:?}");
        }
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
