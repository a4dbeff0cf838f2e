//! The labels of an article: which are defined, for which ids, and how often each definition is used.

use crate::article::{Article, LinkForm};
use std::collections::{HashMap, HashSet};

/// The labels of an article. Built once, when the first link is written.
#[derive(Debug, Default)]
pub(super) struct Labels {
    /// Each defined label and its definition, the first where there are several.
    defined: HashMap<String, usize>,
    /// The definitions of each id.
    ids: HashMap<String, Vec<usize>>,
    /// The words of all brackets that a new definition of that label would turn into a link.
    bracketed: HashSet<String>,
    /// How many links use each definition.
    uses: Vec<usize>,
    /// Where the last definition ends.
    pub(super) last_definition: Option<u32>,
    /// Where the last block ends.
    pub(super) last_block: u32,
    /// Whether most links to actors have their ids in the cast list.
    pub(super) uses_cast_list: bool,
}

impl Labels {
    /// The labels of an article, in one pass over it.
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

    /// The definitions of an id, whatever its scheme.
    pub(super) fn definitions_of(&self, id: &str) -> &[usize] {
        self.ids.get(id).map_or(&[], Vec::as_slice)
    }

    /// Whether brackets around these words are plain text now and would be a link with a definition.
    pub(super) fn is_bracketed(&self, label: &str) -> bool {
        self.bracketed.contains(&fold(label))
    }

    /// How many links use a definition.
    pub(super) fn uses(&self, definition: usize) -> usize {
        self.uses.get(definition).copied().unwrap_or(0)
    }
}

/// The words of all brackets that hold no other bracket and have no destination or label after them.
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

/// Labels are compared without case and the spaces around them.
fn fold(label: &str) -> String {
    label.trim().to_lowercase()
}
