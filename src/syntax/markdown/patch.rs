//! Reads an article again after an edit inside of its paragraphs: only the lines up to the next blank lines are parsed.
//!
//! A blank line ends paragraphs and headings. If the lines between two blank lines contained nothing else, and still contain
//! nothing else, the text after them is read as before. In every other case the caller reads the whole article.

use super::super::{Previous, ReadOptions, furniture, templates};
use super::links::{Targets, key};
use super::window::Window;
use super::{BlockKind, Reader, unfinished};
use crate::article::{Article, Block, BlockId, Change, Patch};
use crate::text::{Parts, Text, TextRange};
use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// The longest part, in bytes: a few paragraphs. More is not one edit, or a text without blank lines.
const LONGEST: u32 = 64 * 1024;

/// How many bytes at the top of a text are searched for its first word.
const TOP: usize = 1024;

/// The changed part of an article. `None` if more than paragraphs and headings may have changed.
pub(super) fn patch(text: &Text, options: &ReadOptions, previous: &Previous<'_>) -> Option<Patch> {
    let article = previous.article;
    let (change, after) = lines_around(previous.text, text, previous.common)?;
    let before = previous.text.part(change.before);
    if !is_below_metadata(article, text, change) {
        return None;
    }
    let has_comments = [&*before, &after].into_iter().any(|part| part.contains("<!--"));
    // A tag of a template can begin before the part and end in it.
    if has_comments || article.may_have_tags || templates::may_have_tags(&after) {
        return None;
    }
    let blocks = blocks_in(article, change.before)?;
    if !has_only_paragraphs(&before) || !has_only_paragraphs(&after) {
        return None;
    }
    let part = read_part(&after, change, article, options);
    (!part.blocks.is_empty()).then_some(Patch { change, blocks, part })
}

/// The changed lines, with the lines around them up to blank ones, and what they are now.
fn lines_around(old: &Text, new: &Text, (same_head, same_tail): (usize, usize)) -> Option<(Change, String)> {
    // Most paragraphs are short.
    for reach in [LONGEST as usize / 32, LONGEST as usize] {
        let start = new.floor(same_head.saturating_sub(reach));
        let changed_end = new.len() - same_tail;
        let end = new.ceil(changed_end + reach);
        let window = new.part(TextRange::from(start..end));
        let own_start = start_of_lines(&window, same_head - start);
        let own_end = changed_end - start + end_of_lines(&window[changed_end - start..]);
        // A line that reaches the border of the window can go on.
        let is_whole = (own_start > 0 || start == 0) && (own_end < window.len() || end == new.len());
        if is_whole {
            let (from, to) = ((start + own_start) as u32, start + own_end);
            let before = TextRange::new(from, (old.len() - (new.len() - to)) as u32);
            let change = Change { before, after: TextRange::new(from, to as u32) };
            let is_short = change.before.len() <= LONGEST && change.after.len() <= LONGEST;
            return is_short.then(|| (change, window[own_start..own_end].to_owned()));
        }
    }
    None
}

/// The start of the adjacent lines that are not blank, up from the line of an offset.
fn start_of_lines(text: &str, offset: usize) -> usize {
    let line_start = |end: usize| memchr::memrchr(b'\n', &text.as_bytes()[..end]).map_or(0, |at| at + 1);
    let mut start = line_start(offset);
    while start > 0 {
        let above = line_start(start - 1);
        if is_blank(&text[above..start]) {
            break;
        }
        start = above;
    }
    start
}

/// The length of the rest of a line and of the adjacent lines after it that are not blank.
fn end_of_lines(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or("");
    let further = lines.take_while(|line| !is_blank(line)).map(str::len).sum::<usize>();
    first.len() + further
}

fn is_blank(line: &str) -> bool {
    line.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}

