//! Reads an article again after words of a paragraph changed. That is most of typing, and it changes nothing around the words, in
//! any syntax but Markdown, where a letter can be markup.

use super::{PLAIN, Previous};
use crate::article::{Article, BlockId, BlockKind, Change, Mapped, Patch, Prose};
use crate::text::{Parts, ProseRange, Text, TextRange, is_combining, opaque_parts};
use std::ops::Range;

/// A shorter paragraph can be a label, by its words. In bytes and in characters.
const SHORTEST: (usize, usize) = (128, 0);

/// A shorter line of plain text can be a label, or a part of a wrapped paragraph.
const SHORTEST_LINE: (usize, usize) = (300, 140);

/// The blocks at the top of a plain text whose kinds depend on each other.
const TOP: usize = 8;

/// The last block of a plain text with at most so many words can be the place that a page is filed under.
const FOOTER: usize = 3;

/// The changed block of an article. `None` if more than words may have changed.
pub(super) fn patch(text: &Text, previous: &Previous<'_>) -> Option<Patch> {
    let (old, article) = (previous.text, previous.article);
    let (head, tail) = previous.common;
    let change =
        Change { before: TextRange::from(head..old.len() - tail), after: TextRange::from(head..text.len() - tail) };
    let around = with_neighbours(old, change.before)?;
    let is_of_words = are_words(&old.part(around)) && are_words(&text.part(with_neighbours(text, change.after)?));
    if !is_of_words || !is_after_metadata(article, change) {
        return None;
    }
    let number = changed_block(article, change.before)?;
    let block = &article.blocks[number];
    let (at, prose) = changed_prose(&block.prose, around, change, old, text)?;
    // A link of News Markdown in another text can decide its syntax.
    if block.prose.text().contains(']') {
        return None;
    }
    let is_plain = article.syntax == PLAIN;
    let (shortest, characters) = if is_plain { SHORTEST_LINE } else { SHORTEST };
    let is_long = |prose: &Prose| prose.text().len() > shortest && prose.text().chars().nth(characters).is_some();
    if !is_long(&block.prose) || !is_long(&prose) || (is_plain && !is_inside_plain(article, number, old)) {
        return None;
    }
    let part = article.part_with_words(number, change, at, prose)?;
    Some(Patch { change, blocks: number..number.plus(1), part })
}

/// A range with the characters before and after it.
fn with_neighbours(text: &Text, range: TextRange) -> Option<TextRange> {
    let Range { start, end } = range.to_usize();
    let start = text.floor(start.checked_sub(1)?);
    (end < text.len()).then(|| TextRange::from(start..text.ceil(end + 1)))
}

/// Whether a text consists of letters, digits, commas, full stops and single spaces.
fn are_words(text: &str) -> bool {
    let is_of_words = |c: char| c.is_alphanumeric() || is_combining(c) || matches!(c, ' ' | '.' | ',' | '،');
    text.chars().all(is_of_words) && !text.contains("  ")
}

/// Whether a change is after all metadata, and what is reported about the markup does not move.
fn is_after_metadata(article: &Article, change: Change) -> bool {
    let is_before = |range: TextRange| range.end <= change.before.start;
    let entries = article.metadata.entries.iter().chain(&article.metadata.others);
    entries.flat_map(crate::article::Entry::ranges).chain(article.metadata.range).all(is_before)
        && article.problems.is_empty()
        && article.markup_problems.is_empty()
}

/// The paragraph that a range is in, if all other blocks are before or after the range.
fn changed_block(article: &Article, range: TextRange) -> Option<BlockId> {
    let number = article.blocks.iter().position(|block| block.range.end > range.start)?;
    let (block, rest) = (&article.blocks[number], &article.blocks[number + 1..]);
    let is_paragraph = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem);
    let is_inside = block.range.start < range.start && range.end < block.range.end;
    (is_paragraph && is_inside && rest.iter().all(|block| block.range.start >= range.end))
        .then_some(BlockId::new(number))
}

/// The place of a change in the words of a block, and the words after it. `None` unless the words are in the source as they are,
/// also around the change, and their opaque parts stay.
fn changed_prose(
    prose: &Prose,
    around: TextRange,
    change: Change,
    old: &Text,
    text: &Text,
) -> Option<(ProseRange, Prose)> {
    let words = ProseRange::new(prose.prose_offset(around.start)?, prose.prose_offset(around.end)?);
    if prose.map(words) != Mapped::Exact(around) || prose.slice(words) != old.part(around) {
        return None;
    }
    let start = words.start + (change.before.start - around.start);
    let at = ProseRange::new(start, start + change.before.len());
    let new = prose.with_words(at, &text.part(change.after))?;
    let opaque: Option<Vec<ProseRange>> = prose.opaque().iter().map(|part| change.words(at, *part)).collect();
    let is_unhidden = prose.opaque() == opaque_parts(prose.text());
    (is_unhidden && opaque.as_deref() == Some(new.opaque())).then_some((at, new))
}

