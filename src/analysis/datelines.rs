//! The dateline at the head of the body: `SALMA, March 18 (NNA) — …`, `8 September 2017: …`.

use crate::article::{Article, BlockId, BlockKind};
use crate::dates::{self, Date, Expression, Link};
use crate::language::Language;

/// Maximum number of characters of a place and an agency.
const HEAD: usize = 60;

/// Maximum number of words of a place; more are a sentence.
const PLACE: usize = 6;

/// The block that can start with a dateline: the first paragraph in the language of the article.
pub(super) fn head_block(article: &Article) -> Option<BlockId> {
    let first = article
        .blocks
        .iter()
        .position(|block| block.kind == BlockKind::Paragraph && !block.quoted && !article.is_foreign(block))?;
    // Text after a second headline belongs to a section.
    let headings = article.blocks[..first].iter().filter(|block| block.is_heading()).count();
    (headings <= 2).then_some(BlockId::new(first))
}

/// The date of a block that belongs to its dateline.
pub(super) fn dateline_at(prose: &str, expressions: &[Expression], language: Language) -> Option<usize> {
    let at = expressions.iter().take(2).position(|date| date.day.is_some() && date.month.is_some())?;
    let date = &expressions[at];
    let whole = date.relation.is_none() && !matches!(date.link, Some(Link::RangeTo(_) | Link::RangeFrom(_)));
    let (head, tail) = (prose.get(..date.range.start as usize)?, prose.get(date.range.end as usize..)?);
    (whole
        && names_a_place(head, language, tail.trim_start().starts_with(['(', '/', '[']))
        && ends_a_dateline(tail, head.trim().is_empty() && date.year.is_some()))
    .then_some(at)
}

/// Whether the text before a day is a place with or without an agency, and not the start of a sentence.
fn names_a_place(head: &str, language: Language, agency: bool) -> bool {
    const SMALL: [&str; 24] = [
        "of", "the", "and", "de", "del", "della", "di", "du", "des", "la", "le", "les", "el", "los", "las", "al", "an",
        "am", "der", "sur", "y", "e", "i", "en",
    ];
    const PREPOSITIONS: [&str; 12] = ["في", "منذ", "حتى", "من", "قبل", "بعد", "يوم", "إلى", "بين", "در", "از", "تا"];
    // "MARSA, le 8 mars": the article belongs to the day.
    let mut head = head.trim();
    for article in [", le", ", el", ", den", ", il", ", am", ", the", "، في"] {
        // The comma stays; that of Arabic has two bytes.
        let comma = article.chars().next().map_or(0, char::len_utf8);
        head = head.strip_suffix(article).map_or(head, |place| &head[..place.len() + comma]);
    }
    let head = head.trim_end();
    if head.is_empty() {
        return true;
    }
    if head.chars().count() > HEAD || head.contains(['.', '!', '?', ';', '"', '“', '«', '؟']) && !is_abbreviated(head)
    {
        return false;
    }
    let words: Vec<&str> =
        head.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).collect();
    if words.is_empty() || words.len() > PLACE {
        return false;
    }
    let parted = head.ends_with([',', '،', ')', '(', '-', '\u{2013}', '\u{2014}', '/', ':']);
    if language.is_right_to_left() {
        // "المرسى في 8 مارس (نون) -": the agency shows that this is not a sentence.
        let place = words.strip_suffix(&["في"]).unwrap_or(&words);
        if agency && !parted {
            return place.len() <= 3 && !place.iter().any(|word| PREPOSITIONS.contains(word));
        }
        return parted && !words.iter().any(|word| PREPOSITIONS.contains(word));
    }
    let capital = |word: &&str| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let all = words.iter().all(|word| capital(word) || SMALL.contains(word));
    let shouted = words.iter().all(|word| !word.chars().any(char::is_lowercase));
    let led = words.first().is_some_and(capital);
    all && led && (shouted || parted && words.len() <= 4) && !is_preposition(words[0])
}

/// `WASHINGTON, D.C.`, `St. Orlan`: full stops after short words do not end a sentence.
fn is_abbreviated(head: &str) -> bool {
    head.split('.').rev().skip(1).all(|part| {
        let word = part.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        word.chars().count() <= 4
    }) && !head.contains(['!', '?', ';', '"', '“', '«', '؟'])
}

