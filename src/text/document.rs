//! The text of a document.

use super::TextRange;
use ropey::Rope;
use std::borrow::Cow;
use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

/// A text that is read in parts, so that an edit of a long one need not copy all of it. It is a `str` where all of it is needed.
#[derive(Clone)]
pub struct Text(Arc<Inner>);

struct Inner {
    len: usize,
    /// The text of an editor.
    rope: Option<Rope>,
    /// The text as a whole; made from the rope when it is first needed.
    whole: OnceLock<Arc<str>>,
}

/// A shorter text is copied at once: that costs less than its parts.
const SHORT: usize = 16 << 10;

/// What can be read in parts.
pub trait Parts {
    /// The text as a whole.
    fn whole(&self) -> &str;

    /// The text in a range; empty if the range does not fit.
    fn part(&self, range: TextRange) -> Cow<'_, str>;

    /// The last offset up to `offset` that is between two characters, or an end of the text.
    fn floor(&self, offset: usize) -> usize;

    /// The first offset from `offset` on that is between two characters, or the end of the text.
    fn ceil(&self, offset: usize) -> usize;
}

impl<T: AsRef<str> + ?Sized> Parts for T {
    fn whole(&self) -> &str {
        self.as_ref()
    }

    fn part(&self, range: TextRange) -> Cow<'_, str> {
        range.slice(self.as_ref()).into()
    }

    fn floor(&self, offset: usize) -> usize {
        super::floor_char(self.as_ref(), offset)
    }

    fn ceil(&self, offset: usize) -> usize {
        super::ceil_char(self.as_ref(), offset)
    }
}

impl Parts for Text {
    fn whole(&self) -> &str {
        self.shared()
    }

    fn part(&self, range: TextRange) -> Cow<'_, str> {
        let Some(rope) = self.0.parts() else { return range.slice(self).into() };
        let Range { start, end } = range.to_usize();
        if end > self.len() {
            return Cow::Borrowed("");
        }
        let (chunk, at, ..) = rope.chunk_at_byte(start);
        if end - at <= chunk.len() {
            return Cow::Borrowed(chunk.get(start - at..end - at).unwrap_or(""));
        }
        let first = chunk.get(start - at..);
        let (last, at, ..) = rope.chunk_at_byte(end);
        let last = last.get(..end - at);
        let (Some(first), Some(last)) = (first, last) else { return Cow::Borrowed("") };
        let mut part = String::with_capacity(end - start);
        part.push_str(first);
        let mut left = (end - start - first.len()).saturating_sub(last.len());
        for chunk in rope.chunks_at_byte(start).0.skip(1) {
            let Some(rest) = left.checked_sub(chunk.len()) else { break };
            part.push_str(chunk);
            left = rest;
        }
        part.push_str(last);
        Cow::Owned(part)
    }

    fn floor(&self, offset: usize) -> usize {
        let offset = offset.min(self.len());
        match self.0.parts().map(|rope| rope.chunk_at_byte(offset)) {
            Some((chunk, at, ..)) => at + super::floor_char(chunk, offset - at),
            None => super::floor_char(self, offset),
        }
    }

    fn ceil(&self, offset: usize) -> usize {
        let offset = offset.min(self.len());
        match self.0.parts().map(|rope| rope.chunk_at_byte(offset)) {
            Some((chunk, at, ..)) => at + super::ceil_char(chunk, offset - at),
            None => super::ceil_char(self, offset),
        }
    }
}

impl Inner {
    /// The rope, as long as the text was not needed as a whole.
    fn parts(&self) -> Option<&Rope> {
        self.rope.as_ref().filter(|_| self.whole.get().is_none())
    }
}

impl Text {
    /// A text of any length that is read in parts.
    pub fn in_parts(rope: Rope) -> Self {
        Self(Arc::new(Inner { len: rope.len_bytes(), rope: Some(rope), whole: OnceLock::new() }))
    }

    /// Number of bytes.
    pub fn len(&self) -> usize {
        self.0.len
    }

    /// Whether it has no characters.
    pub fn is_empty(&self) -> bool {
        self.0.len == 0
    }

    /// The text as a whole, which others can share.
    pub fn shared(&self) -> &Arc<str> {
        self.0.whole.get_or_init(|| self.0.rope.as_ref().map_or_else(|| "".into(), |rope| String::from(rope).into()))
    }

    /// Whether another is a copy of this one.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.shared()
    }
}

impl Default for Text {
    fn default() -> Self {
        "".into()
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(&**self, f)
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&**self, f)
    }
}

impl From<Arc<str>> for Text {
    fn from(whole: Arc<str>) -> Self {
        Self(Arc::new(Inner { len: whole.len(), rope: None, whole: whole.into() }))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Arc::<str>::from(text).into()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Arc::<str>::from(text).into()
    }
}

impl From<Rope> for Text {
    fn from(rope: Rope) -> Self {
        if rope.len_bytes() <= SHORT { String::from(rope).into() } else { Self::in_parts(rope) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_of_a_rope_are_those_of_the_text(text in "[aéب😀\n]{5000,9000}", from in 0usize..40_000, to in 0usize..40_000) {
            let rope = Text::from(Rope::from_str(&text));
            let (from, to) = (from.min(to), from.max(to));
            prop_assert_eq!(rope.floor(from), text.as_str().floor(from));
            prop_assert_eq!(rope.ceil(from), text.as_str().ceil(from));
            let whole = TextRange::from(rope.floor(from)..rope.ceil(to));
            let half = TextRange::new(from as u32, to as u32);
            for range in [whole, half] {
                prop_assert_eq!(rope.part(range), text.as_str().part(range));
            }
            prop_assert_eq!(&*rope, text.as_str());
            prop_assert_eq!(rope.part(whole), text.as_str().part(whole));
        }
    }
}
