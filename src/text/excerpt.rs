//! Words of a text in a message.

use std::borrow::Cow;

/// The number of characters that a message quotes.
const QUOTED: usize = 60;

/// Words as a message quotes them: an attribute of a hostile file can have megabytes.
pub fn shortened(words: &str) -> Cow<'_, str> {
    match words.char_indices().nth(QUOTED) {
        Some((end, _)) => Cow::Owned(format!("{}…", &words[..end])),
        None => Cow::Borrowed(words),
    }
}
