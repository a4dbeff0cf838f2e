//! Reads an article in a dialect of XML or HTML.

use super::super::{ReadOptions, templates};
use super::entities::{Piece, decode, is_xml_entity, pieces};
use super::lexer::{Fault, FaultKind, Mode};
use super::regions::{regions, whole_page};
use super::tree::{NodeId, NodeKind, Tree};
use super::values;
use super::vocabulary::{Dialect, IdForm, Role, Vocabulary};
use super::{faults, metadata};
use crate::article::{
    Article, Block, BlockId, BlockKind, CustomDay, DateMark, Link, LinkForm, Mention, OBJECT, ProseBuilder, Scheme,
    Span, SpanKind, SyntaxId, Target,
};
use crate::language::Language;
use crate::syntax::{date_form, directives, furniture};
use crate::text::{Direction, ProseRange, TextRange};

/// Reads an article.
pub(in crate::syntax) fn read(text: &str, dialect: &Dialect, options: &ReadOptions) -> Article {
    let vocabulary = dialect.vocabulary();
    let tree = Tree::parse(text, vocabulary.mode);
    let found = metadata::read(text, &tree, vocabulary, options);
    let regions = regions(text, &tree, vocabulary);
    let mut reader = Reader {
        text,
        tree: &tree,
        vocabulary,
        options,
        regions,
        language: found.language(),
        blocks: Vec::new(),
        mentions: Vec::new(),
        date_marks: Vec::new(),
        open: None,
        links: Vec::new(),
        offices: 0,
        opaque: Vec::new(),
        unknown: Vec::new(),
    };
    // Without the element that holds the article, all text is read.
    let region = reader.regions.is_empty();
    for id in tree.children(None) {
        reader.node(
            id,
            Context { region, quoted: false, kind: BlockKind::Paragraph, language: reader.language, direction: None },
        );
    }
    reader.close_block();
    reader.finish(dialect, found)
}

/// What the ancestors of a node say about it.
#[derive(Debug, Clone, Copy)]
struct Context {
    /// Whether it is in the part of the document with the article.
    region: bool,
    quoted: bool,
    /// The kind of text that is directly in a container.
    kind: BlockKind,
    language: Option<Language>,
    direction: Option<Direction>,
}

struct Reader<'a> {
    text: &'a str,
    tree: &'a Tree,
    vocabulary: &'a Vocabulary,
    options: &'a ReadOptions,
    regions: Vec<NodeId>,
    /// The language of the document, as its metadata states it.
    language: Option<Language>,
    blocks: Vec<Block>,
    mentions: Vec<Mention>,
    date_marks: Vec<DateMark>,
    open: Option<OpenBlock>,
    links: Vec<OpenLink>,
    /// Number of open elements with an office.
    offices: usize,
    /// Images and other elements without text.
    opaque: Vec<TextRange>,
    /// Unknown entities.
    unknown: Vec<Fault>,
}

struct OpenBlock {
    kind: BlockKind,
    range: TextRange,
    /// Whether its range grows with its content, because no element of its own contains it.
    is_implicit: bool,
    quoted: bool,
    language: Option<Language>,
    direction: Option<Direction>,
    prose: ProseBuilder,
    spans: Vec<Span>,
    /// White space that is a space if text follows.
    blank: Option<TextRange>,
    /// The element that the text is in ends here; used for blank text between elements.
    after_break: bool,
}

struct OpenLink {
    kind: OpenKind,
    range: TextRange,
    /// The prose and the source of its words so far.
    words: Option<(ProseRange, TextRange)>,
}

enum OpenKind {
    Mention(Target),
    Date(Target, Option<CustomDay>),
    Elsewhere,
}

