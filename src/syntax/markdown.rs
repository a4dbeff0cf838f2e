//! News Markdown: CommonMark in which a mention is an ordinary link with the destination `scheme:identifier`.

pub mod compose;

mod front_matter;
mod labels;
mod links;
mod patch;
mod slot;
mod unfinished;
mod window;
mod write;

pub(super) use slot::{SHORTEST, in_directive, marked, slot, word};

use super::{Confidence, ReadOptions, Syntax, directives, furniture, templates};
use crate::article::{
    Article, Block, BlockId, BlockKind, Definition, Key, Link, Metadata, OBJECT, ProseBuilder, Span, SpanKind,
    SpecialCounts, SyntaxId, Target, Value,
};
use crate::language::Language;
use crate::text::{ProseRange, TextRange};
use links::{OpenLink, Targets};
use memchr::memmem;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;
use window::Window;

pub(super) const SYNTAX: Syntax = Syntax {
    id: SyntaxId("news-markdown"),
    suffix: "news.md",
    detect,
    read,
    patch: Some(patch::patch),
    slot,
    writer: Some(|draft| Box::new(write::MarkdownWriter(draft))),
    compose: compose::article,
};

/// Detects News Markdown by suffix, otherwise by front matter or links to actors and dates.
fn detect(text: &str, path: &str) -> Confidence {
    let path = path.to_ascii_lowercase();
    if [".md", ".markdown", ".newsmd"].iter().any(|suffix| path.ends_with(suffix)) {
        Confidence::Certain
    } else if front_matter::is_present(text) || has_links(text) {
        Confidence::Likely
    } else {
        Confidence::Possible
    }
}

/// Whether a text contains a link or a definition with a target.
pub(super) fn has_links(text: &str) -> bool {
    const LINKS: [&str; 6] = ["actor:", "person:", "org:", "place:", "event:", "date:"];
    const DEFINITIONS: [&str; 2] = ["actor:", "date:"];
    let is_any_after = |start: &str, targets: &[&str]| {
        let mut found = memmem::find_iter(text.as_bytes(), start);
        found.any(|at| targets.iter().any(|target| text[at + start.len()..].starts_with(target)))
    };
    is_any_after("](", &LINKS) || is_any_after("]: ", &DEFINITIONS)
}

fn read(text: &str, options: &ReadOptions) -> Article {
    let front = front_matter::read(text);
    let whole = Window::new(text, 0);
    let cast = cast(&front.metadata, &options.prefixes);
    let body = &text[front.body..];
    let mut broken = |link: pulldown_cmark::BrokenLink<'_>| {
        let known = cast.iter().find(|definition| definition.label == *link.reference)?;
        Some((format!("{}:{}", known.target.scheme.name(), known.target.id).into(), "".into()))
    };
    let parser = Parser::new_with_broken_link_callback(body, Options::ENABLE_TABLES, Some(&mut broken));
    let base = front.body as u32;
    let targets = Targets::new(whole, base, parser.reference_definitions(), &cast, options);
    let mut reader = Reader::new(whole, base, metadata_blocks(&front.metadata), targets);
    for (event, range) in parser.into_offset_iter() {
        reader.event(event, range);
    }
    reader.close_block();
    reader.finish(front)
}

/// The `cast` of the front matter, a map from surface form to target, equivalent to link definitions.
fn cast(metadata: &Metadata, prefixes: &[String]) -> Vec<Definition> {
    let Some(Value::Map(entries)) = metadata.get(Key::Cast).map(|entry| &entry.value) else { return Vec::new() };
    entries
        .iter()
        .filter_map(|entry| {
            let value = entry.value.scalar()?;
            let target = Target::parse(value.text(), value.inner().start, prefixes)?;
            let range = entry.name_range.cover(value.range);
            Some(Definition { label: entry.name.clone(), label_range: entry.name_range, range, target })
        })
        .collect()
}

