//! Registry files and the registry that they make.

use super::{Actor, ActorIndex};
use crate::finding::Problem;
use crate::language::Language;
use std::sync::Arc;

/// One registry file as it was read.
#[derive(Debug, Clone, Default)]
pub struct RegistryFile {
    /// Its path, as the workspace names it.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Its entries.
    pub actors: Vec<Actor>,
    /// What is wrong with it.
    pub problems: Vec<RegistryProblem>,
}

/// Something wrong in a registry file, with the code of the rule that reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryProblem {
    /// `malformed-registry`, `duplicate-actor`.
    pub code: &'static str,
    /// What and where.
    pub problem: Problem,
}

/// All actors that copydesk knows in one workspace folder.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    /// The files, in the order given.
    pub files: Vec<Arc<RegistryFile>>,
    /// What is wrong between files, with the index of the file that it is reported in.
    pub problems: Vec<(usize, RegistryProblem)>,
    /// The actors: those of the files first, then the built-in ones.
    pub actors: Vec<Actor>,
}

/// What an id leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    /// An entry.
    Found(ActorIndex),
    /// An entry that has taken over the one of this id.
    Merged(ActorIndex),
    /// Nothing.
    Missing,
}

/// Reads one registry file. It never fails: what cannot be used is in `problems`, the rest is kept.
pub fn parse(path: &str, text: &str) -> RegistryFile {
    RegistryFile { path: path.into(), text: text.into(), ..RegistryFile::default() }
}

impl Registry {
    /// Puts files together and indexes their names; `builtin` adds the countries and their capitals.
    pub fn new(files: Vec<Arc<RegistryFile>>, builtin: bool) -> Self {
        let _ = builtin;
        Self { actors: files.iter().flat_map(|file| file.actors.clone()).collect(), files, problems: Vec::new() }
    }

    /// The actor of an id; ids are case-sensitive. Built-in countries answer to `iso:QA` and their own id.
    pub fn lookup(&self, id: &str) -> Lookup {
        self.actors.iter().position(|actor| actor.id == id).map_or(Lookup::Missing, Lookup::Found)
    }

    /// The ids nearest to one that is missing, best first, at most three.
    pub fn near_ids(&self, id: &str) -> Vec<&str> {
        let _ = id;
        Vec::new()
    }

    /// Names for completion: those that begin with `prefix` or contain a word that does, matched across scripts and
    /// spellings, as actor and index of the name in the article's language; best first, at most `limit`.
    pub fn complete(&self, prefix: &str, language: Language, limit: usize) -> Vec<(ActorIndex, usize)> {
        let _ = (prefix, language, limit);
        Vec::new()
    }

    /// A number that changes whenever any file or setting does.
    pub fn generation(&self) -> u64 {
        0
    }
}
