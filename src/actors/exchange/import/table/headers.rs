//! The words of tables: how people name columns, months and missing values. They are data, in `headers.txt`.
//!
//! `field NAME: A | B` lists the names of a column, `language TAG: A | B` what says that a column is in a language,
//! `none` and `now` the contents of cells without a value, `month N` the names of months, `template TAG` the columns of a
//! table to fill in.

use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const DATA: &str = include_str!("headers.txt");

#[derive(Default)]
struct Words {
    fields: HashMap<String, &'static str>,
    languages: Vec<(String, &'static str)>,
    none: Vec<String>,
    now: Vec<String>,
    months: HashMap<String, i8>,
    templates: Vec<(&'static str, Vec<&'static str>)>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for line in DATA.lines().filter(|line| !line.starts_with('#')) {
        let Some((key, list)) = line.split_once(": ") else { continue };
        let list = list.split(" | ").map(str::trim);
        match key.split_once(' ') {
            Some(("field", name)) => words.fields.extend(list.map(|word| (fold(word), name))),
            Some(("language", tag)) => words.languages.extend(list.map(|word| (fold(word), tag))),
            Some(("month", number)) => {
                let number = number.parse().unwrap_or(0);
                words.months.extend(list.map(|word| (fold(word), number)));
            }
            Some(("template", tag)) => words.templates.push((tag, list.collect())),
            _ if key == "none" => words.none.extend(list.map(str::to_lowercase)),
            _ => words.now.extend(list.map(fold)),
        }
    }
    // `in english` is removed as a whole.
    words.languages.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    words
});

/// A field of an actor and, if the header states it, the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) field: &'static str,
    pub(super) tag: Option<&'static str>,
}

/// What the header of a column means.
pub(super) fn heading(header: &str) -> Option<Heading> {
    let words = fold(header);
    if let Some(field) = WORDS.fields.get(&words) {
        return Some(Heading { field, tag: None });
    }
    WORDS.languages.iter().find_map(|(language, tag)| {
        let rest = match words.strip_suffix(language.as_str()) {
            Some(rest) => rest.strip_suffix(' '),
            None => words.strip_prefix(language.as_str()).and_then(|rest| rest.strip_prefix(' ')),
        };
        let field = WORDS.fields.get(rest?.trim())?;
        Some(Heading { field, tag: Some(tag) })
    })
}

/// Whether a cell states that its value is missing.
pub(super) fn is_none(cell: &str) -> bool {
    WORDS.none.contains(&cell.trim().to_lowercase())
}

/// Whether a cell says that an office is still held.
pub(super) fn is_now(cell: &str) -> bool {
    let words = fold(cell);
    !words.is_empty() && WORDS.now.contains(&words)
}

/// The number of a month.
pub(super) fn month(words: &str) -> Option<i8> {
    WORDS.months.get(&fold(words)).copied()
}

/// The first line of a table to fill in, for readers of a language.
pub(super) fn template(tag: &str) -> &'static [&'static str] {
    let found = WORDS.templates.iter().find(|(other, _)| *other == tag).or(WORDS.templates.first());
    found.map_or(&[], |(_, columns)| columns)
}

/// The form of a header that is compared: words in lower case, without marks, with one space between them.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::new();
    let mut before_lower = false;
    for c in text.nfkd().filter(|c| !is_combining_mark(*c) && *c != '\u{0640}') {
        // `StartDate` is two words.
        let is_gap = !c.is_alphanumeric() || (before_lower && c.is_uppercase());
        if is_gap && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        before_lower = c.is_lowercase();
        match c {
            'ى' => out.push('ي'),
            'ة' => out.push('ه'),
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_in_both_languages() {
        for (header, field, tag) in [
            ("Name", "name", None),
            ("Name (EN)", "name", Some("en")),
            ("name_ar", "name", Some("ar")),
            ("Arabic Name", "name", Some("ar")),
            ("Full name in English", "name", Some("en")),
            ("الاسم", "name", None),
            ("الاسم بالإنجليزية", "name", Some("en")),
            ("الاسم بالانجليزية", "name", Some("en")),
            ("الاسم (عربي)", "name", Some("ar")),
            ("StartDate", "from", None),
            ("Start date", "from", None),
            ("تاريخ البدء", "from", None),
            ("الى", "to", None),
            ("Organization", "org", None),
            ("المُنصِب", "title", None),
            ("Job Title - AR", "title", Some("ar")),
        ] {
            assert_eq!(heading(header), Some(Heading { field, tag }), "{header}");
        }
        assert_eq!(heading("Phone"), None);
        assert_eq!(heading(""), None);
    }

    #[test]
    fn every_column_of_a_template_is_read() {
        for tag in ["en", "ar"] {
            assert!(template(tag).len() > 10);
            for column in template(tag) {
                assert!(heading(column).is_some(), "{column}");
            }
        }
        assert_eq!(month("كانون الثاني"), Some(1));
        assert!(is_now("حتى الآن") && is_now("Present") && is_none("N/A") && !is_none("Nadia"));
    }
}
