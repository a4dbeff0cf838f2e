//! Archives: files with one article per record, in JSON Lines, in a JSON array or in a table. The configuration describes them,
//! or the command line does: `--fields text=body`.

use super::records::{RawRecord, Records};
use super::{report_error, shown};
use crate::analysis::{Analysis, Memory, ProjectContext, analyse};
use crate::article::{Decoded, Key};
use crate::config::Fields;
use crate::error::{Error, Result};
use crate::finding::Problem;
use crate::message;
use crate::message::Message;
use crate::parallel;
use crate::syntax::{Node, RECORD, join_record, parse_json, table_fields};
use crate::text::{TextRange, near_miss};
use crate::workspace::{self, Project};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Options of commands that read archives.
#[derive(clap::Args, Default)]
pub(super) struct FieldArgs {
    /// Say which fields or columns of an archive (.csv, .tsv, .json, .jsonl) are which part of an article:
    /// text=body,headline=title,date=published,url=link,id=key,lang=language.
    #[arg(long, value_name = "PART=FIELD", value_delimiter = ',')]
    pub(super) fields: Vec<String>,
}

/// How a file is read as an archive.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    fields: Fields,
    syntax: Option<String>,
    is_configured: bool,
}

/// Parts of an article, and the names that archives give them.
const PARTS: &[(&str, &[&str])] = &[
    (
        "text",
        &[
            "text",
            "body",
            "content",
            "article",
            "story",
            "full_text",
            "fulltext",
            "article_text",
            "body_text",
            "النص",
            "المتن",
            "المحتوى",
            "نص الخبر",
        ],
    ),
    ("headline", &["headline", "title", "head", "heading", "hed", "العنوان", "عنوان الخبر"]),
    (
        "date",
        &[
            "date",
            "published",
            "published_at",
            "publish_date",
            "pub_date",
            "pubdate",
            "datepublished",
            "datetime",
            "dct",
            "التاريخ",
            "تاريخ النشر",
        ],
    ),
    ("url", &["url", "link", "source_url", "الرابط", "رابط"]),
    ("id", &["id", "guid", "article_id", "doc_id", "uri", "المعرف"]),
    ("lang", &["lang", "language", "اللغة"]),
];

/// How a file is read as an archive. `None` if it is not one; an error if it is one, but its fields have other names.
pub(super) fn layout(path: &Path, project: &Project, pairs: &[String]) -> Result<Option<Layout>> {
    let configured = workspace::archive_of(path, project);
    let mut fields = configured.map_or_else(Fields::default, |archive| archive.fields.clone());
    for pair in pairs {
        let (part, name) = pair.split_once('=').unwrap_or((pair, ""));
        if name.is_empty() || !fields.set(part.trim(), name.trim()) {
            let remedy = message!("use text=NAME, headline=NAME, date=NAME, url=NAME, id=NAME or lang=NAME");
            return Err(Error::new("--fields", message!("`{pair}` is not a field", pair), remedy));
        }
    }
    if let Some(archive) = configured {
        return Ok(Some(Layout { fields, syntax: archive.syntax.clone(), is_configured: true }));
    }
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    let is_table = matches!(extension.as_deref(), Some("csv" | "tsv" | "tab"));
    let is_json = matches!(extension.as_deref(), Some("json" | "jsonl" | "ndjson"));
    if !(is_table || is_json) || !workspace::exists(path) || workspace::refusal_of_file(path).is_none() {
        return Ok(None);
    }
    let names = Records::open(path)?.names()?;
    let has = |name: &str| names.iter().any(|known| known == name) || name.contains('.');
    let asked: Vec<&str> = pairs.iter().filter_map(|pair| Some(pair.split_once('=')?.1.trim())).collect();
    let missing = asked.iter().copied().chain([fields.text.as_str()]).find(|name| !has(name));
    let lacks = |missing: &str| {
        if is_table { message!("no column `{missing}`", missing) } else { message!("no field `{missing}`", missing) }
    };
    if let Some(missing) = missing {
        let Some(remedy) = suggestion(&names, missing, pairs) else {
            let names = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            if pairs.is_empty() {
                return if names.is_empty() { Ok(None) } else { Err(not_an_archive(path, is_table, &names)) };
            }
            return Err(Error::new(path.display().to_string(), lacks(missing), message!("it has {names}", names)));
        };
        let what = match pairs {
            [] if is_table => message!("it is a table, but has no column `{missing}`", missing),
            [] => message!("it is JSON, but has no field `{missing}`", missing),
            _ => lacks(missing),
        };
        return Err(Error::new(path.display().to_string(), what, remedy));
    }
    if !pairs.is_empty() {
        return Ok(Some(Layout { fields, syntax: None, is_configured: false }));
    }
    // A text alone can be anything; an article has a day, an id or a headline.
    let headline = ["headline", "title"].into_iter().find(|name| has(name));
    if headline.is_none() && !["id", "date", "lang", "url"].iter().any(|name| has(name)) {
        return Ok(None);
    }
    if let Some(name) = headline {
        fields.set("headline", name);
    }
    Ok(Some(Layout { fields, syntax: None, is_configured: false }))
}

