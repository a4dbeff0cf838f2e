//! What a folder holds before a project is set up in it: where its articles are, their language and their time zone.

use super::reading::head;
use super::walking::walk;
use crate::language::Language;
use crate::message;
use crate::message::Message;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The example article of a new project. It says nothing about the folder.
pub(super) const EXAMPLE: &str = "example.ar.news.md";
/// How deep a folder is walked.
const DEPTH: usize = 8;
/// How deep a folder is walked for archives.
const SHALLOW: usize = 2;
/// How many files of a group are read.
const SAMPLED: usize = 40;
/// The most articles that are named one by one, where a glob would cover other files too.
const MOST_NAMES: usize = 20;
/// How much of a file is read, in bytes.
const HEAD: u64 = 8192;
/// How many words a text needs to be an article.
const WORDS: usize = 25;
/// How many of ten samples must agree.
const MOST_OF_TEN: usize = 8;

/// The generators of sites, by a file that each of them has.
const GENERATORS: &[(&str, &[&str])] = &[
    (
        "Hugo",
        &[
            "hugo.toml",
            "hugo.yaml",
            "hugo.yml",
            "hugo.json",
            "config/_default/hugo.toml",
            "config/_default/config.toml",
        ],
    ),
    ("Jekyll", &["_config.yml", "_config.yaml"]),
    (
        "Eleventy",
        &[
            ".eleventy.js",
            ".eleventy.cjs",
            "eleventy.config.js",
            "eleventy.config.mjs",
            "eleventy.config.cjs",
            "eleventy.config.ts",
        ],
    ),
    ("Astro", &["astro.config.mjs", "astro.config.js", "astro.config.ts", "astro.config.cjs"]),
];

/// The files in which a site states its time zone.
const SITE_FILES: &[&str] =
    &["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml", "config.yaml", "_config.yml", "_config.yaml"];

/// Folders that hold the output or the machinery of a site, not its articles.
const NOT_CONTENT: &[&str] = &[
    "node_modules",
    "public",
    "dist",
    "_site",
    "themes",
    "layouts",
    "archetypes",
    "vendor",
    "target",
    "resources",
    "static",
    "assets",
    "_includes",
    "_layouts",
];

/// The extensions of articles in markup.
const MARKUP: &[&str] = &["html", "htm", "xhtml", "xml", "nitf", "tei", "json"];

/// The extensions of pages.
const PAGES: &[&str] = &["html", "htm", "xhtml"];

/// The names of text files that are not articles, without their extension.
const NOT_ARTICLES: &[&str] = &[
    "readme",
    "license",
    "licence",
    "changelog",
    "contributing",
    "robots",
    "humans",
    "requirements",
    "cmakelists",
    "notes",
    "todo",
    "authors",
    "copying",
    "notice",
    "code_of_conduct",
    "security",
];

/// Words that name the time zone of a publication.
const ZONE_WORDS: &[(&str, &str)] = &[
    ("بتوقيت مكة", "Asia/Riyadh"),
    ("بتوقيت السعودية", "Asia/Riyadh"),
    ("بتوقيت الرياض", "Asia/Riyadh"),
    ("بتوقيت القاهرة", "Africa/Cairo"),
    ("بتوقيت الدوحة", "Asia/Qatar"),
    ("بتوقيت قطر", "Asia/Qatar"),
    ("بتوقيت الإمارات", "Asia/Dubai"),
    ("بتوقيت أبوظبي", "Asia/Dubai"),
    ("بتوقيت بيروت", "Asia/Beirut"),
    ("بتوقيت بغداد", "Asia/Baghdad"),
    ("بتوقيت دمشق", "Asia/Damascus"),
    ("بتوقيت الخرطوم", "Africa/Khartoum"),
    ("بتوقيت تونس", "Africa/Tunis"),
    ("بتوقيت طرابلس", "Africa/Tripoli"),
    ("Doha time", "Asia/Qatar"),
    ("Cairo time", "Africa/Cairo"),
    ("Riyadh time", "Asia/Riyadh"),
    ("Beirut time", "Asia/Beirut"),
    ("Eastern Time", "America/New_York"),
    ("Pacific Time", "America/Los_Angeles"),
    (" BST", "Europe/London"),
];

/// A key of front matter that has the date of an article. The flags need no tables of Unicode.
static DATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?m-u)^["']?(date|datePublished|pubDate|published|publishDate|published_at|pubdate)["']?\s*[:=]"#)
        .ok()
});

/// What was found in a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Survey {
    /// The generator of the site.
    pub generator: Option<&'static str>,
    /// Globs for articles that are not recognised by their names, with the number of files of each.
    pub articles: Vec<(String, usize)>,
    /// How many articles are recognised by their names.
    pub named: usize,
    /// The language of nearly all articles.
    pub language: Option<Language>,
    /// The time zone that the site or its articles state.
    pub time_zone: Option<String>,
    /// The time zone of this computer. It is only a suggestion.
    pub local_zone: Option<String>,
}

