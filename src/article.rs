//! The document model of all syntaxes. An [`Article`] describes a text (headline, paragraphs, mentions, annotated
//! dates, metadata) with source ranges, independent of its syntax.
//!
//! Parsing, actors and the meaning of dates belong to other modules.

mod block_id;
mod decoded;
mod metadata;
mod moved;
mod prose;
mod source_map;
mod special;
mod through;

pub use block_id::BlockId;
pub use decoded::Decoded;
pub use metadata::{Entry, Key, Metadata, Scalar, Value};
pub use moved::{Change, Patch, Splice};
pub use prose::{OBJECT, Prose, ProseBuilder};
pub use source_map::Mapped;
pub use special::{Special, SpecialCounts};

use crate::finding::Problem;
use crate::language::Language;
use crate::text::{Direction, ProseRange, TextRange};

/// The name of a syntax, as in output: `news-markdown`, `plain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SyntaxId(pub &'static str);

impl SyntaxId {
    /// The name in output.
    pub fn name(self) -> &'static str {
        self.0
    }
}

/// The style of new links, in a syntax with more than one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkStyle {
    /// As most links of the article.
    #[default]
    Auto,
    /// In the link: `[name](actor:id)`.
    Inline,
    /// In a definition at the end of the article: `[name]`.
    CastList,
}

/// A parsed article. Parsers never fail; anything invalid is reported in `problems`.
#[derive(Debug, Clone)]
pub struct Article {
    pub syntax: SyntaxId,
    /// The language of its text: from the metadata, otherwise the file name, otherwise the words.
    pub language: Language,
    pub metadata: Metadata,
    /// The blocks in reading order; the headline of the front matter comes first.
    pub blocks: Vec<Block>,
    /// Links to actors, in the order of the source.
    pub mentions: Vec<Mention>,
    /// Annotated dates, in the order of the source.
    pub date_marks: Vec<DateMark>,
    /// The cast list: link definitions whose destination is a target.
    pub definitions: Vec<Definition>,
    /// Directives to copydesk in comments.
    pub directives: Vec<Directive>,
    /// Mentions that are still being written.
    pub unfinished: Vec<Unfinished>,
    /// Problems of the metadata.
    pub problems: Vec<Problem>,
    /// Problems of the markup: tags that are not closed, unknown entities.
    pub markup_problems: Vec<Problem>,
    /// The tag of the page whose text is all read, because nothing in it marks the text of the article.
    pub whole_page: Option<TextRange>,
    /// Parts of the source that fixes must not change, in order and disjoint: code, images, URLs, template tags.
    pub opaque: Vec<TextRange>,
    /// The labels of definitions whose destination is not a target, folded for comparison.
    pub link_labels: Vec<String>,
    /// Whether its text has signs that can begin a tag of a template.
    pub may_have_tags: bool,
    pub special: SpecialCounts,
}

/// The kind of a block.
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
    /// A line that can contain only the day and time of publication.
    Stamp,
    /// Place and day of filing, marked as such.
    Dateline,
    /// Who wrote it, marked as such.
    Byline,
    /// Page furniture.
    Furniture(Furniture),
}

/// The kind of page furniture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Furniture {
    /// A share button's label.
    Share,
    /// "Read also" and similar labels.
    ReadAlso,
    /// The headline of another story, after "read also".
    OtherStory,
    /// A few words after the last paragraph.
    Footer,
}

/// A continuous text: a paragraph, a heading, a list item.
#[derive(Debug, Clone)]
pub struct Block {
    pub kind: BlockKind,
    /// Source range, markup included.
    pub range: TextRange,
    /// The visible text.
    pub prose: Prose,
    /// The links in the prose.
    pub spans: Vec<Span>,
    /// Whether it is in a block quotation.
    pub quoted: bool,
    /// Whether its syntax allows links here. Metadata often does not.
    pub holds_links: bool,
    /// The language that the markup states for this text, if it is not that of the document.
    pub language: Option<Language>,
    /// The direction that the markup states, if any.
    pub direction: Option<Direction>,
}

impl Block {
    /// A block of plain words in the language of the article.
    pub fn without_links(kind: BlockKind, range: TextRange, prose: Prose) -> Self {
        Self {
            kind,
            range,
            prose,
            spans: Vec::new(),
            quoted: false,
            holds_links: false,
            language: None,
            direction: None,
        }
    }

