//! Sets up a project in a folder: configuration, registry, an example article. Existing files are not changed.

use super::survey::{EXAMPLE, Survey};
use super::{CONFIG, find_config};
use crate::error::{Error, Result};
use crate::language::Language;
use crate::message;
use crate::schema::{Subject, schema};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The registry of a new project.
pub const REGISTRY: &str = "actors.toml";

const FILES: [(&str, &str); 3] = [
    (CONFIG, include_str!("setup/copydesk.toml")),
    (REGISTRY, include_str!("setup/actors.toml")),
    (EXAMPLE, include_str!("setup/example.ar.news.md")),
];

/// The files that have a schema next to them.
const SCHEMAS: [(&str, &str, Subject); 2] =
    [(CONFIG, "copydesk.schema.json", Subject::Config), (REGISTRY, "actors.schema.json", Subject::Registry)];

/// A file of a new project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetupFile {
    pub path: PathBuf,
    /// Whether it was created. Otherwise it exists, and is unchanged.
    pub is_created: bool,
    /// The first line that an existing file needs so that editors find its schema.
    pub schema_line: Option<String>,
}

/// Creates the files of a project that are missing in a folder, and the folder. What the survey found is in the
/// configuration.
pub fn set_up(folder: &Path, survey: &Survey, with_schema: bool) -> Result<Vec<SetupFile>> {
    let failed = |path: &Path, error: &std::io::Error| {
        Error::new(
            path.display().to_string(),
            message!("cannot be written: {error}", error),
            message!("name a writable folder"),
        )
    };
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let is_wanted = |name: &str| name != EXAMPLE || !survey.has_articles();
    let own = FILES.iter().filter(|(name, _)| is_wanted(name));
    let mut files: Vec<(&str, String)> = own.map(|(name, text)| (*name, (*text).to_owned())).collect();
    for (_, text) in files.iter_mut().filter(|(name, _)| *name == CONFIG) {
        *text = config(survey);
    }
    if with_schema {
        for (name, schema_name, subject) in SCHEMAS {
            for (_, text) in files.iter_mut().filter(|(file, _)| *file == name) {
                text.insert_str(0, &format!("{}\n", first_line(schema_name)));
            }
            files.push((schema_name, schema(subject)));
        }
    }
    let mut done = Vec::new();
    for (name, text) in &files {
        let path = folder.join(name);
        let is_created = create(&path, text).map_err(|error| failed(&path, &error))?;
        let schema = SCHEMAS.iter().find(|(file, ..)| with_schema && !is_created && file == name);
        done.push(SetupFile { path, is_created, schema_line: schema.map(|(_, name, _)| first_line(name)) });
    }
    Ok(done)
}

/// A configuration and the start of a registry for a folder that has none, so that an entry can be added: the paths and texts
/// of files to create. `None` if a configuration governs the folder.
pub fn registry_of_folder(folder: &Path) -> Option<(PathBuf, String)> {
    let is_free = find_config(folder).is_none();
    is_free.then(|| (folder.join(CONFIG), config(&Survey::default())))
}

/// Writes a file where none is. `false` if there is one.
fn create(path: &Path, text: &str) -> std::io::Result<bool> {
    #[expect(clippy::disallowed_methods, reason = "a project is created where no file is")]
    let created = std::fs::File::create_new(path);
    match created.and_then(|mut file| file.write_all(text.as_bytes())) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

/// The configuration with what a survey found. Each value replaces the line of the template that has its key.
fn config(survey: &Survey) -> String {
    let quoted = |text: &str| toml_edit::Value::from(text).to_string().trim().to_owned();
    let globs: Vec<String> = survey.articles.iter().map(|(glob, _)| quoted(glob)).collect();
    let zone = match (&survey.time_zone, &survey.local_zone) {
        (Some(zone), _) => Some(format!("time-zone = {}", quoted(zone))),
        (None, Some(local)) => Some(format!("# time-zone = {}", quoted(local))),
        (None, None) => None,
    };
    let line = |line: &str| -> String {
        let (code, comment) = line.split_at(line.find("  ").unwrap_or(line.len()));
        let new = match code.trim_start_matches("# ").split(' ').next() {
            Some("articles") if !globs.is_empty() => Some(format!("articles = [{}]", globs.join(", "))),
            Some("language") => survey.language.map(|language| format!("language = {}", quoted(language.tag()))),
            Some("time-zone") => zone.clone(),
            _ => None,
        };
        match new {
            // A comment stays in its column, unless the value is longer.
            Some(new) => format!("{new:<33} {}", comment.trim_start()),
            None => line.to_owned(),
        }
    };
    let lines: Vec<String> = FILES[0].1.lines().map(line).collect();
    format!("{}\n", lines.join("\n"))
}

/// The line by which Taplo and Even Better TOML find the schema of a file.
fn first_line(schema: &str) -> String {
    format!("#:schema ./{schema}")
}

/// A new article: its file name, and its text with the headline and the first paragraph empty.
pub fn new_article(language: Language, day: &str, author: Option<&str>) -> (String, String) {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let tag = language.tag();
    let author = author.map(|name| format!("author: {}\n", quoted(name))).unwrap_or_default();
    let text = format!("---\nheadline: \"\"\ndatePublished: {day}\ninLanguage: {tag}\n{author}---\n\n");
    (format!("{day}.{tag}.news.md"), text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn a_configuration_has_what_was_found() {
        let survey = Survey {
            articles: vec![("content/**/*.md".into(), 3), ("old/**/*.txt".into(), 2)],
            language: Some(Language::Arabic),
            time_zone: Some("Asia/Qatar".into()),
            local_zone: Some("Etc/UTC".into()),
            ..Survey::default()
        };
        let text = config(&survey);
        let read = Config::parse(&text);
        assert_eq!(read.problems, [], "{text}");
        assert_eq!(read.articles, ["content/**/*.md", "old/**/*.txt"]);
        assert_eq!(read.language, Some(Language::Arabic));
        assert!(text.contains("\ntime-zone = \"Asia/Qatar\" "), "{text}");
        // The zone of this computer is only a suggestion, and nothing found changes nothing.
        let local = config(&Survey { local_zone: Some("Asia/Qatar".into()), ..Survey::default() });
        assert!(local.contains("\n# time-zone = \"Asia/Qatar\" "), "{local}");
        assert_eq!(config(&Survey::default()), FILES[0].1);
    }

    #[test]
    fn a_new_article_is_an_article() {
        let (name, text) = new_article(Language::English, "2024-03-18", Some("Rana \"R\" Salem"));
        assert_eq!(name, "2024-03-18.en.news.md");
        assert_eq!(
            text,
            "---\nheadline: \"\"\ndatePublished: 2024-03-18\ninLanguage: en\nauthor: \"Rana \\\"R\\\" Salem\"\n---\n\n"
        );
    }
}
