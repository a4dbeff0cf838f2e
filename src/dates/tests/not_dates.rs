//! Text that only looks like a date.

use super::reading::holds;
use super::*;

#[test]
fn text_that_only_looks_like_a_date() {
    use Language::{Arabic, English, Spanish};
    holds(&[
        (Spanish, "2019-11-06", "Las 5 personas llegaron a las 8; las 33 familias.", &["las 8=2019-11-06T08"]),
        (
            Arabic,
            "2021-05-19",
            "وذلك من باب الاحتياط، وصل في آب الماضي، وسيعود بآب المقبل، وباب المدينة.",
            &["آب الماضي=2020-08", "آب المقبل=2021-08"],
        ),
        (
            Arabic,
            "2021-05-19",
            "وصل اليوم إلى القاهرة، واليوم التالي.",
            &["اليوم=2021-05-19", "اليوم التالي=2021-05-20"],
        ),
        (
            Arabic,
            "2021-05-19",
            "في هذه الأيام، وفي المستقبل القريب، وذات يوم.",
            &["هذه الأيام=PRESENT_REF", "المستقبل القريب=FUTURE_REF", "ذات يوم=PAST_REF"],
        ),
        (
            Arabic,
            "2021-05-19",
            "تناول أولاً التاريخ ثم الجغرافيا وأخيراً الفلسفة. ووصل أخيراً إلى بيته.",
            &["أخيراً=PAST_REF"],
        ),
        (
            English,
            "2019-11-06",
            "In the future, the past may matter; the future king spoke of the past president.",
            &["the future=FUTURE_REF", "the past=PAST_REF"],
        ),
        (
            English,
            "2019-11-06",
            "Police arrested the man over the weekend; around Sunday's match.",
            &["the weekend=2019-W44-WE", "Sunday=2019-11-03"],
        ),
        (
            Spanish,
            "2019-11-06",
            "Los últimos tres años, la primavera de 2018, el verano pasado, el fin de semana.",
            &[
                "Los últimos tres años=P3Y",
                "la primavera de 2018=2018-SP",
                "el verano pasado=2019-SU",
                "el fin de semana=2019-W44-WE",
            ],
        ),
    ]);
}
