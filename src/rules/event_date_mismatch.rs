//! `event-date-mismatch`: a date next to a registered event that is not the date of the event.

use crate::actors::{Certainty, Kind};
use crate::analysis::Analysis;
use crate::dates;
use crate::finding::{Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::text::is_word_char;

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("event-date-mismatch"),
    group: Group::Dates,
    level: Level::At(Severity::Warning),
    fix: None,
    summary: "The date directly after a registered event is not that of the event.",
    why: "Anniversaries are easily copied wrongly. Only a date that touches the name is compared, with a preposition \
          between them at most, and only the parts that its words state.",
    bad: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2024-03-18\n---\nSince the [Nakheel accord](event:nakheel-accord) of 12 May 2019 trade has grown.\n",
    },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2024-03-18\n---\nSince the [Nakheel accord](event:nakheel-accord) of 11 May 2019 trade has grown.\n",
    },
    traits: Traits::NONE,
    check: Check::Article(check),
};

/// Words that tie a date to the name before it, folded.
const TIES: [&str; 9] = ["of", "on", "in", "dated", "signed", "في", "يوم", "عام", "الموقع"];

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for name in &analysis.names {
        let [actor] = name.actors.as_slice() else { continue };
        let entry = analysis.registry().actor(*actor);
        let sure = name.linked || name.certainty == Certainty::Certain;
        if entry.kind != Kind::Event || !sure {
            continue;
        }
        let first = entry.begins.and_then(crate::actors::PartialDate::first_day);
        let last = entry.ends.or(entry.begins).and_then(crate::actors::PartialDate::last_day);
        let (Some(first), Some(last)) = (first, last) else { continue };
        let block = &analysis.article.blocks[name.block];
        let end = name.matched.range.end;
        let Some(date) = analysis.dates_of(name.block).find(|date| date.expression.range.start >= end) else {
            continue;
        };
        let between = &block.prose.text()[end as usize..date.expression.range.start as usize];
        let mut words = between.split(|c: char| !is_word_char(c)).filter(|word| !word.is_empty());
        let tied = between.len() <= 24 && words.clone().count() <= 2 && words.all(|word| TIES.contains(&word));
        let Some((from, to)) = date.resolved.days.filter(|_| tied && date.expression.year.is_some()) else { continue };
        if from <= last && first <= to {
            continue;
        }
        let right = if first == last { dates::plain_form(first) } else { message!("{first} to {last}", first, last) };
        sink.report(
            date.range(),
            message!(
                "`{name}` was {right}, not `{words}`",
                name = analysis.words_of(name),
                right,
                words = date.words()
            ),
        )
        .note(message!("the date is that of `{id}` in the registry", id = entry.id));
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn only_a_date_that_is_tied_to_the_event_counts() {
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            منذ [اتفاقية النخيل](event:nakheel-accord) في 12 مايو 2019 نمت التجارة.
                                                          ^^^^^^^^^^^^ was 11 May 2019
            ",
        );
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            The [Nakheel accord](event:nakheel-accord) of 2019 was renewed. The [Nakheel accord](event:nakheel-accord) was praised by many on 3 May 2020.
            ",
        );
    }
}
