use super::{certain, names, registry};
use crate::actors::*;
use crate::language::Language;

#[test]
fn countries_and_capitals_are_built_in() {
    let registry = registry("", true);
    assert!(registry.len() > 400);
    let Lookup::Found(qatar) = registry.lookup("qatar") else { panic!() };
    assert_eq!(registry.lookup("iso:QA"), Lookup::Found(qatar));
    let Lookup::Found(doha) = registry.lookup("doha") else { panic!() };
    assert_eq!(registry.actor(doha).parent.as_deref(), Some("qatar"));
    let ids = |prose: &str| certain(&registry, prose).into_iter().map(|(_, id)| id).collect::<Vec<_>>();
    assert_eq!(
        ids("وصل من السعودية والإمارات وبريطانيا إلى أمريكا"),
        ["saudi-arabia", "united-arab-emirates", "united-kingdom", "united-states"]
    );
    assert_eq!(ids("The UK, the U.S. and France's ally Qatar"), ["united-kingdom", "united-states", "france", "qatar"]);
    assert_eq!(ids("سلطنة عمان وجمهورية مالي وفي مالي"), ["oman", "mali", "mali"]);
    assert_eq!(
        ids(
            "The king of Jordan and the prime minister of Chad left. Fans of Jordan and the governor of Georgia did not."
        ),
        ["jordan", "chad"]
    );
    for prose in [
        "فائض مالي ضخم",
        "في مسقط رأسه",
        "أمريكا اللاتينية",
        "صلاة المغرب",
        "المغرب العربي",
        "Chad said",
        "in Latin America",
        "خليج المكسيك",
        "Gulf of Mexico",
        "Lake Chad",
        "New Mexico",
        "عمان",
        "السياسة المالية",
        "الرباط الصليبي",
        "Qatari and French",
    ] {
        assert_eq!(ids(prose), [] as [&str; 0], "{prose}");
    }
}

#[test]
fn an_entry_extends_the_built_in_one_and_belongs_to_the_project() {
    let text = "[[actor]]\nid = \"qat\"\nkind = \"place\"\nsame-as = \"iso:QA\"\nname.ar = \"دولة قطر\"\n\n[[actor]]\nid = \"chad\"\nkind = \"place\"\nname.en = \"Chad\"\n";
    let registry = registry(text, true);
    assert_eq!(registry.lookup("qat"), Lookup::Found(ActorIndex(0)));
    assert_eq!(registry.lookup("qatar"), Lookup::Found(ActorIndex(0)));
    let qatar = registry.actor(ActorIndex(0));
    assert_eq!(qatar.file, Some(0));
    let name = |text: &str| qatar.names.iter().find(|name| name.text == text).map(|name| name.class);
    assert_eq!((name("دولة قطر"), name("قطر")), (Some(NameClass::House), Some(NameClass::Also)));
    assert_eq!(name("Qatar"), Some(NameClass::House));
    // The project declares "Chad" sufficient.
    assert_eq!(names(&registry, "Chad said")[0].1, Certainty::Certain);
    assert_eq!(registry.iter().filter(|actor| actor.same_as.contains(&"iso:QA".to_owned())).count(), 1);
}

#[test]
fn completion_crosses_scripts_and_spellings() {
    let text = "[[actor]]\nid = \"tillerson\"\nkind = \"person\"\nname = { ar = \"ريكس تيليرسون\", en = \"Rex Tillerson\" }\nshort.ar = \"تيليرسون\"\n\n[[actor]]\nid = \"un\"\nkind = \"organisation\"\nname = { ar = \"الأمم المتحدة\", en = \"United Nations\" }\nmetonym.en = \"New York\"\n";
    let registry = registry(text, true);
    let complete = |prefix: &str, language| {
        let found = registry.complete(prefix, language, 3);
        found.into_iter().map(|(actor, name)| registry.actor(actor).names[name].text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(complete("til", Language::Arabic), ["ريكس تيليرسون"]);
    assert_eq!(complete("تيل", Language::Arabic), ["تيليرسون", "ريكس تيليرسون"]);
    assert_eq!(complete("تيل", Language::English), ["Rex Tillerson"]);
    assert_eq!(complete("rex t", Language::English), ["Rex Tillerson"]);
    assert_eq!(complete("امم", Language::Arabic)[0], "الأمم المتحدة");
    assert_eq!(complete("للأمم", Language::Arabic)[0], "الأمم المتحدة");
    assert_eq!(complete("new y", Language::English), [] as [&str; 0]);
    assert_eq!(complete("qat", Language::Arabic), ["قطر"]);
    assert_eq!(complete("", Language::Arabic).len(), 3);
}
