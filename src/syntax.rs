//! The syntaxes of articles. A [`Syntax`] detects its texts, parses them, reports the completion slot at a cursor, and
//! writes. Each is one file or folder here and one entry of [`SYNTAXES`].
//!
//! A parser never fails and never panics; invalid parts are reported as problems, and the rest is parsed without them.
//! A syntax knows markup but not its meaning, so it must not depend on names, dates or rules.

mod date_form;
mod directives;
mod furniture;
mod json;
mod markdown;
mod ninjs;
mod plain;
mod record;
mod slot;
mod story;
mod table;
mod templates;
mod words;
mod writer;
mod xml;

pub use json::{Json, Node, encode_json_string, parse_json};
pub use markdown::compose as news_markdown;
pub use record::{RECORD, join_record, record_field, record_text};
pub use slot::{MarkupItem, Slot};
pub use story::{Composed, Story};
pub use table::{TableState, delimiter_of, table_fields};
pub use writer::{Draft, NewTarget, Writer, WriterNotes};
pub use xml::{dialects, pointer};

use crate::article::{Article, BlockKind, Key, Patch, Splice, SyntaxId};
use crate::language::Language;
use crate::text::Text;
use memchr::memmem;
use std::sync::Arc;

pub struct Syntax {
    pub id: SyntaxId,
    /// The end of the name of a new file.
    pub suffix: &'static str,
    /// How certain it is that a text is in this syntax, judging by the text and its path.
    pub detect: fn(&str, &str) -> Confidence,
    /// Parses an article; [`read`] detects the language.
    pub read: fn(&str, &ReadOptions) -> Article,
    /// Parses what an edit of more than words changed, where that costs less. `None` if the whole article must be parsed.
    pub patch: Option<ReadPatch>,
    /// The completion slot at an offset.
    pub slot: for<'a> fn(&'a str, &Article, u32) -> Slot<'a>,
    /// Its writer; `None` if it has no links.
    pub writer: Option<for<'a> fn(Draft<'a>) -> Box<dyn Writer + 'a>>,
    /// Writes a story as a new article.
    pub compose: fn(&Story) -> Composed,
}

/// Parses what an edit changed in an article.
pub type ReadPatch = fn(&Text, &ReadOptions, &Previous<'_>) -> Option<Patch>;

/// How certain a syntax is that a text is written in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Any text is valid.
    Possible,
    /// The text contains its marks.
    Likely,
    /// The file name shows it.
    Certain,
}

/// All syntaxes. Of two equally certain ones, the first is used.
pub static SYNTAXES: &[&Syntax] =
    &[&plain::SYNTAX, &ninjs::SYNTAX, &markdown::SYNTAX, &xml::NITF, &xml::TEI, &xml::NEWSML_G2, &xml::HTML];

/// News Markdown: CommonMark with front matter and `scheme:id` links.
pub const NEWS_MARKDOWN: SyntaxId = markdown::SYNTAX.id;
/// News items in JSON.
pub const NINJS: SyntaxId = ninjs::SYNTAX.id;
/// Plain text, as typed or scraped.
pub const PLAIN: SyntaxId = plain::SYNTAX.id;

impl Syntax {
    /// The syntax with a name; plain text if there is none.
    pub fn of(id: SyntaxId) -> &'static Self {
        SYNTAXES.iter().copied().find(|syntax| syntax.id == id).unwrap_or(&plain::SYNTAX)
    }

    /// The syntax with a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        SYNTAXES.iter().copied().find(|syntax| syntax.id.name() == name)
    }

    /// Detects the syntax of a text, from its file name and otherwise from its content.
    pub fn detect(text: &str, path: &str) -> &'static Self {
        // A text that is not named as Markdown is searched for links last, because that reads all of it.
        let is_named = (markdown::SYNTAX.detect)("", path) == Confidence::Certain;
        let last = SYNTAXES.iter().position(|syntax| !is_named && syntax.id == NEWS_MARKDOWN);
        let others = (0..SYNTAXES.len()).filter(|at| Some(*at) != last);
        let mut best: Option<(Confidence, usize)> = None;
        for at in others.chain(last) {
            let confidence = (SYNTAXES[at].detect)(text, path);
            if best.is_none_or(|(known, first)| confidence > known || (confidence == known && at < first)) {
                best = Some((confidence, at));
            }
            if confidence == Confidence::Certain {
                break;
            }
        }
        best.map_or(&plain::SYNTAX, |(_, at)| SYNTAXES[at])
    }
}

/// Options for parsing a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Name or path of the file, for its suffix; empty if there is none.
    pub path: String,
    /// The syntax, if the caller knows it.
    pub syntax: Option<SyntaxId>,
    /// The language, if the caller knows it; otherwise it is detected from the metadata, the file name or the words.
    pub language: Option<Language>,
    /// The language of articles without other evidence, from the configuration.
    pub default_language: Option<Language>,
    /// Prefixes of outside authorities: with `wd`, `wd:Q42` is a target.
    pub prefixes: Vec<String>,
}

/// An earlier version of a text, and the article that was parsed from it with the same options.
pub struct Previous<'a> {
    pub text: &'a Text,
    pub article: &'a Article,
    /// How many bytes at the start and at the end the text has in common with the new one.
    pub common: (usize, usize),
}

