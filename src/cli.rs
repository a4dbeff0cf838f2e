//! The command line. Findings go to standard output, everything else to standard error.
#![warn(missing_docs)]

mod actors;
mod annotate;
mod archive;
mod completions;
mod config;
mod convert;
mod count;
mod docs;
mod doctor;
mod examples;
mod explain;
mod export;
mod fmt;
mod help;
mod init;
mod json_lines;
mod lint;
mod output;
mod records;
mod schema;
mod stories;
mod stream;
mod terminal;
mod timeline;
mod values;
mod version;

use crate::config::near_miss;
use crate::dates::Date;
use crate::error::{Error, Result};
use crate::finding::Level;
use crate::language::Language;
use crate::message;
use crate::message::{Message, message_language};
use crate::parallel;
use crate::report::visible;
use crate::rule::{self, Group};
use crate::rules::{self, RULES};
use crate::workspace::{self, LARGEST_ARTICLE, Overrides};
use clap::error::{ContextKind, ContextValue};
use clap::{Args, CommandFactory, Parser, Subcommand};
pub use docs::command_line;
use std::ffi::OsString;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use terminal::{is_unwritten, print, print_coloured, report_error, say, tell};

/// A linter and language server for news articles: names, titles and dates, in Arabic and English.
#[derive(Parser)]
#[command(version, long_version = version::long(), max_term_width = 100, after_help = examples::PROGRAM)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

/// Options of the program, before or after the command.
#[derive(Args)]
struct Global {
    /// When to colour the output.
    #[arg(long, global = true, value_enum, default_value = "auto")]
    color: Color,
}

/// `copydesk lint` without the other commands, whose descriptions take longer to build than a short article to check.
#[derive(Parser)]
struct LintAlone {
    #[command(flatten)]
    options: lint::Options,
    #[command(flatten)]
    global: Global,
}

/// `copydesk lsp`, likewise.
#[derive(Parser)]
struct LspAlone {
    #[arg(long)]
    stdio: bool,
    #[command(flatten)]
    global: Global,
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
    #[command(after_help = examples::LINT)]
    Lint(Box<lint::Options>),
    /// Link certain names and mark dates: plain text or Markdown in, News Markdown out; XML and HTML stay what they are.
    #[command(after_help = examples::ANNOTATE)]
    Annotate(annotate::Options),
    /// Convert articles to another format: News Markdown, NITF, TEI, HTML, NewsML-G2, ninjs.
    #[command(after_help = examples::CONVERT)]
    Convert(convert::Options),
    /// Print the analysis of articles as data.
    #[command(after_help = examples::EXPORT)]
    Export(export::Options),
    /// Format articles: links in one form, sorted cast lists.
    #[command(after_help = examples::FMT)]
    Fmt(fmt::Options),
    /// Print the dates of articles as a timeline.
    #[command(after_help = examples::TIMELINE)]
    Timeline(timeline::Options),
    /// Count who is mentioned how often, when, and together with whom.
    #[command(after_help = examples::COUNT)]
    Count(Box<count::Options>),
    /// Work with the registry: import, export, search, build.
    Actors(actors::Options),
    /// Show the settings of a file, and where each comes from.
    #[command(subcommand)]
    Config(config::Options),
    /// Check the setup: the program, the configuration, the registry, the articles.
    Doctor(doctor::Options),
    /// Explain a rule, or list them all.
    Explain(explain::Options),
    /// Print the JSON Schema of a file or an output format.
    #[command(after_help = examples::SCHEMA)]
    Schema(schema::Options),
    /// Create a new project: copydesk.toml, actors.toml and an example article.
    #[command(after_help = examples::INIT)]
    Init(init::Options),
    /// Print shell completions: `source <(copydesk completions bash)`.
    #[command(after_help = examples::COMPLETIONS)]
    Completions(completions::Completions),
    /// Write the manual pages.
    #[command(after_help = examples::MAN)]
    Man(completions::Man),
    /// Print a generated page of the documentation.
    #[command(hide = true)]
    Docs(docs::Options),
    /// Run the language server on standard input and output.
    #[command(after_help = examples::LSP)]
    Lsp {
        /// Accepted because editors pass it; standard input and output are the only channel.
        #[arg(long)]
        stdio: bool,
    },
}

