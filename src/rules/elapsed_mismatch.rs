//! `elapsed-mismatch`: a length of time that is not the one that has passed.

use crate::analysis::{Analysis, Column, DateInText, add_or_remove};
use crate::article::BlockId;
use crate::dates::{self, Date, Length, Modifier, Part, Relation, TimexKind, Unit};
use crate::finding::{Level, RuleCode, Severity};
use crate::language::Language;
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::{Fold, fold, is_word_char};
use std::cell::LazyCell;
use xxhash_rust::xxh3::xxh3_64;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("elapsed-mismatch"),
    group: Group::Dates,
    level: Level::At(Severity::Warning),
    fix: None,
    summary: "A length of time does not agree with the dates: \"more than two months after the signing on 11 July\".",
    why: "Such lengths are written once and copied for weeks. Judged if the sentence counts to the day of the story \
          (it says *today*, reports, or speaks in the present) and the event has its whole date after it, or with \
          the same words elsewhere in the article. A bare number may be off by half its unit, \"about\" by one unit \
          or 15 %, a bound by two days.",
    bad: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2017-09-18\n---\nThe minister said that more than three months after the signing on 11 July 2017 nothing had changed.\n",
    },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2017-09-18\n---\nThe minister said that more than two months after the signing on 11 July 2017 nothing had changed.\n",
    },
    traits: Traits::NONE,
    check: Check::BlockAndArticle(in_block, check),
};

/// Verbs of reporting, folded: they tie a sentence to the day of the story.
const REPORTED: [&str; 44] = [
    "said",
    "says",
    "told",
    "announced",
    "added",
    "reported",
    "wrote",
    "قال",
    "قالت",
    "اعلن",
    "اعلنت",
    "اوضح",
    "اوضحت",
    "اكد",
    "اكدت",
    "اضاف",
    "اضافت",
    "ذكر",
    "ذكرت",
    "صرح",
    "declare",
    "annonce",
    "dit",
    "indique",
    "affirme",
    "dijo",
    "declaro",
    "anuncio",
    "afirmo",
    "sagte",
    "erklarte",
    "teilte",
    "disse",
    "dichiarato",
    "annunciato",
    "spiegato",
    "dedi",
    "soyledi",
    "acikladi",
    "belirtti",
    "گفت",
    "افزود",
    "اعلام",
    "کرد",
];

/// Words that say "on the day of the story", folded.
const TODAY: [&str; 14] = [
    "today",
    "now",
    "اليوم",
    "الان",
    "حاليا",
    "aujourd",
    "hui",
    "hoy",
    "ahora",
    "heute",
    "oggi",
    "bugun",
    "امروز",
    "اکنون",
];

/// Words in the present, folded: the sentence speaks of the day of the story.
const PRESENT: [&str; 26] = [
    "is", "are", "has", "have", "remains", "remain", "stands", "stand", "still", "est", "sont", "reste", "restent",
    "es", "esta", "estan", "sigue", "siguen", "ist", "sind", "bleibt", "resta", "restano", "sono", "لا", "لم",
];

/// Words that turn a length into the time since something, folded, directly after it or a word later.
const SINCE: [&str; 13] =
    ["after", "since", "على", "علي", "من", "منذ", "apres", "depuis", "despues", "desde", "nach", "dopo", "پس"];

/// Words before a length that has passed since something, folded. Arabic puts them before and after.
const PASSED: [&str; 7] = ["بعد", "وبعد", "مرور", "مضي", "انقضاء", "وبمرور", "بمرور"];

/// How many events of an article are searched elsewhere in it, if it has at most so many dates.
const SEARCHES: usize = 16;
const COMPARED: usize = 400;

/// How many words of an event are looked for.
const WORDS: usize = 5;

/// Words between the length and its date at most.
const EVENT: usize = 16;

/// A length whose event is dated elsewhere, if at all: the index of its date, and the hashes of the words to look for.
struct Open {
    length: usize,
    wanted: Vec<u64>,
}

/// The lengths of a block that count to the day of the story.
#[derive(Default)]
struct Lengths {
    /// Those before the date of their event, by the indexes of their dates.
    dated: Vec<(usize, Length)>,
    /// The others.
    open: Vec<Open>,
}