/// Headline and summary are visible, so they are blocks of prose.
fn metadata_blocks(metadata: &Metadata) -> Vec<Block> {
    let wanted = [
        (Key::Headline, BlockKind::Headline),
        (Key::AlternativeHeadline, BlockKind::Standfirst),
        (Key::Description, BlockKind::Standfirst),
    ];
    let mut blocks: Vec<Block> = wanted
        .into_iter()
        .filter_map(|(key, kind)| {
            let scalar = metadata.text(key)?;
            Some(Block::without_links(kind, scalar.range, scalar.prose.clone()))
        })
        .collect();
    blocks.sort_by_key(|block| block.range.start);
    blocks
}

/// The state of the block parser.
struct OpenBlock {
    kind: BlockKind,
    range: TextRange,
    prose: ProseBuilder,
    spans: Vec<Span>,
    quoted: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Container {
    Quote,
    Item,
    Other,
}

struct Reader<'a> {
    text: Window<'a>,
    /// Start of the body in the source; the parser counts from there.
    base: u32,
    blocks: Vec<Block>,
    open: Option<OpenBlock>,
    containers: Vec<Container>,
    links: Vec<OpenLink>,
    /// Number of open images and code blocks, whose content is not prose.
    hidden: u32,
    targets: Targets<'a>,
    /// Comments, each with the block that is open at its position.
    comments: Vec<TextRange>,
    /// Code and images, in order.
    opaque: Vec<TextRange>,
}

