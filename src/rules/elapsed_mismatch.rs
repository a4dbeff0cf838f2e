//! `elapsed-mismatch`: a length of time that is not the one that has passed.

use crate::analysis::{Analysis, DateInText};
use crate::dates::{self, Date, Length, Modifier, TimexKind, Unit};
use crate::finding::Severity;
use crate::rule::{Check, Example, Group, Rule, Sink};
use crate::text::{Fold, fold, is_word_char};

pub(super) static RULE: Rule = Rule {
    code: "elapsed-mismatch",
    group: Group::Dates,
    severity: Some(Severity::Warning),
    fix: None,
    summary: "\"More than two months after the signing on 11 July\" is not what has passed by the date of the story.",
    why: "Durations are written once and copied for weeks. Judged only in a sentence with one length, one whole date behind \
          it and a verb of reporting, which ties it to the day of the story. A bare number allows half its unit, \"about\" \
          one unit or 15 %, a bound two days.",
    bad: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2017-09-18\n---\nThe minister said that more than three months after the signing on 11 July 2017 nothing had changed.\n",
    },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2017-09-18\n---\nThe minister said that more than two months after the signing on 11 July 2017 nothing had changed.\n",
    },
    check: Check::Article(check),
};

/// Verbs of reporting, folded: they tie a sentence to the day of the story.
const REPORTED: [&str; 18] = [
    "said", "says", "told", "announced", "added", "reported", "قال", "قالت", "اعلن", "اعلنت", "اوضح", "اوضحت", "اكد", "اكدت",
    "اضاف", "اضافت", "ذكر", "ذكرت",
];

/// Words that turn a length into the time since something, directly behind it or a word later, folded.
const SINCE: [&str; 5] = ["after", "since", "علي", "من", "منذ"];

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let Some(reference) = analysis.reference else { return };
    for block in (0..analysis.article.blocks.len()).filter(|at| !analysis.article.blocks[*at].is_heading()) {
        let dates: Vec<DateInText<'_>> = analysis.dates_of(block).collect();
        for (at, length) in dates.iter().enumerate() {
            let Some(stated) = length.expression.length.map(|part| part.value) else { continue };
            let same = |other: &&DateInText<'_>| other.expression.sentence == length.expression.sentence;
            let Some(date) = dates.get(at + 1).filter(same) else { continue };
            // The dates of a sentence follow each other.
            let before = at.checked_sub(1).and_then(|before| dates.get(before));
            let alone = !before.is_some_and(|one| same(&one)) && !dates.get(at + 2).is_some_and(|one| same(&one));
            let whole = date.expression.day.is_some() && date.expression.month.is_some();
            let Some(day) = date.resolved.day().filter(|_| alone && whole) else { continue };
            let counted = length.resolved.kind == TimexKind::Duration && !length.expression.age;
            if counted && !analysis.is_quoted(block, length.expression.range) && is_since(length, date) {
                judge(analysis, length, stated, date, day, reference.day, sink);
            }
        }
    }
}

/// Whether the words say that the length has passed since the date, in a sentence that reports.
fn is_since(length: &DateInText<'_>, date: &DateInText<'_>) -> bool {
    let prose = length.block.prose.text();
    let between = &prose[length.expression.range.end as usize..date.expression.range.start as usize];
    let mut first = words(between).take(2);
    first.any(|word| SINCE.contains(&word.as_str()))
        && words(&prose[length.sentence()]).any(|word| REPORTED.contains(&word.trim_start_matches('و')))
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !is_word_char(c)).filter(|word| !word.is_empty()).map(|word| fold(word, Fold::Loose).text)
}

fn judge(
    analysis: &Analysis,
    length: &DateInText<'_>,
    stated: Length,
    date: &DateInText<'_>,
    day: Date,
    on: Date,
    sink: &mut Sink<'_>,
) {
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
    let message = format!(
        "{passed} days lie between {} and the story, {}, not `{}`",
        dates::plain_form(day),
        dates::plain_form(on),
        length.words()
    );
    sink.report(length.range(), message).notes(date.derivation(analysis.language()));
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
    use crate::fixture::check;

    #[test]
    fn lengths_that_have_not_passed() {
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2017-09-18
            قال الوزير، بعد مرور أكثر من ثلاثة أشهر على توقيع المذكرة في 11 يوليو 2017، إن الأعمال بدأت.
                                         ^^^^^^^^^^ warning: 69 days lie between
            ",
        );
    }

    #[test]
    fn lengths_that_fit_and_other_anchors_are_silent() {
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
}
