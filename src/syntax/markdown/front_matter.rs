//! Parses front matter: YAML between `---` fences or TOML between `+++` fences at the very start of the file. Broken
//! front matter is parsed line by line, with one problem.

use crate::article::{Entry, Key, Metadata, Prose, ProseBuilder, Scalar, Value};
use crate::finding::{Fix, Problem};
use crate::message;
use crate::text::{EditSet, TextRange, floor_char, line_break};
use saphyr_parser::{Event, Parser, ScalarStyle, Span};

/// Parsed front matter: the metadata, its problems, and the start of the body.
pub(super) struct FrontMatter {
    pub(super) metadata: Metadata,
    pub(super) problems: Vec<Problem>,
    pub(super) body: usize,
}

/// Whether a text starts with a fence and a key.
pub(super) fn is_present(text: &str) -> bool {
    let start = top(text);
    fence(text, start).is_some() || json(text, start).is_some()
}

/// Parses the front matter of a text, if any.
pub(super) fn read(text: &str) -> FrontMatter {
    let start = top(text);
    if let Some((end, entries)) = json(text, start) {
        let range = Some(TextRange::from(start..end));
        return FrontMatter {
            metadata: Metadata { range, entries, others: Vec::new() },
            problems: Vec::new(),
            body: end,
        };
    }
    let Some(open) = fence(text, start) else {
        return FrontMatter { metadata: Metadata::default(), problems: Vec::new(), body: bom(text) };
    };
    let mut problems = Vec::new();
    let (inside, body) = if let Some((inside_end, body)) = closing(text, open.inside, open.toml) {
        (open.inside..inside_end, body)
    } else {
        let end = end_of_keys(text, open.inside);
        let mark = if open.toml { "+++" } else { "---" };
        let at = TextRange::from(start..start + 3);
        problems.push(
            Problem::new(at, message!("the front matter is not closed: a second `{mark}` line is missing", mark))
                .note(message!("the lines that look like keys are used, and the article starts after them"))
                .fix(Fix::manual(
                    message!("Close the front matter"),
                    EditSet::insert(end as u32, closing_line(text, end, mark)),
                )),
        );
        (open.inside..end, end)
    };
    let source = &text[inside.clone()];
    let base = inside.start as u32;
    let parsed = if open.toml { read_toml(source, base) } else { read_yaml(source, base) };
    let parsed = parsed.or_else(|problem| {
        let joined = with_quoted_lines_joined(source).filter(|_| !open.toml);
        joined.and_then(|joined| read_yaml(&joined, base).ok()).ok_or(problem)
    });
    let entries = parsed.unwrap_or_else(|problem| {
        if problems.is_empty() {
            problems.push(unquoted_colon(source, base, open.toml).unwrap_or(problem));
        }
        read_lines(source, base, open.toml)
    });
    if problems.is_empty() && !open.toml {
        problems.extend(duplicate_keys(&entries));
        problems.extend(tab_indentation(source, base));
    }
    let range = Some(TextRange::from(start..body));
    FrontMatter { metadata: Metadata { range, entries, others: Vec::new() }, problems, body }
}

/// Reports known keys that occur twice with different values: some programs use the first, some the last, and some
/// reject the file.
fn duplicate_keys(entries: &[Entry]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.key.is_some()) {
        let text = |entry: &Entry| entry.value.scalar().map(|scalar| scalar.text().to_owned());
        let earlier = entries[..at].iter().find(|other| other.name == entry.name);
        if earlier.is_some_and(|other| text(other) != text(entry)) {
            let message = message!("the key `{key}` occurs twice with different values", key = entry.name);
            problems.push(Problem::new(entry.name_range, message));
        }
    }
    problems
}

/// The first key that is indented by a tab, which YAML does not allow.
fn tab_indentation(source: &str, base: u32) -> Option<Problem> {
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let key = line.trim_start_matches('\t');
        let is_key = key.len() < line.len()
            && key.split_once(':').is_some_and(|(key, _)| {
                !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "-_".contains(c))
            });
        if is_key {
            let range = TextRange::from(at..at + line.len() - key.len()).shift(base);
            return Some(Problem::new(
                range,
                message!("the front matter is not valid YAML: a line is indented with a tab"),
            ));
        }
        at += line.len();
    }
    None
}

