//! Where sentences end.

/// Whether a text ends as a sentence does.
pub fn ends_a_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '”', '“', '»', ')', '\'', '’', ' ']);
    end.ends_with(['.', '!', '?', '؟', '…', '۔'])
}
