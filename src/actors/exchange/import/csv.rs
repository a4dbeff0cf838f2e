//! Tables: one row per entry; more rows with the same id add roles.
//!
//! The columns are `id`, `kind`, `gender`, `born` (or `founded`, `begins`), `died` (or `dissolved`, `ends`), `parent`,
//! `note`, `same-as`, `merged-from`; `name.ar`, `also.en`, `short.…`, `wrong.…`, `weak.…`, `metonym.…` and
//! `description.…` by language; and, for a role, `title.en`, `title.ar.f`, `org`, `exclusive`, `from`, `to`, `source`.
//! A `|` separates several values in one cell; `{2001/2018-04}` after a name gives its dates. For tables with other
//! columns, a mapping assigns columns to fields.

use super::Settings;
use super::draft::{Draft, add_dated_name, add_same_as, add_title, clean, date, gender, is_id, kind, role, short};
use crate::actors::exchange::export::unguarded;
use crate::actors::model::{Actor, Kind, Name, NameClass, PartialDate, Role};
use crate::text::near_miss;
use std::collections::HashMap;

const COLUMNS: &[&str] = &[
    "id",
    "kind",
    "gender",
    "born",
    "founded",
    "begins",
    "date",
    "died",
    "dissolved",
    "ends",
    "parent",
    "note",
    "same-as",
    "merged-from",
    "name",
    "also",
    "short",
    "wrong",
    "weak",
    "metonym",
    "description",
    "title",
    "org",
    "exclusive",
    "from",
    "to",
    "source",
];

/// The source of a field: constant text and column numbers.
struct Field {
    name: String,
    pieces: Vec<Piece>,
}

enum Piece {
    Text(String),
    Column(usize),
}

pub(super) fn read(text: &str, settings: &Settings, draft: &mut Draft) {
    let rows = rows(text, draft);
    let Some((header_line, header)) = rows.first() else {
        draft.defect(1, "the table is empty", "nothing is imported");
        return;
    };
    let fields = fields(*header_line, header, settings, draft);
    let mut by_id: HashMap<String, usize> = HashMap::new();
    for (line, row) in &rows[1..] {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if row.len() != header.len() {
            let what = format!("the row has {} cells and the header {}", row.len(), header.len());
            let done = if row.len() < header.len() {
                "the missing cells are empty"
            } else {
                "the additional cells are left out"
            };
            draft.defect(*line, what, done);
        }
        let actor = read_row(*line, row, &fields, draft);
        let key = actor.id.clone();
        if let Some(first) = by_id.get(&key).copied().filter(|_| !key.is_empty()) {
            continue_entry(*line, first, &actor, draft);
            continue;
        }
        let count = draft.entries.len();
        draft.add(actor, *line, (!key.is_empty()).then(|| key.clone()));
        if draft.entries.len() > count {
            by_id.insert(key, count);
        }
    }
}

/// The rows of a table with their lines. If a quotation mark is never closed, each line is a row.
fn rows(text: &str, draft: &mut Draft) -> Vec<(u32, Vec<String>)> {
    // Excel tables can state their separator in a first line `sep=;`.
    let (text, stated, skipped) = match separator(text) {
        Some((mark, rest)) => (rest, Some(mark), 1),
        None => (text, None, 0),
    };
    let head = text.lines().next().unwrap_or("");
    let counts = [b'\t', b';', b','].map(|mark| (memchr::memchr_iter(mark, head.as_bytes()).count(), mark));
    let delimiter =
        counts.into_iter().max_by_key(|(count, mark)| (*count, *mark == b',')).map_or(b',', |(_, mark)| mark);
    let delimiter = stated.unwrap_or(delimiter);
    let mut build = ::csv::ReaderBuilder::new();
    build.delimiter(delimiter).has_headers(false).flexible(true);
    let cells = |record: &::csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let is_whole = memchr::memchr_iter(b'"', text.as_bytes()).count().is_multiple_of(2);
    let mut rows = Vec::new();
    if is_whole && delimiter != b'\t' {
        let mut reader = build.from_reader(text.as_bytes());
        let mut record = ::csv::StringRecord::new();
        loop {
            match reader.read_record(&mut record) {
                Ok(true) => {
                    let line = record.position().map_or(1, ::csv::Position::line) as u32 + skipped;
                    rows.push((line, cells(&record)));
                }
                Ok(false) => break,
                Err(error) => {
                    draft.leave_out(1, 1, format!("a row cannot be read: {error}"));
                    break;
                }
            }
        }
        // Stray quotation marks that pair up merge several rows into one, which has the wrong number of cells and
        // contains line breaks.
        let width = rows.first().map_or(0, |(_, row)| row.len());
        let runs_on = |row: &Vec<String>| row.len() != width && row.iter().any(|cell| cell.contains('\n'));
        if !rows.iter().any(|(_, row)| runs_on(row)) {
            return rows;
        }
        rows.clear();
    }
    for (number, line) in text.lines().enumerate() {
        let number = number as u32 + 1 + skipped;
        let closed = memchr::memchr_iter(b'"', line.as_bytes()).count().is_multiple_of(2);
        if !closed && delimiter != b'\t' {
            draft.defect(
                number,
                "a quotation mark is not closed",
                "the line is read as one row that contains the mark",
            );
        }
        // Tables with tabs have no quoting.
        build.quoting(closed && delimiter != b'\t');
        let mut reader = build.from_reader(line.as_bytes());
        rows.extend(reader.records().filter_map(Result::ok).map(|record| (number, cells(&record))));
    }
    rows
}

