//! Units of columns.

/// The unit that columns count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, the default of the protocol.
    #[default]
    Utf16,
    /// Unicode code points.
    Utf32,
}

impl Encoding {
    /// The width of a character in this unit.
    pub fn width(self, c: char) -> u32 {
        match self {
            Self::Utf8 => c.len_utf8() as u32,
            Self::Utf16 => c.len_utf16() as u32,
            Self::Utf32 => 1,
        }
    }

    /// The width of a text in this unit.
    pub fn len(self, text: &str) -> u32 {
        if self == Self::Utf8 || text.is_ascii() {
            return text.len() as u32;
        }
        let starts = text.bytes().filter(|byte| byte & 0xC0 != 0x80).count();
        // Characters of four bytes are two units in UTF-16.
        let pairs = if self == Self::Utf16 { text.bytes().filter(|byte| *byte >= 0xF0).count() } else { 0 };
        (starts + pairs) as u32
    }
}
