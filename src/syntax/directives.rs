//! Directives in comments: `<!-- copydesk:ignore weekday-mismatch -- as printed -->`. In XML, where a comment cannot have two
//! hyphens, they can be processing instructions: `<?copydesk ignore weekday-mismatch -- as printed?>`.

use crate::article::{Block, Directive, Verb};
use crate::text::TextRange;

/// Parses the directives in the comments of an article.
pub(in crate::syntax) fn read(text: &str, comments: &[TextRange], blocks: &[Block]) -> Vec<Directive> {
    let mut directives: Vec<Directive> =
        comments.iter().flat_map(|range| in_html(text, *range)).filter_map(|range| parse(text, range)).collect();
    directives.sort_by_key(|directive| directive.range.start);
    directives.dedup_by_key(|directive| directive.range);
    set_scopes(text, &mut directives, blocks);
    directives
}

/// Sets the range of each directive, from the last directive to the first, because each depends on the following ones.
pub(in crate::syntax) fn set_scopes(text: &str, directives: &mut [Directive], blocks: &[Block]) {
    let mut starts: Vec<TextRange> = blocks.iter().map(|block| block.range).collect();
    starts.sort_by_key(|range| range.start);
    let all = text.len() as u32;
    let mut end_of_ignore = all;
    let mut line = TextRange::empty(all);
    for directive in directives.iter_mut().rev() {
        let range = directive.range;
        directive.scope = match directive.verb {
            None => TextRange::empty(range.start),
            Some(Verb::IgnoreEnd) => {
                end_of_ignore = range.start;
                TextRange::empty(range.start)
            }
            Some(Verb::IgnoreFile) => TextRange::new(0, all),
            Some(Verb::IgnoreStart) => TextRange::new(range.end, end_of_ignore),
            Some(Verb::IgnoreNext) => {
                let next = starts.get(starts.partition_point(|block| block.start < range.end));
                next.copied().unwrap_or(TextRange::empty(range.end))
            }
            Some(Verb::Ignore) => {
                // Several directives on one line share it.
                if !line.contains_range(range) {
                    line = line_around(text, range);
                }
                line
            }
        };
    }
}

/// The comments in a piece of HTML.
fn in_html(text: &str, range: TextRange) -> Vec<TextRange> {
    let source = range.slice(text);
    if source.starts_with("<?") {
        return vec![range];
    }
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
    let source = range.slice(text);
    let (start, after) = if let Some(body) = source.strip_prefix("<?copydesk") {
        let body = body.strip_suffix("?>").unwrap_or(body);
        (range.start + "<?copydesk".len() as u32, body.strip_prefix(char::is_whitespace).map(|_| body)?)
    } else {
        let body = source.strip_prefix("<!--")?;
        let body = body.strip_suffix("-->").unwrap_or(body);
        let after = body.trim_start().strip_prefix("copydesk:")?;
        (range.start + 4 + (body.len() - body.trim_start().len() + "copydesk:".len()) as u32, after)
    };
    let (order, reason) = match after.split_once("--") {
        Some((order, reason)) => (order, Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty())),
        None => (after, None),
    };
    let mut words = words(order, start);
    let (verb, verb_range) = if words.is_empty() { (String::new(), TextRange::empty(start)) } else { words.remove(0) };
    let known = Verb::ALL.iter().find(|(name, _)| *name == verb).map(|(_, verb)| *verb);
    Some(Directive { range, verb: known, verb_range, rules: words, reason, scope: range })
}

/// The words of a directive with their ranges, separated by commas or white space.
fn words(text: &str, start: u32) -> Vec<(String, TextRange)> {
    let mut found = Vec::new();
    let mut begin = None;
    let ends = text.char_indices().chain([(text.len(), ',')]);
    for (at, c) in ends {
        let separates = c.is_whitespace() || c == ',';
        match begin {
            None if !separates => begin = Some(at),
            Some(from) if separates => {
                found.push((text[from..at].to_owned(), TextRange::from(from..at).shift(start)));
                begin = None;
            }
            _ => {}
        }
    }
    found
}

/// The line of a range.
fn line_around(text: &str, range: TextRange) -> TextRange {
    let start = text[..range.start as usize].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = text[range.end as usize..].find(['\n', '\r']).map_or(text.len(), |at| range.end as usize + at);
    TextRange::from(start..end)
}
