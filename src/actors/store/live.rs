//! A registry of text files that takes edits: entries are encoded once, and an edit costs the entries that it touches.
//!
//! The entries of the files are in an [`Image`]. Its indexes are spread out, so that an entry that was edited or added has
//! an index between those of its neighbours, and all others keep theirs. What was edited is in the [`Delta`]; a new image
//! is made when it has grown too large.

use super::changed_names::ChangedNames;
use super::delta::Delta;
use super::entry::Entry;
use super::id_index::IdKind;
use super::image::{Image, ImageWriter, references, touches_places};
use super::likeness::NearName;
use super::near_index::Near;
use super::registry::{Base, ExclusiveRoles, Lookup, Own, Registry};
use crate::actors::file::outline::{PieceShape, ranges, read_piece};
use crate::actors::file::{Outline, ReadPiece, RegistryFile, RegistryProblem, TouchedPieces, duplicate};
use crate::actors::model::{Actor, ActorIndex, Name, NameClass};
use crate::actors::words::normalize::Tokens;
use crate::parallel;
use crate::text::TextRange;
use foldhash::HashMap;
use std::sync::Arc;

/// The number of edited entries from which a new image is better.
const MOST_EDITED: usize = 2_000;
/// How many pieces are read at a time.
const BATCH: usize = 4_096;
/// How many indexes are left after an entry that is added, so that another one fits in between.
const GAP: u32 = 64;

/// What an edit changed.
#[derive(Debug)]
pub struct Edited {
    pub registry: Registry,
    /// Entries that changed, in their old form.
    pub old: Vec<Actor>,
    /// Entries that changed, in their new form.
    pub new: Vec<(ActorIndex, Actor)>,
    /// Entries that are no longer ignored because of their id, or are now.
    pub shadowed: Vec<Actor>,
}

impl Registry {
    /// Reads text files piece by piece. `inspect` gets each piece of a file with the number of the file; pieces are read on
    /// all processors. `None` if a file cannot be read in pieces.
    pub fn open_texts(
        files: &[(String, &str)],
        builtin: bool,
        generation: u64,
        inspect: &(dyn Fn(usize, &ReadPiece) + Sync),
    ) -> Option<Self> {
        let mut writer: Option<ImageWriter> = None;
        let mut outlines = Vec::new();
        // The entry of each piece, by number; the indexes are known when all are counted.
        let mut numbers: Vec<Vec<Option<u32>>> = Vec::new();
        let mut pieces: Vec<Vec<PieceShape>> = Vec::new();
        for (file, (path, text)) in files.iter().enumerate() {
            let ranges = ranges(text, true)?;
            let (mut of_file, mut shapes) = (Vec::with_capacity(ranges.len()), Vec::with_capacity(ranges.len()));
            for batch in ranges.chunks(BATCH) {
                let read = parallel::map(batch, |range| {
                    let piece = read_piece(path, range.start, range.slice(text))?;
                    inspect(file, &piece);
                    Some(piece)
                });
                let read: Vec<ReadPiece> = read.into_iter().collect::<Option<_>>()?;
                let actors = || read.iter().flat_map(|piece| &piece.file.actors);
                let writer = writer.get_or_insert_with(|| ImageWriter::new(actors()));
                for piece in &read {
                    let actor = piece.file.actors.first();
                    of_file.push(actor.map(|actor| writer.add(&Actor { file: Some(file), ..actor.clone() })));
                    shapes.push(piece.shape());
                }
            }
            numbers.push(of_file);
            pieces.push(shapes);
        }
        let image = writer.unwrap_or_else(|| ImageWriter::new(std::iter::empty())).finish(builtin);
        let base = Base::of_image(image);
        for (numbers, shapes) in numbers.into_iter().zip(pieces) {
            let mut outline = Outline::with_capacity(shapes.len());
            let mut line = 0;
            for (number, shape) in numbers.into_iter().zip(shapes) {
                outline.push(shape, line, number.map(|number| base.index(number)));
                line += shape.lines;
            }
            outlines.push(Arc::new(outline));
        }
        let stub = |path: &String| RegistryFile { path: path.clone(), is_built: true, ..RegistryFile::default() };
        let files = files.iter().map(|(path, _)| Arc::new(stub(path))).collect();
        Some(Self::of_image(base, files, outlines, builtin, generation))
    }

