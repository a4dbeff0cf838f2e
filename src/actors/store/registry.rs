//! The registry that the files of a folder form, with lookup by id.
//!
//! It has two layers: an optional base of encoded entries, and entries in memory. The base is a built file or an
//! [`Image`] of text files. Over a built file, entries that were read as text hide built entries with the same id. Over
//! an image, the entries in memory are those that were edited since ([`super::live`]).

use super::binary::SectionWriter;
use super::built::{Built, Source, SourceUse, content_hash};
use super::changed_names::ChangeLog;
use super::delta::Delta;
use super::entry::Entry;
use super::id_index::{self, IdKind, Ids};
use super::id_table::IdTable;
use super::image::{Image, read_back};
use super::name_index::Index;
use super::name_writer::NameWriter;
use super::near_index::Near;
use crate::actors::file::{Outline, RegistryFile, RegistryProblem, duplicate, line_of};
use crate::actors::model::{Actor, ActorIndex, Kind};
use crate::actors::store::{builtin, builtin_image};
use crate::actors::words::titles::{Office, TitleForm};
use crate::parallel;
use crate::text::{LineIndex, TextRange, near_misses};
use foldhash::{HashMap, HashSet, HashSetExt};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, LazyLock, OnceLock};

/// Exclusive roles by the id of their organisation: the actors with the index of their role.
pub(in crate::actors) type ExclusiveRoles = std::collections::HashMap<String, Vec<(ActorIndex, usize)>>;

/// All actors of a workspace folder.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    /// The files, in the given order; those of a built registry come first.
    pub files: Vec<Arc<RegistryFile>>,
    /// Problems between files: the index of the file, and the problem.
    pub problems: Vec<(usize, RegistryProblem)>,
    pub(super) base: Option<Base>,
    pub(super) own: Arc<Own>,
    /// Exclusive roles by organisation, collected at the first use.
    pub(in crate::actors) offices: OnceLock<ExclusiveRoles>,
    pub(super) generation: u64,
    /// What was edited since the image was made.
    pub(super) delta: Arc<Delta>,
    /// Where the entries of the image are in each file.
    pub(super) outlines: Vec<Arc<Outline>>,
    /// The words of names that the last edits changed.
    pub(super) changes: ChangeLog,
}

/// The base layer, and what the other layer hides of it.
#[derive(Debug, Clone)]
pub(super) struct Base {
    pub(super) built: Arc<Built>,
    /// The image of text files, if the base is one.
    pub(super) image: Option<Arc<Image>>,
    /// The entries of files that have changed since the build.
    changed: Vec<Range<usize>>,
    /// Entries whose ids occur in the other layer.
    taken: HashSet<u32>,
}

impl Base {
    /// The base of a built file that nothing is put over.
    fn of_built(built: Arc<Built>) -> Self {
        Self { built, image: None, changed: Vec::new(), taken: HashSet::new() }
    }

    /// The base of an image.
    pub(super) fn of_image(image: Image) -> Self {
        let built = image.built.clone();
        Self { image: Some(Arc::new(image)), ..Self::of_built(built) }
    }

    fn shows(&self, entry: u32) -> bool {
        !self.taken.contains(&entry) && !self.changed.iter().any(|part| part.contains(&(entry as usize)))
    }

    /// How many low bits of an index are left for entries between two others.
    pub(super) fn spread(&self) -> u32 {
        self.image.as_ref().map_or(0, |image| image.spread)
    }

    /// The index of an entry.
    pub(super) fn index(&self, entry: u32) -> ActorIndex {
        ActorIndex(entry << self.spread())
    }

    /// The entry with an index.
    pub(super) fn entry_at(&self, actor: ActorIndex) -> Option<u32> {
        let (spread, entry) = (self.spread(), actor.0 >> self.spread());
        (entry << spread == actor.0 && (entry as usize) < self.built.len()).then_some(entry)
    }
}

/// Where an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryPlace {
    /// The index of its file in [`Registry::files`].
    pub file: usize,
    /// The range of the entry.
    pub range: TextRange,
    /// The range of its id, without quotation marks.
    pub id_range: TextRange,
}

/// The layer of files that were read as text: their entries first, then the built-in ones. Entries with an id that an
/// earlier entry has are skipped.
#[derive(Debug)]
pub(super) struct Own {
    pub(super) entries: Vec<Entry>,
    /// Their indexes, in order; empty if they follow the base.
    pub(super) numbers: Vec<ActorIndex>,
    pub(super) id_table: IdTable,
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
        let mut names = NameWriter::default();
        for (number, entry) in entries.iter().enumerate() {
            names.add(number, &entry.actor);
        }
        let words = names.finish(&mut draft);
        let index = Index::with_words(read_back(draft), words);
        Self { entries, numbers: Vec::new(), id_table, ids: OnceLock::new(), index, builtin, near: OnceLock::new() }
    }

    /// The entries that were edited, by their indexes.
    pub(super) fn edited(entries: Vec<(ActorIndex, Actor)>, builtin: bool) -> Self {
        let (numbers, actors): (Vec<ActorIndex>, Vec<Actor>) = entries.into_iter().unzip();
        let mut id_table = IdTable::default();
        let mut entries = Vec::with_capacity(actors.len());
        for actor in actors {
            entries.push(Entry::new(actor));
            id_table.add_own(&entries);
        }
        Self { numbers, ..Self::new(entries, id_table, builtin) }
    }

    fn ids(&self) -> &Ids {
        self.ids.get_or_init(|| {
            let mut draft = SectionWriter::default();
            id_index::write(self.id_table.iter(&self.entries).collect(), self.entries.len(), &mut draft);
            Ids::of(&read_back(draft))
        })
    }
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

