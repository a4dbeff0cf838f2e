//! `copydesk timeline`: the dates of articles in order.

use super::archive::{FieldArgs, Story};
use super::stories::Stories;
use super::terminal::language;
use super::{Common, Outcome, report_nothing, tell, write_or_print};
use crate::error::Result;
use crate::message;
use crate::timeline::{self, Entry, Form, entries, render, sort};
use std::path::{Component, Path, PathBuf};

#[derive(clap::Args)]
pub(super) struct Options {
    /// Articles, folders or archives (.csv, .tsv, .json, .jsonl).
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// The output format.
    #[arg(long, value_enum, default_value = "text")]
    format: FormName,
    /// The file to write; its links to articles are relative. By default, standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    archive: FieldArgs,
    #[command(flatten)]
    common: Common,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum FormName {
    Text,
    Json,
    Html,
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let overrides = options.common.overrides()?;
    let stories =
        Stories { paths: &options.paths, overrides: &overrides, fields: &options.archive.fields, registry: None };
    let mut all: Vec<Entry> = Vec::new();
    let work = |story: &Story<'_>| of_story(story, options.output.as_deref());
    let read = stories.each(work, |found| {
        all.extend(found);
        true
    });
    sort(&mut all);
    let text = match options.format {
        FormName::Text => timeline::text(&all, language()),
        FormName::Json => render(&all, Form::Json),
        FormName::Html => render(&all, Form::Html),
    };
    write_or_print(&text, options.output.as_deref())?;
    if read.articles == 0 {
        if !read.has_failed {
            report_nothing(&options.paths, message!("no articles found"));
        }
    } else if all.is_empty() {
        tell(&if read.articles == 1 {
            message!("no dates in {count} article", count = read.articles)
        } else {
            message!("no dates in {count} articles", count = read.articles)
        });
    }
    Ok(if read.has_failed { Outcome::Failed } else { Outcome::Clean })
}

fn of_story(story: &Story<'_>, page: Option<&Path>) -> Vec<Entry> {
    let mut found = entries(story.analysis);
    let link = story.url.map(str::to_owned).filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    let link = link.or_else(|| relative(Path::new(story.path?), page?.parent()?));
    for entry in &mut found {
        entry.link.clone_from(&link);
        if story.path.is_none() {
            story.id.clone_into(&mut entry.path);
        }
    }
    found
}

/// The path of a file from a folder, as a link. `None` if they have nothing in common that a link could use.
fn relative(file: &Path, folder: &Path) -> Option<String> {
    let parts = |path: &Path| -> Vec<String> {
        let parts = path.components().filter(|part| !matches!(part, Component::CurDir));
        parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
    };
    if file.is_absolute() != folder.is_absolute() || folder.components().any(|part| part == Component::ParentDir) {
        return None;
    }
    let (file, folder) = (parts(file), parts(folder));
    let shared = file.iter().zip(&folder).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", folder.len() - shared);
    let down = file[shared..].iter().map(String::as_str);
    let encoded = |part: &str| part.replace('%', "%25").replace('#', "%23").replace('?', "%3F").replace(' ', "%20");
    Some(up.chain(down).map(encoded).collect::<Vec<_>>().join("/"))
}
