//! Mentions that are still being written: `[text`, `[text](`, `[text](actor:id`, `[[`. Prose contains no brackets of
//! finished links, so every unescaped bracket in it can be an unfinished mention. None extends past its block.

use super::window::Window;
use crate::article::{Block, BlockId, SCHEMES, Span, SpanKind, Unfinished, UnfinishedKind};
use crate::text::{ProseRange, TextRange};

/// Finds the unfinished mentions of all blocks and marks their prose. `body` is the start of the body; front matter
/// before it has no links, so complete links there are skipped.
pub(super) fn find(text: Window<'_>, body: u32, blocks: &mut [Block], prefixes: &[String]) -> Vec<Unfinished> {
    let mut found = Vec::new();
    for (index, block) in blocks.iter_mut().enumerate() {
        if memchr::memchr(b'[', block.prose.text().as_bytes()).is_none() {
            continue;
        }
        let in_front_matter = block.range.start < body;
        for unfinished in in_block(text, BlockId::new(index), block, prefixes, in_front_matter) {
            block.spans.push(Span { prose: unfinished.prose, kind: SpanKind::Unfinished(found.len()) });
            found.push(unfinished);
        }
        block.spans.sort_by_key(|span| span.prose.start);
    }
    found
}

fn in_block(
    text: Window<'_>,
    number: BlockId,
    block: &Block,
    prefixes: &[String],
    in_front_matter: bool,
) -> Vec<Unfinished> {
    let prose = block.prose.text();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = prose[at..].find('[').map(|open| at + open) {
        at = open + 1;
        let bracket = ProseRange::from(open..open + 1);
        let free = block.prose.is_verbatim(open as u32)
            && block.span_over(bracket).is_none()
            && !block.prose.is_opaque(bracket);
        if !free {
            continue;
        }
        // A finished link is not part of an unfinished one.
        let next = block.spans.get(block.spans.partition_point(|span| span.prose.start as usize <= open));
        let limit = next.map_or(prose.len(), |span| span.prose.start as usize);
        let Some((kind, inner, destination, end)) = shape(&prose[open..limit], prefixes, in_front_matter) else {
            continue;
        };
        let end = open + end;
        at = end.max(open + 1);
        let whole = ProseRange::from(open..end);
        let place = |range: std::ops::Range<usize>| -> TextRange {
            block.prose.map(ProseRange::from(open + range.start..open + range.end)).range()
        };
        let range = block.prose.map(whole).range();
        if range.is_empty() || !text.slice(range).starts_with('[') {
            continue;
        }
        found.push(Unfinished {
            kind,
            block: number,
            range,
            prose: whole,
            text: place(inner),
            destination: destination.map(place),
        });
    }
    found
}

type Shape = (UnfinishedKind, std::ops::Range<usize>, Option<std::ops::Range<usize>>, usize);

/// Examines the text after a bracket: kind, words, destination and end of the mention. `None` for a complete link in
/// front matter.
fn shape(rest: &str, prefixes: &[String], in_front_matter: bool) -> Option<Shape> {
    // Of several consecutive brackets, the last ones count.
    if let Some(inside) = rest.strip_prefix("[[").filter(|inside| !inside.starts_with('[')) {
        let end = head(inside).find([']', '[', '\n']).unwrap_or_else(|| words_end(inside));
        let closed = inside[end..].bytes().take(2).take_while(|byte| *byte == b']').count();
        return Some((UnfinishedKind::DoubleBracket, 2..2 + end, None, 2 + end + closed));
    }
    let inside = &rest[1..];
    let Some(close) = head(inside).find([']', '[']).filter(|at| inside[*at..].starts_with(']')) else {
        let end = words_end(inside);
        return Some((UnfinishedKind::OpenText, 1..1 + end, None, 1 + end));
    };
    let after = &inside[close + 1..];
    let without_end = (UnfinishedKind::NoDefinition, 1..1 + close, None, close + 2);
    let Some(destination) = after.strip_prefix('(') else { return Some(without_end) };
    let start = 1 + close + 2;
    let end = head(destination).find([')', '\n']).unwrap_or(head(destination).len());
    let closed = destination[end..].starts_with(')');
    let body = &destination[..end];
    if closed && is_target(body, prefixes) && body.trim().contains(char::is_whitespace) {
        return Some((UnfinishedKind::BlankInDestination, 1..1 + close, Some(start..start + end), start + end + 1));
    }
    if closed {
        let whole = in_front_matter && !body.trim().contains(char::is_whitespace);
        return (!whole).then_some(without_end);
    }
    // The destination is not closed, so it ends at the first space.
    let end = body.find(char::is_whitespace).unwrap_or(body.len());
    let written = &body[..end];
    let begun = written.is_empty() || is_target(written, prefixes) || begins_scheme(written, prefixes);
    if begun {
        return Some((UnfinishedKind::OpenDestination, 1..1 + close, Some(start..start + end), start + end));
    }
    Some(without_end)
}

/// The part of a text that a name or a destination can take, so that a bracket does not cost the rest of a long line.
fn head(text: &str) -> &str {
    const LONGEST: usize = 400;
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end])
}

/// The end of a name that is being typed: the end of the sentence, or after a few words.
fn words_end(text: &str) -> usize {
    let mut words = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, '.' | ',' | '،' | '؛' | ';' | ':' | '!' | '?' | '؟' | '(' | ')' | '\u{FFFC}') {
            return at;
        }
        if c.is_whitespace() {
            words += 1;
            if words == 5 {
                return at;
            }
        }
    }
    text.len()
}

fn is_target(destination: &str, prefixes: &[String]) -> bool {
    let name = destination.split(':').next().unwrap_or("").trim_start();
    destination.contains(':') && (SCHEMES.contains(&name) || prefixes.iter().any(|prefix| prefix == name))
}

fn begins_scheme(written: &str, prefixes: &[String]) -> bool {
    let known = SCHEMES.iter().copied().chain(prefixes.iter().map(String::as_str));
    known.into_iter().any(|scheme| scheme.starts_with(written))
}
