//! `copydesk.toml`: the locations of registries and articles, and the levels of rules. Unknown keys are reported with a
//! suggestion, and never stop a run.

mod archive;
mod settings;

use crate::article::Key;
pub use crate::article::LinkStyle;
use crate::finding::{Fix, Level, Problem};
use crate::language::Language;
use crate::message;
use crate::message::Message;
use crate::text::{EditSet, TextRange};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use toml_edit::{Document, Item, TableLike, Value};

pub use crate::text::near_miss;
pub use archive::{Archive, ArchivePart, Fields};
pub use settings::{ARCHIVE, LEVELS, OVERRIDE, Part, SETTINGS, Setting, Shape};

/// How often a name must be linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MentionsPolicy {
    /// One link anywhere in the body is enough.
    #[default]
    First,
    /// Every mention in the body must be linked.
    Every,
}

/// How names of built-in countries and capitals are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Builtin {
    /// Used by hovers, completion and checks, but unlinked names are not reported.
    #[default]
    Know,
    /// Unlinked names are reported too.
    Link,
    /// Not used at all.
    Off,
}

/// Levels for some of the files.
#[derive(Debug, Clone, Default)]
pub struct Override {
    /// The files, relative to the configuration.
    pub files: GlobSet,
    /// Severities by rule code.
    pub levels: BTreeMap<String, Level>,
}

/// The settings of one project.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Globs of registry files, relative to the configuration.
    pub registry: Vec<String>,
    /// Globs of articles in addition to `*.news.md`.
    pub articles: Vec<String>,
    /// The language of articles that do not state one.
    pub language: Option<Language>,
    /// The time zone of the publication.
    pub time_zone: Option<TimeZone>,
    /// How often a name must be linked.
    pub mentions: MentionsPolicy,
    /// How built-in names are treated.
    pub builtin: Builtin,
    /// How links are written.
    pub links: LinkStyle,
    /// Severities by rule code.
    pub levels: BTreeMap<String, Level>,
    /// Levels from the command line, which take precedence over all files.
    pub forced_levels: BTreeMap<String, Level>,
    /// Levels for some of the files; later ones take precedence.
    pub overrides: Vec<Override>,
    /// Files with many articles; the first that matches a file counts.
    pub archives: Vec<Archive>,
    /// Outside authorities: a prefix, and its URL with `{}` for the id.
    pub prefixes: BTreeMap<String, String>,
    /// Problems of the file.
    pub problems: Vec<Problem>,
    /// Rule codes under `[rules]` with their ranges, for the rule that checks them.
    pub named_rules: Vec<(String, TextRange)>,
    /// Names of syntaxes with their ranges, for the rule that checks them.
    pub named_syntaxes: Vec<(String, TextRange)>,
}

impl Config {
    /// The settings of a folder without a configuration file.
    pub fn with_defaults() -> Self {
        let mut config = Self::default();
        for setting in SETTINGS {
            if let Shape::Globs { of, default } = setting.shape {
                *of(&mut config) = default.iter().map(|&glob| glob.to_owned()).collect();
            }
        }
        config
    }

    /// Parses a configuration. It never fails; invalid parts are reported in `problems`.
    pub fn parse(text: &str) -> Self {
        let mut config = Self::with_defaults();
        let document = match Document::parse(text) {
            Ok(document) => document,
            Err(error) => {
                let range = TextRange::from(error.span().unwrap_or(0..0));
                let message =
                    message!("the configuration is not valid TOML: {reason}", reason = error.message().trim());
                config.problems.push(Problem::new(range, message).note(message!("the default settings are used")));
                return config;
            }
        };
        let mut reader = Reader::default();
        reader.read(document.as_table(), SETTINGS, &mut config);
        (config.problems, config.named_rules) = (reader.problems, reader.named_rules);
        config.named_syntaxes = reader.named_syntaxes;
        config
    }

    /// The level of a rule: the configured one, otherwise its default.
    pub fn level(&self, code: &str, default: Level) -> Level {
        self.levels.get(code).copied().unwrap_or(default)
    }

    /// The level of a rule for findings outside of articles: the one from the command line, otherwise the configured
    /// one.
    pub fn level_outside(&self, code: &str, default: Level) -> Level {
        self.forced_levels.get(code).copied().unwrap_or_else(|| self.level(code, default))
    }
}

/// The state of the parser: problems so far, and the rules that were named.
#[derive(Default)]
struct Reader {
    problems: Vec<Problem>,
    named_rules: Vec<(String, TextRange)>,
    named_syntaxes: Vec<(String, TextRange)>,
    /// The name of the table in messages, empty at the top level.
    table: Message,
}

impl Reader {
    /// Parses a table with the given settings.
    fn read<T>(&mut self, table: &dyn TableLike, settings: &[Setting<T>], target: &mut T) {
        for (name, item) in table.iter() {
            let key = key_range(table, name);
            let place = item.span().map_or(key, TextRange::from);
            match settings.iter().find(|setting| setting.key == name) {
                Some(setting) => self.take(setting, item, place, target),
                None => self.unknown_key(name, key, settings),
            }
        }
    }

