//! Twins: the files that are translations of each other. One of them names the other, so each is looked for from both.

use super::reading::head;
use super::{Project, ReadAs, is_inside, read, refusal_of_file, tidy};
use crate::article::{Article, Key};
use crate::language::Language;
use crate::syntax;
use std::path::{Path, PathBuf};

/// How many bytes of a file are searched for the name of a twin: metadata is at the head.
const HEAD: u64 = 64 << 10;

/// Whether a text can name a twin. Only then is it worth parsing for that.
pub fn can_name_twins(text: &[u8]) -> bool {
    // `translationOf`, and the links of other syntaxes. The four letters in their middle are rare, so many places are
    // compared at once.
    const WORDS: [&[u8]; 2] = [b"translat", b"hreflang"];
    const BEFORE: usize = 3;
    const CHUNK: usize = 64;
    let is_word = |at: usize| {
        WORDS.iter().any(|word| {
            let found = at.checked_sub(BEFORE).and_then(|start| text.get(start..start + word.len()));
            found.is_some_and(|found| found.eq_ignore_ascii_case(word))
        })
    };
    (0..text.len()).step_by(CHUNK).any(|start| {
        let end = text.len().min(start + CHUNK);
        let may_hold = text[start..].first_chunk::<{ CHUNK + 3 }>().is_none_or(|window| {
            // Without branches, so that it is compiled to vectors.
            let mut any = 0;
            for at in 0..CHUNK {
                let letter = |place: usize| window[at + place] | 0x20;
                let is = |place: usize, wanted: u8| u8::from(letter(place) == wanted);
                any |= is(0, b'n') & is(1, b's') & is(2, b'l') & is(3, b'a')
                    | is(0, b'f') & is(1, b'l') & is(2, b'a') & is(3, b'n');
            }
            any != 0
        });
        may_hold && (start..end).any(is_word)
    })
}

/// The files that an article names as its twins, by their paths from its folder. They need not exist.
pub fn named_twins(path: &Path, article: &Article) -> Vec<PathBuf> {
    // A page can have several translations.
    let entries = article.metadata.entries.iter().chain(&article.metadata.others);
    let entries = entries.filter(|entry| entry.key == Some(Key::TranslationOf));
    let names = entries.flat_map(|entry| entry.value.scalars()).map(|name| name.text().trim());
    // An address or a name of another kind has a scheme: `https:`, `urn:`.
    let has_scheme = |name: &str| name.split('/').next().is_some_and(|first| first.contains(':'));
    let relative = names.filter(|name| !name.is_empty() && !has_scheme(name) && !Path::new(name).is_absolute());
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut found: Vec<PathBuf> = relative.map(|name| tidy(folder.join(name))).filter(|twin| twin != path).collect();
    found.sort();
    found.dedup();
    found
}

/// The twins that an article on disk names. Only a file that can name one is read as a whole.
pub fn twins_on_disk(path: &Path, project: &Project) -> Vec<PathBuf> {
    if !can_name_twins(&head(path, HEAD)) {
        return Vec::new();
    }
    let Ok(text) = read(path, ReadAs::Article) else { return Vec::new() };
    let options = project.context.read_options(&path.display().to_string());
    named_twins(path, &syntax::read(&text, &options))
}

/// Whether a file that an article names can be its twin: an article of the project. Any other file is not quoted.
pub fn is_twin_file(path: &Path, project: &Project) -> bool {
    path.is_file() && is_inside(path, &project.root) && refusal_of_file(path).is_none()
}

/// The articles of a folder whose names without language and extension fit: `harbour.en.news.md` for `harbour`. They are the
/// files that most probably name an article as their twin.
pub fn neighbours(folder: &Path, is_stem: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = std::fs::read_dir(here).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let alike = names.filter(|name| is_stem(stem(name))).map(|name| folder.join(name));
    let mut found: Vec<PathBuf> = alike.filter(|path| path.is_file() && refusal_of_file(path).is_none()).collect();
    found.sort();
    found
}

/// Whether two files of one folder have one name in two languages.
pub fn are_neighbours(one: &Path, other: &Path) -> bool {
    let name = |path: &Path| path.file_name().and_then(|name| name.to_str()).map(|name| stem(name).to_owned());
    one != other && one.parent() == other.parent() && name(one) == name(other)
}

/// A file name without its language and extension: `harbour` of `harbour.en.news.md`, `harbour-en.md` and `harbour.txt`.
pub fn stem(name: &str) -> &str {
    let is_language = |tag: &str| tag.len() <= 3 && Language::from_tag(tag).is_some();
    let without = |name: &'_ str, separators: &[char], fits: &dyn Fn(&str) -> bool| {
        let split = name.rsplit_once(separators).filter(|(head, tail)| !head.is_empty() && fits(tail));
        split.map_or(name.len(), |(head, _)| head.len())
    };
    let name = &name[..without(name, &['.'], &|_| true)];
    let name = &name[..without(name, &['.'], &|part| part == "news")];
    &name[..without(name, &['.', '-', '_'], &is_language)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_have_one_stem() {
        for name in ["harbour.en.news.md", "harbour.ar.news.md", "harbour-en.md", "harbour_ar.txt", "harbour.news.md"] {
            assert_eq!(stem(name), "harbour", "{name}");
        }
        assert_eq!(stem("2024.03.18-port.en.news.md"), "2024.03.18-port");
        assert_eq!((stem(".md"), stem("en.md"), stem("a.b.md")), (".md", "en", "a.b"));
    }

    #[test]
    fn a_page_names_its_translations() {
        let page = "<html lang=en><head><link rel=alternate hreflang=en href=a.html><link rel=alternate hreflang=ar \
                    href=../ar/a.html><link rel=alternate hreflang=fr href=https://example.org/a><link rel=alternate \
                    hreflang=x-default href=b.html><link rel=alternate hreflang=tr-TR href=a.tr.html></head></html>";
        let options = syntax::ReadOptions { path: "en/a.html".to_owned(), ..Default::default() };
        let twins = named_twins(Path::new("en/a.html"), &syntax::read(page, &options));
        assert_eq!(twins, [Path::new("en/../ar/a.html"), Path::new("en/a.tr.html")]);
    }

    #[test]
    fn only_a_text_that_can_name_a_twin_is_parsed() {
        assert!(can_name_twins(b"x\nTranslationOf: a.md"));
        assert!(can_name_twins(b"<link rel=alternate hrefLang=ar>"));
        assert!(can_name_twins(b"<link rel='irel:translatedFrom' href='harbour.ar.xml'/>"));
        assert!(!can_name_twins("قال إنه transla".as_bytes()));
    }
}
