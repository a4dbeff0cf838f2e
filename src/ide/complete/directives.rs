//! Verbs and rules of a directive.

use super::{Completion, CompletionKind};
use crate::article::Verb;
use crate::rules::RULES;
use crate::text::{EditSet, TextRange};

/// `<!-- copydesk:ignore weekd`: verbs, then rules.
pub(super) fn directive(text: &str, before: &str, offset: u32) -> Option<Vec<Completion>> {
    let open = before.rfind("<!--")?;
    let inside = before[open + 4..].trim_start().strip_prefix("copydesk:")?;
    if inside.contains("-->") || inside.contains(" -- ") {
        return None;
    }
    // The rest of the word that the cursor stands in belongs to what is replaced.
    let rest = &text[offset as usize..];
    let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '-')).unwrap_or(rest.len());
    let word = rest[..word].trim_end_matches('-');
    let end = offset + word.len() as u32;
    let item = |label: &str, detail: &str, kind, typed: &str| Completion {
        label: label.to_owned(),
        detail: detail.to_owned(),
        kind,
        range: TextRange::new(offset - typed.len() as u32, end),
        text: label.to_owned(),
        also: EditSet::default(),
        actor: None,
    };
    let Some((_, rest)) = inside.split_once(char::is_whitespace) else {
        let verbs = Verb::ALL.iter().filter(|(verb, _)| verb.starts_with(inside));
        return Some(verbs.map(|(verb, _)| item(verb, "directive", CompletionKind::Keyword, inside)).collect());
    };
    let typed = rest.rsplit(|c: char| c.is_whitespace() || c == ',').next().unwrap_or("");
    let rules = RULES.iter().filter(|rule| rule.code.contains(typed));
    Some(rules.map(|rule| item(rule.code.as_str(), rule.summary, CompletionKind::Rule, typed)).collect())
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
            &expect![[r"
                weekday-mismatch — The weekday is not that of the date beside it.
            "]],
        );
        check_complete(
            "
            Facebook <!-- copydesk:ignore page-furniture, unkn<|>
            ",
            &expect![[r#"
                unknown-actor — A link, a cast list or the front matter names an id that the registry lacks.
                unknown-language — The language of the article is not known.
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