/// The possible start of the front matter: after a byte order mark and blank lines.
fn top(text: &str) -> usize {
    let start = bom(text);
    let rest = &text[start..];
    let blank = rest.len() - rest.trim_start_matches(['\n', '\r', ' ', '\t']).len();
    // A fence is at the start of its line.
    start + rest[..blank].rfind(['\n', '\r']).map_or(0, |at| at + 1)
}

/// Parses front matter in the JSON form of Hugo, an object whose braces are on separate lines: its end, and its keys.
/// JSON is a subset of YAML, so the same parser is used.
fn json(text: &str, start: usize) -> Option<(usize, Vec<Entry>)> {
    let rest = text[start..].strip_prefix('{')?.trim_start();
    if !rest.starts_with('"') {
        return None;
    }
    let (last, begin) = lines_from(text, start).skip(1).find(|(line, _)| line.trim_end() == "}")?;
    let end = begin + last.trim_end().len();
    let entries = read_yaml(&text[start..end], start as u32).ok()?;
    Some((line_at(text, begin).1, entries))
}

/// The source with each quoted value on one line, with spaces in place of the line breaks, so that offsets stay valid.
/// All generators accept a quoted value whose second line is not indented, although YAML forbids it. `None` if there is
/// no such value, or if one of its lines is a key, because then a quotation mark is missing.
fn with_quoted_lines_joined(source: &str) -> Option<String> {
    let mut joined = source.as_bytes().to_vec();
    let mut changed = false;
    let mut done = 0;
    for (line, begin) in lines_from(source, 0) {
        if begin < done {
            continue;
        }
        let Some((_, value)) = split_key(line, ':') else { continue };
        let Some(mark) = value.trim_start().chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        let mut end = begin + line.len() - value.trim_start().len() + 1;
        let Some(close) = close_of_quotes(source, end, mark) else { continue };
        let rest = line_at(source, close + 1).0.trim_start();
        if !(rest.is_empty() || rest.starts_with('#')) {
            return None;
        }
        while let Some(at) = source[end..close].find(['\n', '\r']).map(|at| end + at) {
            joined[at] = b' ';
            changed = true;
            end = at + 1;
            if split_key(line_at(source, end).0, ':').is_some_and(|(key, _)| is_key_name(key)) {
                return None;
            }
        }
        done = close;
    }
    changed.then(|| String::from_utf8(joined).ok()).flatten()
}

/// Whether a word before a colon is a key, and not the first word of a sentence.
fn is_key_name(key: &str) -> bool {
    Key::from_name(key).is_some() || (!key.contains(' ') && key.starts_with(|c: char| c.is_ascii_lowercase()))
}

/// The end of a quoted value, from its first character.
fn close_of_quotes(source: &str, from: usize, mark: char) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if mark == '"' => at += 1,
            // A doubled apostrophe is an apostrophe of the value.
            b'\'' if mark == '\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            byte if char::from(byte) == mark => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

struct Fence {
    inside: usize,
    toml: bool,
}

fn bom(text: &str) -> usize {
    if text.starts_with('\u{FEFF}') { 3 } else { 0 }
}