    /// The registry of an image to which nothing was edited yet.
    fn of_image(
        base: Base,
        files: Vec<Arc<RegistryFile>>,
        outlines: Vec<Arc<Outline>>,
        builtin: bool,
        generation: u64,
    ) -> Self {
        let mut registry = Self {
            files,
            base: Some(base),
            own: Arc::new(Own::edited(Vec::new(), builtin)),
            generation,
            outlines,
            ..Self::default()
        };
        let shared: Vec<String> = registry.image().into_iter().flat_map(|image| image.shared.keys().cloned()).collect();
        let mut delta = Delta::default();
        for id in shared {
            registry.shadow(&id, &mut delta);
        }
        registry.delta = Arc::new(delta);
        registry.problems = registry.duplicates();
        registry
    }

    /// Applies a change that [`Registry::edit`] cannot apply, by encoding all entries again. The files are not read.
    pub fn rebuild(&self, file: usize, touched: &TouchedPieces, by_lines: i64, generation: u64) -> Edited {
        let first =
            self.outlines.iter().flat_map(|outline| (0..outline.len()).filter_map(|piece| outline.entry(piece)));
        let sample: Vec<Actor> = first.take(BATCH).filter_map(|actor| self.with_plain(actor, Actor::clone)).collect();
        let mut writer = ImageWriter::new(sample.iter());
        let mut numbers: Vec<Vec<Option<u32>>> = Vec::with_capacity(self.outlines.len());
        let mut outlines = self.outlines.clone();
        for (at, outline) in self.outlines.iter().enumerate() {
            let (before, after) =
                if at == file { (touched.pieces.start, touched.pieces.end) } else { (outline.len(), outline.len()) };
            let mut of_file = Vec::with_capacity(outline.len());
            for piece in 0..outline.len() {
                if at == file && piece == before {
                    let new = touched.read.iter().map(|piece| piece.file.actors.first());
                    of_file.extend(new.map(|actor| Some(writer.add(&Actor { file: Some(at), ..actor?.clone() }))));
                }
                if piece < before || piece >= after {
                    let actor = outline.entry(piece);
                    let written = actor.and_then(|actor| self.with_plain(actor, |entry| writer.add(entry)));
                    of_file.push(written);
                }
            }
            numbers.push(of_file);
        }
        let base = Base::of_image(writer.finish(self.has_builtin()));
        let index = |number: u32| base.index(number);
        let start = touched.pieces.start;
        let new_numbers: Vec<Option<ActorIndex>> =
            numbers[file][start..start + touched.read.len()].iter().map(|number| number.map(index)).collect();
        Arc::make_mut(&mut outlines[file]).replace(touched, &new_numbers, by_lines);
        for (outline, numbers) in outlines.iter_mut().zip(numbers) {
            Arc::make_mut(outline).renumber(numbers.into_iter().map(|number| number.map(index)));
        }
        let old = touched.pieces.clone().filter_map(|piece| self.outlines[file].entry(piece));
        let old: Vec<Actor> = old.filter_map(|actor| self.any_entry(actor).cloned()).collect();
        let registry = Self::of_image(base, self.files.clone(), outlines, self.has_builtin(), generation);
        let new = new_numbers.into_iter().flatten();
        let new = new.filter_map(|actor| Some((actor, registry.any_entry(actor)?.clone()))).collect();
        let of = |registry: &Self| -> Vec<Actor> {
            registry.shadowed().filter_map(|actor| registry.any_entry(actor).cloned()).collect()
        };
        let shadowed = of(self).into_iter().chain(of(&registry)).collect();
        Edited { registry, old, new, shadowed }
    }

    /// Reads an entry as it is in its file, also if another one with its id hides it, without keeping it.
    fn with_plain<T>(&self, actor: ActorIndex, look: impl FnOnce(&Actor) -> T) -> Option<T> {
        if let Ok(at) = self.delta.position(actor) {
            return Some(look(&self.delta.entries[at].1));
        }
        let base = self.base.as_ref()?;
        match base.image.as_ref()?.plain.get(&base.entry_at(actor)?) {
            Some(plain) => Some(look(plain)),
            None => self.with_entry(actor, look),
        }
    }

