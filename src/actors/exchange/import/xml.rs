//! XML as a tree. A file that is not well-formed is split at its entries, and the well-formed entries are read.

use super::draft::Draft;
use crate::message;
use crate::text::floor_char;
use roxmltree::{Document, Node, ParsingOptions};
use std::borrow::Cow;

/// Reads all elements with one of the given names, with their lines.
pub(super) fn each(text: &str, names: &[&str], draft: &mut Draft, take: &mut dyn FnMut(&mut Draft, u32, Node<'_, '_>)) {
    let text: &str = &without_doctype(text);
    match parse(text) {
        Ok(document) => {
            let mut lines = Lines { text, at: 0, line: 1 };
            for node in document.descendants().filter(|node| is(*node, names)) {
                take(draft, lines.of(node.range().start), node);
            }
        }
        Err((line, why)) => {
            draft.defect(
                line,
                message!("the file is not well-formed: {why}", why),
                message!("its entries are read one by one"),
            );
            pieces(text, names, draft, take);
        }
    }
}

fn is(node: Node<'_, '_>, names: &[&str]) -> bool {
    node.is_element() && names.contains(&node.tag_name().name())
}

/// Maximum depth of elements, because the parser recurses at each level.
const DEEPEST: i32 = 500;
/// Maximum number of attributes of an element, because the parser compares each with all previous ones.
const MOST_ATTRIBUTES: usize = 256;
/// Maximum number of nodes of a tree: each takes about 70 bytes, and the shortest element has four characters.
const MOST_NODES: u32 = 20_000_000;

/// Parses a text within limits of stack, memory and time. Entity definitions are rejected, because one entity can
/// expand to any number of others.
fn parse(text: &str) -> Result<Document<'_>, (u32, String)> {
    let (mut depth, mut deepest) = (0i32, 0);
    let mut starts = memchr::memchr_iter(b'<', text.as_bytes()).peekable();
    while let Some(at) = starts.next() {
        // The parser reports a start tag that is not closed before the next one.
        let tag = &text[at..starts.peek().copied().unwrap_or(text.len())];
        match tag.as_bytes().get(1) {
            Some(b'/') => depth -= 1,
            Some(b'!' | b'?') | None => {}
            Some(_) => {
                depth += 1;
                deepest = deepest.max(depth);
                let tag = tag.find('>').map_or(tag, |end| &tag[..end]);
                if tag.ends_with('/') {
                    depth -= 1;
                }
                if memchr::memchr_iter(b'=', tag.as_bytes()).nth(MOST_ATTRIBUTES).is_some() {
                    return Err((line_of(text, at), format!("an element has more than {MOST_ATTRIBUTES} attributes")));
                }
            }
        }
        if deepest > DEEPEST {
            return Err((line_of(text, at), "elements are nested too deeply".to_owned()));
        }
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| {
        let why = error.to_string();
        if matches!(error, roxmltree::Error::DtdDetected) {
            return (1, "entity definitions (DOCTYPE) are not supported".to_owned());
        }
        (error.pos().row, why.split(" at ").next().unwrap_or("").to_owned())
    })
}

fn line_of(text: &str, at: usize) -> u32 {
    memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count() as u32 + 1
}

/// Replaces a document type declaration without definitions by spaces, so that offsets stay valid. Many files have one.
fn without_doctype(text: &str) -> Cow<'_, str> {
    const HEAD: usize = 4096;
    let Some(start) = text[..floor_char(text, HEAD)].find("<!DOCTYPE") else { return Cow::Borrowed(text) };
    let Some(end) = text[start..].find(['>', '[']).map(|end| start + end) else { return Cow::Borrowed(text) };
    if text.as_bytes()[end] == b'[' {
        return Cow::Borrowed(text);
    }
    let spaces: String = text[start..=end].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    Cow::Owned([&text[..start], &spaces, &text[end + 1..]].concat())
}

fn pieces(text: &str, names: &[&str], draft: &mut Draft, take: &mut dyn FnMut(&mut Draft, u32, Node<'_, '_>)) {
    let mut lines = Lines { text, at: 0, line: 1 };
    let mut at = 0;
    while let Some(start) = next_start(text, at, names) {
        let (offset, name) = start;
        let line = lines.of(offset);
        let close = format!("</{name}>");
        let next = next_start(text, offset + 1, names).map_or(text.len(), |(next, _)| next);
        // An element that ends after the start of the next one is not closed.
        let end = text[offset..next].find(&close).map(|end| offset + end + close.len());
        at = end.unwrap_or(next).max(offset + 1);
        let Some(end) = end else {
            draft.leave_out(line, 1, message!("this `{name}` element is not closed", name));
            at = next;
            continue;
        };
        match parse(&text[offset..end]) {
            Ok(document) => {
                draft.start = offset as u32;
                take(draft, line, document.root_element());
            }
            Err((row, why)) => {
                draft.leave_out(
                    line + row - 1,
                    1,
                    message!("this `{name}` element is not well-formed: {why}", name, why),
                );
            }
        }
    }
}

fn next_start<'n>(text: &str, from: usize, names: &[&'n str]) -> Option<(usize, &'n str)> {
    let starts = text.get(from..)?.match_indices('<').map(|(at, _)| from + at);
    starts.into_iter().find_map(|at| {
        let rest = &text[at + 1..];
        let name = names.iter().find(|name| {
            rest.strip_prefix(**name).is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace() || c == '>'))
        })?;
        Some((at, *name))
    })
}

struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn of(&mut self, offset: usize) -> u32 {
        let offset = offset.max(self.at);
        self.line += memchr::memchr_iter(b'\n', &self.text.as_bytes()[self.at..offset]).count() as u32;
        self.at = offset;
        self.line
    }
}

/// The children with a name.
pub(super) fn children<'a, 'd: 'a>(node: Node<'a, 'd>, name: &'static str) -> impl Iterator<Item = Node<'a, 'd>> {
    node.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

/// An attribute by its local name: `lang` for `xml:lang`.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

/// The range of an attribute's value.
pub(super) fn attribute_range(node: Node<'_, '_>, name: &str) -> Option<std::ops::Range<usize>> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.range_value())
}

/// The range of what an element contains.
pub(super) fn content_range(node: Node<'_, '_>) -> std::ops::Range<usize> {
    match (node.first_child(), node.last_child()) {
        (Some(first), Some(last)) => first.range().start..last.range().end,
        _ => node.range(),
    }
}

/// All text of an element.
pub(super) fn text(node: Node<'_, '_>) -> String {
    let parts: Vec<&str> = node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect();
    parts.concat()
}
