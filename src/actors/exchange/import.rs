//! Imports entries from other formats, with one module per format. All are pure functions from bytes to entries and
//! defects.
//!
//! Real files have errors, so an import never fails. Each defect is reported with its line and with what was done about
//! it, the rest is read, and skipped entries are counted. [`merge`](super::merge) puts the entries into a registry.

mod cameo;
mod csv;
mod draft;
mod ftm;
mod json;
mod json_ld;
mod newsml_g2;
mod popolo;
mod tei;
mod us_legislators;
mod wikidata;
mod xml;
mod yaml;

use crate::actors::model::Actor;
use crate::language::Language;
use draft::Draft;
use encoding_rs::{WINDOWS_1252, WINDOWS_1256};

/// A file format with actors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table with a header row.
    Csv,
    /// Popolo JSON.
    Popolo,
    /// The dictionaries of PETRARCH and Phoenix.
    Cameo,
    /// `FollowTheMoney`, one entity per line.
    Ftm,
    /// Wikidata, one entity per line.
    Wikidata,
    /// Knowledge and concept items of NewsML-G2.
    NewsmlG2,
    /// `listPerson`, `listOrg` and `listPlace` of TEI.
    Tei,
    /// Persons, organisations and places of schema.org.
    JsonLd,
    /// The YAML files of the congress-legislators project.
    UsLegislators,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 9] = [
        Self::Csv,
        Self::Popolo,
        Self::Cameo,
        Self::Ftm,
        Self::Wikidata,
        Self::NewsmlG2,
        Self::Tei,
        Self::JsonLd,
        Self::UsLegislators,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Popolo => "popolo",
            Self::Cameo => "cameo",
            Self::Ftm => "ftm",
            Self::Wikidata => "wikidata",
            Self::NewsmlG2 => "newsml-g2",
            Self::Tei => "tei",
            Self::JsonLd => "json-ld",
            Self::UsLegislators => "us-legislators",
        }
    }

    /// A description of its files, for the help text.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Csv => "A table with a header: id, kind, name.en, name.ar, title.en, org, from, to, …",
            Self::Popolo => "Popolo JSON, such as files of `EveryPolitician`",
            Self::Cameo => "Actor dictionaries of PETRARCH and Phoenix",
            Self::Ftm => "`FollowTheMoney`, one entity per line",
            Self::Wikidata => "Wikidata, one entity per line",
            Self::NewsmlG2 => "Knowledge and concept items of NewsML-G2",
            Self::Tei => "Lists of people, organisations and places in TEI",
            Self::JsonLd => "Persons, organisations and places of schema.org",
            Self::UsLegislators => "The YAML files of congress-legislators",
        }
    }
}

/// Options of an import.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The mapping from fields to columns of a table: a field, and a column, a `'constant'` or a `template:{column}`.
    pub columns: Vec<(String, String)>,
    /// Languages of the names to import; empty for all.
    pub languages: Vec<Language>,
}

/// An imported entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its content. Without a usable id in the file the id is empty, and one is made from the name later.
    pub actor: Actor,
    /// Line in the file, from 1.
    pub line: u32,
    /// The identifiers by which other entries of the file refer to it.
    pub key: Option<String>,
}

/// A problem in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    pub line: u32,
    pub what: String,
    /// What the import did about it.
    pub done: String,
    /// Number of entries that were skipped because of it.
    pub left_out: usize,
}

/// The result of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Entries in the order of the file.
    pub entries: Vec<Entry>,
    /// Problems, sorted by line.
    pub defects: Vec<Defect>,
    /// Number of entries in the file, including skipped ones.
    pub read: usize,
}

/// Imports a file. It never fails.
pub fn import(format: Format, bytes: &[u8], settings: &Settings) -> Imported {
    let mut draft = Draft::default();
    let text = decode(bytes, &mut draft);
    match format {
        Format::Csv => csv::read(&text, settings, &mut draft),
        Format::Popolo => popolo::read(&text, &mut draft),
        Format::Cameo => cameo::read(&text, &mut draft),
        Format::Ftm => ftm::read(&text, &mut draft),
        Format::Wikidata => wikidata::read(&text, &mut draft),
        Format::NewsmlG2 => newsml_g2::read(&text, &mut draft),
        Format::Tei => tei::read(&text, &mut draft),
        Format::JsonLd => json_ld::read(&text, &mut draft),
        Format::UsLegislators => us_legislators::read(&text, &mut draft),
    }
    draft.finish(&settings.languages)
}

/// Decodes bytes. A line that is not UTF-8 is read as Windows-1256 if it looks Arabic, otherwise as Latin-1; both
/// accept any bytes.
fn decode(bytes: &[u8], draft: &mut Draft) -> String {
    let utf16 = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xFF, 0xFE, ..] => return utf16(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => return utf16(u16::from_be_bytes),
        _ => {}
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    // Three consecutive non-ASCII letters form an Arabic word in Windows-1256, but rarely a word in Latin-1.
    let is_arabic = bytes.windows(3).filter(|three| three.iter().all(|byte| *byte >= 0xC0)).count() > 2;
    let (encoding, name) = if is_arabic { (WINDOWS_1256, "Windows-1256") } else { (WINDOWS_1252, "Latin-1") };
    let mut text = String::with_capacity(bytes.len());
    for (number, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        if let Ok(line) = std::str::from_utf8(line) {
            text.push_str(line);
            continue;
        }
        draft.defect(number as u32 + 1, "this line is not UTF-8", format!("it is read as {name}"));
        text.push_str(&encoding.decode_without_bom_handling(line).0);
    }
    text
}

#[cfg(test)]
mod tests;
