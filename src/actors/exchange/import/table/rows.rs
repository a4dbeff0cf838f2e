//! The rows of a table in CSV.

use super::Row;
use crate::actors::exchange::import::draft::Draft;
use crate::message;

/// The rows of a table with their lines. If a quotation mark is never closed, each line is a row.
pub(super) fn read(text: &str, draft: &mut Draft) -> Vec<Row> {
    // Excel tables can state their separator in a first line `sep=;`.
    let (text, stated, skipped) = match separator(text) {
        Some((mark, rest)) => (rest, Some(mark), 1),
        None => (text, None, 0),
    };
    let head = text.lines().next().unwrap_or("");
    let counts = [b'\t', b';', b','].map(|mark| (memchr::memchr_iter(mark, head.as_bytes()).count(), mark));
    let delimiter =
        counts.into_iter().max_by_key(|(count, mark)| (*count, *mark == b',')).map_or(b',', |(_, mark)| mark);
    let delimiter = stated.unwrap_or(delimiter);
    let mut build = ::csv::ReaderBuilder::new();
    build.delimiter(delimiter).has_headers(false).flexible(true);
    let cells = |record: &::csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let is_whole = memchr::memchr_iter(b'"', text.as_bytes()).count().is_multiple_of(2);
    let mut rows = Vec::new();
    if is_whole && delimiter != b'\t' {
        let mut reader = build.from_reader(text.as_bytes());
        let mut record = ::csv::StringRecord::new();
        let (mut at, mut line) = (0, 1 + skipped);
        loop {
            match reader.read_record(&mut record) {
                Ok(true) => {
                    let start = record.position().map_or(0, |position| position.byte() as usize);
                    line += line_breaks(text, at, start);
                    at = start;
                    rows.push((line, cells(&record)));
                }
                Ok(false) => break,
                Err(error) => {
                    draft.leave_out(1, 1, message!("a row cannot be read: {error}", error));
                    break;
                }
            }
        }
        // Stray quotation marks that pair up merge several rows into one, which has the wrong number of cells and
        // contains line breaks.
        let width = rows.first().map_or(0, |(_, row)| row.len());
        let runs_on = |row: &Vec<String>| row.len() != width && row.iter().any(|cell| cell.contains('\n'));
        if !rows.iter().any(|(_, row)| runs_on(row)) {
            return rows;
        }
        rows.clear();
    }
    for (number, line) in text.lines().enumerate() {
        let number = number as u32 + 1 + skipped;
        let closed = memchr::memchr_iter(b'"', line.as_bytes()).count().is_multiple_of(2);
        if !closed && delimiter != b'\t' {
            draft.defect(
                number,
                message!("a quotation mark is not closed"),
                message!("the line is read as one row that contains the mark"),
            );
        }
        // Tables with tabs have no quoting.
        build.quoting(closed && delimiter != b'\t');
        let mut reader = build.from_reader(line.as_bytes());
        rows.extend(reader.records().filter_map(Result::ok).map(|record| (number, cells(&record))));
    }
    rows
}

/// The separator in a first line `sep=;`, and the text after it.
fn separator(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let mark = first.trim().trim_matches('"').strip_prefix("sep=")?;
    match mark.as_bytes() {
        [mark] => Some((*mark, rest)),
        [] if first.contains("sep=\t") => Some((b'\t', rest)),
        _ => None,
    }
}

/// The number of line breaks between two record starts. The reader leaves the second half of a CRLF to the next record, and
/// skips blank lines.
fn line_breaks(text: &str, from: usize, start: usize) -> u32 {
    let bytes = text.as_bytes();
    let first = start + bytes[start..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    let from = from + bytes[from..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    let between = &bytes[from.min(first)..first];
    let single = |at: &usize| between[*at] == b'\n' || (between[*at] == b'\r' && between.get(at + 1) != Some(&b'\n'));
    (0..between.len()).filter(single).count() as u32
}
