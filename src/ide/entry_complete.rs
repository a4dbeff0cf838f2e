//! Completion in a registry file: keys, languages, kinds, ids. What is being typed is read from the line, as it is no
//! valid TOML yet.

use super::complete::{Completion, CompletionKind};
use super::registry_features::{Table, entry_key, role_key, table_at};
use crate::actors::{ACTOR_KEYS, Kind, ROLE_KEYS, Registry, RegistryFile, is_list};
use crate::config::Config;
use crate::language::Language;
use crate::text::{EditSet, TextRange};

/// Ids offered at most.
const LIMIT: usize = 50;

/// Says what a key means.
type Meaning = fn(&str) -> Option<&'static str>;

/// Keys whose values are given by language.
const BY_LANGUAGE: [&str; 8] = ["description", "name", "also", "short", "wrong", "weak", "metonym", "title"];

/// What can be written at an offset of a registry file, best first.
pub fn complete_entry(file: &RegistryFile, registry: &Registry, config: &Config, offset: u32) -> Vec<Completion> {
    if is_list(&file.path) {
        return Vec::new();
    }
    let text = &*file.text;
    let start = text[..offset as usize].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let before = &text[start..offset as usize];
    let line = before.trim_start();
    if line.starts_with('#') {
        return Vec::new();
    }
    let place = Place { text, offset };
    if line.starts_with('[') {
        return headers(&place, line);
    }
    let table = table_at(text, offset);
    let Some((key, value)) = line.split_once('=') else { return keys(&place, table, line) };
    let key = key.trim();
    let (first, last) = (key.split('.').next().unwrap_or(key), key.rsplit('.').next().unwrap_or(key));
    match (table, first) {
        (Table::Entry, "kind") => place.words(value, &Kind::ALL.map(Kind::name), "a kind of actor"),
        (Table::Entry, "gender") => place.words(value, &["m", "f"], "the forms of titles"),
        (Table::Role, "exclusive") => place.bare(value, &["true", "false"], "one holder at a time"),
        (Table::Role, "org") => {
            place.ids(value, registry, config, &|kind| matches!(kind, Kind::Organisation | Kind::Group))
        }
        (Table::Entry, "parent") => {
            place.ids(value, registry, config, &|kind| matches!(kind, Kind::Organisation | Kind::Place | Kind::Group))
        }
        (Table::Entry, "same-as") if last == "same-as" => outside(&place, value, config),
        _ => Vec::new(),
    }
}

struct Place<'t> {
    text: &'t str,
    offset: u32,
}

impl Place<'_> {
    fn item(&self, typed: &str, label: &str, detail: &str, text: String) -> Completion {
        Completion {
            label: label.to_owned(),
            detail: detail.to_owned(),
            kind: CompletionKind::Keyword,
            range: TextRange::new(self.offset - typed.len() as u32, self.offset),
            text,
            also: EditSet::default(),
            actor: None,
        }
    }

    /// A string as it must be written after what is typed of it: with the missing quotation marks.
    fn quoted(&self, value: &str, word: &str) -> String {
        let open = value.matches('"').count() % 2 == 1;
        let rest = self.text[self.offset as usize..].lines().next().unwrap_or("");
        match open {
            true if rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '-').starts_with('"') => {
                word.to_owned()
            }
            true => format!("{word}\""),
            false => format!("\"{word}\""),
        }
    }

    fn words(&self, value: &str, words: &[&str], detail: &str) -> Vec<Completion> {
        let Some(typed) = typed_of(value) else { return Vec::new() };
        let fitting = words.iter().filter(|word| word.starts_with(typed));
        fitting.map(|word| self.item(typed, word, detail, self.quoted(value, word))).collect()
    }

    fn bare(&self, value: &str, words: &[&str], detail: &str) -> Vec<Completion> {
        let typed = value.trim_start();
        let fitting = words.iter().filter(|word| word.starts_with(typed));
        fitting.map(|word| self.item(typed, word, detail, (*word).to_owned())).collect()
    }

    fn ids(&self, value: &str, registry: &Registry, config: &Config, fits: &dyn Fn(Kind) -> bool) -> Vec<Completion> {
        let Some(typed) = typed_of(value) else { return Vec::new() };
        let language = config.language.unwrap_or_default();
        // Own entries come before built-in ones; a name is as good as an id.
        let mut found = Vec::new();
        for own in [true, false] {
            found.extend(registry.ids_with(typed, LIMIT, &|entry| entry.file.is_some() == own && fits(entry.kind)));
        }
        if typed.chars().count() > 1 {
            found.extend(
                registry
                    .complete(typed, language, LIMIT)
                    .into_iter()
                    .map(|(actor, _)| actor)
                    .filter(|actor| fits(registry.actor(*actor).kind)),
            );
        }
        let mut seen = std::collections::HashSet::new();
        found.retain(|actor| seen.insert(*actor));
        found.truncate(LIMIT);
        let item = |actor| {
            let entry = registry.actor(actor);
            let name = entry.house_name(language).unwrap_or_default();
            let item = self.item(typed, &entry.id, name, self.quoted(value, &entry.id));
            Completion { kind: CompletionKind::Actor(entry.kind), actor: Some(actor), ..item }
        };
        found.into_iter().map(item).collect()
    }
}

/// What is typed of a string, with or without its quotation mark; `None` after its end.
fn typed_of(value: &str) -> Option<&str> {
    match value.matches('"').count() {
        0 => Some(value.trim_start()),
        count if count % 2 == 1 => value.rsplit('"').next(),
        _ => None,
    }
}

