//! New text in News Markdown: front matter, paragraphs of plain words, comments.

use super::super::{NEWS_MARKDOWN, ReadOptions, read};
use crate::article::BlockKind;
use crate::language::Language;
use std::fmt::Write as _;

/// A new article of a headline and paragraphs of plain words.
pub(super) fn article(headline: &str, paragraphs: &[&str]) -> String {
    let mut out = front_matter(Some(headline), None, Language::Other);
    for words in paragraphs {
        out.push_str(&paragraph(words, Language::Other, &[]));
        out.push_str("\n\n");
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Front matter that says what is known of an article.
pub fn front_matter(headline: Option<&str>, published: Option<&str>, language: Language) -> String {
    let mut out = String::from("---\ntype: NewsArticle\n");
    if let Some(headline) = headline {
        // A JSON string is a YAML string.
        let _ = writeln!(out, "headline: {}", serde_json::Value::from(headline));
    }
    if let Some(published) = published {
        let _ = writeln!(out, "datePublished: {published}");
    }
    if language != Language::Other {
        let _ = writeln!(out, "inLanguage: {}", language.tag());
    }
    out.push_str("---\n\n");
    out
}

/// A comment, which readers do not see and rules do not read.
pub fn comment(words: &str) -> String {
    let mut safe = words.replace("--", "- -");
    while safe.contains("--") {
        safe = safe.replace("--", "- -");
    }
    format!("<!-- page: {} -->", safe.trim_end_matches('-'))
}

/// A paragraph that reads as the given words: unchanged where that is possible, else with its marks escaped.
pub fn paragraph(words: &str, language: Language, prefixes: &[String]) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let reads_well = |markdown: &str| reads_as(markdown, &words, language, prefixes);
    if reads_well(&words) {
        return words;
    }
    let escape = |marks: &dyn Fn(char) -> bool| {
        let mut out = String::with_capacity(words.len() + 8);
        for c in words.chars() {
            if marks(c) {
                out.push('\\');
            }
            out.push(c);
        }
        out
    };
    // These few marks have a meaning inside a line. A number or a dash at its start needs the others too.
    let few = escape(&|c| "\\`*_[]<>&#|~!".contains(c));
    if reads_well(&few) { few } else { escape(&|c| c.is_ascii_punctuation()) }
}

/// Whether Markdown is one plain paragraph of these words.
fn reads_as(markdown: &str, words: &str, language: Language, prefixes: &[String]) -> bool {
    let options = ReadOptions {
        path: String::new(),
        syntax: Some(NEWS_MARKDOWN),
        language: Some(language),
        default_language: None,
        prefixes: prefixes.to_vec(),
    };
    // After another paragraph, so that it is never taken for front matter.
    let article = read(&format!("x\n\n{markdown}\n"), &options);
    let [_, block] = article.blocks.as_slice() else { return false };
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Furniture(_))
        && !block.quoted
        && block.spans.is_empty()
        && block.prose.text() == words
        && article.unfinished.is_empty()
        && article.problems.is_empty()
        && article.directives.is_empty()
        && article.definitions.is_empty()
}
