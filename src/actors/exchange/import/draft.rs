//! Common parts of all import formats: entries under construction, and values.

use super::{ColumnReading, Defect, Entry, Imported};
use crate::actors::file::toml_fields::parse_partial;
use crate::actors::model::{Actor, EntryRange, Gender, Kind, Name, NameClass, PartialDate, Role, Title};
use crate::language::Language;
use crate::message;
use crate::message::Message;
use crate::text::{LineIndex, TextRange};

/// The result of a file that is being read.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) entries: Vec<Entry>,
    /// How the columns of a table were read.
    pub(super) columns: Vec<ColumnReading>,
    defects: Vec<Defect>,
    /// Defects of rows, by kind; many of one kind become one defect.
    rows: Vec<(String, Defect)>,
    left_out: usize,
    /// Whether the file is a registry itself: entries have their places, and what matters only to an import is not a defect.
    pub(super) is_list: bool,
    /// Where the text that is parsed starts in the file.
    pub(super) start: u32,
    /// The lines of a file that is a registry itself.
    lines: Option<LineIndex>,
}

impl Draft {
    /// A draft of a file that is a registry itself.
    pub(super) fn of_list(text: &str) -> Self {
        Self { is_list: true, lines: Some(LineIndex::new(text)), ..Self::default() }
    }

    /// The line of a part of an entry. An import reports the line of the entry.
    pub(super) fn line_of(&self, part: std::ops::Range<usize>, entry: u32) -> u32 {
        self.lines.as_ref().map_or(entry, |lines| lines.line_of(self.place(part).start) + 1)
    }

    /// The place of a part of the text that is parsed, in a file that is a registry itself.
    pub(super) fn place(&self, range: std::ops::Range<usize>) -> TextRange {
        if self.is_list { TextRange::from(range).shift(self.start) } else { TextRange::default() }
    }

    pub(super) fn defect(&mut self, line: u32, what: Message, done: Message) {
        self.defects.push(Defect { line, what, done, left_out: 0 });
    }

    /// Reports a defect of a row. Many of one kind are reported together.
    pub(super) fn row_defect(&mut self, kind: &str, line: u32, what: Message, done: Message) {
        self.rows.push((kind.to_owned(), Defect { line, what, done, left_out: 0 }));
    }

    /// Reports a skipped row.
    pub(super) fn leave_out_row(&mut self, kind: &str, line: u32, id: &str) {
        let what = has_no_name(id);
        self.rows.push((kind.to_owned(), Defect { line, what, done: message!("left out"), left_out: 1 }));
        self.left_out += 1;
    }

    /// Reports skipped entries, with what to do about them.
    pub(super) fn leave_out_with(&mut self, line: u32, count: usize, what: Message, done: Message) {
        self.defects.push(Defect { line, what, done, left_out: count });
        self.left_out += count;
    }

    /// Parses the gender of an entry. One that titles cannot have is reported as the file states it.
    pub(super) fn gender(&mut self, line: u32, word: &str, stated: &str) -> Option<Gender> {
        let known = gender(word);
        if known.is_none() && !self.is_list {
            self.defect(
                line,
                message!("the gender `{stated}` is not supported in titles", stated = short(stated)),
                message!("it is left out of the entry"),
            );
        }
        known
    }

    /// Reports skipped entries.
    pub(super) fn leave_out(&mut self, line: u32, count: usize, what: Message) {
        let done = if count == 1 { message!("left out") } else { message!("{count} entries are left out", count) };
        self.defects.push(Defect { line, what, done, left_out: count });
        self.left_out += count;
    }

    /// Keeps an entry if it has a name.
    pub(super) fn add(&mut self, mut actor: Actor, line: u32, key: Option<String>) {
        // An organisation without a name would be added again by every import.
        for role in &mut actor.roles {
            role.org = role.org.take().filter(|org| !clean(org).is_empty());
        }
        if actor.names.is_empty() {
            self.leave_out(line, 1, has_no_name(&actor.id));
            return;
        }
        self.entries.push(Entry { actor, line, key, is_only_named: false });
    }

    /// Parses a date in a form common to all formats, and reports it if that fails.
    pub(super) fn date(&mut self, line: u32, what: &str, text: &str) -> Option<PartialDate> {
        let date = date(text);
        if date.is_none() && !text.trim().is_empty() {
            self.defect(
                line,
                message!("`{what}` is not a date: `{text}`", what, text = short(text)),
                message!("it is left out of the entry"),
            );
        }
        date
    }

