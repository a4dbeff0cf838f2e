//! Compares the month and weekday names of the data files with CLDR, which `icu_datetime` contains.
//!
//! `cldr.txt` is the table of CLDR names; `UPDATE_EXPECT=1 cargo test cldr` writes it again after an update of
//! `icu_datetime`. Every name of the table must be read as its month or weekday, and the first spelling of each line
//! must be in CLDR. Spellings of the press follow it.

use super::super::lexicon::Lexicon;
use super::super::meaning::Meaning;
use super::super::tokens::Tokens;
use super::*;
use crate::text::{Fold, fold};
use expect_test::expect_file;
use icu_calendar::{AnyCalendar, AnyCalendarKind, Date as IcuDate};
use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::{E, M};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The CLDR locales that the press of a language takes its months from, and their calendars.
const LOCALES: &[&str] = &[
    "ar",
    "ar-DZ",
    "ar-IQ",
    "ar-LB",
    "ar-MA",
    "ar-MR",
    "ar-SA-u-ca-islamic-umalqura",
    "ar-TN",
    "de",
    "de-AT",
    "en",
    "en-u-ca-islamic-umalqura",
    "es",
    "fa",
    "fa-AF-u-ca-gregory",
    "fa-u-ca-gregory",
    "fa-u-ca-islamic-umalqura",
    "fr",
    "it",
    "tr",
];

#[test]
fn the_table_matches_cldr() {
    let mut table = String::new();
    for tag in LOCALES {
        let (calendar, months, weekdays) = names(tag);
        writeln!(table, "{tag} {calendar:?}: {}", months.join(" | ")).unwrap();
        writeln!(table, "{tag} weekdays: {}", weekdays.join(" | ")).unwrap();
    }
    expect_file!["./cldr.txt"].assert_eq(&table);
}

#[test]
fn every_name_of_cldr_is_read() {
    for tag in LOCALES {
        let language = Language::from_tag(tag).unwrap();
        let (calendar, months, weekdays) = names(tag);
        for (number, name) in (1u8..).zip(&months) {
            let is = |meaning: &Meaning| matches!(meaning, Meaning::Month(found, of, ..) if (*found, *of) == (number, calendar));
            assert!(meanings(name, language).iter().any(is), "{tag}: {name} is month {number} of {calendar:?}");
        }
        for (number, name) in (1i8..).zip(&weekdays) {
            let weekday = Weekday::from_monday_one_offset(number).unwrap();
            let is = |meaning: &Meaning| match meaning {
                Meaning::Weekday(found, _) | Meaning::BareWeekday(found) => *found == weekday,
                _ => false,
            };
            assert!(meanings(name, language).iter().any(is), "{tag}: {name} is {weekday:?}");
        }
    }
}

#[test]
fn the_first_spelling_of_a_line_is_in_cldr() {
    let mut known: BTreeMap<Language, BTreeSet<String>> = BTreeMap::new();
    for tag in LOCALES {
        let (_, months, weekdays) = names(tag);
        let language = Language::from_tag(tag).unwrap();
        known.entry(language).or_default().extend(months.iter().chain(&weekdays).map(|name| folded(name)));
    }
    for language in Language::ALL {
        for line in Lexicon::data(language).unwrap_or("").lines() {
            let Some((head, spellings)) = line.split_once('=') else { continue };
            let words: Vec<&str> = head.split_whitespace().collect();
            let named = match words[..] {
                // The Libyan months and the shortened names are the press's; CLDR has other short names.
                ["month", .., "headed" | "short"] | ["weekday", .., "short"] => false,
                ["month" | "weekday", ..] => true,
                _ => false,
            };
            let first = spellings.split('|').next().unwrap_or("").trim().replace(['[', ']'], "");
            let first = first.strip_prefix("ال").filter(|_| words.contains(&"hijri")).unwrap_or(&first);
            let day = first.split(' ').next().filter(|_| words[0] == "weekday").unwrap_or(first);
            let known = &known[&language];
            assert!(!named || known.contains(&folded(first)) || known.contains(&folded(day)), "{language:?}: {line}");
        }
    }
}

#[test]
fn written_names_are_in_cldr() {
    for (tag, language) in [("ar", Language::Arabic), ("en", Language::English)] {
        let (_, months, weekdays) = names(tag);
        for (month, name) in (1i8..).zip(&months) {
            let written = long_form(jiff::civil::date(2017, month, 18), language);
            assert!(written.contains(name.as_str()), "{written} says {name}");
        }
        for (day, name) in (1i8..).zip(&weekdays) {
            let weekday = Weekday::from_monday_one_offset(day).unwrap();
            assert_eq!(weekday_name(weekday, language, ""), *name);
        }
    }
}

fn folded(name: &str) -> String {
    fold(name, Fold::Loose)
}

fn meanings(name: &str, language: Language) -> Vec<Meaning> {
    let tokens = Tokens::of(name);
    let mut found = Vec::new();
    Lexicon::of(language).look_up(&tokens, 0, &mut found);
    found.iter().filter(|term| term.end == tokens.list.len()).map(|term| term.meaning).collect()
}

/// The calendar of a locale, its months in order, and its weekdays from Monday.
fn names(tag: &str) -> (Calendar, Vec<String>, Vec<String>) {
    let locale: icu_locale_core::Locale = tag.parse().unwrap();
    let of_month = DateTimeFormatter::try_new(locale.clone().into(), M::long()).unwrap();
    let of_weekday = DateTimeFormatter::try_new(locale.into(), E::long()).unwrap();
    let kind = of_month.calendar().0.kind();
    let calendar = match kind {
        AnyCalendarKind::Gregorian => Calendar::Gregorian,
        AnyCalendarKind::Persian => Calendar::Persian,
        _ => Calendar::Hijri,
    };
    let mut months = BTreeMap::new();
    let first = IcuDate::try_new_iso(2017, 1, 1).unwrap().to_rata_die();
    for days in 0..370 {
        let day = IcuDate::from_rata_die(first + days, AnyCalendar::new(kind));
        months.insert(day.month().ordinal, of_month.format(&day).to_string());
    }
    let weekdays = (18..25).map(|day| of_weekday.format(&IcuDate::try_new_iso(2017, 9, day).unwrap()).to_string());
    (calendar, months.into_values().collect(), weekdays.collect())
}
