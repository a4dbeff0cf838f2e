//! `overlapping-roles`: an office with one holder at a time has two.

use crate::actors::{
    Actor, OfficeKeys, PartialDate, Registry, RegistryFile, Role, exclusive_roles, has_same_office, office_keys,
};
use crate::finding::{Level, Related, RuleCode, Severity};
use crate::message;
use crate::message::Message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use foldhash::HashMap;
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("overlapping-roles"),
    group: Group::Registry,
    level: Level::At(Severity::Info),
    fix: None,
    summary: "Two entries hold one `exclusive` office at the same time.",
    why: "One of the dates is wrong, or an end is missing; `lapsed-role` then offers the wrong holder. Two roles are \
          one office if organisation and title agree. A shared day of handover is allowed, and a date without day \
          or month gets the benefit of the doubt.",
    bad: Example {
        path: "actors.toml",
        text: "[[actor]]\nid = \"rami\"\nkind = \"person\"\nname.en = \"Rami Saad\"\n[[actor.role]]\ntitle.en = \"Harbour Master\"\nexclusive = true\nfrom = 2015-03-01\n\n[[actor]]\nid = \"rana\"\nkind = \"person\"\nname.en = \"Rana Saad\"\n[[actor.role]]\ntitle.en = \"Harbour Master\"\nexclusive = true\nfrom = 2019-03-01\n",
    },
    good: Example {
        path: "actors.toml",
        text: "[[actor]]\nid = \"rami\"\nkind = \"person\"\nname.en = \"Rami Saad\"\n[[actor.role]]\ntitle.en = \"Harbour Master\"\nexclusive = true\nfrom = 2015-03-01\nto = 2019-03-01\n\n[[actor]]\nid = \"rana\"\nkind = \"person\"\nname.en = \"Rana Saad\"\n[[actor.role]]\ntitle.en = \"Harbour Master\"\nexclusive = true\nfrom = 2019-03-01\n",
    },
    traits: Traits::NONE,
    check: Check::Between(check),
};

/// A role of the file that is checked, or of another one.
struct Held<'r> {
    actor: &'r Actor,
    role: &'r Role,
    begins: jiff::civil::Date,
    keys: OfficeKeys,
    is_own: bool,
}

/// Each holder is reported once, with the one who is in office the longest: all pairs of a long list would be too many.
fn check(file: &RegistryFile, registry: &Registry, sink: &mut Sink<'_>) {
    let roles = file.actors.iter().flat_map(|actor| actor.roles.iter().map(move |role| (actor, role)));
    let mut by_org: BTreeMap<Option<&str>, Vec<(&Actor, &Role)>> = BTreeMap::new();
    for (actor, role) in roles.filter(|(_, role)| role.exclusive) {
        by_org.entry(role.org.as_deref()).or_default().push((actor, role));
    }
    let mut found: Vec<(&Held<'_>, &Held<'_>)> = Vec::new();
    let all: Vec<Vec<Held<'_>>> = by_org.iter().map(|(org, roles)| held(file, roles, registry, *org)).collect();
    for held in &all {
        overlaps(held, &mut found);
    }
    found.sort_by_key(|(held, _)| held.actor.place_of(held.role.range));
    for (held, other) in found {
        let place = || other.actor.place_of(other.role.range);
        let related =
            other.is_own.then(|| Related::here(place(), message!("`{id}` holds the office here", id = other.actor.id)));
        report(held.actor, held.role, other.actor, other.role, sink, related);
    }
}

/// The exclusive roles of an organisation in the file and in all others, in the order in which they begin. One that begins
/// no dates overlaps with none.
fn held<'r>(
    file: &RegistryFile,
    of_file: &[(&'r Actor, &'r Role)],
    registry: &'r Registry,
    org: Option<&str>,
) -> Vec<Held<'r>> {
    let one = |actor: &'r Actor, role: &'r Role, is_own: bool| {
        let begins = role.from.and_then(PartialDate::last_day)?;
        Some(Held { actor, role, begins, keys: office_keys(role), is_own })
    };
    let mut all: Vec<Held<'r>> = of_file.iter().filter_map(|(actor, role)| one(actor, role, true)).collect();
    let elsewhere = exclusive_roles(registry, org).into_iter().map(|(actor, at)| (registry.actor(actor), at));
    all.extend(elsewhere.filter_map(|(actor, at)| {
        let home = actor.file.and_then(|home| registry.files.get(home));
        let is_other = home.is_some_and(|home| home.path != file.path);
        actor.roles.get(at).filter(|_| is_other).and_then(|role| one(actor, role, false))
    }));
    // Of equal days, those in the file come first, each part in the order of the registry.
    all.sort_by_key(|held| (held.begins, !held.is_own));
    all
}

/// The holders of the file, each with another one at whose time it is.
fn overlaps<'a, 'r>(all: &'a [Held<'r>], found: &mut Vec<(&'a Held<'r>, &'a Held<'r>)>) {
    let mut known = Known::default();
    let mut is_reported = vec![false; all.len()];
    for (held, is_reported) in all.iter().zip(&mut is_reported) {
        if let Some(other) = known.overlapping(held).filter(|_| held.is_own) {
            found.push((held, other));
            *is_reported = true;
        }
        known.add(held, &|held, than| end(held.role) > end(than.role));
    }
    // The later holder is reported at his entry, except if that is in another file.
    let mut known = Known::default();
    for (held, is_reported) in all.iter().zip(is_reported).rev() {
        if let Some(other) = known.overlapping(held).filter(|_| held.is_own && !is_reported) {
            found.push((held, other));
        }
        if !held.is_own {
            known.add(held, &|held, than| held.begins < than.begins);
        }
    }
}

