//! `impossible-date`: a day that no calendar has.

use crate::analysis::{Analysis, DateInText};
use crate::dates::{Calendar, DateValue, ValueError};
use crate::finding::{Level, RuleCode, Severity};
use crate::message;
use crate::rule::{Check, Example, Group, Rule, Sink, Traits};

pub(super) static RULE: Rule = Rule {
    code: RuleCode::new("impossible-date"),
    group: Group::Dates,
    level: Level::At(Severity::Error),
    fix: None,
    summary: "A date or time does not exist: 31 June, 29 February 2023, 25:61.",
    why: "A digit is wrong, and only the writer knows which. A warning before 1900 and next to *Old Style*, because \
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

fn in_block(analysis: &Analysis, block: usize, sink: &mut Sink<'_>) {
    analysis.dates_in_text(block).for_each(|date| judge(&date, sink));
}

fn judge(date: &DateInText<'_>, sink: &mut Sink<'_>) {
    let Some(why) = &date.resolved.impossible else { return };
    let mut report = sink.report(date.range(), message!("`{words}` does not exist", words = date.words()));
    if is_old(date) {
        report = report.soften();
    }
    report.note(why.message());
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
    use crate::fixture::{check, check_words};

    #[test]
    fn days_that_do_not_exist() {
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            Work ends on 31 June 2025.
                         ^^^^^^^^^^^^ error: `31 June 2025` does not exist
            ",
        );
        check(
            RULE.code,
            "
            //- story.en.news.md date=2024-03-18
            It began on 29 February 2023.
                        ^^^^^^^^^^^^^^^^ does not exist
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            ينتهي العمل في 30 فبراير 2025.
                           ^^^^^^^^^^^^^^ error: `30 فبراير 2025` does not exist
            ",
        );
        check(
            RULE.code,
            "
            //- story.ar.news.md date=2024-03-18
            ينتهي العمل في ٣١ يونيو.
                           ^^^^^^^^ does not exist
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
