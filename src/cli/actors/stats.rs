//! `copydesk actors stats`: the size of the registry, and names that can match by mistake.

use super::super::archive::{FieldArgs, Story};
use super::super::stories::Stories;
use super::super::{Outcome, print, tell};
use super::look::Where;
use crate::actors::{self, Certainty, Kind, NameClass, Registry};
use crate::error::Result;
use crate::language::Language;
use crate::message;
use crate::report::{visible, visible_at_start};
use crate::text::begins_right_to_left;
use crate::workspace::Overrides;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Arc;

/// How many labels are listed for each kind of risk.
const NAMED: usize = 10;

/// The minimum number of occurrences to judge a label by its context.
const PLACES: usize = 3;

#[derive(clap::Args)]
pub(super) struct Options {
    /// Articles, folders or archives (.csv, .tsv, .json, .jsonl): count how often names occur, and list those that are mostly ordinary words there.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Include the built-in places.
    #[arg(long)]
    builtin: bool,
    #[command(flatten)]
    archive: FieldArgs,
    #[command(flatten)]
    place: Where,
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let opened = options.place.open()?;
    let registry = &opened.registry;
    let entries: Vec<_> = registry.iter().filter(|actor| options.builtin || actor.file.is_some()).collect();
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut languages: BTreeMap<Language, usize> = BTreeMap::new();
    let mut labels: HashMap<&str, Vec<&str>> = HashMap::new();
    let (mut names, mut roles, mut undated, mut untitled) = (0, 0, 0, 0);
    let (mut short, mut common): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for entry in &entries {
        *kinds.entry(entry.kind).or_default() += 1;
        for name in &entry.names {
            names += 1;
            *languages.entry(name.language).or_default() += 1;
            let with = labels.entry(&name.text).or_default();
            if !with.contains(&entry.id.as_str()) {
                with.push(&entry.id);
            }
            if matches!(name.class, NameClass::Weak | NameClass::Metonym) {
                continue;
            }
            if name.text.chars().filter(|c| c.is_alphanumeric()).count() <= 2 {
                short.push(&name.text);
            } else if actors::is_common_word(&name.text) {
                common.push(&name.text);
            }
        }
        for role in &entry.roles {
            roles += 1;
            undated += usize::from(role.from.is_none() && role.to.is_none());
            untitled += usize::from(role.titles.is_empty());
        }
    }
    let mut out = String::new();
    let by = |counts: Vec<String>| if counts.is_empty() { String::new() } else { format!(" ({})", counts.join(", ")) };
    let kinds = kinds.iter().map(|(kind, count)| format!("{count} {}", plural(*kind, *count))).collect();
    let _ = writeln!(out, "entries        {}{}", entries.len(), by(kinds));
    let languages = languages.iter().map(|(language, count)| format!("{count} {}", language.tag())).collect();
    let _ = writeln!(out, "names          {names}{}", by(languages));
    let _ = writeln!(out, "roles          {roles} ({undated} without dates, {untitled} without a title)");
    let mut shared: Vec<(&str, Vec<&str>)> = labels.into_iter().filter(|(_, with)| with.len() > 1).collect();
    shared.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(b.0)));
    let _ = writeln!(out, "shared names   {}", shared.len());
    for (label, with) in shared.iter().take(NAMED) {
        let more = if with.len() > 3 { format!(" and {} more", with.len() - 3) } else { String::new() };
        let _ = writeln!(out, "  {}: {}{more}", one_way(label), visible(&with[..with.len().min(3)].join(", ")));
    }
    dangerous(&mut out, "short labels", "of one or two letters", short);
    dangerous(&mut out, "common words", "also words of the language", common);
    let mut unread = false;
    if !options.paths.is_empty() {
        unread = !doubtful(&mut out, registry, options);
    }
    print(&out);
    if entries.is_empty() {
        tell(&message!("the registry is empty; `copydesk actors import` reads a table of people"));
    }
    Ok(if unread { Outcome::Failed } else { opened.outcome() })
}

/// Prints how the labels of a registry occur in articles. Returns whether all articles could be read.
fn doubtful(out: &mut String, registry: &Arc<Registry>, options: &Options) -> bool {
    let mut labels: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut met = 0;
    let overrides = Overrides::default();
    let stories = Stories {
        paths: &options.paths,
        overrides: &overrides,
        fields: &options.archive.fields,
        registry: Some(registry),
    };
    let work = |story: &Story<'_>| -> Vec<(String, bool)> {
        let names = story.analysis.names.iter().filter_map(|name| {
            let (actor, at) = name.matched.candidates.first()?;
            let label = registry.actor(*actor).names.get(*at)?;
            Some((label.text.clone(), !name.linked && name.certainty == Certainty::Unsure))
        });
        names.collect()
    };
    let read = stories.each(work, |found| {
        for (label, doubt) in found {
            let (places, doubts) = labels.entry(label).or_default();
            (*places, *doubts) = (*places + 1, *doubts + usize::from(doubt));
            met += usize::from(!doubt);
        }
        true
    });
    let articles = read.articles;
    let _ = writeln!(out, "articles       {articles}, {met} names in them");
    let mut doubtful: Vec<(&String, usize, usize)> = (labels.iter())
        .filter(|(_, (places, doubts))| *places >= PLACES && doubts * 2 > *places)
        .map(|(label, (places, doubts))| (label, *places, *doubts))
        .collect();
    doubtful.sort_by(|a, b| b.2.cmp(&a.2).then(a.0.cmp(b.0)));
    let advice = if doubtful.is_empty() { "" } else { ", mostly not used as names; list them under `weak`" };
    let _ = writeln!(out, "doubtful       {}{advice}", doubtful.len());
    for (label, places, doubts) in doubtful.iter().take(NAMED) {
        let _ = writeln!(out, "  {}: {doubts} of {places} places", visible_at_start(label));
    }
    !read.has_failed
}

/// A name that does not turn the line round.
fn one_way(name: &str) -> String {
    let name = visible_at_start(name);
    if begins_right_to_left(&name) { format!("\u{2068}{name}\u{2069}") } else { name.into_owned() }
}

fn plural(kind: Kind, count: usize) -> String {
    match (kind, count) {
        (kind, 1) => kind.name().to_owned(),
        (Kind::Person, _) => "people".to_owned(),
        (kind, _) => format!("{}s", kind.name()),
    }
}

fn dangerous(out: &mut String, title: &str, what: &str, mut labels: Vec<&str>) {
    labels.sort_unstable();
    labels.dedup();
    let _ = writeln!(
        out,
        "{title:14} {}{}",
        labels.len(),
        if labels.is_empty() { String::new() } else { format!(", {what}; list them under `weak`") }
    );
    if !labels.is_empty() {
        let more = if labels.len() > NAMED { " …" } else { "" };
        let _ = writeln!(
            out,
            "  {}{more}",
            visible_at_start(&labels.iter().take(NAMED).copied().collect::<Vec<_>>().join(" · "))
        );
    }
}
