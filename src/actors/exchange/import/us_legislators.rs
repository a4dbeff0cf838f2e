//! The YAML files of the congress-legislators project: a list of people with their terms. `executive.yaml` lists
//! presidents and vice presidents, the other files members of Congress.

use super::draft::{Draft, add_name, add_same_as, add_title, gender, short};
use super::yaml::{Node, parse};
use crate::actors::model::{Actor, Kind, NameClass, PartialDate, Role};
use crate::message;

/// Both chambers: id, name, outside id.
const CHAMBERS: &[(&str, &str, &str)] =
    &[("us-senate", "US Senate", "wd:Q66096"), ("us-house", "US House of Representatives", "wd:Q11701")];

pub(super) fn read(source: &str, draft: &mut Draft) {
    let root = match parse(source) {
        Ok(root) => root,
        Err((line, why, root)) => {
            draft.defect(
                line,
                message!("the file is not valid YAML from here on: {why}", why),
                message!("the part before is read"),
            );
            root
        }
    };
    let mut chambers: Vec<String> = Vec::new();
    for person in root.items() {
        if person.path(&["name", "last"]).is_empty() && person.path(&["name", "official_full"]).is_empty() {
            draft.leave_out(person.line, 1, message!("this is not a person: it has neither family name nor full name"));
            continue;
        }
        read_person(person, draft);
        let roles = draft.entries.last().map(|entry| &entry.actor.roles).into_iter().flatten();
        for org in roles.filter_map(|role| role.org.clone()) {
            if !chambers.contains(&org) {
                chambers.push(org);
            }
        }
    }
    for (id, name, outside) in CHAMBERS.iter().filter(|(id, ..)| chambers.iter().any(|chamber| chamber == id)) {
        let mut actor = Actor::empty(Kind::Organisation);
        (*id).clone_into(&mut actor.id);
        add_name(&mut actor, NameClass::House, Some("en"), name);
        add_same_as(&mut actor, outside);
        draft.add(actor, 1, Some((*id).to_owned()));
    }
}

fn read_person(person: &Node, draft: &mut Draft) {
    let line = person.line;
    let mut actor = Actor::empty(Kind::Person);
    let name = |key: &str| person.path(&["name", key]);
    let joined =
        |keys: &[&str]| keys.iter().map(|key| name(key)).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let plain = joined(&["first", "last"]);
    for form in [
        name("official_full"),
        joined(&["first", "last", "suffix"]),
        plain,
        joined(&["first", "middle", "last"]),
        with_initial(&name("first"), &name("middle"), &name("last")),
        joined(&["nickname", "last"]),
    ] {
        // A form without the given name is skipped.
        if form.contains(' ') || form == name("last") {
            let class = if form == name("last") { NameClass::Short } else { NameClass::House };
            add_name(&mut actor, class, Some("en"), &form);
        }
    }
    add_name(&mut actor, NameClass::Short, Some("en"), &name("last"));
    for (key, prefix) in [("wikidata", "wd"), ("bioguide", "bioguide"), ("govtrack", "govtrack")] {
        let id = person.path(&["id", key]);
        if !id.is_empty() {
            add_same_as(&mut actor, &format!("{prefix}:{id}"));
        }
    }
    actor.begins = draft.date(line, "birthday", &person.path(&["bio", "birthday"]));
    actor.gender = gender(&person.path(&["bio", "gender"]));
    for term in person.get("terms").map(Node::items).unwrap_or_default() {
        match read_term(term, draft) {
            Some(held) => add_term(&mut actor.roles, held),
            None => draft.defect(
                term.line,
                message!("`{term}` is not a known office", term = short(&term.path(&["type"]))),
                message!("the term is left out"),
            ),
        }
    }
    draft.add(actor, line, None);
}

/// `Jon W. Mast`, as the press writes it.
fn with_initial(first: &str, middle: &str, last: &str) -> String {
    match middle.chars().next() {
        Some(initial) if !first.is_empty() && !last.is_empty() => format!("{first} {initial}. {last}"),
        _ => String::new(),
    }
}

/// Maximum number of days between two terms of an office that count as one.
const TOUCH: i32 = 7;

/// Adds a term, or extends the previous one if both are in the same office and adjacent.
fn add_term(roles: &mut Vec<Role>, held: Role) {
    let touches = |before: &Role| {
        let (Some(end), Some(start)) =
            (before.to.and_then(PartialDate::last_day), held.from.and_then(PartialDate::first_day))
        else {
            return false;
        };
        let titles = |role: &Role| role.titles.iter().map(|title| title.text.clone()).collect::<Vec<_>>();
        end.until(start).is_ok_and(|gap| gap.get_days().abs() <= TOUCH)
            && before.org == held.org
            && titles(before) == titles(&held)
    };
    match roles.last_mut().filter(|before| touches(before)) {
        Some(before) => before.to = held.to,
        None => roles.push(held),
    }
}

fn read_term(term: &Node, draft: &mut Draft) -> Option<Role> {
    let mut held = Role::default();
    let (titles, org): (&[&str], Option<&str>) = match term.path(&["type"]).as_str() {
        "sen" => (&["US Senator"], Some("us-senate")),
        "rep" => (&["US Representative"], Some("us-house")),
        "prez" => (&["President of the United States", "US President"], None),
        "viceprez" => (&["Vice President of the United States", "US Vice President"], None),
        _ => return None,
    };
    for title in titles {
        add_title(&mut held, Some("en"), None, title);
    }
    held.org = org.map(str::to_owned);
    held.exclusive = org.is_none();
    held.from = draft.date(term.line, "start", &term.path(&["start"]));
    held.to = draft.date(term.line, "end", &term.path(&["end"]));
    Some(held)
}
