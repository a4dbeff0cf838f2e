//! `impossible-date`: a day that no calendar has.

use crate::analysis::{Analysis, DateInText};
use crate::article::BlockId;
use crate::dates::{Calendar, Date, DateValue, ValueError, month_name_like, number_like, plain_form};
use crate::finding::{Applicability, Fix, Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Report, Rule, Sink, Traits};
use crate::text::{EditSet, ProseRange};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("impossible-date"),
    group: Group::Dates,
    level: Level::At(Severity::Error),
    fix: Some(Applicability::Unsafe),
    summary: "A date or time does not exist: 31 June, 29 February 2023, 25:61.",
    why: "A digit is wrong, and only the writer knows which. For a day after the end of its month the last \
          day is offered, and the first of the next month. A warning before 1900 and next to *Old Style*, because \
          the Julian calendar has other leap years.",
    bad: Example { path: "story.en.news.md", text: "---\ndate: 2024-03-18\n---\nWork ends on 31 June 2025.\n" },
    good: Example { path: "story.en.news.md", text: "---\ndate: 2024-03-18\n---\nWork ends on 30 June 2025.\n" },
    traits: Traits { precedence: Some(2), ..Traits::NONE },
    check: Check::BlockAndArticle(in_block, check),
};

fn check(analysis: &Analysis, sink: &mut Sink<'_>) {
    analysis.dates_in_dateline().for_each(|date| judge(&date, sink));
    for (mark, value) in analysis.marks() {
        if let Err(ValueError::Impossible(why)) = value {
            sink.report(mark.target.id_range, message!("`{words}` does not exist", words = mark.target.id))
                .note(why.clone());
        }
    }
    for (_, scalar) in super::malformed_date_value::metadata_dates(analysis) {
        if let Err(ValueError::Impossible(why)) = DateValue::parse(scalar.text().trim()) {
            sink.report(scalar.inner(), message!("`{words}` does not exist", words = scalar.text())).note(why);
        }
    }
}

fn in_block(analysis: &Analysis, block: BlockId, sink: &mut Sink<'_>) {
    analysis.dates_in_text(block).for_each(|date| judge(&date, sink));
}

fn judge(date: &DateInText<'_>, sink: &mut Sink<'_>) {
    let Some(why) = &date.resolved.impossible else { return };
    let mut report = sink.report(date.range(), message!("`{words}` does not exist", words = date.words()));
    if is_old(date) {
        report = report.soften();
    }
    report = report.note(why.message());
    if let Some(last) = last_day(date) {
        offer(date, &last, report);
    }
}

/// The last day of a month that a day is after.
struct LastDay {
    /// The places of the day and of the month.
    day: ProseRange,
    month: ProseRange,
    number: u32,
    /// The name of the next month, in the words of the date.
    next: Option<String>,
}

/// Offers the last day of the month, and the first of the next one. Which of them is meant is for a person to choose, so that
/// neither is made unasked.
fn offer(date: &DateInText<'_>, last: &LastDay, report: Report<'_>) {
    let number = |day: u32| number_like(day, date.block.prose.slice(last.day));
    let title = message!("Change the day to {day}", day = number(last.number));
    let fix = Fix::manual(title, EditSet::default());
    let edit = [(last.day, number(last.number))];
    let Some(next) = &last.next else {
        report.fix_prose(date.block, &edit, fix.at_most(Applicability::DisplayOnly));
        return;
    };
    let title = message!("Change to {value}", value = format!("{} {next}", number(1)));
    let first = [(last.day, number(1)), (last.month, next.clone())];
    report.fix_prose(date.block, &edit, fix).fix_prose(date.block, &first, Fix::manual(title, EditSet::default()));
}

