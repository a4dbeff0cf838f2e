//! The numbers of a text, in digits and in words, by value: `120 million`, `120 مليون`, `١٢٠ مليون` and `120,000,000` are
//! equal.
//!
//! A number in digits is *certain* if its value can be read in one way only. Everything that a text may state, with the
//! numbers in words and the parts of longer ones, is *possible*: a twin has a number if it is possible there.

mod words;

use crate::language::Language;
use crate::text::{Fold, ProseRange, fold, is_combining, is_invisible, is_word_char};
use words::{LABELS, MEASURES, Part, ROUNDED, is_among, parts};

/// The numbers of one text.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    pub(super) certain: Vec<(Amount, ProseRange)>,
    pub(super) possible: Vec<Amount>,
}

/// The value of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    pub value: f64,
    /// Whether the words next to it say that it is rounded: about, nearly, نحو.
    pub is_approximate: bool,
}

impl Amount {
    /// Whether two articles can mean one number: the values are equal, or one is the other rounded.
    pub fn agrees(self, other: Self) -> bool {
        let (one, two) = (self.value, other.value);
        let distance = (one - two).abs();
        if distance <= 1e-9 * one.abs().max(two.abs()) {
            return true;
        }
        if (self.is_approximate || other.is_approximate) && distance <= 0.1 * one.max(two) {
            return true;
        }
        let (coarse, fine) = if precision(one) <= precision(two) { (one, two) } else { (two, one) };
        let digits = precision(coarse);
        digits >= 2 && is_rounded(fine, coarse, digits)
    }

    /// A key that is equal for equal values.
    pub fn key(self) -> String {
        format!("{:.9e}", self.value)
    }
}

/// The number of significant digits.
fn precision(value: f64) -> i32 {
    let written = format!("{value:e}");
    let digits = written.split('e').next().unwrap_or("").chars().filter(char::is_ascii_digit).count();
    i32::try_from(digits).unwrap_or(i32::MAX)
}

/// Whether `coarse` is `fine` rounded, or cut off, to a number of digits.
fn is_rounded(fine: f64, coarse: f64, digits: i32) -> bool {
    let unit = 10f64.powf(fine.log10().floor() + 1.0 - f64::from(digits));
    let near = |value: f64| (value * unit - coarse).abs() <= 1e-9 * coarse;
    near((fine / unit).round()) || near((fine / unit).floor())
}

/// Whether the numbers of a language can be read, also in words.
pub(super) fn is_readable(language: Language) -> bool {
    matches!(language, Language::Arabic | Language::English)
}

/// Reads the numbers of a text.
pub(super) fn numbers(prose: &str, language: Language) -> Numbers {
    let tokens = tokens(prose);
    let items = items(&tokens, language);
    let mut found = Numbers::default();
    let mut start = 0;
    while start < items.len() {
        let mut end = start + 1;
        while end < items.len() && end - start < LONGEST && continues(&tokens, &items, start, end) {
            end += 1;
        }
        let chain = &items[start..end];
        let is_approximate = is_approximate(prose, &tokens, chain);
        let values = (0..chain.len()).flat_map(|from| (from + 1..=chain.len()).map(move |to| (from, to)));
        for (from, to) in values {
            let value = value_of(&chain[from..to]);
            found.possible.push(Amount { value, is_approximate });
        }
        let others = chain.iter().filter_map(|item| item.other);
        found.possible.extend(others.map(|value| Amount { value, is_approximate }));
        if let Some(range) = certain_range(prose, &tokens, chain, language) {
            found.certain.push((Amount { value: value_of(chain), is_approximate }, range));
        }
        start = end;
    }
    found
}

/// The most words and digits of one number.
const LONGEST: usize = 8;

/// A part of a number and its tokens.
#[derive(Debug, Clone, Copy)]
struct Item {
    part: Part,
    /// The indexes of the first token and of the one after the last.
    tokens: (usize, usize),
    is_digits: bool,
    /// Whether the digits can be read in one way only.
    is_certain: bool,
    /// Another reading of the digits: `1.234`.
    other: Option<f64>,
    /// Whether an Arabic و is written together with it.
    is_joined: bool,
}

