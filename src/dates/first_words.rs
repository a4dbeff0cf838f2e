//! An index of words that rules out most other words without a hash of the whole word.

/// Places of the table.
pub(super) const PLACES: usize = 1 << 13;

/// Bit of a place: a date can begin with one of its words.
const BEGINNING: u16 = 1 << 15;

/// Numbers of words, by a place that the length and some letters decide. The words of one place form a chain.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct FirstWords {
    /// The number of the last added word, plus one, and [`BEGINNING`]; empty without words. The low byte comes first.
    places: &'static [[u8; 2]],
    /// For each word, the previous one of its place, plus one.
    before: &'static [[u8; 2]],
}

impl FirstWords {
    pub(super) fn over(places: &'static [[u8; 2]], before: &'static [[u8; 2]]) -> Self {
        Self { places, before }
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
            next = self.before.get(number).map_or(0, |before| u16::from_le_bytes(*before));
            Some(number)
        })
    }

    #[inline]
    fn at(&self, word: &str) -> u16 {
        self.places.get(place(word)).map_or(0, |number| u16::from_le_bytes(*number))
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

/// An index that words are added to.
#[cfg(test)]
#[derive(Default)]
pub(super) struct Growing {
    places: Vec<u16>,
    before: Vec<u16>,
}

#[cfg(test)]
impl Growing {
    /// Adds a word, which gets the next number.
    pub(super) fn add(&mut self, word: &str) {
        self.places.resize(PLACES, 0);
        let place = &mut self.places[place(word)];
        self.before.push(*place & !BEGINNING);
        let number = u16::try_from(self.before.len()).unwrap();
        assert!(number & BEGINNING == 0, "too many words");
        *place = number | *place & BEGINNING;
    }

    /// Notes that a date can begin with a word.
    pub(super) fn mark_beginning(&mut self, word: &str) {
        self.places[place(word)] |= BEGINNING;
    }

    /// The places, and the chains after them.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.places.iter().chain(&self.before).flat_map(|number| number.to_le_bytes()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_place_are_all_found() {
        let words: Vec<String> = (0..20_000).map(|number| format!("w{}", number * 7919)).collect();
        let mut growing = Growing::default();
        for word in &words {
            growing.add(word);
        }
        growing.mark_beginning(&words[3]);
        let (places, before) = growing.bytes().leak().as_chunks().0.split_at(PLACES);
        let index = FirstWords::over(places, before);
        for (number, word) in words.iter().enumerate() {
            assert!(index.candidates(word).any(|found| found == number), "{word}");
        }
        assert!(index.may_begin(&words[3]) && index.may_contain(&words[3]));
        assert_eq!(FirstWords::default().candidates("w").count(), 0);
    }
}
