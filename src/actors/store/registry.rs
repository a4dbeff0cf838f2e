//! The registry that the files of a folder form, with lookup by id.
//!
//! It has two layers: an optional built file, and entries that were read as text. Entries read as text hide built
//! entries with the same id, so that edits take effect immediately.

use super::binary::{Binary, Bytes, SectionWriter};
use super::built::{Built, Source, SourceUse, content_hash};
use super::entry::Entry;
use super::id_index::{self, IdKind, Ids};
use super::id_table::IdTable;
use super::name_index::{self, Index};
use super::near_index::Near;
use crate::actors::file::{RegistryFile, RegistryProblem, duplicate, line_of};
use crate::actors::model::{Actor, ActorIndex, Kind};
use crate::actors::store::builtin;
use crate::actors::words::titles::{Office, TitleForm};
use crate::text::{LineIndex, near_misses};
use foldhash::{HashMap, HashSet, HashSetExt};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, LazyLock, OnceLock};

/// Exclusive roles by the id of their organisation: the actors with the index of their role.
type ExclusiveRoles = OnceLock<std::collections::HashMap<String, Vec<(ActorIndex, usize)>>>;

/// All actors of a workspace folder.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    /// The files, in the given order; those of a built registry come first.
    pub files: Vec<Arc<RegistryFile>>,
    /// Problems between files: the index of the file, and the problem.
    pub problems: Vec<(usize, RegistryProblem)>,
    base: Option<Base>,
    own: Arc<Own>,
    /// Exclusive roles by organisation, collected at the first use.
    pub(in crate::actors) offices: ExclusiveRoles,
    generation: u64,
}

/// The built layer, and what the other layer hides of it.
#[derive(Debug, Clone)]
struct Base {
    built: Arc<Built>,
    /// The entries of files that have changed since the build.
    changed: Vec<Range<usize>>,
    /// Entries whose ids occur in the other layer.
    taken: HashSet<ActorIndex>,
}

impl Base {
    fn shows(&self, actor: ActorIndex) -> bool {
        !self.taken.contains(&actor) && !self.changed.iter().any(|part| part.contains(&actor.get()))
    }
}

/// The layer of files that were read as text: their entries first, then the built-in ones. Entries with an id that an
/// earlier entry has are skipped.
#[derive(Debug)]
struct Own {
    entries: Vec<Entry>,
    id_table: IdTable,
    /// The ids in order; made for completion and for suggestions.
    ids: OnceLock<Ids>,
    index: Index,
    builtin: bool,
    /// The names of its persons, made with the first article.
    near: OnceLock<Near>,
}

impl Default for Own {
    fn default() -> Self {
        Self::new(Vec::new(), IdTable::default(), false)
    }
}

impl Own {
    fn new(entries: Vec<Entry>, mut id_table: IdTable, builtin: bool) -> Self {
        id_table.add_others(&entries);
        let mut draft = SectionWriter::default();
        let words = name_index::write(&entries, &mut draft);
        let index = Index::with_words(read_back(draft), words);
        Self { entries, id_table, ids: OnceLock::new(), index, builtin, near: OnceLock::new() }
    }

    fn ids(&self) -> &Ids {
        self.ids.get_or_init(|| {
            let mut draft = SectionWriter::default();
            id_index::write(self.id_table.iter(&self.entries).collect(), &mut draft);
            Ids::of(&read_back(draft))
        })
    }
}

/// Opens sections that were just written.
fn read_back(draft: SectionWriter) -> Binary {
    let bytes: Bytes = Arc::new(draft.finish());
    Binary::open(bytes).unwrap_or_else(|error| unreachable!("{error}"))
}

/// Returned for a damaged record.
static EMPTY_ACTOR: LazyLock<Actor> = LazyLock::new(|| Actor::empty(Kind::Organisation));

/// The result of looking up an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    /// The entry with this id.
    Found(ActorIndex),
    /// The entry into which the one with this id was merged.
    Merged(ActorIndex),
    Missing,
}

impl Registry {
    /// Combines files and indexes their names. `builtin` adds countries and capitals.
    pub fn new(files: Vec<Arc<RegistryFile>>, builtin: bool) -> Self {
        Self::layered(None, Vec::new(), files, builtin)
    }

