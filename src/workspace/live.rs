//! The registry of a project whose large files are read in pieces. An edit costs the entries that it touches, and gives the
//! same findings as reading all files.

use super::{ReadAs, ReadInPieces, read, stamp};
use crate::actors::{
    Actor, ActorIndex, Edited, ReadPiece, Registry, RegistryFile, Splice, TouchedPieces, content_hash, read_piece,
    related,
};
use crate::config::Config;
use crate::finding::{Finding, Location};
use crate::lint::RegistryRules;
use crate::text::TextRange;
use ropey::{Rope, RopeSlice};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use xxhash_rust::xxh3::Xxh3;

/// How many references to entries that do not exist, and how many entries with the id of another one, are checked again after
/// an edit.
const MOST_RECHECKED: usize = 256;

/// The files of a registry and their findings.
pub struct LiveRegistry {
    registry: Arc<Registry>,
    files: Vec<LiveFile>,
    rules: RegistryRules,
}

struct LiveFile {
    path: PathBuf,
    name: String,
    /// The hash of the text that was read.
    hash: u64,
    /// Length and time of the file when it was read.
    stamp: Option<(u64, u64)>,
    /// The text in the editor, if it is open.
    open: Option<Rope>,
    /// The findings of its entries by themselves.
    own: Vec<Placed>,
    /// The findings of entries in view of others.
    between: Vec<Placed>,
}

/// A finding and the start of the piece of its entry.
#[derive(Debug, Clone)]
struct Placed {
    piece: u32,
    finding: Finding,
}

impl LiveRegistry {
    /// Reads files. `None` if one of them cannot be read, or not in pieces.
    pub fn open(
        paths: &[PathBuf],
        open: &HashMap<PathBuf, Rope>,
        config: &Config,
        builtin: bool,
        generation: u64,
    ) -> Option<Self> {
        let rules = RegistryRules::new(config);
        let mut texts = Vec::with_capacity(paths.len());
        let mut files = Vec::with_capacity(paths.len());
        for path in paths {
            let stamp = stamp(path);
            let open = open.get(path).cloned();
            let text =
                open.as_ref().map_or_else(|| read(path, ReadAs::Registry).ok(), |open| Some(open.to_string()))?;
            let (name, hash) = (path.display().to_string(), content_hash(&text));
            texts.push((name.clone(), text));
            files.push(LiveFile { path: path.clone(), name, hash, stamp, open, own: Vec::new(), between: Vec::new() });
        }
        let found: Vec<Mutex<Vec<Placed>>> = files.iter().map(|_| Mutex::default()).collect();
        let inspect = |file: usize, piece: &ReadPiece| {
            let own = own_findings(&rules, piece);
            if !own.is_empty() {
                found[file].lock().unwrap_or_else(PoisonError::into_inner).extend(own);
            }
        };
        let borrowed: Vec<(String, &str)> = texts.iter().map(|(name, text)| (name.clone(), text.as_str())).collect();
        let registry = Registry::open_texts(&borrowed, builtin, generation, &inspect)?;
        drop(borrowed);
        for (file, found) in files.iter_mut().zip(found) {
            file.own = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        }
        let mut live = Self { registry: Arc::new(registry), files, rules };
        let suspects = live.registry.suspects();
        live.check_between(&suspects, &suspects, &|number, range| Some(range.slice(&texts[number].1).to_owned()));
        Some(live)
    }

    /// The registry as it is now.
    pub fn registry(&self) -> &Arc<Registry> {
        &self.registry
    }

    /// The texts of the files that are open, and the findings of the others.
    pub fn pieces(&self) -> ReadInPieces {
        let open = self.files.iter().filter_map(|file| Some((file.path.clone(), file.open.clone()?)));
        let closed = self.files.iter().filter(|file| file.open.is_none());
        ReadInPieces {
            texts: open.collect(),
            findings: closed.map(|file| (file.path.clone(), (file.hash, self.findings(&file.path).into()))).collect(),
        }
    }

    /// The open files: the number of each among those of the registry, its path and its text.
    pub fn open_files(&self) -> impl Iterator<Item = (usize, &Path, &Rope)> {
        let files = self.files.iter().enumerate();
        files.filter_map(|(number, file)| Some((number, file.path.as_path(), file.open.as_ref()?)))
    }

