//! Any bytes as a file to import, in each format: nothing panics, what is written is a registry that copydesk reads, and to
//! import it again changes nothing.

#![no_main]

use copydesk::testing::actors::import::{Format, Settings, import};
use copydesk::testing::actors::merge::{Source, merge};
use copydesk::testing::actors::parse;
use libfuzzer_sys::fuzz_target;

const FORMATS: [Format; 9] = [
    Format::Csv,
    Format::Popolo,
    Format::Cameo,
    Format::Ftm,
    Format::Wikidata,
    Format::NewsmlG2,
    Format::Tei,
    Format::JsonLd,
    Format::UsLegislators,
];

// The first byte chooses the format.
fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let read = || {
        let imported = import(FORMATS[usize::from(*first) % FORMATS.len()], bytes, &Settings::default());
        [Source { path: "file".to_owned(), imported }]
    };
    let merged = merge("", &read()).expect("an empty file is a registry");
    let file = parse("actors.toml", &merged.text);
    assert!(!file.problems.iter().any(|problem| problem.problem.message.contains("not valid TOML")), "{}", merged.text);
    let again = merge(&merged.text, &read()).expect("what was written is a registry");
    assert_eq!(again.text, merged.text);
});
