//! XML as a tree. A file that is not well-formed as a whole is cut at its entries, and those that are well-formed count.

use super::draft::Draft;
use roxmltree::{Document, Node, ParsingOptions};

/// Reads every element of one of these names, with its line.
pub(super) fn each(text: &str, names: &[&str], draft: &mut Draft, take: &mut dyn FnMut(&mut Draft, u32, Node<'_, '_>)) {
    match parse(text) {
        Ok(document) => {
            let mut lines = Lines { text, at: 0, line: 1 };
            for node in document.descendants().filter(|node| is(*node, names)) {
                take(draft, lines.of(node.range().start), node);
            }
        }
        Err((line, why)) => {
            draft.defect(line, format!("the file is not well-formed: {why}"), "its entries are read one by one");
            pieces(text, names, draft, take);
        }
    }
}

fn is(node: Node<'_, '_>, names: &[&str]) -> bool {
    node.is_element() && names.contains(&node.tag_name().name())
}

/// Parses a text that cannot exhaust the stack: the parser goes down one call a level.
fn parse(text: &str) -> Result<Document<'_>, (u32, String)> {
    let (mut depth, mut deepest) = (0i32, 0);
    for (at, _) in text.match_indices('<') {
        match text.as_bytes().get(at + 1) {
            Some(b'/') => depth -= 1,
            Some(b'!' | b'?') | None => {}
            Some(_) => {
                depth += 1;
                deepest = deepest.max(depth);
                let end = text[at..].find('>').map(|end| at + end);
                if end.is_some_and(|end| text[..end].ends_with('/')) {
                    depth -= 1;
                }
            }
        }
        if deepest > 500 {
            return Err((1, "elements are nested too deeply".to_owned()));
        }
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: u32::MAX, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| {
        let why = error.to_string();
        (error.pos().row, why.split(" at ").next().unwrap_or("").to_owned())
    })
}

fn pieces(text: &str, names: &[&str], draft: &mut Draft, take: &mut dyn FnMut(&mut Draft, u32, Node<'_, '_>)) {
    let mut lines = Lines { text, at: 0, line: 1 };
    let mut at = 0;
    while let Some(start) = next_start(text, at, names) {
        let (offset, name) = start;
        let line = lines.of(offset);
        let close = format!("</{name}>");
        let end = text[offset..].find(&close).map(|end| offset + end + close.len());
        let next = next_start(text, offset + 1, names).map_or(text.len(), |(next, _)| next);
        at = end.unwrap_or(next).max(offset + 1);
        let nested = end.is_some_and(|end| next < end);
        let Some(end) = end.filter(|_| !nested) else {
            draft.leave_out(line, 1, format!("this `{name}` is not closed"));
            at = next;
            continue;
        };
        match parse(&text[offset..end]) {
            Ok(document) => take(draft, line, document.root_element()),
            Err((row, why)) => draft.leave_out(line + row - 1, 1, format!("this `{name}` is not well-formed: {why}")),
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

/// The children of a name.
pub(super) fn children<'a, 'd: 'a>(node: Node<'a, 'd>, name: &'static str) -> impl Iterator<Item = Node<'a, 'd>> {
    node.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

/// An attribute by its local name: `xml:lang` is `lang`.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

/// All text in an element.
pub(super) fn text(node: Node<'_, '_>) -> String {
    let parts: Vec<&str> = node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect();
    parts.concat()
}
