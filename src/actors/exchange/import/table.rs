//! Tables: one row per entry; more rows with the same id add roles.
//!
//! The columns are `id`, `kind`, `gender`, `born` (or `founded`, `begins`), `died` (or `dissolved`, `ends`), `parent`,
//! `note`, `same-as`, `merged-from`; `name.ar`, `also.en`, `short.…`, `wrong.…`, `weak.…`, `metonym.…` and
//! `description.…` by language; and, for a role, `title.en`, `title.ar.f`, `org`, `exclusive`, `from`, `to`, `source`.
//! A `|` separates several values in one cell; `{2001/2018-04}` after a name gives its dates. Columns with names that people
//! give them are found by their words ([`headers`]). For other tables, a mapping assigns columns to fields.

mod bodies;
mod dates;
mod headers;
mod rows;

use super::draft::{Draft, add_dated_name, add_same_as, add_title, clean, date, gender, is_id, kind, short};
use super::{ColumnReading, DateOrder, Settings};
use crate::actors::exchange::export::unguarded;
use crate::actors::model::{Actor, Kind, Name, NameClass, PartialDate, Role};
use crate::language::Language;
use crate::message;
use crate::message::Message;
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

/// Fields that hold a date.
const DATES: &[&str] = &["born", "founded", "begins", "date", "died", "dissolved", "ends", "from", "to"];

/// Fields that several columns can add to.
const REPEATED: &[&str] = &["name", "also", "short", "wrong", "weak", "metonym", "same-as", "title", "merged-from"];

/// How many of the first rows can be the header. Spreadsheets have titles above their tables.
const HEADER_ROWS: usize = 10;

/// A row and its line, from 1.
pub(super) type Row = (u32, Vec<String>);

/// The source of a field: constant text and column numbers.
struct Field {
    name: String,
    pieces: Vec<Piece>,
    /// How dates with two possible orders are read.
    order: Option<DateOrder>,
}

impl Field {
    fn new(name: impl Into<String>, pieces: Vec<Piece>) -> Self {
        Self { name: name.into(), pieces, order: None }
    }

    fn base(&self) -> &str {
        self.name.split('.').next().unwrap_or_default()
    }

    fn column(&self) -> Option<usize> {
        self.pieces.iter().find_map(|piece| if let Piece::Column(at) = piece { Some(*at) } else { None })
    }

    fn has_column(&self, at: usize) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Column(column) if *column == at))
    }
}

enum Piece {
    Text(String),
    Column(usize),
}

/// Reads a table from text.
pub(super) fn read(text: &str, settings: &Settings, draft: &mut Draft) {
    let rows = rows::read(text, draft);
    read_rows(&rows, settings, draft);
}

/// The header of a table to fill in, for readers of a language.
pub fn template(language: Language) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(headers::template(language.tag()));
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// Reads the rows of a table.
pub(super) fn read_rows(rows: &[Row], settings: &Settings, draft: &mut Draft) {
    let Some(start) = header_row(rows, settings) else {
        draft.defect(1, message!("the table is empty"), message!("nothing is imported"));
        return;
    };
    let (header_line, header) = &rows[start];
    let is_empty = |row: &[String]| row.iter().all(|cell| cell.trim().is_empty());
    let body: Vec<&Row> = rows[start + 1..].iter().filter(|(_, row)| !is_empty(row)).collect();
    let (mut fields, has_alias) = fields(*header_line, header, settings, draft);
    if !has_names(&fields) {
        let first = header.iter().map(|cell| clean(cell)).find(|cell| !cell.is_empty()).unwrap_or_default();
        let what = message!("no column is recognised as a name");
        let done = message!(
            "nothing is imported; say which column is: --columns {columns}",
            columns = format!("\"name={}\"", first.replace('"', "\"\""))
        );
        draft.leave_out_with(*header_line, body.len(), what, done);
        draft.columns.clear();
        return;
    }
    tell_gender_from_kind(&mut fields, &body, draft);
    for field in &mut fields {
        decide_order(field, &body, header, settings, draft);
    }
    // What copydesk itself writes is read as it is.
    if !has_alias && draft.columns.iter().all(|column| column.note.is_empty()) {
        draft.columns.clear();
    }
    let width = header.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
    let mut by_id: HashMap<String, usize> = HashMap::new();
    for (line, row) in body {
        if row.len() < header.len() || row[header.len()..].iter().any(|cell| !cell.trim().is_empty()) {
            let is_short = row.len() < header.len();
            if !is_short || row.len() < width {
                let what =
                    message!("the row has {row} cells and the header {header}", row = row.len(), header = header.len());
                let done = if is_short {
                    message!("the missing cells are empty")
                } else {
                    message!("the additional cells are left out")
                };
                draft.row_defect("width", *line, what, done);
            }
        }
        let actor = read_row(*line, row, &fields, draft);
        let key = actor.id.clone();
        if let Some(first) = by_id.get(&key).copied().filter(|_| !key.is_empty()) {
            continue_entry(*line, first, &actor, draft);
            continue;
        }
        if actor.names.is_empty() {
            draft.leave_out_row("name", *line, &key);
            continue;
        }
        by_id.insert(key.clone(), draft.entries.len());
        draft.add(actor, *line, (!key.is_empty()).then_some(key));
    }
    bodies::name(draft);
}