    /// Puts files over a built registry. `uses` states how its sources are used; a changed source is among the files or
    /// was deleted.
    pub fn over(built: Arc<Built>, uses: &[SourceUse], files: Vec<Arc<RegistryFile>>) -> Self {
        let builtin = built.has_builtin();
        let changed = uses.iter().enumerate().filter(|(_, source)| source.changed).map(|(at, _)| built.part(at));
        let changed = changed.filter(|part| !part.is_empty()).collect();
        let stub = |path: &String| RegistryFile { path: path.clone(), is_built: true, ..RegistryFile::default() };
        let named =
            |at: usize, source: &Source| uses.get(at).map_or_else(|| stub(&source.path), |usage| stub(&usage.path));
        let sources = built.sources().iter().enumerate().map(|(at, source)| Arc::new(named(at, source))).collect();
        Self::layered(Some(Base { built, changed, taken: HashSet::new() }), sources, files, builtin)
    }

    fn layered(
        mut base: Option<Base>,
        sources: Vec<Arc<RegistryFile>>,
        files: Vec<Arc<RegistryFile>>,
        builtin: bool,
    ) -> Self {
        let generation = generation(base.as_ref(), &files, builtin);
        let mut made = Made::default();
        for (number, file) in files.iter().enumerate() {
            for actor in &file.actors {
                made.add(actor, number, sources.len(), &files);
            }
        }
        if let Some(base) = &mut base {
            for Entry { actor, .. } in &made.entries {
                let known = base.built.ids.get(&actor.id).filter(|(_, kind)| *kind == IdKind::Own);
                base.taken.extend(known.map(|(built, _)| ActorIndex(built)));
            }
        }
        // A built registry already contains the places, unless a file over it extends one of them.
        if builtin && base.as_ref().is_none_or(|base| !made.entries.is_empty() || !base.changed.is_empty()) {
            made.add_builtin(base.as_mut());
        }
        let files = sources.into_iter().chain(files).collect();
        let own = Own::new(made.entries, made.id_table, builtin);
        Self {
            files,
            problems: made.problems,
            base,
            own: Arc::new(own),
            offices: ExclusiveRoles::default(),
            generation,
        }
    }

    /// The actor at an index, which must come from this registry.
    pub fn actor(&self, actor: ActorIndex) -> &Actor {
        self.get(actor).unwrap_or(&EMPTY_ACTOR)
    }

    /// The actor at an index; `None` for an index of another registry.
    pub fn get(&self, actor: ActorIndex) -> Option<&Actor> {
        self.entry(actor).map(|entry| &entry.actor)
    }

    /// Number of actors, including hidden ones of the built layer.
    pub fn len(&self) -> usize {
        self.base_len() + self.own.entries.len()
    }

    /// Whether the registry is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All actors in the order of their indexes. This decodes all entries, which is slow for large registries.
    pub fn iter(&self) -> impl Iterator<Item = &Actor> {
        self.indexes().filter_map(|actor| self.get(actor))
    }

    /// The indexes of all actors: those of the files, then the built-in ones; the built layer comes first.
    pub fn indexes(&self) -> impl Iterator<Item = ActorIndex> {
        (0..self.len()).map(ActorIndex::new).filter(|actor| self.shows(*actor))
    }

    /// Looks up an id, case-sensitively. Outside ids (`iso:QA`, `wd:Q846`) lead to the entry that lists them.
    pub fn lookup(&self, id: &str) -> Lookup {
        let base_len = self.base_len();
        let own = self
            .own
            .id_table
            .get(id, &self.own.entries)
            .map(|(actor, kind)| (ActorIndex::new(base_len + actor as usize), kind));
        let base = self.base.as_ref().and_then(|base| {
            let (actor, kind) = base.built.ids.get(id)?;
            let actor = ActorIndex(actor);
            base.shows(actor).then_some((actor, kind))
        });
        let found = match (own, base) {
            (Some((_, kind)), Some(base)) if kind != IdKind::Own && base.1 == IdKind::Own => Some(base),
            (own, base) => own.or(base),
        };
        match found {
            Some((actor, IdKind::Merged)) => Lookup::Merged(actor),
            Some((actor, _)) => Lookup::Found(actor),
            None => Lookup::Missing,
        }
    }

