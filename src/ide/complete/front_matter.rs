//! Keys and values of the front matter.

use super::destinations::{Closed, target};
use super::surroundings::rest_of_line;
use super::{Completion, CompletionKind};
use crate::analysis::Analysis;
use crate::article::Key;
use crate::language::Language;
use crate::text::{EditSet, TextRange};

/// Whether a line stands between the two fences at the top of a text: without a key the reader sees no front matter yet.
pub(super) fn begins_front_matter(text: &str, line: usize) -> bool {
    let mut lines = text.trim_start_matches('\u{FEFF}').lines();
    let fence = |line: &str| line.trim_end() == "---";
    lines.next().is_some_and(fence)
        && line >= 4
        && !text[..line].lines().skip(1).any(fence)
        && text[line..].lines().take(40).any(fence)
        && text[..line].lines().skip(1).all(|line| line.trim().is_empty())
}

/// Keys at the start of a line; behind a key, targets, languages and the like.
pub(super) fn front_matter(analysis: &Analysis, before: &str, offset: u32) -> Vec<Completion> {
    // The rest of the word, and of a key what stands between it and its value.
    let behind = rest_of_line(&analysis.text, offset);
    let word = behind.find(|c: char| !(c.is_alphanumeric() || c == '-')).unwrap_or(behind.len());
    let rest = match behind[word..].trim_start().strip_prefix(':') {
        Some(value) if !before.contains(':') => behind.len() - value.trim_start().len(),
        _ => word,
    } as u32;
    let keyword = |label: &str, detail: &str, text: String, typed: &str| Completion {
        label: label.to_owned(),
        detail: detail.to_owned(),
        kind: CompletionKind::Keyword,
        range: TextRange::new(offset - typed.len() as u32, offset + rest),
        text,
        also: EditSet::default(),
        actor: None,
    };
    let Some((key, value)) = before.split_once(':') else {
        let typed = before.trim_start();
        if typed.len() < before.len() || typed.starts_with('-') {
            return Vec::new();
        }
        let present =
            |key: &Key| analysis.article.metadata.get(*key).is_some_and(|entry| !entry.name_range.touches(offset));
        return (Key::ALL.iter())
            .filter(|key| key.name().to_lowercase().starts_with(&typed.to_lowercase()) && !present(key))
            .map(|key| keyword(key.name(), key.meaning(), format!("{}: ", key.name()), typed))
            .collect();
    };
    let typed = value.rsplit([' ', '[', ',', '"']).next().unwrap_or("");
    match Key::from_name(key.trim()) {
        Some(Key::InLanguage) => (Language::ALL.iter())
            .filter(|language| language.tag().starts_with(typed))
            .map(|language| keyword(language.tag(), "language", language.tag().to_owned(), typed))
            .collect(),
        Some(
            Key::About | Key::Mentions | Key::Author | Key::Publisher | Key::SourceOrganization | Key::LocationCreated,
        ) => target(analysis, typed, "", offset, Closed::ByBlank),
        Some(Key::Type) => vec![keyword("NewsArticle", "checked by copydesk", "NewsArticle".into(), typed)],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{check_accept, check_complete};
    use expect_test::expect;

    #[test]
    fn the_whole_word_is_replaced() {
        for (before, label, after) in [
            ("date<|>Pub: 2024-03-18", "datePublished", "datePublished: 2024-03-18"),
            ("date<|>Pub", "datePublished", "datePublished: "),
            ("inLanguage: e<|>x", "en", "inLanguage: en"),
            (
                "about: [actor:sam<|>ir, actor:karim-adel]",
                "samira-nasser",
                "about: [actor:samira-nasser, actor:karim-adel]",
            ),
            ("about: actor:sam<|>ir", "samira-nasser", "about: actor:samira-nasser"),
        ] {
            let article = |line: &str| format!("---\n{line}\nheadline: Work\n---\nWork begins.\n");
            check_accept(&article(before), label, &article(after));
        }
    }

    #[test]
    fn keys_and_values_of_the_front_matter() {
        check_complete(
            "
            ---
            date<|>
            ---
            Work begins.
            ",
            &expect![[r"
                datePublished — The day, or day and time, of publication: the reference date of every relative date in the story.
                dateModified — The last change, not before publication.
                dateCreated — When the article was written, not after publication.
                dateline — Place and day of filing; the day is checked against datePublished.
            "]],
        );
        check_complete(
            "
            ---
            <|>
            ---
            Work begins.
            ",
            &expect![[r"
                headline — The title of the article.
                alternativeHeadline — The line under the headline.
                description — A summary for readers.
                datePublished — The day, or day and time, of publication: the reference date of every relative date in the story.
                dateModified — The last change, not before publication.
                dateCreated — When the article was written, not after publication.
                …
            "]],
        );
        check_complete(
            "
            Work begins.

            ---

            date<|>

            ---
            ",
            &expect![[r""]],
        );
        check_complete(
            "
            ---
            datePublished: 2024-03-18
            date<|>
            ---
            Work begins.
            ",
            &expect![[r"
                dateModified — The last change, not before publication.
                dateCreated — When the article was written, not after publication.
                dateline — Place and day of filing; the day is checked against datePublished.
            "]],
        );
        check_complete(
            "
            ---
            inLanguage: <|>
            ---
            Work begins.
            ",
            &expect![[r"
                ar — language
                en — language
                fr — language
                es — language
                de — language
                fa — language
                …
            "]],
        );
        check_complete(
            "
            ---
            about: [actor:sam<|>]
            ---
            Work begins.
            ",
            &expect![[r"
                samira-nasser — Samira Nasser
                american-samoa — American Samoa
                samoa — Samoa
            "]],
        );
        check_complete(
            "
            ---
            headline: Sam<|>
            ---
            Work begins.
            ",
            &expect![[r""]],
        );
    }
}