/// A whole date, and the hashes of the last words before it in its sentence.
struct Dated {
    date: usize,
    sentence: u32,
    words: Vec<u64>,
}

/// The whole dates of a block.
struct DatedWords(Vec<Dated>);

/// Lengths whose events are dated in another sentence.
fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let Some(reference) = analysis.reference else { return };
    let mut searches = SEARCHES;
    let all_dated = LazyCell::new(|| {
        let add = |sum: &mut usize, dated: &DatedWords, is_new| add_or_remove(sum, dated.0.len(), is_new);
        analysis.sum_of_blocks(|block| dated(analysis, block), add)
    });
    let all_lengths = analysis.of_blocks(|block| lengths(analysis, block));
    for (block, lengths) in all_lengths.iter() {
        for Open { length, wanted } in &lengths.open {
            let Some(left) = searches.checked_sub(1) else { return };
            searches = left;
            let Some(length) = analysis.dates_of(block).nth(*length) else { continue };
            let Some(stated) = length.expression.length.map(|part| part.value) else { continue };
            let date = date_of(analysis, block, &length, wanted, &all_dated);
            if let Some((date, day)) = date.and_then(|date| Some((date, date.resolved.day()?))) {
                judge(&length, stated, &date, day, reference.day, sink);
            }
        }
    }
}

/// Lengths whose events are dated next to them.
fn in_block(analysis: &Analysis, block: BlockId, sink: &mut Sink<'_>) {
    let Some(reference) = analysis.reference else { return };
    let lengths = analysis.of_blocks(|block| lengths(analysis, block));
    for (at, stated) in lengths.get(block).map_or(&[][..], |lengths| &lengths.dated) {
        let mut dates = analysis.dates_of(block).skip(*at);
        if let (Some(length), Some(date)) = (dates.next(), dates.next())
            && let Some(day) = date.resolved.day()
        {
            judge(&length, *stated, &date, day, reference.day, sink);
        }
    }
}

fn lengths(analysis: &Analysis, block: BlockId) -> Option<Lengths> {
    let mut found = Lengths::default();
    let reference = analysis.reference.filter(|_| !analysis.article.blocks[block].is_heading())?;
    let dates: Vec<DateInText<'_>> = analysis.dates_of(block).collect();
    for (at, length) in dates.iter().enumerate() {
        // "deux ans après" is read as a whole where another language has a length and a word.
        let is_open = length.resolved.value.is_none()
            && matches!(length.expression.relation, Some(Part { value: Relation::Following, .. }));
        let counted = (length.resolved.kind == TimexKind::Duration || is_open) && !length.expression.age;
        let Some(stated) = length.expression.length.map(|part| part.value).filter(|_| counted) else { continue };
        if length.expression.link.is_some() || analysis.is_quoted(block, length.expression.range) {
            continue;
        }
        let Some(event) = event_behind(analysis, length) else { continue };
        if !is_told_on_the_day(analysis, length, &dates, at, reference.day) {
            continue;
        }
        let own = dates.get(at + 1).filter(|date| is_whole(date) && event.holds(date.expression.range.start as usize));
        if own.is_some() {
            found.dated.push((at, stated));
        } else {
            let wanted = content(&length.block.prose.text()[event.words]);
            found.open.push(Open { length: at, wanted: wanted.iter().take(WORDS).map(hash_of).collect() });
        }
    }
    (!found.dated.is_empty() || !found.open.is_empty()).then_some(found)
}

/// The words of an event that a length is counted from, as bytes of the block's prose: up to its date or the end of the
/// clause.
struct Event {
    words: std::ops::Range<usize>,
}

impl Event {
    fn holds(&self, at: usize) -> bool {
        self.words.start <= at && at <= self.words.end
    }
}