/// The two best holders of each office so far, of two actors: the second is for the first one's own other roles.
#[derive(Default)]
struct Known<'a, 'r> {
    by_title: HashMap<u64, [Option<&'a Held<'r>>; 2]>,
    by_form: HashMap<u64, [Option<&'a Held<'r>>; 2]>,
}

impl<'a, 'r> Known<'a, 'r> {
    fn add(&mut self, held: &'a Held<'r>, is_better: &dyn Fn(&Held<'_>, &Held<'_>) -> bool) {
        let of_titles = held.keys.titles.iter().map(|key| (true, key));
        for (is_title, key) in of_titles.chain(held.keys.forms.iter().map(|key| (false, key))) {
            let best = if is_title { &mut self.by_title } else { &mut self.by_form }.entry(*key).or_default();
            let goes_before = |than: Option<&Held<'_>>| than.is_none_or(|than| is_better(held, than));
            let is_first = best[0].is_some_and(|first| first.actor.id == held.actor.id);
            if goes_before(best[0]) {
                *best = [Some(held), if is_first { best[1] } else { best[0] }];
            } else if !is_first && goes_before(best[1]) {
                best[1] = Some(held);
            }
        }
    }

    /// A holder of the same office at the same time.
    fn overlapping(&self, held: &Held<'r>) -> Option<&'a Held<'r>> {
        let of_titles = held.keys.titles.iter().filter_map(|key| self.by_form.get(key));
        let of_forms = held.keys.forms.iter().filter_map(|key| self.by_title.get(key));
        of_titles.chain(of_forms).flatten().flatten().copied().find(|other| {
            other.actor.id != held.actor.id && overlap(held.role, other.role) && has_same_office(held.role, other.role)
        })
    }
}

/// The day on which a role ends; the last of all days where it goes on.
fn end(role: &Role) -> jiff::civil::Date {
    role.to.map_or(jiff::civil::Date::MAX, |to| to.first_day().unwrap_or(jiff::civil::Date::MIN))
}

fn report(actor: &Actor, role: &Role, other: &Actor, theirs: &Role, sink: &mut Sink<'_>, related: Option<Related>) {
    let title = role.titles.first().map_or("this office", |title| title.text.as_str());
    let since = theirs.from.map_or_else(Message::default, |from| message!(" from {from}", from));
    let to = theirs.to.map_or_else(|| message!(" without an end"), |to| message!(" to {to}", to));
    let message =
        message!("`{one}` and `{other}` hold `{title}` at the same time", one = actor.id, other = other.id, title);
    let note = message!("`{other}` holds it{since}{to}", other = other.id, since, to);
    let report = sink.report(actor.place_of(role.range), message).note(note);
    if let Some(related) = related {
        report.related(related);
    }
}

/// Whether two roles are held on one day for certain, a day of handing over aside.
fn overlap(one: &Role, other: &Role) -> bool {
    let (Some(from), Some(since)) =
        (one.from.and_then(PartialDate::last_day), other.from.and_then(PartialDate::last_day))
    else {
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
            "[[actor.role]]\n^^^^^^^^^^^^^^ info: `rana` and `rami` hold `مدير الميناء` at the same time | `rami` holds it from 2015-03-01 to 2019-03-02\n",
        );
        check(RULE.code, &format!("//- actors.toml\n{first}{marked}"));
        check(RULE.code, &format!("//- actors.toml\n{marked}//- more.actors.toml\n{first}"));
    }

    /// Each of many holders is reported once, so that a report grows with their number.
    #[test]
    fn each_of_many_holders_is_reported_once() {
        let roles: String = (0..2_000)
            .map(|nth| office(&format!("a{nth}"), MASTER, "marsa", &format!("from = 2015-03-{:02}", nth % 28 + 1)))
            .collect();
        let file = std::sync::Arc::new(crate::actors::parse("actors.toml", &roles));
        let registry = std::sync::Arc::new(crate::actors::Registry::new(vec![file.clone()], false));
        let context = crate::analysis::ProjectContext::new(crate::config::Config::default(), registry);
        let found = crate::lint::lint_between(&file, &context);
        let found = found.iter().filter(|finding| finding.code == RULE.code).count();
        assert_eq!(found, 1_999, "all but the first");
    }

    /// The one who is in office the longest is found also after others who have left.
    #[test]
    fn a_holder_who_never_left_is_found_after_those_who_did() {
        let stays = office("stays", MASTER, "marsa", "from = 2000-01-01");
        let left = office("left", "title.ar = \"أمين الميناء\"", "marsa", "from = 2001-01-01\nto = 2002-01-01");
        let late = office("late", MASTER, "marsa", "from = 2010-01-01").replace(
            "[[actor.role]]\n",
            "[[actor.role]]\n^^^^^^^^^^^^^^ info: `late` and `stays` hold `مدير الميناء` at the same time | `stays` holds it from 2000-01-01 without an end\n",
        );
        check(RULE.code, &format!("//- actors.toml\n{stays}{left}{late}"));
    }

    #[test]
    fn successors_other_offices_and_open_dates_are_not_reported() {
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