    /// Takes the texts of open files as they are now. `false` if the registry must be opened again.
    pub fn update(&mut self, open: &HashMap<PathBuf, Rope>, mut generation: impl FnMut() -> u64) -> bool {
        for number in 0..self.files.len() {
            let file = &mut self.files[number];
            match (open.get(&file.path), file.open.clone()) {
                (Some(new), Some(old)) => {
                    let Some(splice) = splice(&old, new) else { continue };
                    if self.edit(number, &old, new, &splice, generation()).is_none() {
                        return false;
                    }
                }
                (Some(new), None) => {
                    if hash_of(new) != file.hash {
                        return false;
                    }
                    file.open = Some(new.clone());
                }
                (None, Some(old)) => {
                    // It was closed: the file on disk counts, which an editor writes before.
                    let text = read(&file.path, ReadAs::Registry).ok();
                    let hash = hash_of(&old);
                    if text.is_none_or(|text| content_hash(&text) != hash) {
                        return false;
                    }
                    file.stamp = stamp(&file.path);
                    (file.hash, file.open) = (hash, None);
                }
                (None, None) => {
                    let now = stamp(&file.path);
                    if now != file.stamp {
                        let same =
                            read(&file.path, ReadAs::Registry).is_ok_and(|text| content_hash(&text) == file.hash);
                        if !same {
                            return false;
                        }
                        file.stamp = now;
                    }
                }
            }
        }
        true
    }

    /// The findings of an open file, by place.
    pub fn findings(&self, path: &Path) -> Vec<Finding> {
        let Some(number) = self.files.iter().position(|file| file.path == path) else { return Vec::new() };
        let file = &self.files[number];
        let problems = self.registry.problems.iter().filter(|(file, _)| *file == number);
        let mut all = self.rules.problems(problems.map(|(_, problem)| problem.clone()).collect());
        all.extend(file.own.iter().chain(&file.between).map(|placed| placed.finding.clone()));
        all.sort_by_key(|finding| (finding.range, finding.code));
        all
    }

    fn edit(&mut self, number: usize, old: &Rope, new: &Rope, splice: &Splice, generation: u64) -> Option<()> {
        let file = &self.files[number];
        let text = |range: TextRange| slice(new, range).to_string();
        let line = |offset: u32| new.byte_to_line(offset as usize) as u32;
        let touched = self.registry.outline(number)?.touch(&file.name, splice, &text, &line)?;
        let by_lines = new.len_lines() as i64 - old.len_lines() as i64;
        let edited = self.registry.edit(number, &touched, by_lines, generation);
        let edited = edited.unwrap_or_else(|| self.registry.rebuild(number, &touched, by_lines, generation));
        let file = &mut self.files[number];
        file.open = Some(new.clone());
        for findings in [&mut file.own, &mut file.between] {
            move_findings(findings, &touched);
        }
        let own = touched.read.iter().flat_map(|piece| own_findings(&self.rules, piece));
        file.own.extend(own);
        let Edited { registry, mut old, new, shadowed } = edited;
        old.extend(shadowed);
        self.registry = Arc::new(registry);
        let affected = self.affected(&old, &new);
        let mut around = affected.clone();
        for actor in &affected {
            let entry = self.registry.any_entry(*actor);
            around.extend(entry.map(|entry| related(&self.registry, entry, false)).unwrap_or_default());
        }
        around.sort_unstable();
        around.dedup();
        // A file that is not open is read if its findings change.
        let mut closed: HashMap<usize, Option<String>> = HashMap::new();
        let files: Vec<(PathBuf, Option<Rope>)> =
            self.files.iter().map(|file| (file.path.clone(), file.open.clone())).collect();
        let closed = RefCell::new(&mut closed);
        self.check_between(&affected, &around, &|number, range| match &files[number] {
            (_, Some(open)) => Some(slice(open, range).to_string()),
            (path, None) => {
                let mut closed = closed.borrow_mut();
                let text = closed.entry(number).or_insert_with(|| read(path, ReadAs::Registry).ok());
                text.as_deref()?.get(range.to_usize()).map(str::to_owned)
            }
        });
        Some(())
    }

