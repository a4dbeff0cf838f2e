//! `copydesk actors import` and `export`.

use super::super::{Outcome, print, report_error, say, tell, write_or_print};
use super::look::Where;
use crate::actors::export::{knowledge_item, popolo, table};
use crate::actors::import::{self, DateOrder, Defect, Format, Settings};
use crate::actors::merge::{Elsewhere, Merged, Source, merge_into};
use crate::actors::{Actor, NameClass, PartialDate, Registry, RegistryFile};
use crate::cli::terminal::language;
use crate::cli::values::one_of_explained;
use crate::counted;
use crate::error::{Error, Result};
use crate::language::Language;
use crate::message;
use crate::message::Message;
use crate::report::{visible, visible_at_start};
use crate::text::isolate_quotations;
use crate::workspace::{self, Buffers, Overrides, ReadAs};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(clap::Args)]
pub(super) struct Import {
    /// The format of the files; not needed for tables (.csv, .tsv, .xlsx, .ods, .xls).
    #[arg(long, value_name = "FORMAT", value_parser = one_of_explained(&Format::ALL, Format::name, Format::meaning))]
    from: Option<Format>,
    /// The files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Add the entries to this registry file; its own entries are kept.
    #[arg(long, value_name = "REGISTRY", conflicts_with = "output")]
    into: Option<PathBuf>,
    /// Write a new registry file; by default, the entries are printed.
    #[arg(short, long, value_name = "REGISTRY")]
    output: Option<PathBuf>,
    /// If the file of --output exists, add the entries to it.
    #[arg(long, requires = "output")]
    merge: bool,
    /// Map the fields to the columns of a table: id=code,name.en=title,kind='place',same-as=gn:{code}.
    #[arg(long, value_name = "FIELD=COLUMN,…", value_delimiter = ',')]
    columns: Vec<String>,
    /// The order of day and month in dates such as 05/03/2019; by default, a day over 12 decides for its column.
    #[arg(long, value_name = "ORDER", value_parser = one_of_explained(&DateOrder::ALL, DateOrder::name, DateOrder::meaning))]
    dates: Option<DateOrder>,
    /// List what would be added and changed, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Import only names in these languages, such as ar,en.
    #[arg(long, value_name = "TAG,…", value_delimiter = ',')]
    languages: Vec<String>,
}

pub(super) fn import(options: &Import) -> Result<Outcome> {
    let settings = settings(options)?;
    let target = options.into.as_deref().or(options.output.as_deref());
    if let Some(target) = target.filter(|target| workspace::is_built(target)) {
        let what = message!("entries cannot be imported into a built registry");
        return Err(Error::new(
            target.display().to_string(),
            what,
            message!("name a .toml file and run `copydesk actors build`"),
        ));
    }
    let exists = target.is_some_and(workspace::exists);
    if exists && options.into.is_none() && !options.merge {
        let remedy = message!("use --into or --merge to add the entries to it");
        return Err(Error::new(name(target), message!("the file already exists"), remedy));
    }
    let before = target.filter(|_| exists).map(|path| workspace::read(path, ReadAs::Registry)).transpose()?;
    let read = |path: &PathBuf| -> Result<Source> {
        if !workspace::exists(path) {
            let remedy = message!("check the path");
            return Err(Error::new(name(Some(path)), message!("no such file or folder"), remedy));
        }
        let imported =
            import::import(format_of(path, options.from)?, &workspace::read_bytes(path, ReadAs::Import)?, &settings);
        Ok(Source { path: path.display().to_string(), imported })
    };
    let mut failed = false;
    let mut sources = Vec::new();
    for path in &options.files {
        match read(path) {
            Ok(source) => sources.push(source),
            Err(error) => {
                report_error(&error);
                failed = true;
            }
        }
    }
    if sources.is_empty() {
        return Ok(Outcome::Failed);
    }
    sources.iter().for_each(say_columns);
    let elsewhere = elsewhere(target);
    let merged = merge_into(before.as_deref().unwrap_or(""), &sources, &elsewhere).map_err(|what| {
        let remedy = message!("fix its errors first: `copydesk lint {path}`", path = name(target));
        Error::new(name(target), what, remedy)
    })?;
    let problems = report_defects(&sources, &merged);
    match (target, &before) {
        _ if options.dry_run => _ = print(&planned(&merged)),
        (None, _) => _ = print(&merged.text),
        (Some(path), Some(before)) if *before != merged.text => workspace::replace(path, before, &merged.text)?,
        (Some(_), Some(_)) => {}
        (Some(path), None) => workspace::write(path, merged.text.as_bytes())?,
    }
    summary(&sources, &merged, problems);
    if options.dry_run {
        tell(&message!("nothing is written (--dry-run)"));
    }
    Ok(match (failed, problems) {
        (true, _) => Outcome::Failed,
        (false, 0) => Outcome::Clean,
        (false, _) => Outcome::Found,
    })
}

