//! `future-event-in-past`: words that look back on a day that is still to come, or forward to one that has passed.

use crate::analysis::{Analysis, DateInText};
use crate::dates::{self, Cue, Date, Relation};
use crate::finding::Severity;
use crate::rule::{Check, Example, Group, Rule, Sink};
use crate::text::{Fold, fold, is_word_char};

pub(super) static RULE: Rule = Rule {
    code: "future-event-in-past",
    group: Group::Dates,
    severity: Some(Severity::Warning),
    fix: None,
    summary: "Past words stand with a date after the story, or future words with a date before it.",
    why: "Most often the year is wrong. Only dates that state day, month and year are judged. Silent on plans, schedules and \
          postponements, on reported futures, and inside quotations.",
    bad: Example { path: "story.en.news.md", text: "---\ndate: 2024-03-18\n---\nThe contract was signed on 11 February 2025.\n" },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2024-03-18\n---\nThe contract was signed on 11 February 2024. Work is scheduled to end on 11 February 2025.\n",
    },
    check: Check::Article(check),
};

/// Verbs of what happens on a day and not before it, folded.
const HAPPENED: [&str; 34] = [
    "signed", "died", "killed", "arrived", "met", "opened", "resigned", "elected", "happened", "occurred", "broke", "began",
    "started", "ended", "arrested", "held", "took", "born", "وقع", "وقعت", "توفي", "توفيت", "قتل", "قتلت", "عقد", "عقدت",
    "زار", "زارت", "افتتح", "افتتحت", "اندلعت", "اندلع", "استقال", "انتخب",
];

/// Words of plans, folded: what they govern may lie anywhere.
const PLANS: [&str; 39] = [
    "plan", "plans", "planned", "scheduled", "due", "expected", "set", "slated", "postponed", "delayed", "deadline", "until",
    "would", "expire", "expires", "effective", "by", "agreed", "target", "if", "المقرر", "مقرر", "مقررا", "موعد",
    "موعدا", "تاجيل", "اجل", "اجلت", "تاجل", "يتوقع", "متوقع", "المتوقع", "حتي", "خطه", "كان", "كانت", "سابقا", "بحلول",
    "اعتبارا",
];

/// Words between a verb and its date at most.
const REACH: usize = 4;

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let Some(reference) = analysis.reference else { return };
    for block in (0..analysis.article.blocks.len()).filter(|at| !analysis.article.blocks[*at].is_heading()) {
        for date in analysis.dates_of(block) {
            let expression = date.expression;
            let whole = expression.year.is_some() && expression.month.is_some() && expression.day.is_some();
            let Some(day) = date.resolved.day().filter(|_| whole) else { continue };
            if !analysis.is_quoted(block, expression.range) {
                judge(analysis, &date, day, reference.day, sink);
            }
        }
    }
}

fn judge(analysis: &Analysis, date: &DateInText<'_>, day: Date, on: Date, sink: &mut Sink<'_>) {
    let relation = date.expression.relation.map(|part| part.value);
    let (after, before) = (day > on, day < on);
    let looks = match relation {
        Some(Relation::Last) if after => "back",
        Some(Relation::Next) if before => "forward",
        None if after && happened(date) => "back",
        None if before && date.expression.cue == Some(Cue::Future) && !has_plan(&date.block.prose.text()[date.sentence()]) => "forward",
        _ => return,
    };
    let side = if after { "after" } else { "before" };
    let message = format!("the words look {looks}, but `{}` is {side} the story, {}", date.words(), dates::plain_form(on));
    sink.report(date.range(), message).notes(date.derivation(analysis.language()));
}

/// Whether a verb of what happens on a day governs the date: it stands directly before it, in a sentence without plans.
fn happened(date: &DateInText<'_>) -> bool {
    let before = &date.block.prose.text()[date.sentence().start..date.expression.range.start as usize];
    // The verb stands within a few words; what lies further back need not be read.
    let near = before.char_indices().rev().nth(80).map_or(before, |(at, _)| &before[at..]);
    let near = fold(near, Fold::Loose).text;
    let mut words = words(&near).collect::<Vec<_>>().into_iter().rev().take(REACH);
    words.any(|word| is_in(&HAPPENED, word)) && !has_plan(&date.block.prose.text()[date.sentence()])
}

fn has_plan(sentence: &str) -> bool {
    let folded = fold(sentence, Fold::Loose).text;
    words(&folded).any(|word| is_in(&PLANS, word))
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !is_word_char(c)).filter(|word| !word.is_empty())
}

/// Whether a word, with or without the conjunction that Arabic glues to it, stands in a list.
fn is_in(list: &[&str], word: &str) -> bool {
    list.contains(&word) || word.strip_prefix('و').is_some_and(|rest| list.contains(&rest))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn past_words_with_a_day_to_come() {
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            ووقّعت الوزارة العقد، ووقعت الاتفاقية في 11 فبراير 2025.
                                                     ^^^^^^^^^^^^^^ the words look back
            ",
        );
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            He died on 3 May 2026.
                       ^^^^^^^^^^ the words look back
            ",
        );
    }

    #[test]
    fn future_words_with_a_day_gone_by() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            The harbour will open on 5 June 2023.
                                     ^^^^^^^^^^^ the words look forward
            ",
        );
    }

    #[test]
    fn plans_quotations_and_unsure_dates_are_silent() {
        for text in [
            "The opening was scheduled for 5 June 2025.",
            "They agreed that the contract signed on 5 June 2025 would be the last.",
            "He said: “It was signed on 5 June 2025.”",
            "It was signed on 5 June.",
            "The deadline, set after he died, is 5 June 2025.",
        ] {
            check(RULE.code, &format!("//- story.en.news.md date=2024-03-18\n{text}\n"));
        }
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            كان من المقرر أن يُفتتح الميناء في 5 يونيو 2025.
            ",
        );
    }
}
