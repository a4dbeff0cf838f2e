//! Parses a registry file. Parsing never fails: invalid parts become problems with a range, and the rest is kept. The
//! same holds if the file as a whole is not valid TOML, as it often is while a user types.

use super::chunks::{begins_entry, pieces, plain_pieces};
use super::toml_fields::{DatedText, Fields, key_place, partial_date, place, text_place, titles};
use crate::actors::file::{LinkKey, RegistryFile, duplicates};
use crate::actors::model::{Actor, EntryRange, Gender, Kind, Name, NameClass, Role};
use crate::actors::slug::id_of_name;
use crate::finding::Problem;
use crate::language::Language;
use crate::message;
use crate::text::{TextRange, floor_char};
use toml_edit::{Document, Item, TableLike};

/// The keys of an entry.
pub const ACTOR_KEYS: &[&str] = &[
    "id",
    "kind",
    "gender",
    "born",
    "died",
    "founded",
    "dissolved",
    "date",
    "from",
    "to",
    "description",
    "same-as",
    "merged-from",
    "parent",
    "note",
    "name",
    "also",
    "short",
    "wrong",
    "weak",
    "metonym",
    "role",
];

/// The keys of a role. `code` is an outside code of the office, such as CAMEO's; it is kept for other tools.
pub const ROLE_KEYS: &[&str] = &["title", "org", "exclusive", "from", "to", "source", "code"];

/// Texts longer than this many bytes are parsed entry by entry, because the syntax tree takes about thirty times the
/// memory.
const LARGE: usize = 1 << 20;

/// Maximum number of broken lines in an entry before it is skipped.
const BROKEN_LINES: usize = 12;

/// Parses a registry file. It never fails: invalid parts are reported in `problems`, and the rest is kept.
pub fn parse(path: &str, text: &str) -> RegistryFile {
    let mut file = RegistryFile { path: path.into(), text: text.into(), ..RegistryFile::default() };
    let mut fields = Fields::new(text);
    let cut = (text.len() > LARGE).then(|| plain_pieces(text)).flatten();
    let whole = if cut.is_none() { Document::parse(text).ok() } else { None };
    match whole {
        Some(document) => read_document(&document, &mut fields, &mut file.actors),
        None => {
            for piece in cut.unwrap_or_else(|| pieces(text)) {
                read_piece(piece, &mut fields, &mut file.actors);
            }
        }
    }
    (file.problems, file.links) = fields.finish();
    duplicates(&mut file);
    end_entries(&mut file.actors, text);
    file
}

/// Parses a piece of a broken file. Lines that TOML rejects are replaced by spaces, so that offsets stay valid, and the
/// piece is parsed again. So an entry keeps its id while one of its names is typed. Only the first error is reported.
pub(super) fn read_piece(piece: TextRange, fields: &mut Fields<'_>, actors: &mut Vec<Actor>) {
    let mut source = piece.slice(fields.text).to_owned();
    let mut reported = false;
    for _ in 0..BROKEN_LINES {
        let error = match Document::parse(source.as_str()) {
            Ok(document) => {
                (fields.shift, fields.broken) = (piece.start, reported);
                read_document(&document, fields, actors);
                (fields.shift, fields.broken) = (0, false);
                return;
            }
            Err(error) => error,
        };
        let span = error.span().unwrap_or(0..source.len());
        if !reported {
            reported = true;
            let range = TextRange::from(span.clone()).shift(piece.start);
            let message = message!("this is not valid TOML: {reason}", reason = first_line(error.message()));
            fields.problem(Problem::new(range, message).note(message!("the rest of the file is still used")));
        }
        if !erase_line(&mut source, span.start) {
            return;
        }
    }
}

fn first_line(message: &str) -> &str {
    message.trim().lines().next().unwrap_or("").trim_end_matches('.')
}

