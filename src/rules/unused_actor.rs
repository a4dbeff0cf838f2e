//! `unused-actor`: an entry that no article mentions.

use crate::actors::RegistryFile;
use crate::finding::{Level, RuleCode};
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("unused-actor"),
    group: Group::Registry,
    level: Level::Off,
    fix: None,
    summary: "No article mentions an entry of the registry.",
    why: "A registry that grew by imports is found easier to keep when it is known what of it is used. Only a run of `copydesk lint` \
          over a folder can say that: it looks at the articles that the run checks. An entry that another one names as its \
          organisation or parent is used. Off, because most registries know more than a day's articles.",
    bad: Example {
        path: "actors.toml",
        text: "[[actor]]\nid = \"rami-saad\"\nkind = \"person\"\nname.en = \"Rami Saad\"\n",
    },
    good: Example {
        path: "actors.toml",
        text: "[[actor]]\nid = \"samira-nasser\"\nkind = \"person\"\nname.en = \"Samira Nasser\"\n",
    },
    traits: Traits::NONE,
    check: Check::Unused(check),
};

fn check(file: &RegistryFile, used: &BTreeSet<String>, sink: &mut Sink<'_>) {
    let named = |id: &str| {
        let by = |actor: &crate::actors::Actor| {
            actor.parent.as_deref() == Some(id) || actor.roles.iter().any(|role| role.org.as_deref() == Some(id))
        };
        file.actors.iter().any(by)
    };
    for actor in &file.actors {
        if !used.contains(&actor.id) && !named(&actor.id) {
            sink.report(actor.id_range, format!("no article mentions `{}`", actor.id));
        }
    }
}
