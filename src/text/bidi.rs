//! Right-to-left words in lines of either direction.

/// Whether a character is written from right to left.
pub fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// The direction of a line or paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Direction {
    /// Parses the value of `dir` in HTML. `None` for `auto` and other values.
    pub fn from_attribute(value: &str) -> Option<Self> {
        match value.trim() {
            value if value.eq_ignore_ascii_case("rtl") => Some(Self::RightToLeft),
            value if value.eq_ignore_ascii_case("ltr") => Some(Self::LeftToRight),
            _ => None,
        }
    }
}

/// Whether the first letter of a text is right-to-left, which sets the direction of its line.
pub fn begins_right_to_left(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_some_and(is_right_to_left)
}

/// Puts the right-to-left words of a message into isolates (U+2068, U+2069), so that they do not reorder the text
/// around them: each quotation as a whole, with its digits and signs; other words as one run; and a right-to-left line
/// as a whole. A message without such words is returned unchanged.
pub fn isolate_quotations(message: &str) -> String {
    if !message.chars().any(is_right_to_left) {
        return message.to_owned();
    }
    let lines: Vec<String> = message.split('\n').map(isolated).collect();
    lines.join("\n")
}

fn isolated(line: &str) -> String {
    let parts = parts(line);
    let between = || parts.iter().filter(|(_, quoted)| !quoted).flat_map(|(part, _)| part.chars());
    // A line in a right-to-left language is one isolate, with all its quotations.
    if between().any(is_right_to_left) && !between().any(|c| c.is_alphabetic() && !is_right_to_left(c)) {
        return format!("{OPEN}{}{CLOSE}", wrap_numbers(line, "\u{2066}", CLOSE));
    }
    let mut out = String::with_capacity(line.len() + 16);
    for (part, quoted) in parts {
        if quoted && part.chars().any(is_right_to_left) {
            out.extend([OPEN, part, CLOSE]);
        } else {
            isolate_words(part, &mut out);
        }
    }
    out
}

/// The marks around an isolate: FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
const OPEN: &str = "\u{2068}";
const CLOSE: &str = "\u{2069}";

/// The opening and closing mark of a quotation.
const MARKS: [(char, char); 3] = [('`', '`'), ('“', '”'), ('«', '»')];

/// Splits a line into quotations and the text between them, which includes the marks. An unpaired mark does not start a
/// quotation.
fn parts(line: &str) -> Vec<(&str, bool)> {
    let mut out = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(c) = line[at..].chars().next() {
        at += c.len_utf8();
        let Some((_, close)) = MARKS.iter().find(|(open, _)| *open == c) else { continue };
        let Some(length) = line[at..].find(*close).filter(|length| *length > 0) else { continue };
        out.push((&line[from..at], false));
        out.push((&line[at..at + length], true));
        (from, at) = (at + length, at + length + close.len_utf8());
    }
    out.push((&line[from..], false));
    out
}

/// Isolates each run of right-to-left words, from its first such letter to its last.
fn isolate_words(part: &str, out: &mut String) {
    let mut rest = part;
    while let Some(start) = rest.find(is_right_to_left) {
        let stop =
            rest[start..].find(|c: char| c.is_alphabetic() && !is_right_to_left(c)).map_or(rest.len(), |at| start + at);
        let last = rest[start..stop].rfind(|c: char| is_right_to_left(c)).map_or(start, |at| start + at);
        let end = last + rest[last..].chars().next().map_or(0, char::len_utf8);
        out.extend([&rest[..start], OPEN, &rest[start..end], CLOSE]);
        rest = &rest[end..];
    }
    out.push_str(rest);
}

/// A message with each right-to-left quotation put between two marks.
pub fn wrap_quotations(message: &str, open: &str, close: &str) -> String {
    let wrapped = |(part, quoted): (&str, bool)| {
        if quoted && part.chars().any(is_right_to_left) { [open, part, close].concat() } else { part.to_owned() }
    };
    parts(message).into_iter().map(wrapped).collect()
}

/// A right-to-left text with each number that has hyphens put between two marks: without them, 2024-06-05 is displayed as
/// 05-06-2024.
pub fn wrap_numbers(text: &str, open: &str, close: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let end = rest[at..].find(|c: char| !c.is_ascii_digit() && c != '-').map_or(rest.len(), |end| at + end);
        let number = rest[at..end].trim_end_matches('-');
        out.push_str(&rest[..at]);
        if number.contains('-') {
            out.extend([open, number, close]);
        } else {
            out.push_str(number);
        }
        rest = &rest[at + number.len()..];
    }
    out.push_str(rest);
    out
}

/// A message without the content of its quotations.
pub fn without_quotations(message: &str) -> String {
    parts(message).into_iter().filter(|(_, quoted)| !quoted).map(|(part, _)| part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_isolated() {
        assert_eq!(isolate_quotations("`حداد` is no name"), "`\u{2068}حداد\u{2069}` is no name");
        assert_eq!(isolate_quotations("`Haddad` is no `حداد`"), "`Haddad` is no `\u{2068}حداد\u{2069}`");
        assert_eq!(isolate_quotations("words: “5 يونيو” → …"), "words: “\u{2068}5 يونيو\u{2069}” → …");
        assert_eq!(isolate_quotations("`“` opens, `«حداد` too"), "`“` opens, `\u{2068}«حداد\u{2069}` too");
        assert_eq!(isolate_quotations("words: “11 يوليو”"), "words: “\u{2068}11 يوليو\u{2069}”");
        assert_eq!(isolate_quotations("`A` is «B»"), "`A` is «B»");
    }

    #[test]
    fn dates_in_a_right_to_left_line_keep_their_order() {
        assert_eq!(
            isolate_quotations("`أمس` يعني 2024-02-11 لا 2024-02-12."),
            "\u{2068}`أمس` يعني \u{2066}2024-02-11\u{2069} لا \u{2066}2024-02-12\u{2069}.\u{2069}"
        );
        assert_eq!(wrap_numbers("في 18 مارس 2024- و5", "[", "]"), "في 18 مارس 2024- و5");
        assert_eq!(wrap_numbers("من 2024-02 إلى 2024-06-", "[", "]"), "من [2024-02] إلى [2024-06]-");
    }

    #[test]
    fn words_without_marks_and_whole_lines_are_isolated() {
        let held = isolate_quotations("سميرة ناصر, وزيرة الموانئ, held it in 2023");
        assert_eq!(held, "\u{2068}سميرة ناصر, وزيرة الموانئ\u{2069}, held it in 2023");
        assert_eq!(isolate_quotations("`حداد is no name"), "`\u{2068}حداد\u{2069} is no name");
        // Each line has its own direction; a line in Arabic is isolated as a whole.
        let two = isolate_quotations("words: “أمس” → a day\nالعبارة «أمس» → يوم `2024`.");
        assert_eq!(two, "words: “\u{2068}أمس\u{2069}” → a day\n\u{2068}العبارة «أمس» → يوم `2024`.\u{2069}");
    }

    #[test]
    fn unpaired_marks_are_handled() {
        for message in ["“", "`أ", "”أ“", "«أ» «", "``أ``", "أ`ب`", "“”أ"] {
            let shown = isolate_quotations(message);
            assert_eq!(shown.replace(['\u{2068}', '\u{2069}'], ""), message);
            assert_eq!(shown.matches('\u{2068}').count(), shown.matches('\u{2069}').count(), "{shown}");
        }
    }
}
