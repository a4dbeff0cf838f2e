//! Typed values of a registry file with their ranges: strings, lists, names with dates, partial dates. Reports invalid
//! values.

use crate::actors::file::{EntryLink, LinkKey, RegistryProblem};
use crate::actors::model::{Gender, PartialDate, Title};
use crate::finding::RuleCode;
use crate::finding::{Fix, Problem};
use crate::language::Language;
use crate::message;
use crate::message::Message;
use crate::text::{EditSet, TextRange, near_miss};
use jiff::civil::Date;
use toml_edit::{Item, TableLike, Value};

/// A name with its dates and range.
pub(super) type DatedText = (String, Option<PartialDate>, Option<PartialDate>, TextRange);

/// State of the parser: the text, the offset of the parsed piece, and the problems so far.
pub(super) struct Fields<'t> {
    pub(super) text: &'t str,
    pub(super) shift: u32,
    /// Whether lines of the piece were removed, so that missing keys are not reported.
    pub(super) broken: bool,
    problems: Vec<RegistryProblem>,
    links: Vec<EntryLink>,
}

impl<'t> Fields<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, shift: 0, broken: false, problems: Vec::new(), links: Vec::new() }
    }

    pub(super) fn finish(mut self) -> (Vec<RegistryProblem>, Vec<EntryLink>) {
        self.links.sort_by_key(|link| link.range);
        (self.problems, self.links)
    }

    /// Parses an id of another entry.
    pub(super) fn link(&mut self, key: LinkKey, name: &str, item: &Item, at: TextRange) -> Option<String> {
        let id = self.string(name, item, at)?;
        self.links.push(EntryLink { id: id.clone(), range: text_place(self.text, at), key });
        Some(id)
    }

    /// Parses a list of ids of other entries.
    pub(super) fn link_list(&mut self, key: LinkKey, name: &str, item: &Item, at: TextRange) -> Vec<String> {
        let one = item.as_str().map(|id| (id, at));
        let shift = self.shift;
        let many = item.as_array().into_iter().flatten();
        let many = many.filter_map(|value| Some((value.as_str()?, value_place(value, at, shift))));
        let places = one.into_iter().chain(many);
        let places = places.map(|(id, at)| EntryLink { id: id.to_owned(), range: text_place(self.text, at), key });
        self.links.extend(places);
        self.strings(name, item, at)
    }

    pub(super) fn problem(&mut self, problem: Problem) {
        self.problems.push(RegistryProblem { code: RuleCode::new("malformed-registry"), problem });
    }

    #[expect(clippy::needless_pass_by_value, reason = "a message is made for the call")]
    pub(super) fn wrong_type(&mut self, key: &str, expected: Message, at: TextRange) {
        self.problem(Problem::new(at, message!("`{key}` must be {expected}", key, expected)));
    }

    pub(super) fn unknown_key(&mut self, key: &str, at: TextRange, known: &[&str], otherwise: Message) {
        let problem = Problem::new(at, message!("unknown key `{key}`", key));
        self.problem(match near_miss(key, known.iter().copied()) {
            Some(near) => problem.note(message!("did you mean `{near}`?", near)).fix(Fix::change_to(at, near)),
            None => problem.note(otherwise),
        });
    }

    /// Reports a word that is not one of a fixed set.
    #[expect(clippy::needless_pass_by_value, reason = "a message is made for the call")]
    pub(super) fn unknown_word(&mut self, word: &str, at: TextRange, known: &[&str], what: Message) {
        let problem = Problem::new(at, message!("`{word}` is not {what}", word, what));
        self.problem(match near_miss(word, known.iter().copied()) {
            Some(near) => problem.note(message!("did you mean `{near}`?", near)).fix(Fix::change_to(at, near)),
            None => problem.note(message!("write {known}", known = known.join(", "))),
        });
    }

    /// The language of a key. Tags of languages without special support are accepted; anything else is reported.
    pub(super) fn language(&mut self, tag: &str, at: TextRange) -> Option<Language> {
        let primary = tag.split(['-', '_']).next().unwrap_or("");
        let well_formed = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic());
        if !well_formed {
            let message = message!("`{tag}` is not a language", tag);
            self.problem(Problem::new(at, message).note(message!("write a BCP 47 tag such as `ar` or `en`")));
            return None;
        }
        Some(Language::from_tag(tag).unwrap_or_default())
    }

    /// Parses a string that is not empty.
    pub(super) fn string(&mut self, key: &str, item: &Item, at: TextRange) -> Option<String> {
        match item.as_str() {
            Some(text) if !text.trim().is_empty() => Some(text.to_owned()),
            Some(_) => {
                self.problem(Problem::new(at, message!("`{key}` is empty", key)));
                None
            }
            None => {
                self.wrong_type(key, message!("a string"), at);
                None
            }
        }
    }

    /// Parses a string or a list of strings.
    pub(super) fn strings(&mut self, key: &str, item: &Item, at: TextRange) -> Vec<String> {
        match item.as_value() {
            Some(Value::String(one)) => vec![one.value().clone()],
            Some(Value::Array(list)) => {
                let mut found = Vec::new();
                for value in list {
                    match value.as_str() {
                        Some(text) => found.push(text.to_owned()),
                        None => self.wrong_type(key, message!("a list of strings"), value_place(value, at, self.shift)),
                    }
                }
                found
            }
            _ => {
                self.wrong_type(key, message!("a string or a list of strings"), at);
                Vec::new()
            }
        }
    }

    /// Parses names: a string, a `{ text, from, to }` table, or a list of either.
    pub(super) fn texts(&mut self, key: &str, item: &Item, at: TextRange) -> Vec<DatedText> {
        let mut found = Vec::new();
        match item {
            Item::Value(Value::Array(list)) => {
                for value in list {
                    let place = value_place(value, at, self.shift);
                    match value {
                        Value::InlineTable(table) => self.dated(key, table, place, &mut found),
                        _ => self.plain(key, value.as_str(), place, &mut found),
                    }
                }
            }
            Item::ArrayOfTables(tables) => {
                for table in tables {
                    self.dated(key, table, at, &mut found);
                }
            }
            _ => match item.as_table_like() {
                Some(table) => self.dated(key, table, at, &mut found),
                None => self.plain(key, item.as_str(), at, &mut found),
            },
        }
        found
    }

    fn plain(&mut self, key: &str, text: Option<&str>, at: TextRange, found: &mut Vec<DatedText>) {
        match text {
            Some(text) if text.chars().any(char::is_alphanumeric) => {
                found.push((text.to_owned(), None, None, text_place(self.text, at)));
            }
            Some(_) => self.problem(Problem::new(at, message!("a name under `{key}` has no letters", key))),
            None => {
                self.wrong_type(key, message!("a name, a list of names, or {{ text = \"…\", from = …, to = … }}"), at);
            }
        }
    }

    fn dated(&mut self, key: &str, table: &dyn TableLike, at: TextRange, found: &mut Vec<DatedText>) {
        let before = found.len();
        let (mut from, mut to) = (None, None);
        for (name, item) in table.iter() {
            let place_of_key = key_place(table, name, self.shift);
            let place = place(item, place_of_key, self.shift);
            match name {
                "text" => self.plain(key, item.as_str(), place, found),
                "from" => from = partial_date(name, item, place, self),
                "to" => to = partial_date(name, item, place, self),
                _ => {
                    self.unknown_key(
                        name,
                        place_of_key,
                        &["text", "from", "to"],
                        message!("a name has `text`, `from` and `to`"),
                    );
                }
            }
        }
        if !table.contains_key("text") {
            self.problem(Problem::new(at, message!("this name has no `text`")));
        }
        for name in &mut found[before..] {
            (name.1, name.2) = (from, to);
        }
    }
}