/// The separator in a first line `sep=;`, and the text after it.
fn separator(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let mark = first.trim().trim_matches('"').strip_prefix("sep=")?;
    match mark.as_bytes() {
        [mark] => Some((*mark, rest)),
        [] if first.contains("sep=\t") => Some((b'\t', rest)),
        _ => None,
    }
}

fn fields(line: u32, header: &[String], settings: &Settings, draft: &mut Draft) -> Vec<Field> {
    let column = |name: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name.trim()));
    let mut fields = Vec::new();
    for (name, from) in &settings.columns {
        let mut pieces = Vec::new();
        if let Some(at) = column(from) {
            pieces.push(Piece::Column(at));
        } else if let Some(text) = from.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
            pieces.push(Piece::Text(text.to_owned()));
        } else {
            pieces = template(from, &column);
        }
        if pieces.iter().any(|piece| matches!(piece, Piece::Column(_))) || from.starts_with('\'') {
            fields.push(Field { name: name.clone(), pieces });
        } else {
            let near = near_miss(from, header.iter().map(String::as_str));
            let near = near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
            draft.defect(line, format!("the table has no column `{from}`{near}"), format!("`{name}` is left out"));
        }
    }
    for (at, cell) in header.iter().enumerate() {
        let name = cell.trim().to_lowercase();
        let used = fields
            .iter()
            .any(|field| field.pieces.iter().any(|piece| matches!(piece, Piece::Column(column) if *column == at)));
        let base = name.split('.').next().unwrap_or("");
        if COLUMNS.contains(&base) {
            if !used && !fields.iter().any(|field| field.name == name) {
                fields.push(Field { name, pieces: vec![Piece::Column(at)] });
            }
        } else if !used && !name.is_empty() {
            let near = near_miss(base, COLUMNS.iter().copied());
            let near = near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
            draft.defect(line, format!("the column `{}` is unknown{near}", short(cell)), "it is left out");
        }
    }
    fields
}

fn template(from: &str, column: &dyn Fn(&str) -> Option<usize>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = from;
    while let Some((before, after_brace)) = rest.split_once('{') {
        let Some((name, after)) = after_brace.split_once('}') else { break };
        pieces.push(Piece::Text(before.to_owned()));
        pieces.extend(column(name).map(Piece::Column));
        rest = after;
    }
    pieces.push(Piece::Text(rest.to_owned()));
    pieces
}

