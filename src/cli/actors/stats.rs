//! `copydesk actors stats`: what the registry holds, and which of its labels are dangerous.

use super::super::{Outcome, print};
use super::look::Where;
use crate::actors::{self, Kind, NameClass};
use crate::error::Result;
use crate::export::kind_name;
use crate::language::Language;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

/// How many labels of a sort are named.
const NAMED: usize = 10;

#[derive(clap::Args)]
pub(super) struct Options {
    /// Count the built-in places too.
    #[arg(long)]
    builtin: bool,
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
        let _ = writeln!(out, "  {label}: {}{more}", with[..with.len().min(3)].join(", "));
    }
    dangerous(&mut out, "short labels", "of one or two letters", short);
    dangerous(&mut out, "common words", "also words of the language", common);
    print(&out);
    Ok(opened.outcome())
}

fn plural(kind: Kind, count: usize) -> String {
    match (kind, count) {
        (kind, 1) => kind_name(kind).to_owned(),
        (Kind::Person, _) => "people".to_owned(),
        (kind, _) => format!("{}s", kind_name(kind)),
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
        let _ = writeln!(out, "  {}{more}", labels.iter().take(NAMED).copied().collect::<Vec<_>>().join(" · "));
    }
}
