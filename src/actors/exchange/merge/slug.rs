//! Ids for imported entries, made from their names.

use crate::actors::model::{Actor, Name, NameClass};
use crate::actors::slug::id_of_name;
use crate::language::Language;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name in the form used for comparison: letters and digits in one case, without marks.
pub(super) fn fold(name: &str) -> String {
    let letters = name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let spaced: String = letters.map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An id for an actor, made from its English name, otherwise another name in Latin letters, otherwise its
/// transliterated Arabic name.
pub(super) fn of(actor: &Actor) -> String {
    let house = |language: Language| move |name: &&Name| name.language == language && name.class == NameClass::House;
    let names = actor.names.iter();
    let ordered = (names.clone().filter(house(Language::English)))
        .chain(names.clone().filter(|name| name.language == Language::English))
        .chain(names);
    ordered.map(|name| id_of_name(&name.text)).find(|slug| slug.len() > 1).unwrap_or_else(|| "actor".to_owned())
}
