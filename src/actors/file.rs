//! A parsed registry file and its problems.

pub(in crate::actors) mod chunks;
pub(in crate::actors) mod incremental;
pub(in crate::actors) mod outline;
pub(in crate::actors) mod parse;
pub(in crate::actors) mod toml_fields;

use crate::actors::model::Actor;
use crate::finding::Problem;
use crate::finding::RuleCode;
use crate::message;
use crate::text::{Encoding, LineIndex, TextRange};
pub use chunks::begins_entry;
use foldhash::HashMap;
pub use incremental::{Pieces, parse_again};
pub use outline::{Outline, ReadPiece, Splice, TouchedPieces, read_piece};
pub use parse::{ACTOR_KEYS, ROLE_KEYS, parse};
use std::sync::Arc;

#[derive(Debug, Clone)]
pub struct RegistryFile {
    /// Path relative to the project, as the workspace names it.
    pub path: String,
    pub text: Arc<str>,
    pub actors: Vec<Actor>,
    /// References of its entries to other entries, in the order of the file.
    pub links: Vec<EntryLink>,
    pub problems: Vec<RegistryProblem>,
    /// Whether its entries come from a built registry: the file itself was not read, and `text` is empty.
    pub is_built: bool,
    /// Whether it has only some of the entries of the file.
    pub is_part: bool,
}

impl Default for RegistryFile {
    fn default() -> Self {
        let (path, text) = (String::new(), Arc::from(""));
        let (actors, links, problems) = (Vec::new(), Vec::new(), Vec::new());
        Self { path, text, actors, links, problems, is_built: false, is_part: false }
    }
}

/// A reference by id from one entry to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryLink {
    pub id: String,
    /// Range of the id, without quotation marks.
    pub range: TextRange,
    /// The key that holds the id.
    pub key: LinkKey,
}

/// A key of a registry file that holds ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKey {
    /// The organisation of a role.
    Org,
    /// What an entry belongs to.
    Parent,
    /// A former id of the entry itself.
    Merged,
}

/// A problem of a registry file, and the code of the rule that reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryProblem {
    /// `malformed-registry` or `duplicate-actor`.
    pub code: RuleCode,
    pub problem: Problem,
}

/// Finds entries with the same id in one file. Links refer to the first one.
pub(super) fn duplicates(file: &mut RegistryFile) {
    let mut seen: HashMap<&str, TextRange> = HashMap::default();
    let mut lines = None;
    let mut problems = Vec::new();
    for actor in &file.actors {
        match seen.get(actor.id.as_str()) {
            Some(first) => {
                let lines = lines.get_or_insert_with(|| LineIndex::new(&file.text));
                problems.push(duplicate(actor, &file.path, line_of(lines, &file.text, *first)));
            }
            None => {
                seen.insert(&actor.id, actor.id_range);
            }
        }
    }
    file.problems.extend(problems);
    file.problems.sort_by_key(|problem| problem.problem.range.start);
}

/// The line on which a range starts, from 1.
pub(super) fn line_of(lines: &LineIndex, text: &str, range: TextRange) -> u32 {
    lines.position(text, range.start, Encoding::Utf8).line + 1
}

/// The problem of an id that another entry already has, on a line of `path`.
pub(super) fn duplicate(actor: &Actor, path: &str, line: u32) -> RegistryProblem {
    let problem = Problem::new(actor.id_range, message!("the id `{id}` is taken", id = actor.id)).note(message!(
        "it belongs to the entry in {path}, line {line}; this entry is ignored",
        path,
        line
    ));
    RegistryProblem { code: RuleCode::new("duplicate-actor"), problem }
}
