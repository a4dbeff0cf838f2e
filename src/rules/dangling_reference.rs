//! `dangling-reference`: an entry names another one that the registry lacks.

use crate::actors::{Lookup, Registry, RegistryFile};
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::{TextRange, near_misses};
use foldhash::{HashMap, HashSet};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("dangling-reference"),
    group: Group::Registry,
    level: Level::At(Severity::Error),
    fix: Some(Applicability::Unsafe),
    summary: "The `org` of a role or the `parent` of an entry is not an id of the registry.",
    why: "Holders of an office cannot be compared if its organisation is misspelt. Entries of all registry files \
          count, and so do the built-in countries.",
    bad: Example {
        path: "actors.toml",
        text: "[[actor]]\nid = \"quay\"\nkind = \"place\"\nparent = \"marsa-habour\"\nname.en = \"Old Quay\"\n\n[[actor]]\nid = \"marsa-harbour\"\nkind = \"place\"\nname.en = \"Marsa harbour\"\n",
    },
    good: Example {
        path: "actors.toml",
        text: "[[actor]]\nid = \"quay\"\nkind = \"place\"\nparent = \"marsa-harbour\"\nname.en = \"Old Quay\"\n\n[[actor]]\nid = \"marsa-harbour\"\nkind = \"place\"\nname.en = \"Marsa harbour\"\n",
    },
    traits: Traits::NONE,
    check: Check::Between(check),
};

/// Up to this many ids of the file, the nearest is searched one by one; with more, by the index of the registry.
const COMPARED: usize = 2_000;

/// For how many missing ids the nearest is looked for in the whole registry.
const SEARCHED: usize = 100;

fn check(file: &RegistryFile, registry: &Registry, sink: &mut Sink<'_>) {
    // An entry with the id of an earlier one is ignored.
    let mut ids: HashSet<&str> = HashSet::default();
    let is_elsewhere = |id: &str| match registry.lookup(id) {
        Lookup::Found(actor) => {
            let home = registry.actor(actor).file.and_then(|home| registry.files.get(home));
            home.is_some_and(|home| home.path != file.path)
        }
        _ => false,
    };
    let own: HashSet<&str> = file
        .actors
        .iter()
        .filter(|actor| ids.insert(&actor.id) && !is_elsewhere(&actor.id))
        .flat_map(|actor| [&actor.id].into_iter().chain(&actor.merged_from).chain(&actor.same_as))
        .map(String::as_str)
        .collect();
    // `cameo:USAGOV` is an id of another collection, which the registry need not have.
    let missing = |id: &str| !id.contains(':') && !own.contains(id) && registry.lookup(id) == Lookup::Missing;
    let mut near_to: HashMap<String, Vec<String>> = HashMap::default();
    for actor in &file.actors {
        let orgs = actor.roles.iter().filter_map(|role| {
            let start = actor.place_of(role.range).start;
            let within = TextRange::new(start, actor.range.end.max(start));
            Some(("org", role.org.as_deref()?, within))
        });
        let parent = actor.parent.as_deref().map(|parent| ("parent", parent, actor.range));
        for (key, id, within) in orgs.chain(parent).filter(|(_, id, _)| missing(id)) {
            let place = super::place_of_value(file, within, key, id);
            let mut report = sink.report(place, message!("`{id}` is not in the registry", id));
            let in_file = || near_misses(id, own.iter().copied().filter(|other| *other != actor.id), 3);
            let searched = near_to.len();
            let near = near_to.entry(id.to_owned()).or_insert_with(|| {
                let own = if !file.is_part && own.len() <= COMPARED { in_file() } else { Vec::new() };
                let near = if own.is_empty() && searched < SEARCHED { registry.near_ids(id) } else { own };
                near.into_iter().map(str::to_owned).collect()
            });
            for near in near.iter() {
                report = report.fix(Fix::change_to(place, near.as_str()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix};

    #[test]
    fn organisations_and_parents_exist() {
        check(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "rami"
            kind = "person"
            name.ar = "رامي سعد"
            parent = "xyz-qrs"
                      ^^^^^^^ error: `xyz-qrs` is not in the registry
            role = [{ title.ar = "الرئيس", org = "sahil-line" }]
                                                  ^^^^^^^^^^ 💡
            [[actor]]
            id = "rana"
            kind = "person"
            name.ar = "رنا سعد"
            [[actor.role]]
            title.ar = "الرئيسة"
            org = "rami"
            [[actor.role]]
            title.ar = "المديرة"
            org = "ramy"
                   ^^^^ 💡
            "#,
        );
        check_fix(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "quay"
            kind = "place"
            parent = "harbor"
            name.en = "Old Quay"
            [[actor]]
            id = "harbour"
            kind = "place"
            name.en = "Marsa harbour"
            "#,
            r#"
            [[actor]]
            id = "quay"
            kind = "place"
            parent = "harbour"
            name.en = "Old Quay"
            [[actor]]
            id = "harbour"
            kind = "place"
            name.en = "Marsa harbour"
            "#,
        );
    }

    #[test]
    fn entries_of_other_files_and_countries_exist() {
        check(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "rami"
            kind = "person"
            name.en = "Rami Saad"
            [[actor.role]]
            title.en = "envoy"
            org = "iso:QA"
            [[actor.role]]
            title.en = "clerk"
            org = "coast-office"
            [[actor.role]]
            title.en = "porter"
            //- more.actors.toml
            [[actor]]
            id = "coast-office"
            kind = "organisation"
            name.en = "Coast Office"
            "#,
        );
    }
}
