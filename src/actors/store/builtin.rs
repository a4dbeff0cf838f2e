//! Countries and their capitals, as registry entries inside the binary. `builtin/README.md` names the sources.

use crate::actors::model::{Actor, EntryRange, Facts, Kind, Name, NameClass};
use crate::language::Language;
use foldhash::HashSet;
use std::sync::LazyLock;

const TEXT: &str = include_str!("builtin/places.tsv");

static PLACES: LazyLock<Vec<Actor>> = LazyLock::new(|| TEXT.lines().map(place).collect());

/// The built-in places, read at the first use.
pub(in crate::actors) fn places() -> &'static [Actor] {
    &PLACES
}

/// Whether an id belongs to a built-in place.
pub fn is_builtin_id(id: &str) -> bool {
    static IDS: LazyLock<HashSet<&str>> = LazyLock::new(|| places().iter().map(|place| place.id.as_str()).collect());
    IDS.contains(id)
}

/// A number that changes with the places and with the version of copydesk, which can fold words differently.
pub(super) fn stamp() -> u64 {
    use super::binary::checksum;
    checksum(TEXT.as_bytes()) ^ checksum(env!("CARGO_PKG_VERSION").as_bytes())
}

/// Extends an entry of a file by the facts of the built-in one. Names and facts of the file take precedence.
pub(super) fn extend(actor: &mut Actor, place: &Actor) {
    let own = actor.names.len();
    for name in &place.names {
        if actor.names[..own].iter().any(|known| known.text == name.text) {
            continue;
        }
        let housed = |known: &Name| known.class == NameClass::House && known.language == name.language;
        let mut name = Name { is_lent: true, ..name.clone() };
        if name.class == NameClass::House && actor.names[..own].iter().any(housed) {
            name.class = NameClass::Also;
        }
        actor.names.push(name);
    }
    for code in &place.same_as {
        if !actor.same_as.contains(code) {
            actor.same_as.push(code.clone());
        }
    }
    if actor.parent.is_none() {
        actor.parent.clone_from(&place.parent);
    }
}

fn place(line: &str) -> Actor {
    let mut columns = line.split('\t');
    let mut next = || columns.next().unwrap_or("");
    let (id, code, parent) = (next(), next(), next());
    let mut names = Vec::new();
    for language in [Language::English, Language::Arabic] {
        read_names(next(), language, &mut names);
    }
    Actor::from(Facts {
        id: id.to_owned(),
        kind: Kind::Place,
        gender: None,
        begins: None,
        ends: None,
        descriptions: Vec::new(),
        same_as: if code.is_empty() { Vec::new() } else { vec![format!("iso:{code}")] },
        merged_from: Vec::new(),
        parent: (!parent.is_empty()).then(|| parent.to_owned()),
        note: None,
        names,
        roles: Vec::new(),
    })
}

fn read_names(column: &str, language: Language, names: &mut Vec<Name>) {
    for (number, text) in column.split('|').filter(|text| !text.is_empty()).enumerate() {
        let weak = text.strip_prefix('~');
        let mut push = |text: &str, class| {
            let text = text.to_owned();
            names.push(Name {
                text,
                language,
                class,
                from: None,
                to: None,
                range: EntryRange::default(),
                is_lent: false,
            });
        };
        // A weak house form is listed twice, as in a registry file.
        match (weak, number) {
            (None, 0) => push(text, NameClass::House),
            (None, _) => push(text, NameClass::Also),
            (Some(text), 0) => {
                push(text, NameClass::House);
                push(text, NameClass::Weak);
            }
            (Some(text), _) => push(text, NameClass::Weak),
        }
    }
}
