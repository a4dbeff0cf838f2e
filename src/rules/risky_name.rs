//! `risky-name`: a name that prose uses as a common word.

use crate::actors::{NameClass, RegistryFile, is_common_word};
use crate::finding::{Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("risky-name"),
    group: Group::Registry,
    level: Level::At(Severity::Info),
    fix: None,
    summary: "A name of the registry is a common word, or has one or two letters.",
    why: "It will also match where it is not meant. Under `weak` it counts only after a cue (`قناة الجزيرة`), in \
          quotation marks, or after a full name. Not reported for acronyms, which match in capitals only, and for \
          names that are also under `weak`.",
    bad: Example {
        path: "actors.toml",
        text: "[[actor]]\nid = \"island-tv\"\nkind = \"organisation\"\nname.ar = \"الجزيرة\"\n",
    },
    good: Example {
        path: "actors.toml",
        text: "[[actor]]\nid = \"island-tv\"\nkind = \"organisation\"\nname.ar = \"قناة الجزيرة\"\nweak.ar = [\"الجزيرة\"]\n",
    },
    traits: Traits::NONE,
    check: Check::Registry(check),
};

fn check(file: &RegistryFile, sink: &mut Sink<'_>) {
    for actor in &file.actors {
        let weak = |text: &str| actor.names.iter().any(|name| name.class == NameClass::Weak && name.text == text);
        for name in &actor.names {
            let strong = matches!(name.class, NameClass::House | NameClass::Also | NameClass::Short);
            if !strong || !is_common_word(&name.text) || weak(&name.text) {
                continue;
            }
            sink.report(
                actor.place_of(name.range),
                message!("`{name}` will also match where `{id}` is not meant", name = name.text, id = actor.id),
            )
            .note(message!("it is a common word, or very short; list it under `weak`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn common_words_and_single_letters() {
        check(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "amal"
            kind = "organisation"
            name.ar = "أمل"
                       ^^^ info: `أمل` will also match where `amal` is not meant
            name.en = "Hope"
                       ^^^^ 
            also.en = ["H"]
                        ^ very short
            "#,
        );
    }

    #[test]
    fn weak_names_acronyms_and_other_names_are_not_reported() {
        check(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "amal"
            kind = "organisation"
            name.ar = "أمل"
            weak.ar = ["أمل"]
            name.en = "Amal Movement"
            also.en = ["AM", "WHO"]

            [[actor]]
            id = "nasser"
            kind = "person"
            name.en = "Samira Nasser"
            short.en = ["Nasser"]
            short.ar = ["ناصر"]
            wrong.en = ["Hope"]
            "#,
        );
    }
}
