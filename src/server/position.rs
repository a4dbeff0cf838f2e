//! Byte ranges as positions of the protocol.

use crate::text::{Encoding, LineIndex, TextRange};
use ropey::Rope;
use tower_lsp::ls_types as lsp;

/// A byte range of a text in the client's units.
pub(super) fn range_in(lines: &LineIndex, text: &str, range: TextRange, encoding: Encoding) -> lsp::Range {
    let at = |offset| {
        let position = lines.position(text, offset, encoding);
        lsp::Position::new(position.line, position.column)
    };
    lsp::Range::new(at(range.start), at(range.end))
}

/// A byte range of a rope in the client's units.
pub(super) fn range_in_rope(rope: &Rope, range: TextRange, encoding: Encoding) -> lsp::Range {
    let at = |offset: u32| {
        let offset = (offset as usize).min(rope.len_bytes());
        let line = rope.byte_to_line(offset);
        let before = rope.byte_slice(rope.line_to_byte(line)..offset);
        let column = match encoding {
            Encoding::Utf8 => before.len_bytes(),
            Encoding::Utf16 => before.len_utf16_cu(),
            Encoding::Utf32 => before.len_chars(),
        };
        lsp::Position::new(line as u32, column as u32)
    };
    lsp::Range::new(at(range.start), at(range.end))
}
