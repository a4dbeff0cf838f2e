//! JSON Schemas of the files that copydesk reads and of its output formats: `copydesk schema`.
//!
//! The schemas are generated: that of the configuration from the table of settings and the list of rules, those of outputs
//! from the serialized types, that of registries from the keys of the parser. They use draft 7, the latest that Taplo, the
//! TOML server of many editors, supports.

mod registry;

use crate::article::Key;
use crate::config::{ARCHIVE, Fields, LEVELS, OVERRIDE, SETTINGS, Setting, Shape};
use crate::language::Language;
use crate::rules::RULES;
use crate::syntax::SYNTAXES;
use crate::{export, report};
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// The subject of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// `copydesk.toml`.
    Config,
    /// A registry file, such as `actors.toml`.
    Registry,
    /// The output of `lint --format json`.
    LintJson,
    /// A line of `lint --format jsonl`.
    LintJsonl,
    /// A line of `export --to jsonl`.
    ExportJsonl,
}

/// The schema of a subject, as a document.
pub fn schema(subject: Subject) -> String {
    let schema = match subject {
        Subject::Config => config(),
        Subject::Registry => registry::registry(),
        Subject::LintJson => of_output("Findings of `copydesk lint --format json`", |made| report::schema(made, true)),
        Subject::LintJsonl => {
            of_output("A line of `copydesk lint --format jsonl`: one finding", |made| report::schema(made, false))
        }
        Subject::ExportJsonl => of_output("A line of `copydesk export --to jsonl`: one article", export::schema),
    };
    format!("{schema:#}\n")
}

const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

fn config() -> Value {
    let mut schema = headed("copydesk.toml", &object(SETTINGS));
    schema["description"] = "Settings of copydesk for a folder and its subfolders.".into();
    schema["definitions"] = json!({
        "level": words("The severity of a rule, or off.", LEVELS.iter().map(|(level, meaning)| (level.name(), *meaning))),
        "levels": levels(),
    });
    schema
}

/// A schema with its draft and title before everything else.
fn headed(title: &str, schema: &Value) -> Value {
    let mut headed = json!({"$schema": DRAFT, "title": title});
    for (key, value) in schema.as_object().into_iter().flatten() {
        if key != "$schema" && key != "title" {
            headed[key] = value.clone();
        }
    }
    headed
}

/// A table with these settings and no others.
fn object<T>(settings: &[Setting<T>]) -> Value {
    let properties: Map<String, Value> =
        settings.iter().map(|setting| (setting.key.to_owned(), property(setting))).collect();
    json!({"type": "object", "additionalProperties": false, "properties": properties})
}

fn property<T>(setting: &Setting<T>) -> Value {
    let mut property = match &setting.shape {
        Shape::Globs { default, .. } => {
            json!({"type": ["string", "array"], "items": {"type": "string"}, "default": default})
        }
        Shape::Language(_) => {
            let tags = Language::ALL.map(Language::tag);
            let any = tags.map(either_case).join("|");
            json!({"type": "string", "pattern": format!("^({any})([-_].*)?$"), "examples": tags})
        }
        Shape::TimeZone(_) => json!({"type": "string", "examples": ["Asia/Qatar", "Europe/London"]}),
        Shape::Choice { words: known, .. } => {
            let known = known();
            let mut property = words("", known.iter().map(|word| (word.name, word.meaning)));
            property["default"] = json!(known.iter().find(|word| word.is_default).map(|word| word.name));
            property
        }
        // Draft 7 ignores the siblings of a reference.
        Shape::Levels(_) => json!({"allOf": [{"$ref": "#/definitions/levels"}]}),
        Shape::Addresses(_) => json!({"type": "object", "additionalProperties": {"type": "string"}}),
        Shape::Overrides(_) => {
            let mut items = object(OVERRIDE);
            items["required"] = json!(["files"]);
            json!({"type": "array", "items": items})
        }
        Shape::Archives(_) => {
            let mut items = object(ARCHIVE);
            items["required"] = json!(["files"]);
            json!({"type": "array", "items": items})
        }
        Shape::Fields(_) => {
            let field = |name: &str, meaning: &str| {
                (name.to_owned(), json!({"type": "string", "description": meaning, "examples": [name]}))
            };
            let keys = Key::ALL.iter().map(|key| field(key.name(), key.meaning()));
            let parts: Map<String, Value> = std::iter::once(field(Fields::TEXT, "The text.")).chain(keys).collect();
            json!({"type": "object", "properties": parts})
        }
        Shape::Syntax(_) => {
            json!({"type": "string", "enum": SYNTAXES.iter().map(|syntax| syntax.id.name()).collect::<Vec<_>>()})
        }
    };
    property["description"] = sentence(setting.meaning).into();
    property
}

/// The rules with their levels.
fn levels() -> Value {
    let rule = |rule: &&crate::rule::Rule| {
        let standard = rule.level.name();
        let level = json!({
            "allOf": [{"$ref": "#/definitions/level"}],
            "default": standard,
            "description": rule.summary,
        });
        (rule.code.to_string(), level)
    };
    let rules: Map<String, Value> = RULES.iter().map(rule).collect();
    json!({"type": "object", "additionalProperties": false, "properties": rules})
}

/// An enumeration of words, with their meanings where Taplo shows them.
fn words(what: &str, words: impl Iterator<Item = (&'static str, &'static str)>) -> Value {
    let (words, meanings): (Vec<&str>, Vec<&str>) = words.unzip();
    let mut schema = json!({"type": "string", "enum": words, "x-taplo": {"docs": {"enumValues": meanings}}});
    if !what.is_empty() {
        schema["description"] = what.into();
    }
    schema
}

/// A pattern for a word in capitals or small letters: draft 7 has no flag for it.
fn either_case(word: &str) -> String {
    word.chars().flat_map(|c| ['[', c.to_ascii_uppercase(), c, ']']).collect()
}

/// A meaning as a sentence.
fn sentence(meaning: &str) -> String {
    let mut rest = meaning.chars();
    let first = rest.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let end = if meaning.ends_with(['.', '"']) { "" } else { "." };
    format!("{first}{}{end}", rest.as_str())
}

/// The schema of a type that is serialized.
fn of_output(title: &str, make: impl FnOnce(SchemaGenerator) -> Schema) -> Value {
    let mut settings = SchemaSettings::draft07().for_serialize();
    // Rust type names are not JSON Schema formats, and some validators reject unknown formats.
    settings.transforms.push(Box::new(RecursiveTransform(|schema: &mut Schema| {
        schema.remove("format");
    })));
    headed(title, &make(settings.into_generator()).to_value())
}

#[cfg(test)]
mod tests;