    /// The ids most similar to a missing one, best first, at most three.
    pub fn near_ids(&self, id: &str) -> Vec<&str> {
        let base = self.base.iter().flat_map(|base| base.built.ids.near(id)).map(ActorIndex);
        let own: Vec<usize> = if self.own.id_table.len() <= id_index::FEW {
            // Few enough to compare them one by one without an index.
            let names = self.own.id_table.iter(&self.own.entries).filter(|(.., kind)| *kind == IdKind::Own);
            names.map(|(_, actor, _)| actor as usize).collect()
        } else {
            self.own.ids().near(id).into_iter().map(|actor| actor as usize).collect()
        };
        let near = base.chain(own.into_iter().map(|actor| ActorIndex::new(self.base_len() + actor)));
        let near: Vec<&str> =
            near.filter(|actor| self.shows(*actor)).map(|actor| self.actor(actor).id.as_str()).collect();
        near_misses(id, near.into_iter(), 3)
    }

    /// Actors accepted by `fits` whose ids begin with the typed text, then those whose ids contain it; about `limit` of
    /// each.
    pub fn ids_with(&self, typed: &str, limit: usize, fits: &dyn Fn(&Actor) -> bool) -> Vec<ActorIndex> {
        let mut found = Vec::new();
        for begins in [true, false] {
            for (ids, from) in self.ids() {
                let mut left = limit;
                let mut take = |actor: u32| {
                    let actor = ActorIndex::new(from + actor as usize);
                    let new = self.shows(actor)
                        && self
                            .with_entry(actor, |entry| entry.id.starts_with(typed) == begins && fits(entry))
                            .unwrap_or(false);
                    if new {
                        found.push(actor);
                        left -= 1;
                    }
                    left > 0
                };
                if begins { ids.beginning(typed, &mut take) } else { ids.holding(typed, &mut take) }
            }
        }
        found
    }

    /// Computes in advance what the first completion of a name or the first missing id needs.
    pub fn warm_up(&self) {
        rayon::join(|| self.own.ids(), || self.own.index.warm_up());
    }

    /// A number that changes with any file or setting.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Whether an actor is visible; entries of the other layer hide built ones.
    pub(in crate::actors) fn shows(&self, actor: ActorIndex) -> bool {
        actor.get() >= self.base_len() || self.base.as_ref().is_some_and(|base| base.shows(actor))
    }

    /// Reads an actor without keeping its decoded entry.
    pub fn with_entry<T>(&self, actor: ActorIndex, look: impl FnOnce(&Actor) -> T) -> Option<T> {
        match &self.base {
            Some(base) if actor.get() < base.built.len() => base.built.with_entry(actor.get(), look),
            _ => self.get(actor).map(look),
        }
    }

    /// The titles of an actor.
    pub(in crate::actors) fn titles(&self, actor: ActorIndex) -> &[TitleForm] {
        self.entry(actor).map_or(&[], Entry::titles)
    }

    /// The forms of the titles of an actor, each with its office.
    pub(in crate::actors) fn office_forms(&self, actor: ActorIndex) -> &[(TitleForm, Office)] {
        self.entry(actor).map_or(&[], Entry::office_forms)
    }

    /// The indexes of the built layer, if any, and of the other one, with the number of the first actor of each.
    pub(in crate::actors) fn indices(&self) -> (Option<&Index>, &Index, usize) {
        (self.base.as_ref().map(|base| &base.built.index), &self.own.index, self.base_len())
    }

    /// The entries that were read as text, and the built-in ones.
    pub(super) fn own_actors(&self) -> Vec<&Actor> {
        self.own.entries.iter().map(|entry| &entry.actor).collect()
    }

    /// Their ids, own ids first.
    pub(super) fn own_ids(&self) -> Vec<(&str, u32, IdKind)> {
        self.own.id_table.iter(&self.own.entries).collect()
    }

    /// The names of the persons of the files, by their words.
    pub(in crate::actors) fn near(&self) -> &Near {
        let first = self.base_len();
        let actors = self.own.entries.iter().map(|entry| &entry.actor);
        self.own.near.get_or_init(|| Near::of(actors, first))
    }

