//! `conflicting-dates`: two dates for one thing in one article.

use crate::analysis::{Analysis, DateInText};
use crate::article::{BlockId, DateMark, Scheme};
use crate::dates::{self, Agreement, Calendar, Date, Relation, agreement};
use crate::finding::{Level, Related, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::{Fold, ProseRange, TextRange, fold, is_word_char};
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::sync::LazyLock;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("conflicting-dates"),
    group: Group::Dates,
    level: Level::At(Severity::Warning),
    fix: None,
    summary: "One event has two days: in two annotations, in two sentences, or as *yesterday* with another date next \
          to it.",
    why: "One of the two is wrong. Compared are the same words or the same event annotated with two days, one event \
          in plain words with two dates that differ in one part (\"the ferry Aurora sank on 3 May … on 5 May\"), \
          and \"yesterday, 9 March\" if yesterday was another day. Not reported if the words alone do not name a \
          day (\"Monday\" may be any Monday), and if one value is part of the other.",
    bad: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2018-03-18\n---\nIt began on [11 July](date:2017-07-11).\n\nOn [11 July](date:2016-07-11) it rained.\n",
    },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2018-03-18\n---\nIt began on [11 July](date:2017-07-11).\n\nOn [11 July](date:2017-07-11) it rained.\n",
    },
    traits: Traits::NONE,
    check: Check::BlockAndArticle(beside_day_words, check),
};

/// What happens only once to a person or thing, in the languages of the lexicons, folded: one line per kind of event.
const ONCE: [&[&str]; 10] = [
    &["born", "ولد", "ولدت", "ne", "nee", "naquit", "nacio", "geboren", "nato", "nata", "nacque", "dogdu", "متولد"],
    &[
        "died",
        "توفي",
        "توفيت",
        "مات",
        "ماتت",
        "mort",
        "morte",
        "mourut",
        "decede",
        "murio",
        "fallecio",
        "starb",
        "gestorben",
        "morto",
        "morta",
        "mori",
        "oldu",
        "درگذشت",
    ],
    &["sank", "sunk", "غرق", "غرقت", "coule", "sombre", "hundio", "sank", "gesunken", "affondo", "affondata", "batti"],
    &["crashed", "تحطم", "تحطمت", "ecrase", "ecrasee", "estrello", "abgesturzt", "precipitato", "dustu"],
    &["exploded", "انفجر", "انفجرت", "explose", "exploto", "explodierte", "esploso", "esplosa", "patladi"],
    &[
        "collapsed",
        "انهار",
        "انهارت",
        "effondre",
        "effondree",
        "derrumbo",
        "eingesturzt",
        "crollato",
        "crollata",
        "coktu",
    ],
    &["founded", "تاسس", "تاسست", "fonde", "fondee", "fundo", "fundada", "gegrundet", "fondato", "fondata", "kuruldu"],
    &["assassinated", "اغتيل", "اغتيلت", "assassine", "asesinado", "ermordet", "assassinato"],
    &["inaugurated", "افتتح", "افتتحت", "inaugure", "inauguree", "inaugurado", "eroffnet", "inaugurato", "acildi"],
    &[
        "signed",
        "وقع",
        "وقعت",
        "signe",
        "signee",
        "firmo",
        "firmado",
        "unterzeichnet",
        "firmato",
        "firmata",
        "imzalandi",
    ],
];

/// The place in [`ONCE`] of each verb.
static KINDS: LazyLock<HashMap<&str, usize, FixedState>> = LazyLock::new(|| {
    let mut kinds = HashMap::default();
    for (kind, verbs) in ONCE.iter().enumerate() {
        for verb in *verbs {
            kinds.entry(*verb).or_insert(kind);
        }
    }
    kinds
});

/// How many dates of one kind of event are compared.
const COMPARED: usize = 24;

/// A day that something happened on, with the words that name what it was.
#[derive(Debug)]
struct Happened {
    day: Date,
    /// Its place in [`ONCE`].
    kind: usize,
    words: Vec<String>,
    /// The date in the prose of its block.
    range: ProseRange,
}

