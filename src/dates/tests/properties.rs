//! What must hold for any text.

use super::super::*;
use proptest::prelude::*;

/// Texts that are nearly dates.
fn nearly_dates() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "11",
        "31",
        "٢٠١٧",
        "2017",
        "1445",
        "هـ",
        "م",
        "يوليو",
        "رمضان",
        "الاثنين",
        "للأحد",
        "الماضي",
        "قبل",
        "يومين",
        "من",
        "و",
        "إلى",
        "الساعة",
        "19:22",
        "مساء",
        "July",
        "May",
        "March",
        "last",
        "two",
        "days",
        "ago",
        "the",
        "of",
        ",",
        "،",
        "-",
        "/",
        "–",
        "(",
        ")",
        ".",
        ":",
        "\u{200F}",
        "\u{064B}",
        "th",
        "s",
        "BC",
        "القرن",
        "عام",
        "شهر",
        "الموافق",
        "week",
        "Friday",
        "+",
        "T",
        "Z",
        "0",
        "99999999999",
        "early",
        "mid-",
        "in",
        "أول",
        "نصف",
        "الربع",
        "الأول",
        "century",
        "BCE",
        "قبل الماضي",
        "الجاري",
        "نهاية",
        "العام",
        "نفسه",
        "كل",
        "بعد",
        "GMT",
        "same",
        "every",
        "Q3",
        "1990",
        "for",
        "more than",
        "31",
        "فبراير",
        "١٤٤٥",
        "9999",
        "1er",
        "juillet",
        "il y a",
        "deux",
        "de",
        "julio",
        "pasado",
        "vor",
        "zwei",
        "Tagen",
        "31.",
        "Juli",
        "تیر",
        "۱۳۹۶",
        "گذشته",
        "دو",
        "روز",
        "Temmuz",
        "gün",
        "önce",
        "geçen",
    ]);
    let glue = prop::sample::select(vec!["", " ", "\n", "  "]);
    prop::collection::vec((words, glue), 0..12)
        .prop_map(|parts| parts.into_iter().flat_map(|(word, glue)| [word, glue]).collect())
}

fn holds(text: &str) -> Result<(), TestCaseError> {
    for language in Language::ALL.into_iter().chain([Language::Other]) {
        let found = scan(text, language);
        let mut end = 0;
        for expression in &found {
            let range = expression.range;
            prop_assert!(range.start >= end && range.start < range.end, "{:?}", range);
            prop_assert!(text.get(range.to_usize()).is_some());
            let parts = [
                expression.year.map(|part| part.range),
                expression.month.map(|part| part.range),
                expression.day.map(|part| part.range),
                expression.weekday.map(|part| part.range),
                expression.time.map(|part| part.range),
                expression.relation.map(|part| part.range),
            ];
            for part in parts.into_iter().flatten() {
                prop_assert!(text.get(part.to_usize()).is_some_and(|words| !words.is_empty()));
            }
            end = range.end;
        }
        for day in ["2017-09-18", "0001-01-01", "9999-12-31", "2024-02-29"] {
            let reference = Reference { day: day.parse().unwrap(), source: ReferenceSource::Given };
            let resolved = resolve(text, &found, language, Some(&reference));
            prop_assert_eq!(resolved.len(), found.len());
            for (expression, resolved) in found.iter().zip(&resolved) {
                let _ = agreement(&DateValue::parse("2017-07-11").unwrap(), expression, resolved);
            }
        }
        prop_assert_eq!(resolve(text, &found, language, None).len(), found.len());
        let _ = parse_metadata_date(text, language);
    }
    let _ = DateValue::parse(text);
    Ok(())
}

proptest! {
    #[test]
    fn any_text_scans(text in "\\PC{0,60}") {
        holds(&text)?;
    }

    #[test]
    fn near_dates_scan(text in nearly_dates()) {
        holds(&text)?;
    }
}
