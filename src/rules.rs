//! The catalogue: one line a rule. Everything that knows rules by name is derived from it.

use crate::finding::Problem;
use crate::rule::{Rule, Sink};

macro_rules! catalogue {
    ($($module:ident,)*) => {
        $(mod $module;)*

        /// All rules, in the order of the documentation.
        pub static RULES: &[&Rule] = &[$(&$module::RULE,)*];
    };
}

catalogue! {
    repeated_block,
    page_furniture,
    unbalanced_quotation,
    invisible_character,
    malformed_metadata,
}

/// The rule of a code.
pub fn find(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}

/// Turns what a reader could not make sense of into a finding.
fn say(sink: &mut Sink<'_>, problem: &Problem) {
    let report = sink.report(problem.range, problem.message.clone()).notes(problem.note.clone());
    if let Some(fix) = &problem.fix {
        report.fix(fix.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::lint::lint;
    use crate::rule::Example;

    fn found(example: &Example, code: &str) -> Vec<crate::finding::Finding> {
        let findings = lint(example.text, example.path, &Config::standard());
        findings.into_iter().filter(|finding| finding.code == code).collect()
    }

    #[test]
    fn the_examples_of_the_documentation_are_true() {
        for rule in RULES {
            let bad = found(&rule.bad, rule.code);
            assert!(!bad.is_empty(), "{} misses its bad example", rule.code);
            assert!(found(&rule.good, rule.code).is_empty(), "{} flags its good example", rule.code);
            for fix in bad.iter().flat_map(|finding| &finding.fixes) {
                let mended = fix.edits.apply(rule.bad.text);
                let again = found(&Example { text: Box::leak(mended.into_boxed_str()), ..rule.bad }, rule.code);
                assert!(again.len() < bad.len(), "{}: {} mends nothing", rule.code, fix.title);
            }
            assert_eq!(rule.fix.is_some(), bad.iter().any(|finding| !finding.fixes.is_empty()), "{}", rule.code);
        }
    }

    #[test]
    fn codes_are_unique() {
        for (at, rule) in RULES.iter().enumerate() {
            assert!(RULES[at + 1..].iter().all(|other| other.code != rule.code), "{}", rule.code);
        }
    }
}
