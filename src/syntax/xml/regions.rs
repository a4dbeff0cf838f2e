//! The part of a document that is the article.

use super::tree::{NodeId, Tree};
use super::vocabulary::{Role, Vocabulary};
use crate::text::TextRange;

/// The elements with the text of the article: of the first line of the vocabulary that fits any, the outermost ones.
pub(super) fn regions(text: &str, tree: &Tree, vocabulary: &Vocabulary) -> Vec<NodeId> {
    let mut best: Option<usize> = None;
    let mut found: Vec<NodeId> = Vec::new();
    let mut passed = 0;
    for id in 0..tree.nodes.len() {
        if tree.element(id).is_none() {
            continue;
        }
        let Some((line, _)) = vocabulary.roles_of(tree, id, text, |role| *role == Role::Region).next() else {
            continue;
        };
        match best {
            Some(known) if line > known => {}
            // Inside another region of the same line.
            Some(known) if line == known && id < passed => {}
            Some(known) if line == known => {
                found.push(id);
                passed = tree.nodes[id].end;
            }
            _ => {
                best = Some(line);
                found = vec![id];
                passed = tree.nodes[id].end;
            }
        }
    }
    found
}

/// The tag of the body of a page, if it is the region for want of a better one. A body that says that it is an article is one.
pub(super) fn whole_page(text: &str, tree: &Tree, regions: &[NodeId]) -> Option<TextRange> {
    let [body] = regions else { return None };
    let is_marked = ["itemtype", "typeof"]
        .iter()
        .any(|name| tree.value(*body, name, text).is_some_and(|kind| kind.ends_with("Article")));
    let is_body = tree.name(*body, text).eq_ignore_ascii_case("body") && !is_marked;
    tree.element(*body).filter(|_| is_body).map(|element| element.start_tag)
}
