//! One document model for every syntax. An [`Article`] says what a text is (headline, paragraphs, mentions, dates
//! marked, metadata) and where each piece is in the source; it knows nothing of the syntax that it was read from.
//!
//! What must not be here: how a syntax is parsed, who the actors are, what a date means.

mod metadata;
mod prose;

pub use metadata::{Entry, Key, Metadata, Scalar, Value};
pub use prose::{Mapped, OBJECT, Prose, ProseBuilder};

use crate::finding::Problem;
use crate::language::Language;
use crate::text::{ProseRange, TextRange};

/// The name of a syntax, which is also its name in output: `news-markdown`, `plain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SyntaxId(pub &'static str);

impl SyntaxId {
    /// The name in output.
    pub fn name(self) -> &'static str {
        self.0
    }
}

/// Where new links keep their ids, in a syntax that has more than one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkStyle {
    /// As most links of the article do.
    #[default]
    Auto,
    /// In the link: `[name](actor:id)`.
    Inline,
    /// In a definition at the end of the article: `[name]`.
    CastList,
}

/// An article as it was read. Readers never fail: what they could not understand is in `problems`.
#[derive(Debug, Clone)]
pub struct Article {
    /// The syntax it was read from.
    pub syntax: SyntaxId,
    /// The language of its text: from the metadata, else the file name, else the script.
    pub language: Language,
    /// What the front matter says.
    pub metadata: Metadata,
    /// The texts of the article in reading order, the headline of the front matter first.
    pub blocks: Vec<Block>,
    /// Links to actors, in the order of the source.
    pub mentions: Vec<Mention>,
    /// Annotated dates, in the order of the source.
    pub date_marks: Vec<DateMark>,
    /// The cast list: link definitions whose destination is a target.
    pub definitions: Vec<Definition>,
    /// Instructions to copydesk in comments.
    pub directives: Vec<Directive>,
    /// Mentions that somebody has begun to write.
    pub unfinished: Vec<Unfinished>,
    /// What the reader could not make sense of.
    pub problems: Vec<Problem>,
    /// Parts of the source that no fix writes into, in order and disjoint: code, images, addresses, tags of templates.
    pub opaque: Vec<TextRange>,
}

/// What a block of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// The title of the article.
    Headline,
    /// The lines under the headline: standfirst, deck, caption.
    Standfirst,
    /// A heading inside the body, level 1 to 6.
    Heading(u8),
    /// A paragraph of the body.
    Paragraph,
    /// A list item.
    ListItem,
    /// A table cell.
    Cell,
    /// A line that may hold nothing but the day and time of publication.
    Stamp,
    /// What a page adds around a story.
    Furniture(Furniture),
}

/// What a scraped page adds around a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Furniture {
    /// A share button's label.
    Share,
    /// "Read also" and its kin.
    ReadAlso,
    /// The headline of another story, under "read also".
    OtherStory,
    /// A few words alone after the last paragraph.
    Footer,
}

/// A run of text that reads as one: a paragraph, a heading, a list item.
#[derive(Debug, Clone)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The bytes that it takes, markup included.
    pub range: TextRange,
    /// What a reader reads.
    pub prose: Prose,
    /// Parts of the prose that are links of some kind.
    pub spans: Vec<Span>,
    /// Whether it is in a block quotation.
    pub quoted: bool,
    /// Whether its syntax allows links in it. Metadata often allows none.
    pub holds_links: bool,
}

impl Block {
    /// Whether the block belongs to the story's body: neither headline nor furniture nor stamp.
    pub fn is_body(&self) -> bool {
        matches!(self.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Cell | BlockKind::Standfirst)
    }

    /// Whether the block is a headline of some level.
    pub fn is_heading(&self) -> bool {
        matches!(self.kind, BlockKind::Headline | BlockKind::Heading(_))
    }

    /// The span that touches a prose range, if one does.
    pub fn span_over(&self, range: ProseRange) -> Option<&Span> {
        // Spans are in order and do not overlap, so their ends are in order too.
        let at = self.spans.partition_point(|span| span.prose.end <= range.start);
        self.spans.get(at).filter(|span| span.prose.overlaps(range))
    }
}

/// A part of the prose that is a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The text of the link.
    pub prose: ProseRange,
    /// What it leads to.
    pub kind: SpanKind,
}

/// What a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanKind {
    /// An actor: the index into [`Article::mentions`].
    Mention(usize),
    /// A date's value: the index into [`Article::date_marks`].
    DateMark(usize),
    /// A page, an address, another file.
    Elsewhere,
    /// A mention that is not finished: the index into [`Article::unfinished`].
    Unfinished(usize),
}

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkForm {
    /// `[text](target)`.
    Inline,
    /// `[text][label]`.
    Full,
    /// `[label][]`.
    Collapsed,
    /// `[label]`.
    Shortcut,
}

