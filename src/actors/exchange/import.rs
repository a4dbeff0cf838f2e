//! Imports entries from other formats, with one module per format. All are pure functions from bytes to entries and
//! defects.
//!
//! Real files have errors, so an import never fails. Each defect is reported with its line and with what was done about
//! it, the rest is read, and skipped entries are counted. [`merge`](super::merge) puts the entries into a registry.

mod cameo;
mod draft;
mod ftm;
mod json;
mod json_ld;
mod newsml_g2;
mod popolo;
mod spreadsheet;
mod table;
mod tei;
mod us_legislators;
mod wikidata;
mod xml;
mod yaml;

use crate::actors::model::Actor;
use crate::language::Language;
use crate::message;
use crate::message::Message;
use crate::text::first_element;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use draft::Draft;
use encoding_rs::WINDOWS_1252;
pub use table::template;

/// A file format with actors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table with a header row, in text or in a spreadsheet.
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
    /// `listPerson`, `listOrg`, `listPlace` and `listEvent` of TEI.
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

    /// The format of a file, from the extension of its name. `None` if several formats have it.
    pub fn of_extension(extension: &str) -> Option<Self> {
        const TABLES: [&str; 8] = ["csv", "tsv", "tab", "xlsx", "xlsm", "xlsb", "xls", "ods"];
        TABLES.contains(&extension.to_ascii_lowercase().as_str()).then_some(Self::Csv)
    }

    /// A description of its files, for the help text.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Csv => {
                "A table with a header, also in a spreadsheet (.xlsx, .ods, .xls): name, title, org, from, to, …"
            }
            Self::Popolo => "Popolo JSON, such as files of `EveryPolitician`",
            Self::Cameo => "Actor dictionaries of PETRARCH and Phoenix",
            Self::Ftm => "`FollowTheMoney`, one entity per line",
            Self::Wikidata => "Wikidata, one entity per line",
            Self::NewsmlG2 => "Knowledge and concept items of NewsML-G2",
            Self::Tei => "Lists of people, organisations, places and events in TEI",
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
    /// The order of day and month in dates such as 05/03/2019; by default, each column decides.
    pub dates: Option<DateOrder>,
}

/// The order of day and month in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    DayFirst,
    MonthFirst,
}

impl DateOrder {
    /// Both orders.
    pub const ALL: [Self; 2] = [Self::DayFirst, Self::MonthFirst];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::DayFirst => "dmy",
            Self::MonthFirst => "mdy",
        }
    }

    /// The order in words.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::DayFirst => "day/month/year",
            Self::MonthFirst => "month/day/year",
        }
    }
}

/// How a column of a table was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnReading {
    /// Its number, from 0.
    pub number: usize,
    /// Its name in the table.
    pub header: String,
    /// The field that it is; `None` if it is ignored.
    pub field: Option<String>,
    /// What else is to be known, such as the order of its dates.
    pub note: Message,
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
    /// Whether it is not an entry of the file, but a body that others name. It is an entry of the registry if that has one
    /// with its name.
    pub is_only_named: bool,
}

/// A problem in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    pub line: u32,
    pub what: Message,
    /// What the import did about it.
    pub done: Message,
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
    /// How the columns of a table were read. Empty if they have the names that copydesk gives them.
    pub columns: Vec<ColumnReading>,
    /// Number of entries in the file, including skipped ones.
    pub read: usize,
}

/// Imports a file. It never fails.
pub fn import(format: Format, bytes: &[u8], settings: &Settings) -> Imported {
    let mut draft = Draft::default();
    if spreadsheet::is_spreadsheet(bytes) {
        spreadsheet::read(bytes, settings, &mut draft);
        return draft.finish(&settings.languages);
    }
    let text = decode(bytes, &mut draft);
    match format {
        Format::Csv => table::read(&text, settings, &mut draft),
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

/// Reads a list in XML that is a registry itself. Its entries have their places in the file.
pub fn read_list(text: &str) -> Imported {
    let mut draft = Draft::of_list(text);
    match list_format(text) {
        Format::NewsmlG2 => newsml_g2::read(text, &mut draft),
        _ => tei::read(text, &mut draft),
    }
    draft.finish(&[])
}

/// The format of a list in XML, from its first element.
fn list_format(text: &str) -> Format {
    // Text before the first tag does not change what the file is.
    let start = text.find('<').unwrap_or(text.len());
    let name = first_element(&text[start..]).unwrap_or("");
    let name = name.rsplit(':').next().unwrap_or(name);
    let is_newsml = matches!(name, "knowledgeItem" | "conceptItem" | "newsMessage" | "conceptSet" | "concept");
    if is_newsml { Format::NewsmlG2 } else { Format::Tei }
}

/// Decodes bytes. Lines that are not UTF-8 are read in the encoding that the whole of them is most probably in: Windows-1256
/// for a table from Excel in Arabic.
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
    let lines: Vec<(u32, &[u8])> = (1..).zip(bytes.split_inclusive(|byte| *byte == b'\n')).collect();
    let is_other = |line: &[u8]| std::str::from_utf8(line).is_err();
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for (_, line) in lines.iter().filter(|(_, line)| is_other(line)) {
        detector.feed(line, false);
    }
    detector.feed(b"", true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let name = if encoding == WINDOWS_1252 { "Latin-1" } else { encoding.name() };
    let mut others = lines.iter().filter(|(_, line)| is_other(line));
    if let Some((first, _)) = others.next() {
        let count = others.count();
        let what = match count {
            0 => message!("this line is not UTF-8"),
            count => message!("the file is not UTF-8 (in {count} lines)", count = count + 1),
        };
        draft.defect(*first, what, message!("it is read as {encoding}", encoding = capitalised(name)));
    }
    let decode = |(_, line): &(u32, &[u8])| match std::str::from_utf8(line) {
        Ok(line) => line.to_owned(),
        Err(_) => encoding.decode_without_bom_handling(line).0.into_owned(),
    };
    lines.iter().map(decode).collect()
}

/// `Windows-1256` for the name of the standard, `windows-1256`.
fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests;