fn read_row(line: u32, row: &[String], fields: &[Field], draft: &mut Draft) -> Actor {
    let mut actor = Actor::empty(Kind::Organisation);
    let mut held = role();
    let mut found_kind = None;
    for field in fields {
        let cell: String = (field.pieces.iter())
            .map(|piece| match piece {
                Piece::Text(text) => text.as_str(),
                Piece::Column(at) => row.get(*at).map_or("", |cell| unguarded(cell.trim()).trim()),
            })
            .collect();
        let is_empty = |piece: &Piece| matches!(piece, Piece::Column(at) if row.get(*at).is_none_or(|cell| cell.trim().is_empty()));
        // Cells that only look empty count as empty.
        if clean(&cell).is_empty() || field.pieces.iter().any(is_empty) {
            continue;
        }
        let mut parts = field.name.splitn(3, '.');
        let (base, tag, form) = (parts.next().unwrap_or(""), parts.next(), parts.next());
        match base {
            "id" => actor.id = draft.id(line, &cell),
            "kind" => {
                found_kind = kind(&cell);
                if found_kind.is_none() {
                    let what = format!("`{}` is not a kind of actor", short(&cell));
                    draft.defect(line, what, "the kind is taken from the other columns");
                }
            }
            "gender" => match gender(&cell) {
                Some(gender) => actor.gender = Some(gender),
                None => draft.defect(
                    line,
                    format!("`{}` is not a gender (m or f)", short(&cell)),
                    "it is left out of the entry",
                ),
            },
            "born" | "founded" | "begins" => actor.begins = draft.date(line, base, &cell).or(actor.begins),
            "died" | "dissolved" | "ends" => actor.ends = draft.date(line, base, &cell).or(actor.ends),
            "date" => {
                actor.begins = draft.date(line, base, &cell).or(actor.begins);
                actor.ends = actor.begins;
            }
            "parent" => actor.parent = Some(clean(&cell)),
            "note" => actor.note = Some(clean(&cell)),
            "same-as" => values(&cell).iter().for_each(|value| add_same_as(&mut actor, value)),
            "merged-from" => {
                for value in values(&cell) {
                    if is_id(&value) {
                        actor.merged_from.push(value);
                    } else {
                        draft.defect(
                            line,
                            format!("`{}` cannot be a former id", short(&value)),
                            "it is left out of the entry",
                        );
                    }
                }
            }
            "description" => {
                let text = clean(&cell);
                actor.descriptions.push((super::draft::language(tag, &text), text));
            }
            "title" => {
                let form = form.and_then(gender);
                for value in &values(&cell) {
                    add_title(&mut held, tag, form, value);
                }
            }
            "org" => held.org = Some(clean(&cell)),
            "exclusive" => held.exclusive = matches!(cell.trim().to_lowercase().as_str(), "true" | "yes" | "1" | "x"),
            "from" => held.from = draft.date(line, base, &cell),
            "to" => held.to = draft.date(line, base, &cell),
            "source" => held.source = Some(clean(&cell)),
            _ => {
                let Some(class) = class(base) else { continue };
                for value in values(&cell) {
                    let (text, from, to) = dated(&value);
                    add_dated_name(&mut actor, class, tag, text, from, to);
                }
            }
        }
    }
    let has_role = held != role();
    if let (Some(from), Some(to)) = (held.from, held.to)
        && from.first_day() > to.last_day()
    {
        draft.defect(line, "the role ends before it begins", "it is kept as it is");
    }
    let is_event = found_kind == Some(Kind::Event);
    if is_event && held.titles.is_empty() && held.org.is_none() {
        (actor.begins, actor.ends) = (actor.begins.or(held.from), actor.ends.or(held.to));
    } else if has_role {
        actor.roles.push(held);
    }
    let has = |names: &[&str]| fields.iter().any(|field| names.contains(&field.name.as_str()));
    actor.kind = found_kind.unwrap_or_else(|| match () {
        () if actor.gender.is_some() || !actor.roles.is_empty() || has(&["born", "died"]) => Kind::Person,
        () => Kind::Organisation,
    });
    actor
}

fn class(word: &str) -> Option<NameClass> {
    Some(match word {
        "name" => NameClass::House,
        "also" => NameClass::Also,
        "short" => NameClass::Short,
        "wrong" => NameClass::Wrong,
        "weak" => NameClass::Weak,
        "metonym" => NameClass::Metonym,
        _ => return None,
    })
}

/// Adds a further row of an entry: another role, and facts that the first rows lack.
fn continue_entry(line: u32, first: usize, more: &Actor, draft: &mut Draft) {
    let first_line = draft.entries[first].line;
    let mut differs = Vec::new();
    let actor = &mut draft.entries[first].actor;
    let new_role: Vec<Role> = more.roles.iter().filter(|role| !actor.roles.contains(role)).cloned().collect();
    actor.roles.extend(new_role);
    for name in &more.names {
        let known = |other: &Name| other.text == name.text && other.language == name.language;
        if actor.names.iter().any(known) {
            continue;
        }
        let house = |other: &Name| other.language == name.language && other.class == NameClass::House;
        if name.class == NameClass::House && actor.names.iter().any(house) {
            differs.push("name");
        }
        add_dated_name(actor, name.class, Some(name.language.tag()), &name.text, name.from, name.to);
    }
    let mut fill = |name: &'static str, mine: &mut Option<PartialDate>, other: Option<PartialDate>| {
        if mine.is_none() {
            *mine = other;
        } else if other.is_some() && *mine != other {
            differs.push(name);
        }
    };
    fill("born", &mut actor.begins, more.begins);
    fill("died", &mut actor.ends, more.ends);
    actor.gender = actor.gender.or(more.gender);
    for id in &more.same_as {
        add_same_as(actor, id);
    }
    for name in differs {
        let what = format!("`{name}` differs from line {first_line}, which has the same id");
        let done = if name == "name" { "it is kept as another full form" } else { "the first one is kept" };
        draft.defect(line, what, done);
    }
}

/// Splits a cell into values: `a|b`. A backslash escapes a `|` inside a value.
fn values(cell: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut escaped = false;
    for c in cell.chars() {
        match c {
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            '|' if !escaped => values.push(String::new()),
            c => {
                let last = values.len() - 1;
                if escaped && !matches!(c, '|' | '\\') {
                    values[last].push('\\');
                }
                values[last].push(c);
            }
        }
        escaped = false;
    }
    values.into_iter().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect()
}

/// Parses a name with its dates: `Swaziland {/2018-04-18}`.
fn dated(value: &str) -> (&str, Option<PartialDate>, Option<PartialDate>) {
    let dates = || {
        let (text, dates) = value.strip_suffix('}')?.rsplit_once('{')?;
        let (from, to) = dates.split_once('/')?;
        let read = |text: &str| if text.is_empty() { Some(None) } else { date(text).map(Some) };
        Some((text.trim(), read(from)?, read(to)?))
    };
    dates().unwrap_or((value, None, None))
}
