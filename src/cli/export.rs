//! `copydesk export`: the analysis of articles as JSON Lines, from files or from a stream of articles.

use super::{Common, Outcome, complain, print};
use crate::analysis::{Desk, Memory, analyse};
use crate::article::Dialect;
use crate::dates::parse_metadata_date;
use crate::error::{Error, Result};
use crate::export::{Part, jsonl};
use crate::language::Language;
use crate::lint::lint;
use crate::text::Encoding;
use crate::workspace::{self, Insist};
use rayon::prelude::*;
use serde_json::{Map, Value};
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Articles of a stream that are analysed before any of them is written: memory does not grow with the stream.
const BATCH: usize = 256;

#[derive(clap::Args)]
pub(super) struct Options {
    /// Articles or folders; with --jsonl, files of JSON lines, or `-` for standard input.
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// The form of the output.
    #[arg(long, value_enum, default_value = "jsonl")]
    to: To,
    /// Read articles as JSON lines: {"id", "text", "date", "lang"}, the text as plain text.
    #[arg(long)]
    jsonl: bool,
    /// Other names of those fields: text=body,date=dct.
    #[arg(long, value_name = "FIELD=NAME", value_delimiter = ',')]
    fields: Vec<String>,
    /// The units of offsets.
    #[arg(long, value_enum, default_value = "chars")]
    offsets: Units,
    /// Skip the rest of the work.
    #[arg(long, value_enum)]
    only: Option<Only>,
    /// How many articles are analysed at a time; by default, one a core.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Say on standard error how many documents and megabytes were analysed a second.
    #[arg(long)]
    timing: bool,
    #[command(flatten)]
    common: Common,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum To {
    Jsonl,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Units {
    Chars,
    Bytes,
    Utf16,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Only {
    Dates,
    Mentions,
    Findings,
}

impl Options {
    fn encoding(&self) -> Encoding {
        match self.offsets {
            Units::Chars => Encoding::Utf32,
            Units::Bytes => Encoding::Utf8,
            Units::Utf16 => Encoding::Utf16,
        }
    }

    fn part(&self) -> Option<Part> {
        self.only.map(|only| match only {
            Only::Dates => Part::Dates,
            Only::Mentions => Part::Mentions,
            Only::Findings => Part::Findings,
        })
    }
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let To::Jsonl = options.to;
    let insist = options.common.insist()?;
    if let Some(jobs) = options.jobs {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.max(1)).build_global();
        pool.map_err(|error| Error::new("--jobs", error.to_string(), "leave it out"))?;
    }
    let (start, tally) = (Instant::now(), Tally::default());
    let failed = if options.jsonl { stream(options, &insist, &tally)? } else { files(options, &insist, &tally) };
    if options.timing {
        eprintln!("{}", tally.rate(start.elapsed()));
    }
    Ok(if failed { Outcome::Failed } else { Outcome::Clean })
}

/// What has been analysed, by all threads.
#[derive(Default)]
struct Tally {
    documents: AtomicU64,
    bytes: AtomicU64,
}

impl Tally {
    fn add(&self, text: &str) {
        self.documents.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(text.len() as u64, Ordering::Relaxed);
    }

    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    fn rate(&self, elapsed: Duration) -> String {
        let (documents, bytes) = (self.documents.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed));
        let seconds = elapsed.as_secs_f64().max(1e-6);
        let megabytes = bytes as f64 / 1e6;
        let (rate, flow) = (documents as f64 / seconds, megabytes / seconds);
        format!("{documents} documents, {megabytes:.1} MB in {seconds:.2} s: {rate:.0} documents/s, {flow:.1} MB/s")
    }
}

/// The answer is whether some file could not be read.
fn files(options: &Options, insist: &Insist, tally: &Tally) -> bool {
    let mut failed = false;
    for path in &options.paths {
        let (home, articles) = workspace::gather(path, insist);
        home.warnings.iter().for_each(complain);
        for error in &home.errors {
            complain(error);
            failed = true;
        }
        for batch in articles.chunks(BATCH) {
            let lines: Vec<Result<String>> =
                batch.par_iter().map(|file| one_file(file, &home.desk, options, tally)).collect();
            for line in lines {
                match line {
                    Ok(line) => {
                        if !print(&(line + "\n")) {
                            return failed;
                        }
                    }
                    Err(error) => {
                        complain(&error);
                        failed = true;
                    }
                }
            }
        }
    }
    failed
}

fn one_file(path: &Path, desk: &Arc<Desk>, options: &Options, tally: &Tally) -> Result<String> {
    let name = path.display().to_string();
    let text = workspace::read(path)?;
    tally.add(&text);
    Ok(one_text(text.into(), &name, &name, Some(&name), desk, options))
}

fn one_text(text: Arc<str>, name: &str, id: &str, path: Option<&str>, desk: &Arc<Desk>, options: &Options) -> String {
    let analysis = analyse(text, name, desk.clone(), &mut Memory::default());
    let wants_findings = options.part().is_none_or(|part| part == Part::Findings);
    let findings = if wants_findings { lint(&analysis, &|| false).unwrap_or_default() } else { Vec::new() };
    jsonl(&analysis, &findings, id, path, options.part(), options.encoding())
}

/// The names of the fields of a stream's articles.
struct Fields {
    id: String,
    text: String,
    date: String,
    lang: String,
}

impl Fields {
    fn new(options: &Options) -> Result<Self> {
        let mut fields = Self { id: "id".into(), text: "text".into(), date: "date".into(), lang: "lang".into() };
        for pair in &options.fields {
            let (field, name) = pair.split_once('=').unwrap_or((pair, ""));
            let own = match field {
                "id" => &mut fields.id,
                "text" => &mut fields.text,
                "date" => &mut fields.date,
                "lang" => &mut fields.lang,
                _ => {
                    let what = format!("`{pair}` names no field");
                    return Err(Error::new("--fields", what, "write text=NAME, date=NAME, lang=NAME or id=NAME"));
                }
            };
            name.clone_into(own);
        }
        Ok(fields)
    }
}

fn stream(options: &Options, insist: &Insist, tally: &Tally) -> Result<bool> {
    let fields = Fields::new(options)?;
    let home = workspace::open(Path::new("."), insist, &workspace::Buffers::new());
    let mut failed = false;
    for path in &options.paths {
        let name = path.display().to_string();
        let input: Box<dyn BufRead> = if name == "-" || name == "." {
            Box::new(std::io::stdin().lock())
        } else {
            let file = std::fs::File::open(path).map_err(|error| {
                Error::new(&name, format!("cannot be read: {error}"), "name a file that exists and is readable")
            })?;
            Box::new(std::io::BufReader::new(file))
        };
        let mut lines = input.lines().enumerate();
        loop {
            let batch: Vec<(usize, std::io::Result<String>)> = lines.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            let done: Vec<Result<Option<String>>> = (batch.par_iter())
                .map(|(number, line)| {
                    one_line(&format!("{name}:{}", number + 1), line, &fields, &home.desk, options, tally)
                })
                .collect();
            for line in done {
                match line {
                    Ok(Some(line)) => {
                        if !print(&(line + "\n")) {
                            return Ok(failed);
                        }
                    }
                    Ok(None) => {}
                    Err(error) => {
                        complain(&error);
                        failed = true;
                    }
                }
            }
        }
    }
    Ok(failed)
}

fn one_line(
    place: &str,
    line: &std::io::Result<String>,
    fields: &Fields,
    desk: &Arc<Desk>,
    options: &Options,
    tally: &Tally,
) -> Result<Option<String>> {
    let line = line.as_ref().map_err(|error| Error::new(place, error.to_string(), "save the file as UTF-8"))?;
    if line.trim().is_empty() {
        return Ok(None);
    }
    let bad = |what: String| Error::new(place, what, "each line is an object such as {\"id\": \"1\", \"text\": \"…\"}");
    let record: Map<String, Value> =
        serde_json::from_str(line).map_err(|error| bad(format!("no JSON object: {error}")))?;
    let text = |name: &str| record.get(name).and_then(Value::as_str);
    let body = text(&fields.text).ok_or_else(|| bad(format!("the field `{}` is missing or no text", fields.text)))?;
    tally.add(body);
    let id = match record.get(&fields.id) {
        Some(Value::String(id)) => id.clone(),
        Some(other) => other.to_string(),
        None => place.to_owned(),
    };
    let language = desk.language.or_else(|| text(&fields.lang).and_then(Language::from_tag));
    let day = text(&fields.date).and_then(|date| parse_metadata_date(date, language.unwrap_or_default()));
    let date = desk.date.or_else(|| day.and_then(|value| value.days).map(|(day, _)| day));
    let desk = Arc::new(Desk { language, date, dialect: Some(Dialect::Plain), ..(**desk).clone() });
    Ok(Some(one_text(body.into(), "", &id, None, &desk, options)))
}
