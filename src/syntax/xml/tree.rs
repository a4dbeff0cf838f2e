//! The tree of an XML or HTML text: elements, attributes and text with exact byte ranges. Every text has one. An element
//! that is not closed ends where the nearest ancestor that is closed ends.

use super::lexer::{Attribute, Fault, FaultKind, Lexer, Mode, Token};
use crate::text::TextRange;
use foldhash::{HashMap, HashMapExt};

/// The index of a node in its [`Tree`].
pub(in crate::syntax) type NodeId = usize;

/// A text as a tree. The nodes are in the order of the source, so that a node is followed by its descendants.
#[derive(Debug, Default)]
pub(in crate::syntax) struct Tree {
    pub(in crate::syntax) nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    pub(in crate::syntax) faults: Vec<Fault>,
}

#[derive(Debug)]
pub(in crate::syntax) struct Node {
    pub(in crate::syntax) kind: NodeKind,
    /// The whole source range, with the tags of an element.
    pub(in crate::syntax) range: TextRange,
    pub(in crate::syntax) parent: Option<NodeId>,
    /// The first node that is not a descendant.
    pub(in crate::syntax) end: NodeId,
}

#[derive(Debug)]
pub(in crate::syntax) enum NodeKind {
    Element(Element),
    /// Character data, not decoded.
    Text,
    /// A CDATA section: the range of its content.
    Cdata(TextRange),
    Comment,
    Instruction,
    Doctype,
}

#[derive(Debug)]
pub(in crate::syntax) struct Element {
    /// The name in the start tag, with its prefix.
    pub(in crate::syntax) name: TextRange,
    pub(in crate::syntax) start_tag: TextRange,
    /// `None` if the element is empty or not closed.
    pub(in crate::syntax) end_tag: Option<TextRange>,
    /// The range between the tags; empty after the tag of an empty element.
    pub(in crate::syntax) content: TextRange,
    attributes: (u32, u32),
}

/// The maximum depth of elements. Deeper ones are siblings.
const DEEPEST: usize = 256;

/// The maximum number of faults that are kept.
const FAULTS: usize = 64;

/// Elements that end an open element of the same group, in HTML, up to an element that contains them.
const SIBLINGS: [(&[&str], &[&str]); 5] = [
    (&["li"], &["ul", "ol", "menu"]),
    (&["dt", "dd"], &["dl"]),
    (&["option"], &["select"]),
    (&["td", "th"], &["tr", "table"]),
    (&["tr"], &["table"]),
];

impl Tree {
    /// Parses a text.
    pub(in crate::syntax) fn parse(text: &str, mode: Mode) -> Self {
        let mut builder = Builder {
            text,
            mode,
            nodes: Vec::new(),
            open: Vec::new(),
            open_names: HashMap::new(),
            unclosed: Vec::new(),
            unmatched: Vec::new(),
            deeper: HashMap::new(),
            too_deep: None,
        };
        let mut lexer = Lexer::new(text, mode);
        while let Some(token) = lexer.next() {
            let attributes = lexer.attributes.len();
            builder.token(&token, attributes);
            lexer.faults.truncate(FAULTS);
        }
        builder.finish(lexer)
    }

    pub(in crate::syntax) fn element(&self, id: NodeId) -> Option<&Element> {
        match &self.nodes.get(id)?.kind {
            NodeKind::Element(element) => Some(element),
            _ => None,
        }
    }

    pub(in crate::syntax) fn attributes(&self, element: &Element) -> &[Attribute] {
        &self.attributes[element.attributes.0 as usize..element.attributes.1 as usize]
    }