/// Replaces the line at an offset by spaces. If it is empty already, the error began earlier, and the line before is
/// replaced. Returns `false` if nothing is left.
fn erase_line(source: &mut String, at: usize) -> bool {
    let at = floor_char(source, at);
    let mut end = source[at..].find('\n').map_or(source.len(), |found| at + found);
    loop {
        let start = source[..end].rfind('\n').map_or(0, |found| found + 1);
        if !source[start..end].trim().is_empty() {
            source.replace_range(start..end, &" ".repeat(end - start));
            return true;
        }
        if start == 0 {
            return false;
        }
        end = start - 1;
    }
}

fn read_document(document: &Document<&str>, fields: &mut Fields<'_>, actors: &mut Vec<Actor>) {
    let root = document.as_table();
    for (name, item) in root {
        if name != "actor" {
            let key = key_place(root, name, fields.shift);
            fields.unknown_key(name, key, &["actor"], message!("a registry contains `[[actor]]` entries"));
            continue;
        }
        match item {
            Item::ArrayOfTables(tables) => {
                for table in tables {
                    let header = table.span().map(|span| TextRange::from(span).shift(fields.shift));
                    read_actor(table, header.unwrap_or_default(), fields, actors);
                }
            }
            Item::Value(value) if value.is_array() => {
                for element in value.as_array().into_iter().flatten() {
                    let range = element.span().map(|span| TextRange::from(span).shift(fields.shift));
                    let range = range.unwrap_or_default();
                    match element.as_inline_table() {
                        Some(table) => read_actor(table, range, fields, actors),
                        None => fields.wrong_type("actor", message!("a list of `[[actor]]` entries"), range),
                    }
                }
            }
            _ => {
                let key = key_place(root, name, fields.shift);
                fields.problem(
                    Problem::new(key, message!("an entry starts with two brackets"))
                        .note(message!("write `[[actor]]` above the entry")),
                );
                if let Some(table) = item.as_table_like() {
                    read_actor(table, place(item, key, fields.shift), fields, actors);
                }
            }
        }
    }
}

fn read_actor(table: &dyn TableLike, range: TextRange, fields: &mut Fields<'_>, actors: &mut Vec<Actor>) {
    let mut actor = Actor { range, id_range: TextRange::empty(range.start), ..Actor::empty(Kind::Organisation) };
    let mut kind = None;
    for (name, item) in table.iter() {
        let key = key_place(table, name, fields.shift);
        let at = place(item, key, fields.shift);
        match name {
            "id" => {
                if let Some(id) = fields.string(name, item, at) {
                    actor.id_range = text_place(fields.text, at);
                    actor.id = id;
                }
            }
            "kind" => kind = read_kind(item, at, fields),
            "gender" => match item.as_str() {
                Some("m") => actor.gender = Some(Gender::Masculine),
                Some("f") => actor.gender = Some(Gender::Feminine),
                _ => fields.wrong_type(name, message!("\"m\" or \"f\""), at),
            },
            "born" | "founded" | "from" => actor.begins = partial_date(name, item, at, fields).or(actor.begins),
            "died" | "dissolved" | "to" => actor.ends = partial_date(name, item, at, fields).or(actor.ends),
            "date" => {
                let date = partial_date(name, item, at, fields);
                actor.begins = date.or(actor.begins);
                actor.ends = date.or(actor.ends);
            }
            "description" => actor.descriptions = descriptions(item, at, fields),
            "same-as" => actor.same_as = fields.strings(name, item, at),
            "merged-from" => actor.merged_from = fields.link_list(LinkKey::Merged, name, item, at),
            "parent" => actor.parent = fields.link(LinkKey::Parent, name, item, at),
            "note" => actor.note = fields.string(name, item, at),
            "name" => read_names(name, NameClass::House, item, at, fields, &mut actor),
            "also" => read_names(name, NameClass::Also, item, at, fields, &mut actor),
            "short" => read_names(name, NameClass::Short, item, at, fields, &mut actor),
            "wrong" => read_names(name, NameClass::Wrong, item, at, fields, &mut actor),
            "weak" => read_names(name, NameClass::Weak, item, at, fields, &mut actor),
            "metonym" => read_names(name, NameClass::Metonym, item, at, fields, &mut actor),
            "role" => read_roles(item, at, fields, &mut actor),
            _ => fields.unknown_key(name, key, ACTOR_KEYS, message!("entries have no such key")),
        }
    }
    if actor.id.is_empty() || actor.id.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>')) {
        let (at, what) = if actor.id.is_empty() {
            (actor.id_range, message!("this entry has no id"))
        } else {
            (actor.id_range, message!("an id must not contain spaces or brackets"))
        };
        if !(fields.broken && actor.id.is_empty()) {
            // A good id comes from what is there: the id with other letters, else the name.
            let name =
                actor.house_name(Language::English).or_else(|| actor.names.first().map(|name| name.text.as_str()));
            let from = if actor.id.is_empty() { name } else { Some(actor.id.as_str()) };
            let id = from.map(id_of_name).filter(|id| !id.is_empty()).unwrap_or_else(|| "rex-tillerson".to_owned());
            fields.problem(Problem::new(at, what).note(message!("links use the id: write `id = \"{id}\"`", id)));
        }
        return;
    }
    actor.kind = kind.unwrap_or_else(|| {
        if table.get("kind").is_none() && !fields.broken {
            let note = message!("write `kind = \"person\"`, \"organisation\", \"place\", \"event\" or \"group\"");
            fields.problem(Problem::new(actor.id_range, message!("`{id}` has no kind", id = actor.id)).note(note));
        }
        guess_kind(table)
    });
    actors.push(actor);
}

