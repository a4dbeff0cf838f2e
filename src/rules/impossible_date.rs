//! `impossible-date`: a day that no calendar has.

use crate::analysis::Analysis;
use crate::dates::{DateValue, ValueFault};
use crate::finding::Severity;
use crate::language::Language;
use crate::rule::{Check, Example, Group, Rule, Sink};

pub(super) static RULE: Rule = Rule {
    code: "impossible-date",
    group: Group::Dates,
    severity: Some(Severity::Error),
    fix: None,
    summary: "A date or time does not exist: 31 June, 29 February 2023, 25:61.",
    why: "A digit is wrong, and only the writer knows which.",
    bad: Example { path: "story.en.news.md", text: "---\ndate: 2024-03-18\n---\nWork ends on 31 June 2025.\n" },
    good: Example { path: "story.en.news.md", text: "---\ndate: 2024-03-18\n---\nWork ends on 30 June 2025.\n" },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for date in analysis.dates() {
        let Some(why) = &date.resolved.impossible else { continue };
        let mut report = sink.report(date.range(), format!("`{}` does not exist", date.words()));
        if analysis.language() == Language::Arabic {
            report = report.note(why.arabic.clone());
        }
        report.note(why.english.clone());
    }
    for (mark, value) in analysis.marks() {
        if let Err(ValueFault::Impossible(why)) = value {
            sink.report(mark.target.id_range, format!("`{}` does not exist", mark.target.id)).note(why.clone());
        }
    }
    for (_, scalar) in super::malformed_date_value::metadata_dates(analysis) {
        if let Err(ValueFault::Impossible(why)) = DateValue::parse(scalar.text().trim()) {
            sink.report(scalar.inner(), format!("`{}` does not exist", scalar.text())).note(why);
        }
    }
}
