//! `created-after-published`: an article that was published before it was written.

use crate::analysis::Analysis;
use crate::article::Key;
use crate::finding::{Level, RuleCode, Severity};
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("created-after-published"),
    group: Group::Dates,
    level: Level::At(Severity::Error),
    fix: None,
    summary: "`dateCreated` is after `datePublished`.",
    why: "One of the two is wrong. Times on one day are compared where both are given in one zone.",
    bad: Example {
        path: "story.en.news.md",
        text: "---\ndatePublished: 2024-03-18\ndateCreated: 2024-03-19\n---\nWork begins.\n",
    },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndatePublished: 2024-03-18\ndateCreated: 2024-03-17\n---\nWork begins.\n",
    },
    traits: Traits::NONE,
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    super::metadata_order(analysis, Key::DateCreated, Key::DatePublished, Key::DateCreated, sink);
}