/// The format that is asked for, or that the name of a file states.
fn format_of(path: &Path, from: Option<Format>) -> Result<Format> {
    let extension = path.extension().map(|extension| extension.to_string_lossy().into_owned()).unwrap_or_default();
    from.or_else(|| Format::of_extension(&extension)).ok_or_else(|| {
        if ["doc", "docx", "odt", "rtf", "pdf", "pages"].contains(&extension.to_ascii_lowercase().as_str()) {
            let remedy = message!("save the table of people as .xlsx, .ods or .csv");
            return Error::new(path.display().to_string(), message!("it is a document, not a table"), remedy);
        }
        let formats: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
        let remedy = message!("say it with --from: {formats}", formats = formats.join(", "));
        Error::new(path.display().to_string(), message!("the name does not say which format it has"), remedy)
    })
}

/// The entries of the project that are not in the file that is written.
fn elsewhere(target: Option<&Path>) -> Elsewhere {
    let project = workspace::open(Path::new("."), &Overrides::default(), &Buffers::new());
    let registry = &project.context.registry;
    let is_target = |file: usize| {
        let path = registry.files.get(file).map(|file| Path::new(&file.path).to_owned());
        path.zip(target).is_some_and(|(path, target)| workspace::is_one_file(&path, target))
    };
    Elsewhere::new(registry.iter().filter(|actor| !actor.file.is_some_and(is_target)))
}

/// Says how the columns of a table were read.
fn say_columns(source: &Source) {
    let columns = &source.imported.columns;
    if columns.is_empty() {
        return;
    }
    let mut out = format!("{}: {}", visible_at_start(&source.path), message!("columns").in_language(language()));
    for column in columns {
        let read = match &column.field {
            None => message!("ignored"),
            Some(field) => Message::verbatim(field),
        };
        let note = &column.note;
        let read = if note.is_empty() { read } else { message!("{read}, {note}", read, note) };
        let read = message!("`{header}` → {read}", header = column.header, read);
        let _ = write!(out, "\n  {}", isolate_quotations(&visible(&read.in_language(language()))));
    }
    say(&out);
}

