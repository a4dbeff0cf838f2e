//! `copydesk actors`: work on the registry itself.

mod exchange;
mod look;
mod stats;

use super::{Outcome, complain, print};
use crate::config::Builtin;
use crate::error::{Error, Result};
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
    /// Build one file of a registry, for one so large that reading it takes time.
    Build(Build),
    /// Put entries of other files into a registry; what is wrong with them is said, the rest is taken.
    Import(exchange::Import),
    /// Print the registry in another format.
    Export(exchange::Export),
    /// Print an entry: its names, its roles, where it stands.
    Show(look::Show),
    /// Print the entries whose names hold a text, in either script, best first.
    Search(look::Search),
    /// Count what the registry holds, and name the labels that are dangerous.
    Stats(stats::Options),
}

#[derive(clap::Args)]
struct Build {
    /// Registry files; by default those of the configuration.
    #[arg(value_name = "REGISTRY")]
    registries: Vec<PathBuf>,
    /// The file to write; by default the one that the configuration names, else people.actors.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The configuration to use, in place of the copydesk.toml found upward from the working folder.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    match &options.command {
        Command::Build(options) => build(options),
        Command::Import(options) => exchange::import(options),
        Command::Export(options) => exchange::export(options),
        Command::Show(options) => look::show(options),
        Command::Search(options) => look::search(options),
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
        let remedy = format!("name it people.{BUILT}");
        return Err(Error::new(out.display().to_string(), format!("a built registry ends in .{BUILT}"), remedy));
    }
    if inputs.is_empty() {
        let remedy = "name registry files, or make actors.toml";
        return Err(Error::new(out.display().to_string(), "there is nothing to build it of", remedy));
    }
    let made = workspace::build(&inputs, &out, plan.builtin != Builtin::Off)?;
    let faults = say_of_faults(&made);
    let registry = &made.registry;
    let names: usize = registry.iter().map(|actor| actor.names.len()).sum();
    print(&format!(
        "built {}: {} entries with {names} names, of {} files; {} KiB\n",
        visible(&out.display().to_string()),
        registry.len(),
        inputs.len(),
        made.bytes.div_ceil(1024)
    ));
    if !configured {
        print(&format!(
            "next: name it in `registry` of copydesk.toml: registry = [\"{}\", …]\n",
            visible(&out.display().to_string())
        ));
    }
    Ok(if faults { Outcome::Found } else { Outcome::Clean })
}

/// Says of each file what is wrong with it; the answer is whether anything is.
fn say_of_faults(made: &BuildOutput) -> bool {
    let registry = &made.registry;
    for (number, file) in registry.files.iter().enumerate() {
        let between = registry.problems.iter().filter(|(other, _)| *other == number).map(|(_, problem)| problem);
        let all: Vec<_> = file.problems.iter().chain(between).collect();
        let Some(first) = all.first() else { continue };
        let more = if all.len() > 1 { format!(" (and {} more)", all.len() - 1) } else { String::new() };
        let what = format!("{}{more}", first.problem.message);
        complain(&Error::new(&file.path, what, format!("copydesk lint {}", file.path)));
    }
    !registry.problems.is_empty() || registry.files.iter().any(|file| !file.problems.is_empty())
}