impl Item {
    fn of_word(part: Part, at: usize) -> Self {
        // `الفا` is one thousand in the accusative, or two.
        let other = match part {
            Part::Scale(scale) => Some(2.0 * scale),
            _ => None,
        };
        Self { part, tokens: (at, at + 1), is_digits: false, is_certain: false, other, is_joined: false }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Digits,
    Word,
    Sign(char),
}

/// The space before a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    /// A space that groups digits.
    Fixed,
    Space,
}

#[derive(Debug)]
struct Token {
    kind: Kind,
    start: usize,
    end: usize,
    gap: Gap,
    /// The loosely folded word, or the digits in ASCII.
    text: String,
}

fn tokens(prose: &str) -> Vec<Token> {
    let mut all: Vec<Token> = Vec::new();
    let mut gap = Gap::Space;
    for (at, c) in prose.char_indices() {
        let end = at + c.len_utf8();
        if c.is_whitespace() {
            let fixed = matches!(c, '\u{A0}' | '\u{202F}' | '\u{2009}');
            gap = if fixed && gap == Gap::None { Gap::Fixed } else { Gap::Space };
            continue;
        }
        if is_invisible(c) && !is_combining(c) {
            // Controls and the tatweel are between the letters of one word.
            if let Some(last) = all.last_mut().filter(|last| gap == Gap::None && last.kind == Kind::Word) {
                last.end = end;
            }
            continue;
        }
        let kind = match c {
            '0'..='9' | '\u{0660}'..='\u{0669}' | '\u{06F0}'..='\u{06F9}' => Kind::Digits,
            _ if is_word_char(c) => Kind::Word,
            _ => Kind::Sign(c),
        };
        let joins = gap == Gap::None && !matches!(kind, Kind::Sign(_));
        match all.last_mut().filter(|last| joins && last.kind == kind) {
            Some(last) => last.end = end,
            None => all.push(Token { kind, start: at, end, gap, text: String::new() }),
        }
        gap = Gap::None;
    }
    for token in &mut all {
        token.text = fold(&prose[token.start..token.end], Fold::Loose);
    }
    all
}

fn items(tokens: &[Token], language: Language) -> Vec<Item> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match tokens[at].kind {
            Kind::Digits => {
                let (item, scale) = digits(tokens, at, language);
                at = item.tokens.1;
                found.push(item);
                found.extend(scale);
            }
            Kind::Word => {
                let (parts, is_joined) = parts(&tokens[at].text, language);
                found.extend(parts.into_iter().map(|part| Item { is_joined, ..Item::of_word(part, at) }));
                at += 1;
            }
            Kind::Sign('½') => {
                found.push(Item::of_word(Part::Fraction(0.5), at));
                at += 1;
            }
            Kind::Sign(_) => at += 1,
        }
    }
    found
}

