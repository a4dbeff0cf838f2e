//! The settings of `copydesk.toml`: keys, meanings, possible values and defaults. The parser, the suggestions for
//! misspelt keys, and the schema for editors are all derived from this table.

use super::archive::{Archive, ArchivePart, Fields};
use super::{Builtin, Config, LinkStyle, MentionsPolicy, Override};
use crate::finding::{Level, Severity};
use crate::language::Language;
use crate::message;
use crate::message::Message;
use crate::text::TextRange;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// A key of a settings table that is parsed into a `T`.
pub struct Setting<T: 'static> {
    pub key: &'static str,
    /// Its meaning, as the start of a sentence.
    pub meaning: &'static str,
    /// Its possible values, and the field that stores them.
    pub shape: Shape<T>,
}

/// The possible values of a setting, and the field that stores them.
pub enum Shape<T: 'static> {
    /// A glob or a list of globs.
    Globs {
        /// The field of a `T`.
        of: fn(&mut T) -> &mut Vec<String>,
        /// The value if the key is missing.
        default: &'static [&'static str],
    },
    /// A BCP 47 tag of a language that copydesk knows.
    Language(fn(&mut T) -> &mut Option<Language>),
    /// An IANA name.
    TimeZone(fn(&mut T) -> &mut Option<TimeZone>),
    /// One of a few words.
    Choice {
        /// The possible words.
        words: fn() -> Vec<Word>,
        /// Stores a word; returns `false` if it is not one of them.
        take: fn(&mut T, &str) -> bool,
    },
    /// A table of rules and levels.
    Levels(fn(&mut T) -> &mut BTreeMap<String, Level>),
    /// A table of prefixes and URLs.
    Addresses(fn(&mut T) -> &mut BTreeMap<String, String>),
    /// A list of tables with settings for some of the files.
    Overrides(fn(&mut T) -> &mut Vec<Override>),
    /// A list of tables that describe archives.
    Archives(fn(&mut T) -> &mut Vec<Archive>),
    /// A table of the parts of an article, and the field that has each.
    Fields(fn(&mut T) -> &mut Fields),
    /// The name of a syntax, and its range.
    Syntax(fn(&mut T) -> &mut Option<(String, TextRange)>),
}

/// A word that a setting can have as its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    pub name: &'static str,
    pub meaning: &'static str,
    /// Whether it is the default.
    pub is_default: bool,
}

/// An override as written, before its globs are compiled.
#[derive(Debug, Default)]
pub struct Part {
    pub(super) files: Vec<String>,
    pub(super) levels: BTreeMap<String, Level>,
}

