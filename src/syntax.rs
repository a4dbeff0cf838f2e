//! The syntaxes of articles. A [`Syntax`] recognises its texts, reads them, says what is typed at a cursor, and writes. It is one
//! file or folder here and one line of [`SYNTAXES`].
//!
//! A reader never fails and never panics; what it cannot make sense of is one of the article's problems, and the rest is
//! read as if it were not there. A syntax knows marks, not what they mean: it must not know names, dates or rules.

mod furniture;
mod markdown;
mod plain;
mod slot;
mod templates;
mod writer;

pub use markdown::compose as news_markdown;
pub use slot::Slot;
pub use writer::{Draft, Writer, WriterNotes};

use crate::article::{Article, BlockKind, Key, SyntaxId};
use crate::language::Language;

/// A syntax.
pub struct Syntax {
    /// Its name.
    pub id: SyntaxId,
    /// How sure it is that a text is written in it, from the text and its path.
    pub detect: fn(&str, &str) -> Confidence,
    /// Reads an article; [`read`] adds the language.
    pub read: fn(&str, &ReadOptions) -> Article,
    /// What is typed at an offset.
    pub slot: for<'a> fn(&'a str, &Article, u32) -> Slot<'a>,
    /// How it is written into; `None` where it holds no links.
    pub writer: Option<for<'a> fn(Draft<'a>) -> Box<dyn Writer + 'a>>,
    /// A new article of a headline and paragraphs of plain words.
    #[cfg_attr(not(test), expect(dead_code, reason = "tests write one article in each syntax"))]
    pub compose: fn(&str, &[&str]) -> String,
}

/// How sure a syntax is that a text is written in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Any text can be read in it.
    Possible,
    /// The text has marks of it.
    Likely,
    /// The file name says so.
    Certain,
}

/// All syntaxes. Where two are equally sure of a text, the first one reads it.
pub static SYNTAXES: &[&Syntax] = &[&plain::SYNTAX, &markdown::SYNTAX];

/// News Markdown: CommonMark with front matter and `scheme:id` links.
pub const NEWS_MARKDOWN: SyntaxId = markdown::SYNTAX.id;
/// Plain text, as typed or scraped.
pub const PLAIN: SyntaxId = plain::SYNTAX.id;

impl Syntax {
    /// The syntax of a name; plain text for a name that none has.
    pub fn of(id: SyntaxId) -> &'static Self {
        SYNTAXES.iter().copied().find(|syntax| syntax.id == id).unwrap_or(&plain::SYNTAX)
    }

    /// The syntax of a text, from its file name, and where that says nothing from the text itself.
    pub fn detect(text: &str, path: &str) -> &'static Self {
        let sure = |syntax: &Self| (syntax.detect)(text, path);
        let mut best = &plain::SYNTAX;
        for syntax in SYNTAXES.iter().copied() {
            if sure(syntax) > sure(best) {
                best = syntax;
            }
        }
        best
    }
}

/// What a reader is told about a text.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The file's name or path, for its suffix; empty where there is none.
    pub path: String,
    /// The syntax, where the caller knows it.
    pub syntax: Option<SyntaxId>,
    /// The language, where the caller knows it; otherwise the article says it, or its file name, or its words.
    pub language: Option<Language>,
    /// The language of articles that give no other sign, from the configuration.
    pub default_language: Option<Language>,
    /// Prefixes of outside authorities: `wd` makes `wd:Q42` a target.
    pub prefixes: Vec<String>,
}

/// Reads an article.
pub fn read(text: &str, options: &ReadOptions) -> Article {
    let syntax = options.syntax.map_or_else(|| Syntax::detect(text, &options.path), Syntax::of);
    let mut article = (syntax.read)(text, options);
    article.language = language_of(text, &article, options);
    article
}

/// Whether a text holds links to actors or dates, whatever its name is.
pub fn has_links(text: &str) -> bool {
    markdown::has_links(text)
}

/// The language that a file name states: `story.ar.news.md`, `story.ar.txt`.
pub fn language_of_path(path: &str) -> Option<Language> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let mut parts = name.split('.');
    parts.next();
    parts.filter(|part| (2..=3).contains(&part.len()) || part.contains('-')).find_map(Language::from_tag)
}

fn language_of(text: &str, article: &Article, options: &ReadOptions) -> Language {
    let stated = article.metadata.text(Key::InLanguage).map(|scalar| scalar.text().trim().to_owned());
    if let Some(language) = options.language {
        return language;
    }
    if let Some(tag) = stated.filter(|tag| !tag.is_empty()) {
        return Language::from_tag(&tag).unwrap_or(Language::Other);
    }
    if let Some(language) = language_of_path(&options.path) {
        return language;
    }
    let parts = article.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Furniture(_)));
    let seen = Language::of_text(&parts.map(|block| block.prose.text()));
    if let Some(language) = seen.filter(|language| *language != Language::Other) {
        return language;
    }
    let body = article.blocks.iter().map(|block| block.prose.text()).find(|prose| prose.len() > 40).unwrap_or(text);
    let script = Language::of_script(body);
    // The letters tell whether the language of the configuration can be that of the text.
    let fits =
        |language: &Language| script.is_none_or(|script| language.is_right_to_left() == script.is_right_to_left());
    language_of_folder(&options.path).or(options.default_language).filter(fits).or(seen).or(script).unwrap_or_default()
}

/// The language that a folder is named after, as in `content/fr/`.
fn language_of_folder(path: &str) -> Option<Language> {
    let mut folders = path.rsplit(['/', '\\']).skip(1);
    folders.find_map(|name| {
        let is_tag = name.len() == 2 || (name.len() == 5 && matches!(name.as_bytes()[2], b'-' | b'_'));
        is_tag.then(|| Language::from_tag(name)).flatten()
    })
}

#[cfg(test)]
mod tests;
