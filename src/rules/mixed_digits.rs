//! `mixed-digits`: Arabic-Indic and Latin digits in one number, or both styles in one article.

use crate::analysis::{Analysis, add_or_remove};
use crate::article::BlockId;
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::language::Language;
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::{Edit, EditSet, ProseRange};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("mixed-digits"),
    group: Group::Text,
    level: Level::At(Severity::Info),
    fix: Some(Applicability::Unsafe),
    summary: "A number mixes Arabic-Indic and Latin digits, or an article uses both.",
    why: "A number in two scripts is usually damaged, and a search for it finds nothing. Of two styles in one \
          article, the rarer one is reported once, at its first number. Not reported for digits of a Latin word \
          (`G20`, `COVID-19`), in quotations, and outside Arabic and Persian articles if each number has one style.",
    bad: Example { path: "story.ar.news.md", text: "بدأ العمل في عام ٢٠2٤.\n" },
    good: Example { path: "story.ar.news.md", text: "بدأ العمل في عام ٢٠٢٤.\n" },
    traits: Traits::NONE,
    check: Check::Article(check),
};

/// A number in the body.
#[derive(Debug, Clone, Copy)]
struct Number {
    block: BlockId,
    range: ProseRange,
    latin: bool,
    indic: bool,
}

/// The numbers of a block.
struct Numbers(Vec<Number>);

/// How many numbers have digits of each style.
#[derive(Clone, Default)]
struct Styles {
    latin: usize,
    indic: usize,
}

impl Styles {
    fn add(&mut self, numbers: &Numbers, is_new: bool) {
        for number in &numbers.0 {
            add_or_remove(&mut self.latin, number.latin.into(), is_new);
            add_or_remove(&mut self.indic, number.indic.into(), is_new);
        }
    }
}

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    // Most articles have Latin digits alone; the numbers of all blocks are kept for the next version.
    if !analysis.keeps_results() && !analysis.article.blocks.iter().any(|block| has_indic(block.prose.text())) {
        return;
    }
    let numbers_of = |block| Some(Numbers(numbers(analysis, block))).filter(|numbers| !numbers.0.is_empty());
    let of_blocks = analysis.sum_of_blocks(numbers_of, Styles::add);
    if of_blocks.sum().indic == 0 || of_blocks.sum().latin == 0 {
        return;
    }
    // A block can have had another index.
    let of_block = |(block, numbers): (BlockId, &Numbers)| {
        numbers.0.iter().map(|number| Number { block, ..*number }).collect::<Vec<_>>()
    };
    let mut numbers: Vec<Number> = of_blocks.iter().flat_map(of_block).collect();
    numbers.retain(|number| !analysis.is_quoted(number.block, number.range));
    let language_of = |number: &Number| analysis.language_of(&analysis.article.blocks[number.block]);
    // Usually one language has all numbers.
    while let Some(language) = numbers.first().map(language_of) {
        let (own, others): (Vec<Number>, Vec<Number>) =
            numbers.into_iter().partition(|one| language_of(one) == language);
        check_language(analysis, language, &own, sink);
        numbers = others;
    }
}

