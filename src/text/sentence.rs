//! Ends of sentences.

/// Whether a text ends like a sentence.
pub fn ends_a_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '”', '“', '»', ')', '\'', '’', ' ']);
    end.ends_with(['.', '!', '?', '؟', '…', '۔'])
}
