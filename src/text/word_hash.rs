//! A hash for words, which are short: every word of a text is looked up.

/// The hash of a folded word. Built registries contain it, so a change needs a new version of their format.
pub fn word_hash(word: &str) -> u64 {
    const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut state = word.len() as u64;
    let mut chunks = word.as_bytes().chunks_exact(8);
    for chunk in &mut chunks {
        let bytes = u64::from_le_bytes(chunk.try_into().unwrap_or_default());
        state = (state.rotate_left(23) ^ bytes).wrapping_mul(MULTIPLIER);
    }
    let mut tail = [0u8; 8];
    tail[..chunks.remainder().len()].copy_from_slice(chunks.remainder());
    state = (state.rotate_left(23) ^ u64::from_le_bytes(tail)).wrapping_mul(MULTIPLIER);
    state ^ (state >> 29)
}