    fn take<T>(&mut self, setting: &Setting<T>, item: &Item, place: TextRange, target: &mut T) {
        let taken = match setting.shape {
            Shape::Globs { of, .. } => strings(item).map(|list| *of(target) = list),
            Shape::Language(of) => {
                item.as_str().and_then(Language::from_tag).map(|language| *of(target) = Some(language))
            }
            Shape::TimeZone(of) => {
                item.as_str().and_then(|name| TimeZone::get(name).ok()).map(|zone| *of(target) = Some(zone))
            }
            Shape::Choice { take, .. } => item.as_str().filter(|word| take(target, word)).map(|_| ()),
            Shape::Levels(of) => item.as_table_like().map(|table| *of(target) = self.levels(table)),
            Shape::Addresses(of) => item.as_table_like().map(|table| *of(target) = self.addresses(table)),
            Shape::Overrides(of) => tables(item).map(|tables| {
                for table in tables {
                    let part = self.part(table, place);
                    of(target).extend(part);
                }
            }),
            Shape::Archives(of) => tables(item).map(|tables| {
                for table in tables {
                    let archive = self.archive(table, place);
                    of(target).extend(archive);
                }
            }),
            Shape::Fields(of) => item.as_table_like().map(|table| *of(target) = self.fields(table)),
            Shape::Syntax(of) => item.as_str().map(|name| *of(target) = Some((name.to_owned(), place))),
        };
        if taken.is_none() {
            let message =
                message!("`{key}` must be {expected}", key = setting.key, expected = setting.shape.expected());
            let zones: Vec<String> = match setting.shape {
                Shape::TimeZone(_) => jiff::tz::db().available().map(|name| name.as_str().to_owned()).collect(),
                _ => Vec::new(),
            };
            let near = item.as_str().and_then(|written| near_miss(written, zones.iter().map(String::as_str)));
            let problem = Problem::new(place, message);
            self.problems.push(match near {
                Some(near) => with_suggestion(problem, near, place, format!("\"{near}\"")),
                None => problem,
            });
        }
    }

    fn levels(&mut self, table: &dyn TableLike) -> BTreeMap<String, Level> {
        let mut levels = BTreeMap::new();
        for (code, level) in table.iter() {
            let key = key_range(table, code);
            self.named_rules.push((code.to_owned(), key));
            if let Some(level) = level.as_str().and_then(Level::parse) {
                levels.insert(code.to_owned(), level);
            } else {
                let place = level.span().map_or(key, TextRange::from);
                let known = settings::quoted(LEVELS.iter().map(|(level, _)| level.name()));
                self.problems.push(Problem::new(place, message!("the level of `{code}` must be {known}", code, known)));
            }
        }
        levels
    }

    fn addresses(&mut self, table: &dyn TableLike) -> BTreeMap<String, String> {
        let mut addresses = BTreeMap::new();
        for (prefix, address) in table.iter() {
            if let Some(address) = address.as_str() {
                addresses.insert(prefix.to_owned(), address.to_owned());
            } else {
                let place = address.span().map_or_else(|| key_range(table, prefix), TextRange::from);
                self.problems.push(Problem::new(place, message!("the URL of `{prefix}` must be a string", prefix)));
            }
        }
        addresses
    }

    /// Parses an override; `None` if it has no files.
    fn part(&mut self, table: &dyn TableLike, whole: TextRange) -> Option<Override> {
        let mut part = Part::default();
        let outside = std::mem::replace(&mut self.table, message!(" in an override"));
        self.read(table, OVERRIDE, &mut part);
        self.table = outside;
        let files =
            self.files(table, &part.files, whole, message!("an override needs `files`, the globs that it applies to"))?;
        Some(Override { files, levels: part.levels })
    }

    /// Parses an archive; `None` if it has no files.
    fn archive(&mut self, table: &dyn TableLike, whole: TextRange) -> Option<Archive> {
        let mut part = ArchivePart::default();
        let outside = std::mem::replace(&mut self.table, message!(" in an archive"));
        self.read(table, ARCHIVE, &mut part);
        self.table = outside;
        self.named_syntaxes.extend(part.syntax.clone());
        let files =
            self.files(table, &part.files, whole, message!("an archive needs `files`, the globs that it applies to"))?;
        Some(Archive { files, fields: part.fields, syntax: part.syntax.map(|(name, _)| name) })
    }

    fn fields(&mut self, table: &dyn TableLike) -> Fields {
        let mut fields = Fields::default();
        for (part, field) in table.iter() {
            let key = key_range(table, part);
            let Some(name) = field.as_str() else {
                let place = field.span().map_or(key, TextRange::from);
                self.problems.push(Problem::new(place, message!("the field of `{part}` must be a string", part)));
                continue;
            };
            if !fields.set(part, name) {
                let parts = || Key::ALL.iter().map(|key| key.name()).chain([Fields::TEXT]);
                let problem = Problem::new(key, message!("an article has no part `{part}`", part));
                self.problems.push(match near_miss(part, parts()) {
                    Some(near) => with_suggestion(problem, near, key, near.to_owned()),
                    None => problem.note(message!("the parts are `text` and the keys of the front matter")),
                });
            }
        }
        fields
    }

