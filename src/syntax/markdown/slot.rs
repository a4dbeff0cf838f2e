//! Completion slots of News Markdown. They are found in the line itself, because the structure around the cursor is
//! unreliable while a link is being typed.

use crate::article::{Article, Key, SCHEMES};
use crate::syntax::Slot;
use crate::text::{TextRange, is_word_char};

/// Maximum length of a typed name, in characters.
const LONGEST: usize = 60;

/// How many letters of a word of running text are typed before names are offered.
pub(in crate::syntax) const SHORTEST: usize = 2;

/// The completion slot at an offset.
pub(in crate::syntax) fn slot<'a>(text: &'a str, article: &Article, offset: u32) -> Slot<'a> {
    if is_code(text, article, offset) {
        return Slot::Nothing;
    }
    marked(text, article, offset).or_else(|| word(text, article, offset, SHORTEST)).unwrap_or(Slot::Nothing)
}

/// The slot after the mark of a comment, of front matter or of a link.
pub(in crate::syntax) fn marked<'a>(text: &'a str, article: &Article, offset: u32) -> Option<Slot<'a>> {
    let line = Line::at(text, offset);
    if let Some(slot) = directive(&line) {
        return Some(slot);
    }
    let read = article.metadata.range.is_some_and(|front| front.start < offset && offset + 3 < front.end);
    if read || begins_front_matter(text, line.start) {
        return Some(front_matter(&line));
    }
    inline_destination(&line).or_else(|| definition(&line)).or_else(|| label(&line)).or_else(|| bracket(&line, article))
}

/// The line of a cursor, split at the cursor.
struct Line<'a> {
    /// Offset of the line.
    start: usize,
    offset: u32,
    before: &'a str,
    after: &'a str,
}

impl<'a> Line<'a> {
    fn at(text: &'a str, offset: u32) -> Self {
        let (before, after) = text.split_at(offset as usize);
        let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let after = after.split(['\n', '\r']).next().unwrap_or("");
        Self { start, offset, before: &before[start..], after }
    }

    /// The typed range, extended by a number of bytes after the cursor.
    fn replace(&self, typed: &str, after: usize) -> TextRange {
        TextRange::new(self.offset - typed.len() as u32, self.offset + after as u32)
    }
}

/// The slot in a directive: `<!-- copydesk:ignore weekd`, `<?copydesk ignore weekd`.
pub(in crate::syntax) fn in_directive(text: &str, offset: u32) -> Option<Slot<'_>> {
    directive(&Line::at(text, offset))
}

/// First verbs, then rules.
fn directive<'a>(line: &Line<'a>) -> Option<Slot<'a>> {
    let instruction = line.before.rfind("<?copydesk ").map(|open| &line.before[open + "<?copydesk ".len()..]);
    let comment = || line.before[line.before.rfind("<!--")? + 4..].trim_start().strip_prefix("copydesk:");
    let inside = instruction.or_else(comment)?;
    if inside.contains("-->") || inside.contains("?>") || inside.contains(" -- ") {
        return None;
    }
    // The rest of the word is also replaced.
    let word = line.after.find(|c: char| !(c.is_alphanumeric() || c == '-')).unwrap_or(line.after.len());
    let word = line.after[..word].trim_end_matches('-').len();
    let Some((_, rest)) = inside.split_once(char::is_whitespace) else {
        return Some(Slot::Verb { typed: inside, replace: line.replace(inside, word) });
    };
    let typed = rest.rsplit(|c: char| c.is_whitespace() || c == ',').next().unwrap_or("");
    Some(Slot::Rule { typed, replace: line.replace(typed, word) })
}

/// Whether a line is between two fences at the start of a text. Without a key, this is not parsed as front matter yet.
fn begins_front_matter(text: &str, line: usize) -> bool {
    let mut lines = text.trim_start_matches('\u{FEFF}').lines();
    let fence = |line: &str| line.trim_end() == "---";
    lines.next().is_some_and(fence)
        && line >= 4
        && !text[..line].lines().skip(1).any(fence)
        && text[line..].lines().take(40).any(fence)
        && text[..line].lines().skip(1).all(|line| line.trim().is_empty())
}

