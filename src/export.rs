//! The analysis of an article as data: one JSON object per line.

mod convert;
mod counts;
mod forms;
mod unregistered;

use crate::actors::{ActorIndex, Certainty, Kind};
use crate::analysis::{Analysis, DateInText};
use crate::dates::{Field, Modifier};
use crate::finding::{Finding, Severity};
use crate::syntax::record_field;
use crate::text::{Encoding, TextRange, UnitIndex};
pub use convert::{convert, converted_places};
pub use counts::{
    ArticleMentions, CountForm, CountSettings, Period, article_mentions, count, keep_kinds, render_counts,
};
pub use forms::{CSV_HEAD, Form, form};
use schemars::JsonSchema;
use serde::Serialize;
pub use unregistered::unregistered_names;

/// A part of the analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Only dates.
    Dates,
    /// Mentions of actors.
    Mentions,
    /// Only findings.
    Findings,
}

/// The analysis of one article. Offsets count from zero, in characters (Unicode code points) of the source unless
/// `--offsets` says otherwise.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Article")]
struct Record<'a> {
    /// The id of the article, or its path, or the file and line of its JSON line.
    id: &'a str,
    /// Its file, unless it is a line of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "&str")]
    path: Option<&'a str>,
    /// Its language, as a primary subtag of BCP 47, or `und` if unknown.
    lang: &'static str,
    /// Its reference date: the day from which words such as "yesterday" are counted.
    #[schemars(regex(pattern = r"^-?\d{4,}-\d{2}-\d{2}$"))]
    reference: Option<String>,
    /// Its headline.
    headline: Option<&'a str>,
    /// The mentions of actors, in the order of the source. Absent if `--only` selects another part.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<MentionRecord<'a>>")]
    mentions: Option<Vec<MentionRecord<'a>>>,
    /// The dates: those of the dateline, then those of the text. Absent if `--only` selects another part.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<DateRecord<'a>>")]
    dates: Option<Vec<DateRecord<'a>>>,
    /// The findings. Absent if `--only` selects another part.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<FindingRecord<'a>>")]
    findings: Option<Vec<FindingRecord<'a>>>,
}

/// A mention of an actor.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Mention")]
struct MentionRecord<'a> {
    /// The start.
    start: u32,
    /// The end, exclusive.
    end: u32,
    /// In a record of an archive, the part of the article that the offsets count in, unless it is the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "&str")]
    field: Option<&'a str>,
    /// The words.
    text: &'a str,
    /// The id of the actor, if there is only one. A link has its id even if the registry does not.
    actor: Option<&'a str>,
    /// The kind of the actor.
    #[schemars(extend("enum" = or_null(Kind::ALL.map(Kind::name))))]
    kind: Option<&'static str>,
    /// Whether the article states the actor, or how sure copydesk is.
    #[schemars(extend("enum" = ["linked", "certain", "ambiguous", "hint"]))]
    certainty: &'static str,
    /// The ids of possible actors, if there are several.
    candidates: Vec<&'a str>,
    /// The title of the actor on the reference date, in the language of the article if possible.
    role: Option<&'a str>,
}

/// A date in the text.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DateExpression")]
struct DateRecord<'a> {
    /// The start.
    start: u32,
    /// The end, exclusive.
    end: u32,
    /// In a record of an archive, the part of the article that the offsets count in, unless it is the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "&str")]
    field: Option<&'a str>,
    /// The words.
    text: &'a str,
    /// The TIMEX3 type.
    #[serde(rename = "type")]
    #[schemars(extend("enum" = ["DATE", "TIME", "DURATION", "SET"]))]
    kind: &'static str,
    /// The TIMEX3 value, if there is one: that of the words, or of the annotation if that says more. A time is local.
    value: Option<&'a str>,
    /// The time zone, if the words state it: `Z`, `+03:30`.
    zone: Option<&'a str>,
    /// The TIMEX3 modifier.
    #[serde(rename = "mod")]
    #[schemars(extend("enum" = or_null(MODIFIERS.map(modifier_name))))]
    modifier: Option<&'static str>,
    /// The value in the annotation of the article.
    annotated: Option<&'a str>,
    /// The value that the words state without the reference date.
    #[schemars(extend("items" = serde_json::json!({"type": "string", "enum": FIELDS.map(field_name)})))]
    stated: Vec<&'static str>,
    /// The derivation of the value, step by step.
    derivation: Vec<String>,
}

/// A finding.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct FindingRecord<'a> {
    /// The rule.
    code: &'static str,
    /// The severity.
    #[schemars(extend("enum" = Severity::ALL.map(Severity::name)))]
    severity: &'static str,
    /// The start.
    start: u32,
    /// The end, exclusive.
    end: u32,
    /// In a record of an archive, the part of the article that the offsets count in, unless it is the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "&str")]
    field: Option<&'a str>,
    /// The message.
    message: &'a str,
}

/// The schema of a line that [`jsonl`] writes.
pub(crate) fn schema(generator: schemars::SchemaGenerator) -> schemars::Schema {
    generator.into_root_schema_for::<Record<'_>>()
}

const FIELDS: [Field; 6] = [Field::Year, Field::Month, Field::Day, Field::Weekday, Field::Time, Field::Relation];

const MODIFIERS: [Modifier; 8] = [
    Modifier::MoreThan,
    Modifier::LessThan,
    Modifier::EqualOrLess,
    Modifier::EqualOrMore,
    Modifier::Approx,
    Modifier::Start,
    Modifier::Mid,
    Modifier::End,
];

