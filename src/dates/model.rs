//! What the words of a date state, and what they mean.

use crate::language::Language;
use crate::text::ProseRange;
pub use jiff::civil::{Date, Weekday};

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
    /// Words such as "last" or "yesterday", that place the date beside the reference date.
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

/// Where words place a date beside another.
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
    /// That of a date of the text: the same, نفسه.
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
    /// How many; `None` for "several".
    pub amount: Option<u32>,
    /// Whether half a unit is added.
    pub half: bool,
    pub unit: Unit,
    /// What a smaller unit adds: *2 years, 21 days*.
    pub rest: Option<(u32, Unit)>,
}

/// A time of day, as stated. Hours of "7 p.m." are 19.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Clock {
    /// The hour; 25 and more where the text states an impossible one. `None` for a part of day alone.
    pub hour: Option<u8>,
    pub minute: Option<u8>,
    pub second: Option<u8>,
    /// The part of day as TIMEX3 has it: `MO`, `AF`, `EV`, `NI`.
    pub part: Option<&'static str>,
    /// The zone, minutes east of Greenwich.
    pub zone: Option<i16>,
}

/// A tense that governs an expression, by the nearest verb or adverb of its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cue {
    Past,
    /// The present of what is planned: *begins in June*. A date without a year is then the coming one.
    Present,
    Future,
}

/// How an expression stands to the one that it is linked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Link {
    /// This one begins a range; the other, at this index, ends it.
    RangeTo(usize),
    /// This one ends a range that begins at this index.
    RangeFrom(usize),
    /// The next of a list.
    ListTo(usize),
    /// The one before in a list.
    ListFrom(usize),
}

/// What words state, nothing guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// The shortest words that carry the value (see the conventions of `docs/dates.md`): clitics and prepositions
    /// outside, the article inside.
    pub range: ProseRange,
    /// The calendar of the fields.
    pub calendar: Calendar,
    /// The year, negative before the common era.
    pub year: Option<Part<i16>>,
    /// The month, 1 to 12, of the calendar. 13 and more where the text states an impossible one.
    pub month: Option<Part<u8>>,
    /// The second name of a dual month (`سبتمبر/أيلول`), from another naming system.
    pub other_month: Option<Part<u8>>,
    /// The day of the month, as written.
    pub day: Option<Part<u8>>,
    pub weekday: Option<Part<Weekday>>,
    /// The time of day.
    pub time: Option<Part<Clock>>,
    /// The words that place it beside the reference date or another date.
    pub relation: Option<Part<Relation>>,
    /// The length of a duration, or of the way from the reference date.
    pub length: Option<Part<Length>>,
    /// A bound or part.
    pub modifier: Option<Modifier>,
    /// The other half of a calendar pair (`1 رمضان 1445هـ الموافق 11 مارس 2024`), an index into the same list.
    pub pair: Option<usize>,
    /// The expression that it makes a range or a list with.
    pub link: Option<Link>,
    /// The tense that governs it.
    pub cue: Option<Cue>,
    /// Whether day and month could be exchanged (`03/04/2017`, both at most 12 and different).
    pub ambiguous_order: bool,
    pub age: bool,
    /// Which sentence of the block it stands in.
    pub(crate) sentence: u32,
    /// What kind of thing it is.
    pub(crate) shape: Shape,
    /// The week, month or year that the fields lie in, counted from the reference date: `5th of this month`.
    pub(crate) within: Option<(Unit, i8)>,
    /// The day that it is counted from (*a week from Friday*), or that its time is of (*from 9 to 11 on Friday*), where other
    /// words state it.
    pub(crate) base: Option<Box<Expression>>,
    /// What the words around it tell.
    pub(crate) hints: Hints,
}

/// What the words around an expression tell of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Hints {
    /// A deadline of the past: *had until May 14*. The nearest day is meant, on either side of the reference date.
    pub(crate) deadline: bool,
    /// It stands between commas beside the clause: its year says nothing of the dates behind it.
    pub(crate) aside: bool,
    /// A figure of a period is compared with it: *from 7 million a year earlier*.
    pub(crate) compared: bool,
    /// Its day is that of the next expression (1) or of the one before (-1).
    pub(crate) shared: i8,
    /// Its preposition also stands before a plain length: *in two years*.
    pub(crate) measure: bool,
}

/// What kind of thing an expression is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The fields say it.
    Point,
    /// A holiday: the fields are the calendar's, its name says none of them.
    Holiday,
    /// A week or day counted in a month or year, from its end where negative.
    NthUnit(i8, Unit),
    /// A weekday counted in a month, from its end where negative.
    Nth(i8),
    /// A unit beside the reference date: last week, this year.
    Unit(Unit),
    /// A day or month of the Islamic calendar in a Gregorian year.
    InYear,
    /// A holiday whose day is computed, by its name.
    Movable(&'static str),
    /// A period that the text has named, or one of that kind, so many years away: *the year-ago quarter*.
    Earlier(Option<Unit>, i8),
    /// A length away from the reference date or another date.
    Away,
    Length,
    /// A decade, by its first year: 1990; below 100 where the century is not stated.
    Decade(i16),
    /// A century, by its ordinal.
    Century(i16),
    /// A quarter of the year.
    Quarter(u8),
    /// A half of the year.
    Half(u8),
    Season(&'static str),
    /// Something that recurs, by its period; `None` for a weekday.
    Set(Option<&'static str>),
    /// A vague reference.
    Vague(&'static str),
    /// Left open.
    Open,
}

/// One step of a derivation, for a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub english: String,
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
    pub kind: TimexKind,
    /// The TIMEX3 value: `2017-07-11`, `2017-W38`, `P2M`, `PAST_REF`; `None` where the words leave it open.
    pub value: Option<String>,
    /// The bound or part.
    pub modifier: Option<Modifier>,
    /// The zone of a time, beside the value, which is local: `Z`, `+03:30`.
    pub zone: Option<String>,
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
    /// The value as an annotation has it: a time with its zone.
    pub fn annotation(&self) -> Option<String> {
        let value = self.value.as_deref()?;
        let zone = self.zone.as_deref().filter(|_| value.contains('T')).unwrap_or("");
        Some(format!("{value}{zone}"))
    }

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
