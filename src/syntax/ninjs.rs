//! ninjs 1 to 3: news items of the IPTC in JSON. Headlines, descriptions and bodies are strings, and a body can have a
//! markup of its own: it is read by the syntax of that markup, and its ranges are moved to the file.

mod compose;
mod metadata;
mod slot;
mod write;

use super::json::{Json, Node, REPORTED, parse_json};
use super::{Confidence, ReadOptions, Syntax, xml};
use crate::article::{Article, Block, BlockKind, Decoded, Key, Prose, SyntaxId};
use crate::language::Language;
use crate::text::TextRange;

pub(super) const SYNTAX: Syntax = Syntax {
    id: SyntaxId("ninjs"),
    suffix: "ninjs.json",
    detect,
    read,
    patch: None,
    slot: slot::slot,
    writer: Some(|draft| Box::new(write::NinjsWriter::new(draft))),
    compose: compose::article,
};

/// A parsed item.
struct Item {
    json: Json,
    texts: Vec<ItemText>,
}

/// A string of an item that is a text of the article.
struct ItemText {
    kind: BlockKind,
    /// The range between its quotation marks.
    range: TextRange,
    /// Its text; that of markup is inside a root element.
    decoded: Decoded,
    /// The syntax of its markup.
    markup: Option<&'static Syntax>,
}

/// Whether a text is an object with the keys of an item. Other JSON can have a `uri` or a `headline`.
fn detect(text: &str, path: &str) -> Confidence {
    let is_object = text.trim_start_matches('\u{FEFF}').trim_start().starts_with('{');
    let suffix = path.rsplit_once('.').map_or("", |(_, suffix)| suffix).to_ascii_lowercase();
    if !is_object || matches!(&*suffix, "jsonl" | "ndjson" | "md") {
        return Confidence::Possible;
    }
    let json = parse_json(text, TextRange::from(0..text.len()));
    let Some(root) = json.root else { return Confidence::Possible };
    // Several objects are JSON Lines.
    if text.get(root.range.end as usize..).is_some_and(|rest| rest.trim_start().starts_with('{')) {
        return Confidence::Possible;
    }
    let has = |names: &[&str]| names.iter().any(|name| root.get(name).is_some());
    let is_item = root.get("uri").is_some_and(|uri| uri.decoded(text).is_some())
        && has(&[
            "headline",
            "headlines",
            "bodies",
            "body_text",
            "body_html",
            "body_xhtml",
            "versioncreated",
            "versionCreated",
        ]);
    match is_item {
        true if suffix == "ninjs" || path.to_ascii_lowercase().ends_with(".ninjs.json") => Confidence::Certain,
        true => Confidence::Likely,
        false => Confidence::Possible,
    }
}

fn read(text: &str, options: &ReadOptions) -> Article {
    let item = Item::parse(text);
    let mut article = Article::empty(SYNTAX.id);
    if let Some(root) = &item.json.root {
        article.metadata.entries = metadata::entries(root, text, options);
    }
    let stated = article.metadata.text(Key::InLanguage).and_then(|tag| Language::from_tag(tag.text().trim()));
    let options = ReadOptions { language: options.language.or(stated), ..options.clone() };
    for part in &item.texts {
        article.append(part.read(&options).through(&part.decoded));
    }
    // What is not closed in the item causes faults in the markup of its strings.
    article.markup_problems.splice(0..0, item.json.problems);
    article.markup_problems.truncate(REPORTED);
    article
}

impl Item {
    fn parse(text: &str) -> Self {
        let json = parse_json(text, TextRange::from(0..text.len()));
        let texts = json.root.as_ref().map(|root| texts(root, text)).unwrap_or_default();
        Self { json, texts }
    }

    /// The text whose string touches an offset of the file.
    fn text_at(&self, offset: u32) -> Option<usize> {
        self.texts.iter().position(|part| part.range.touches(offset))
    }
}

impl ItemText {
    fn new(kind: BlockKind, node: &Node, text: &str, content_type: Option<&str>) -> Option<Self> {
        let decoded = node.decoded(text)?;
        let range = decoded.source_range(decoded.full()).range();
        let markup = markup_of(content_type, decoded.text());
        // Markup in a string is a part of a page.
        let decoded = if markup.is_some_and(|syntax| syntax.id == xml::HTML.id) {
            decoded.within("<body>", "</body>")
        } else {
            decoded
        };
        Some(Self { kind, range, decoded, markup })
    }

