//! Where two versions of a text differ.

use super::{ceil_char, floor_char};

/// How many bytes are compared at once: many, then fewer and fewer as the difference comes near.
const STEPS: [usize; 4] = [4096, 256, 16, 1];

/// The bytes at the start and at the end that two texts have in common. They end and begin between characters of both, and
/// do not overlap in either.
pub fn difference(one: &str, other: &str) -> (usize, usize) {
    let (left, right) = (one.as_bytes(), other.as_bytes());
    let shorter = left.len().min(right.len());
    let mut head = 0;
    for step in STEPS {
        while head + step <= shorter && left[head..head + step] == right[head..head + step] {
            head += step;
        }
    }
    head = floor_char(one, head).min(floor_char(other, head));
    let (left, right) = (&left[head..], &right[head..]);
    let shorter = left.len().min(right.len());
    let end = |bytes: &[u8], tail: usize| bytes.len() - tail;
    let mut tail = 0;
    for step in STEPS {
        while tail + step <= shorter
            && left[end(left, tail + step)..end(left, tail)] == right[end(right, tail + step)..end(right, tail)]
        {
            tail += step;
        }
    }
    let between = |text: &str| text.len() - ceil_char(text, text.len() - tail);
    (head, between(one).min(between(other)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_common_parts_do_not_overlap() {
        assert_eq!(difference("aaa", "aa"), (2, 0));
        assert_eq!(difference("abc", "abc"), (3, 0));
        assert_eq!(difference("axc", "ayc"), (1, 1));
        assert_eq!(difference("", "x"), (0, 0));
    }

    #[test]
    fn characters_are_whole() {
        // Two letters with one first byte, and two with one last byte.
        assert_eq!(difference("aب", "aة"), (1, 0));
        assert_eq!(difference("\u{e9}b", "\u{1e9}b"), (0, 1));
    }

    proptest! {
        #[test]
        fn what_is_common_is_equal(head in "[aéب😀]{0,9000}", one in "[aéب]{0,4}", other in "[aéب]{0,4}", tail in "[aéب😀]{0,9}") {
            let (one, other) = (format!("{head}{one}{tail}"), format!("{head}{other}{tail}"));
            let (same_head, same_tail) = difference(&one, &other);
            prop_assert!(same_head >= head.len());
            prop_assert!(same_head + same_tail <= one.len().min(other.len()));
            prop_assert_eq!(&one[..same_head], &other[..same_head]);
            prop_assert_eq!(&one[one.len() - same_tail..], &other[other.len() - same_tail..]);
        }
    }
}
