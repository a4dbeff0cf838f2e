//! `malformed-registry`: a registry file that is not valid TOML or XML, or not of the registry's form.

use crate::actors::RegistryFile;
use crate::finding::{Applicability, Level, RuleCode, Severity};
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("malformed-registry"),
    group: Group::Registry,
    level: Level::At(Severity::Error),
    fix: Some(Applicability::Unsafe),
    summary: "A registry file is not valid TOML or XML, or an entry does not have the form of a registry.",
    why: "What cannot be read is not known to the checks. The rest of the file is used.",
    bad: Example {
        path: "actors.toml",
        text: "[[actor]]\nid = \"marsa\"\nkind = \"place\"\nname.en = \"Marsa\"\nparen = \"coast\"\n",
    },
    good: Example {
        path: "actors.toml",
        text: "[[actor]]\nid = \"marsa\"\nkind = \"place\"\nname.en = \"Marsa\"\nparent = \"coast\"\n",
    },
    traits: Traits::NONE,
    check: Check::Registry(check),
};

fn check(file: &RegistryFile, sink: &mut Sink<'_>) {
    super::registry_problems(file, RULE.code, sink);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn entries_that_are_not_of_the_form() {
        check(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "marsa"
            kind = "place"
            name.en = "Marsa"
            paren = "coast"
            ^^^^^ 💡 did you mean `parent`?
            "#,
        );
        check(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "marsa"
                  ^^^^^ `marsa` has no kind
            name.en = "Marsa"
            "#,
        );
    }

    #[test]
    fn the_key_is_changed() {
        check_fix(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "marsa"
            kind = "place"
            name.en = "Marsa"
            paren = "coast"
            "#,
            r#"
            [[actor]]
            id = "marsa"
            kind = "place"
            name.en = "Marsa"
            parent = "coast"
            "#,
        );
    }

    #[test]
    fn toml_that_does_not_parse() {
        check(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "marsa
                       ^ error: this is not valid TOML
            "#,
        );
    }

    #[test]
    fn a_sound_registry_is_not_reported() {
        check(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "marsa"
            kind = "place"
            name.ar = "مرسى"
            name.en = "Marsa"
            "#,
        );
    }
}