    /// The entries whose findings an edit can change.
    fn affected(&self, old: &[Actor], new: &[(ActorIndex, Actor)]) -> Vec<ActorIndex> {
        let ids = |actors: &mut dyn Iterator<Item = &Actor>| -> HashSet<String> {
            let all = actors.flat_map(|actor| [&actor.id].into_iter().chain(&actor.merged_from).chain(&actor.same_as));
            all.cloned().collect()
        };
        let (before, after) = (ids(&mut old.iter()), ids(&mut new.iter().map(|(_, actor)| actor)));
        let id_is_new = before != after;
        let mut affected: Vec<ActorIndex> =
            new.iter().map(|(actor, _)| *actor).filter(|actor| self.registry.place(*actor).is_some()).collect();
        for actor in old.iter().chain(new.iter().map(|(_, actor)| actor)) {
            affected.extend(related(&self.registry, actor, id_is_new));
        }
        affected.extend(self.registry.shadowed().take(MOST_RECHECKED));
        if id_is_new {
            // The new id can be what was meant.
            for (number, file) in self.files.iter().enumerate() {
                let dangling = file.between.iter().filter(|placed| placed.finding.code == *"dangling-reference");
                let entries = dangling.take(MOST_RECHECKED).map(|placed| self.registry.entry_at(number, placed.piece));
                affected.extend(entries.flatten());
            }
        }
        affected.sort_unstable();
        affected.dedup();
        affected
    }

    /// Replaces the findings of some entries that depend on others: those in `around`. `text` gives a range of a file.
    fn check_between(
        &mut self,
        affected: &[ActorIndex],
        around: &[ActorIndex],
        text: &dyn Fn(usize, TextRange) -> Option<String>,
    ) {
        for number in 0..self.files.len() {
            let placed = |actor: &ActorIndex| Some((*actor, self.registry.place(*actor).filter(|p| p.file == number)?));
            let own: HashSet<ActorIndex> = affected.iter().filter_map(placed).map(|(actor, _)| actor).collect();
            if own.is_empty() {
                continue;
            }
            let mut part = Part::new(&self.files[number].name);
            let mut pieces: HashSet<u32> = HashSet::new();
            for (actor, _) in around.iter().filter_map(placed) {
                let Some(range) = self.registry.piece_range(actor) else { continue };
                let Some(text) = text(number, range) else { continue };
                part.add(range, &text, own.contains(&actor));
                if own.contains(&actor) {
                    pieces.insert(range.start);
                }
            }
            let file = &mut self.files[number];
            file.between.retain(|placed| !pieces.contains(&placed.piece));
            let found = self.rules.between(&part.file(), &self.registry);
            file.between.extend(found.into_iter().filter_map(|finding| part.real(finding)));
        }
    }
}

/// Some entries of a file, one after the other in a text of their own.
struct Part {
    file: RegistryFile,
    text: String,
    /// Where each piece is in this text, its range in the file, and whether its findings count.
    pieces: Vec<(u32, TextRange, bool)>,
}

impl Part {
    fn new(path: &str) -> Self {
        let file = RegistryFile { path: path.to_owned(), is_part: true, ..RegistryFile::default() };
        Self { file, text: String::new(), pieces: Vec::new() }
    }

    fn add(&mut self, range: TextRange, text: &str, counts: bool) {
        let start = self.text.len() as u32;
        let Some(piece) = read_piece(&self.file.path, 0, text) else { return };
        self.file.actors.extend(piece.file.actors.iter().map(|actor| actor.moved(start)));
        self.text.push_str(text);
        self.pieces.push((start, range, counts));
    }

    fn file(&mut self) -> RegistryFile {
        let text = std::mem::take(&mut self.text).into();
        RegistryFile { text, ..std::mem::take(&mut self.file) }
    }

    /// A finding where it is in the file, if it counts.
    fn real(&self, mut finding: Finding) -> Option<Placed> {
        let piece = |offset: u32| {
            let at = self.pieces.partition_point(|(start, ..)| *start <= offset);
            at.checked_sub(1).and_then(|at| self.pieces.get(at)).copied()
        };
        let (_, range, counts) = piece(finding.range.start)?;
        let moved = |range: TextRange| {
            let (start, real, _) = piece(range.start).unwrap_or_default();
            TextRange::new(range.start - start + real.start, range.end - start + real.start)
        };
        move_finding(&mut finding, &moved);
        counts.then_some(Placed { piece: range.start, finding })
    }
}

