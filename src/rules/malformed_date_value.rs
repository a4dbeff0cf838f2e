//! `malformed-date-value`: an annotated value or a date of the front matter that cannot be read.

use crate::analysis::Analysis;
use crate::article::{Key, Scalar, Scheme};
use crate::dates::{Agreement, DateValue, ValueError, agreement, is_machine_date, parse_metadata_date};
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};
use crate::syntax::{NEWS_MARKDOWN, NINJS, PLAIN, Writer};
use crate::text::{EditSet, TextRange, shortened};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("malformed-date-value"),
    group: Group::Dates,
    level: Level::At(Severity::Error),
    fix: Some(Applicability::Safe),
    summary: "A date value is not of the form 2017-07-11 (EDTF level 1), or a date of the front matter cannot be \
          read.",
    why: "Programs cannot read it, and nothing can be checked against it. If it is clear what was meant, that is \
          offered. If the words say the same, the fix is safe.",
    bad: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2024-03-18\n---\nWork starts on [5 June](date:2024-6-5).\n",
    },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndate: 2024-03-18\n---\nWork starts on [5 June](date:2024-06-05).\n",
    },
    traits: Traits { precedence: Some(1), ..Traits::NONE },
    check: Check::Article(check),
};

const DATES: [Key; 5] = [Key::DatePublished, Key::DateModified, Key::DateCreated, Key::EmbargoedUntil, Key::Expires];

/// The dates of the front matter.
pub(super) fn metadata_dates(analysis: &Analysis) -> impl Iterator<Item = (Key, &Scalar)> {
    DATES.iter().filter_map(|key| Some((*key, analysis.article.metadata.text(*key)?)))
}

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    for (mark, value) in analysis.marks() {
        // A cast list is reported once, at its definition.
        if mark.link.definition.is_none() && !mark.target.is_open() {
            let date = analysis.marked_date(mark);
            let is_said = |meant: &DateValue| {
                date.as_ref().is_some_and(|date| agreement(meant, date.expression, date.resolved) == Agreement::Agrees)
            };
            judge(value, mark.target.id_range, is_said, sink);
        }
    }
    for definition in &analysis.article.definitions {
        if definition.target.scheme == Scheme::Date && !definition.target.is_open() {
            // It may serve several words.
            judge(&DateValue::parse(&definition.target.id), definition.target.id_range, |_| false, sink);
        }
    }
    for (key, scalar) in metadata_dates(analysis) {
        let text = scalar.text().trim();
        let impossible = matches!(DateValue::parse(text), Err(ValueError::Impossible(_)));
        // YAML's own words for nothing.
        let nothing = text.is_empty() || matches!(text, "~" | "null" | "Null" | "NULL") && !scalar.quoted;
        if nothing || impossible {
            continue;
        }
        let read = parse_metadata_date(text, analysis.language());
        // Front matter is for people; an attribute of markup is not.
        let form = |value| analysis.writer().filter(|_| is_markup(analysis)).map(|writer| written(&*writer, value));
        let Some(value) = read else {
            let report = sink
                .report(scalar.inner(), message!("cannot read the date `{value}`", value = shortened(scalar.text())));
            match form("2017-09-18T19:22:00+03:00") {
                Some(example) => report.note(message!("write a date such as `{example}`", example)),
                None => report.note(message!(
                    "write `{key}: 2017-09-18` or `{key}: 2017-09-18T19:22:00+03:00`",
                    key = key.name()
                )),
            };
            continue;
        };
        let exact = value.day().map(|day| match &value.time {
            Some(time) => format!("{day}T{time}"),
            None => day.to_string(),
        });
        let Some(form) = exact.as_deref().filter(|_| !is_machine_date(text)).and_then(form) else { continue };
        let title = message!("Change to {value}", value = form);
        let message = message!("`{value}` is not a date of this format", value = scalar.text());
        sink.report(scalar.inner(), message)
            .note(message!("it is read as `{value}`; other programs may read another day or none", value = form))
            .fix(Fix::manual(title, EditSet::replace(scalar.inner(), form)))
            .at_most(Severity::Warning);
    }
}

/// Whether the metadata is in attributes of XML or HTML.
fn is_markup(analysis: &Analysis) -> bool {
    !matches!(analysis.article.syntax, NEWS_MARKDOWN | PLAIN | NINJS) && !analysis.is_record()
}

fn written(writer: &dyn Writer, value: &str) -> String {
    writer.written_value(&Scheme::Date, value).into_owned()
}

