//! An article in other formats: HTML, `TimeML`, brat, schema.org JSON-LD, CSV.

use super::Offsets;
use crate::actors::export::guarded;
use crate::actors::{Actor, Certainty, Kind, Lookup, ResolvedName};
use crate::analysis::{Analysis, DateInText};
use crate::article::{Block, BlockId, BlockKind, Key};
use crate::dates::{DateValue, TimexKind};
use crate::language::Language;
use crate::lint::lint;
use crate::rules::RULES;
use crate::text::{Encoding, ProseRange, TextRange, escape, escape_attribute};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::fmt::Write as _;

/// An export format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// An HTML page with names and dates marked.
    Html,
    /// `TimeML` with dates as `TIMEX3`.
    TimeMl,
    /// Brat standoff annotations. Offsets count characters of the source.
    Brat,
    /// A schema.org `NewsArticle`, as one JSON object.
    JsonLd,
    /// One row per name and date, and per finding that is on neither, without the row of [`CSV_HEAD`].
    Csv,
}

/// The column names of [`Form::Csv`].
pub const CSV_HEAD: &str =
    "id,type,start,end,text,value,kind,zone,story_date,headline,name,certainty,candidates,sentence,role,org,findings\n";

/// Writes an article in a form. Offsets of the table are in the unit of `encoding`.
pub fn form(analysis: &Analysis, form: Form, id: &str, encoding: Encoding) -> String {
    match form {
        Form::Html => html(analysis),
        Form::TimeMl => time_ml(analysis, id),
        Form::Brat => brat(analysis),
        Form::JsonLd => json_ld(analysis, id).to_string() + "\n",
        Form::Csv => table(analysis, id, encoding),
    }
}

/// The kind of a marked range of a block.
enum Mark<'a> {
    /// An actor: the id, and the entry if the registry has one.
    Actor(&'a str, Option<&'a Actor>),
    /// A date with a value.
    Date(DateInText<'a>, &'a str),
}

