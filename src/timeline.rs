//! The dates of articles in order: as text, as JSON, and as a self-contained HTML page.

use crate::analysis::{Analysis, DateInText, SettledDate};
use crate::article::Key;
use crate::dates::{Date, day_form, plain_form, plain_weekday};
use crate::finding::Finding;
use crate::language::Language;
use crate::lint::lint;
use crate::report::{visible, visible_json};
use crate::rules::RULES;
use crate::text::{Encoding, LineIndex, TextRange, escape, escape_attribute, is_right_to_left, isolate_quotations};
use serde::Serialize;
use std::fmt::Write;

/// One date of one article, or of several that state it in the same sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// First day; `None` for a date that does not exist.
    pub first: Option<String>,
    /// Last day. The same as the first for a single day.
    pub last: Option<String>,
    /// The TIMEX3 value.
    pub value: Option<String>,
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
    /// What a rule reports about the date, such as a wrong weekday or a wrong annotation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The address of the article, or its path from the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Further articles with the same sentence, and the translation of the article.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Place>,
    #[serde(skip)]
    days: Option<(Date, Date)>,
    #[serde(skip)]
    offset: u32,
    /// Further words for the same days in the sentence: the other half of a calendar pair.
    #[serde(skip)]
    other_words: Vec<String>,
    /// The path of the article that this one is a translation of, as it is written.
    #[serde(skip)]
    translation_of: Option<String>,
}

/// A further place of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    pub path: String,
    pub line: u32,
    pub headline: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
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

/// Rules that report a date as wrong.
const RULES_OF_DATES: [&str; 6] = [
    "impossible-date",
    "weekday-mismatch",
    "date-value-mismatch",
    "calendar-mismatch",
    "elapsed-mismatch",
    "reversed-range",
];

/// The days of an article in the order of the text, and the dates that do not exist.
pub fn entries(analysis: &Analysis) -> Vec<Entry> {
    let lines = LineIndex::new(&analysis.text);
    let line = |offset: u32| lines.position(&analysis.text, offset, Encoding::Utf8).line + 1;
    let headline = analysis.article.headline().map_or("", |block| block.prose.text().trim());
    let translation_of = analysis.article.metadata.text(Key::TranslationOf).map(|text| text.text().trim().to_owned());
    let findings = wrong_dates(analysis);
    let message_of = |finding: &Finding| finding.message.in_language(analysis.language()).into_owned();
    let entry = |range: TextRange| Entry {
        first: None,
        last: None,
        value: None,
        words: range.slice(&analysis.text).to_owned(),
        sentence: range.slice(&analysis.text).to_owned(),
        path: analysis.path.clone(),
        line: line(range.start),
        headline: headline.to_owned(),
        lang: analysis.language().tag(),
        note: None,
        link: None,
        also: Vec::new(),
        days: None,
        offset: range.start,
        other_words: Vec::new(),
        translation_of: translation_of.clone(),
    };
    let mut found: Vec<Entry> = Vec::new();
    for SettledDate { date, value, days, wrong } in analysis.settled_dates() {
        let sentence = sentence(&date);
        let range = date.range();
        let twice = |other: &&mut Entry| other.days == Some(days) && other.sentence == sentence;
        if let Some(other) = found.last_mut().filter(twice) {
            other.other_words.push(date.words().to_owned());
            continue;
        }
        let finding = findings.iter().find(|finding| finding.range.overlaps(range));
        let annotated = || wrong.map(|wrong| format!("annotated {wrong}"));
        found.push(Entry {
            first: Some(days.0.to_string()),
            last: Some(days.1.to_string()),
            value: Some(value.to_owned()),
            words: date.words().to_owned(),
            sentence,
            note: finding.map(message_of).or_else(annotated),
            days: Some(days),
            ..entry(range)
        });
    }
    let missing = findings.iter().filter(|finding| finding.code.as_str() == RULES_OF_DATES[0]);
    let is_listed = |finding: &&Finding| found.iter().any(|entry| finding.range.touches(entry.offset));
    let missing: Vec<Entry> = (missing.filter(|finding| !is_listed(finding)))
        .map(|finding| Entry { note: Some(message_of(finding)), ..entry(finding.range) })
        .collect();
    found.extend(missing);
    found
}

