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

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn a_story_is_written_before_it_is_published() {
        check(
            RULE.code,
            "
            ---
            datePublished: 2024-03-18T09:00:00+03:00
            dateCreated: 2024-03-18T07:00:00Z
                         ^^^^^^^^^^^^^^^^^^^^ is after
            ---
            Work begins.
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            ---
            datePublished: 18 مارس 2024
            dateCreated: 19 مارس 2024
                         ^^^^^^^^^^^^ is after
            ---
            يبدأ العمل.
            ",
        );
    }

    #[test]
    fn what_is_equal_unreadable_or_missing_is_accepted() {
        for (published, created) in [
            ("2024-03-18", "2024-03-18"),
            ("2024-03-18T09:00:00+03:00", "2024-03-18T06:00:00Z"),
            // The day after can be the same moment in another zone.
            ("2024-03-18T22:30:00Z", "2024-03-19"),
            ("2024-03-18", "soon"),
        ] {
            check(RULE.code, &format!("---\ndatePublished: {published}\ndateCreated: {created}\n---\nWork begins.\n"));
        }
        check(RULE.code, "---\ndateCreated: 2024-03-19\n---\nWork begins.\n");
    }
}
