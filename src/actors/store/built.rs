//! A built registry: one file for all entries, read where it lies.
//!
//! [`super::build()`] makes its bytes, [`Built::open`] reads its head. An entry is read when it is first asked for and kept from
//! then on; nothing is done for each entry when the file is opened.

use super::binary::{Binary, BinaryFault, Bytes, SectionKind, checksum, read_number};
use super::entry::Entry;
use super::id_index::Ids;
use super::name_index::Index;
use super::{builtin, entry_codec};
use crate::actors::model::Actor;
use std::ops::Range;
use std::sync::OnceLock;

/// Entries that are kept together.
const CHUNK: usize = 256;

/// A file that a built registry was made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// Its path, as the built file's maker named it.
    pub path: String,
    /// Its length in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds.
    pub modified: u64,
    /// The [`content_hash`] of its text.
    pub hash: u64,
}

/// How a source of a built registry is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceUse {
    /// Its path, as the workspace names it.
    pub path: String,
    /// Whether it is no more what the built registry was made of: then the built entries of it are not used.
    pub changed: bool,
}

/// A built registry.
#[derive(Debug)]
pub struct Built {
    image: Binary,
    pub(super) index: Index,
    pub(super) ids: Ids,
    count: usize,
    chunks: Vec<OnceLock<Chunk>>,
    sources: Vec<Source>,
    /// The entries of each source.
    parts: Vec<Range<usize>>,
    builtin: bool,
    stamp: u64,
}

type Chunk = Box<[OnceLock<Option<Box<Entry>>>]>;

/// The number by which a text is recognised.
pub fn content_hash(text: &str) -> u64 {
    checksum(text.as_bytes())
}

impl Built {
    /// Opens a built registry.
    pub fn open(bytes: Bytes) -> Result<Self, BinaryFault> {
        let image = Binary::open(bytes)?;
        if !image.section(SectionKind::Meta).is_intact() {
            return Err(BinaryFault::Damaged);
        }
        let meta = read_meta(image.bytes(SectionKind::Meta)).ok_or(BinaryFault::Damaged)?;
        if meta.places != builtin::stamp() {
            return Err(BinaryFault::Version);
        }
        let count = entry_codec::count(&image);
        let stamp = checksum(image.bytes(SectionKind::Meta));
        // A list of empty chunks: one for each few hundred entries.
        let chunks = (0..count.div_ceil(CHUNK)).map(|_| OnceLock::new()).collect();
        Ok(Self {
            index: Index::of(image.clone()),
            ids: Ids::of(&image),
            count,
            chunks,
            sources: meta.sources,
            parts: meta.parts,
            builtin: meta.builtin,
            stamp,
            image,
        })
    }

    /// The files that it was made of.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Whether the built-in places are in it.
    pub fn has_builtin(&self) -> bool {
        self.builtin
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// A number that differs for another registry.
    pub(super) fn stamp(&self) -> u64 {
        self.stamp
    }

    /// The entries of a source.
    pub(super) fn part(&self, source: usize) -> Range<usize> {
        self.parts.get(source).cloned().unwrap_or(0..0)
    }

    /// An entry; `None` where there is none that can be read.
    pub(super) fn entry(&self, number: usize) -> Option<&Entry> {
        let chunk = self.chunks.get(number / CHUNK)?;
        let chunk = chunk.get_or_init(|| (0..CHUNK).map(|_| OnceLock::new()).collect());
        let read = || entry_codec::read(&self.image, &self.ids, number).map(|actor| Box::new(Entry::new(actor)));
        chunk[number % CHUNK].get_or_init(read).as_deref()
    }

    /// An entry that is looked at once: it is not kept.
    pub(super) fn with_entry<T>(&self, number: usize, look: impl FnOnce(&Actor) -> T) -> Option<T> {
        let kept = self.chunks.get(number / CHUNK)?.get().and_then(|chunk| chunk[number % CHUNK].get());
        match kept {
            Some(entry) => entry.as_ref().map(|entry| look(&entry.actor)),
            None => entry_codec::read(&self.image, &self.ids, number).map(|actor| look(&actor)),
        }
    }
}

struct Meta {
    builtin: bool,
    places: u64,
    sources: Vec<Source>,
    parts: Vec<Range<usize>>,
}

fn read_meta(mut bytes: &[u8]) -> Option<Meta> {
    let bytes = &mut bytes;
    let (builtin, places, count) = (read_number(bytes)? != 0, read_number(bytes)?, read_number(bytes)?);
    let (mut sources, mut parts, mut start) = (Vec::new(), Vec::new(), 0);
    for _ in 0..count {
        let length = read_number(bytes)? as usize;
        let (path, rest) = bytes.split_at_checked(length)?;
        *bytes = rest;
        let path = std::str::from_utf8(path).ok()?.to_owned();
        sources.push(Source {
            path,
            size: read_number(bytes)?,
            modified: read_number(bytes)?,
            hash: read_number(bytes)?,
        });
        let end = read_number(bytes)? as usize;
        parts.push(start..end.max(start));
        start = end.max(start);
    }
    Some(Meta { builtin, places, sources, parts })
}