    /// Whether the block belongs to the body of the story: it is not a headline, furniture or stamp line.
    pub fn is_body(&self) -> bool {
        matches!(self.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Cell | BlockKind::Standfirst)
    }

    /// Whether the block is a headline or heading.
    pub fn is_heading(&self) -> bool {
        matches!(self.kind, BlockKind::Headline | BlockKind::Heading(_))
    }

    /// The first span that touches a range of prose.
    pub fn span_over(&self, range: ProseRange) -> Option<&Span> {
        // Spans are sorted and disjoint, so their ends are sorted too.
        let at = self.spans.partition_point(|span| span.prose.end <= range.start);
        self.spans.get(at).filter(|span| span.prose.overlaps(range))
    }
}

/// A link in the prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub prose: ProseRange,
    pub kind: SpanKind,
}

/// The destination of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanKind {
    /// An actor: the index into [`Article::mentions`].
    Mention(usize),
    /// A date's value: the index into [`Article::date_marks`].
    DateMark(usize),
    /// A page, a URL, another file.
    Elsewhere,
    /// An unfinished mention: the index into [`Article::unfinished`].
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

/// The ranges of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Index of its block.
    pub block: BlockId,
    /// Range of its text in the block's prose.
    pub prose: ProseRange,
    /// Range of its text in the source, with inner markup.
    pub text: TextRange,
    /// Range of the whole link.
    pub range: TextRange,
    pub form: LinkForm,
    /// Index of its definition in [`Article::definitions`].
    pub definition: Option<usize>,
}

impl Link {
    /// The label of a link with a definition: the second brackets, or the text itself.
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

/// The scheme of a target, which restricts the kind of its entry.
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

/// All schemes, in the order in which completion offers them.
pub const SCHEMES: [&str; 6] = ["actor", "person", "org", "place", "event", "date"];

impl Scheme {
    /// Parses a scheme; `None` for the schemes of ordinary links.
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

    /// The text before the colon.
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

/// A parsed target, `scheme:identifier`, split at the first colon.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    pub scheme: Scheme,
    /// The identifier, without the scheme.
    pub id: String,
    /// Source range of the identifier.
    pub id_range: TextRange,
    /// Source range of what states the scheme: the text before the colon, or the name of an element.
    pub scheme_range: TextRange,
    /// The authority that the identifier belongs to, in a syntax that states it: `idsrc` in NITF.
    pub authority: Option<String>,
    /// Further identifiers of the same actor, in a syntax that can state several.
    pub also: Vec<Self>,
}

impl Target {
    /// Parses a destination at offset `start` of the source. `None` for an ordinary link.
    pub fn parse(destination: &str, start: u32, prefixes: &[String]) -> Option<Self> {
        let (name, id) = destination.split_once(':')?;
        let scheme = Scheme::from_name(name, prefixes)?;
        let colon = start + name.len() as u32;
        Some(Self {
            scheme,
            id: id.to_owned(),
            id_range: TextRange::new(colon + 1, colon + 1 + id.len() as u32),
            scheme_range: TextRange::new(start, colon),
            authority: None,
            also: Vec::new(),
        })
    }

    /// Whether the identifier states that the registry has no entry (`-`) or that it is not known yet (`?`).
    pub fn is_open(&self) -> bool {
        matches!(self.id.as_str(), "-" | "?")
    }
}

/// A link to an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    pub link: Link,
    pub target: Target,
    /// `key=value` pairs in the title of the link.
    pub attributes: Vec<(String, String)>,
}

/// An annotated date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateMark {
    pub link: Link,
    /// The value as written, and its source range.
    pub target: Target,
    /// The same day in another calendar, if the markup states it.
    pub custom: Option<CustomDay>,
}

/// A day in a calendar that the markup names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomDay {
    /// The name of the calendar: `#cal_islamic`.
    pub calendar: String,
    /// The value as written: `1329-07-01`.
    pub value: String,
    /// The source range of the value.
    pub range: TextRange,
}

/// An entry of the cast list: `[label]: target`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    pub label: String,
    /// Source range of the label, without brackets.
    pub label_range: TextRange,
    /// Source range of the whole definition.
    pub range: TextRange,
    pub target: Target,
}

/// The verb of a directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Ignores rules in its own block or line.
    Ignore,
    /// Ignores rules in the next block.
    IgnoreNext,
    /// Ignores rules in the whole file.
    IgnoreFile,
    /// Ignores rules from here on.
    IgnoreStart,
    /// Ends `ignore-start`.
    IgnoreEnd,
}