/// The places of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The block that it is in.
    pub block: usize,
    /// Its text in that block's prose.
    pub prose: ProseRange,
    /// Its text in the source, markup inside included.
    pub text: TextRange,
    /// The whole link.
    pub range: TextRange,
    /// How it is written.
    pub form: LinkForm,
    /// The definition that it refers to: the index into [`Article::definitions`].
    pub definition: Option<usize>,
}

impl Link {
    /// The label of a link with a definition: after its words, or the words themselves.
    pub fn label_range(&self, text: &str) -> Option<TextRange> {
        match self.form {
            LinkForm::Inline => None,
            LinkForm::Collapsed | LinkForm::Shortcut => Some(self.text),
            LinkForm::Full => {
                let range = TextRange::new(self.text.end + 2, self.range.end.saturating_sub(1));
                let open = TextRange::new(self.text.end, self.text.end + 2).slice(text) == "][";
                (open && !range.is_empty()).then_some(range)
            }
        }
    }
}

/// What the front of a target says about the entry that it names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// Any entry of the registry.
    Actor,
    /// An entry that must be a person.
    Person,
    /// An entry that must be an organisation.
    Organisation,
    /// An entry that must be a place.
    Place,
    /// An entry that must be an event.
    Event,
    /// A date value.
    Date,
    /// An outside authority, by its prefix.
    Outside(String),
}

/// The schemes of the format, in the order in which completion offers them.
pub const SCHEMES: [&str; 6] = ["actor", "person", "org", "place", "event", "date"];

impl Scheme {
    /// The scheme that a word names; `None` for the schemes of ordinary links.
    pub fn from_name(name: &str, prefixes: &[String]) -> Option<Self> {
        Some(match name {
            "actor" => Self::Actor,
            "person" => Self::Person,
            "org" => Self::Organisation,
            "place" => Self::Place,
            "event" => Self::Event,
            "date" => Self::Date,
            other if prefixes.iter().any(|prefix| prefix == other) => Self::Outside(other.to_owned()),
            _ => return None,
        })
    }

    /// The word before the colon.
    pub fn name(&self) -> &str {
        match self {
            Self::Actor => "actor",
            Self::Person => "person",
            Self::Organisation => "org",
            Self::Place => "place",
            Self::Event => "event",
            Self::Date => "date",
            Self::Outside(prefix) => prefix,
        }
    }
}

/// What a target points at: `scheme:identifier`, split at the first colon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The scheme.
    pub scheme: Scheme,
    /// The identifier, without the scheme.
    pub id: String,
    /// Where the identifier is in the source.
    pub id_range: TextRange,
}

impl Target {
    /// Reads a destination that is at `start` of the source. `None` where it is an ordinary link.
    pub fn parse(destination: &str, start: u32, prefixes: &[String]) -> Option<Self> {
        let (name, id) = destination.split_once(':')?;
        let scheme = Scheme::from_name(name, prefixes)?;
        let at = start + name.len() as u32 + 1;
        Some(Self { scheme, id: id.to_owned(), id_range: TextRange::new(at, at + id.len() as u32) })
    }

    /// Whether the identifier says on purpose that there is none (`-`) or that no one knows it yet (`?`).
    pub fn is_open(&self) -> bool {
        matches!(self.id.as_str(), "-" | "?")
    }
}

/// A link to an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where it is.
    pub link: Link,
    /// Whom it names.
    pub target: Target,
    /// `key=value` pairs of the link's title.
    pub attributes: Vec<(String, String)>,
}

/// An annotated date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateMark {
    /// Where it is.
    pub link: Link,
    /// The value as written, and its place.
    pub target: Target,
}

/// An entry of the cast list: `[label]: target`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The label as written.
    pub label: String,
    /// The label's place, without brackets.
    pub label_range: TextRange,
    /// The whole definition.
    pub range: TextRange,
    /// Whom or what it names.
    pub target: Target,
}

/// What a directive asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Silence in the block or line that it is in.
    Ignore,
    /// Silence in the next block.
    IgnoreNext,
    /// Silence in the file.
    IgnoreFile,
    /// Silence from here on.
    IgnoreStart,
    /// The end of that silence.
    IgnoreEnd,
}

