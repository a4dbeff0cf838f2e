//! `copydesk init`: the files of a new project, with what is found in the folder. Existing files are not changed.

use super::{Outcome, print};
use crate::error::Result;
use crate::report::visible;
use crate::workspace;
use std::path::PathBuf;

#[derive(clap::Args)]
pub(super) struct Options {
    /// The folder; it is created if it does not exist.
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Also write JSON Schemas and refer to them, for editors that complete TOML by a schema.
    #[arg(long)]
    schema: bool,
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let survey = workspace::survey(&options.folder);
    for line in survey.lines() {
        print(&format!("found {}\n", visible(&line)));
    }
    for file in workspace::set_up(&options.folder, &survey, options.schema)? {
        let made = if file.is_created { "created" } else { "unchanged:" };
        print(&format!("{made} {}\n", visible(&file.path.display().to_string())));
        if let Some(line) = file.schema_line {
            print(&format!("  for completion in editors, add this first line: {line}\n"));
        }
    }
    print(&format!("next: copydesk lint {}\n", visible(&options.folder.display().to_string())));
    Ok(Outcome::Clean)
}
