//! `date-value-mismatch`: an annotated value that contradicts its words.

use crate::analysis::{Analysis, DateInText};
use crate::article::DateMark;
use crate::dates::{Agreement, DateValue, TimexKind, agreement, leads_away};
use crate::finding::{Applicability, Fix, Level, Related, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("date-value-mismatch"),
    group: Group::Dates,
    level: Level::At(Severity::Error),
    fix: Some(Applicability::Safe),
    summary: "The annotated value of a date contradicts its words.",
    why: "Timelines and archives trust the value. The note shows how the words were read, on the date of the story. \
          A warning if only an inferred part differs, such as the year of a bare \"11 July\". Not reported if the \
          value is the last or the next such day. A coarser or finer value is accepted.",
    bad: Example {
        path: "story.ar.news.md",
        text: "---\ndate: 2017-09-18\n---\nبدأت المفاوضات في [11 يوليو الماضي](date:2017-07-12).\n",
    },
    good: Example {
        path: "story.ar.news.md",
        text: "---\ndate: 2017-09-18\n---\nبدأت المفاوضات في [11 يوليو الماضي](date:2017-07-11).\n",
    },
    traits: Traits { precedence: Some(7), ..Traits::NONE },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for (mark, value) in analysis.marks() {
        let Ok(value) = value else { continue };
        if let Some((first, last)) = analysis.marked_ends(mark) {
            judge_ends(analysis, mark, value, &first, &last, sink);
            continue;
        }
        let Some(date) = analysis.marked_date(mark).filter(|date| !is_part(analysis, mark, date)) else { continue };
        match agreement(value, date.expression, date.resolved) {
            Agreement::Contradicts => report(mark, value, &date, false, sink),
            Agreement::Doubtful if analysis.is_another_reading(value, &date) => {}
            Agreement::Doubtful => report(mark, value, &date, true, sink),
            Agreement::Agrees | Agreement::Unknown => {}
        }
    }
}

/// Whether the link says more than its date: "the day before last Monday" is not last Monday.
fn is_part(analysis: &Analysis, mark: &DateMark, date: &DateInText<'_>) -> bool {
    let (link, own) = (mark.link.prose, date.expression.range);
    let prose = date.block.prose.text();
    let outside = [link.start..own.start, own.end..link.end];
    outside.into_iter().filter(|part| part.start < part.end).any(|part| {
        let words = prose.get(part.start as usize..part.end as usize).unwrap_or_default();
        leads_away(words, analysis.language_of(date.block))
    })
}

/// A link over both ends of a range: "[from 3 to 5 June](date:2021-06-03/2021-06-05)".
fn judge_ends(
    analysis: &Analysis,
    mark: &DateMark,
    value: &DateValue,
    first: &DateInText<'_>,
    last: &DateInText<'_>,
    sink: &mut Sink<'_>,
) {
    let (Some((from, to)), Some((start, _)), Some((_, end))) = (value.days, first.resolved.days, last.resolved.days)
    else {
        return;
    };
    // A coarser value is accepted, and one that is part of the range.
    let within = (from <= start && end <= to) || (start <= from && to <= end);
    if within || from > to || start > end {
        return;
    }
    let doubtful = !first.resolved.inferred.is_empty() || !last.resolved.inferred.is_empty();
    // The days are stated; only another year is doubtful.
    let in_another_year = doubtful
        && (from.month(), from.day(), to.month(), to.day()) == (start.month(), start.day(), end.month(), end.day());
    if in_another_year {
        return;
    }
    let words = analysis.link_words(&mark.link);
    let right = format!("{start}/{end}");
    let message = message!("`{words}` is {right}, not {value}", words, right, value = mark.target.id);
    let edits = sink.set_id(&mark.target, &right);
    let report = sink.report(mark.link.text, message).notes(last.explanation());
    report.fix(Fix::manual(message!("Change the value to {right}", right), edits));
}

