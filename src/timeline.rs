//! The dates of articles in order: as text, as JSON, and as a self-contained HTML page.

use crate::analysis::{Analysis, DateInText};
use crate::dates::{Date, day_form, plain_form, plain_weekday};
use crate::language::Language;
use crate::report::{visible, visible_json};
use crate::text::{Encoding, LineIndex, escape, is_right_to_left};
use serde::Serialize;
use std::fmt::Write;

/// One date of one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// First day.
    pub first: String,
    /// Last day. The same as the first for a single day.
    pub last: String,
    /// The TIMEX3 value.
    pub value: String,
    /// The words.
    pub words: String,
    /// The sentence around them.
    pub sentence: String,
    /// The article.
    pub path: String,
    /// The line in the article, from one.
    pub line: u32,
    /// Its headline.
    pub headline: String,
    /// Its language.
    pub lang: &'static str,
    #[serde(skip)]
    days: (Date, Date),
    #[serde(skip)]
    offset: u32,
}

/// An output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Lines for a terminal.
    Text,
    /// A JSON array.
    Json,
    /// An HTML page.
    Html,
}

/// The maximum number of characters that are shown of a sentence.
const SENTENCE: usize = 200;

/// The dates of an article, except times, in the order of the text.
pub fn entries(analysis: &Analysis) -> Vec<Entry> {
    let lines = LineIndex::new(&analysis.text);
    let headline = analysis.article.headline().map_or("", |block| block.prose.text().trim());
    let entry = |date: DateInText<'_>| {
        let days = date.resolved.days?;
        let offset = date.range().start;
        Some(Entry {
            first: days.0.to_string(),
            last: days.1.to_string(),
            value: date.resolved.value.clone()?,
            words: date.words().to_owned(),
            sentence: sentence(&date),
            path: analysis.path.clone(),
            line: lines.position(&analysis.text, offset, Encoding::Utf8).line + 1,
            headline: headline.to_owned(),
            lang: analysis.language().tag(),
            days,
            offset,
        })
    };
    analysis.dates().filter_map(entry).collect()
}

/// Sorts the dates of several articles by day. A longer period comes before the days in it.
pub fn sort(entries: &mut [Entry]) {
    entries.sort_by(|a, b| {
        let key = |entry: &Entry| (entry.days.0, std::cmp::Reverse(entry.days.1));
        (key(a), &a.path, a.offset).cmp(&(key(b), &b.path, b.offset))
    });
}

/// Renders a timeline.
pub fn render(entries: &[Entry], form: Form) -> String {
    match form {
        Form::Text => text(entries),
        Form::Json => {
            serde_json::to_string_pretty(entries).map_or_else(|_| String::new(), |json| visible_json(json + "\n"))
        }
        Form::Html => html(entries),
    }
}

fn sentence(date: &DateInText<'_>) -> String {
    let prose = date.block.prose.text();
    let sentence = date.sentence();
    let mark = prose[sentence.end..].chars().next().map_or(0, char::len_utf8);
    let whole = prose[sentence.start..sentence.end + mark].trim_start_matches(|c: char| !c.is_alphanumeric()).trim();
    match whole.char_indices().nth(SENTENCE) {
        Some((at, _)) => format!("{}…", &whole[..at]),
        None => whole.to_owned(),
    }
}

/// "Tue 11 July 2017", or first and last day.
fn span(entry: &Entry) -> String {
    let (first, last) = entry.days;
    if first == last {
        return format!("{} {}", &plain_weekday(first.weekday())[..3], plain_form(first));
    }
    format!("{} – {}", plain_form(first), plain_form(last))
}

/// The days of an entry, in the language of the page.
fn heading(entry: &Entry, language: Language) -> String {
    let (first, last) = entry.days;
    if first == last {
        return day_form(first, language);
    }
    format!("{} – {}", day_form(first, language), day_form(last, language))
}

fn text(entries: &[Entry]) -> String {
    let mut out = String::new();
    for entry in entries {
        // Words of the other direction are embedded, so that the columns after them stay in place.
        let mut words = visible(&entry.words).into_owned();
        if words.chars().any(is_right_to_left) {
            words = format!("\u{202B}{words}\u{202C}\u{200E}");
        }
        let path = visible(&entry.path);
        let _ = writeln!(out, "{:10}  {:32}  {words}  ({path}:{})", entry.first, span(entry), entry.line);
    }
    out
}

