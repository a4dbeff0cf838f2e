//! Measures the dates on the public development sets: `cargo run --release --example score_dates [FOLDER] [--errors]`.
//!
//! Articles (MEANTIME) are annotated only in their first sentences: recall and values are meaningful, precision is not. Phrase
//! sets have their own conventions (assistants look ahead, news looks back). `--errors` prints the ten most common kinds of
//! error of each set, with a few phrases.
#![expect(clippy::disallowed_methods, reason = "it measures speed")]
#![expect(clippy::cast_precision_loss, reason = "counts and bytes are small")]

use copydesk::testing::dates::{Date, Reference, ReferenceSource, Resolved, resolve, scan};
use copydesk::testing::language::Language;
use copydesk::testing::text::ProseRange;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The accepted days of a row. Empty for a row that is not measured.
type Days = fn(&Value) -> (String, Vec<String>);

fn main() {
    let (options, folders): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|a| a.starts_with("--"));
    let folder = folders.first().map_or_else(|| PathBuf::from("../shared/corpora/dates"), PathBuf::from);
    let errors = options.iter().any(|option| option == "--errors");
    if !folder.is_dir() {
        println!("no corpora in {}: nothing to measure", folder.display());
        return;
    }
    let kinds = if options.iter().any(|option| option == "--all") { usize::MAX } else { 10 };
    let say = |errors_of_set: &Errors| {
        if errors {
            errors_of_set.print(kinds);
        }
    };
    say(&articles(&folder.join("meantime-dev.en.jsonl")));
    for language in Language::ALL {
        let tag = language.tag();
        let set = |name: &str| folder.join(format!("{name}-dev.{tag}.jsonl"));
        say(&phrases(&set("recognizers"), language, recognizers_days));
        say(&extracts(&set("recognizers"), language));
        say(&phrases(&set("duckling"), language, duckling_days));
        say(&phrases(&set("maha"), language, maha_days));
    }
}

/// Kinds of error with examples.
#[derive(Default)]
struct Errors(BTreeMap<String, Vec<String>>);

impl Errors {
    fn add(&mut self, kind: String, example: String) {
        self.0.entry(kind).or_default().push(example);
    }

    fn print(&self, most: usize) {
        let mut kinds: Vec<_> = self.0.iter().collect();
        kinds.sort_by_key(|(_, examples)| std::cmp::Reverse(examples.len()));
        for (kind, examples) in kinds.into_iter().take(most) {
            println!("    {:4}  {kind}", examples.len());
            for example in examples.iter().take(12) {
                println!("            {example}");
            }
        }
    }
}

/// A value with its digits replaced by `9`, as its kind.
fn shape(value: &str) -> String {
    value.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect()
}

#[expect(clippy::disallowed_methods, reason = "the example reads the corpora")]
fn rows(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn dates(text: &str, language: Language, day: Option<&str>) -> Vec<(ProseRange, Resolved)> {
    let day: Option<Date> = day.and_then(|day| day.get(..10)).and_then(|day| day.parse().ok());
    let reference = day.map(|day| Reference { day, source: ReferenceSource::Given });
    let found = scan(text, language);
    let resolved = resolve(text, &found, language, reference.as_ref());
    found.iter().map(|expression| expression.range).zip(resolved).collect()
}

/// Offsets of the corpora count characters.
fn place(text: &str, value: &Value) -> u32 {
    let at = value.as_u64().unwrap_or(0) as usize;
    text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte) as u32
}

