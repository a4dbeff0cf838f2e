//! The binary format of a registry's index: a header, a table of sections, the sections.
//!
//! An index in memory and a built file with a million names have the same format. Sections are read in place: opening
//! copies nothing and trusts nothing. Damaged bytes give a wrong result or none, but never a panic.

use crate::message;
use crate::message::Message;
use std::fmt;
use std::sync::Arc;

/// Shared bytes, such as a memory map.
pub type Bytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

const MAGIC: &[u8; 8] = b"CPYDACT\n";
/// Increased with every change of the format; files of another version must be built again.
const VERSION: u32 = 6;
/// Magic, version, number of sections, total length, checksum of the table.
const HEAD: usize = 8 + 4 + 4 + 8 + 8;
/// Start, length and checksum.
const ENTRY: usize = 24;

/// The sections of an image, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SectionKind {
    /// The source files.
    Meta,
    /// The folded words in order, as a transducer to their numbers.
    Words,
    /// From the hash of a word to its number.
    Table,
    /// A Bloom filter of the words that begin a label.
    Filter,
    /// The first label of each word.
    First,
    /// The labels, sorted by their words: actor and shape.
    Labels,
    /// The shapes of labels: the index of the name, and its capitals.
    Shapes,
    /// Number of words of each label after the first.
    Counts,
    /// Start of the further words of every sixteenth label.
    Blocks,
    /// The words of the labels after their first.
    Rest,
    /// Start of the occurrences of each word.
    Later,
    /// The labels in which a word occurs after the first position.
    Postings,
    /// The ids, as a transducer to their positions in sorted order.
    Ids,
    /// The entry of each id.
    IdEntries,
    /// The position of the id of each entry.
    IdPlaces,
    /// Start of each entry.
    Starts,
    /// The entries.
    Records,
    /// Start of each frequent word of the entries.
    PieceStarts,
    /// The frequent words of the entries.
    Pieces,
}

const PARTS: usize = SectionKind::Pieces as usize + 1;

/// Why bytes are not a valid image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryError {
    /// A different file format.
    Foreign,
    /// Built by another version of copydesk.
    Version,
    /// Truncated.
    Truncated,
    /// An inconsistent table.
    Damaged,
}

impl BinaryError {
    /// What is wrong, for people.
    pub fn message(self) -> Message {
        match self {
            Self::Foreign => message!("this is not a built registry"),
            Self::Version => message!("it was built by another version of copydesk"),
            Self::Truncated => message!("it is truncated"),
            Self::Damaged => message!("it is damaged"),
        }
    }
}

impl fmt::Display for BinaryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

/// A part of shared bytes.
#[derive(Clone)]
pub(super) struct Section {
    bytes: Bytes,
    start: usize,
    end: usize,
    checksum: u64,
}

impl Section {
    /// A separate section.
    pub(super) fn of(bytes: Vec<u8>) -> Self {
        let (end, checksum) = (bytes.len(), checksum(&bytes));
        Self { bytes: Arc::new(bytes), start: 0, end, checksum }
    }

    /// Verifies all checksums, which reads the whole image.
    pub(super) fn is_intact(&self) -> bool {
        checksum(self.as_ref()) == self.checksum
    }
}

impl AsRef<[u8]> for Section {
    fn as_ref(&self) -> &[u8] {
        // Shared bytes can have any content.
        (*self.bytes).as_ref().get(self.start..self.end).unwrap_or(&[])
    }
}

/// An opened image.
#[derive(Clone)]
pub(super) struct Binary {
    bytes: Bytes,
    table: [(usize, usize, u64); PARTS],
}

impl fmt::Debug for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Binary({} bytes)", (*self.bytes).as_ref().len())
    }
}

impl Binary {
    /// Reads the header and the table.
    pub(super) fn open(bytes: Bytes) -> Result<Self, BinaryError> {
        let all = (*bytes).as_ref();
        if all.get(..MAGIC.len()) != Some(MAGIC) {
            return Err(BinaryError::Foreign);
        }
        if u32_at(all, 8) != VERSION || u32_at(all, 12) as usize != PARTS {
            return Err(BinaryError::Version);
        }
        if u64_at(all, 16) != all.len() as u64 {
            return Err(BinaryError::Truncated);
        }
        let entries = all.get(HEAD..HEAD + PARTS * ENTRY).ok_or(BinaryError::Truncated)?;
        if checksum(entries) != u64_at(all, 24) {
            return Err(BinaryError::Damaged);
        }
        let mut table = [(0, 0, 0); PARTS];
        for (slot, entry) in table.iter_mut().zip(entries.chunks_exact(ENTRY)) {
            let (start, length) = (u64_at(entry, 0) as usize, u64_at(entry, 8) as usize);
            let end = start.checked_add(length).filter(|end| *end <= all.len()).ok_or(BinaryError::Damaged)?;
            *slot = (start, end, u64_at(entry, 16));
        }
        Ok(Self { bytes, table })
    }

    /// The bytes of a section.
    pub(super) fn bytes(&self, part: SectionKind) -> &[u8] {
        let (start, end, _) = self.table[part as usize];
        (*self.bytes).as_ref().get(start..end).unwrap_or(&[])
    }

    /// A section that keeps the image alive.
    pub(super) fn section(&self, part: SectionKind) -> Section {
        let (start, end, checksum) = self.table[part as usize];
        Section { bytes: self.bytes.clone(), start, end, checksum }
    }
}

/// The sections of an image under construction.
#[derive(Debug, Default)]
pub(super) struct SectionWriter {
    parts: [Vec<u8>; PARTS],
}

impl SectionWriter {
    /// The buffer of a section.
    pub(super) fn part(&mut self, part: SectionKind) -> &mut Vec<u8> {
        &mut self.parts[part as usize]
    }

    /// The complete image.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut entries = Vec::with_capacity(PARTS * ENTRY);
        let mut at = HEAD + PARTS * ENTRY;
        for part in &self.parts {
            entries.extend((at as u64).to_le_bytes());
            entries.extend((part.len() as u64).to_le_bytes());
            entries.extend(checksum(part).to_le_bytes());
            at += part.len();
        }
        let mut out = Vec::with_capacity(at);
        out.extend(MAGIC);
        out.extend(VERSION.to_le_bytes());
        out.extend((PARTS as u32).to_le_bytes());
        out.extend((at as u64).to_le_bytes());
        out.extend(checksum(&entries).to_le_bytes());
        out.extend(entries);
        for part in self.parts {
            out.extend(part);
        }
        out
    }
}

/// Reads a four-byte number; 0 if out of bounds.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |four| u32::from_le_bytes(*four))
}

/// Reads an eight-byte number; 0 if out of bounds.
pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |eight| u64::from_le_bytes(*eight))
}

/// Reads an element of a column of four-byte numbers; 0 if out of bounds.
pub(super) fn column(bytes: &[u8], index: usize) -> u32 {
    index.checked_mul(4).map_or(0, |at| u32_at(bytes, at))
}

/// Writes a number in as few bytes as possible.
pub(super) fn write_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Reads a number written by [`write_number`].
pub(super) fn read_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(first & 0x7F) << shift;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// A fast checksum against accidental damage.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    xxhash_rust::xxh3::xxh3_64(bytes)
}
