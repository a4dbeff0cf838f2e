//! The grammar traits of languages.

/// Properties of a language's word order and spelling. A data file lists them in its `grammar` line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dates) enum Trait {
    /// `capitals`: names of months and weekdays begin with a capital.
    Capitals,
    /// `small-names`: names of months and weekdays begin with a small letter, so with a capital they can be a person or a
    /// town (*Julio*, *Santo Domingo*).
    SmallNames,
    /// `adjectives-lead`: words such as *last* and *first* come before their noun.
    AdjectivesLead,
    /// `relations-lead`: words such as *last* come before their noun and never after it.
    RelationsLead,
    /// `lengths-lead`: *two days ago*; the word for *ago* is not before the length.
    LengthsLead,
    /// `ahead-or-length`: *in two years* is also how long something took.
    AheadOrLength,
    /// `counted-in-plural`: a singular after a number is not a unit (*two second-half goals*).
    CountedInPlural,
    /// `decades-are-definite`: decades have an article (*the twenties*).
    DecadesAreDefinite,
    /// `either-order`: `03/04` is day and month in some countries, month and day in others.
    EitherOrder,
    /// `today-is-day`: the word for *today* also means *the day*.
    TodayIsDay,
    /// `common-prepositions`: the prepositions of dates are also used elsewhere, so alone they are not evidence.
    CommonPrepositions,
    /// `bare-days`: a bare number at the end of a sentence can be a day.
    BareDays,
    /// `bare-plurals`: *days* without a number is a length after words such as *within*.
    BarePlurals,
    /// `numbered-months`: *month 9*, *the ninth month*.
    NumberedMonths,
    /// `months-are-names`: a month alone is a date only after a preposition.
    MonthsAreNames,
    /// `ordinal-hours`: *the seventh hour* is seven o'clock.
    OrdinalHours,
    /// `decades-with-years`: the word for *years* is part of a decade (*80er-Jahre*).
    DecadesWithYears,
    /// `marked-endings`: an apostrophe joins an ending to a number (*1990'larda*).
    MarkedEndings,
    /// `article-inside`: an article that comes before a date is part of it (*el lunes*).
    ArticleInside,
    /// `dotted-days`: day and month are numbers with dots, after a preposition also with a two-digit year (*14.11.*,
    /// *16.9.17*).
    DottedDays,
    /// `days-in-words`: a number word before *of* and a month is a day (*el ocho de junio*).
    DaysInWords,
    /// `ahead-needs-future`: *en dos años* is a length unless the verb is in the future.
    AheadNeedsFuture,
}

const TRAITS: [(&str, Trait); 22] = [
    ("capitals", Trait::Capitals),
    ("small-names", Trait::SmallNames),
    ("adjectives-lead", Trait::AdjectivesLead),
    ("relations-lead", Trait::RelationsLead),
    ("lengths-lead", Trait::LengthsLead),
    ("ahead-or-length", Trait::AheadOrLength),
    ("counted-in-plural", Trait::CountedInPlural),
    ("decades-are-definite", Trait::DecadesAreDefinite),
    ("either-order", Trait::EitherOrder),
    ("today-is-day", Trait::TodayIsDay),
    ("common-prepositions", Trait::CommonPrepositions),
    ("bare-days", Trait::BareDays),
    ("bare-plurals", Trait::BarePlurals),
    ("numbered-months", Trait::NumberedMonths),
    ("months-are-names", Trait::MonthsAreNames),
    ("ordinal-hours", Trait::OrdinalHours),
    ("decades-with-years", Trait::DecadesWithYears),
    ("marked-endings", Trait::MarkedEndings),
    ("article-inside", Trait::ArticleInside),
    ("dotted-days", Trait::DottedDays),
    ("days-in-words", Trait::DaysInWords),
    ("ahead-needs-future", Trait::AheadNeedsFuture),
];

/// The bit of a trait in [`Lexicon::has`](crate::dates::lexicon::Lexicon::has).
pub(super) fn trait_bit(name: &str) -> u32 {
    let found = TRAITS.iter().find(|(known, _)| *known == name);
    debug_assert!(found.is_some(), "no such trait in the date lexicon: {name}");
    found.map_or(0, |(_, found)| 1 << *found as u32)
}