    /// An id of the file, if links can use it.
    pub(super) fn id(&mut self, line: u32, text: &str) -> String {
        let text = text.trim();
        if is_id(text) {
            return text.to_owned();
        }
        if !text.is_empty() {
            let what = message!("`{text}` cannot be an id: it contains spaces, brackets or signs", text = short(text));
            let done = if self.is_list {
                message!("links cannot name the entry")
            } else {
                message!("an id is made from the name")
            };
            self.defect(line, what, done);
        }
        String::new()
    }

    pub(super) fn finish(mut self, languages: &[Language]) -> Imported {
        let read = self.entries.len() + self.left_out;
        if !languages.is_empty() {
            self.keep_languages(languages);
        }
        self.gather_rows();
        self.defects.sort_by_key(|defect| defect.line);
        Imported { entries: self.entries, defects: self.defects, columns: self.columns, read }
    }

    /// Turns the defects of rows into defects: one for each kind that many rows have.
    fn gather_rows(&mut self) {
        const SINGLE: usize = 2;
        const LISTED: usize = 3;
        let mut kinds: Vec<(String, Vec<Defect>)> = Vec::new();
        for (kind, defect) in std::mem::take(&mut self.rows) {
            match kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, defects)) => defects.push(defect),
                None => kinds.push((kind, vec![defect])),
            }
        }
        for (_, defects) in kinds {
            if defects.len() <= SINGLE {
                self.defects.extend(defects);
                continue;
            }
            let lines: Vec<String> = defects[1..].iter().take(LISTED).map(|defect| defect.line.to_string()).collect();
            let more = if defects.len() > LISTED + 1 { ", …" } else { "" };
            let left_out = defects.iter().map(|defect| defect.left_out).sum();
            let rest = defects.len() - 1;
            let first = &defects[0];
            let what = message!(
                "{what}, and so in {rest} more rows (lines {lines}{more})",
                rest,
                more,
                what = first.what,
                lines = lines.join(", ")
            );
            self.defects.push(Defect { line: first.line, what, done: first.done.clone(), left_out });
        }
    }

    /// Removes names in other languages, unless the entry has no others.
    fn keep_languages(&mut self, languages: &[Language]) {
        for entry in &mut self.entries {
            if entry.actor.names.iter().any(|name| languages.contains(&name.language)) {
                entry.actor.names.retain(|name| languages.contains(&name.language));
            }
            entry.actor.descriptions.retain(|(language, _)| languages.contains(language));
        }
    }
}

/// Says that an entry has no name.
fn has_no_name(id: &str) -> Message {
    if id.is_empty() { message!("the entry has no name") } else { message!("`{id}` has no name", id) }
}

/// Whether an id can be used in links.
pub(super) fn is_id(text: &str) -> bool {
    let bad = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '(' | ')' | '<' | '>' | '[' | ']' | '"');
    !text.is_empty() && !text.contains(bad)
}

/// The language of a tag, or of the letters without a tag.
pub(super) fn language(tag: Option<&str>, text: &str) -> Language {
    match tag.filter(|tag| !tag.is_empty()) {
        Some(tag) => Language::from_tag(tag).unwrap_or_default(),
        None if text.chars().any(is_foreign) => Language::Other,
        None => Language::of_script(text).unwrap_or_default(),
    }
}

/// Letters that Arabic does not have: other letters of the Arabic script, and scripts that are neither Arabic nor
/// Latin.
fn is_foreign(c: char) -> bool {
    let arabic = matches!(c, '\u{0621}'..='\u{064A}' | '\u{064B}'..='\u{0652}' | '\u{0670}' | '\u{0671}');
    let script = matches!(c, '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}') && c.is_alphabetic();
    (script && !arabic)
        || (c.is_alphabetic()
            && matches!(c, '\u{0370}'..='\u{05FF}' | '\u{0700}'..='\u{1DFF}' | '\u{2E80}'..='\u{D7FF}'))
}

