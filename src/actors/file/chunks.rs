//! Splits a registry file into the texts of its entries, which can be parsed separately.

use crate::text::TextRange;

/// Splits a text into pieces; `None` if they cannot be parsed separately: keys outside of entries can conflict.
pub(super) fn plain_pieces(text: &str) -> Option<Vec<TextRange>> {
    let ranges = pieces(text);
    let head = ranges.first().map_or("", |head| head.slice(text));
    let is_plain = head.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
    (is_plain || head.trim_start().starts_with("[[actor]]")).then_some(ranges)
}

/// The text split at each `[[actor]]` header. The text before the first header is a piece too. What looks like a header in a
/// string of several lines is none; a string without an end is not one.
pub(super) fn pieces(text: &str) -> Vec<TextRange> {
    let (strings, _) = long_strings(text);
    let mut strings = strings.iter().peekable();
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        while strings.next_if(|string| string.end as usize <= at).is_some() {}
        let is_in_string = strings.peek().is_some_and(|string| (string.start as usize) < at);
        if at > 0 && !is_in_string && begins_entry(line) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| TextRange::from(*start..end)).collect()
}

/// Whether a text has a string in triple quotation marks.
pub(super) fn has_long_string(text: &str) -> bool {
    text.contains("\"\"\"") || text.contains("'''")
}

/// The strings in triple quotation marks, and whether there is another one without an end.
pub(super) fn long_strings(text: &str) -> (Vec<TextRange>, bool) {
    let mut found = Vec::new();
    if !has_long_string(text) {
        return (found, false);
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|byte| matches!(byte, b'"' | b'\'' | b'#')) {
        let start = at + next;
        let mark = bytes[start];
        let line_end = || memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |end| start + end);
        if mark == b'#' {
            at = line_end();
            continue;
        }
        let is_long = bytes[start..].starts_with(&[mark; 3]);
        let width = if is_long { 3 } else { 1 };
        let limit = if is_long { bytes.len() } else { line_end() };
        let mut end = start + width;
        let is_closed = loop {
            match bytes.get(end) {
                _ if end >= limit => break false,
                // A literal string has no escapes.
                Some(b'\\') if mark == b'"' => end += 2,
                Some(_) if bytes[end..].starts_with(&[mark; 3][..width]) => break true,
                _ => end += 1,
            }
        };
        at = (end + width).min(bytes.len());
        match (is_long, is_closed) {
            (true, true) => found.push(TextRange::from(start..at)),
            (true, false) => return (found, true),
            // A string of one line without an end is a mistake of that line.
            (false, false) => at = limit,
            (false, true) => {}
        }
    }
    (found, false)
}

/// Whether a line is the header of an entry.
pub fn begins_entry(line: &str) -> bool {
    let mut letters = line.chars().filter(|c| !c.is_whitespace());
    "[[actor]]".chars().all(|letter| letters.next() == Some(letter))
}
