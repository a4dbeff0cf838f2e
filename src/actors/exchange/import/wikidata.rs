//! Wikidata: one entity per line, as in its dumps. Labels become house forms, aliases other full forms, and P39 gives
//! roles.
//!
//! A position is also an entity: its label is the title, if the file contains it.

use super::draft::{Draft, add_name, add_same_as, add_title, clean, date, short};
use super::json::{lines, list, text};
use crate::actors::model::{Actor, Gender, Kind, NameClass, PartialDate, Role};
use crate::language::Language;
use crate::message;
use serde_json::Value;
use std::collections::HashMap;

/// The most common classes of places.
const PLACES: &[&str] = &[
    "Q6256",
    "Q3624078",
    "Q515",
    "Q5119",
    "Q1549591",
    "Q486972",
    "Q3957",
    "Q532",
    "Q35657",
    "Q10864048",
    "Q5107",
    "Q82794",
    "Q1637706",
];
/// Classes of events.
const EVENTS: &[&str] = &["Q1190554", "Q1656682", "Q40231", "Q198", "Q180684", "Q178561"];

pub(super) fn read(source: &str, draft: &mut Draft) {
    let mut labels: HashMap<String, Vec<(String, String)>> = HashMap::new();
    let mut entities: Vec<(u32, Value)> = Vec::new();
    lines(source, draft, &mut |_, line, value| {
        // Special:EntityData returns one object with several entities.
        let inside = value.get("entities").and_then(Value::as_object);
        match inside {
            Some(inside) => entities.extend(inside.values().map(|value| (line, value.clone()))),
            None => entities.push((line, value.clone())),
        }
    });
    for (_, value) in &entities {
        labels.insert(text(value, "id"), labels_of(value));
    }
    for (line, value) in &entities {
        entity(draft, *line, value, &labels);
    }
}

fn labels_of(value: &Value) -> Vec<(String, String)> {
    let labels = value.get("labels").and_then(Value::as_object).into_iter().flatten();
    labels.map(|(tag, label)| (tag.clone(), text(label, "value"))).filter(|(_, text)| !text.is_empty()).collect()
}

fn claims<'v>(value: &'v Value, property: &str) -> Vec<&'v Value> {
    let all = value.get("claims").map(|claims| list(claims, property)).unwrap_or_default();
    let all: Vec<&Value> = all.into_iter().filter(|claim| text(claim, "rank") != "deprecated").collect();
    let preferred: Vec<&Value> = all.iter().copied().filter(|claim| text(claim, "rank") == "preferred").collect();
    // All offices are relevant, including past ones.
    if preferred.is_empty() || property == "P39" { all } else { preferred }
}

fn item(claim: &Value) -> String {
    claim.pointer("/mainsnak/datavalue/value/id").and_then(Value::as_str).unwrap_or("").to_owned()
}

fn time(value: &Value) -> Option<Result<PartialDate, String>> {
    let time = value.get("time")?.as_str()?;
    let precision = value.get("precision").and_then(Value::as_u64).unwrap_or(11);
    let end = match precision {
        11.. => time.len(),
        10 => 8,
        9 => 5,
        _ => return Some(Err(time.to_owned())),
    };
    Some(date(time.get(..end).unwrap_or(time)).ok_or_else(|| time.to_owned()))
}

fn date_claim(draft: &mut Draft, line: u32, value: &Value, property: &str) -> Option<PartialDate> {
    let claims = claims(value, property);
    let times: Vec<_> = claims.iter().filter_map(|claim| time(claim.pointer("/mainsnak/datavalue/value")?)).collect();
    let mut found = None;
    for one in times {
        match one {
            Ok(date) if found.is_none() => found = Some(date),
            Ok(date) if found != Some(date) => {
                draft.defect(
                    line,
                    message!("{property} has several values", property),
                    message!("the first one is kept"),
                );
            }
            Ok(_) => {}
            Err(time) => draft.defect(
                line,
                message!("{property} is not a year, month or day: `{time}`", property, time = short(&time)),
                message!("it is left out of the entry"),
            ),
        }
    }
    found
}

