use super::{certain, names, registry};
use crate::actors::*;
use crate::article::BlockId;
use crate::language::Language;

const PEOPLE: &str = r#"
[[actor]]
id = "ali"
kind = "person"
name = { ar = "علي", en = "Ali" }
[[actor]]
id = "morsi"
kind = "person"
name = { ar = "محمد مرسي", en = "Mohamed Morsi" }
short = { ar = "مرسي", en = "Morsi" }
[[actor]]
id = "muhammad-ali"
kind = "person"
name.en = "Muhammad Ali"
[[actor]]
id = "un"
kind = "organisation"
name = { ar = "الأمم المتحدة", en = "United Nations" }
also.en = ["UN"]
[[actor]]
id = "us"
kind = "place"
name = { ar = "الولايات المتحدة", en = "United States" }
also.en = ["US"]
[[actor]]
id = "qatar"
kind = "place"
name = { ar = "قطر", en = "Qatar" }
[[actor]]
id = "amal"
kind = "organisation"
name.ar = "حركة أمل"
weak.ar = "أمل"
[[actor]]
id = "tillerson"
kind = "person"
name = { ar = "ريكس تيلرسون", en = "Rex Tillerson" }
short = { ar = "تيلرسون", en = "Tillerson" }
[[actor.role]]
title.ar = "وزير الخارجية الأمريكي"
title.en = "US Secretary of State"
from = 2017-02-01
to = 2018-03-31
[[actor]]
id = "kerry"
kind = "person"
name.en = "John Kerry"
short.en = "Kerry"
[[actor.role]]
title.en = "US Secretary of State"
from = 2013-02-01
to = 2017-01-20
[[actor]]
id = "kerry-2"
kind = "person"
name.en = "Ann Kerry"
short.en = "Kerry"
[[actor]]
id = "guterres"
kind = "person"
name = { ar = "أنطونيو غوتيريش", en = "António Guterres" }
"#;

fn ids(prose: &str) -> Vec<(String, String)> {
    certain(&registry(PEOPLE, false), prose)
}

fn pair(words: &str, id: &str) -> (String, String) {
    (words.into(), id.into())
}

#[test]
fn clitics_are_outside_and_the_literal_reading_wins() {
    assert_eq!(ids("وللأمم المتحدة وبالأمم المتحدة"), [pair("لأمم المتحدة", "un"), pair("الأمم المتحدة", "un")]);
    assert_eq!(ids("من قطر ولقطر وبقطر"), [pair("قطر", "qatar"), pair("قطر", "qatar"), pair("قطر", "qatar")]);
    assert_eq!(ids("القطر الشقيق وقطري وقطرات"), []);
    let prose = "فلـقَطَر دور";
    let matches = scan(prose, Language::Arabic, &registry(PEOPLE, false));
    assert_eq!((matches[0].clitic.slice(prose), matches[0].range.slice(prose)), ("فلـ", "قَطَر"));
}

#[test]
fn spellings_vary_but_short_words_do_not() {
    let registry = registry(PEOPLE, false);
    let spelt = |prose: &str| scan(prose, Language::Arabic, &registry).first().map(|matched| matched.spelling);
    assert_eq!(spelt("دخل على الخط"), None);
    assert_eq!(spelt("دخل علي الخط"), Some(Spelling::Exact));
    assert_eq!(spelt("الامم المتحده"), Some(Spelling::Variant));
    assert_eq!(spelt("الأُمَم\u{200F} المتّحدة"), Some(Spelling::Exact));
    let english = |prose: &str| scan(prose, Language::English, &registry).first().map(|matched| matched.spelling);
    assert_eq!(english("Antonio Guterres said"), Some(Spelling::Variant));
    assert_eq!(english("rex tillerson said"), None);
    assert_eq!(english("REX TILLERSON QUITS"), Some(Spelling::Exact));
    assert_eq!(english("They asked us"), None);
    assert_eq!(english("THEY ASKED US TO WAIT"), Some(Spelling::Exact));
    assert!(scan("THEY ASKED US TO WAIT", Language::English, &registry)[0].doubtful);
    assert_eq!(english("the U.S. said"), Some(Spelling::Exact));
}