/// Whether a block of a plain text is one line, and neither at its top nor at an end that depends on other blocks.
fn is_inside_plain(article: &Article, number: BlockId, old: &Text) -> bool {
    let block = &article.blocks[number];
    let ends_in_words = |block: &crate::article::Block| block.prose.text().split_whitespace().nth(FOOTER).is_some();
    number.index() >= TOP
        && block.prose.text() == old.part(block.range)
        && article.blocks.last().is_some_and(ends_in_words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::tests::patched;
    use crate::syntax::{ReadOptions, read};
    use proptest::prelude::*;

    const WORDS: &str = "The minister said in the town hall on Monday that the works would begin in June, and that the road along the coast, which the storms of last year had broken in many places, would be open to all before the summer; nobody at the company wanted to say what it costs. More is on example.org, she said, and the council will meet again in the spring of next year to hear both sides.";

    /// An article in each syntax, with its file name.
    fn articles() -> Vec<(&'static str, String)> {
        let lines = format!("{WORDS}\n\n").repeat(10);
        let paragraphs = format!("<p>{WORDS}</p><p>On <person value=\"x\">Samira Nasser</person> {WORDS}</p>");
        vec![
            ("story.en.txt", format!("A headline\n\n{lines}")),
            (
                "story.nitf.xml",
                format!(
                    "<nitf><head><title>A headline</title></head><body><body.content>{paragraphs}</body.content></body></nitf>"
                ),
            ),
            (
                "story.html",
                format!(
                    "<!DOCTYPE html><html lang=\"en\"><head><title>A headline</title></head><body><article>{paragraphs}<!-- x --></article></body></html>"
                ),
            ),
            (
                "story.ninjs.json",
                format!(
                    "{{\"uri\":\"urn:x\",\"type\":\"text\",\"versioncreated\":\"2024-03-18T10:00:00Z\",\"headline\":\"A headline\",\"body_xhtml\":\"<p>{WORDS}</p><p>{WORDS}</p>\"}}"
                ),
            ),
        ]
    }

    fn after(name: &str, old: &str, new: &str) -> (Option<Article>, Article) {
        let options = ReadOptions { path: name.into(), ..ReadOptions::default() };
        (patched(old, new, &options), read(new, &options))
    }

    #[test]
    fn typing_in_a_paragraph_is_patched() {
        for (name, old) in articles() {
            for (from, to) in
                [("company wanted", "companyx wanted"), ("town hall", "town new hall"), ("both sides", "sides")]
            {
                let at = old.rfind(from).unwrap();
                let new = format!("{}{to}{}", &old[..at], &old[at + from.len()..]);
                let (found, expected) = after(name, &old, &new);
                let found = found.unwrap_or_else(|| panic!("{name}: {from} is not patched"));
                assert!(format!("{found:#?}") == format!("{expected:#?}"), "{name}: {from}");
            }
        }
    }

    #[test]
    fn what_can_be_markup_is_not() {
        for (name, old) in articles() {
            for (from, to) in [
                ("company", "com<pany"),
                ("the company", "the  company"),
                ("headline", "head"),
                ("example.org", "example.orgs"),
            ] {
                let (found, _) = after(name, &old, &old.replacen(from, to, 1));
                assert!(found.is_none(), "{name}: {from}");
            }
        }
    }

    proptest! {
        #[test]
        fn patched_is_parsed_again(
            article in 0usize..4,
            at in any::<prop::sample::Index>(),
            removed in 0usize..4,
            added in prop::sample::select(vec!["x", " ", " a ", "7", ".", ",", "ب", "", "whatsapp", ".org"]),
        ) {
            let (name, old) = articles().swap_remove(article);
            let places: Vec<usize> = old.char_indices().map(|(at, _)| at).chain([old.len()]).collect();
            let from = at.index(places.len());
            let to = (from + removed).min(places.len() - 1);
            let new = format!("{}{added}{}", &old[..places[from]], &old[places[to]..]);
            if let (Some(found), expected) = after(name, &old, &new) {
                prop_assert!(format!("{found:#?}") == format!("{expected:#?}"), "{} to {:?}", name, new);
            }
        }
    }
}
