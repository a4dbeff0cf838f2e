//! Dates as the press writes them: found in prose, resolved on a reference date, compared with annotations.
//!
//! The pipeline is `lexicon` (data, per language) → [`scan`] (prose to [`Expression`]s: what the words state, nothing
//! guessed) → [`resolve`] (expressions and a [`Reference`] to [`Resolved`] values with their derivation). `scan` depends
//! on the words of one block alone, so that its result can be kept; `resolve` is cheap.
//!
//! Values are TIMEX3 (TimeML), annotations a subset of EDTF level 1 ([`DateValue`]). What must not be here: articles,
//! rules, today's date.

mod value;

use crate::language::Language;
use crate::text::ProseRange;
pub use jiff::civil::{Date, Weekday};
pub use value::{DateValue, ValueFault};

/// A part of an expression and the words that state it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<T> {
    /// What it states.
    pub value: T,
    /// Its words in the block's prose, without clitics.
    pub range: ProseRange,
}

/// The calendar that an expression counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Calendar {
    /// Gregorian.
    #[default]
    Gregorian,
    /// Islamic, Umm al-Qura.
    Hijri,
    /// Solar Hijri of Iran.
    Persian,
}

/// The kind of a TIMEX3 expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimexKind {
    /// A day, week, month, year or longer.
    Date,
    /// A time of day or part of one.
    Time,
    /// A length of time.
    Duration,
    /// Something that recurs.
    Set,
}

/// A bound or a part, as TIMEX3's `mod` has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are TIMEX3's")]
pub enum Modifier {
    MoreThan,
    LessThan,
    EqualOrLess,
    EqualOrMore,
    Approx,
    Start,
    Mid,
    End,
}

/// A field that words can state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Field {
    Year,
    Month,
    Day,
    Weekday,
    Time,
    /// Words such as "last" or "yesterday", that place the date beside the reference date.
    Relation,
}

/// What words state, nothing guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// The shortest words that carry the value (see the conventions of `docs/dates.md`): clitics and prepositions
    /// outside, the article inside.
    pub range: ProseRange,
    /// The calendar of the fields.
    pub calendar: Calendar,
    /// The year.
    pub year: Option<Part<i16>>,
    /// The month, 1 to 12, of the calendar. 13 and more where the text states an impossible one.
    pub month: Option<Part<u8>>,
    /// The day of the month, as written.
    pub day: Option<Part<u8>>,
    /// The weekday.
    pub weekday: Option<Part<Weekday>>,
    /// The other half of a calendar pair (`1 رمضان 1445هـ الموافق 11 مارس 2024`), an index into the same list.
    pub pair: Option<usize>,
}

/// One step of a derivation, for a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// In English.
    pub english: String,
    /// In Arabic.
    pub arabic: String,
}

impl Step {
    /// The step in the article's language; English for all but Arabic.
    pub fn in_language(&self, language: Language) -> &str {
        if language == Language::Arabic { &self.arabic } else { &self.english }
    }
}

/// What an expression means on a reference date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The kind.
    pub kind: TimexKind,
    /// The TIMEX3 value: `2017-07-11`, `2017-W38`, `P2M`, `PAST_REF`; `None` where the words leave it open.
    pub value: Option<String>,
    /// The bound or part.
    pub modifier: Option<Modifier>,
    /// First and last day that the value covers, for values that are days, weeks, months, years. One day twice for a day.
    pub days: Option<(Date, Date)>,
    /// The fields that the words state.
    pub stated: Vec<Field>,
    /// The fields that were inferred.
    pub inferred: Vec<Field>,
    /// Why no such day exists: "June has 30 days". The value is then `None`.
    pub impossible: Option<Step>,
    /// Whether the words need a reference date and there was none.
    pub needs_reference: bool,
    /// How the value was found, step by step.
    pub derivation: Vec<Step>,
}

impl Resolved {
    /// The day, where the value is one.
    pub fn day(&self) -> Option<Date> {
        self.days.filter(|(first, last)| first == last).map(|(first, _)| first)
    }
}

/// Where a reference date came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReferenceSource {
    /// The caller gave it.
    Given,
    /// `datePublished`.
    Published,
    /// The dateline.
    Dateline,
    /// The stamp line of scraped text.
    Stamp,
    /// The path of the file.
    Path,
}

/// The day that relative dates are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reference {
    /// The day.
    pub day: Date,
    /// Where it came from.
    pub source: ReferenceSource,
}

/// How an annotated value and its words stand to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreement {
    /// They agree, or one is coarser than the other and they are consistent.
    Agrees,
    /// The words say nothing that could be compared.
    Unknown,
    /// A stated field contradicts the value.
    Contradicts,
    /// Only an inferred field (the year of `11 July`) contradicts the value.
    Doubtful,
}

/// Finds the dates in the prose of one block, in order and without overlaps.
pub fn scan(prose: &str, language: Language) -> Vec<Expression> {
    let _ = (prose, language);
    Vec::new()
}

/// Resolves the expressions of one block, in the same order. Without a reference date only what the words state is
/// resolved.
pub fn resolve(
    prose: &str,
    expressions: &[Expression],
    language: Language,
    reference: Option<&Reference>,
) -> Vec<Resolved> {
    let _ = (prose, expressions, language, reference);
    Vec::new()
}

/// Reads a date of the front matter: a date value, a date-time with a blank in place of `T`, an RFC 2822 date, or a date
/// in the words of the language.
pub fn parse_metadata_date(text: &str, language: Language) -> Option<DateValue> {
    let _ = language;
    DateValue::parse(text.trim()).ok()
}

/// Compares an annotated value with its words.
pub fn agreement(value: &DateValue, expression: &Expression, resolved: &Resolved) -> Agreement {
    let _ = (value, expression, resolved);
    Agreement::Unknown
}

/// The name of a weekday as a text writes it, with or without the article and the word for *day* as in `like`.
pub fn weekday_name(weekday: Weekday, language: Language, like: &str) -> String {
    let _ = (language, like);
    format!("{weekday:?}")
}

/// The name of a weekday alone: "Monday", `الاثنين`. English for languages that have no lexicon.
pub fn plain_weekday(weekday: Weekday, language: Language) -> String {
    let _ = language;
    format!("{weekday:?}")
}

/// A day in words, for messages: "18 September 2017", `18 سبتمبر 2017`.
pub fn plain_form(day: Date, language: Language) -> String {
    let _ = language;
    day.to_string()
}

/// A number in the digits and with the leading zero of `like`, the text that it replaces.
pub fn number_like(number: u32, like: &str) -> String {
    let _ = like;
    number.to_string()
}

/// A day as a text of a language writes it for a person: "Monday 18 September 2017", with the Hijri day.
pub fn long_form(day: Date, language: Language) -> String {
    let _ = language;
    day.to_string()
}
