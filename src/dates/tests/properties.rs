//! Invariants of the scanner on any text.

use super::super::lexicon::Lexicon;
use super::super::*;
use crate::language::Language;
use proptest::prelude::*;

/// Characters that dates contain in addition to words.
const SIGNS: &[&str] = &[
    "1",
    "11",
    "31",
    "32",
    "2017",
    "1445",
    "1396",
    "99999999999",
    "٢٠١٧",
    "١٤٤٥",
    "۱۳۹۶",
    "0",
    "9999",
    "19:22",
    "+",
    "T",
    "Z",
    ",",
    "،",
    "-",
    "/",
    "–",
    "(",
    ")",
    ".",
    ":",
    "'",
    "’",
    "\u{200F}",
    "\u{064B}",
    "\u{200C}",
    "%",
    "$",
    "و",
    "لل",
    "يوماً",
];

/// Random sequences of a language's date words, up to about `length` characters.
fn nearly_dates(length: usize) -> impl Strategy<Value = String> {
    let languages: Vec<Language> =
        Language::ALL.into_iter().filter(|language| Lexicon::data(*language).is_some()).collect();
    prop::sample::select(languages).prop_flat_map(move |language| {
        let data = Lexicon::data(language).unwrap_or("");
        let lines = data.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('='));
        let mut words: Vec<&str> = lines.flat_map(|(_, spellings)| spellings.split('|')).map(str::trim).collect();
        // As many signs as words, so that numbers are often next to words.
        for _ in 0..words.len() / SIGNS.len() {
            words.extend(SIGNS);
        }
        text_of(words, length)
    })
}

fn text_of(words: Vec<&'static str>, length: usize) -> impl Strategy<Value = String> {
    let words = prop::sample::select(words);
    let glue = prop::sample::select(vec!["", " ", "\n", "  "]);
    prop::collection::vec((words, glue), 0..=length / 4).prop_map(move |parts| {
        let text: String = parts.into_iter().flat_map(|(word, glue)| [word, glue]).collect();
        text.chars().take(length).collect()
    })
}

fn holds(text: &str, day: Date) -> Result<(), TestCaseError> {
    for language in
        Language::ALL.into_iter().filter(|language| Lexicon::data(*language).is_some()).chain([Language::Other])
    {
        let found = scan(text, language);
        let mut end = 0;
        for expression in &found {
            let range = expression.range;
            prop_assert!(range.start >= end && range.start < range.end, "{:?}", range);
            prop_assert!(text.get(range.to_usize()).is_some());
            let parts = [
                expression.year.map(|part| part.range),
                expression.month.map(|part| part.range),
                expression.day.map(|part| part.range),
                expression.weekday.map(|part| part.range),
                expression.time.map(|part| part.range),
                expression.relation.map(|part| part.range),
            ];
            for part in parts.into_iter().flatten() {
                prop_assert!(text.get(part.to_usize()).is_some_and(|words| !words.is_empty()));
            }
            end = range.end;
        }
        for day in [day, Date::constant(1, 1, 1), Date::constant(9999, 12, 31)] {
            let reference = Reference { day, source: ReferenceSource::Given };
            let resolved = resolve(text, &found, language, Some(&reference));
            prop_assert_eq!(resolved.len(), found.len());
            for (expression, resolved) in found.iter().zip(&resolved) {
                let _ = agreement(&DateValue::parse("2017-07-11").unwrap(), expression, resolved);
            }
        }
        prop_assert_eq!(resolve(text, &found, language, None).len(), found.len());
        let _ = parse_metadata_date(text, language);
    }
    let _ = DateValue::parse(text);
    Ok(())
}

/// Any day in the years 1 to 9999.
fn any_day() -> impl Strategy<Value = Date> {
    (1i16..=9999, 1i8..=12, 1i8..=31)
        .prop_map(|(year, month, day)| Date::new(year, month, day).unwrap_or(Date::constant(year, month, 28)))
}

proptest! {
    #[test]
    fn any_text_scans(text in "\\PC{0,60}", day in any_day()) {
        holds(&text, day)?;
    }

    #[test]
    fn near_dates_scan(text in nearly_dates(60), day in any_day()) {
        holds(&text, day)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn long_texts_scan(text in nearly_dates(10_000), other in "\\PC{9000,10000}", day in any_day()) {
        holds(&text, day)?;
        holds(&other, day)?;
    }
}
