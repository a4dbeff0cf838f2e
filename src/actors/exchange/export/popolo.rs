//! Popolo JSON export. Facts without a Popolo key get keys of their own, which other readers ignore.

use crate::actors::model::{Actor, Gender, Kind, NameClass, PartialDate, Role};
use serde_json::{Map, Value, json};

/// Formats entries as Popolo.
pub fn popolo(actors: &[&Actor]) -> String {
    let of = |kinds: &[Kind]| -> Vec<Value> {
        actors.iter().filter(|actor| kinds.contains(&actor.kind)).map(|actor| entry(actor)).collect()
    };
    let memberships: Vec<Value> =
        actors.iter().flat_map(|actor| actor.roles.iter().map(|role| membership(actor, role))).collect();
    let whole = json!({
        "persons": of(&[Kind::Person]),
        "organizations": of(&[Kind::Organisation, Kind::Group]),
        "areas": of(&[Kind::Place]),
        "events": of(&[Kind::Event]),
        "memberships": memberships,
    });
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    text
}

fn put_date(object: &mut Map<String, Value>, key: &str, when: Option<PartialDate>) {
    if let Some(when) = when {
        object.insert(key.to_owned(), when.to_string().into());
    }
}

fn entry(actor: &Actor) -> Value {
    let mut object = Map::new();
    object.insert("id".to_owned(), actor.id.as_str().into());
    if actor.kind == Kind::Group {
        object.insert("classification".to_owned(), actor.kind.name().into());
    }
    let house = actor.names.iter().filter(|name| name.class == NameClass::House);
    if let Some(name) = house.clone().next().or(actor.names.first()) {
        object.insert("name".to_owned(), name.text.as_str().into());
    }
    let mut names = Map::new();
    let mut others: Vec<Value> = Vec::new();
    for name in &actor.names {
        let tag = name.language.tag();
        let is_plain = name.from.is_none() && name.to.is_none();
        if name.class == NameClass::House && is_plain && !names.contains_key(tag) {
            names.insert(tag.to_owned(), name.text.as_str().into());
            continue;
        }
        let mut other = Map::new();
        other.insert("lang".to_owned(), tag.into());
        other.insert("name".to_owned(), name.text.as_str().into());
        put_date(&mut other, "start_date", name.from);
        put_date(&mut other, "end_date", name.to);
        match name.class {
            NameClass::Also => {}
            NameClass::House => _ = other.insert("note".to_owned(), "house".into()),
            class => _ = other.insert("note".to_owned(), class.key().into()),
        }
        others.push(other.into());
    }
    if !names.is_empty() {
        object.insert("names".to_owned(), names.into());
    }
    if !others.is_empty() {
        object.insert("other_names".to_owned(), others.into());
    }
    if let Some(gender) = actor.gender {
        let word = if gender == Gender::Masculine { "male" } else { "female" };
        object.insert("gender".to_owned(), word.into());
    }
    let (begin, end) = match actor.kind {
        Kind::Person => ("birth_date", "death_date"),
        Kind::Event => ("start_date", "end_date"),
        Kind::Organisation | Kind::Place | Kind::Group => ("founding_date", "dissolution_date"),
    };
    put_date(&mut object, begin, actor.begins);
    put_date(&mut object, end, actor.ends);
    let identifier = |scheme: &str, id: &str| json!({"scheme": scheme, "identifier": id});
    let same = actor.same_as.iter().map(|id| match id.split_once(':') {
        Some(("wd", id)) => identifier("wikidata", id),
        Some((scheme, rest)) if !rest.starts_with("//") && !scheme.is_empty() && !rest.is_empty() => {
            identifier(scheme, rest)
        }
        _ => identifier("uri", id),
    });
    let identifiers: Vec<Value> =
        same.chain(actor.merged_from.iter().map(|id| identifier("merged-from", id))).collect();
    if !identifiers.is_empty() {
        object.insert("identifiers".to_owned(), identifiers.into());
    }
    if let Some((_, text)) = actor.descriptions.first() {
        object.insert("summary".to_owned(), text.as_str().into());
        let by_language: Map<String, Value> = actor
            .descriptions
            .iter()
            .map(|(language, text)| (language.tag().to_owned(), text.as_str().into()))
            .collect();
        object.insert("descriptions".to_owned(), by_language.into());
    }
    for (key, value) in [("parent_id", &actor.parent), ("note", &actor.note)] {
        if let Some(value) = value {
            object.insert(key.to_owned(), value.as_str().into());
        }
    }
    object.into()
}

fn membership(actor: &Actor, role: &Role) -> Value {
    let mut object = Map::new();
    object.insert("person_id".to_owned(), actor.id.as_str().into());
    if let Some(org) = &role.org {
        object.insert("organization_id".to_owned(), org.as_str().into());
    }
    if let Some(title) = role.titles.iter().find(|title| title.language.tag() == "en").or(role.titles.first()) {
        object.insert("role".to_owned(), title.text.as_str().into());
        object.insert("titles".to_owned(), titles(role));
    }
    if role.exclusive {
        object.insert("exclusive".to_owned(), true.into());
    }
    put_date(&mut object, "start_date", role.from);
    put_date(&mut object, "end_date", role.to);
    if let Some(source) = &role.source {
        object.insert("sources".to_owned(), json!([{"url": source}]));
    }
    object.into()
}

/// Titles by language and gender.
fn titles(role: &Role) -> Value {
    let mut by_language: Map<String, Value> = Map::new();
    for title in &role.titles {
        let forms = by_language.entry(title.language.tag()).or_insert_with(|| json!({}));
        let form = title.gender.map_or("any", Gender::key);
        if forms.get(form).is_none() {
            forms[form] = json!([]);
        }
        if let Some(list) = forms[form].as_array_mut() {
            list.push(title.text.as_str().into());
        }
    }
    by_language.into()
}
