//! Expressions that complete each other: ranges over the new year, weekdays before their days, halves of calendar
//! pairs, the order of day and month; and text that only looks like a date. Read on a Monday in September 2017.

use super::*;

#[test]
fn a_range_over_the_new_year_begins_in_the_year_before() {
    check(
        Language::English,
        &[
            ("from October to February 2016", &["October=2015-10", "February 2016=2016-02"]),
            ("from 30 December to 2 January 2016", &["30 December=2015-12-30", "2 January 2016=2016-01-02"]),
            ("from 30 November 2015 to 2 January", &["30 November 2015=2015-11-30", "2 January=2016-01-02"]),
            ("from 10 July to 12 August 2016", &["10 July=2016-07-10", "12 August 2016=2016-08-12"]),
            ("in October and February 2016", &["October=2016-10", "February 2016=2016-02"]),
        ],
    );
    check(
        Language::Arabic,
        &[
            ("من 28 ذي الحجة إلى 2 محرم 1439هـ", &["28 ذي الحجة=2017-09-19", "2 محرم 1439هـ=2017-09-22"]),
            ("من أكتوبر إلى فبراير 2016", &["أكتوبر=2015-10", "فبراير 2016=2016-02"]),
            ("بين عامي 1650 و1580 قبل الميلاد", &["عامي 1650=BC1650", "1580 قبل الميلاد=BC1580"]),
        ],
    );
}

#[test]
fn weekdays_precede_their_days() {
    check(
        Language::English,
        &[
            (
                "on Saturday and Sunday, September 16 and 17",
                &["Saturday=2017-09-16", "Sunday=2017-09-17", "September 16=2017-09-16", "17=2017-09-17"],
            ),
            (
                "Friday, Saturday and Sunday, 15–17 September 2017",
                &[
                    "Friday=2017-09-15",
                    "Saturday=2017-09-16",
                    "Sunday=2017-09-17",
                    "15=2017-09-15",
                    "17 September 2017=2017-09-17",
                ],
            ),
            ("on Monday and Tuesday, 12 September", &["Monday=2017-09-18", "Tuesday, 12 September=2017-09-12"]),
        ],
    );
    check(
        Language::Arabic,
        &[
            ("الأحد 17 من سبتمبر 2017", &["الأحد 17 من سبتمبر 2017=2017-09-17"]),
            ("الأحد الـ17 من أيلول", &["الأحد الـ17 من أيلول=2017-09-17"]),
        ],
    );
}

#[test]
fn halves_of_a_calendar_pair_are_close() {
    check(
        Language::Arabic,
        &[
            ("10 محرم المقبل الموافق 30 سبتمبر 2017م", &["10 محرم المقبل=2017-09-30", "30 سبتمبر 2017م=2017-09-30"]),
            ("5/1/1440هـ الموافق 15 سبتمبر المقبل", &["5/1/1440هـ=2018-09-15", "15 سبتمبر المقبل=2018-09-15"]),
            ("10 محرم الموافق 30 سبتمبر", &["10 محرم=2017-09-30", "30 سبتمبر=2017-09-30"]),
        ],
    );
    let text = "3 - 5 محرم 1441هـ الموافق 2 - 4 سبتمبر 2019م";
    let pairs: Vec<Option<usize>> = scan(text, Language::Arabic).iter().map(|date| date.pair).collect();
    assert_eq!(pairs, [Some(2), Some(3), Some(0), Some(1)]);
}

#[test]
fn the_order_of_day_and_month_is_inferred() {
    check(
        Language::English,
        &[
            ("from 8/12/2017 to 8/29/2017", &["8/12/2017=2017-08-12", "8/29/2017=2017-08-29"]),
            ("on Thursday, 06/09/2016", &["Thursday, 06/09/2016=2016-06-09"]),
            ("on Friday, 09/06/2017", &["Friday, 09/06/2017=2017-06-09"]),
        ],
    );
    check(
        Language::German,
        &[("Er kam am 16.09.2017.", &["16.09.2017=2017-09-16"]), ("bis zum 16.9.17.", &["16.9.17=2017-09-16"])],
    );
    check(Language::Arabic, &[("في 16ـ9ـ2017، وفي 17\\9\\2017", &["16ـ9ـ2017=2017-09-16", "17\\9\\2017=2017-09-17"])]);
}

#[test]
fn a_weekday_with_a_bare_day_is_near_the_day_of_publication() {
    check(
        Language::English,
        &[
            ("on Saturday the 9th", &["Saturday the 9th=2017-09-09"]),
            ("on Saturday, the 9th", &["Saturday, the 9th=2017-09-09"]),
            ("It was on Sunday the 9th.", &["Sunday the 9th=2017-09-09"]),
            ("It will be on Saturday the 7th.", &["Saturday the 7th=2017-10-07"]),
        ],
    );
}

#[test]
fn numbers_that_are_not_dates() {
    check(
        Language::English,
        &[
            ("MARSA, March 18 - First Quay", &["March 18=2017-03-18"]),
            ("it fell from 9 to 4 in June 2016", &["June 2016=2016-06"]),
            ("version 3.31.2016 and release 2.10.2016", &[]),
            ("seen at 31:12 in the video", &[]),
            ("on Friday, 7 June at 1700 UTC", &["Friday, 7 June at 1700 UTC=2017-06-07T17:00"]),
        ],
    );
    check(
        Language::Arabic,
        &[
            ("فاز المرسى 3-صفر", &[]),
            ("في 3 صفر 1438هـ", &["3 صفر 1438هـ=2016-11-03"]),
            ("الثالث من صفر 1438", &["الثالث من صفر 1438=2016-11-03"]),
            ("عرضه 8 م وعمقه 26 م", &[]),
            ("يوم الأحد الساعة 8 م", &["يوم الأحد الساعة 8 م=2017-09-17T20"]),
            ("لتسليم يونيو 31 سنتا", &[]),
        ],
    );
    check(Language::French, &[("39 heures par semaine", &["39 heures=PT39H"])]);
    check(Language::Italian, &[("le 33 votanti e le 40 navi", &[]), ("alle 17", &["alle 17=2017-09-18T17"])]);
    check(Language::Spanish, &[("las 33 votantes", &[])]);
}