impl Reader<'_> {
    fn node(&mut self, id: NodeId, context: Context) {
        let node = &self.tree.nodes[id];
        match &node.kind {
            NodeKind::Text => self.characters(node.range, true, context),
            NodeKind::Cdata(inner) => self.characters(*inner, false, context),
            NodeKind::Element(_) => self.element(id, context),
            NodeKind::Comment | NodeKind::Instruction | NodeKind::Doctype => {}
        }
    }

    fn children(&mut self, id: NodeId, context: Context) {
        for child in self.tree.children(Some(id)) {
            self.node(child, context);
        }
    }

    fn element(&mut self, id: NodeId, outer: Context) {
        let range = self.tree.nodes[id].range;
        let vocabulary = self.vocabulary;
        let role = vocabulary.structure(self.tree, id, self.text);
        let is_in_block = self.open.as_ref().is_some_and(|open| !open.is_implicit);
        let own = self.tree.value(id, "lang", self.text);
        // Words in another language inside of a sentence are not read.
        let is_part = match role {
            Some(Role::Block(_) | Role::Skip) => false,
            Some(Role::Quote | Role::Region) | None => is_in_block,
            _ => true,
        };
        if is_part
            && own.and_then(Language::from_tag).is_some_and(|own| outer.language.is_some_and(|outer| own != outer))
        {
            return;
        }
        let direction = self.tree.value(id, "dir", self.text).and_then(Direction::from_attribute);
        let context = Context {
            region: outer.region || self.regions.contains(&id),
            language: own.and_then(Language::stated).filter(|_| !is_part).or(outer.language),
            direction: direction.filter(|_| !is_part).or(outer.direction),
            ..outer
        };
        match role {
            Some(Role::Skip) => self.skipped(id, outer),
            Some(Role::Block(kind)) => self.block(id, *kind, context),
            Some(Role::Quote) => {
                self.close_block();
                self.children(id, Context { quoted: true, ..context });
                self.close_block();
            }
            Some(Role::Object) => self.object(range),
            Some(Role::Break) => {
                if let Some(open) = &mut self.open {
                    open.blank.get_or_insert(range);
                    open.after_break = true;
                }
            }
            Some(Role::Office) => {
                self.offices += 1;
                self.children(id, context);
                self.offices -= 1;
            }
            Some(Role::Mention { scheme, id: attribute, authority }) => {
                let target = self.mention_target(id, scheme, attribute, *authority);
                let kind = match target {
                    Value::Target(target) => Some(OpenKind::Mention(target)),
                    Value::Other => Some(OpenKind::Elsewhere),
                    Value::Absent => None,
                };
                self.link(id, kind, context);
            }
            Some(Role::Date { value, range, custom }) => {
                let custom = custom.and_then(|(value, calendar)| self.custom_day(id, value, calendar));
                let target = self.date_target(id, value, *range);
                let kind = target.map(|target| OpenKind::Date(target, custom));
                self.link(id, kind, context);
            }
            Some(Role::Link) => self.link(id, Some(OpenKind::Elsewhere), context),
            Some(Role::Inline) => self.children(id, context),
            _ if is_in_block => self.children(id, context),
            _ => {
                // A container: what is directly in it is a paragraph of its own.
                self.close_block();
                self.children(id, Context { kind: BlockKind::Paragraph, ..context });
                self.close_block();
            }
        }
    }

    /// An element whose content is not read. Inside a block it separates words as an object would.
    fn skipped(&mut self, id: NodeId, context: Context) {
        let is_inline = self.open.as_ref().is_some_and(|open| !open.is_implicit);
        if !is_inline && context.region && self.vocabulary.mode == Mode::Xml {
            self.close_block();
        }
        // The document can have the article inside of an element that is skipped elsewhere.
        if self.regions.iter().any(|region| *region > id && *region < self.tree.nodes[id].end) {
            self.children(id, Context { region: false, ..context });
        }
    }

    fn block(&mut self, id: NodeId, kind: BlockKind, context: Context) {
        let is_head = matches!(kind, BlockKind::Headline | BlockKind::Stamp | BlockKind::Dateline | BlockKind::Byline);
        self.close_block();
        // Around the text of an article are its headline and its byline.
        if !context.region && !is_head {
            self.children(id, context);
            return;
        }
        let kind = self.heading_level(id, kind);
        let range = self.tree.nodes[id].range;
        self.open_block(kind, range, false, context);
        self.children(id, Context { region: true, kind, ..context });
        self.close_block();
    }

    /// The level of a heading whose name says it.
    fn heading_level(&self, id: NodeId, kind: BlockKind) -> BlockKind {
        let BlockKind::Heading(_) = kind else { return kind };
        match self.tree.name(id, self.text).as_bytes() {
            [b'h' | b'H', level @ b'1'..=b'6'] => BlockKind::Heading(level - b'0'),
            _ => kind,
        }
    }

    /// Reads an element as a link, unless it is inside one.
    fn link(&mut self, id: NodeId, kind: Option<OpenKind>, context: Context) {
        let is_nested = match &kind {
            // A mention can be inside of a link to a page.
            Some(OpenKind::Mention(_) | OpenKind::Date(..)) => {
                self.links.iter().any(|open| !matches!(open.kind, OpenKind::Elsewhere))
            }
            _ => !self.links.is_empty(),
        };
        let Some(kind) = kind.filter(|_| !is_nested) else {
            self.children(id, context);
            return;
        };
        self.links.push(OpenLink { kind, range: self.tree.nodes[id].range, words: None });
        let depth = self.links.len();
        self.children(id, context);
        self.links.truncate(depth);
        if self.links.len() == depth
            && let Some(link) = self.links.pop()
        {
            self.close_link(link);
        }
    }

    fn close_link(&mut self, link: OpenLink) {
        let block = BlockId::new(self.blocks.len());
        let (Some(open), Some((prose, text))) = (&mut self.open, link.words) else { return };
        // Links do not overlap: a mention inside of an address counts.
        if open.spans.iter().any(|span| span.prose.overlaps(prose)) {
            return;
        }
        if open.is_implicit {
            open.range = open.range.cover(link.range);
        }
        let place = Link { block, prose, text, range: link.range, form: LinkForm::Inline, definition: None };
        let kind = match link.kind {
            OpenKind::Mention(target) => {
                self.mentions.push(Mention { link: place, target, attributes: Vec::new() });
                SpanKind::Mention(self.mentions.len() - 1)
            }
            OpenKind::Date(target, custom) => {
                self.date_marks.push(DateMark { link: place, target, custom });
                SpanKind::DateMark(self.date_marks.len() - 1)
            }
            OpenKind::Elsewhere => SpanKind::Elsewhere,
        };
        open.spans.push(Span { prose, kind });
    }

    fn mention_target(&self, id: NodeId, scheme: &Scheme, name: &str, authority: Option<&str>) -> Value {
        let Some(range) = self.tree.attribute(id, name, self.text).and_then(|attribute| attribute.value) else {
            return Value::Absent;
        };
        let form = if authority.is_some() { IdForm::Plain } else { self.vocabulary.ids };
        let authority = authority.and_then(|name| self.tree.value(id, name, self.text));
        let element = self.tree.element(id).map_or(range, |element| element.name);
        let value = decode(self.text, range, self.vocabulary.mode);
        // An id with character references cannot be edited in parts.
        let value = if value == range.slice(self.text) { value } else { range.slice(self.text).into() };
        match values::target(&value, range, form, (scheme, element), authority, self.options) {
            Some(mut target) => {
                target.also.extend(values::also(self.text, self.tree, self.vocabulary, id, &target, self.options));
                Value::Target(target)
            }
            None => Value::Other,
        }
    }

    fn date_target(&self, id: NodeId, name: &str, ends: Option<(&str, &str)>) -> Option<Target> {
        let value = |name: &str| self.tree.attribute(id, name, self.text)?.value;
        let element = self.tree.element(id)?.name;
        let made = |id: String, id_range: TextRange| Target {
            scheme: Scheme::Date,
            id,
            id_range,
            scheme_range: element,
            authority: None,
            also: Vec::new(),
        };
        if let Some(range) = value(name) {
            return Some(made(date_form::edtf(range.slice(self.text)).into_owned(), range));
        }
        let (from, to) = ends.map(|(from, to)| (value(from), value(to)))?;
        let point =
            |range: Option<TextRange>| range.map_or("..".into(), |range| date_form::edtf(range.slice(self.text)));
        let range = from.or(to)?;
        Some(made(format!("{}/{}", point(from), point(to)), range))
    }

    /// The day in another calendar that an element states.
    fn custom_day(&self, id: NodeId, value: &str, calendar: &str) -> Option<CustomDay> {
        let range = self.tree.attribute(id, value, self.text)?.value?;
        let calendar = self.tree.value(id, calendar, self.text)?.to_owned();
        Some(CustomDay { calendar, value: range.slice(self.text).to_owned(), range })
    }

    /// Adds something that is not text.
    fn object(&mut self, range: TextRange) {
        if self.open.is_none() {
            return;
        }
        self.flush_blank();
        self.opaque.push(range);
        if let Some(open) = &mut self.open {
            let mut buffer = [0; 4];
            open.prose.replaced(OBJECT.encode_utf8(&mut buffer), range);
            if open.is_implicit {
                open.range = open.range.cover(range);
            }
        }
    }

    /// Adds character data, without the white space around it.
    fn characters(&mut self, range: TextRange, has_references: bool, context: Context) {
        let mode = self.vocabulary.mode;
        if !has_references {
            self.plain(range, context);
            return;
        }
        for piece in pieces(self.text, range, mode) {
            match piece {
                Piece::Verbatim(range) => self.plain(range, context),
                Piece::Unknown(range) => {
                    self.unknown.push(Fault { kind: FaultKind::UnknownEntity, range });
                    self.plain(range, context);
                }
                Piece::Reference(range, decoded) => {
                    let name = range.slice(self.text).trim_matches(['&', ';']);
                    if mode == Mode::Xml && !name.starts_with('#') && !is_xml_entity(name) {
                        self.unknown.push(Fault { kind: FaultKind::UnknownEntity, range });
                    }
                    if decoded.chars().all(is_blank) {
                        if let Some(open) = &mut self.open {
                            open.blank.get_or_insert(range);
                        }
                    } else {
                        self.piece(range, context, Some(&decoded));
                    }
                }
            }
        }
    }

    /// Text without references: its words, and the white space between them.
    fn plain(&mut self, range: TextRange, context: Context) {
        let words = range.slice(self.text);
        let mut at = 0;
        while at < words.len() {
            let rest = &words[at..];
            let text_end = end_of_line(rest);
            if text_end > 0 {
                self.piece(TextRange::from(at..at + text_end).shift(range.start), context, None);
                at += text_end;
                continue;
            }
            let end = rest.find(|c| !is_blank(c)).unwrap_or(rest.len());
            if let Some(open) = &mut self.open {
                open.blank.get_or_insert(TextRange::from(at..at + end).shift(range.start));
            }
            at += end;
        }
    }

    /// Adds text without blanks around it.
    fn piece(&mut self, range: TextRange, context: Context, decoded: Option<&str>) {
        if self.open.is_none() {
            if !context.region {
                return;
            }
            self.open_block(context.kind, range, true, context);
        }
        self.flush_blank();
        let Some(open) = &mut self.open else { return };
        let start = open.prose.len();
        match decoded {
            Some(decoded) => open.prose.replaced(decoded, range),
            None => open.prose.verbatim(range.slice(self.text), range.start),
        }
        let prose = ProseRange::new(start, open.prose.len());
        if open.is_implicit {
            open.range = open.range.cover(range);
        }
        if self.offices == 0 {
            for link in &mut self.links {
                link.words = Some(match link.words {
                    Some((own, text)) => (own.cover(prose), text.cover(range)),
                    None => (prose, range),
                });
            }
        }
    }

    /// Writes the space that is between what was added and what comes.
    fn flush_blank(&mut self) {
        let Some(open) = &mut self.open else { return };
        let Some(blank) = open.blank.take() else { return };
        let after_break = std::mem::take(&mut open.after_break);
        if open.prose.len() == 0 {
            return;
        }
        if blank.slice(self.text) == " " && !after_break {
            open.prose.verbatim(" ", blank.start);
        } else {
            open.prose.replaced(" ", blank);
        }
    }

    fn open_block(&mut self, kind: BlockKind, range: TextRange, is_implicit: bool, context: Context) {
        // Text that begins a block can be in a link that is open already.
        if self.open.is_some() {
            self.close_block();
        }
        self.open = Some(OpenBlock {
            kind,
            range,
            is_implicit,
            quoted: context.quoted,
            language: context.language.filter(|own| self.language != Some(*own)),
            direction: context.direction,
            prose: ProseBuilder::default(),
            spans: Vec::new(),
            blank: None,
            after_break: false,
        });
    }

    fn close_block(&mut self) {
        // A block inside a link ends it.
        for link in std::mem::take(&mut self.links).into_iter().rev() {
            self.close_link(link);
        }
        let Some(open) = self.open.take() else { return };
        let prose = open.prose.finish();
        if prose.text().trim().is_empty() {
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
            language: open.language,
            direction: open.direction,
        });
    }

    fn finish(self, dialect: &Dialect, found: metadata::Found) -> Article {
        let Reader { text, tree, regions, mut blocks, mut mentions, mut date_marks, opaque, unknown, .. } = self;
        let offset = found.add_title(&mut blocks);
        for link in
            mentions.iter_mut().map(|mention| &mut mention.link).chain(date_marks.iter_mut().map(|mark| &mut mark.link))
        {
            link.block = link.block.plus(offset);
        }
        one_headline(&mut blocks);
        let is_html = dialect.vocabulary().mode == Mode::Html;
        let mut hidden = opaque;
        if is_html {
            let tags = templates::find(text, 0, &[]);
            for block in &mut blocks {
                block.prose.hide(&tags);
            }
            hidden.extend(tags);
            furniture::mark(&mut blocks, false);
        }
        let comments: Vec<TextRange> = (tree.nodes.iter())
            .filter(|node| matches!(node.kind, NodeKind::Comment | NodeKind::Instruction))
            .map(|node| node.range)
            .collect();
        let mut article = Article {
            metadata: found.metadata,
            directives: directives::read(text, &comments, &blocks),
            blocks,
            mentions,
            date_marks,
            markup_problems: faults::problems(text, dialect, tree, &unknown),
            whole_page: is_html.then(|| whole_page(text, tree, &regions)).flatten(),
            ..Article::empty(SyntaxId(dialect.name))
        };
        article.set_opaque(hidden);
        article
    }
}

enum Value {
    Target(Target),
    /// A value that names no actor.
    Other,
    /// No value: the element only states a kind.
    Absent,
}

/// Of several headlines the first in the language of the document is that of the article.
fn one_headline(blocks: &mut [Block]) {
    let is_headline = |block: &Block| block.kind == BlockKind::Headline;
    let own = blocks.iter().position(|block| is_headline(block) && block.language.is_none());
    let Some(first) = own.or_else(|| blocks.iter().position(is_headline)) else { return };
    for (at, other) in blocks.iter_mut().enumerate() {
        if is_headline(other) && at != first {
            other.kind = BlockKind::Heading(1);
        }
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// The end of a run of text in which white space is single spaces.
fn end_of_line(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    loop {
        let rest = &bytes[end..];
        let word = rest.iter().position(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).unwrap_or(rest.len());
        if word == 0 {
            return end.saturating_sub(usize::from(end > 0 && bytes[end - 1] == b' '));
        }
        end += word;
        // One space, then a word.
        let is_joined = bytes.get(end) == Some(&b' ')
            && bytes.get(end + 1).is_some_and(|next| !matches!(next, b' ' | b'\t' | b'\n' | b'\r'));
        if !is_joined {
            return end;
        }
        end += 1;
    }
}