fn is_preposition(word: &str) -> bool {
    const WORDS: [&str; 20] = [
        "On", "From", "In", "Since", "By", "Until", "Before", "After", "Between", "Le", "Du", "El", "Del", "Am", "Vom",
        "Il", "Dal", "At", "Until", "As",
    ];
    WORDS.contains(&word)
}

/// Whether a dateline ends here: with an agency and a dash, or with a colon if it has no place (`alone`).
fn ends_a_dateline(tail: &str, alone: bool) -> bool {
    // "MARSA (March 8, 2018) —", "(NNA).-".
    let mut rest = tail.trim_start_matches([',', '،', ' ', '\u{A0}', ')']);
    for (open, close) in [('(', ')'), ('/', '/'), ('[', ']')] {
        if let Some(inside) = rest.strip_prefix(open) {
            let Some(end) = inside.char_indices().take(HEAD).find(|(_, c)| *c == close).map(|(at, _)| at) else {
                continue;
            };
            rest = &inside[end + close.len_utf8()..];
            break;
        }
    }
    let is_spaced = rest.starts_with(char::is_whitespace) || rest.len() < tail.len();
    let rest = rest.trim_start_matches([' ', '\u{A0}', ',', '.']);
    let dash = rest.strip_prefix(['\u{2014}', '\u{2013}', '-']);
    match dash {
        // "18-20 March" and "18-year-old" continue.
        Some(after) => {
            after.is_empty()
                || is_spaced && !after.starts_with(|c: char| c.is_alphanumeric())
                || rest.starts_with('\u{2014}')
        }
        None => alone && rest.starts_with(':'),
    }
}

/// The day of the dateline at the start of the body, if it states its year.
pub(super) fn whole_day(article: &Article, block: BlockId, expressions: &[Expression]) -> Option<Date> {
    let block = &article.blocks[block];
    let (prose, language) = (block.prose.text(), article.language_of(block));
    let at = dateline_at(prose, expressions, language)?;
    let stated = expressions[at].year.is_some();
    dates::resolve(prose, expressions, language, None).get(at).filter(|_| stated)?.day()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, language: Language) -> Option<String> {
        let expressions = dates::scan(text, language);
        let at = dateline_at(text, &expressions, language)?;
        Some(expressions[at].range.slice(text).to_owned())
    }

    #[test]
    fn a_dateline_is_a_place_a_day_and_a_dash() {
        for (text, language, expected) in [
            ("MARSA NAKHEEL, Sept. 8 (NNA) — Work begins.", Language::English, Some("Sept. 8")),
            ("MARSA NAKHEEL, Sept. 18, 2017 (NNA) -- Work begins.", Language::English, Some("Sept. 18, 2017")),
            ("MARSA (NNA) - 8 September 2017 - Work begins.", Language::English, Some("8 September 2017")),
            ("Marsa, March 18 - First Quay Corp said so.", Language::English, Some("March 18")),
            ("MARSA (March 8, 2018) — Work begins.", Language::English, Some("March 8, 2018")),
            ("MARSA, le 8 mars 2018 – Les travaux commencent.", Language::French, Some("le 8 mars 2018")),
            ("Marsa, 8 de marzo (NNA).- Empiezan las obras.", Language::Spanish, Some("8 de marzo")),
            ("المرسى في 8 مارس (نون) - يبدأ العمل.", Language::Arabic, Some("8 مارس")),
            ("المرسى، في 8 مارس 2018 - يبدأ العمل.", Language::Arabic, Some("8 مارس 2018")),
            ("NATO, founded on April 4, 1949 — after the war — is old.", Language::English, None),
            ("The March 8 strike — the first in years — is over.", Language::English, None),
            ("8 September 2017: Work begins.", Language::English, Some("8 September 2017")),
            ("المرسى، 18 سبتمبر 2017 (نون) -- يبدأ العمل.", Language::Arabic, Some("18 سبتمبر 2017")),
            // Sentences.
            ("The quay fair returns to Marsa, June 22 - 26 this summer.", Language::English, None),
            ("From 7/1/23 - 6/30/24 the quay was closed.", Language::English, None),
            ("Work begins on June 5 — the minister said so.", Language::English, None),
            ("On June 5 — a Monday — work began.", Language::English, None),
            ("March 18: work begins.", Language::English, None),
            ("يبدأ العمل في 18 سبتمبر 2017 - قال الوزير.", Language::Arabic, None),
        ] {
            assert_eq!(found(text, language).as_deref(), expected, "{text}");
        }
    }
}
