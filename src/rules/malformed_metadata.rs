//! `malformed-metadata`: front matter that does not parse.

use crate::analysis::Analysis;
use crate::finding::{Applicability, Level, RuleCode, Severity};
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};

pub(crate) static RULE: Rule = Rule {
    code: RuleCode::new("malformed-metadata"),
    group: Group::Text,
    level: Level::At(Severity::Error),
    fix: Some(Applicability::Unsafe),
    summary: "The front matter is not valid or not closed, or a record of an archive cannot be read.",
    why: "Other programs refuse the file. copydesk reads what can be read line by line and checks the rest of the article.",
    bad: Example { path: "story.news.md", text: "---\nheadline: Port: the deal\n---\nThe works begin in June.\n" },
    good: Example { path: "story.news.md", text: "---\nheadline: \"Port: the deal\"\n---\nThe works begin in June.\n" },
    traits: Traits::NONE,
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for problem in &analysis.article.problems {
        sink.report_problem(problem);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn a_colon_in_a_headline_is_quoted() {
        check_fix(
            RULE.code,
            "
            ---
            headline: Port: the deal
            ---
            The works begin.
            ",
            r#"
            ---
            headline: "Port: the deal"
            ---
            The works begin.
            "#,
        );
        check_fix(
            RULE.code,
            "
            //- story.ar.news.md
            ---
            headline: الميناء: الصفقة
            ---
            يبدأ العمل.
            ",
            r#"
            ---
            headline: "الميناء: الصفقة"
            ---
            يبدأ العمل.
            "#,
        );
    }

    #[test]
    fn front_matter_is_closed_on_a_line_of_its_own() {
        check_fix(RULE.code, "//- story.en.news.md\n---\nheadline: The deal", "---\nheadline: The deal\n---\n");
        check_fix(
            RULE.code,
            "//- story.en.news.md\n---\nheadline: The deal\n\nIt began.\n",
            "---\nheadline: The deal\n---\n\nIt began.\n",
        );
    }

    #[test]
    fn one_finding_for_front_matter_that_is_not_closed() {
        check(
            RULE.code,
            "
            ---
            ^^^ 💡 error: the front matter is not closed
            headline: The deal

            The works begin in June.
            ",
        );
    }

    #[test]
    fn the_rest_is_still_checked() {
        check(
            RULE.code,
            "
            ---
            headline: [The deal
            date: 2024-03-18
            ^^^^^^^^^^^^^^^^ error
            ---
            The works begin.
            ",
        );
    }

    #[test]
    fn sound_front_matter_is_not_reported() {
        check(
            RULE.code,
            "
            ---
            headline: The deal
            anything: else
            ---
            The works begin.
            ",
        );
        check(
            RULE.code,
            "
            The works begin.

            ---

            They end.
            ",
        );
    }
}
