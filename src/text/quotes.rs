//! Quotation marks: their directions and pairs.

use super::is_invisible;

/// A family of marks that pair only with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuoteFamily {
    /// `«` and `»`.
    Guillemets,
    /// `“`, `”` and `„`.
    Curly,
    /// `"`.
    Straight,
}

impl QuoteFamily {
    /// All families.
    pub const ALL: [Self; 3] = [Self::Guillemets, Self::Curly, Self::Straight];
}

/// The function of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Opens a quotation.
    Open,
    /// Closes a quotation.
    Close,
    /// Can do either.
    Either,
}

/// One quotation mark.
#[derive(Debug, Clone, Copy)]
pub struct QuoteMark {
    /// Offset in bytes.
    pub at: usize,
    pub c: char,
    pub family: QuoteFamily,
    /// The function that its context suggests: an opening mark touches the next word, a closing one the previous word.
    pub place: Side,
    /// Whether the previous text is empty or ends a sentence.
    pub starts_sentence: bool,
    /// Whether only spaces precede it.
    pub starts_text: bool,
    /// Whether a digit precedes it, so that it can mean inches.
    pub after_digit: bool,
    /// Whether it touches no word, as an arrow does.
    pub is_alone: bool,
}

/// The pairs of marks in a family.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Paired {
    /// Pairs of indexes of marks.
    pub pairs: Vec<(usize, usize)>,
    /// Marks of quotations that are never closed.
    pub opening: Vec<usize>,
    /// Closing marks without an opening one.
    pub closing: Vec<usize>,
}

/// Finds the quotation marks of a text.
pub fn quote_marks(text: &str) -> Vec<QuoteMark> {
    // Every mark contains one of these bytes, which most texts do not.
    if memchr::memchr3(0xC2, 0xE2, b'"', text.as_bytes()).is_none() {
        return Vec::new();
    }
    let family = |c: char| match c {
        '«' | '»' => Some(QuoteFamily::Guillemets),
        '“' | '”' | '„' | '″' => Some(QuoteFamily::Curly),
        '"' => Some(QuoteFamily::Straight),
        _ => None,
    };
    let found = text.char_indices().filter_map(|(at, c)| Some((at, c, family(c)?)));
    found.filter_map(|(at, c, family)| mark(text, at, c, family)).collect()
}

fn mark(text: &str, at: usize, c: char, family: QuoteFamily) -> Option<QuoteMark> {
    let head = text[..at].trim_end_matches(is_invisible);
    let before = head.chars().next_back();
    let after = text[at + c.len_utf8()..].chars().find(|c| !is_invisible(*c));
    let after_digit = before.is_some_and(|c| c.is_ascii_digit());
    // A double prime closes a quotation if a program replaced the mark after a digit. It never opens one.
    if c == '″' && !after_digit {
        return None;
    }
    let opens = after.is_some_and(|c| !c.is_whitespace() && !is_closing(c));
    let closes =
        before.is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '[' | '{' | '¿' | '¡' | ':' | '\'' | '’'));
    let place = match (opens, closes) {
        (true, false) => Side::Open,
        (false, true) => Side::Close,
        _ => Side::Either,
    };
    let head = head.trim_end();
    let starts_sentence = head.is_empty() || head.ends_with(['.', '!', '?', '؟', '…', ':', '”', '"', '»']);
    let is_alone = before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_whitespace);
    Some(QuoteMark { at, c, family, place, starts_sentence, starts_text: head.is_empty(), after_digit, is_alone })
}

fn is_closing(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '،' | '؛' | '؟' | '»' | '”' | '’' | '…')
}

/// Whether a family is used in reverse: `»so«` as in German, `”so“` as in Arabic. The positions of the marks decide.
pub fn is_reversed<'a>(marks: impl Iterator<Item = &'a QuoteMark>, family: QuoteFamily) -> bool {
    reversal(marks, family) > 1
}

/// How much the positions of marks speak for a family being used in reverse; more than 1 is enough for an article.
pub fn reversal<'a>(marks: impl Iterator<Item = &'a QuoteMark>, family: QuoteFamily) -> i32 {
    let mut votes = 0;
    for mark in marks.filter(|mark| mark.family == family) {
        let by_character = match mark.c {
            '«' | '“' => Side::Open,
            '»' | '”' => Side::Close,
            _ => continue,
        };
        match (mark.place, by_character) {
            (Side::Either, _) => {}
            (place, side) if place == side => votes -= 1,
            _ => votes += 1,
        }
    }
    votes
}

/// Pairs the marks of one family. If the characters alone pair all marks, these pairs are used; otherwise the position
/// of each mark takes precedence.
pub fn pair_quotes(marks: &[QuoteMark], reversed: bool) -> Paired {
    let plain = pair(marks, reversed, false);
    if plain.opening.is_empty() && plain.closing.is_empty() {
        return plain;
    }
    pair(marks, reversed, true)
}

