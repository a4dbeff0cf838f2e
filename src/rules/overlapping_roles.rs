//! `overlapping-roles`: an office with one holder at a time has two.

use crate::actors::{Actor, PartialDate, Registry, RegistryFile, Role, has_same_office, holders};
use crate::finding::{Related, Severity};
use crate::rule::{Check, Example, Group, Rule, Sink};
use foldhash::HashMap;

pub(super) static RULE: Rule = Rule {
    code: "overlapping-roles",
    group: Group::Registry,
    severity: Some(Severity::Info),
    fix: None,
    summary: "Two entries hold one `exclusive` office at a time.",
    why: "One of the dates is wrong, or an end is missing; `lapsed-role` then offers the wrong holder. An office is one where \
          organisation and title agree. A day of handing over is no overlap, and a date without day or month is given the \
          benefit of the doubt.",
    bad: Example {
        path: "actors.toml",
        text: "[[actor]]\nid = \"rami\"\nkind = \"person\"\nname.en = \"Rami Saad\"\n[[actor.role]]\ntitle.en = \"Harbour Master\"\nexclusive = true\nfrom = 2015-03-01\n\n[[actor]]\nid = \"rana\"\nkind = \"person\"\nname.en = \"Rana Saad\"\n[[actor.role]]\ntitle.en = \"Harbour Master\"\nexclusive = true\nfrom = 2019-03-01\n",
    },
    good: Example {
        path: "actors.toml",
        text: "[[actor]]\nid = \"rami\"\nkind = \"person\"\nname.en = \"Rami Saad\"\n[[actor.role]]\ntitle.en = \"Harbour Master\"\nexclusive = true\nfrom = 2015-03-01\nto = 2019-03-01\n\n[[actor]]\nid = \"rana\"\nkind = \"person\"\nname.en = \"Rana Saad\"\n[[actor.role]]\ntitle.en = \"Harbour Master\"\nexclusive = true\nfrom = 2019-03-01\n",
    },
    check: Check::Between(check),
};

fn check(file: &RegistryFile, registry: &Registry, sink: &mut Sink<'_>) {
    let mut by_org: HashMap<Option<&str>, Vec<(&Actor, &Role)>> = HashMap::default();
    for actor in &file.actors {
        for role in actor.roles.iter().filter(|role| role.exclusive) {
            by_org.entry(role.org.as_deref()).or_default().push((actor, role));
        }
    }
    let mut of_file: Vec<(&Actor, &Role)> = by_org.values().flatten().copied().collect();
    of_file.sort_by_key(|(actor, role)| actor.place_of(role.range));
    for (actor, role) in of_file {
        let beside = by_org[&role.org.as_deref()].iter().filter(|(other, theirs)| {
            let later = (first(role), actor.place_of(role.range)) > (first(theirs), other.place_of(theirs.range));
            other.id != actor.id && later && overlap(role, theirs) && has_same_office(role, theirs)
        });
        for (other, theirs) in beside {
            let related = Related { path: None, range: other.place_of(theirs.range), message: format!("`{}` holds it here", other.id) };
            report(actor, role, other, theirs, sink, Some(related));
        }
        let elsewhere = holders(registry, role).into_iter().map(|(other, at)| (registry.actor(other), at));
        for (other, at) in elsewhere {
            let home = other.file.and_then(|home| registry.files.get(home));
            if home.is_some_and(|home| home.path != file.path) && other.id != actor.id && overlap(role, &other.roles[at]) {
                report(actor, role, other, &other.roles[at], sink, None);
            }
        }
    }
}

fn report(actor: &Actor, role: &Role, other: &Actor, theirs: &Role, sink: &mut Sink<'_>, related: Option<Related>) {
    let title = role.titles.first().map_or("this office", |title| title.text.as_str());
    let since = theirs.from.map_or_else(String::new, |from| format!(" from {from}"));
    let to = theirs.to.map_or_else(|| " without an end".to_owned(), |to| format!(" to {to}"));
    let message = format!("`{}` and `{}` are `{title}` at a time", actor.id, other.id);
    let report = sink.report(actor.place_of(role.range), message).note(format!("`{}` holds it{since}{to}", other.id));
    if let Some(related) = related {
        report.related(related);
    }
}

fn first(role: &Role) -> Option<jiff::civil::Date> {
    role.from.and_then(PartialDate::first_day)
}

/// Whether two roles are held on one day for certain, a day of handing over aside.
fn overlap(one: &Role, other: &Role) -> bool {
    let (Some(from), Some(since)) = (one.from.and_then(PartialDate::last_day), other.from.and_then(PartialDate::last_day)) else {
        return false;
    };
    let begins = from.max(since);
    let goes_on = |role: &Role| role.to.is_none_or(|to| to.first_day().is_some_and(|to| to > begins));
    goes_on(one) && goes_on(other)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    fn office(id: &str, title: &str, org: &str, dates: &str) -> String {
        format!(
            "[[actor]]\nid = \"{id}\"\nkind = \"person\"\nname.ar = \"{id}\"\n[[actor.role]]\n{title}\norg = \"{org}\"\nexclusive = true\n{dates}\n\n"
        )
    }

    const MASTER: &str = "title.ar = { m = \"مدير الميناء\", f = \"مديرة الميناء\" }";

    #[test]
    fn two_holders_at_a_time() {
        let first = office("rami", MASTER, "marsa", "from = 2015-03-01\nto = 2019-03-02");
        let second = office("rana", MASTER, "marsa", "from = 2019-03-01");
        let marked = second.replace(
            "[[actor.role]]\n",
            "[[actor.role]]\n^^^^^^^^^^^^^^ info: `rana` and `rami` are `مدير الميناء` at a time | `rami` holds it from 2015-03-01 to 2019-03-02\n",
        );
        check(RULE.code, &format!("//- actors.toml\n{first}{marked}"));
        check(RULE.code, &format!("//- actors.toml\n{marked}//- more.actors.toml\n{first}"));
    }

    #[test]
    fn successors_other_offices_and_open_dates_are_silent() {
        let first = office("rami", MASTER, "marsa", "from = 2015-03-01\nto = 2019-03-01");
        let harbour = "title.ar = \"أمين الميناء\"";
        for second in [
            office("rana", MASTER, "marsa", "from = 2019-03-01"),
            office("rana", MASTER, "marsa", "from = \"2019\""),
            office("rana", MASTER, "marsa-harbour", "from = 2017-03-01"),
            office("rana", harbour, "marsa", "from = 2017-03-01"),
            office("rana", MASTER, "marsa", "from = 2017-03-01").replace("exclusive = true", "exclusive = false"),
            office("rana", MASTER, "marsa", ""),
        ] {
            check(RULE.code, &format!("//- actors.toml\n{first}{second}"));
        }
    }
}