/// What happened in a block.
type Happenings = Vec<Happened>;

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    annotated(analysis, sink);
    in_plain_words(analysis, sink);
}

/// The same words, or the same annotated event, with two annotated days.
fn annotated(analysis: &Analysis, sink: &mut Sink<'_>) {
    let mut seen: HashMap<String, (Date, TextRange)> = HashMap::new();
    for (mark, value) in analysis.marks() {
        let Some(date) = analysis.marked_date(mark) else { continue };
        // A value that contradicts its own words has a finding of its own.
        let contradicts = value
            .as_ref()
            .is_ok_and(|value| agreement(value, date.expression, date.resolved) == Agreement::Contradicts);
        if contradicts {
            continue;
        }
        let names_day = date.expression.day.is_some() && date.expression.month.is_some();
        let Some((first, last)) = value.as_ref().ok().and_then(|value| value.days) else { continue };
        if !names_day || first != last {
            continue;
        }
        let event = event_before(analysis, mark);
        for key in [Some(fold(date.words(), Fold::Loose)), event.map(|id| format!("event:{id}"))].into_iter().flatten()
        {
            let Some((day, place)) = seen.get(&key).copied() else {
                seen.insert(key, (first, mark.target.id_range));
                continue;
            };
            if day != first {
                let what = if key.starts_with("event:") { &key } else { date.words() };
                sink.report(
                    mark.target.id_range,
                    message!(
                        "`{words}` is annotated {first} here, but {day} earlier in the article",
                        words = what,
                        first,
                        day
                    ),
                )
                .related(Related::here(place, message!("annotated {day} here", day)));
                break;
            }
        }
    }
}

/// The event that an annotated date belongs to: linked directly before it, with nothing between them that makes the date
/// that of its beginning, its end or something else.
fn event_before<'a>(analysis: &'a Analysis, mark: &DateMark) -> Option<&'a str> {
    const BETWEEN: [&str; 22] = [
        "of", "on", "took", "place", "was", "held", "in", "the", "happened", "في", "يوم", "جرى", "عقد", "من", "le",
        "du", "el", "del", "am", "vom", "il", "a",
    ];
    let mentions = analysis.article.mentions_of(mark.link.block);
    let before = mentions.partition_point(|mention| mention.link.prose.end <= mark.link.prose.start);
    let mention = mentions.get(before.checked_sub(1)?)?;
    let prose = analysis.article.block(mark.link.block)?.prose.text();
    let between = prose.get(mention.link.prose.end as usize..mark.link.prose.start as usize)?;
    let tied = words(between).all(|word| BETWEEN.contains(&word.as_str())) && !between.contains(['.', ';', '!', '?']);
    (mention.target.scheme == Scheme::Event && tied).then_some(mention.target.id.as_str())
}

/// "yesterday, 9 March 2021" where yesterday was another day.
fn beside_day_words(analysis: &Analysis, block: BlockId, sink: &mut Sink<'_>) {
    let Some(reference) = analysis.reference else { return };
    for date in analysis.dates_of(block) {
        let Some(Relation::Days(days)) = date.expression.relation.map(|part| part.value) else { continue };
        if date.expression.day.is_none() || date.expression.month.is_none() {
            continue;
        }
        let meant = reference.day.checked_add(jiff::Span::new().days(i64::from(days)));
        let (Some(stated), Ok(meant)) = (date.resolved.day(), meant) else { continue };
        // A day that its own weekday contradicts has a finding of its own.
        let odd = date.expression.weekday.is_some_and(|said| said.value != stated.weekday());
        let sighted = date.expression.calendar != Calendar::Gregorian && dates::days_between(stated, meant).abs() <= 1;
        if stated != meant && !odd && !sighted && !analysis.is_quoted(block, date.expression.range) {
            let relation = date.expression.relation.map_or("", |part| date.block.prose.slice(part.range));
            let message = message!(
                "`{words}` is {right}, not {wrong}",
                words = relation,
                right = dates::plain_form(meant),
                wrong = dates::plain_form(stated)
            );
            sink.report(date.range(), message).notes(date.explanation());
        }
    }
}

