//! `published-in-future`: an article that will have been published.

use crate::analysis::Analysis;
use crate::article::Key;
use crate::dates;
use crate::finding::{Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("published-in-future"),
    group: Group::Dates,
    level: Level::At(Severity::Warning),
    fix: None,
    summary: "`datePublished` is after today.",
    why: "Usually the year is wrong. Today is the value of `--today`; the clock is never read. Not reported without \
          that option.",
    bad: Example { path: "story.en.news.md", text: "---\ndatePublished: 2124-03-18\n---\nWork begins.\n" },
    good: Example { path: "story.en.news.md", text: "---\ndatePublished: 2024-03-18\n---\nWork begins.\n" },
    traits: Traits::NONE,
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let Some(today) = analysis.context.today else { return };
    let Some((scalar, value)) = analysis.metadata_date(Key::DatePublished) else { return };
    if value.days.is_some_and(|(day, _)| day > today) {
        sink.report(
            scalar.inner(),
            message!("the day of publication is after today, {today}", today = dates::plain_form(today)),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn a_publication_after_today() {
        check(
            RULE.code,
            "
            //- story.en.news.md today=2024-06-01
            ---
            datePublished: 2024-06-02
                           ^^^^^^^^^^ warning: the day of publication is after today, 1 June 2024
            ---
            Work begins.
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md today=2024-06-01
            ---
            datePublished: 2 يونيو 2024
                           ^^^^^^^^^^^^ the day of publication is after today
            ---
            يبدأ العمل.
            ",
        );
    }

    #[test]
    fn today_the_past_and_an_unknown_today_are_accepted() {
        for first in
            ["//- story.en.news.md today=2024-06-01", "//- story.en.news.md today=2024-07-01", "//- story.en.news.md"]
        {
            check(RULE.code, &format!("{first}\n---\ndatePublished: 2024-06-01\n---\nWork begins.\n"));
        }
        check(RULE.code, "//- story.en.news.md\n---\ndatePublished: 2124-06-01\n---\nWork begins.\n");
        check(RULE.code, "//- story.en.news.md today=2024-06-01\n---\ntitle: x\n---\nWork begins in 2124.\n");
    }
}