/// The linked and the certain names of a block and its dates, disjoint and in order. A date in a name is part of the name.
fn marks<'a>(analysis: &'a Analysis, block: BlockId, names: bool) -> Vec<(ProseRange, Mark<'a>)> {
    let mut found: Vec<(ProseRange, Mark<'a>)> = Vec::new();
    if names {
        let registry = analysis.registry();
        for mention in analysis.article.mentions_of(block).iter().filter(|mention| !mention.target.is_open()) {
            let actor = analysis.actor_of(mention).map(|actor| registry.actor(actor));
            let id = actor.map_or(mention.target.id.as_str(), |actor| actor.id.as_str());
            found.push((mention.link.prose, Mark::Actor(id, actor)));
        }
        let free = analysis.names.iter().filter(|name| {
            name.block == block && !name.linked && name.certainty == Certainty::Certain && name.actors.len() == 1
        });
        for name in free {
            let actor = registry.actor(name.actors[0]);
            found.push((name.matched.range, Mark::Actor(&actor.id, Some(actor))));
        }
    }
    for date in analysis.dates_of(block).filter(|date| !date.expression.age) {
        let annotated = analysis.mark_over(block, date.expression.range).map(|mark| mark.target.id.as_str());
        if let Some(value) = analysis.value_of(&date, annotated) {
            found.push((date.expression.range, Mark::Date(date, value)));
        }
    }
    found.sort_by_key(|(range, mark)| (range.start, matches!(mark, Mark::Date(..))));
    let mut end = 0;
    found.retain(|(range, _)| {
        let free = range.start >= end && !range.is_empty();
        if free {
            end = range.end;
        }
        free
    });
    found
}

/// The blocks of the story with their numbers, without page furniture.
fn story(analysis: &Analysis) -> impl Iterator<Item = (BlockId, &Block)> {
    let blocks = analysis.article.numbered_blocks();
    blocks.filter(|(_, block)| !matches!(block.kind, BlockKind::Furniture(_)) && !block.prose.text().trim().is_empty())
}

/// The prose of a block, with its marks formatted by `write`.
fn marked(
    analysis: &Analysis,
    (number, block): (BlockId, &Block),
    names: bool,
    mut write: impl FnMut(&mut String, &Mark<'_>, &str),
) -> String {
    let (prose, mut out, mut at) = (block.prose.text(), String::new(), 0);
    for (range, mark) in marks(analysis, number, names) {
        out.push_str(&escape(&prose[at as usize..range.start as usize]));
        write(&mut out, &mark, &escape(block.prose.slice(range)));
        at = range.end;
    }
    out.push_str(&escape(&prose[at as usize..]));
    out
}

fn html(analysis: &Analysis) -> String {
    let language = analysis.language();
    let direction = if language.is_right_to_left() { "rtl" } else { "ltr" };
    let title = analysis.article.headline().map_or("", |block| block.prose.text().trim());
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n</head>\n<body>\n<article>\n",
        language.tag(),
        escape(title)
    );
    for (number, block) in story(analysis) {
        let tag = match block.kind {
            BlockKind::Headline => "h1".to_owned(),
            BlockKind::Heading(level) => format!("h{}", level.clamp(2, 6)),
            _ => "p".to_owned(),
        };
        let text = marked(analysis, (number, block), true, |out, mark, words| {
            let _ = match mark {
                Mark::Actor(id, actor) => {
                    let kind = actor.map_or("actor", |actor| actor.kind.name());
                    write!(out, "<span class=\"{kind}\" data-actor=\"{}\">{words}</span>", escape_attribute(id))
                }
                // `datetime` allows only days, months and years.
                Mark::Date(date, value) if date.resolved.days.is_some() && DateValue::parse(value).is_ok() => {
                    let value = date.resolved.annotation().unwrap_or_default();
                    write!(out, "<time datetime=\"{value}\">{words}</time>")
                }
                Mark::Date(_, value) => write!(out, "<time data-value=\"{}\">{words}</time>", escape_attribute(value)),
            };
        });
        let _ = writeln!(out, "<{tag}>{text}</{tag}>");
    }
    out + "</article>\n</body>\n</html>\n"
}

pub(super) fn timex_name(kind: TimexKind) -> &'static str {
    match kind {
        TimexKind::Date => "DATE",
        TimexKind::Time => "TIME",
        TimexKind::Duration => "DURATION",
        TimexKind::Set => "SET",
    }
}

fn time_ml(analysis: &Analysis, id: &str) -> String {
    let mut out = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TimeML>\n<DOCID>{}</DOCID>\n", escape(id));
    if let Some(reference) = analysis.reference {
        let day = reference.day;
        let _ = writeln!(
            out,
            "<DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"{day}\" temporalFunction=\"false\" functionInDocument=\"CREATION_TIME\">{day}</TIMEX3></DCT>"
        );
    }
    if let Some(headline) = analysis.article.headline() {
        let _ = writeln!(out, "<TITLE>{}</TITLE>", escape(headline.prose.text().trim()));
    }
    out.push_str("<TEXT>\n");
    let mut count = 0;
    for (number, block) in story(analysis).filter(|(_, block)| block.kind != BlockKind::Headline) {
        let text = marked(analysis, (number, block), false, |out, mark, words| {
            let Mark::Date(date, value) = mark else { return };
            count += 1;
            let kind = timex_name(date.resolved.kind);
            let _ = write!(out, "<TIMEX3 tid=\"t{count}\" type=\"{kind}\" value=\"{}\"", escape_attribute(value));
            if let Some(modifier) = date.resolved.modifier {
                let _ = write!(out, " mod=\"{}\"", super::modifier_name(modifier));
            }
            if let Some(zone) = &date.resolved.zone {
                // TIMEX3 has no attribute for it.
                let _ = write!(out, " comment=\"{zone}\"");
            }
            let _ = write!(out, ">{words}</TIMEX3>");
        });
        let _ = writeln!(out, "{text}\n");
    }
    out.truncate(out.trim_end().len());
    out + "\n</TEXT>\n</TimeML>\n"
}