/// The text as one line, without invisible characters.
pub(super) fn clean(text: &str) -> String {
    let shown = |c: &char| !matches!(c, '\u{FEFF}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}');
    let text: String = text.chars().filter(shown).map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Adds a name unless the entry already has it. A second house form in a language becomes another full form.
pub(super) fn add_name(actor: &mut Actor, class: NameClass, tag: Option<&str>, text: &str) {
    add_dated_name(actor, class, tag, text, None, None);
}

/// Adds a name with dates.
pub(super) fn add_dated_name(
    actor: &mut Actor,
    class: NameClass,
    tag: Option<&str>,
    text: &str,
    from: Option<PartialDate>,
    to: Option<PartialDate>,
) {
    let text = clean(text);
    if !text.chars().any(char::is_alphanumeric) {
        return;
    }
    let language = language(tag, &text);
    let known = |name: &Name| name.text == text && (name.language == language || language == Language::Other);
    // A text in many languages is a single name.
    if actor.names.iter().any(|name| known(name) && (name.class == class || class <= NameClass::Also)) {
        return;
    }
    let has_house = actor.names.iter().any(|name| name.language == language && name.class == NameClass::House);
    let class = if class == NameClass::House && has_house { NameClass::Also } else { class };
    actor.names.push(Name { text, language, class, from, to, range: EntryRange::default(), is_lent: false });
}

/// Adds a title to a role.
pub(super) fn add_title(role: &mut Role, tag: Option<&str>, gender: Option<Gender>, text: &str) {
    let text = clean(text);
    if text.is_empty() {
        return;
    }
    let title = Title { language: language(tag, &text), text, gender };
    if !role.titles.contains(&title) {
        role.titles.push(title);
    }
}

/// Adds an outside id, in its short form if it has one.
pub(super) fn add_same_as(actor: &mut Actor, text: &str) {
    let id = outside(text);
    if !id.is_empty() && !actor.same_as.contains(&id) {
        actor.same_as.push(id);
    }
}

/// The short form of an outside id: `wd:Q42` for its URL.
pub(super) fn outside(text: &str) -> String {
    const PREFIXES: &[(&str, &str)] = &[
        ("wikidata.org/entity/", "wd"),
        ("wikidata.org/wiki/", "wd"),
        ("viaf.org/viaf/", "viaf"),
        ("isni.org/isni/", "isni"),
        ("sws.geonames.org/", "gn"),
        ("geonames.org/", "gn"),
    ];
    let text = text.trim();
    let bare = text.split_once("://").map_or(text, |(_, rest)| rest);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    let short = PREFIXES.iter().find_map(|(address, prefix)| {
        let id = bare.strip_prefix(address)?.split(['/', '?', '#']).next()?;
        (!id.is_empty()).then(|| format!("{prefix}:{id}"))
    });
    let short = short.or_else(|| {
        let (prefix, id) = text.split_once(':')?;
        prefix.eq_ignore_ascii_case("wikidata").then(|| format!("wd:{}", id.trim()))
    });
    let id = short.unwrap_or_else(|| text.to_owned());
    if id.contains(char::is_whitespace) { String::new() } else { id }
}

/// Sets the gender from the words that files use.
pub(super) fn gender(text: &str) -> Option<Gender> {
    match text.trim().to_ascii_lowercase().as_str() {
        "m"
        | "male"
        | "man"
        | "masculine"
        | "1"
        | "ذكر"
        | "رجل"
        | "https://schema.org/male"
        | "http://schema.org/male" => Some(Gender::Masculine),
        "f"
        | "female"
        | "woman"
        | "feminine"
        | "2"
        | "أنثى"
        | "انثى"
        | "امرأة"
        | "https://schema.org/female"
        | "http://schema.org/female" => Some(Gender::Feminine),
        _ => None,
    }
}

/// Parses a date in ISO 8601, ignoring a time, a sign, and 00 for unknown months.
pub(super) fn date(text: &str) -> Option<PartialDate> {
    let text = text.trim().trim_start_matches('+');
    let text = text.split(['T', ' ']).next()?;
    let text = text.strip_suffix("-00").unwrap_or(text);
    let text = text.strip_suffix("-00").unwrap_or(text);
    let zone =
        |at: usize| text.get(at..).is_some_and(|rest| rest.starts_with(['Z', '+', '-']) && rest.contains([':', 'Z']));
    let text = [4, 7, 10].into_iter().find(|at| zone(*at)).map_or(text, |at| &text[..at]);
    parse_partial(text).filter(|date| date.year > 0)
}

/// Parses a kind from the words that files use.
pub(super) fn kind(text: &str) -> Option<Kind> {
    Some(match text.trim().to_lowercase().as_str() {
        "person" | "people" | "human" | "شخص" => Kind::Person,
        "organisation" | "organization" | "org" | "company" | "party" | "institution" | "body" | "ministry"
        | "agency" | "منظمة" | "مؤسسة" | "جهة" | "شركة" | "هيئة" | "وزارة" | "حزب" => {
            Kind::Organisation
        }
        "place" | "area" | "country" | "city" | "location" | "region" | "مكان" | "دولة" | "مدينة" | "منطقة" => {
            Kind::Place
        }
        "event" | "حدث" => Kind::Event,
        "group" | "مجموعة" => Kind::Group,
        _ => return None,
    })
}

/// The start of a text, for a message.
pub(super) fn short(text: &str) -> String {
    let text = clean(text);
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