fn entity(draft: &mut Draft, line: u32, value: &Value, labels: &HashMap<String, Vec<(String, String)>>) {
    let id = text(value, "id");
    let classes: Vec<String> = claims(value, "P31").into_iter().map(item).collect();
    let is = |known: &[&str]| classes.iter().any(|class| known.contains(&class.as_str()));
    let has = |property: &str| !claims(value, property).is_empty();
    let is_position = is(&["Q4164871", "Q294414", "Q303618"]) || (!is(&["Q5"]) && (has("P1308") || has("P2354")));
    if is_position {
        draft.leave_out(
            line,
            1,
            message!("`{id}` is a position, not an actor: its labels are titles of roles", id = short(&id)),
        );
        return;
    }
    let kind = match () {
        () if is(&["Q5"]) => Kind::Person,
        () if is(EVENTS) || (has("P585") && !has("P571")) => Kind::Event,
        () if is(PLACES) || (has("P625") && (has("P1082") || has("P36") || has("P131"))) => Kind::Place,
        () => {
            if classes.is_empty() {
                draft.defect(
                    line,
                    message!("`{id}` has no class (P31)", id = short(&id)),
                    message!("it is read as an organisation"),
                );
            }
            Kind::Organisation
        }
    };
    let mut actor = Actor::empty(kind);
    if id.is_empty() {
        draft.defect(line, message!("the entity has no id"), message!("an id is made from its name"));
    }
    add_same_as(&mut actor, &if id.is_empty() { String::new() } else { format!("wd:{id}") });
    names(&mut actor, value);
    actor.gender = claims(value, "P21").into_iter().find_map(|claim| match item(claim).as_str() {
        "Q6581097" => Some(Gender::Masculine),
        "Q6581072" => Some(Gender::Feminine),
        _ => None,
    });
    for property in ["P569", "P571", "P580", "P585"] {
        actor.begins = actor.begins.or(date_claim(draft, line, value, property));
    }
    for property in ["P570", "P576", "P582"] {
        actor.ends = actor.ends.or(date_claim(draft, line, value, property));
    }
    actor.parent =
        claims(value, "P749").first().map(|claim| item(claim)).filter(|id| !id.is_empty()).map(|id| format!("wd:{id}"));
    for claim in claims(value, "P39") {
        if let Some(held) = office(draft, line, claim, labels) {
            actor.roles.push(held);
        }
    }
    draft.add(actor, line, (!id.is_empty()).then(|| format!("wd:{id}")));
}

fn names(actor: &mut Actor, value: &Value) {
    let labels = labels_of(value);
    // Languages with distinct names first; the same spelling in another language is the same name.
    let own = |tag: &str| Language::from_tag(tag).is_some() && !tag.contains('-');
    let ordered = labels.iter().filter(|(tag, _)| own(tag)).chain(labels.iter().filter(|(tag, _)| !own(tag)));
    for (tag, label) in ordered {
        let known = actor.names.iter().any(|name| name.text == clean(label));
        if own(tag) || !known {
            add_name(actor, NameClass::House, Some(tag), label);
        }
    }
    for (tag, aliases) in value.get("aliases").and_then(Value::as_object).into_iter().flatten() {
        for alias in aliases.as_array().into_iter().flatten() {
            add_name(actor, NameClass::Also, Some(tag), &text(alias, "value"));
        }
    }
    for claim in claims(value, "P1813") {
        if let Some(value) = claim.pointer("/mainsnak/datavalue/value") {
            add_name(actor, NameClass::Also, Some(&text(value, "language")), &text(value, "text"));
        }
    }
    for (tag, description) in value.get("descriptions").and_then(Value::as_object).into_iter().flatten() {
        if matches!(tag.as_str(), "ar" | "en") {
            actor.descriptions.push((super::draft::language(Some(tag), ""), clean(&text(description, "value"))));
        }
    }
}

fn office(
    draft: &mut Draft,
    line: u32,
    claim: &Value,
    labels: &HashMap<String, Vec<(String, String)>>,
) -> Option<Role> {
    let position = item(claim);
    if position.is_empty() {
        draft.defect(line, message!("an office (P39) has no value"), message!("left out"));
        return None;
    }
    let mut held = Role::default();
    match labels.get(&position) {
        Some(labels) => labels.iter().for_each(|(tag, label)| {
            if Language::from_tag(tag).is_some() {
                add_title(&mut held, Some(tag), None, label);
            }
        }),
        None => draft.defect(
            line,
            message!("the position `{position}` is not in the file", position = short(&position)),
            message!("the role has no title"),
        ),
    }
    let qualifier = |property: &str| claim.get("qualifiers").map(|all| list(all, property)).unwrap_or_default();
    let mut when = |property: &str| {
        let found = qualifier(property).into_iter().find_map(|snak| time(snak.pointer("/datavalue/value")?))?;
        found
            .map_err(|time| {
                draft.defect(
                    line,
                    message!("{property} is not a date: `{time}`", property, time = short(&time)),
                    message!("it is left out of the role"),
                );
            })
            .ok()
    };
    (held.from, held.to) = (when("P580"), when("P582"));
    let mut of = ["P642", "P2389", "P108"].into_iter().flat_map(qualifier);
    let of = of.find_map(|snak| snak.pointer("/datavalue/value/id").and_then(Value::as_str));
    // Without an organisation, the position itself distinguishes offices.
    held.org = Some(of.map_or_else(|| format!("wd:{position}"), |id| format!("wd:{id}")));
    Some(held)
}
