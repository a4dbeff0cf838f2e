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

/// Whether a line is the header of an entry.
pub fn begins_entry(line: &str) -> bool {
    let mut letters = line.chars().filter(|c| !c.is_whitespace());
    "[[actor]]".chars().all(|letter| letters.next() == Some(letter))
}
