//! Byte ranges as positions of the protocol.

use crate::text::{Encoding, LineIndex, Parts, TextRange};
use ropey::{Rope, RopeSlice};
use tower_lsp::ls_types as lsp;

/// A byte range of a text in the client's units.
pub(super) fn range_in(
    lines: &LineIndex,
    text: &(impl Parts + ?Sized),
    range: TextRange,
    encoding: Encoding,
) -> lsp::Range {
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

/// The index of the character at a position.
pub(super) fn char_at(rope: &Rope, position: lsp::Position, encoding: Encoding) -> usize {
    let line = position.line as usize;
    if line >= rope.len_lines() {
        return rope.len_chars();
    }
    let start = rope.line_to_char(line);
    let body = without_break(rope.line(line));
    let column = position.character as usize;
    start
        + match encoding {
            Encoding::Utf8 => body.byte_to_char(column.min(body.len_bytes())),
            Encoding::Utf16 => body.utf16_cu_to_char(column.min(body.len_utf16_cu())),
            Encoding::Utf32 => column.min(body.len_chars()),
        }
}

/// A line without its line break.
fn without_break(line: RopeSlice<'_>) -> RopeSlice<'_> {
    let mut end = line.len_chars();
    while end > 0 && matches!(line.char(end - 1), '\n' | '\r') {
        end -= 1;
    }
    line.slice(..end)
}
