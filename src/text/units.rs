//! Converts byte offsets to counts of UTF-16 units or characters without a scan from the start of the text.

use super::Encoding;

/// Number of bytes between two stored counts.
const STRETCH: usize = 1024;

/// The number of units before every block of a text. Empty if units are bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitIndex {
    encoding: Encoding,
    before: Vec<u32>,
}

impl UnitIndex {
    /// Counts the units of a text.
    pub fn new(text: &str, encoding: Encoding) -> Self {
        let mut before = Vec::new();
        if encoding != Encoding::Utf8 && !text.is_ascii() {
            before.reserve(text.len() / STRETCH + 1);
            let (mut units, mut from) = (0, 0);
            while from <= text.len() {
                before.push(units);
                let to = boundary(text, from + STRETCH);
                units += encoding.len(&text[boundary(text, from)..to]);
                from += STRETCH;
            }
        }
        Self { encoding, before }
    }

    /// Number of units before a byte offset. An offset inside a character counts as its start.
    pub fn at(&self, text: &str, offset: u32) -> u32 {
        let mut offset = (offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let Some(known) = self.before.get(offset / STRETCH) else { return offset as u32 };
        let from = boundary(text, offset / STRETCH * STRETCH).min(offset);
        known + self.encoding.len(&text[from..offset])
    }
}

/// The first character boundary at or after an offset.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_in_any_unit() {
        let text = "قطر 😀 Tillerson é ".repeat(90);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let index = UnitIndex::new(&text, encoding);
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                assert_eq!(index.at(&text, at as u32), encoding.len(&text[..at]), "{at} in {encoding:?}");
            }
        }
    }
}
