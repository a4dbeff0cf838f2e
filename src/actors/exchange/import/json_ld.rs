//! People, organisations, places and events of schema.org in JSON-LD: one object, a list, a `@graph`, or one object per
//! line.

use super::draft::{Draft, add_name, add_same_as, add_title, clean, language, short};
use super::json::{as_text, lines, list, members, parts, reason, text};
use crate::actors::Role;
use crate::actors::model::{Actor, Kind, NameClass};
use crate::message;
use serde_json::Value;

pub(super) fn read(source: &str, draft: &mut Draft) {
    let trimmed = source.trim();
    if let Ok(members) = members(trimmed) {
        match members.iter().find(|(key, _)| key == "@graph" || key == "itemListElement") {
            Some((_, graph)) => each(source, graph, draft),
            None => one(draft, 1, trimmed),
        }
    } else if trimmed.starts_with('[') && serde_json::from_str::<serde::de::IgnoredAny>(trimmed).is_ok() {
        each(source, trimmed, draft);
    } else if trimmed.lines().filter(|line| line.trim_start().starts_with('{')).count() > 1
        && trimmed.lines().next().is_some_and(|line| line.trim().ends_with('}'))
    {
        lines(source, draft, &mut entity);
    } else {
        let error = serde_json::from_str::<serde::de::IgnoredAny>(trimmed).err();
        let (line, why) = error.map_or((1, String::new()), |error| (error.line() as u32, reason(&error)));
        draft.defect(line, message!("the file is not JSON-LD ({why})", why), message!("nothing is read"));
    }
}

fn each(source: &str, raw: &str, draft: &mut Draft) {
    for (line, part) in parts(source, raw) {
        one(draft, line, part);
    }
}

fn one(draft: &mut Draft, line: u32, part: &str) {
    match serde_json::from_str::<Value>(part) {
        Ok(value) if value.is_object() => entity(draft, line, &value),
        _ => draft.leave_out(line, 1, message!("this is not an object")),
    }
}

fn entity(draft: &mut Draft, line: u32, value: &Value) {
    let value = value.get("item").filter(|item| item.is_object()).unwrap_or(value);
    let types: Vec<String> = list(value, "@type").into_iter().map(as_text).collect();
    let types: Vec<&str> = types.iter().map(|name| name.rsplit(['/', ':', '#']).next().unwrap_or("")).collect();
    let Some(kind) = types.iter().find_map(|name| kind_of(name)) else {
        draft.leave_out(line, 1, message!("`{types}` is not a type of actor", types = short(&types.join(", "))));
        return;
    };
    let mut actor = Actor::empty(kind);
    let id = text(value, "@id");
    if let Some(own) = id.strip_prefix("actor:") {
        actor.id = draft.id(line, own);
    } else if !id.is_empty() && !id.starts_with("_:") {
        add_same_as(&mut actor, &id);
    }
    for (tag, name) in texts(value, "name") {
        add_name(&mut actor, NameClass::House, tag.as_deref(), &name);
    }
    if actor.names.is_empty() {
        let name = format!("{} {}", text(value, "givenName"), text(value, "familyName"));
        add_name(&mut actor, NameClass::House, None, &name);
    }
    for (tag, name) in texts(value, "alternateName").into_iter().chain(texts(value, "legalName")) {
        add_name(&mut actor, NameClass::Also, tag.as_deref(), &name);
    }
    for id in list(value, "sameAs") {
        add_same_as(&mut actor, &reference(id));
    }
    let sex = list(value, "gender").first().map(|sex| reference(sex)).unwrap_or_default();
    if !sex.is_empty() {
        actor.gender = draft.gender(line, sex.rsplit('/').next().unwrap_or(""), &sex);
    }
    for key in ["birthDate", "foundingDate", "startDate"] {
        actor.begins = draft.date(line, key, &text(value, key)).or(actor.begins);
    }
    for key in ["deathDate", "dissolutionDate", "endDate"] {
        actor.ends = draft.date(line, key, &text(value, key)).or(actor.ends);
    }
    for (tag, said) in texts(value, "description") {
        let said = clean(&said);
        actor.descriptions.push((language(tag.as_deref(), &said), said));
    }
    actor.note = Some(clean(&text(value, "disambiguatingDescription"))).filter(|note| !note.is_empty());
    actor.parent =
        list(value, "parentOrganization").first().map(|parent| reference(parent)).filter(|id| !id.is_empty());
    roles(draft, line, value, &mut actor);
    draft.add(
        actor,
        line,
        (!id.is_empty()).then(|| id.strip_prefix("actor:").map_or_else(|| super::draft::outside(&id), str::to_owned)),
    );
}