    /// Whether the built-in places are included.
    pub(super) fn has_builtin(&self) -> bool {
        self.own.builtin
    }

    fn ids(&self) -> impl Iterator<Item = (&Ids, usize)> {
        let base = self.base.iter().map(|base| (&base.built.ids, 0));
        base.chain([(self.own.ids(), self.base_len())])
    }

    fn base_len(&self) -> usize {
        self.base.as_ref().map_or(0, |base| base.built.len())
    }

    fn entry(&self, actor: ActorIndex) -> Option<&Entry> {
        let actor = actor.get();
        match &self.base {
            Some(base) if actor < base.built.len() => base.built.entry(actor),
            Some(base) => self.own.entries.get(actor - base.built.len()),
            None => self.own.entries.get(actor),
        }
    }
}

/// The entries of files, in order of arrival.
#[derive(Debug, Default)]
struct Made {
    entries: Vec<Entry>,
    id_table: IdTable,
    problems: Vec<(usize, RegistryProblem)>,
    /// Line indexes of the files that problems refer to.
    lines: HashMap<usize, LineIndex>,
}

impl Made {
    fn add(&mut self, actor: &Actor, file: usize, first_file: usize, files: &[Arc<RegistryFile>]) {
        let Some((first, _)) = self.id_table.get(&actor.id, &self.entries) else {
            self.push(Actor { file: Some(first_file + file), ..actor.clone() });
            return;
        };
        let first = &self.entries[first as usize].actor;
        let other = first.file.and_then(|other| other.checked_sub(first_file));
        let Some(other) = other.filter(|other| *other != file) else { return };
        let (path, text) = (&files[other].path, &files[other].text);
        let lines = self.lines.entry(other).or_insert_with(|| LineIndex::new(text));
        let line = line_of(lines, text, first.id_range);
        let problem = duplicate(actor, path, line);
        self.problems.push((first_file + file, problem));
    }

    fn push(&mut self, actor: Actor) {
        self.entries.push(Entry::new(actor));
        self.id_table.add_own(&self.entries);
    }

    /// Adds the built-in places. If a file has an entry for a place, by id or by ISO code, that entry gets its names
    /// instead.
    fn add_builtin(&mut self, mut base: Option<&mut Base>) {
        let mut own: HashMap<String, usize> = HashMap::default();
        for (number, Entry { actor, .. }) in self.entries.iter().enumerate() {
            for code in actor.same_as.iter().filter(|code| code.starts_with("iso:")) {
                own.entry(code.clone()).or_insert(number);
            }
        }
        for place in builtin::places() {
            let built = base.as_ref().and_then(|base| base.built.ids.get(&place.id)).map(|(actor, _)| actor as usize);
            let by_code = place.same_as.iter().find_map(|code| own.get(code)).copied();
            let by_id = self.id_table.get(&place.id, &self.entries).map(|(number, _)| number as usize);
            // A town of the same name in another country is not the country.
            let fits = |own: &Actor| own.kind == Kind::Place && (own.parent.is_none() || own.parent == place.parent);
            let by_id = by_id.filter(|number| fits(&self.entries[*number].actor));
            if let Some(number) = by_code.or(by_id) {
                builtin::extend(&mut self.entries[number].actor, place);
                self.id_table.add_place(number, &place.id, &self.entries);
                // The built-in entry itself; an entry that a file extends belongs to the file.
                if let (Some(base), Some(built)) = (&mut base, built)
                    && base.built.with_entry(built, |entry| entry.file.is_none()).unwrap_or(false)
                {
                    base.taken.insert(ActorIndex::new(built));
                }
                continue;
            }
            if built.is_some_and(|actor| base.as_ref().is_some_and(|base| base.shows(ActorIndex::new(actor)))) {
                continue;
            }
            self.push(place.clone());
        }
    }
}

fn generation(base: Option<&Base>, files: &[Arc<RegistryFile>], builtin: bool) -> u64 {
    let mut hasher = DefaultHasher::new();
    builtin.hash(&mut hasher);
    base.map(|base| (base.built.stamp(), &base.changed)).hash(&mut hasher);
    for file in files {
        file.path.hash(&mut hasher);
        content_hash(&file.text).hash(&mut hasher);
    }
    hasher.finish()
}