    /// Applies a change to a file. `by_lines` is how many lines were added. `None` if all
    /// entries must be encoded again: too much was edited, or the change touches a built-in place.
    pub fn edit(&self, file: usize, touched: &TouchedPieces, by_lines: i64, generation: u64) -> Option<Edited> {
        let outline = self.outlines.get(file)?;
        let new: Vec<Option<Actor>> = (touched.read.iter())
            .map(|piece| piece.file.actors.first().map(|actor| Actor { file: Some(file), ..actor.clone() }))
            .collect();
        let old: Vec<(ActorIndex, Actor)> = (touched.pieces.clone())
            .filter_map(|piece| outline.entry(piece))
            .filter_map(|actor| Some((actor, self.any_entry(actor)?.clone())))
            .collect();
        let mut all = old.iter().map(|(_, actor)| actor).chain(new.iter().flatten());
        if all.any(touches_places) {
            return None;
        }
        let numbers = self.number(file, touched, &old, &new)?;
        let mut delta = Delta::clone(&self.delta);
        for (actor, _) in &old {
            match delta.position(*actor) {
                Ok(at) => drop(delta.entries.remove(at)),
                Err(_) => drop(delta.removed.insert(*actor)),
            }
            delta.shadowed.remove(actor);
        }
        let mut added = Vec::new();
        for (number, actor) in numbers.iter().zip(new) {
            let (Some(number), Some(actor)) = (number, actor) else { continue };
            match delta.position(*number) {
                Ok(_) => return None,
                Err(at) => delta.entries.insert(at, (*number, actor.clone())),
            }
            added.push((*number, actor));
        }
        if delta.entries.len() + delta.removed.len() > MOST_EDITED {
            return None;
        }
        let mut ids: Vec<&str> = old.iter().chain(&added).map(|(_, actor)| actor.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            self.shadow(id, &mut delta);
        }
        let mut outlines = self.outlines.clone();
        Arc::make_mut(&mut outlines[file]).replace(touched, &numbers, by_lines);
        let shown = delta.entries.iter().filter(|(actor, _)| !delta.shadowed.contains(actor)).cloned().collect();
        let names = ChangedNames::of(old.iter().chain(&added).map(|(_, actor)| actor));
        let shadows = self.delta.shadowed.symmetric_difference(&delta.shadowed);
        let shadowed: Vec<Actor> = shadows.filter_map(|actor| self.any_entry(*actor)).cloned().collect();
        let names = names.with(shadowed.iter());
        let mut registry = Self {
            files: self.files.clone(),
            base: self.base.clone(),
            own: Arc::new(Own::edited(shown, self.has_builtin())),
            generation,
            delta: Arc::new(delta),
            outlines,
            changes: self.changes.with(self.generation, names),
            ..Self::default()
        };
        registry.problems = registry.duplicates();
        Some(Edited { registry, old: old.into_iter().map(|(_, actor)| actor).collect(), new: added, shadowed })
    }

    /// The length of the texts, if the registry was read in pieces.
    pub fn text_len(&self) -> u64 {
        self.outlines.iter().map(|outline| u64::from(outline.text_len())).sum()
    }

    /// The outline of a file that was read in pieces.
    pub fn outline(&self, file: usize) -> Option<&Outline> {
        self.outlines.get(file).map(Arc::as_ref)
    }

    /// The range of the piece of an entry, if the registry was read in pieces.
    pub fn piece_range(&self, actor: ActorIndex) -> Option<TextRange> {
        let outline = self.outlines.get(self.any_entry(actor)?.file?)?;
        Some(outline.range(outline.piece_of(actor)?))
    }

    /// The entry of the piece at an offset of a file that was read in pieces.
    pub fn entry_at(&self, file: usize, offset: u32) -> Option<ActorIndex> {
        let outline = self.outlines.get(file)?;
        outline.entry(outline.piece_at(offset))
    }

    /// The entries that are ignored because an earlier one has their id.
    pub fn shadowed(&self) -> impl Iterator<Item = ActorIndex> {
        self.delta.shadowed.iter().copied()
    }