/// The last day of the month of a date. `None` where more than the number can be wrong: a weekday belongs to another day, and of
/// the ends of a range either can be meant.
fn last_day(date: &DateInText<'_>) -> Option<LastDay> {
    let expression = date.expression;
    let (day, month) = (expression.day?, expression.month?);
    let own = [day.range, month.range].iter().all(|part| expression.range.contains_range(*part));
    let is_plain =
        expression.calendar == Calendar::Gregorian && expression.weekday.is_none() && expression.link.is_none();
    // `31st` has the end of its number, and words are words.
    let (_, after) = date.block.prose.text().split_at(day.range.end as usize);
    let is_number =
        date.block.prose.slice(day.range).chars().all(char::is_numeric) && !after.starts_with(char::is_alphabetic);
    if !own || !is_plain || !is_number || expression.time.is_some() || is_old(date) {
        return None;
    }
    let last = match (month.value, expression.year) {
        (2, year) => Date::new(year?.value, 2, 1).ok()?.days_in_month(),
        (4 | 6 | 9 | 11, _) => 30,
        _ => return None,
    };
    let (number, said) = (u32::from(last.unsigned_abs()), date.block.prose.slice(month.range));
    let next = month.value + 1;
    let next = month_name_like(next, said).map(str::to_owned).or_else(|| english_month(next, said));
    let is_after = u32::from(day.value) > number && day.value <= 31;
    is_after.then_some(LastDay { day: day.range, month: month.range, number, next })
}

/// The English name of a month, if another month has been written with its whole English name.
fn english_month(month: u8, said: &str) -> Option<String> {
    let name = |month: u8| {
        let day = plain_form(Date::new(2024, month as i8, 1).ok()?);
        day.as_str().split(' ').nth(1).map(str::to_owned)
    };
    name(month).filter(|_| name(month - 1).is_some_and(|own| own == said))
}

