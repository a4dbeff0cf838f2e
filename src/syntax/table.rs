//! Tables in CSV, read with the source range of each field. The `csv` crate gives the start of a record, but not of a
//! field, and reads a record as long as its quotation mark is open; it is the oracle of the tests.

use crate::article::Decoded;
use crate::text::TextRange;
use std::borrow::Cow;

/// Whether a record of a table ends with the bytes that were read so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TableState {
    quotes: Quotes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Quotes {
    #[default]
    FieldStart,
    Unquoted,
    Quoted,
    /// After a quotation mark in a quoted field: it closes the field, or is the first of two.
    QuoteInQuoted,
}

impl TableState {
    /// Reads the next bytes of a record.
    pub fn read(&mut self, bytes: &[u8], delimiter: u8) {
        for byte in bytes {
            self.quotes = next(self.quotes, *byte, delimiter);
        }
    }

    /// Whether a line break is part of a field here.
    pub fn is_in_quotes(self) -> bool {
        self.quotes == Quotes::Quoted
    }
}

fn next(quotes: Quotes, byte: u8, delimiter: u8) -> Quotes {
    match (quotes, byte) {
        (Quotes::Quoted, b'"') => Quotes::QuoteInQuoted,
        (Quotes::FieldStart | Quotes::QuoteInQuoted, b'"') | (Quotes::Quoted, _) => Quotes::Quoted,
        (_, byte) if byte == delimiter || matches!(byte, b'\n' | b'\r') => Quotes::FieldStart,
        _ => Quotes::Unquoted,
    }
}

/// The fields of a record, without its line break.
pub fn table_fields(record: &str, delimiter: u8) -> Vec<Decoded> {
    let record = record.trim_end_matches(['\n', '\r']);
    let (mut fields, mut quotes, mut start) = (Vec::new(), Quotes::FieldStart, 0);
    for (at, byte) in record.bytes().enumerate() {
        if byte == delimiter && quotes != Quotes::Quoted {
            fields.push(decode(record, TextRange::from(start..at)));
            start = at + 1;
        }
        quotes = next(quotes, byte, delimiter);
    }
    fields.push(decode(record, TextRange::from(start..record.len())));
    fields
}

/// The delimiter of a table, from its first line.
pub fn delimiter_of(header: &str) -> u8 {
    let count = |delimiter: char| header.matches(delimiter).count();
    [';', '\t'].into_iter().filter(|other| count(*other) > count(',')).max_by_key(|other| count(*other)).unwrap_or(',')
        as u8
}

/// Decodes a field, with or without quotation marks.
fn decode(record: &str, field: TextRange) -> Decoded {
    let text = field.slice(record);
    let Some(quoted) = text.strip_prefix('"') else {
        let mut out = Decoded::new(field.start, |text| {
            let is_plain = !text.contains(['"', ',', ';', '\t', '\n', '\r']);
            is_plain.then_some(Cow::Borrowed(text))
        });
        out.verbatim(text, field.start);
        return out;
    };
    let mut at = field.start + 1;
    let mut out = Decoded::new(at, |text| {
        Some(if text.contains('"') { Cow::Owned(text.replace('"', "\"\"")) } else { Cow::Borrowed(text) })
    });
    let mut rest = quoted;
    while let Some(mark) = rest.find('"') {
        out.verbatim(&rest[..mark], at);
        at += mark as u32;
        let is_double = rest[mark + 1..].starts_with('"');
        if !is_double {
            // What comes after the closing mark is text without quotation marks.
            out.verbatim(&rest[mark + 1..], at + 1);
            return out;
        }
        out.replaced('"', TextRange::new(at, at + 2));
        (rest, at) = (&rest[mark + 2..], at + 2);
    }
    out.verbatim(rest, at);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::EditSet;
    use proptest::prelude::*;

    fn oracle(record: &str) -> Vec<String> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(record.as_bytes());
        let first = reader.records().next();
        first.map_or_else(Vec::new, |record| record.unwrap().iter().map(str::to_owned).collect())
    }

    fn texts(record: &str) -> Vec<String> {
        table_fields(record, b',').iter().map(|field| field.text().to_owned()).collect()
    }

    proptest! {
        #[test]
        fn fields_are_those_of_the_oracle(record in "[a\",\nق ]{1,20}") {
            // The part of the text that is the first record.
            let mut state = TableState::default();
            let end = record.bytes().position(|byte| {
                let ends = byte == b'\n' && !state.is_in_quotes();
                state.read(&[byte], b',');
                ends
            });
            let record = &record[..end.unwrap_or(record.len())];
            prop_assume!(!record.is_empty() && !state_after(record).is_in_quotes());
            prop_assert_eq!(texts(record), oracle(record));
        }

        #[test]
        fn written_fields_map_to_their_bytes(fields in prop::collection::vec("[a\",\nق;]{0,6}", 1..5), at in 0usize..5) {
            prop_assume!(fields.len() > 1 || !fields[0].is_empty());
            let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Necessary).from_writer(Vec::new());
            writer.write_record(&fields).unwrap();
            let record = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let decoded = table_fields(&record, b',');
            prop_assert_eq!(texts(&record), fields.clone());
            let nth = at % fields.len();
            let field = &decoded[nth];
            for edit in [EditSet::insert(field.text().len() as u32, "b"), EditSet::replace(field.full(), "x\"y,\n")] {
                let Some(edits) = field.source_edits(&edit) else { continue };
                let mut wanted = fields.clone();
                wanted[nth] = edit.apply(&fields[nth]);
                prop_assert_eq!(texts(&edits.apply(&record)), wanted);
            }
        }
    }

    fn state_after(record: &str) -> TableState {
        let mut state = TableState::default();
        state.read(record.as_bytes(), b',');
        state
    }

    #[test]
    fn delimiters_are_detected() {
        assert_eq!(delimiter_of("id,title,body"), b',');
        assert_eq!(delimiter_of("id;title;body"), b';');
        assert_eq!(delimiter_of("id\ttitle\tbody, all"), b'\t');
        assert_eq!(delimiter_of("id"), b',');
    }
}
