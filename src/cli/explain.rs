//! `copydesk explain`: the page of a rule, or the list of all rules.

use super::{Outcome, known_rule, print};
use crate::docs;
use crate::error::Result;

#[derive(clap::Args)]
pub(super) struct Options {
    /// The code of the rule; by default, all rules are listed.
    rule: Option<String>,
    /// Print Markdown; without a rule, the page of all rules, docs/rules.md.
    #[arg(long)]
    markdown: bool,
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let text = match &options.rule {
        Some(code) if options.markdown => docs::markdown_page(known_rule("explain", code)?),
        Some(code) => docs::page(known_rule("explain", code)?),
        None if options.markdown => docs::all(),
        None => docs::list(),
    };
    print(&text);
    Ok(Outcome::Clean)
}