/// Guesses the kind from the other keys, so that an entry without a kind can be used.
fn guess_kind(table: &dyn TableLike) -> Kind {
    let has = |key: &str| table.get(key).is_some();
    match () {
        () if has("born") || has("died") || has("gender") => Kind::Person,
        () if has("date") || has("from") || has("to") => Kind::Event,
        () => Kind::Organisation,
    }
}

fn read_kind(item: &Item, at: TextRange, fields: &mut Fields<'_>) -> Option<Kind> {
    let Some(word) = item.as_str() else {
        fields.wrong_type("kind", message!("\"person\", \"organisation\", \"place\", \"event\" or \"group\""), at);
        return None;
    };
    let found = Kind::ALL.into_iter().find(|kind| kind.name() == word);
    // The American spelling is a common mistake.
    let found = found.or((word == "organization").then_some(Kind::Organisation));
    if found.is_none() || word == "organization" {
        fields.unknown_word(word, text_place(fields.text, at), &Kind::ALL.map(Kind::name), message!("a kind of actor"));
    }
    found
}

fn descriptions(item: &Item, at: TextRange, fields: &mut Fields<'_>) -> Vec<(Language, String)> {
    let Some(table) = item.as_table_like() else {
        return match fields.string("description", item, at) {
            Some(text) => vec![(Language::of_script(&text).unwrap_or_default(), text)],
            None => Vec::new(),
        };
    };
    let mut found = Vec::new();
    for (tag, item) in table.iter() {
        let key = key_place(table, tag, fields.shift);
        let Some(language) = fields.language(tag, key) else { continue };
        if let Some(text) = fields.string("description", item, place(item, key, fields.shift)) {
            found.push((language, text));
        }
    }
    found
}

