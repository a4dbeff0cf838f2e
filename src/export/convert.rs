//! Articles in another syntax.

use crate::analysis::{Analysis, target_actor};
use crate::article::{Block, BlockKind, Scheme, SyntaxId, Target};
use crate::links::scheme_of;
use crate::syntax::{Composed, NEWS_MARKDOWN, ReadOptions, Story, Syntax, read};
use crate::text::{ProseRange, TextRange};

/// Writes an article in another syntax.
pub fn convert(analysis: &Analysis, to: SyntaxId) -> Composed {
    let scheme = |target: &Target| {
        let actor = target_actor(analysis.registry(), target);
        let kind = actor.map(|actor| scheme_of(analysis.registry().actor(actor).kind));
        match &target.scheme {
            // Markup states the kind in the element. News Markdown needs no kind that the registry knows.
            Scheme::Actor if to != NEWS_MARKDOWN => kind.unwrap_or(Scheme::Actor),
            stated if to == NEWS_MARKDOWN && kind.as_ref() == Some(stated) => Scheme::Actor,
            stated => stated.clone(),
        }
    };
    let mut lost = Vec::new();
    let story = Story::of(&analysis.article, &scheme, &mut lost);
    let mut composed = (Syntax::of(to).compose)(&story);
    lost.append(&mut composed.lost);
    Composed { lost, ..composed }
}

/// Where the words of some ranges of an article are in the text that it was converted to. `None` for what is not in the words of a
/// block, and for a block that reads otherwise there.
pub fn converted_places(
    analysis: &Analysis,
    converted: &str,
    to: SyntaxId,
    ranges: &[TextRange],
) -> Vec<Option<TextRange>> {
    let options = ReadOptions {
        syntax: Some(to),
        language: Some(analysis.language()),
        prefixes: analysis.config().prefixes.keys().cloned().collect(),
        ..ReadOptions::default()
    };
    let other = read(converted, &options);
    // Blocks keep their order.
    let mut next = 0;
    let counterparts = analysis.article.blocks.iter().map(|block| {
        if matches!(block.kind, BlockKind::Furniture(_)) {
            return None;
        }
        let found = other.blocks[next..].iter().position(|other| other.prose.text() == block.prose.text())?;
        next += found + 1;
        other.blocks.get(next - 1)
    });
    let counterparts: Vec<Option<&Block>> = counterparts.collect();
    let place = |range: &TextRange| {
        let mut blocks = analysis.article.numbered_blocks();
        let (number, block) = blocks.find(|(_, block)| block.range.contains_range(*range))?;
        let other = counterparts[number.index()]?;
        // The words of a link show what is wrong with its attributes.
        let links = analysis.article.links();
        let mut links = links.filter(|link| link.block == number && link.range.contains_range(*range));
        let words = match links.next() {
            Some(link) if !link.text.contains_range(*range) => link.prose,
            _ => prose_of(block, *range)?,
        };
        (!words.is_empty()).then(|| other.prose.map(words).range())
    };
    ranges.iter().map(place).collect()
}

fn prose_of(block: &Block, range: TextRange) -> Option<ProseRange> {
    let (start, end) = (block.prose.prose_offset(range.start)?, block.prose.prose_offset(range.end)?);
    (start <= end).then(|| ProseRange::new(start, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::analysed;

    #[test]
    fn words_are_found_in_the_converted_text() {
        let page = "//- story.en.html\n<html lang=en><body><article><h1>Port opens</h1><p>It opened on <time datetime=2024-03-18>Tuesday</time>, March &amp; so.</p><p>It <b>opened</b> again on Tuesday.</p></article></body></html>\n";
        let analysis = analysed(page);
        let converted = convert(&analysis, NEWS_MARKDOWN).text;
        let text = &analysis.text;
        let range = |words: &str, nth: usize| {
            let (start, _) = text.match_indices(words).nth(nth).unwrap();
            TextRange::from(start..start + words.len())
        };
        let ranges = [
            range("Tuesday", 0),
            range("Tuesday", 1),
            range("&amp; so", 0),
            // The words show what is wrong with an attribute.
            range("2024-03-18", 0),
            range("lang=en", 0),
        ];
        let places = converted_places(&analysis, &converted, NEWS_MARKDOWN, &ranges);
        let words: Vec<Option<&str>> = places.iter().map(|place| place.map(|place| place.slice(&converted))).collect();
        assert_eq!(words, [Some("Tuesday"), Some("Tuesday"), Some("& so"), Some("Tuesday"), None], "{converted}");
        let (first, second) = (places[0].unwrap(), places[1].unwrap());
        assert!(first.start < second.start && converted[first.end as usize..].starts_with("](date:"), "{converted}");
    }
}
