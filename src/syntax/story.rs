//! An article without its markup: what every syntax can be asked to write. Conversion goes from one syntax to a story and from
//! there to another syntax.

use super::date_form::edtf;
use crate::article::{Article, Block, BlockKind, Key, Scheme, SpanKind, Target, Value};
use crate::language::Language;
use crate::message;
use crate::message::Message;
use crate::text::ProseRange;

/// An article to write.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Story {
    pub language: Language,
    /// The metadata, without the headline and the texts that are blocks.
    pub metadata: Vec<StoryEntry>,
    pub blocks: Vec<StoryBlock>,
}

/// One key of the metadata with its values, each as News Markdown writes it: `actor:id`, a date, a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryEntry {
    pub key: Key,
    pub values: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryBlock {
    pub kind: BlockKind,
    pub quoted: bool,
    /// Its language, if it is not that of the story.
    pub language: Option<Language>,
    pub runs: Vec<Run>,
}

/// A part of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    Text(String),
    /// A link to an actor. The scheme is that of its kind, or that of an outside authority.
    Mention {
        words: String,
        scheme: Scheme,
        id: String,
    },
    /// An annotated date, with its value in EDTF.
    Date {
        words: String,
        value: String,
    },
}

/// A written story.
#[derive(Debug, Clone, Default)]
pub struct Composed {
    pub text: String,
    /// What the syntax cannot hold.
    pub lost: Vec<Message>,
}

impl Run {
    /// The words.
    pub fn words(&self) -> &str {
        match self {
            Self::Text(words) | Self::Mention { words, .. } | Self::Date { words, .. } => words,
        }
    }
}

impl StoryBlock {
    /// A block without links.
    #[cfg(test)]
    pub fn plain(kind: BlockKind, words: &str) -> Self {
        Self { kind, quoted: false, language: None, runs: vec![Run::Text(words.to_owned())] }
    }

    /// The words.
    pub fn text(&self) -> String {
        self.runs.iter().map(Run::words).collect()
    }
}

impl Story {
    /// A story of plain paragraphs.
    #[cfg(test)]
    pub fn plain(headline: &str, paragraphs: &[&str]) -> Self {
        let line = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
        let paragraphs = paragraphs.iter().map(|words| StoryBlock::plain(BlockKind::Paragraph, &line(words)));
        let blocks =
            std::iter::once(StoryBlock::plain(BlockKind::Headline, &line(headline))).chain(paragraphs).collect();
        Self { blocks, ..Self::default() }
    }

    /// The first values of a key.
    pub fn values(&self, key: Key) -> &[String] {
        self.metadata.iter().find(|entry| entry.key == key).map_or(&[], |entry| &entry.values)
    }

    /// The first value of a key.
    pub fn value(&self, key: Key) -> Option<&str> {
        self.values(key).first().map(String::as_str)
    }

    /// The first block of a kind.
    pub fn block(&self, kind: BlockKind) -> Option<&StoryBlock> {
        self.blocks.iter().find(|block| block.kind == kind)
    }

