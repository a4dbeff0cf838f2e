//! Sets of text edits: sorted and disjoint by construction, so that they can be applied in one pass.

use super::TextRange;
use std::collections::VecDeque;

/// One text edit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The replaced bytes; empty for an insertion.
    pub range: TextRange,
    /// The new text.
    pub text: String,
}

/// Edits of one text, sorted and disjoint.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EditSet {
    edits: Vec<Edit>,
}

/// Two edits change the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap;

impl EditSet {
    /// A single replacement.
    pub fn replace(range: TextRange, text: impl Into<String>) -> Self {
        Self { edits: vec![Edit { range, text: text.into() }] }
    }

    /// A single insertion.
    pub fn insert(offset: u32, text: impl Into<String>) -> Self {
        Self::replace(TextRange::empty(offset), text)
    }

    /// A single removal.
    pub fn remove(range: TextRange) -> Self {
        Self::replace(range, "")
    }

    /// Sorts edits into a set; fails if two of them overlap or insert at the same offset.
    pub fn new(mut edits: Vec<Edit>) -> Result<Self, Overlap> {
        edits.sort();
        let clash = edits.windows(2).any(|pair| collide(pair[0].range, pair[1].range));
        if clash { Err(Overlap) } else { Ok(Self { edits }) }
    }

    /// Adds all edits of `other`, or none if one of them would overlap.
    ///
    /// Edits in the order of the text are appended, which only needs a look at the last one.
    pub fn try_extend(&mut self, other: &Self) -> Result<(), Overlap> {
        let mut places = Vec::with_capacity(other.edits.len());
        for edit in &other.edits {
            match self.edits.binary_search(edit) {
                Ok(_) => {}
                Err(at) => {
                    let before = at.checked_sub(1).map(|before| self.edits[before].range);
                    let after = self.edits.get(at).map(|after| after.range);
                    if before.is_some_and(|before| collide(before, edit.range))
                        || after.is_some_and(|after| collide(edit.range, after))
                    {
                        return Err(Overlap);
                    }
                    places.push((at, edit));
                }
            }
        }
        match places.as_slice() {
            [(at, edit)] => self.edits.insert(*at, (*edit).clone()),
            places => {
                let appends = places.iter().all(|(at, _)| *at == self.edits.len());
                self.edits.extend(places.iter().map(|(_, edit)| (*edit).clone()));
                if !appends {
                    self.edits.sort();
                }
            }
        }
        Ok(())
    }

    /// Whether a range overlaps or touches an edit.
    pub fn touches(&self, range: TextRange) -> bool {
        let first = self.edits.partition_point(|edit| edit.range.end < range.start);
        self.edits.get(first).is_some_and(|edit| edit.range.start <= range.end)
    }

    /// The edits, moved to the right by `by` bytes.
    #[must_use]
    pub fn shift(&self, by: u32) -> Self {
        let moved = |edit: &Edit| Edit { range: edit.range.shift(by), text: edit.text.clone() };
        Self { edits: self.edits.iter().map(moved).collect() }
    }

    /// The edits at other places, in the same order.
    #[must_use]
    pub fn moved(&self, place: impl Fn(TextRange) -> TextRange) -> Self {
        let moved = |edit: &Edit| Edit { range: place(edit.range), text: edit.text.clone() };
        Self { edits: self.edits.iter().map(moved).collect() }
    }

