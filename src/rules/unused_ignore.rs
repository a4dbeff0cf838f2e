//! `unused-ignore`: a directive that suppresses nothing.

use crate::finding::{Applicability, Level, RuleCode, Severity};
use crate::rule::{Check, Example, Group, Rule, Tag, Traits};

pub(crate) static RULE: Rule = Rule {
    code: RuleCode::new("unused-ignore"),
    group: Group::Housekeeping,
    level: Level::At(Severity::Warning),
    fix: Some(Applicability::Safe),
    summary: "A directive suppresses nothing.",
    why: "It would hide the next problem in its place. Not reported for rules that are switched off.",
    bad: Example { path: "story.en.news.md", text: "The works begin. <!-- copydesk:ignore page-furniture -->\n" },
    good: Example { path: "story.en.news.md", text: "Facebook <!-- copydesk:ignore page-furniture -->\n" },
    traits: Traits { tag: Some(Tag::Unnecessary), ..Traits::NONE },
    check: Check::Linter,
};

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn a_directive_without_use_goes() {
        check(
            RULE.code,
            "
            The works begin. <!-- copydesk:ignore -->
                             ^^^^^^^^^^^^^^^^^^^^^^^^ 💡 warning: this directive suppresses nothing
            ",
        );
        check(
            RULE.code,
            "
            The works begin. <!-- copydesk:ignore page-furniture -->
                                                  ^^^^^^^^^^^^^^ 💡 no `page-furniture` to suppress here
            ",
        );
        check_fix(
            RULE.code,
            "
            The works begin. <!-- copydesk:ignore page-furniture -->
            ",
            "
            The works begin.
            ",
        );
        check_fix(
            RULE.code,
            "
            <!-- copydesk:ignore-file page-furniture -->

            The works begin.
            ",
            "
            The works begin.
            ",
        );
        check_fix(
            RULE.code,
            "
            The works begin.

            <!-- copydesk:ignore-next page-furniture -->

            They end.
            ",
            "
            The works begin.

            They end.
            ",
        );
    }

    #[test]
    fn one_rule_of_several_goes() {
        check_fix(
            RULE.code,
            "
            Facebook <!-- copydesk:ignore page-furniture, repeated-block -->
            ",
            "
            Facebook <!-- copydesk:ignore page-furniture -->
            ",
        );
        check_fix(
            RULE.code,
            "
            Facebook <!-- copydesk:ignore repeated-block page-furniture -- why -->
            ",
            "
            Facebook <!-- copydesk:ignore page-furniture -- why -->
            ",
        );
    }

    #[test]
    fn what_suppresses_something_stays() {
        check(
            RULE.code,
            "
            Facebook <!-- copydesk:ignore page-furniture -->
            ",
        );
        check(
            RULE.code,
            "
            Facebook <!-- copydesk:ignore -->
            ",
        );
        check(
            RULE.code,
            "
            <!-- copydesk:ignore-next -->

            Facebook

            The works begin.
            ",
        );
        check(
            RULE.code,
            "
            <!-- copydesk:ignore-start page-furniture -->

            Facebook

            <!-- copydesk:ignore-end -->

            The works begin.
            ",
        );
        check(
            RULE.code,
            "
            The works begin.

            <!-- copydesk:ignore-file page-furniture -->

            Facebook
            ",
        );
    }

    #[test]
    fn nothing_is_suppressed_outside_of_the_scope() {
        check(
            RULE.code,
            "
            <!-- copydesk:ignore-start page-furniture -->
                                       ^^^^^^^^^^^^^^ 💡

            The works begin.

            <!-- copydesk:ignore-end -->

            Facebook
            ",
        );
    }

    #[test]
    fn a_rule_that_is_off_or_unknown_says_nothing() {
        check(
            RULE.code,
            r#"
            The works begin. <!-- copydesk:ignore page-furniture -->
            //- copydesk.toml
            [rules]
            page-furniture = "off"
            "#,
        );
        check(
            RULE.code,
            "
            The works begin. <!-- copydesk:ignore no-such-thing -->
            ",
        );
    }
}
