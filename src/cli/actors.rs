//! `copydesk actors`: work with the registry.

mod check;
mod draft;
mod exchange;
mod look;
mod stats;

use super::{Outcome, examples, print, report_error};
use crate::config::Builtin;
use crate::error::{Error, Result};
use crate::message;
use crate::message::Message;
use crate::report::visible;
use crate::workspace::{self, BUILT, BuildOutput, Overrides};
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(super) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Compile a registry into one file that loads fast.
    #[command(after_help = examples::BUILD)]
    Build(Build),
    /// Import entries from other formats; problems are reported, valid entries are still imported.
    #[command(after_help = examples::IMPORT)]
    Import(exchange::Import),
    /// Print an empty table of people to fill in with a spreadsheet and import.
    #[command(after_help = examples::TEMPLATE)]
    Template(exchange::Template),
    /// Print the registry in another format.
    #[command(after_help = examples::ACTORS_EXPORT)]
    Export(exchange::Export),
    /// Print an entry: its names, its roles, its file and line.
    #[command(after_help = examples::SHOW)]
    Show(look::Show),
    /// Find entries by name, in either script, best match first.
    #[command(after_help = examples::SEARCH)]
    Search(look::Search),
    /// Draft entries for the names of articles that are in no registry, the most frequent first.
    #[command(after_help = examples::DRAFT)]
    Draft(Box<draft::Options>),
    /// Report offices that have no end and are older than a term.
    #[command(after_help = examples::CHECK)]
    Check(check::Options),
    /// Print statistics of the registry, and names that can match by mistake.
    #[command(after_help = examples::STATS)]
    Stats(stats::Options),
}

#[derive(clap::Args)]
struct Build {
    /// Registry files; by default, those of the configuration.
    #[arg(value_name = "REGISTRY")]
    registries: Vec<PathBuf>,
    /// The file to write; by default, the built file of the configuration, or people.actors.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Use this configuration, not the nearest copydesk.toml above the working folder.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    match &options.command {
        Command::Build(options) => build(options),
        Command::Import(options) => exchange::import(options),
        Command::Template(options) => exchange::template(options),
        Command::Export(options) => exchange::export(options),
        Command::Show(options) => look::show(options),
        Command::Search(options) => look::search(options),
        Command::Draft(options) => draft::run(options),
        Command::Check(options) => check::run(options),
        Command::Stats(options) => stats::run(options),
    }
}

fn build(options: &Build) -> Result<Outcome> {
    let overrides = Overrides { config: options.config.clone(), ..Overrides::default() };
    let plan = workspace::build_plan(Path::new("."), &overrides)?;
    let inputs = if options.registries.is_empty() { plan.registries } else { options.registries.clone() };
    let configured = plan.built.is_some();
    let out = options.output.clone().or(plan.built).unwrap_or_else(|| PathBuf::from("people.actors"));
    if !workspace::is_built(&out) {
        let remedy = message!("name it people.{extension}", extension = BUILT);
        return Err(Error::new(
            out.display().to_string(),
            message!("a built registry ends in .{extension}", extension = BUILT),
            remedy,
        ));
    }
    if inputs.is_empty() {
        let remedy = message!("name registry files, or create actors.toml");
        return Err(Error::new(out.display().to_string(), message!("no registry files found"), remedy));
    }
    let made = workspace::build(&inputs, &out, plan.builtin != Builtin::Off)?;
    let has_problems = report_problems(&made);
    let registry = &made.registry;
    let names: usize = registry.iter().map(|actor| actor.names.len()).sum();
    print(&format!(
        "built {}: {} entries with {names} names, from {} files; {} KiB\n",
        visible(&out.display().to_string()),
        registry.len(),
        inputs.len(),
        made.bytes.div_ceil(1024)
    ));
    if !configured {
        print(&format!(
            "next: add it to `registry` in copydesk.toml: registry =  [\"{}\", …]\n",
            visible(&out.display().to_string())
        ));
    }
    Ok(if has_problems { Outcome::Found } else { Outcome::Clean })
}

/// The first problem of several, with the number of the others.
pub(super) fn with_more(problem: &Message, more: usize) -> Message {
    if more == 0 { problem.clone() } else { message!("{problem} (and {count} more)", problem, count = more) }
}

/// Reports the problems of each file. Returns whether there are any.
fn report_problems(made: &BuildOutput) -> bool {
    let registry = &made.registry;
    for (number, file) in registry.files.iter().enumerate() {
        let between = registry.problems.iter().filter(|(other, _)| *other == number).map(|(_, problem)| problem);
        let all: Vec<_> = file.problems.iter().chain(between).collect();
        let Some(first) = all.first() else { continue };
        report_error(&Error::new(
            &file.path,
            with_more(&first.problem.message, all.len() - 1),
            message!("run `copydesk lint {path}`", path = file.path),
        ));
    }
    !registry.problems.is_empty() || registry.files.iter().any(|file| !file.problems.is_empty())
}
