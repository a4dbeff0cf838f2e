//! YAML values with their lines, as far as lists of people need them.

use saphyr_parser::{Event, Parser};

/// Maximum depth of nested lists; no list of people is deeper.
const DEEPEST: usize = 64;

/// A value with its line.
#[derive(Debug, Clone, Default)]
pub(super) struct Node {
    pub(super) line: u32,
    value: Value,
}

#[derive(Debug, Clone, Default)]
enum Value {
    #[default]
    Null,
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl Node {
    /// The members of a list.
    pub(super) fn items(&self) -> &[Node] {
        if let Value::List(list) = &self.value { list } else { &[] }
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        let Value::Map(map) = &self.value else { return None };
        map.iter().find(|(name, _)| name == key).map(|(_, node)| node)
    }

    /// The text at a path of keys; empty if there is none.
    pub(super) fn path(&self, keys: &[&str]) -> String {
        let node = keys.iter().try_fold(self, |node, key| node.get(key));
        match node.map(|node| &node.value) {
            Some(Value::Text(text)) => text.trim().to_owned(),
            _ => String::new(),
        }
    }

    fn take(&mut self, key: &mut Option<String>, node: Node) {
        match &mut self.value {
            Value::List(list) => list.push(node),
            Value::Map(map) => match key.take() {
                Some(key) => map.push((key, node)),
                None => *key = Some(if let Value::Text(text) = node.value { text } else { String::new() }),
            },
            _ => *self = node,
        }
    }
}

/// Reads the first document. After a syntax error, returns what was read before it and the error.
pub(super) fn parse(text: &str) -> Result<Node, (u32, String, Node)> {
    // Open lists and maps, each with the key whose value is expected. The first is the document.
    let mut open: Vec<(Node, Option<String>)> = vec![(Node::default(), None)];
    let mut problem = None;
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                problem = Some((error.marker().line() as u32, error.info().to_owned()));
                break;
            }
        };
        let line = span.start.line() as u32;
        if open.len() > DEEPEST {
            problem = Some((line, "it is nested too deeply".to_owned()));
            break;
        }
        match event {
            Event::Scalar(text, ..) => give(&mut open, Node { line, value: Value::Text(text.into_owned()) }),
            Event::Alias(_) => give(&mut open, Node { line, value: Value::Null }),
            Event::SequenceStart(..) => open.push((Node { line, value: Value::List(Vec::new()) }, None)),
            Event::MappingStart(..) => open.push((Node { line, value: Value::Map(Vec::new()) }, None)),
            Event::SequenceEnd | Event::MappingEnd => close(&mut open),
            Event::DocumentEnd => break,
            _ => {}
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    let root = open.pop().map(|(root, _)| root).unwrap_or_default();
    match problem {
        Some((line, why)) => Err((line, why, root)),
        None => Ok(root),
    }
}

fn give(open: &mut [(Node, Option<String>)], node: Node) {
    if let Some((parent, key)) = open.last_mut() {
        parent.take(key, node);
    }
}

fn close(open: &mut Vec<(Node, Option<String>)>) {
    if open.len() > 1
        && let Some((node, _)) = open.pop()
    {
        give(open, node);
    }
}
