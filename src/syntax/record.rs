//! Records of archives: the fields of an article in any order, of which one is its text in a syntax of its own. They are
//! joined to one text, with control characters between the fields, so that a record is read, linted and fixed like an
//! article.

use super::{PLAIN, ReadOptions, Syntax};
use crate::article::{Article, Block, BlockKind, Decoded, Entry, Key, Prose, Scalar, SyntaxId, Value};
use crate::text::TextRange;

/// The syntax of a joined record.
pub const RECORD: SyntaxId = SyntaxId("record");

/// Before the name of a field.
const FIELD: char = '\u{1E}';
/// Between the name of a field and its value.
const VALUE: char = '\u{1F}';
/// The name of the last field, before the name of the syntax.
const TEXT: &str = "text:";

/// Joins the fields of a record. Without a syntax, the syntax of the text is detected.
pub fn join_record(fields: &[(Key, Decoded)], syntax: Option<&str>, text: &Decoded) -> Decoded {
    let mut record = Decoded::outside();
    for (key, value) in fields {
        if !value.text().contains(FIELD) {
            record.append(&format!("{FIELD}{}{VALUE}", key.name()), value);
        }
    }
    record.append(&format!("{FIELD}{TEXT}{}{VALUE}", syntax.unwrap_or_default()), text);
    record
}

/// The text of a joined record, without its other fields.
pub fn record_text(record: &str) -> &str {
    let start = record_field(record, record.len() as u32).map_or(0, |(_, start)| start as usize);
    &record[start..]
}

/// The name of the part of an article that an offset of a joined record is in, `text` for its text, and where that begins.
pub fn record_field(record: &str, offset: u32) -> Option<(&str, u32)> {
    let before = record.get(..offset as usize)?;
    // The text is last and can have control characters of its own.
    let text = record.find(&format!("{FIELD}{TEXT}"))?;
    if let Some(value) = record[text..].find(VALUE).map(|at| text + at + VALUE.len_utf8())
        && offset as usize >= value
    {
        return Some(("text", value as u32));
    }
    let value = before.rfind(VALUE)? + VALUE.len_utf8();
    let name = before[..value - VALUE.len_utf8()].rsplit(FIELD).next()?;
    Some((name, value as u32))
}

/// Parses a joined record.
pub(super) fn read(record: &str, options: &ReadOptions) -> Article {
    let mut fields = Vec::new();
    let (mut at, mut syntax) = (0, "");
    while let Some((name, value)) = field(record, at) {
        if let Some(name) = name.strip_prefix(TEXT) {
            (syntax, at) = (name, value);
            break;
        }
        let end = record[value..].find(FIELD).map_or(record.len(), |end| value + end);
        fields.push((
            name,
            TextRange::from(at + FIELD.len_utf8()..value - VALUE.len_utf8()),
            TextRange::from(value..end),
        ));
        at = end;
    }
    let text = &record[at..];
    let syntax = Syntax::named(syntax).unwrap_or_else(|| Syntax::detect(text, &options.path));
    let mut decoded = Decoded::new(at as u32, |_| None);
    decoded.verbatim(text, at as u32);
    let mut body = (syntax.read)(text, options).through(&decoded);
    let mut article = Article::empty(body.syntax);
    for (name, name_range, range) in fields {
        let prose = Prose::verbatim(range.slice(record), range.start);
        let key = Key::from_name(name);
        if key == Some(Key::Headline) && !prose.text().trim().is_empty() {
            let kind = BlockKind::Headline;
            article.blocks.push(Block {
                kind,
                range,
                prose: prose.clone(),
                spans: Vec::new(),
                quoted: false,
                holds_links: false,
                language: None,
                direction: None,
            });
            // The first line of the text is not a second headline.
            let is_plain = syntax.id == PLAIN;
            for block in body.blocks.iter_mut().filter(|block| is_plain && block.kind == kind) {
                block.kind = BlockKind::Paragraph;
            }
        }
        let value = Value::Scalar(Scalar { prose, range, quoted: true, target: None });
        article.metadata.entries.push(Entry { name: name.to_owned(), key, name_range, value });
    }
    article.append(body);
    article
}

/// The name of the field at an offset, and the offset of its value.
fn field(record: &str, at: usize) -> Option<(&str, usize)> {
    let rest = record[at..].strip_prefix(FIELD)?;
    let (name, _) = rest.split_once(VALUE)?;
    Some((name, at + FIELD.len_utf8() + name.len() + VALUE.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::BlockId;
    use crate::syntax::{NEWS_MARKDOWN, encode_json_string, parse_json, read};

    #[test]
    fn a_record_is_read_as_an_article() {
        let body = "Samira \"Sam\" Nasser\nsigned.\n\n[Laila](actor:laila-haddad) left.";
        let file = format!(
            "{{\"body\": \"{}\", \"title\": \"The \\u0070ort\", \"date\": \"2024-03-18\"}}",
            encode_json_string(body)
        );
        let root = parse_json(&file, TextRange::from(0..file.len())).root.unwrap();
        let decoded = |name: &str| root.get(name).unwrap().decoded(&file).unwrap();
        let fields = [(Key::Headline, decoded("title")), (Key::DatePublished, decoded("date"))];
        let joined = join_record(&fields, Some(NEWS_MARKDOWN.name()), &decoded("body"));
        let options = ReadOptions { syntax: Some(RECORD), ..ReadOptions::default() };
        let article = read(joined.text(), &options);
        assert_eq!(article.syntax, NEWS_MARKDOWN);
        let words: Vec<&str> = article.blocks.iter().map(|block| block.prose.text()).collect();
        assert_eq!(words, ["The port", "Samira \"Sam\" Nasser signed.", "Laila left."]);
        assert_eq!(article.metadata.text(Key::DatePublished).unwrap().text(), "2024-03-18");
        assert_eq!(article.mentions[0].link.block, BlockId::new(2));
        let slice = |range: TextRange| joined.source_range(range).exact().map(|range| range.slice(&file));
        assert_eq!(slice(article.mentions[0].target.id_range), Some("laila-haddad"));
        assert_eq!(slice(article.blocks[0].range), Some("The \\u0070ort"));
        assert_eq!(slice(article.blocks[1].range), Some("Samira \\\"Sam\\\" Nasser\\nsigned."));
        assert_eq!(slice(article.blocks[0].range.cover(article.blocks[1].range)), None, "two fields");
    }

    #[test]
    fn any_text_is_read_as_a_record() {
        for text in [
            "",
            "x",
            "\u{1E}",
            "\u{1E}headline\u{1F}",
            "\u{1E}text:\u{1F}",
            "\u{1E}text:klingon\u{1F}x",
            "\u{1F}\u{1E}",
        ] {
            let options = ReadOptions { syntax: Some(RECORD), ..ReadOptions::default() };
            read(text, &options);
        }
    }
}