/// A key at the start of a line, or a value after a key.
fn front_matter<'a>(line: &Line<'a>) -> Slot<'a> {
    let (before, after) = (line.before, line.after);
    // For a key, the text between it and its value is also replaced.
    let word = after.find(|c: char| !(c.is_alphanumeric() || c == '-')).unwrap_or(after.len());
    let rest = match after[word..].trim_start().strip_prefix(':') {
        Some(value) if !before.contains(':') => after.len() - value.trim_start().len(),
        _ => word,
    };
    let Some((key, value)) = before.split_once(':') else {
        let typed = before.trim_start();
        if typed.len() < before.len() || typed.starts_with('-') {
            return Slot::Nothing;
        }
        return Slot::MetadataKey { typed, replace: line.replace(typed, rest), separator: ": " };
    };
    let typed = value.rsplit([' ', '[', ',', '"']).next().unwrap_or("");
    match Key::from_name(key.trim()) {
        Some(
            Key::About | Key::Mentions | Key::Author | Key::Publisher | Key::SourceOrganization | Key::LocationCreated,
        ) => target(line, typed, "", 0, Closed::BySpace),
        Some(key) => Slot::MetadataValue { key, typed, replace: line.replace(typed, rest) },
        None => Slot::Nothing,
    }
}

/// After `](`: schemes and whole targets, ids after a scheme, values after `date:`.
fn inline_destination<'a>(line: &Line<'a>) -> Option<Slot<'a>> {
    let before = line.before;
    let open = before.rfind("](")?;
    let typed = &before[open + 2..];
    if typed.contains([')', ' ', '"']) {
        return None;
    }
    let bracket = before[..open].rfind('[');
    // The destination of an image is a file.
    if bracket.is_some_and(|at| is_image(&before[..at])) {
        return Some(Slot::Nothing);
    }
    let words = bracket.map_or("", |at| &before[at + 1..open]);
    let at = line.offset.saturating_sub((typed.len() + words.len() + 2) as u32);
    Some(target(line, typed, words, at, Closed::ByBracket))
}

/// After `][`: the labels of the cast list.
fn label<'a>(line: &Line<'a>) -> Option<Slot<'a>> {
    let open = line.before.rfind("][")?;
    let typed = &line.before[open + 2..];
    if typed.contains([']', '(', ')']) || line.before[..open].ends_with('\\') {
        return None;
    }
    let words = line.before[..open].rfind('[').map_or("", |at| &line.before[at + 1..open]);
    let closed = line.after.find([']', '[', '(']).filter(|at| line.after[*at..].starts_with(']'));
    let replace = line.replace(typed, closed.unwrap_or(0));
    Some(Slot::Label { typed, words, replace, close: if closed.is_some() { "" } else { "]" } })
}

/// After `]: ` of a definition.
fn definition<'a>(line: &Line<'a>) -> Option<Slot<'a>> {
    let (label, typed) = line.before.strip_prefix('[')?.split_once("]:")?;
    let typed = typed.trim_start();
    let at = line.start as u32 + 1;
    (!typed.contains(' ')).then(|| target(line, typed, label, at, Closed::BySpace))
}

/// A partly typed destination, for a link with the words at `at`.
fn target<'a>(line: &Line<'a>, typed: &'a str, words: &'a str, at: u32, closed: Closed) -> Slot<'a> {
    let rest = after_id(line.after, closed);
    if let Some(value) = typed.strip_prefix("date:") {
        return Slot::DateValue { words, at, replace: line.replace(value, rest) };
    }
    if let Some((scheme, id)) = typed.split_once(':') {
        if !SCHEMES.contains(&scheme) {
            return Slot::Nothing;
        }
        return Slot::Id { scheme, typed: id, words, replace: line.replace(id, rest), lead: "" };
    }
    // The id after another scheme is kept.
    let scheme = line.after[..rest].find(':').map_or(rest, |at| at + 1);
    Slot::Target { typed, words, replace: line.replace(typed, rest), replace_scheme: line.replace(typed, scheme) }
}

/// The end of a target.
#[derive(Clone, Copy)]
enum Closed {
    /// The parenthesis of an inline link.
    ByBracket,
    /// A space or the end of the line in a definition; the end of a value in front matter.
    BySpace,
}

/// Number of bytes after the cursor that belong to the same id.
fn after_id(after: &str, closed: Closed) -> usize {
    let is_id = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':');
    let width = after.find(|c: char| !is_id(c)).unwrap_or(after.len());
    // Letters after the cursor belong to the id only if the target is closed after them; otherwise they are the next
    // word.
    let is_closed = match closed {
        Closed::ByBracket => {
            after[width..].starts_with([')', ' ']) && after[width..].trim_start().starts_with([')', '"', '\''])
        }
        Closed::BySpace => after[width..].chars().next().is_none_or(|c| c.is_whitespace() || "],}\"'>".contains(c)),
    };
    if is_closed { width } else { 0 }
}