/// An error for a table or JSON of which nothing says that its records are articles.
fn not_an_archive(path: &Path, is_table: bool, names: &str) -> Error {
    let (what, remedy) = if is_table {
        (
            message!("it is a table, not an article"),
            message!(
                "if its rows are articles, name the column with their text: --fields text=NAME; it has {names}; \
                 `copydesk actors import` reads a list of actors",
                names
            ),
        )
    } else {
        (
            message!("it is JSON, not an article"),
            message!(
                "if its records are articles, name the field with their text: --fields text=NAME; it has {names}; \
                 `copydesk actors import` reads a list of actors",
                names
            ),
        )
    };
    Error::new(path.display().to_string(), what, remedy)
}

/// Why none of the lines of a file in JSON Lines can be an article: its text is in a field with another name.
pub(super) fn foreign_fields(path: &Path, text: &str) -> Option<Error> {
    if matches!(path.to_str(), Some("-" | ".")) || !path.is_file() {
        return None;
    }
    let name = path.display().to_string();
    let mut records = Records::open(path).ok()?;
    if records.is_array() {
        return Some(Error::new(name, message!("it is a JSON array, not JSON Lines"), message!("leave out --jsonl")));
    }
    let names = records.names().ok()?;
    if names.iter().any(|name| name == text) {
        return None;
    }
    let pairs: Vec<String> = if text == "text" { Vec::new() } else { vec![format!("text={text}")] };
    let remedy = suggestion(&names, text, &pairs)?;
    Some(Error::new(name, message!("no field `{missing}`", missing = text), remedy))
}

/// What to say on the command line for a file whose fields have other names.
fn suggestion(names: &[String], missing: &str, pairs: &[String]) -> Option<Message> {
    let (best, fields) = suggested(names, missing, pairs)?;
    Some(message!("did you mean `{best}`? --fields {fields}", best, fields))
}

/// The field that is probably meant by a missing one, and all pairs of `--fields`.
fn suggested(names: &[String], missing: &str, pairs: &[String]) -> Option<(String, String)> {
    let is = |pair: &&String| pair.split_once('=').is_some_and(|(_, name)| name.trim() == missing);
    let part = pairs.iter().find(is).and_then(|pair| pair.split_once('=')).map_or("text", |(part, _)| part);
    let known = |part: &str| {
        let (_, words) = PARTS.iter().find(|(other, _)| *other == part)?;
        let found = words.iter().find_map(|word| names.iter().find(|name| name.trim().to_lowercase() == *word));
        found.cloned()
    };
    let best = near_miss(missing, names.iter().map(String::as_str)).map(str::to_owned).or_else(|| known(part))?;
    let mut all = vec![format!("{part}={best}")];
    let others = pairs.iter().filter(|pair| !is(pair)).cloned();
    all.extend(others);
    if pairs.is_empty() {
        for (other, _) in PARTS.iter().filter(|(other, _)| *other != part) {
            // The defaults need not be said.
            all.extend(known(other).filter(|name| name != other).map(|name| format!("{other}={name}")));
        }
    }
    Some((best, all.join(",")))
}

/// What to do about an archive in a folder that no configuration describes.
pub(super) fn unconfigured(paths: &[PathBuf]) -> Option<Message> {
    let folder = paths.iter().find(|path| path.is_dir())?;
    workspace::tables(folder).into_iter().find_map(|file| {
        let names = Records::open(&file).and_then(|mut records| records.names()).ok()?;
        let name = shown(&file);
        let has = |wanted: &str| names.iter().any(|known| known == wanted);
        if has("text") {
            return ["headline", "title", "id", "date", "lang", "url"].into_iter().any(has).then(|| {
                message!(
                    "`{name}` looks like an archive of articles: name it, or describe it by an `[[archive]]` in \
                     copydesk.toml",
                    name
                )
            });
        }
        let fields = suggested(&names, "text", &[])?.1;
        Some(message!("`{name}` looks like an archive of articles: name it, with --fields {fields}", name, fields))
    })
}

