//! Days in news texts, in context: ranges, words, and what another day or verb settles.

use super::reading::holds;
use super::*;

#[test]
fn days_in_ranges_and_words() {
    use Language::{Arabic, English, French, German, Spanish};
    holds(&[
        (
            English,
            "2019-08-20",
            "The fair ran from the 3rd to the 6th of June.",
            &["the 3rd=2019-06-03", "the 6th of June=2019-06-06"],
        ),
        (
            Spanish,
            "2019-08-20",
            "Del 3 al 7 de este mes y del lunes 5 al viernes 9 de agosto.",
            &["3=2019-08-03", "7 de este mes=2019-08-07", "lunes 5=2019-08-05", "viernes 9 de agosto=2019-08-09"],
        ),
        (
            Spanish,
            "2019-11-06",
            "El plazo vence el tres de enero; empezó el veintiuno de julio de 2018.",
            &["el tres de enero=2020-01-03", "el veintiuno de julio de 2018=2018-07-21"],
        ),
        (
            French,
            "2019-03-20",
            "Du samedi 3 au dimanche 4 août 2019.",
            &["samedi 3=2019-08-03", "dimanche 4 août 2019=2019-08-04"],
        ),
        (
            German,
            "2019-11-06",
            "Vorletzte Woche, übernächsten Montag. Vom 3.11. bis 5.11.2019.",
            &["Vorletzte Woche=2019-W43", "übernächsten Montag=2019-11-18", "3.11.=2019-11-03", "5.11.2019=2019-11-05"],
        ),
        (
            Arabic,
            "2021-05-19",
            "في 3 الشهر الجاري، ويوم 20 الشهر الماضي، ومن 10 إلى 15 الشهر المقبل.",
            &[
                "3 الشهر الجاري=2021-05-03",
                "يوم 20 الشهر الماضي=2021-04-20",
                "10=2021-06-10",
                "15 الشهر المقبل=2021-06-15",
            ],
        ),
        (
            Arabic,
            "2021-05-19",
            "في الثاني والثالث من مايو، وفي العاشر والحادي عشر من الشهر الماضي.",
            &[
                "الثاني=2021-05-02",
                "الثالث من مايو=2021-05-03",
                "العاشر=2021-04-10",
                "الحادي عشر من الشهر الماضي=2021-04-11",
            ],
        ),
        (English, "2017-09-18", "The 3rd Thursday in November is free.", &["The 3rd Thursday in November=2017-11-16"]),
    ]);
}

#[test]
fn the_day_that_ends() {
    use Language::English;
    let day = "2009-04-04";
    holds(&[
        (English, day, "Shares rose, ending the day at 8,017.", &["the day=2009-04-04"]),
        (
            English,
            day,
            "The figures of March 2009 came on Friday, and shares ended the day at 8,017.",
            &["March 2009=2009-03", "Friday=2009-04-03", "the day=2009-04-03"],
        ),
        (
            English,
            day,
            "It rose on Friday after a report of the same day on jobs in March. Shares ended the day at 8,017.",
            &["Friday=2009-04-03", "the same day=2009-04-03", "March=2009-03", "the day=2009-04-03"],
        ),
        (
            English,
            day,
            "It was founded on 1 April 1976. Shares ended the day at 8,017.",
            &["1 April 1976=1976-04-01", "the day=2009-04-04"],
        ),
    ]);
}

#[test]
fn another_day_settles_the_order_of_digits() {
    use Language::English;
    let day = "2007-07-09";
    holds(&[
        (
            English,
            day,
            "Sunday was chosen because its date is the number of the aircraft, 7/8/07.",
            &["Sunday=2007-07-08", "7/8/07=2007-07-08"],
        ),
        (English, day, "The number of the aircraft is 7/8/07.", &["7/8/07=2007-08-07"]),
        (English, "2007-07-08", "The number of the aircraft is 7/8/07.", &["7/8/07=2007-07-08"]),
        (
            English,
            day,
            "It was amended on 4/25/2007. It was signed on 3/4/2007.",
            &["4/25/2007=2007-04-25", "3/4/2007=2007-03-04"],
        ),
        (
            English,
            day,
            "It was amended on 4-25-2007. It was signed on 3/4/2007.",
            &["4-25-2007=2007-04-25", "3/4/2007=2007-04-03"],
        ),
        (
            English,
            day,
            "It was signed on 3 May 2007, not on 4 March 2007 or on 03/05/2007.",
            &["3 May 2007=2007-05-03", "4 March 2007=2007-03-04", "03/05/2007=2007-05-03"],
        ),
    ]);
}

