//! `malformed-metadata`: front matter that does not parse.

use crate::analysis::Analysis;
use crate::finding::{Applicability, Severity};
use crate::rule::{Check, Example, Group, Rule, Sink};

pub(super) static RULE: Rule = Rule {
    code: "malformed-metadata",
    group: Group::Text,
    severity: Some(Severity::Error),
    fix: Some(Applicability::Unsafe),
    summary: "The front matter is not valid, or not closed.",
    why: "Other programs refuse the file. copydesk reads what can be read line by line and checks the rest of the article.",
    bad: Example { path: "story.news.md", text: "---\nheadline: Port: the deal\n---\nThe works begin in June.\n" },
    good: Example { path: "story.news.md", text: "---\nheadline: \"Port: the deal\"\n---\nThe works begin in June.\n" },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for problem in &analysis.article.problems {
        sink.report_problem(problem);
    }
}