fn report(mark: &DateMark, value: &DateValue, date: &DateInText<'_>, doubtful: bool, sink: &mut Sink<'_>) {
    let words = date.words();
    let written = &mark.target.id;
    let message = if let Some(right) = &date.resolved.value {
        message!("`{words}` is {right}, not {value}", words, right, value = written)
    } else {
        message!("`{words}` is not {value}", words, value = written)
    };
    // A time keeps its own form, a fuzzy value cannot be written, and a definition may serve other words too.
    let plain = date.resolved.kind == TimexKind::Date && value.time.is_none();
    let right = date.resolved.value.as_deref().filter(|right| plain && DateValue::parse(right).is_ok());
    let edits = right.map(|right| sink.set_id(&mark.target, right));
    let mut report = sink.report(mark.link.text, message).notes(date.explanation());
    if doubtful {
        report = report.soften();
    }
    if mark.link.definition.is_some() {
        let related = Related::here(mark.target.id_range, message!("the value is here"));
        report = report.related(related);
    }
    if let (Some(right), Some(edits)) = (right, edits) {
        let title = message!("Change the value to {right}", right);
        let fix = if doubtful || mark.link.definition.is_some() {
            Fix::manual(title, edits)
        } else {
            Fix::safe(title, edits)
        };
        report.fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix, check_words};

    #[test]
    fn a_value_that_its_words_contradict() {
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            بدأت المفاوضات في [11 يوليو الماضي](date:2023-07-12).
                               ^^^^^^^^^^^^^^^ 💡 error: `11 يوليو الماضي` is 2023-07-11, not 2023-07-12
            ",
        );
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Talks began [yesterday](date:2024-03-16).
                         ^^^^^^^^^ 💡 error
            ",
        );
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Talks began on [Tuesday](date:2024-03-18).
                            ^^^^^^^ 💡 error
            ",
        );
    }

    #[test]
    fn a_time_in_utc_is_converted_to_the_time_zone_of_the_project() {
        let story = |value: &str, mark: &str, config: &str| {
            let head = "//- story.en.news.md\n---\ndatePublished: 2024-03-18T22:30:00Z\n---\n";
            check(
                RULE.code,
                &format!("{head}The works begin [today](date:{value}).\n{mark}//- copydesk.toml\n{config}"),
            );
        };
        let mark = "                 ^^^^^ 💡 error: `today` is 2024-03-";
        story("2024-03-18", "", "");
        story("2024-03-19", "", "time-zone = \"Asia/Qatar\"\n");
        story("2024-03-18", &format!("{mark}19\n"), "time-zone = \"Asia/Qatar\"\n");
        story("2024-03-18", "", "time-zone = \"America/New_York\"\n");
    }

    #[test]
    fn the_value_is_changed() {
        check_fix(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            بدأت المفاوضات في [11 يوليو الماضي](date:2023-07-12).
            ",
            "
            بدأت المفاوضات في [11 يوليو الماضي](date:2023-07-11).
            ",
        );
        check_fix(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Talks began [yesterday](date:2024-03-16).
            ",
            "
            Talks began [yesterday](date:2024-03-17).
            ",
        );
    }

    #[test]
    fn an_inferred_part_is_only_doubted() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Talks began on [11 July](date:2019-07-11).
                            ^^^^^^^ 💡 warning
            ",
        );
    }

    #[test]
    fn coarser_and_finer_values_are_accepted() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Talks began on [11 February 2024](date:2024-02) and in [February 2024](date:2024-02-11), [last week](date:2024-03-13) too.
            ",
        );
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Talks began on [11 February 2024](date:2024).
            ",
        );
    }

    #[test]
    fn durations_are_compared_by_length() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Talks took [two weeks](date:P14D) and [more than two months](date:P3M).
            ",
        );
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Talks took [three months](date:P2M).
                        ^^^^^^^^^^^^ error
            ",
        );
    }

    #[test]
    fn a_hijri_day_is_sighted() {
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            بدأ الصيام في [1 رمضان 1445هـ](date:2024-03-10) أو [1 رمضان 1445هـ](date:2024-03-12).
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            بدأ الصيام في [1 رمضان 1445هـ](date:2024-03-15).
                           ^^^^^^^^^^^^^^ 💡
            ",
        );
    }

    #[test]
    fn a_definition_is_shown() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Talks began [yesterday].
                         ^^^^^^^^^ 💡 error

            [yesterday]: date:2024-03-16
            ",
        );
    }

    #[test]
    fn open_and_unreadable_values_and_words_are_not_reported() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Talks began [yesterday](date:-), [today](date:?), [recently](date:2024-03-01), [at the port](date:2024-03-01) and [yesterday](date:2024-3-1).
            ",
        );
    }

    #[test]
    fn links_over_ranges_and_over_more_than_a_day() {
        for (story, text, words) in [
            ("en 2021-05-20", "It runs [from 4 to 6 June](date:2021-07-04/2021-07-06).", "from 4 to 6 June"),
            ("ar 2020-02-20", "يقام السباق [من 8 إلى 12 آذار](date:2020-05-08/2020-05-12).", "من 8 إلى 12 آذار"),
            ("ar 2020-06-29", "عاد العمدة [قبل يومين](date:2020-06-25) على متن عبارة.", "قبل يومين"),
        ] {
            check_words(RULE.code, story, text, &[words]);
        }
        for (story, text) in [
            (
                "en 2021-05-20",
                "It runs [from 4 to 6 June](date:2021-06-04/2021-06-06), [from 4 to 6 June](date:2021-06).",
            ),
            (
                "en 2020-02-13",
                "They met [the day before last Monday](date:2020-02-09) and [two days after 3 May 2019](date:2019-05-05).",
            ),
        ] {
            check_words(RULE.code, story, text, &[]);
        }
    }
}
