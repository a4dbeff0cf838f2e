//! Periods, times and days of news texts, in context, with text that only looks like them.

use super::reading::holds;
use super::*;

#[test]
fn periods_relative_to_other_periods() {
    use Language::{Arabic, English, French};
    holds(&[
        (
            English,
            "2020-06-01",
            "The war began in 1939. Two years later the city fell.",
            &["1939=1939", "Two years later=1941"],
        ),
        (
            English,
            "2020-06-01",
            "She won on 3 March 2004. A week earlier she had lost. The next day it rained.",
            &["3 March 2004=2004-03-03", "A week earlier=2004-W09", "The next day=2004-03-04"],
        ),
        (
            English,
            "2020-06-01",
            "The vote was on 5 May 2019. The day before, rain fell.",
            &["5 May 2019=2019-05-05", "The day before=2019-05-04"],
        ),
        (English, "2020-06-01", "He resigned in 2001; in that year the firm closed.", &["2001=2001", "that year=2001"]),
        (
            French,
            "2020-06-01",
            "Le vote a eu lieu le 5 mai 2019. La veille, il pleuvait.",
            &["le 5 mai 2019=2019-05-05", "La veille=2019-05-04"],
        ),
        (
            Arabic,
            "2020-06-01",
            "جرى التصويت في 5 مايو 2019. وفي ذلك اليوم هطل المطر.",
            &["5 مايو 2019=2019-05-05", "ذلك اليوم=2019-05-05"],
        ),
        (
            Arabic,
            "2021-05-19",
            "بدأ في 3 فبراير وانتهى يوم 20 من الشهر نفسه.",
            &["3 فبراير=2021-02-03", "يوم 20 من الشهر نفسه=2021-02-20"],
        ),
        (
            English,
            "2019-11-06",
            "Profit was $5 million, compared with $4 million a year earlier.",
            &["a year earlier=2018"],
        ),
        (
            English,
            "2019-11-06",
            "Sales rose 5% in the third quarter from the year-earlier period.",
            &["the third quarter=2019-Q3", "the year-earlier period=2018-Q3"],
        ),
        (
            English,
            "2019-11-06",
            "Sales rose 5% in April from the same month last year.",
            &["April=2019-04", "the same month last year=2018-04"],
        ),
        (
            Arabic,
            "2019-11-06",
            "ارتفعت الصادرات في أبريل مقارنة بالشهر نفسه من العام الماضي.",
            &["أبريل=2019-04", "الشهر نفسه من العام الماضي=2018-04"],
        ),
        (
            English,
            "2019-11-06",
            "For the year ended June 30 sales rose. In the third quarter, orders for the quarter fell.",
            &["the year=P1Y", "June 30=2019-06-30", "the third quarter=2019-Q3", "the quarter=2019-Q3"],
        ),
        (English, "2019-11-06", "The quarter-final is in the old quarter of the city; the quarter is poor.", &[]),
        (
            English,
            "2017-09-18",
            "It happened a week from Tuesday, two days before Christmas, Sunday week.",
            &["a week from Tuesday=2017-09-26", "two days before Christmas=2016-12-23", "Sunday week=2017-10-01"],
        ),
        (
            English,
            "2017-09-18",
            "A week ago last Friday he left; two days after Monday's vote he came.",
            &["A week ago last Friday=2017-09-08", "two days=P2D", "Monday=2017-09-18"],
        ),
        (English, "2019-11-06", "They will meet next week on Thursday.", &["next week on Thursday=2019-11-14"]),
        (
            French,
            "2019-11-06",
            "Le vote aura lieu lundi de la semaine prochaine.",
            &["lundi de la semaine prochaine=2019-11-11"],
        ),
    ]);
}

