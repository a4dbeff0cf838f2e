//! The options of `copydesk lint`.

use crate::cli::output::OutputArgs;
use crate::cli::{Common, known_rules};
use crate::error::Result;
use crate::finding::{Level, Severity};
use crate::rules::RULES;
use crate::workspace::Overrides;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(clap::Args)]
pub(in crate::cli) struct Options {
    /// Articles, folders or globs; `-` reads one article from standard input.
    #[arg(default_value = ".")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) out: OutputArgs,
    /// The file name to assume for standard input.
    #[arg(long, value_name = "PATH", default_value = "stdin.news.md")]
    pub(super) stdin_filename: String,
    /// Fail if there is nothing to check.
    #[arg(long)]
    pub(super) error_on_empty: bool,
    /// Of the named files, check only those that `copydesk lint .` would check: for hooks that pass all changed files.
    #[arg(long, conflicts_with_all = ["jsonl", "watch"])]
    pub(super) only_articles: bool,
    /// Check only these rules, even if they are off: rules, groups (dates) or globs (*-mismatch).
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,
    /// Skip these rules: rules, groups or globs.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Read files in JSON Lines, one article per line (see `export --jsonl`).
    #[arg(long, conflicts_with_all = ["fix", "diff", "changed_since", "watch"])]
    pub(super) jsonl: bool,
    /// Say which fields or columns of an archive (.csv, .tsv, .json, .jsonl) are which part of an article:
    /// text=body,headline=title,date=published,url=link,id=key,lang=language.
    #[arg(long, value_name = "PART=FIELD", value_delimiter = ',')]
    pub(super) fields: Vec<String>,
    /// Check only files that changed since this git revision, or all if the registry or configuration changed.
    #[arg(long, value_name = "REV")]
    pub(super) changed_since: Option<String>,
    /// The number of articles to check in parallel, at most 256; by default, one per core.
    #[arg(long, value_name = "N")]
    pub(in crate::cli) jobs: Option<usize>,
    /// Check again when a file changes.
    #[arg(long, conflicts_with_all = ["diff", "write_baseline", "output"])]
    pub(super) watch: bool,
    /// Do not use the cache of earlier findings.
    #[arg(long)]
    pub(super) no_cache: bool,
    /// Use this folder for the cache; by default, `COPYDESK_CACHE_DIR` or the user's cache folder.
    #[arg(long, value_name = "FOLDER", conflicts_with = "no_cache")]
    pub(super) cache_dir: Option<PathBuf>,
    #[command(flatten)]
    pub(super) common: Common,
}

impl Options {
    /// The options that override the configuration.
    pub(super) fn overrides(&self) -> Result<Overrides> {
        let mut overrides = Overrides { is_batch: true, ..self.common.overrides()? };
        for (code, level) in self.selected()? {
            overrides.levels.entry(code).or_insert(level);
        }
        Ok(overrides)
    }

    /// The files named by options that a run reads in addition to its arguments.
    pub(super) fn other_inputs(&self) -> impl Iterator<Item = &PathBuf> {
        self.out.baseline.iter().chain(&self.common.config).chain(&self.common.registry)
    }

    /// The levels from `--select` and `--ignore`. `--level` overrides them.
    fn selected(&self) -> Result<BTreeMap<String, Level>> {
        let mut levels = BTreeMap::new();
        let mut selected = Vec::new();
        for name in &self.select {
            // A group or a glob has rules that are off for a reason; only the name of a rule turns one on.
            let rules = known_rules("--select", name)?;
            selected.extend(rules.iter().map(|rule| &rule.code));
            for rule in rules.into_iter().filter(|rule| *rule.code == **name) {
                if rule.level.is_off() || rule.traits.is_quiet_in_batch {
                    let severity = rule.level.severity().unwrap_or(Severity::Info);
                    levels.insert(rule.code.to_string(), Level::At(severity));
                }
            }
        }
        for name in &self.ignore {
            let rules = known_rules("--ignore", name)?;
            levels.extend(rules.into_iter().map(|rule| (rule.code.to_string(), Level::Off)));
        }
        let left_out = RULES.iter().filter(|rule| !self.select.is_empty() && !selected.contains(&&rule.code));
        levels.extend(left_out.map(|rule| (rule.code.to_string(), Level::Off)));
        Ok(levels)
    }
}
