//! The options of `copydesk lint`.

use crate::cli::output::OutputArgs;
use crate::cli::{Common, known_rule};
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
    pub(super) out: OutputArgs,
    /// The name under which standard input is checked.
    #[arg(long, value_name = "PATH", default_value = "stdin.news.md")]
    pub(super) stdin_filename: String,
    /// Fail where there is nothing to check.
    #[arg(long)]
    pub(super) error_on_empty: bool,
    /// Only these rules, also those that are off.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,
    /// Not these rules.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Read articles as JSON lines, as `export --jsonl` does; memory grows with the findings alone, and not at all with
    /// the formats that are written line by line.
    #[arg(long, conflicts_with_all = ["fix", "diff", "changed_since", "watch"])]
    pub(super) jsonl: bool,
    /// Other names of the fields of JSON lines: text=body,date=dct.
    #[arg(long, value_name = "FIELD=NAME", value_delimiter = ',', requires = "jsonl")]
    pub(super) fields: Vec<String>,
    /// Check only what git says has changed since a revision; all articles where their registry or configuration has.
    #[arg(long, value_name = "REV")]
    pub(super) changed_since: Option<String>,
    /// How many articles are checked at a time, at most 256; by default, one a core.
    #[arg(long, value_name = "N")]
    pub(in crate::cli) jobs: Option<usize>,
    /// Check again whenever a file changes.
    #[arg(long, conflicts_with_all = ["diff", "write_baseline", "output"])]
    pub(super) watch: bool,
    /// Check every article, also those that are known from an earlier run.
    #[arg(long)]
    pub(super) no_cache: bool,
    /// Keep what was found in this folder, in place of the user's cache (or `COPYDESK_CACHE_DIR`).
    #[arg(long, value_name = "FOLDER", conflicts_with = "no_cache")]
    pub(super) cache_dir: Option<PathBuf>,
    #[command(flatten)]
    pub(super) common: Common,
}

impl Options {
    /// What the command line says over the configuration.
    pub(super) fn overrides(&self) -> Result<Overrides> {
        let mut overrides = Overrides { is_batch: true, ..self.common.overrides()? };
        for (code, level) in self.selected()? {
            overrides.levels.entry(code).or_insert(level);
        }
        Ok(overrides)
    }

    /// The files that options name and a run reads next to its arguments.
    pub(super) fn beside(&self) -> impl Iterator<Item = &PathBuf> {
        self.out.baseline.iter().chain(&self.common.config).chain(&self.common.registry)
    }

    /// The levels that `--select` and `--ignore` give; `--level` overrides them.
    fn selected(&self) -> Result<BTreeMap<String, Level>> {
        let mut levels = BTreeMap::new();
        for code in &self.select {
            let rule = known_rule("--select", code)?;
            if rule.level.is_off() {
                levels.insert(code.clone(), Level::At(Severity::Info));
            }
        }
        for code in &self.ignore {
            known_rule("--ignore", code)?;
            levels.insert(code.clone(), Level::Off);
        }
        let left_out =
            RULES.iter().filter(|rule| !self.select.is_empty() && !self.select.iter().any(|code| *code == *rule.code));
        levels.extend(left_out.map(|rule| (rule.code.to_string(), Level::Off)));
        Ok(levels)
    }
}