/// The words after "two months after".
fn event_behind(analysis: &Analysis, length: &DateInText<'_>) -> Option<Event> {
    let prose = length.block.prose.text();
    let sentence = length.near_sentence();
    let own = length.expression.range.to_usize();
    let after = &prose[own.end..sentence.end];
    let mut words = places(after);
    let last = last_words(&prose[own.clone()]).next().is_some_and(|word| SINCE.contains(&word.as_str()));
    let found = words.by_ref().take(2).find(|(_, word)| SINCE.contains(&word.as_str()));
    let lead = if last { None } else { Some(found?) };
    // Arabic: "بعد مرور شهرين على", never "سنوات سجنا على".
    if analysis.language_of(length.block) == Language::Arabic {
        let words = prose[sentence.start..own.start].rsplit(|c: char| !is_word_char(c));
        let mut nearest = words.filter(|word| !word.is_empty()).take(4);
        if !nearest.any(|word| PASSED.contains(&fold(word, Fold::Loose).as_str())) {
            return None;
        }
    }
    // "10 to 30 days after": two lengths.
    let range = prose[sentence.start..own.start].trim_end();
    if range.ends_with(['-', '\u{2013}'])
        || last_words(range).next().is_some_and(|word| matches!(word.as_str(), "to" | "or" | "الي" | "او"))
    {
        return None;
    }
    let start = match lead {
        Some((lead, _)) => own.end + lead + after[lead..].find(|c: char| !is_word_char(c))?,
        None => own.end,
    };
    let rest = &prose[start..sentence.end];
    let end = rest.find([',', '،', ';', '؛', ':', '(', '"', '“', '«']).unwrap_or(rest.len());
    let end = places(&rest[..end]).nth(EVENT).map_or(end, |(at, _)| at);
    (end > 0).then(|| Event { words: start..start + end })
}

/// Whether the sentence counts to the day of the story: it says *today*, reports, or speaks in the present.
fn is_told_on_the_day(
    analysis: &Analysis,
    length: &DateInText<'_>,
    dates: &[DateInText<'_>],
    at: usize,
    story: Date,
) -> bool {
    let prose = length.block.prose.text();
    let sentence = length.near_sentence();
    let own = length.expression.range.to_usize();
    // Another date of the sentence does not matter if it is the day of the story.
    let near = |other: &DateInText<'_>| other.expression.sentence == length.expression.sentence;
    let others = dates[at.saturating_sub(3)..at]
        .iter()
        .chain(dates[at + 1..].iter().skip(1).take(3))
        .filter(|other| near(other));
    let mut is_of_story = false;
    for other in others {
        match other.resolved.day() {
            Some(day) if day == story => is_of_story = true,
            _ => return false,
        }
    }
    let words = |range: std::ops::Range<usize>| places(&prose[range]).map(|(_, word)| word).collect::<Vec<_>>();
    let before = words(sentence.start..own.start);
    is_of_story |= before.iter().any(|word| TODAY.contains(&word.as_str()));
    if is_of_story {
        return true;
    }
    let english = analysis.language_of(length.block) == Language::English;
    let past = |word: &String| {
        english
            && (word.ends_with("ed")
                || ["was", "were", "went", "took", "came", "fell", "rose"].contains(&word.as_str()))
    };
    let is_report = |word: &String| REPORTED.contains(&word.trim_start_matches('و'));
    if before.iter().any(is_report) {
        return true;
    }
    // "The bridge is closed, two years after": the participle after *is* is not a past tense.
    let is_told = |at: usize| PRESENT.contains(&before[at].as_str());
    if (0..before.len()).any(is_told) && !(0..before.len()).any(|at| past(&before[at]) && !(at > 0 && is_told(at - 1)))
    {
        return true;
    }
    // After the date: "half of its cranes lie idle". A verb in the past tense is about something else.
    let date_end =
        dates.get(at + 1).filter(|date| near(date)).map_or(own.end, |date| date.expression.range.end as usize);
    let after = words(date_end.min(sentence.end)..sentence.end);
    after.iter().any(|word| PRESENT.contains(&word.as_str())) && !after.iter().any(past)
}

fn is_whole(date: &DateInText<'_>) -> bool {
    date.expression.day.is_some() && date.expression.month.is_some()
}

/// The date that another sentence gives the event: it follows the same words, at least two of them meaningful.
fn date_of<'a>(
    analysis: &'a Analysis,
    own: BlockId,
    length: &DateInText<'_>,
    wanted: &[u64],
    all_dated: &Column<DatedWords, usize>,
) -> Option<DateInText<'a>> {
    if wanted.len() < 2 {
        return None;
    }
    let is_own = |dated: &Dated| dated.sentence == length.expression.sentence;
    let in_sentence = all_dated.get(own).map_or(0, |dated| dated.0.iter().filter(|dated| is_own(dated)).count());
    if all_dated.sum() - in_sentence > COMPARED {
        return None;
    }
    let mut found: Option<DateInText<'a>> = None;
    for (block, dated) in all_dated.iter() {
        for dated in &dated.0 {
            if block == own && is_own(dated) {
                continue;
            }
            let Dated { date, words, .. } = dated;
            let tail = &words[words.len().saturating_sub(wanted.len() + 1)..];
            let shared = wanted.iter().filter(|word| tail.contains(word)).count();
            if shared < 2 || shared + 1 < wanted.len() {
                continue;
            }
            let Some(date) = analysis.dates_of(block).nth(*date) else { continue };
            // Two dates for it are another rule's business.
            if found.is_some_and(|other| other.resolved.day() != date.resolved.day()) {
                return None;
            }
            found = Some(date);
        }
    }
    found
}

