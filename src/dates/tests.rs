//! Phrases and their expected values.

use super::*;
use crate::language::Language;

mod arabic_news;
mod cldr;
mod clocks;
mod days;
mod english_news;
mod joined;
mod languages;
mod not_dates;
mod periods;
mod properties;
mod reading;
mod spanish_news;

fn reference() -> Reference {
    Reference { day: "2017-09-18".parse().unwrap(), source: ReferenceSource::Published }
}

/// Words and value of each expression: `words=value`, with `!` for impossible and `?` for open ones.
fn read(text: &str, language: Language) -> Vec<String> {
    let expressions = scan(text, language);
    let resolved = resolve(text, &expressions, language, Some(&reference()));
    expressions
        .iter()
        .zip(&resolved)
        .map(|(expression, resolved)| {
            let value = match (&resolved.impossible, &resolved.value) {
                (Some(_), _) => "!".to_owned(),
                (None, Some(value)) => value.clone(),
                (None, None) => "?".to_owned(),
            };
            format!("{}={value}", expression.range.slice(text))
        })
        .collect()
}

fn check(language: Language, table: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (text, expected) in table {
        let found = read(text, language);
        if found != *expected {
            wrong.push(format!("{text}\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn arabic_core() {
    check(
        Language::Arabic,
        &[
            ("الاثنين، 18-09-2017 الساعة 19:22", &["الاثنين، 18-09-2017 الساعة 19:22=2017-09-18T19:22"]),
            ("في 11 يوليو الماضي، مع تأكيدها", &["11 يوليو الماضي=2017-07-11"]),
            ("اندلعت في 5 يونيو الماضي", &["5 يونيو الماضي=2017-06-05"]),
            ("في تصريح نشرته الوكالة، الاثنين: \"إن", &["الاثنين=2017-09-18"]),
            ("خلال الفترة الماضية", &["الفترة الماضية=PAST_REF"]),
            ("الشيخ محمد آل ثاني والادعاء العام", &[]),
            ("1 رمضان 1445هـ", &["1 رمضان 1445هـ=2024-03-11"]),
        ],
    );
}

#[test]
fn arabic_days_months_years() {
    check(
        Language::Arabic,
        &[
            ("يوم 18/9/2017 في الدوحة", &["18/9/2017=2017-09-18"]),
            ("بتاريخ 2017/09/18.", &["2017/09/18=2017-09-18"]),
            ("في ٢٣ أيلول ٢٠١٦، أعلن", &["٢٣ أيلول ٢٠١٦=2016-09-23"]),
            ("الحادي عشر من يوليو 2017", &["الحادي عشر من يوليو 2017=2017-07-11"]),
            ("في الخامس والعشرين من كانون الثاني عام 2011", &["الخامس والعشرين من كانون الثاني عام 2011=2011-01-25"]),
            ("يوم 5 يونيو من العام الماضي", &["5 يونيو من العام الماضي=2016-06-05"]),
            ("20 سبتمبر/أيلول 2017", &["20 سبتمبر/أيلول 2017=2017-09-20"]),
            ("20 أيلول (سبتمبر) 2017", &["20 أيلول (سبتمبر) 2017=2017-09-20"]),
            ("في شهر مايو الماضي", &["شهر مايو الماضي=2017-05"]),
            ("منذ أغسطس 2014م وحتى", &["أغسطس 2014م=2014-08"]),
            ("عام 1990 وعام 2003", &["عام 1990=1990", "عام 2003=2003"]),
            ("في 2015 وقعت", &["2015=2015"]),
            ("الأحد المقبل", &["الأحد المقبل=2017-09-24"]),
            ("صباح الجمعة الماضية", &["صباح الجمعة الماضية=2017-09-15TMO"]),
            ("مساء أمس الأحد", &["مساء أمس الأحد=2017-09-17TEV"]),
            ("أعلن اليوم الاثنين", &["اليوم الاثنين=2017-09-18"]),
            ("يلتقي غداً الثلاثاء", &["غداً الثلاثاء=2017-09-19"]),
            ("وصل أول أمس", &["أول أمس=2017-09-16"]),
            ("الموافق 15 شباط 2017", &["15 شباط 2017=2017-02-15"]),
            ("الاثنين الموافق 18 سبتمبر 2017", &["الاثنين الموافق 18 سبتمبر 2017=2017-09-18"]),
            ("21 و22 أغسطس الماضي", &["21=2017-08-21", "22 أغسطس الماضي=2017-08-22"]),
            ("من 10 إلى 12 أكتوبر المقبل", &["10=2017-10-10", "12 أكتوبر المقبل=2017-10-12"]),
            ("من 2010 إلى 2015", &["2010=2010", "2015=2015"]),
            ("من يوليو إلى سبتمبر", &["يوليو=2017-07", "سبتمبر=2017-09"]),
            ("بين 2010 و2015", &["2010=2010", "2015=2015"]),
            ("1643 - 1912م", &["1643=1643", "1912م=1912"]),
            ("في الخامس من الشهر الجاري", &["الخامس من الشهر الجاري=2017-09-05"]),
            ("مطلع العام المقبل", &["مطلع العام المقبل=2018"]),
            ("أواخر عام 2016", &["أواخر عام 2016=2016"]),
            ("منتصف يوليو", &["منتصف يوليو=2017-07"]),
            ("سينعقد المؤتمر الخميس", &["الخميس=2017-09-21"]),
            ("قال الخميس إن", &["الخميس=2017-09-14"]),
            ("18-Sep-2017", &[]),
            ("السبت والأحد الماضيين", &["السبت=2017-09-16", "الأحد الماضيين=2017-09-17"]),
            ("للأحد المقبل", &["لأحد المقبل=2017-09-24"]),
            ("في القرن الثامن عشر", &["القرن الثامن عشر=17"]),
            ("وصولاً للقرن العشرين", &["لقرن العشرين=19"]),
            ("خلال تسعينيات القرن الماضي", &["تسعينيات القرن الماضي=199"]),
            ("الربع الثالث من عام 2017", &["الربع الثالث من عام 2017=2017-Q3"]),
            ("صيف 2015", &["صيف 2015=2015-SU"]),
            ("آخر جمعة من رمضان 1445هـ", &["آخر جمعة من رمضان 1445هـ=2024-04-05"]),
            ("أول اثنين من أكتوبر المقبل", &["أول اثنين من أكتوبر المقبل=2017-10-02"]),
            ("الثلاثاء الأول من أكتوبر 2013", &["الثلاثاء الأول من أكتوبر 2013=2013-10-01"]),
            ("الثلاثاء الأول من أكتوبر 2017", &["الثلاثاء الأول من أكتوبر 2017=2017-10-03"]),
            ("في عام 2011 اندلعت احتجاجات في 25 يناير", &["عام 2011=2011", "25 يناير=2011-01-25"]),
            ("طرح يوم 22 الجاري", &["يوم 22 الجاري=2017-09-22"]),
            ("في الدقيقتين 12 و45", &[]),
            ("نيسان تكشف عن سيارة", &[]),
            ("في يوليو وأغسطس", &["يوليو=2017-07", "أغسطس=2017-08"]),
            ("يوم الخميس الأسود", &[]),
            ("الأسبوع قبل الماضي", &["الأسبوع قبل الماضي=2017-W36"]),
            ("الاثنين قبل الماضي", &["الاثنين قبل الماضي=2017-09-04"]),
            ("18 - 9 - 2017", &["18 - 9 - 2017=2017-09-18"]),
            ("18سبتمبر 2017", &["18سبتمبر 2017=2017-09-18"]),
            ("خلال الأعوام 2012 و2013", &["الأعوام 2012=2012", "2013=2013"]),
            ("غرة شوال 1438", &["غرة شوال 1438=2017-06-25"]),
            ("بحلول نهاية العام", &["نهاية العام=2017"]),
            ("نهاية العام الدراسي", &[]),
            ("في 3 مارس 2016 وفي نهاية العام نفسه", &["3 مارس 2016=2016-03-03", "نهاية العام نفسه=2016"]),
            ("في 3 مارس 2016 وفي اليوم نفسه", &["3 مارس 2016=2016-03-03", "اليوم نفسه=2016-03-03"]),
            ("من 28 ديسمبر إلى 3 يناير", &["28 ديسمبر=2016-12-28", "3 يناير=2017-01-03"]),
            ("من 15 إلى 25 نوفمبر", &["15=2017-11-15", "25 نوفمبر=2017-11-25"]),
            ("الاثنين 18 سبتمبر 2017 - 19:22", &["الاثنين 18 سبتمبر 2017 - 19:22=2017-09-18T19:22"]),
            ("من السبت إلى الخميس", &["السبت=2017-09-16", "الخميس=2017-09-21"]),
            ("خلال شهري يوليو/أغسطس", &["شهري يوليو=2017-07", "أغسطس=2017-08"]),
            ("31 يونيو 2017", &["31 يونيو 2017=!"]),
            ("30 فبراير", &["30 فبراير=!"]),
            ("29 فبراير 2023", &["29 فبراير 2023=!"]),
            ("الساعة 25:61", &["الساعة 25:61=!"]),
            ("15/13/2017", &["15/13/2017=!"]),
        ],
    );
}

#[test]
fn arabic_relations_and_lengths() {
    check(
        Language::Arabic,
        &[
            ("قبل يومين", &["قبل يومين=2017-09-16"]),
            ("قبل ثلاثة أيام", &["قبل ثلاثة أيام=2017-09-15"]),
            ("منذ شهرين", &["منذ شهرين=2017-07"]),
            ("قبل نحو أسبوعين", &["قبل نحو أسبوعين=2017-W36"]),
            ("بعد أسبوع", &["بعد أسبوع=2017-W39"]),
            ("قبل عشر سنوات", &["قبل عشر سنوات=2007"]),
            ("قبل 25 عاماً", &["قبل 25 عاماً=1992"]),
            ("الأسبوع الماضي", &["الأسبوع الماضي=2017-W37"]),
            ("الشهر المقبل", &["الشهر المقبل=2017-10"]),
            ("العام الجاري", &["العام الجاري=2017"]),
            ("هذا العام", &["هذا العام=2017"]),
            ("خلال اليومين الماضيين", &["اليومين الماضيين=P2D"]),
            ("السنوات العشر الماضية", &["السنوات العشر الماضية=P10Y"]),
            ("الأيام القليلة المقبلة", &["الأيام القليلة المقبلة=PXD"]),
            ("أكثر من شهرين", &["شهرين=P2M"]),
            ("لمدة خمسة وعشرين يوماً", &["خمسة وعشرين يوماً=P25D"]),
            ("استمرت ثلاث ساعات", &["ثلاث ساعات=PT3H"]),
            ("سنة ونصف", &["سنة ونصف=P1Y6M"]),
            ("سنتين ونصف", &["سنتين ونصف=P2Y6M"]),
            ("حالياً", &["حالياً=PRESENT_REF"]),
            ("يومياً", &["يومياً=P1D"]),
            ("كل يوم جمعة", &["كل يوم جمعة=XXXX-WXX-5"]),
            ("آنذاك", &["آنذاك=?"]),
            ("الساعة السابعة والنصف مساءً", &["الساعة السابعة والنصف مساءً=2017-09-18T19:30"]),
            ("7:22 م بتوقيت غرينتش", &["7:22 م بتوقيت غرينتش=2017-09-18T19:22"]),
            ("في 3 مارس 2017، وبعد يومين", &["3 مارس 2017=2017-03-03", "بعد يومين=2017-03-05"]),
        ],
    );
}

#[test]
fn arabic_hijri() {
    check(
        Language::Arabic,
        &[
            ("1 رمضان 1445هـ الموافق 11 مارس 2024", &["1 رمضان 1445هـ=2024-03-11", "11 مارس 2024=2024-03-11"]),
            ("27 ذي الحجة 1438 هـ", &["27 ذي الحجة 1438 هـ=2017-09-18"]),
            ("الأول من محرم 1439", &["الأول من محرم 1439=2017-09-21"]),
            ("عام 1438هـ", &["عام 1438هـ=2016-10-02/2017-09-20"]),
            ("خلال شهر رمضان", &["شهر رمضان=2017-05-27/2017-06-24"]),
            ("01/09/1445هـ", &["01/09/1445هـ=2024-03-11"]),
            (
                "الاثنين 1 رمضان 1445هـ الموافق 11 مارس 2024م",
                &["الاثنين 1 رمضان 1445هـ=2024-03-11", "11 مارس 2024م=2024-03-11"],
            ),
        ],
    );
}

#[test]
fn arabic_text_without_dates() {
    for text in [
        "الشيخ محمد بن عبد الرحمن آل ثاني",
        "والادعاء العام والأمين العام الحالي",
        "فاز 3-2 على ضيفه",
        "في الدقيقة 45 من المباراة",
        "تبلغ الكلفة 120 مليون دولار",
        "مكة المكرمة",
        "رجب طيب أردوغان",
        "مارس ضغوطاً على الحكومة",
        "أحد المسؤولين",
        "صلاة الجمعة",
        "بعد ذلك قال",
        "للمرة الأولى",
        "الدولة الأولى والوحيدة",
        "قرار مجلس الأمن 2254",
        "بنسبة 2.5 بالمئة",
        "آب إلى رشده",
        "رقم 0123456789",
        "عقد اجتماعاً مع نظيره",
        "في 2000 مدرسة",
        "المركز الثاني عشر",
        "ضرب 1500 شخص",
        "أكثر من 2000 عائلة سورية",
        "نحو 1900 سوري",
        "ثانية",
        "كرة اليد",
    ] {
        let found = read(text, Language::Arabic);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn english_days_months_years() {
    check(
        Language::English,
        &[
            ("SALMA, March 18", &["March 18=2017-03-18"]),
            ("talks began last February 11", &["last February 11=2017-02-11"]),
            ("work would start next June 5", &["next June 5=2018-06-05"]),
            ("on July 11, 2017, in Doha", &["July 11, 2017=2017-07-11"]),
            ("the 11th of July 2017", &["the 11th of July 2017=2017-07-11"]),
            ("Monday, 18 September 2017", &["Monday, 18 September 2017=2017-09-18"]),
            ("Monday 18 September at 7:22 p.m.", &["Monday 18 September at 7:22 p.m.=2017-09-18T19:22"]),
            ("on Friday evening", &["Friday evening=2017-09-15TEV"]),
            ("yesterday morning", &["yesterday morning=2017-09-17TMO"]),
            ("will meet on Thursday", &["Thursday=2017-09-21"]),
            ("said on Thursday", &["Thursday=2017-09-14"]),
            ("said Monday", &["Monday=2017-09-18"]),
            ("next Friday", &["next Friday=2017-09-22"]),
            ("last Monday", &["last Monday=2017-09-11"]),
            ("Mr. Mon said", &[]),
            ("Sat. 16 Sept. 2017", &["Sat. 16 Sept. 2017=2017-09-16"]),
            ("10–12 July", &["10=2017-07-10", "12 July=2017-07-12"]),
            ("July 10-12, 2016", &["July 10=2016-07-10", "12, 2016=2016-07-12"]),
            ("from 2010 to 2015", &["2010=2010", "2015=2015"]),
            ("2017-09-18T19:22:00+03:00", &["2017-09-18T19:22:00+03:00=2017-09-18T19:22:00"]),
            ("10/20/1948", &["10/20/1948=1948-10-20"]),
            ("18-Sep-2017", &["18-Sep-2017=2017-09-18"]),
            ("in early 2017", &["early 2017=2017"]),
            ("late last year", &["late last year=2016"]),
            ("mid-July", &["mid-July=2017-07"]),
            ("in May", &["May=2017-05"]),
            ("the 1990s", &["the 1990s=199"]),
            ("the 18th century", &["the 18th century=17"]),
            ("third quarter of 2017", &["third quarter of 2017=2017-Q3"]),
            ("summer 2016", &["summer 2016=2016-SU"]),
            ("the 5th of this month", &["the 5th of this month=2017-09-05"]),
            ("the first Monday in October", &["the first Monday in October=2017-10-02"]),
            ("last Sunday of March 2014", &["last Sunday of March 2014=2014-03-30"]),
            ("in 2001 and the following year", &["2001=2001", "the following year=2002"]),
            ("as soon as possible", &[]),
            ("the last week of September 2014", &["the last week of September 2014=2014-W39"]),
            ("in Q3 2017", &["Q3 2017=2017-Q3"]),
            ("at 0430 GMT", &["0430 GMT=2017-09-18T04:30"]),
            ("31-Oct-74", &["31-Oct-74=1974-10-31"]),
            ("Wednesday, 20 June", &["Wednesday, 20 June=2018-06-20"]),
            ("the week before last", &["week before last=2017-W36"]),
            ("Friday after next", &["Friday after next=2017-09-29"]),
            ("call 2010-2015-86", &[]),
            ("by the end of the year", &["the end of the year=2017"]),
            ("on 3 March 2016 and the same day", &["3 March 2016=2016-03-03", "the same day=2016-03-03"]),
            ("on Tuesday night", &["Tuesday night=2017-09-12TNI"]),
            ("in June, July and August", &["June=2017-06", "July=2017-07", "August=2017-08"]),
            ("at 24:30 on Monday", &["24:30 on Monday=!"]),
            ("July last year", &["July last year=2016-07"]),
            ("June 31", &["June 31=!"]),
            ("29 February 2023", &["29 February 2023=!"]),
            ("February 29", &["February 29=2016-02-29"]),
            ("at 25:61", &[]),
            ("1 Ramadan 1445, or March 11", &["1 Ramadan 1445=2024-03-11", "March 11=2024-03-11"]),
        ],
    );
}

#[test]
fn english_relations_and_lengths() {
    check(
        Language::English,
        &[
            ("two days ago", &["two days ago=2017-09-16"]),
            ("the meeting will be in two weeks", &["two weeks=2017-W40"]),
            ("last week", &["last week=2017-W37"]),
            ("this year", &["this year=2017"]),
            ("the past two weeks", &["the past two weeks=P2W"]),
            ("more than two months", &["two months=P2M"]),
            ("a three-day visit", &["three-day=P3D"]),
            ("for three hours", &["three hours=PT3H"]),
            ("every Friday", &["every Friday=XXXX-WXX-5"]),
            ("on Mondays", &["Mondays=XXXX-WXX-1"]),
            ("recently", &["recently=PAST_REF"]),
            ("now", &["now=PRESENT_REF"]),
            ("several months ago", &["several months ago=PAST_REF"]),
            ("on 3 March 2017 and two days later", &["3 March 2017=2017-03-03", "two days later=2017-03-05"]),
            ("51-year-old", &["51-year=P51Y"]),
        ],
    );
}

#[test]
fn english_text_without_dates() {
    for text in [
        "Theresa May said",
        "a march against the law",
        "won 3-2 at home",
        "$120 million",
        "he may come",
        "resolution 2254",
        "Flight 2017 was late",
        "second place",
        "two second-half goals",
        "more than 2010 homes",
        "version 1.2.3",
        "10.5 percent",
        "the sun sat on the sea",
        "June Smith spoke",
        "for the first time",
        "the former president",
        "https://example.org/2017/09/18/story",
        "Boeing 737 and 2,000 people",
        "in 2000 schools",
        "Black Friday sales",
        "USA Today reported",
    ] {
        let found = read(text, Language::English);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn pairs_ranges_and_lists_are_linked() {
    let text = "من 10 إلى 12 أكتوبر، وفي 1 رمضان 1445هـ الموافق 11 مارس 2024. وفي 21 و22 أغسطس";
    let found = scan(text, Language::Arabic);
    let links: Vec<_> = found.iter().map(|expression| (expression.link, expression.pair)).collect();
    assert_eq!(
        links,
        [
            (Some(Link::RangeTo(1)), None),
            (Some(Link::RangeFrom(0)), None),
            (None, Some(3)),
            (None, Some(2)),
            (Some(Link::ListTo(5)), None),
            (Some(Link::ListFrom(4)), None),
        ],
        "{:?}",
        found.iter().map(|expression| expression.range.slice(text)).collect::<Vec<_>>()
    );
}

#[test]
fn fields_have_the_ranges_of_their_words() {
    let text = "قال الثلاثاء، 18 سبتمبر/أيلول 2017م";
    let [expression] = &scan(text, Language::Arabic)[..] else { panic!() };
    assert_eq!(expression.weekday.unwrap().range.slice(text), "الثلاثاء");
    assert_eq!(expression.day.unwrap().range.slice(text), "18");
    assert_eq!(expression.month.unwrap().range.slice(text), "سبتمبر");
    assert_eq!(expression.other_month.unwrap().range.slice(text), "أيلول");
    assert_eq!(expression.year.unwrap().range.slice(text), "2017م");
    assert_eq!(expression.weekday.unwrap().value, Weekday::Tuesday);
    let text = "سبتمبر/تشرين الأول 2017";
    let [expression] = &scan(text, Language::Arabic)[..] else { panic!() };
    assert_eq!((expression.month.unwrap().value, expression.other_month.unwrap().value), (9, 10));
    let text = "03/04/2017";
    let [expression] = &scan(text, Language::English)[..] else { panic!() };
    assert!(expression.ambiguous_order);
    let text = "مضى أكثر من شهرين على التوقيع";
    let [expression] = &scan(text, Language::Arabic)[..] else { panic!() };
    assert_eq!(expression.modifier, Some(Modifier::MoreThan));
    let text = "a man, 51 years old";
    let [expression] = &scan(text, Language::English)[..] else { panic!() };
    assert!(expression.age);
}

#[test]
fn inferred_fields_are_listed_and_derived() {
    let text = "11 يوليو";
    let expressions = scan(text, Language::Arabic);
    let with = resolve(text, &expressions, Language::Arabic, Some(&reference()));
    assert_eq!((with[0].stated.clone(), with[0].inferred.clone()), (vec![Field::Month, Field::Day], vec![Field::Year]));
    assert!(with[0].derivation.len() >= 3);
    let without = resolve(text, &expressions, Language::Arabic, None);
    assert_eq!((without[0].value.as_deref(), without[0].needs_reference), (Some("XXXX-07-11"), true));
    let text = "18 سبتمبر 2017 وأمس";
    let expressions = scan(text, Language::Arabic);
    let without = resolve(text, &expressions, Language::Arabic, None);
    assert_eq!((without[0].value.as_deref(), without[0].needs_reference), (Some("2017-09-18"), false));
    assert_eq!((without[1].value.as_deref(), without[1].needs_reference), (None, true));
}

#[test]
fn the_sample_article_has_exactly_these_dates() {
    let stamp = "الاثنين، 18-09-2017 الساعة 19:22";
    let [expression] = &scan(stamp, Language::Arabic)[..] else { panic!() };
    assert_eq!(expression.range.slice(stamp), stamp);
    let resolved = resolve(stamp, &scan(stamp, Language::Arabic), Language::Arabic, None);
    assert_eq!(resolved[0].value.as_deref(), Some("2017-09-18T19:22"));
    assert_eq!(resolved[0].day().unwrap().weekday(), expression.weekday.unwrap().value);
}
