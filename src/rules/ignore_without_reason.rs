//! `ignore-without-reason`: a directive that does not say why.

use crate::analysis::Analysis;
use crate::article::Verb;
use crate::finding::{Level, RuleCode};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("ignore-without-reason"),
    group: Group::Housekeeping,
    level: Level::Off,
    fix: None,
    summary: "A directive suppresses findings without a reason.",
    why: "A later reader cannot tell whether the reason still holds. Write it after `--`. Off by default: it is for \
          projects that have agreed on it.",
    bad: Example { path: "story.en.news.md", text: "Facebook <!-- copydesk:ignore page-furniture -->\n" },
    good: Example {
        path: "story.en.news.md",
        text: "Facebook <!-- copydesk:ignore page-furniture -- the company -->\n",
    },
    traits: Traits { is_about_directives: true, ..Traits::NONE },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for directive in &analysis.article.directives {
        let suppresses = !matches!(directive.verb, None | Some(Verb::IgnoreEnd));
        if suppresses && directive.reason.as_ref().is_none_or(|reason| reason.trim().is_empty()) {
            sink.report(directive.range, message!("this directive gives no reason"))
                .note(message!("write the reason after `--`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn every_directive_that_suppresses_has_a_reason() {
        check(
            RULE.code,
            "
            Facebook <!-- copydesk:ignore page-furniture -->
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: this directive gives no reason
            //- copydesk.toml
            [rules]
            ignore-without-reason = \"warning\"
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            <!-- copydesk:ignore-start -->
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this directive gives no reason

            فيسبوك

            <!-- copydesk:ignore-end -->
            //- copydesk.toml
            [rules]
            ignore-without-reason = \"warning\"
            ",
        );
    }

    #[test]
    fn a_reason_is_enough_and_other_comments_are_free() {
        check(
            RULE.code,
            "
            Facebook <!-- copydesk:ignore page-furniture -- the company -->
            //- copydesk.toml
            [rules]
            ignore-without-reason = \"warning\"
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md
            فيسبوك <!-- copydesk:ignore -- اسم الشركة --> <!-- تعليق -->
            //- copydesk.toml
            [rules]
            ignore-without-reason = \"warning\"
            ",
        );
    }
}
