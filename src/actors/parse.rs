//! Reads one registry file. Nothing here fails: what cannot be used becomes a problem with its place, the rest is
//! kept, also when the file is no valid TOML as a whole (which is its usual state while somebody types in it).

use super::fields::{Fields, key_place, partial_date, place, text_place, titles};
use super::registry::{EntryLink, LinkKey, RegistryFile, RegistryProblem};
use super::{Actor, Gender, Kind, Name, NameClass, Role};
use crate::finding::Problem;
use crate::language::Language;
use crate::text::{Encoding, LineIndex, TextRange};
use std::collections::HashMap;
use std::sync::Arc;
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

/// The keys of a role. `code` is an outside code of the office, such as CAMEO's; it is kept in the file for other tools.
pub const ROLE_KEYS: &[&str] = &["title", "org", "exclusive", "from", "to", "source", "code"];

/// A text of more bytes is read entry by entry: the syntax tree of a whole file takes some thirty times its memory.
const LARGE: usize = 1 << 20;

/// How many lines of one entry may be broken before the entry is given up.
const BROKEN_LINES: usize = 12;

/// Reads one registry file. It never fails: what cannot be used is in `problems`, the rest is kept.
pub fn parse(path: &str, text: &str) -> RegistryFile {
    let mut file = RegistryFile { path: path.into(), text: text.into(), ..RegistryFile::default() };
    let mut fields = Fields::new(text);
    let whole = if text.len() > LARGE && plain_pieces(text).is_some() { None } else { Document::parse(text).ok() };
    match whole {
        Some(document) => read_document(&document, &mut fields, &mut file.actors),
        None => {
            for piece in pieces(text) {
                read_piece(piece, &mut fields, &mut file.actors);
            }
        }
    }
    (file.problems, file.links) = fields.finish();
    duplicates(&mut file);
    end_entries(&mut file);
    file
}

/// Reads the one entry that stands at an offset, with places that count from the start of the text. It costs the same
/// in a file of any size.
pub fn parse_at(path: &str, text: Arc<str>, offset: u32) -> RegistryFile {
    let piece = piece_at(&text, offset as usize);
    let mut fields = Fields::new(&text);
    let mut actors = Vec::new();
    read_piece(piece, &mut fields, &mut actors);
    let (problems, links) = fields.finish();
    let mut file = RegistryFile { path: path.into(), text, actors, links, problems, ..RegistryFile::default() };
    end_entries(&mut file);
    file
}

/// What the pieces of a file gave the last time it was read, by their text: a keystroke costs the entry that it changed.
#[derive(Debug, Default)]
pub struct Pieces {
    known: HashMap<String, Piece>,
}

/// What an entry's text gives, with places that count from its start.
#[derive(Debug)]
struct Piece {
    actors: Vec<Actor>,
    problems: Vec<RegistryProblem>,
    links: Vec<EntryLink>,
}

/// Reads one registry file as [`parse`] does, and only what has changed since the last time. `before` keeps the rest.
pub fn parse_again(path: &str, text: &str, before: &mut Pieces) -> RegistryFile {
    let Some(ranges) = plain_pieces(text) else {
        *before = Pieces::default();
        return parse(path, text);
    };
    let mut file = RegistryFile { path: path.into(), text: text.into(), ..RegistryFile::default() };
    let mut known = HashMap::with_capacity(ranges.len());
    for range in ranges {
        let slice = range.slice(text);
        let (slice, piece) =
            known.remove_entry(slice).or_else(|| before.known.remove_entry(slice)).unwrap_or_else(|| {
                let mut fields = Fields::new(slice);
                let mut actors = Vec::new();
                read_piece(TextRange::from(0..slice.len()), &mut fields, &mut actors);
                let (problems, links) = fields.finish();
                (slice.to_owned(), Piece { actors, problems, links })
            });
        file.actors.extend(piece.actors.iter().map(|actor| moved_actor(actor, range.start)));
        file.links
            .extend(piece.links.iter().map(|link| EntryLink { range: link.range.shift(range.start), ..link.clone() }));
        file.problems.extend(piece.problems.iter().map(|problem| moved_problem(problem, range.start)));
        known.insert(slice, piece);
    }
    before.known = known;
    duplicates(&mut file);
    end_entries(&mut file);
    file
}

fn moved_actor(actor: &Actor, by: u32) -> Actor {
    let mut actor = actor.clone();
    actor.range = actor.range.shift(by);
    actor.id_range = actor.id_range.shift(by);
    for name in &mut actor.names {
        name.range = name.range.shift(by);
    }
    for role in &mut actor.roles {
        role.range = role.range.shift(by);
    }
    actor
}