/// Reads digits with their separators, and the letters after them: `1,234.5`, `98bn`.
fn digits(tokens: &[Token], at: usize, language: Language) -> (Item, Option<Item>) {
    let glued = |at: usize| tokens.get(at).filter(|token| token.gap == Gap::None);
    let is_digits = |token: &&Token| token.kind == Kind::Digits;
    let mut groups: Vec<&str> = vec![&tokens[at].text];
    let mut signs: Vec<char> = Vec::new();
    let mut end = at + 1;
    loop {
        if let Some(next) =
            tokens.get(end).filter(is_digits).filter(|next| next.gap == Gap::Fixed && next.text.len() == 3)
        {
            signs.push(' ');
            groups.push(&next.text);
            end += 1;
            continue;
        }
        let Some(Kind::Sign(sign @ (',' | '.' | '٬' | '٫' | '\'' | '’'))) = glued(end).map(|token| token.kind)
        else {
            break;
        };
        let Some(next) = glued(end + 1).filter(is_digits) else { break };
        signs.push(sign);
        groups.push(&next.text);
        end += 2;
    }
    let (value, other, is_certain) = read_groups(&groups, &signs, language);
    let item = Item {
        part: Part::Value(value),
        tokens: (at, end),
        is_digits: true,
        is_certain,
        other,
        is_joined: before_glued(tokens, at).is_some_and(|word| word.starts_with('و')),
    };
    let suffix = glued(end).filter(|token| token.kind == Kind::Word && language == Language::English);
    let scale = suffix.and_then(|token| match token.text.as_str() {
        "k" => Some(1e3),
        "m" | "mn" => Some(1e6),
        "bn" | "b" => Some(1e9),
        "tn" => Some(1e12),
        _ => None,
    });
    match scale {
        Some(scale) => {
            // `120m` is a length unless it is money.
            let money = at > 0 && matches!(tokens[at - 1].kind, Kind::Sign('$' | '€' | '£' | '¥'));
            let is_certain =
                is_certain && (money || matches!(suffix.map(|token| token.text.as_str()), Some("bn" | "tn" | "mn")));
            let scale = Item { part: Part::Scale(scale), tokens: (end, end + 1), is_digits: false, ..item };
            (Item { is_certain, tokens: (at, end), ..item }, Some(Item { is_joined: false, ..scale }))
        }
        None => (item, None),
    }
}

/// The value of groups of digits, another reading, and whether the first one is certain.
fn read_groups(groups: &[&str], signs: &[char], language: Language) -> (f64, Option<f64>, bool) {
    let number = |whole: &[&str], part: &str| {
        let text = format!("{}.{}", whole.concat(), if part.is_empty() { "0" } else { part });
        text.parse::<f64>().unwrap_or(0.0)
    };
    let whole = number(groups, "");
    // More digits are a telephone number or a code.
    let is_short = groups.iter().map(|group| group.len()).sum::<usize>() <= 15;
    let Some((last, before)) = signs.split_last() else {
        return (whole, None, is_short && !(groups[0].len() > 1 && groups[0].starts_with('0')));
    };
    let (part, head) = groups.split_last().map_or(("", groups), |(part, head)| (*part, head));
    let decimal = number(head, part);
    let are_thousands = |groups: &[&str]| groups.iter().skip(1).all(|group| group.len() == 3) && groups[0].len() <= 3;
    let is_one_sign = |signs: &[char]| signs.windows(2).all(|pair| pair[0] == pair[1]);
    if before.is_empty() {
        return match *last {
            '٫' => (decimal, None, is_short),
            '٬' | ' ' | '\'' | '’' if part.len() == 3 => (whole, None, is_short && are_thousands(groups)),
            '.' if part.len() != 3 || language == Language::English => (decimal, None, is_short),
            '.' => (whole, Some(decimal), false),
            ',' if are_thousands(groups) => (whole, Some(decimal), is_short),
            ',' if language != Language::English && part.len() <= 2 => (decimal, None, is_short),
            _ => (decimal, Some(whole), false),
        };
    }
    if is_one_sign(signs) {
        return (whole, None, is_short && are_thousands(groups));
    }
    let is_mixed = is_one_sign(before) && !before.contains(last) && are_thousands(head);
    (decimal, None, is_short && is_mixed && matches!(last, '.' | '٫' | ','))
}

/// The folded word that is written together with a number, before it.
fn before_glued(tokens: &[Token], at: usize) -> Option<&str> {
    let word = at.checked_sub(1).map(|before| &tokens[before])?;
    (tokens[at].gap == Gap::None && word.kind == Kind::Word).then_some(word.text.as_str())
}

