//! `copydesk init`: the files of a new project, with what is found in the folder. Existing files are not changed.

use super::terminal::language;
use super::{Outcome, print};
use crate::error::Result;
use crate::message;
use crate::message::Message;
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
        put(&message!("found {line}", line));
    }
    for file in workspace::set_up(&options.folder, &survey, options.schema)? {
        let path = file.path.display().to_string();
        put(&if file.is_created { message!("created {path}", path) } else { message!("unchanged: {path}", path) });
        if let Some(line) = file.schema_line {
            put(&message!("  for completion in editors, add this first line: {line}", line));
        }
    }
    put(&message!("next: copydesk lint {folder}", folder = options.folder.display()));
    Ok(Outcome::Clean)
}

fn put(line: &Message) {
    print(&format!("{}\n", visible(&line.in_language(language()))));
}