/// The files of a folder that can be archives: tables and JSON.
pub fn tables(folder: &Path) -> Vec<PathBuf> {
    walk(folder, Some(SHALLOW), |path| has_extension(path, &["csv", "tsv", "json", "jsonl", "ndjson"])).files
}

/// Looks into a folder. Files that cannot be read are left out.
pub fn survey(folder: &Path) -> Survey {
    let is_text = |path: &Path| has_extension(path, &["md", "markdown", "txt"]) || has_extension(path, MARKUP);
    let is_content = |path: &Path| {
        let below = path.strip_prefix(folder).unwrap_or(path);
        !below.iter().any(|part| NOT_CONTENT.iter().any(|name| part == *name))
    };
    let files = walk(folder, Some(DEPTH), |path| is_text(path) && is_content(path)).files;
    let mut found = Survey { generator: generator(folder), local_zone: local_zone(), ..Survey::default() };
    let mut groups: BTreeMap<String, Vec<&Path>> = BTreeMap::new();
    let mut samples = Vec::new();
    // Globs that would make an article of a README.
    let mut shared: BTreeSet<String> = BTreeSet::new();
    for path in &files {
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        if name == EXAMPLE {
            continue;
        }
        // These are articles without a setting.
        let is_markdown = path.extension().is_some_and(|end| end == "md");
        if name.ends_with(".news.md") || (is_markdown && super::is_news_article(path)) {
            found.named += 1;
            if samples.len() < SAMPLED {
                samples.push(text_of(path));
            }
            continue;
        }
        let stem = name.split('.').next().unwrap_or_default();
        let Some(glob) = glob_of(folder, path) else { continue };
        if NOT_ARTICLES.contains(&stem) {
            shared.insert(glob);
        } else {
            groups.entry(glob).or_default().push(path);
        }
    }
    for (glob, files) in groups {
        let step = files.len().div_ceil(SAMPLED).max(1);
        let is_plain = files.iter().all(|path| path.extension().is_some_and(|end| end == "txt"));
        let texts: Vec<(&Path, String)> = files.iter().step_by(step).map(|path| (*path, text_of(path))).collect();
        let read = texts.len();
        let is_article = |path: &Path, text: &str| {
            if has_extension(path, MARKUP) { is_like_item(path, text) } else { is_like_article(text, is_plain) }
        };
        let articles: Vec<String> =
            texts.into_iter().filter(|(path, text)| is_article(path, text)).map(|(_, text)| text).collect();
        // Half of the samples: a folder of articles has an index and a few notes, too.
        if read == 0 || articles.len() * 2 < read {
            continue;
        }
        // The language of markup is not that of its prose.
        samples.extend(articles.into_iter().filter(|_| !files.iter().any(|path| has_extension(path, MARKUP))));
        if !shared.contains(&glob) {
            found.articles.push((glob, files.len()));
        } else if files.len() <= MOST_NAMES {
            let names = files.iter().filter_map(|path| path.strip_prefix(folder).ok()?.to_str());
            let names = names.filter(|name| !super::is_glob(name) && !name.contains(['"', '\\']));
            found.articles.extend(names.map(|name| (name.to_owned(), 1)));
        }
    }
    let languages = samples.iter().filter_map(|text| Language::of_text(&prose(text)));
    found.language = agreed(languages, samples.len());
    found.time_zone = site_zone(folder).or_else(|| {
        let zones: Vec<&str> = samples.iter().filter_map(|text| stated_zone(text)).collect();
        let count = zones.len();
        agreed(zones.into_iter(), count).map(str::to_owned)
    });
    found
}

impl Survey {
    /// Whether there are articles.
    pub fn has_articles(&self) -> bool {
        self.named > 0 || !self.articles.is_empty()
    }

    /// What was found, one line each.
    pub fn lines(&self) -> Vec<Message> {
        let mut lines = Vec::new();
        if let Some(generator) = self.generator {
            lines.push(message!("a site made with {generator}", generator));
        }
        if self.named > 0 {
            lines.push(message!(
                "articles by their name (`*.news.md`) or front matter (`type: NewsArticle`): {count}",
                count = self.named
            ));
        }
        for (glob, count) in &self.articles {
            lines.push(message!("articles in `{glob}`: {count}", glob, count));
        }
        if let Some(language) = self.language {
            lines.push(message!("language of nearly all articles: `{tag}`", tag = language.tag()));
        }
        if let Some(zone) = &self.time_zone {
            lines.push(message!("time zone: `{zone}`", zone));
        }
        lines
    }
}

