//! Names that are part of a longer name, or words of everyday prose.

use super::*;

/// The names found in a text, with `?` for uncertain ones.
fn found_names(registry: &Registry, prose: &str) -> String {
    let names = names(registry, prose);
    let shown = names.iter().map(|(words, certainty, _)| match certainty {
        Certainty::Certain => words.clone(),
        _ => format!("{words}?"),
    });
    shown.collect::<Vec<_>>().join(", ")
}

const NAMES: &str = r#"
[[actor]]
id = "garden"
kind = "place"
name.ar = "الشجرة"

[[actor]]
id = "thira"
kind = "place"
name.ar = "ريما"

[[actor]]
id = "sella"
kind = "place"
name.ar = "سيلوان"
name.en = "Selwan"

[[actor]]
id = "amal"
kind = "person"
name.ar = "وعد جابر"
short.ar = ["وعد"]

[[actor]]
id = "samer"
kind = "person"
name.ar = "سامر"

[[actor]]
id = "hamdi"
kind = "person"
name.ar = "حمدي نجار"

[[actor]]
id = "council"
kind = "organisation"
name.ar = "هيئة الجسور"
name.en = "Bridge Watch"

[[actor]]
id = "vellum"
kind = "organisation"
name.en = "Tarvix"
weak.en = ["T"]

[[actor]]
id = "lea"
kind = "person"
name.en = "Lea June"
short.en = ["June"]
"#;

#[test]
fn words_of_everyday_prose() {
    let registry = registry(NAMES, true);
    for (prose, expected) in [
        ("جلس تحت الشجرة وانتظر.", "الشجرة?"),
        ("وصل الوفد إلى مدينة الشجرة.", "الشجرة"),
        ("قرأ الكريما على الكعك.", ""),
        ("وقف كريما.", "ريما?"),
        ("وصل إلى ريما، ثم توقف بريما.", "ريما, ريما"),
        ("حضرت وعد جابر. ووعد الوزير بحل.", "وعد جابر, وعد?"),
        ("حضرت وعد جابر. وقالت وعد إن الحل قريب.", "وعد جابر, وعد"),
        ("أصيب سورياً وليبياً في الحادث.", ""),
        ("The film costs US $40 or US$50.", ""),
        ("بحث اتحاد المغرب الكبير الملف في بلاد المغرب.", ""),
    ] {
        assert_eq!(found_names(&registry, prose), expected, "{prose}");
    }
}

#[test]
fn parts_of_longer_names() {
    let registry = registry(NAMES, true);
    for (prose, expected) in [
        ("سجل سامر شطاوي هدفين.", "سامر?"),
        ("قال سامر إن الهدف جميل.", "سامر"),
        ("قال محمود حمدي نجار إن الفوز مستحق.", "حمدي نجار?"),
        ("قال عبد الرحمن حمدي نجار ذلك.", "حمدي نجار?"),
        ("فاز نادي سيلوان على منتخب سيلوان في شارع سيلوان.", "سيلوان?, سيلوان?, سيلوان?"),
        ("وصل إلى محافظة سيلوان، وغادر سيلوان أمس.", "سيلوان, سيلوان"),
        ("قال أمين هيئة الجسور القومية ذلك.", "هيئة الجسور?"),
        ("اجتمعت هيئة الجسور الحالية أمس.", "هيئة الجسور"),
        ("The boats of the Royal Tarshan Bridge Watch left.", "Bridge Watch?"),
        ("The Bridge Watch left.", "Bridge Watch"),
        ("On Sunday, Marcus Selwan won.", "Selwan?"),
        ("On Sunday, Selwan won the cup.", "Selwan"),
        ("The University of Selwan closed, the mayor of Selwan said.", "Selwan?, Selwan"),
        (
            "The Republic of China is Taiwan, said the People's Republic of China.",
            "China?, Taiwan, People's Republic of China",
        ),
        ("Tarvix Corp. said it will build. Tarvix Inc left.", "Tarvix Corp., Tarvix Inc"),
        ("He left Tarvix Corp. The plant closed.", "Tarvix Corp"),
        ("Under the contract, company T pays company L.", "T?"),
        ("The company T pays each month.", "T"),
        ("Nadia Blake, Rana Muller, Paris Holt and Hilda Lane scored.", "Paris?"),
    ] {
        assert_eq!(found_names(&registry, prose), expected, "{prose}");
    }
}

#[test]
fn a_cue_chooses_between_a_city_and_a_country() {
    let registry = registry("", true);
    let ids = |prose: &str| names(&registry, prose).into_iter().map(|name| (name.1, name.2)).collect::<Vec<_>>();
    assert_eq!(ids("أغلقت السفارة في العاصمة عمان."), [(Certainty::Certain, vec!["amman".to_owned()])]);
    assert_eq!(ids("زار الوفد سلطنة عمان."), [(Certainty::Certain, vec!["oman".to_owned()])]);
    assert_eq!(ids("تظاهر المئات في عمان.")[0].0, Certainty::Ambiguous);
}
