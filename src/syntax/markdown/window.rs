//! A part of a source, whose ranges count from the start of the source.

use crate::text::TextRange;

#[derive(Clone, Copy)]
pub(super) struct Window<'a> {
    text: &'a str,
    /// Where the part starts in the source.
    start: u32,
}

impl<'a> Window<'a> {
    /// A part of a source.
    pub(super) fn new(text: &'a str, start: u32) -> Self {
        Self { text, start }
    }

    /// The whole part.
    pub(super) fn text(self) -> &'a str {
        self.text
    }

    /// The text in a range of the source; empty if the range is not in the part.
    pub(super) fn slice(self, range: TextRange) -> &'a str {
        let place = |offset: u32| offset.checked_sub(self.start);
        let range = place(range.start).zip(place(range.end));
        range.and_then(|(start, end)| self.text.get(start as usize..end as usize)).unwrap_or("")
    }

    /// The byte before an offset of the source, if it is in the part.
    pub(super) fn byte_before(self, offset: u32) -> Option<u8> {
        let at = offset.checked_sub(self.start)?.checked_sub(1)?;
        self.text.as_bytes().get(at as usize).copied()
    }
}
