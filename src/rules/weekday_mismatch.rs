//! `weekday-mismatch`: a weekday that is not that of its date.

use crate::analysis::{Analysis, DateInText};
use crate::dates::{self, Date, Field, Weekday, number_like, weekday_name};
use crate::finding::{Applicability, Fix, Severity};
use crate::rule::{Check, Example, Group, Rule, Sink};
use crate::text::{EditSet, ProseRange};

pub(super) static RULE: Rule = Rule {
    code: "weekday-mismatch",
    group: Group::Dates,
    severity: Some(Severity::Error),
    fix: Some(Applicability::Unsafe),
    summary: "The weekday is not that of the date beside it.",
    why: "One of the two is wrong, and both repairs are offered. Where the year had to be inferred, a warning.",
    bad: Example { path: "story.en.news.md", text: "---\ndate: 2024-03-18\n---\nThe minister spoke on Tuesday, March 18, 2024.\n" },
    good: Example { path: "story.en.news.md", text: "---\ndate: 2024-03-18\n---\nThe minister spoke on Monday, March 18, 2024.\n" },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for date in analysis.dates() {
        let (Some(said), Some(day)) = (date.expression.weekday, date.resolved.day()) else { continue };
        let states_day = date.expression.day.is_some() && date.expression.month.is_some();
        if states_day && said.value != day.weekday() {
            report(analysis, &date, said.value, day, sink);
        }
    }
}

fn report(analysis: &Analysis, date: &DateInText<'_>, said: Weekday, day: Date, sink: &mut Sink<'_>) {
    let language = analysis.language();
    let block = date.block;
    let inferred = date.resolved.inferred.contains(&Field::Year);
    let (right, wrong) = (dates::plain_weekday(day.weekday()), dates::plain_weekday(said));
    let message = format!("{} is a {right}, not a {wrong}", dates::plain_form(day));
    let mut report = sink.report(date.range(), message).notes(date.derivation(language));
    if inferred {
        report = report.soften();
    }
    let Some(weekday) = date.expression.weekday else { return };
    let right = weekday_name(day.weekday(), language, block.prose.slice(weekday.range));
    let fix = |title: String| Fix::manual(title, EditSet::default());
    report = report.fix_prose(block, &[(weekday.range, right.clone())], fix(format!("Change the weekday to `{right}`")));
    if let Some((range, near)) = other_day(date, said, day) {
        let written = number_like(u32::from(near.day().unsigned_abs()), block.prose.slice(range));
        let title = format!("Change the day to {}", dates::plain_form(near));
        report = report.fix_prose(block, &[(range, written)], fix(title));
    }
    if let Some((range, year)) = other_year(date, said, day) {
        let written = number_like(u32::from(year.unsigned_abs()), block.prose.slice(range));
        report.fix_prose(block, &[(range, written.clone())], fix(format!("Change the year to {written}")));
    }
}

/// The nearest day of the same month that has the weekday; of two equally near, the earlier.
fn other_day(date: &DateInText<'_>, said: Weekday, day: Date) -> Option<(ProseRange, Date)> {
    let range = date.expression.day?.range;
    // A Hijri day has its own number; moving the Gregorian one would write a wrong one.
    if date.expression.calendar != dates::Calendar::Gregorian {
        return None;
    }
    (1..=3).flat_map(|by| [-by, by]).find_map(|by| {
        let other = day.checked_add(jiff::Span::new().days(by)).ok()?;
        (other.weekday() == said && other.month() == day.month()).then_some((range, other))
    })
}

/// The nearest year within six in which the day falls on the weekday: a story copied from an old calendar.
fn other_year(date: &DateInText<'_>, said: Weekday, day: Date) -> Option<(ProseRange, i16)> {
    let year = date.expression.year?;
    if date.expression.calendar != dates::Calendar::Gregorian || year.value != day.year() {
        return None;
    }
    (1..=6).flat_map(|by| [-by, by]).find_map(|by| {
        let other = Date::new(day.year() + by, day.month(), day.day()).ok()?;
        (other.weekday() == said).then_some((year.range, other.year()))
    })
}
