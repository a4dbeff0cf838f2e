//! `impossible-life`: dates of an entry that cannot all be true.

use crate::actors::{Actor, Kind, PartialDate, RegistryFile};
use crate::finding::{Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::TextRange;
use foldhash::HashMap;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("impossible-life"),
    group: Group::Registry,
    level: Level::At(Severity::Error),
    fix: None,
    summary: "An entry ends before it begins, holds a role outside its life, or is merged in a circle.",
    why: "The checks of titles, ages and actions depend on these dates. A date without day or month gets the benefit \
          of the doubt.",
    bad: Example {
        path: "actors.toml",
        text: "[[actor]]\nid = \"rami\"\nkind = \"person\"\nborn = 1961-03-02\ndied = 1916-05-08\nname.en = \"Rami Saad\"\n",
    },
    good: Example {
        path: "actors.toml",
        text: "[[actor]]\nid = \"rami\"\nkind = \"person\"\nborn = 1916-03-02\ndied = 1961-05-08\nname.en = \"Rami Saad\"\n",
    },
    traits: Traits::NONE,
    check: Check::Registry(check),
};

fn check(file: &RegistryFile, sink: &mut Sink<'_>) {
    let merging = file.actors.iter().filter(|actor| !actor.merged_from.is_empty());
    let ids: HashMap<&str, &Actor> = merging.map(|actor| (actor.id.as_str(), actor)).collect();
    for actor in &file.actors {
        life(actor, sink);
        roles(actor, sink);
        for name in actor.names.iter().filter(|name| before(name.to, name.from)) {
            sink.report(
                actor.place_of(name.range),
                message!("`{name}` goes out of use before it comes into use", name = name.text),
            );
        }
        for former in &actor.merged_from {
            let within = TextRange::new(actor.range.start, actor.range.end);
            let place = || super::place_of_value(file, within, "merged-from", former);
            if *former == actor.id {
                sink.report(place(), message!("`{former}` is merged into itself", former));
            } else if ids.get(former.as_str()).is_some_and(|other| other.merged_from.contains(&actor.id)) {
                sink.report(
                    place(),
                    message!("`{former}` and `{id}` are merged into each other", former, id = actor.id),
                );
            }
        }
    }
}

fn life(actor: &Actor, sink: &mut Sink<'_>) {
    if !before(actor.ends, actor.begins) {
        return;
    }
    let (Some(begins), Some(ends)) = (actor.begins, actor.ends) else { return };
    let what = match actor.kind {
        Kind::Person => message!("`{id}` dies ({ends}) before being born ({begins})", id = actor.id, ends, begins),
        Kind::Event => message!("`{id}` ends ({ends}) before it begins ({begins})", id = actor.id, ends, begins),
        _ => message!("`{id}` is dissolved ({ends}) before it is founded ({begins})", id = actor.id, ends, begins),
    };
    sink.report(actor.id_range, what);
}

fn roles(actor: &Actor, sink: &mut Sink<'_>) {
    for role in &actor.roles {
        let title = role.titles.first().map_or("the role", |title| title.text.as_str());
        let held = [role.from, role.to];
        let wrong = if before(role.to, role.from) {
            message!("`{title}` ends before it begins", title)
        } else if held.iter().any(|day| before(*day, actor.begins)) {
            message!("`{title}` is held before its holder was born or founded", title)
        } else if held.iter().any(|day| before(actor.ends, *day)) {
            message!("`{title}` is held after its holder died or was dissolved", title)
        } else {
            continue;
        };
        sink.report(actor.place_of(role.range), wrong);
    }
}

/// Whether one date certainly lies before another.
fn before(one: Option<PartialDate>, other: Option<PartialDate>) -> bool {
    match (one.and_then(PartialDate::last_day), other.and_then(PartialDate::first_day)) {
        (Some(one), Some(other)) => one < other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn ends_before_beginnings() {
        check(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "rami"
                  ^^^^ error: `rami` dies (1916) before being born (1961-03-02)
            kind = "person"
            born = 1961-03-02
            died = "1916"
            name.ar = "رامي سعد"

            [[actor]]
            id = "league"
                  ^^^^^^ is dissolved (1999) before it is founded (2001)
            kind = "organisation"
            founded = "2001"
            dissolved = "1999"
            name.en = { text = "Coast League", from = 2010-02-01, to = 2009-01-01 }
                                ^^^^^^^^^^^^ goes out of use before it comes into use
            "#,
        );
    }

    #[test]
    fn roles_outside_a_life() {
        check(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "rami"
            kind = "person"
            born = 1951-03-02
            died = "2001-05"
            name.en = "Rami Saad"
            [[actor.role]]
            ^^^^^^^^^^^^^^ `clerk` ends before it begins
            title.en = "clerk"
            from = 1991-01-01
            to = 1990-01-01
            [[actor.role]]
            ^^^^^^^^^^^^^^ `page` is held before its holder was born
            title.en = "page"
            from = "1950"
            [[actor.role]]
            ^^^^^^^^^^^^^^ `envoy` is held after its holder died
            title.en = "envoy"
            to = 2001-06-01
            "#,
        );
    }

    #[test]
    fn merged_in_a_circle() {
        check(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "rami"
            merged-from = ["ramy", "rami"]
                            ^^^^ `ramy` and `rami` are merged into each other
                                    ^^^^ into itself
            kind = "person"
            name.en = "Rami Saad"

            [[actor]]
            id = "ramy"
            merged-from = ["rami"]
                            ^^^^ 
            kind = "person"
            name.en = "Ramy Saad"
            "#,
        );
    }

    #[test]
    fn lives_that_can_be_are_not_reported() {
        check(
            RULE.code,
            r#"
            //- actors.toml
            [[actor]]
            id = "rami"
            kind = "person"
            born = "1951"
            died = "2001"
            name.ar = "رامي سعد"
            merged-from = ["ramy"]
            [[actor.role]]
            title.ar = "المدير"
            from = 1951-01-01
            to = 2001-12-31

            [[actor]]
            id = "accord"
            kind = "event"
            date = 2019-05-11
            name.ar = "اتفاقية الساحل"
            "#,
        );
    }
}
