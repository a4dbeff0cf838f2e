//! Measures the dates on the public development sets: `cargo run --release --example score_dates [FOLDER]`.
//!
//! Articles (MEANTIME) are annotated in their first sentences only: read recall and value, not precision.

#![expect(clippy::cast_precision_loss, reason = "counts and bytes are small")]

use copydesk::dates::{Date, Reference, ReferenceSource, Resolved, resolve, scan};
use copydesk::language::Language;
use copydesk::text::ProseRange;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() {
    let folder = std::env::args().nth(1).map_or_else(|| PathBuf::from("../shared/corpora/dates"), PathBuf::from);
    if !folder.is_dir() {
        println!("no corpora in {}: nothing to measure", folder.display());
        return;
    }
    articles(&folder.join("meantime-dev.en.jsonl"));
    for (name, language) in
        [("recognizers-dev.ar.jsonl", Language::Arabic), ("recognizers-dev.en.jsonl", Language::English)]
    {
        phrases(&folder.join(name), language, recognizers_days);
    }
    for (name, language) in [("duckling-dev.ar.jsonl", Language::Arabic), ("duckling-dev.en.jsonl", Language::English)]
    {
        phrases(&folder.join(name), language, duckling_days);
    }
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

/// Strict and relaxed recall, values among the relaxed, and the calendar dates (days, months, years).
fn articles(path: &Path) {
    let (mut gold, mut strict, mut relaxed, mut right) = (0, 0, 0, 0);
    let (mut calendar, mut calendar_found, mut calendar_right) = (0, 0, 0);
    let (mut bytes, mut documents) = (0, 0);
    let articles = rows(path);
    let begun = Instant::now();
    for article in &articles {
        let text = article["text"].as_str().unwrap_or("");
        let found = dates(text, Language::English, article["dct"].as_str());
        (bytes, documents) = (bytes + text.len(), documents + 1);
        // Offsets of the corpus count characters.
        let offset = |value: &Value| {
            let at = value.as_u64().unwrap_or(0) as usize;
            text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte) as u32
        };
        for timex in article["timexes"].as_array().into_iter().flatten() {
            let range = ProseRange::new(offset(&timex["start"]), offset(&timex["end"]));
            if range.is_empty() {
                continue;
            }
            let value = timex["value"].as_str().unwrap_or("");
            let is_calendar = timex["type"] == "DATE"
                && matches!(value.len(), 4 | 7 | 10)
                && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
            let over: Vec<_> = found.iter().filter(|(own, _)| own.overlaps(range)).collect();
            let is_right = over.iter().any(|(_, resolved)| resolved.value.as_deref() == Some(value));
            gold += 1;
            strict += usize::from(over.iter().any(|(own, _)| *own == range));
            relaxed += usize::from(!over.is_empty());
            right += usize::from(is_right);
            calendar += usize::from(is_calendar);
            calendar_found += usize::from(is_calendar && !over.is_empty());
            calendar_right += usize::from(is_calendar && is_right);
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!("{}: {documents} articles, {:.1} MB/s", name(path), bytes as f64 / 1e6 / seconds.max(1e-9));
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
}

/// How many phrases come to one of the days that the set accepts.
fn phrases(path: &Path, language: Language, expected: fn(&Value) -> Vec<String>) {
    let (mut count, mut right) = (0, 0);
    for row in rows(path) {
        let days = expected(&row);
        if days.is_empty() {
            continue;
        }
        let found = dates(row["text"].as_str().unwrap_or(""), language, row["reference"].as_str());
        let first = |resolved: &Resolved| resolved.days.map(|(first, _)| first.to_string());
        count += 1;
        right += usize::from(found.iter().filter_map(|(_, resolved)| first(resolved)).any(|day| days.contains(&day)));
    }
    println!("{}: {right} of {count} phrases right", name(path));
}

fn recognizers_days(row: &Value) -> Vec<String> {
    if row["spec"] != "DateParser" {
        return Vec::new();
    }
    let values = row["expected"].as_array().into_iter().flatten().map(|expected| &expected["Value"]);
    values
        .flat_map(|value| [&value["PastResolution"]["date"], &value["FutureResolution"]["date"]])
        .filter_map(|day| day.as_str().map(str::to_owned))
        .collect()
}

fn duckling_days(row: &Value) -> Vec<String> {
    let expected = &row["expected"];
    let calendar = ["Day", "Week", "Month", "Quarter", "Year"].iter().any(|grain| expected["grain"] == *grain);
    if row["dim"] != "time" || expected["kind"] != "instant" || !calendar {
        return Vec::new();
    }
    expected["value"].as_str().and_then(|day| day.get(..10)).map(str::to_owned).into_iter().collect()
}

fn share(part: usize, whole: usize) -> String {
    format!("{part} ({:.1} %)", 100.0 * part as f64 / whole.max(1) as f64)
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
