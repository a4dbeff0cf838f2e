//! The schema of a registry file: the keys that its parser knows, their meanings and values.

use super::{headed, sentence, words};
use crate::actors::{ACTOR_KEYS, Kind, ROLE_KEYS};
use crate::ide::{entry_key, role_key};
use serde_json::{Map, Value, json};

pub(super) fn registry() -> Value {
    let schema = json!({
        "description": "The registry: people, organisations, places, events and groups, each as an [[actor]].",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "actor": {
                "type": "array",
                "description": "The entries.",
                "items": table(ACTOR_KEYS, entry_key, entry_value, &["id", "kind"]),
            },
        },
        "definitions": {
            "date": {
                "type": "string",
                "pattern": r"^\d{4}(-\d{2}(-\d{2}([Tt ].*)?)?)?$",
                "description": "A date: 1952-03-23, \"1952-03\" or \"1952\".",
            },
            "text": {"type": "string", "pattern": r"\S"},
            "texts": {"type": ["string", "array"], "items": {"type": "string"}},
            "name": {
                "anyOf": [
                    {"$ref": "#/definitions/text"},
                    {
                        "type": "object",
                        "additionalProperties": false,
                        "required": ["text"],
                        "properties": {
                            "text": {"allOf": [{"$ref": "#/definitions/text"}], "description": "The name."},
                            "from": {"allOf": [{"$ref": "#/definitions/date"}], "description": "The first day on which it was the name."},
                            "to": {"allOf": [{"$ref": "#/definitions/date"}], "description": "The last day on which it was the name."},
                        },
                    },
                ],
            },
            "names": by_language(&json!({
                "anyOf": [
                    {"$ref": "#/definitions/name"},
                    {"type": "array", "items": {"$ref": "#/definitions/name"}},
                ],
            })),
            "title": by_language(&json!({
                "anyOf": [
                    {"$ref": "#/definitions/texts"},
                    {
                        "type": "object",
                        "additionalProperties": false,
                        "properties": {
                            "m": {"allOf": [{"$ref": "#/definitions/texts"}], "description": "The forms for a man."},
                            "f": {"allOf": [{"$ref": "#/definitions/texts"}], "description": "The forms for a woman."},
                        },
                    },
                ],
            })),
            "description": {
                "anyOf": [{"$ref": "#/definitions/text"}, by_language(&json!({"$ref": "#/definitions/text"}))],
            },
            "role": table(ROLE_KEYS, role_key, role_value, &[]),
        },
    });
    headed("Registry of copydesk", &schema)
}

/// A table with these keys and no others.
fn table(
    keys: &[&str],
    meaning: impl Fn(&str) -> Option<&'static str>,
    value: impl Fn(&str) -> Value,
    required: &[&str],
) -> Value {
    let property = |key: &&str| {
        let mut property = value(key);
        property["description"] = meaning(key).map(sentence).into();
        ((*key).to_owned(), property)
    };
    let properties: Map<String, Value> = keys.iter().map(property).collect();
    let mut table = json!({"type": "object", "additionalProperties": false, "properties": properties});
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    table
}

/// The schema of the value of a key. Anything for a key that has no schema here yet.
fn entry_value(key: &str) -> Value {
    match key {
        "id" => json!({"type": "string", "pattern": r"^[^\s()<>]+$"}),
        "kind" => words("", Kind::ALL.into_iter().map(|kind| (kind.name(), kind_meaning(kind)))),
        "gender" => words("", [("m", "masculine"), ("f", "feminine")].into_iter()),
        "born" | "died" | "founded" | "dissolved" | "date" | "from" | "to" => one("date"),
        "description" => one("description"),
        "same-as" | "merged-from" => one("texts"),
        "parent" | "note" => one("text"),
        "name" | "also" | "short" | "wrong" | "weak" | "metonym" => one("names"),
        "role" => json!({"type": "array", "items": {"$ref": "#/definitions/role"}}),
        _ => json!({}),
    }
}

fn kind_meaning(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "a human being",
        Kind::Organisation => "a body of people with a name: a ministry, a company, an agency",
        Kind::Place => "a country, a city, a building",
        Kind::Event => "an event: a war, a summit, a disaster",
        Kind::Group => "people with a common name who are not an organisation",
    }
}

fn role_value(key: &str) -> Value {
    match key {
        "title" => one("title"),
        "org" | "source" | "code" => one("text"),
        "exclusive" => json!({"type": "boolean", "default": false}),
        "from" | "to" => one("date"),
        _ => json!({}),
    }
}

/// A reference with a description. Draft 7 ignores the siblings of a reference.
fn one(definition: &str) -> Value {
    json!({"allOf": [{"$ref": format!("#/definitions/{definition}")}]})
}

/// A table with one value per language.
fn by_language(value: &Value) -> Value {
    json!({"type": "object", "additionalProperties": false, "patternProperties": {"^[A-Za-z]{2,3}([-_].*)?$": value}})
}
