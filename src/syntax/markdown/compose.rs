//! Formats new text in News Markdown: front matter, plain paragraphs, comments.

use super::super::{NEWS_MARKDOWN, ReadOptions, read};
use crate::article::{BlockKind, Key, Scheme};
use crate::language::Language;
use crate::message;
use crate::syntax::story::{Composed, Run, Story, StoryBlock, StoryEntry, lose_languages};
use std::fmt::Write as _;

/// Writes a story as an article.
pub(super) fn article(story: &Story) -> Composed {
    let mut lost = Vec::new();
    lose_languages(story, &mut lost);
    let headline = story.block(BlockKind::Headline);
    let mut out = String::from("---\ntype: NewsArticle\n");
    if let Some(headline) = headline {
        let _ = writeln!(out, "headline: {}", serde_json::Value::from(headline.text()));
        let linked = headline.runs.iter().filter(|run| !matches!(run, Run::Text(_))).count();
        if linked > 0 {
            lost.push(message!("{count} links in the headline", count = linked));
        }
    }
    let stated = !story.values(Key::InLanguage).is_empty();
    if !stated && story.language != Language::Other {
        let _ = writeln!(out, "inLanguage: {}", story.language.tag());
    }
    for StoryEntry { key, values } in &story.metadata {
        let values: Vec<String> = values.iter().map(|value| scalar(value)).collect();
        let _ = match values.as_slice() {
            [one] => writeln!(out, "{}: {one}", key.name()),
            many => writeln!(out, "{}: [{}]", key.name(), many.join(", ")),
        };
    }
    out.push_str("---\n\n");
    let mut is_first = true;
    for block in &story.blocks {
        if block.kind == BlockKind::Headline && std::mem::take(&mut is_first) {
            continue;
        }
        let words = with_links(block, story.language);
        let lead = match block.kind {
            BlockKind::Headline => "# ".to_owned(),
            BlockKind::Heading(level) => format!("{} ", "#".repeat(usize::from(level.clamp(1, 6)))),
            BlockKind::ListItem => "- ".to_owned(),
            _ => String::new(),
        };
        let quote = if block.quoted { "> " } else { "" };
        let _ = write!(out, "{quote}{lead}{words}\n\n");
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    Composed { text: out, lost }
}

/// A value of the front matter: as it is if YAML reads it as the same text, else quoted.
fn scalar(value: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '+');
    let is_target = value.split_once(':').is_some_and(|(scheme, id)| {
        Scheme::from_name(scheme, &[]).is_some() && !id.is_empty() && id.chars().all(|c| is_plain(c) || c == ':')
    });
    let starts_well = value.starts_with(|c: char| c.is_alphanumeric());
    let is_date = value.len() >= 10
        && value.as_bytes()[..4].iter().all(u8::is_ascii_digit)
        && value.chars().all(|c| is_plain(c) || c == ':');
    let is_word =
        starts_well && value.chars().all(is_plain) && !matches!(value, "true" | "false" | "null" | "yes" | "no");
    if is_target || is_date || is_word { value.to_owned() } else { serde_json::Value::from(value).to_string() }
}

/// The runs of a block, with as few escapes as it needs to read the same.
fn with_links(block: &StoryBlock, language: Language) -> String {
    let wanted = block.text().split_whitespace().collect::<Vec<_>>().join(" ");
    let links = block.runs.iter().filter(|run| !matches!(run, Run::Text(_))).count();
    if links == 0 {
        return paragraph(&wanted, language, &[]);
    }
    let prefixes: Vec<String> = (block.runs.iter())
        .filter_map(|run| match run {
            Run::Mention { scheme: Scheme::Outside(prefix), .. } => Some(prefix.clone()),
            _ => None,
        })
        .collect();
    let made = |marks: &str| {
        let escape = |words: &str| {
            let mut out = String::with_capacity(words.len());
            for c in words.chars() {
                if marks.contains(c) {
                    out.push('\\');
                }
                out.push(c);
            }
            out
        };
        block.runs.iter().fold(String::new(), |mut out, run| {
            let words = escape(run.words());
            let _ = match run {
                Run::Text(_) => write!(out, "{words}"),
                Run::Mention { scheme, id, .. } => write!(out, "[{words}]({}:{id})", scheme.name()),
                Run::Date { value, .. } => write!(out, "[{words}](date:{value})"),
            };
            out
        })
    };
    let reads_well = |markdown: &str| {
        let options = ReadOptions {
            syntax: Some(NEWS_MARKDOWN),
            language: Some(language),
            prefixes: prefixes.clone(),
            ..ReadOptions::default()
        };
        let article = read(&format!("x\n\n{markdown}\n"), &options);
        let [_, own] = article.blocks.as_slice() else { return false };
        own.prose.text() == wanted && own.spans.len() == links && article.unfinished.is_empty()
    };
    let candidates = ["", "\\`*_[]<>&#|~!"];
    let found = candidates.iter().map(|marks| made(marks)).find(|markdown| reads_well(markdown));
    found.unwrap_or_else(|| made("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"))
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
