//! `copydesk.toml`: where registries and articles are, and how loud each rule is. Unknown keys are problems with a
//! near miss, and never stop the work.

use crate::finding::{Fix, Problem, Severity};
use crate::language::Language;
use crate::text::{EditSet, TextRange};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::collections::BTreeMap;
use toml_edit::{Document, Item, TableLike, Value};

pub use crate::text::near_miss;

/// How often a name must be linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MentionsPolicy {
    /// One link anywhere in the body is enough.
    #[default]
    First,
    /// Every mention in the body must be linked.
    Every,
}

/// What is done with names of the built-in countries and capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Builtin {
    /// They are known to hovers, completion and checks, and never reported as unlinked.
    #[default]
    Know,
    /// They are reported as unlinked too.
    Link,
    /// They are not known.
    Off,
}

/// How repairs and completions write links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkStyle {
    /// As most links of the article are written.
    #[default]
    Auto,
    /// `[name](actor:id)`.
    Inline,
    /// `[name]` with a definition at the foot.
    CastList,
}

/// Levels for some of the files.
#[derive(Debug, Clone, Default)]
pub struct Override {
    /// The files, relative to the configuration.
    pub files: GlobSet,
    /// Severities by rule code.
    pub levels: BTreeMap<String, Level>,
}

/// A severity that the configuration gives a rule; `None` switches it off.
pub type Level = Option<Severity>;

/// The settings of one workspace folder.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Globs of registry files, relative to the configuration.
    pub registry: Vec<String>,
    /// Globs of articles beside `*.news.md`.
    pub articles: Vec<String>,
    /// The language of articles that state none.
    pub language: Option<Language>,
    /// The IANA name of the newsroom's time zone.
    pub time_zone: Option<String>,
    /// How often a name must be linked.
    pub mentions: MentionsPolicy,
    /// What is done with built-in names.
    pub builtin: Builtin,
    /// How links are written.
    pub links: LinkStyle,
    /// Severities by rule code.
    pub levels: BTreeMap<String, Level>,
    /// Severities that the command line insists on, above everything that files say.
    pub insisted: BTreeMap<String, Level>,
    /// Severities for some of the files, later ones over earlier ones.
    pub overrides: Vec<Override>,
    /// Outside authorities: a prefix and the address it stands for, with `{}` for the id.
    pub prefixes: BTreeMap<String, String>,
    /// What is wrong with the file.
    pub problems: Vec<Problem>,
    /// Rule names under `[rules]` with their places, for the rule that checks them.
    pub named_rules: Vec<(String, TextRange)>,
}

/// The keys of the file, with what each means.
pub const KEYS: &[(&str, &str)] = &[
    ("registry", "registry files, as globs relative to this file"),
    ("articles", "articles beside *.news.md, as globs relative to this file"),
    ("language", "the language of articles that state none, as a BCP 47 tag"),
    ("time-zone", "the newsroom's time zone, as an IANA name"),
    ("mentions", "\"first\": one link per actor and article is enough; \"every\": each mention must be linked"),
    (
        "builtin",
        "built-in countries and capitals: \"know\" them, \"link\" them (unlinked ones are reported), or \"off\"",
    ),
    (
        "links",
        "the form that repairs and completions write: \"auto\" (as the article does), \"inline\" or \"cast-list\"",
    ),
    ("rules", "a severity for each rule: \"error\", \"warning\", \"info\", \"hint\" or \"off\""),
    ("prefixes", "outside authorities: wd = \"http://www.wikidata.org/entity/{}\""),
    ("override", "levels for some of the files: [[override]] with `files` and `rules`"),
];

impl Config {
    /// The settings of a folder without a configuration file.
    pub fn standard() -> Self {
        Self { registry: vec!["actors.toml".into(), "actors/*.toml".into()], ..Self::default() }
    }

