//! The meanings of lexicon lines: their kinds, and the parser of a line's head.

use crate::dates::model::{Calendar, Cue, Modifier, Unit, Weekday};
use std::hash::{Hash, Hasher};
use std::mem::discriminant;
use std::ops::RangeInclusive;

/// The evidence that a word needs from its neighbours to count as a month or weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dates) enum Guard {
    None,
    Proper,
    Short,
    Guarded,
    /// Also the word for *zero*, so an adjacent number is not a day.
    Zero,
    /// Only after the word for *month*.
    Headed,
}

/// The grammatical number of a unit word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dates) enum Count {
    One,
    Two,
    Many,
}

/// The meaning of a relation word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dates) enum Side {
    Last,
    Next,
    This,
    Previous,
    Following,
    Same,
    BeforeLast,
    AfterNext,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dates) enum Era {
    Common,
    Before,
    Hijri,
}

/// The meaning of a word or phrase.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::dates) enum Meaning {
    /// Number, calendar, bits of the naming systems that have the name, and the evidence it needs.
    Month(u8, Calendar, u8, Guard),
    Weekday(Weekday, Guard),
    Weekdays(Weekday),
    BareWeekday(Weekday),
    Unit(Unit, Count),
    Number(u32),
    Several,
    /// Several in the past, for units that are vague otherwise: *recent years*.
    Recent,
    /// Between a number and its unit: *six straight days*.
    Between,
    Ordinal(u8),
    Suffix,
    Nth(i8),
    NthAfter(i8),
    Fraction(i8),
    Half,
    Decade(u8),
    /// The number of a century, as it is written before or after its word: *XIX*.
    CenturyNumber(u8),
    Relation(Side),
    Day(i8),
    Night(i8),
    /// A part of the reference day: *this morning*.
    DayPart(&'static str),
    /// After a length; `true` if it is counted from another date of the text: *earlier*.
    Back(bool),
    Ahead(bool),
    AheadBefore,
    BackBefore,
    Before,
    After,
    Within,
    Bound(Option<Modifier>),
    Stage(Modifier),
    Part(&'static str),
    Meridiem(bool),
    Clock,
    Zone(Option<i16>),
    Era(Era),
    Season(&'static str),
    Every,
    Set(&'static str),
    Vague(&'static str),
    /// Before a noun: *the current law*.
    VagueAdjective(&'static str),
    /// Ends a phrase that such an adjective begins: *in recent Roman history*.
    VagueNoun,
    Open,
    /// The date that the text stated last: *at that time*.
    Then,
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
    ClockAfter,
    HourMark,
    At,
    YearBefore,
    DecadeHead,
    DecadeSuffix,
    StageOf,
    EventOf,
    /// An article that is a separate word: *the*, *le*, *der*.
    Article,
    Not,
    Counted,
    /// Before a date, always in the past: *since*.
    Since,
    /// Starts a clause with its own verb: *which*, *who*.
    Clause,
    /// The same, directly before a date: *that*.
    ClauseBeforeDate,
    /// Before a participle, which takes the tense of the words before: *be*.
    Auxiliary,
    /// A verb that can have a clause without *that* after it: *said*.
    Saying,
    /// An event that is scheduled for a day: *election*.
    Planned,
    /// A length in one word or a fixed phrase; `None` for several: *half an hour*, *wochenlang*.
    Whole(Option<u32>, Unit),
    /// After a number or a unit, half a unit more: *and a half*.
    AndHalf,
    /// A number and a half of the following unit: *anderthalb*.
    NumberAndHalf(u32),
    /// Starts another part of the sentence after a phrase: *it*, *they*.
    Pronoun,
    /// A part of day that needs neither a day nor a preposition: *overnight*.
    PartAlone(&'static str),
    /// Between two alternatives: *or*.
    Or,
    /// Between tens and ones: *cincuenta y tres*.
    TensAnd,
    /// One more of a unit: *another*.
    Another,
    /// After a unit, one of it: `واحد`.
    OneAfter,
    /// A superlative as a whole word: *worst*. Its endings are in `superlative-ending`.
    Superlative,
    /// After *earlier* or *later*: *than*.
    Than,
    /// After a length, before an event: *into*.
    Into,
    /// Before the unit of a rate: *a*, *per*.
    Rate,
    /// A frequency: *twice*.
    Times,
    /// Before a unit: *every other*.
    EveryOther,
    Lasting,
    /// A part of several days: *nights*.
    Parts(&'static str),
    /// Before a unit, refers to a date of the text: *that year*.
    That,
    /// The unit before (`false`) or after (`true`) a date of the text: *the day before*, *la veille*.
    Anaphoric(bool, Unit),
    /// A verb or adjective for a state that continues: `يعيش`.
    State,
    /// A period that the text mentioned earlier: *the period*.
    Period,
    /// A business year, before its number: *fiscal*.
    Fiscal,
    /// A beginning or end of the year in one word or phrase: *year-end*.
    YearStage(Modifier),
    /// Before a bare year, weak evidence for it: *for*.
    YearIntro,
    /// A noun that is followed by its year: `مونديال`.
    YearNoun,
    /// Excludes a year after it: *an estimated 1950*.
    Amounting,
    /// A holiday with a computed date, by its name.
    Movable(&'static str, bool),
    /// Letters for parts of the year: *Q*, *H*.
    QuarterLetter,
    HalfLetter,
    /// A year of the language's own calendar, relative to the reference date: `امسال`.
    OwnYear(i8),
    /// A word for temperatures or ages: *temperatures*.
    Gauge,
    /// *Lastly*, after *first*; elsewhere it can mean *recently*: `أخيراً`, `أولاً`.
    Lastly,
    Firstly,
    /// Words after *today's* that make it mean the present: *world*.
    General,
    /// A part of day after a day word: *heute Morgen*.
    PartAfter(&'static str),
    /// A weekday and its part of day in one word: *Dienstagabend*.
    WeekdayPart(Weekday, &'static str),
    /// Minutes before or after an hour in words: *past*, *to*.
    MinutesPast,
    MinutesTo,
    /// Half an hour, before the name of the hour: *half past*. German *halb* is half an hour earlier.
    HalfHour(bool),
    /// After an hour in four digits: *0330 hours*.
    MilitaryHours,
    /// Before a number that only looks like a date: *version 3.31.2019*.
    Numbered,
    /// Before the name of a photographer or artist.
    Credit,
    /// Before a day that is the name of a place: *calle 25 de Mayo*.
    Street,
}

impl Meaning {
    /// A bit that all meanings of one kind share, whatever their arguments. Two kinds can have the same bit.
    #[inline]
    pub(in crate::dates) fn bit(self) -> u64 {
        let mut kind = Kind(0);
        discriminant(&self).hash(&mut kind);
        1 << (kind.finish() % 64)
    }

    /// Whether a date can begin with a word of this meaning.
    pub(in crate::dates) fn may_begin(self) -> bool {
        !matches!(
            self,
            Self::Of
                | Self::On
                | Self::And
                | Self::To
                | Self::From
                | Self::At
                | Self::Until
                | Self::Between
                | Self::BeforeDate
                | Self::EventOf
                | Self::StageOf
                | Self::YearBefore
                | Self::Closing
                | Self::Counted
                | Self::Since
                | Self::Clause
                | Self::ClauseBeforeDate
                | Self::Auxiliary
                | Self::Saying
                | Self::Planned
                | Self::VagueNoun
                | Self::AndHalf
                | Self::TensAnd
                | Self::Or
                | Self::Pronoun
                | Self::Lasting
                | Self::OneAfter
                | Self::Superlative
                | Self::Than
                | Self::Into
                | Self::Times
                | Self::Parts(_)
                | Self::YearIntro
                | Self::YearNoun
                | Self::Amounting
                | Self::State
                | Self::Gauge
                | Self::General
                | Self::Lastly
                | Self::Firstly
                | Self::MinutesPast
                | Self::MinutesTo
                | Self::MilitaryHours
                | Self::Numbered
                | Self::Credit
                | Self::Street
                | Self::Within
                | Self::Bound(_)
                | Self::Back(_)
                | Self::Ahead(_)
                | Self::AheadBefore
                | Self::Suffix
                | Self::Corresponding
                | Self::Cue(_)
        )
    }
}

/// A hasher that keeps the number of a kind as it is.
struct Kind(u64);

impl Hasher for Kind {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |number, byte| number << 8 | u64::from(*byte));
    }

    fn write_isize(&mut self, number: isize) {
        self.0 = number as u64;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Parses the head of a line; `None` if it has no meaning.
pub(super) fn meaning(words: &[&'static str]) -> Option<Meaning> {
    let argument = words.get(1).copied().unwrap_or("");
    Some(match words[0] {
        "month" => {
            let calendar = calendar(words.get(2)?)?;
            Meaning::Month(argument.parse().ok()?, calendar, systems(words.get(3)?), guard(words.get(4))?)
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
        "recent" => Meaning::Recent,
        "ordinal" => Meaning::Ordinal(argument.parse().ok()?),
        "nth" => Meaning::Nth(argument.parse().ok()?),
        "nth-after" => Meaning::NthAfter(argument.parse().ok()?),
        "ahead-before" => Meaning::AheadBefore,
        "suffix" => Meaning::Suffix,
        "fraction" => Meaning::Fraction(argument.parse().ok()?),
        "half" => Meaning::Half,
        "decade" => Meaning::Decade(argument.parse().ok()?),
        "century" => Meaning::CenturyNumber(argument.parse().ok()?),
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
        "day-part" => Meaning::DayPart(argument),
        "between" => Meaning::Between,
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
        "stage" => Meaning::Stage(stage(argument)?),
        "part" => Meaning::Part(argument),
        "meridiem" => Meaning::Meridiem(argument == "pm"),
        "clock" => Meaning::Clock,
        "zone" => Meaning::Zone(zone(argument)),
        "era" => Meaning::Era(match argument {
            "ad" => Era::Common,
            "bc" => Era::Before,
            "ah" => Era::Hijri,
            _ => return None,
        }),
        "season" => Meaning::Season(argument),
        "every" => Meaning::Every,
        "set" => Meaning::Set(argument),
        "vague" => Meaning::Vague(vague_value(argument)?),
        "vague-adjective" => Meaning::VagueAdjective(vague_value(argument)?),
        "vague-noun" => Meaning::VagueNoun,
        "open" => Meaning::Open,
        "then" => Meaning::Then,
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
        "cue" => Meaning::Cue(match argument {
            "past" => Cue::Past,
            "present" => Cue::Present,
            "future" => Cue::Future,
            _ => return None,
        }),
        "holiday" => {
            let (month, day) = argument.split_once('-')?;
            let calendar = calendar(words.get(2)?)?;
            Meaning::Holiday(month.parse().ok()?, day.parse().ok()?, calendar, words.get(3) == Some(&"guarded"))
        }
        "clock-after" => Meaning::ClockAfter,
        "hour-mark" => Meaning::HourMark,
        "at" => Meaning::At,
        "year-before" => Meaning::YearBefore,
        "decade-head" => Meaning::DecadeHead,
        "decade-suffix" => Meaning::DecadeSuffix,
        "stage-of" => Meaning::StageOf,
        "event-of" => Meaning::EventOf,
        "closing" => Meaning::Closing,
        "definite" => Meaning::Article,
        "since" => Meaning::Since,
        "clause" => Meaning::Clause,
        "clause-before-date" => Meaning::ClauseBeforeDate,
        "auxiliary" => Meaning::Auxiliary,
        "saying" => Meaning::Saying,
        "planned" => Meaning::Planned,
        "whole" => Meaning::Whole(argument.parse().ok(), Unit::named(words.get(2)?)?),
        "and-half" => Meaning::AndHalf,
        "number-and-half" => Meaning::NumberAndHalf(argument.parse().ok()?),
        "or" => Meaning::Or,
        "pronoun" => Meaning::Pronoun,
        "part-alone" => Meaning::PartAlone(argument),
        "tens-and" => Meaning::TensAnd,
        "another" => Meaning::Another,
        "one-after" => Meaning::OneAfter,
        "superlative" => Meaning::Superlative,
        "than" => Meaning::Than,
        "into" => Meaning::Into,
        "rate" => Meaning::Rate,
        "times" => Meaning::Times,
        "every-other" => Meaning::EveryOther,
        "lasting" => Meaning::Lasting,
        "parts" => Meaning::Parts(argument),
        "that" => Meaning::That,
        "period" => Meaning::Period,
        "fiscal" => Meaning::Fiscal,
        "year-stage" => Meaning::YearStage(stage(argument)?),
        "year-intro" => Meaning::YearIntro,
        "year-noun" => Meaning::YearNoun,
        "amounting" => Meaning::Amounting,
        "movable" => Meaning::Movable(argument, words.get(2) == Some(&"guarded")),
        "anaphoric" => Meaning::Anaphoric(argument == "ahead", Unit::named(words.get(2)?)?),
        "state" => Meaning::State,
        "quarter-letter" => Meaning::QuarterLetter,
        "half-letter" => Meaning::HalfLetter,
        "general" => Meaning::General,
        "gauge" => Meaning::Gauge,
        "own-year" => Meaning::OwnYear(argument.parse().ok()?),
        "lastly" => Meaning::Lastly,
        "firstly" => Meaning::Firstly,
        "part-after" => Meaning::PartAfter(argument),
        "weekday-part" => Meaning::WeekdayPart(weekday(argument)?, words.get(2)?),
        "minutes-past" => Meaning::MinutesPast,
        "minutes-to" => Meaning::MinutesTo,
        "half-hour" => Meaning::HalfHour(argument == "past"),
        "military-hours" => Meaning::MilitaryHours,
        "not" => Meaning::Not,
        "counted" => Meaning::Counted,
        "numbered" => Meaning::Numbered,
        "credit" => Meaning::Credit,
        "street" => Meaning::Street,
        _ => return None,
    })
}

/// Parses a range of years: `1250-1450`.
pub(super) fn years(range: &str) -> Option<RangeInclusive<u32>> {
    let (first, last) = range.split_once('-')?;
    Some(first.parse().ok()?..=last.parse().ok()?)
}

/// Parses the name of a calendar.
pub(super) fn calendar(name: &str) -> Option<Calendar> {
    Some(match name {
        "gregorian" => Calendar::Gregorian,
        "hijri" => Calendar::Hijri,
        "persian" => Calendar::Persian,
        _ => return None,
    })
}

fn stage(name: &str) -> Option<Modifier> {
    Some(match name {
        "start" => Modifier::Start,
        "mid" => Modifier::Mid,
        "end" => Modifier::End,
        _ => return None,
    })
}

/// The value of a vague reference.
fn vague_value(time: &str) -> Option<&'static str> {
    match time {
        "past" => Some("PAST_REF"),
        "present" => Some("PRESENT_REF"),
        "future" => Some("FUTURE_REF"),
        _ => None,
    }
}

/// Parses a zone such as `+03:30` to minutes; `None` if its offset is unknown.
fn zone(text: &str) -> Option<i16> {
    let (hours, minutes) = text.split_once(':')?;
    let total = 60 * hours.trim_start_matches(['+', '-']).parse::<i16>().ok()? + minutes.parse::<i16>().ok()?;
    Some(if text.starts_with('-') { -total } else { total })
}

/// Parses the naming systems of a month's name to bits: `egypt+morocco`. Other languages than Arabic have one system.
fn systems(names: &str) -> u8 {
    const ARABIC: [&str; 6] = ["egypt", "algeria", "morocco", "mauritania", "levant", "libya"];
    let bit = |name: &str| ARABIC.iter().position(|own| *own == name).unwrap_or(ARABIC.len());
    names.split('+').fold(0, |all, name| all | 1 << bit(name))
}

fn guard(word: Option<&&str>) -> Option<Guard> {
    Some(match word.copied() {
        None => Guard::None,
        Some("proper") => Guard::Proper,
        Some("short") => Guard::Short,
        Some("guarded") => Guard::Guarded,
        Some("zero") => Guard::Zero,
        Some("headed") => Guard::Headed,
        Some(_) => return None,
    })
}

fn weekday(number: &str) -> Option<Weekday> {
    Weekday::from_monday_one_offset(number.parse().ok()?).ok()
}
