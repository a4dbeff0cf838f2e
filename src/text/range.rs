//! Byte ranges of the source and of the prose. They are two types so that one is never taken for the other.

use std::fmt;
use std::ops::Range;

macro_rules! byte_range {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub struct $name {
            /// Offset of the first byte.
            pub start: u32,
            /// Offset after the last byte, never below `start`.
            pub end: u32,
        }

        impl $name {
            /// The range from `start` to `end`; a reversed pair gives the empty range at `start`.
            pub fn new(start: u32, end: u32) -> Self {
                Self { start, end: end.max(start) }
            }

            /// The empty range at `offset`.
            pub fn empty(offset: u32) -> Self {
                Self { start: offset, end: offset }
            }

            /// Bytes in the range.
            pub fn len(self) -> u32 {
                self.end - self.start
            }

            /// Whether the range holds no byte.
            pub fn is_empty(self) -> bool {
                self.start == self.end
            }

            /// Whether `offset` lies inside or at either edge.
            pub fn touches(self, offset: u32) -> bool {
                self.start <= offset && offset <= self.end
            }

            /// Whether `other` lies wholly inside.
            pub fn contains_range(self, other: Self) -> bool {
                self.start <= other.start && other.end <= self.end
            }

            /// Whether the ranges share a byte.
            pub fn overlaps(self, other: Self) -> bool {
                self.start < other.end && other.start < self.end
            }

            /// Whether the range reaches into one of `parts`, which are in order and disjoint, without holding it whole.
            pub fn cuts(self, parts: &[Self]) -> bool {
                let first = parts.partition_point(|part| part.end <= self.start);
                parts[first..].iter().take_while(|part| part.start < self.end).any(|part| !self.contains_range(*part))
            }

            /// The smallest range that holds both.
            #[must_use]
            pub fn cover(self, other: Self) -> Self {
                Self { start: self.start.min(other.start), end: self.end.max(other.end) }
            }

            /// The range moved `by` bytes to the right.
            #[must_use]
            pub fn shift(self, by: u32) -> Self {
                Self { start: self.start + by, end: self.end + by }
            }

            /// The bytes of `text` in this range; empty where the range does not fit the text.
            pub fn slice(self, text: &str) -> &str {
                text.get(self.to_usize()).unwrap_or("")
            }

            /// The range as the standard library's slices take it.
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
    /// Bytes of the source text.
    TextRange
}

byte_range! {
    /// Bytes of one block's prose: what a reader reads, without markup.
    ProseRange
}
