//! Popolo: people, organisations, areas and events in one JSON object, connected by memberships. Files of
//! `EveryPolitician` also have names by language, and terms (events) with the dates of memberships.

use super::draft::{Draft, add_dated_name, add_name, add_same_as, add_title, clean, date, is_id, kind, short};
use super::json::{list, members, parts, reason, text};
use crate::actors::model::{Actor, Gender, Kind, NameClass, PartialDate, Role};
use crate::message;
use serde_json::Value;
use std::collections::HashMap;

/// The content of a key of the file: entries of a kind, or connections between them.
const LISTS: &[(&str, Kind)] = &[
    ("persons", Kind::Person),
    ("people", Kind::Person),
    ("organizations", Kind::Organisation),
    ("organisations", Kind::Organisation),
    ("areas", Kind::Place),
    ("events", Kind::Event),
];

pub(super) fn read(source: &str, draft: &mut Draft) {
    let members = match members(source) {
        Ok(members) => members,
        Err(error) => {
            let what = message!("the file is not Popolo JSON ({error})", error = reason(&error));
            draft.defect(error.line() as u32, what, message!("nothing is read"));
            return;
        }
    };
    let mut terms: HashMap<String, (Option<PartialDate>, Option<PartialDate>)> = HashMap::new();
    let mut posts: HashMap<String, Value> = HashMap::new();
    for (key, raw) in &members {
        if let Some((_, kind)) = LISTS.iter().find(|(name, _)| name == key) {
            each(source, raw, draft, &mut |draft, line, value| {
                if key == "events" && text(value, "classification") == "legislative period" {
                    let id = text(value, "id");
                    let (from, to) = (date(&text(value, "start_date")), date(&text(value, "end_date")));
                    terms.insert(id, (from, to));
                    return;
                }
                entry(draft, line, value, *kind);
            });
        } else if key == "posts" {
            each(source, raw, draft, &mut |_, _, value| {
                posts.insert(text(value, "id"), value.clone());
            });
        } else if key != "memberships" && key != "meta" {
            let what = message!("`{key}` is not a list of actors", key = short(key));
            draft.defect(line_of(source, raw), what, message!("it is left out"));
        }
    }
    // A member can follow its memberships in the file.
    let mut by_id: HashMap<String, usize> = HashMap::new();
    for (number, entry) in draft.entries.iter().enumerate() {
        by_id.insert(entry.key.clone().unwrap_or_default(), number);
    }
    for (_, raw) in members.iter().filter(|(key, _)| key == "memberships") {
        each(source, raw, draft, &mut |draft, line, value| membership(draft, line, value, &by_id, &terms, &posts));
    }
    // Memberships can also be inside the person.
    for (_, raw) in members.iter().filter(|(key, _)| key == "persons") {
        each(source, raw, &mut Draft::default(), &mut |_, line, value| {
            for membership_of in list(value, "memberships") {
                let mut whole = membership_of.clone();
                if whole.get("person_id").is_none() && whole.is_object() {
                    whole["person_id"] = Value::String(text(value, "id"));
                }
                membership(draft, line, &whole, &by_id, &terms, &posts);
            }
        });
    }
}

fn line_of(source: &str, raw: &str) -> u32 {
    let offset = (raw.as_ptr() as usize).wrapping_sub(source.as_ptr() as usize).min(source.len());
    memchr::memchr_iter(b'\n', &source.as_bytes()[..offset]).count() as u32 + 1
}

fn each(source: &str, raw: &str, draft: &mut Draft, take: &mut dyn FnMut(&mut Draft, u32, &Value)) {
    for (line, part) in parts(source, raw) {
        match serde_json::from_str::<Value>(part) {
            Ok(value) if value.is_object() => take(draft, line, &value),
            _ => draft.leave_out(line, 1, message!("this is not an object")),
        }
    }
}

