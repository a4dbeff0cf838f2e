//! Names that are in no registry.

use crate::analysis::Analysis;

/// The names of persons in an article that are in no registry: words after a form of address, a title or an office, or that
/// begin with a given name.
pub fn unregistered_names(analysis: &Analysis) -> Vec<String> {
    let mut found = Vec::new();
    for (number, block) in analysis.article.blocks.iter().enumerate() {
        if !analysis.in_body(block) {
            continue;
        }
        let names = analysis
            .name_like(number)
            .iter()
            .filter(|range| analysis.names_in(number, **range).is_empty() && block.span_over(**range).is_none());
        found.extend(names.map(|range| range.slice(block.prose.text()).to_owned()));
    }
    found
}