    /// The local name of an element.
    pub(in crate::syntax) fn name<'t>(&self, id: NodeId, text: &'t str) -> &'t str {
        self.element(id).map_or("", |element| local(element.name.slice(text)))
    }

    /// An attribute by its name, or by its local name if that is all that is given.
    pub(in crate::syntax) fn attribute(&self, id: NodeId, name: &str, text: &str) -> Option<&Attribute> {
        let element = self.element(id)?;
        let attributes = self.attributes(element);
        let is_exact = |attribute: &&Attribute| attribute.name.slice(text) == name;
        // Most elements have few attributes, and most names are not among them.
        let is_own = |attribute: &&Attribute| {
            let written = attribute.name.slice(text);
            match written.len().checked_sub(name.len()) {
                None => false,
                Some(0) => written.eq_ignore_ascii_case(name),
                Some(_) => !name.contains(':') && local(written) == name,
            }
        };
        attributes.iter().find(is_exact).or_else(|| attributes.iter().find(is_own))
    }

    /// The value of an attribute, not decoded.
    pub(in crate::syntax) fn value<'t>(&self, id: NodeId, name: &str, text: &'t str) -> Option<&'t str> {
        Some(self.attribute(id, name, text)?.value?.slice(text))
    }

    /// The children of a node; those of the document for `None`.
    pub(in crate::syntax) fn children(&self, parent: Option<NodeId>) -> impl Iterator<Item = NodeId> {
        let (mut at, end) = match parent {
            None => (0, self.nodes.len()),
            Some(parent) => (parent + 1, self.nodes[parent].end),
        };
        std::iter::from_fn(move || {
            let own = at;
            (own < end).then(|| {
                at = self.nodes[own].end;
                own
            })
        })
    }

    /// The ancestors of a node, the parent first.
    pub(in crate::syntax) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.nodes[id].parent, |at| self.nodes[*at].parent)
    }

    /// The innermost node whose range contains an offset, its start excluded.
    pub(in crate::syntax) fn node_at(&self, offset: u32) -> Option<NodeId> {
        let mut at = self.nodes.partition_point(|node| node.range.start < offset);
        // The last node that begins before the offset, or one of its ancestors.
        let mut found = at.checked_sub(1)?;
        while self.nodes[found].range.end < offset {
            found = self.nodes[found].parent?;
        }
        at = found;
        Some(at)
    }

    /// The element with a source range.
    pub(in crate::syntax) fn element_with(&self, range: TextRange) -> Option<NodeId> {
        let from = self.nodes.partition_point(|node| node.range.start < range.start);
        let run = self.nodes[from..].iter().take_while(|node| node.range.start == range.start);
        let found = run.enumerate().find(|(_, node)| node.range == range && matches!(node.kind, NodeKind::Element(_)));
        found.map(|(at, _)| from + at)
    }

    /// The first element of the document.
    pub(in crate::syntax) fn root(&self) -> Option<NodeId> {
        self.children(None).find(|id| self.element(*id).is_some())
    }
}

/// A name without its prefix.
pub(in crate::syntax) fn local(name: &str) -> &str {
    let prefix = name.as_bytes().iter().rposition(|byte| *byte == b':');
    prefix.map_or(name, |colon| &name[colon + 1..])
}

struct Builder<'t> {
    text: &'t str,
    mode: Mode,
    nodes: Vec<Node>,
    /// The open elements, the outermost first.
    open: Vec<NodeId>,
    /// How many elements of a name are open, so that an end tag without one costs nothing.
    open_names: HashMap<String, usize>,
    unclosed: Vec<NodeId>,
    unmatched: Vec<TextRange>,
    /// How many elements of a name were too deep to be opened, so that their end tags close no other one.
    deeper: HashMap<String, usize>,
    too_deep: Option<TextRange>,
}