impl Verb {
    /// The verbs and their names.
    pub const ALL: [(&'static str, Self); 5] = [
        ("ignore", Self::Ignore),
        ("ignore-next", Self::IgnoreNext),
        ("ignore-file", Self::IgnoreFile),
        ("ignore-start", Self::IgnoreStart),
        ("ignore-end", Self::IgnoreEnd),
    ];
}

/// An instruction in a comment: `<!-- copydesk:ignore weekday-mismatch -- as printed in 1914 -->`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// The whole comment.
    pub range: TextRange,
    /// What it asks for; `None` for a verb that does not exist.
    pub verb: Option<Verb>,
    /// The verb's place.
    pub verb_range: TextRange,
    /// The rules it names, with their places; none means all.
    pub rules: Vec<(String, TextRange)>,
    /// Why, as written after `--`.
    pub reason: Option<String>,
    /// What it covers.
    pub scope: TextRange,
}

/// How far an unfinished mention has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnfinishedKind {
    /// `[text` without an end.
    OpenText,
    /// `[text]` with neither destination nor definition.
    NoDefinition,
    /// `[text](`, `[text](act`, `[text](actor:id` without an end.
    OpenDestination,
    /// `[[` or `[[text`.
    DoubleBracket,
    /// `[text](actor:an id)`: a space ends a destination.
    BlankInDestination,
}

/// A mention that somebody has begun to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// How far it has come.
    pub kind: UnfinishedKind,
    /// The block that it is in.
    pub block: usize,
    /// The whole, in the source.
    pub range: TextRange,
    /// The whole, in the block's prose.
    pub prose: ProseRange,
    /// The words between the brackets.
    pub text: TextRange,
    /// What follows `](`, as far as it goes.
    pub destination: Option<TextRange>,
}

impl Article {
    /// The links whose destination is a target: those to actors, then the annotated dates.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        let marks = self.date_marks.iter().map(|mark| &mark.link);
        self.mentions.iter().map(|mention| &mention.link).chain(marks)
    }

    /// The runs of definitions that have nothing between them, without those of the front matter.
    pub fn definition_runs(&self, text: &str) -> Vec<TextRange> {
        let front = self.metadata.range.unwrap_or_default();
        let mut definitions: Vec<TextRange> = self.definitions.iter().map(|definition| definition.range).collect();
        definitions.retain(|range| !front.contains_range(*range));
        definitions.sort_unstable();
        let mut runs: Vec<TextRange> = Vec::new();
        for range in definitions {
            match runs.last_mut() {
                Some(run) if TextRange::new(run.end, range.start).slice(text).trim().is_empty() => {
                    *run = run.cover(range);
                }
                _ => runs.push(range),
            }
        }
        runs
    }

    /// Whether a block is a text of the front matter, which can hold no links.
    pub fn in_front_matter(&self, block: &Block) -> bool {
        self.metadata.range.is_some_and(|front| front.contains_range(block.range))
    }

    /// Whether an edit of a range would write into an opaque part. Replacing whole parts does not.
    pub fn is_opaque(&self, range: TextRange) -> bool {
        range.cuts(&self.opaque)
    }

    /// Makes the list of opaque parts: those that the reader found, and those in the prose of blocks.
    pub(crate) fn set_opaque(&mut self, found: Vec<TextRange>) {
        let in_prose =
            self.blocks.iter().flat_map(|block| block.prose.opaque().iter().map(|part| block.prose.map(*part).range()));
        let mut all: Vec<TextRange> = found.into_iter().chain(in_prose).filter(|part| !part.is_empty()).collect();
        all.sort_unstable();
        let mut joined: Vec<TextRange> = Vec::with_capacity(all.len());
        for part in all {
            match joined.last_mut().filter(|last| last.end > part.start) {
                Some(last) => *last = last.cover(part),
                None => joined.push(part),
            }
        }
        self.opaque = joined;
    }

    /// The headline's block, if there is one.
    pub fn headline(&self) -> Option<&Block> {
        self.blocks.iter().find(|block| block.kind == BlockKind::Headline)
    }

    /// The links to actors in a block.
    pub fn mentions_of(&self, block: usize) -> &[Mention] {
        part(&self.mentions, block, |mention| mention.link.block)
    }

    /// The annotated dates in a block.
    pub fn date_marks_of(&self, block: usize) -> &[DateMark] {
        part(&self.date_marks, block, |mark| mark.link.block)
    }

    /// The mention whose link covers an offset.
    pub fn mention_at(&self, offset: u32) -> Option<&Mention> {
        self.mentions.iter().find(|mention| mention.link.range.touches(offset))
    }

    /// The annotated date whose link covers an offset.
    pub fn date_mark_at(&self, offset: u32) -> Option<&DateMark> {
        self.date_marks.iter().find(|mark| mark.link.range.touches(offset))
    }
}

/// The run of items that are in a block; items are in the order of blocks.
fn part<T>(items: &[T], block: usize, of: impl Fn(&T) -> usize) -> &[T] {
    let start = items.partition_point(|item| of(item) < block);
    let end = start + items[start..].partition_point(|item| of(item) == block);
    &items[start..end]
}
