//! `copydesk actors show` and `search`.

use super::super::{Outcome, print, report_error, shown};
use crate::actors::{Actor, ActorIndex, Gender, Kind, Lookup, NameClass, PartialDate, Registry, Role};
use crate::error::{Error, Result};
use crate::language::Language;
use crate::message;
use crate::report::{visible, visible_at_start};
use crate::workspace::{self, Buffers, Overrides, ReadAs};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Options that choose the registry.
#[derive(clap::Args)]
pub(super) struct Where {
    /// Use this registry file, text or built, not the configured ones (repeatable).
    #[arg(long, value_name = "FILE")]
    registry: Vec<PathBuf>,
    /// Use this configuration, not the nearest copydesk.toml above the working folder.
    #[arg(long, value_name = "FILE", conflicts_with = "registry")]
    config: Option<PathBuf>,
}

/// An open registry.
pub(super) struct Opened {
    pub(super) registry: Arc<Registry>,
    failed: bool,
}

impl Opened {
    pub(super) fn outcome(&self) -> Outcome {
        if self.failed { Outcome::Failed } else { Outcome::Clean }
    }
}

impl Where {
    /// Opens the registry, and reports what could not be read.
    pub(super) fn open(&self) -> Result<Opened> {
        self.config.iter().chain(&self.registry).try_for_each(|path| workspace::check_file(path))?;
        let (registry, errors, warnings) = if self.registry.is_empty() {
            let overrides = Overrides { config: self.config.clone(), ..Overrides::default() };
            let project = workspace::open(Path::new("."), &overrides, &Buffers::new());
            (project.context.registry.clone(), project.errors, project.warnings)
        } else {
            workspace::open_registry(&self.registry)
        };
        errors.iter().chain(&warnings).for_each(report_error);
        Ok(Opened { registry, failed: !errors.is_empty() })
    }
}

#[derive(clap::Args)]
pub(super) struct Show {
    /// The id of the entry; a former or external id works too.
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    #[command(flatten)]
    place: Where,
}

pub(super) fn show(options: &Show) -> Result<Outcome> {
    let opened = options.place.open()?;
    let registry = &opened.registry;
    let mut out = String::new();
    let mut missing = false;
    for id in &options.ids {
        match registry.lookup(id) {
            Lookup::Found(actor) | Lookup::Merged(actor) => {
                if !out.is_empty() {
                    out.push('\n');
                }
                card(&mut out, registry, actor);
            }
            Lookup::Missing => {
                missing = true;
                let near = registry.near_ids(id);
                let remedy = if near.is_empty() {
                    message!("run `copydesk actors search {id}`", id)
                } else {
                    message!("did you mean `{near}`?", near = near.join("`, `"))
                };
                report_error(&Error::new(id, message!("no entry has this id"), remedy));
            }
        }
    }
    print(&out);
    Ok(if missing { Outcome::Failed } else { opened.outcome() })
}

/// An entry as plain text.
fn card(out: &mut String, registry: &Registry, actor: ActorIndex) {
    let entry = registry.actor(actor);
    let _ = write!(out, "{} · {}", visible_at_start(&entry.id), entry.kind.name());
    if let Some(gender) = entry.gender {
        out.push_str(if gender == Gender::Feminine { ", f" } else { ", m" });
    }
    if let Some(life) = life(entry) {
        let _ = write!(out, " · {life}");
    }
    out.push('\n');
    let classes = [
        (NameClass::House, "name"),
        (NameClass::Also, "also"),
        (NameClass::Short, "short"),
        (NameClass::Wrong, "wrong"),
        (NameClass::Weak, "weak"),
        (NameClass::Metonym, "metonym"),
    ];
    for (class, key) in classes {
        for name in entry.names.iter().filter(|name| name.class == class) {
            let text = visible(&name.text);
            let dates = if name.from.is_some() || name.to.is_some() {
                format!(" ({})", period(name.from, name.to))
            } else {
                String::new()
            };
            let _ = writeln!(out, "  {key:8} {:3} {text}{dates}", name.language.tag());
        }
    }
    for role in &entry.roles {
        let _ = writeln!(out, "  {:8} {}", "role", visible(&describe(role, entry)));
    }
    for (language, text) in &entry.descriptions {
        let _ = writeln!(out, "  {:8} {:3} {}", "about", language.tag(), visible(text));
    }
    for (key, values) in [("same as", &entry.same_as), ("formerly", &entry.merged_from)] {
        if !values.is_empty() {
            let _ = writeln!(out, "  {key:8} {}", visible(&values.join(", ")));
        }
    }
    for (key, value) in [("parent", &entry.parent), ("note", &entry.note)] {
        if let Some(value) = value {
            let _ = writeln!(out, "  {key:8} {}", visible(value));
        }
    }
    let _ = writeln!(out, "  {:8} {}", "source", visible(&source(registry, entry)));
}