/// How the records of an archive are read.
pub(super) struct Reading {
    layout: Layout,
    pub(super) context: Arc<ProjectContext>,
    /// The names of the columns of a table.
    columns: Vec<String>,
}

/// A record, as far as it can be read.
#[derive(Default)]
pub(super) struct Record {
    pub(super) id: Option<String>,
    pub(super) url: Option<String>,
    /// The article; `None` if the record has no text.
    pub(super) joined: Option<Decoded>,
    pub(super) problem: Option<Problem>,
}

impl Reading {
    /// Opens an archive.
    pub(super) fn open(path: &Path, layout: Layout, context: &ProjectContext) -> Result<(Self, Records)> {
        let mut records = Records::open(path)?;
        let columns = match records.header()? {
            Some((header, delimiter)) => {
                table_fields(&header, delimiter).iter().map(|name| name.text().trim().into()).collect()
            }
            None => Vec::new(),
        };
        let context = Arc::new(ProjectContext { syntax: Some(RECORD), ..context.clone() });
        Ok((Self { layout, context, columns }, records))
    }

    /// Reads a record. `None` for a blank line.
    pub(super) fn record(&self, text: &str, raw: &RawRecord) -> Option<Record> {
        if text.trim().is_empty() {
            return None;
        }
        Some(match raw.delimiter {
            Some(delimiter) => self.row(text, delimiter),
            None => self.object(text),
        })
    }

    /// Reads a line of JSON Lines.
    fn object(&self, text: &str) -> Record {
        let json = parse_json(text, TextRange::from(0..text.len()));
        let mut problem = json.problems.into_iter().next().map(|problem| {
            let what = message!("the record is not valid JSON: {what}", what = problem.message);
            Problem::new(problem.range, what)
        });
        let Some(root) = json.root.filter(Node::is_object) else {
            problem = problem.or_else(|| {
                let note = message!("each line of JSON Lines is an object such as {{\"id\": \"1\", \"text\": \"…\"}}");
                Some(Problem::new(TextRange::empty(0), message!("the record is not a JSON object")).note(note))
            });
            return Record { problem, ..Record::default() };
        };
        let Fields { text: name, keys, url } = &self.layout.fields;
        let fields: Vec<(Key, Decoded)> =
            (keys.iter()).filter_map(|(key, name)| Some((*key, scalar(member(&root, name)?, text)?))).collect();
        let body = member(&root, name);
        let decoded = body.and_then(|body| body.decoded(text));
        if decoded.is_none() && problem.is_none() && body.is_none_or(|body| body.range.slice(text) != "null") {
            problem = Some(self.no_text(TextRange::new(root.range.start, root.range.start + 1)));
        }
        let url = member(&root, url).and_then(|url| scalar(url, text)).map(|url| url.text().to_owned());
        Record { url, ..self.joined(fields, decoded, problem) }
    }

    /// Reads a record of a table.
    fn row(&self, text: &str, delimiter: u8) -> Record {
        let fields = table_fields(text, delimiter);
        let column = |name: &str| fields.get(self.columns.iter().position(|column| column == name)?).cloned();
        let Fields { text: name, keys, url } = &self.layout.fields;
        let decoded = column(name);
        let problem = match &decoded {
            _ if fields.len() != self.columns.len() => Some(Problem::new(
                TextRange::empty(0),
                message!(
                    "the record has {fields} fields, but the first line names {columns}",
                    fields = fields.len(),
                    columns = self.columns.len()
                ),
            )),
            None => Some(self.no_text(TextRange::empty(0))),
            Some(_) => None,
        };
        let url = column(url).map(|url| url.text().to_owned()).filter(|url| !url.trim().is_empty());
        let keys = keys.iter().filter_map(|(key, name)| Some((*key, column(name)?))).collect();
        // The fields after a missing or an added one are other columns.
        let decoded = decoded.filter(|_| problem.is_none());
        Record { url, ..self.joined(keys, decoded, problem) }
    }

