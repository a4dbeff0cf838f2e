//! The table of settings: which keys `copydesk.toml` has, what each means, which values it takes and what stands where it
//! is missing. The reader, the near misses of misspelt keys and the schema that editors read are made from it.

use super::{Builtin, Config, LinkStyle, MentionsPolicy, Override};
use crate::finding::{Level, Severity};
use crate::language::Language;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// A key of a table of settings that is read into a `T`.
pub struct Setting<T: 'static> {
    /// The key.
    pub key: &'static str,
    /// What it means, as the beginning of a sentence.
    pub meaning: &'static str,
    /// Its values, and where they go.
    pub shape: Shape<T>,
}

/// The values of a setting, and where they go.
pub enum Shape<T: 'static> {
    /// A glob or a list of globs.
    Globs {
        /// The list of a `T`.
        of: fn(&mut T) -> &mut Vec<String>,
        /// What stands where the key is missing.
        standard: &'static [&'static str],
    },
    /// A BCP 47 tag of a language that copydesk knows.
    Language(fn(&mut T) -> &mut Option<Language>),
    /// An IANA name.
    TimeZone(fn(&mut T) -> &mut Option<TimeZone>),
    /// One of a few words.
    Choice {
        /// The words.
        words: fn() -> Vec<Word>,
        /// Takes one; false for what is none of them.
        take: fn(&mut T, &str) -> bool,
    },
    /// A table of rules and levels.
    Levels(fn(&mut T) -> &mut BTreeMap<String, Level>),
    /// A table of prefixes and addresses.
    Addresses(fn(&mut T) -> &mut BTreeMap<String, String>),
    /// A list of tables with settings for some of the files.
    Overrides(fn(&mut T) -> &mut Vec<Override>),
}

/// A word that a setting can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// Whether it stands where the key is missing.
    pub is_standard: bool,
}

/// An override as it is written, before its globs are compiled.
#[derive(Debug, Default)]
pub struct Part {
    pub(super) files: Vec<String>,
    pub(super) levels: BTreeMap<String, Level>,
}

/// The settings of `copydesk.toml`.
pub static SETTINGS: &[Setting<Config>] = &[
    Setting {
        key: "registry",
        meaning: "registry files, as globs relative to this file",
        shape: Shape::Globs { of: |config| &mut config.registry, standard: STANDARD_REGISTRY },
    },
    Setting {
        key: "articles",
        meaning: "articles beside *.news.md, as globs relative to this file",
        shape: Shape::Globs { of: |config| &mut config.articles, standard: &[] },
    },
    Setting {
        key: "language",
        meaning: "the language of articles that state none, as a BCP 47 tag",
        shape: Shape::Language(|config| &mut config.language),
    },
    Setting {
        key: "time-zone",
        meaning: "the newsroom's time zone, as an IANA name: a story stamped in UTC is of the day that it is there",
        shape: Shape::TimeZone(|config| &mut config.time_zone),
    },
    Setting {
        key: "mentions",
        meaning: "how often a name must be linked",
        shape: Shape::Choice { words: words::<MentionsPolicy>, take: |config, word| take(word, &mut config.mentions) },
    },
    Setting {
        key: "builtin",
        meaning: "what is done with built-in countries and capitals",
        shape: Shape::Choice { words: words::<Builtin>, take: |config, word| take(word, &mut config.builtin) },
    },
    Setting {
        key: "links",
        meaning: "the form that repairs and completions write",
        shape: Shape::Choice { words: words::<LinkStyle>, take: |config, word| take(word, &mut config.links) },
    },
    Setting { key: "rules", meaning: "a level for each rule", shape: Shape::Levels(|config| &mut config.levels) },
    Setting {
        key: "prefixes",
        meaning: "outside authorities: wd = \"http://www.wikidata.org/entity/{}\"",
        shape: Shape::Addresses(|config| &mut config.prefixes),
    },
    Setting {
        key: "override",
        meaning: "levels for some of the files: [[override]] with `files` and `rules`",
        shape: Shape::Overrides(|config| &mut config.overrides),
    },
];

/// The settings of an `[[override]]`; it does nothing without the first.
pub static OVERRIDE: &[Setting<Part>] = &[
    Setting {
        key: "files",
        meaning: "the files, as globs relative to this file",
        shape: Shape::Globs { of: |part| &mut part.files, standard: &[] },
    },
    Setting {
        key: "rules",
        meaning: "a level for each rule, above that of the other files",
        shape: Shape::Levels(|part| &mut part.levels),
    },
];

/// The levels of rules, and what each means.
pub static LEVELS: &[(Level, &str)] = &[
    (Level::At(Severity::Error), "wrong"),
    (Level::At(Severity::Warning), "most likely wrong"),
    (Level::At(Severity::Info), "worth a look"),
    (Level::At(Severity::Hint), "a quiet mark in the editor"),
    (Level::Off, "not looked for"),
];

const STANDARD_REGISTRY: &[&str] = &["actors.toml", "actors/*.toml"];

impl<T> Shape<T> {
    /// What a value of it must be.
    pub(super) fn expected(&self) -> String {
        match self {
            Self::Globs { .. } => "a list of globs".into(),
            Self::Language(_) => "a BCP 47 tag of a language that copydesk knows, such as \"ar\" or \"en\"".into(),
            Self::TimeZone(_) => "an IANA name such as \"Asia/Qatar\"".into(),
            Self::Choice { words, .. } => quoted(words().iter().map(|word| word.name)),
            Self::Levels(_) => "a table of rule names and levels".into(),
            Self::Addresses(_) => {
                "a table of prefixes and addresses, such as \"http://www.wikidata.org/entity/{}\"".into()
            }
            Self::Overrides(_) => "a list of tables, each with `files` and `rules`".into(),
        }
    }
}

/// Words as a sentence names them: `"error", "warning" or "off"`.
pub(super) fn quoted(words: impl Iterator<Item = &'static str>) -> String {
    let words: Vec<String> = words.map(|word| format!("\"{word}\"")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// A type whose values are words of the configuration.
trait Choice: Copy + Default + PartialEq + 'static {
    /// Each word with what it means and the value it represents.
    const WORDS: &'static [(&'static str, &'static str, Self)];
}

impl Choice for MentionsPolicy {
    const WORDS: &'static [(&'static str, &'static str, Self)] = &[
        ("first", "one link anywhere in the body is enough", Self::First),
        ("every", "every mention in the body must be linked", Self::Every),
    ];
}

impl Choice for Builtin {
    const WORDS: &'static [(&'static str, &'static str, Self)] = &[
        ("know", "hovers, completion and checks know them; unlinked ones are not reported", Self::Know),
        ("link", "unlinked ones are reported too", Self::Link),
        ("off", "they are not known", Self::Off),
    ];
}

impl Choice for LinkStyle {
    const WORDS: &'static [(&'static str, &'static str, Self)] = &[
        ("auto", "as most links of the article are written", Self::Auto),
        ("inline", "[name](actor:id)", Self::Inline),
        ("cast-list", "[name], with a definition at the foot", Self::CastList),
    ];
}

fn words<C: Choice>() -> Vec<Word> {
    let word = |(name, meaning, value): &(&'static str, &'static str, C)| Word {
        name,
        meaning,
        is_standard: *value == C::default(),
    };
    C::WORDS.iter().map(word).collect()
}

fn take<C: Choice>(word: &str, field: &mut C) -> bool {
    let found = C::WORDS.iter().find(|(name, ..)| *name == word);
    if let Some((_, _, value)) = found {
        *field = *value;
    }
    found.is_some()
}
