//! Keys and values of the metadata.

use super::{Completion, CompletionKind};
use crate::analysis::Analysis;
use crate::article::Key;
use crate::language::Language;
use crate::text::TextRange;

/// The keys that the article does not have yet.
pub(super) fn keys(analysis: &Analysis, typed: &str, replace: TextRange, separator: &str) -> Vec<Completion> {
    let metadata = &analysis.article.metadata;
    let is_present = |key: &Key| {
        metadata
            .get(*key)
            .is_some_and(|entry| !(entry.name_range.touches(replace.start) || entry.name_range.touches(replace.end)))
    };
    let fits = |key: &&Key| key.name().to_lowercase().starts_with(&typed.to_lowercase()) && !is_present(key);
    let item = |key: &Key| {
        let item = Completion::word(key.name(), key.meaning(), CompletionKind::Keyword, replace);
        Completion { text: format!("{}{separator}", key.name()), ..item }
    };
    Key::ALL.iter().filter(fits).map(item).collect()
}

/// The values of keys that have few.
pub(super) fn values(key: Key, typed: &str, replace: TextRange) -> Vec<Completion> {
    let keyword = |label: &str, detail: &str| Completion::word(label, detail, CompletionKind::Keyword, replace);
    match key {
        Key::InLanguage => {
            let languages = Language::ALL.iter().filter(|language| language.tag().starts_with(typed));
            languages.map(|language| keyword(language.tag(), "language")).collect()
        }
        Key::Type => vec![keyword("NewsArticle", "checked by copydesk")],
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
