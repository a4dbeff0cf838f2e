//! A hash for words, which are short: every word of a text is looked up.

/// The hash of a folded word. Built registries contain it, so a change needs a new version of their format.
#[inline]
pub fn word_hash(word: &str) -> u64 {
    word_hash_bytes(word.as_bytes())
}

/// The hash of a folded word in UTF-8.
#[inline]
pub fn word_hash_bytes(word: &[u8]) -> u64 {
    const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut state = word.len() as u64;
    let (chunks, rest) = word.as_chunks::<8>();
    for chunk in chunks {
        state = (state.rotate_left(23) ^ u64::from_le_bytes(*chunk)).wrapping_mul(MULTIPLIER);
    }
    state = (state.rotate_left(23) ^ padded(rest)).wrapping_mul(MULTIPLIER);
    state ^ (state >> 29)
}

/// At most seven bytes as a little-endian number, without a copy.
#[inline]
fn padded(bytes: &[u8]) -> u64 {
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        // The four last bytes overlap the four first, with the same bits.
        (Some(first), Some(last)) => {
            let shift = 8 * (bytes.len() - 4);
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << shift
        }
        _ => bytes.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_padded_with_zeros() {
        for length in 0..8 {
            let mut whole = [0; 8];
            (0..length).for_each(|at| whole[at] = 0x80 + 13 * at as u8);
            assert_eq!(padded(&whole[..length]), u64::from_le_bytes(whole));
        }
    }

    #[test]
    fn hashes_in_built_registries_stay_valid() {
        let words = ["", "al", "doha", "washington", "الرياض"];
        let hashes = [
            0x0000_0000_0000_0000,
            0x13DE_AB78_2264_8430,
            0x0B08_7EE5_D42E_6418,
            0x18FF_93AC_B632_57FB,
            0xFE82_526F_F347_9BA7,
        ];
        assert_eq!(words.map(word_hash), hashes);
    }
}
