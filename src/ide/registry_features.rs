//! Features of registry files: hover, definition, symbols, folds.

use super::cards::{CardOptions, entry_card};
use super::goto::Destination;
use super::hover::Hover;
use super::subject::{entry_at, subject_of};
use super::symbols::{Symbol, SymbolKind};
use crate::actors::{Actor, Registry, RegistryFile, Role, is_list};
use crate::config::Config;
use crate::language::Language;
use crate::text::TextRange;

/// What a key of an entry means. `None` for an unknown key.
pub fn entry_key(key: &str) -> Option<&'static str> {
    Some(match key {
        "id" => "stable id used in links; change it with Rename",
        "kind" => "\"person\", \"organisation\", \"place\", \"event\" or \"group\"",
        "gender" => "\"m\" or \"f\": which forms of a title fit",
        "born" => "the day of birth: 1952-03-23, \"1952-03\" or \"1952\"",
        "died" => "the day of death; later actions are reported",
        "founded" => "when an organisation or place began",
        "dissolved" => "when an organisation or place ended",
        "date" => "the day of an event",
        "from" => "the first day of an event",
        "to" => "the last day of an event",
        "description" => "one line about it, by language",
        "same-as" => "its ids elsewhere: \"wd:Q318305\", \"iso:QA\"",
        "merged-from" => "former ids: links to them still lead here, and are reported",
        "parent" => "the id of the body or place that it belongs to",
        "note" => "how it differs from others of the same name",
        "name" => "the house spelling, one per language",
        "also" => "other correct full forms",
        "short" => "forms that count only after a full form in the same article",
        "wrong" => "forms that are recognised and reported, with the house spelling as fix",
        "weak" => "forms that need a cue, quotation marks, or an earlier mention",
        "metonym" => "a place that can mean its government; a hint only",
        "role" => "an office, each in its own `[[actor.role]]`",
        _ => return None,
    })
}

/// What a key of a role means.
pub fn role_key(key: &str) -> Option<&'static str> {
    Some(match key {
        "title" => "the title by language, with forms for `m` and `f` where it has them",
        "org" => "the id of the organisation",
        "exclusive" => "true: one holder at a time",
        "from" => "the first day: 2017-02-01, \"2017-02\" or \"2017\"",
        "to" => "the last day; without one the office is still held",
        "source" => "where that is documented",
        "code" => "an outside code of the office, kept for other tools",
        _ => return None,
    })
}

/// The TOML table of a line, by the last header above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table<'t> {
    /// No table of an entry.
    Outside,
    /// The entry itself.
    Entry,
    /// `[actor.name]` and the like: the key.
    Names(&'t str),
    /// A role.
    Role,
}

/// The table of the line at an offset.
pub(super) fn table_at(text: &str, offset: u32) -> Table<'_> {
    let line = text[..offset as usize].rfind('\n').map_or(0, |at| at + 1);
    for line in text[..line].lines().rev() {
        let Some(header) = line.trim_start().strip_prefix('[') else { continue };
        let header = header.trim_start_matches('[').split(']').next().unwrap_or("");
        let mut parts = header.split('.').map(|part| part.trim().trim_matches('"'));
        if parts.next() != Some("actor") {
            return Table::Outside;
        }
        return match (parts.next(), parts.next()) {
            (None, _) => Table::Entry,
            (Some("role"), None) => Table::Role,
            (Some("role"), Some(key)) | (Some(key), _) => Table::Names(key),
        };
    }
    Table::Outside
}

/// The hover at an offset of a registry file.
pub fn hover_entry(
    file: &RegistryFile,
    registry: &Registry,
    config: &Config,
    offset: u32,
    reader: Language,
) -> Option<Hover> {
    let language = config.language.unwrap_or_default();
    let card = |entry| entry_card(entry, registry, config, CardOptions { language, reader, on: None });
    if let Some(link) = file.links.iter().find(|link| link.range.touches(offset)) {
        let actor = subject_of(registry, &link.id, link.range).actor?;
        return Some(Hover { range: link.range, markdown: card(registry.actor(actor)) });
    }
    let entry = entry_at(file, offset);
    if let Some(entry) = entry.filter(|entry| entry.id_range.touches(offset)) {
        return Some(Hover { range: entry.id_range, markdown: card(entry) });
    }
    if is_list(&file.path) {
        // A list in XML has no keys.
        let names = entry.into_iter().flat_map(|entry| entry.names.iter().map(move |name| (entry, name.range)));
        let mut names = names.map(|(entry, range)| (entry, entry.place_of(range)));
        let (entry, range) = names.find(|(_, range)| range.touches(offset))?;
        return Some(Hover { range, markdown: card(entry) });
    }
    key_at(&file.text, offset)
}