#[test]
fn the_date_that_the_text_stated_last() {
    use Language::{Arabic, English};
    let day = "2011-05-29";
    holds(&[
        (
            English,
            day,
            "The price will be set by June 10. If nothing is agreed by that time, a bank will set it.",
            &["June 10=2011-06-10", "by that time=2011-06-10"],
        ),
        (English, day, "He ran the bank in 2003. At the time it had ten branches.", &["2003=2003", "At the time=2003"]),
        (English, day, "It was a small bank at that time.", &["at that time=?"]),
        (English, day, "He ran the bank in 2003. It grew. Nobody knew at the time.", &["2003=2003", "at the time=?"]),
        (Arabic, day, "أدار المصرف عام 2003، وكان آنذاك صغيراً.", &["عام 2003=2003", "آنذاك=2003"]),
    ]);
}

#[test]
fn a_verb_has_the_date_after_its_preposition() {
    use Language::English;
    let day = "2023-05-02";
    holds(&[
        (English, day, "The agreement signed on 2 April takes effect at once.", &["2 April=2023-04-02"]),
        (English, day, "The agreement signed on 2 April will take effect.", &["2 April=2023-04-02"]),
        (English, day, "The road closed on Monday reopens on Friday.", &["Monday=2023-05-01", "Friday=2023-05-05"]),
    ]);
}

#[test]
fn a_day_after_said_is_the_subject_of_a_future_verb() {
    use Language::{Arabic, English, French, German, Italian, Spanish};
    let day = "2023-10-18";
    holds(&[
        (English, day, "He said Friday will be dry.", &["Friday=2023-10-20"]),
        (English, day, "She hoped Friday would be dry.", &["Friday=2023-10-20"]),
        (English, day, "He said Friday he will come.", &["Friday=2023-10-13"]),
        (English, day, "He said Friday may have been the driest day.", &["Friday=2023-10-13"]),
        (English, day, "The man arrested Friday will appear in court.", &["Friday=2023-10-13"]),
        (English, day, "The plan announced Monday will cost more.", &["Monday=2023-10-16"]),
        (Spanish, day, "Dijo que el viernes será seco.", &["el viernes=2023-10-20"]),
        (Spanish, day, "Llovió. Dijo el viernes que será seco.", &["el viernes=2023-10-13"]),
        (French, day, "Il a dit que vendredi sera sec.", &["vendredi=2023-10-20"]),
        (French, day, "Il a dit vendredi que ce sera sec.", &["vendredi=2023-10-13"]),
        (German, day, "Er sagte, Freitag werde trocken.", &["Freitag=2023-10-20"]),
        (German, day, "Er sagte am Freitag, es werde trocken.", &["Freitag=2023-10-13"]),
        (Italian, day, "Ha detto che venerdì sarà secco.", &["venerdì=2023-10-20"]),
        (Arabic, day, "قال إن الجمعة سيكون جافا.", &["الجمعة=2023-10-20"]),
        (Arabic, day, "قال الجمعة إنه سيكون جافا.", &["الجمعة=2023-10-13"]),
    ]);
}

#[test]
fn this_weekday_goes_with_its_tense() {
    use Language::{English, French, German, Italian, Spanish};
    holds(&[
        // A Monday.
        (Spanish, "2023-10-16", "El pintor murió este domingo.", &["este domingo=2023-10-15"]),
        (French, "2023-10-16", "Le peintre est mort ce dimanche.", &["ce dimanche=2023-10-15"]),
        (Italian, "2023-10-16", "Il pittore è morto questa domenica.", &["questa domenica=2023-10-15"]),
        (German, "2023-10-16", "Der Maler starb diesen Sonntag.", &["diesen Sonntag=2023-10-15"]),
        (Spanish, "2023-10-16", "El pintor expondrá este domingo.", &["este domingo=2023-10-22"]),
        (English, "2023-10-16", "He said this Friday would be dry.", &["this Friday=2023-10-20"]),
        // A Saturday.
        (Spanish, "2023-10-21", "El juez hablará este lunes.", &["este lunes=2023-10-23"]),
        (Spanish, "2023-10-21", "El juez habló este lunes.", &["este lunes=2023-10-16"]),
        (English, "2023-10-21", "The judge will speak this Monday.", &["this Monday=2023-10-23"]),
    ]);
}
