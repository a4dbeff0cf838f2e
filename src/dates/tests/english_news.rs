//! Phrases of English news, read on a Monday in September 2017.

use super::*;

#[test]
fn quarters_without_a_year_are_the_nearest() {
    check(
        Language::English,
        &[
            ("profit fell in the third quarter", &["the third quarter=2017-Q3"]),
            ("Third-quarter profit rose", &["Third-quarter=2017-Q3"]),
            ("the first quarter was weak", &["the first quarter=2017-Q1"]),
            ("from the year-ago quarter", &["the year-ago quarter=2016-Q3"]),
            ("the first quarter of the field", &[]),
            ("three quarters of them", &[]),
        ],
    );
}

#[test]
fn parts_of_this_day_and_hours_in_ranges() {
    check(
        Language::English,
        &[
            ("the roads were closed this morning", &["this morning=2017-09-18TMO"]),
            ("she spoke this evening", &["this evening=2017-09-18TEV"]),
            ("open from 9 to 11 a.m.", &["9=2017-09-18T09", "11 a.m.=2017-09-18T11"]),
            ("open from 11 to 2 p.m.", &["11=2017-09-18T11", "2 p.m.=2017-09-18T14"]),
            ("earlier this week", &["earlier this week=2017-W38"]),
            ("later this month", &["later this month=2017-09"]),
        ],
    );
}

#[test]
fn lengths_with_a_word_between() {
    check(
        Language::English,
        &[
            ("six straight days of losses", &["six straight days=P6D"]),
            ("the past five trading days", &["the past five trading days=P5D"]),
            ("the best result in five years", &["five years=P5Y"]),
            ("the first in five years", &["five years=P5Y"]),
            ("it will open in five years", &["five years=2022"]),
        ],
    );
}

#[test]
fn the_next_day_refers_to_a_date_of_the_text() {
    check(
        Language::English,
        &[
            ("He came on July 11 and the next day he left", &["July 11=2017-07-11", "the next day=2017-07-12"]),
            ("The next day he left", &["The next day=?"]),
        ],
    );
}

#[test]
fn plans_in_the_present_tense_are_in_the_future() {
    check(
        Language::English,
        &[
            ("Work on the harbour to begin in June", &["June=2018-06"]),
            ("Work on the harbour began in June", &["June=2017-06"]),
            ("The fair opens on 5 March", &["5 March=2018-03-05"]),
        ],
    );
    check(
        Language::Arabic,
        &[("أعمال الميناء تبدأ في يونيو", &["يونيو=2018-06"]), ("أعمال الميناء بدأت في يونيو", &["يونيو=2017-06"])],
    );
}