/// Options that work with every command.
#[derive(Args, Default)]
struct Common {
    /// Use this configuration, not the nearest copydesk.toml above each article.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Add a registry file to the configured ones (repeatable).
    #[arg(long, value_name = "FILE")]
    registry: Vec<PathBuf>,
    /// The language of all articles, as a BCP 47 tag, such as ar.
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
    /// The reference date of all articles, such as 2017-09-18.
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// The current date, such as 2017-09-18, for rules that need it; the system clock is never read.
    #[arg(long, value_name = "DATE")]
    today: Option<String>,
    /// Set the level of a rule, such as weekday-mismatch=warning (repeatable).
    #[arg(long, value_name = "RULE=LEVEL")]
    level: Vec<String>,
}

impl Common {
    fn overrides(&self) -> Result<Overrides> {
        let language = self.lang.as_deref().map(|tag| {
            Language::from_tag(tag).ok_or_else(|| {
                let known: Vec<&str> = Language::ALL.iter().map(|language| language.tag()).collect();
                Error::new(
                    "--lang",
                    message!("unsupported language `{tag}`", tag),
                    message!("use {known}", known = known.join(", ")),
                )
            })
        });
        let day = |option: &'static str, text: &str| {
            let bad =
                |_| Error::new(option, message!("invalid date `{text}`", text), message!("write it as 2017-09-18"));
            text.parse::<Date>().map_err(bad)
        };
        self.config.iter().chain(&self.registry).try_for_each(|path| workspace::check_file(path))?;
        Ok(Overrides {
            config: self.config.clone(),
            registries: self.registry.clone(),
            language: language.transpose()?,
            today: self.today.as_deref().map(|text| day("--today", text)).transpose()?,
            date: self.date.as_deref().map(|text| day("--date", text)).transpose()?,
            levels: self.level.iter().map(|text| level(text)).collect::<Result<_>>()?,
            is_batch: false,
        })
    }
}

fn level(text: &str) -> Result<(String, Level)> {
    let (code, name) = text.split_once('=').unwrap_or((text, ""));
    known_rule("--level", code)?;
    let level = Level::parse(name).ok_or_else(|| {
        Error::new(
            "--level",
            message!("unknown level `{name}`", name),
            message!("use error, warning, info, hint or off"),
        )
    })?;
    Ok((code.to_owned(), level))
}

/// The maximum number of threads. More are not faster, and each takes memory.
const MOST_JOBS: usize = 256;

/// Reports that the system allows no threads.
fn report_no_threads(error: &str) {
    let remedy = message!("continuing on one thread; allow more processes, or lower --jobs");
    report_error(&Error::new("--jobs", message!("cannot start threads: {error}", error), remedy));
}

/// An error for an unknown rule code, with the nearest one as a suggestion.
fn known_rule(place: &str, code: &str) -> Result<&'static rule::Rule> {
    rules::find(code).ok_or_else(|| {
        let names = RULES.iter().map(|rule| rule.code.as_str()).chain(Group::ALL.map(Group::name));
        let near = near_miss(code, names);
        let remedy = near.map_or_else(
            || message!("run `copydesk explain` for a list"),
            |near| message!("did you mean `{near}`?", near),
        );
        Error::new(place, message!("unknown rule `{code}`", code), remedy)
    })
}

/// The rules that a name, a group (`dates`) or a glob (`*-mismatch`) selects.
fn known_rules(place: &str, name: &str) -> Result<Vec<&'static rule::Rule>> {
    if let Some(group) = Group::ALL.into_iter().find(|group| group.name() == name) {
        return Ok(RULES.iter().copied().filter(|rule| rule.group == group).collect());
    }
    if !workspace::is_glob(name) {
        return known_rule(place, name).map(|rule| vec![rule]);
    }
    let bad = |what: Message| Error::new(place, what, message!("use a rule, a group, or a glob such as *-mismatch"));
    let glob = globset::Glob::new(name)
        .map_err(|error| bad(message!("invalid glob `{name}`: {why}", name, why = error.kind())))?;
    let glob = glob.compile_matcher();
    let found: Vec<_> = RULES.iter().copied().filter(|rule| glob.is_match(rule.code.as_str())).collect();
    if found.is_empty() { Err(bad(message!("no rule matches `{name}`", name))) } else { Ok(found) }
}