    /// The article in the string; its ranges count from the start of the string.
    fn read(&self, options: &ReadOptions) -> Article {
        let text = self.decoded.text();
        let Some(syntax) = self.markup else { return lines(text, self.kind) };
        let mut article = (syntax.read)(text, options);
        // The item has the metadata, and the headline.
        article.metadata = crate::article::Metadata::default();
        article.whole_page = None;
        for block in &mut article.blocks {
            block.kind = match (block.kind, self.kind) {
                (BlockKind::Headline, BlockKind::Paragraph) => BlockKind::Heading(1),
                (BlockKind::Paragraph, kind) => kind,
                (own, _) => own,
            };
        }
        article
    }
}

/// The syntax of a string.
fn markup_of(content_type: Option<&str>, text: &str) -> Option<&'static Syntax> {
    match content_type.map(|name| name.split(';').next().unwrap_or(name).trim()) {
        Some("text/html" | "application/xhtml+xml" | "text/xhtml") => Some(&xml::HTML),
        Some("application/nitf+xml") => Some(&xml::NITF),
        Some(_) => None,
        None => (text.trim_start().starts_with('<') && text.contains("</")).then_some(&xml::HTML),
    }
}

/// The texts of an item in reading order: headlines, descriptions, bodies.
fn texts(root: &Node, text: &str) -> Vec<ItemText> {
    let mut found = Vec::new();
    for (name, old, kind) in [
        ("headlines", "headline", BlockKind::Headline),
        ("descriptions", "description_", BlockKind::Standfirst),
        ("bodies", "body_", BlockKind::Paragraph),
    ] {
        let mut parts = typed(root, text, name, kind);
        parts.extend(named(root, text, old, kind));
        // Several strings with one role are the same text in several forms; the one with markup can be linked.
        let mut roles: Vec<(String, ItemText)> = Vec::new();
        for (role, part) in parts {
            match roles.iter_mut().find(|(known, _)| *known == role) {
                Some((_, known)) if known.markup.is_none() && part.markup.is_some() => *known = part,
                Some(_) => {}
                None => roles.push((role, part)),
            }
        }
        // The first headline is the one of the article, unless another one is called the main one.
        if kind == BlockKind::Headline {
            let main = roles.iter().position(|(role, _)| role == "main").unwrap_or(0);
            for (_, other) in roles.iter_mut().enumerate().filter(|(at, _)| *at != main).map(|(_, other)| other) {
                other.kind = BlockKind::Heading(2);
            }
            if main > 0 {
                roles[..=main].rotate_right(1);
            }
        }
        found.extend(roles.into_iter().map(|(_, part)| part));
    }
    found
}

/// Texts of ninjs 2 and 3, with their roles: `bodies: [{role, contentType, value}]`.
fn typed(root: &Node, text: &str, name: &str, kind: BlockKind) -> Vec<(String, ItemText)> {
    let items = root.get(name).map(Node::items).unwrap_or_default();
    let part = |item: &Node| {
        let string = |name: &str| item.get(name).and_then(|node| node.as_text(text));
        let part = ItemText::new(kind, item.get("value")?, text, string("contentType").as_deref())?;
        Some((string("role").unwrap_or_default().into_owned(), part))
    };
    items.iter().filter_map(part).collect()
}

/// Texts of ninjs 1: `headline`, `body_text`, `body_html`, `description_text`, with an end of the name that is a content
/// type or a role.
fn named(root: &Node, text: &str, start: &str, kind: BlockKind) -> Vec<(String, ItemText)> {
    let part = |member: &super::json::Member| {
        let rest = member.name.strip_prefix(start)?.trim_start_matches('_');
        let (content_type, role) = match rest {
            "html" => (Some("text/html"), ""),
            "xhtml" => (Some("application/xhtml+xml"), ""),
            "nitf" => (Some("application/nitf+xml"), ""),
            "text" => (Some("text/plain"), ""),
            role => (None, role),
        };
        Some((role.to_owned(), ItemText::new(kind, member.value.as_ref()?, text, content_type)?))
    };
    root.members().iter().filter_map(part).collect()
}

/// Plain text: a block for each line.
fn lines(text: &str, kind: BlockKind) -> Article {
    let mut article = Article::empty(SYNTAX.id);
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let lead = line.len() - line.trim_start().len();
        let words = line.trim();
        let range = TextRange::from(start + lead..start + lead + words.len());
        start += line.len();
        if !words.is_empty() {
            let prose = Prose::verbatim(words, range.start);
            article.blocks.push(Block::without_links(kind, range, prose));
        }
    }
    article.set_opaque(Vec::new());
    article
}

#[cfg(test)]
mod tests;