/// Parses titles by language: a string, a list, or `{ m, f }` with a string or a list each.
pub(super) fn titles(item: &Item, at: TextRange, fields: &mut Fields<'_>) -> Vec<Title> {
    let mut found = Vec::new();
    let Some(table) = item.as_table_like() else {
        let note = message!("write `title.ar = …` or `title.en = …`");
        fields.problem(Problem::new(at, message!("`title` needs the language of each form")).note(note));
        for text in fields.strings("title", item, at) {
            found.push(Title { language: Language::of_script(&text).unwrap_or_default(), text, gender: None });
        }
        return found;
    };
    for (tag, item) in table.iter() {
        let key = key_place(table, tag, fields.shift);
        let Some(language) = fields.language(tag, key) else { continue };
        let Some(forms) = item.as_table_like() else {
            let texts = fields.strings("title", item, place(item, key, fields.shift));
            found.extend(texts.into_iter().map(|text| Title { text, language, gender: None }));
            continue;
        };
        for (form, item) in forms.iter() {
            let key = key_place(forms, form, fields.shift);
            let gender = match form {
                "m" => Gender::Masculine,
                "f" => Gender::Feminine,
                _ => {
                    fields.unknown_key(form, key, &["m", "f"], message!("a title has the forms `m` and `f`"));
                    continue;
                }
            };
            let texts = fields.strings("title", item, place(item, key, fields.shift));
            found.extend(texts.into_iter().map(|text| Title { text, language, gender: Some(gender) }));
        }
    }
    found
}

