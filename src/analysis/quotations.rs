//! The quoted parts of a block.

use crate::text::{ProseRange, QuoteFamily, QuoteMark, is_reversed, pair_quotes, quote_marks};

/// The quotations of one block.
#[derive(Debug, Default)]
pub(super) struct Quotations {
    /// Ranges from each opening mark to its closing one, marks included, in order and disjoint. An unclosed quotation
    /// extends to the end.
    ranges: Vec<(u32, u32)>,
}

impl Quotations {
    pub(super) fn of(prose: &str) -> Self {
        let marks = quote_marks(prose);
        let mut found: Vec<(u32, u32)> = Vec::new();
        for family in QuoteFamily::ALL {
            let own: Vec<QuoteMark> = marks.iter().filter(|mark| mark.family == family).copied().collect();
            let paired = pair_quotes(&own, is_reversed(own.iter(), family));
            let range = |open: usize, end: usize| (own[open].at as u32 + 1, end as u32);
            found.extend(paired.pairs.iter().map(|(open, close)| range(*open, own[*close].at)));
            found.extend(paired.opening.iter().map(|open| range(*open, prose.len())));
        }
        found.sort_unstable();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for (start, end) in found {
            match ranges.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => ranges.push((start, end)),
            }
        }
        Self { ranges }
    }

    /// The quoted words, without the marks around them.
    pub(super) fn ranges(&self) -> impl Iterator<Item = ProseRange> {
        self.ranges.iter().map(|(start, end)| ProseRange::new(*start, *end))
    }

    /// Whether an offset of the block's prose is inside a quotation, which may be unclosed.
    pub(super) fn is_open_at(&self, offset: u32) -> bool {
        let next = self.ranges.partition_point(|(start, _)| *start <= offset);
        next > 0 && offset <= self.ranges[next - 1].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_open_and_close() {
        let prose = "He “said «this» and” left; \"so\" did I.";
        let quoted = Quotations::of(prose);
        let inside = |words: &str| quoted.is_open_at(prose.find(words).unwrap() as u32);
        for words in ["said", "this", "and", "so"] {
            assert!(inside(words), "{words}");
        }
        for words in ["He", "left", " did"] {
            assert!(!inside(words), "{words}");
        }
    }
}