/// The numbers of all text in one language.
fn check_language(analysis: &Analysis, language: Language, numbers: &[Number], sink: &mut Sink<'_>) {
    let count = |latin: bool| numbers.iter().filter(|number| number.latin == latin && number.indic != latin).count();
    let (latin, indic) = (count(true), count(false));
    // Of equally common styles that of the first number, of which most digits have it.
    let mostly_latin = |number: &Number| {
        let words = number.range.slice(analysis.article.blocks[number.block].prose.text());
        let latin = words.chars().filter(char::is_ascii_digit).count();
        2 * latin > words.chars().filter(|c| is_digit(*c)).count()
    };
    let to_latin = latin > indic || (latin == indic && numbers.first().is_some_and(mostly_latin));
    let zero = match language {
        _ if to_latin => '0',
        Language::Persian => '۰',
        _ => '٠',
    };
    let styled = |number: &Number| {
        let words = number.range.slice(analysis.article.blocks[number.block].prose.text());
        words.chars().map(|c| restyled(c, zero)).collect::<String>()
    };
    for number in numbers.iter().filter(|number| number.latin && number.indic) {
        let block = &analysis.article.blocks[number.block];
        let (words, written) = (number.range.slice(block.prose.text()), styled(number));
        let title = message!("Write `{written}`", written);
        sink.report_prose(block, number.range, message!("`{words}` mixes Arabic-Indic and Latin digits", words))
            .replace(block, number.range, written, title);
    }
    let right_to_left = matches!(language, Language::Arabic | Language::Persian);
    if latin == 0 || indic == 0 || !right_to_left {
        return;
    }
    let rarer = || numbers.iter().filter(|number| number.latin != to_latin && number.latin != number.indic);
    let Some(first) = rarer().next() else { return };
    let (latin, arabic) = (message!("Latin"), message!("Arabic-Indic"));
    let (own, other) = if to_latin { (arabic, latin) } else { (latin, arabic) };
    let block = &analysis.article.blocks[first.block];
    let message = message!(
        "`{words}` has {own} digits, but most of the article has {other} ones",
        words = first.range.slice(block.prose.text()),
        own,
        other
    );
    let report = sink.report_prose(block, first.range, message);
    let edits: Option<Vec<Edit>> = rarer()
        .map(|number| {
            let range = analysis.article.blocks[number.block].prose.map(number.range).exact()?;
            Some(Edit { range, text: styled(number) })
        })
        .collect();
    if let Some(edits) = edits.and_then(|edits| EditSet::new(edits).ok()) {
        report.fix(Fix::manual(message!("Write all numbers in {other} digits", other), edits));
    }
}

fn numbers(analysis: &Analysis, at: BlockId) -> Vec<Number> {
    let block = &analysis.article.blocks[at];
    if !(block.is_body() || block.is_heading()) {
        return Vec::new();
    }
    let prose = block.prose.text();
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(start) = next_digit(prose, rest) {
        let mut end = start;
        let mut chars = prose[start..].char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            let joins =
                matches!(c, '.' | ',' | '٫' | '٬' | '/' | ':') && chars.peek().is_some_and(|(_, next)| is_digit(*next));
            if !(is_digit(c) || joins) {
                break;
            }
            end = start + offset + c.len_utf8();
        }
        rest = end;
        let number = &prose[start..end];
        let range = ProseRange::new(start as u32, end as u32);
        let before = prose[..start].trim_end_matches(['-', '‑', '_', '.', '/', '@', '#', '+']);
        let in_word = before.ends_with(|c: char| c.is_ascii_alphabetic())
            || prose[end..].trim_start_matches(['-', '.', '/']).starts_with(|c: char| c.is_ascii_alphabetic());
        if in_word || block.quoted || block.prose.is_opaque(range) {
            continue;
        }
        found.push(Number {
            block: at,
            range,
            latin: number.contains(|c: char| c.is_ascii_digit()),
            indic: number.contains(|c: char| is_digit(c) && !c.is_ascii()),
        });
    }
    found
}

/// Bytes that are compared at once.
const CHUNK: usize = 32;

/// Whether a text has `٠` to `٩` or `۰` to `۹`.
fn has_indic(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_indic = |one: u8, next: u8| {
        (one == 0xD9) & (next.wrapping_sub(0xA0) < 10) | (one == 0xDB) & (next.wrapping_sub(0xB0) < 10)
    };
    let mut at = 0;
    while let Some(window) = bytes[at..].first_chunk::<{ CHUNK + 1 }>() {
        // Without branches, so that it is compiled to vectors.
        if (0..CHUNK).fold(false, |any, place| any | is_indic(window[place], window[place + 1])) {
            return true;
        }
        at += CHUNK;
    }
    bytes[at..].windows(2).any(|pair| is_indic(pair[0], pair[1]))
}

