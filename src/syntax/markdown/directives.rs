//! Directives in comments: `<!-- copydesk:ignore weekday-mismatch -- as printed -->`.

use crate::article::{Block, Directive, Verb};
use crate::text::TextRange;

/// Reads the directives among the comments of an article.
pub(super) fn read(text: &str, comments: &[TextRange], blocks: &[Block]) -> Vec<Directive> {
    let mut directives: Vec<Directive> =
        comments.iter().flat_map(|range| in_html(text, *range)).filter_map(|range| parse(text, range)).collect();
    directives.sort_by_key(|directive| directive.range.start);
    directives.dedup_by_key(|directive| directive.range);
    let ends: Vec<(Option<Verb>, TextRange)> = directives.iter().map(|d| (d.verb, d.range)).collect();
    for (at, directive) in directives.iter_mut().enumerate() {
        directive.scope = scope(text, directive.verb, directive.range, blocks, &ends[at + 1..]);
    }
    directives
}

/// The comments in a piece of HTML.
fn in_html(text: &str, range: TextRange) -> Vec<TextRange> {
    let source = range.slice(text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = source[at..].find("<!--").map(|start| at + start) {
        let end = source[start..].find("-->").map_or(source.trim_end().len(), |end| start + end + 3);
        found.push(TextRange::new(range.start + start as u32, range.start + end as u32));
        at = end.max(start + 4);
    }
    found
}

fn parse(text: &str, range: TextRange) -> Option<Directive> {
    let body = range.slice(text).strip_prefix("<!--")?;
    let body = body.strip_suffix("-->").unwrap_or(body);
    let after = body.trim_start().strip_prefix("copydesk:")?;
    let start = range.start + 4 + (body.len() - body.trim_start().len() + "copydesk:".len()) as u32;
    let (order, reason) = match after.split_once("--") {
        Some((order, reason)) => (order, Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty())),
        None => (after, None),
    };
    let mut words = words(order, start);
    let (verb, verb_range) = if words.is_empty() { (String::new(), TextRange::empty(start)) } else { words.remove(0) };
    let known = Verb::ALL.iter().find(|(name, _)| *name == verb).map(|(_, verb)| *verb);
    Some(Directive { range, verb: known, verb_range, rules: words, reason, scope: range })
}

fn words(text: &str, start: u32) -> Vec<(String, TextRange)> {
    let mut found = Vec::new();
    let mut at = 0;
    for word in text.split(|c: char| c.is_whitespace() || c == ',') {
        if !word.is_empty() {
            let from = start + at as u32;
            found.push((word.to_owned(), TextRange::new(from, from + word.len() as u32)));
        }
        at += word.len() + 1;
    }
    found
}

/// The bytes that a directive silences.
fn scope(
    text: &str,
    verb: Option<Verb>,
    range: TextRange,
    blocks: &[Block],
    later: &[(Option<Verb>, TextRange)],
) -> TextRange {
    match verb {
        None | Some(Verb::IgnoreEnd) => TextRange::empty(range.start),
        Some(Verb::IgnoreFile) => TextRange::new(0, text.len() as u32),
        Some(Verb::IgnoreStart) => {
            let end = later.iter().find(|(verb, _)| *verb == Some(Verb::IgnoreEnd));
            TextRange::new(range.end, end.map_or(text.len() as u32, |(_, range)| range.start))
        }
        Some(Verb::IgnoreNext) => {
            let next = blocks.iter().find(|block| block.range.start >= range.end);
            next.map_or(TextRange::empty(range.end), |block| block.range)
        }
        Some(Verb::Ignore) => line(text, range),
    }
}

/// The line that a range stands on.
fn line(text: &str, range: TextRange) -> TextRange {
    let start = text[..range.start as usize].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = text[range.end as usize..].find(['\n', '\r']).map_or(text.len(), |at| range.end as usize + at);
    TextRange::from(start..end)
}
