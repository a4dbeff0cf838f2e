//! Byte ranges of the source and of the prose, as distinct types so that they cannot be confused.

use std::fmt;
use std::ops::Range;

macro_rules! byte_range {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub struct $name {
            /// Offset of the first byte.
            pub start: u32,
            /// Offset after the last byte; never less than `start`.
            pub end: u32,
        }

        impl $name {
            /// The range from `start` to `end`; for a reversed pair the empty range at `start`.
            pub fn new(start: u32, end: u32) -> Self {
                Self { start, end: end.max(start) }
            }

            /// The empty range at `offset`.
            pub fn empty(offset: u32) -> Self {
                Self { start: offset, end: offset }
            }

            /// Number of bytes.
            pub fn len(self) -> u32 {
                self.end - self.start
            }

            /// Whether the range is empty.
            pub fn is_empty(self) -> bool {
                self.start == self.end
            }

            /// Whether `offset` is inside or at either edge.
            pub fn touches(self, offset: u32) -> bool {
                self.start <= offset && offset <= self.end
            }

            /// Whether `other` is completely inside.
            pub fn contains_range(self, other: Self) -> bool {
                self.start <= other.start && other.end <= self.end
            }

            /// Whether the ranges overlap.
            pub fn overlaps(self, other: Self) -> bool {
                self.start < other.end && other.start < self.end
            }

            /// Whether the range overlaps one of `parts` (sorted and disjoint) without containing it.
            pub fn cuts(self, parts: &[Self]) -> bool {
                let first = parts.partition_point(|part| part.end <= self.start);
                parts[first..].iter().take_while(|part| part.start < self.end).any(|part| !self.contains_range(*part))
            }

            /// The smallest range that contains both.
            #[must_use]
            pub fn cover(self, other: Self) -> Self {
                Self { start: self.start.min(other.start), end: self.end.max(other.end) }
            }

            /// The range moved to the right by `by` bytes.
            #[must_use]
            pub fn shift(self, by: u32) -> Self {
                Self { start: self.start + by, end: self.end + by }
            }

            /// The text in this range; empty if the range does not fit.
            #[inline]
            pub fn slice(self, text: &str) -> &str {
                text.get(self.to_usize()).unwrap_or("")
            }

            /// The range as a `Range<usize>`.
            #[inline]
            pub fn to_usize(self) -> Range<usize> {
                self.start as usize..self.end as usize
            }
        }

        impl From<Range<usize>> for $name {
            fn from(range: Range<usize>) -> Self {
                Self::new(range.start as u32, range.end as u32)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}..{}", self.start, self.end)
            }
        }
    };
}

byte_range! {
    /// A range of bytes in the source.
    TextRange
}

byte_range! {
    /// A range of bytes in one block's prose, the visible text without markup.
    ProseRange
}
