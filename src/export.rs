//! The analysis of an article as data: one JSON object a line, the shape that scorers, notebooks and pipelines read.

mod forms;

use crate::actors::{Certainty, Kind, Role};
use crate::analysis::{Analysis, DateInText};
use crate::dates::{Field, Modifier, TimexKind};
use crate::finding::Finding;
use crate::language::Language;
use crate::text::{Encoding, TextRange, UnitIndex};
pub use forms::{CSV_HEAD, Form, form};
use serde::Serialize;

/// Which parts of the analysis are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Dates.
    Dates,
    /// Mentions of actors.
    Mentions,
    /// Findings.
    Findings,
}

#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    lang: &'static str,
    reference: Option<String>,
    headline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mentions: Option<Vec<MentionRecord<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dates: Option<Vec<DateRecord<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Vec<FindingRecord<'a>>>,
}

#[derive(Serialize)]
struct MentionRecord<'a> {
    start: u32,
    end: u32,
    text: &'a str,
    actor: Option<&'a str>,
    kind: Option<&'static str>,
    certainty: &'static str,
    candidates: Vec<&'a str>,
    role: Option<&'a str>,
}

#[derive(Serialize)]
struct DateRecord<'a> {
    start: u32,
    end: u32,
    text: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    value: Option<&'a str>,
    #[serde(rename = "mod")]
    modifier: Option<&'static str>,
    annotated: Option<&'a str>,
    stated: Vec<&'static str>,
    derivation: Vec<String>,
}

#[derive(Serialize)]
struct FindingRecord<'a> {
    code: &'static str,
    severity: &'static str,
    start: u32,
    end: u32,
    message: &'a str,
}

/// Byte offsets of one text in the units that were asked for.
struct Offsets<'a> {
    text: &'a str,
    index: UnitIndex,
}

impl Offsets<'_> {
    fn at(&self, offset: u32) -> u32 {
        self.index.at(self.text, offset)
    }
}

/// One article as a line of JSON without its line break. `id` names it; offsets count in the units of `encoding`.
pub fn jsonl(
    analysis: &Analysis,
    findings: &[Finding],
    id: &str,
    path: Option<&str>,
    only: Option<Part>,
    encoding: Encoding,
) -> String {
    let offsets = Offsets { text: &analysis.text, index: UnitIndex::new(&analysis.text, encoding) };
    let wants = |part: Part| only.is_none_or(|only| only == part);
    let record = Record {
        id,
        path,
        lang: analysis.language().tag(),
        reference: analysis.reference.map(|reference| reference.day.to_string()),
        headline: analysis.article.headline().map(|block| block.prose.text().trim()),
        mentions: wants(Part::Mentions).then(|| mentions(analysis, &offsets)),
        dates: wants(Part::Dates).then(|| dates(analysis, &offsets)),
        findings: wants(Part::Findings).then(|| {
            let record = |finding| self::finding(finding, &offsets);
            findings.iter().map(record).collect()
        }),
    };
    serde_json::to_string(&record).unwrap_or_default()
}