/// Whether an item continues the number of the items before it.
fn continues(tokens: &[Token], items: &[Item], start: usize, at: usize) -> bool {
    let (before, next) = (&items[at - 1], &items[at]);
    let between = &tokens[before.tokens.1.min(next.tokens.0)..next.tokens.0];
    let is_bare = between.iter().all(|token| matches!(token.kind, Kind::Sign('-' | '\u{2011}')));
    let has_and = next.is_joined || between.iter().any(|token| matches!(token.text.as_str(), "and" | "و"));
    let is_short = between.len() <= 3
        && between.iter().all(|token| matches!(token.text.as_str(), "and" | "و" | "of" | "a" | "an" | "-"));
    let after_scale = matches!(before.part, Part::Scale(_));
    match next.part {
        Part::Scale(_) | Part::Fraction(_) => is_bare || is_short,
        // Two numbers in digits are one only after a scale: 120 ألفاً و500.
        Part::Value(_) if next.is_digits || before.is_digits => {
            let is_less = |scale: f64| match items.get(at + 1).map(|item| item.part) {
                Some(Part::Scale(own)) if own >= 1e3 => own < scale,
                _ => true,
            };
            let last = items[start..at].iter().rev().find_map(|item| match item.part {
                Part::Scale(scale) => Some(scale),
                _ => None,
            });
            after_scale && has_and && last.is_some_and(is_less)
        }
        Part::Value(_) => is_bare || (has_and && is_short),
    }
}

/// The value of the parts of one number.
fn value_of(items: &[Item]) -> f64 {
    let (mut total, mut current, mut scale) = (0.0, 0.0, 0.0);
    let mut fraction = 0.0;
    for item in items {
        match item.part {
            Part::Value(value) => current += value,
            Part::Scale(hundred) if hundred < 1e3 => current = f64::max(current, 1.0) * hundred,
            Part::Scale(own) => {
                let count = if current == 0.0 && fraction == 0.0 { 1.0 } else { current + fraction };
                total += count * own;
                (current, fraction, scale) = (0.0, 0.0, own);
            }
            // `مليون ونصف` is half a million more.
            Part::Fraction(part) if scale > 0.0 && current == 0.0 => total += part * scale,
            Part::Fraction(part) => fraction += part,
        }
    }
    total + current + fraction
}

/// The range of a number in digits whose value is certain, with its scale.
fn certain_range(prose: &str, tokens: &[Token], chain: &[Item], language: Language) -> Option<ProseRange> {
    let (first, scale) = match chain {
        [first] => (first, None),
        [first, second] if matches!(second.part, Part::Scale(scale) if scale >= 1e3) => (first, Some(second)),
        _ => return None,
    };
    if !first.is_digits || !first.is_certain {
        return None;
    }
    // `1,234 مليار` can be a decimal.
    if scale.is_some() && first.other.is_some() && language != Language::English {
        return None;
    }
    let (start, end) = (first.tokens.0, scale.unwrap_or(first).tokens.1);
    let value = value_of(chain);
    let digits = first.tokens.1 - first.tokens.0 == 1 && scale.is_none();
    let is_year = digits && tokens[start].text.len() == 4 && (1000.0..2200.0).contains(&value);
    if value < 11.0 && value.fract() == 0.0 || is_year {
        return None;
    }
    let before = start.checked_sub(1).map(|at| &tokens[at]);
    let after = tokens.get(end);
    (is_free_before(prose, tokens, start, language) && is_free_after(tokens, end) && !is_aside(before, after))
        .then(|| ProseRange::new(tokens[start].start as u32, tokens[end - 1].end as u32))
}

