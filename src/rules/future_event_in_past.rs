//! `future-event-in-past`: words that look back on a day that is still to come, or forward to one that has passed.

use crate::analysis::{Analysis, DateInText};
use crate::article::Key;
use crate::dates::{self, Date, Relation, Tense, governing};
use crate::finding::Severity;
use crate::rule::{Check, Example, Group, Rule, Sink};

pub(super) static RULE: Rule = Rule {
    code: "future-event-in-past",
    group: Group::Dates,
    severity: Some(Severity::Warning),
    fix: None,
    summary: "Past words stand with a date after the story, or future words with a date before it.",
    why: "Most often the year is wrong. Only dates that state day, month and year are judged, by the verb that governs them: \
          a date that names its noun (\"the siege of 12 March 2009\") or a limit (\"since\", \"until\") has no tense. Silent on \
          plans, schedules and postponements, on reported futures, and inside quotations.",
    bad: Example { path: "story.en.news.md", text: "---\ndate: 2024-03-18\n---\nThe contract was signed on 11 February 2025.\n" },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2024-03-18\n---\nThe contract was signed on 11 February 2024. Work is scheduled to end on 11 February 2025.\n",
    },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let Some(reference) = analysis.reference else { return };
    // What was added to a page later may be past.
    let modified = analysis.metadata_date(Key::DateModified).and_then(|(_, value)| value.days).map(|(_, last)| last);
    for block in (0..analysis.article.blocks.len()).filter(|at| !analysis.article.blocks[*at].is_heading()) {
        let dates: Vec<DateInText<'_>> = analysis.dates_of(block).collect();
        for (at, date) in dates.iter().enumerate() {
            let expression = date.expression;
            let whole = expression.year.is_some() && expression.month.is_some() && expression.day.is_some();
            let Some(day) = date.resolved.day().filter(|day| whole && *day != reference.day) else { continue };
            if analysis.is_quoted(block, expression.range) {
                continue;
            }
            let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|other| dates.get(other));
            let alone = beside.clone().all(|other| other.expression.sentence != expression.sentence);
            let looks = match looks(analysis, date, day > reference.day, alone) {
                Some(looks) if day > reference.day => modified.is_none_or(|modified| day > modified).then_some(looks),
                looks => looks,
            };
            if let Some(looks) = looks {
                report(analysis, date, day, reference.day, looks, sink);
            }
        }
    }
}

/// Where the words look that do not fit the side of the story on which the day lies.
fn looks(analysis: &Analysis, date: &DateInText<'_>, after: bool, alone: bool) -> Option<&'static str> {
    match (date.expression.relation.map(|part| part.value), after) {
        (Some(Relation::Last), true) => return Some("back"),
        (Some(Relation::Next), false) => return Some("forward"),
        (Some(_), _) => return None,
        (None, _) => {}
    }
    // The ends of a range, and what stands beside another time of its sentence, are that time's.
    if date.expression.link.is_some() || date.expression.pair.is_some() || !after && !alone {
        return None;
    }
    let tense = governing(date.block.prose.text(), date.expression.range, date.near_sentence(), analysis.language())?;
    match (tense, after) {
        (Tense::Past, true) => Some("back"),
        (Tense::Future, false) => Some("forward"),
        _ => None,
    }
}

fn report(analysis: &Analysis, date: &DateInText<'_>, day: Date, on: Date, looks: &str, sink: &mut Sink<'_>) {
    let side = if day > on { "after" } else { "before" };
    let message = format!("the words look {looks}, but `{}` is {side} the story, {}", date.words(), dates::plain_form(on));
    sink.report(date.range(), message).notes(date.derivation(analysis.language()));
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