fn headers(place: &Place<'_>, typed: &str) -> Vec<Completion> {
    let mut headers =
        vec![("[[actor]]".to_owned(), "a new entry"), ("[[actor.role]]".to_owned(), "an office of this entry")];
    for key in BY_LANGUAGE.iter().filter(|key| **key != "title") {
        headers.push((format!("[actor.{key}]"), entry_key(key).unwrap_or_default()));
    }
    let rest = place.text[place.offset as usize..].lines().next().unwrap_or("");
    // Brackets that an editor closed by itself are part of what is replaced.
    let closed = if rest.chars().all(|c| c == ']') { rest.len() as u32 } else { 0 };
    let fitting = headers.into_iter().filter(|(header, _)| header.starts_with(typed));
    let widened =
        |item: Completion| Completion { range: TextRange::new(item.range.start, item.range.end + closed), ..item };
    fitting.map(|(header, detail)| widened(place.item(typed, &header, detail, header.clone()))).collect()
}

fn keys(place: &Place<'_>, table: Table<'_>, typed: &str) -> Vec<Completion> {
    let languages = |typed: &str| {
        let fitting = Language::ALL.iter().filter(|language| language.tag().starts_with(typed));
        fitting
            .map(|language| place.item(typed, language.tag(), "language", format!("{} = ", language.tag())))
            .collect()
    };
    if let Some((key, tag)) = typed.split_once('.') {
        return if BY_LANGUAGE.contains(&key.trim()) { languages(tag) } else { Vec::new() };
    }
    let (all, meaning): (&[&str], Meaning) = match table {
        Table::Names(_) => return languages(typed),
        Table::Role => (ROLE_KEYS, role_key),
        Table::Entry => (ACTOR_KEYS, entry_key),
        Table::Outside => return Vec::new(),
    };
    let fitting = all.iter().filter(|key| key.starts_with(typed) && **key != "role");
    let text = |key: &str| if BY_LANGUAGE.contains(&key) { format!("{key}.") } else { format!("{key} = ") };
    fitting.map(|key| place.item(typed, key, meaning(key).unwrap_or_default(), text(key))).collect()
}

/// The prefixes of outside authorities.
fn outside(place: &Place<'_>, value: &str, config: &Config) -> Vec<Completion> {
    if value.matches('"').count().is_multiple_of(2) {
        return Vec::new();
    }
    let typed = value.rsplit('"').next().unwrap_or("");
    let own = config.prefixes.keys().map(String::as_str).chain(["iso"]);
    let fitting = own.filter(|prefix| prefix.starts_with(typed));
    fitting.map(|prefix| place.item(typed, &format!("{prefix}:"), "an authority", format!("{prefix}:"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::parse;
    use std::sync::Arc;

    const REST: &str = "\n\n[[actor]]\nid = \"port\"\nkind = \"organisation\"\nname.en = \"Port of Marsa\"\n\n[[actor]]\nid = \"rana\"\nkind = \"person\"\nname.en = \"Rana\"\n";

    /// The labels at the cursor, and the line when the first is taken.
    fn completed(typed: &str) -> (Vec<String>, String) {
        let at = typed.find('|').unwrap();
        let text = format!("{}{REST}", typed.replace('|', ""));
        let file = parse("actors.toml", &text);
        let registry = Registry::new(vec![Arc::new(file.clone())], false);
        let items = complete_entry(&file, &registry, &Config::with_defaults(), at as u32);
        let labels = items.iter().map(|item| item.label.clone()).collect();
        let done = items.first().map(|item| EditSet::replace(item.range, item.text.clone()).apply(&text));
        let done = done.as_deref().and_then(|done| done.strip_suffix(REST)).unwrap_or_default();
        (labels, done.lines().last().unwrap_or_default().to_owned())
    }

    #[test]
    fn keys_kinds_languages_and_ids() {
        for (typed, labels, line) in [
            ("[[actor]]\nki|", vec!["kind"], "kind = "),
            ("[[actor]]\nna|", vec!["name"], "name."),
            ("[[actor]]\nname.a|", vec!["ar"], "name.ar = "),
            ("[[actor]]\n[actor.short]\ne|", vec!["en", "es"], "en = "),
            ("[[actor]]\nkind = \"per|\"", vec!["person"], "kind = \"person\""),
            ("[[actor]]\nkind = p|", vec!["person", "place"], "kind = \"person\""),
            ("[[actor]]\nkind = \"ev|", vec!["event"], "kind = \"event\""),
            ("[[actor]]\n[[actor.role]]\norg = \"po|\"", vec!["port"], "org = \"port\""),
            ("[[actor]]\n[[actor.role]]\norg = \"mars|\"", vec!["port"], "org = \"port\""),
            ("[[actor]]\n[[actor.role]]\norg = \"ra|\"", vec![], ""),
            ("[[actor]]\n[[actor.role]]\nexcl|", vec!["exclusive"], "exclusive = "),
            ("[[actor]]\n[[actor.ro|]]", vec!["[[actor.role]]"], "[[actor.role]]"),
            ("[[actor]]\nsame-as = [\"is|", vec!["iso:"], "same-as = [\"iso:"),
            ("[[actor]]\n# ki|", vec![], ""),
            ("ki|", vec![], ""),
        ] {
            let (found, done) = completed(typed);
            assert_eq!(found, labels, "{typed}");
            assert_eq!(done, line, "{typed}");
        }
    }
}