/// Strict and relaxed recall, values among the relaxed matches, and calendar dates (days, months, years).
fn articles(path: &Path) -> Errors {
    let mut errors = Errors::default();
    let (mut gold, mut strict, mut relaxed, mut right) = (0, 0, 0, 0);
    let (mut calendar, mut calendar_found, mut calendar_right) = (0, 0, 0);
    let articles = rows(path);
    for article in &articles {
        let text = article["text"].as_str().unwrap_or("");
        let found = dates(text, Language::English, article["dct"].as_str());
        for timex in article["timexes"].as_array().into_iter().flatten() {
            let range = ProseRange::new(place(text, &timex["start"]), place(text, &timex["end"]));
            if range.is_empty() {
                continue;
            }
            let value = timex["value"].as_str().unwrap_or("");
            let is_calendar = timex["type"] == "DATE"
                && matches!(value.len(), 4 | 7 | 10)
                && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
            let over: Vec<_> = found.iter().filter(|(own, _)| own.overlaps(range)).collect();
            // The corpus writes the zone without a space after the time.
            let is_right = over.iter().any(|(_, resolved)| {
                let own = resolved.value.as_deref().unwrap_or("");
                own == value || format!("{own}{}", resolved.zone.as_deref().unwrap_or("")) == value
            });
            gold += 1;
            strict += usize::from(over.iter().any(|(own, _)| *own == range));
            relaxed += usize::from(!over.is_empty());
            right += usize::from(is_right);
            calendar += usize::from(is_calendar);
            calendar_found += usize::from(is_calendar && !over.is_empty());
            calendar_right += usize::from(is_calendar && is_right);
            if !is_right {
                let got = over.first().map_or("nothing", |(_, resolved)| resolved.value.as_deref().unwrap_or("?"));
                let star = if is_calendar { "*" } else { "" };
                let dct = article["dct"].as_str().unwrap_or("");
                let line = text[..range.start as usize].char_indices().rev().nth(50).map_or(0, |(at, _)| at);
                let context = text[line..range.start as usize].replace('\n', " ");
                errors.add(
                    format!("{star}{} for {}", shape(got), shape(value)),
                    format!("{dct} {value} not {got}: {context}[{}]", range.slice(text)),
                );
            }
        }
    }
    println!("{}: {} articles, {}", name(path), articles.len(), speed(&articles, Language::English));
    println!(
        "  {gold} expressions: found {}, same words {}, right value {}",
        share(relaxed, gold),
        share(strict, gold),
        share(right, gold)
    );
    println!(
        "  {calendar} calendar dates: found {}, right value {}",
        share(calendar_found, calendar),
        share(calendar_right, calendar)
    );
    errors
}

