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

#[test]
fn months_and_weekdays_that_name_people_and_places() {
    use Language::{Arabic, French, Italian, Spanish};
    let day = "2023-10-18";
    holds(&[
        (Spanish, day, "El presidente llegó a Santo Domingo con Plácido Domingo.", &[]),
        (Spanish, day, "Julio Borges y Abril Pérez ganaron.", &[]),
        (Spanish, day, "Hablaron con Julio y con Domingo Faustino.", &[]),
        (Spanish, day, "La carta es de Abril de 2020.", &["Abril de 2020=2020-04"]),
        (Spanish, day, "En Julio llovió; el Domingo, no.", &["Julio=2023-07", "el Domingo=2023-10-15"]),
        (French, day, "Avril Lavigne a chanté en avril.", &["avril=2023-04"]),
        (French, day, "Janvier\nLe prix baisse.", &["Janvier=2023-01"]),
        (Spanish, day, "DIMITIÓ EL MARTES GARCÍA.", &["EL MARTES=2023-10-17"]),
        (Italian, day, "Domenica Rossi è arrivata con il ministro Aprile.", &[]),
        (
            Spanish,
            day,
            "La calle 25 de Mayo y la avenida 9 de Julio se cerraron el 9 de julio.",
            &["el 9 de julio=2023-07-09"],
        ),
        (French, day, "La place du 8 Mai est fermée depuis le 8 mai.", &["le 8 mai=2023-05-08"]),
        (Italian, day, "In piazza 25 aprile non c'era nessuno il 25 aprile.", &["il 25 aprile=2023-04-25"]),
        (Arabic, day, "أغلق شارع 26 يوليو في 26 يوليو.", &["26 يوليو=2023-07-26"]),
    ]);
}

#[test]
fn numbers_before_a_month_that_are_no_days() {
    use Language::{Arabic, English, French, Spanish};
    let day = "2023-10-18";
    holds(&[
        (English, day, "She finished fourth in May.", &["May=2023-05"]),
        (Spanish, day, "Quedó segundo en abril y ganó dos en mayo.", &["abril=2023-04", "mayo=2023-05"]),
        (French, day, "Il a fini deuxième en avril.", &["avril=2023-04"]),
        (Arabic, day, "احتل المركز الخامس في مايو.", &["مايو=2023-05"]),
    ]);
}

#[test]
fn short_months_need_digits() {
    use Language::{Italian, Spanish};
    let day = "2023-10-18";
    holds(&[
        (Italian, day, "Ha perso il secondo set e vinto in 3 set.", &[]),
        (Spanish, day, "Se bañaron en el mar. 15 personas miraban.", &[]),
        (Spanish, day, "LIMA, 17 oct. El puerto cerró.", &["17 oct.=2023-10-17"]),
        (Italian, day, "ROMA, 17 ott 2023.", &["17 ott 2023=2023-10-17"]),
    ]);
}
