//! `duplicate-actor`: an id twice in the registry.

use crate::actors::{Kind, RegistryFile, is_builtin_id};
use crate::finding::{Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Remedy, Rule, Sink, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("duplicate-actor"),
    group: Group::Registry,
    level: Level::At(Severity::Error),
    fix: None,
    summary: "Two entries of the registry have the same id.",
    why: "A link to the id can mean either. The first entry is used.",
    bad: Example {
        path: "actors.toml",
        text: "[[actor]]\nid = \"marsa\"\nkind = \"place\"\nname.en = \"Marsa\"\n\n[[actor]]\nid = \"marsa\"\nkind = \"place\"\nname.en = \"Marsa Nakheel\"\n",
    },
    good: Example { path: "actors.toml", text: "[[actor]]\nid = \"marsa\"\nkind = \"place\"\nname.en = \"Marsa\"\n" },
    traits: Traits { remedy: Some(Remedy::Merge), ..Traits::NONE },
    check: Check::Registry(check),
};

fn check(file: &RegistryFile, sink: &mut Sink<'_>) {
    super::registry_problems(file, RULE.code, sink);
    for actor in file.actors.iter().filter(|actor| actor.kind != Kind::Place && is_builtin_id(&actor.id)) {
        let place = super::place_of_value(file, actor.range, "id", &actor.id);
        sink.report(place, message!("`{id}` is the id of a built-in place", id = actor.id))
            .note(message!("links to this id lead to the place; give this entry another id"))
            .at_most(Severity::Warning);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn an_id_twice_in_one_file() {
        check(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "marsa"
            kind = "place"
            name.en = "Marsa"

            [[actor]]
            id = "marsa"
                  ^^^^^ error: the id `marsa` is taken
            kind = "place"
            name.en = "Marsa Nakheel"
            "#,
        );
    }

    #[test]
    fn the_id_of_a_country_is_taken() {
        check(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "jordan"
                  ^^^^^^ warning: `jordan` is the id of a built-in place
            kind = "person"
            name.en = "Jordan Vale"

            [[actor]]
            id = "qatar"
            kind = "place"
            name.en = "Qatar"
            "#,
        );
    }

    #[test]
    fn names_may_be_shared() {
        check(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "marsa"
            kind = "place"
            name.en = "Marsa"

            [[actor]]
            id = "marsa-town"
            kind = "place"
            name.en = "Marsa"
            "#,
        );
    }
}
