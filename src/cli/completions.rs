//! `copydesk completions` and `copydesk man`: what the shell completes and the manual says, made from the command line's own
//! declarations.

use super::{Arguments, Outcome, print};
use crate::error::{Error, Result};
use clap::CommandFactory;
use clap_complete::Shell;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(super) struct Completions {
    /// The shell.
    shell: Shell,
}

#[derive(clap::Args)]
pub(super) struct Man {
    /// The folder for the pages, one a command.
    #[arg(default_value = ".")]
    folder: PathBuf,
}

pub(super) fn completions(options: &Completions) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "copydesk", &mut script);
    print(&String::from_utf8_lossy(&script));
    Outcome::Clean
}

pub(super) fn man(options: &Man) -> Result<Outcome> {
    let folder: &Path = &options.folder;
    clap_mangen::generate_to(Arguments::command(), folder).map_err(|error| {
        let what = format!("the pages cannot be written: {error}");
        Error::new(folder.display().to_string(), what, "name a folder that exists and that you may write to")
    })?;
    Ok(Outcome::Clean)
}
