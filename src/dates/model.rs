//! The data model of dates: what the words state, and what they mean.

use crate::text::ProseRange;
pub use jiff::civil::{Date, Weekday};

/// A stated value and the words that state it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<T> {
    pub value: T,
    /// Range of the words in the prose of the block, without clitics.
    pub range: ProseRange,
}

/// The calendar of an expression.
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
pub enum Field {
    Year,
    Month,
    Day,
    Weekday,
    Time,
    /// Words such as "last" or "yesterday", which place the date relative to the reference date.
    Relation,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Night,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// How words place a date relative to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Before the reference date, nearest: last, الماضي.
    Last,
    /// After the reference date, nearest: next, المقبل.
    Next,
    /// Around the reference date: this, الجاري.
    This,
    /// Before a date of the text: previous, السابق, "two days earlier".
    Previous,
    /// After a date of the text: following, التالي, "two days later".
    Following,
    /// The same as a date of the text: the same, نفسه.
    Same,
    /// One before the last: "the week before last", قبل الماضي.
    BeforeLast,
    /// One after the next: "Friday after next", بعد المقبل.
    AfterNext,
    /// A number of days from the reference date: yesterday is -1.
    Days(i8),
    /// A length before the reference date: ago, قبل.
    Ago,
    /// A length after the reference date: from now, بعد.
    Ahead,
}

/// A length of time, as stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Length {
    /// `None` for "several".
    pub amount: Option<u32>,
    /// Adds half a unit.
    pub half: bool,
    pub unit: Unit,
    /// An additional smaller unit: *2 years, 21 days*.
    pub rest: Option<(u32, Unit)>,
}

/// A time of day, as stated. The hour of "7 p.m." is 19.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Clock {
    /// `None` for a part of day alone. 25 and more for hours that do not exist.
    pub hour: Option<u8>,
    pub minute: Option<u8>,
    pub second: Option<u8>,
    /// The part of day in TIMEX3: `MO`, `AF`, `EV`, `NI`.
    pub part: Option<&'static str>,
    /// Minutes east of Greenwich.
    pub zone: Option<i16>,
}

/// The tense that governs an expression, from the nearest verb or adverb of its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cue {
    Past,
    /// The present tense of plans: *begins in June*. A date without a year is then the next one.
    Present,
    Future,
}

/// How an expression is linked to another one, by its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Link {
    /// Start of a range that ends at the index.
    RangeTo(usize),
    /// End of a range that starts at the index.
    RangeFrom(usize),
    /// Followed in a list by the index.
    ListTo(usize),
    /// Preceded in a list by the index.
    ListFrom(usize),
}

/// A date as the words state it, without any inference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// The shortest words that carry the value (see the conventions in `docs/dates.md`): without clitics and
    /// prepositions, with the article.
    pub range: ProseRange,
    pub calendar: Calendar,
    /// Negative before the common era.
    pub year: Option<Part<i16>>,
    /// In the calendar of the expression, from 1. 13 and more for months that do not exist.
    pub month: Option<Part<u8>>,
    /// The second name of a dual month (`سبتمبر/أيلول`), from another naming system.
    pub other_month: Option<Part<u8>>,
    /// The day of the month, as written.
    pub day: Option<Part<u8>>,
    pub weekday: Option<Part<Weekday>>,
    pub time: Option<Part<Clock>>,
    /// The words that place it relative to the reference date or to another date.
    pub relation: Option<Part<Relation>>,
    /// The length of a duration, or the distance from the reference date.
    pub length: Option<Part<Length>>,
    /// A bound or part, such as "more than" or "early".
    pub modifier: Option<Modifier>,
    /// Index of the other half of a calendar pair (`1 رمضان 1445هـ الموافق 11 مارس 2024`).
    pub pair: Option<usize>,
    /// The other expression of a range or list.
    pub link: Option<Link>,
    /// The tense that governs it.
    pub cue: Option<Cue>,
    /// Whether day and month could be swapped (`03/04/2017`: both at most 12, and different).
    pub ambiguous_order: bool,
    pub age: bool,
    /// Number of its sentence in the block.
    pub(crate) sentence: u32,
    pub(crate) shape: Shape,
    /// The week, month or year of the fields, relative to the reference date: `5th of this month`.
    pub(crate) within: Option<(Unit, i8)>,
    /// The day that a length is counted from (*a week from Friday*), or the day of a time (*from 9 to 11 on Friday*),
    /// if stated elsewhere.
    pub(crate) base: Option<Box<Expression>>,
    pub(crate) hints: Hints,
}