/// The findings of an entry by itself, where they are in the file.
fn own_findings(rules: &RegistryRules, piece: &ReadPiece) -> Vec<Placed> {
    let placed = |mut finding: Finding| {
        move_finding(&mut finding, &|range| range.shift(piece.start));
        Placed { piece: piece.start, finding }
    };
    rules.own(&piece.file).into_iter().map(placed).collect()
}

/// Drops the findings of the pieces that were touched, and moves those after them.
fn move_findings(findings: &mut Vec<Placed>, touched: &TouchedPieces) {
    findings.retain(|placed| placed.piece < touched.old.start || placed.piece >= touched.old.end);
    let by = touched.new.end.wrapping_sub(touched.old.end);
    let after = |range: TextRange| TextRange::new(range.start.wrapping_add(by), range.end.wrapping_add(by));
    for Placed { piece, finding } in findings {
        // A related place can be in another piece.
        let mut related = std::mem::take(&mut finding.related);
        for place in &mut related {
            if let Location::Here(range) = &mut place.location
                && range.start >= touched.old.end
            {
                *range = after(*range);
            }
        }
        if *piece >= touched.old.end {
            *piece = piece.wrapping_add(by);
            move_finding(finding, &after);
        }
        finding.related = related;
    }
}

fn move_finding(finding: &mut Finding, moved: &dyn Fn(TextRange) -> TextRange) {
    finding.range = moved(finding.range);
    for related in &mut finding.related {
        if let Location::Here(range) = &mut related.location {
            *range = moved(*range);
        }
    }
    for fix in &mut finding.fixes {
        fix.edits = fix.edits.moved(moved);
    }
}

fn slice(rope: &Rope, range: TextRange) -> RopeSlice<'_> {
    rope.byte_slice(range.start as usize..range.end as usize)
}

fn hash_of(rope: &Rope) -> u64 {
    let mut hash = Xxh3::new();
    rope.chunks().for_each(|chunk| hash.update(chunk.as_bytes()));
    hash.digest()
}

/// The change between two texts; `None` if they are equal. Versions of one text share most of their chunks, so that they are
/// not compared letter by letter.
fn splice(old: &Rope, new: &Rope) -> Option<Splice> {
    let (old_len, new_len) = (old.len_bytes(), new.len_bytes());
    let head = equal_bytes(old.chunks(), new.chunks(), usize::min(old_len, new_len), false);
    if head == old_len && head == new_len {
        return None;
    }
    let (ends, new_ends) = (old.chunks_at_byte(old_len).0.reversed(), new.chunks_at_byte(new_len).0.reversed());
    let tail = equal_bytes(ends, new_ends, usize::min(old_len, new_len) - head, true);
    Some(Splice { old: head as u32..(old_len - tail) as u32, new: (new_len - tail - head) as u32 })
}

/// How many bytes two sequences of chunks have in common, at most `most`. From the end, the chunks come backwards.
fn equal_bytes<'t>(
    mut one: impl Iterator<Item = &'t str>,
    mut other: impl Iterator<Item = &'t str>,
    most: usize,
    from_end: bool,
) -> usize {
    let (mut a, mut b): (&[u8], &[u8]) = (&[], &[]);
    let mut equal = 0;
    while equal < most {
        if a.is_empty() {
            a = one.next().unwrap_or("").as_bytes();
        }
        if b.is_empty() {
            b = other.next().unwrap_or("").as_bytes();
        }
        let length = a.len().min(b.len()).min(most - equal);
        if length == 0 {
            break;
        }
        let part = |bytes: &'t [u8]| {
            if from_end {
                let (rest, part) = bytes.split_at(bytes.len() - length);
                (part, rest)
            } else {
                bytes.split_at(length)
            }
        };
        let ((here, rest), (there, other_rest)) = (part(a), part(b));
        if !std::ptr::eq(here, there) && here != there {
            let pairs = here.iter().zip(there);
            let same = if from_end {
                pairs.rev().take_while(|(a, b)| a == b).count()
            } else {
                pairs.take_while(|(a, b)| a == b).count()
            };
            return equal + same;
        }
        equal += length;
        (a, b) = (rest, other_rest);
    }
    equal
}

#[cfg(test)]
mod tests;
