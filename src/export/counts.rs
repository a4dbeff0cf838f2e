//! How often actors are mentioned: by article, by period, and together with whom.

use crate::actors::Certainty;
use crate::analysis::Analysis;
use crate::dates::Date;
use crate::language::Language;
use crate::report::{visible, visible_json};
use crate::text::{escape, isolate_quotations};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Bound;

/// The mentions of one article.
#[derive(Debug, Clone, Default)]
pub struct ArticleMentions {
    day: Option<Date>,
    /// Actors with the number of their mentions.
    actors: BTreeMap<Mentioned, usize>,
}

/// Who is mentioned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Mentioned {
    /// The id; the ids of several actors for an ambiguous name.
    id: String,
    name: String,
    kind: &'static str,
}

/// The length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    Year,
    Month,
    Day,
}

/// What is counted.
#[derive(Debug, Clone, Copy, Default)]
pub struct CountSettings {
    /// Counts for each period on its own.
    pub per: Option<Period>,
    /// Counts pairs of actors in the same article.
    pub together: bool,
    /// The largest number of rows in each period.
    pub limit: Option<usize>,
}

/// A row: an actor, or a pair of actors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountRow {
    /// The year, month or day; empty without periods, `unknown` if the articles have no date.
    pub period: String,
    /// The id of the actor; the ids of all possible ones for an ambiguous name.
    pub actor: String,
    pub name: String,
    pub kind: &'static str,
    /// The second actor of a pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with_name: Option<String>,
    /// The number of articles.
    pub articles: usize,
    /// The number of mentions of the actor, or of both.
    pub mentions: usize,
}

/// An output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountForm {
    Text,
    Csv,
    Json,
    Html,
}

/// The mentions of an article: links, certain names, and names that are ambiguous. Doubtful names do not count.
pub fn article_mentions(analysis: &Analysis, name_language: Option<Language>) -> ArticleMentions {
    let language = name_language.unwrap_or_else(|| analysis.language());
    let registry = analysis.registry();
    let mut found = ArticleMentions { day: analysis.reference.map(|reference| reference.day), ..Default::default() };
    let mut add = |mentioned: Mentioned| *found.actors.entry(mentioned).or_default() += 1;
    for (mention, actor) in analysis.mentions().filter(|(mention, _)| !mention.target.is_open()) {
        add(match actor.map(|actor| registry.actor(actor)) {
            Some(actor) => {
                Mentioned { id: actor.id.clone(), name: actor.shown_name(language).to_owned(), kind: actor.kind.name() }
            }
            None => Mentioned { id: mention.target.id.clone(), name: mention.target.id.clone(), kind: "unknown" },
        });
    }
    for name in analysis.names.iter().filter(|name| !name.linked) {
        match (name.certainty, name.actors.as_slice()) {
            (Certainty::Certain, [actor]) => {
                let actor = registry.actor(*actor);
                let name = actor.shown_name(language).to_owned();
                add(Mentioned { id: actor.id.clone(), name, kind: actor.kind.name() });
            }
            (Certainty::Ambiguous, actors) => {
                let ids: Vec<&str> = actors.iter().map(|actor| registry.actor(*actor).id.as_str()).collect();
                add(Mentioned { id: ids.join("|"), name: analysis.words_of(name).to_owned(), kind: "ambiguous" });
            }
            _ => {}
        }
    }
    found
}

/// The numbers of articles and mentions by period, actor and second actor.
type Counts<'a> = BTreeMap<(String, &'a str, Option<&'a str>), (usize, usize)>;