fn read_names(key: &str, class: NameClass, item: &Item, at: TextRange, fields: &mut Fields<'_>, actor: &mut Actor) {
    let start = actor.range.start;
    let name = |(text, from, to, range): DatedText, language| Name {
        text,
        language,
        class,
        from,
        to,
        range: EntryRange::from_start(range, start),
        is_lent: false,
    };
    let Some(table) = item.as_table_like().filter(|table| !table.contains_key("text")) else {
        let message = message!("`{key}` needs the language of each name", key);
        fields.problem(Problem::new(at, message).note(message!("write `{key}.ar = …` or `{key}.en = …`", key)));
        for text in fields.texts(key, item, at) {
            let language = Language::of_script(&text.0).unwrap_or_default();
            actor.names.push(name(text, language));
        }
        return;
    };
    for (tag, item) in table.iter() {
        let place_of_key = key_place(table, tag, fields.shift);
        let Some(language) = fields.language(tag, place_of_key) else { continue };
        let texts = fields.texts(key, item, place(item, place_of_key, fields.shift));
        actor.names.extend(texts.into_iter().map(|text| name(text, language)));
    }
}

fn read_roles(item: &Item, at: TextRange, fields: &mut Fields<'_>, actor: &mut Actor) {
    let start = actor.range.start;
    match item {
        Item::ArrayOfTables(tables) => {
            for table in tables {
                let header = table.span().map(|span| TextRange::from(span).shift(fields.shift));
                actor.roles.push(read_role(table, header.unwrap_or(at), start, fields));
            }
        }
        Item::Value(value) if value.is_array() => {
            for element in value.as_array().into_iter().flatten() {
                let range = element.span().map_or(at, |span| TextRange::from(span).shift(fields.shift));
                match element.as_inline_table() {
                    Some(table) => actor.roles.push(read_role(table, range, start, fields)),
                    None => fields.wrong_type("role", message!("a list of `[[actor.role]]` tables"), range),
                }
            }
        }
        _ => {
            let message = message!("a role starts with two brackets");
            fields.problem(Problem::new(at, message).note(message!("write `[[actor.role]]` above it")));
            if let Some(table) = item.as_table_like() {
                actor.roles.push(read_role(table, at, start, fields));
            }
        }
    }
}

fn read_role(table: &dyn TableLike, range: TextRange, entry: u32, fields: &mut Fields<'_>) -> Role {
    let range = EntryRange::from_start(range, entry);
    let mut role = Role { titles: Vec::new(), org: None, exclusive: false, from: None, to: None, source: None, range };
    for (name, item) in table.iter() {
        let key = key_place(table, name, fields.shift);
        let at = place(item, key, fields.shift);
        match name {
            "title" => role.titles = titles(item, at, fields),
            "org" => role.org = fields.link(LinkKey::Org, name, item, at),
            "exclusive" => match item.as_bool() {
                Some(exclusive) => role.exclusive = exclusive,
                None => fields.wrong_type(name, message!("true or false"), at),
            },
            "from" => role.from = partial_date(name, item, at, fields),
            "to" => role.to = partial_date(name, item, at, fields),
            "source" => role.source = fields.string(name, item, at),
            "code" => {
                // The key is only stored, but a list or a number as its value is still a mistake.
                fields.string(name, item, at);
            }
            _ => fields.unknown_key(name, key, ROLE_KEYS, message!("roles have no such key")),
        }
    }
    role
}

/// TOML reports the range of a table's header; an entry ends at the next header.
pub(super) fn end_entries(actors: &mut [Actor], text: &str) {
    let starts: Vec<u32> = actors.iter().map(|actor| actor.range.start).skip(1).collect();
    let ends = starts.into_iter().chain([text.len() as u32]);
    for (actor, next) in actors.iter_mut().zip(ends) {
        let whole = TextRange::new(actor.range.start, next.max(actor.range.end));
        let mut text = whole.slice(text);
        // The remains of an invalid entry in between do not belong to this entry.
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if at > 0 && begins_entry(line) {
                text = &text[..at];
                break;
            }
            at += line.len();
        }
        // Comments after the last line belong to the next entry.
        let mut length = 0;
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            at += line.len();
            if !line.trim().is_empty() && !line.trim_start().starts_with('#') {
                length = at - (line.len() - line.trim_end().len());
            }
        }
        actor.range.end = actor.range.start + length as u32;
    }
}
