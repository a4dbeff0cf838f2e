//! `modified-before-published`: a change before the publication.

use crate::analysis::Analysis;
use crate::article::Key;
use crate::finding::{Level, RuleCode, Severity};
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("modified-before-published"),
    group: Group::Dates,
    level: Level::At(Severity::Error),
    fix: None,
    summary: "`dateModified` is before `datePublished`.",
    why: "One of the two is wrong. Times on one day are compared where both are given in one zone.",
    bad: Example {
        path: "story.en.news.md",
        text: "---\ndatePublished: 2024-03-18\ndateModified: 2024-03-17\n---\nWork begins.\n",
    },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndatePublished: 2024-03-18\ndateModified: 2024-03-18\n---\nWork begins.\n",
    },
    traits: Traits::NONE,
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    super::metadata_order(analysis, Key::DatePublished, Key::DateModified, Key::DateModified, sink);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn moments_of_two_zones() {
        check(
            RULE.code,
            "
            ---
            datePublished: 2021-04-01T09:00:00+05:00
            dateModified: 2021-04-01T06:30:00+03:00
                          ^^^^^^^^^^^^^^^^^^^^^^^^^ is after
            ---
            Work begins.
            ",
        );
        for (published, modified) in [
            ("2021-04-01T00:30:00+02:00", "2021-03-31T23:15:00Z"),
            ("2021-04-01T00:30:00+02:00", "2021-03-31"),
            ("2021-04-01T09:00:00", "2021-04-01T09:30:00"),
        ] {
            check(
                RULE.code,
                &format!("---\ndatePublished: {published}\ndateModified: {modified}\n---\nWork begins.\n"),
            );
        }
    }

    #[test]
    fn a_day_before_the_publication() {
        check(
            RULE.code,
            "
            ---
            datePublished: 2024-03-18
            dateModified: 2024-03-17
                          ^^^^^^^^^^ error: `datePublished`, 2024-03-18, is after `dateModified`, 2024-03-17
            ---
            Work begins.
            ",
        );
        check(RULE.code, "---\ndateModified: 2024-03-17\n---\nWork begins.\n");
    }
}