    /// Reads a configuration. It never fails: what cannot be used is in `problems`.
    pub fn parse(text: &str) -> Self {
        let mut config = Self::standard();
        let document = match Document::parse(text) {
            Ok(document) => document,
            Err(error) => {
                let range = TextRange::from(error.span().unwrap_or(0..0));
                let message = format!("the configuration is not valid TOML: {}", error.message().trim());
                config.problems.push(Problem::new(range, message).note("the standard settings are used"));
                return config;
            }
        };
        for (name, item) in document.iter() {
            let key =
                document.as_table().key(name).and_then(toml_edit::Key::span).map(TextRange::from).unwrap_or_default();
            config.take(name, key, item);
        }
        config
    }

    /// The severity of a rule: the configured one, else its default.
    pub fn level(&self, code: &str, default: Level) -> Level {
        self.levels.get(code).copied().unwrap_or(default)
    }

    /// The level of a rule where no article has a word in it: what was insisted on, else what the file says.
    pub fn level_outside(&self, code: &str, default: Level) -> Level {
        self.insisted.get(code).copied().unwrap_or_else(|| self.level(code, default))
    }

    fn take(&mut self, name: &str, key: TextRange, item: &Item) {
        let place = item.span().map_or(key, TextRange::from);
        let problem = match name {
            "registry" => strings(item).map(|list| self.registry = list).err(),
            "articles" => strings(item).map(|list| self.articles = list).err(),
            "language" => match item.as_str().and_then(Language::from_tag) {
                Some(language) => {
                    self.language = Some(language);
                    None
                }
                None => Some("a BCP 47 tag of a language that copydesk knows, such as \"ar\" or \"en\"".to_owned()),
            },
            "time-zone" => item.as_str().map_or_else(
                || Some("an IANA name such as \"Asia/Qatar\"".to_owned()),
                |zone| {
                    self.time_zone = Some(zone.to_owned());
                    None
                },
            ),
            "mentions" => choice(item, &[("first", MentionsPolicy::First), ("every", MentionsPolicy::Every)])
                .map(|policy| self.mentions = policy)
                .err(),
            "builtin" => {
                let choices = [("know", Builtin::Know), ("link", Builtin::Link), ("off", Builtin::Off)];
                choice(item, &choices).map(|builtin| self.builtin = builtin).err()
            }
            "links" => {
                let choices =
                    [("auto", LinkStyle::Auto), ("inline", LinkStyle::Inline), ("cast-list", LinkStyle::CastList)];
                choice(item, &choices).map(|links| self.links = links).err()
            }
            "rules" => {
                self.levels = self.take_rules(item);
                None
            }
            "override" => self.take_overrides(item).err(),
            "prefixes" => {
                for (prefix, address) in item.as_table_like().into_iter().flat_map(TableLike::iter) {
                    if let Some(address) = address.as_str() {
                        self.prefixes.insert(prefix.to_owned(), address.to_owned());
                    }
                }
                None
            }
            _ => {
                self.problems.push(unknown_key(name, key));
                None
            }
        };
        if let Some(expected) = problem {
            self.problems.push(Problem::new(place, format!("`{name}` must be {expected}")));
        }
    }

    /// The levels in a table of rules.
    fn take_rules(&mut self, item: &Item) -> BTreeMap<String, Level> {
        let mut levels = BTreeMap::new();
        let Some(table) = item.as_table_like() else {
            let place = item.span().map(TextRange::from).unwrap_or_default();
            self.problems.push(Problem::new(place, "`rules` must be a table of rule names and levels"));
            return levels;
        };
        for (code, level) in table.iter() {
            let key = key_range(table, code);
            self.named_rules.push((code.to_owned(), key));
            if let Some(level) = level.as_str().and_then(parse_level) {
                levels.insert(code.to_owned(), level);
            } else {
                let place = level.span().map_or(key, TextRange::from);
                let message =
                    format!("the level of `{code}` must be \"error\", \"warning\", \"info\", \"hint\" or \"off\"");
                self.problems.push(Problem::new(place, message));
            }
        }
        levels
    }

