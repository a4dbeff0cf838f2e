//! Archives: files with many articles, one per record.

use crate::article::Key;
use crate::text::TextRange;
use globset::GlobSet;

/// The files of an archive, and where the parts of an article are in a record.
#[derive(Debug, Clone, Default)]
pub struct Archive {
    /// The files, relative to the configuration.
    pub files: GlobSet,
    pub fields: Fields,
    /// The name of the syntax of the text; `None` to detect it.
    pub syntax: Option<String>,
}

/// The names of the fields of a record, or of the columns of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    pub text: String,
    /// Fields that are metadata.
    pub keys: Vec<(Key, String)>,
    /// The field that has the address of the article.
    pub url: String,
}

impl Default for Fields {
    fn default() -> Self {
        let keys = [(Key::Identifier, "id"), (Key::DatePublished, "date"), (Key::InLanguage, "lang")];
        Self { text: "text".into(), keys: keys.map(|(key, name)| (key, name.to_owned())).into(), url: "url".into() }
    }
}

impl Fields {
    /// The name of the part of an article that is its text.
    pub const TEXT: &'static str = "text";

    /// Sets the field of a part of an article. Returns `false` if there is not such a part.
    pub fn set(&mut self, part: &str, field: &str) -> bool {
        if part == Self::TEXT {
            field.clone_into(&mut self.text);
            return true;
        }
        if part == "url" {
            field.clone_into(&mut self.url);
            return true;
        }
        let key = if part == "id" { Some(Key::Identifier) } else { Key::from_name(part) };
        let Some(key) = key else { return false };
        self.keys.retain(|(known, _)| *known != key);
        self.keys.push((key, field.to_owned()));
        true
    }
}

/// An archive as written, before its globs are compiled.
#[derive(Debug, Default)]
pub struct ArchivePart {
    pub(super) files: Vec<String>,
    pub(super) fields: Fields,
    pub(super) syntax: Option<(String, TextRange)>,
}