impl Builder<'_> {
    fn token(&mut self, token: &Token, attributes: usize) {
        match *token {
            Token::Text(range) => self.leaf(NodeKind::Text, range),
            Token::Cdata { range, inner } => self.leaf(NodeKind::Cdata(inner), range),
            Token::Comment(range) => self.leaf(NodeKind::Comment, range),
            Token::Instruction(range) => self.leaf(NodeKind::Instruction, range),
            Token::Doctype(range) => self.leaf(NodeKind::Doctype, range),
            Token::Start { range, name, attributes: first, is_empty } => {
                self.start(range, name, (first as u32, attributes as u32), is_empty);
            }
            Token::End { range, name } => self.end(range, name),
        }
    }

    fn leaf(&mut self, kind: NodeKind, range: TextRange) {
        let id = self.nodes.len();
        self.nodes.push(Node { kind, range, parent: self.open.last().copied(), end: id + 1 });
    }

    fn key(&self, name: TextRange) -> String {
        let name = name.slice(self.text);
        if self.mode == Mode::Html { name.to_ascii_lowercase() } else { name.to_owned() }
    }

    fn is_named(&self, id: NodeId, names: &[&str]) -> bool {
        match &self.nodes[id].kind {
            NodeKind::Element(element) => {
                let name = element.name.slice(self.text);
                names.iter().any(|one| name.eq_ignore_ascii_case(one))
            }
            _ => false,
        }
    }

    fn start(&mut self, range: TextRange, name: TextRange, attributes: (u32, u32), is_empty: bool) {
        let key = self.key(name);
        if self.mode == Mode::Html {
            self.imply_ends(&key, range.start);
        }
        let is_void = self.mode == Mode::Html && is_void(&key);
        let after = TextRange::empty(range.end);
        let element = Element { name, start_tag: range, end_tag: None, content: after, attributes };
        self.leaf(NodeKind::Element(element), range);
        // In HTML a slash does not close an element, except a foreign one such as `path`.
        let closes = is_void || (is_empty && (self.mode == Mode::Xml || !is_known_html(&key)));
        if closes {
            return;
        }
        if self.open.len() >= DEEPEST {
            self.too_deep.get_or_insert(name);
            *self.deeper.entry(key).or_default() += 1;
            return;
        }
        *self.open_names.entry(key).or_default() += 1;
        self.open.push(self.nodes.len() - 1);
    }

    /// Closes the elements that a start tag ends in HTML.
    fn imply_ends(&mut self, name: &str, at: u32) {
        if ends_paragraph(name) && self.open_names.get("p").is_some_and(|count| *count > 0) {
            let button = ["button", "td", "th", "caption", "object", "table", "article", "section"];
            let scope = self.open.iter().rposition(|id| self.is_named(*id, &button)).map_or(0, |scope| scope + 1);
            if let Some(place) = self.open[scope..].iter().rposition(|id| self.is_named(*id, &["p"])) {
                self.close_from(scope + place, at, None, true);
            }
        }
        for (group, containers) in SIBLINGS {
            if !group.contains(&name) {
                continue;
            }
            let mut place = self.open.len();
            while place > 0 {
                place -= 1;
                let id = self.open[place];
                if self.is_named(id, containers) {
                    break;
                }
                if self.is_named(id, group) {
                    self.close_from(place, at, None, true);
                    break;
                }
            }
        }
    }

    fn end(&mut self, range: TextRange, name: TextRange) {
        let key = self.key(name);
        if let Some(count) = self.deeper.get_mut(&key).filter(|count| **count > 0) {
            *count -= 1;
            return;
        }
        if self.open_names.get(&key).is_none_or(|count| *count == 0) {
            // `</p>` and `</br>` of HTML are empty elements, and an end tag of a void element is ignored.
            if self.mode == Mode::Xml || !matches!(key.as_str(), "p" | "br") {
                self.unmatched.push(range);
                self.unmatched.truncate(FAULTS);
            }
            return;
        }
        let place = self.open.iter().rposition(|id| match &self.nodes[*id].kind {
            NodeKind::Element(element) => {
                let own = element.name.slice(self.text);
                if self.mode == Mode::Html { own.eq_ignore_ascii_case(&key) } else { own == key }
            }
            _ => false,
        });
        if let Some(place) = place {
            self.close_from(place, range.start, Some(range), false);
        }
    }

    /// Closes the open elements from a place in the list on. The first gets the end tag.
    fn close_from(&mut self, place: usize, at: u32, end_tag: Option<TextRange>, is_implied: bool) {
        let next = self.nodes.len();
        for (number, id) in self.open.drain(place..).enumerate().collect::<Vec<_>>().into_iter().rev() {
            let own_tag = end_tag.filter(|_| number == 0);
            let node = &mut self.nodes[id];
            node.end = next;
            node.range.end = own_tag.map_or(at, |tag| tag.end);
            if let NodeKind::Element(element) = &mut node.kind {
                element.content = TextRange::new(element.start_tag.end, at);
                element.end_tag = own_tag;
                let name = element.name.slice(self.text);
                let key = if self.mode == Mode::Html { name.to_ascii_lowercase() } else { name.to_owned() };
                if let Some(count) = self.open_names.get_mut(&key) {
                    *count -= 1;
                }
                let may_be_open = self.mode == Mode::Html && MAY_BE_OPEN.contains(&key.as_str());
                if own_tag.is_none() && !is_implied && !may_be_open && self.unclosed.len() < FAULTS {
                    self.unclosed.push(id);
                }
            }
        }
    }

    fn finish(mut self, lexer: Lexer<'_>) -> Tree {
        let end = self.text.len() as u32;
        // At the end of a text that is being typed everything is open: the innermost element is reported.
        let innermost = self.open.last().copied();
        let known = self.unclosed.len();
        self.close_from(0, end, None, false);
        self.unclosed.truncate(known);
        let html_end = |id: &NodeId| self.mode == Mode::Html && self.is_named(*id, &MAY_BE_OPEN);
        self.unclosed.extend(innermost.filter(|id| !html_end(id)));
        let name_of = |id: &NodeId| match &self.nodes[*id].kind {
            NodeKind::Element(element) => element.name,
            _ => TextRange::default(),
        };
        let mut faults = lexer.faults;
        faults.extend(self.unclosed.iter().map(|id| Fault { kind: FaultKind::UnclosedElement, range: name_of(id) }));
        faults.extend(self.unmatched.iter().map(|range| Fault { kind: FaultKind::UnmatchedEnd, range: *range }));
        faults.extend(self.too_deep.map(|range| Fault { kind: FaultKind::TooDeep, range }));
        faults.sort_by_key(|fault| fault.range);
        Tree { nodes: self.nodes, attributes: lexer.attributes, faults }
    }
}

/// Whether an element has no content, in HTML.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Whether an element ends an open paragraph, in HTML.
fn ends_paragraph(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "table"
            | "ul"
    )
}

/// Elements of HTML whose end tag may be left out.
const MAY_BE_OPEN: [&str; 18] = [
    "html", "head", "body", "p", "li", "dt", "dd", "option", "optgroup", "rp", "rt", "tr", "td", "th", "thead",
    "tbody", "tfoot", "colgroup",
];

fn is_known_html(name: &str) -> bool {
    // Elements that can contain something. Others with a slash come from XML or SVG.
    ends_paragraph(name)
        || MAY_BE_OPEN.contains(&name)
        || matches!(
            name,
            "a" | "abbr" | "b" | "cite" | "em" | "i" | "q" | "s" | "small" | "span" | "strong" | "time" | "u"
        )
}

#[cfg(test)]
mod tests;
