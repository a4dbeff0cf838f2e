//! Precedence: where several rules report the same words, the most specific finding stays.

use super::ranges::Ranges;
use crate::finding::{Finding, RuleCode};
use crate::rules::RULES;
use crate::text::TextRange;
use foldhash::HashMap;
use std::sync::LazyLock;

/// The ranks of the rules that have one.
static RANKS: LazyLock<HashMap<RuleCode, usize>> = LazyLock::new(|| {
    let ranked = RULES.iter().filter_map(|rule| Some((rule.code, rule.traits.precedence?)));
    ranked.map(|(code, rank)| (code, usize::from(rank))).collect()
});

/// Removes the findings that overlap one of a rule that comes first.
pub(super) fn apply(findings: &mut Vec<Finding>) {
    if findings.len() < 2 {
        return;
    }
    let count = RANKS.values().max().map_or(0, |last| last + 1);
    let mut taken: Vec<Vec<TextRange>> = vec![Vec::new(); count];
    for finding in findings.iter() {
        if let Some(rank) = RANKS.get(&finding.code) {
            taken[*rank].push(finding.range);
        }
    }
    let taken: Vec<Ranges> = taken.into_iter().map(Ranges::new).collect();
    findings.retain(|finding| {
        let rank = RANKS.get(&finding.code).copied().unwrap_or(0);
        !taken[..rank].iter().any(|ranges| ranges.any_overlaps(finding.range))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_rules_have_one_rank() {
        let ranked: Vec<u8> = RULES.iter().filter_map(|rule| rule.traits.precedence).collect();
        assert_eq!(ranked.iter().collect::<std::collections::BTreeSet<_>>().len(), ranked.len());
    }
}