fn has_names(fields: &[Field]) -> bool {
    fields.iter().any(|field| class(field.base()).is_some())
}

/// The row with the names of the columns.
fn header_row(rows: &[Row], settings: &Settings) -> Option<usize> {
    let known = |cell: &String| {
        let base = cell.trim().to_lowercase();
        COLUMNS.contains(&base.split('.').next().unwrap_or_default()) || headers::heading(cell).is_some()
    };
    let first = rows.first()?;
    if !settings.columns.is_empty() || first.1.iter().any(known) {
        return Some(0);
    }
    let found = rows.iter().take(HEADER_ROWS).position(|(_, row)| row.iter().filter(|cell| known(cell)).count() > 1);
    Some(found.unwrap_or(0))
}

/// Reads a column as genders whose header can mean both and whose cells are genders: `النوع`.
fn tell_gender_from_kind(fields: &mut [Field], rows: &[&Row], draft: &mut Draft) {
    if fields.iter().any(|field| field.base() == "gender") {
        return;
    }
    let Some(field) = fields.iter_mut().find(|field| field.name == "kind") else { return };
    let Some(at) = field.column() else { return };
    let mut cells = rows.iter().filter_map(|(_, row)| row.get(at)).filter(|cell| !cell.trim().is_empty()).peekable();
    if cells.peek().is_none() || !cells.all(|cell| kind(cell).is_none() && gender(cell).is_some()) {
        return;
    }
    "gender".clone_into(&mut field.name);
    for column in draft.columns.iter_mut().filter(|column| column.number == at) {
        column.field = Some("gender".to_owned());
    }
}

/// Decides how the dates of a column are read, from all its cells.
fn decide_order(field: &mut Field, rows: &[&Row], header: &[String], settings: &Settings, draft: &mut Draft) {
    let Some(at) = field.column().filter(|_| DATES.contains(&field.base())) else { return };
    let cells = rows.iter().filter_map(|(line, row)| Some((*line, row.get(at)?.as_str())));
    let found = dates::order_of(cells);
    let name = clean(&header[at]);
    let note = match (settings.dates.or(found.order), found.two_ways) {
        (Some(order), _) if found.is_numeric => {
            field.order = Some(order);
            match order {
                DateOrder::DayFirst => message!("dates are day/month/year"),
                DateOrder::MonthFirst => message!("dates are month/day/year"),
            }
        }
        (None, count) if count > 0 => {
            let (line, cell) = found.example.unwrap_or_default();
            let what = if found.is_mixed {
                message!("the column `{name}` has dates with the day first and dates with the month first", name)
            } else {
                message!(
                    "the dates of the column `{name}` can be day/month/year or month/day/year: `{cell}`",
                    name,
                    cell = short(&cell)
                )
            };
            let done = if count == 1 {
                message!("this date is left out; say --dates dmy or --dates mdy")
            } else {
                message!("{count} such dates are left out; say --dates dmy or --dates mdy", count)
            };
            draft.defect(line, what, done);
            message!("the order of day and month is unknown")
        }
        _ => return,
    };
    if let Some(column) = draft.columns.iter_mut().find(|column| column.number == at) {
        column.note = note;
    }
}

