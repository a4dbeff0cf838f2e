//! The readers: text in, [`Article`] out. A reader never fails and never panics; what it cannot make sense of is one
//! of the article's problems, and the rest is read as if it were not there.
//!
//! What must not be here: names, dates, rules. A reader knows marks on paper, not what they mean.

mod furniture;
mod markdown;
mod plain;
mod templates;

use crate::article::{Article, BlockKind, Dialect, Key};
use crate::language::Language;

/// What a reader is told beside the text.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The file's name or path, for its suffix; empty where there is none.
    pub path: String,
    /// The syntax, where the caller knows it.
    pub dialect: Option<Dialect>,
    /// The language, where the caller knows it; otherwise the article says it, or its file name, or its words.
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
        let french = "Le port est fermé et les navires attendent dans la baie.";
        assert_eq!(of(french, "story.md"), Language::French);
        assert_eq!(of(french, "content/en/story.md"), Language::French);
        assert_eq!(of("12/06", "content/fr/story.md"), Language::French);
        assert_eq!(of("مرسى", "content/fr/story.md"), Language::Arabic);
    }

    #[test]
    fn the_configuration_names_the_language_of_what_gives_no_sign() {
        let of = |text: &str, language: Language| {
            read(text, &ReadOptions { default_language: Some(language), ..Default::default() }).language
        };
        assert_eq!(of("Karim Adel", Language::German), Language::German);
        assert_eq!(of("Karim Adel", Language::Arabic), Language::English);
        assert_eq!(of("کریم عادل", Language::Persian), Language::Persian);
        assert_eq!(of("The port was closed and the ships waited.", Language::German), Language::English);
    }

    #[test]
    fn the_content_decides_where_the_name_is_silent() {
        assert_eq!(dialect_of("قال [حداد](actor:laila)", "story.txt"), Dialect::NewsMarkdown);
        assert_eq!(dialect_of("---\nheadline: x\n---\n", ""), Dialect::NewsMarkdown);
        assert_eq!(dialect_of("--- \nno key here\n", "x.txt"), Dialect::Plain);
    }
}