/// Reports a value that cannot be read. `is_said` returns whether its words say the same value.
fn judge(
    value: &Result<DateValue, ValueError>,
    place: TextRange,
    is_said: impl Fn(&DateValue) -> bool,
    sink: &mut Sink<'_>,
) {
    let Err(ValueError::Malformed(range, message, meant)) = value else { return };
    let range = if range.is_empty() { place } else { range.shift(place.start) };
    let report = sink.report(range, message.clone());
    match meant {
        Some(meant) => {
            let edits = EditSet::replace(place, meant.clone());
            let title = message!("Change to {value}", value = meant);
            let certain = DateValue::parse(meant).is_ok_and(|meant| is_said(&meant));
            report.fix(if certain { Fix::safe(title, edits) } else { Fix::manual(title, edits) });
        }
        None => {
            report.note(message!("a value is a year, month or day (2017, 2017-07, 2017-07-11), an interval (2017-07-11/..) or a duration (P2M)"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix, check_fix_all};

    #[test]
    fn what_was_meant_is_offered() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Work starts on [5 June](date:2024-6-5).
                                              ^ 💡 error: the month needs two digits
            ",
        );
        check_fix(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Work starts on [5 June](date:2024-6-5).
            ",
            "
            Work starts on [5 June](date:2024-06-05).
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            يبدأ العمل في [5 يونيو](date:2024/06/05).
                                         ^^^^^^^^^^ 💡 error
            ",
        );
    }

    #[test]
    fn what_the_words_say_too_is_certain() {
        // The one that the words contradict is left to a person.
        check_fix_all(
            "
            //- story.en.news.md date=2024-03-18
            Work starts on [5 June 2024](date:2024-6-5) and ends on [7 June 2024](date:2024-6-8).
            ",
            "
            Work starts on [5 June 2024](date:2024-06-05) and ends on [7 June 2024](date:2024-6-8).
            ",
        );
        check_fix_all(
            "
            //- story.ar.news.md date=2024-03-18
            يبدأ العمل في [5 يونيو المقبل](date:2024/6/5).
            ",
            "
            يبدأ العمل في [5 يونيو المقبل](date:2024-06-05).
            ",
        );
    }

    #[test]
    fn unclear_values_have_no_fix() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Work starts [soon](date:soon).
                                    ^^^^ a value is a year, month or day
            ",
        );
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Work starts [then](date:2024-13).
                                         ^^ error
            ",
        );
    }

    #[test]
    fn dates_of_the_front_matter() {
        check(
            RULE.code,
            "
            ---
            datePublished: some day in spring
                           ^^^^^^^^^^^^^^^^^^ error: cannot read the date `some day in spring` | write `datePublished: 2017-09-18`
            ---
            Work begins.
            ",
        );
        check(
            RULE.code,
            "
            ---
            datePublished: 2024-03-18T19:22:00+03:00
            dateModified: 2024-03-19
            expires: 18 March 2025
            ---
            Work begins.
            ",
        );
    }

    #[test]
    fn dates_of_markup_are_said_in_its_own_form() {
        check(
            RULE.code,
            "
            //- story.xml
            <nitf><head><docdata><date.issue norm=\"12 March\"/><date.expire norm=\"18/03/2024\"/></docdata></head>
                                                   ^^^^^^^^ error: cannot read the date `12 March` | write a date such as `20170918T192200+0300`
                                                                                 ^^^^^^^^^^ 💡 warning: `18/03/2024` is not a date of this format | it is read as `20240318`
            <body><body.content><p>It began on <chron norm=\"2024-13-45\">12 March</chron>, <chron norm=\"20241\">then</chron>, <chron norm=\"2024-03-18T09:00:00\">then</chron>.</p></body.content></body></nitf>
                                                                 ^^ month 13 does not exist
                                                                                                       ^^^^^ the year needs four digits
            ",
        );
        check_fix(
            RULE.code,
            "
            //- story.html
            <html lang=en><head><meta property=\"article:published_time\" content=\"March 18, 2024\"></head><body><article><p>Yes.</p></article></body></html>
            ",
            "
            //- story.html
            <html lang=en><head><meta property=\"article:published_time\" content=\"2024-03-18\"></head><body><article><p>Yes.</p></article></body></html>
            ",
        );
        for date in ["2024-03-18 09:00:00", "20240318T090000+0300", "20240318", "2024-03-18T09:00:00+0300", "2024-03"] {
            check(
                RULE.code,
                &format!(
                    "//- story.html\n<html lang=ar><head><meta property=\"article:published_time\" content=\"{date}\"></head><body><article><p>نعم.</p></article></body></html>\n"
                ),
            );
        }
    }

    #[test]
    fn a_definition_is_reported_once() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Work starts on [5 June] and [then][5 June].

            [5 June]: date:2024-6-5
                                ^ 💡
            ",
        );
    }

    #[test]
    fn every_form_of_edtf_level_one_is_not_reported() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            [a](date:2024) [b](date:2024-06) [c](date:2024-06-05) [d](date:2024-06-05T10:00Z) [e](date:2024-06/2024-07) [f](date:2024-06/..) [g](date:../2024-06) [h](date:2024~) [i](date:2024-06?) [j](date:P2M) [k](date:-) [l](date:?)
            ",
        );
    }
}