/// Parses a TOML date, or a string in which month and day can be missing.
pub(super) fn partial_date(key: &str, item: &Item, at: TextRange, fields: &mut Fields<'_>) -> Option<PartialDate> {
    let date = match item.as_value() {
        Some(Value::Datetime(value)) => value.value().date.map(|date| PartialDate {
            year: date.year as i16,
            month: Some(date.month as i8),
            day: Some(date.day as i8),
        }),
        Some(Value::String(value)) => parse_partial(value.value()),
        Some(Value::Integer(value)) => {
            let year = i16::try_from(*value.value()).ok().filter(|year| (1..=9999).contains(year));
            if let Some(year) = year {
                let edit = EditSet::replace(at, format!("\"{year:04}\""));
                fields.problem(
                    Problem::new(at, message!("`{key}` is a number", key))
                        .note(message!("write a year without a month in quotation marks"))
                        .fix(Fix::manual(message!("Put the year in quotation marks"), edit)),
                );
                return Some(PartialDate { year, month: None, day: None });
            }
            None
        }
        _ => None,
    };
    if date.is_none() {
        fields.wrong_type(key, message!("a date: 1952-03-23, \"1952-03\" or \"1952\""), at);
    }
    date
}

/// Parses `1952`, `1952-03` or `1952-03-23`.
pub(in crate::actors) fn parse_partial(text: &str) -> Option<PartialDate> {
    let mut parts = text.trim().split('-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let mut two = || match parts.next() {
        None => Some(None),
        Some(part) if part.len() == 2 => part.parse::<i8>().ok().map(Some),
        Some(_) => None,
    };
    let (month, day) = (two()?, two()?);
    if parts.next().is_some() || Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).is_err() {
        return None;
    }
    Some(PartialDate { year, month, day })
}

/// The range of a key.
pub(super) fn key_place(table: &dyn TableLike, key: &str, shift: u32) -> TextRange {
    let span = table.key(key).and_then(toml_edit::Key::span);
    span.map(TextRange::from).unwrap_or_default().shift(shift)
}

/// The range of a value; that of its key if TOML reports none.
pub(super) fn place(item: &Item, key: TextRange, shift: u32) -> TextRange {
    item.span().map_or(key, |span| TextRange::from(span).shift(shift))
}

fn value_place(value: &Value, otherwise: TextRange, shift: u32) -> TextRange {
    value.span().map_or(otherwise, |span| TextRange::from(span).shift(shift))
}

/// The range of a string without its quotation marks.
pub(super) fn text_place(text: &str, at: TextRange) -> TextRange {
    let raw = at.slice(text);
    for mark in ["\"\"\"", "'''", "\"", "'"] {
        let width = mark.len() as u32;
        if raw.len() >= 2 * mark.len() && raw.starts_with(mark) && raw.ends_with(mark) {
            return TextRange::new(at.start + width, at.end - width);
        }
    }
    at
}
