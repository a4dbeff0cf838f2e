//! The character boundaries around an offset.

/// The last boundary at or before an offset; the end of the text for an offset after it.
pub fn floor_char(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The first boundary at or after an offset; the end of the text for an offset after it.
pub fn ceil_char(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}
