//! `malformed-configuration`: a `copydesk.toml` that cannot be used as it is.

use crate::config::{Config, near_miss};
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::syntax::SYNTAXES;
use crate::text::EditSet;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("malformed-configuration"),
    group: Group::Housekeeping,
    level: Level::At(Severity::Error),
    fix: Some(Applicability::Unsafe),
    summary: "The configuration is not valid TOML, or has an unknown setting or value.",
    why: "A setting that is not read has no effect, and no one notices. The other settings are used.",
    bad: Example { path: "copydesk.toml", text: "registri = [\"actors.toml\"]\n" },
    good: Example { path: "copydesk.toml", text: "registry = [\"actors.toml\"]\n" },
    traits: Traits::NONE,
    check: Check::Config(check),
};

fn check(config: &Config, sink: &mut Sink<'_>) {
    for problem in &config.problems {
        sink.report_problem(problem);
    }
    let known = || SYNTAXES.iter().map(|syntax| syntax.id.name());
    for (name, range) in config.named_syntaxes.iter().filter(|(name, _)| !known().any(|known| known == name)) {
        let report = sink.report(*range, message!("unknown syntax `{name}`", name));
        match near_miss(name, known()) {
            Some(near) => report.note(message!("did you mean `{near}`?", near)).fix(Fix::manual(
                message!("Change to `{near}`", near),
                EditSet::replace(*range, format!("\"{near}\"")),
            )),
            None => report.note(message!("the syntaxes are {known}", known = known().collect::<Vec<_>>().join(", "))),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn unknown_settings_and_values() {
        check(
            RULE.code,
            r#"
            //- copydesk.toml
            registri = ["actors.toml"]
            ^^^^^^^^ 💡 did you mean `registry`?
            mentions = 3
                       ^ `mentions` must be "first" or "every"
            "#,
        );
        check(
            RULE.code,
            r#"
            //- copydesk.toml
            [rules]
            page-furniture = "loud"
                             ^^^^^^ the level of `page-furniture` must be
            "#,
        );
        check(
            RULE.code,
            r#"
            //- copydesk.toml
            language = "klingon"
                       ^^^^^^^^^ `language` must be a BCP 47 tag
            "#,
        );
    }

    #[test]
    fn overrides_and_prefixes() {
        check(
            RULE.code,
            r#"
            //- copydesk.toml
            [[override]]
            file = ["archive/**"]
            ^^^^ 💡 did you mean `files`?
            files = ["archive/**"]
            colour = "red"
            ^^^^^^ the settings are files, rules
            rules.page-furniture = 3
                                   ^ the level of `page-furniture` must be "error", "warning", "info", "hint" or "off"
            "#,
        );
        check(
            RULE.code,
            r#"
            //- copydesk.toml
            override = [{ rules = {} }]
                       ^^^^^^^^^^^^^^^^ an override needs `files`
            prefixes = { wd = 3 }
                              ^ the URL of `wd` must be a string
            "#,
        );
        check(
            RULE.code,
            r#"
            //- copydesk.toml
            override = [{ files = ["a[b"] }]
                                  ^^^^^^^ `files` must be a list of globs
            rules = "off"
                    ^^^^^ `rules` must be a table of rule names and levels
            "#,
        );
    }

    #[test]
    fn archives() {
        check(
            RULE.code,
            r#"
            //- copydesk.toml
            [[archive]]
            files = "wire/*.jsonl"
            fields = { txt = "body", headline = 3 }
                       ^^^ 💡 did you mean `text`?
                                                ^ the field of `headline` must be a string
            syntax = "plane"
                     ^^^^^^^ 💡 unknown syntax `plane`
            [[archive]]
            files = "wire/*.csv"
            fields = "body"
                     ^^^^^^ `fields` must be a table of parts of an article
            "#,
        );
    }

    #[test]
    fn an_unknown_time_zone() {
        check(
            RULE.code,
            r#"
            //- copydesk.toml
            time-zone = "Asia/Quatar"
                        ^^^^^^^^^^^^^ 💡 `time-zone` must be an IANA name such as "Asia/Qatar" | did you mean `Asia/Qatar`?
            "#,
        );
    }

    #[test]
    fn toml_that_does_not_parse() {
        check(
            RULE.code,
            "
            //- copydesk.toml
            registry = [
            [rules]
                   ^ the configuration is not valid TOML
            ",
        );
    }

    #[test]
    fn the_key_is_changed() {
        check_fix(
            RULE.code,
            r#"
            //- copydesk.toml
            registri = ["actors.toml"]
            "#,
            r#"
            registry = ["actors.toml"]
            "#,
        );
    }

    #[test]
    fn every_setting_of_the_documentation_is_not_reported() {
        check(
            RULE.code,
            r#"
            //- copydesk.toml
            registry = ["actors.toml"]
            articles = ["stories/**/*.md"]
            language = "ar"
            time-zone = "Asia/Qatar"
            mentions = "first"
            builtin = "know"
            links = "cast-list"

            [rules]
            page-furniture = "off"

            [prefixes]
            wd = "http://www.wikidata.org/entity/{}"

            [[override]]
            files = ["archive/**"]
            rules.unlinked-actor = "off"
            "#,
        );
    }
}
