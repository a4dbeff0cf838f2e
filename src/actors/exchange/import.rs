//! Entries from other people's files: one file a format, all of them pure. Bytes in; entries, and what was wrong, out.
//!
//! Real files are dirty. A reader here never fails: each defect is told with its line and with what was done about it,
//! the rest is read, and what is left out is counted. What becomes of the entries is the affair of
//! [`merge`](super::merge).

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

/// A format of files with actors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table with a header.
    Csv,
    /// Popolo JSON.
    Popolo,
    /// The dictionaries of PETRARCH and Phoenix.
    Cameo,
    /// `FollowTheMoney`, one entity a line.
    Ftm,
    /// Wikidata, one entity a line.
    Wikidata,
    /// Knowledge and concept items of NewsML-G2.
    NewsmlG2,
    /// `listPerson`, `listOrg` and `listPlace` of TEI.
    Tei,
    /// Persons, organisations and places of schema.org.
    JsonLd,
    /// The YAML files of the project congress-legislators.
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

    /// What its files hold.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Csv => "A table with a header: id, kind, name.en, name.ar, title.en, org, from, to, …",
            Self::Popolo => "Popolo JSON, as of `EveryPolitician`",
            Self::Cameo => "Actor dictionaries of PETRARCH and Phoenix",
            Self::Ftm => "`FollowTheMoney`, one entity a line",
            Self::Wikidata => "Wikidata, one entity a line",
            Self::NewsmlG2 => "Knowledge and concept items of NewsML-G2",
            Self::Tei => "Lists of people, organisations and places in TEI",
            Self::JsonLd => "Persons, organisations and places of schema.org",
            Self::UsLegislators => "The YAML files of congress-legislators",
        }
    }
}

/// What a person settles about an import.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Which column of a table is which field: the field, and a column, a `'constant'` or a `template:{column}`.
    pub columns: Vec<(String, String)>,
    /// The languages of which names are taken; all where it is empty.
    pub languages: Vec<Language>,
}

/// An entry as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its content. The id is empty where the file has none that can be used; one is made of its name then.
    pub actor: Actor,
    /// Its line in the file.
    pub line: u32,
    /// What other entries of the file call it.
    pub key: Option<String>,
}

/// Something wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    pub line: u32,
    /// What is wrong.
    pub what: String,
    /// What was done about it.
    pub done: String,
    /// How many entries were left out for it.
    pub left_out: usize,
}

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Its entries in order.
    pub entries: Vec<Entry>,
    /// What was wrong, by line.
    pub defects: Vec<Defect>,
    /// How many entries the file has, with those that were left out.
    pub read: usize,
}

/// Reads a file. It never fails.
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

/// Bytes as text. A line that is not UTF-8 is read as Windows-1256 where it looks Arabic, else as Latin-1: both give some text for
/// any bytes.
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
    // Three letters in a row beyond ASCII are a word of Arabic in the one code page and nothing in the other.
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
