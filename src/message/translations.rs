//! Translations of message templates. Each language is one file of pairs: the English template, and below it `= ` and the
//! template in the language.

use crate::language::Language;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The files. A new language is one file and one line.
const FILES: [(Language, &str); 1] = [(Language::Arabic, include_str!("ar.txt"))];

static TABLES: LazyLock<Vec<(Language, HashMap<&str, &str>)>> =
    LazyLock::new(|| FILES.iter().map(|&(language, text)| (language, pairs(text).collect())).collect());

/// The template of a language for an English one. `None` if there is none.
pub(super) fn find(language: Language, template: &str) -> Option<&'static str> {
    // Without a file for the language, no file is read.
    let number = FILES.iter().position(|(known, _)| *known == language)?;
    TABLES[number].1.get(template).copied()
}

/// The languages that messages can be in.
pub fn languages() -> impl Iterator<Item = Language> {
    std::iter::once(Language::English).chain(FILES.iter().map(|(language, _)| *language))
}

/// The English templates of a language's file with their translations, in the order of the file.
pub fn templates(language: Language) -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().filter(move |(known, _)| *known == language).flat_map(|(_, text)| pairs(text))
}

/// The English template that equals a text, to restore a message that was stored.
pub(super) fn stored(template: &str) -> Option<&'static str> {
    TABLES.iter().find_map(|(_, table)| table.get_key_value(template)).map(|(template, _)| *template)
}

/// Empty lines and lines that begin with `#` do not count.
fn pairs(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut english = None;
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).filter_map(move |line| {
        if let Some(translation) = line.strip_prefix("= ") {
            return english.take().map(|english| (english, translation));
        }
        english = Some(line);
        None
    })
}