/// The opening fence, if a key, a comment or the closing fence follows it; a lone `---` is a thematic break.
fn fence(text: &str, start: usize) -> Option<Fence> {
    let rest = &text[start..];
    let toml = rest.starts_with("+++");
    if !toml && !rest.starts_with("---") {
        return None;
    }
    let (line, inside) = line_at(text, start);
    if !line[3..].trim().is_empty() {
        return None;
    }
    let (first, _) = lines_from(text, inside).find(|(line, _)| !line.trim().is_empty())?;
    let mark = if toml { '=' } else { ':' };
    let is_key = first.split_once(mark).is_some_and(|(key, value)| {
        let in_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' ' | '"' | '\'');
        // The colon of a time of day, `19:22`, does not end a key.
        key.chars().all(in_key) && (toml || value.is_empty() || value.starts_with([' ', '\t']))
    });
    // A key after a tab is invalid YAML if the front matter is closed; otherwise it is code after a thematic break.
    let is_tabbed = |line: &str| {
        line.strip_prefix('\t')
            .is_some_and(|key| key.split_once(": ").is_some_and(|(key, _)| key.chars().all(char::is_alphanumeric)))
    };
    let tabbed = !toml && is_tabbed(first) && closing(text, inside, toml).is_some();
    let begins = first.starts_with('#') || is_key || tabbed || is_closing(first, toml);
    begins.then_some(Fence { inside, toml })
}

/// The line at an offset, without its break, and the start of the next one.
fn line_at(text: &str, start: usize) -> (&str, usize) {
    let rest = &text[start..];
    let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let after = &rest[end..];
    let width = if after.starts_with("\r\n") { 2 } else { usize::from(!after.is_empty()) };
    (&rest[..end], start + end + width)
}

fn lines_from(text: &str, start: usize) -> impl Iterator<Item = (&str, usize)> {
    let mut at = start;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let begin = at;
        let (line, next) = line_at(text, at);
        at = next;
        Some((line, begin))
    })
}

fn is_closing(line: &str, toml: bool) -> bool {
    let line = line.trim_end();
    if toml { line == "+++" } else { line == "---" || line == "..." }
}

/// The end of the content and the start of the body.
fn closing(text: &str, inside: usize, toml: bool) -> Option<(usize, usize)> {
    let (line, begin) = lines_from(text, inside).find(|(line, _)| is_closing(line, toml))?;
    let (_, next) = line_at(text, begin);
    debug_assert!(is_closing(line, toml), "the line that was found");
    Some((begin, next))
}

/// The end of the lines that look like front matter, if it is not closed.
fn end_of_keys(text: &str, inside: usize) -> usize {
    let mut end = inside;
    for (line, begin) in lines_from(text, inside) {
        let belongs = split_key(line, ':').or_else(|| split_key(line, '=')).is_some()
            || (begin > inside && (line.starts_with([' ', '\t']) || line.starts_with("- ") || line.starts_with('#')))
                && !line.trim().is_empty();
        if !belongs {
            break;
        }
        end = line_at(text, begin).1;
    }
    end
}

/// The line that closes front matter, to be inserted at the end of its last line.
fn closing_line(text: &str, end: usize, mark: &str) -> String {
    let line_break = line_break(text);
    let before = if text[..end].ends_with(['\n', '\r']) { "" } else { line_break };
    format!("{before}{mark}{line_break}")
}

/// Parses `key: value` at the start of a line.
fn split_key(line: &str, mark: char) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(mark)?;
    let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '));
    (plain && !key.starts_with([' ', '-']) && (mark == '=' || value.is_empty() || value.starts_with([' ', '\t'])))
        .then_some((key.trim_end(), value))
}

/// A headline with an unquoted `: ` is the most common error, so it has a fix.
fn unquoted_colon(source: &str, base: u32, toml: bool) -> Option<Problem> {
    if toml {
        return None;
    }
    lines_from(source, 0).find_map(|(line, begin)| {
        let (key, rest) = split_key(line, ':')?;
        let value = rest.trim();
        if value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!', '#']) || !value.contains(": ") {
            return None;
        }
        let at = base + begin as u32 + (line.len() - rest.trim_start().len()) as u32;
        let range = TextRange::new(at, at + value.len() as u32);
        let quoted = format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
        Some(
            Problem::new(range, message!("the value of `{key}` contains a colon and must be quoted", key))
                .note(message!("in YAML, a colon and a space start a new key"))
                .fix(Fix::manual(message!("Quote the value"), EditSet::replace(range, quoted))),
        )
    })
}