/// What the rules report about the dates of an article.
fn wrong_dates(analysis: &Analysis) -> Vec<Finding> {
    let is_of_date = |finding: &Finding| RULES_OF_DATES.contains(&finding.code.as_str());
    lint(analysis, RULES, &|| false).unwrap_or_default().into_iter().filter(is_of_date).collect()
}

/// The dates of an article that do not exist, such as 31 June.
pub fn impossible_dates(analysis: &Analysis) -> Vec<Finding> {
    let mut found = wrong_dates(analysis);
    found.retain(|finding| finding.code.as_str() == RULES_OF_DATES[0]);
    found
}

/// Sorts the dates of several articles by day, and merges those that are the same sentence, or the same day of an article and
/// its translation. A longer period comes before the days in it.
pub fn sort(entries: &mut Vec<Entry>) {
    entries.sort_by(|a, b| {
        let key = |entry: &Entry| (entry.days.is_none(), entry.days.map(|days| (days.0, std::cmp::Reverse(days.1))));
        (key(a), &a.path, a.offset).cmp(&(key(b), &b.path, b.offset))
    });
    let mut merged: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries.drain(..) {
        let same = merged.iter().rposition(|other| other.days == entry.days && is_same(other, &entry));
        let is_recent = |at: &usize| merged[*at..].iter().all(|other| other.days == entry.days);
        match same.filter(is_recent) {
            Some(at) if entry.days.is_some() => {
                let Entry { path, line, headline, link, .. } = entry;
                merged[at].also.push(Place { path, line, headline, link });
            }
            _ => merged.push(entry),
        }
    }
    *entries = merged;
}

/// Whether two entries of one day state the same: copies of a sentence, or an article and its translation.
fn is_same(a: &Entry, b: &Entry) -> bool {
    if a.path == b.path && a.link == b.link {
        return false;
    }
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_of = |entry: &Entry, other: &Entry| {
        let file = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        entry.translation_of.as_deref().is_some_and(|name| file(name) == file(&other.path))
            && !a.also.iter().any(|place| place.path == b.path)
    };
    squeezed(&a.sentence) == squeezed(&b.sentence) || is_of(a, b) || is_of(b, a)
}

