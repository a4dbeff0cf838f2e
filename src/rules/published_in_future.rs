//! `published-in-future`: an article that will have been published.

use crate::analysis::Analysis;
use crate::article::Key;
use crate::dates;
use crate::finding::Severity;
use crate::rule::{Check, Example, Group, Rule, Sink};

pub(super) static RULE: Rule = Rule {
    code: "published-in-future",
    group: Group::Dates,
    severity: Some(Severity::Warning),
    fix: None,
    summary: "`datePublished` is after today.",
    why: "Most often the year is wrong. Today is what `--today` says; the clock is never read, and without the option the \
          rule is silent.",
    bad: Example { path: "story.en.news.md", text: "---\ndatePublished: 2124-03-18\n---\nWork begins.\n" },
    good: Example { path: "story.en.news.md", text: "---\ndatePublished: 2024-03-18\n---\nWork begins.\n" },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let Some(today) = analysis.context.today else { return };
    let Some((scalar, value)) = analysis.metadata_date(Key::DatePublished) else { return };
    if value.days.is_some_and(|(day, _)| day > today) {
        sink.report(scalar.inner(), format!("the publication is after today, {}", dates::plain_form(today)));
    }
}
