//! `copydesk init`: the files of a new project. Existing files are not changed.

use super::{Outcome, print};
use crate::error::{Error, Result};
use crate::report::visible;
use crate::schema::{Subject, schema};
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(super) struct Options {
    /// The folder; it is created if it does not exist.
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Also write JSON Schemas and refer to them, for editors that complete TOML by a schema.
    #[arg(long)]
    schema: bool,
}

const FILES: [(&str, &str); 3] = [
    ("copydesk.toml", include_str!("init/copydesk.toml")),
    ("actors.toml", include_str!("init/actors.toml")),
    ("example.ar.news.md", include_str!("init/example.ar.news.md")),
];

/// The files that have a schema next to them.
const SCHEMAS: [(&str, &str, Subject); 2] = [
    ("copydesk.toml", "copydesk.schema.json", Subject::Config),
    ("actors.toml", "actors.schema.json", Subject::Registry),
];

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let failed = |path: &Path, error: &std::io::Error| {
        Error::new(path.display().to_string(), format!("cannot be written: {error}"), "name a writable folder")
    };
    std::fs::create_dir_all(&options.folder).map_err(|error| failed(&options.folder, &error))?;
    let mut files: Vec<(&str, String)> = FILES.map(|(name, text)| (name, text.to_owned())).into();
    if options.schema {
        for (name, schema_name, subject) in SCHEMAS {
            for (_, text) in files.iter_mut().filter(|(file, _)| *file == name) {
                text.insert_str(0, &first_line(schema_name));
            }
            files.push((schema_name, schema(subject)));
        }
    }
    for (name, text) in &files {
        let path = options.folder.join(name);
        #[expect(clippy::disallowed_methods, reason = "a project is created where no file is")]
        let created = std::fs::File::create_new(&path);
        let made = match created.and_then(|mut file| file.write_all(text.as_bytes())) {
            Ok(()) => "created",
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => "unchanged:",
            Err(error) => return Err(failed(&path, &error)),
        };
        print(&format!("{made} {}\n", visible(&path.display().to_string())));
        let schema = SCHEMAS.iter().find(|(file, ..)| options.schema && made != "created" && file == name);
        if let Some((_, schema_name, _)) = schema {
            print(&format!("  for completion in editors, add this first line: {}", first_line(schema_name)));
        }
    }
    print(&format!("next: copydesk lint {}\n", visible(&options.folder.display().to_string())));
    Ok(Outcome::Clean)
}

/// The line by which Taplo and Even Better TOML find the schema of a file.
fn first_line(schema: &str) -> String {
    format!("#:schema ./{schema}\n")
}
