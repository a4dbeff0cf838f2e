//! A registry file: what was read of it, and what is wrong with it.

pub(in crate::actors) mod chunks;
pub(in crate::actors) mod incremental;
pub(in crate::actors) mod parse;
pub(in crate::actors) mod toml_fields;

use crate::actors::model::Actor;
use crate::finding::Problem;
use crate::finding::RuleCode;
use crate::text::{Encoding, LineIndex, TextRange};
pub use chunks::begins_entry;
use foldhash::HashMap;
pub use incremental::{Pieces, parse_again};
pub use parse::{ACTOR_KEYS, ROLE_KEYS, parse};
use std::sync::Arc;

/// One registry file as it was read.
#[derive(Debug, Clone)]
pub struct RegistryFile {
    /// Its path, as the workspace names it.
    pub path: String,
    pub text: Arc<str>,
    /// Its entries.
    pub actors: Vec<Actor>,
    /// Where its entries name others by their ids, in the order of the file.
    pub links: Vec<EntryLink>,
    /// What is wrong with it.
    pub problems: Vec<RegistryProblem>,
    /// Whether its entries come from a built file: then its text was not read, and is empty here.
    pub is_built: bool,
}

impl Default for RegistryFile {
    fn default() -> Self {
        let (path, text) = (String::new(), Arc::from(""));
        Self { path, text, actors: Vec::new(), links: Vec::new(), problems: Vec::new(), is_built: false }
    }
}

/// A place where an entry names another one by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryLink {
    pub id: String,
    /// Its place, without quotation marks.
    pub range: TextRange,
    /// Under which key.
    pub key: LinkKey,
}

/// The keys of a registry file that hold ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKey {
    /// The organisation of a role.
    Org,
    /// What an entry belongs to.
    Parent,
    /// A former id of the entry itself.
    Merged,
}

/// Something wrong in a registry file, with the code of the rule that reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryProblem {
    /// `malformed-registry` or `duplicate-actor`.
    pub code: RuleCode,
    /// What and where.
    pub problem: Problem,
}

/// Entries of one file with the same id: the first is the one that links lead to.
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

/// The line on which a range begins, counted from one.
pub(super) fn line_of(lines: &LineIndex, text: &str, range: TextRange) -> u32 {
    lines.position(text, range.start, Encoding::Utf8).line + 1
}

/// The problem of an id that another entry, on a line of `path`, has already.
pub(super) fn duplicate(actor: &Actor, path: &str, line: u32) -> RegistryProblem {
    let problem = Problem::new(actor.id_range, format!("the id `{}` is taken", actor.id))
        .note(format!("the entry in {path}, line {line}, has it; this one is not used"));
    RegistryProblem { code: RuleCode::new("duplicate-actor"), problem }
}