/// The range of a mark in the source.
struct Placed<'a> {
    start: u32,
    end: u32,
    words: &'a str,
    mark: Mark<'a>,
    block: BlockId,
    range: ProseRange,
    source: TextRange,
}

fn placed(analysis: &Analysis, encoding: Encoding) -> Vec<Placed<'_>> {
    let offsets = Offsets::new(analysis, encoding);
    let at = |offset| offsets.at(offset);
    let of_block = |(number, block): (BlockId, &Block)| {
        let one = |(range, mark)| {
            let source = block.prose.map(range).range();
            let words = source.slice(&analysis.text);
            Placed { start: at(source.start), end: at(source.end), words, mark, block: number, range, source }
        };
        marks(analysis, number, true).into_iter().map(one).collect::<Vec<_>>()
    };
    story(analysis).flat_map(of_block).collect()
}

fn brat(analysis: &Analysis) -> String {
    let mut out = String::new();
    for (number, placed) in placed(analysis, Encoding::Utf32).into_iter().enumerate() {
        let zone = match &placed.mark {
            Mark::Date(date, _) => date.resolved.zone.as_deref().map(|zone| format!(" {zone}")),
            Mark::Actor(..) => None,
        };
        let zone = zone.unwrap_or_default();
        let (kind, value) = match placed.mark {
            Mark::Actor(id, actor) => (actor.map_or("Actor", |actor| type_name(actor.kind)), id),
            Mark::Date(date, value) => (
                match date.resolved.kind {
                    TimexKind::Date => "Date",
                    TimexKind::Time => "Time",
                    TimexKind::Duration => "Duration",
                    TimexKind::Set => "Set",
                },
                value,
            ),
        };
        let (start, end, words) = (placed.start, placed.end, placed.words.replace(['\n', '\r'], " "));
        let number = number + 1;
        let _ = writeln!(
            out,
            "T{number}\t{kind} {start} {end}\t{words}\n#{number}\tAnnotatorNotes T{number}\t{value}{zone}"
        );
    }
    out
}

/// The schema.org type of an actor. Brat uses the same names.
fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "Person",
        Kind::Organisation | Kind::Group => "Organization",
        Kind::Place => "Place",
        Kind::Event => "Event",
    }
}

fn json_ld(analysis: &Analysis, id: &str) -> Value {
    let text = |key| analysis.article.metadata.text(key).map(|scalar| scalar.text().trim().to_owned());
    let mut mentions: Vec<Value> = Vec::new();
    for placed in placed(analysis, Encoding::Utf8) {
        let Mark::Actor(id, actor) = placed.mark else { continue };
        if mentions.iter().all(|mention| mention["identifier"] != id) {
            let kind = actor.map_or("Thing", |actor| type_name(actor.kind));
            mentions.push(json!({"@type": kind, "identifier": id, "name": placed.words}));
        }
    }
    let paragraphs = story(analysis).filter(|(_, block)| !matches!(block.kind, BlockKind::Headline | BlockKind::Stamp));
    let body: Vec<&str> = paragraphs.map(|(_, block)| block.prose.text().trim()).collect();
    let published = analysis.metadata_date(Key::DatePublished).and_then(|_| text(Key::DatePublished));
    let published = published.or_else(|| analysis.reference.map(|reference| reference.day.to_string()));
    let mut article = json!({"@context": "https://schema.org", "@type": "NewsArticle", "identifier": id});
    let mut put = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            article[key] = Value::String(value);
        }
    };
    put("headline", analysis.article.headline().map(|block| block.prose.text().trim().to_owned()));
    put("alternativeHeadline", text(Key::AlternativeHeadline));
    put("datePublished", published);
    put("dateModified", analysis.metadata_date(Key::DateModified).and_then(|_| text(Key::DateModified)));
    let language = analysis.language();
    put("inLanguage", (language != Language::Other).then(|| language.tag().to_owned()));
    put("articleBody", Some(body.join("\n\n")));
    article["mentions"] = Value::Array(mentions);
    article
}