/// One event in plain words, with two whole days that differ in one part: a digit is wrong.
fn in_plain_words(analysis: &Analysis, sink: &mut Sink<'_>) {
    let of_blocks = analysis.of_blocks(|block| happenings(analysis, block));
    let mut seen: HashMap<usize, Vec<(BlockId, &Happened)>> = HashMap::new();
    let place = |block: BlockId, range| analysis.article.blocks[block].prose.map(range).range();
    for (block, happened) in of_blocks.iter().flat_map(|(at, all)| all.iter().map(move |one| (at, one))) {
        let known = seen.entry(happened.kind).or_default();
        let is_same = |(_, one): &&(BlockId, &Happened)| {
            one.words.iter().filter(|word| happened.words.contains(word)).count() >= 2
        };
        if let Some((at, other)) = known.iter().find(is_same)
            && differ_in_one(other.day, happened.day)
        {
            let message = message!(
                "this happens on {day} here, but on {other} earlier in the article",
                day = dates::plain_form(happened.day),
                other = dates::plain_form(other.day)
            );
            let related = message!("{day} here", day = dates::plain_form(other.day));
            sink.report(place(block, happened.range), message).related(Related::here(place(*at, other.range), related));
        }
        if known.len() < COMPARED {
            known.push((block, happened));
        }
    }
}

/// What happened in a block, on whole days.
fn happenings(analysis: &Analysis, block: BlockId) -> Option<Happenings> {
    if analysis.article.blocks[block].is_heading() {
        return None;
    }
    let happened = analysis.dates_of(block).filter_map(|date| {
        let e = date.expression;
        let whole = e.year.is_some() && e.month.is_some() && e.day.is_some() && e.link.is_none() && e.pair.is_none();
        let day = date.resolved.day().filter(|_| whole)?;
        let (kind, words) = happening(&date)?;
        (!analysis.is_quoted(block, e.range)).then_some(Happened { day, kind, words, range: e.range })
    });
    Some(happened.collect()).filter(|happened: &Happenings| !happened.is_empty())
}

/// What happened on a day, as a kind of [`ONCE`] and the words around its verb: the verb is in the clause before the day.
fn happening(date: &DateInText<'_>) -> Option<(usize, Vec<String>)> {
    const NEAR: usize = 8;
    let prose = date.block.prose.text();
    let before = &prose[date.near_sentence().start..date.expression.range.start as usize];
    let mut near: Vec<String> = last_words(before).take(NEAR).map(|word| fold(word, Fold::Loose)).collect();
    near.reverse();
    let kind_of = |word: &String| {
        let bare = word.strip_prefix('و').unwrap_or(word);
        [word.as_str(), bare].iter().filter_map(|word| KINDS.get(word)).min().copied()
    };
    let (at, kind) = near.iter().enumerate().rev().find_map(|(at, word)| Some((at, kind_of(word)?)))?;
    // A negation, or another day word between the verb and its day, and the day is not the verb's.
    let names: Vec<String> = near
        .iter()
        .enumerate()
        .filter(|(place, word)| *place != at && word.chars().count() > 2 && !is_empty(word))
        .map(|(_, word)| word.clone())
        .collect();
    (names.len() >= 2).then_some((kind, names))
}

/// The words of the last clause of a text, last one first.
fn last_words(text: &str) -> impl Iterator<Item = &str> {
    let ends_clause = |c| matches!(c, ',' | '،' | ';' | '(' | ')' | '“' | '”' | '«' | '»' | '"');
    let mut rest = text;
    std::iter::from_fn(move || {
        while let Some(c) = rest.chars().next_back() {
            if is_word_char(c) {
                let start = rest.char_indices().rev().take_while(|(_, c)| is_word_char(*c)).last();
                let (before, word) = rest.split_at(start.map_or(0, |(at, _)| at));
                rest = before;
                return Some(word);
            }
            if ends_clause(c) {
                return None;
            }
            rest = &rest[..rest.len() - c.len_utf8()];
        }
        None
    })
}

