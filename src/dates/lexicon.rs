//! The date vocabulary of each language, from one data file per language.
//!
//! The data files are for people. The program has an image of each ([`image`]), which is searched where it is: a start reads
//! no file. A test makes the images and compares them.
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

mod beginning;
mod image;
#[cfg(test)]
mod make;

use super::first_words::FirstWords;
use super::grammar::{Trait, trait_bit};
use super::meaning::{Meaning, calendar, meaning, years};
use super::terms::{Found, Term};
use super::tokens::{TokenKind, Tokens};
use crate::dates::model::{Calendar, Cue, Weekday};
use crate::language::Language;
use beginning::{Beginning, letter_number};
use image::{Image, Phrase, Word, head_of, second_of};
use include_dir::{Dir, include_dir};
use std::ops::RangeInclusive;
use std::sync::{LazyLock, OnceLock};

/// Words, as they are folded.
type Words = Vec<&'static str>;

/// The meanings of a word alone, and the [`Meaning::bit`] of each of them.
type Singles = (Box<[Meaning]>, u64);

/// The vocabulary of one language.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    image: Image,
    /// The index of the phrases by their first words.
    firsts: FirstWords,
    /// The meanings of each first word alone, once they were asked for.
    singles: Box<[OnceLock<Singles>]>,
    /// The meaning of each head, likewise. Only a damaged image has heads without one.
    meanings: Box<[OnceLock<Option<Meaning>>]>,
    weekdays: [Option<&'static str>; 7],
    traits: u32,
    /// The bare years that belong to another calendar.
    years: Vec<(Calendar, RangeInclusive<u32>)>,
    clitics: Vec<char>,
    conjunctions: Vec<char>,
    prepositions: Vec<char>,
    feminine: Words,
    elided: Words,
    article: Option<&'static str>,
    not_definite: Words,
    demonstratives: Words,
    contracted: Option<&'static str>,
    past_endings: Words,
    not_past: Words,
    future_prefixes: Words,
    not_future: Words,
    /// Endings with their accents, which the folded spelling lacks.
    past_spelled: Words,
    future_spelled: Words,
    future_endings: Words,
    superlative_endings: Words,
    not_superlative: Words,
}

/// The images, named after the tag of their language. A new file needs no change in the code.
static IMAGES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/dates/lexicon/images");

/// One slot per language, in the order of [`Language::ALL`]; filled at the first use.
static LEXICONS: [OnceLock<Lexicon>; Language::ALL.len()] = [const { OnceLock::new() }; Language::ALL.len()];
static EMPTY: LazyLock<Lexicon> = LazyLock::new(Lexicon::default);