/// A row of the table. `start` is the offset in the source, by which rows are sorted.
#[derive(Default)]
struct TableRow<'a> {
    source: TextRange,
    what: &'static str,
    words: &'a str,
    value: Cow<'a, str>,
    kind: &'a str,
    zone: &'a str,
    actor: Option<&'a Actor>,
    certainty: &'static str,
    candidates: String,
    sentence: Cow<'a, str>,
    findings: String,
}

fn table(analysis: &Analysis, id: &str, encoding: Encoding) -> String {
    let offsets = Offsets::new(analysis, encoding);
    let (language, day) = (analysis.language(), analysis.reference.map(|reference| reference.day));
    let story_date = day.map(|day| day.to_string()).unwrap_or_default();
    let headline = analysis.article.headline().map_or("", |block| block.prose.text().trim());
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in table_rows(analysis) {
        let (start, end) = (offsets.at(row.source.start).to_string(), offsets.at(row.source.end).to_string());
        let held = row.actor.and_then(|actor| {
            let held = actor.roles.iter().rfind(|role| day.is_some_and(|day| role.is_held_on(day)))?;
            let org = held.org.as_deref().unwrap_or_default();
            let org = match analysis.registry().lookup(org) {
                Lookup::Found(body) | Lookup::Merged(body) => analysis.registry().actor(body).shown_name(language),
                Lookup::Missing => org,
            };
            Some((actor.title_of(held, language).unwrap_or_default(), org))
        });
        let (role, org) = held.unwrap_or_default();
        let name = row.actor.map_or("", |actor| actor.shown_name(language));
        let cells = [id, row.what, &start, &end, row.words, &row.value, row.kind];
        let more =
            [&story_date, headline, name, row.certainty, &row.candidates, &row.sentence, role, org, &row.findings];
        let guard = |cell: &str| guarded(cell).into_owned();
        // A sign before hours and minutes is not a formula. Writing to memory cannot fail.
        let cells = cells.into_iter().map(guard).chain([row.zone.to_owned()]).chain(more.into_iter().map(guard));
        let _ = writer.write_record(cells);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// The names and dates of an article, with the ambiguous names, and the findings that are on neither.
fn table_rows(analysis: &Analysis) -> Vec<TableRow<'_>> {
    let findings = lint(analysis, RULES, &|| false).unwrap_or_default();
    let codes_at = |range: TextRange| {
        let codes = findings.iter().filter(|finding| finding.range.overlaps(range) && !finding.range.is_empty());
        codes.map(|finding| finding.code.as_str()).collect::<Vec<_>>().join("|")
    };
    let sentence = |block: BlockId, range: ProseRange| -> Cow<'_, str> {
        let sentence = analysis.sentence_of(block, range);
        Cow::Borrowed(analysis.article.blocks[block].prose.text()[sentence].trim())
    };
    let mut rows: Vec<TableRow<'_>> = Vec::new();
    for Placed { words, mark, block, range, source, .. } in placed(analysis, Encoding::Utf8) {
        let row = TableRow {
            source,
            words,
            sentence: sentence(block, range),
            findings: codes_at(source),
            ..TableRow::default()
        };
        let is_linked = || analysis.article.mentions_of(block).iter().any(|mention| mention.link.prose == range);
        rows.push(match mark {
            Mark::Actor(id, actor) => TableRow {
                what: "actor",
                value: id.into(),
                kind: actor.map_or("", |actor| actor.kind.name()),
                actor,
                certainty: if is_linked() { "linked" } else { "certain" },
                ..row
            },
            Mark::Date(date, value) => TableRow {
                what: "date",
                value: value.into(),
                kind: timex_name(date.resolved.kind),
                zone: date.resolved.zone.as_deref().unwrap_or(""),
                ..row
            },
        });
    }
    let ambiguous = |name: &&ResolvedName| !name.linked && name.certainty == Certainty::Ambiguous;
    for name in analysis.names.iter().filter(ambiguous) {
        let ids: Vec<&str> = name.actors.iter().map(|actor| analysis.registry().actor(*actor).id.as_str()).collect();
        let source = analysis.place_of(name);
        rows.push(TableRow {
            source,
            what: "actor",
            words: source.slice(&analysis.text),
            certainty: "ambiguous",
            candidates: ids.join("|"),
            sentence: sentence(name.block, name.matched.range),
            findings: codes_at(source),
            ..TableRow::default()
        });
    }
    let marked: Vec<TextRange> = rows.iter().map(|row| row.source).collect();
    let others = findings.iter().filter(|finding| !marked.iter().any(|range| range.overlaps(finding.range)));
    rows.extend(others.map(|finding| TableRow {
        source: finding.range,
        // A date that does not exist has no value.
        what: if finding.code.as_str() == "impossible-date" { "date" } else { "finding" },
        words: finding.range.slice(&analysis.text).lines().next().unwrap_or_default(),
        kind: finding.severity.name(),
        sentence: finding.message.to_string().into(),
        findings: finding.code.as_str().to_owned(),
        ..TableRow::default()
    }));
    rows.sort_by_key(|row| row.source);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::{Registry, parse};
    use crate::analysis::{Memory, ProjectContext, analyse};
    use crate::config::Config;
    use expect_test::{Expect, expect};
    use std::sync::Arc;

    const ARABIC: &str = "---\nheadline: توسعة <الميناء>\ndate: 2024-03-18\n---\nقالت [سميرة ناصر](actor:samira-nasser) «إن العقد» وُقّع [أمس](date:2024-03-17) & غادر كريم عادل قبل شهرين.\n";
    const ENGLISH: &str = "---\ntitle: Port, \"wider\"\ndate: 2024-03-18\n---\n## Work\n\nKarim Adel said 😀 on March 17, 2024, that [Samira Nasser](actor:samira-nasser) <left> last week.\n";

    #[track_caller]
    fn check(which: Form, expected: &Expect) {
        let file = parse("actors.toml", include_str!("../../examples/newsroom/actors.toml"));
        let context =
            Arc::new(ProjectContext::new(Config::with_defaults(), Arc::new(Registry::new(vec![Arc::new(file)], true))));
        let of = |text: &str, path: &str| {
            let analysis = analyse(text.into(), path, context.clone(), &mut Memory::default());
            form(&analysis, which, path, Encoding::Utf32)
        };
        expected.assert_eq(&(of(ARABIC, "a.ar.news.md") + "\n" + &of(ENGLISH, "b.en.news.md")));
    }

    #[test]
    fn a_page() {
        check(
            Form::Html,
            &expect![[r#"
            <!doctype html>
            <html lang="ar" dir="rtl">
            <head>
            <meta charset="utf-8">
            <title>توسعة &lt;الميناء&gt;</title>
            </head>
            <body>
            <article>
            <h1>توسعة &lt;الميناء&gt;</h1>
            <p>قالت <span class="person" data-actor="samira-nasser">سميرة ناصر</span> «إن العقد» وُقّع <time datetime="2024-03-17">أمس</time> &amp; غادر <span class="person" data-actor="karim-adel">كريم عادل</span> <time datetime="2024-01">قبل شهرين</time>.</p>
            </article>
            </body>
            </html>

            <!doctype html>
            <html lang="en" dir="ltr">
            <head>
            <meta charset="utf-8">
            <title>Port, &quot;wider&quot;</title>
            </head>
            <body>
            <article>
            <h1>Port, &quot;wider&quot;</h1>
            <h2>Work</h2>
            <p><span class="person" data-actor="karim-adel">Karim Adel</span> said 😀 on <time datetime="2024-03-17">March 17, 2024</time>, that <span class="person" data-actor="samira-nasser">Samira Nasser</span>  <time data-value="2024-W11">last week</time>.</p>
            </article>
            </body>
            </html>
        "#]],
        );
    }

    #[test]
    fn dates_as_timex3() {
        check(
            Form::TimeMl,
            &expect![[r#"
            <?xml version="1.0" encoding="UTF-8"?>
            <TimeML>
            <DOCID>a.ar.news.md</DOCID>
            <DCT><TIMEX3 tid="t0" type="DATE" value="2024-03-18" temporalFunction="false" functionInDocument="CREATION_TIME">2024-03-18</TIMEX3></DCT>
            <TITLE>توسعة &lt;الميناء&gt;</TITLE>
            <TEXT>
            قالت سميرة ناصر «إن العقد» وُقّع <TIMEX3 tid="t1" type="DATE" value="2024-03-17">أمس</TIMEX3> &amp; غادر كريم عادل <TIMEX3 tid="t2" type="DATE" value="2024-01">قبل شهرين</TIMEX3>.
            </TEXT>
            </TimeML>

            <?xml version="1.0" encoding="UTF-8"?>
            <TimeML>
            <DOCID>b.en.news.md</DOCID>
            <DCT><TIMEX3 tid="t0" type="DATE" value="2024-03-18" temporalFunction="false" functionInDocument="CREATION_TIME">2024-03-18</TIMEX3></DCT>
            <TITLE>Port, &quot;wider&quot;</TITLE>
            <TEXT>
            Work

            Karim Adel said 😀 on <TIMEX3 tid="t1" type="DATE" value="2024-03-17">March 17, 2024</TIMEX3>, that Samira Nasser  <TIMEX3 tid="t2" type="DATE" value="2024-W11">last week</TIMEX3>.
            </TEXT>
            </TimeML>
        "#]],
        );
    }

    #[test]
    fn brat_standoff() {
        check(
            Form::Brat,
            &expect![[r"
            T1	Person 57 67	سميرة ناصر
            #1	AnnotatorNotes T1	samira-nasser
            T2	Date 108 111	أمس
            #2	AnnotatorNotes T2	2024-03-17
            T3	Person 137 146	كريم عادل
            #3	AnnotatorNotes T3	karim-adel
            T4	Date 147 156	قبل شهرين
            #4	AnnotatorNotes T4	2024-01

            T1	Person 55 65	Karim Adel
            #1	AnnotatorNotes T1	karim-adel
            T2	Date 76 90	March 17, 2024
            #2	AnnotatorNotes T2	2024-03-17
            T3	Person 98 111	Samira Nasser
            #3	AnnotatorNotes T3	samira-nasser
            T4	Date 141 150	last week
            #4	AnnotatorNotes T4	2024-W11
        "]],
        );
    }

    #[test]
    fn a_schema_org_article() {
        check(
            Form::JsonLd,
            &expect![[r#"
            {"@context":"https://schema.org","@type":"NewsArticle","identifier":"a.ar.news.md","headline":"توسعة <الميناء>","datePublished":"2024-03-18","inLanguage":"ar","articleBody":"قالت سميرة ناصر «إن العقد» وُقّع أمس & غادر كريم عادل قبل شهرين.","mentions":[{"@type":"Person","identifier":"samira-nasser","name":"سميرة ناصر"},{"@type":"Person","identifier":"karim-adel","name":"كريم عادل"}]}

            {"@context":"https://schema.org","@type":"NewsArticle","identifier":"b.en.news.md","headline":"Port, \"wider\"","datePublished":"2024-03-18","inLanguage":"en","articleBody":"Work\n\nKarim Adel said 😀 on March 17, 2024, that Samira Nasser  last week.","mentions":[{"@type":"Person","identifier":"karim-adel","name":"Karim Adel"},{"@type":"Person","identifier":"samira-nasser","name":"Samira Nasser"}]}
        "#]],
        );
    }

    #[test]
    fn a_table() {
        check(
            Form::Csv,
            &expect![[r#"
                a.ar.news.md,actor,57,67,سميرة ناصر,samira-nasser,person,,2024-03-18,توسعة <الميناء>,سميرة ناصر,linked,,قالت سميرة ناصر «إن العقد» وُقّع أمس & غادر كريم عادل قبل شهرين,وزيرة الموانئ,وزارة الموانئ,
                a.ar.news.md,date,108,111,أمس,2024-03-17,DATE,,2024-03-18,توسعة <الميناء>,,,,قالت سميرة ناصر «إن العقد» وُقّع أمس & غادر كريم عادل قبل شهرين,,,
                a.ar.news.md,actor,137,146,كريم عادل,karim-adel,person,,2024-03-18,توسعة <الميناء>,كريم عادل,certain,,قالت سميرة ناصر «إن العقد» وُقّع أمس & غادر كريم عادل قبل شهرين,الرئيس التنفيذي,شركة ساحل للشحن,unlinked-actor
                a.ar.news.md,date,147,156,قبل شهرين,2024-01,DATE,,2024-03-18,توسعة <الميناء>,,,,قالت سميرة ناصر «إن العقد» وُقّع أمس & غادر كريم عادل قبل شهرين,,,

                b.en.news.md,actor,55,65,Karim Adel,karim-adel,person,,2024-03-18,"Port, ""wider""",Karim Adel,certain,,"Karim Adel said 😀 on March 17, 2024, that Samira Nasser  last week",chief executive,Sahil Lines,unlinked-actor
                b.en.news.md,date,76,90,"March 17, 2024",2024-03-17,DATE,,2024-03-18,"Port, ""wider""",,,,"Karim Adel said 😀 on March 17, 2024, that Samira Nasser  last week",,,
                b.en.news.md,actor,98,111,Samira Nasser,samira-nasser,person,,2024-03-18,"Port, ""wider""",Samira Nasser,linked,,"Karim Adel said 😀 on March 17, 2024, that Samira Nasser  last week",Ports Minister,Ministry of Ports,
                b.en.news.md,date,141,150,last week,2024-W11,DATE,,2024-03-18,"Port, ""wider""",,,,"Karim Adel said 😀 on March 17, 2024, that Samira Nasser  last week",,,
            "#]],
        );
    }
    #[test]
    fn a_zone_is_exported_with_the_local_time() {
        let context = Arc::new(ProjectContext::new(Config::with_defaults(), Arc::new(Registry::new(Vec::new(), true))));
        let text = "---\ntitle: Call\ndate: 2024-03-18\n---\nThe call was at 21:00 +0330 on 17 March 2024. He is 41 years old.\n";
        let analysis = analyse(text.into(), "a.en.news.md", context, &mut Memory::default());
        for (which, expected) in [
            (Form::Html, "<time datetime=\"2024-03-17T21:00+03:30\">21:00 +0330 on 17 March 2024</time>"),
            (Form::TimeMl, "value=\"2024-03-17T21:00\" comment=\"+03:30\""),
            (Form::Brat, "\t2024-03-17T21:00 +03:30\n"),
            (Form::Csv, ",2024-03-17T21:00,TIME,+03:30,"),
        ] {
            let found = form(&analysis, which, "a", Encoding::Utf32);
            assert!(found.contains(expected), "{found}");
            // An age is not a date of the story.
            assert!(!found.contains("P41Y"), "{found}");
        }
        let line = super::super::jsonl(&analysis, &[], "a", None, None, Encoding::Utf32);
        assert!(line.contains("\"value\":\"2024-03-17T21:00\",\"zone\":\"+03:30\""), "{line}");
        assert!(!line.contains("P41Y"), "{line}");
    }
}
