//! Adds facts to the text of a registry and keeps its layout and comments.

use super::absorb::Change;
use super::write::{date_value, name_value, role_lines};
use crate::actors::file::parse::parse;
use crate::actors::model::NameClass;
use crate::message;
use crate::message::Message;
use std::collections::HashMap;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TableLike, Value};

/// A registry text under modification.
pub(super) struct Edits {
    document: DocumentMut,
    /// The index of the table of each parsed entry.
    tables: Vec<Option<usize>>,
    changed: bool,
}

impl Edits {
    /// Parses a text; returns its first error if it is not valid.
    pub(super) fn new(text: &str) -> Result<Self, Message> {
        let bare = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let document: DocumentMut = bare.parse().map_err(|error: toml_edit::TomlError| {
            let at = error.span().map_or(0, |span| span.start.min(bare.len()));
            let line = memchr::memchr_iter(b'\n', &bare.as_bytes()[..at]).count() + 1;
            let why = error.message().lines().next().unwrap_or("");
            message!("line {line} is not valid TOML: {why}", line, why)
        })?;
        let mut by_id: HashMap<&str, usize> = HashMap::new();
        if let Some(tables) = document.get("actor").and_then(Item::as_array_of_tables) {
            for (number, table) in tables.iter().enumerate() {
                if let Some(id) = table.get("id").and_then(Item::as_str) {
                    by_id.entry(id).or_insert(number);
                }
            }
        }
        let tables = parse("", text).actors.iter().map(|actor| by_id.get(actor.id.as_str()).copied()).collect();
        Ok(Self { document, tables, changed: false })
    }

    /// Adds facts to an entry. Returns the keys that could not be extended.
    pub(super) fn apply(&mut self, entry: usize, changes: &[Change]) -> Vec<Message> {
        if changes.is_empty() {
            return Vec::new();
        }
        let number = self.tables.get(entry).copied().flatten();
        let tables = self.document.get_mut("actor").and_then(Item::as_array_of_tables_mut);
        let Some(table) = number.and_then(|number| tables?.get_mut(number)) else {
            return vec![message!("the new facts")];
        };
        let mut refused = Vec::new();
        for change in changes {
            if make(table, change) {
                self.changed = true;
            } else {
                refused.push(key_of(change));
            }
        }
        refused
    }

    /// The text with the additions; everything else is unchanged.
    pub(super) fn finish(self, before: &str) -> String {
        if !self.changed {
            return before.to_owned();
        }
        let mut text = self.document.to_string();
        if before.contains("\r\n") {
            text = text.replace("\r\n", "\n").replace('\n', "\r\n");
        }
        if before.starts_with('\u{FEFF}') && !text.starts_with('\u{FEFF}') {
            text.insert(0, '\u{FEFF}');
        }
        text
    }
}

fn key_of(change: &Change) -> Message {
    match change {
        Change::Gender(_) => Message::verbatim("`gender`"),
        Change::Date(key, _) => Message::verbatim(format!("`{key}`")),
        Change::Description(..) => Message::verbatim("`description`"),
        Change::SameAs(id) => message!("the outside id `{id}`", id),
        Change::MergedFrom(id) => message!("the former id `{id}`", id),
        Change::Parent(_) => Message::verbatim("`parent`"),
        Change::Note(_) => Message::verbatim("`note`"),
        Change::Name(name) => message!("the name `{name}`", name = name.text),
        Change::Role(_) => message!("a role"),
        Change::RoleDate(_, key, _) => message!("`{key}` of a role", key),
    }
}