/// The whole dates of a block with the words before them.
fn dated(analysis: &Analysis, block: BlockId) -> Option<DatedWords> {
    if analysis.article.blocks[block].is_heading() {
        return None;
    }
    let dates = analysis.dates_of(block).enumerate();
    let whole = dates.filter(|(_, date)| is_whole(date) && date.expression.year.is_some());
    let with_words = whole.map(|(at, date)| {
        let before = &date.block.prose.text()[date.near_sentence().start..date.expression.range.start as usize];
        let mut words: Vec<u64> =
            last_words(before).filter(|word| !is_empty(word)).take(WORDS + 1).map(|word| hash_of(&word)).collect();
        words.reverse();
        let sentence = date.expression.sentence;
        Dated { date: at, sentence, words }
    });
    Some(DatedWords(with_words.collect())).filter(|dated| !dated.0.is_empty())
}

fn hash_of(word: &String) -> u64 {
    xxh3_64(word.as_bytes())
}

/// The words of a text that say something: no articles and prepositions, folded, without *and*.
fn content(text: &str) -> Vec<String> {
    places(text).map(|(_, word)| word).filter(|word| !is_empty(word)).collect()
}

/// Whether a word is an article or a preposition.
fn is_empty(word: &str) -> bool {
    const EMPTY: [&str; 34] = [
        "the", "a", "an", "of", "on", "in", "at", "its", "his", "her", "their", "was", "were", "had", "في", "من",
        "على", "علي", "عن", "يوم", "le", "la", "les", "de", "du", "des", "el", "los", "der", "die", "das", "am", "il",
        "del",
    ];
    EMPTY.contains(&word)
}

/// The words of a text, folded, last one first.
fn last_words(text: &str) -> impl Iterator<Item = String> {
    text.rsplit(|c: char| !is_word_char(c)).filter(|word| !word.is_empty()).map(|word| fold(word, Fold::Loose))
}

/// The words of a text, folded, with the byte at which each begins.
fn places(text: &str) -> impl Iterator<Item = (usize, String)> {
    let mut at = 0;
    text.split(|c: char| !is_word_char(c)).filter_map(move |word| {
        let start = at;
        // One character parts two words.
        at += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
        (!word.is_empty()).then(|| (start, fold(word, Fold::Loose)))
    })
}

fn judge(length: &DateInText<'_>, stated: Length, date: &DateInText<'_>, day: Date, on: Date, sink: &mut Sink<'_>) {
    let (Some(unit), Some(amount)) = (days_in(stated.unit), stated.amount) else { return };
    let passed = f64::from(dates::days_between(day, on));
    let said = (f64::from(amount) + if stated.half { 0.5 } else { 0.0 }) * unit;
    let fits = match length.resolved.modifier {
        Some(Modifier::MoreThan | Modifier::EqualOrMore) => passed >= said - 2.0,
        Some(Modifier::LessThan | Modifier::EqualOrLess) => passed <= said + 2.0,
        Some(Modifier::Approx) => (passed - said).abs() <= unit.max(said * 0.15),
        _ => (passed - said).abs() <= unit / 2.0,
    };
    if fits || passed < 0.0 {
        return;
    }
    let message = message!(
        "from {day} to the story ({story}) it is {days} days, not `{words}`",
        day = dates::plain_form(day),
        story = dates::plain_form(on),
        days = passed,
        words = length.words()
    );
    sink.report(length.range(), message).notes(date.explanation());
}