impl<'a> Reader<'a> {
    fn new(text: Window<'a>, base: u32, blocks: Vec<Block>, targets: Targets<'a>) -> Self {
        Self {
            text,
            base,
            blocks,
            open: None,
            containers: Vec::new(),
            links: Vec::new(),
            hidden: 0,
            targets,
            comments: Vec::new(),
            opaque: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        let range = TextRange::from(range).shift(self.base);
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(words) if self.hidden == 0 => self.words(&words, range),
            Event::Code(_) if self.hidden == 0 => {
                self.opaque.push(range);
                self.object(range);
            }
            Event::SoftBreak | Event::HardBreak if self.hidden == 0 => {
                if let Some(open) = &mut self.open {
                    open.prose.line_break(range);
                }
            }
            Event::Html(html) | Event::InlineHtml(html) if html.contains("<!--") => {
                self.comments.push(range);
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: TextRange) {
        match tag {
            Tag::Paragraph => {
                let kind =
                    if self.containers.contains(&Container::Item) { BlockKind::ListItem } else { BlockKind::Paragraph };
                self.open_block(kind, range);
            }
            Tag::Heading { level, .. } => self.open_block(BlockKind::Heading(*level as u8), range),
            Tag::TableCell => self.open_block(BlockKind::Cell, range),
            Tag::BlockQuote(_) => self.containers.push(Container::Quote),
            Tag::Item => {
                self.close_block();
                self.containers.push(Container::Item);
            }
            Tag::List(_) => {
                self.close_block();
                self.containers.push(Container::Other);
            }
            Tag::CodeBlock(_) => {
                self.opaque.push(range);
                self.close_block();
                self.hidden += 1;
            }
            Tag::Image { .. } => {
                if self.hidden == 0 {
                    self.opaque.push(range);
                    self.object(range);
                }
                self.hidden += 1;
            }
            Tag::Link { link_type, id, .. } => {
                // Opening a block drops the open links of the previous one.
                self.open_item(range);
                self.links.push(OpenLink {
                    kind: *link_type,
                    label: id.to_string(),
                    range,
                    prose: self.open.as_ref().map_or(0, |open| open.prose.len()),
                });
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: TextRange) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell => self.close_block(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => {
                self.close_block();
                self.containers.pop();
            }
            TagEnd::CodeBlock | TagEnd::Image => self.hidden = self.hidden.saturating_sub(1),
            TagEnd::Link => self.close_link(range),
            _ => {}
        }
    }

    fn words(&mut self, words: &str, range: TextRange) {
        self.open_item(range);
        let text = self.text;
        let Some(open) = &mut self.open else { return };
        open.range = open.range.cover(range);
        if text.slice(range) != words {
            open.prose.replaced(words, range);
            return;
        }
        let escaped = text.byte_before(range.start) == Some(b'\\');
        match words.chars().next().filter(|first| escaped && first.is_ascii_punctuation()) {
            None => open.prose.verbatim(words, range.start),
            Some(first) => {
                let mut buffer = [0; 4];
                open.prose.replaced(first.encode_utf8(&mut buffer), TextRange::new(range.start - 1, range.start + 1));
                open.prose.verbatim(&words[1..], range.start + 1);
            }
        }
    }

    /// Adds a placeholder for something that is not text.
    fn object(&mut self, range: TextRange) {
        self.open_item(range);
        if let Some(open) = &mut self.open {
            let mut buffer = [0; 4];
            open.prose.replaced(OBJECT.encode_utf8(&mut buffer), range);
            open.range = open.range.cover(range);
        }
    }

    /// A tight list item contains its words, links and pictures directly.
    fn open_item(&mut self, range: TextRange) {
        if self.open.is_none() && self.containers.contains(&Container::Item) {
            self.open_block(BlockKind::ListItem, range);
        }
    }

    fn open_block(&mut self, kind: BlockKind, range: TextRange) {
        self.close_block();
        let trimmed = self.text.slice(range).trim_end();
        self.open = Some(OpenBlock {
            kind,
            range: TextRange::new(range.start, range.start + trimmed.len() as u32),
            prose: ProseBuilder::default(),
            spans: Vec::new(),
            quoted: self.containers.contains(&Container::Quote),
        });
    }

    fn close_block(&mut self) {
        self.links.clear();
        let Some(open) = self.open.take() else { return };
        let prose = open.prose.finish();
        if prose.text().trim().is_empty() {
            self.targets.forget_block(BlockId::new(self.blocks.len()));
            return;
        }
        let mut spans = open.spans;
        spans.sort_by_key(|span| span.prose.start);
        self.blocks.push(Block {
            kind: open.kind,
            range: open.range,
            prose,
            spans,
            quoted: open.quoted,
            holds_links: true,
            language: None,
            direction: None,
        });
    }

    fn close_link(&mut self, range: TextRange) {
        let Some(link) = self.links.pop() else { return };
        let Some(open) = &mut self.open else { return };
        let prose = ProseRange::new(link.prose, open.prose.len());
        open.range = open.range.cover(range);
        let kind = self.targets.close(&link, BlockId::new(self.blocks.len()), prose);
        open.spans.push(Span { prose, kind });
    }

    fn finish(self, front: front_matter::FrontMatter) -> Article {
        let mut blocks = self.blocks;
        let mut opaque = self.opaque;
        let mut hidden: Vec<TextRange> = opaque.iter().chain(&self.comments).copied().collect();
        hidden.sort_unstable();
        let tags = templates::find(self.text.text(), self.base as usize, &hidden);
        for block in &mut blocks {
            block.prose.hide(&tags);
        }
        opaque.extend(tags);
        name_the_headline(&mut blocks);
        furniture::mark(&mut blocks, false);
        let unfinished = unfinished::find(self.text, self.base, &mut blocks, &self.targets.prefixes);
        let directives = directives::read(self.text.text(), &self.comments, &blocks);
        let Targets { mentions, date_marks, definitions, link_labels, .. } = self.targets;
        let mut article = Article {
            syntax: SYNTAX.id,
            language: Language::Other,
            metadata: front.metadata,
            blocks,
            mentions,
            date_marks,
            definitions,
            directives,
            unfinished,
            problems: front.problems,
            markup_problems: Vec::new(),
            whole_page: None,
            opaque: Vec::new(),
            link_labels,
            may_have_tags: templates::may_have_tags(&self.text.text()[self.base as usize..]),
            special: SpecialCounts::default(),
        };
        article.set_opaque(opaque);
        article
    }
}

/// Without a headline in the front matter, a first heading of level one is the headline.
fn name_the_headline(blocks: &mut [Block]) {
    if blocks.iter().any(|block| block.kind == BlockKind::Headline) {
        return;
    }
    if let Some(first) = blocks.first_mut().filter(|first| first.kind == BlockKind::Heading(1)) {
        first.kind = BlockKind::Headline;
    }
}

#[cfg(test)]
mod tests;