/// Writes a text to a file, or to standard output if none is named.
fn write_or_print(text: &str, output: Option<&Path>) -> Result<()> {
    if let Some(path) = output {
        return workspace::write(path, text.as_bytes());
    }
    print(text);
    Ok(())
}

/// A path as it is printed, without a leading `./`.
fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

/// Reports that no article was found, and what an article is.
fn report_nothing(paths: &[PathBuf], what: Message) {
    let remedy = archive::unconfigured(paths).or_else(|| unconfigured(paths)).unwrap_or_else(|| {
        message!(
            "articles are *.news.md, Markdown with `type: NewsArticle`, and the files of `articles` in copydesk.toml; \
             `copydesk init` sets up a folder"
        )
    });
    let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    report_error(&Error::new(paths.join(" "), what, remedy));
}

/// What to do about files of folders that look like articles, but are not known as such.
fn unconfigured(paths: &[PathBuf]) -> Option<Message> {
    let found: Vec<(String, usize)> =
        paths.iter().filter(|path| path.is_dir()).flat_map(|path| workspace::survey(path).articles).collect();
    let count: usize = found.iter().map(|(_, count)| count).sum();
    let globs: Vec<String> = found.iter().map(|(glob, _)| format!("\"{glob}\"")).collect();
    (count > 0).then(|| {
        message!(
            "{count} files look like articles: name them, or write `articles = [{globs}]` into copydesk.toml, as \
             `copydesk init` does",
            count,
            globs = globs.join(", ")
        )
    })
}

/// The outcome of a command.
enum Outcome {
    Clean,
    Found,
    /// Some of the work failed. Each failure has been reported.
    Failed,
}

/// The arguments, if the command is one that is parsed alone and they are valid. Help and errors need all commands.
fn parsed_alone(mut arguments: impl Iterator<Item = OsString>) -> Option<Arguments> {
    let (program, command) = (arguments.next()?, arguments.next()?);
    let rest = std::iter::once(program).chain(arguments);
    let (command, global) = match command.to_str()? {
        "lint" => {
            let LintAlone { options, global } = LintAlone::try_parse_from(rest).ok()?;
            (Command::Lint(Box::new(options)), global)
        }
        "lsp" => {
            let LspAlone { stdio, global } = LspAlone::try_parse_from(rest).ok()?;
            (Command::Lsp { stdio }, global)
        }
        _ => return None,
    };
    Some(Arguments { command, global })
}

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    let arguments = match parsed_alone(std::env::args_os()).map_or_else(Arguments::try_parse, Ok) {
        Ok(arguments) => arguments,
        Err(error) => return refused(error),
    };
    let choice = match arguments.global.color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
    let named = match &arguments.command {
        Command::Lint(options) => options.out.messages(),
        _ => None,
    };
    terminal::set_language(named.or_else(output::language_of_environment).unwrap_or(Language::English));
    let wanted = match &arguments.command {
        Command::Lint(options) => options.jobs,
        Command::Export(options) => options.jobs,
        _ => None,
    };
    // The server starts its own threads.
    if !matches!(arguments.command, Command::Lsp { .. }) {
        parallel::configure(wanted.map_or(0, |jobs| jobs.clamp(1, MOST_JOBS)), report_no_threads);
    }
    let done = match arguments.command {
        Command::Lint(options) => lint::run(&options),
        Command::Annotate(options) => annotate::run(&options),
        Command::Convert(options) => convert::run(&options),
        Command::Export(options) => export::run(&options),
        Command::Fmt(options) => fmt::run(&options),
        Command::Timeline(options) => timeline::run(&options),
        Command::Count(options) => count::run(&options),
        Command::Actors(options) => actors::run(&options),
        Command::Config(options) => config::run(&options),
        Command::Doctor(options) => doctor::run(&options),
        Command::Explain(options) => explain::run(&options),
        Command::Schema(options) => Ok(schema::run(&options)),
        Command::Init(options) => init::run(&options),
        Command::Completions(options) => Ok(completions::completions(&options)),
        Command::Man(options) => completions::man(&options),
        Command::Docs(options) => Ok(docs::run(&options)),
        Command::Lsp { stdio: _ } => return crate::server::run(),
    };
    match done {
        Ok(_) if is_unwritten() => ExitCode::from(2),
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Err(error) => {
            report_error(&error);
            ExitCode::from(2)
        }
    }
}

