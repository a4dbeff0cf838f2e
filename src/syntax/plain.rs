//! Plain text, typed or scraped: headline, standfirst, stamp line, paragraphs, page furniture. Each line is a block,
//! unless a paragraph was wrapped by hand.

use super::story::{Composed, Story, count_links, lose_languages};
use super::{Confidence, ReadOptions, Slot, Syntax, furniture, markdown, templates};
use crate::article::{Article, Block, BlockKind, Prose, ProseBuilder, SyntaxId};
use crate::message;
use crate::text::{TextRange, ends_a_sentence};

/// Maximum length of a headline or a standfirst in bytes.
const SHORT: usize = 400;

pub(super) const SYNTAX: Syntax = Syntax {
    id: SyntaxId("plain"),
    suffix: "txt",
    detect: |_, _| Confidence::Possible,
    read: |text, _: &ReadOptions| read(text),
    patch: None,
    slot,
    writer: None,
    compose,
};

/// First characters of News Markdown markup, which change the syntax of a text.
fn slot<'a>(text: &'a str, article: &Article, offset: u32) -> Slot<'a> {
    markdown::marked(text, article, offset).unwrap_or(Slot::Nothing)
}

/// Writes the headline and each paragraph as one line.
fn compose(story: &Story) -> Composed {
    let line = |words: String| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = story.blocks.iter().map(|block| line(block.text())).collect();
    let (mentions, dates) = count_links(story);
    let mut lost = Vec::new();
    lose_languages(story, &mut lost);
    if mentions > 0 {
        lost.push(message!("{count} links to actors", count = mentions));
    }
    if dates > 0 {
        lost.push(message!("{count} annotated dates", count = dates));
    }
    lost.extend(story.metadata.iter().map(|entry| message!("the metadata `{key}`", key = entry.key.name())));
    Composed { text: lines.join("\n\n") + "\n", lost }
}

fn read(text: &str) -> Article {
    let mut blocks = Vec::new();
    for chunk in chunks(text) {
        if is_wrapped(text, &chunk) {
            blocks.push(block(joined(text, &chunk), chunk[0].cover(chunk[chunk.len() - 1])));
        } else {
            blocks.extend(chunk.into_iter().map(|line| block(Prose::verbatim(line.slice(text), line.start), line)));
        }
    }
    let tags = templates::find(text, 0, &[]);
    for block in &mut blocks {
        block.prose.hide(&tags);
    }
    name_the_top(&mut blocks);
    furniture::mark(&mut blocks, true);
    let mut article = Article { blocks, ..Article::empty(SYNTAX.id) };
    article.set_opaque(tags);
    article
}

fn block(prose: Prose, range: TextRange) -> Block {
    Block::without_links(BlockKind::Paragraph, range, prose)
}

