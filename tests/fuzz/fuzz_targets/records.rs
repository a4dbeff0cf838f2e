//! Any text as a record of an archive: a row of a table, or an object of JSON.

#![no_main]

use copydesk::testing::syntax::{delimiter_of, parse_json, table_fields};
use copydesk::testing::text::TextRange;
use copydesk_fuzz::record;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    record(text, table_fields(text, delimiter_of(text)));
    let json = parse_json(text, TextRange::from(0..text.len()));
    let values = json.root.iter().flat_map(|root| root.members()).filter_map(|member| member.value.as_ref());
    record(text, values.filter_map(|value| value.decoded(text)).collect());
});