#[test]
fn periods_of_a_year() {
    use Language::{Arabic, English, French, German, Italian, Spanish, Turkish};
    holds(&[
        (
            English,
            "2024-03-12",
            "The deficit shrank in fiscal year 2022-23 and FY21; next fiscal year it grows. Fiscal policy is tight.",
            &["fiscal year 2022-23=2023", "FY21=2021", "next fiscal year=2025"],
        ),
        (
            Arabic,
            "2021-03-12",
            "تراجع الدخل في السنة المالية 2019-2020 والعام المالي المقبل.",
            &["السنة المالية 2019-2020=2020", "العام المالي المقبل=2022"],
        ),
        (
            German,
            "2019-11-06",
            "Im Geschäftsjahr 2019/20 stieg der Umsatz. Bis Jahresende soll der Bau fertig sein.",
            &["Geschäftsjahr 2019/20=2020", "Jahresende=2019 End"],
        ),
        (Italian, "2019-11-06", "Il museo chiuderà a fine anno.", &["fine anno=2019 End"]),
        (
            English,
            "2019-11-06",
            "Last year's fourth quarter beat this year's first half; the 2018 third quarter lagged.",
            &["Last year's fourth quarter=2018-Q4", "this year's first half=2019-H1", "the 2018 third quarter=2018-Q3"],
        ),
        (
            English,
            "2023-05-08",
            "In Q2 2022, by Q4, 2021 H1, H1 this year, the H1 visa.",
            &["Q2 2022=2022-Q2", "Q4=2023-Q4", "2021 H1=2021-H1", "H1 this year=2023-H1"],
        ),
        (
            English,
            "2019-11-06",
            "In the spring the river rose; by the winter it froze; the fall of Rome; a spring in her step.",
            &["the spring=2019-SP", "the winter=2019-WI"],
        ),
        (French, "2019-11-06", "Pendant l'été, le musée a fermé; cet hiver.", &["l'été=2019-SU", "cet hiver=2019-WI"]),
        (
            Arabic,
            "2021-05-19",
            "هذا الربيع وخلال الصيف، والربيع العربي مستمر.",
            &["هذا الربيع=2021-SP", "الصيف=2020-SU"],
        ),
        (
            English,
            "2023-05-08",
            "In the week of June 12; the third week of 2022; the week of unrest.",
            &["the week of June 12=2023-W24", "the third week of 2022=2022-W03"],
        ),
        (
            Arabic,
            "2021-05-19",
            "في الأسبوع العاشر من عام 2020 وفي عطلة نهاية الأسبوع.",
            &["الأسبوع العاشر من عام 2020=2020-W10", "عطلة نهاية الأسبوع=2021-W20-WE"],
        ),
        (
            English,
            "2019-11-06",
            "In the 1950s and '60s, the early '90s, mid-1980s; temperatures in the 90s.",
            &["the 1950s=195", "'60s=196", "the early '90s=199 Start", "mid-1980s=198 Mid"],
        ),
        (German, "2019-11-06", "In den 60er Jahren, in den 1970er-Jahren.", &["60er Jahren=196", "1970er-Jahren=197"]),
        (Italian, "2019-11-06", "Negli anni Sessanta e negli anni '70.", &["anni Sessanta=196", "anni '70=197"]),
        (Turkish, "2019-11-06", "Otel 1980'lerde, 90'larda yenilendi.", &["1980'lerde=198", "90'larda=199"]),
        (
            Arabic,
            "2021-05-19",
            "في القرن التاسع عشر. وفي القرن الـ19، وفي القرن الـ(18).",
            &["القرن التاسع عشر=18", "القرن الـ19=18", "القرن الـ(18)=17"],
        ),
        (
            Arabic,
            "2021-05-19",
            "ولد عام (1950) في نيسان (1950)، وفي سنة (1370) هجري.",
            &["عام (1950)=1950", "نيسان (1950)=1950-04", "سنة (1370) هجري=1950-10-13/1951-10-02"],
        ),
        (
            Arabic,
            "2018-12-01",
            "وقع الحادث في شعبان 2018 وعيد الأضحى 2018 وفي محرم 2008.",
            &["شعبان 2018=2018-04-17/2018-05-15", "عيد الأضحى 2018=2018-08-21", "محرم 2008=?"],
        ),
        (
            English,
            "2019-10-07",
            "Easter Monday 2018, Good Friday, Mother's Day, Easter eggs.",
            &["Easter Monday 2018=2018-04-02", "Good Friday=2019-04-19", "Mother's Day=2019-05-12"],
        ),
        (Spanish, "2019-03-07", "El Viernes Santo habrá procesiones.", &["El Viernes Santo=2019-04-19"]),
        (Italian, "2020-04-01", "A Pasquetta i negozi saranno chiusi.", &["Pasquetta=2020-04-13"]),
    ]);
}

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
fn the_last_part_of_a_year() {
    use Language::{Arabic, English, Spanish};
    let day = "2010-02-03";
    holds(&[
        (English, day, "In the final quarter of 2009 sales fell.", &["the final quarter of 2009=2009-Q4"]),
        (English, day, "Sales fell in the last half of last year.", &["the last half of last year=2009-H2"]),
        (English, day, "In the first quarter of the year sales rose.", &["the first quarter of the year=2010-Q1"]),
        (English, day, "Sales rose last quarter.", &["last quarter=2009-Q4"]),
        (English, day, "It won in the first half of the match.", &[]),
        (English, day, "They met in the final quarter of the city.", &[]),
        (Arabic, day, "تراجعت المبيعات في الربع الأخير من عام 2009.", &["الربع الأخير من عام 2009=2009-Q4"]),
        (Spanish, day, "En el último trimestre de 2008 cayeron.", &["el último trimestre de 2008=2008-Q4"]),
    ]);
}