/// Documents and megabytes per second. The texts are read repeatedly, long enough for the clock.
fn speed(rows: &[Value], language: Language) -> String {
    let (mut bytes, mut documents, begun) = (0, 0, Instant::now());
    while begun.elapsed().as_millis() < 200 {
        for row in rows {
            let text = row["text"].as_str().unwrap_or("");
            std::hint::black_box(dates(text, language, row["dct"].as_str()));
            (bytes, documents) = (bytes + text.len(), documents + 1);
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    format!("{:.0} documents/s, {:.1} MB/s", f64::from(documents) / seconds, bytes as f64 / 1e6 / seconds)
}

/// How many phrases resolve to an accepted day.
fn phrases(path: &Path, language: Language, expected: Days) -> Errors {
    let mut errors = Errors::default();
    let (mut count, mut right) = (0, 0);
    for row in rows(path) {
        let (text, days) = expected(&row);
        if days.is_empty() {
            continue;
        }
        let found = dates(&text, language, row["reference"].as_str());
        let first = |resolved: &Resolved| resolved.days.map(|(first, _)| first.to_string());
        let is_right = found.iter().filter_map(|(_, resolved)| first(resolved)).any(|day| days.contains(&day));
        count += 1;
        right += usize::from(is_right);
        if !is_right {
            let got = found.first().map_or("nothing", |(_, resolved)| resolved.value.as_deref().unwrap_or("?"));
            let reference = row["reference"].as_str().unwrap_or("");
            errors.add(shape(got), format!("{reference} {} not {got}: {text}", days.join("|")));
        }
    }
    if count > 0 {
        println!("{}: {} of {count} phrases right", name(path), share(right, count));
    }
    errors
}

/// How many spans of the date extractors are found, partly or completely.
fn extracts(path: &Path, language: Language) -> Errors {
    let mut errors = Errors::default();
    let (mut count, mut relaxed, mut strict, mut empty, mut false_alarms) = (0, 0, 0, 0, 0);
    for row in rows(path) {
        if !matches!(row["spec"].as_str(), Some("DateExtractor" | "DatePeriodExtractor")) {
            continue;
        }
        let text = row["text"].as_str().unwrap_or("");
        let found = dates(text, language, None);
        let spans = row["expected"].as_array().map_or(&[][..], Vec::as_slice);
        if spans.is_empty() {
            empty += 1;
            false_alarms += usize::from(!found.is_empty());
        }
        for span in spans {
            let start = place(text, &span["Start"]);
            let end = start + span["Text"].as_str().unwrap_or("").len() as u32;
            let over: Vec<_> = found.iter().filter(|(own, _)| own.start < end && own.end > start).collect();
            count += 1;
            relaxed += usize::from(!over.is_empty());
            strict += usize::from(over.iter().any(|(own, _)| own.start == start && own.end == end));
            if over.is_empty() {
                errors.add(shape(span["Text"].as_str().unwrap_or("")), text.to_owned());
            }
        }
    }
    if count > 0 {
        println!(
            "{}: extractors: {count} spans: found {}, same words {}; {false_alarms} of {empty} empty ones alarmed",
            name(path),
            share(relaxed, count),
            share(strict, count)
        );
    }
    errors
}

fn text_of(row: &Value) -> String {
    row["text"].as_str().unwrap_or("").to_owned()
}

fn recognizers_days(row: &Value) -> (String, Vec<String>) {
    if row["spec"] != "DateParser" {
        return Default::default();
    }
    let values = row["expected"].as_array().into_iter().flatten().map(|expected| &expected["Value"]);
    let days = values
        .flat_map(|value| [&value["PastResolution"]["date"], &value["FutureResolution"]["date"]])
        .filter_map(|day| day.as_str().map(str::to_owned))
        .collect();
    (text_of(row), days)
}

fn duckling_days(row: &Value) -> (String, Vec<String>) {
    let expected = &row["expected"];
    let calendar = ["Day", "Week", "Month", "Quarter", "Year"].iter().any(|grain| expected["grain"] == *grain);
    if row["dim"] != "time" || expected["kind"] != "instant" || !calendar {
        return Default::default();
    }
    (
        text_of(row),
        expected["value"]
            .as_str()
            .and_then(|day| day.get(..10))
            .map(|day| day.replace("-00", "-01"))
            .into_iter()
            .collect(),
    )
}

/// MAHA's tests are Python: `assert_expression_date_output(output, datetime(2021, 9, 1 + expected_day))` with the
/// phrase in `input`, or `DATE.replace(month=8, day=29), 'phrase'` in a parameter.
fn maha_days(row: &Value) -> (String, Vec<String>) {
    let params = &row["params"];
    let assertion = row["asserts"][0].as_str().unwrap_or("");
    if let Some(arguments) = assertion
        .strip_prefix("assert_expression_date_output(output, datetime(")
        .and_then(|rest| rest.strip_suffix("))"))
    {
        let term = |term: &str| term.parse::<i64>().ok().or_else(|| params[term].as_i64());
        let sum = |sum: &str| sum.split(" + ").map(|one| term(one.trim())).sum::<Option<i64>>();
        let numbers: Option<Vec<i64>> = arguments.split(',').map(sum).collect();
        if let (Some(&[year, month, day]), Some(text)) = (numbers.as_deref(), params["input"].as_str()) {
            // The set shifts its reference date, the first of a month, by years; here the value is the whole year.
            let exact = format!("{year:04}-{month:02}-{day:02}");
            let by_years = params["expected_month"].is_null() && params["expected_day"].is_null();
            let whole = if by_years { format!("{year:04}-01-01") } else { exact.clone() };
            return (text.to_owned(), vec![exact, whole]);
        }
    }
    let expression = params.as_object().into_iter().flatten().find_map(|(_, value)| value["expr"].as_str());
    let Some((fields, rest)) =
        expression.and_then(|e| e.split_once(".replace(")).and_then(|(_, rest)| rest.split_once(')'))
    else {
        return Default::default();
    };
    let field = |name: &str, default: i64| {
        fields
            .split(',')
            .find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('=')?.parse().ok())
            .unwrap_or(default)
    };
    let text = rest.split('\'').nth(1).unwrap_or("").to_owned();
    let plain = assertion == "assert_expression_output(output, expected)" || assertion.contains("date_output");
    if !plain || rest.contains(".replace") || !["day=", "month=", "year="].iter().any(|name| fields.contains(name)) {
        return Default::default();
    }
    (text, vec![format!("{:04}-{:02}-{:02}", field("year", 2021), field("month", 9), field("day", 1))])
}

fn share(part: usize, whole: usize) -> String {
    format!("{part} ({:.1} %)", 100.0 * part as f64 / whole.max(1) as f64)
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
