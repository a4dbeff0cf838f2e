//! A built registry: one file with all entries, read in place.
//!
//! [`super::build()`] makes its bytes, and [`Built::open`] reads its header. Entries are decoded on first access and
//! then kept, so opening does no work per entry.

use super::binary::{Binary, BinaryError, Bytes, SectionKind, checksum, read_number};
use super::entry::Entry;
use super::id_index::Ids;
use super::name_index::Index;
use super::{builtin, entry_codec};
use crate::actors::model::Actor;
use std::ops::Range;
use std::sync::OnceLock;

/// Number of entries per chunk of the cache.
const CHUNK: usize = 256;

/// A source file of a built registry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// Its path, as named at build time.
    pub path: String,
    /// Its length in bytes.
    pub size: u64,
    /// Modification time in nanoseconds.
    pub modified: u64,
    /// The [`content_hash`] of its text.
    pub hash: u64,
}

/// The state of a source file when a built registry is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceUse {
    /// Its path, as the workspace names it.
    pub path: String,
    /// Whether it has changed since the build, so that its built entries must not be used.
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

/// A hash that identifies a text.
pub fn content_hash(text: &str) -> u64 {
    checksum(text.as_bytes())
}

impl Built {
    /// Opens a built registry.
    pub fn open(bytes: Bytes) -> Result<Self, BinaryError> {
        let image = Binary::open(bytes)?;
        if !image.section(SectionKind::Meta).is_intact() {
            return Err(BinaryError::Damaged);
        }
        let meta = read_meta(image.bytes(SectionKind::Meta)).ok_or(BinaryError::Damaged)?;
        if meta.places != builtin::stamp() {
            return Err(BinaryError::Version);
        }
        let count = entry_codec::count(&image);
        let stamp = checksum(image.bytes(SectionKind::Meta));
        // One empty chunk for every few hundred entries.
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

    /// The source files.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Whether it contains the built-in places.
    pub fn has_builtin(&self) -> bool {
        self.builtin
    }

    /// Number of entries.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// A number that differs between registries.
    pub(super) fn stamp(&self) -> u64 {
        self.stamp
    }

    /// The entries of a source.
    pub(super) fn part(&self, source: usize) -> Range<usize> {
        self.parts.get(source).cloned().unwrap_or(0..0)
    }

    /// An entry; `None` if it does not exist or is damaged.
    pub(super) fn entry(&self, number: usize) -> Option<&Entry> {
        let chunk = self.chunks.get(number / CHUNK)?;
        let chunk = chunk.get_or_init(|| (0..CHUNK).map(|_| OnceLock::new()).collect());
        let read = || entry_codec::read(&self.image, &self.ids, number).map(|actor| Box::new(Entry::new(actor)));
        chunk[number % CHUNK].get_or_init(read).as_deref()
    }

    /// Decodes an entry without keeping it.
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
