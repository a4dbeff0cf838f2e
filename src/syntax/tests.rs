use super::*;
use crate::text::difference;

/// The article after an edit, if only what the edit changed was parsed.
pub(super) fn patched(old: &str, new: &str, options: &ReadOptions) -> Option<Article> {
    let article = Arc::new(read(old, options));
    let (old_text, text) = (Text::from(ropey::Rope::from_str(old)), Text::from(ropey::Rope::from_str(new)));
    let (article, splice) = read_after(&text, options, &old_text, article, difference(old, new));
    splice.map(|_| Arc::unwrap_or_clone(article))
}

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
fn the_configuration_decides_the_language_without_other_evidence() {
    let of = |text: &str, language: Language| {
        read(text, &ReadOptions { default_language: Some(language), ..Default::default() }).language
    };
    assert_eq!(of("Karim Adel", Language::German), Language::German);
    assert_eq!(of("Karim Adel", Language::Arabic), Language::English);
    assert_eq!(of("کریم عادل", Language::Persian), Language::Persian);
    assert_eq!(of("The port was closed and the ships waited.", Language::German), Language::English);
}

#[test]
fn the_content_decides_the_syntax_if_the_name_does_not() {
    assert_eq!(Syntax::detect("قال [حداد](actor:laila)", "story.txt").id, NEWS_MARKDOWN);
    assert_eq!(Syntax::detect("---\nheadline: x\n---\n", "").id, NEWS_MARKDOWN);
    assert_eq!(Syntax::detect("--- \nno key here\n", "x.txt").id, PLAIN);
}
