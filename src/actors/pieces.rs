//! A registry file cut into the pieces that its entries are: each can be read for itself.

use crate::text::TextRange;

/// The pieces of a text, where each can be read for itself. A string of several lines can hold what looks like a header,
/// and what stands outside of entries can clash.
pub(super) fn plain_pieces(text: &str) -> Option<Vec<TextRange>> {
    if text.contains("\"\"\"") || text.contains("'''") {
        return None;
    }
    let ranges = pieces(text);
    let head = ranges.first().map_or("", |head| head.slice(text));
    let is_plain = head.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
    (is_plain || head.trim_start().starts_with("[[actor]]")).then_some(ranges)
}

/// The text cut at each `[[actor]]` header; what stands before the first header is a piece too.
pub(super) fn pieces(text: &str) -> Vec<TextRange> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0 && begins_entry(line) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| TextRange::from(*start..end)).collect()
}

/// The piece that an offset lies in.
pub(super) fn piece_at(text: &str, offset: usize) -> TextRange {
    let offset = (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let mut start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    while start > 0 && !text[start..].split_inclusive('\n').next().is_some_and(begins_entry) {
        start = text[..start - 1].rfind('\n').map_or(0, |at| at + 1);
    }
    let mut end = start;
    for (nth, line) in text[start..].split_inclusive('\n').enumerate() {
        if nth > 0 && begins_entry(line) {
            break;
        }
        end += line.len();
    }
    TextRange::from(start..end)
}

/// Whether a line is the header of an entry.
pub fn begins_entry(line: &str) -> bool {
    let mut letters = line.chars().filter(|c| !c.is_whitespace());
    "[[actor]]".chars().all(|letter| letters.next() == Some(letter))
}