/// The keys that can be parsed line by line, for invalid front matter.
fn read_lines(source: &str, base: u32, toml: bool) -> Vec<Entry> {
    let mark = if toml { '=' } else { ':' };
    let mut entries = Vec::new();
    for (line, begin) in lines_from(source, 0) {
        let Some((key, rest)) = split_key(line, mark) else { continue };
        let value = rest.trim();
        let at = base + begin as u32 + (line.len() - rest.trim_start().len()) as u32;
        let inner = value.trim_matches(['"', '\'']);
        let inner_at = at + (value.len() - value.trim_start_matches(['"', '\'']).len()) as u32;
        let prose = Prose::verbatim(inner, inner_at);
        let range = TextRange::new(at, at + value.len() as u32);
        let name_at = base + begin as u32;
        entries.push(entry(
            key.to_owned(),
            TextRange::new(name_at, name_at + key.len() as u32),
            Value::Scalar(Scalar { prose, range, quoted: inner.len() != value.len(), target: None }),
        ));
    }
    entries
}

fn entry(name: String, name_range: TextRange, value: Value) -> Entry {
    Entry { key: Key::from_name(&name), name, name_range, value }
}

/// Maximum nesting of lists and maps. Front matter nests three or four levels deep. Values are dropped and walked
/// recursively, so the depth must be limited.
const DEEPEST: usize = 64;

/// A collection that is being parsed.
enum Open {
    List(Vec<Value>),
    Map(Vec<Entry>, Option<(String, TextRange)>),
}

fn read_yaml(source: &str, base: u32) -> Result<Vec<Entry>, Problem> {
    // The parser counts characters; front matter is short, so a table of byte offsets is the simplest conversion.
    let mut bytes: Vec<u32> = source.char_indices().map(|(at, _)| at as u32).collect();
    bytes.push(source.len() as u32);
    let place = |span: Span| {
        let at = |index: usize| bytes.get(index).copied().unwrap_or(source.len() as u32);
        TextRange::new(at(span.start.index()), at(span.end.index()))
    };
    let mut open: Vec<Open> = Vec::new();
    let mut root = None;
    for event in Parser::new_from_str(source) {
        let (event, span) = event.map_err(|error| {
            let at = bytes.get(error.marker().index()).copied().unwrap_or(source.len() as u32);
            let line = line_around(source, at as usize);
            Problem::new(
                line.shift(base),
                message!("the front matter is not valid YAML: {reason}", reason = error.info()),
            )
            .note(message!("the keys that can be read line by line are used"))
        })?;
        if open.len() > DEEPEST {
            let line = line_around(source, place(span).start as usize);
            return Err(Problem::new(
                line.shift(base),
                message!("the front matter is nested more than {levels} levels deep", levels = DEEPEST),
            )
            .note(message!("the keys that can be read line by line are used")));
        }
        let done = match event {
            Event::Scalar(text, style, ..) => Some(Value::Scalar(scalar(source, place(span), &text, style, base))),
            Event::Alias(_) => Some(Value::Scalar(Scalar {
                prose: Prose::default(),
                range: place(span).shift(base),
                quoted: false,
                target: None,
            })),
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                None
            }
            Event::MappingStart(..) => {
                open.push(Open::Map(Vec::new(), None));
                None
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::List(items)) => Some(Value::List(items)),
                Some(Open::Map(entries, _)) => Some(Value::Map(entries)),
                None => None,
            },
            _ => None,
        };
        let Some(value) = done else { continue };
        match open.last_mut() {
            None => root = root.or(Some(value)),
            Some(Open::List(items)) => items.push(value),
            Some(Open::Map(entries, pending)) => {
                if let Some((name, range)) = pending.take() {
                    entries.push(entry(name, range, value));
                } else {
                    let key = value.scalar().map(|key| (key.text().to_owned(), key.range));
                    *pending = Some(key.unwrap_or_else(|| (String::new(), place(span).shift(base))));
                }
            }
        }
    }
    match root {
        Some(Value::Map(entries)) => Ok(entries),
        None => Ok(Vec::new()),
        Some(other) if other.scalar().is_some_and(|scalar| scalar.text().trim().is_empty()) => Ok(Vec::new()),
        Some(_) => Err(Problem::new(
            TextRange::new(base, base + source.trim_end().len() as u32),
            message!("the front matter is not a map of keys to values"),
        )),
    }
}

