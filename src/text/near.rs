//! Suggestions for misspelt keys, codes and ids.

/// Minimum similarity of two words for one to be suggested instead of the other.
const LIKENESS: f64 = 0.82;

/// The most similar candidate, if any is similar enough.
pub fn near_miss<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    near_misses(word, candidates, 1).pop()
}

/// The similar candidates, best first, at most `limit`.
pub fn near_misses<'a>(word: &str, candidates: impl Iterator<Item = &'a str>, limit: usize) -> Vec<&'a str> {
    let mut near: Vec<(f64, &str)> = candidates
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(score, candidate)| *score > LIKENESS && is_slip(word, candidate))
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    near.truncate(limit);
    near.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Whether two words begin alike, or differ in at most a third of their letters: `alix` is not meant as `mali`.
fn is_slip(word: &str, candidate: &str) -> bool {
    let begin_alike = word.chars().next() == candidate.chars().next();
    begin_alike || strsim::osa_distance(word, candidate) <= (word.chars().count() / 3).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_comes_first_and_others_are_left_out() {
        let ids = ["bahr-lines", "bahrain", "salma"];
        assert_eq!(near_miss("bahr-line", ids.into_iter()), Some("bahr-lines"));
        assert_eq!(near_miss("qqq", ids.into_iter()), None);
        assert_eq!(near_misses("bahr-line", ids.into_iter(), 3)[0], "bahr-lines");
        assert_eq!(near_miss("alix", ["mali"].into_iter()), None);
        assert_eq!(near_miss("alma", ["salma"].into_iter()), Some("salma"));
    }
}
