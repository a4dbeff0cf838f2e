//! XML and HTML: a tolerant reader with exact byte ranges, and the dialects of news in it. A dialect is one data file, its
//! vocabulary, and one line of `dialects!`.

mod compose;
mod entities;
mod faults;
mod json_ld;
mod lexer;
mod metadata;
mod pointer;
mod read;
mod regions;
mod slot;
mod tree;
mod values;
mod vocabulary;
mod write;

use super::{Confidence, ReadOptions, Syntax};
use crate::article::{Scheme, SyntaxId, Target};
use crate::text::{TextRange, first_element, floor_char};
pub use pointer::Pointer;
use tree::local;
use vocabulary::Dialect;

macro_rules! dialects {
    ($($(#[$doc:meta])* $syntax:ident, $dialect:ident = $name:literal, $suffix:literal;)*) => {
        $(
            static $dialect: Dialect = Dialect::new($name, include_str!(concat!("xml/", $name, ".vocab")));

            $(#[$doc])*
            pub(super) static $syntax: Syntax = Syntax {
                id: SyntaxId($name),
                suffix: $suffix,
                detect: |text, path| detect(&$dialect, text, path),
                read: |text, options| read::read(text, &$dialect, options),
                patch: None,
                slot: |text, article, offset| slot::slot(text, article, offset, &$dialect),
                writer: Some(|draft| Box::new(write::XmlWriter::new(draft, &$dialect))),
                compose: |story| compose::article(&$dialect, story),
            };
        )*

        /// All dialects.
        static DIALECTS: &[&Dialect] = &[$(&$dialect),*];
    };
}

dialects! {
    /// News Industry Text Format 3.x.
    NITF, NITF_DIALECT = "nitf", "nitf.xml";
    /// Text Encoding Initiative, P5.
    TEI, TEI_DIALECT = "tei", "tei.xml";
    /// Items of NewsML-G2 with NITF or XHTML inside.
    NEWSML_G2, NEWSML_G2_DIALECT = "newsml-g2", "newsml.xml";
    /// Pages with schema.org.
    HTML, HTML_DIALECT = "html", "html";
}

/// The target of a URI in a format without markup of its own. `own` is the scheme of the place that the URI is in, and its
/// range.
pub(super) fn target_of_uri(uri: &str, own: (&Scheme, TextRange), options: &ReadOptions) -> Option<Target> {
    values::target(uri, TextRange::from(0..uri.len()), vocabulary::IdForm::Uri, own, None, options)
}

/// The pointer of a mention at an offset to an element of its own file. `None` in a syntax without such pointers.
pub fn pointer(syntax: SyntaxId, text: &str, offset: u32) -> Option<Pointer<'_>> {
    let dialect = DIALECTS.iter().find(|dialect| dialect.name == syntax.name())?;
    pointer::pointer(text, dialect, offset)
}

/// The dialects by name, each with its vocabulary as text, for the documentation.
pub fn dialects() -> impl Iterator<Item = (&'static str, &'static str)> {
    DIALECTS.iter().map(|dialect| (dialect.name, dialect.source()))
}

/// How many bytes of a text are searched for its first element.
const HEAD: usize = 16 * 1024;

/// Detects a dialect by the first element.
fn detect(dialect: &Dialect, text: &str, path: &str) -> Confidence {
    let suffix = path.rsplit_once('.').map_or("", |(_, suffix)| suffix).to_ascii_lowercase();
    // Most articles are something else.
    let is_named = matches!(suffix.as_str(), "html" | "htm" | "xhtml" | "nitf" | "tei");
    if !is_named && !text.trim_start_matches('\u{FEFF}').trim_start().starts_with('<') {
        return Confidence::Possible;
    }
    let is_html = dialect.is_html();
    let named = match suffix.as_str() {
        "html" | "htm" | "xhtml" => is_html,
        "nitf" | "tei" => dialect.name == suffix,
        _ => false,
    };
    let is_root = first_element(&text[..floor_char(text, HEAD)]).is_some_and(|name| {
        dialect.roots().any(|root| if is_html { name.eq_ignore_ascii_case(root) } else { local(name) == root })
    });
    match (named, is_root) {
        (true, _) if is_html => Confidence::Certain,
        // The text of an item can contain a link of News Markdown; its first element says more.
        (_, true) if !is_html => Confidence::Certain,
        (_, true) | (true, false) => Confidence::Likely,
        _ => Confidence::Possible,
    }
}

#[cfg(test)]
mod tests;