/// Whether the first unpaired mark of a family closes a quotation of an earlier text, and all others are paired.
pub fn closes_earlier(marks: &[QuoteMark], reversed: bool) -> Option<Paired> {
    let mut inside = marks.to_vec();
    let opening = QuoteMark { at: 0, place: Side::Open, after_digit: false, is_alone: false, ..*marks.first()? };
    inside.insert(0, opening);
    let paired = pair(&inside, reversed, true);
    let closed =
        paired.opening.is_empty() && paired.closing.is_empty() && paired.pairs.iter().any(|(open, _)| *open == 0);
    let own =
        paired.pairs.into_iter().filter(|(open, _)| *open > 0).map(|(open, close)| (open - 1, close - 1)).collect();
    closed.then(|| Paired { pairs: own, ..Paired::default() })
}

fn pair(marks: &[QuoteMark], reversed: bool, by_place: bool) -> Paired {
    let mut paired = Paired::default();
    let mut open: Vec<usize> = Vec::new();
    let mut closed_after_digit = false;
    for (index, mark) in marks.iter().enumerate() {
        let by_character = side(mark, reversed, open.last().map(|at| &marks[*at]));
        match if by_place && mark.place != Side::Either { mark.place } else { by_character } {
            // The paragraphs of a quotation start with an opening mark each, also if a page has joined them.
            Side::Open if by_place && mark.starts_sentence && !open.is_empty() => {}
            Side::Open => {
                // Straight marks do not nest, so the previous mark is the unclosed one.
                if mark.family == QuoteFamily::Straight {
                    paired.opening.extend(open.pop());
                }
                open.push(index);
            }
            _ => match open.pop() {
                Some(start) => {
                    closed_after_digit |= mark.after_digit;
                    paired.pairs.push((start, index));
                }
                None if mark.after_digit || (mark.is_alone && by_place) => {}
                // The previous mark after a number meant inches, and this one closes the quotation.
                None if closed_after_digit => closed_after_digit = false,
                None if by_place && mark.place == Side::Either => open.push(index),
                None => paired.closing.push(index),
            },
        }
    }
    // A mark that could open or close and has nothing after it closes, judging by its character.
    for index in open {
        match marks[index] {
            mark if mark.is_alone && by_place => {}
            mark if mark.place == Side::Either && side(&mark, reversed, None) == Side::Close => {
                paired.closing.push(index);
            }
            _ => paired.opening.push(index),
        }
    }
    paired.opening.sort_unstable();
    paired.closing.sort_unstable();
    paired
}

/// The function of a mark by its character, given the open marks.
fn side(mark: &QuoteMark, reversed: bool, open: Option<&QuoteMark>) -> Side {
    match mark.c {
        '„' => Side::Open,
        // German and Polish close with the mark that English opens with.
        '“' | '”' if open.is_some_and(|open| open.c == '„') => Side::Close,
        '«' | '“' if !reversed => Side::Open,
        '»' | '”' if reversed => Side::Open,
        '"' if open.is_none() && !mark.after_digit => Side::Open,
        _ => Side::Close,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The unpaired marks of a text, with `<` for opening and `>` for closing ones.
    fn unpaired(text: &str) -> String {
        let marks = quote_marks(text);
        let mut out = Vec::new();
        for family in QuoteFamily::ALL {
            let own: Vec<QuoteMark> = marks.iter().filter(|mark| mark.family == family).copied().collect();
            let paired = pair_quotes(&own, is_reversed(own.iter(), family));
            out.extend(paired.opening.iter().map(|at| (own[*at].at, '<')));
            out.extend(paired.closing.iter().map(|at| (own[*at].at, '>')));
        }
        out.sort_unstable();
        let shown =
            out.into_iter().map(|(at, side)| format!("{side}{}", &text[at..].chars().take(5).collect::<String>()));
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pairs_of_every_language() {
        for text in [
            "He said “yes”, «no», \"perhaps\" and “never, “ever””.",
            "Er sprach vom »alten Kai« und ging; „Ja“, sagte sie, ”nein”.",
            "قال إن ”الميناء مغلق“ أمس، و”الرصيف“ مفتوح.",
            "وقال لـ”صوت المرسى” إن العمل بدأ.",
            "قالت لـ«صوت المرسى» إن «العمل» بدأ.",
            "« Le quai », dit-elle, « est vieux ».",
            "The “12” pipe” and the \"40\" plate\" of 5\" and 6″ are “Quay 2″.",
            "\"It is old. \"It must go.\"",
            "Read more »",
        ] {
            assert_eq!(unpaired(text), "", "{text}");
        }
    }

    #[test]
    fn the_mark_without_a_partner_is_found() {
        assert_eq!(unpaired("The \"quay\", the \"pier is new, the \"dock\"."), "<\"pier");
        assert_eq!(unpaired("He said: “The works begin."), "<“The ");
        assert_eq!(unpaired("وقالت: ستعلن الكلفة لاحقاً»."), ">».");
        assert_eq!(unpaired("The \"quay\" is old\" today."), ">\" tod");
        assert_eq!(unpaired("Er sprach vom »alten Kai und vom »neuen« Kai."), "<»alte");
    }
}