/// What an import would add and change, one entry per line.
fn planned(merged: &Merged) -> String {
    let mut out = String::new();
    for actor in &merged.added {
        let names: Vec<&str> =
            (actor.names.iter()).filter(|name| name.class == NameClass::House).map(|name| name.text.as_str()).collect();
        let roles = actor.roles.iter().map(|role| {
            let date = |date: Option<PartialDate>| date.map_or_else(String::new, |date| date.to_string());
            let title = role.titles.first().map_or("", |title| title.text.as_str());
            let org = role.org.as_deref().unwrap_or_default();
            let days = if role.from.is_some() || role.to.is_some() {
                format!("{} – {}", date(role.from), date(role.to))
            } else {
                String::new()
            };
            [title, org, days.trim()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        });
        let facts: Vec<String> = std::iter::once(names.join(" · ")).chain(roles).collect();
        let line = format!("new {} ({}): {}", actor.id, actor.kind.name(), facts.join("; "));
        let _ = writeln!(out, "{}", visible(&line));
    }
    for id in &merged.changed {
        let _ = writeln!(out, "changed {}", visible(id));
    }
    out
}

fn name(path: Option<&Path>) -> String {
    path.map(|path| path.display().to_string()).unwrap_or_default()
}

fn settings(options: &Import) -> Result<Settings> {
    let mut settings = Settings { dates: options.dates, ..Settings::default() };
    for column in &options.columns {
        let (field, from) = column.split_once('=').ok_or_else(|| {
            Error::new(
                "--columns",
                message!("`{column}` is not a mapping of a column", column),
                message!("write FIELD=COLUMN, such as name.en=title"),
            )
        })?;
        settings.columns.push((field.trim().to_owned(), from.trim().to_owned()));
    }
    for tag in &options.languages {
        settings.languages.push(Language::from_tag(tag).ok_or_else(|| {
            let known: Vec<&str> = Language::ALL.iter().map(|language| language.tag()).collect();
            Error::new(
                "--languages",
                message!("unsupported language `{tag}`", tag),
                message!("use {known}", known = known.join(", ")),
            )
        })?);
    }
    Ok(settings)
}

/// Reports problems and notes by file and line. Returns the number of problems.
fn report_defects(sources: &[Source], merged: &Merged) -> usize {
    let mut out = String::new();
    let mut problems = 0;
    for (number, source) in sources.iter().enumerate() {
        let notes = merged.notes.iter().filter(|(file, _)| *file == number).map(|(_, note)| (message!("note"), note));
        let defects = source.imported.defects.iter().map(|defect| (message!("warning"), defect));
        problems += source.imported.defects.len();
        let mut all: Vec<(Message, &Defect)> = defects.chain(notes).collect();
        all.sort_by_key(|(_, defect)| defect.line);
        for (level, Defect { line, what, done, .. }) in all {
            let said = message!("{what}; {done}", what, done);
            let said = isolate_quotations(&visible(&said.in_language(language())));
            let _ =
                writeln!(out, "{}:{line}: {}: {said}", visible_at_start(&source.path), level.in_language(language()));
        }
    }
    if !out.is_empty() {
        say(out.trim_end_matches('\n'));
    }
    problems
}

fn summary(sources: &[Source], merged: &Merged, problems: usize) {
    let read: usize = sources.iter().map(|source| source.imported.read).sum();
    let left_out: usize =
        sources.iter().flat_map(|source| &source.imported.defects).map(|defect| defect.left_out).sum();
    let roles: usize =
        sources.iter().flat_map(|source| &source.imported.entries).map(|entry| entry.actor.roles.len()).sum();
    let Merged { new, extended: merged, known, .. } = merged;
    let summary = message!(
        "read {entries} with {roles}: {new} imported, {merged} merged, {known} already known, {left_out} skipped; {problems}",
        entries = counted!(read, "{count} entry", "{count} entries"),
        roles = counted!(roles, "{count} role", "{count} roles"),
        new,
        merged,
        known,
        left_out,
        problems = counted!(problems, "{count} problem", "{count} problems"),
    );
    tell(&summary);
}

#[derive(clap::Args)]
pub(super) struct Template {
    /// The language of the names of the columns, ar or en.
    #[arg(long, value_name = "TAG", default_value = "en")]
    lang: String,
}

/// Prints a table to fill in. It begins with a byte order mark, without which Excel does not read Arabic.
pub(super) fn template(options: &Template) -> Result<Outcome> {
    let language =
        Language::from_tag(&options.lang).filter(|language| TEMPLATES.contains(language)).ok_or_else(|| {
            Error::new("--lang", message!("unsupported language `{tag}`", tag = options.lang), message!("use ar or en"))
        })?;
    print(&format!("\u{FEFF}{}", import::template(language)));
    Ok(Outcome::Clean)
}

/// The languages that tables to fill in are written in.
const TEMPLATES: [Language; 2] = [Language::Arabic, Language::English];

#[derive(clap::Args)]
pub(super) struct Export {
    /// The format to write.
    #[arg(long, value_enum, value_name = "FORMAT")]
    to: To,
    /// The file to write; by default, standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    place: Where,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum To {
    /// Popolo JSON.
    Popolo,
    /// A NewsML-G2 knowledge item.
    NewsmlG2,
    /// A CSV table.
    Csv,
}

pub(super) fn export(options: &Export) -> Result<Outcome> {
    let opened = options.place.open()?;
    let registry: &Registry = &opened.registry;
    // Every copydesk has the built-in places.
    let actors: Vec<&Actor> = registry.iter().filter(|actor| actor.file.is_some()).collect();
    let text = match options.to {
        To::Popolo => popolo(&actors),
        To::NewsmlG2 => knowledge_item(&actors, "urn:copydesk:actors"),
        To::Csv => table(&actors),
    };
    if let Some(target) = &options.output {
        let is_read = |file: &&Arc<RegistryFile>| workspace::is_one_file(Path::new(&file.path), target);
        if registry.files.iter().any(|file| is_read(&file)) {
            let what = message!("it is a file of the registry and would be overwritten");
            return Err(Error::new(name(Some(target)), what, message!("name another file for the output")));
        }
    }
    write_or_print(&text, options.output.as_deref())?;
    if actors.is_empty() {
        tell(&message!("the registry is empty; `copydesk actors template` prints a table to fill in"));
    }
    Ok(opened.outcome())
}