/// Whether what is before a number leaves it a number: not a code, a label or a part of a range.
fn is_free_before(prose: &str, tokens: &[Token], start: usize, language: Language) -> bool {
    let Some(before) = start.checked_sub(1).map(|at| &tokens[at]) else { return true };
    let is_glued = tokens[start].gap == Gap::None;
    match before.kind {
        // Arabic particles are written together with a number: الـ27, و120.
        Kind::Word if is_glued => {
            language == Language::Arabic
                && matches!(
                    before.text.as_str(),
                    "ال" | "و" | "ب" | "ل" | "ف" | "ك" | "لل" | "وال" | "بال" | "ول" | "وب"
                )
        }
        Kind::Word => {
            let bare = before.text.strip_prefix('و').unwrap_or(&before.text);
            let is_label = is_among(LABELS, &before.text) || is_among(LABELS, bare);
            // `Channel 12`, but `Some 12` at the start of a sentence.
            let starts = start < 2
                || matches!(tokens[start - 2].kind, Kind::Sign('.' | '!' | '?' | '"' | '“' | '”' | '‘' | ':'));
            let is_name = prose[before.start..].starts_with(char::is_uppercase) && !starts;
            !is_label && !is_name
        }
        Kind::Sign('$' | '€' | '£' | '¥' | '«' | '“' | '”' | '"' | '‘' | '\'') => true,
        Kind::Sign('-' | '–' | '—') if start > 1 && tokens[start - 2].kind == Kind::Digits => false,
        Kind::Sign(_) => !is_glued,
        Kind::Digits => false,
    }
}

/// Whether what is after a number leaves it a number: not an ordinal, a range, or a measure that translations convert.
fn is_free_after(tokens: &[Token], end: usize) -> bool {
    let Some(after) = tokens.get(end) else { return true };
    match after.kind {
        Kind::Word => {
            let is_measure = |word: &str| {
                let bare = word.trim_start_matches("ال");
                let bare = bare.strip_suffix('ا').filter(|bare| bare.chars().count() > 2).unwrap_or(bare);
                is_among(MEASURES, word) || is_among(MEASURES, bare)
            };
            after.gap != Gap::None && !is_measure(&after.text)
        }
        Kind::Sign('-' | '–' | '—' | '/' | ':' | '°' | '×' | '+' | '\u{2011}' | '″' | '′') => {
            after.gap != Gap::None && {
                // A dash between two numbers is a range, also with spaces.
                !matches!(tokens.get(end + 1).map(|token| token.kind), Some(Kind::Digits))
            }
        }
        Kind::Sign(_) => true,
        Kind::Digits => false,
    }
}

/// Whether a number is an aside: converted in brackets, or an age between commas.
fn is_aside(before: Option<&Token>, after: Option<&Token>) -> bool {
    let sign = |token: Option<&Token>| match token.map(|token| token.kind) {
        Some(Kind::Sign(sign)) => Some(sign),
        _ => None,
    };
    matches!(sign(before), Some('(' | '[' | '#' | '@' | '=' | '≈' | '~'))
        || matches!(sign(after), Some(')' | ']'))
        || matches!((sign(before), sign(after)), (Some(',' | '،'), Some(',' | '،')))
}

