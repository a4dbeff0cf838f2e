//! `unknown-rule`: a directive or a setting that names no rule.

use crate::analysis::Analysis;
use crate::article::{Key, Value, Verb};
use crate::config::{Config, near_miss};
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::message;
use crate::message::Message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::TextRange;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("unknown-rule"),
    group: Group::Housekeeping,
    level: Level::At(Severity::Warning),
    fix: Some(Applicability::Unsafe),
    summary: "A directive, the front matter or the configuration names a rule that does not exist.",
    why: "It suppresses or changes nothing.",
    bad: Example { path: "story.en.news.md", text: "Facebook <!-- copydesk:ignore page-furnitur -->\n" },
    good: Example { path: "story.en.news.md", text: "Facebook <!-- copydesk:ignore page-furniture -->\n" },
    traits: Traits { is_about_directives: true, ..Traits::NONE },
    check: Check::Both(check, check_config),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for directive in &analysis.article.directives {
        if directive.verb.is_none() {
            let verb = directive.verb_range.slice(&analysis.text);
            let verbs = Verb::ALL.iter().map(|(name, _)| *name);
            say(sink, directive.verb_range, message!("unknown directive `{verb}`", verb), near_miss(verb, verbs));
        }
        for (code, range) in &directive.rules {
            judge(sink, code, *range);
        }
    }
    if let Some(Value::Map(entries)) = analysis.article.metadata.get(Key::Copydesk).map(|entry| &entry.value) {
        for entry in entries {
            if entry.name == "ignore" {
                for rule in entry.value.scalars() {
                    judge(sink, rule.text(), rule.inner());
                }
            } else {
                judge(sink, &entry.name, entry.name_range);
            }
        }
    }
}

fn check_config(config: &Config, sink: &mut Sink<'_>) {
    for (code, range) in &config.named_rules {
        judge(sink, code, *range);
    }
}

fn judge(sink: &mut Sink<'_>, code: &str, range: TextRange) {
    if super::find(code).is_none() {
        let codes = super::RULES.iter().map(|rule| rule.code.as_str());
        say(sink, range, message!("unknown rule `{code}`", code), near_miss(code, codes));
    }
}

fn say(sink: &mut Sink<'_>, range: TextRange, message: Message, near: Option<&str>) {
    let report = sink.report(range, message);
    if let Some(near) = near {
        report.fix(Fix::change_to(range, near));
    } else {
        report.note(message!("`copydesk explain` lists the rules"));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn directives_and_front_matter() {
        check(
            RULE.code,
            "
            Facebook <!-- copydesk:ignore page-furnitur -->
                                          ^^^^^^^^^^^^^ 💡 warning: unknown rule `page-furnitur`
            ",
        );
        check(
            RULE.code,
            "
            Facebook <!-- copydesk:ignroe page-furniture -->
                                   ^^^^^^ 💡 unknown directive `ignroe`
            ",
        );
        check(
            RULE.code,
            "
            ---
            copydesk:
              ignore: [page-furnitur]
                       ^^^^^^^^^^^^^ 💡
              no-such-thing: off
              ^^^^^^^^^^^^^ `copydesk explain` lists the rules
            ---
            The works begin.
            ",
        );
    }

    #[test]
    fn the_configuration() {
        check(
            RULE.code,
            r#"
            //- copydesk.toml
            [rules]
            page-furnitur = "off"
            ^^^^^^^^^^^^^ 💡
            "#,
        );
        check(
            RULE.code,
            r#"
            //- copydesk.toml
            [[override]]
            files = ["archive/**"]
            rules.page-furnitur = "off"
                  ^^^^^^^^^^^^^ 💡
            "#,
        );
    }

    #[test]
    fn the_name_is_changed() {
        check_fix(
            RULE.code,
            "
            Facebook <!-- copydesk:ignore page-furnitur -->
            ",
            "
            Facebook <!-- copydesk:ignore page-furniture -->
            ",
        );
        check_fix(
            RULE.code,
            "
            Facebook <!-- copydesk:ignroe page-furniture -->
            ",
            "
            Facebook <!-- copydesk:ignore page-furniture -->
            ",
        );
        check_fix(
            RULE.code,
            r#"
            //- copydesk.toml
            [rules]
            page-furnitur = "off"
            "#,
            r#"
            [rules]
            page-furniture = "off"
            "#,
        );
    }

    #[test]
    fn it_cannot_be_suppressed() {
        check(
            RULE.code,
            "
            Facebook <!-- copydesk:ignore-file -->

            The works begin. <!-- copydesk:ignore no-such-thing -->
                                                  ^^^^^^^^^^^^^ warning
            ",
        );
    }

    #[test]
    fn known_rules_and_other_comments_are_not_reported() {
        check(
            RULE.code,
            "
            Facebook <!-- copydesk:ignore page-furniture, repeated-block -- quoted --> <!-- no-such-thing -->
            ",
        );
    }
}
