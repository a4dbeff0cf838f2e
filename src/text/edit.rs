//! Replacements in a text: sorted and disjoint by construction, so that they can be applied in one pass.

use super::TextRange;

/// One replacement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The bytes that go; empty for an insertion.
    pub range: TextRange,
    /// What comes in their place.
    pub text: String,
}

/// Replacements in one text, sorted and disjoint.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EditSet {
    edits: Vec<Edit>,
}

/// Two edits wanted the same bytes.
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

    /// Sorts edits into a set; fails where two of them overlap or insert at one place.
    pub fn new(mut edits: Vec<Edit>) -> Result<Self, Overlap> {
        edits.sort();
        let clash = edits.windows(2).any(|pair| collide(pair[0].range, pair[1].range));
        if clash { Err(Overlap) } else { Ok(Self { edits }) }
    }

    /// Adds all edits of `other`, or none where one of them would overlap.
    pub fn try_extend(&mut self, other: &Self) -> Result<(), Overlap> {
        let mut all = self.edits.clone();
        all.extend(other.edits.iter().filter(|edit| !self.edits.contains(edit)).cloned());
        *self = Self::new(all)?;
        Ok(())
    }

    /// The edits, moved `by` bytes to the right.
    #[must_use]
    pub fn shift(&self, by: u32) -> Self {
        let moved = |edit: &Edit| Edit { range: edit.range.shift(by), text: edit.text.clone() };
        Self { edits: self.edits.iter().map(moved).collect() }
    }

    /// The edits, in the order of the text.
    pub fn iter(&self) -> std::slice::Iter<'_, Edit> {
        self.edits.iter()
    }

    /// Whether nothing is to be done.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// The text with every edit made. An edit that does not fit the text is left out.
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

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        Edit { range: TextRange::new(start, end), text: text.into() }
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