/// Groups of adjacent lines that are not blank, trimmed.
fn chunks(text: &str) -> Vec<Vec<TextRange>> {
    let mut chunks: Vec<Vec<TextRange>> = vec![Vec::new()];
    let mut start = 0;
    let breaks = text.bytes().enumerate().filter(|(_, b)| matches!(b, b'\n' | b'\r')).map(|(at, _)| at);
    for end in breaks.chain(std::iter::once(text.len())) {
        let line = &text[start..end];
        let trimmed = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        let crlf = line.is_empty() && start > 0 && text.as_bytes()[start - 1] == b'\r' && end < text.len();
        if trimmed.is_empty() && !crlf {
            chunks.push(Vec::new());
        } else if !trimmed.is_empty() {
            let at =
                start + (line.len() - line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').len());
            if let Some(chunk) = chunks.last_mut() {
                chunk.push(TextRange::from(at..at + trimmed.len()));
            }
        }
        start = end + 1;
    }
    chunks.retain(|chunk| !chunk.is_empty());
    chunks
}

/// Whether lines are one paragraph wrapped at a column: all but the last are almost as long as the longest.
fn is_wrapped(text: &str, lines: &[TextRange]) -> bool {
    let widths: Vec<usize> = lines.iter().map(|line| line.slice(text).chars().count()).collect();
    let longest = widths.iter().copied().max().unwrap_or(0);
    let inner = &lines[..lines.len() - 1];
    !inner.is_empty()
        && (45..=120).contains(&longest)
        && widths[..inner.len()].iter().all(|width| width + 20 >= longest)
        && inner.iter().all(|line| !ends_a_sentence(line.slice(text)) || line.len() as usize + 12 >= longest)
}

fn joined(text: &str, lines: &[TextRange]) -> Prose {
    let mut builder = ProseBuilder::default();
    for (at, line) in lines.iter().enumerate() {
        if let Some(previous) = at.checked_sub(1).map(|before| lines[before]) {
            builder.line_break(TextRange::new(previous.end, line.start));
        }
        builder.verbatim(line.slice(text), line.start);
    }
    builder.finish()
}

/// The first line is the headline; short lines after it, before the first full sentence, belong to it.
fn name_the_top(blocks: &mut [Block]) {
    if blocks.len() < 2 {
        return;
    }
    let mut stamped = 0;
    for (at, block) in blocks.iter_mut().take(8).enumerate() {
        let text = block.prose.text();
        if text.len() > SHORT || ends_a_sentence(text) {
            return;
        }
        block.kind = match at {
            // In a text that starts with its stamp line, the headline follows it.
            0 if is_stamp_alone(text) => {
                stamped = 1;
                BlockKind::Stamp
            }
            _ if at == stamped => BlockKind::Headline,
            _ if looks_like_stamp(text) => BlockKind::Stamp,
            _ => BlockKind::Standfirst,
        };
    }
}

/// Whether a line contains little more than a year, so that it is not a headline.
fn is_stamp_alone(text: &str) -> bool {
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let is_number = |part: &&&str| part.chars().all(char::is_numeric);
    let year = |part: &&str| part.chars().count() == 4 && (part.starts_with(['1', '2', '١', '٢', '۱', '۲']));
    let numbers = parts.iter().filter(is_number).count();
    looks_like_stamp(text) && numbers >= 2 && parts.len() - numbers <= 4 && parts.iter().filter(is_number).any(year)
}

/// Whether a short line contains a number that could be a year, or a time of day.
fn looks_like_stamp(text: &str) -> bool {
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    text.chars().count() <= 80 && digits >= 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Furniture;

    fn kinds(text: &str) -> Vec<(BlockKind, String)> {
        read(text).blocks.into_iter().map(|block| (block.kind, block.prose.text().to_owned())).collect()
    }

    #[test]
    fn a_scraped_page_is_split_into_its_parts() {
        let text = "عنوان الخبر\r\n\r\nتعليق الصورة\r\n\r\nwhatsapp\r\nالاثنين، 18-09-2017 الساعة 19:22\r\n\r\nقال الوزير كلاماً.\r\n\r\nاقرأ أيضاً :\r\n\r\nخبر آخر\r\n\r\nوأضاف كلاماً آخر.\r\n\r\nمكة المكرمة";
        let found: Vec<BlockKind> = kinds(text).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(
            found,
            [
                BlockKind::Headline,
                BlockKind::Standfirst,
                BlockKind::Furniture(Furniture::Share),
                BlockKind::Stamp,
                BlockKind::Paragraph,
                BlockKind::Furniture(Furniture::ReadAlso),
                BlockKind::Furniture(Furniture::OtherStory),
                BlockKind::Paragraph,
                BlockKind::Furniture(Furniture::Footer),
            ]
        );
    }

    #[test]
    fn a_wrapped_paragraph_is_one_block() {
        let text = "A headline\n\nThe minister said on Monday that the works on the harbour\nwould start in June and end a year later, with the help of the\nneighbours.\n";
        let found = kinds(text);
        assert_eq!(found.len(), 2);
        assert!(found[1].1.contains("harbour would start"));
    }

    #[test]
    fn one_line_is_a_paragraph() {
        assert_eq!(kinds("الاثنين 18 سبتمبر")[0].0, BlockKind::Paragraph);
        assert!(kinds(" \n\r\n").is_empty());
    }
}