fn line_around(source: &str, at: usize) -> TextRange {
    let at = floor_char(source, at.min(source.trim_end().len()));
    let start = source[..at].rfind(['\n', '\r']).map_or(0, |before| before + 1);
    let end = source[at..].find(['\n', '\r']).map_or(source.len(), |after| at + after);
    TextRange::from(start..end)
}

/// The text of a scalar with its source map: verbatim if the source contains it, escape by escape in double quotes, and
/// otherwise (folded and literal blocks) as one segment.
fn scalar(source: &str, range: TextRange, text: &str, style: ScalarStyle, base: u32) -> Scalar {
    let raw = range.slice(source).trim_end();
    let range = TextRange::new(range.start, range.start + raw.len() as u32);
    let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
    let mut builder = ProseBuilder::default();
    match raw.find(text).filter(|_| !text.is_empty()) {
        Some(at) => builder.verbatim(text, base + range.start + at as u32),
        None if style == ScalarStyle::DoubleQuoted && unescape(raw, base + range.start, text, &mut builder) => {}
        None => {
            builder = ProseBuilder::default();
            builder.replaced(text, range.shift(base));
        }
    }
    Scalar { prose: builder.finish(), range: range.shift(base), quoted, target: None }
}

/// Adds a double-quoted scalar of one line, with its escapes. Returns whether the result equals the parser's.
fn unescape(raw: &str, start: u32, expected: &str, builder: &mut ProseBuilder) -> bool {
    let Some(inner) = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return false };
    let mut read = String::new();
    let mut chars = inner.char_indices();
    while let Some((at, c)) = chars.next() {
        let from = start + 1 + at as u32;
        if c != '\\' {
            let mut buffer = [0; 4];
            builder.verbatim(c.encode_utf8(&mut buffer), from);
            read.push(c);
            continue;
        }
        let Some((_, escaped)) = chars.next() else { return false };
        let plain = match escaped {
            '"' | '\\' | '/' => escaped,
            't' => '\t',
            'n' => '\n',
            _ => return false,
        };
        let mut buffer = [0; 4];
        builder.replaced(plain.encode_utf8(&mut buffer), TextRange::new(from, from + 1 + escaped.len_utf8() as u32));
        read.push(plain);
    }
    read == expected
}

fn read_toml(source: &str, base: u32) -> Result<Vec<Entry>, Problem> {
    let document = toml_edit::Document::parse(source).map_err(|error| {
        let span = error.span().unwrap_or(0..source.len());
        let line = line_around(source, span.start);
        Problem::new(
            line.shift(base),
            message!("the front matter is not valid TOML: {reason}", reason = error.message().trim()),
        )
        .note(message!("the keys that can be read line by line are used"))
    })?;
    Ok(toml_table(document.as_table(), source, base))
}

fn toml_table(table: &dyn toml_edit::TableLike, source: &str, base: u32) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (name, item) in table.iter() {
        let span = table.key(name).and_then(toml_edit::Key::span).unwrap_or(0..0);
        if let Some(value) = toml_item(item, source, base) {
            entries.push(entry(name.to_owned(), TextRange::from(span).shift(base), value));
        }
    }
    entries
}

fn toml_item(item: &toml_edit::Item, source: &str, base: u32) -> Option<Value> {
    match item {
        toml_edit::Item::Value(value) => toml_value(value, source, base),
        toml_edit::Item::Table(table) => Some(Value::Map(toml_table(table, source, base))),
        toml_edit::Item::ArrayOfTables(tables) => {
            Some(Value::List(tables.iter().map(|table| Value::Map(toml_table(table, source, base))).collect()))
        }
        toml_edit::Item::None => None,
    }
}

