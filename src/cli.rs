//! The command line. Findings go to standard output, everything else to standard error.

mod actors;
mod annotate;
mod completions;
mod explain;
mod export;
mod fmt;
mod init;
mod lint;
mod output;
mod schema;
mod stream;
mod timeline;

use crate::config::{Level, near_miss, parse_level};
use crate::dates::Date;
use crate::error::{Error, Result};
use crate::language::Language;
use crate::rules;
use crate::workspace::{self, Insist, LARGEST_ARTICLE};
use clap::{Args, Parser, Subcommand};
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

/// A copy desk for news articles: actors, titles and dates, in Arabic and English.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// When to colour the output.
    #[arg(long, global = true, value_enum, default_value = "auto")]
    color: Color,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
enum Command {
    /// Check articles, registries and the configuration.
    Lint(Box<lint::Options>),
    /// Link certain names and mark dates: plain text or Markdown in, News Markdown out.
    Annotate(annotate::Options),
    /// Print the analysis of articles as data.
    Export(export::Options),
    /// Write the links of articles in one form, and their cast lists in order.
    Fmt(fmt::Options),
    /// Print the dates of articles in order.
    Timeline(timeline::Options),
    /// Work on the registry: import, export, look things up, build one file of it.
    Actors(actors::Options),
    /// Explain a rule, or list them all.
    Explain(explain::Options),
    /// Print a JSON Schema: of copydesk.toml for editors, of a registry file, of what programs read.
    Schema(schema::Options),
    /// Begin a newsroom: copydesk.toml, actors.toml and an example article.
    Init(init::Options),
    /// Print what a shell completes: `source <(copydesk completions bash)`.
    Completions(completions::Completions),
    /// Write the manual pages.
    Man(completions::Man),
    /// Run the language server on standard input and output.
    Lsp {
        /// Accepted because editors pass it; standard input and output are the only channel.
        #[arg(long)]
        stdio: bool,
    },
}

/// Options that work with every command.
#[derive(Args, Default)]
struct Common {
    /// The configuration to use, in place of the copydesk.toml found upward from each article.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A registry file, beside the configured ones (repeatable).
    #[arg(long, value_name = "FILE")]
    registry: Vec<PathBuf>,
    /// The language of all articles, as a BCP 47 tag.
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
    /// The reference date of all articles, as 2017-09-18.
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Today, as 2017-09-18, for rules that ask; the clock is never read.
    #[arg(long, value_name = "DATE")]
    today: Option<String>,
    /// The level of a rule: weekday-mismatch=warning (repeatable).
    #[arg(long, value_name = "RULE=LEVEL")]
    level: Vec<String>,
}

impl Common {
    fn insist(&self) -> Result<Insist> {
        let language = self.lang.as_deref().map(|tag| {
            Language::from_tag(tag).ok_or_else(|| {
                let known: Vec<&str> = Language::ALL.iter().map(|language| language.tag()).collect();
                Error::new("--lang", format!("`{tag}` is no language of copydesk"), format!("use {}", known.join(", ")))
            })
        });
        let day = |option: &'static str, text: &str| {
            let bad = |_| Error::new(option, format!("`{text}` is no day"), "write it as 2017-09-18");
            text.parse::<Date>().map_err(bad)
        };
        self.config.iter().chain(&self.registry).try_for_each(|path| workspace::check_file(path))?;
        Ok(Insist {
            config: self.config.clone(),
            registries: self.registry.clone(),
            language: language.transpose()?,
            today: self.today.as_deref().map(|text| day("--today", text)).transpose()?,
            date: self.date.as_deref().map(|text| day("--date", text)).transpose()?,
            levels: self.level.iter().map(|text| level(text)).collect::<Result<_>>()?,
            quiet: &[],
        })
    }
}

fn level(text: &str) -> Result<(String, Level)> {
    let (code, name) = text.split_once('=').unwrap_or((text, ""));
    known_rule("--level", code)?;
    let level = parse_level(name).ok_or_else(|| {
        Error::new("--level", format!("`{name}` is no level"), "write error, warning, info, hint or off")
    })?;
    Ok((code.to_owned(), level))
}

/// Sets how many threads work; it is asked once a process.
fn jobs(wanted: Option<usize>) -> Result<()> {
    let Some(jobs) = wanted else { return Ok(()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.max(1)).build_global();
    pool.map_err(|error| Error::new("--jobs", error.to_string(), "leave it out"))
}

/// An error, with a near miss, for a code that no rule has.
fn known_rule(place: &str, code: &str) -> Result<&'static crate::rule::Rule> {
    rules::find(code).ok_or_else(|| {
        let near = near_miss(code, rules::RULES.iter().map(|rule| rule.code));
        let remedy =
            near.map_or_else(|| "`copydesk explain` lists them".to_owned(), |near| format!("did you mean `{near}`?"));
        Error::new(place, format!("there is no rule `{code}`"), remedy)
    })
}

/// What a command that did its work found.
enum Outcome {
    Clean,
    Found,
    /// Some of the work could not be done; each failure has been said.
    Failed,
}

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let choice = match arguments.color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
    let done = match arguments.command {
        Command::Lint(options) => lint::run(&options),
        Command::Annotate(options) => annotate::run(&options),
        Command::Export(options) => export::run(&options),
        Command::Fmt(options) => fmt::run(&options),
        Command::Timeline(options) => timeline::run(&options),
        Command::Actors(options) => actors::run(&options),
        Command::Explain(options) => explain::run(&options),
        Command::Schema(options) => Ok(schema::run(&options)),
        Command::Init(options) => init::run(&options),
        Command::Completions(options) => Ok(completions::completions(&options)),
        Command::Man(options) => completions::man(&options),
        Command::Lsp { stdio: _ } => return crate::server::run(),
    };
    match done {
        Ok(_) if UNWRITTEN.load(Ordering::Relaxed) => ExitCode::from(2),
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Err(error) => {
            complain(&error);
            ExitCode::from(2)
        }
    }
}

/// The article that comes by standard input.
fn standard_input() -> Result<String> {
    const NAME: &str = "standard input";
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(LARGEST_ARTICLE + 1).read_to_end(&mut bytes);
    read.map_err(|error| Error::new(NAME, format!("cannot be read: {error}"), "name a file instead"))?;
    if bytes.len() as u64 > LARGEST_ARTICLE {
        let what = format!("it has more than {} MiB", LARGEST_ARTICLE >> 20);
        return Err(Error::new(NAME, what, "split it into articles; an archive of JSON lines is read with --jsonl"));
    }
    workspace::decode(bytes, NAME)
}

/// Says on standard error what could not be done.
fn complain(error: &Error) {
    let mut err = anstream::stderr().lock();
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(err, "copydesk: {error}");
}

/// Whether something could not be written to standard output, which has been said.
static UNWRITTEN: AtomicBool = AtomicBool::new(false);

/// Writes to standard output; the answer is whether anybody still reads. A reader that has seen enough closes the pipe,
/// which is no failure; a full disk is one.
fn print(text: &str) -> bool {
    let mut out = anstream::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    if let Err(error) = &written
        && error.kind() != std::io::ErrorKind::BrokenPipe
        && !UNWRITTEN.swap(true, Ordering::Relaxed)
    {
        complain(&Error::new("standard output", format!("cannot be written: {error}"), "check the disk"));
    }
    written.is_ok()
}
