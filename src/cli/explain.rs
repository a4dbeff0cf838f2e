//! `copydesk explain`: the page of a rule, or the list of all rules.

use super::terminal::language;
use super::{Outcome, known_rule, known_rules, print, print_coloured};
use crate::docs;
use crate::error::Result;
use crate::finding::Applicability;
use crate::report::{page, pretty};
use crate::rule::Rule;
use crate::rules::RULES;
use serde::Serialize;

#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  copydesk explain weekday-mismatch\n  copydesk explain dates\n  copydesk explain --format json"
)]
pub(super) struct Options {
    /// A rule, a group (dates) or a glob (*-mismatch); by default, all rules are listed.
    rule: Option<String>,
    /// The output format.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Print Markdown: the page of a rule, or that of all rules, docs/rules.md.
    #[arg(long, conflicts_with = "format")]
    markdown: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// A rule as data.
#[derive(Serialize)]
struct Data {
    code: &'static str,
    group: &'static str,
    level: &'static str,
    /// `safe` or `unsafe`. Absent if the rule has no fix.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<&'static str>,
    summary: &'static str,
    why: &'static str,
    url: String,
}

impl Data {
    fn new(rule: &'static Rule) -> Self {
        let fix = rule.fix.map(|fix| if fix == Applicability::Safe { "safe" } else { "unsafe" });
        let (group, level) = (rule.group.name(), rule.level.name());
        Self {
            code: rule.code.as_str(),
            group,
            level,
            fix,
            summary: rule.summary,
            why: rule.why,
            url: page(&rule.code),
        }
    }
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    if options.markdown {
        match &options.rule {
            Some(name) => print(&docs::markdown_page(known_rule("explain", name)?)),
            None => print(&docs::all()),
        };
        return Ok(Outcome::Clean);
    }
    let rules = match &options.rule {
        Some(name) => known_rules("explain", name)?,
        None => RULES.to_vec(),
    };
    let one = options.rule.as_deref().and_then(|name| known_rule("explain", name).ok());
    if options.format == Format::Json {
        match one {
            Some(rule) => print(&pretty(&Data::new(rule))),
            None => print(&pretty(&rules.into_iter().map(Data::new).collect::<Vec<_>>())),
        };
        return Ok(Outcome::Clean);
    }
    let terminal = terminal_size::terminal_size_of(std::io::stdout());
    let columns = terminal.map(|(terminal_size::Width(columns), _)| usize::from(columns).clamp(40, 100));
    match one {
        Some(rule) => print_coloured(&docs::page(rule, columns.unwrap_or(80), language())),
        // In a pipe, each rule is one line.
        None => print_coloured(&docs::list(&rules, columns.unwrap_or(usize::MAX), language())),
    };
    Ok(Outcome::Clean)
}