/// Counts actors or pairs, the most frequent first in each period.
pub fn count(articles: &[ArticleMentions], settings: CountSettings) -> Vec<CountRow> {
    let mut names: BTreeMap<&str, (&str, &'static str)> = BTreeMap::new();
    let mut counts: Counts<'_> = BTreeMap::new();
    for article in articles {
        let period = period(article.day, settings.per);
        for mentioned in article.actors.keys() {
            names.entry(&mentioned.id).or_insert((&mentioned.name, mentioned.kind));
        }
        let mut by_id: BTreeMap<&str, usize> = BTreeMap::new();
        for (mentioned, mentions) in &article.actors {
            *by_id.entry(&mentioned.id).or_default() += mentions;
        }
        for (id, mentions) in &by_id {
            let mut pairs: Vec<(Option<&str>, usize)> = vec![(None, *mentions)];
            if settings.together {
                let others = by_id.range::<str, _>((Bound::Excluded(*id), Bound::Unbounded));
                pairs = others.map(|(other, more)| (Some(*other), mentions + more)).collect();
            }
            for (with, mentions) in pairs {
                let entry = counts.entry((period.clone(), *id, with)).or_default();
                *entry = (entry.0 + 1, entry.1 + mentions);
            }
        }
    }
    let mut rows: Vec<CountRow> = (counts.into_iter())
        .map(|((period, id, with), (articles, mentions))| {
            let (name, kind) = names.get(id).copied().unwrap_or((id, "unknown"));
            let with_name = with.map(|with| names.get(with).map_or(with, |(name, _)| name).to_owned());
            let (actor, name) = (id.to_owned(), name.to_owned());
            CountRow { period, actor, name, kind, with: with.map(str::to_owned), with_name, articles, mentions }
        })
        .collect();
    rows.sort_by(|a, b| {
        let key = |row: &CountRow| (std::cmp::Reverse(row.articles), std::cmp::Reverse(row.mentions));
        (&a.period, key(a), &a.name, &a.with_name).cmp(&(&b.period, key(b), &b.name, &b.with_name))
    });
    if let Some(limit) = settings.limit {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        rows.retain(|row| {
            let seen = seen.entry(row.period.clone()).or_default();
            *seen += 1;
            *seen <= limit
        });
    }
    rows
}

fn period(day: Option<Date>, per: Option<Period>) -> String {
    let Some(per) = per else { return String::new() };
    let Some(day) = day else { return "unknown".to_owned() };
    let text = day.to_string();
    let cut = |parts: usize| text.rsplitn(parts, '-').last().unwrap_or(&text).to_owned();
    match per {
        Period::Year => cut(3),
        Period::Month => cut(2),
        Period::Day => text,
    }
}

/// Renders counts.
pub fn render_counts(rows: &[CountRow], form: CountForm) -> String {
    match form {
        CountForm::Text => text(rows),
        CountForm::Csv => csv_table(rows),
        CountForm::Json => {
            serde_json::to_string_pretty(rows).map_or_else(|_| String::new(), |json| visible_json(json + "\n"))
        }
        CountForm::Html => html(rows),
    }
}

fn text(rows: &[CountRow]) -> String {
    let mut out = String::new();
    for period in rows.chunk_by(|a, b| a.period == b.period) {
        if !period[0].period.is_empty() {
            let _ = writeln!(out, "{}", period[0].period);
        }
        let _ = writeln!(out, "{:>8} {:>8}", "articles", "mentions");
        for row in period {
            let pair = row.with_name.as_ref().map_or_else(String::new, |name| format!(" + `{name}`"));
            let ids = row.with.as_ref().map_or_else(String::new, |id| format!(" + {id}"));
            let kind = if row.kind == "ambiguous" { "ambiguous: " } else { "" };
            let line = format!("`{}`{pair}  ({kind}{}{ids})", row.name, row.actor);
            let line = isolate_quotations(&visible(&line)).replace('`', "");
            let _ = writeln!(out, "{:>8} {:>8}  {line}", row.articles, row.mentions);
        }
    }
    out
}

fn csv_table(rows: &[CountRow]) -> String {
    use crate::actors::export::guarded;
    let together = rows.iter().any(|row| row.with.is_some());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let (one, two): (&[&str], &[&str]) = (&["period", "actor", "name", "kind"], &["with", "with_name"]);
    let head = one.iter().chain(if together { two } else { &[] }).chain(&["articles", "mentions"]);
    // Writing to memory cannot fail.
    let _ = writer.write_record(head);
    for row in rows {
        let mut cells = vec![row.period.as_str(), &row.actor, &row.name, row.kind];
        if together {
            cells.extend([row.with.as_deref().unwrap_or_default(), row.with_name.as_deref().unwrap_or_default()]);
        }
        let numbers = [row.articles.to_string(), row.mentions.to_string()];
        let _ = writer.write_record(cells.into_iter().map(|cell| guarded(cell).into_owned()).chain(numbers));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

const STYLE: &str = "body{font:16px/1.5 system-ui,'Noto Naskh Arabic',sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;\
color:#222;background:#fff}table{border-collapse:collapse;width:100%}th,td{text-align:start;padding:.2rem .6rem;\
border-bottom:1px solid #ddd}.n{text-align:end;font-variant-numeric:tabular-nums}small{color:#666}\
@media(prefers-color-scheme:dark){body{color:#ddd;background:#1b1b1b}th,td{border-color:#444}small{color:#999}}";

fn html(rows: &[CountRow]) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>Mentions</title>\n<style>{STYLE}</style>\n<h1>Mentions</h1>\n"
    );
    for period in rows.chunk_by(|a, b| a.period == b.period) {
        if !period[0].period.is_empty() {
            let _ = writeln!(out, "<h2>{}</h2>", escape(&period[0].period));
        }
        let pairs = period.iter().any(|row| row.with.is_some());
        let second = if pairs { "<th>with</th>" } else { "" };
        let _ = writeln!(
            out,
            "<table>\n<tr><th>name</th>{second}<th class=\"n\">articles</th><th class=\"n\">mentions</th></tr>"
        );
        for row in period {
            let cell =
                |name: &str, id: &str| format!("<td><bdi>{}</bdi> <small>{}</small></td>", escape(name), escape(id));
            let with = row.with.as_ref().zip(row.with_name.as_ref());
            let _ = writeln!(
                out,
                "<tr>{}{}<td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
                cell(&row.name, &row.actor),
                with.map_or_else(String::new, |(id, name)| cell(name, id)),
                row.articles,
                row.mentions
            );
        }
        out.push_str("</table>\n");
    }
    out + "</html>\n"
}

/// The kinds of the actors that are counted.
pub fn keep_kinds(articles: &mut [ArticleMentions], kinds: &[&str]) {
    let kinds: BTreeSet<&str> = kinds.iter().copied().collect();
    for article in articles.iter_mut().filter(|_| !kinds.is_empty()) {
        article.actors.retain(|mentioned, _| kinds.contains(mentioned.kind));
    }
}