/// Parses an article again after an edit. The result is that of [`read`], with the blocks that were replaced if only those were
/// parsed. An article that no one else reads is changed in place. `old` and `text` have `common` bytes at the start and at the
/// end in common.
pub fn read_after(
    text: &Text,
    options: &ReadOptions,
    old: &Text,
    mut article: Arc<Article>,
    common: (usize, usize),
) -> (Arc<Article>, Option<Splice>) {
    let Some(patch) = patch_of(text, options, &Previous { text: old, article: &article, common }) else {
        return (Arc::new(read(text, options)), None);
    };
    let own = Arc::make_mut(&mut article);
    let splice = own.replace(patch);
    if own.syntax == NEWS_MARKDOWN && !own.directives.is_empty() {
        directives::set_scopes(text, &mut own.directives, &own.blocks);
    }
    own.language = language_of(&|| text, own, options);
    (article, Some(splice))
}

fn patch_of(text: &Text, options: &ReadOptions, previous: &Previous<'_>) -> Option<Patch> {
    let id = previous.article.syntax;
    // A name that shows the syntax shows it for every text.
    let is_certain = |syntax: &Syntax| (syntax.detect)("", &options.path) == Confidence::Certain;
    let is_same = || match options.syntax {
        Some(syntax) => syntax == id,
        None => SYNTAXES.iter().find(|syntax| is_certain(syntax)).is_some_and(|syntax| syntax.id == id),
    };
    match Syntax::of(id).patch {
        Some(patch) if is_same() => patch(text, options, previous),
        Some(_) => None,
        // Words do not say which syntax a text is in.
        None => words::patch(text, previous),
    }
}

/// Parses an article.
pub fn read(text: &str, options: &ReadOptions) -> Article {
    let mut article = if options.syntax == Some(RECORD) {
        record::read(text, options)
    } else {
        let syntax = options.syntax.map_or_else(|| Syntax::detect(text, &options.path), Syntax::of);
        (syntax.read)(text, options)
    };
    article.language = language_of(&|| text, &article, options);
    article
}

/// Whether a text is an article in markup: an item of a news format, or a page that says that it is an article. `text` is at
/// least its beginning.
pub fn is_markup_article(text: &str, path: &str) -> bool {
    let syntax = Syntax::detect(text, path);
    match syntax.id {
        PLAIN | NEWS_MARKDOWN => false,
        id if id == xml::HTML.id => {
            let marks = ["NewsArticle", "articleBody", "article:published_time"];
            marks.iter().any(|mark| memmem::find(text.as_bytes(), mark.as_bytes()).is_some())
        }
        _ => true,
    }
}

/// Whether a text contains links to actors or dates, whatever its file name is.
pub fn has_links(text: &str) -> bool {
    markdown::has_links(text)
}

/// The language in a file name: `story.ar.news.md`, `story.ar.txt`.
pub fn language_of_path(path: &str) -> Option<Language> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let mut parts = name.split('.');
    parts.next();
    parts.filter(|part| (2..=3).contains(&part.len()) || part.contains('-')).find_map(Language::from_tag)
}

fn language_of<'a>(text: &dyn Fn() -> &'a str, article: &'a Article, options: &ReadOptions) -> Language {
    let stated = article.metadata.text(Key::InLanguage).map(|scalar| scalar.text().trim().to_owned());
    if let Some(language) = options.language {
        return language;
    }
    if let Some(language) = language_of_body(article) {
        return language;
    }
    if let Some(tag) = stated.filter(|tag| !tag.is_empty()) {
        return Language::from_tag(&tag).unwrap_or(Language::Other);
    }
    if let Some(language) = language_of_path(&options.path) {
        return language;
    }
    // Text that states a language shows nothing about the rest, if there is any.
    let has_unstated = article.blocks.iter().any(|block| block.is_body() && block.language.is_none());
    let blocks = || article.blocks.iter().filter(move |block| !has_unstated || block.language.is_none());
    let parts = blocks().filter(|block| !matches!(block.kind, BlockKind::Furniture(_)));
    let seen = Language::of_text(&parts.map(|block| block.prose.text()));
    if let Some(language) = seen.filter(|language| *language != Language::Other) {
        return language;
    }
    let body = blocks().map(|block| block.prose.text()).find(|prose| prose.len() > 40).unwrap_or_else(text);
    let script = Language::of_script(body);
    // The script must fit the language of the configuration.
    let fits =
        |language: &Language| script.is_none_or(|script| language.is_right_to_left() == script.is_right_to_left());
    language_of_folder(&options.path).or(options.default_language).filter(fits).or(seen).or(script).unwrap_or_default()
}

/// The language that the markup states for the whole body, which can differ from that of the document around it.
fn language_of_body(article: &Article) -> Option<Language> {
    let mut body = article.blocks.iter().filter(|block| block.is_body()).map(|block| block.language);
    let first = body.next()??;
    body.all(|language| language == Some(first)).then_some(first)
}

/// The language in the name of a folder, as in `content/fr/`.
fn language_of_folder(path: &str) -> Option<Language> {
    let mut folders = path.rsplit(['/', '\\']).skip(1);
    folders.find_map(|name| {
        let is_tag = name.len() == 2 || (name.len() == 5 && matches!(name.as_bytes()[2], b'-' | b'_'));
        is_tag.then(|| Language::from_tag(name)).flatten()
    })
}

#[cfg(test)]
mod tests;
