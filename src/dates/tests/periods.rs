//! Weeks, months, years and their parts in news texts, in context.

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
fn halves_of_months_and_weekends_of_months() {
    use Language::{Arabic, English, French, German, Italian, Spanish};
    let day = "2023-10-18";
    holds(&[
        (English, day, "It rained in the first half of August.", &["the first half of August=2023-08-01/2023-08-15"]),
        (English, day, "The second half of the match was better.", &[]),
        (
            French,
            day,
            "La seconde quinzaine de juillet a été sèche.",
            &["La seconde quinzaine de juillet=2023-07-16/2023-07-31"],
        ),
        (Italian, day, "Nella prima metà di giugno pioveva.", &["prima metà di giugno=2023-06-01/2023-06-15"]),
        (
            German,
            day,
            "In der zweiten Hälfte des Februar 2024 wird gebaut.",
            &["zweiten Hälfte des Februar 2024=2024-02-16/2024-02-29"],
        ),
        (Arabic, day, "هطل المطر في النصف الأول من أغسطس.", &["النصف الأول من أغسطس=2023-08-01/2023-08-15"]),
        (
            Spanish,
            day,
            "El primer fin de semana de noviembre habrá feria.",
            &["El primer fin de semana de noviembre=2023-W44-WE"],
        ),
        (English, day, "The fair is on the first weekend of November.", &["the first weekend of November=2023-W44-WE"]),
    ]);
}

#[test]
fn the_beginning_of_a_period_that_is_still_to_come() {
    use Language::{English, French, Italian, Spanish};
    let day = "2023-10-18";
    holds(&[
        (English, day, "The road will open at the start of the month.", &["at the start of the month=2023-11 Start"]),
        (English, day, "The road opened at the start of the month.", &["at the start of the month=2023-10 Start"]),
        (English, day, "The road will open at the end of the month.", &["the end of the month=2023-10 End"]),
        (Spanish, day, "La vía se abrirá a principios de año.", &["principios de año=2024 Start"]),
        (Spanish, day, "La vía se abrió a mediados de semana.", &["mediados de semana=2023-W42 Mid"]),
        (French, day, "La route rouvrira en fin de mois.", &["fin de mois=2023-10 End"]),
        (Italian, day, "La strada riaprirà a fine mese.", &["fine mese=2023-10 End"]),
        (Spanish, day, "La revista sale cada fin de mes.", &[]),
    ]);
}

#[test]
fn centuries_in_roman_numerals_and_parts_of_a_year() {
    use Language::{French, Italian, Spanish};
    let day = "2023-10-18";
    holds(&[
        (Spanish, day, "En el siglo XXI y en los siglos XV y XVI.", &["el siglo XXI=20", "los siglos XV=14", "XVI=15"]),
        (
            French,
            day,
            "Au XIXe siècle, aux XVe et XVIe siècles, le 18e siècle.",
            &["XIXe siècle=18", "XVe=14", "XVIe siècles=15", "le 18e siècle=17"],
        ),
        (Italian, day, "Nel XX secolo e nel secolo XIX.", &["XX secolo=19", "secolo XIX=18"]),
        (Spanish, day, "Juan XXIII y Alfonso X visitaron la sala XV.", &[]),
        (
            French,
            day,
            "Le premier semestre 2022 et le troisième trimestre ont été bons.",
            &["Le premier semestre 2022=2022-H1", "le troisième trimestre=2023-Q3"],
        ),
        (Spanish, day, "La primera mitad del año fue seca.", &["La primera mitad del año=2023-H1"]),
        (Spanish, day, "Los seis primeros meses fueron secos.", &["Los seis primeros meses=P6M"]),
    ]);
}

#[test]
fn feasts_with_last_and_next() {
    use Language::{Arabic, English, French, German, Italian, Spanish};
    let day = "2023-10-18";
    holds(&[
        (
            English,
            day,
            "It snowed last Christmas; next Easter they will meet.",
            &["last Christmas=2022-12-25", "next Easter=2024-03-31"],
        ),
        (English, day, "During Holy Week of 2022 it rained.", &["Holy Week of 2022=2022-W15"]),
        (French, day, "La Semaine sainte de 2024 sera fraîche.", &["La Semaine sainte de 2024=2024-W13"]),
        (German, day, "In der Karwoche 2024 wird gestreikt.", &["Karwoche 2024=2024-W13"]),
        (Italian, day, "La scorsa Pasqua nevicava.", &["La scorsa Pasqua=2023-04-09"]),
        (Spanish, day, "El Año Nuevo chino y el Capodanno cinese.", &[]),
        (Arabic, day, "احتفلوا في اليوم العالمي للغة العربية.", &["اليوم العالمي للغة العربية=2022-12-18"]),
        (English, day, "On Earth Day they met.", &["Earth Day=2023-04-22"]),
    ]);
}