/// The offset of the first digit from an offset on.
fn next_digit(text: &str, from: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[from..];
    let is_start = |at: usize| match bytes[at] {
        b'0'..=b'9' => true,
        // The first byte of `٠` to `٩`, and that of `۰` to `۹`.
        0xD9 => matches!(bytes.get(at + 1), Some(0xA0..=0xA9)),
        0xDB => matches!(bytes.get(at + 1), Some(0xB0..=0xB9)),
        _ => false,
    };
    // Most text has no digits, so many pairs of bytes are compared at once.
    let mut at = 0;
    while let Some(window) = bytes[at..].first_chunk::<{ CHUNK + 1 }>() {
        // Without branches, so that it is compiled to vectors.
        let mut any = 0;
        for place in 0..CHUNK {
            let (byte, next) = (window[place], window[place + 1]);
            any |= u8::from(byte.wrapping_sub(b'0') < 10)
                | u8::from(byte == 0xD9) & u8::from(next.wrapping_sub(0xA0) < 10)
                | u8::from(byte == 0xDB) & u8::from(next.wrapping_sub(0xB0) < 10);
        }
        if any != 0 {
            break;
        }
        at += CHUNK;
    }
    let found = (at..bytes.len()).find(|at| is_start(*at))?;
    Some(from + found)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '٠'..='٩' | '۰'..='۹')
}

/// A digit in the style of a zero; anything else as it is.
fn restyled(c: char, zero: char) -> char {
    let value = match c {
        '0'..='9' => c as u32 - '0' as u32,
        '٠'..='٩' => c as u32 - '٠' as u32,
        '۰'..='۹' => c as u32 - '۰' as u32,
        _ => return c,
    };
    char::from_u32(zero as u32 + value).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, RULE, has_indic};
    use crate::fixture::{check, check_fix};

    #[test]
    fn one_number_in_two_styles() {
        check(
            RULE.code,
            "
            //- story.ar.news.md
            بدأ العمل في عام ٢٠2٤ وانتهى في ٢٠٢٥.
                             ^^^^ 💡 info: `٢٠2٤` mixes Arabic-Indic and Latin digits
            ",
        );
        check_fix(
            RULE.code,
            "
            //- story.en.news.md
            The works began in 20٢4.
            ",
            "
            The works began in 2024.
            ",
        );
    }

    #[test]
    fn two_styles_in_one_article() {
        check(
            RULE.code,
            "
            //- story.ar.news.md
            وصلت 12 سفينة في 14 مارس، وغادرت ٧ سفن.
                                             ^ 💡 `٧` has Arabic-Indic digits, but most of the article has Latin ones
            ",
        );
        check_fix(
            RULE.code,
            "
            //- story.ar.news.md
            وصلت ١٢ سفينة في ١٤ مارس، وغادرت 7 سفن.

            وعادت 3 سفن.

            وبقيت ٢٠ سفينة.
            ",
            "
            وصلت ١٢ سفينة في ١٤ مارس، وغادرت ٧ سفن.

            وعادت ٣ سفن.

            وبقيت ٢٠ سفينة.
            ",
        );
    }

    #[test]
    fn one_style_latin_words_and_quotations_are_not_reported() {
        for text in [
            "وصلت 12 سفينة في 14 مارس 2024.",
            "وصلت ١٢ سفينة في ١٤ مارس ٢٠٢٤ بكلفة ١٢٫٥ مليون.",
            "اجتمعت دول G20 في قمة COVID-19 و١٢ دولة أخرى عبر 5G.",
            "قال: «وصلت ١٢ سفينة»، ثم وصلت 14 سفينة.",
            "كتب `rm 12` ثم ١٢ مرة في https://example.org/2024.",
        ] {
            check(RULE.code, &format!("//- story.ar.news.md\n{text}\n"));
        }
        check(RULE.code, "//- story.en.news.md\nThe sign read ١٢, the page 12.\n");
    }

    #[test]
    fn indic_digits_are_found_at_each_place() {
        for at in 0..2 * CHUNK + 2 {
            for digit in ["٠", "٩", "۰", "۹"] {
                assert!(has_indic(&format!("{}{digit}{}", "x".repeat(at), "x".repeat(CHUNK + 2 - at % 3))), "{at}");
                assert!(has_indic(&format!("{}{digit}", "x".repeat(at))), "{at}");
            }
            assert!(!has_indic(&format!("{}في عام 2024، ڈ", "x".repeat(at))), "{at}");
        }
    }
}