fn entry(draft: &mut Draft, line: u32, value: &Value, of_list: Kind) {
    let given = kind(&text(value, "kind")).or_else(|| match text(value, "classification").as_str() {
        "group" => Some(Kind::Group),
        _ => None,
    });
    let mut actor = Actor::empty(given.unwrap_or(of_list));
    let id = text(value, "id");
    if is_uuid(&id) {
        // A generated number is kept as an outside id; the id of the entry is made from its name.
        add_same_as(&mut actor, &format!("uuid:{}", id.rsplit('/').next().unwrap_or(&id)));
    } else {
        actor.id = draft.id(line, &id);
    }
    if let Some(names) = value.get("names").and_then(Value::as_object) {
        for (tag, name) in names {
            add_name(&mut actor, NameClass::House, Some(tag), name.as_str().unwrap_or(""));
        }
    }
    let name = text(value, "name");
    // The main name can be repeated with more details in `other_names`.
    let is_same = |other: &&Value| {
        let note = text(other, "note");
        let exact = note == "house" || (note.is_empty() && other.get("lang").is_some() && value.get("names").is_none());
        text(other, "name") == name && exact
    };
    let repeated = list(value, "other_names");
    let repeated = repeated.iter().any(is_same);
    let known = actor.names.iter().any(|other| other.text == clean(&name));
    if !known && !repeated {
        add_name(&mut actor, NameClass::House, None, &name);
    }
    for other in list(value, "other_names") {
        let dates = ["start_date", "end_date"].map(|key| text(other, key));
        let from = draft.date(line, "start_date", &dates[0]);
        let to = draft.date(line, "end_date", &dates[1]);
        let tag = other.get("lang").and_then(Value::as_str);
        let class = match text(other, "note").as_str() {
            "house" | "multilingual" => NameClass::House,
            "short" => NameClass::Short,
            "wrong" => NameClass::Wrong,
            "weak" => NameClass::Weak,
            "metonym" => NameClass::Metonym,
            _ => NameClass::Also,
        };
        let name = other.as_str().map_or_else(|| text(other, "name"), str::to_owned);
        // A name of another class is kept even if it has the words of a full form.
        add_dated_name(&mut actor, class, tag, &name, from, to);
    }
    if let Some(shorts) = value.get("short_forms").and_then(Value::as_object) {
        for (tag, forms) in shorts {
            for form in forms.as_array().into_iter().flatten() {
                add_name(&mut actor, NameClass::Short, Some(tag), form.as_str().unwrap_or(""));
            }
        }
    }
    metonyms(&mut actor, value);
    for identifier in list(value, "identifiers") {
        let (scheme, id) = (text(identifier, "scheme"), text(identifier, "identifier"));
        if scheme == "merged-from" {
            actor.merged_from.extend(is_id(&id).then_some(id));
        } else if scheme == "uri" {
            add_same_as(&mut actor, &id);
        } else if !id.is_empty() {
            let scheme = if scheme == "wikidata" { "wd" } else { scheme.as_str() };
            add_same_as(&mut actor, &format!("{}:{id}", scheme.replace(' ', "-")));
        }
    }
    let sex = text(value, "gender");
    if !sex.is_empty() {
        actor.gender = draft.gender(line, &sex, &sex);
    }
    for key in ["birth_date", "founding_date", "start_date"] {
        actor.begins = draft.date(line, key, &text(value, key)).or(actor.begins);
    }
    for key in ["death_date", "dissolution_date", "end_date"] {
        actor.ends = draft.date(line, key, &text(value, key)).or(actor.ends);
    }
    if let Some(descriptions) = value.get("descriptions").and_then(Value::as_object) {
        for (tag, text) in descriptions {
            let text = clean(text.as_str().unwrap_or(""));
            actor.descriptions.push((super::draft::language(Some(tag), &text), text));
        }
    } else {
        let summary = clean(&text(value, "summary"));
        if !summary.is_empty() {
            actor.descriptions.push((super::draft::language(None, &summary), summary));
        }
    }
    actor.parent = Some(text(value, "parent_id")).filter(|id| !id.is_empty());
    actor.note = Some(clean(&text(value, "note"))).filter(|note| !note.is_empty());
    draft.add(actor, line, Some(id));
}

/// Metonyms of a place, in the keys `metonym_ar` and `metonym_en`.
fn metonyms(actor: &mut Actor, value: &Value) {
    let keys = value.as_object().into_iter().flatten();
    for (key, forms) in keys.filter(|(key, _)| key.starts_with("metonym_")) {
        for form in forms.as_array().into_iter().flatten().filter_map(Value::as_str) {
            for name in actor.names.iter_mut().filter(|name| name.text == form && name.class == NameClass::Also) {
                name.class = NameClass::Metonym;
            }
            add_name(actor, NameClass::Metonym, key.strip_prefix("metonym_"), form);
        }
    }
}

fn is_uuid(id: &str) -> bool {
    let id = id.rsplit('/').next().unwrap_or(id);
    id.len() == 36 && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

fn membership(
    draft: &mut Draft,
    line: u32,
    value: &Value,
    by_id: &HashMap<String, usize>,
    terms: &HashMap<String, (Option<PartialDate>, Option<PartialDate>)>,
    posts: &HashMap<String, Value>,
) {
    let member = ["person_id", "member_id", "agent_id"].map(|key| text(value, key));
    let member = member.into_iter().find(|id| !id.is_empty()).unwrap_or_default();
    let Some(number) = by_id.get(&member).copied() else {
        draft.defect(
            line,
            message!("the member `{member}` is not in the file", member = short(&member)),
            message!("left out"),
        );
        return;
    };
    let mut held = Role::default();
    let post = posts.get(&text(value, "post_id"));
    let title = (value.get("titles").or_else(|| value.get("role")))
        .filter(|title| !title.is_null())
        .or_else(|| post.and_then(|post| post.get("role").or_else(|| post.get("label"))));
    if let Some(title) = title {
        titles(&mut held, title);
    }
    let org = text(value, "organization_id");
    let org = if org.is_empty() { post.map(|post| text(post, "organization_id")).unwrap_or_default() } else { org };
    held.org = Some(org).filter(|org| !org.is_empty());
    held.exclusive = value.get("exclusive").and_then(Value::as_bool).unwrap_or(false);
    held.from = draft.date(line, "start_date", &text(value, "start_date"));
    held.to = draft.date(line, "end_date", &text(value, "end_date"));
    if let Some((from, to)) = terms.get(&text(value, "legislative_period_id")) {
        (held.from, held.to) = (held.from.or(*from), held.to.or(*to));
    }
    held.source = list(value, "sources").first().map(|source| text(source, "url")).filter(|url| !url.is_empty());
    draft.entries[number].actor.roles.push(held);
}

/// Parses a title: a text, texts by language, or texts by language and gender.
fn titles(held: &mut Role, title: &Value) {
    let forms = |value: &Value| match value {
        Value::Array(list) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Value::String(text) => vec![text.clone()],
        _ => Vec::new(),
    };
    let Some(by_language) = title.as_object() else {
        for text in &forms(title) {
            add_title(held, None, None, text);
        }
        return;
    };
    for (tag, value) in by_language {
        for text in &forms(value) {
            add_title(held, Some(tag), None, text);
        }
        for (form, gender) in [("any", None), ("m", Some(Gender::Masculine)), ("f", Some(Gender::Feminine))] {
            if let Some(value) = value.get(form) {
                for text in &forms(value) {
                    add_title(held, Some(tag), gender, text);
                }
            }
        }
    }
}
