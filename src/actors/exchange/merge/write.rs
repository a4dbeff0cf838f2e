//! Formats a new entry as TOML, in the style of entries written by hand.

use crate::actors::model::{Actor, Gender, Kind, NameClass, PartialDate, Role, Title};
use crate::language::Language;
use std::fmt::Write;
use toml_edit::{Array, InlineTable, Value};

pub(super) const CLASSES: [NameClass; 6] =
    [NameClass::House, NameClass::Also, NameClass::Short, NameClass::Wrong, NameClass::Weak, NameClass::Metonym];

/// An entry as text.
pub fn entry(actor: &Actor) -> String {
    let mut out = String::from("[[actor]]\n");
    let mut line = |key: &str, value: &Value| {
        let _ = writeln!(out, "{key} = {}", value.to_string().trim());
    };
    let text = |text: &str| Value::from(text);
    line("id", &text(&actor.id));
    line("kind", &text(actor.kind.name()));
    if let Some(gender) = actor.gender {
        line("gender", &text(gender.key()));
    }
    let (begin, end) = date_keys(actor.kind);
    if let Some(date) = actor.begins {
        line(begin, &date_value(date));
    }
    if let Some(date) = actor.ends {
        line(end, &date_value(date));
    }
    let list = |items: &[String]| Value::from(items.iter().map(String::as_str).collect::<Array>());
    if !actor.same_as.is_empty() {
        line("same-as", &list(&actor.same_as));
    }
    if !actor.merged_from.is_empty() {
        line("merged-from", &list(&actor.merged_from));
    }
    if let Some(parent) = &actor.parent {
        line("parent", &text(parent));
    }
    for class in CLASSES {
        let mut languages: Vec<Language> = Vec::new();
        for name in actor.names.iter().filter(|name| name.class == class) {
            if !languages.contains(&name.language) {
                languages.push(name.language);
            }
        }
        for language in languages {
            let names = actor.names.iter().filter(|name| name.class == class && name.language == language);
            let values: Vec<Value> = names.map(|name| name_value(&name.text, name.from, name.to)).collect();
            let key = format!("{}.{}", class.key(), language.tag());
            match (class, values.as_slice()) {
                (NameClass::House, [one]) => line(&key, one),
                _ => line(&key, &Value::from(values.into_iter().collect::<Array>())),
            }
        }
    }
    let mut described: Vec<Language> = Vec::new();
    for (language, said) in &actor.descriptions {
        if !described.contains(language) {
            described.push(*language);
            line(&format!("description.{}", language.tag()), &text(said));
        }
    }
    if let Some(note) = &actor.note {
        line("note", &text(note));
    }
    for role in &actor.roles {
        out.push_str("[[actor.role]]\n");
        for (key, value) in role_lines(role) {
            let _ = writeln!(out, "{key} = {}", value.to_string().trim());
        }
    }
    out
}

/// The lines of a role, with dotted keys.
pub(super) fn role_lines(role: &Role) -> Vec<(String, Value)> {
    let mut lines = Vec::new();
    let mut languages: Vec<Language> = Vec::new();
    for title in &role.titles {
        if !languages.contains(&title.language) {
            languages.push(title.language);
        }
    }
    for language in languages {
        let titles: Vec<&Title> = role.titles.iter().filter(|title| title.language == language).collect();
        lines.push((format!("title.{}", language.tag()), title_value(&titles)));
    }
    if let Some(org) = &role.org {
        lines.push(("org".to_owned(), Value::from(org.as_str())));
    }
    if role.exclusive {
        lines.push(("exclusive".to_owned(), Value::from(true)));
    }
    for (key, date) in [("from", role.from), ("to", role.to)] {
        lines.extend(date.map(|date| (key.to_owned(), date_value(date))));
    }
    lines.extend(role.source.iter().map(|source| ("source".to_owned(), Value::from(source.as_str()))));
    lines
}

/// Forms in one language: a single form, a list, or forms by gender. If some have a gender, those without are listed
/// under both.
fn title_value(titles: &[&Title]) -> Value {
    let list = |texts: Vec<&str>| match texts.as_slice() {
        [one] => Value::from(*one),
        _ => Value::from(texts.into_iter().collect::<Array>()),
    };
    if titles.iter().all(|title| title.gender.is_none()) {
        return list(titles.iter().map(|title| title.text.as_str()).collect());
    }
    let mut forms = InlineTable::new();
    for gender in [Gender::Masculine, Gender::Feminine] {
        let fits = |title: &&&Title| title.gender.is_none_or(|own| own == gender);
        let texts: Vec<&str> = titles.iter().filter(fits).map(|title| title.text.as_str()).collect();
        if !texts.is_empty() {
            forms.insert(gender.key(), list(texts));
        }
    }
    Value::from(forms)
}

/// A name, with its dates if any.
pub(super) fn name_value(text: &str, from: Option<PartialDate>, to: Option<PartialDate>) -> Value {
    if from.is_none() && to.is_none() {
        return Value::from(text);
    }
    let mut table = InlineTable::new();
    table.insert("text", Value::from(text));
    for (key, date) in [("from", from), ("to", to)] {
        if let Some(date) = date {
            table.insert(key, date_value(date));
        }
    }
    Value::from(table)
}

/// A full day as a TOML date, a partial date as a string.
pub(super) fn date_value(when: PartialDate) -> Value {
    let text = when.to_string();
    match text.parse::<toml_edit::Datetime>() {
        Ok(day) if when.day.is_some() => Value::from(day),
        _ => Value::from(text),
    }
}

/// The keys of the first and last day for a kind.
pub(super) fn date_keys(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Person => ("born", "died"),
        Kind::Event => ("from", "to"),
        Kind::Organisation | Kind::Place | Kind::Group => ("founded", "dissolved"),
    }
}
