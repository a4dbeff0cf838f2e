//! The catalogue: one line a rule. Everything that knows rules by name is derived from it.

use crate::actors::RegistryFile;
use crate::analysis::Analysis;
use crate::article::Key;
use crate::dates;
use crate::finding::RuleCode;
use crate::rule::{Rule, Sink};
use crate::text::TextRange;

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
    kind_mismatch,
    discouraged_name,
    misspelt_name,
    inconsistent_name,
    short_name_first,
    merged_actor,
    lapsed_role,
    role_mismatch,
    posthumous_actor,
    clitic_inside_link,
    unregistered_name,
    listed_but_absent,
    present_but_unlisted,
    unfinished_mention,
    impossible_date,
    weekday_mismatch,
    date_value_mismatch,
    malformed_date_value,
    calendar_mismatch,
    month_name_mismatch,
    unresolved_date,
    unmarked_date,
    dateline_mismatch,
    future_event_in_past,
    reversed_range,
    elapsed_mismatch,
    event_date_mismatch,
    conflicting_dates,
    age_mismatch,
    ambiguous_date_order,
    modified_before_published,
    created_after_published,
    published_in_future,
    path_date_mismatch,
    repeated_block,
    page_furniture,
    unbalanced_quotation,
    reordered_by_bidi,
    invisible_character,
    mixed_digits,
    twin_mismatch,
    malformed_metadata,
    malformed_markup,
    conflicting_metadata,
    unmarked_page_text,
    unknown_language,
    duplicate_actor,
    shared_name,
    unused_actor,
    risky_name,
    dangling_reference,
    overlapping_roles,
    impossible_life,
    malformed_registry,
    ignore_without_reason,
    unused_ignore,
    unknown_rule,
    malformed_configuration,
}

pub(crate) use lapsed_role::RULE as LAPSED_ROLE;
pub(crate) use malformed_metadata::RULE as MALFORMED_METADATA;
pub(crate) use page_furniture::RULE as PAGE_FURNITURE;
pub(crate) use unused_ignore::RULE as UNUSED_IGNORE;

/// Reports what the reader of a registry file left to one rule.
fn registry_problems(file: &RegistryFile, code: RuleCode, sink: &mut Sink<'_>) {
    for problem in file.problems.iter().filter(|problem| problem.code == code) {
        sink.report_problem(&problem.problem);
    }
}

/// The place of the value of a key, from an offset of a registry file on: the first line that begins with the
/// key and holds the value. The offset itself where there is none.
fn place_of_value(file: &RegistryFile, within: TextRange, key: &str, value: &str) -> TextRange {
    let text = within.slice(&file.text);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        // In an inline table the key is further right.
        let name = line.find(key).filter(|found| line[found + key.len()..].trim_start().starts_with('='));
        if let Some(found) = name.and_then(|name| line[name..].find(value).map(|found| name + found)) {
            return TextRange::from(at + found..at + found + value.len()).shift(within.start);
        }
        at += line.len();
    }
    TextRange::empty(within.start)
}

/// Reports two dates of the front matter that are in the wrong order, at one of them. Two moments are compared where both
/// state a zone, times on one day where both are given without.
fn metadata_order(analysis: &Analysis, earlier: Key, later: Key, place: Key, sink: &mut Sink<'_>) {
    let (Some((first, one)), Some((last, other))) = (analysis.metadata_date(earlier), analysis.metadata_date(later))
    else {
        return;
    };
    let (Some((from, _)), Some((to, _))) = (one.days, other.days) else { return };
    let wrong = match (one.moment(), other.moment(), &one.time, &other.time) {
        (Some(moment), Some(next), ..) => moment > next,
        (None, None, Some(time), Some(next)) if from == to && time.len() == next.len() => time > next,
        // One day apart can be one moment in two zones.
        (None, Some(_), ..) | (Some(_), None, ..) if dates::days_between(to, from) == 1 => false,
        _ => from > to,
    };
    if wrong {
        let scalar = if place == earlier { first } else { last };
        let message = crate::message!(
            "`{earlier}`, {one}, is after `{later}`, {other}",
            earlier = earlier.name(),
            one = first.text(),
            later = later.name(),
            other = last.text()
        );
        sink.report(scalar.inner(), message);
    }
}

/// The rule of a code.
pub fn find(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::{Registry, parse};
    use crate::analysis::{Memory, ProjectContext, analyse};
    use crate::config::Config;
    use crate::finding::{Level, Severity};
    use crate::fixture::facts_of;
    use crate::lint::{lint_text, lint_with_twins};
    use crate::rule::Example;
    use std::sync::Arc;

    fn context() -> Arc<ProjectContext> {
        let registry = parse("actors.toml", include_str!("../examples/newsroom/actors.toml"));
        assert!(registry.problems.is_empty(), "{:?}", registry.problems);
        let registry = Registry::new(vec![Arc::new(registry)], true);
        let mut config = Config::with_defaults();
        let off = RULES.iter().filter(|rule| rule.level.is_off());
        config.levels.extend(off.map(|rule| (rule.code.to_string(), Level::At(Severity::Info))));
        Arc::new(ProjectContext { today: "2024-06-01".parse().ok(), ..ProjectContext::new(config, Arc::new(registry)) })
    }

    fn found(example: &Example, code: RuleCode) -> Vec<crate::finding::Finding> {
        let mut files = example.files();
        let (path, text) = files.next().expect("the example");
        let twins: Vec<_> = files.map(|(path, text)| facts_of(text, path, &context())).collect();
        let mut findings = if twins.is_empty() {
            lint_text(text, path, &context())
        } else {
            let article = analyse(text.into(), path, context(), &mut Memory::default());
            lint_with_twins(&article, &twins, RULES, &|| false).expect("nothing stops it")
        };
        if example.is_toml() {
            let (file, used) = (crate::actors::parse(example.path, example.text), ["samira-nasser".to_owned()].into());
            findings.extend(crate::lint::lint_unused(&file, &used, &context().config));
        }
        findings.into_iter().filter(|finding| finding.code == code).collect()
    }

    #[test]
    fn the_examples_of_the_documentation_are_true() {
        for rule in RULES {
            let bad = found(&rule.bad, rule.code);
            assert!(!bad.is_empty(), "{} misses its bad example", rule.code);
            assert!(found(&rule.good, rule.code).is_empty(), "{} flags its good example", rule.code);
            for fix in bad.iter().flat_map(|finding| &finding.fixes) {
                let fixed = fix.edits.apply(rule.bad.text);
                let again = found(&Example { text: Box::leak(fixed.into_boxed_str()), ..rule.bad }, rule.code);
                assert!(again.len() < bad.len(), "{}: {} fixes nothing", rule.code, fix.title);
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
