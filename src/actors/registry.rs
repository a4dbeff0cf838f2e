//! The registry that the files of a folder make, and how ids are found in it.

use super::index::Index;
use super::offices::Offices;
use super::{Actor, ActorIndex, Kind, builtin, complete};
use crate::finding::Problem;
use crate::language::Language;
use crate::text::near_misses;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};
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
    /// Those of the files first, then the built-in ones. An entry whose id an earlier one has is left out.
    actors: Vec<Actor>,
    /// What is wrong between files: the index of the file and the problem.
    pub problems: Vec<(usize, RegistryProblem)>,
    ids: HashMap<String, Lookup>,
    pub(super) index: Arc<Index>,
    pub(super) offices: Offices,
    generation: u64,
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

impl Registry {
    /// Puts files together and indexes their names; `builtin` adds the countries and their capitals.
    pub fn new(files: Vec<Arc<RegistryFile>>, builtin: bool) -> Self {
        let mut registry = Self { generation: generation(&files, builtin), ..Self::default() };
        for (number, file) in files.iter().enumerate() {
            for actor in &file.actors {
                registry.add(actor, number, &files);
            }
        }
        if builtin {
            registry.add_builtin();
        }
        registry.files = files;
        for number in 0..registry.actors.len() {
            let actor = &registry.actors[number];
            for id in &actor.merged_from {
                registry.ids.entry(id.clone()).or_insert(Lookup::Merged(number));
            }
            for id in &actor.same_as {
                registry.ids.entry(id.clone()).or_insert(Lookup::Found(number));
            }
        }
        registry.index = Arc::new(Index::new(&registry.actors));
        registry
    }

    /// An actor. It must be an index that this registry gave.
    pub fn actor(&self, actor: ActorIndex) -> &Actor {
        &self.actors[actor]
    }

    /// An actor; `None` for an index of another registry.
    pub fn get(&self, actor: ActorIndex) -> Option<&Actor> {
        self.actors.get(actor)
    }

    /// How many actors there are.
    pub fn len(&self) -> usize {
        self.actors.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty()
    }

    /// All actors in the order of their indexes: those of the files first, then the built-in ones.
    pub fn iter(&self) -> impl Iterator<Item = &Actor> {
        self.actors.iter()
    }

    /// The actor of an id; ids are case-sensitive. Outside ids (`iso:QA`, `wd:Q846`) lead to the entry that lists them.
    pub fn lookup(&self, id: &str) -> Lookup {
        self.ids.get(id).copied().unwrap_or(Lookup::Missing)
    }

    /// The ids nearest to one that is missing, best first, at most three.
    pub fn near_ids(&self, id: &str) -> Vec<&str> {
        near_misses(id, self.actors.iter().map(|actor| actor.id.as_str()), 3)
    }

    /// Names for completion: those that begin with `prefix` or contain a word that does, matched across scripts and
    /// spellings, as actor and index of the name in the article's language; best first, at most `limit`.
    pub fn complete(&self, prefix: &str, language: Language, limit: usize) -> Vec<(ActorIndex, usize)> {
        complete::complete(self, prefix, language, limit)
    }

    /// How many bytes at the head of a typed word are clitics: they are no part of the names that [`Registry::complete`]
    /// finds for it.
    pub fn clitics_of(&self, prefix: &str, language: Language) -> usize {
        complete::clitics_of(self, prefix, language)
    }

    /// A number that changes whenever any file or setting does.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    fn add(&mut self, actor: &Actor, file: usize, files: &[Arc<RegistryFile>]) {
        let next = self.actors.len();
        match self.ids.entry(actor.id.clone()) {
            Entry::Vacant(slot) => {
                slot.insert(Lookup::Found(next));
                self.actors.push(Actor { file: Some(file), ..actor.clone() });
            }
            Entry::Occupied(slot) => {
                let Lookup::Found(first) = *slot.get() else { return };
                let Some(home) = self.actors[first].file.filter(|home| *home != file) else { return };
                let (path, text) = (&files[home].path, &files[home].text);
                let problem = super::parse::duplicate(actor, path, text, self.actors[first].id_range);
                self.problems.push((file, problem));
            }
        }
    }

    /// Adds the built-in places. One that a file names, by id or by ISO code, lends that entry its names instead.
    fn add_builtin(&mut self) {
        let mut own: HashMap<String, ActorIndex> = HashMap::new();
        for (number, actor) in self.actors.iter().enumerate() {
            for code in actor.same_as.iter().filter(|code| code.starts_with("iso:")) {
                own.entry(code.clone()).or_insert(number);
            }
        }
        for place in builtin::places() {
            let by_code = place.same_as.iter().find_map(|code| own.get(code)).copied();
            let by_id = match self.ids.get(&place.id) {
                Some(Lookup::Found(number)) if self.actors[*number].kind == Kind::Place => Some(*number),
                _ => None,
            };
            if let Some(number) = by_code.or(by_id) {
                builtin::extend(&mut self.actors[number], place);
                self.ids.entry(place.id.clone()).or_insert(Lookup::Found(number));
                continue;
            }
            let number = self.actors.len();
            self.ids.entry(place.id.clone()).or_insert(Lookup::Found(number));
            self.actors.push(place.clone());
        }
    }
}

fn generation(files: &[Arc<RegistryFile>], builtin: bool) -> u64 {
    let mut hasher = DefaultHasher::new();
    builtin.hash(&mut hasher);
    for file in files {
        file.path.hash(&mut hasher);
        file.text.hash(&mut hasher);
    }
    hasher.finish()
}
