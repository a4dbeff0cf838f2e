//! `copydesk init`: the files of a new newsroom. Files that exist are left alone.

use super::{Outcome, print};
use crate::error::{Error, Result};
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(super) struct Options {
    /// The folder; it is made where it does not exist.
    #[arg(default_value = ".")]
    folder: PathBuf,
}

const FILES: [(&str, &str); 3] = [
    ("copydesk.toml", include_str!("init/copydesk.toml")),
    ("actors.toml", include_str!("init/actors.toml")),
    ("example.ar.news.md", include_str!("init/example.ar.news.md")),
];

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let failed = |path: &Path, error: &std::io::Error| {
        Error::new(
            path.display().to_string(),
            format!("cannot be written: {error}"),
            "name a folder that you may write to",
        )
    };
    std::fs::create_dir_all(&options.folder).map_err(|error| failed(&options.folder, &error))?;
    for (name, text) in FILES {
        let path = options.folder.join(name);
        let made = match std::fs::File::create_new(&path).and_then(|mut file| file.write_all(text.as_bytes())) {
            Ok(()) => "made",
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => "left as it is:",
            Err(error) => return Err(failed(&path, &error)),
        };
        print(&format!("{made} {}\n", path.display()));
    }
    print(&format!("next: copydesk lint {}\n", options.folder.display()));
    Ok(Outcome::Clean)
}