fn generator(folder: &Path) -> Option<&'static str> {
    let has = |names: &[&str]| names.iter().any(|name| folder.join(name).is_file());
    let known = GENERATORS.iter().find(|(_, names)| has(names)).map(|(name, _)| *name);
    // Older sites of Hugo have a configuration with a name that others use, too.
    let is_old_hugo = || {
        has(&["config.toml", "config.yaml"]) && folder.join("content").is_dir() && folder.join("archetypes").is_dir()
    };
    known.or_else(|| is_old_hugo().then_some("Hugo"))
}

/// The glob that covers a file: its upper folder and its extension.
fn glob_of(folder: &Path, path: &Path) -> Option<String> {
    let below = path.strip_prefix(folder).ok()?;
    let extension = path.extension()?.to_str()?;
    let mut folders: Vec<&str> = below.parent()?.iter().map(|part| part.to_str()).collect::<Option<_>>()?;
    if folders.iter().any(|part| super::is_glob(part) || part.contains('"') || part.contains('\\')) {
        return None;
    }
    // The folder of sources holds code as well.
    let depth = if folders.first() == Some(&"src") { 2 } else { 1 };
    folders.truncate(depth);
    Some(match folders.as_slice() {
        [] => format!("*.{extension}"),
        folders => format!("{}/**/*.{extension}", folders.join("/")),
    })
}

fn text_of(path: &Path) -> String {
    String::from_utf8_lossy(&head(path, HEAD)).into_owned()
}

fn has_extension(path: &Path, known: &[&str]) -> bool {
    path.extension().is_some_and(|end| known.iter().any(|one| end == *one))
}

/// Whether a file is probably a page with a story, or an item of a news format.
fn is_like_item(path: &Path, text: &str) -> bool {
    if has_extension(path, PAGES) {
        return ["<article", "NewsArticle", "article:published_time"].iter().any(|sign| text.contains(sign));
    }
    super::refusal(path, text.as_bytes()).is_none()
}

/// Whether a text is probably an article: plain text with sentences, or Markdown with a date in its front matter.
fn is_like_article(text: &str, is_plain: bool) -> bool {
    if is_plain {
        return text.split_whitespace().count() >= WORDS && text.contains(['.', '،', '؟', '。']);
    }
    let fence = text.trim_start_matches('\u{FEFF}').get(..3);
    let has_fence = matches!(fence, Some("---" | "+++"));
    has_fence && DATED.as_ref().is_some_and(|dated| dated.is_match(front_matter(text)))
}

fn front_matter(text: &str) -> &str {
    let text = text.trim_start_matches('\u{FEFF}');
    let fence = text.get(..3).unwrap_or_default();
    let end = text.get(3..).and_then(|rest| rest.find(&format!("\n{fence}")));
    end.map_or("", |end| &text[..end + 3])
}

/// The text after the front matter, in words.
fn prose(text: &str) -> impl Iterator<Item = &str> + Clone {
    let front = front_matter(text).len();
    text[front..].lines().map(str::trim).filter(|line| line.len() > 20)
}

/// The value that nearly all of some samples have.
fn agreed<T: PartialEq + Copy>(values: impl Iterator<Item = T>, of: usize) -> Option<T> {
    let values: Vec<T> = values.collect();
    let count = |value: T| values.iter().filter(|other| **other == value).count();
    let best = values.iter().copied().max_by_key(|value| count(*value))?;
    (count(best) * 10 >= of * MOST_OF_TEN).then_some(best)
}

fn stated_zone(text: &str) -> Option<&'static str> {
    ZONE_WORDS.iter().find(|(words, _)| text.contains(words)).map(|(_, zone)| *zone)
}

/// The time zone in the configuration of a site.
fn site_zone(folder: &Path) -> Option<String> {
    static STATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?mi-u)^\s*"?time_?zone"?\s*[:=]\s*["']?([A-Za-z_]+(?:/[A-Za-z_+\-0-9]+)+|UTC)"#).ok()
    });
    let stated = |name: &&str| {
        let text = text_of(&folder.join(name));
        STATED.as_ref()?.captures(&text).map(|found| found[1].to_owned())
    };
    SITE_FILES.iter().find_map(stated).filter(|zone| is_zone(zone))
}

/// The time zone that the system is set to.
fn local_zone() -> Option<String> {
    let target = std::fs::read_link("/etc/localtime").ok()?;
    let zone = target.to_str()?.split_once("zoneinfo/")?.1.to_owned();
    is_zone(&zone).then_some(zone)
}

