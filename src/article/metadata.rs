//! The metadata of an article, under schema.org's names, with source ranges of all keys and values.

use super::{Prose, Target};
use crate::text::TextRange;

/// The parsed front matter.
#[derive(Debug, Clone, Default, Hash)]
pub struct Metadata {
    /// Source range of the front matter with its fences; `None` if there is none.
    pub range: Option<TextRange>,
    /// Its entries, in the order of the source.
    pub entries: Vec<Entry>,
    /// Other statements of keys that have an entry: a page can give its date in several places.
    pub others: Vec<Entry>,
}

/// One key and its value.
#[derive(Debug, Clone, Hash)]
pub struct Entry {
    /// The key as written.
    pub name: String,
    /// The known key; `None` for a key that copydesk ignores.
    pub key: Option<Key>,
    pub name_range: TextRange,
    pub value: Value,
}

/// A value: a text, a list, or a map.
#[derive(Debug, Clone, Hash)]
pub enum Value {
    /// A text, a number, a date.
    Scalar(Scalar),
    /// A list.
    List(Vec<Value>),
    /// A map, in the order of the source.
    Map(Vec<Entry>),
}

/// A text value with its source map.
#[derive(Debug, Clone, Hash)]
pub struct Scalar {
    /// The text, mapped to the source.
    pub prose: Prose,
    /// Source range, quotation marks included.
    pub range: TextRange,
    /// Whether it is quoted in the source.
    pub quoted: bool,
    /// The actor that the value names, in a syntax whose values are not of the form `scheme:id`.
    pub target: Option<Box<Target>>,
}

impl Scalar {
    pub fn text(&self) -> &str {
        self.prose.text()
    }

    /// Source range without quotation marks.
    pub fn inner(&self) -> TextRange {
        self.prose.map(self.prose.full()).range()
    }
}

impl Entry {
    /// The source ranges of its name and of all its values.
    pub fn ranges(&self) -> Vec<TextRange> {
        let mut ranges = vec![self.name_range];
        self.value.add_ranges(&mut ranges);
        ranges
    }
}

impl Value {
    fn add_ranges(&self, ranges: &mut Vec<TextRange>) {
        match self {
            Self::Scalar(scalar) => {
                let target = scalar.target.iter().flat_map(|target| [target.id_range, target.scheme_range]);
                ranges.extend([scalar.range, scalar.inner()].into_iter().chain(target));
            }
            Self::List(values) => values.iter().for_each(|value| value.add_ranges(ranges)),
            Self::Map(entries) => entries.iter().for_each(|entry| {
                ranges.push(entry.name_range);
                entry.value.add_ranges(ranges);
            }),
        }
    }

    /// The text of a scalar.
    pub fn scalar(&self) -> Option<&Scalar> {
        match self {
            Self::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The targets of a scalar or of the direct elements of a list, in a syntax whose values are not of the form `scheme:id`.
    pub fn targets_mut(&mut self) -> impl Iterator<Item = &mut Target> {
        let items = match self {
            Self::List(items) => items.as_mut_slice(),
            own => std::slice::from_mut(own),
        };
        items.iter_mut().filter_map(|item| match item {
            Self::Scalar(scalar) => scalar.target.as_deref_mut(),
            _ => None,
        })
    }

    /// The texts of a scalar or of the direct elements of a list.
    pub fn scalars(&self) -> Vec<&Scalar> {
        match self {
            Self::Scalar(scalar) => vec![scalar],
            Self::List(items) => items.iter().filter_map(Self::scalar).collect(),
            Self::Map(_) => Vec::new(),
        }
    }
}

macro_rules! keys {
    ($($(#[$doc:meta])* $variant:ident = $name:literal $(| $alias:literal)* , $meaning:literal;)*) => {
        /// The known keys.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Key {
            $($(#[$doc])* #[doc = $meaning] $variant,)*
        }

        impl Key {
            /// All keys, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The key for a name or an alias.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($name $(| $alias)* => Some(Self::$variant),)*
                    // Generators treat `Date` and `date` alike.
                    $(_ if [$name $(, $alias)*].iter().any(|one| one.eq_ignore_ascii_case(name)) => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// The canonical name.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The meaning of the key, in one sentence.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Self::$variant => $meaning,)*
                }
            }
        }
    };
}

keys! {
    Headline = "headline" | "title", "The title of the article.";
    AlternativeHeadline = "alternativeHeadline" | "subtitle" | "deck", "The line under the headline.";
    Description = "description", "A summary for readers.";
    DatePublished = "datePublished" | "date" | "publishDate" | "pubdate" | "published",
        "The day, or day and time, of publication: the reference date of every relative date in the story.";
    DateModified = "dateModified" | "lastmod" | "updated" | "versionCreated", "The last change, not before publication.";
    DateCreated = "dateCreated" | "contentCreated" | "firstCreated", "When the article was written, not after publication.";
    EmbargoedUntil = "embargoedUntil" | "date.release", "The moment before which the article must not run.";
    Expires = "expires" | "expiryDate", "The moment after which the article must not run.";
    Dateline = "dateline", "Place and day of filing; the day is checked against datePublished.";
    LocationCreated = "locationCreated" | "located", "Where the article was written.";
    InLanguage = "inLanguage" | "lang" | "language", "The language as a BCP 47 tag.";
    Author = "author" | "byline" | "by" | "authors", "Who wrote it: a target or a text, one or a list.";
    Publisher = "publisher", "Who publishes it.";
    SourceOrganization = "sourceOrganization" | "source", "The agency that it comes from.";
    About = "about", "The main subjects, as targets; each must occur in the body.";
    Mentions = "mentions" | "people" | "organisations" | "places", "All actors that the body mentions, as targets.";
    Keywords = "keywords" | "tags" | "topics", "Keywords.";
    Identifier = "identifier" | "uri" | "slug", "The article's own identifier.";
    Calendar = "calendar", "The calendar of bare day-month dates: gregorian (default), islamic-umalqura, islamic-civil.";
    Cast = "cast", "A map of surface form to target: the cast list in the front matter.";
    TranslationOf = "translationOf", "The path of the twin article in another language.";
    Type = "type", "`NewsArticle` marks a Markdown file as an article.";
    Copydesk = "copydesk", "Settings of copydesk for this file: {ignore: [rule, …]} and rule levels.";
}

impl Key {
    /// Whether its value is a day or a moment.
    pub fn is_date(self) -> bool {
        matches!(
            self,
            Self::DatePublished | Self::DateModified | Self::DateCreated | Self::EmbargoedUntil | Self::Expires
        )
    }
}

impl Entry {
    /// Adds a value, which makes the entry a list.
    pub fn push(&mut self, value: Value) {
        match &mut self.value {
            Value::List(items) => items.push(value),
            own => {
                let first = std::mem::replace(own, Value::List(Vec::new()));
                *own = Value::List(vec![first, value]);
            }
        }
    }
}

impl Metadata {
    /// The first entry of a key.
    pub fn get(&self, key: Key) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == Some(key))
    }

    /// The text of the first entry of a key.
    pub fn text(&self, key: Key) -> Option<&Scalar> {
        self.get(key).and_then(|entry| entry.value.scalar())
    }

    /// The entry whose key or value contains an offset.
    pub fn entry_at(&self, offset: u32) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name_range.touches(offset))
    }
}
