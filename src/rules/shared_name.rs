//! `shared-name`: one full name for several actors.

use crate::actors::{Actor, Name, NameClass, Registry, RegistryFile, entries_named, spelling_key};
use crate::finding::{Level, Related, RuleCode, Severity};
use crate::message;
use crate::message::Message;
use crate::rule::{Check, Example, Group, Remedy, Rule, Sink, Traits};
use foldhash::HashMap;
use std::collections::hash_map::Entry;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("shared-name"),
    group: Group::Registry,
    level: Level::At(Severity::Info),
    fix: None,
    summary: "Two entries of the registry have the same full name.",
    why: "This is allowed, but makes the name ambiguous in articles. A `note` on each entry says how they differ; \
          the rule then does not report them. Short names are shared by whole families and are not reported, nor \
          are names whose dates do not overlap.",
    bad: Example {
        path: "actors.toml",
        text: "[[actor]]\nid = \"rami-saad\"\nkind = \"person\"\nname.en = \"Rami Saad\"\n\n[[actor]]\nid = \"rami-saad-poet\"\nkind = \"person\"\nname.en = \"Rami Saad\"\n",
    },
    good: Example {
        path: "actors.toml",
        text: "[[actor]]\nid = \"rami-saad\"\nkind = \"person\"\nnote = \"The judge.\"\nname.en = \"Rami Saad\"\n\n[[actor]]\nid = \"rami-saad-poet\"\nkind = \"person\"\nnote = \"The poet.\"\nname.en = \"Rami Saad\"\n",
    },
    traits: Traits { remedy: Some(Remedy::Merge), ..Traits::NONE },
    check: Check::Between(check),
};

fn check(file: &RegistryFile, registry: &Registry, sink: &mut Sink<'_>) {
    // Each of two files reports the other; a single file need not look.
    let has_others = registry.files.iter().any(|other| other.path != file.path);
    let mut first: HashMap<String, (&Actor, &Name)> = HashMap::default();
    for actor in &file.actors {
        for name in actor.names.iter().filter(|name| is_full(name)) {
            match first.entry(spelling_key(&name.text)) {
                Entry::Vacant(slot) => slot.insert((actor, name)),
                Entry::Occupied(known) => {
                    let (other, theirs) = known.get();
                    if collides((actor, name), (other, theirs)) {
                        let (range, message) =
                            (other.place_of(theirs.range), message!("it is a name of `{id}` here", id = other.id));
                        let related = Related::here(range, message);
                        let message = message!("`{name}` is also a name of `{id}`", name = name.text, id = other.id);
                        sink.report(actor.place_of(name.range), message).note(remedy()).related(related);
                    }
                    continue;
                }
            };
            if !has_others {
                continue;
            }
            let theirs = entries_named(registry, &name.text).into_iter().find_map(|(other, at)| {
                let other = registry.actor(other);
                let home = registry.files.get(other.file?)?;
                (home.path != file.path && collides((actor, name), (other, &other.names[at])))
                    .then_some((other, &home.path))
            });
            if let Some((other, path)) = theirs {
                let message = message!("`{name}` is also a name of `{id}`", name = name.text, id = other.id);
                sink.report(actor.place_of(name.range), message)
                    .note(message!("that entry is in {path}", path))
                    .note(remedy());
            }
        }
    }
}

fn remedy() -> Message {
    message!("if both are right, add a `note` to each entry that says how they differ")
}

fn is_full(name: &Name) -> bool {
    matches!(name.class, NameClass::House | NameClass::Also)
}

fn collides((one, name): (&Actor, &Name), (other, theirs): (&Actor, &Name)) -> bool {
    let ends_before = |a: &Name, b: &Name| match (a.to, b.from) {
        (Some(to), Some(from)) => to.last_day() < from.first_day(),
        _ => false,
    };
    one.id != other.id
        && is_full(theirs)
        && (one.note.is_none() || other.note.is_none())
        && !ends_before(name, theirs)
        && !ends_before(theirs, name)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn a_full_name_of_two_entries() {
        check(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "rami-saad"
            kind = "person"
            name.ar = "رامي سعد"
            name.en = "Rami Saad"

            [[actor]]
            id = "rami-saad-poet"
            kind = "person"
            name.ar = "رامي سعد"
                       ^^^^^^^^ info: `رامي سعد` is also a name of `rami-saad`
            also.en = ["Rami Saad"]
                        ^^^^^^^^^ also a name of `rami-saad`
            "#,
        );
        check(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "harbour"
            kind = "organisation"
            name.en = "Coast Harbour"
                       ^^^^^^^^^^^^^ that entry is in more/actors.toml
            //- other.actors.toml
            [[actor]]
            id = "coast-harbour"
            kind = "place"
            name.en = "Coast Harbour"
            "#,
        );
    }

    #[test]
    fn notes_short_names_and_dates_are_not_reported() {
        check(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "rami-saad"
            kind = "person"
            note = "The judge."
            name.ar = "رامي سعد"
            short.ar = ["سعد"]

            [[actor]]
            id = "rami-saad-poet"
            kind = "person"
            note = "The poet."
            name.ar = "رامي سعد"
            short.ar = ["سعد"]

            [[actor]]
            id = "league"
            kind = "organisation"
            name.en = { text = "Coast League", to = 1999 }

            [[actor]]
            id = "new-league"
            kind = "organisation"
            name.en = { text = "Coast League", from = 2001 }
            also.en = ["New Coast League", "New Coast League"]
            "#
            .replace("1999", "\"1999\"")
            .replace("2001", "\"2001\"")
            .as_str(),
        );
    }
}
