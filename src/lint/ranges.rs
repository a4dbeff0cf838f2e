//! Ranges that are asked whether one of them overlaps another range, in logarithmic time.

use crate::text::TextRange;

/// Ranges of one text, in any number.
#[derive(Debug, Default)]
pub(super) struct Ranges {
    /// In the order of their starts. Each end is the furthest of all ranges up to that one.
    by_start: Vec<TextRange>,
}

impl Ranges {
    pub(super) fn new(mut ranges: Vec<TextRange>) -> Self {
        ranges.sort_unstable();
        let mut furthest = 0;
        for range in &mut ranges {
            furthest = range.end.max(furthest);
            range.end = furthest;
        }
        Self { by_start: ranges }
    }

    /// Whether one of the ranges shares a byte with `range`, or holds its place where `range` is empty.
    pub(super) fn any_overlaps(&self, range: TextRange) -> bool {
        let before = self.by_start.partition_point(|other| other.start < range.end);
        before > 0 && self.by_start[before - 1].end > range.start
    }

    /// Whether one of the ranges overlaps `range`; an empty range overlaps what it touches.
    pub(super) fn any_covers(&self, range: TextRange) -> bool {
        if !range.is_empty() {
            return self.any_overlaps(range);
        }
        let before = self.by_start.partition_point(|other| other.start <= range.start);
        before > 0 && self.by_start[before - 1].end >= range.start
    }
}
