//! Pointers of mentions to elements of their own file: `ref="#p1"`.

use super::tree::Tree;
use super::vocabulary::{Dialect, IdForm, Role};
use crate::text::TextRange;

/// A pointer to an element of the same file.
pub struct Pointer<'t> {
    /// The element that has it.
    pub range: TextRange,
    /// The id of the other element.
    pub id: &'t str,
}

/// The pointer of the innermost mention around an offset. Of several pointers the one at the offset counts, otherwise the
/// first.
pub(super) fn pointer<'t>(text: &'t str, dialect: &Dialect, offset: u32) -> Option<Pointer<'t>> {
    let vocabulary = dialect.vocabulary();
    if vocabulary.ids != IdForm::Pointer {
        return None;
    }
    let tree = Tree::parse(text, vocabulary.mode);
    let innermost = tree.node_at(offset)?;
    let (node, attribute) = std::iter::once(innermost).chain(tree.ancestors(innermost)).find_map(|node| {
        match vocabulary.structure(&tree, node, text)? {
            Role::Mention { id, .. } => Some((node, id)),
            _ => None,
        }
    })?;
    let value = tree.attribute(node, attribute, text)?.value?;
    let words = value.slice(text);
    let tokens = words.split_whitespace().map(|token| {
        let start = token.as_ptr() as usize - words.as_ptr() as usize;
        (TextRange::from(start..start + token.len()).shift(value.start), token)
    });
    let mut pointers = tokens.filter_map(|(range, token)| Some((range, token.strip_prefix('#')?)));
    let first = pointers.next()?;
    let at_offset = std::iter::once(first).chain(pointers).find(|(range, _)| range.touches(offset));
    let (_, id) = at_offset.unwrap_or(first);
    Some(Pointer { range: tree.nodes[node].range, id })
}