/// Links as the article states them and unlinked names as they were judged, in the order of the source.
fn mentions<'a>(analysis: &'a Analysis, offsets: &Offsets<'_>) -> Vec<MentionRecord<'a>> {
    let registry = analysis.registry();
    let on = analysis.reference.map(|reference| reference.day);
    let record = |range: TextRange, text: &'a str, actors: &[usize], certainty: &'static str| {
        let entries: Vec<_> = actors.iter().map(|actor| registry.actor(*actor)).collect();
        let one = (entries.len() == 1).then(|| entries[0]);
        MentionRecord {
            start: offsets.at(range.start),
            end: offsets.at(range.end),
            text,
            actor: one.map(|entry| entry.id.as_str()),
            kind: one.map(|entry| kind_name(entry.kind)),
            certainty,
            candidates: if one.is_some() {
                Vec::new()
            } else {
                entries.iter().map(|entry| entry.id.as_str()).collect()
            },
            role: one
                .and_then(|entry| entry.roles.iter().rfind(|role| on.is_some_and(|day| role.is_held_on(day))))
                .and_then(|role| title(role, analysis.language())),
        }
    };
    let mut found: Vec<(TextRange, MentionRecord<'a>)> = Vec::new();
    for (mention, actor) in analysis.mentions() {
        let words = analysis.link_words(&mention.link);
        let range = analysis.article.blocks[mention.link.block].prose.map(mention.link.prose).range();
        let actor: Vec<usize> = actor.into_iter().collect();
        let mut record = record(range, words, &actor, "linked");
        record.actor = record.actor.or(Some(mention.target.id.as_str()).filter(|_| !mention.target.is_open()));
        found.push((range, record));
    }
    for name in analysis.names.iter().filter(|name| !name.linked) {
        let certainty = match name.certainty {
            Certainty::Certain => "certain",
            Certainty::Ambiguous => "ambiguous",
            Certainty::ShortFirst | Certainty::Hint => "hint",
        };
        let range = analysis.place_of(name);
        found.push((range, record(range, analysis.words_of(name), &name.actors, certainty)));
    }
    found.sort_by_key(|(range, _)| *range);
    found.into_iter().map(|(_, record)| record).collect()
}

fn dates<'a>(analysis: &'a Analysis, offsets: &Offsets<'_>) -> Vec<DateRecord<'a>> {
    let one = |date: DateInText<'a>, annotated: Option<&'a str>| {
        let range = date.range();
        DateRecord {
            start: offsets.at(range.start),
            end: offsets.at(range.end),
            text: date.block.prose.slice(date.expression.range),
            kind: match date.resolved.kind {
                TimexKind::Date => "DATE",
                TimexKind::Time => "TIME",
                TimexKind::Duration => "DURATION",
                TimexKind::Set => "SET",
            },
            value: date.resolved.value.as_deref(),
            modifier: date.resolved.modifier.map(modifier_name),
            annotated,
            stated: date.resolved.stated.iter().map(|field| field_name(*field)).collect(),
            derivation: date.derivation(analysis.language()),
        }
    };
    let dateline = analysis.dates_in_dateline().map(|date| one(date, None));
    let body = (0..analysis.article.blocks.len()).flat_map(|block| {
        analysis.dates_of(block).map(move |date| {
            let mark = analysis.mark_over(block, date.expression.range);
            (date, mark.map(|mark| mark.target.id.as_str()))
        })
    });
    dateline.chain(body.map(|(date, annotated)| one(date, annotated))).collect()
}

fn finding<'a>(finding: &'a Finding, offsets: &Offsets<'_>) -> FindingRecord<'a> {
    FindingRecord {
        code: finding.code,
        severity: finding.severity.name(),
        start: offsets.at(finding.range.start),
        end: offsets.at(finding.range.end),
        message: &finding.message,
    }
}

/// The title of a role in a language, or in any.
fn title(role: &Role, language: Language) -> Option<&str> {
    let own = role.titles.iter().find(|title| title.language == language);
    own.or(role.titles.first()).map(|title| title.text.as_str())
}

/// The name of a kind, as registries write it.
pub fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "person",
        Kind::Organisation => "organisation",
        Kind::Place => "place",
        Kind::Event => "event",
        Kind::Group => "group",
    }
}

fn field_name(field: Field) -> &'static str {
    match field {
        Field::Year => "year",
        Field::Month => "month",
        Field::Day => "day",
        Field::Weekday => "weekday",
        Field::Time => "time",
        Field::Relation => "relation",
    }
}

fn modifier_name(modifier: Modifier) -> &'static str {
    match modifier {
        Modifier::MoreThan => "MORE_THAN",
        Modifier::LessThan => "LESS_THAN",
        Modifier::EqualOrLess => "EQUAL_OR_LESS",
        Modifier::EqualOrMore => "EQUAL_OR_MORE",
        Modifier::Approx => "APPROX",
        Modifier::Start => "START",
        Modifier::Mid => "MID",
        Modifier::End => "END",
    }
}
