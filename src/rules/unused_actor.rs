//! `unused-actor`: an entry that no article mentions.

use crate::actors::RegistryFile;
use crate::finding::{Level, RuleCode};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("unused-actor"),
    group: Group::Registry,
    level: Level::Off,
    fix: None,
    summary: "No article mentions an entry of the registry.",
    why: "A registry that grew by imports is easier to maintain if you know which entries are used. Only `copydesk \
          lint` over a folder can know that: it looks at the articles of the run. An entry that another one names \
          as its organisation or parent is used. Off by default, because most registries know more than a day's \
          articles.",
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
            sink.report(actor.id_range, message!("no article mentions `{id}`", id = actor.id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::actors::parse;
    use crate::config::Config;
    use crate::finding::{Level, Severity};
    use crate::lint::lint_unused;

    /// The ids that the rule reports, where articles mention the others.
    fn unused(registry: &str, mentioned: &[&str]) -> Vec<String> {
        let file = parse("actors.toml", registry);
        let mut config = Config::with_defaults();
        config.levels.insert(RULE.code.to_string(), Level::At(Severity::Info));
        let mentioned = mentioned.iter().map(|id| (*id).to_owned()).collect();
        let findings = lint_unused(&file, &mentioned, &config);
        findings.iter().map(|finding| finding.range.slice(registry).to_owned()).collect()
    }

    const REGISTRY: &str = r#"
[[actor]]
id = "port-authority"
kind = "organisation"
name.en = "Port Authority"

[[actor]]
id = "rami-saad"
kind = "person"
name.en = "Rami Saad"
role = [{ title.en = "head", org = "port-authority" }]
"#;

    #[test]
    fn entries_that_neither_an_article_nor_an_entry_names() {
        assert_eq!(unused(REGISTRY, &[]), ["rami-saad"], "the organisation of a role is used");
        assert!(unused(REGISTRY, &["rami-saad"]).is_empty());
    }

    #[test]
    fn a_parent_is_used() {
        let registry = "[[actor]]\nid = \"gulf\"\nkind = \"place\"\nname.en = \"Gulf\"\n\n[[actor]]\nid = \"port\"\nkind = \"place\"\nparent = \"gulf\"\nname.en = \"Port\"\n";
        assert_eq!(unused(registry, &[]), ["port"]);
    }

    #[test]
    fn the_rule_is_off_by_default() {
        let file = parse("actors.toml", REGISTRY);
        assert!(lint_unused(&file, &std::collections::BTreeSet::new(), &Config::with_defaults()).is_empty());
    }
}
