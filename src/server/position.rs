//! Byte ranges as positions of the protocol.

use crate::text::{Encoding, LineIndex, TextRange};
use tower_lsp::ls_types as lsp;

/// A byte range of a text in the client's units.
pub(super) fn range_in(lines: &LineIndex, text: &str, range: TextRange, encoding: Encoding) -> lsp::Range {
    let at = |offset| {
        let position = lines.position(text, offset, encoding);
        lsp::Position::new(position.line, position.column)
    };
    lsp::Range::new(at(range.start), at(range.end))
}
