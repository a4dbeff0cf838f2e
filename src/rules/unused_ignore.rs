//! `unused-ignore`: a directive that silences nothing.

use crate::finding::{Applicability, Severity};
use crate::rule::{Check, Example, Group, Rule};

pub(super) static RULE: Rule = Rule {
    code: "unused-ignore",
    group: Group::Housekeeping,
    severity: Some(Severity::Warning),
    fix: Some(Applicability::Safe),
    summary: "A directive silences nothing.",
    why: "It would hide the next fault in its place. Silent on rules that are switched off.",
    bad: Example { path: "story.en.news.md", text: "The works begin. <!-- copydesk:ignore page-furniture -->\n" },
    good: Example { path: "story.en.news.md", text: "Facebook <!-- copydesk:ignore page-furniture -->\n" },
    check: Check::Linter,
};