const STYLE: &str = "body{font:16px/1.5 system-ui,'Noto Naskh Arabic',sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;\
color:#222;background:#fff}h1{font-size:1.3rem}ol{list-style:none;padding:0;border-inline-start:2px solid #bbb}\
li{padding:.5rem 1rem;position:relative}time{font-weight:600;display:block}\
p{margin:.1rem 0}mark{background:#fff1a8;color:inherit}small{color:#666;unicode-bidi:isolate}\
@media(prefers-color-scheme:dark){body{color:#ddd;background:#1b1b1b}mark{background:#5a4a00}small{color:#999}}";

fn html(entries: &[Entry]) -> String {
    let arabic = entries.iter().filter(|entry| Language::from_tag(entry.lang).is_some_and(Language::is_right_to_left));
    let (language, direction, nameless) = if arabic.count() * 2 > entries.len() {
        (Language::Arabic, "rtl", "الخط الزمني")
    } else {
        (Language::English, "ltr", "Timeline")
    };
    let title = entries.first().map_or("", |entry| entry.headline.as_str());
    let one = entries.iter().all(|entry| entry.path == entries[0].path);
    let title = if one && !title.is_empty() { title } else { nameless };
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{1}\" dir=\"{direction}\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>{0}</title>\n<style>{STYLE}</style>\n<h1 dir=\"auto\">{0}</h1>\n<ol>\n",
        escape(title),
        language.tag()
    );
    for entry in entries {
        // For one article, the folder is not needed.
        let path = if one { entry.path.rsplit(['/', '\\']).next().unwrap_or_default() } else { &entry.path };
        let sentence = escape(&entry.sentence);
        let words = escape(&entry.words);
        let marked = sentence.replacen(&words, &format!("<mark>{words}</mark>"), 1);
        let _ = writeln!(
            out,
            "<li><time datetime=\"{}\"><bdi>{}</bdi></time><p lang=\"{}\" dir=\"auto\">{marked}</p><small dir=\"ltr\">{}:{}</small></li>",
            entry.first,
            escape(&heading(entry, language)),
            entry.lang,
            escape(path),
            entry.line
        );
    }
    out.push_str("</ol>\n</html>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Memory, ProjectContext, analyse};
    use expect_test::expect;
    use std::sync::Arc;

    fn of(text: &str) -> Vec<Entry> {
        let analysis =
            analyse(text.into(), "a.ar.news.md", Arc::new(ProjectContext::standard()), &mut Memory::default());
        let mut entries = entries(&analysis);
        sort(&mut entries);
        entries
    }

    #[test]
    fn dates_come_in_order() {
        let story = "---\ntitle: قصة\ndate: 2017-09-18\n---\nوقّع في 11 يوليو الماضي. ثم في 5 يونيو الماضي <b>رفض</b>، وفي عام 2017 عاد بعد شهرين.\n";
        expect![[r#"
            2017-01-01  1 January 2017 – 31 December 2017  عام 2017  (a.ar.news.md:5)
            2017-06-05  Mon 5 June 2017                   5 يونيو الماضي  (a.ar.news.md:5)
            2017-07-11  Tue 11 July 2017                  11 يوليو الماضي  (a.ar.news.md:5)
            2017-08-01  1 August 2017 – 31 August 2017    بعد شهرين  (a.ar.news.md:5)
        "#]]
        .assert_eq(&render(&of(story), Form::Text).replace(['\u{202B}', '\u{202C}', '\u{200E}'], ""));
        let page = render(&of(story), Form::Html);
        assert!(page.contains("<bdi>الاثنين 5 يونيو 2017</bdi>"), "{page}");
        assert!(page.contains("dir=\"rtl\"") && page.contains("<mark>5 يونيو الماضي</mark>"), "{page}");
        let json: serde_json::Value = serde_json::from_str(&render(&of(story), Form::Json)).unwrap();
        assert_eq!(json[1]["value"], "2017-06-05");
    }

    #[test]
    fn a_page_has_no_markup_of_the_story() {
        let page = render(
            &of(
                "---\ntitle: \"<script>x</script>\"\ndate: 2017-09-18\nlang: en\n---\nSigned on 11 July 2017 & done.\n",
            ),
            Form::Html,
        );
        assert!(!page.contains("<script>") && page.contains("&amp; done"), "{page}");
        assert!(render(&[], Form::Html).contains("<ol>"));
    }
}
