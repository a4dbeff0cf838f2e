//! The level of each rule: the front matter overrides the configuration, which overrides the rule's default.

use crate::analysis::Analysis;
use crate::article::{Key, Value};
use crate::config::Config;
use crate::finding::Level;
use crate::rule::Rule;
use std::collections::BTreeMap;

/// The levels of the rules for one article.
pub(super) struct Levels<'a> {
    config: &'a Config,
    overridden: BTreeMap<&'a str, Level>,
}

impl<'a> Levels<'a> {
    pub(super) fn new(analysis: &'a Analysis) -> Self {
        let config = analysis.config();
        let mut overridden: BTreeMap<&str, Level> = BTreeMap::new();
        if !config.overrides.is_empty() {
            let root = analysis.context.root.as_str();
            let path = analysis.path.strip_prefix(root).unwrap_or(&analysis.path).trim_start_matches(['/', '\\']);
            for over in config.overrides.iter().filter(|over| over.files.is_match(path)) {
                overridden.extend(over.levels.iter().map(|(code, level)| (code.as_str(), *level)));
            }
        }
        if let Some(Value::Map(entries)) = analysis.article.metadata.get(Key::Copydesk).map(|entry| &entry.value) {
            for entry in entries {
                if entry.name == "ignore" {
                    overridden.extend(entry.value.scalars().into_iter().map(|rule| (rule.text(), Level::Off)));
                } else if let Some(level) = entry.value.scalar().and_then(|scalar| Level::parse(scalar.text())) {
                    overridden.insert(&entry.name, level);
                }
            }
        }
        Self { config, overridden }
    }

    pub(super) fn of_rule(&self, rule: &Rule) -> Level {
        // The command line overrides the article.
        if let Some(level) = self.config.forced_levels.get(rule.code.as_str()) {
            return *level;
        }
        let own = self.overridden.get(rule.code.as_str()).copied();
        own.unwrap_or_else(|| self.config.level(&rule.code, rule.level))
    }
}
