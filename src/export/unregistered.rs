//! Names that are in no registry.

use crate::actors::Kind;
use crate::analysis::Analysis;
use crate::text::ProseRange;

/// The names of persons and companies in an article that are in no registry. Persons: words after a form of address, a title or an
/// office, or that begin with a given name. Companies: capitalised words before a legal form.
pub fn unregistered_names(analysis: &Analysis) -> Vec<(Kind, String)> {
    let mut found = Vec::new();
    for (number, block) in analysis.article.numbered_blocks() {
        if !analysis.in_body(block) {
            continue;
        }
        let prose = block.prose.text();
        let persons = analysis.name_like(number).iter().map(|range| (Kind::Person, *range));
        // "said Monday First Quay Corp".
        let is_dated =
            |range: &ProseRange| analysis.dates_of(number).any(|date| date.expression.range.overlaps(*range));
        let companies = companies(prose).into_iter().filter(|range| !is_dated(range));
        let companies = companies.map(|range| (Kind::Organisation, range));
        let new = persons
            .chain(companies)
            .filter(|(_, range)| analysis.names_in(number, *range).is_empty() && block.span_over(*range).is_none());
        found.extend(new.map(|(kind, range)| (kind, range.slice(prose).to_owned())));
    }
    found
}

/// The legal forms of companies that follow a name.
const FORMS: [&str; 8] = ["Inc", "Corp", "Corporation", "Ltd", "Limited", "LLC", "PLC", "GmbH"];

/// The number of words of a name before its legal form.
const WORDS: usize = 4;

/// The names of companies: a lower-case word, then capitalised ones, then a legal form. At the beginning of a sentence the first
/// word can be any.
fn companies(prose: &str) -> Vec<ProseRange> {
    let words: Vec<&str> = prose.split_whitespace().collect();
    let start = |word: &str| word.as_ptr().addr() - prose.as_ptr().addr();
    let is_part = |word: &str| word.starts_with(char::is_uppercase) && word.ends_with(char::is_alphanumeric);
    let company = |(at, word): (usize, &&str)| {
        let form = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let parts = words[..at].iter().rev().take_while(|word| is_part(word)).count();
        let before = words.get((at - parts).checked_sub(1)?)?.trim_end_matches(',');
        let is_certain = before.starts_with(char::is_lowercase) && before.ends_with(char::is_alphabetic);
        let range = start(words.get(at - parts)?)..start(word) + form.len();
        (FORMS.contains(&form) && (1..=WORDS).contains(&parts) && is_certain).then(|| ProseRange::from(range))
    };
    words.iter().enumerate().filter_map(company).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_legal_form_makes_a_company() {
        let found = |prose: &str| -> Vec<String> {
            companies(prose).into_iter().map(|range| range.slice(prose).to_owned()).collect()
        };
        assert_eq!(
            found("The ministry and First Quay Corp. signed with Bahr & Sons Ltd, said Acme-Nord GmbH."),
            ["First Quay Corp", "Acme-Nord GmbH"]
        );
        assert_eq!(
            found("He joined Acme-Nord GmbH, then Quay Holdings Limited."),
            ["Acme-Nord GmbH", "Quay Holdings Limited"]
        );
        for prose in [
            "Yesterday Acme Corp left. Limited seats were sold. A Limited edition.",
            "وقالت شركة البحر ذلك.",
            "The Corp left.",
        ] {
            assert_eq!(found(prose), [""; 0], "{prose}");
        }
    }
}