fn toml_value(value: &toml_edit::Value, source: &str, base: u32) -> Option<Value> {
    match value {
        toml_edit::Value::Array(array) => {
            Some(Value::List(array.iter().filter_map(|item| toml_value(item, source, base)).collect()))
        }
        toml_edit::Value::InlineTable(table) => Some(Value::Map(toml_table(table, source, base))),
        scalar_value => {
            let range = TextRange::from(scalar_value.span()?);
            let raw = range.slice(source);
            let text = scalar_value.as_str().map_or_else(|| raw.to_owned(), str::to_owned);
            let mut builder = ProseBuilder::default();
            match raw.find(text.as_str()) {
                Some(at) => builder.verbatim(&text, base + range.start + at as u32),
                None => builder.replaced(&text, range.shift(base)),
            }
            let quoted = scalar_value.as_str().is_some();
            Some(Value::Scalar(Scalar { prose: builder.finish(), range: range.shift(base), quoted, target: None }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(front: &FrontMatter) -> Vec<String> {
        front
            .metadata
            .entries
            .iter()
            .map(|entry| {
                let values: Vec<&str> = entry.value.scalars().into_iter().map(Scalar::text).collect();
                format!("{}={}", entry.name, values.join("|"))
            })
            .collect()
    }

    #[test]
    fn values_have_their_ranges() {
        let text = "\u{FEFF}---\r\nheadline: \"قال: \\\"نعم\\\"\"\r\nabout: [actor:a, actor:b]\r\ndatePublished: 2017-09-18\r\n---\r\nBody";
        let front = read(text);
        assert!(front.problems.is_empty());
        assert_eq!(texts(&front), ["headline=قال: \"نعم\"", "about=actor:a|actor:b", "datePublished=2017-09-18"]);
        assert_eq!(&text[front.body..], "Body");
        let about = front.metadata.get(Key::About).unwrap();
        assert_eq!(about.value.scalars()[1].range.slice(text), "actor:b");
        let headline = front.metadata.text(Key::Headline).unwrap();
        let yes = headline.text().find("نعم").unwrap();
        let range = crate::text::ProseRange::from(yes..yes + "نعم".len());
        assert_eq!(headline.prose.map(range).exact().unwrap().slice(text), "نعم");
    }

    #[test]
    fn broken_front_matter_has_one_problem_and_its_keys() {
        let text = "---\nheadline: Port: the deal\ndatePublished: 2017-09-18\n---\nBody";
        let front = read(text);
        assert_eq!(texts(&front), ["headline=Port: the deal", "datePublished=2017-09-18"]);
        assert_eq!(front.problems.len(), 1);
        let fixed = front.problems[0].fix.as_ref().unwrap().edits.apply(text);
        assert!(read(&fixed).problems.is_empty(), "{fixed}");
    }

    #[test]
    fn unclosed_front_matter_ends_with_its_keys() {
        let text = "---\nheadline: x\ntags:\n  - a\n\nThe body: it begins here.\n";
        let front = read(text);
        assert_eq!(front.problems.len(), 1);
        assert_eq!(&text[front.body..], "\nThe body: it begins here.\n");
        let fixed = front.problems[0].fix.as_ref().unwrap().edits.apply(text);
        assert!(read(&fixed).problems.is_empty(), "{fixed}");
    }

    #[test]
    fn toml_is_read_too() {
        let text = "+++\ntitle = \"x\"\ndate = 2017-09-18\ntags = [\"a\", \"b\"]\n+++\nBody";
        assert_eq!(texts(&read(text)), ["title=x", "date=2017-09-18", "tags=a|b"]);
    }

    #[test]
    fn a_thematic_break_is_no_front_matter() {
        assert!(!is_present("---\n\nText without a key\n"));
        assert!(!is_present("--- x\n"));
        assert!(!is_present("---\nقالت [قطر](actor:qatar)\n"));
        assert!(is_present("---\n---\n"));
    }
}