impl Lexicon {
    /// The vocabulary of a language; empty if it has no image.
    pub(super) fn of(language: Language) -> &'static Self {
        let Some(read) = LEXICONS.get(language as usize) else { return &EMPTY };
        read.get_or_init(|| Self::image(language).and_then(Image::open).map(Self::over).unwrap_or_default())
    }

    /// The image of a language.
    fn image(language: Language) -> Option<&'static [u8]> {
        IMAGES.get_file(format!("{}.lexicon", language.tag())).map(include_dir::File::contents)
    }

    fn over(image: Image) -> Self {
        let singles = (0..image.words()).map(|_| OnceLock::new()).collect();
        let meanings = (0..image.heads()).map(|_| OnceLock::new()).collect();
        let mut lexicon = Self { firsts: image.firsts(), singles, meanings, ..Self::default() };
        for (head, spellings) in image.settings() {
            let (kind, argument) = head.split_once(' ').unwrap_or((head, ""));
            let words = spellings.split('|');
            match kind {
                "grammar" => lexicon.traits = words.map(trait_bit).fold(0, |all, bit| all | bit),
                "years" => {
                    let (own, found) = (calendar(argument), words.map(years));
                    lexicon.years.extend(found.filter_map(|years| Some((own?, years?))));
                }
                "weekday-names" => words.zip(&mut lexicon.weekdays).for_each(|(name, place)| *place = Some(name)),
                "clitic" => lexicon.clitics = letters(words),
                "conjunction" => lexicon.conjunctions = letters(words),
                "preposition" => lexicon.prepositions = letters(words),
                "elided" => lexicon.elided = words.collect(),
                "feminine" => lexicon.feminine = words.collect(),
                "article" => lexicon.article = Some(spellings),
                "not-definite" => lexicon.not_definite = words.collect(),
                "demonstrative" => lexicon.demonstratives = words.collect(),
                "contracted" => lexicon.contracted = Some(spellings),
                "past-ending" => lexicon.past_endings = words.collect(),
                "not-past" => lexicon.not_past = words.collect(),
                "future-prefix" => lexicon.future_prefixes = words.collect(),
                "not-future" => lexicon.not_future = words.collect(),
                "past-spelled" => lexicon.past_spelled = words.collect(),
                "future-spelled" => lexicon.future_spelled = words.collect(),
                "future-ending" => lexicon.future_endings = words.collect(),
                "superlative-ending" => lexicon.superlative_endings = words.collect(),
                "not-superlative" => lexicon.not_superlative = words.collect(),
                _ => debug_assert!(false, "no such setting in the date lexicon: {head}"),
            }
        }
        Self { image, ..lexicon }
    }

    /// Whether a date, or a phrase that is not one, may begin at a token; `false` is certain.
    pub(super) fn may_begin(&self, tokens: &Tokens, at: usize) -> bool {
        self.any_reading(tokens.text(at), |word| self.firsts.may_begin(word) && self.begins(word, tokens, at, true))
    }

    /// Whether a date can begin with a word at a token. `deep`: whether the word after an article is looked at.
    fn begins(&self, word: &str, tokens: &Tokens, at: usize, deep: bool) -> bool {
        let Some(first) = self.find(word) else { return false };
        let next = tokens.text(at + 1);
        if first.may_begin(next) {
            return true;
        }
        match first.beginning() {
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
            if self.contracted.as_ref().is_some_and(|contracted| rest.starts_with(*contracted)) {
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
            Some(first) => {
                let (singles, kinds) = self.singles(first);
                let is_fraction = || singles.iter().all(|meaning| matches!(meaning, Meaning::Fraction(_)));
                if !first.may_continue(tokens.text(at + 1)) && !is_fraction() {
                    return Found::word(singles, kinds);
                }
            }
            None if !tokens.is_word(at) || !word.starts_with(&*self.clitics) => return Found::NONE,
            None => {}
        }
        let mut terms = Vec::new();
        self.look_up(tokens, at, &mut terms);
        if terms.is_empty() { Found::NONE } else { Found::terms(terms) }
    }

    fn find(&self, word: &str) -> Option<Word> {
        self.firsts.candidates(word).find_map(|number| self.image.word(number, word))
    }

    /// The meanings of a word alone, and the [`Meaning::bit`] of each of them.
    fn singles(&self, word: Word) -> (&[Meaning], u64) {
        let Some(known) = self.singles.get(word.number) else { return (&[], 0) };
        let (meanings, kinds) = known.get_or_init(|| {
            let phrases = self.image.singles(word);
            let meanings: Box<[Meaning]> = phrases.iter().filter_map(|phrase| self.meaning(phrase)).collect();
            let kinds = meanings.iter().fold(0, |all, meaning| all | meaning.bit());
            (meanings, kinds)
        });
        (meanings, *kinds)
    }

    fn meaning(&self, phrase: &Phrase) -> Option<Meaning> {
        let head = head_of(phrase);
        *self.meanings.get(head)?.get_or_init(|| meaning(&self.image.head(head)?))
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
                && let Some(stem) = rest.strip_prefix(*contracted)
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
        let Some(first) = self.find(word) else { return false };
        let before = found.len();
        let next = tokens.text(at + 1);
        if first.may_continue(next) {
            // Common words begin many phrases; the next word rules out most of them.
            let second = letter_number(next);
            let longer = self.image.longer(first).iter().filter(|phrase| second_of(phrase) == second);
            found.extend(longer.filter_map(|phrase| {
                let end = self.image.end_of(phrase, tokens, at + 1)?;
                Some(Term { meaning: self.meaning(phrase)?, end, clitics, clitic })
            }));
        }
        let singles = self.singles(first).0.iter();
        found.extend(singles.map(|meaning| Term { meaning: *meaning, end: at + 1, clitics, clitic }));
        found.len() > before
    }

    /// Whether a word is a demonstrative: *this*, `هذا`.
    pub(super) fn is_demonstrative(&self, word: &str) -> bool {
        self.demonstratives.contains(&word)
    }

    /// Whether a word begins with the article, after its clitics.
    pub(super) fn is_definite(&self, word: &str) -> bool {
        if self.not_definite.contains(&word) {
            return false;
        }
        let bare = word.trim_start_matches(|letter| self.clitics.contains(&letter));
        self.article.as_ref().is_some_and(|article| word.starts_with(*article) || bare.starts_with(*article))
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
        self.article == Some(word) || self.contracted == Some(word)
    }

    /// Whether an apostrophe joins a word to the next: *l'11 luglio*.
    pub(super) fn elides(&self, word: &str) -> bool {
        self.elided.contains(&word)
    }

    /// Whether a word has a feminine ending.
    pub(super) fn is_feminine(&self, word: &str) -> bool {
        self.feminine.iter().any(|ending| word.ends_with(*ending))
    }

    /// The tense that the form of a verb expresses, from its folded and its written spelling.
    pub(super) fn tense(&self, word: &str, written: &str) -> Option<Cue> {
        if word.len() < 4 {
            return None;
        }
        let known = |words: &[&str]| words.contains(&word);
        let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(*ending));
        let spelled = |endings: &[&str]| endings.iter().any(|ending| written.ends_with(*ending));
        if ends(&self.past_endings) || spelled(&self.past_spelled) {
            return (!known(&self.not_past)).then_some(Cue::Past);
        }
        if ends(&self.future_endings) || spelled(&self.future_spelled) {
            return (!known(&self.not_future)).then_some(Cue::Future);
        }
        let word = word.strip_prefix(|letter| self.joins(letter)).unwrap_or(word);
        let future = word.len() > 7
            && self.future_prefixes.iter().any(|prefix| word.starts_with(*prefix))
            && !self.not_future.iter().any(|not| word.starts_with(*not));
        future.then_some(Cue::Future)
    }

    /// Whether a word has the form of a superlative: *lowest*.
    pub(super) fn is_superlative(&self, word: &str) -> bool {
        self.superlative_endings.iter().any(|ending| word.len() > ending.len() + 1 && word.ends_with(*ending))
            && !self.not_superlative.contains(&word)
    }
}

fn letters<'w>(spellings: impl Iterator<Item = &'w str>) -> Vec<char> {
    spellings.filter_map(|letter| letter.chars().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::meaning::Guard;

    fn first(text: &str, language: Language) -> Option<(Meaning, u8)> {
        let mut found = Vec::new();
        Lexicon::of(language).look_up(&Tokens::of(text), 0, &mut found);
        found.first().map(|term| (term.meaning, term.clitics))
    }

    #[test]
    fn every_image_is_of_a_language() {
        assert!(Lexicon::of(Language::Arabic).singles.len() > 300);
        let mut read = 0;
        for language in Language::ALL {
            let lexicon = Lexicon::of(language);
            let words = lexicon.singles.len();
            assert!(words == 0 || words > 150, "{language:?}");
            read += usize::from(words > 0);
            for head in 0..lexicon.image.heads() {
                let words = lexicon.image.head(head).unwrap();
                assert!(meaning(&words).is_some(), "{language:?}: {words:?}");
            }
        }
        assert_eq!(read, IMAGES.files().count(), "an image is named after no language");
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
