//! `copydesk count`: who is mentioned how often, when, and together with whom.

use super::archive::{FieldArgs, Story};
use super::stories::Stories;
use super::values::one_of;
use super::{Common, Outcome, report_nothing, tell, write_or_print};
use crate::actors::Kind;
use crate::error::Result;
use crate::export::{
    ArticleMentions, CountForm, CountSettings, Period, article_mentions, count, keep_kinds, render_counts,
};
use crate::message;
use std::path::PathBuf;

#[derive(clap::Args)]
pub(super) struct Options {
    /// Articles, folders or archives (.csv, .tsv, .json, .jsonl).
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// Count for each year, month or day of publication.
    #[arg(long, value_enum)]
    per: Option<Per>,
    /// Count the pairs of actors that the same articles mention.
    #[arg(long)]
    together: bool,
    /// Count only actors of these kinds, such as person.
    #[arg(long, value_name = "KIND,…", value_delimiter = ',', value_parser = one_of(&Kind::ALL, Kind::name))]
    kind: Vec<Kind>,
    /// Print at most this many rows, or this many in each period.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// The output format.
    #[arg(long, value_enum, default_value = "text")]
    to: To,
    /// The file to write; by default, standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    archive: FieldArgs,
    #[command(flatten)]
    common: Common,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Per {
    Year,
    Month,
    Day,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum To {
    Text,
    Csv,
    Json,
    Html,
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let overrides = options.common.overrides()?;
    let stories =
        Stories { paths: &options.paths, overrides: &overrides, fields: &options.archive.fields, registry: None };
    let mut articles: Vec<ArticleMentions> = Vec::new();
    let work = |story: &Story<'_>| article_mentions(story.analysis, overrides.language);
    let read = stories.each(work, |found| {
        articles.push(found);
        true
    });
    let kinds: Vec<&str> = options.kind.iter().map(|kind| kind.name()).collect();
    keep_kinds(&mut articles, &kinds);
    let per = options.per.map(|per| match per {
        Per::Year => Period::Year,
        Per::Month => Period::Month,
        Per::Day => Period::Day,
    });
    let rows = count(&articles, CountSettings { per, together: options.together, limit: options.limit });
    let form = match options.to {
        To::Text => CountForm::Text,
        To::Csv => CountForm::Csv,
        To::Json => CountForm::Json,
        To::Html => CountForm::Html,
    };
    let text = render_counts(&rows, form);
    write_or_print(&text, options.output.as_deref())?;
    if read.articles == 0 {
        if !read.has_failed {
            report_nothing(&options.paths, message!("no articles found"));
        }
    } else if rows.is_empty() {
        tell(&message!(
            "no actors of the registry are mentioned; `copydesk actors draft` lists names that are in no registry"
        ));
    }
    Ok(if read.has_failed { Outcome::Failed } else { Outcome::Clean })
}
