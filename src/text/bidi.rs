//! Right-to-left words inside lines of either direction.

/// Whether a character is written from right to left.
pub fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// Whether the first letter of a text is written from right to left, which sets the direction of its line.
pub fn begins_right_to_left(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_some_and(is_right_to_left)
}

/// A message with each right-to-left quotation in isolates (U+2068, U+2069), so that its words do not reorder what stands
/// around them.
pub fn isolate_quotations(message: &str) -> String {
    wrap_quotations(message, "\u{2068}", "\u{2069}")
}

/// A message with each right-to-left quotation, between backticks or curly quotation marks, put between two marks. A
/// quotation that is not closed is left as it is.
pub fn wrap_quotations(message: &str, open: &str, close: &str) -> String {
    if !message.chars().any(is_right_to_left) {
        return message.to_owned();
    }
    with_quotations(message, |out, words| {
        if words.chars().any(is_right_to_left) {
            out.extend([open, words, close]);
        } else {
            out.push_str(words);
        }
    })
}

/// A message in its own words: nothing is left between its quotation marks.
pub fn without_quotations(message: &str) -> String {
    with_quotations(message, |_, _| {})
}

/// A message of which `write` writes the quotations.
fn with_quotations(message: &str, write: impl Fn(&mut String, &str)) -> String {
    let mut out = String::with_capacity(message.len() + 16);
    let mut rest = message;
    while let Some(begin) = rest.find(['`', '“']) {
        let (mark, end) = if rest[begin..].starts_with('`') { ('`', '`') } else { ('“', '”') };
        let (before, words) = rest.split_at(begin + mark.len_utf8());
        let Some(length) = words.find(end) else { break };
        out.push_str(before);
        write(&mut out, &words[..length]);
        out.push(end);
        rest = &words[length + end.len_utf8()..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_keep_to_themselves() {
        assert_eq!(isolate_quotations("`حداد` is no name"), "`\u{2068}حداد\u{2069}` is no name");
        assert_eq!(isolate_quotations("`Haddad` is no `حداد`"), "`Haddad` is no `\u{2068}حداد\u{2069}`");
        assert_eq!(isolate_quotations("`حداد is no name"), "`حداد is no name");
        assert_eq!(isolate_quotations("the words are “5 يونيو” → …"), "the words are “\u{2068}5 يونيو\u{2069}” → …");
        assert_eq!(isolate_quotations("`“` opens, `«حداد` too"), "`“` opens, `\u{2068}«حداد\u{2069}` too");
    }
}
