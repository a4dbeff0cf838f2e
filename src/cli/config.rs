//! `copydesk config show`: the settings of a file, and where each comes from.

use super::{Common, Outcome, print, print_coloured};
use crate::analysis::{Memory, analyse};
use crate::config::SETTINGS;
use crate::docs;
use crate::error::{Error, Result};
use crate::finding::Level;
use crate::lint::{Origin, levels_of};
use crate::message;
use crate::report::{pretty, visible};
use crate::rule::Rule;
use crate::text::LineIndex;
use crate::workspace::{self, Buffers, Overrides, Project, ReadAs};
use anstyle::Style;
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;

#[derive(clap::Subcommand)]
pub(super) enum Options {
    /// Show the settings of an article or a folder, and where each comes from.
    #[command(
        after_help = "Examples:\n  copydesk config show\n  copydesk config show --all stories/harbour.ar.news.md\n  \
                            copydesk config show --format json"
    )]
    Show(Show),
}

#[derive(clap::Args)]
pub(super) struct Show {
    /// An article or a folder.
    #[arg(default_value = ".")]
    path: PathBuf,
    /// List the rules with default levels too.
    #[arg(long)]
    all: bool,
    /// The output format.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    common: Common,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// All settings of a path.
#[derive(Serialize)]
struct Shown {
    path: String,
    /// The configuration. `None` if there is none.
    config: Option<String>,
    settings: Vec<Setting>,
    rules: Vec<Setting>,
}

/// A setting or the level of a rule.
#[derive(Serialize)]
struct Setting {
    name: String,
    value: String,
    /// `default`, an option, or a file with a line.
    source: String,
}

impl Setting {
    fn is_default(&self) -> bool {
        self.source == DEFAULT
    }
}

const DEFAULT: &str = "default";

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let Options::Show(options) = options;
    let overrides = options.common.overrides()?;
    let path = &options.path;
    if !workspace::exists(path) {
        return Err(Error::new(
            path.display().to_string(),
            message!("no such file or folder"),
            message!("check the path"),
        ));
    }
    let folder = workspace::folder_of(path);
    let project = workspace::open(folder, &overrides, &Buffers::new());
    for error in project.errors.iter().chain(&project.warnings) {
        super::report_error(error);
    }
    // A folder has the settings of an article without front matter in it.
    let (name, text) = if path.is_dir() {
        (folder.join("article.news.md").display().to_string(), String::new())
    } else {
        (path.display().to_string(), workspace::read(path, ReadAs::Article)?)
    };
    let analysis = analyse(text.into(), &name, project.context.clone(), &mut Memory::default());
    let config = ConfigText::new(&project);
    let rule = |(rule, level, origin): (&Rule, Level, Origin)| Setting {
        name: rule.code.to_string(),
        value: level.name().to_owned(),
        source: config.source_of_level(rule, origin, &options.common, &name),
    };
    let shown = Shown {
        path: path.display().to_string(),
        config: config.path.clone(),
        settings: SETTINGS.iter().filter_map(|setting| config.setting(setting, &overrides)).collect(),
        rules: levels_of(&analysis).into_iter().map(rule).collect(),
    };
    match options.format {
        Format::Json => print(&pretty(&shown)),
        Format::Text => print_coloured(&text_of(&shown, options.all)),
    };
    Ok(if project.errors.is_empty() { Outcome::Clean } else { Outcome::Failed })
}

/// The configuration file, to find the lines of settings.
struct ConfigText<'a> {
    path: Option<String>,
    text: &'a str,
    lines: LineIndex,
    document: Option<toml_edit::Document<&'a str>>,
}

impl<'a> ConfigText<'a> {
    fn new(project: &'a Project) -> Self {
        let (path, text) = project.config.as_ref().map_or((None, ""), |(path, text)| (Some(path), text.as_str()));
        let path = path.map(|path| path.strip_prefix(".").unwrap_or(path).display().to_string());
        Self { path, text, lines: LineIndex::new(text), document: toml_edit::Document::parse(text).ok() }
    }

