//! Kinds of expressions in news texts, in context, with text that only looks like them.

use super::*;
use std::fmt::Write as _;

/// Words, value, and modifier, zone or `SET` if any, of each expression of a text on a day. Ages are skipped.
fn read_on(day: &str, text: &str, language: Language) -> Vec<String> {
    let reference = Reference { day: day.parse().unwrap(), source: ReferenceSource::Given };
    let expressions = scan(text, language);
    let resolved = resolve(text, &expressions, language, Some(&reference));
    let all = expressions.iter().zip(&resolved).filter(|(expression, _)| !expression.age);
    all.map(|(expression, resolved)| {
        let mut out = format!("{}={}", expression.range.slice(text), resolved.value.as_deref().unwrap_or("?"));
        if let Some(modifier) = resolved.modifier {
            let _ = write!(out, " {modifier:?}");
        }
        if let Some(zone) = &resolved.zone {
            let _ = write!(out, " {zone}");
        }
        if resolved.kind == TimexKind::Set {
            out.push_str(" SET");
        }
        out
    })
    .collect()
}

pub(super) fn holds(table: &[(Language, &str, &str, &[&str])]) {
    let mut wrong = Vec::new();
    for (language, day, text, expected) in table {
        let found = read_on(day, text, *language);
        if found != *expected {
            wrong.push(format!("{day} {text}\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn tenses_of_plans_deadlines_and_clauses() {
    use Language::{Arabic, English, French, German, Italian, Spanish};
    holds(&[
        (English, "2019-05-20", "The road works continue through June 3.", &["June 3=2019-06-03"]),
        (English, "2019-05-20", "The dividend is payable July 15 to holders of record.", &["July 15=2019-07-15"]),
        (English, "2019-05-20", "The album, to be released in October, has ten songs.", &["October=2019-10"]),
        (English, "2019-05-20", "The pier should be rebuilt in December.", &["December=2019-12"]),
        (English, "2019-05-20", "Residents were told to leave by May 10.", &["May 10=2019-05-10"]),
        (English, "2019-05-20", "Until Friday, nobody had claimed the prize.", &["Friday=2019-05-17"]),
        (English, "2019-05-20", "The firm said it would close the plant by Friday.", &["Friday=2019-05-24"]),
        (English, "2019-05-20", "By April, it was over.", &["April=2019-04"]),
        (
            English,
            "2019-05-20",
            "The shop has been closed since April; it will open again in June.",
            &["April=2019-04", "June=2019-06"],
        ),
        (
            English,
            "2019-05-20",
            "The mayor will thank the crews who on May 3 saved the village.",
            &["May 3=2019-05-03"],
        ),
        (English, "2019-05-20", "Ministers will discuss Tuesday's ruling.", &["Tuesday=2019-05-14"]),
        (English, "2019-05-20", "Voters will go to the polls in Sunday's election.", &["Sunday=2019-05-26"]),
        (English, "2019-05-20", "The team is ready to sail on Saturday.", &["Saturday=2019-05-25"]),
        (English, "2019-05-20", "Parliament meets Thursday.", &["Thursday=2019-05-23"]),
        (English, "2019-05-20", "The lift was opened on Thursday.", &["Thursday=2019-05-16"]),
        (English, "2019-05-20", "The strike ended Friday and buses could run again.", &["Friday=2019-05-17"]),
        (
            Arabic,
            "2020-12-24",
            "وفي 12 فبراير يعرض المسرح عمله، وتقام البطولة في 3 مارس.",
            &["12 فبراير=2021-02-12", "3 مارس=2021-03-03"],
        ),
        (
            Spanish,
            "2019-11-06",
            "El martes el ministro viajará a Lima y el jueves volvió a Madrid.",
            &["El martes=2019-11-12", "el jueves=2019-10-31"],
        ),
        (
            French,
            "2019-11-06",
            "Le ministre arrivera jeudi et le maire partira en mars; ils votèrent lundi.",
            &["jeudi=2019-11-07", "mars=2020-03", "lundi=2019-11-04"],
        ),
        (
            Italian,
            "2019-11-06",
            "Il ministro arriverà giovedì; votarono lunedì.",
            &["giovedì=2019-11-07", "lunedì=2019-11-04"],
        ),
        (
            German,
            "2019-11-06",
            "Er informierte am Montag die Presse; die Halle wird am Freitag eröffnet.",
            &["Montag=2019-11-04", "Freitag=2019-11-08"],
        ),
    ]);
}

#[test]
fn ambiguous_months_and_bare_years() {
    use Language::{Arabic, English, Spanish};
    holds(&[
        (English, "2019-02-20", "He will leave office in May for Rome.", &["May=2019-05"]),
        (English, "2019-02-20", "A March vote is planned.", &["March=2019-03"]),
        (English, "2019-02-20", "They march for peace in the park.", &[]),
        (English, "2019-02-20", "The first Monday of May is a holiday.", &["The first Monday of May=2019-05-06"]),
        (
            English,
            "2019-11-06",
            "Prices rose from March to May, and April Smith wrote.",
            &["March=2019-03", "May=2019-05"],
        ),
        (English, "2023-05-09", "The fair was on Sunday 7 May in Leeds.", &["Sunday 7 May=2023-05-07"]),
        (English, "2017-09-18", "It opened on 7 march 2016; they march on 7 roads.", &["7 march 2016=2016-03-07"]),
        (
            English,
            "2019-11-06",
            "They raised money for 2021 and into 2022, more than in 2018.",
            &["2021=2021", "2022=2022", "2018=2018"],
        ),
        (
            English,
            "2019-11-06",
            "The landmark 1998 accord ended the war, unlike the failed 1974 talks.",
            &["1998=1998", "1974=1974"],
        ),
        (English, "2019-11-06", "It shipped 2000 tons and hired an extra 1950 people for 2019 schools.", &[]),
        (Spanish, "2019-11-06", "Los 2015 refugiados llegaron en el 2016.", &["el 2016=2016"]),
        (Arabic, "2019-11-06", "دمرت انتخابات 2006 الحزب بعد حرب 1967.", &["2006=2006", "1967=1967"]),
        (
            English,
            "2019-12-02",
            "The club, founded in 1988, sold tickets through Nov. 20.",
            &["1988=1988", "Nov. 20=2019-11-20"],
        ),
        (English, "2019-12-02", "In 2011, protests began on 25 January.", &["2011=2011", "25 January=2011-01-25"]),
        (English, "2021-02-16", "She was born on Thursday the 11th.", &["Thursday the 11th=2021-02-11"]),
    ]);
}

#[test]
fn lengths_of_every_kind() {
    use Language::{Arabic, English, French, German, Italian, Persian, Spanish, Turkish};
    holds(&[
        (English, "2019-02-12", "It was the biggest fall in six years.", &["six years=P6Y"]),
        (English, "2019-02-12", "The company will open in two years.", &["two years=2021"]),
        (Spanish, "2019-02-12", "El paro bajó al nivel más bajo en cinco años.", &["cinco años=P5Y"]),
        (Spanish, "2019-02-12", "La obra terminará en dos años.", &["dos años=2021"]),
        (
            English,
            "2019-02-12",
            "Prices rose over the past two years and over 300 days.",
            &["the past two years=P2Y", "300 days=P300D MoreThan"],
        ),
        (
            English,
            "2019-02-12",
            "The last decade was dry, the next decade will be wet, and this decade is new.",
            &["The last decade=P10Y", "the next decade=P10Y", "this decade=201"],
        ),
        (
            English,
            "2019-11-06",
            "For months they waited. Hours after the fire, days before the vote.",
            &["months=PXM", "Hours=PTXH", "days=PXD"],
        ),
        (
            English,
            "2019-11-06",
            "He was jailed for an additional year, another week, a full month.",
            &["an additional year=P1Y", "another week=P1W", "a full month=P1M"],
        ),
        (
            English,
            "2019-11-06",
            "Three weeks before the match, a year after the fire, two days into the strike.",
            &["Three weeks=P3W", "a year=P1Y", "two days=P2D"],
        ),
        (
            English,
            "2019-11-06",
            "It came three months later than planned, a year earlier than expected.",
            &["three months=P3M", "a year=P1Y"],
        ),
        (
            English,
            "2019-11-06",
            "It took two and a half years, 2.5 hours, an hour and a half, 3½ days, half a century.",
            &[
                "two and a half years=P2Y6M",
                "2.5 hours=PT2H30M",
                "an hour and a half=PT1H30M",
                "3½ days=P3DT12H",
                "half a century=P50Y",
            ],
        ),
        (
            English,
            "2019-11-06",
            "It takes two or three weeks, 10-15 years.",
            &["two=P2W", "three weeks=P3W", "10=P10Y", "15 years=P15Y"],
        ),
        (
            English,
            "2019-11-06",
            "In the first six months it grew; the latest three months were flat.",
            &["the first six months=P6M", "the latest three months=P3M"],
        ),
        (English, "2019-11-06", "A boy of 9, a 12-year-old girl and a man aged 41 years were saved.", &[]),
        (
            Arabic,
            "2019-11-06",
            "استمر ساعتين ونصف الساعة وثلاث سنوات ونصف السنة وربع ساعة.",
            &["ساعتين ونصف الساعة=PT2H30M", "ثلاث سنوات ونصف السنة=P3Y6M", "ربع ساعة=PT15M"],
        ),
        (
            Arabic,
            "2019-11-06",
            "يحتاج من ثلاثة إلى خمسة أيام أو 3-4 أسابيع.",
            &["ثلاثة=P3D", "خمسة أيام=P5D", "3=P3W", "4 أسابيع=P4W"],
        ),
        (
            Arabic,
            "2019-11-06",
            "استمر لمدة أسبوع ثم مدد شهراً كاملاً وظلوا لأسابيع بلا ماء.",
            &["أسبوع=P1W", "شهراً كاملاً=P1M", "أسابيع=PXW"],
        ),
        (
            Arabic,
            "2013-07-04",
            "وقع الهجوم بعد شهر من الاتفاق وبعد أسبوع على توقيعه وقبل عام من الحرب.",
            &["شهر=P1M", "أسبوع=P1W", "عام=P1Y"],
        ),
        (
            Arabic,
            "2021-05-19",
            "خلال العقدين الأخيرين والأسبوعين المقبلين.",
            &["العقدين الأخيرين=P20Y", "الأسبوعين المقبلين=P2W"],
        ),
        (Arabic, "2021-05-19", "قبل نصف قرن، وعلى مدى ربع قرن.", &["قبل نصف قرن=1971", "ربع قرن=P25Y"]),
        (
            Arabic,
            "2021-05-19",
            "يعمل هنا منذ ثلاثة أشهر. توفي منذ ثلاثة أشهر.",
            &["ثلاثة أشهر=P3M", "منذ ثلاثة أشهر=2021-02"],
        ),
        (
            Spanish,
            "2019-11-06",
            "Duró una hora y media, cuarenta y cinco minutos y medio siglo.",
            &["una hora y media=PT1H30M", "cuarenta y cinco minutos=PT45M", "medio siglo=P50Y"],
        ),
        (Spanish, "2019-11-06", "Dos días después de la cumbre dimitió.", &["Dos días=P2D"]),
        (
            Spanish,
            "2021-03-02",
            "Trabaja allí desde hace tres meses. Dimitió hace tres meses.",
            &["tres meses=P3M", "hace tres meses=2020-12"],
        ),
        (
            French,
            "2019-11-06",
            "Cela a duré une heure et demie, une demi-heure, trois quarts d'heure; depuis des mois rien.",
            &["une heure et demie=PT1H30M", "une demi-heure=PT30M", "trois quarts d'heure=PT45M", "mois=PXM"],
        ),
        (
            German,
            "2019-11-06",
            "Es dauerte anderthalb Stunden, zweieinhalb Jahre, eine halbe Stunde; er wartete wochenlang.",
            &["anderthalb Stunden=PT1H30M", "zweieinhalb Jahre=P2Y6M", "eine halbe Stunde=PT30M", "wochenlang=PXW"],
        ),
        (
            Italian,
            "2019-11-06",
            "Durò un'ora e mezza, mezz'ora e cinquantatré minuti.",
            &["un'ora e mezza=PT1H30M", "mezz'ora=PT30M", "cinquantatré minuti=PT53M"],
        ),
        (
            Turkish,
            "2019-11-06",
            "Bir buçuk yıl, yarım saat; köylüler yıllarca bekledi.",
            &["Bir buçuk yıl=P1Y6M", "yarım saat=PT30M", "yıllarca=PXY"],
        ),
        (
            Persian,
            "2019-11-06",
            "یک ساعت و نیم و دو سال و نیم طول کشید.",
            &["یک ساعت و نیم=PT1H30M", "دو سال و نیم=P2Y6M"],
        ),
        (
            Persian,
            "2021-06-10",
            "امسال، سه‌روزه، پنج ماهه.",
            &["امسال=2021-03-21/2022-03-20", "سه‌روزه=P3D", "پنج ماهه=P5M"],
        ),
    ]);
}

#[test]
fn recurring_dates() {
    use Language::{Arabic, English, French, German, Spanish};
    holds(&[
        (
            English,
            "2019-11-06",
            "He trains every evening, each summer, every Monday night, Friday nights, every other week, every 15 minutes.",
            &[
                "every evening=XXXX-XX-XXTEV SET",
                "each summer=XXXX-SU SET",
                "every Monday night=XXXX-WXX-1TNI SET",
                "Friday nights=XXXX-WXX-5TNI SET",
                "every other week=P2W SET",
                "every 15 minutes=PT15M SET",
            ],
        ),
        (
            English,
            "2019-11-06",
            "It earns $5 million a year, 40 barrels a day, 3% a month, twice a week.",
            &["a year=P1Y SET", "a day=P1D SET", "a month=P1M SET", "a week=P1W SET"],
        ),
        (
            English,
            "2019-11-06",
            "He left 3 a year ago; 12 people a day before the vote.",
            &["a year ago=2018", "a day=P1D"],
        ),
        (
            Arabic,
            "2019-11-06",
            "يتدرب كل مساء وكل أربع سنوات ويجتمعون مرتين في الأسبوع.",
            &["كل مساء=XXXX-XX-XXTEV SET", "كل أربع سنوات=P4Y SET", "في الأسبوع=P1W SET"],
        ),
        (
            Spanish,
            "2019-11-06",
            "Entrena cada mañana, cada dos años y gana 900 euros al mes.",
            &["cada mañana=XXXX-XX-XXTMO SET", "cada dos años=P2Y SET", "al mes=P1M SET"],
        ),
        (
            French,
            "2019-11-06",
            "Il gagne 900 euros par mois, deux fois par semaine.",
            &["par mois=P1M SET", "par semaine=P1W SET"],
        ),
        (
            German,
            "2019-11-06",
            "Er trainiert jeden Morgen, alle zwei Jahre und jeden zweiten Tag.",
            &["jeden Morgen=XXXX-XX-XXTMO SET", "alle zwei Jahre=P2Y SET", "jeden zweiten Tag=P2D SET"],
        ),
    ]);
}
