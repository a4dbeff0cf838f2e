//! `FollowTheMoney`: one entity per line. People, organisations and places become entries; the entities that connect
//! them (memberships, posts, jobs) become roles. Passports, ships and payments are not actors.

use super::draft::{Draft, add_name, add_same_as, add_title, clean, short};
use super::json::{as_text, lines, list, text};
use crate::actors::Role;
use crate::actors::model::{Actor, Kind, NameClass};
use crate::message;
use serde_json::Value;
use std::collections::HashMap;

pub(super) fn read(source: &str, draft: &mut Draft) {
    let mut bonds: Vec<(u32, Value)> = Vec::new();
    let mut positions: HashMap<String, Value> = HashMap::new();
    lines(source, draft, &mut |draft, line, value| {
        let schema = text(value, "schema");
        match schema.as_str() {
            "Person" => entry(draft, line, value, Kind::Person),
            "Organization" | "Company" | "PublicBody" | "LegalEntity" => entry(draft, line, value, Kind::Organisation),
            "Address" | "Country" | "RealEstate" => entry(draft, line, value, Kind::Place),
            "Event" => entry(draft, line, value, Kind::Event),
            "Membership" | "Occupancy" | "Directorship" | "Employment" => bonds.push((line, value.clone())),
            "Position" => {
                positions.insert(text(value, "id"), value.clone());
            }
            _ => draft.leave_out(line, 1, message!("`{schema}` is not a schema for actors", schema = short(&schema))),
        }
    });
    let mut by_id: HashMap<String, usize> = HashMap::new();
    for (number, entry) in draft.entries.iter().enumerate() {
        by_id.insert(entry.key.clone().unwrap_or_default(), number);
    }
    for (line, bond) in bonds {
        bind(draft, line, &bond, &by_id, &positions);
    }
}

fn values(value: &Value, key: &str) -> Vec<String> {
    let texts = value.get("properties").map(|properties| list(properties, key)).unwrap_or_default();
    texts.into_iter().map(as_text).filter(|text| !text.trim().is_empty()).collect()
}

fn first(value: &Value, key: &str) -> String {
    values(value, key).into_iter().next().unwrap_or_default()
}

fn entry(draft: &mut Draft, line: u32, value: &Value, kind: Kind) {
    let mut actor = Actor::empty(kind);
    let id = text(value, "id");
    let is_wikidata =
        id.strip_prefix('Q').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    if is_wikidata {
        add_same_as(&mut actor, &format!("wd:{id}"));
    } else if !id.is_empty() {
        // Ids of this kind are generated, so the id of the entry is made from its name.
        add_same_as(&mut actor, &format!("ftm:{id}"));
    }
    let caption = text(value, "caption");
    let caption = values(value, "name").contains(&caption).then_some(caption);
    for name in caption.into_iter().chain(values(value, "name")) {
        add_name(&mut actor, NameClass::House, None, &name);
    }
    for name in values(value, "alias").into_iter().chain(values(value, "previousName")) {
        add_name(&mut actor, NameClass::Also, None, &name);
    }
    for name in values(value, "weakAlias").into_iter().chain(values(value, "abbreviation")) {
        add_name(&mut actor, NameClass::Weak, None, &name);
    }
    for id in values(value, "wikidataId") {
        add_same_as(&mut actor, &format!("wd:{id}"));
    }
    let sex = first(value, "gender");
    if !sex.is_empty() {
        actor.gender = draft.gender(line, &sex, &sex);
    }
    for (keys, ends) in
        [(["birthDate", "incorporationDate", "startDate"], false), (["deathDate", "dissolutionDate", "endDate"], true)]
    {
        for text in keys.iter().flat_map(|key| values(value, key)) {
            let date = draft.date(line, if ends { "end" } else { "begin" }, &text);
            let kept = if ends { &mut actor.ends } else { &mut actor.begins };
            *kept = kept.or(date);
        }
    }
    for title in values(value, "position") {
        let mut held = Role::default();
        add_title(&mut held, None, None, &title);
        actor.roles.push(held);
    }
    for text in values(value, "summary").into_iter().chain(values(value, "description")).take(1) {
        let text = clean(&text);
        actor.descriptions.push((super::draft::language(None, &text), text));
    }
    actor.parent = Some(first(value, "parent")).filter(|id| !id.is_empty());
    draft.add(actor, line, Some(id));
}

fn bind(
    draft: &mut Draft,
    line: u32,
    bond: &Value,
    by_id: &HashMap<String, usize>,
    positions: &HashMap<String, Value>,
) {
    let either = |keys: &[&str]| keys.iter().map(|key| first(bond, key)).find(|id| !id.is_empty()).unwrap_or_default();
    let holder = either(&["member", "holder", "director", "employee"]);
    let Some(number) = by_id.get(&holder).copied() else {
        draft.defect(
            line,
            message!("`{holder}`, which this refers to, is not in the file", holder = short(&holder)),
            message!("left out"),
        );
        return;
    };
    let mut held = Role::default();
    let post = either(&["post"]);
    if let Some(position) = positions.get(&post) {
        for title in &values(position, "name") {
            add_title(&mut held, None, None, title);
        }
    } else if !post.is_empty() {
        draft.defect(
            line,
            message!("the position `{post}` is not in the file", post = short(&post)),
            message!("the role has no title"),
        );
    }
    for title in &values(bond, "role") {
        add_title(&mut held, None, None, title);
    }
    held.org = Some(either(&["organization", "employer"])).filter(|org| !org.is_empty());
    held.from = draft.date(line, "startDate", &first(bond, "startDate"));
    held.to = draft.date(line, "endDate", &first(bond, "endDate"));
    held.source = Some(first(bond, "sourceUrl")).filter(|url| !url.is_empty());
    draft.entries[number].actor.roles.push(held);
}