/// What the surrounding words reveal about the value of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Hints {
    /// A deadline in the past: *had until May 14*. The nearest such day is meant, before or after the reference date.
    pub(crate) deadline: bool,
    /// An aside between commas: its year does not apply to the dates after it.
    pub(crate) aside: bool,
    /// Used in a comparison of figures: *from 7 million a year earlier*.
    pub(crate) compared: bool,
    /// Takes its day from the next expression (1) or from the previous one (-1).
    pub(crate) shared: i8,
    /// Its preposition can also introduce a plain length: *in two years*.
    pub(crate) measure: bool,
}

/// The kind of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A point in time, given by the fields.
    Point,
    /// A holiday: its fields come from a table, not from the words.
    Holiday,
    /// The nth week or day of a month or year; negative from the end.
    NthUnit(i8, Unit),
    /// The nth weekday of a month; negative from the end.
    Nth(i8),
    /// A unit relative to the reference date: last week, this year.
    Unit(Unit),
    /// A day or month of the Islamic calendar in a Gregorian year.
    InYear,
    /// A holiday with a computed date, by its name.
    Movable(&'static str),
    /// A period of the text, or one of that kind, a number of years away: *the year-ago quarter*.
    Earlier(Option<Unit>, i8),
    /// A length before or after the reference date or another date.
    Away,
    Length,
    /// A decade, by its first year: 1990. Below 100 if the century is not stated.
    Decade(i16),
    /// A century, by its ordinal.
    Century(i16),
    Quarter(u8),
    Half(u8),
    Season(&'static str),
    /// Something that recurs, with its period; `None` for a weekday.
    Set(Option<&'static str>),
    /// A vague reference, such as `PAST_REF`.
    Vague(&'static str),
    /// The date that the text stated last: *at that time*. It has a value and no days, so that no rule trusts it.
    Then,
    /// Never resolved.
    Open,
}

/// One step of a derivation. Its text is made when it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Words(String),
    Reference(Reference),
    Anchor(Date),
    Days(i8, Date),
    Found(Date, Date),
    /// Whether the nearest day before is meant, or the one after.
    Nearest(bool),
    /// Whether the year is inferred for the future.
    InferredYear(bool),
    YearOfSentence,
    /// Whether the sentence is about the future.
    BareWeekday(bool),
    Shifted(Unit, i8),
    Moved(Unit, i64),
    UmmAlQura,
    NoTime(Clock),
    NoMonth(u8),
    /// A day and the length of its month.
    ShortPersianMonth(u8, u8),
    ShortHijriMonth(u8),
    /// Month, year and length.
    ShortMonth(u8, Option<i16>, u8),
}

/// The value of an expression on a reference date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    pub kind: TimexKind,
    /// The TIMEX3 value: `2017-07-11`, `2017-W38`, `P2M`, `PAST_REF`. `None` if the words leave it open.
    pub value: Option<String>,
    /// A bound or part, such as "more than" or "early".
    pub modifier: Option<Modifier>,
    /// The zone of a time: `Z`, `+03:30`. The value itself is local.
    pub zone: Option<String>,
    /// First and last day of a value that is a day, week, month or year. For a day, both are the same.
    pub days: Option<(Date, Date)>,
    /// The fields that the words state.
    pub stated: Vec<Field>,
    /// The fields that were inferred.
    pub inferred: Vec<Field>,
    /// Why no such day exists: "June has 30 days". The value is then `None`.
    pub impossible: Option<Step>,
    /// Whether the words need a reference date and none was available.
    pub needs_reference: bool,
    /// The steps that lead to the value.
    pub derivation: Vec<Step>,
}

impl Resolved {
    /// The value as written in an annotation: a time has its zone.
    pub fn annotation(&self) -> Option<String> {
        let value = self.value.as_deref()?;
        let zone = self.zone.as_deref().filter(|_| value.contains('T')).unwrap_or("");
        Some(format!("{value}{zone}"))
    }

    /// The day, if the value is a single day.
    pub fn day(&self) -> Option<Date> {
        self.days.filter(|(first, last)| first == last).map(|(first, _)| first)
    }
}

/// The origin of a reference date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReferenceSource {
    /// Given by the caller.
    Given,
    /// `datePublished` in the metadata.
    Published,
    Dateline,
    /// The stamp line of scraped text.
    Stamp,
    /// The path of the file.
    Path,
}

/// The day that relative dates are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reference {
    pub day: Date,
    pub source: ReferenceSource,
}

/// The result of comparing an annotated value with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreement {
    /// Equal, or one is less precise than the other and they are consistent.
    Agrees,
    /// The words state nothing comparable.
    Unknown,
    /// A stated field contradicts the value.
    Contradicts,
    /// Only an inferred field (the year of `11 July`) contradicts the value.
    Doubtful,
}