/// The fields of the columns, and whether some have names of another program.
fn fields(line: u32, header: &[String], settings: &Settings, draft: &mut Draft) -> (Vec<Field>, bool) {
    let column = |name: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name.trim()));
    let mut fields: Vec<Field> = Vec::new();
    for (name, from) in &settings.columns {
        let mut pieces = Vec::new();
        if let Some(at) = column(from) {
            pieces.push(Piece::Column(at));
        } else if let Some(text) = from.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
            pieces.push(Piece::Text(text.to_owned()));
        } else {
            pieces = template_pieces(from, &column);
        }
        if pieces.iter().any(|piece| matches!(piece, Piece::Column(_))) || from.starts_with('\'') {
            fields.push(Field::new(name.clone(), pieces));
        } else {
            let near = near_miss(from, header.iter().map(String::as_str));
            let near = near.map_or_else(Message::default, |near| message!(" (did you mean `{near}`?)", near));
            draft.defect(
                line,
                message!("the table has no column `{from}`{near}", from, near),
                message!("`{name}` is left out", name),
            );
        }
    }
    let mut unknown = Vec::new();
    let mut has_alias = false;
    let (mut given, mut family) = (None, None);
    for (at, cell) in header.iter().enumerate() {
        let name = cell.trim().to_lowercase();
        if name.is_empty() {
            continue;
        }
        let mut reading = ColumnReading { number: at, header: clean(cell), field: None, note: Message::default() };
        let own = COLUMNS.contains(&name.split('.').next().unwrap_or(""));
        let heading = if own { None } else { headers::heading(cell) };
        if let Some(field) = fields.iter().find(|field| field.has_column(at)) {
            reading.field = Some(field.name.clone());
        } else if own || heading.is_some() {
            let name = heading.map_or(name, |heading| match heading.tag {
                Some(tag) => format!("{}.{tag}", heading.field),
                None => heading.field.to_owned(),
            });
            has_alias |= heading.is_some();
            let base = name.split('.').next().unwrap_or_default();
            let taken = fields.iter().any(|field| field.name == name);
            if base == "given" || base == "family" {
                reading.field = Some("name".to_owned());
                let part = if base == "given" { &mut given } else { &mut family };
                part.get_or_insert(at);
            } else if !taken || (heading.is_some() && REPEATED.contains(&base)) {
                reading.field = Some(name.clone());
                fields.push(Field::new(name, vec![Piece::Column(at)]));
            } else {
                reading.note = message!("another column is `{name}`", name);
            }
        } else {
            unknown.push((at, cell));
        }
        draft.columns.push(reading);
    }
    if let Some(last) = family.or(given) {
        let pieces = match given {
            Some(first) if first != last => vec![Piece::Column(first), Piece::Text(" ".into()), Piece::Column(last)],
            _ => vec![Piece::Column(last)],
        };
        let has_name = fields.iter().any(|field| field.base() == "name");
        if !has_name {
            fields.push(Field::new("name", pieces));
        }
        for column in draft.columns.iter_mut().filter(|column| [given, family].contains(&Some(column.number))) {
            column.field = column.field.take().filter(|_| !has_name);
        }
    }
    for (at, cell) in unknown {
        let name = cell.trim().to_lowercase();
        let near = near_miss(name.split('.').next().unwrap_or(""), COLUMNS.iter().copied());
        // In a table of another program, a column that is not needed is normal.
        if near.is_none() && (has_alias || !has_names(&fields)) {
            continue;
        }
        let near = near.map_or_else(Message::default, |near| message!(" (did you mean `{near}`?)", near));
        draft.defect(
            line,
            message!("the column `{cell}` is unknown{near}", near, cell = short(cell)),
            message!("it is left out"),
        );
        draft.columns.retain(|column| column.number != at);
    }
    (fields, has_alias)
}