/// The settings of `copydesk.toml`.
pub static SETTINGS: &[Setting<Config>] = &[
    Setting {
        key: "registry",
        meaning: "registry files in TOML, and lists of TEI or NewsML-G2 in XML, as globs relative to this file",
        shape: Shape::Globs { of: |config| &mut config.registry, default: DEFAULT_REGISTRY },
    },
    Setting {
        key: "articles",
        meaning: "articles in addition to *.news.md, as globs relative to this file",
        shape: Shape::Globs { of: |config| &mut config.articles, default: &[] },
    },
    Setting {
        key: "language",
        meaning: "the language of articles that do not state one, as a BCP 47 tag",
        shape: Shape::Language(|config| &mut config.language),
    },
    Setting {
        key: "time-zone",
        meaning: "the time zone of the publication, as an IANA name: it decides on which day a time in UTC falls",
        shape: Shape::TimeZone(|config| &mut config.time_zone),
    },
    Setting {
        key: "mentions",
        meaning: "how often a name must be linked",
        shape: Shape::Choice { words: words::<MentionsPolicy>, take: |config, word| take(word, &mut config.mentions) },
    },
    Setting {
        key: "builtin",
        meaning: "how built-in countries and capitals are treated",
        shape: Shape::Choice { words: words::<Builtin>, take: |config, word| take(word, &mut config.builtin) },
    },
    Setting {
        key: "links",
        meaning: "the style of the links that fixes and completions write",
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
    Setting {
        key: "archive",
        meaning: "files with one article per record, in JSON Lines or CSV: [[archive]] with `files` and `fields`",
        shape: Shape::Archives(|config| &mut config.archives),
    },
];

/// The settings of an `[[override]]`. The first is required.
pub static OVERRIDE: &[Setting<Part>] = &[
    Setting {
        key: "files",
        meaning: "the files, as globs relative to this file",
        shape: Shape::Globs { of: |part| &mut part.files, default: &[] },
    },
    Setting {
        key: "rules",
        meaning: "a level for each rule, which takes precedence for these files",
        shape: Shape::Levels(|part| &mut part.levels),
    },
];

/// The settings of an `[[archive]]`. The first is required.
pub static ARCHIVE: &[Setting<ArchivePart>] = &[
    Setting {
        key: "files",
        meaning: "the files, as globs relative to this file: *.jsonl and *.ndjson are JSON Lines, *.csv and *.tsv are tables",
        shape: Shape::Globs { of: |part| &mut part.files, default: &[] },
    },
    Setting {
        key: "fields",
        meaning: "the field of a record, or the column of a table, that has each part of an article; a dot goes into a nested object",
        shape: Shape::Fields(|part| &mut part.fields),
    },
    Setting {
        key: "syntax",
        meaning: "the syntax of the text; without it, the syntax of each text is detected",
        shape: Shape::Syntax(|part| &mut part.syntax),
    },
];

/// The levels of rules, and what each means.
pub static LEVELS: &[(Level, &str)] = &[
    (Level::At(Severity::Error), "wrong"),
    (Level::At(Severity::Warning), "most likely wrong"),
    (Level::At(Severity::Info), "worth a look"),
    (Level::At(Severity::Hint), "a quiet mark in the editor"),
    (Level::Off, "not checked"),
];

const DEFAULT_REGISTRY: &[&str] = &["actors.toml", "actors/*.toml"];

impl<T> Shape<T> {
    /// The expected value, as messages name it.
    pub(super) fn expected(&self) -> Message {
        match self {
            Self::Globs { .. } => message!("a list of globs"),
            Self::Language(_) => message!("a BCP 47 tag of a language that copydesk knows, such as \"ar\" or \"en\""),
            Self::TimeZone(_) => message!("an IANA name such as \"Asia/Qatar\""),
            Self::Choice { words, .. } => quoted(words().iter().map(|word| word.name)),
            Self::Levels(_) => message!("a table of rule names and levels"),
            Self::Addresses(_) => {
                message!("a table of prefixes and URLs, such as \"http://www.wikidata.org/entity/{{}}\"")
            }
            Self::Overrides(_) => message!("a list of tables, each with `files` and `rules`"),
            Self::Archives(_) => message!("a list of tables, each with `files` and `fields`"),
            Self::Fields(_) => {
                message!("a table of parts of an article and names of fields, such as {{ text = \"body\" }}")
            }
            Self::Syntax(_) => message!("the name of a syntax, such as \"plain\""),
        }
    }
}

/// Words as a sentence lists them: `"error", "warning" or "off"`.
pub(super) fn quoted(words: impl Iterator<Item = &'static str>) -> Message {
    let words: Vec<String> = words.map(|word| format!("\"{word}\"")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => message!("{words} or {last}", words = rest.join(", "), last),
        _ => Message::verbatim(words.concat()),
    }
}

/// A type whose values are words in the configuration.
trait Choice: Copy + Default + PartialEq + 'static {
    /// Words, meanings and values.
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
        ("know", "hovers, completion and checks use them, but unlinked ones are not reported", Self::Know),
        ("link", "unlinked ones are reported too", Self::Link),
        ("off", "they are not used", Self::Off),
    ];
}

impl Choice for LinkStyle {
    const WORDS: &'static [(&'static str, &'static str, Self)] = &[
        ("auto", "like most links of the article", Self::Auto),
        ("inline", "[name](actor:id)", Self::Inline),
        ("cast-list", "[name], with a definition at the end of the article", Self::CastList),
    ];
}

fn words<C: Choice>() -> Vec<Word> {
    let word = |(name, meaning, value): &(&'static str, &'static str, C)| Word {
        name,
        meaning,
        is_default: *value == C::default(),
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