/// Days in a unit; `None` for lengths within a day and beyond what a story counts.
fn days_in(unit: Unit) -> Option<f64> {
    Some(match unit {
        Unit::Day => 1.0,
        Unit::Week => 7.0,
        Unit::Fortnight => 14.0,
        Unit::Month => 30.44,
        Unit::Quarter => 91.3,
        Unit::Year => 365.25,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_words};

    #[test]
    fn lengths_that_have_not_passed() {
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2017-09-18
            قال الوزير، بعد مرور أكثر من ثلاثة أشهر على توقيع المذكرة في 11 يوليو 2017، إن الأعمال بدأت.
                                         ^^^^^^^^^^ warning: from 11 July 2017 to the story (18 September 2017) it is 69 days
            ",
        );
    }

    #[test]
    fn lengths_that_fit_and_other_anchors_are_not_reported() {
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2017-09-18
            قال الوزير، بعد مرور أكثر من شهرين على توقيع المذكرة في 11 يوليو 2017، إن الأعمال بدأت.
            ",
        );
        for text in [
            "Two years after the signing on 11 July 2010 he resigned.",
            "He said that about two months after the signing on 11 July 2017 nothing had changed.",
            "He said it took three months from 1 March to 11 July 2017.",
            "He said the court gave him 10 years for the attack on 11 July 2017.",
        ] {
            check(RULE.code, &format!("//- story.en.news.md date=2017-09-18\n{text}\n"));
        }
    }

    #[test]
    fn sentences_that_count_to_the_story() {
        for (story, text, words) in [
            (
                "en 2020-11-01",
                "Today, two years after the new quay opened on 1 May 2020, half of it is empty.",
                "two years",
            ),
            ("en 2020-11-01", "Two years after the new quay opened on 1 May 2020, half of it is empty.", "Two years"),
            ("en 2020-11-01", "The quay is shut, three years after it opened on 1 May 2020.", "three years"),
            (
                "fr 2020-11-01",
                "Le maire a déclaré que deux ans après l'accord du 1er mai 2020, rien n'a changé.",
                "deux ans",
            ),
            (
                "ar 2019-03-10",
                "اليوم، بعد مرور خمس سنوات على افتتاح المرفأ في 4 فبراير 2017، تبدأ الأعمال.",
                "خمس سنوات",
            ),
            (
                "ar 2022-05-10",
                "قال العمدة، بعد مرور أكثر من ثلاثة أسابيع على افتتاح الجسر المعلق، إن العمل انتهى.\n\nوكان افتتاح الجسر المعلق في 3 مايو 2022.",
                "ثلاثة أسابيع",
            ),
        ] {
            check_words(RULE.code, story, text, &[words]);
        }
        for (story, text) in [
            ("en 2020-05-03", "Today, two days after the new quay opened on 1 May 2020, half of it is empty."),
            ("en 2020-11-01", "Two weeks after the deal of 1 May 2020, he resigned."),
            ("ar 2020-11-01", "حكم عليه بالسجن 10 سنوات على خلفية أحداث 1 مايو 2020، قال المحامي."),
            ("en 2020-11-01", "10 to 30 days after the March 11 offer, the quay said it would answer."),
            ("ar 2019-02-14", "قال القاضي إن المحكومين ب8 سنوات سجنا على خلفية القضية نقلوا يوم 3 يناير 2019."),
            ("ar 2019-05-20", "قال العمدة إن المعرض لمدة 60 يوما اعتبارا من 4 مايو الجاري."),
            ("ar 2019-06-20", "قال رامي (41 عاما) من المرسى إنه وصل يوم 3 يونيو الماضي."),
            (
                "ar 2022-05-26",
                "قال العمدة، بعد مرور أكثر من ثلاثة أسابيع على افتتاح الجسر المعلق، إن العمل انتهى.\n\nوكان افتتاح الجسر المعلق في 3 مايو 2022.",
            ),
        ] {
            check_words(RULE.code, story, text, &[]);
        }
    }
}