impl Verb {
    /// All verbs with their names.
    pub const ALL: [(&'static str, Self); 5] = [
        ("ignore", Self::Ignore),
        ("ignore-next", Self::IgnoreNext),
        ("ignore-file", Self::IgnoreFile),
        ("ignore-start", Self::IgnoreStart),
        ("ignore-end", Self::IgnoreEnd),
    ];
}

/// A directive in a comment: `<!-- copydesk:ignore weekday-mismatch -- as printed in 1914 -->`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// Source range of the comment.
    pub range: TextRange,
    /// The verb; `None` if it is unknown.
    pub verb: Option<Verb>,
    /// Source range of the verb.
    pub verb_range: TextRange,
    /// The rules with their source ranges; empty for all rules.
    pub rules: Vec<(String, TextRange)>,
    /// The reason, after `--`.
    pub reason: Option<String>,
    /// The source range that it applies to.
    pub scope: TextRange,
}

/// The state of an unfinished mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnfinishedKind {
    /// `[text` without a closing bracket.
    OpenText,
    /// `[text]` with neither destination nor definition.
    NoDefinition,
    /// `[text](`, `[text](act`, `[text](actor:id` without a closing parenthesis.
    OpenDestination,
    /// `[[` or `[[text`.
    DoubleBracket,
    /// `[text](actor:an id)`: a space ends a destination.
    BlankInDestination,
}

/// A mention that is still being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    pub kind: UnfinishedKind,
    /// Index of its block.
    pub block: BlockId,
    /// Its source range.
    pub range: TextRange,
    /// Its range in the block's prose.
    pub prose: ProseRange,
    /// The words between the brackets.
    pub text: TextRange,
    /// The text after `](`.
    pub destination: Option<TextRange>,
}

impl Article {
    /// An article without text.
    pub fn empty(syntax: SyntaxId) -> Self {
        Self {
            syntax,
            language: Language::Other,
            metadata: Metadata::default(),
            blocks: Vec::new(),
            mentions: Vec::new(),
            date_marks: Vec::new(),
            definitions: Vec::new(),
            directives: Vec::new(),
            unfinished: Vec::new(),
            problems: Vec::new(),
            markup_problems: Vec::new(),
            whole_page: None,
            opaque: Vec::new(),
            link_labels: Vec::new(),
            may_have_tags: false,
            special: SpecialCounts::default(),
        }
    }

    /// The links whose destination is a target: first those to actors, then the annotated dates.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        let marks = self.date_marks.iter().map(|mark| &mark.link);
        self.mentions.iter().map(|mention| &mention.link).chain(marks)
    }

    /// Runs of adjacent definitions, without those of the front matter.
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

    /// Whether a block is a text of the front matter that can have no links.
    pub fn in_front_matter(&self, block: &Block) -> bool {
        self.metadata.range.is_some_and(|front| front.contains_range(block.range))
    }

    /// Whether an edit of a range would change an opaque part. Replacing whole parts does not.
    pub fn is_opaque(&self, range: TextRange) -> bool {
        range.cuts(&self.opaque)
    }

    /// Collects the opaque parts: those that the parser found, and those in the prose of blocks.
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

    /// The headline, if any.
    pub fn headline(&self) -> Option<&Block> {
        self.blocks.iter().find(|block| block.kind == BlockKind::Headline)
    }

    /// The language of a block: the one that its markup states, otherwise that of the article.
    pub fn language_of(&self, block: &Block) -> Language {
        block.language.unwrap_or(self.language)
    }

    /// Whether a block is in another language than the article.
    pub fn is_foreign(&self, block: &Block) -> bool {
        self.language_of(block) != self.language
    }

    /// The links to actors in a block.
    pub fn mentions_of(&self, block: BlockId) -> &[Mention] {
        part(&self.mentions, block, |mention| mention.link.block)
    }

    /// The annotated dates in a block.
    pub fn date_marks_of(&self, block: BlockId) -> &[DateMark] {
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

/// The run of items in a block. Items are sorted by block.
fn part<T>(items: &[T], block: BlockId, of: impl Fn(&T) -> BlockId) -> &[T] {
    let start = items.partition_point(|item| of(item) < block);
    let end = start + items[start..].partition_point(|item| of(item) == block);
    &items[start..end]
}
