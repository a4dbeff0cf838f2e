//! The schemas agree with the parsers.

use super::*;
use crate::actors::{ACTOR_KEYS, ROLE_KEYS, parse};
use crate::config::Config;
use std::fmt::Write as _;

fn value(subject: Subject) -> Value {
    serde_json::from_str(&schema(subject)).expect("JSON")
}

/// The keys of a table of a schema.
fn keys(table: &Value) -> Vec<&str> {
    table["properties"].as_object().expect("properties").keys().map(String::as_str).collect()
}

/// Values that a property of the configuration's schema allows, in TOML: every word of an enumeration.
fn allowed(root: &Value, property: &Value) -> Vec<String> {
    let property = match property["allOf"][0]["$ref"].as_str() {
        Some(reference) => root.pointer(reference.trim_start_matches('#')).expect("a definition"),
        None => property,
    };
    let words = property["enum"].as_array().or(property["examples"].as_array());
    if let Some(words) = words {
        return words.iter().map(ToString::to_string).collect();
    }
    match &property["type"] {
        Value::String(name) if name == "object" && property["properties"].is_object() => {
            inside(root, property).into_iter().map(|(key, value)| format!("{{ {key} = {value} }}")).collect()
        }
        Value::String(name) if name == "object" => vec!["{ wd = \"http://www.wikidata.org/entity/{}\" }".into()],
        Value::String(name) if name == "array" => {
            let items = &property["items"];
            assert_eq!(items["required"], json!(["files"]));
            let others = inside(root, items).into_iter().filter(|(key, _)| *key != "files");
            others.map(|(key, value)| format!("[{{ files = [\"a/**\"], {key} = {value} }}]")).collect()
        }
        Value::Array(_) => vec!["\"a.toml\"".into(), "[\"a.toml\", \"b/*.toml\"]".into()],
        other => panic!("a property of type {other}: {property}"),
    }
}

/// The keys of a table, each with every value it allows.
fn inside<'a>(root: &Value, table: &'a Value) -> Vec<(&'a str, String)> {
    let of = |key| allowed(root, &table["properties"][key]).into_iter().map(move |value| (key, value));
    keys(table).into_iter().flat_map(of).collect()
}

#[test]
fn the_parser_accepts_every_key_and_word_of_the_schema() {
    let root = value(Subject::Config);
    let mut tried = 0;
    for key in keys(&root) {
        for value in allowed(&root, &root["properties"][key]) {
            let text = format!("{key} = {value}\n");
            let config = Config::parse(&text);
            assert!(config.problems.is_empty(), "{text}{:?}", config.problems);
            assert!(config.named_rules.iter().all(|(code, _)| crate::rules::find(code).is_some()), "{text}");
            tried += 1;
        }
    }
    assert!(tried > 2 * 5 * RULES.len(), "{tried}");
}

#[test]
fn the_schema_has_the_keys_of_the_parser_and_no_others() {
    let root = value(Subject::Config);
    assert_eq!(keys(&root), SETTINGS.iter().map(|setting| setting.key).collect::<Vec<_>>());
    assert_eq!(root["additionalProperties"], false);
    let part = &root["properties"]["override"]["items"];
    assert_eq!(keys(part), OVERRIDE.iter().map(|setting| setting.key).collect::<Vec<_>>());
    assert_eq!(part["additionalProperties"], false);
    let archive = &root["properties"]["archive"]["items"];
    assert_eq!(keys(archive), ARCHIVE.iter().map(|setting| setting.key).collect::<Vec<_>>());
    assert_eq!(archive["additionalProperties"], false);
    for key in keys(&root) {
        assert_eq!(Config::parse(&format!("{key} = 3\n")).problems.len(), 1, "{key}");
        let unknown = Config::parse(&format!("{key}x = 3\n"));
        let said = unknown.problems[0].note.as_deref().unwrap_or_default();
        assert_eq!(said, format!("did you mean `{key}`?"));
        assert!(root["properties"][key]["description"].as_str().is_some_and(|text| text.len() > 10), "{key}");
    }
}

#[test]
fn the_defaults_are_those_of_the_schema() {
    let root = value(Subject::Config);
    let mut written = String::new();
    for key in keys(&root) {
        let standard = &root["properties"][key]["default"];
        if !standard.is_null() {
            let _ = writeln!(written, "{key} = {standard}");
        }
    }
    assert!(
        written.contains("registry = [\"actors.toml\",\"actors/*.toml\"]\n") && written.contains("links = \"auto\"\n")
    );
    let config = Config { named_rules: Vec::new(), ..Config::parse(&written) };
    assert_eq!(format!("{config:?}"), format!("{:?}", Config::with_defaults()));
    for rule in RULES {
        let standard = &root["definitions"]["levels"]["properties"][rule.code.as_str()]["default"];
        assert_eq!(*standard, rule.level.name(), "{}", rule.code);
    }
}

#[test]
fn every_key_of_a_registry_has_values_and_a_meaning() {
    let root = value(Subject::Registry);
    let entry = &root["properties"]["actor"]["items"];
    let role = &root["definitions"]["role"];
    assert_eq!((keys(entry), keys(role)), (ACTOR_KEYS.to_vec(), ROLE_KEYS.to_vec()));
    for property in [entry, role].iter().flat_map(|table| table["properties"].as_object().expect("properties").values())
    {
        assert!(
            property["description"].is_string() && property.as_object().expect("an object").len() > 1,
            "{property}"
        );
    }
    for kind in entry["properties"]["kind"]["enum"].as_array().expect("kinds") {
        let file = parse("actors.toml", &format!("[[actor]]\nid = \"a\"\nkind = {kind}\nname.en = \"A\"\n"));
        assert!(file.problems.is_empty(), "{kind}: {:?}", file.problems);
    }
}

#[test]
fn references_are_resolved() {
    fn look(root: &Value, value: &Value) -> usize {
        match value {
            Value::Object(map) => {
                let own = map.get("$ref").and_then(Value::as_str).map_or(0, |reference| {
                    assert!(root.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
                    1
                });
                own + map.values().map(|value| look(root, value)).sum::<usize>()
            }
            Value::Array(list) => list.iter().map(|value| look(root, value)).sum(),
            _ => 0,
        }
    }
    for subject in [Subject::Config, Subject::Registry, Subject::LintJson, Subject::LintJsonl, Subject::ExportJsonl] {
        let root = value(subject);
        assert_eq!(root["$schema"], DRAFT);
        assert!(look(&root, &root) > 2, "{subject:?}");
    }
}

#[test]
fn optional_fields_are_not_required() {
    let line = value(Subject::ExportJsonl);
    assert_eq!(line["required"], json!(["id", "lang", "reference", "headline"]));
    let whole = value(Subject::LintJson);
    assert_eq!(whole["required"], json!(["version", "summary", "findings"]));
    assert_eq!(whole["definitions"]["Related"]["required"], json!(["path", "message"]));
}
