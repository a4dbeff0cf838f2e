//! The readers: text in, [`Article`] out. A reader never fails and never panics; what it cannot make sense of is one
//! of the article's problems, and the rest is read as if it were not there.
//!
//! What must not be here: names, dates, rules. A reader knows marks on paper, not what they mean.

mod furniture;
mod markdown;
mod plain;
mod templates;

use crate::article::{Article, Dialect, Key};
use crate::language::Language;

/// What a reader is told beside the text.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The file's name or path, for its suffix; empty where there is none.
    pub path: String,
    /// The syntax, where the caller knows it.
    pub dialect: Option<Dialect>,
    /// The language, where the caller insists; otherwise the article says it, or its file name, or its script.
    pub language: Option<Language>,
    /// The language of articles that give no other sign, from the configuration.
    pub default_language: Option<Language>,
    /// Prefixes of outside authorities: `wd` makes `wd:Q42` a target.
    pub prefixes: Vec<String>,
}

/// Reads an article.
pub fn read(text: &str, options: &ReadOptions) -> Article {
    let dialect = options.dialect.unwrap_or_else(|| dialect_of(text, &options.path));
    let mut article = match dialect {
        Dialect::NewsMarkdown => markdown::read(text, options),
        Dialect::Plain => plain::read(text),
    };
    article.language = language_of(text, &article, options);
    article
}

/// The syntax of a text, from its file name, and where that says nothing from the text itself.
pub fn dialect_of(text: &str, path: &str) -> Dialect {
    let lower = path.to_ascii_lowercase();
    if [".md", ".markdown", ".newsmd"].iter().any(|suffix| lower.ends_with(suffix)) {
        return Dialect::NewsMarkdown;
    }
    let has_target = ["](actor:", "](person:", "](org:", "](place:", "](event:", "](date:", "]: actor:", "]: date:"];
    if markdown::has_front_matter(text) || has_target.iter().any(|mark| text.contains(mark)) {
        return Dialect::NewsMarkdown;
    }
    Dialect::Plain
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
    let body = article.blocks.iter().map(|block| block.prose.text()).find(|prose| prose.len() > 40).unwrap_or(text);
    language_of_path(&options.path)
        .or_else(|| {
            Language::of_script(body).filter(|language| options.default_language.is_none_or(|d| d != *language))
        })
        .or(options.default_language)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_stated_or_seen() {
        let of = |text: &str, path: &str| read(text, &ReadOptions { path: path.into(), ..Default::default() }).language;
        assert_eq!(of("---\ninLanguage: ar\n---\nHello", "x.news.md"), Language::Arabic);
        assert_eq!(of("Hello", "story.ar.news.md"), Language::Arabic);
        assert_eq!(of("قطر", "story.news.md"), Language::Arabic);
        assert_eq!(of("Hello", "story.md"), Language::English);
        assert_eq!(of("---\nlang: sw\n---\nHello", "story.md"), Language::Other);
        assert_eq!(of("", ""), Language::Other);
    }

    #[test]
    fn the_content_decides_where_the_name_is_silent() {
        assert_eq!(dialect_of("قال [حداد](actor:laila)", "story.txt"), Dialect::NewsMarkdown);
        assert_eq!(dialect_of("---\nheadline: x\n---\n", ""), Dialect::NewsMarkdown);
        assert_eq!(dialect_of("--- \nno key here\n", "x.txt"), Dialect::Plain);
    }
}