/// Prints help, the version, or an error in the arguments. A file name can become an argument through a glob, so control
/// characters in it are made visible first.
fn refused(error: clap::Error) -> ExitCode {
    let language = language_of_arguments().unwrap_or(Language::English);
    let seen = |argument: OsString| visible(&argument.to_string_lossy()).into_owned();
    let mut program = Arguments::command();
    if language != Language::English {
        program = help::translated(program, language);
    }
    let mut error = program.clone().try_get_matches_from(std::env::args_os().map(seen)).err().unwrap_or(error);
    let code = ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
    if let Some(command) = help::command_named(&error, &program) {
        error.insert(ContextKind::SuggestedArg, ContextValue::None);
        let tip = message!("`{command}` is a command", command);
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.to_string().into()]));
    }
    if let Some(messages) = help::error_messages(&error).filter(|_| language != Language::English) {
        let mut lines = messages.iter().map(|message| message.in_language(language));
        let first = Message::verbatim(lines.next().unwrap_or_default());
        let mut out = message!("error: {what}", what = first).in_language(language).into_owned();
        lines.for_each(|line| out.extend(["\n  ", &line]));
        if let Some(usage) = help::usage(&error) {
            out.extend(["\n\n", &message!("usage: {usage}", usage).in_language(language)]);
        }
        say(&format!("{out}\n\n{}", message!("more: `--help`").in_language(language)));
        return code;
    }
    // If the standard streams are closed, there is nowhere to report it.
    let _ = error.print();
    code
}

/// The language of messages: what `--messages` names, even if the other arguments are wrong, or what the environment asks for.
fn language_of_arguments() -> Option<Language> {
    let arguments: Vec<String> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let named = arguments.iter().enumerate().find_map(|(at, argument)| match argument.strip_prefix("--messages")? {
        "" => arguments.get(at + 1).map(String::as_str),
        value => value.strip_prefix('='),
    });
    named.and_then(message_language).or_else(output::language_of_environment)
}

/// The English texts of the help and of the rules. They have translations, as messages have.
pub fn help_texts() -> Vec<String> {
    let rules = crate::docs::translated_texts().map(str::to_owned);
    help::texts(Arguments::command()).into_iter().chain(rules).collect()
}

/// Returns whether standard input was closed when the process started. The runtime then replaces it by an empty device that
/// is open for reading and writing, which nothing else does.
#[cfg(unix)]
fn is_stdin_closed() -> bool {
    let stdin = std::io::stdin();
    let null = rustix::fs::stat("/dev/null").map(|about| about.st_rdev);
    let is_null = rustix::fs::fstat(&stdin).is_ok_and(|about| null == Ok(about.st_rdev));
    let flags = rustix::fs::fcntl_getfl(&stdin);
    is_null && flags.is_ok_and(|flags| flags.contains(rustix::fs::OFlags::RDWR))
}

#[cfg(not(unix))]
fn is_stdin_closed() -> bool {
    false
}

/// Reads the article from standard input.
fn standard_input(name: &str) -> Result<String> {
    const NAME: &str = "standard input";
    if is_stdin_closed() {
        return Err(Error::new(NAME, message!("it is closed"), message!("pipe an article into it, or name a file")));
    }
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(LARGEST_ARTICLE + 1).read_to_end(&mut bytes);
    read.map_err(|error| Error::new(NAME, message!("cannot be read: {error}", error), message!("name a file")))?;
    if bytes.len() as u64 > LARGEST_ARTICLE {
        let what = message!("it has more than {size} MiB", size = LARGEST_ARTICLE >> 20);
        return Err(Error::new(
            NAME,
            what,
            message!("split it into articles; use --jsonl for an archive in JSON Lines"),
        ));
    }
    if let Some(refusal) = workspace::refusal(Path::new(name), &bytes) {
        return Err(refusal);
    }
    workspace::decode(bytes, NAME)
}
