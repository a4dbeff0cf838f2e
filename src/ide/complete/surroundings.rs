//! The text around a cursor: code, where nothing is a name, and the rest of the word that is being typed.

use crate::analysis::Analysis;
use crate::text::is_word_char;

/// Whether an offset stands in code. The marks of code are looked for in the text: what is being typed belongs to no block
/// yet where it is in the middle of something else.
pub(super) fn is_code(analysis: &Analysis, offset: u32) -> bool {
    if !analysis.holds_links() {
        return false;
    }
    let text = &*analysis.text;
    let body = analysis.article.metadata.range.map_or(0, |front| front.end.min(offset) as usize);
    let line = text[..offset as usize].rfind(['\n', '\r']).map_or(0, |at| at + 1).max(body);
    let before = &text[line..offset as usize];
    // A blank at the end of a block is none of it.
    let typed = (line + before.trim_end().len()) as u32;
    let block = analysis.article.blocks.iter().find(|block| block.range.touches(offset) || block.range.touches(typed));
    match block {
        Some(block) if !analysis.article.in_front_matter(block) => {
            is_in_span(block.range.slice(text), (offset.min(block.range.end) - block.range.start) as usize)
        }
        _ => is_in_fence(&text[body..line]) || before.starts_with("    ") || before.starts_with('\t'),
    }
}

/// Whether an offset of a paragraph stands between backticks.
fn is_in_span(text: &str, offset: usize) -> bool {
    let bytes = text.as_bytes();
    let run = |at: usize| bytes[at..].iter().take_while(|byte| **byte == b'`').count();
    let mut at = 0;
    while at < offset {
        match bytes[at] {
            // A backslash takes away what a backtick means, outside of code alone.
            b'\\' => at += 2,
            b'`' => {
                let width = run(at);
                let begin = at + width;
                let mut end = begin;
                while end < bytes.len() && !(bytes[end] == b'`' && run(end) == width) {
                    end += run(end).max(1);
                }
                if end >= bytes.len() {
                    // Backticks that nothing closes are text.
                    at = begin;
                } else if offset < end + width {
                    return offset >= begin;
                } else {
                    at = end + width;
                }
            }
            _ => at += 1,
        }
    }
    false
}

/// Whether a fence is open at the end of some lines.
fn is_in_fence(above: &str) -> bool {
    let mut open: Option<(char, usize)> = None;
    for line in above.lines() {
        // A fence can stand in a list or a quotation.
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '-' | '*' | '+'));
        let Some(mark) = line.chars().next().filter(|c| matches!(c, '`' | '~')) else { continue };
        let width = line.chars().take_while(|c| *c == mark).count();
        let rest = &line[width..];
        match open {
            None if width >= 3 && !(mark == '`' && rest.contains('`')) => open = Some((mark, width)),
            Some((fence, least)) if mark == fence && width >= least && rest.trim().is_empty() => open = None,
            _ => {}
        }
    }
    open.is_some()
}

/// The bytes of the word that goes on at an offset.
pub(super) fn rest_of_word(text: &str, offset: u32) -> u32 {
    let rest = &text[offset as usize..];
    rest.find(|c: char| !is_word_char(c)).unwrap_or(rest.len()) as u32
}

/// The text from an offset to the end of its line.
pub(super) fn rest_of_line(text: &str, offset: u32) -> &str {
    let rest = &text[offset as usize..];
    rest.split(['\n', '\r']).next().unwrap_or("")
}

/// Whether a bracket begins an image.
pub(super) fn is_image(before: &str) -> bool {
    before.ends_with('!') && !before.ends_with("\\!")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_between_backticks() {
        let inside = |marked: &str| {
            let at = marked.find('▮').unwrap();
            is_in_span(&marked.replace('▮', ""), at)
        };
        for marked in ["a `x▮y` b", "a `▮x` b", "``a`b▮``", "`a` `▮b`", "\\\\`x▮`", "`a\n▮b`"] {
            assert!(inside(marked), "{marked}");
        }
        for marked in ["▮`a`", "`a`▮", "`a` ▮ `b`", "\\`▮`", "`▮a", "``▮a`", "a ▮ b", "`a\\`▮`"] {
            assert!(!inside(marked), "{marked}");
        }
    }

    #[test]
    fn fences_open_and_close() {
        for open in ["```\n", "~~~ sh\nx\n", "- ```\n", "> ```\n", "````\n```\n", "```\n~~~\n"] {
            assert!(is_in_fence(open), "{open}");
        }
        for closed in ["", "x\n", "```\n```\n", "~~~\nx\n~~~~\n", "``` a ` b\n"] {
            assert!(!is_in_fence(closed), "{closed}");
        }
    }
}
