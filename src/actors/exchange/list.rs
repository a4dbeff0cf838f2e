//! Registry files in XML: lists of TEI, knowledge items of NewsML-G2. They are read and never changed.

use super::import::{Defect, Entry, read_list};
use crate::actors::file::{Pieces, RegistryFile, RegistryProblem, duplicates, parse, parse_again};
use crate::actors::model::Actor;
use crate::finding::{Problem, RuleCode};
use crate::message;
use crate::text::{LineIndex, TextRange};

/// Whether a registry file is a list in XML, by the extension of its name.
pub fn is_list(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("xml"))
}

/// Parses a registry file in TOML or XML.
pub fn parse_registry(path: &str, text: &str) -> RegistryFile {
    if is_list(path) { parse_list(path, text) } else { parse(path, text) }
}

/// Parses a registry file as [`parse_registry`] does, with what is kept of its last version.
pub fn parse_registry_again(path: &str, text: &str, before: &mut Pieces) -> RegistryFile {
    if is_list(path) { parse_list(path, text) } else { parse_again(path, text, before) }
}

fn parse_list(path: &str, text: &str) -> RegistryFile {
    let imported = read_list(text);
    let lines = LineIndex::new(text);
    let mut file = RegistryFile { path: path.into(), text: text.into(), ..RegistryFile::default() };
    file.problems = imported.defects.iter().map(|defect| problem_of(defect, text, &lines)).collect();
    for entry in imported.entries.into_iter().filter(|entry| !entry.is_only_named) {
        match identified(entry) {
            Ok(actor) => file.actors.push(actor),
            Err(range) => {
                let tag = TextRange::new(range.start, range.end.min(range.start + tag_len(range.slice(text))));
                let problem =
                    Problem::new(tag, message!("the entry has no id")).note(message!("links cannot name the entry"));
                file.problems.push(RegistryProblem { code: MALFORMED, problem });
            }
        }
    }
    duplicates(&mut file);
    file
}

const MALFORMED: RuleCode = RuleCode::new("malformed-registry");

/// The entry with an id: its own, or the first that it has elsewhere. The place of the entry if it has none.
fn identified(entry: Entry) -> Result<Actor, TextRange> {
    let mut actor = entry.actor;
    if actor.id.is_empty() {
        let Some(other) = actor.same_as.first().cloned() else { return Err(actor.range) };
        actor.id = other;
    }
    if actor.id_range.is_empty() {
        actor.id_range = TextRange::empty(actor.range.start);
    }
    Ok(actor)
}

/// The length of the first tag of a text.
fn tag_len(text: &str) -> u32 {
    text.find('>').map_or(text.len(), |end| end + 1) as u32
}

/// A defect of a line as a problem of the file.
fn problem_of(defect: &Defect, text: &str, lines: &LineIndex) -> RegistryProblem {
    let line = lines.line_range(text, defect.line.saturating_sub(1));
    let words = line.slice(text);
    let start = line.start + (words.len() - words.trim_start().len()) as u32;
    let range = TextRange::new(start, start + words.trim().len() as u32);
    let problem = Problem::new(range, defect.what.clone()).note(defect.done.clone());
    RegistryProblem { code: MALFORMED, problem }
}
