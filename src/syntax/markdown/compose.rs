//! Formats new text in News Markdown: front matter, plain paragraphs, comments.

use super::super::{NEWS_MARKDOWN, ReadOptions, read};
use crate::article::BlockKind;
use crate::language::Language;
use std::fmt::Write as _;

/// Formats a new article from a headline and plain paragraphs.
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

/// Formats the metadata of an article as front matter.
pub fn front_matter(headline: Option<&str>, published: Option<&str>, language: Language) -> String {
    let mut out = String::from("---\ntype: NewsArticle\n");
    if let Some(headline) = headline {
        // A JSON string is also a YAML string.
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

/// Formats a comment, which is neither visible nor checked.
pub fn comment(words: &str) -> String {
    let mut safe = words.replace("--", "- -");
    while safe.contains("--") {
        safe = safe.replace("--", "- -");
    }
    format!("<!-- page: {} -->", safe.trim_end_matches('-'))
}

/// Formats a paragraph that reads as the given words: verbatim if possible, otherwise with its marks escaped.
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
    // These marks have a meaning anywhere in a line. A number or a dash at the start of a line needs the other escapes
    // too.
    let few = escape(&|c| "\\`*_[]<>&#|~!".contains(c));
    if reads_well(&few) { few } else { escape(&|c| c.is_ascii_punctuation()) }
}

/// Whether the Markdown is a single plain paragraph with these words.
fn reads_as(markdown: &str, words: &str, language: Language, prefixes: &[String]) -> bool {
    let options = ReadOptions {
        path: String::new(),
        syntax: Some(NEWS_MARKDOWN),
        language: Some(language),
        default_language: None,
        prefixes: prefixes.to_vec(),
    };
    // After another paragraph, so that it is never parsed as front matter.
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