fn is_empty(word: &str) -> bool {
    const WORDS: [&str; 48] = [
        "the", "and", "was", "were", "had", "has", "who", "that", "which", "before", "after", "when", "where", "his",
        "her", "its", "their", "with", "from", "for", "found", "said", "في", "على", "من", "ان", "الى", "التي", "الذي",
        "قد", "كان", "كانت", "قبل", "بعد", "يوم", "les", "des", "une", "est", "ete", "dans", "los", "las", "una",
        "der", "die", "das", "del",
    ];
    WORDS.contains(&word)
}

/// Whether two days differ in the day, the month or the year alone.
fn differ_in_one(one: Date, other: Date) -> bool {
    let differ = [one.day() != other.day(), one.month() != other.month(), one.year() != other.year()];
    differ.into_iter().filter(|differ| *differ).count() == 1
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !is_word_char(c)).filter(|word| !word.is_empty()).map(|word| fold(word, Fold::Loose))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_words};

    #[test]
    fn words_alone_that_name_no_day_are_not_reported() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            It began on [Monday](date:2024-03-11) and ended on [Monday](date:2024-03-18), in [March](date:2024-03).
            ",
        );
    }

    #[test]
    fn a_day_word_next_to_another_day() {
        for (story, text, words) in [
            ("en 2021-03-02", "The mill closed yesterday, 9 March 2021, its owners said.", "yesterday, 9 March 2021"),
            ("fr 2021-03-02", "Le moulin a fermé hier, le 9 mars 2021.", "hier, le 9 mars 2021"),
            ("ar 2021-03-02", "أغلق المصنع أمس 9 مارس 2021.", "أمس 9 مارس 2021"),
        ] {
            check_words(RULE.code, story, text, &[words]);
        }
        for (story, text) in [
            ("en 2021-03-02", "The mill closed yesterday, 1 March 2021. We meet two weeks from today, on 16 March."),
            ("ar 2021-03-02", "أغلق المصنع أمس 1 مارس 2021."),
            ("ar 2019-05-05", "تقام الأمسية في الليلة الثانية والعشرين من رمضان 1440هـ."),
        ] {
            check_words(RULE.code, story, text, &[]);
        }
    }

    #[test]
    fn one_event_in_plain_words() {
        let found = |story: &str, one: &str, other: &str, words: &[&str]| {
            check_words(RULE.code, story, &format!("{one}\n\n{other}"), words);
        };
        found(
            "en 2016-01-10",
            "The tug Marigold sank on 3 May 2015 off Marsa.",
            "Divers had found rust before the tug Marigold sank on 5 May 2015.",
            &["5 May 2015"],
        );
        found(
            "ar 2013-02-01",
            "ولدت الكاتبة هند منصور في 4 نيسان 1921.",
            "يذكر أن هند منصور ولدت في 14 نيسان 1921.",
            &["14 نيسان 1921"],
        );
        found(
            "fr 2013-02-01",
            "Le peintre Marc Dorval est mort le 4 avril 1921.",
            "On sait que Marc Dorval est mort le 4 avril 1922.",
            &["le 4 avril 1922"],
        );
        // Others, and other things.
        found("en 2016-01-10", "Anna Dorval died on 3 May 2015.", "Her brother Peter Dorval died on 5 May 2015.", &[]);
        found(
            "en 2016-01-10",
            "The tug Marigold sank on 3 May 2015.",
            "The tug Marigold was raised on 5 May 2015.",
            &[],
        );
        found("en 2016-01-10", "The tug Marigold sank on 3 May 2015.", "The tug Marigold sank on 3 May 2015.", &[]);
    }

    #[test]
    fn one_annotated_event() {
        let story = |one: &str, other: &str| {
            format!("The [launch](event:tug-launch) {one}.\n\nThe [launch](event:tug-launch) {other}.")
        };
        let text =
            story("took place on [3 May 2015](date:2015-05-03)", "on [7 May 2015](date:2015-05-07) drew a crowd");
        check_words(RULE.code, "en 2016-01-10", &text, &["2015-05-07"]);
        let text =
            story("was planned before [3 May 2015](date:2015-05-03)", "on [7 May 2015](date:2015-05-07) drew a crowd");
        check_words(RULE.code, "en 2016-01-10", &text, &[]);
    }
}