/// Whether the change is after the front matter, and cannot make or end one.
fn is_below_metadata(article: &Article, text: &Text, change: Change) -> bool {
    if let Some(range) = article.metadata.range {
        return range.end <= change.after.start && article.problems.is_empty();
    }
    // The article can only begin with front matter if nothing but spaces is before it.
    let top = text.part(TextRange::from(0..text.floor(TOP)));
    let body = top.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let lead = top.len() - body.len();
    !body.is_empty() && lead < change.after.start as usize && !body.starts_with(['-', '+', '{'])
}

/// The blocks in a range of the source. `None` unless the first is a paragraph or a heading that starts where the range
/// starts: then no list, quotation or code is open there.
fn blocks_in(article: &Article, range: TextRange) -> Option<Range<BlockId>> {
    let before = |offset: u32| article.blocks.partition_point(|block| block.range.start < offset);
    let blocks = before(range.start)..before(range.end);
    let is_free = |block: &Block| {
        let kind = matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading(_) | BlockKind::Furniture(_));
        kind && !block.quoted && block.holds_links
    };
    let own = article.blocks.get(blocks.clone())?;
    (own.first()?.range.start == range.start && own.iter().all(is_free))
        .then(|| BlockId::new(blocks.start)..BlockId::new(blocks.end))
}

/// Whether a part of a body is read as paragraphs and headings, and the first starts where the part starts.
fn has_only_paragraphs(part: &str) -> bool {
    let mut is_first = true;
    let parser = Parser::new_ext(part, Options::ENABLE_TABLES);
    if parser.reference_definitions().iter().next().is_some() {
        return false;
    }
    parser.into_offset_iter().all(|(event, range)| match event {
        Event::Start(Tag::Paragraph | Tag::Heading { .. }) => !std::mem::take(&mut is_first) || range.start == 0,
        Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
        | Event::End(
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image,
        )
        | Event::Text(_)
        | Event::Code(_)
        | Event::InlineHtml(_)
        | Event::SoftBreak
        | Event::HardBreak => true,
        _ => false,
    })
}

/// The article of a part of the body, whose blocks and items count from zero.
fn read_part(part: &str, change: Change, article: &Article, options: &ReadOptions) -> Article {
    let text = Window::new(part, change.after.start);
    let front = article.metadata.range.unwrap_or_default();
    let mut label = |link: BrokenLink<'_>| resolve(article, front, &link.reference);
    let parser = Parser::new_with_broken_link_callback(part, Options::ENABLE_TABLES, Some(&mut label));
    let targets = Targets::known(text, article.definitions_after(change), options);
    let mut reader = Reader::new(text, change.after.start, Vec::new(), targets);
    for (event, range) in parser.into_offset_iter() {
        reader.event(event, range);
    }
    reader.close_block();
    furniture::mark(&mut reader.blocks, false);
    let unfinished = unfinished::find(text, front.end, &mut reader.blocks, &options.prefixes);
    let Reader { blocks, opaque, targets, .. } = reader;
    let Targets { mentions, date_marks, .. } = targets;
    let mut part = Article { blocks, mentions, date_marks, unfinished, ..Article::empty(article.syntax) };
    part.set_opaque(opaque);
    part
}