fn key_at(text: &str, offset: u32) -> Option<Hover> {
    let at = offset as usize;
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let line = text[start..].lines().next()?;
    let is_header = line.trim_start().starts_with('[');
    let end = if is_header { line.find(']')? } else { line.find('=')? };
    let keys = &line[..end];
    if at - start > keys.len() {
        return None;
    }
    let mut from = 0;
    for part in keys.split(['.', '[']) {
        let range = TextRange::from(start + from..start + from + part.len());
        from += part.len() + 1;
        let trimmed = part.trim();
        if !range.touches(offset) || trimmed.is_empty() {
            continue;
        }
        let shift = part.len() - part.trim_start().len();
        let range = TextRange::from(range.start as usize + shift..range.start as usize + shift + trimmed.len());
        let inside = table_at(text, start as u32);
        let meaning = match inside {
            Table::Role if !is_header => role_key(trimmed),
            Table::Names(_) if !is_header => None,
            _ => entry_key(trimmed),
        };
        let meaning = meaning.map(str::to_owned).or_else(|| {
            let language = Language::ALL.iter().find(|language| language.tag() == trimmed)?;
            Some(format!("the form in {}", language_name(*language)))
        })?;
        return Some(Hover { range, markdown: format!("**{trimmed}** — {meaning}") });
    }
    None
}

fn language_name(language: Language) -> String {
    match language {
        Language::Arabic => "Arabic".into(),
        Language::English => "English".into(),
        other => format!("`{}`", other.tag()),
    }
}

/// The entry that the id at an offset leads to.
pub fn goto_entry(file: &RegistryFile, registry: &Registry, offset: u32) -> Option<Destination> {
    let (id, origin) = match file.links.iter().find(|link| link.range.touches(offset)) {
        Some(link) => (&link.id, link.range),
        None => entry_at(file, offset)
            .filter(|entry| entry.id_range.touches(offset))
            .map(|entry| (&entry.id, entry.id_range))?,
    };
    let place = registry.place(subject_of(registry, id, origin).actor?)?;
    let home = registry.files.get(place.file)?;
    Some(Destination { origin, path: Some(home.path.clone()), range: place.range, selection: place.id_range })
}

/// The entries with their roles, as symbols.
pub fn entry_symbols(file: &RegistryFile, language: Language) -> Vec<Symbol> {
    let role = |(role, selection, range): (&Role, TextRange, TextRange)| {
        let title = role.titles.iter().find(|title| title.language == language).or(role.titles.first());
        let name = title.map_or_else(|| "role".to_owned(), |title| title.text.clone());
        let day = |date: Option<crate::actors::PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
        let detail = match (role.from, role.to) {
            (None, None) => String::new(),
            (from, to) => format!("{} – {}", day(from), day(to)),
        };
        Symbol { name, detail, kind: SymbolKind::Role, range, selection, children: Vec::new() }
    };
    let entry = |entry: &Actor| {
        let name = entry.house_name(language).or_else(|| entry.names.first().map(|name| name.text.as_str()));
        Symbol {
            name: name.unwrap_or(&entry.id).to_owned(),
            detail: format!("{} · {}", entry.kind.name(), entry.id),
            kind: SymbolKind::Actor(entry.kind),
            range: entry.range.cover(entry.id_range),
            selection: entry.id_range,
            children: roles_of(file, entry).map(role).collect(),
        }
    };
    file.actors.iter().map(entry).collect()
}

/// The roles of an entry, each with the range of its header and the range of all its tables.
fn roles_of<'f>(file: &'f RegistryFile, entry: &'f Actor) -> impl Iterator<Item = (&'f Role, TextRange, TextRange)> {
    entry.roles.iter().map(|role| {
        let header = entry.place_of(role.range);
        let rest = TextRange::new(header.start, entry.range.end.max(header.end)).slice(&file.text);
        let is_table = rest.starts_with('[');
        let mut length = 0;
        let mut at = 0;
        for (number, line) in rest.split_inclusive('\n').enumerate() {
            let trimmed = line.trim_start();
            if number > 0 && trimmed.starts_with('[') && !trimmed.starts_with("[actor.role.") {
                break;
            }
            at += line.len();
            if !trimmed.is_empty() && !trimmed.starts_with('#') {
                length = at - (line.len() - line.trim_end().len());
            }
        }
        let end = if is_table { header.start + length as u32 } else { header.end };
        (role, header, TextRange::new(header.start, end.max(header.end)))
    })
}

