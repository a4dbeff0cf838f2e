//! Splits a registry file into the texts of its entries, which can be parsed separately.

use crate::text::TextRange;

/// Splits a text into pieces; `None` if they cannot be parsed separately. A multi-line string can contain what looks
/// like a header, and keys outside of entries can conflict.
pub(super) fn plain_pieces(text: &str) -> Option<Vec<TextRange>> {
    if text.contains("\"\"\"") || text.contains("'''") {
        return None;
    }
    let ranges = pieces(text);
    let head = ranges.first().map_or("", |head| head.slice(text));
    let is_plain = head.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
    (is_plain || head.trim_start().starts_with("[[actor]]")).then_some(ranges)
}

/// The text split at each `[[actor]]` header. The text before the first header is a piece too.
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
