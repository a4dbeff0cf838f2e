//! The labels of an article: their definitions, ids, and the number of uses.

use crate::article::{Article, LinkForm};
use std::collections::{HashMap, HashSet};

/// The labels of an article, built when the first link is written.
#[derive(Debug, Default)]
pub(super) struct Labels {
    /// Each label and its first definition.
    defined: HashMap<String, usize>,
    /// The definitions of each id.
    ids: HashMap<String, Vec<usize>>,
    /// The words of all brackets that a new definition of the same label would turn into a link.
    bracketed: HashSet<String>,
    /// Number of links that use each definition.
    uses: Vec<usize>,
    /// End of the last definition.
    pub(super) last_definition: Option<u32>,
    /// End of the last block.
    pub(super) last_block: u32,
    /// Whether most links to actors use the cast list.
    pub(super) uses_cast_list: bool,
}

impl Labels {
    /// Collects the labels of an article in one pass.
    pub(super) fn of(article: &Article, text: &str) -> Self {
        let mut labels = Self { uses: vec![0; article.definitions.len()], ..Self::default() };
        for (at, definition) in article.definitions.iter().enumerate() {
            labels.defined.entry(fold(&definition.label)).or_insert(at);
            labels.ids.entry(definition.target.id.clone()).or_default().push(at);
        }
        for definition in article.links().filter_map(|link| link.definition) {
            if let Some(uses) = labels.uses.get_mut(definition) {
                *uses += 1;
            }
        }
        labels.bracketed = article.unfinished.iter().map(|one| fold(one.text.slice(text))).collect();
        labels.bracketed.extend(plain_brackets(text).map(fold));
        labels.last_definition = article.definitions.iter().map(|definition| definition.range.end).max();
        labels.last_block = article.blocks.iter().map(|block| block.range.end).max().unwrap_or(0);
        let inline = article.mentions.iter().filter(|mention| mention.link.form == LinkForm::Inline).count();
        labels.uses_cast_list = article.mentions.len() > 2 * inline;
        labels
    }

    /// The definition of a label.
    pub(super) fn definition(&self, label: &str) -> Option<usize> {
        self.defined.get(&fold(label)).copied()
    }

    /// The definitions of an id, with any scheme.
    pub(super) fn definitions_of(&self, id: &str) -> &[usize] {
        self.ids.get(id).map_or(&[], Vec::as_slice)
    }

    /// Whether brackets around these words are plain text now, but would become a link with a definition.
    pub(super) fn is_bracketed(&self, label: &str) -> bool {
        self.bracketed.contains(&fold(label))
    }

    /// Number of links that use a definition.
    pub(super) fn uses(&self, definition: usize) -> usize {
        self.uses.get(definition).copied().unwrap_or(0)
    }
}

/// The words of all brackets without inner brackets and without destination or label after them.
fn plain_brackets(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mut open = None;
    memchr::memchr2_iter(b'[', b']', bytes).filter_map(move |at| {
        let start = open.take();
        if bytes[at] == b'[' {
            open = Some(at + 1);
            return None;
        }
        let is_plain = !matches!(bytes.get(at + 1), Some(b'(' | b'['));
        start.filter(|_| is_plain).map(|start| &text[start..at])
    })
}

/// Normalizes a label for comparison: without case and outer spaces.
fn fold(label: &str) -> String {
    label.trim().to_lowercase()
}
