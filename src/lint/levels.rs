//! The level of each rule: the front matter overrides the configuration, which overrides the rule's default.

use crate::analysis::Analysis;
use crate::article::{Key, Value};
use crate::config::Config;
use crate::finding::Level;
use crate::rule::Rule;
use crate::rules::RULES;
use std::collections::BTreeMap;

/// Where the level of a rule comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// `--level`, `--select` or `--ignore`, or a setting of the editor.
    CommandLine,
    /// `copydesk:` in the front matter.
    Article,
    /// An `[[override]]` of the configuration, by its index.
    Override(usize),
    /// `[rules]` of the configuration.
    Config,
    /// The rule itself.
    Default,
}

/// The levels of the rules for one article.
pub(super) struct Levels<'a> {
    config: &'a Config,
    overridden: BTreeMap<&'a str, (Level, Origin)>,
}

/// The level of each rule for an article, and where it comes from.
pub fn levels_of(analysis: &Analysis) -> Vec<(&'static Rule, Level, Origin)> {
    let levels = Levels::new(analysis);
    RULES.iter().map(|&rule| (rule, levels.found(rule))).map(|(rule, (level, origin))| (rule, level, origin)).collect()
}

impl<'a> Levels<'a> {
    pub(super) fn new(analysis: &'a Analysis) -> Self {
        let config = analysis.config();
        let mut overridden: BTreeMap<&str, (Level, Origin)> = BTreeMap::new();
        if !config.overrides.is_empty() {
            let root = analysis.context.root.as_str();
            let path = analysis.path.strip_prefix(root).unwrap_or(&analysis.path).trim_start_matches(['/', '\\']);
            for (at, over) in config.overrides.iter().enumerate().filter(|(_, over)| over.files.is_match(path)) {
                let levels = over.levels.iter();
                overridden.extend(levels.map(|(code, level)| (code.as_str(), (*level, Origin::Override(at)))));
            }
        }
        if let Some(Value::Map(entries)) = analysis.article.metadata.get(Key::Copydesk).map(|entry| &entry.value) {
            for entry in entries {
                if entry.name == "ignore" {
                    let rules = entry.value.scalars().into_iter();
                    overridden.extend(rules.map(|rule| (rule.text(), (Level::Off, Origin::Article))));
                } else if let Some(level) = entry.value.scalar().and_then(|scalar| Level::parse(scalar.text())) {
                    overridden.insert(&entry.name, (level, Origin::Article));
                }
            }
        }
        Self { config, overridden }
    }

    pub(super) fn of_rule(&self, rule: &Rule) -> Level {
        self.found(rule).0
    }

    fn found(&self, rule: &Rule) -> (Level, Origin) {
        let code = rule.code.as_str();
        // The command line overrides the article.
        if let Some(level) = self.config.forced_levels.get(code) {
            return (*level, Origin::CommandLine);
        }
        if let Some(found) = self.overridden.get(code) {
            return *found;
        }
        let configured = self.config.levels.get(code);
        configured.map_or((rule.level, Origin::Default), |level| (*level, Origin::Config))
    }
}
