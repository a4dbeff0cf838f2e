//! Verbs and rules of a directive that suppresses findings.

use super::{Completion, CompletionKind};
use crate::article::Verb;
use crate::rules::RULES;
use crate::text::TextRange;

pub(super) fn verbs(typed: &str, replace: TextRange) -> Vec<Completion> {
    let verbs = Verb::ALL.iter().filter(|(verb, _)| verb.starts_with(typed));
    verbs.map(|(verb, _)| Completion::word(verb, "directive", CompletionKind::Keyword, replace)).collect()
}

pub(super) fn rules(typed: &str, replace: TextRange) -> Vec<Completion> {
    let rules = RULES.iter().filter(|rule| rule.code.contains(typed));
    rules.map(|rule| Completion::word(rule.code.as_str(), rule.summary, CompletionKind::Rule, replace)).collect()
}

#[cfg(test)]
mod tests {
    use crate::fixture::{check_accept, check_complete};
    use expect_test::expect;

    #[test]
    fn verbs_and_rules_of_a_directive() {
        check_complete(
            "
            Facebook <!-- copydesk:ig<|> -->
            ",
            &expect![[r"
                ignore — directive
                ignore-next — directive
                ignore-file — directive
                ignore-start — directive
                ignore-end — directive
            "]],
        );
        check_complete(
            "
            Facebook <!-- copydesk:ignore weekd<|> -->
            ",
            &expect![[r#"
                weekday-mismatch — The weekday is not that of the date next to it.
            "#]],
        );
        check_complete(
            "
            Facebook <!-- copydesk:ignore page-furniture, unkn<|>
            ",
            &expect![[r#"
                unknown-actor — A link, a cast list or the front matter has an id that is not in the registry.
                unknown-language — The language of the article is unknown.
                unknown-rule — A directive, the front matter or the configuration names a rule that does not exist.
            "#]],
        );
        check_complete(
            "
            Facebook <!-- copydesk:ignore page-furniture -- because Sam<|> -->
            ",
            &expect![[r""]],
        );
    }

    #[test]
    fn the_whole_word_is_replaced() {
        for (before, label, after) in [
            ("ignore week<|>mismatch -->", "weekday-mismatch", "ignore weekday-mismatch -->"),
            ("ignore-next week<|>day-mis -->", "weekday-mismatch", "ignore-next weekday-mismatch -->"),
            ("ignore week<|>-->", "weekday-mismatch", "ignore weekday-mismatch-->"),
            ("ignore week<|>x, page-furniture -->", "weekday-mismatch", "ignore weekday-mismatch, page-furniture -->"),
            ("ignore-file\tweek<|>x -- why -->", "weekday-mismatch", "ignore-file\tweekday-mismatch -- why -->"),
            (
                "ignore-start page-furniture,week<|>x -->",
                "weekday-mismatch",
                "ignore-start page-furniture,weekday-mismatch -->",
            ),
            ("ig<|>nore weekday-mismatch -->", "ignore-next", "ignore-next weekday-mismatch -->"),
            ("ignore-<|>end -->", "ignore-start", "ignore-start -->"),
            ("ignore-<|> -->", "ignore-end", "ignore-end -->"),
        ] {
            let comment = |inside: &str| format!("Facebook <!-- copydesk:{inside}\n");
            check_accept(&comment(before), label, &comment(after));
        }
    }
}
