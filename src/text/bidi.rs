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

/// A message with each right-to-left quotation between backticks in isolates (U+2068, U+2069), so that its words do not
/// reorder what stands around them.
pub fn isolate_quotations(message: &str) -> String {
    wrap_quotations(message, "\u{2068}", "\u{2069}")
}

/// A message with each right-to-left quotation between backticks put between two marks. A message without such words,
/// or with a backtick that has no partner, is returned as it is.
pub fn wrap_quotations(message: &str, open: &str, close: &str) -> String {
    let paired = message.matches('`').count().is_multiple_of(2);
    if !paired || !message.chars().any(is_right_to_left) {
        return message.to_owned();
    }
    let mut out = String::with_capacity(message.len() + 16);
    for (at, part) in message.split('`').enumerate() {
        if at > 0 {
            out.push('`');
        }
        if at % 2 == 1 && part.chars().any(is_right_to_left) {
            out.extend([open, part, close]);
        } else {
            out.push_str(part);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_keep_to_themselves() {
        assert_eq!(isolate_quotations("`حداد` is no name"), "`\u{2068}حداد\u{2069}` is no name");
        assert_eq!(isolate_quotations("`Haddad` is no `حداد`"), "`Haddad` is no `\u{2068}حداد\u{2069}`");
        assert_eq!(isolate_quotations("`حداد is no name"), "`حداد is no name");
    }
}