fn make(table: &mut Table, change: &Change) -> bool {
    match change {
        Change::Gender(gender) => set(table, "gender", Value::from(gender.key())),
        Change::Date(key, date) => set(table, key, date_value(*date)),
        Change::Description(language, text) => {
            set_under(table, "description", language.tag(), Value::from(text.as_str()))
        }
        Change::SameAs(id) => append(table, "same-as", Value::from(id.as_str())),
        Change::MergedFrom(id) => append(table, "merged-from", Value::from(id.as_str())),
        Change::Parent(id) => set(table, "parent", Value::from(id.as_str())),
        Change::Note(text) => set(table, "note", Value::from(text.as_str())),
        Change::Name(name) => {
            let value = name_value(&name.text, name.from, name.to);
            let Some(under) = under(table, name.class.key()) else { return false };
            if name.class == NameClass::House && under.get(name.language.tag()).is_none() {
                under.insert(name.language.tag(), Item::Value(value));
                return true;
            }
            append(under, name.language.tag(), value)
        }
        Change::Role(role) => {
            let mut added = Table::new();
            for (key, value) in role_lines(role) {
                match key.split_once('.') {
                    Some((key, tag)) => _ = set_under(&mut added, key, tag, value),
                    None => _ = added.insert(&key, Item::Value(value)),
                }
            }
            match table.entry("role").or_insert(Item::ArrayOfTables(ArrayOfTables::new())) {
                Item::ArrayOfTables(roles) => {
                    roles.push(added);
                    true
                }
                _ => false,
            }
        }
        Change::RoleDate(number, key, date) => {
            let roles = table.get_mut("role").and_then(Item::as_array_of_tables_mut);
            roles.and_then(|roles| roles.get_mut(*number)).is_some_and(|role| set(role, key, date_value(*date)))
        }
    }
}

/// Sets a key that is not present.
fn set(table: &mut dyn TableLike, key: &str, value: Value) -> bool {
    if table.contains_key(key) {
        return false;
    }
    table.insert(key, Item::Value(value));
    true
}

/// The table of a key: the existing one in any form, or a new one with dotted keys.
fn under<'t>(table: &'t mut Table, key: &str) -> Option<&'t mut dyn TableLike> {
    if !table.contains_key(key) {
        let mut new = Table::new();
        new.set_dotted(true);
        table.insert(key, Item::Table(new));
    }
    table.get_mut(key)?.as_table_like_mut()
}

fn set_under(table: &mut Table, key: &str, tag: &str, value: Value) -> bool {
    under(table, key).is_some_and(|under| set(under, tag, value))
}

/// Adds to a list. A single value becomes the first of a list.
fn append(table: &mut dyn TableLike, key: &str, value: Value) -> bool {
    let Some(item) = table.get_mut(key) else {
        table.insert(key, Item::Value(Value::from([value].into_iter().collect::<Array>())));
        return true;
    };
    match item {
        Item::Value(Value::Array(list)) => {
            push(list, value);
            true
        }
        Item::Value(one @ (Value::String(_) | Value::InlineTable(_))) => {
            let suffix = one.decor().suffix().cloned();
            let mut first = one.clone();
            first.decor_mut().clear();
            let mut list = Array::new();
            list.push(first);
            list.push(value);
            let mut list = Value::from(list);
            list.decor_mut().set_prefix(" ");
            if let Some(suffix) = suffix {
                // The comment after the value.
                list.decor_mut().set_suffix(suffix);
            }
            *one = list;
            true
        }
        _ => false,
    }
}

/// Adds a value in the layout of the last one. A comment after the last one stays with it.
fn push(list: &mut Array, mut value: Value) {
    let raw = |raw: Option<&toml_edit::RawString>| raw.and_then(|raw| raw.as_str()).unwrap_or("").to_owned();
    let count = list.len();
    let Some(last) = list.get_mut(count.wrapping_sub(1)) else {
        list.push(value);
        return;
    };
    let prefix = raw(last.decor().prefix());
    let suffix = raw(last.decor().suffix());
    if count == 1 && !prefix.contains('\n') && !suffix.contains('#') {
        list.push(value);
        return;
    }
    // A comment before the last value belongs to that value.
    let indent = prefix.rsplit_once('\n').map_or_else(|| prefix.clone(), |(_, indent)| format!("\n{indent}"));
    if suffix.contains('#') {
        last.decor_mut().set_suffix("");
    }
    let trailing = raw(Some(list.trailing()));
    let comment = if suffix.contains('#') { &suffix } else { &trailing };
    if comment.contains('#') {
        let indent = if indent.contains('\n') { indent } else { format!("\n{indent}") };
        value.decor_mut().set_prefix(format!("{}{indent}", comment.trim_end()));
        list.set_trailing("\n");
        list.set_trailing_comma(true);
    } else {
        value.decor_mut().set_prefix(indent);
    }
    list.push_formatted(value);
}
