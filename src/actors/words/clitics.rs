//! Arabic one-letter words that are written together with the next word: `و` and `ف`, then `ب`, `ل` and `ك`. In `لل`
//! the article of the next word is hidden.

/// A word read with clitics at its start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::actors) struct Reading<'k> {
    /// Bytes of clitics in the folded word.
    pub(in crate::actors) skip: usize,
    /// The rest, with the article of `لل` restored.
    pub(in crate::actors) rest: std::borrow::Cow<'k, str>,
    /// Whether the article was restored.
    pub(in crate::actors) article: bool,
}

/// Whether a folded word begins with a letter that can be a clitic; a quick check.
pub(in crate::actors) fn may_have_clitics(key: &str) -> bool {
    // `و`, `ف`, `ل` and `ك`; `ب`.
    matches!(key.as_bytes(), [0xD9, 0x88 | 0x81 | 0x84 | 0x83, ..] | [0xD8, 0xA8, ..])
}

/// The readings of a folded word with clitics, with at least two letters left; without the literal reading. `س`, `أ`
/// and pronouns are excluded: they belong to verbs, or turn names into other words.
pub(in crate::actors) fn readings(key: &str) -> impl Iterator<Item = Reading<'_>> {
    let conjunction = if key.starts_with(['و', 'ف']) { 2 } else { 0 };
    let bare = (conjunction > 0).then(|| plain(key, conjunction));
    let starts = if conjunction > 0 { [Some(0), Some(conjunction)] } else { [Some(0), None] };
    let prepositions = starts.into_iter().flatten().flat_map(move |from| {
        let Some(rest) = key.get(from..).filter(|rest| rest.starts_with(['ب', 'ل', 'ك'])) else {
            return [None, None];
        };
        [Some(plain(key, from + 2)), hidden_article(rest, from)]
    });
    bare.into_iter().chain(prepositions.flatten()).filter(|reading| reading.rest.chars().nth(1).is_some())
}

fn plain(key: &str, skip: usize) -> Reading<'_> {
    Reading { skip, rest: key[skip..].into(), article: false }
}

/// `للأمم` is `ل` and `الأمم`.
fn hidden_article(rest: &str, from: usize) -> Option<Reading<'_>> {
    let stem = rest.strip_prefix("لل")?;
    Some(Reading { skip: from + 2, rest: format!("ال{stem}").into(), article: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clitics_are_checked_by_their_bytes() {
        for c in '\u{600}'..='\u{6FF}' {
            assert_eq!(may_have_clitics(&c.to_string()), "وفبلك".contains(c), "{c}");
        }
    }

    #[test]
    fn at_most_two_clitics_are_removed() {
        let read = |key: &'static str| readings(key).map(|r| (r.skip, r.rest.into_owned())).collect::<Vec<_>>();
        assert_eq!(read("وتيلرسون"), [(2, "تيلرسون".into())]);
        assert_eq!(read("وبالامم"), [(2, "بالامم".into()), (4, "الامم".into())]);
        assert_eq!(read("للولايات"), [(2, "لولايات".into()), (2, "الولايات".into())]);
        assert_eq!(read("سيلعب"), []);
        assert_eq!(read("وب"), []);
    }
}