fn is_zone(name: &str) -> bool {
    jiff::tz::TimeZone::get(name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::disallowed_methods, reason = "the test makes files")]
    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = root.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        root
    }

    const ENGLISH: &str = "---\ntitle: Works\ndate: 2024-03-18\n---\nThe works at the harbour will begin in June, the minister of ports said, and they will end in the summer of the next year.\n";
    const ARABIC: &str = "قالت وزيرة الموانئ إن الأعمال في الميناء تبدأ في يونيو المقبل، وإنها تنتهي قبل نهاية العام، الساعة السابعة بتوقيت مكة المكرمة. وأضافت أن الكلفة لم تحدد بعد وأن المجلس سيعلنها في جلسة لاحقة هذا الشهر.\n";

    #[test]
    fn a_site_has_its_articles_in_its_folder_of_content() {
        let hugo = folder(&[
            ("hugo.toml", "title = \"x\"\ntimeZone = \"Asia/Qatar\"\n"),
            ("README.md", "# Site\n"),
            ("content/news/one.md", ENGLISH),
            ("content/news/two.md", ENGLISH),
            ("themes/x/content/three.md", ENGLISH),
            ("public/index.md", ENGLISH),
        ]);
        let found = survey(hugo.path());
        assert_eq!(found.generator, Some("Hugo"));
        assert_eq!(found.articles, [("content/**/*.md".to_owned(), 2)]);
        assert_eq!(found.language, Some(Language::English));
        assert_eq!(found.time_zone.as_deref(), Some("Asia/Qatar"));

        let jekyll = folder(&[("_config.yml", "timezone: Europe/Nowhere\n"), ("_posts/2024-03-18-works.md", ENGLISH)]);
        let found = survey(jekyll.path());
        assert_eq!(
            (found.generator, found.time_zone),
            (Some("Jekyll"), None),
            "a zone that does not exist is left out"
        );
        assert_eq!(found.articles, [("_posts/**/*.md".to_owned(), 1)]);

        let astro =
            folder(&[("astro.config.mjs", ""), ("src/content/a.md", ENGLISH), ("src/pages/about.md", "# About\n")]);
        assert_eq!(survey(astro.path()).articles, [("src/content/**/*.md".to_owned(), 1)]);
    }

    #[test]
    fn a_folder_of_texts_is_an_archive() {
        let archive = folder(&[("2017/one.txt", ARABIC), ("2017/deep/two.txt", ARABIC), ("requirements.txt", "a\n")]);
        let found = survey(archive.path());
        assert_eq!(found.articles, [("2017/**/*.txt".to_owned(), 2)]);
        assert_eq!(found.language, Some(Language::Arabic));
        assert_eq!(found.time_zone.as_deref(), Some("Asia/Riyadh"));
    }

    #[test]
    fn pages_and_items_of_agencies_are_articles() {
        let page = "<!doctype html><html lang=\"ar\"><body><article><p>قالت الوزيرة.</p></article></body></html>";
        let nitf = "<nitf><head><title>A</title></head><body><body.content><p>B</p></body.content></body></nitf>";
        let archive = folder(&[
            ("pages/one.html", page),
            ("pages/index.html", "<html><body><p>Menu</p></body></html>"),
            ("wire/a.xml", nitf),
            ("feeds/rss.xml", "<rss><channel><title>A</title></channel></rss>"),
            ("package.json", "{\"name\": \"site\"}"),
        ]);
        let found = survey(archive.path());
        let globs = [("pages/**/*.html".to_owned(), 2), ("wire/**/*.xml".to_owned(), 1)];
        assert_eq!((found.articles, found.language), (globs.to_vec(), None));
    }

    #[test]
    fn documentation_and_lists_are_not_articles() {
        let code = folder(&[
            ("README.md", "# Program\n\nIt does this and that, and it was written in the last week of the year.\n"),
            ("docs/guide.md", "# Guide\n\nThe guide has words, and more words, and no date.\n"),
            ("data/words.txt", "one two three"),
        ]);
        let found = survey(code.path());
        assert!(!found.has_articles(), "{found:?}");
        assert_eq!((found.language, found.lines().len()), (None, 0));
    }

    #[test]
    fn a_readme_does_not_become_an_article() {
        let marked = ENGLISH.replace("title: Works", "type: NewsArticle");
        let folder = folder(&[("README.md", "# Site\n"), ("one.md", ENGLISH), ("two.md", &marked)]);
        let found = survey(folder.path());
        assert_eq!(found.articles, [("one.md".to_owned(), 1)]);
        assert_eq!(found.named, 1, "an article by its front matter needs no setting");
    }

    #[test]
    fn a_mixed_archive_has_no_one_language() {
        let both = folder(&[("a/one.txt", ARABIC), ("b/two.md", ENGLISH)]);
        let found = survey(both.path());
        assert_eq!(found.articles.len(), 2);
        assert_eq!(found.language, None);
    }
}