/// Whether words next to a number say that it is rounded.
fn is_approximate(prose: &str, tokens: &[Token], chain: &[Item]) -> bool {
    let (Some(first), Some(last)) = (chain.first(), chain.last()) else { return false };
    let before = &tokens[first.tokens.0.saturating_sub(3)..first.tokens.0];
    let after = &tokens[last.tokens.1..(last.tokens.1 + 2).min(tokens.len())];
    let is_close = |token: &&Token| !prose[token.start..].starts_with(['.', '،', ',']);
    before.iter().chain(after).filter(is_close).any(|token| is_among(ROUNDED, &token.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certain(text: &str, language: Language) -> Vec<String> {
        let found = numbers(text, language).certain;
        found.iter().map(|(amount, range)| format!("{} = {}", range.slice(text), amount.value)).collect()
    }

    fn states(text: &str, language: Language, value: f64) -> bool {
        let wanted = Amount { value, is_approximate: false };
        numbers(text, language).possible.iter().any(|amount| amount.agrees(wanted))
    }

    #[test]
    fn certain_numbers_have_one_value_in_every_spelling() {
        for (text, expected) in [
            ("They paid 120 million dollars.", "120 million = 120000000"),
            ("They paid $120m.", "120m = 120000000"),
            ("They paid 1.5 billion.", "1.5 billion = 1500000000"),
            ("It has 1,234,567 readers.", "1,234,567 = 1234567"),
            ("It has 1,500 readers.", "1,500 = 1500"),
            ("It rose 3.5 percent.", "3.5 = 3.5"),
            ("It has 45 ships.", "45 = 45"),
        ] {
            assert_eq!(certain(text, Language::English), [expected], "{text}");
        }
        for (text, expected) in [
            ("دفعوا 120 مليون دولار.", "120 مليون = 120000000"),
            ("دفعوا ١٢٠ مليونًا.", "١٢٠ مليونًا = 120000000"),
            ("دفعوا ١٫٥ مليار.", "١٫٥ مليار = 1500000000"),
            ("له ١٬٢٣٤٬٥٦٧ قارئاً.", "١٬٢٣٤٬٥٦٧ = 1234567"),
            ("شاركت الدول الـ27 فيه.", "27 = 27"),
            ("ارتفع 3,5 في المئة.", "3,5 = 3.5"),
            ("ارتفع بنسبة 15% أمس.", "15 = 15"),
        ] {
            assert_eq!(certain(text, Language::Arabic), [expected], "{text}");
        }
    }

    #[test]
    fn what_is_no_plain_number_is_not_certain() {
        for text in [
            "In 2019 it began.",
            "The 11th of 5 ships.",
            "It scored 13-12 there.",
            "A 120-metre quay of 15 km.",
            "The G20 and COVID-19.",
            "He saw Channel 12 news.",
            "It cost $120 million (98 million euros).",
            "Resolution No 1701 and article 50.",
            "Call 555-123456 or 0097412345678.",
            "Rana Salem, 48, left.",
            "It is 120 thousand and 500.",
        ] {
            let found: Vec<String> =
                certain(text, Language::English).into_iter().filter(|one| !one.starts_with("120 million")).collect();
            assert!(found.is_empty(), "{text}: {found:?}");
        }
        for text in ["في 1,234 مليار.", "القرار 1701 والمادة 50.", "120 ألفاً و500 شخص.", "بين 15 - 20 سفينة"]
        {
            let found = certain(text, Language::Arabic);
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }

    #[test]
    fn numbers_in_words_are_possible() {
        for (text, value) in [
            ("a hundred ships", 100.0),
            ("twenty-five ships", 25.0),
            ("half a million people", 500_000.0),
            ("two and a half million", 2_500_000.0),
            ("one hundred and twenty thousand", 120_000.0),
            ("two dozen boats", 24.0),
            ("1.2 million", 1_200_000.0),
        ] {
            assert!(states(text, Language::English, value), "{text}");
        }
        for (text, value) in [
            ("مئة سفينة", 100.0),
            ("خمس وعشرون سفينة", 25.0),
            ("نصف مليون شخص", 500_000.0),
            ("مليون ونصف المليون", 1_500_000.0),
            ("120 ألفاً و500 شخص", 120_500.0),
            ("ألفا شخص", 2000.0),
            ("مليونا شخص", 2_000_000.0),
            ("مئتي سفينة", 200.0),
            ("مائتين", 200.0),
            ("ثلاثمئة سفينة", 300.0),
            ("خمسة عشر مركباً", 15.0),
            ("اثني عشر", 12.0),
            ("خمسة آلاف", 5000.0),
        ] {
            assert!(states(text, Language::Arabic, value), "{text}: {:?}", numbers(text, Language::Arabic).possible);
        }
    }

    #[test]
    fn rounded_numbers_agree() {
        let agrees = |one: f64, two: f64, is_approximate: bool| {
            Amount { value: one, is_approximate }.agrees(Amount { value: two, is_approximate: false })
        };
        assert!(agrees(1_234_567.0, 1_200_000.0, false));
        assert!(agrees(1.25e6, 1.3e6, false));
        assert!(agrees(498.0, 500.0, true));
        assert!(!agrees(498.0, 500.0, false));
        assert!(!agrees(120e6, 130e6, false));
        assert!(!agrees(120e6, 100e6, false));
        assert!(!agrees(45.0, 54.0, false));
    }
}