    fn take_overrides(&mut self, item: &Item) -> Result<(), String> {
        let expected = || "a list of tables, each with `files` and `rules`".to_owned();
        let tables: Vec<&dyn TableLike> = match item {
            Item::ArrayOfTables(tables) => tables.iter().map(|table| table as &dyn TableLike).collect(),
            Item::Value(Value::Array(list)) => {
                list.iter().filter_map(|value| value.as_inline_table().map(|table| table as &dyn TableLike)).collect()
            }
            _ => return Err(expected()),
        };
        for table in tables {
            let files = globs(&table.get("files").ok_or_else(expected).and_then(strings)?)?;
            let levels = table.get("rules").map(|rules| self.take_rules(rules)).unwrap_or_default();
            for (name, _) in table.iter().filter(|(name, _)| !matches!(*name, "files" | "rules")) {
                self.problems.push(
                    Problem::new(key_range(table, name), format!("`{name}` is no setting of an override"))
                        .note("an override has `files` and `rules`"),
                );
            }
            self.overrides.push(Override { files, levels });
        }
        Ok(())
    }
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

/// Reads a level: the name of a severity, or `off`.
pub fn parse_level(name: &str) -> Option<Level> {
    Some(match name {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "info" => Some(Severity::Info),
        "hint" => Some(Severity::Hint),
        "off" => None,
        _ => return None,
    })
}

fn unknown_key(name: &str, range: TextRange) -> Problem {
    let problem = Problem::new(range, format!("`{name}` is no setting of copydesk"));
    if let Some(near) = near_miss(name, KEYS.iter().map(|(key, _)| *key)) {
        problem
            .note(format!("did you mean `{near}`?"))
            .fix(Fix::manual(format!("Change to `{near}`"), EditSet::replace(range, near)))
    } else {
        let known: Vec<&str> = KEYS.iter().map(|(key, _)| *key).collect();
        problem.note(format!("the settings are {}", known.join(", ")))
    }
}

fn strings(item: &Item) -> Result<Vec<String>, String> {
    let expected = || "a list of globs".to_owned();
    match item.as_value() {
        Some(Value::String(one)) => Ok(vec![one.value().clone()]),
        Some(Value::Array(list)) => {
            list.iter().map(|value| value.as_str().map(str::to_owned).ok_or_else(expected)).collect()
        }
        _ => Err(expected()),
    }
}

fn choice<T: Copy>(item: &Item, choices: &[(&str, T)]) -> Result<T, String> {
    let found = choices.iter().find(|(name, _)| item.as_str() == Some(name)).map(|(_, value)| *value);
    found.ok_or_else(|| {
        let names: Vec<String> = choices.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        names.join(" or ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read() {
        let config = Config::parse(
            "mentions = \"every\"\nregistry = \"a.toml\"\nlanguage = \"ar\"\n[rules]\npage-furniture = \"off\"\n",
        );
        assert!(config.problems.is_empty(), "{:?}", config.problems);
        assert_eq!(config.mentions, MentionsPolicy::Every);
        assert_eq!(config.registry, ["a.toml"]);
        assert_eq!(config.level("page-furniture", Some(Severity::Info)), None);
    }

    #[test]
    fn unknown_keys_get_a_near_miss_and_stop_nothing() {
        let text = "registri = [\"a.toml\"]\nmentions = 3\nlanguage = \"ar\"\n";
        let config = Config::parse(text);
        assert_eq!(config.language, Some(Language::Arabic));
        let said: Vec<_> = config.problems.iter().map(|p| (p.range.slice(text), p.message.as_str())).collect();
        assert_eq!(said[0], ("registri", "`registri` is no setting of copydesk"));
        assert!(config.problems[0].fix.is_some());
        assert_eq!(said[1].1, "`mentions` must be \"first\" or \"every\"");
        assert_eq!(Config::parse("a = [").problems.len(), 1);
    }
}
