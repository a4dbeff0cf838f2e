//! Runs the rules over an article and puts their findings in one order.

use crate::analysis::Analysis;
use crate::config::Config;
use crate::finding::Finding;
use crate::rule::{Check, Sink};
use crate::rules::RULES;
use crate::syntax::{ReadOptions, read};

/// The findings of an article, by place, then by rule. Findings that a directive silences are left out.
pub fn lint(text: &str, path: &str, config: &Config) -> Vec<Finding> {
    let options = ReadOptions {
        path: path.to_owned(),
        default_language: config.language,
        prefixes: config.prefixes.keys().cloned().collect(),
        ..ReadOptions::default()
    };
    let article = read(text, &options);
    let analysis = Analysis { text, article: &article, config };
    let mut findings = Vec::new();
    for &rule in RULES {
        let Some(severity) = config.level(rule.code, rule.severity) else { continue };
        match rule.check {
            Check::Article(check) => check(&analysis, &mut Sink::new(rule, severity, &mut findings)),
            Check::Linter => {}
        }
    }
    findings.retain(|finding| {
        !article.directives.iter().any(|directive| {
            let named = directive.rules.is_empty() || directive.rules.iter().any(|(rule, _)| rule == finding.code);
            named && directive.scope.overlaps(finding.range)
        })
    });
    findings.sort_by(|a, b| (a.range, a.code).cmp(&(b.range, b.code)));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_and_levels_silence() {
        let text = "WhatsApp <!-- copydesk:ignore page-furniture -- quoted -->\n\nThe works begin.\n\nFacebook\n";
        let found = lint(text, "x.news.md", &Config::standard());
        assert_eq!(found.iter().map(|f| f.range.slice(text)).collect::<Vec<_>>(), ["Facebook"]);
        assert!(lint(text, "x.news.md", &Config::parse("[rules]\npage-furniture = \"off\"\n")).is_empty());
    }
}
