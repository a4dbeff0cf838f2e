//! Detects by name and content whether a file can be an article.

use super::reading::{ReadAs, head, read};
use super::{BUILT, CONFIG};
use crate::error::{Error, Result};
use crate::message;
use crate::message::Message;
use crate::syntax::{NEWS_MARKDOWN, PLAIN, Syntax};
use std::path::Path;

/// How many bytes of a file are read to detect its kind.
const HEAD: u64 = 8 << 10;

/// Extensions of articles. Their text is not examined, because Markdown can begin with HTML.
const ARTICLES: [&str; 5] = ["md", "markdown", "mdown", "txt", "text"];

/// A description of a kind of file, and a remedy.
type Kind = fn() -> (Message, Message);

const HTML: Kind = || (message!("it is HTML of a program, not an article"), as_text());
const XML: Kind = || {
    let remedy = message!(
        "save its text as plain text (.txt) or Markdown (.news.md); use `copydesk actors import` for a list of actors"
    );
    (message!("it is XML, but not NITF, NewsML-G2 or TEI, not an article"), remedy)
};
const CONCEPTS: Kind = || {
    let remedy = message!("run `copydesk actors import --from newsml-g2` for a registry of them");
    (message!("it is a list of actors in NewsML-G2, not an article"), remedy)
};
const JSON: Kind = || {
    let remedy = message!("use --jsonl for articles in JSON Lines, `copydesk actors import` for lists of actors");
    (message!("it is JSON, not an article"), remedy)
};
const TABLE: Kind = || {
    (
        message!("it is a table, not an article"),
        message!("use `copydesk actors import --from csv` for a list of actors"),
    )
};
const YAML: Kind = || (message!("it is YAML, not an article"), as_text());
const TOML: Kind =
    || (message!("it is TOML, not an article"), message!("use `copydesk lint` for registries and copydesk.toml"));
const BINARY: Kind = || (message!("it is binary, not an article"), as_text());

fn as_text() -> Message {
    message!("save its text as plain text (.txt) or Markdown (.news.md) and name that")
}

/// Why a file on disk cannot be an article. `None` if it can.
pub fn refusal_of_file(path: &Path) -> Option<Error> {
    if has_extension_of_article(path) { None } else { refusal(path, &head(path, HEAD)) }
}

/// Whether the name alone says that a file can be an article, so that its content does not matter.
fn has_extension_of_article(path: &Path) -> bool {
    ARTICLES.contains(&extension_of(path).as_str())
}

/// The extension in lower case; empty if there is none.
fn extension_of(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase()
}

/// Why a text with a name cannot be an article. `None` if it can. `text` is at least its beginning.
pub fn refusal(path: &Path, text: &[u8]) -> Option<Error> {
    let extension = extension_of(path);
    let extension = extension.as_str();
    if has_extension_of_article(path) || is_in_known_markup(path, extension, text) {
        return None;
    }
    let concepts = || is_concept_item(text).then_some(CONCEPTS);
    let (what, remedy) = concepts().or_else(|| by_name(extension)).or_else(|| by_content(text))?();
    Some(Error::new(path.display().to_string(), what, remedy))
}

/// Whether a file is in a markup that can be an article: a page, an item of a news format.
fn is_in_known_markup(path: &Path, extension: &str, text: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&text[..text.len().min(HEAD as usize)]);
    let is_page = matches!(extension, "html" | "htm" | "xhtml");
    let syntax = Syntax::detect(&head, &path.to_string_lossy()).id;
    let is_open = matches!(extension, "xml" | "nitf" | "tei" | "json") || by_name(extension).is_none();
    is_page || (is_open && !matches!(syntax, PLAIN | NEWS_MARKDOWN))
}

/// Whether the first element of a text is an item of NewsML-G2 with concepts.
fn is_concept_item(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text).trim_ascii_start();
    let holds = |name: &str| memchr::memmem::find(&text[..text.len().min(HEAD as usize)], name.as_bytes()).is_some();
    text.starts_with(b"<") && ["<knowledgeItem", "<conceptItem", "<conceptSet"].into_iter().any(holds)
}

