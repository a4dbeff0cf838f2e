//! The catalogue: one line a rule. Everything that knows rules by name is derived from it.

use crate::rule::Rule;

macro_rules! catalogue {
    ($($module:ident,)*) => {
        $(mod $module;)*

        /// All rules, in the order of the documentation.
        pub static RULES: &[&Rule] = &[$(&$module::RULE,)*];
    };
}

catalogue! {
    unlinked_actor,
    unknown_actor,
    ambiguous_actor,
    name_mismatch,
    discouraged_name,
    short_name_first,
    clitic_inside_link,
    unfinished_mention,
    impossible_date,
    weekday_mismatch,
    date_value_mismatch,
    malformed_date_value,
    unresolved_date,
    dateline_mismatch,
    repeated_block,
    page_furniture,
    unbalanced_quotation,
    reordered_by_bidi,
    invisible_character,
    malformed_metadata,
    duplicate_actor,
    malformed_registry,
    unused_ignore,
    unknown_rule,
    malformed_configuration,
}

/// The rule of a code.
pub fn find(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::{Registry, parse};
    use crate::analysis::Desk;
    use crate::config::Config;
    use crate::lint::lint_text;
    use crate::rule::Example;
    use std::sync::Arc;

    fn desk() -> Arc<Desk> {
        let registry = parse("actors.toml", include_str!("../examples/newsroom/actors.toml"));
        assert!(registry.problems.is_empty(), "{:?}", registry.problems);
        Arc::new(Desk::new(Config::standard(), Arc::new(Registry::new(vec![Arc::new(registry)], true))))
    }

    fn found(example: &Example, code: &str) -> Vec<crate::finding::Finding> {
        let findings = lint_text(example.text, example.path, &desk());
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