fn kind_of(name: &str) -> Option<Kind> {
    Some(match name {
        "Person" => Kind::Person,
        "Place"
        | "Country"
        | "City"
        | "State"
        | "AdministrativeArea"
        | "Landform"
        | "LandmarksOrHistoricalBuildings" => Kind::Place,
        "Event" => Kind::Event,
        name if name.ends_with("Event") => Kind::Event,
        "Corporation" | "NGO" | "PoliticalParty" | "CollegeOrUniversity" => Kind::Organisation,
        name if name.ends_with("Organization") => Kind::Organisation,
        _ => return None,
    })
}

/// Texts with their languages: a string, `{"@value", "@language"}`, a map by language, or a list of these.
fn texts(value: &Value, key: &str) -> Vec<(Option<String>, String)> {
    let mut found = Vec::new();
    for one in list(value, key) {
        match one {
            Value::Object(map) if map.contains_key("@value") => {
                let tag = text(one, "@language");
                found.push(((!tag.is_empty()).then_some(tag), text(one, "@value")));
            }
            Value::Object(map) => {
                for (tag, inside) in map {
                    let all = inside.as_array().map_or_else(|| vec![inside], |list| list.iter().collect());
                    found.extend(all.into_iter().map(|text| (Some(tag.clone()), as_text(text))));
                }
            }
            other => found.push((None, as_text(other))),
        }
    }
    found.retain(|(_, text)| !text.trim().is_empty());
    found
}

/// An id or URL, given as a string or as the id of an object.
fn reference(value: &Value) -> String {
    let id = if value.is_object() { text(value, "@id") } else { as_text(value) };
    id.strip_prefix("actor:").map_or_else(|| super::draft::outside(&id), str::to_owned)
}

fn roles(draft: &mut Draft, line: u32, value: &Value, actor: &mut Actor) {
    let titles = texts(value, "jobTitle");
    let mut bound = 0;
    for key in ["worksFor", "affiliation", "memberOf", "hasOccupation"] {
        for one in list(value, key) {
            let mut held = Role::default();
            let inside = list(one, key).first().copied();
            let named = [texts(one, "roleName"), texts(one, "jobTitle")].concat();
            let occupation = if key == "hasOccupation" { texts(one, "name") } else { Vec::new() };
            let own = named.into_iter().chain(occupation);
            own.for_each(|(tag, text)| add_title(&mut held, tag.as_deref(), None, &text));
            held.org = Some(reference(inside.unwrap_or(one))).filter(|org| !org.is_empty());
            held.from = draft.date(line, "startDate", &text(one, "startDate"));
            held.to = draft.date(line, "endDate", &text(one, "endDate"));
            if bound == 0 && held.titles.is_empty() {
                for (tag, text) in &titles {
                    add_title(&mut held, tag.as_deref(), None, text);
                }
            }
            bound += 1;
            actor.roles.push(held);
        }
    }
    if bound == 0 && !titles.is_empty() {
        let mut held = Role::default();
        for (tag, text) in &titles {
            add_title(&mut held, tag.as_deref(), None, text);
        }
        actor.roles.push(held);
    }
}