fn moved_problem(problem: &RegistryProblem, by: u32) -> RegistryProblem {
    let mut problem = problem.clone();
    problem.problem.range = problem.problem.range.shift(by);
    if let Some(fix) = &mut problem.problem.fix {
        fix.edits = fix.edits.shift(by);
    }
    problem
}

/// The pieces of a text, where each can be read for itself. A string of several lines can hold what looks like a header,
/// and what stands outside of entries can clash.
fn plain_pieces(text: &str) -> Option<Vec<TextRange>> {
    if text.contains("\"\"\"") || text.contains("'''") {
        return None;
    }
    let ranges = pieces(text);
    let head = ranges.first().map_or("", |head| head.slice(text));
    let is_plain = head.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
    (is_plain || head.trim_start().starts_with("[[actor]]")).then_some(ranges)
}

/// The text cut at each `[[actor]]` header; what stands before the first header is a piece too.
fn pieces(text: &str) -> Vec<TextRange> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0 && begins_entry(line) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| TextRange::from(*start..end)).collect()
}

/// The piece that an offset lies in.
fn piece_at(text: &str, offset: usize) -> TextRange {
    let offset = (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let mut start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    while start > 0 && !text[start..].split_inclusive('\n').next().is_some_and(begins_entry) {
        start = text[..start - 1].rfind('\n').map_or(0, |at| at + 1);
    }
    let mut end = start;
    for (nth, line) in text[start..].split_inclusive('\n').enumerate() {
        if nth > 0 && begins_entry(line) {
            break;
        }
        end += line.len();
    }
    TextRange::from(start..end)
}

/// Whether a line is the header of an entry.
pub fn begins_entry(line: &str) -> bool {
    line.trim_start().starts_with('[') && {
        let header: String = line.chars().filter(|c| !c.is_whitespace()).take("[[actor]]".len()).collect();
        header == "[[actor]]"
    }
}

/// Reads a piece of a broken file. A line that TOML refuses is blanked out (so that places stay right) and the rest
/// tried again: an entry keeps its id while one of its names is being typed. One problem tells of the first fault.
fn read_piece(piece: TextRange, fields: &mut Fields<'_>, actors: &mut Vec<Actor>) {
    let mut source = piece.slice(fields.text).to_owned();
    let mut told = false;
    for _ in 0..BROKEN_LINES {
        let error = match Document::parse(source.as_str()) {
            Ok(document) => {
                (fields.shift, fields.broken) = (piece.start, told);
                read_document(&document, fields, actors);
                (fields.shift, fields.broken) = (0, false);
                return;
            }
            Err(error) => error,
        };
        let span = error.span().unwrap_or(0..source.len());
        if !told {
            told = true;
            let range = TextRange::from(span.clone()).shift(piece.start);
            let message = format!("this is not valid TOML: {}", first_line(error.message()));
            fields.problem(Problem::new(range, message).note("the rest of the file is used"));
        }
        if !blank_line(&mut source, span.start) {
            return;
        }
    }
}

fn first_line(message: &str) -> &str {
    message.trim().lines().next().unwrap_or("").trim_end_matches('.')
}

/// Replaces the line at an offset by spaces. Where it is blank already the fault began earlier, and the line before
/// is taken; false when nothing is left.
fn blank_line(source: &mut String, at: usize) -> bool {
    let mut at = at.min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
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
            fields.unknown_key(name, key, &["actor"], "a registry holds `[[actor]]` entries");
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
                        None => fields.wrong_type("actor", "a list of `[[actor]]` entries", range),
                    }
                }
            }
            _ => {
                let key = key_place(root, name, fields.shift);
                fields.problem(
                    Problem::new(key, "an entry begins with two brackets").note("write `[[actor]]` above the entry"),
                );
                if let Some(table) = item.as_table_like() {
                    read_actor(table, place(item, key, fields.shift), fields, actors);
                }
            }
        }
    }
}