    /// The entries that can have findings in view of others: full names and offices that several have, and ids that do
    /// not exist.
    pub fn suspects(&self) -> Vec<ActorIndex> {
        let Some((base, image)) = self.base.as_ref().and_then(|base| Some((base, base.image.as_ref()?))) else {
            return Vec::new();
        };
        let mut found: Vec<ActorIndex> = Vec::new();
        base.built.index.view().each_shared(|labels| {
            let full = |name: &Name| matches!(name.class, NameClass::House | NameClass::Also);
            let named = labels.iter().filter_map(|label| {
                let actor = base.index(label.actor);
                let look = |entry: &Actor| {
                    let name = entry.names.get(usize::from(label.name))?;
                    (entry.file.is_some() && full(name)).then_some(entry.note.is_none())
                };
                Some((actor, self.with_entry(actor, look)??))
            });
            let named: Vec<(ActorIndex, bool)> = named.collect();
            if named.iter().any(|(_, open)| *open) && named.iter().any(|(actor, _)| *actor != named[0].0) {
                found.extend(named.into_iter().map(|(actor, _)| actor));
            }
        });
        for of_org in image.offices.values().filter(|of_org| of_org.iter().any(|(entry, _)| *entry != of_org[0].0)) {
            found.extend(of_org.iter().map(|(entry, _)| base.index(*entry)));
        }
        let dangling = parallel::map(&image.all_referring(), |entry| {
            let actor = base.index(*entry);
            let is_missing = |id: &str| self.lookup(id) == Lookup::Missing;
            let dangles = self.with_entry(actor, |entry| references(entry).any(is_missing)).unwrap_or(false);
            dangles.then_some(actor)
        });
        found.extend(dangling.into_iter().flatten());
        for actor in self.shadowed() {
            found.push(actor);
            found.extend(self.any_entry(actor).and_then(|entry| self.first_with(&entry.id)));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The entry that an id belongs to.
    pub(in crate::actors) fn first_with(&self, id: &str) -> Option<ActorIndex> {
        match self.lookup(id) {
            Lookup::Found(actor) => Some(actor),
            Lookup::Merged(_) | Lookup::Missing => None,
        }
    }

    /// The names that were changed since a generation; `None` if that is not known.
    pub fn changed_since(&self, generation: u64) -> Option<ChangedNames> {
        self.changes.since(generation)
    }

    /// The indexes of the new entries between their neighbours. An edited entry that is in memory keeps its index.
    fn number(
        &self,
        file: usize,
        touched: &TouchedPieces,
        old: &[(ActorIndex, Actor)],
        new: &[Option<Actor>],
    ) -> Option<Vec<Option<ActorIndex>>> {
        let base = self.base.as_ref()?;
        let outline = self.outlines.get(file)?;
        let before = outline.entry_before(touched.pieces.start);
        let before = before.or_else(|| self.outlines[..file].iter().rev().find_map(|o| o.entry_before(o.len())));
        let after = outline.entry_from(touched.pieces.end);
        let after = after.or_else(|| self.outlines[file + 1..].iter().find_map(|outline| outline.entry_from(0)));
        // The built-in places come after the entries of the files.
        let places = || {
            (0..self.base_len())
                .rev()
                .take_while(|entry| base.built.with_entry(*entry, |e| e.file.is_none()).unwrap_or(false))
                .last()
        };
        let end = || places().map_or(u32::MAX, |first| base.index(first as u32).0);
        let (mut low, high) = (before.map_or(0, |actor| actor.0 + 1), after.map_or_else(end, |actor| actor.0));
        let same_count = old.len() == new.iter().flatten().count();
        let mut left = new.iter().flatten().count() as u32;
        let mut old = old.iter();
        let mut out = Vec::with_capacity(new.len());
        for actor in new {
            if actor.is_none() {
                out.push(None);
                continue;
            }
            let step = ((high.checked_sub(low)?) / (left + 1)).min(GAP);
            let mut number = low + step;
            if same_count && let Some((replaced, _)) = old.next() {
                // Those after it must fit, too.
                number = if base.entry_at(*replaced).is_some() { replaced.0 + step.clamp(1, GAP) } else { replaced.0 };
            }
            if base.entry_at(ActorIndex(number)).is_some() {
                number += 1;
            }
            if number < low || number >= high {
                return None;
            }
            out.push(Some(ActorIndex(number)));
            (low, left) = (number + 1, left - 1);
        }
        Some(out)
    }

    /// Decides which of the entries with an id is shown: the first one.
    fn shadow(&self, id: &str, delta: &mut Delta) {
        let Some(base) = &self.base else { return };
        let of_base = self.holders(id).into_iter().filter(|(_, kind)| *kind == IdKind::Own);
        let of_file =
            |entry: &u32| base.built.with_entry(*entry as usize, |actor| actor.file.is_some()).unwrap_or(false);
        let of_base = of_base.map(|(entry, _)| entry).filter(of_file).map(|entry| base.index(entry));
        let of_base = of_base.filter(|actor| !delta.removed.contains(actor));
        let own = delta.entries.iter().filter(|(_, actor)| actor.id == id).map(|(actor, _)| *actor);
        let mut holders: Vec<ActorIndex> = of_base.chain(own).collect();
        holders.sort_unstable();
        for (at, holder) in holders.into_iter().enumerate() {
            if at == 0 {
                delta.shadowed.remove(&holder);
            } else {
                delta.shadowed.insert(holder);
            }
        }
    }

    /// The problems of ids that several entries have.
    fn duplicates(&self) -> Vec<(usize, RegistryProblem)> {
        let mut shadowed: Vec<ActorIndex> = self.delta.shadowed.iter().copied().collect();
        shadowed.sort_unstable();
        // The first entry with an id in each file: it counts for the others in the file.
        let mut firsts: HashMap<(usize, &str), ActorIndex> = HashMap::default();
        let mut problems = Vec::new();
        for actor in shadowed {
            let Some(entry) = self.any_entry(actor) else { continue };
            let Some(file) = entry.file else { continue };
            let Lookup::Found(first) = self.lookup(&entry.id) else { continue };
            let home = self.any_entry(first).and_then(|first| first.file);
            let in_file = if home == Some(file) { first } else { actor };
            let in_file = *firsts.entry((file, entry.id.as_str())).or_insert(in_file);
            let others = [Some(in_file).filter(|other| *other != actor), Some(first).filter(|_| home != Some(file))];
            problems.extend(others.into_iter().flatten().filter_map(|other| {
                let outline = &self.outlines[file];
                let placed = entry.moved(outline.range(outline.piece_of(actor)?).start);
                let path = &self.files[self.any_entry(other)?.file?].path;
                Some((file, duplicate(&placed, path, self.id_line(other)? as u32)))
            }));
        }
        problems
    }

    /// An entry, also if another one with its id hides it.
    pub fn any_entry(&self, actor: ActorIndex) -> Option<&Actor> {
        match self.delta.position(actor) {
            Ok(at) => Some(&self.delta.entries[at].1),
            Err(_) => self.get(actor),
        }
    }

    /// The entries of the image that have an id, the first one that counts first.
    fn holders(&self, id: &str) -> Vec<(u32, IdKind)> {
        let Some(image) = self.image() else { return Vec::new() };
        match image.shared.get(id) {
            Some(holders) => holders.clone(),
            None => image.built.ids.get(id).into_iter().collect(),
        }
    }

    /// Looks up an id in an image and what was edited since.
    pub(super) fn lookup_edited(&self, image: &Image, id: &str) -> Lookup {
        let shown = |entry: u32| Some(self.base_index(entry)).filter(|actor| self.shows(*actor));
        let of_base = match image.shared.get(id) {
            Some(holders) => holders.iter().find_map(|(entry, kind)| Some((shown(*entry)?, *kind))),
            None => image.built.ids.get(id).and_then(|(entry, kind)| Some((shown(entry)?, kind))),
        };
        let own = self.own.id_table.get(id, &self.own.entries);
        let own = own.map(|(entry, kind)| (self.own_index(entry as usize), kind));
        Lookup::of(of_base.into_iter().chain(own).min_by_key(|(actor, kind)| (*kind != IdKind::Own, *actor)))
    }

    /// An entry if it is shown, else the shown one with the same id that the image has.
    pub(super) fn shown_holder(&self, actor: ActorIndex) -> Option<ActorIndex> {
        if self.shows(actor) {
            return Some(actor);
        }
        let shared = &self.image()?.shared;
        let holders = self.with_entry(actor, |entry| shared.get(&entry.id).cloned())??;
        let own = holders.into_iter().filter(|(_, kind)| *kind == IdKind::Own).map(|(entry, _)| self.base_index(entry));
        own.into_iter().find(|actor| self.shows(*actor))
    }

    /// The exclusive roles of an organisation.
    pub(in crate::actors) fn roles_of(&self, org: &str) -> Vec<(ActorIndex, usize)> {
        let Some(image) = self.image() else {
            let offices = self.offices.get_or_init(|| self.own_offices());
            return offices.get(org).cloned().unwrap_or_default();
        };
        let of_base = image.offices.get(org).into_iter().flatten();
        let of_base = of_base.map(|(entry, role)| (self.base_index(*entry), *role as usize));
        let own = self.offices.get_or_init(|| self.own_offices());
        let own = own.get(org).into_iter().flatten().copied();
        let mut all: Vec<(ActorIndex, usize)> = of_base.filter(|(actor, _)| self.shows(*actor)).chain(own).collect();
        all.sort_unstable();
        all
    }

    /// All exclusive roles, in order, at most `limit`.
    pub(in crate::actors) fn all_roles(&self, limit: usize) -> Vec<(ActorIndex, usize)> {
        let own = self.offices.get_or_init(|| self.own_offices()).values().flatten().copied();
        let of_base = self.image().into_iter().flat_map(|image| image.offices.values().flatten());
        let of_base = of_base.map(|(entry, role)| (self.base_index(*entry), *role as usize));
        let mut all: Vec<(ActorIndex, usize)> = of_base.filter(|(actor, _)| self.shows(*actor)).chain(own).collect();
        all.sort_unstable();
        all.truncate(limit);
        all
    }

    /// The exclusive roles of all entries that are not in an image.
    fn own_offices(&self) -> ExclusiveRoles {
        let mut offices = ExclusiveRoles::new();
        let mut add = |actor: ActorIndex, entry: &Actor| {
            for (at, role) in entry.roles.iter().enumerate().filter(|(_, role)| role.exclusive) {
                offices.entry(role.org.clone().unwrap_or_default()).or_default().push((actor, at));
            }
        };
        if self.image().is_some() {
            for (at, Entry { actor, .. }) in self.own.entries.iter().enumerate() {
                add(self.own_index(at), actor);
            }
            return offices;
        }
        for actor in self.indexes() {
            // A built registry is read once without keeping its entries.
            self.with_entry(actor, |entry| add(actor, entry));
        }
        offices
    }

    /// The names of a text that are similar to a registered one and have no other explanation, in order. `taken` are the
    /// words of recognised names.
    pub(in crate::actors) fn near_names(
        &self,
        prose: &str,
        read: &Tokens,
        taken: &dyn Fn(std::ops::Range<usize>) -> bool,
    ) -> Vec<NearName> {
        let of_base = self.base.as_ref().and_then(|base| Some((base, base.image.as_ref()?))).map(|(base, image)| {
            image.near.get_or_init(|| {
                let entries = (0..base.built.len()).map(|entry| {
                    let actor = base.built.with_entry(entry, Actor::clone);
                    (base.index(entry as u32), actor.unwrap_or_else(|| Actor::empty(crate::actors::model::Kind::Group)))
                });
                Near::of(entries)
            })
        });
        let all: Vec<&Near> = of_base.into_iter().chain([self.near_own()]).collect();
        Near::find(&all, prose, read, &|actor| self.shows(actor), taken)
    }

    /// The entries that refer to an id as their organisation or parent, if the registry was read in pieces.
    pub(in crate::actors) fn referring(&self, id: &str) -> Vec<ActorIndex> {
        let Some(image) = self.image() else { return Vec::new() };
        let own = self.own.entries.iter().enumerate();
        let refers = own.filter(|(_, entry)| references(&entry.actor).any(|other| other == id));
        let of_base = image.referring(id).map(|entry| self.base_index(entry));
        of_base.chain(refers.map(|(at, _)| self.own_index(at))).collect()
    }
}