/// After `[` or `[[`: names.
fn bracket<'a>(line: &Line<'a>, article: &Article) -> Option<Slot<'a>> {
    let open = line.before.rfind('[')?;
    let typed = &line.before[open + 1..];
    if typed.contains([']', '(', ')']) || line.before[..open].ends_with('\\') || typed.chars().count() > LONGEST {
        return None;
    }
    // Another link inside a finished link would break it. The text of an image has no links, and a footnote is not a
    // name.
    let doubled = line.before[..open].ends_with('[');
    let outer = &line.before[..open - usize::from(doubled)];
    if is_in_link(article, line.offset) || is_image(outer) || typed.starts_with('^') {
        return Some(Slot::Nothing);
    }
    let start = line.offset - typed.len() as u32 - 1 - u32::from(doubled);
    // If the brackets contain more than a name, or a link, nothing is replaced.
    let Some(width) = end_of_bracket(line.after, doubled, outer.trim().is_empty()) else { return Some(Slot::Nothing) };
    Some(Slot::Name { typed, replace: TextRange::new(start, line.offset + width), in_prose: false })
}

/// Number of bytes after a cursor in brackets that are replaced: the rest of the words, and closing brackets. `None` if
/// nothing can be inserted.
fn end_of_bracket(rest: &str, doubled: bool, begins_line: bool) -> Option<u32> {
    let word = rest.find(|c: char| !is_word_char(c)).unwrap_or(rest.len());
    let Some(end) = rest.find(['[', ']']).filter(|at| rest[*at..].starts_with(']')) else {
        return Some(word as u32);
    };
    let is_words = |c: char| is_word_char(c) || matches!(c, ' ' | '-' | '.' | '\'' | '’');
    // A distant closing bracket belongs to another opening one.
    if rest[..end].chars().count() > LONGEST {
        return Some(word as u32);
    }
    let closing = if doubled && rest[end..].starts_with("]]") { 2 } else { 1 };
    let after = &rest[end + closing..];
    let is_link = after.starts_with(['(', '[']) || (begins_line && after.starts_with(':'));
    (!is_link && rest[..end].chars().all(is_words)).then_some((end + closing) as u32)
}

/// A word of running text with at least `shortest` letters.
pub(in crate::syntax) fn word<'a>(text: &'a str, article: &Article, offset: u32, shortest: usize) -> Option<Slot<'a>> {
    let line = Line::at(text, offset);
    let last = line.before.char_indices().rfind(|(_, c)| !is_word_char(*c));
    let typed = &line.before[last.map_or(0, |(at, c)| at + c.len_utf8())..];
    let inside = article.blocks.iter().any(|block| block.is_body() && block.range.touches(offset));
    if typed.chars().count() < shortest || !inside || is_in_link(article, offset) {
        return None;
    }
    let rest = line.after.find(|c: char| !is_word_char(c)).unwrap_or(line.after.len());
    Some(Slot::Name { typed, replace: line.replace(typed, rest), in_prose: true })
}

fn is_in_link(article: &Article, offset: u32) -> bool {
    article.mention_at(offset).is_some() || article.date_mark_at(offset).is_some()
}

/// Whether an offset is in code. The marks of code are searched in the text, because text that is being typed can be
/// outside of any block.
fn is_code(text: &str, article: &Article, offset: u32) -> bool {
    let body = article.metadata.range.map_or(0, |front| front.end.min(offset) as usize);
    let line = text[..offset as usize].rfind(['\n', '\r']).map_or(0, |at| at + 1).max(body);
    let before = &text[line..offset as usize];
    // A space at the end of a block is not part of it.
    let typed = (line + before.trim_end().len()) as u32;
    let block = article.blocks.iter().find(|block| block.range.touches(offset) || block.range.touches(typed));
    match block {
        Some(block) if !article.in_front_matter(block) => {
            is_in_span(block.range.slice(text), (offset.min(block.range.end) - block.range.start) as usize)
        }
        _ => is_in_fence(&text[body..line]) || before.starts_with("    ") || before.starts_with('\t'),
    }
}

/// Whether an offset of a paragraph is between backticks.
fn is_in_span(text: &str, offset: usize) -> bool {
    let bytes = text.as_bytes();
    let run = |at: usize| bytes[at..].iter().take_while(|byte| **byte == b'`').count();
    let mut at = 0;
    while at < offset {
        match bytes[at] {
            // A backslash escapes a backtick, except inside code.
            b'\\' => at += 2,
            b'`' => {
                let width = run(at);
                let begin = at + width;
                let mut end = begin;
                while end < bytes.len() && !(bytes[end] == b'`' && run(end) == width) {
                    end += run(end).max(1);
                }
                if end >= bytes.len() {
                    // Unclosed backticks are text.
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

/// Whether a fence is open after some lines.
fn is_in_fence(above: &str) -> bool {
    let mut open: Option<(char, usize)> = None;
    for line in above.lines() {
        // A fence can be inside a list or a quotation.
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

/// Whether a bracket starts an image.
fn is_image(before: &str) -> bool {
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
