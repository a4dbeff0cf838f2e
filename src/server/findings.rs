//! The findings of a snapshot.

use super::snapshot::{Parsed, Snapshot};
use crate::finding::Finding;
use crate::lint::{lint_between, lint_config, lint_registry, lint_with_twins};
use crate::rule::{Check, Rule};

/// The rules that articles are checked with.
pub(super) type Rules = &'static [&'static Rule];

/// Checks a snapshot. `None` if the work was stopped, or the document is not parsed yet.
pub(super) fn findings(snapshot: &Snapshot, rules: Rules, stop: &dyn Fn() -> bool) -> Option<Vec<Finding>> {
    match &snapshot.parsed {
        Parsed::Article(analysis) => {
            let twins = if rules.iter().any(|rule| matches!(rule.check, Check::Twin(_))) {
                snapshot.twins.facts()
            } else {
                Vec::new()
            };
            lint_with_twins(analysis, &twins, rules, stop)
        }
        Parsed::Config(config) => Some(lint_config(config)),
        Parsed::Registry(file) => {
            let context = &snapshot.project.context;
            let mut all = lint_registry(file, &context.config);
            all.extend(lint_between(file, context));
            Some(all)
        }
        Parsed::Other => Some(Vec::new()),
        Parsed::Pending(_) | Parsed::RegistryEntry(_) => None,
    }
}