    fn joined(&self, fields: Vec<(Key, Decoded)>, text: Option<Decoded>, problem: Option<Problem>) -> Record {
        let fields: Vec<(Key, Decoded)> =
            fields.into_iter().filter(|(_, field)| !field.text().trim().is_empty()).collect();
        let id = fields.iter().find(|(key, _)| *key == Key::Identifier).map(|(_, id)| id.text().to_owned());
        let joined = text.map(|text| join_record(&fields, self.layout.syntax.as_deref(), &text));
        Record { id, url: None, joined, problem }
    }

    fn no_text(&self, range: TextRange) -> Problem {
        let name = &self.layout.fields.text;
        Problem::new(range, message!("the record has no text in the field `{name}`", name)).note(
            if self.layout.is_configured {
                message!("name the field that has the text in `fields` of this `[[archive]]` in copydesk.toml")
            } else {
                message!("name the field that has the text: --fields text=NAME")
            },
        )
    }
}

/// The member of an object with a name, or at a path of names with dots between them.
fn member<'n>(root: &'n Node, name: &str) -> Option<&'n Node> {
    root.get(name).or_else(|| {
        let (first, rest) = name.split_once('.')?;
        member(root.get(first)?, rest)
    })
}

/// A string, or a number as it is written, which is not edited.
fn scalar(node: &Node, text: &str) -> Option<Decoded> {
    node.decoded(text).or_else(|| {
        let word = node.as_text(text).filter(|word| word != "null")?;
        let mut out = Decoded::new(node.range.start, |_| None);
        out.verbatim(&word, node.range.start);
        Some(out)
    })
}

/// An article of an archive or a file.
pub(super) struct Story<'a> {
    pub(super) analysis: &'a Analysis,
    /// The id of the record, or the file and line; the path of a file.
    pub(super) id: &'a str,
    /// The path of a file that is one article.
    pub(super) path: Option<&'a str>,
    pub(super) url: Option<&'a str>,
}

/// Analyses the records of an archive, in parallel, and takes the results in order. Reading stops when `take` returns `false`.
/// Returns whether all records could be read.
pub(super) fn each_record<T: Send>(
    path: &Path,
    layout: Layout,
    context: &ProjectContext,
    work: impl Fn(&Story<'_>) -> T + Sync,
    mut take: impl FnMut(T) -> bool,
) -> Result<bool> {
    let name = path.display().to_string();
    let (reading, mut records) = Reading::open(path, layout, context)?;
    let mut problems: Vec<(Message, usize)> = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    loop {
        let batch = records.batch()?;
        if batch.is_empty() {
            break;
        }
        let one = |raw: &RawRecord| -> Option<std::result::Result<T, Problem>> {
            let problem = |what: Message| Some(Err(Problem::new(TextRange::empty(0), what)));
            if let Some(fault) = raw.fault.clone() {
                return problem(fault);
            }
            let Ok(text) = std::str::from_utf8(&raw.bytes) else { return problem(message!("the record is not UTF-8")) };
            let record = reading.record(text, raw)?;
            let Some(joined) = record.joined else {
                return Some(Err(record.problem?));
            };
            let analysis = analyse(joined.text().into(), "", reading.context.clone(), &mut Memory::default());
            let id = record.id.unwrap_or_else(|| format!("{name}:{}", raw.lines + 1));
            Some(Ok(work(&Story { analysis: &analysis, id: &id, path: None, url: record.url.as_deref() })))
        };
        let done = parallel::map(&batch, one);
        for (raw, one) in batch.iter().zip(done) {
            match one {
                Some(Ok(one)) => {
                    let goes_on = take(one);
                    if !goes_on {
                        return Ok(problems.is_empty());
                    }
                }
                Some(Err(problem)) => {
                    // The first one of a kind says what to do; a column that is missing is missing in each record.
                    let at = *seen.entry(problem.message.to_string()).or_insert_with(|| {
                        let (what, note) = (problem.message.clone(), problem.note.clone().unwrap_or_default());
                        report_error(&Error::new(format!("{name}:{}", raw.lines + 1), what, note));
                        problems.push((problem.message.clone(), 0));
                        problems.len() - 1
                    });
                    problems[at].1 += 1;
                }
                None => {}
            }
        }
    }
    for (what, count) in problems.iter().filter(|(_, count)| *count > 1) {
        report_error(&Error::new(&name, message!("{what}: so in {count} records", what, count), Message::default()));
    }
    Ok(problems.is_empty())
}
