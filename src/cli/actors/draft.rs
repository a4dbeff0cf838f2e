//! `copydesk actors draft`: the names of an archive that are in no registry, as entries to review.

use super::super::archive::{FieldArgs, Story};
use super::super::stories::Stories;
use super::super::{Common, Outcome, print, report_nothing, tell};
use crate::actors::{Kind, Lookup, Registry, ResolvedName, id_of_name, merge, parse, spelling_key};
use crate::error::Result;
use crate::export::unregistered_names;
use crate::message;
use crate::workspace::{self, Buffers};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many sentences are quoted for a name.
const CONTEXTS: usize = 3;

#[derive(clap::Args)]
pub(super) struct Options {
    /// Articles, folders or archives (.csv, .tsv, .json, .jsonl).
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// The number of names, the most frequent first.
    #[arg(long, value_name = "N", default_value_t = 200)]
    limit: usize,
    /// Leave out names that occur in fewer articles.
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_articles: usize,
    #[command(flatten)]
    archive: FieldArgs,
    #[command(flatten)]
    common: Common,
}

#[derive(Default)]
struct Found {
    name: String,
    kind: Option<Kind>,
    /// The spellings with their numbers.
    spellings: BTreeMap<String, usize>,
    mentions: usize,
    articles: usize,
    contexts: Vec<String>,
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let overrides = options.common.overrides()?;
    let stories =
        Stories { paths: &options.paths, overrides: &overrides, fields: &options.archive.fields, registry: None };
    // What looks like a name in one place is the same name in all places, also where nothing says so.
    let mut candidates: BTreeMap<String, (Kind, BTreeMap<String, usize>)> = BTreeMap::new();
    let read = stories.each(
        |story: &Story<'_>| unregistered_names(story.analysis),
        |names| {
            for (kind, words) in names {
                let (_, spellings) = candidates.entry(spelling_key(&words)).or_insert((kind, BTreeMap::new()));
                *spellings.entry(words).or_default() += 1;
            }
            true
        },
    );
    let mut text = String::new();
    let mut all: Vec<Found> = Vec::new();
    for (kind, spellings) in candidates.into_values() {
        let name = most_frequent(&spellings).unwrap_or_default();
        text.push_str(&merge::new_entry(&all.len().to_string(), kind, name));
        all.push(Found { name: name.to_owned(), kind: Some(kind), ..Found::default() });
    }
    let names = Arc::new(Registry::new(vec![Arc::new(parse("", &text))], false));
    let again = Stories { registry: Some(&names), ..stories };
    let places = |story: &Story<'_>| -> Vec<(usize, String, String)> {
        let place = |name: &ResolvedName| {
            let number = names.actor(*name.actors.first()?).id.parse().ok()?;
            let prose = story.analysis.article.blocks[name.block].prose.text();
            let sentence = prose[story.analysis.sentence_of(name.block, name.matched.range)].trim();
            Some((number, story.analysis.words_of(name).to_owned(), format!("{}: {sentence}", story.id)))
        };
        story.analysis.names.iter().filter_map(place).collect()
    };
    again.each(places, |places| {
        let mut here: Vec<usize> = Vec::new();
        for (number, words, context) in places {
            let found = &mut all[number];
            *found.spellings.entry(words).or_default() += 1;
            found.mentions += 1;
            if here.contains(&number) {
                continue;
            }
            here.push(number);
            found.articles += 1;
            if found.contexts.len() < CONTEXTS {
                found.contexts.push(context);
            }
        }
        true
    });
    let mut ranked: Vec<Found> =
        all.into_iter().filter(|found| found.articles >= options.min_articles.max(1)).collect();
    ranked.sort_by(|a, b| (b.mentions, b.articles, &a.spellings).cmp(&(a.mentions, a.articles, &b.spellings)));
    let count = ranked.len();
    let mut out = String::new();
    let project = workspace::open(Path::new("."), &overrides, &Buffers::new());
    let registry = &project.context.registry;
    let mut ids: Vec<String> = Vec::new();
    for found in ranked.iter().take(options.limit) {
        let _ = writeln!(out, "{}", entry(found, registry, &mut ids));
    }
    print(&out);
    if read.articles == 0 && !read.has_failed {
        report_nothing(&options.paths, message!("no articles found"));
    } else {
        let shown = count.min(options.limit);
        tell(&message!(
            "{count} names in {articles} articles are in no registry, {shown} are drafted",
            count,
            articles = read.articles,
            shown
        ));
    }
    Ok(if read.has_failed { Outcome::Failed } else { Outcome::Clean })
}

/// The spelling that is used most.
fn most_frequent(spellings: &BTreeMap<String, usize>) -> Option<&str> {
    spellings.iter().max_by_key(|(_, count)| **count).map(|(name, _)| name.as_str())
}

/// An entry with its counts and contexts as comments.
fn entry(found: &Found, registry: &Registry, ids: &mut Vec<String>) -> String {
    let name = found.name.as_str();
    let plural = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let mut out = format!("# {} in {}\n", plural(found.mentions, "mention"), plural(found.articles, "article"));
    for (other, count) in found.spellings.iter().filter(|(other, _)| *other != name) {
        let _ = writeln!(out, "# also written {} ({count})", one_line(other));
    }
    for context in &found.contexts {
        let _ = writeln!(out, "# {}", one_line(context));
    }
    let base = id_of_name(name);
    let free = (2..).map(|count| format!("{base}-{count}"));
    let is_free = |id: &String| !ids.contains(id) && registry.lookup(id) == Lookup::Missing;
    let id = std::iter::once(base.clone()).chain(free).find(is_free).unwrap_or_default();
    ids.push(id.clone());
    out + &merge::new_entry(&id, found.kind.unwrap_or(Kind::Person), name)
}

/// A text for a comment: one line, without control characters.
fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