#[test]
fn a_name_within_a_longer_name_is_not_recognized() {
    let registry = registry(PEOPLE, false);
    let doubt = |prose: &str| {
        let language = Language::of_script(prose).unwrap();
        scan(prose, language, &registry).iter().map(|matched| matched.doubtful).collect::<Vec<_>>()
    };
    assert_eq!(doubt("قال محمد مرسي الشناوي"), [true]);
    assert_eq!(doubt("قال محمد مرسي بن سعيد"), [true]);
    assert_eq!(doubt("قال محمد مرسي الماضي"), [false]);
    assert_eq!(doubt("في جائزة محمد مرسي"), [true]);
    assert_eq!(doubt("Muhammad Ali Jinnah was here"), [true]);
    assert_eq!(doubt("Muhammad Ali said"), [false]);
    assert_eq!(doubt("met Rex Tillerson Monday"), [false]);
    assert_eq!(doubt("the Rex Tillerson Foundation"), [true]);
    assert_eq!(doubt("Qatar Airways flies"), [true]);
    assert_eq!(doubt("Qatar's emir and Qatar-based firms"), [false, false]);
    assert_eq!(doubt("Rex Tillerson Leaves Qatar For United Nations"), [false, false, false]);
    assert_eq!(doubt("Bob Tillerson said"), [true]);
    assert_eq!(doubt("the US Air Force said"), [true]);
    assert_eq!(doubt("the US said"), [false]);
    assert_eq!(doubt("UN 747 jets"), [true]);
    assert_eq!(doubt("a UN 2017 report"), [false]);
    assert_eq!(names(&registry, "paid in US dollars"), []);
}

#[test]
fn diameters_are_not_a_country() {
    for prose in ["يبلغ قطر الدائرة", "أنبوب بقطر 90 سنتيمتراً", "نصف قطر الأرض"]
    {
        assert_eq!(names(&registry(PEOPLE, false), prose), [], "{prose}");
    }
    assert_eq!(ids("مونديال قطر 2022"), [pair("قطر", "qatar")]);
}

#[test]
fn titles_are_next_to_names_and_contain_no_names() {
    let registry = registry(PEOPLE, false);
    let title = |prose: &str| {
        let matches = scan(prose, Language::of_script(prose).unwrap(), &registry);
        let matched = matches.iter().find(|matched| matched.title.is_some());
        matched.and_then(|matched| matched.title).map(|(_, range)| range.slice(prose).to_owned())
    };
    assert_eq!(title("قال وزير الخارجية الأمريكي ريكس تيلرسون").unwrap(), "وزير الخارجية الأمريكي");
    assert_eq!(title("ولوزير الخارجية الأمريكية السابق، السيد ريكس تيلرسون").unwrap(), "وزير الخارجية");
    assert_eq!(title("قال الوزير تيلرسون").unwrap(), "الوزير");
    assert_eq!(title("ريكس تيلرسون، وزير الخارجية الأمريكي،").unwrap(), "وزير الخارجية الأمريكي");
    assert_eq!(title("Rex Tillerson, the former US secretary of state, said").unwrap(), "US secretary of state");
    assert_eq!(title("Secretary Tillerson said").unwrap(), "Secretary");
    assert_eq!(certain(&registry, "US Secretary of State Rex Tillerson said"), [pair("Rex Tillerson", "tillerson")]);
}