fn describe(role: &Role, entry: &Actor) -> String {
    let mut titles: Vec<&str> = Vec::new();
    for title in &role.titles {
        let fits = title.gender.is_none() || entry.gender.is_none() || title.gender == entry.gender;
        if fits && !titles.contains(&title.text.as_str()) {
            titles.push(&title.text);
        }
    }
    let org = role.org.as_ref().map(|org| if titles.is_empty() { org.clone() } else { format!(", {org}") });
    let exclusive = if role.exclusive { ", one holder at a time" } else { "" };
    let source = role.source.as_ref().map(|source| format!(" [{source}]")).unwrap_or_default();
    format!("{}{} ({}){exclusive}{source}", titles.join(" · "), org.unwrap_or_default(), period(role.from, role.to))
}

fn period(from: Option<PartialDate>, to: Option<PartialDate>) -> String {
    let point = |date: Option<PartialDate>| date.map_or_else(|| "…".to_owned(), partial);
    format!("{} – {}", point(from), point(to))
}

fn partial(date: PartialDate) -> String {
    match (date.month, date.day) {
        (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", date.year),
        (Some(month), None) => format!("{:04}-{month:02}", date.year),
        _ => format!("{:04}", date.year),
    }
}

fn life(entry: &Actor) -> Option<String> {
    let (begun, ended) = match entry.kind {
        Kind::Person => ("born", "died"),
        Kind::Organisation | Kind::Group => ("founded", "dissolved"),
        Kind::Place => ("since", "until"),
        Kind::Event => ("on", "until"),
    };
    match (entry.begins, entry.ends) {
        (None, None) => None,
        (Some(begins), None) => Some(format!("{begun} {}", partial(begins))),
        (None, Some(ends)) => Some(format!("{ended} {}", partial(ends))),
        (begins, ends) => Some(period(begins, ends)),
    }
}

/// The file and line of an entry. A built registry does not contain the text of its sources: the line is counted in the
/// source file, if it exists.
fn source(registry: &Registry, entry: &Actor) -> String {
    let Some(file) = entry.file.and_then(|file| registry.files.get(file)) else { return "built in".to_owned() };
    let read = if file.is_built { workspace::read(Path::new(&file.path), ReadAs::Registry).ok() } else { None };
    let text = read.as_deref().unwrap_or(&file.text);
    let at = entry.id_range.start as usize;
    let holds = entry.id_range.slice(text) == entry.id;
    if !holds || at > text.len() {
        return shown(Path::new(&file.path));
    }
    let line = memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count() + 1;
    format!("{}:{line}", shown(Path::new(&file.path)))
}

#[derive(clap::Args)]
pub(super) struct Search {
    /// The beginning of a name, of a word in a name, or of an id, in either script.
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    /// Print at most this many entries.
    #[arg(long, value_name = "N", default_value = "20")]
    limit: usize,
    #[command(flatten)]
    place: Where,
}

pub(super) fn search(options: &Search) -> Result<Outcome> {
    let opened = options.place.open()?;
    let registry = &opened.registry;
    let text = options.text.join(" ");
    let language = Language::of_script(&text).unwrap_or(Language::English);
    let mut found: Vec<ActorIndex> = Vec::new();
    // Several names of one entry can match.
    for (actor, _) in registry.complete(&text, language, options.limit.saturating_mul(4).max(4)) {
        if !found.contains(&actor) {
            found.push(actor);
        }
    }
    for actor in registry.ids_with(&text, options.limit, &|_| true) {
        if !found.contains(&actor) {
            found.push(actor);
        }
    }
    found.truncate(options.limit);
    let mut out = String::new();
    for actor in &found {
        let entry = registry.actor(*actor);
        let mut names: Vec<&str> = Vec::new();
        for language in [Language::English, Language::Arabic] {
            names.extend(entry.house_name(language).filter(|name| !names.contains(name)));
        }
        if names.is_empty() {
            names.extend(entry.names.first().map(|name| name.text.as_str()));
        }
        let (id, names, source) = (&entry.id, names.join(" · "), source(registry, entry));
        let (id, names, source) = (visible_at_start(id), visible(&names), visible(&source));
        let _ = writeln!(out, "{id}\t{}\t{names}\t{source}", entry.kind.name());
    }
    print(&out);
    if found.is_empty() {
        report_error(&Error::new(
            &text,
            message!("no actor matches"),
            message!("search for the beginning of a name or an id"),
        ));
        return Ok(if matches!(opened.outcome(), Outcome::Failed) { Outcome::Failed } else { Outcome::Found });
    }
    Ok(opened.outcome())
}