impl Lookup {
    pub(super) fn of(found: Option<(ActorIndex, IdKind)>) -> Self {
        match found {
            Some((actor, IdKind::Merged)) => Self::Merged(actor),
            Some((actor, _)) => Self::Found(actor),
            None => Self::Missing,
        }
    }
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
        Self::layered(Some(Base { changed, ..Base::of_built(built) }), sources, files, builtin)
    }

    fn layered(
        mut base: Option<Base>,
        sources: Vec<Arc<RegistryFile>>,
        files: Vec<Arc<RegistryFile>>,
        builtin: bool,
    ) -> Self {
        if builtin && base.is_none() && files.is_empty() {
            // Nothing is put over the places, so they need not be indexed again.
            base = builtin_image::places().map(Base::of_built);
        }
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
                base.taken.extend(known.map(|(built, _)| built));
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
            offices: OnceLock::new(),
            generation,
            delta: Arc::default(),
            outlines: Vec::new(),
            changes: ChangeLog::default(),
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

    /// Number of actors, including hidden ones of a built file.
    pub fn len(&self) -> usize {
        let hidden = self.delta.hidden_of_base();
        self.base_len() + self.own.entries.len() - hidden.min(self.base_len())
    }

    /// Whether the registry is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All actors in the order of their indexes. This decodes all entries, which is slow for large registries.
    pub fn iter(&self) -> impl Iterator<Item = &Actor> {
        self.indexes().filter_map(|actor| self.get(actor))
    }

    /// The indexes of all actors in order: those of the files, then the built-in ones; a built file comes first.
    pub fn indexes(&self) -> impl Iterator<Item = ActorIndex> {
        let base = self.base.iter().flat_map(|base| (0..base.built.len() as u32).map(|entry| base.index(entry)));
        let own = (0..self.own.entries.len()).map(|entry| self.own_index(entry));
        let (mut base, mut own) = (base.peekable(), own.peekable());
        std::iter::from_fn(move || match (base.peek(), own.peek()) {
            (Some(of_base), Some(of_own)) if of_own < of_base => own.next(),
            (None, _) => own.next(),
            _ => base.next(),
        })
        .filter(|actor| self.shows(*actor))
    }

    /// Where an entry is; `None` for a built-in one.
    pub fn place(&self, actor: ActorIndex) -> Option<EntryPlace> {
        let entry = self.any_entry(actor)?;
        let file = entry.file?;
        let Some(outline) = self.outlines.get(file) else {
            return Some(EntryPlace { file, range: entry.range, id_range: entry.id_range });
        };
        // The ranges of encoded entries are relative to their pieces.
        let start = outline.range(outline.piece_of(actor)?).start;
        Some(EntryPlace { file, range: entry.range.shift(start), id_range: entry.id_range.shift(start) })
    }

    /// The line of the id of an entry, from 1. `None` if no file with a text has it.
    pub fn id_line(&self, actor: ActorIndex) -> Option<usize> {
        let entry = self.any_entry(actor)?;
        if let Some(outline) = self.outlines.get(entry.file?) {
            return Some(outline.id_line(outline.piece_of(actor)?) as usize);
        }
        let before = self.files.get(entry.file?)?.text.get(..entry.id_range.start as usize)?;
        (!before.is_empty()).then(|| before.bytes().filter(|byte| *byte == b'\n').count() + 1)
    }

    /// Looks up an id, case-sensitively. Outside ids (`iso:QA`, `wd:Q846`) lead to the entry that lists them.
    pub fn lookup(&self, id: &str) -> Lookup {
        if let Some(image) = self.image() {
            return self.lookup_edited(image, id);
        }
        let own =
            self.own.id_table.get(id, &self.own.entries).map(|(actor, kind)| (self.own_index(actor as usize), kind));
        let base = self.base.as_ref().and_then(|base| {
            let (entry, kind) = base.built.ids.get(id)?;
            base.shows(entry).then_some((base.index(entry), kind))
        });
        let found = match (own, base) {
            (Some((_, kind)), Some(base)) if kind != IdKind::Own && base.1 == IdKind::Own => Some(base),
            (own, base) => own.or(base),
        };
        Lookup::of(found)
    }

    /// The ids most similar to a missing one, best first, at most three.
    pub fn near_ids(&self, id: &str) -> Vec<&str> {
        let base = self.base.iter().flat_map(|base| base.built.ids.near(id).into_iter().map(|entry| base.index(entry)));
        let own: Vec<usize> = if self.own.id_table.len() <= id_index::FEW {
            // Few enough to compare them one by one without an index.
            let names = self.own.id_table.iter(&self.own.entries).filter(|(.., kind)| *kind == IdKind::Own);
            names.map(|(_, actor, _)| actor as usize).collect()
        } else {
            self.own.ids().near(id).into_iter().map(|actor| actor as usize).collect()
        };
        let near = base.chain(own.into_iter().map(|entry| self.own_index(entry)));
        let mut near: Vec<&str> =
            near.filter_map(|actor| self.shown_holder(actor)).map(|actor| self.actor(actor).id.as_str()).collect();
        near.sort_unstable();
        near.dedup();
        near_misses(id, near.into_iter(), 3)
    }

    /// Actors accepted by `fits` whose ids begin with the typed text, then those whose ids contain it; about `limit` of
    /// each.
    pub fn ids_with(&self, typed: &str, limit: usize, fits: &dyn Fn(&Actor) -> bool) -> Vec<ActorIndex> {
        let mut found = Vec::new();
        for begins in [true, false] {
            let first = found.len();
            let base = self.base.iter().map(|base| (&base.built.ids, Some(base)));
            for (ids, base) in base.chain([(self.own.ids(), None)]) {
                let mut left = limit;
                let mut take = |entry: u32| {
                    let actor = base.map_or_else(|| self.own_index(entry as usize), |base| base.index(entry));
                    let Some(actor) = self.shown_holder(actor) else { return left > 0 };
                    let new = self
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
            if self.image().is_some() {
                found[first..].sort_by(|one, other| self.actor(*one).id.cmp(&self.actor(*other).id));
                found.truncate(first + limit);
            }
        }
        found
    }

    /// Computes in advance what the first completion of a name or the first missing id needs.
    pub fn warm_up(&self) {
        parallel::join(|| self.own.ids(), || self.own.index.warm_up());
    }

    /// A number that changes with any file or setting.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Whether an actor is visible; entries of the other layer hide built ones.
    pub(in crate::actors) fn shows(&self, actor: ActorIndex) -> bool {
        let Some(entry) = self.base.as_ref().and_then(|base| base.entry_at(actor)) else { return true };
        !self.delta.hides(actor) && self.base.as_ref().is_some_and(|base| base.shows(entry))
    }

    /// Reads an actor without keeping its decoded entry.
    pub fn with_entry<T>(&self, actor: ActorIndex, look: impl FnOnce(&Actor) -> T) -> Option<T> {
        match self.base.as_ref().and_then(|base| Some((base, base.entry_at(actor)?))) {
            Some((base, entry)) => base.built.with_entry(entry as usize, look),
            None => self.get(actor).map(look),
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

    /// The indexes of names of the base, if any, and of the entries in memory.
    pub(in crate::actors) fn indices(&self) -> (Option<&Index>, &Index) {
        (self.base.as_ref().map(|base| &base.built.index), &self.own.index)
    }

    /// The index of an entry of the base.
    pub(in crate::actors) fn base_index(&self, entry: u32) -> ActorIndex {
        self.base.as_ref().map_or(ActorIndex(entry), |base| base.index(entry))
    }

    /// The index of an entry in memory.
    pub(in crate::actors) fn own_index(&self, entry: usize) -> ActorIndex {
        self.own.numbers.get(entry).copied().unwrap_or_else(|| ActorIndex::new(self.base_len() + entry))
    }

    /// The image of text files that was edited, if any.
    pub(super) fn image(&self) -> Option<&Image> {
        self.base.as_ref()?.image.as_deref()
    }

    /// The entries that were read as text, and the built-in ones.
    pub(super) fn own_actors(&self) -> Vec<&Actor> {
        self.own.entries.iter().map(|entry| &entry.actor).collect()
    }

    /// Their ids, own ids first.
    pub(super) fn own_ids(&self) -> Vec<(&str, u32, IdKind)> {
        self.own.id_table.iter(&self.own.entries).collect()
    }

    /// The names of the persons of the entries in memory, by their words.
    pub(super) fn near_own(&self) -> &Near {
        let actors = self.own.entries.iter().enumerate();
        self.own.near.get_or_init(|| Near::of(actors.map(|(entry, own)| (self.own_index(entry), &own.actor))))
    }

    /// Whether the built-in places are included.
    pub(super) fn has_builtin(&self) -> bool {
        self.own.builtin
    }

    pub(super) fn base_len(&self) -> usize {
        self.base.as_ref().map_or(0, |base| base.built.len())
    }

    fn entry(&self, actor: ActorIndex) -> Option<&Entry> {
        if let Some(base) = &self.base
            && let Some(entry) = base.entry_at(actor)
        {
            return base.built.entry(entry as usize);
        }
        if self.own.numbers.is_empty() {
            return self.own.entries.get(actor.get().checked_sub(self.base_len())?);
        }
        self.own.entries.get(self.own.numbers.binary_search(&actor).ok()?)
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
                    base.taken.insert(built as u32);
                }
                continue;
            }
            if built.is_some_and(|actor| base.as_ref().is_some_and(|base| base.shows(actor as u32))) {
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