/// What the rest of the article says about the label of a link.
fn resolve<'t>(article: &Article, front: TextRange, reference: &str) -> Option<(CowStr<'t>, CowStr<'t>)> {
    let wanted = key(reference);
    let is_known = article.definitions.iter().any(|definition| {
        let is_cast = front.contains_range(definition.range);
        if is_cast { definition.label == reference } else { key(&definition.label) == wanted }
    });
    // Only links of their own form are read for their destination.
    (is_known || article.link_labels.contains(&wanted)).then(|| ("#".into(), "".into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::read;
    use crate::syntax::tests::patched;
    use proptest::prelude::*;

    const PATH: &str = "story.en.news.md";
    const STORY: &str = "---\nheadline: The harbour\ninLanguage: en\n---\n\nThe [minister](actor:sn) spoke on [Monday](date:2024-03-18).\n\n## Works\n\nThey *begin* in [June]: see [the plan] and [the site].\nA second line with `code` and https://example.org.\n\n> Quoted, with [a name](person:x).\n\nShe said \\[so\\] &amp; left. [An unfinished\n\n<!-- copydesk:ignore-next unlinked-actor -->\n\nThe last [one](actor:sn)\n\n[the plan]: actor:plan\n[the site]: https://example.org/\n";

    fn options() -> ReadOptions {
        ReadOptions { path: PATH.into(), ..ReadOptions::default() }
    }

    #[track_caller]
    fn check(old: &str, new: &str, is_patched: bool) {
        let found = patched(old, new, &options());
        assert_eq!(found.is_some(), is_patched, "{new}");
        if let Some(found) = found {
            assert_eq!(format!("{found:#?}"), format!("{:#?}", read(new, &options())), "{new}");
        }
    }

    #[test]
    fn an_edit_in_a_paragraph_is_patched() {
        for (old, new) in [
            ("The [minister]", "The old [minister]"),
            ("[Monday](date:2024-03-18)", "Monday"),
            ("spoke on", "spoke with [Ali](person:ali) on"),
            ("## Works", "## Works begin"),
            ("see [the plan]", "see [the plan] and [a thing]"),
            ("A second line", "A line\n\nA third"),
            ("[An unfinished", "[An unfinished thing"),
            ("The last", "WhatsApp"),
            ("left. ", ""),
        ] {
            check(STORY, &STORY.replace(old, new), true);
            check(&STORY.replace(old, new), STORY, true);
        }
    }

    #[test]
    fn an_edit_that_can_reach_further_is_not() {
        for (old, new) in [
            ("They *begin*", "```\nThey *begin*"),
            ("They *begin*", "- They *begin*"),
            ("> Quoted", "> It was quoted"),
            ("She said \\[so\\] &amp; left. [An unfinished", "[She]: said"),
            ("The last", "<!-- The last"),
            ("She said", "{% if x %} She said"),
            ("headline: The", "headline: A"),
            ("actor:plan", "actor:plans"),
            ("They *begin*", "    They *begin*"),
        ] {
            check(STORY, &STORY.replace(old, new), false);
        }
        check("The first paragraph.\n\nThe second.\n", "---\nThe first paragraph.\n\nThe second.\n", false);
    }

    proptest! {
        #[test]
        fn patched_is_parsed_again(
            parts in prop::collection::vec(prop::sample::select(vec![
                "The minister ", "spoke. ", "\n\n", "\n", "\r\n", "[a](actor:x) ", "[b] ", "[c", "# ", "- ", "> ", "    ", "`d` ",
                "*e* ", "<b>", "<!-- f -->", "\n\n[b]: actor:y\n\n", "| g |\n|---|\n", "```\n", "WhatsApp", "\\[ ", "&amp; ", "---\n", "===\n",
                "قالت الوزيرة ", "![h](i.png) ", "{% j %} ", "](date:2024) ", "1. ",
            ]), 1..24),
            at in any::<prop::sample::Index>(),
            removed in 0usize..3,
            added in prop::sample::select(vec!["x", " ", "\n", "\n\n", "[", "]", "[a](actor:z)", "#", "\r\n", "`", "ب", ""]),
        ) {
            let old = format!("---\nheadline: x\ninLanguage: en\n---\n{}", parts.concat());
            let places: Vec<usize> = old.char_indices().map(|(at, _)| at).chain([old.len()]).collect();
            let from = at.index(places.len());
            let to = (from + removed).min(places.len() - 1);
            let new = format!("{}{added}{}", &old[..places[from]], &old[places[to]..]);
            if let Some(found) = patched(&old, &new, &options()) {
                let expected = format!("{:#?}", read(&new, &options()));
                prop_assert!(format!("{found:#?}") == expected, "from {old:?} to {new:?}");
            }
        }
    }
}