    /// Combines two sets into one; `next` applies to the result of this one.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        let mut left = VecDeque::new();
        let mut at = 0;
        for edit in &self.edits {
            left.extend([Piece::Kept(TextRange::new(at, edit.range.start)), Piece::New(edit.text.clone())]);
            at = edit.range.end;
        }
        left.push_back(Piece::Kept(TextRange::new(at, u32::MAX)));
        let mut pieces = Vec::new();
        let mut at = 0;
        for edit in &next.edits {
            pieces.extend(take(&mut left, edit.range.start - at));
            drop(take(&mut left, edit.range.len()));
            pieces.push(Piece::New(edit.text.clone()));
            at = edit.range.end;
        }
        pieces.extend(left);
        let (mut edits, mut gone, mut new) = (Vec::new(), 0, String::new());
        for piece in pieces {
            match piece {
                Piece::New(text) => new.push_str(&text),
                Piece::Kept(range) if range.is_empty() => {}
                Piece::Kept(range) => {
                    let edit = Edit { range: TextRange::new(gone, range.start), text: std::mem::take(&mut new) };
                    edits.extend((!edit.range.is_empty() || !edit.text.is_empty()).then_some(edit));
                    gone = range.end;
                }
            }
        }
        Self { edits }
    }

    /// The edits, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Edit> {
        self.edits.iter()
    }

    /// Whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Applies all edits to a text. An edit that does not fit the text is skipped.
    pub fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 64);
        let mut at = 0;
        for edit in &self.edits {
            let (start, end) = (edit.range.start as usize, edit.range.end as usize);
            let Some(kept) = text.get(at..start).filter(|_| text.is_char_boundary(end)) else { continue };
            out.push_str(kept);
            out.push_str(&edit.text);
            at = end;
        }
        out.push_str(&text[at..]);
        out
    }
}

/// A part of an edited text.
enum Piece {
    /// A range of the original text.
    Kept(TextRange),
    New(String),
}

/// Splits a number of bytes off the front.
fn take(left: &mut VecDeque<Piece>, mut bytes: u32) -> Vec<Piece> {
    let mut taken = Vec::new();
    while bytes > 0 {
        let Some(piece) = left.pop_front() else { break };
        let length = match &piece {
            Piece::Kept(range) => range.len(),
            Piece::New(text) => text.len() as u32,
        };
        if length <= bytes {
            bytes -= length;
            taken.push(piece);
            continue;
        }
        let (front, rest) = match piece {
            Piece::Kept(TextRange { start, end }) => {
                let middle = start + bytes;
                (Piece::Kept(TextRange::new(start, middle)), Piece::Kept(TextRange::new(middle, end)))
            }
            Piece::New(mut text) => {
                let rest = text.split_off(bytes as usize);
                (Piece::New(text), Piece::New(rest))
            }
        };
        taken.push(front);
        left.push_front(rest);
        break;
    }
    taken
}

fn collide(first: TextRange, second: TextRange) -> bool {
    first.end > second.start || first == second
}

impl<'a> IntoIterator for &'a EditSet {
    type Item = &'a Edit;
    type IntoIter = std::slice::Iter<'a, Edit>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        Edit { range: TextRange::new(start, end), text: text.into() }
    }

    proptest! {
        #[test]
        fn two_sets_are_combined(
            text in "[a-e]{0,30}",
            one in prop::collection::vec((0u32..30, 0u32..4, "[x-z]{0,3}"), 0..5),
            two in prop::collection::vec((0u32..30, 0u32..4, "[m-p]{0,3}"), 0..5),
        ) {
            // A valid set of edits for the text.
            let fitting = |edits: &[(u32, u32, String)], text: &str| {
                let mut set = EditSet::default();
                for (start, length, new) in edits {
                    let end = (start + length).min(text.len() as u32);
                    if *start <= end {
                        let _ = set.try_extend(&EditSet::replace(TextRange::new(*start, end), new.clone()));
                    }
                }
                set
            };
            let first = fitting(&one, &text);
            let between = first.apply(&text);
            let second = fitting(&two, &between);
            let both = first.then(&second);
            prop_assert_eq!(both.apply(&text), second.apply(&between));
            prop_assert_eq!(EditSet::new(both.edits.clone()), Ok(both));
        }
    }

    #[test]
    fn edits_are_made_in_one_pass() {
        let set = EditSet::new(vec![edit(4, 7, "two"), edit(0, 3, "1"), edit(3, 3, "!")]).unwrap();
        assert_eq!(set.apply("one 222 three"), "1! two three");
    }

    #[test]
    fn overlaps_are_refused() {
        assert_eq!(EditSet::new(vec![edit(0, 3, ""), edit(2, 4, "")]), Err(Overlap));
        assert_eq!(EditSet::new(vec![edit(2, 2, "a"), edit(2, 2, "b")]), Err(Overlap));
        let mut set = EditSet::remove(TextRange::new(0, 2));
        assert_eq!(set.try_extend(&EditSet::remove(TextRange::new(1, 3))), Err(Overlap));
        assert_eq!(set, EditSet::remove(TextRange::new(0, 2)), "a refused edit changes nothing");
    }
}