fn read_actor(table: &dyn TableLike, range: TextRange, fields: &mut Fields<'_>, actors: &mut Vec<Actor>) {
    let mut actor = Actor { range, id_range: TextRange::empty(range.start), ..Actor::blank(Kind::Organisation) };
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
                _ => fields.wrong_type(name, "\"m\" or \"f\"", at),
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
            "name" => read_names(name, NameClass::House, item, at, fields, &mut actor.names),
            "also" => read_names(name, NameClass::Also, item, at, fields, &mut actor.names),
            "short" => read_names(name, NameClass::Short, item, at, fields, &mut actor.names),
            "wrong" => read_names(name, NameClass::Wrong, item, at, fields, &mut actor.names),
            "weak" => read_names(name, NameClass::Weak, item, at, fields, &mut actor.names),
            "metonym" => read_names(name, NameClass::Metonym, item, at, fields, &mut actor.names),
            "role" => read_roles(item, at, fields, &mut actor.roles),
            _ => fields.unknown_key(name, key, ACTOR_KEYS, "it is no key of an entry"),
        }
    }
    if actor.id.is_empty() || actor.id.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>')) {
        let (at, what) = if actor.id.is_empty() {
            (actor.id_range, "this entry has no id")
        } else {
            (actor.id_range, "an id holds no blanks and no brackets")
        };
        if !(fields.broken && actor.id.is_empty()) {
            fields.problem(Problem::new(at, what).note("links name it: write `id = \"rex-tillerson\"`"));
        }
        return;
    }
    actor.kind = kind.unwrap_or_else(|| {
        if table.get("kind").is_none() && !fields.broken {
            let note = "write `kind = \"person\"`, \"organisation\", \"place\", \"event\" or \"group\"";
            fields.problem(Problem::new(actor.id_range, format!("`{}` has no kind", actor.id)).note(note));
        }
        guess_kind(table)
    });
    actors.push(actor);
}

/// The kind that the other keys suggest, so that an entry without one can be used.
fn guess_kind(table: &dyn TableLike) -> Kind {
    let has = |key: &str| table.get(key).is_some();
    match () {
        () if has("born") || has("died") || has("gender") => Kind::Person,
        () if has("date") || has("from") || has("to") => Kind::Event,
        () => Kind::Organisation,
    }
}