/// The values of an optional enumeration.
fn or_null<const N: usize>(words: [&'static str; N]) -> Vec<Option<&'static str>> {
    words.into_iter().map(Some).chain([None]).collect()
}

/// Converts byte offsets of a text to the requested unit. The offsets of a record of an archive count in its field.
struct Offsets<'a> {
    text: &'a str,
    index: UnitIndex,
    is_record: bool,
}

impl<'a> Offsets<'a> {
    fn new(analysis: &'a Analysis, encoding: Encoding) -> Self {
        let text = &*analysis.text;
        Self { text, index: UnitIndex::new(text, encoding), is_record: analysis.is_record() }
    }

    fn at(&self, offset: u32) -> u32 {
        let Some((_, start)) = self.is_record.then(|| record_field(self.text, offset)).flatten() else {
            return self.index.at(self.text, offset);
        };
        self.index.at(self.text, offset) - self.index.at(self.text, start)
    }

    /// The part of an article in a record that an offset is in, unless it is its text.
    fn field(&self, offset: u32) -> Option<&'a str> {
        let (name, _) = self.is_record.then(|| record_field(self.text, offset)).flatten()?;
        (name != "text").then_some(name)
    }
}

/// One article as a line of JSON without a line break. Offsets are in the unit of `encoding`.
pub fn jsonl(
    analysis: &Analysis,
    findings: &[Finding],
    id: &str,
    path: Option<&str>,
    only: Option<Part>,
    encoding: Encoding,
) -> String {
    let offsets = Offsets::new(analysis, encoding);
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

/// Links, and unlinked names with their certainty, in the order of the source.
fn mentions<'a>(analysis: &'a Analysis, offsets: &Offsets<'a>) -> Vec<MentionRecord<'a>> {
    let registry = analysis.registry();
    let on = analysis.reference.map(|reference| reference.day);
    let record = |range: TextRange, text: &'a str, actors: &[ActorIndex], certainty: &'static str| {
        let entries: Vec<_> = actors.iter().map(|actor| registry.actor(*actor)).collect();
        let one = (entries.len() == 1).then(|| entries[0]);
        MentionRecord {
            start: offsets.at(range.start),
            end: offsets.at(range.end),
            field: offsets.field(range.start),
            text,
            actor: one.map(|entry| entry.id.as_str()),
            kind: one.map(|entry| entry.kind.name()),
            certainty,
            candidates: if one.is_some() {
                Vec::new()
            } else {
                entries.iter().map(|entry| entry.id.as_str()).collect()
            },
            role: one
                .and_then(|entry| entry.roles.iter().rfind(|role| on.is_some_and(|day| role.is_held_on(day))))
                .and_then(|role| one?.title_of(role, analysis.language())),
        }
    };
    let mut found: Vec<(TextRange, MentionRecord<'a>)> = Vec::new();
    for (mention, actor) in analysis.mentions() {
        let words = analysis.link_words(&mention.link);
        let range = analysis.article.blocks[mention.link.block].prose.map(mention.link.prose).range();
        let actor: Vec<ActorIndex> = actor.into_iter().collect();
        let mut record = record(range, words, &actor, "linked");
        record.actor = record.actor.or(Some(mention.target.id.as_str()).filter(|_| !mention.target.is_open()));
        found.push((range, record));
    }
    for name in analysis.names.iter().filter(|name| !name.linked) {
        let certainty = match name.certainty {
            Certainty::Certain => "certain",
            Certainty::Ambiguous => "ambiguous",
            Certainty::ShortFirst | Certainty::Unsure => "hint",
        };
        let range = analysis.place_of(name);
        found.push((range, record(range, analysis.words_of(name), &name.actors, certainty)));
    }
    found.sort_by_key(|(range, _)| *range);
    found.into_iter().map(|(_, record)| record).collect()
}

fn dates<'a>(analysis: &'a Analysis, offsets: &Offsets<'a>) -> Vec<DateRecord<'a>> {
    let one = |date: DateInText<'a>, annotated: Option<&'a str>| {
        let range = date.range();
        DateRecord {
            start: offsets.at(range.start),
            end: offsets.at(range.end),
            field: offsets.field(range.start),
            text: date.block.prose.slice(date.expression.range),
            kind: forms::timex_name(date.resolved.kind),
            value: analysis.value_of(&date, annotated),
            zone: date.resolved.zone.as_deref(),
            modifier: date.resolved.modifier.map(modifier_name),
            annotated,
            stated: date.resolved.stated.iter().map(|field| field_name(*field)).collect(),
            derivation: date.derivation(analysis.language_of(date.block)),
        }
    };
    let dateline = analysis.dates_in_dateline().map(|date| one(date, None));
    let body = analysis.article.block_ids().flat_map(|block| {
        // An age is not a date of the story.
        analysis.dates_of(block).filter(|date| !date.expression.age).map(move |date| {
            let mark = analysis.mark_over(block, date.expression.range);
            (date, mark.map(|mark| mark.target.id.as_str()))
        })
    });
    dateline.chain(body.map(|(date, annotated)| one(date, annotated))).collect()
}

fn finding<'a>(finding: &'a Finding, offsets: &Offsets<'a>) -> FindingRecord<'a> {
    FindingRecord {
        code: finding.code.as_str(),
        severity: finding.severity.name(),
        start: offsets.at(finding.range.start),
        end: offsets.at(finding.range.end),
        field: offsets.field(finding.range.start),
        message: &finding.message,
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