/// Renders a timeline.
pub fn render(entries: &[Entry], form: Form) -> String {
    match form {
        Form::Text => text(entries, Language::English),
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
fn span(days: Option<(Date, Date)>, reader: Language) -> String {
    if reader == Language::Arabic {
        // The number first, so that the line is laid out from left to right in every terminal.
        let words = format!("\u{202B}{}\u{202C}\u{200E}", heading(days, reader));
        return days.map_or(words.clone(), |(first, _)| format!("{first}  {words}"));
    }
    match days {
        None => "not a date".to_owned(),
        Some((first, last)) if first == last => {
            format!("{first}  {} {}", &plain_weekday(first.weekday())[..3], plain_form(first))
        }
        Some((first, last)) => format!("{first}  {} – {}", plain_form(first), plain_form(last)),
    }
}

/// The days of an entry, in the language of the page.
fn heading(days: Option<(Date, Date)>, language: Language) -> String {
    match days {
        None if language == Language::Arabic => "ليس تاريخًا".to_owned(),
        None => "Not a date".to_owned(),
        Some((first, last)) if first == last => day_form(first, language),
        Some((first, last)) => format!("{} – {}", day_form(first, language), day_form(last, language)),
    }
}

/// Renders a timeline for a terminal, with its days in the language of the reader.
pub fn text(entries: &[Entry], reader: Language) -> String {
    let mut out = String::new();
    // Words of the other direction are embedded, so that what follows them stays in place.
    let embedded = |text: &str| {
        let text = visible(text).into_owned();
        if text.chars().any(is_right_to_left) { format!("\u{202B}{text}\u{202C}\u{200E}") } else { text }
    };
    for day in entries.chunk_by(|a, b| a.days == b.days) {
        let _ = writeln!(out, "{}", span(day[0].days, reader));
        for entry in day {
            let places = std::iter::once((&entry.path, entry.line))
                .chain(entry.also.iter().map(|place| (&place.path, place.line)))
                .map(|(path, line)| format!("{}:{line}", visible(path.strip_prefix("./").unwrap_or(path))))
                .collect::<Vec<_>>()
                .join(", ");
            let words = embedded(&entry.words);
            let sentence =
                if entry.sentence == entry.words { String::new() } else { format!("  {}", embedded(&entry.sentence)) };
            let _ = writeln!(out, "  {words}{sentence}  ({places})");
            if let Some(note) = &entry.note {
                let _ = writeln!(out, "    ! {}", embedded(note));
            }
        }
    }
    out
}

const STYLE: &str = "body{font:16px/1.5 system-ui,'Noto Naskh Arabic',sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;\
color:#222;background:#fff}h1{font-size:1.3rem}ol{list-style:none;padding:0;border-inline-start:2px solid #bbb}\
li{padding:.5rem 1rem;position:relative}time,h2{font-weight:600;font-size:1rem;display:block;margin:0}\
p{margin:.3rem 0 0;text-align:match-parent}mark{background:#fff1a8;color:inherit}small{color:#666;unicode-bidi:isolate;display:block}\
a{color:inherit}.note{color:#a40000}\
@media(prefers-color-scheme:dark){body{color:#ddd;background:#1b1b1b}mark{background:#5a4a00}small{color:#999}.note{color:#ff9d9d}}";

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
    for day in entries.chunk_by(|a, b| a.days == b.days) {
        let heading = escape(&heading(day[0].days, language));
        let _ = match &day[0].first {
            Some(first) => write!(out, "<li><time datetime=\"{first}\"><bdi>{heading}</bdi></time>"),
            None => write!(out, "<li><h2><bdi>{heading}</bdi></h2>"),
        };
        for entry in day {
            let mut sentence = escape(&entry.sentence);
            for words in std::iter::once(&entry.words).chain(&entry.other_words) {
                let words = escape(words);
                sentence = sentence.replacen(&*words, &format!("<mark>{words}</mark>"), 1);
            }
            let _ = write!(out, "<p lang=\"{}\" dir=\"auto\">{sentence}</p>", entry.lang);
            if let Some(note) = &entry.note {
                let note = escape(&isolate_quotations(note));
                let _ = write!(out, "<small class=\"note\" dir=\"auto\">{note}</small>");
            }
            let own = (&entry.headline, &entry.path, &entry.link);
            for (headline, path, link) in
                std::iter::once(own).chain(entry.also.iter().map(|place| (&place.headline, &place.path, &place.link)))
            {
                // A page is made to be shared: it has no folders of this machine.
                let file = path.rsplit(['/', '\\']).next().unwrap_or_default();
                let shown = escape(if headline.is_empty() { file } else { headline });
                let shown = match link {
                    Some(link) => format!("<a href=\"{}\">{shown}</a>", escape_attribute(link)),
                    None => shown,
                };
                let _ = write!(out, "<small dir=\"auto\">{shown}</small>");
            }
        }
        out.push_str("</li>\n");
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
            2017-01-01  1 January 2017 – 31 December 2017
              عام 2017  ثم في 5 يونيو الماضي رفض، وفي عام 2017 عاد بعد شهرين.  (a.ar.news.md:5)
            2017-06-05  Mon 5 June 2017
              5 يونيو الماضي  ثم في 5 يونيو الماضي رفض، وفي عام 2017 عاد بعد شهرين.  (a.ar.news.md:5)
            2017-07-11  Tue 11 July 2017
              11 يوليو الماضي  وقّع في 11 يوليو الماضي.  (a.ar.news.md:5)
            2017-08-01  1 August 2017 – 31 August 2017
              بعد شهرين  ثم في 5 يونيو الماضي رفض، وفي عام 2017 عاد بعد شهرين.  (a.ar.news.md:5)
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
