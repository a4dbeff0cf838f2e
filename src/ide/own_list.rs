//! Entries of a list that is in the article's own file, as TEI has it in its header or next to its text.

use crate::actors::{ActorIndex, Lookup, Registry, parse_list};
use crate::analysis::Analysis;
use crate::syntax::pointer;
use crate::text::TextRange;
use std::sync::Arc;

/// An entry of the article's own list that a mention points to.
pub(super) struct OwnEntry {
    /// The mention.
    pub(super) origin: TextRange,
    /// The list as a registry of its own.
    pub(super) list: Registry,
    pub(super) actor: ActorIndex,
}

/// The entry that the mention at an offset points to with `#id`.
pub(super) fn own_entry(analysis: &Analysis, offset: u32) -> Option<OwnEntry> {
    let pointer = pointer(analysis.article.syntax, &analysis.text, offset)?;
    let list = Registry::new(vec![Arc::new(parse_list(&analysis.path, &analysis.text))], false);
    match list.lookup(pointer.id) {
        Lookup::Found(actor) => Some(OwnEntry { origin: pointer.range, list, actor }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::analysed;

    const TEXT: &str = "<TEI><text><body><p><persName ref=\"viaf:1 #p1\">Rana</persName> left.</p></body></text><standOff><listPerson>\
        <person xml:id=\"p1\"><persName>Rana <surname>Salem</surname></persName></person></listPerson></standOff></TEI>";

    /// The id that the mention of the text leads to.
    fn found(text: &str) -> Option<String> {
        let analysis = analysed(&format!("//- story.tei.xml\n{text}"));
        let at = analysis.text.find("Rana").unwrap_or(analysis.text.len());
        let own = own_entry(&analysis, at as u32)?;
        let _ = own.origin.slice(&analysis.text);
        Some(own.list.actor(own.actor).id.clone())
    }

    #[test]
    fn a_list_that_is_not_well_formed_has_entries() {
        for gone in ["</listPerson>", "</standOff></TEI>", "</p>", "<text>"] {
            assert_eq!(found(&TEXT.replace(gone, "")).as_deref(), Some("p1"), "{gone}");
        }
        for gone in ["#", "</person>", "xml:id=\"p1\"", "p1", "<TEI>"] {
            assert_eq!(found(&TEXT.replacen(gone, "", 1)), None, "{gone}");
        }
    }

    #[test]
    fn any_beginning_is_searched() {
        for end in 0..TEXT.len() {
            found(&TEXT[..end]);
        }
    }
}
