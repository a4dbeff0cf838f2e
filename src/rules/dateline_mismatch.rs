//! `dateline-mismatch`: a dateline or stamp line whose day is not that of the publication.

use crate::analysis::{Analysis, DateInText};
use crate::article::Special;
use crate::dates::{self, Calendar, Date, ReferenceSource, Weekday};
use crate::finding::{Applicability, Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("dateline-mismatch"),
    group: Group::Dates,
    level: Level::At(Severity::Warning),
    fix: Some(Applicability::Unsafe),
    summary: "The day of the dateline or stamp line is not that of `datePublished`.",
    why: "Every \"yesterday\" of the story depends on one of the two. One day apart (the day of filing) and a \
          weekend are not reported; two or three days are an info. A day without a year is the nearest such day.",
    bad: Example {
        path: "story.en.news.md",
        text: "---\ndatePublished: 2024-03-18\ndateline: MARSA NAKHEEL, March 8\n---\nWork begins.\n",
    },
    good: Example {
        path: "story.en.news.md",
        text: "---\ndatePublished: 2024-03-18\ndateline: MARSA NAKHEEL, March 17\n---\nWork begins.\n",
    },
    traits: Traits { precedence: Some(8), ..Traits::NONE },
    check: Check::Article(check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    let Some(reference) = analysis.reference else { return };
    if matches!(reference.source, ReferenceSource::Dateline | ReferenceSource::Stamp) {
        return;
    }
    let stamps = analysis.article.special_blocks(Special::Stamp).flat_map(|(at, _)| analysis.dates_of(at));
    for date in analysis.dates_in_dateline().chain(stamps).chain(analysis.date_at_head()) {
        if let Some(day) = filed_on(&date, reference.day) {
            judge(&date, day, reference.day, sink);
        }
    }
}

/// The day of a dateline. Without a year it is the nearest such day: a dateline lies no year ahead of its story.
fn filed_on(date: &DateInText<'_>, published: Date) -> Option<Date> {
    let day = date.resolved.day()?;
    if date.expression.year.is_some()
        || date.expression.calendar != Calendar::Gregorian
        || date.expression.month.is_none()
    {
        return Some(day);
    }
    let years = [-1, 0, 1].into_iter().filter_map(|by| Date::new(published.year() + by, day.month(), day.day()).ok());
    years.min_by_key(|near| dates::days_between(published, *near).abs())
}

/// Whether a story was filed on a Friday or at the weekend and printed on the next working day.
fn over_weekend(filed: Date, published: Date) -> bool {
    let apart = dates::days_between(filed, published);
    (2..=3).contains(&apart) && published.weekday() == Weekday::Monday
}

fn judge(date: &DateInText<'_>, day: Date, published: Date, sink: &mut Sink<'_>) {
    let apart = dates::days_between(published, day).abs();
    if apart <= 1 || over_weekend(day, published) {
        return;
    }
    let message = message!(
        "the dateline says {day}, but the story was published on {published}",
        day = dates::plain_form(day),
        published = dates::plain_form(published)
    );
    let mut report = sink.report(date.range(), message).notes(date.explanation());
    if apart <= 3 {
        report = report.at_most(Severity::Info);
    }
    let same_month = (day.year(), day.month()) == (published.year(), published.month());
    if let Some(part) = date.expression.day.filter(|_| same_month) {
        let number = u32::from(published.day().unsigned_abs());
        let written = dates::number_like(number, date.block.prose.slice(part.range));
        let title = message!("Change the day to {day}", day = dates::plain_form(published));
        report.replace(date.block, part.range, written, title);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_words};

    #[test]
    fn the_dateline_of_the_front_matter() {
        check(
            RULE.code,
            "
            ---
            datePublished: 2024-03-18
            dateline: MARSA NAKHEEL, March 8
                                     ^^^^^^^ 💡 warning: the dateline says 8 March 2024, but the story was published on 18 March 2024
            ---
            Work begins.
            ",
        );
        check(
            RULE.code,
            r#"
            //- story.ar.news.md
            ---
            datePublished: 2024-03-18
            dateline: "مرسى النخيل، 8 مارس"
                                    ^^^^^^ 💡 warning
            ---
            يبدأ العمل.
            "#,
        );
        check(
            RULE.code,
            "
            ---
            datePublished: 2024-03-18
            dateline: {place: MARSA, date: 2024-03-08}
                                           ^^^^^^^^^^ 💡 warning
            ---
            Work begins.
            ",
        );
    }

    #[test]
    fn the_head_of_the_body() {
        check(
            RULE.code,
            "
            ---
            datePublished: 2024-03-18
            ---
            MARSA NAKHEEL, March 8 (NNA) — Work begins on June 5.
                           ^^^^^^^ 💡 warning
            ",
        );
        check(
            RULE.code,
            "
            ---
            datePublished: 2024-03-18
            ---
            Work begins on June 5 — the minister said so on March 8.
            ",
        );
    }

    #[test]
    fn two_or_three_days_are_an_info() {
        check(
            RULE.code,
            "
            ---
            datePublished: 2024-03-20
            dateline: MARSA NAKHEEL, March 17
                                     ^^^^^^^^ 💡 info
            ---
            Work begins.
            ",
        );
    }

    #[test]
    fn the_filing_day_is_not_reported() {
        check(
            RULE.code,
            "
            ---
            datePublished: 2024-03-18
            dateline: MARSA NAKHEEL, March 17
            ---
            Work begins.
            ",
        );
        check(
            RULE.code,
            "
            ---
            datePublished: 2024-03-18
            dateline: MARSA NAKHEEL, March 19
            ---
            Work begins.
            ",
        );
        check(
            RULE.code,
            "
            ---
            datePublished: 2024-03-18
            dateline: MARSA NAKHEEL
            ---
            Work begins.
            ",
        );
    }

    #[test]
    fn a_dateline_alone_has_nothing_to_contradict() {
        check(
            RULE.code,
            "
            ---
            dateline: MARSA NAKHEEL, March 8, 2024
            ---
            Work begins.
            ",
        );
    }

    #[test]
    fn datelines_of_many_forms() {
        for (story, text, words) in [
            ("en 2017-09-20", "MARSA NAKHEEL, Sept. 8 (NNA) — Work begins.", "Sept. 8"),
            ("en 2017-09-20", "8 September 2017: Work begins.", "8 September 2017"),
            ("en 2017-09-20", "MARSA (NNA) - 8 September 2017 - Work begins.", "8 September 2017"),
            ("ar 2017-09-20", "المرسى، 8 سبتمبر 2017 (نون) -- يبدأ العمل.", "8 سبتمبر 2017"),
            ("fr 2017-09-20", "MARSA, 8 septembre (NNA) – Les travaux commencent.", "8 septembre"),
            ("de 2017-09-20", "MARSA, 8. September (NNA) – Die Arbeit beginnt.", "8. September"),
        ] {
            check_words(RULE.code, story, text, &[words]);
        }
        for (story, text) in [
            // No year ahead, and no range.
            ("en 2017-09-20", "MARSA, September 19 - The port will tell its plans."),
            ("en 2017-09-20", "MARSA, September 20 - First Harbour Corp will tell its plans."),
            ("en 2018-01-01", "MARSA, December 31 (NNA) — Work begins."),
            // Sentences.
            ("en 2017-05-20", "The quay fair returns to Marsa, June 22 - 26 this summer."),
            ("en 2017-05-20", "From 7/1/17 - 6/30/18 the quay is closed."),
            ("en 2017-05-20", "Work begins on June 5 — the mayor said so."),
            // Filed on a Friday, printed on Monday.
            ("en 2017-09-18", "MARSA, September 15 (NNA) — Work begins."),
        ] {
            check_words(RULE.code, story, text, &[]);
        }
    }
}