/// The folds: entries and roles.
pub fn entry_folds(file: &RegistryFile) -> Vec<TextRange> {
    let roles = file.actors.iter().flat_map(|entry| roles_of(file, entry).map(|(.., range)| range));
    let mut found: Vec<TextRange> = file.actors.iter().map(|entry| entry.range).chain(roles).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::{ACTOR_KEYS, ROLE_KEYS, parse};
    use std::fmt::Write as _;
    use std::sync::Arc;

    const TEXT: &str = r#"# A comment.
[[actor]]
id = "rami"
kind = "person"
parent = "port"
[actor.name]
ar = "رامي"
en = "Rami Saleh"
[[actor.role]]
title.en = "Harbour Master"
org = "port"
from = 2020-01-01
[actor.role.title]
ar = "مدير"
[actor.short]
en = "Saleh"

# Another.
[[actor]]
id = "port"
kind = "organisation"
merged-from = ["old-port"]
name.en = "Port of Marsa"
role = [{ title.en = "x" }]
"#;

    fn files() -> (RegistryFile, Registry) {
        let file = parse("actors.toml", TEXT);
        (file.clone(), Registry::new(vec![Arc::new(file)], false))
    }

    fn at(words: &str) -> u32 {
        TEXT.find(words).unwrap() as u32
    }

    #[test]
    fn every_key_has_a_meaning() {
        assert!(ACTOR_KEYS.iter().all(|key| entry_key(key).is_some()));
        assert!(ROLE_KEYS.iter().all(|key| role_key(key).is_some()));
    }

    #[test]
    fn hover_shows_the_actor_and_what_a_key_means() {
        let (file, registry) = files();
        let hover = |at| {
            hover_entry(&file, &registry, &Config::with_defaults(), at, Language::English)
                .map(|hover| (hover.range.slice(TEXT).to_owned(), hover.markdown))
        };
        assert!(hover(at("port\"")).unwrap().1.contains("**Port of Marsa**"));
        assert!(hover(at("port\"\nfrom")).unwrap().1.contains("**Port of Marsa**"));
        assert!(hover(at("rami")).unwrap().1.contains("Rami Saleh"));
        assert_eq!(hover(at("org =")).unwrap(), ("org".into(), "**org** — the id of the organisation".into()));
        assert_eq!(hover(at("short]")).unwrap().0, "short");
        assert_eq!(hover(at("en = \"Saleh")).unwrap().1, "**en** — the form in English");
        assert_eq!(hover(at("kind =")).unwrap().0, "kind");
        assert_eq!(hover(at("A comment")), None);
        for offset in 0..=TEXT.len() {
            if TEXT.is_char_boundary(offset) {
                let _ = (hover(offset as u32), goto_entry(&file, &registry, offset as u32));
            }
        }
    }

    #[test]
    fn an_id_leads_to_its_entry() {
        let (file, registry) = files();
        let goto = |at| goto_entry(&file, &registry, at).map(|to| to.selection.slice(TEXT).to_owned());
        assert_eq!(goto(at("port\"")).as_deref(), Some("port"));
        assert_eq!(goto(at("old-port")).as_deref(), Some("port"));
        assert_eq!(goto(at("kind")), None);
    }

    #[test]
    fn the_outline_lists_entries_and_roles() {
        let (file, _) = files();
        let mut out = String::new();
        for entry in entry_symbols(&file, Language::English) {
            assert!(entry.range.contains_range(entry.selection));
            writeln!(out, "{} — {}", entry.name, entry.detail).unwrap();
            for role in entry.children {
                assert!(entry.range.contains_range(role.range) && role.range.contains_range(role.selection));
                writeln!(out, "  {} {} | {:?}", role.name, role.detail, role.range.slice(TEXT).lines().last().unwrap())
                    .unwrap();
            }
        }
        expect_test::expect![[r#"
            Rami Saleh — person · rami
              Harbour Master 2020-01-01 –  | "ar = \"مدير\""
            Port of Marsa — organisation · port
              x  | "{ title.en = \"x\" }"
        "#]]
        .assert_eq(&out);
        assert_eq!(entry_folds(&file).len(), 4);
    }
}
