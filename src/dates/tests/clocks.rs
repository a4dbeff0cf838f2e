//! Clocks and parts of the day in news texts.

use super::reading::holds;
use super::*;

#[test]
fn clocks_and_parts_of_day() {
    use Language::{Arabic, English, French, German, Italian, Persian, Spanish};
    holds(&[
        (
            English,
            "2019-11-06",
            "Doors open at 6.15pm on Friday and close at 10.45 p.m.; the index fell at 12.5.",
            &["6.15pm on Friday=2019-11-01T18:15", "10.45 p.m.=2019-11-01T22:45"],
        ),
        (
            English,
            "2019-11-06",
            "They met at quarter past nine on Monday, at ten to five, half past two in the afternoon, and at eight o'clock.",
            &[
                "quarter past nine on Monday=2019-11-04T09:15",
                "ten to five=2019-11-04T04:50",
                "half past two in the afternoon=2019-11-04T14:30",
                "eight o'clock=2019-11-04T08",
            ],
        ),
        (
            English,
            "2019-11-06",
            "The vote was ten to five. He is half past caring. It had 1500 hours of film.",
            &["1500 hours=PT1500H"],
        ),
        (
            English,
            "2019-11-06",
            "He spoke this afternoon at 3:05, on Sunday morning at 11, and at 10 Downing Street on Monday.",
            &["this afternoon at 3:05=2019-11-06T15:05", "Sunday morning at 11=2019-11-03T11", "Monday=2019-11-04"],
        ),
        (
            English,
            "2019-11-06",
            "The quake hit at 5:30 a.m. (0330 GMT) on Monday.",
            &["5:30 a.m.=2019-11-04T05:30", "0330 GMT=2019-11-04T03:30 Z", "Monday=2019-11-04"],
        ),
        (
            English,
            "2019-11-06",
            "The bridge is closed from 6am until 9am on Saturday.",
            &["6am=2019-11-09T06", "9am on Saturday=2019-11-09T09"],
        ),
        (
            English,
            "2019-11-06",
            "The shop opens Thursday in Leeds at 9 a.m.",
            &["Thursday=2019-11-07", "9 a.m.=2019-11-07T09"],
        ),
        (
            English,
            "2019-11-06",
            "He called at 08:15 UTC-5, at 18:00 GMT+5:30, at noon EST and at 1100 hrs.",
            &[
                "08:15 UTC-5=2019-11-06T08:15 -05:00",
                "18:00 GMT+5:30=2019-11-06T18:00 +05:30",
                "noon EST=2019-11-06T12:00 -05:00",
                "1100 hrs=2019-11-06T11:00",
            ],
        ),
        (
            English,
            "2019-11-06",
            "The log of 2019-03-01T08:00:00-05:00 and 2019-03-01 08:00:00+0545 is kept.",
            &[
                "2019-03-01T08:00:00-05:00=2019-03-01T08:00:00 -05:00",
                "2019-03-01 08:00:00+0545=2019-03-01T08:00:00 +05:45",
            ],
        ),
        (
            English,
            "2019-11-06",
            "It rained overnight; by noon it stopped; in the evening they left; the night market opened.",
            &["overnight=2019-11-06TNI", "noon=2019-11-06T12:00", "the evening=2019-11-06TEV"],
        ),
        (
            English,
            "2019-11-06",
            "They met early today and late last night; prices are higher than today; in today's world.",
            &[
                "early today=2019-11-06 Start",
                "late last night=2019-11-05TNI End",
                "today=PRESENT_REF",
                "today=PRESENT_REF",
            ],
        ),
        (
            Arabic,
            "2019-11-06",
            "يفتح المتحف بين الساعة 9 صباحا و5 مساء يوم السبت.",
            &["الساعة 9 صباحا=2019-11-02T09", "5 مساء يوم السبت=2019-11-02T17"],
        ),
        (
            Arabic,
            "2021-05-19",
            "عند الخامسة وعشرين دقيقة مساء، والرابعة والنصف من فجر الاثنين.",
            &["الخامسة وعشرين دقيقة مساء=2021-05-19T17:20", "الرابعة والنصف من فجر الاثنين=2021-05-17T04:30"],
        ),
        (
            Spanish,
            "2019-11-06",
            "Salió a las ocho y cuarto de la mañana, a las nueve menos cuarto; dimitió el domingo por la noche.",
            &[
                "las ocho y cuarto de la mañana=2019-11-06T08:15",
                "las nueve menos cuarto=2019-11-06T08:45",
                "el domingo por la noche=2019-11-03TNI",
            ],
        ),
        (
            French,
            "2019-11-06",
            "Il arrive à huit heures, vers neuf heures et demie; cela dure dix heures.",
            &["huit heures=2019-11-06T08", "neuf heures et demie=2019-11-06T09:30", "dix heures=PT10H"],
        ),
        (
            Italian,
            "2019-11-06",
            "Alle sette e mezza, alle otto di sera. Lunedì sera.",
            &["Alle sette e mezza=2019-11-06T07:30", "alle otto di sera=2019-11-06T20", "Lunedì sera=2019-11-04TEV"],
        ),
        (
            German,
            "2019-11-06",
            "Gestern Morgen, morgen früh, am Freitagabend, Montag Morgen, morgen.",
            &[
                "Gestern Morgen=2019-11-05TMO",
                "morgen früh=2019-11-07TMO",
                "Freitagabend=2019-11-01TEV",
                "Montag Morgen=2019-11-04TMO",
                "morgen=2019-11-07",
            ],
        ),
        (
            German,
            "2019-11-06",
            "Um halb sieben, um Viertel nach acht, um sieben Uhr dreißig.",
            &[
                "halb sieben=2019-11-06T06:30",
                "Viertel nach acht=2019-11-06T08:15",
                "sieben Uhr dreißig=2019-11-06T07:30",
            ],
        ),
        (Persian, "2021-06-10", "ساعت هفت و نیم صبح.", &["ساعت هفت و نیم صبح=2021-06-10T07:30"]),
    ]);
}

#[test]
fn hours_of_the_night() {
    use Language::{Arabic, English, German, Spanish};
    let day = "2019-11-06";
    holds(&[
        (German, day, "Um zwei Uhr nachts brannte es.", &["zwei Uhr nachts=2019-11-06T02"]),
        (Arabic, day, "اندلع الحريق عند الساعة الثانية ليلا.", &["الساعة الثانية ليلا=2019-11-06T02"]),
        (English, day, "It rang at 2 at night and at 11 at night.", &[]),
        (
            Spanish,
            day,
            "Sonó a las once de la noche y a las doce de la noche.",
            &["las once de la noche=2019-11-06T23", "las doce de la noche=2019-11-06T24"],
        ),
        (Spanish, day, "Sonó a las doce y media de la noche.", &["las doce y media de la noche=2019-11-06T00:30"]),
        (Spanish, day, "Pasó la mañana en casa y volvió a la mañana siguiente.", &["la mañana siguiente=?"]),
    ]);
}