#[test]
fn short_names_follow_full_ones() {
    let registry = registry(PEOPLE, false);
    let said = |prose: &str| names(&registry, prose).into_iter().map(|n| (n.0, n.1)).collect::<Vec<_>>();
    assert_eq!(said("قال تيلرسون")[0].1, Certainty::Unsure);
    assert_eq!(said("قال تيلرسون. وغادر ريكس تيلرسون أمس")[0].1, Certainty::ShortFirst);
    // The text has no evidence for either of them.
    assert_eq!(said("Kerry said")[0].1, Certainty::Unsure);
    assert_eq!(said("John Kerry met Ann Kerry. Kerry said")[2].1, Certainty::Ambiguous);
    assert_eq!(
        certain(&registry, "Ann Kerry spoke. Kerry said so."),
        [pair("Ann Kerry", "kerry-2"), pair("Kerry", "kerry-2")]
    );
    assert_eq!(certain(&registry, "Secretary Kerry said"), [pair("Kerry", "kerry")]);
    assert_eq!(said("هناك أمل كبير")[0].1, Certainty::Unsure);
    assert_eq!(certain(&registry, "من حركة «أمل» وقال"), [pair("أمل", "amal")]);
}

#[test]
fn links_introduce_actors_and_other_links_are_not_searched() {
    let registry = registry(PEOPLE, false);
    let prose = "Kerry met Tillerson and Kerry in Qatar";
    let matches = scan(prose, Language::English, &registry);
    let Lookup::Found(kerry) = registry.lookup("kerry-2") else { panic!() };
    let block = BlockNames {
        block: BlockId::new(3),
        heading: false,
        matches: &matches,
        links: vec![((0..5).into(), Some(kerry)), ((10..12).into(), None)],
        closed: vec![((33..38).into())],
        dates: Vec::new(),
    };
    let found = disambiguate(&registry, &[block], None);
    let said: Vec<_> =
        found.iter().map(|n| (n.matched.range.slice(prose), n.certainty, n.linked, n.block.index())).collect();
    assert_eq!(
        said,
        [
            ("Kerry", Certainty::Certain, true, 3),
            ("Tillerson", Certainty::Unsure, true, 3),
            ("Kerry", Certainty::Certain, false, 3)
        ]
    );
    assert_eq!(found[2].actors, [kerry]);
    let heading = BlockNames {
        block: BlockId::FIRST,
        heading: true,
        matches: &matches[1..2],
        links: Vec::new(),
        closed: Vec::new(),
        dates: Vec::new(),
    };
    assert_eq!(disambiguate(&registry, &[heading], None)[0].certainty, Certainty::Unsure);
}

#[test]
fn links_name_their_actors_in_many_ways() {
    let registry = registry(PEOPLE, false);
    let Lookup::Found(rex) = registry.lookup("tillerson") else { panic!() };
    let Lookup::Found(un) = registry.lookup("un") else { panic!() };
    let named = |text: &str| names_actor(&registry, rex, text, Language::of_script(text).unwrap_or_default());
    for text in [
        "ريكس تيلرسون",
        "تيلرسون",
        "وتيلرسون",
        "الوزير",
        "وزير الخارجية الأمريكي السابق",
        "ريكس",
        "وزير الخارجية الأمريكي ريكس تيلرسون",
        "Rex Tillerson's",
        "the Secretary of State",
        "Secretary Tillerson",
        "tillerson",
        "US Secretary of State",
    ] {
        assert!(named(text), "{text}");
    }
    for text in ["جون كيري", "John Kerry", "الأمم المتحدة", "President", "قطر"] {
        assert!(!named(text), "{text}");
    }
    assert_eq!(clitic_inside(&registry, rex, "وتيلرسون"), Some(2));
    assert_eq!(clitic_inside(&registry, rex, "تيلرسون"), None);
    assert_eq!(clitic_inside(&registry, un, "للأمم المتحدة"), Some(2));
    assert_eq!(clitic_inside(&registry, rex, "ووزير الخارجية الأمريكي"), Some(2));
    assert_eq!(clitic_inside(&registry, rex, "وزير الخارجية"), None);
    assert_eq!(clitic_inside(&registry, rex, "وريكس تيلرسون"), Some(2), "the short name stands behind");
    assert_eq!(clitic_inside(&registry, rex, "وزير الخارجية ريكس تيلرسون"), None);
}