/// Whether a day may be of another calendar than ours: before 1900, or said to be so.
fn is_old(date: &DateInText<'_>) -> bool {
    const OLD_STYLE: [&str; 12] = [
        "old style",
        "o.s.",
        "(os)",
        "julian",
        "ancien style",
        "julien",
        "alten stils",
        "juliano",
        "giuliano",
        "بالتقويم القديم",
        "اليولياني",
        "ژولین",
    ];
    let early =
        date.expression.calendar == Calendar::Gregorian && date.expression.year.is_some_and(|year| year.value < 1900);
    early || {
        let sentence = date.block.prose.text()[date.sentence()].to_lowercase();
        OLD_STYLE.iter().any(|mark| sentence.contains(mark))
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, check_fix_all, check_fixes, check_words};

    #[test]
    fn days_that_do_not_exist() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Work ends on 31 June 2025.
                         ^^^^^^^^^^^^ 💡 error: `31 June 2025` does not exist
            ",
        );
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            It began on 29 February 2023.
                        ^^^^^^^^^^^^^^^^ 💡 does not exist
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            ينتهي العمل في 30 فبراير 2025.
                           ^^^^^^^^^^^^^^ 💡 error: `30 فبراير 2025` does not exist
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            ينتهي العمل في ٣١ يونيو.
                           ^^^^^^^^ 💡 does not exist
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            بدأ الصيام في 31 رمضان 1445هـ.
                          ^^^^^^^^^^^^^^^ does not exist
            ",
        );
    }

    #[test]
    fn the_last_day_of_the_month_and_the_next_day_are_offered() {
        check_fixes(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Work ends on June 31, 2025, or later.
            ",
            &[
                "
                //- story.en.news.md date=2024-03-18
                Work ends on June 30, 2025, or later.
                ",
                "
                //- story.en.news.md date=2024-03-18
                Work ends on July 1, 2025, or later.
                ",
            ],
        );
        check_fixes(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            ينتهي العمل في ٣٠ شباط ٢٠٢٥.
            ",
            &[
                "
                //- story.ar.news.md date=2024-03-18
                ينتهي العمل في ٢٨ شباط ٢٠٢٥.
                ",
                "
                //- story.ar.news.md date=2024-03-18
                ينتهي العمل في ١ آذار ٢٠٢٥.
                ",
            ],
        );
        // An abbreviation has no next month: the fix is only shown.
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Work ends on 31 Nov 2025.
                         ^^^^^^^^^^^ error: `31 Nov 2025` does not exist
            ",
        );
        check_fix_all(
            "
            //- story.en.news.md date=2024-03-18
            Work ends on 31 Nov 2025, or on 31 June 2025.
            ",
            "
            //- story.en.news.md date=2024-03-18
            Work ends on 31 Nov 2025, or on 31 June 2025.
            ",
        );
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Work ends on June 31st, 2025.
                         ^^^^^^^^^^^^^^^ error
            ",
        );
        // A weekday says what else can be meant, and an old year that the calendar is another one.
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Work ends on Tuesday, 31 June 2025.
                         ^^^^^^^^^^^^^^^^^^^^^ error
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            ينتهي العمل في 29 فبراير 1899.
                           ^^^^^^^^^^^^^^ warning
            ",
        );
    }

    #[test]
    fn times_that_do_not_exist() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            It was sent on 18 March 2024 at 25:61.
                           ^^^^^^^^^^^^^^^^^^^^^^ does not exist
            ",
        );
    }

    #[test]
    fn annotated_and_published_days() {
        check(
            RULE.code,
            "
            ---
            datePublished: 2017-02-30
                           ^^^^^^^^^^ error: `2017-02-30` does not exist
            ---
            Work begins [then](date:2017-02-30).
                                    ^^^^^^^^^^ does not exist
            ",
        );
    }

    #[test]
    fn existing_days_are_not_reported() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            It began on 29 February 2024 and ends on 30 June 2025, 31 May 2026 or in June 2031.
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            بدأ في 29 فبراير 2024 وينتهي في 30 رمضان 1445هـ.
            ",
        );
    }

    #[test]
    fn numbers_of_other_things() {
        for (story, text) in [
            ("ar 2019-05-20", "بئر عمقها 26 م، وعرضها 36م، وكلفتها 34 م د، والحرارة 38م."),
            ("ar 2019-05-20", "لتسليم يونيو 31 سنتا، مع تأخير الساعة 35 دقيقة. وصلت الفرقة 28 مساء الأحد."),
            ("fr 2019-05-20", "Le quai travaille 39 heures par semaine, parfois 35h, plus de 30 heures."),
            ("it 2019-05-20", "Hanno votato le 33 ambasciate, ma le 33 di ieri no."),
            ("fa 2019-05-20", "گروه ۲۷ شب اجرا داشت، ساعت ۳۰: ۱۸ آغاز شد."),
            ("en 2019-05-20", "See the goal at 31:12 in the video. Install version 2.30.2018 or release 3.31.2019."),
            ("ar 2019-05-20", "صدر الإصدار 6.31.2020 من التطبيق."),
            ("en 2019-05-20", "The child was baptised on 28 February 1700 and the clock says 24:00."),
        ] {
            check_words(RULE.code, story, text, &[]);
        }
        for (story, text, words) in [
            ("ar 2019-05-20", "أرسلت الرسالة يوم 20 مايو 2019 الساعة 27:45.", "20 مايو 2019 الساعة 27:45"),
            ("fa 2019-12-01", "نشست ۳۱ مهر ۱۳۹۸ برگزار شد.", "۳۱ مهر ۱۳۹۸"),
            ("fa 2019-12-01", "نشست ۳۰ اسفند ۱۳۹۸ برگزار شد.", "۳۰ اسفند ۱۳۹۸"),
            ("en 2019-05-20", "The rules took effect on 31 June 2018.", "31 June 2018"),
        ] {
            check_words(RULE.code, story, text, &[words]);
        }
        check_words(RULE.code, "fa 2021-12-01", "نشست ۳۰ اسفند ۱۳۹۹ برگزار شد.", &[]);
    }

    #[test]
    fn old_days_are_doubted_only() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            A child was baptised on 29 February 1700 (Old Style).
                                    ^^^^^^^^^^^^^^^^ warning: `29 February 1700` does not exist
            ",
        );
    }
}