    /// Compiles the required globs of a table.
    fn files(
        &mut self,
        table: &dyn TableLike,
        patterns: &[String],
        whole: TextRange,
        missing: Message,
    ) -> Option<GlobSet> {
        let Some(files) = table.get("files") else {
            self.problems.push(Problem::new(whole, missing));
            return None;
        };
        globs(patterns)
            .map_err(|expected| {
                let place = files.span().map_or(whole, TextRange::from);
                self.problems.push(Problem::new(place, message!("`files` must be {expected}", expected)));
            })
            .ok()
    }

    fn unknown_key<T>(&mut self, name: &str, range: TextRange, settings: &[Setting<T>]) {
        let problem = Problem::new(range, message!("unknown setting `{name}`{table}", name, table = &self.table));
        let keys = || settings.iter().map(|setting| setting.key);
        self.problems.push(match near_miss(name, keys()) {
            Some(near) => with_suggestion(problem, near, range, near.to_owned()),
            None => problem.note(message!("the settings are {known}", known = keys().collect::<Vec<_>>().join(", "))),
        });
    }
}

/// Adds a suggestion and a fix to a problem.
fn with_suggestion(problem: Problem, near: &str, range: TextRange, written: String) -> Problem {
    let fix = Fix::manual(message!("Change to `{near}`", near), EditSet::replace(range, written));
    problem.note(message!("did you mean `{near}`?", near)).fix(fix)
}

/// Compiles globs. `*` does not cross folders, `**` does.
pub fn globs(patterns: &[String]) -> Result<GlobSet, String> {
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        let glob = GlobBuilder::new(pattern).literal_separator(true).build();
        builder.add(glob.map_err(|error| format!("a list of globs: {}", error.kind()))?);
    }
    builder.build().map_err(|error| format!("a list of globs: {}", error.kind()))
}

fn key_range(table: &dyn TableLike, name: &str) -> TextRange {
    table.key(name).and_then(toml_edit::Key::span).map(TextRange::from).unwrap_or_default()
}

/// A list of tables, in either TOML form.
fn tables(item: &Item) -> Option<Vec<&dyn TableLike>> {
    match item {
        Item::ArrayOfTables(tables) => Some(tables.iter().map(|table| table as &dyn TableLike).collect()),
        Item::Value(Value::Array(list)) => {
            list.iter().map(|value| value.as_inline_table().map(|table| table as &dyn TableLike)).collect()
        }
        _ => None,
    }
}

fn strings(item: &Item) -> Option<Vec<String>> {
    match item.as_value() {
        Some(Value::String(one)) => Some(vec![one.value().clone()]),
        Some(Value::Array(list)) => list.iter().map(|value| value.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;

    #[test]
    fn settings_are_read() {
        let config = Config::parse(
            "mentions = \"every\"\nregistry = \"a.toml\"\nlanguage = \"ar\"\n[rules]\npage-furniture = \"off\"\n",
        );
        assert!(config.problems.is_empty(), "{:?}", config.problems);
        assert_eq!(config.mentions, MentionsPolicy::Every);
        assert_eq!(config.registry, ["a.toml"]);
        assert_eq!(config.level("page-furniture", Level::At(Severity::Info)), Level::Off);
    }

    #[test]
    fn unknown_keys_get_a_suggestion_and_stop_nothing() {
        let text = "registri = [\"a.toml\"]\nmentions = 3\nlanguage = \"ar\"\n";
        let config = Config::parse(text);
        assert_eq!(config.language, Some(Language::Arabic));
        let messages: Vec<_> = config.problems.iter().map(|p| (p.range.slice(text), p.message.as_str())).collect();
        assert_eq!(messages[0], ("registri", "unknown setting `registri`"));
        assert!(config.problems[0].fix.is_some());
        assert_eq!(messages[1].1, "`mentions` must be \"first\" or \"every\"");
        assert_eq!(Config::parse("a = [").problems.len(), 1);
    }

    #[test]
    fn archives_are_read() {
        let text = "[[archive]]\nfiles = \"wire/*.jsonl\"\nfields = { text = \"body\", headline = \"title\" }\nsyntax = \"html\"\n";
        let config = Config::parse(text);
        assert!(config.problems.is_empty(), "{:?}", config.problems);
        let archive = &config.archives[0];
        assert!(archive.files.is_match("wire/a.jsonl") && !archive.files.is_match("a.jsonl"));
        assert_eq!((archive.fields.text.as_str(), archive.syntax.as_deref()), ("body", Some("html")));
        assert!(archive.fields.keys.contains(&(Key::Headline, "title".into())));
        assert!(archive.fields.keys.contains(&(Key::Identifier, "id".into())), "the other fields keep their names");
    }
}