/// Whether a TOML file has entries of a registry, even if no configuration names it.
pub fn holds_entries(path: &Path) -> Result<bool> {
    Ok(read(path, ReadAs::Registry)?.lines().any(|line| line.trim_start().starts_with("[[actor")))
}

/// Whether a file is a configuration.
pub fn is_config(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == CONFIG)
}

fn by_name(extension: &str) -> Option<Kind> {
    Some(match extension {
        "mhtml" | "asp" | "aspx" | "php" => HTML,
        "xml" | "rss" | "atom" | "nitf" | "tei" | "svg" | "xsl" => XML,
        "json" | "jsonl" | "ndjson" | "geojson" | "jsonld" | "ipynb" => JSON,
        "csv" | "tsv" | "xls" | "xlsx" | "ods" => TABLE,
        "yaml" | "yml" => YAML,
        "toml" => TOML,
        BUILT => {
            || (message!("it is a built registry, not an article"), message!("check the files that it was built from"))
        }
        "pdf" | "doc" | "docx" | "odt" | "rtf" | "epub" | "zip" | "gz" | "zst" | "png" | "jpg" | "jpeg" | "gif"
        | "webp" | "mp3" | "mp4" | "parquet" | "sqlite" => BINARY,
        _ => return None,
    })
}

fn by_content(text: &[u8]) -> Option<Kind> {
    let utf16 = text.starts_with(&[0xFF, 0xFE]) || text.starts_with(&[0xFE, 0xFF]);
    if utf16 {
        // Reading it reports the error.
        return None;
    }
    let text = &text[..text.len().min(HEAD as usize)];
    if text.contains(&0) {
        return Some(BINARY);
    }
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text).trim_ascii_start();
    let begins = |mark: &str| text.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark.as_bytes()));
    if begins("<?xml") || begins("<!doctype") {
        return Some(XML);
    }
    // A text can begin with a bracket: `[Samira Nasser](actor:samira-nasser) said`.
    let second = text.get(1..).unwrap_or_default().trim_ascii_start().first();
    match (text.first(), second) {
        (Some(b'{'), Some(b'"' | b'}')) | (Some(b'['), Some(b'{' | b'"')) => Some(JSON),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_files_are_detected_by_name_or_content() {
        let is_refused = |name: &str, text: &str| refusal(Path::new(name), text.as_bytes()).is_some();
        for name in
            ["a.php", "a.mhtml", "a.xml", "a.json", "a.jsonl", "a.csv", "people.toml", "a.yaml", "a.pdf", "a.actors"]
        {
            assert!(is_refused(name, ""), "{name}");
        }
        for text in ["<?xml?>", "<?xml?><rss>", "{\"a\": 1}", "[\n {}", "a\0b"] {
            assert!(is_refused("page", text) && is_refused("page.aspx1", text), "{text}");
            for name in ["a.md", "a.news.md", "a.TXT", "x/a.ar.markdown"] {
                assert!(!is_refused(name, text), "{name}: {text}");
            }
        }
        for text in
            ["", "Samira said.", "[Samira](actor:samira) said", "{Samira said}", "<!-- copydesk:ignore -->", "<p>x</p>"]
        {
            assert!(!is_refused("page", text) && !is_refused("page.rst", text), "{text}");
        }
        for (name, text) in [
            ("a.html", ""),
            ("a.HTM", "x"),
            ("page", "<!DOCTYPE html><html>"),
            ("page", "\u{FEFF} <html>"),
            ("a.xml", "<?xml?><nitf>"),
        ] {
            assert!(!is_refused(name, text), "{name}: {text}");
        }
        let said = refusal(Path::new("a.xml"), b"<?xml version='1.0'?>\n<knowledgeItem/>").unwrap().to_string();
        assert!(said.contains("copydesk actors import --from newsml-g2"), "{said}");
        let said = refusal(Path::new("a.php"), b"").unwrap().to_string();
        assert_eq!(said, format!("a.php: it is HTML of a program, not an article\n  help: {}", as_text()));
    }
}
