//! The labels of the cast list, in its definitions and in the links that use them.

use crate::analysis::Analysis;
use crate::text::TextRange;

/// The label of the cast list at an offset, with all places where it is written alike: an editor types in all of them at once.
pub fn linked_labels(analysis: &Analysis, offset: u32) -> Vec<TextRange> {
    let labels = labels(analysis);
    let Some(definition) = labels.iter().find(|(_, range)| range.touches(offset)).map(|(definition, _)| *definition)
    else {
        return Vec::new();
    };
    let label = analysis.article.definitions[definition].label_range;
    let words = label.slice(&analysis.text);
    // Where only one place has these words, there is nothing to link.
    let mut found: Vec<TextRange> = labels
        .into_iter()
        .filter(|(of, range)| *of == definition && range.slice(&analysis.text) == words)
        .map(|(_, range)| range)
        .collect();
    found.sort_unstable();
    found.dedup();
    if found.len() > 1 && found.iter().any(|range| range.touches(offset)) { found } else { Vec::new() }
}

/// The labels of the cast list, in the definitions and in the links, with the number of the definition.
pub(super) fn labels(analysis: &Analysis) -> Vec<(usize, TextRange)> {
    let article = &analysis.article;
    let own = article.definitions.iter().enumerate().map(|(number, definition)| (number, definition.label_range));
    let used = article.links().filter_map(|link| Some((link.definition?, link.label_range(&analysis.text)?)));
    own.chain(used).collect()
}

#[cfg(test)]
mod tests {
    use crate::fixture::check_linked;

    #[test]
    fn a_label_and_its_definition_are_typed_together() {
        check_linked(
            "
            [Karim <|>Adel] met [Karim Adel][] and [the chief][Karim Adel] and [him][karim adel].
             ^^^^^^^^^^
                              ^^^^^^^^^^
                                                            ^^^^^^^^^^

            [Karim Adel]: actor:karim-adel
             ^^^^^^^^^^
            ",
        );
        check_linked(
            "
            [Karim <|>Adel](actor:karim-adel) signed.
            ",
        );
    }
}
