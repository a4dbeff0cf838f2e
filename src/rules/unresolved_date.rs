//! `unresolved-date`: a relative date in a story that has no date.

use crate::analysis::Analysis;
use crate::finding::Severity;
use crate::rule::{Check, Example, Group, Rule, Sink};

pub(super) static RULE: Rule = Rule {
    code: "unresolved-date",
    group: Group::Dates,
    severity: Some(Severity::Info),
    fix: None,
    summary: "A relative or yearless date stands in a story of which no date is known.",
    why: "Nobody who finds the story in an archive can tell the day. Reported once an article, at the first such date.",
    bad: Example { path: "story.en.news.md", text: "The contract was signed last July 11.\n" },
    good: Example { path: "story.en.news.md", text: "---\ndatePublished: 2017-09-18\n---\nThe contract was signed last July 11.\n" },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    if analysis.reference.is_some() {
        return;
    }
    if let Some(date) = analysis.dates().find(|date| date.resolved.needs_reference) {
        sink.report(date.range(), format!("`{}` cannot be resolved: the story has no date", date.words()))
            .note("give `datePublished` in the front matter, or --date on the command line");
    }
}