    /// Takes an article apart. `scheme_of` gives the scheme of a target by the kind of its actor. What a story does not hold
    /// is added to `lost`.
    pub fn of(article: &Article, scheme_of: &dyn Fn(&Target) -> Scheme, lost: &mut Vec<Message>) -> Self {
        let mut story = Self { language: article.language, ..Self::default() };
        let is_furniture = |block: &&Block| matches!(block.kind, BlockKind::Furniture(_));
        let furniture = article.blocks.iter().filter(is_furniture).count();
        if furniture > 0 {
            lost.push(message!("{count} lines of page furniture", count = furniture));
        }
        for block in article.blocks.iter().filter(|block| !is_furniture(block)) {
            story.blocks.push(StoryBlock {
                kind: block.kind,
                quoted: block.quoted,
                language: article.is_foreign(block).then(|| article.language_of(block)),
                runs: runs(article, block, scheme_of),
            });
        }
        let spans = article.blocks.iter().filter(|block| !is_furniture(block)).flat_map(|block| &block.spans);
        let pages = spans.filter(|span| span.kind == SpanKind::Elsewhere).count();
        if pages > 0 {
            lost.push(message!("{count} links to pages", count = pages));
        }
        let attributes: usize = article.mentions.iter().map(|mention| mention.attributes.len()).sum();
        if attributes > 0 {
            lost.push(message!("{count} attributes of links", count = attributes));
        }
        for entry in &article.metadata.entries {
            let Some(key) = entry.key else { continue };
            let known = story.metadata.iter().position(|own| own.key == key);
            // A block says the same.
            let is_block = match key {
                Key::Headline => story.block(BlockKind::Headline).is_some(),
                Key::AlternativeHeadline | Key::Description => story.block(BlockKind::Standfirst).is_some(),
                Key::Dateline => story.block(BlockKind::Dateline).is_some(),
                // Links hold what a cast list holds.
                Key::Cast | Key::Type => true,
                _ => false,
            };
            // An array for each kind of actors is one list.
            if let (Some(at), Value::List(_), Some(more)) = (known, &entry.value, values(&entry.value, scheme_of)) {
                story.metadata[at].values.extend(more);
                continue;
            }
            if known.is_some() || is_block {
                continue;
            }
            match values(&entry.value, scheme_of) {
                Some(mut values) => {
                    if key.is_date() {
                        for value in &mut values {
                            *value = edtf(value).into_owned();
                        }
                    }
                    story.metadata.push(StoryEntry { key, values });
                }
                None => lost.push(message!("the metadata `{key}`", key = entry.name)),
            }
        }
        // A byline of its own is the author; a dateline of its own is a text.
        story.take_block(BlockKind::Byline, Key::Author);
        story.take_block(BlockKind::Dateline, Key::Dateline);
        story
    }

    /// Moves a block to the metadata, if that does not have it.
    fn take_block(&mut self, kind: BlockKind, key: Key) {
        let Some(words) = self.block(kind).map(StoryBlock::text) else { return };
        self.blocks.retain(|block| block.kind != kind);
        if self.value(key).is_none() {
            self.metadata.push(StoryEntry { key, values: vec![words] });
        }
    }
}

/// The values of an entry as News Markdown writes them; `None` for a map.
fn values(value: &Value, scheme_of: &dyn Fn(&Target) -> Scheme) -> Option<Vec<String>> {
    if matches!(value, Value::Map(_)) {
        return None;
    }
    let text = |target: &Target| format!("{}:{}", scheme_of(target).name(), target.id);
    let scalars = value.scalars().into_iter();
    let written = scalars.map(|scalar| {
        let words = scalar.text().trim();
        let parsed =
            || Target::parse(words, 0, &[]).filter(|target| target.scheme != Scheme::Date && !target.is_open());
        let target = scalar.target.as_deref().cloned().or_else(parsed);
        target.map_or_else(|| words.to_owned(), |target| text(&target))
    });
    Some(written.filter(|value| !value.is_empty()).collect())
}

fn runs(article: &Article, block: &Block, scheme_of: &dyn Fn(&Target) -> Scheme) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = 0;
    let text = |range: ProseRange| {
        let words = block.prose.slice(range);
        (!words.is_empty()).then(|| Run::Text(words.to_owned()))
    };
    for span in &block.spans {
        let words = block.prose.slice(span.prose).to_owned();
        let run = match span.kind {
            SpanKind::Mention(index) => {
                let Target { id, .. } = &article.mentions[index].target;
                Run::Mention { words, scheme: scheme_of(&article.mentions[index].target), id: id.clone() }
            }
            SpanKind::DateMark(index) => Run::Date { words, value: article.date_marks[index].target.id.clone() },
            SpanKind::Elsewhere | SpanKind::Unfinished(_) => continue,
        };
        if span.prose.start < at {
            continue;
        }
        runs.extend(text(ProseRange::new(at, span.prose.start)));
        runs.push(run);
        at = span.prose.end;
    }
    runs.extend(text(ProseRange::new(at, block.prose.full().end)));
    runs
}

/// Says that a syntax cannot state the language of blocks.
pub(super) fn lose_languages(story: &Story, lost: &mut Vec<Message>) {
    let count = story.blocks.iter().filter(|block| block.language.is_some()).count();
    if count > 0 {
        lost.push(message!("the language of {count} paragraphs", count));
    }
}

/// The words of a link, for messages about what is lost.
pub(super) fn count_links(story: &Story) -> (usize, usize) {
    let runs = || story.blocks.iter().flat_map(|block| &block.runs);
    let mentions = runs().filter(|run| matches!(run, Run::Mention { .. })).count();
    (mentions, runs().filter(|run| matches!(run, Run::Date { .. })).count())
}
