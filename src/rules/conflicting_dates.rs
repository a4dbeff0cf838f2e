//! `conflicting-dates`: two dates for one thing in one article.

use crate::analysis::Analysis;
use crate::dates::{Agreement, Date, agreement};
use crate::finding::{Related, Severity};
use crate::rule::{Check, Example, Group, Rule, Sink};
use crate::text::{Fold, TextRange, fold};
use std::collections::HashMap;

pub(super) static RULE: Rule = Rule {
    code: "conflicting-dates",
    group: Group::Dates,
    severity: Some(Severity::Warning),
    fix: None,
    summary: "The same words are annotated with two different days in one article.",
    why: "One of the two is wrong. Silent where the words alone do not name a day (\"Monday\" may be any Monday), and where \
          one value is part of the other.",
    bad: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2018-03-18\n---\nIt began on [11 July](date:2017-07-11).\n\nOn [11 July](date:2016-07-11) it rained.\n",
    },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2018-03-18\n---\nIt began on [11 July](date:2017-07-11).\n\nOn [11 July](date:2017-07-11) it rained.\n",
    },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let mut seen: HashMap<String, (Date, TextRange)> = HashMap::new();
    for (mark, value) in analysis.marks() {
        let Some(date) = analysis.marked_date(mark) else { continue };
        // A value that contradicts its own words has a finding of its own.
        let contradicts =
            value.as_ref().is_ok_and(|value| agreement(value, date.expression, date.resolved) == Agreement::Contradicts);
        if contradicts {
            continue;
        }
        let names_day = date.expression.day.is_some() && date.expression.month.is_some();
        let Some((first, last)) = value.as_ref().ok().and_then(|value| value.days) else { continue };
        if !names_day || first != last {
            continue;
        }
        let key = fold(date.words(), Fold::Loose).text;
        let Some((day, place)) = seen.get(&key).copied() else {
            seen.insert(key, (first, mark.target.id_range));
            continue;
        };
        if day != first {
            sink.report(mark.target.id_range, format!("`{}` is {first} here and {day} before", date.words()))
                .related(Related { path: None, range: place, message: format!("here it is {day}") });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::check;

    #[test]
    fn words_alone_that_name_no_day_are_silent() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            It began on [Monday](date:2024-03-11) and ended on [Monday](date:2024-03-18), in [March](date:2024-03).
            ",
        );
    }
}