    /// The file and line of an offset.
    fn place(&self, offset: Option<usize>) -> String {
        let file = self.path.as_deref().unwrap_or_default();
        match offset {
            Some(offset) => format!("{file}:{}", self.lines.line_of(offset as u32) + 1),
            None => file.to_owned(),
        }
    }

    /// A setting. `None` for one that has a table of its own.
    fn setting(
        &self,
        setting: &crate::config::Setting<crate::config::Config>,
        overrides: &Overrides,
    ) -> Option<Setting> {
        let name = setting.key.to_owned();
        if matches!(setting.key, "rules" | "override") {
            return None;
        }
        if setting.key == "language"
            && let Some(language) = overrides.language
        {
            return Some(Setting { name, value: format!("\"{}\"", language.tag()), source: "--lang".into() });
        }
        let found = self.document.as_ref().and_then(|document| document.get(setting.key));
        let Some(item) = found.filter(|item| !item.is_none()) else {
            let (_, default) = docs::values(&setting.shape);
            return Some(Setting { name, value: default.replace('`', ""), source: DEFAULT.into() });
        };
        let span = item.span().unwrap_or(0..0);
        let source = self.place(Some(span.start));
        let value = match item {
            toml_edit::Item::Value(_) => self.text[span].split_whitespace().collect::<Vec<_>>().join(" "),
            toml_edit::Item::Table(table) => format!("{} entries", table.len()),
            toml_edit::Item::ArrayOfTables(tables) => format!("{} tables", tables.len()),
            toml_edit::Item::None => String::new(),
        };
        Some(Setting { name, value, source })
    }

    fn source_of_level(&self, rule: &Rule, origin: Origin, common: &Common, article: &str) -> String {
        let code = rule.code.as_str();
        let line = |table: Option<&toml_edit::Item>| {
            let table = table?.as_table_like()?;
            Some(table.key(code)?.span()?.start)
        };
        match origin {
            Origin::Default => DEFAULT.into(),
            Origin::CommandLine => common
                .level
                .iter()
                .find(|level| level.starts_with(code))
                .map_or_else(String::new, |level| format!("--level {level}")),
            Origin::Article => article.to_owned(),
            Origin::Config => self.place(line(self.document.as_ref().and_then(|document| document.get("rules")))),
            Origin::Override(at) => {
                let tables = self.document.as_ref().and_then(|document| document.get("override")?.as_array_of_tables());
                let rules = tables.and_then(|tables| tables.get(at)?.get("rules"));
                format!("{} ([[override]])", self.place(line(rules)))
            }
        }
    }
}

fn text_of(shown: &Shown, all: bool) -> String {
    let bold = Style::new().bold();
    let dim = Style::new().dimmed();
    let heading = |out: &mut String, text: &str| {
        let _ = writeln!(out, "{bold}{text}{bold:#}");
    };
    let mut out = String::new();
    let config = shown.config.as_deref().map_or("none; `copydesk init` creates one".into(), visible);
    let _ = writeln!(out, "{bold}configuration{bold:#}  {config}\n");
    let rules: Vec<&Setting> = shown.rules.iter().filter(|rule| all || !rule.is_default()).collect();
    let rows = |out: &mut String, rows: &[&Setting]| {
        let widest = |of: fn(&Setting) -> &str| rows.iter().map(|row| of(row).chars().count()).max().unwrap_or(0);
        let (name, value) = (widest(|row| &row.name), widest(|row| &row.value).min(40));
        for row in rows {
            let shown = visible(&row.value);
            let shown = if shown.is_empty() { "-".into() } else { shown };
            let source = visible(&row.source);
            let _ = writeln!(out, "  {:name$}  {shown:value$}  {dim}{source}{dim:#}", row.name);
        }
    };
    heading(&mut out, "settings");
    rows(&mut out, &shown.settings.iter().collect::<Vec<_>>());
    out.push('\n');
    heading(&mut out, "rules");
    rows(&mut out, &rules);
    let rest = shown.rules.len() - rules.len();
    if rest > 0 {
        let what = if rules.is_empty() { "all" } else { "the other" };
        let _ = writeln!(out, "  {what} {rest} rules have default levels (--all lists them)");
    }
    out
}
