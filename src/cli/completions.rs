//! `copydesk completions` and `copydesk man`: generated from the definition of the command line.

use super::{Arguments, Outcome, print, tell};
use crate::error::{Error, Result};
use crate::message;
use crate::report::visible;
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
    /// The folder for the pages, one per command.
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
        let what = message!("cannot write the pages: {error}", error);
        Error::new(folder.display().to_string(), what, message!("name an existing, writable folder"))
    })?;
    tell(&message!("manual pages written to {path}", path = visible(&folder.display().to_string())));
    Ok(Outcome::Clean)
}
