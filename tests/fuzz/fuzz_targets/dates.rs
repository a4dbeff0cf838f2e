//! Any text in any language on any reference day: nothing panics, and every range lies in the text, in order.

#![no_main]

use copydesk::testing::dates::{Date, DateValue, Reference, ReferenceSource, agreement, parse_metadata_date, resolve, scan};
use copydesk::testing::language::Language;
use libfuzzer_sys::fuzz_target;

// The first byte chooses the language, the next four the day; the rest is the text.
fuzz_target!(|input: (u8, u16, u8, u8, &str)| {
    let (language, year, month, day, text) = input;
    let language = Language::ALL.get(usize::from(language) % (Language::ALL.len() + 1)).copied().unwrap_or_default();
    let (year, month, day) = ((year % 9999) as i16 + 1, (month % 12) as i8 + 1, (day % 28) as i8 + 1);
    let reference = Reference { day: Date::constant(year, month, day), source: ReferenceSource::Given };
    let found = scan(text, language);
    let mut end = 0;
    for expression in &found {
        let range = expression.range.to_usize();
        assert!(range.start >= end && text.get(range.clone()).is_some_and(|words| !words.is_empty()));
        end = range.end;
    }
    let resolved = resolve(text, &found, language, Some(&reference));
    assert_eq!(resolved.len(), found.len());
    let value = DateValue::parse(text).ok();
    for (expression, resolved) in found.iter().zip(&resolved) {
        if let Some(value) = &value {
            agreement(value, expression, resolved);
        }
    }
    resolve(text, &found, language, None);
    parse_metadata_date(text, language);
});