fn template_pieces(from: &str, column: &dyn Fn(&str) -> Option<usize>) -> Vec<Piece> {
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
    let mut held = Role::default();
    let mut found_kind = None;
    for field in fields {
        let cell: String = (field.pieces.iter())
            .map(|piece| match piece {
                Piece::Text(text) => text.as_str(),
                Piece::Column(at) => row.get(*at).map_or("", |cell| unguarded(cell.trim()).trim()),
            })
            .collect();
        let is_gap = |piece: &Piece| match piece {
            Piece::Column(at) => row.get(*at).is_none_or(|cell| cell.trim().is_empty()),
            Piece::Text(_) => field.column().is_some(),
        };
        // Cells that only look empty count as empty.
        if clean(&cell).is_empty()
            || (headers::is_none(&cell) && class(field.base()).is_none())
            || field.pieces.iter().all(is_gap)
        {
            continue;
        }
        let mut parts = field.name.splitn(3, '.');
        let (base, tag, form) = (parts.next().unwrap_or(""), parts.next(), parts.next());
        match base {
            "id" => actor.id = draft.id(line, &cell),
            "kind" => {
                found_kind = kind(&cell);
                if found_kind.is_none() {
                    let what = message!("`{cell}` is not a kind of actor", cell = short(&cell));
                    draft.row_defect("kind", line, what, message!("the kind is taken from the other columns"));
                }
            }
            "gender" => match gender(&cell) {
                Some(gender) => actor.gender = Some(gender),
                None => draft.row_defect(
                    "gender",
                    line,
                    message!("`{cell}` is not a gender (m or f)", cell = short(&cell)),
                    message!("it is left out of the entry"),
                ),
            },
            "born" | "founded" | "begins" => {
                actor.begins = dates::read_cell(line, field, &cell, draft).or(actor.begins);
            }
            "died" | "dissolved" | "ends" => actor.ends = dates::read_cell(line, field, &cell, draft).or(actor.ends),
            "date" => {
                actor.begins = dates::read_cell(line, field, &cell, draft).or(actor.begins);
                actor.ends = actor.begins;
            }
            "parent" => actor.parent = Some(clean(&cell)),
            "note" => actor.note = Some(clean(&cell)),
            "wikidata" => values(&cell).iter().for_each(|value| add_same_as(&mut actor, &wikidata(value))),
            "same-as" => values(&cell).iter().for_each(|value| add_same_as(&mut actor, value)),
            "merged-from" => {
                for value in values(&cell) {
                    if is_id(&value) {
                        actor.merged_from.push(value);
                    } else {
                        draft.defect(
                            line,
                            message!("`{value}` cannot be a former id", value = short(&value)),
                            message!("it is left out of the entry"),
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
            "org" => match tag {
                Some(tag) => bodies::add_name(&mut held, tag, &clean(&cell)),
                None => held.org = Some(clean(&cell)),
            },
            "exclusive" => {
                held.exclusive = matches!(cell.trim().to_lowercase().as_str(), "true" | "yes" | "1" | "x" | "نعم");
            }
            "from" => held.from = dates::read_cell(line, field, &cell, draft),
            "to" => held.to = dates::read_cell(line, field, &cell, draft),
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
    let has_role = held != Role::default();
    if let (Some(from), Some(to)) = (held.from, held.to)
        && from.first_day() > to.last_day()
    {
        draft.row_defect("period", line, message!("the role ends before it begins"), message!("it is kept as it is"));
    }
    let is_event = found_kind == Some(Kind::Event);
    if is_event && held.titles.is_empty() && held.org.is_none() {
        (actor.begins, actor.ends) = (actor.begins.or(held.from), actor.ends.or(held.to));
    } else if has_role {
        actor.roles.push(held);
    }
    let has = |names: &[&str]| fields.iter().any(|field| names.contains(&field.name.as_str()));
    actor.kind = found_kind.unwrap_or_else(|| match () {
        () if actor.gender.is_some() || !actor.roles.is_empty() || has(&["born", "died", "gender"]) => Kind::Person,
        () if fields.iter().any(|field| field.base() == "title") => Kind::Person,
        () => Kind::Organisation,
    });
    actor
}

/// The outside id for a Wikidata id with or without its prefix.
fn wikidata(value: &str) -> String {
    let value = value.trim();
    let is_bare = value.strip_prefix(['Q', 'q']).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    if is_bare { format!("wd:{}", value.to_uppercase()) } else { value.to_owned() }
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
        let what = message!("`{name}` differs from line {first_line}, which has the same id", name, first_line);
        let done = if name == "name" {
            message!("it is kept as another full form")
        } else {
            message!("the first one is kept")
        };
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