fn read_kind(item: &Item, at: TextRange, fields: &mut Fields<'_>) -> Option<Kind> {
    const KINDS: &[(&str, Kind)] = &[
        ("person", Kind::Person),
        ("organisation", Kind::Organisation),
        ("place", Kind::Place),
        ("event", Kind::Event),
        ("group", Kind::Group),
    ];
    let Some(word) = item.as_str() else {
        fields.wrong_type("kind", "\"person\", \"organisation\", \"place\", \"event\" or \"group\"", at);
        return None;
    };
    let found = KINDS.iter().find(|(name, _)| *name == word).map(|(_, kind)| *kind);
    // The American spelling is one that everybody writes once.
    let found = found.or((word == "organization").then_some(Kind::Organisation));
    if found.is_none() || word == "organization" {
        let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
        fields.unknown_word(word, text_place(fields.text, at), &names, "a kind of actor");
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

fn read_names(key: &str, class: NameClass, item: &Item, at: TextRange, fields: &mut Fields<'_>, names: &mut Vec<Name>) {
    let Some(table) = item.as_table_like().filter(|table| !table.contains_key("text")) else {
        let said = format!("`{key}` needs the language of each name");
        fields.problem(Problem::new(at, said).note(format!("write `{key}.ar = …` or `{key}.en = …`")));
        for (text, from, to, range) in fields.texts(key, item, at) {
            let language = Language::of_script(&text).unwrap_or_default();
            names.push(Name { text, language, class, from, to, range });
        }
        return;
    };
    for (tag, item) in table.iter() {
        let place_of_key = key_place(table, tag, fields.shift);
        let Some(language) = fields.language(tag, place_of_key) else { continue };
        for (text, from, to, range) in fields.texts(key, item, place(item, place_of_key, fields.shift)) {
            names.push(Name { text, language, class, from, to, range });
        }
    }
}

fn read_roles(item: &Item, at: TextRange, fields: &mut Fields<'_>, roles: &mut Vec<Role>) {
    match item {
        Item::ArrayOfTables(tables) => {
            for table in tables {
                let header = table.span().map(|span| TextRange::from(span).shift(fields.shift));
                roles.push(read_role(table, header.unwrap_or(at), fields));
            }
        }
        Item::Value(value) if value.is_array() => {
            for element in value.as_array().into_iter().flatten() {
                let range = element.span().map_or(at, |span| TextRange::from(span).shift(fields.shift));
                match element.as_inline_table() {
                    Some(table) => roles.push(read_role(table, range, fields)),
                    None => fields.wrong_type("role", "a list of `[[actor.role]]` tables", range),
                }
            }
        }
        _ => {
            let said = "a role begins with two brackets";
            fields.problem(Problem::new(at, said).note("write `[[actor.role]]` above it"));
            if let Some(table) = item.as_table_like() {
                roles.push(read_role(table, at, fields));
            }
        }
    }
}

fn read_role(table: &dyn TableLike, range: TextRange, fields: &mut Fields<'_>) -> Role {
    let mut role = Role { titles: Vec::new(), org: None, exclusive: false, from: None, to: None, source: None, range };
    for (name, item) in table.iter() {
        let key = key_place(table, name, fields.shift);
        let at = place(item, key, fields.shift);
        match name {
            "title" => role.titles = titles(item, at, fields),
            "org" => role.org = fields.link(LinkKey::Org, name, item, at),
            "exclusive" => match item.as_bool() {
                Some(exclusive) => role.exclusive = exclusive,
                None => fields.wrong_type(name, "true or false", at),
            },
            "from" => role.from = partial_date(name, item, at, fields),
            "to" => role.to = partial_date(name, item, at, fields),
            "source" => role.source = fields.string(name, item, at),
            "code" => {
                // Nothing here reads it; a list or a number in its place is a slip all the same.
                fields.string(name, item, at);
            }
            _ => fields.unknown_key(name, key, ROLE_KEYS, "it is no key of a role"),
        }
    }
    role
}

/// Entries of one file with the same id: the first is the one that links lead to.
fn duplicates(file: &mut RegistryFile) {
    let mut seen: HashMap<&str, TextRange> = HashMap::new();
    let mut lines = None;
    let mut problems = Vec::new();
    for actor in &file.actors {
        match seen.get(actor.id.as_str()) {
            Some(first) => {
                let lines = lines.get_or_insert_with(|| LineIndex::new(&file.text));
                problems.push(duplicate(actor, &file.path, line_of(lines, &file.text, *first)));
            }
            None => {
                seen.insert(&actor.id, actor.id_range);
            }
        }
    }
    file.problems.extend(problems);
    file.problems.sort_by_key(|problem| problem.problem.range.start);
}

/// The line on which a range begins, counted from one.
pub(super) fn line_of(lines: &LineIndex, text: &str, range: TextRange) -> u32 {
    lines.position(text, range.start, Encoding::Utf8).line + 1
}

/// The problem of an id that another entry, on a line of `path`, has already.
pub(super) fn duplicate(actor: &Actor, path: &str, line: u32) -> RegistryProblem {
    let problem = Problem::new(actor.id_range, format!("the id `{}` is taken", actor.id))
        .note(format!("the entry in {path}, line {line}, has it; this one is not used"));
    RegistryProblem { code: "duplicate-actor", problem }
}

/// TOML gives the place of a table's header; an entry reaches to the next one.
fn end_entries(file: &mut RegistryFile) {
    let starts: Vec<u32> = file.actors.iter().map(|actor| actor.range.start).skip(1).collect();
    let ends = starts.into_iter().chain([file.text.len() as u32]);
    for (actor, next) in file.actors.iter_mut().zip(ends) {
        let whole = TextRange::new(actor.range.start, next.max(actor.range.end));
        let mut text = whole.slice(&file.text);
        // What an unusable entry in between left behind is not part of this one.
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if at > 0 && line.trim_start().starts_with("[[actor]]") {
                text = &text[..at];
                break;
            }
            at += line.len();
        }
        // Comments behind the last line belong to the entry that follows.
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Lines of registries, whole and broken.
    fn lines() -> impl Strategy<Value = Vec<&'static str>> {
        let line = prop::sample::select(vec![
            "[[actor]]",
            "id = \"a\"",
            "id = \"b\"",
            "kind = \"person\"",
            "kid = 1",
            "# note",
            "",
            "[actor.name]",
            "ar = \"رنا\"",
            "en = [\"R\", \"S\"]",
            "[[actor.role]]",
            "org = \"a\"",
            "name.en = \"broken",
            "born = 1952",
            "merged-from = [\"x\"]",
            "  [[ actor ]]  ",
            "[other]",
            "x = \"\"\"",
        ]);
        prop::collection::vec(line, 0..24)
    }

    proptest! {
        #[test]
        fn what_is_read_again_is_what_is_read_anew(one in lines(), other in lines(), at in 0usize..24) {
            let mut before = Pieces::default();
            let mut text = one.join("\n");
            for step in 0..4 {
                let again = parse_again("actors.toml", &text, &mut before);
                let anew = parse("actors.toml", &text);
                prop_assert_eq!(&again.actors, &anew.actors);
                prop_assert_eq!(&again.links, &anew.links);
                prop_assert_eq!(&again.problems, &anew.problems);
                let mut fresh = Pieces::default();
                let first = parse_again("actors.toml", &text, &mut fresh);
                prop_assert_eq!(&again.actors, &first.actors);
                prop_assert_eq!(&again.problems, &first.problems);
                let mut lines: Vec<&str> = text.lines().collect();
                let at = (at + step).min(lines.len());
                lines.splice(at..at, other.iter().skip(step * 6).take(6).copied());
                text = lines.join("\n");
            }
        }
    }
}
