//! An index of words that rules out most other words without a hash of the whole word.

/// Places of the table.
const PLACES: usize = 1 << 13;

/// Bit of a place: a date can begin with one of its words.
const BEGINNING: u16 = 1 << 15;

/// Numbers of words, by a place that the length and some letters decide. The words of one place form a chain.
#[derive(Debug, Default)]
pub(super) struct FirstWords {
    /// The number of the last added word, plus one, and [`BEGINNING`]; empty without words.
    places: Vec<u16>,
    /// For each word, the previous one of its place, plus one.
    before: Vec<u16>,
}

impl FirstWords {
    /// Adds a word, which gets the next number. Words beyond 32,766 are not found.
    pub(super) fn add(&mut self, word: &str) {
        self.places.resize(PLACES, 0);
        let place = &mut self.places[place(word)];
        self.before.push(*place & !BEGINNING);
        match u16::try_from(self.before.len()).ok().filter(|number| number & BEGINNING == 0) {
            Some(number) => *place = number | *place & BEGINNING,
            None => debug_assert!(false, "too many words"),
        }
    }

    /// Notes that a date can begin with a word.
    pub(super) fn mark_beginning(&mut self, word: &str) {
        if let Some(place) = self.places.get_mut(place(word)) {
            *place |= BEGINNING;
        }
    }

    /// Whether a date may begin with a word; `false` is certain.
    #[inline]
    pub(super) fn may_begin(&self, word: &str) -> bool {
        self.at(word) & BEGINNING != 0
    }

    /// Whether a word may be one of the words; `false` is certain.
    #[inline]
    pub(super) fn may_contain(&self, word: &str) -> bool {
        self.at(word) != 0
    }

    /// The numbers of the words that can be equal to a word.
    #[inline]
    pub(super) fn candidates(&self, word: &str) -> impl Iterator<Item = usize> {
        let mut next = self.at(word) & !BEGINNING;
        std::iter::from_fn(move || {
            let number = usize::from(next).checked_sub(1)?;
            next = self.before.get(number).copied().unwrap_or(0);
            Some(number)
        })
    }

    #[inline]
    fn at(&self, word: &str) -> u16 {
        self.places.get(place(word)).copied().unwrap_or(0)
    }
}

/// A place that the length and the four first and last bytes decide.
#[inline]
fn place(word: &str) -> usize {
    let bytes = word.as_bytes();
    let (first, last) = match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(first), Some(last)) => (u32::from_le_bytes(*first), u32::from_le_bytes(*last)),
        _ => (bytes.iter().fold(0, |all, byte| all << 8 | u32::from(*byte)), 0),
    };
    let both = u64::from(first) << 32 | u64::from(last ^ (bytes.len() as u32) << 24);
    (both.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 51) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_place_are_all_found() {
        let words: Vec<String> = (0..20_000).map(|number| format!("w{}", number * 7919)).collect();
        let mut index = FirstWords::default();
        for word in &words {
            index.add(word);
        }
        index.mark_beginning(&words[3]);
        for (number, word) in words.iter().enumerate() {
            assert!(index.candidates(word).any(|found| found == number), "{word}");
        }
        assert!(index.may_begin(&words[3]) && index.may_contain(&words[3]));
        assert_eq!(FirstWords::default().candidates("w").count(), 0);
    }
}
