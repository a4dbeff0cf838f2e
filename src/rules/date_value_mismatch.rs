//! `date-value-mismatch`: an annotated value that contradicts its words.

use crate::analysis::{Analysis, DateInText};
use crate::article::DateMark;
use crate::dates::{Agreement, DateValue, TimexKind, agreement};
use crate::finding::{Applicability, Fix, Related, Severity};
use crate::rule::{Check, Example, Group, Rule, Sink};
use crate::text::EditSet;

pub(super) static RULE: Rule = Rule {
    code: "date-value-mismatch",
    group: Group::Dates,
    severity: Some(Severity::Error),
    fix: Some(Applicability::Safe),
    summary: "The annotated value of a date contradicts its words, on the date of the story.",
    why: "Timelines and archives trust the value. The note shows how the words were read. Where only an inferred part \
          differs, such as the year of a bare \"11 July\", a warning. A coarser or finer value is accepted.",
    bad: Example {
        path: "story.ar.news.md",
        text: "---\ndate: 2017-09-18\n---\nبدأت المفاوضات في [11 يوليو الماضي](date:2017-07-12).\n",
    },
    good: Example {
        path: "story.ar.news.md",
        text: "---\ndate: 2017-09-18\n---\nبدأت المفاوضات في [11 يوليو الماضي](date:2017-07-11).\n",
    },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for (mark, value) in analysis.marks() {
        let (Ok(value), Some(date)) = (value, analysis.marked_date(mark)) else { continue };
        match agreement(value, date.expression, date.resolved) {
            Agreement::Contradicts => report(analysis, mark, value, &date, false, sink),
            Agreement::Doubtful => report(analysis, mark, value, &date, true, sink),
            Agreement::Agrees | Agreement::Unknown => {}
        }
    }
}

fn report(
    analysis: &Analysis,
    mark: &DateMark,
    value: &DateValue,
    date: &DateInText<'_>,
    doubtful: bool,
    sink: &mut Sink<'_>,
) {
    let words = date.words();
    let message = match &date.resolved.value {
        Some(right) => format!("`{words}` is {right}, not {}", mark.target.id),
        None => format!("`{words}` is not {}", mark.target.id),
    };
    let mut report = sink.report(mark.link.text, message).notes(date.derivation(analysis.language()));
    if doubtful {
        report = report.soften();
    }
    if mark.link.definition.is_some() {
        let related = Related { path: None, range: mark.target.id_range, message: "the value stands here".into() };
        report = report.related(related);
    }
    // A time keeps its own form, a fuzzy value cannot be written, and a definition may serve other words too.
    let plain = date.resolved.kind == TimexKind::Date && value.time.is_none();
    if let Some(right) = date.resolved.value.as_deref().filter(|right| plain && DateValue::parse(right).is_ok()) {
        let edits = EditSet::replace(mark.target.id_range, right);
        let title = format!("Change the value to {right}");
        let fix = if doubtful || mark.link.definition.is_some() { Fix::manual(title, edits) } else { Fix::safe(title, edits) };
        report.fix(fix);
    }
}
