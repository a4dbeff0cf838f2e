//! Directives in comments: the findings that they suppress.
//!
//! A text may hold as many directives as findings, so neither is compared with each of the other: both are looked up by
//! range.

use super::levels::Levels;
use super::ranges::Ranges;
use super::unused_ignore::{self, Found};
use crate::analysis::Analysis;
use crate::article::Directive;
use crate::finding::{Finding, RuleCode};
use crate::rules;
use crate::text::TextRange;
use std::collections::HashMap;

/// Removes what directives suppress, and reports directives that suppress nothing. `has_twin` says whether the rules that
/// compare an article with its twin have run.
pub(super) fn apply(analysis: &Analysis, levels: &Levels<'_>, has_twin: bool, findings: &mut Vec<Finding>) {
    let directives = &analysis.article.directives;
    if directives.is_empty() {
        return;
    }
    let found = Found::new(findings.iter().filter(|finding| can_be_suppressed(finding.code)));
    let scopes = Scopes::new(directives);
    findings.retain(|finding| !can_be_suppressed(finding.code) || !scopes.suppress(finding));
    unused_ignore::report(analysis, levels, has_twin, &found, findings);
}

/// Whether directives apply to a rule: not where it reports directives itself.
fn can_be_suppressed(code: RuleCode) -> bool {
    rules::find(&code).is_none_or(|rule| !rule.traits.is_about_directives)
}

/// What directives cover, by the rules that they name.
struct Scopes<'a> {
    of_all: Ranges,
    of_rule: HashMap<&'a str, Ranges>,
}

impl<'a> Scopes<'a> {
    fn new(directives: &'a [Directive]) -> Self {
        let mut of_all = Vec::new();
        let mut of_rule: HashMap<&str, Vec<TextRange>> = HashMap::new();
        for directive in directives {
            if directive.rules.is_empty() {
                of_all.push(directive.scope);
            }
            for (code, _) in &directive.rules {
                of_rule.entry(code).or_default().push(directive.scope);
            }
        }
        let of_rule = of_rule.into_iter().map(|(code, scopes)| (code, Ranges::new(scopes))).collect();
        Self { of_all: Ranges::new(of_all), of_rule }
    }

    fn suppress(&self, finding: &Finding) -> bool {
        self.of_all.any_covers(finding.range)
            || self.of_rule.get(finding.code.as_str()).is_some_and(|scopes| scopes.any_covers(finding.range))
    }
}