#[test]
fn a_year_before_a_period_of_the_text() {
    use Language::English;
    let day = "2009-02-03";
    holds(&[
        (
            English,
            day,
            "Sales fell in January, compared to the same month a year ago.",
            &["January=2009-01", "the same month a year ago=2008-01"],
        ),
        (English, day, "It paid more than the year previous.", &["the year previous=2008"]),
        (
            English,
            day,
            "Debt was $13 billion last year, $2 billion more than the year previous.",
            &["last year=2008", "the year previous=2007"],
        ),
        (
            English,
            day,
            "Prices rose 3% last month, after 2% the previous month.",
            &["last month=2009-01", "the previous month=2008-12"],
        ),
        (
            English,
            day,
            "Output fell last month. It was up 2% in the previous year.",
            &["last month=2009-01", "the previous year=2008"],
        ),
        (English, day, "It was the same story a year ago.", &["a year ago=2008"]),
    ]);
}

#[test]
fn plurals_that_a_hyphen_makes_lengths() {
    use Language::English;
    let day = "2009-02-03";
    holds(&[
        (English, day, "It ended a decades-long dispute.", &["decades=PXDE"]),
        (English, day, "The months-long strike is over.", &["months=PXM"]),
        (English, day, "It is decades-old news.", &[]),
        (English, day, "It will pay in the long term.", &["the long term=FUTURE_REF"]),
        (English, day, "Long term planning is hard.", &[]),
    ]);
}

#[test]
fn vague_words_before_a_noun() {
    use Language::English;
    let day = "2009-02-03";
    holds(&[
        (English, day, "Under the current rules it can appeal.", &["current=PRESENT_REF"]),
        (English, day, "Given the current weakened state of its banks, it hesitates.", &["current=PRESENT_REF"]),
        (English, day, "The current was too strong for the swimmers.", &[]),
        (English, day, "The current of the river took it.", &[]),
        (English, day, "She has a current account at the bank.", &[]),
        (English, day, "It was the worst storm in recent U.S. history.", &["recent U.S. history=PAST_REF"]),
        (English, day, "It was the worst storm in recent memory.", &["recent memory=PAST_REF"]),
        (English, day, "A recent book on the history of Rome sold well.", &[]),
        (English, day, "The recent storm did damage. History repeats itself.", &[]),
    ]);
}

#[test]
fn seasons_of_events() {
    use Language::English;
    let day = "2008-10-13";
    holds(&[
        (English, day, "The two banks held their Autumn meetings in Washington.", &["Autumn=2008-FA"]),
        (English, day, "It missed the spring session of the council.", &["the spring=2008-SP"]),
        (English, day, "She wore the winter coat.", &[]),
        (English, day, "The winter games were held in Turin.", &[]),
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
