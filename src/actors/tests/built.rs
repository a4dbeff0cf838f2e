//! A built registry gives the same results as its source files.

use crate::actors::store::binary::BinaryError;
use crate::actors::*;
use crate::article::BlockId;
use crate::language::Language;
use proptest::prelude::*;
use std::fmt::Write;
use std::sync::{Arc, LazyLock};

const ACTORS: &str = r#"
[[actor]]
id = "sisi"
kind = "person"
gender = "m"
born = "1954-11"
description.en = "President of Egypt since 2014"
same-as = ["wd:Q307871"]
merged-from = ["abdel-fattah"]
note = "Not the minister."
name = { ar = "عبد الفتاح السيسي", en = "Abdel Fattah el-Sisi" }
short = { ar = "السيسي", en = "Sisi" }
wrong.en = ["Abdul Fatah  Sissi"]
[[actor.role]]
title.ar = { m = "الرئيس المصري", f = "الرئيسة المصرية" }
title.en = "President of Egypt"
org = "egypt"
exclusive = true
from = 2014-06-08
source = "https://example.org/"

[[actor]]
id = "un"
kind = "organisation"
name = { ar = "الأمم المتحدة", en = "United Nations" }
also.en = ["UN", "U.N.", { text = "League", to = 1946 }]

[[actor]]
id = "amal"
kind = "group"
name.ar = "أمل"
weak.ar = ["أمل"]
metonym.en = ["Beirut"]
"#;

const MORE: &str = r#"
[[actor]]
id = "karim-adel"
kind = "person"
name = { ar = "كريم عادل", en = "Karim Adel" }

[[actor]]
id = "qatar-state"
kind = "place"
same-as = ["iso:QA"]
name = { ar = "دولة قطر", en = "State of Qatar" }
"#;

fn files() -> Vec<Arc<RegistryFile>> {
    vec![Arc::new(parse("actors.toml", ACTORS)), Arc::new(parse("more.toml", MORE))]
}

fn sources() -> Vec<Source> {
    let source = |path: &str, text: &str| Source { path: path.into(), hash: content_hash(text), ..Source::default() };
    vec![source("actors.toml", ACTORS), source("more.toml", MORE)]
}

fn bytes(builtin: bool) -> Vec<u8> {
    build(&Registry::new(files(), builtin), &sources())
}

fn open(bytes: Vec<u8>) -> Result<Arc<Built>, BinaryError> {
    let bytes: Bytes = Arc::new(bytes);
    Built::open(bytes).map(Arc::new)
}

/// Whether each source has changed.
fn over(changed: [bool; 2], files: Vec<Arc<RegistryFile>>) -> Registry {
    let uses = ["actors.toml", "more.toml"].into_iter().zip(changed);
    let uses: Vec<SourceUse> = uses.map(|(path, changed)| SourceUse { path: path.into(), changed }).collect();
    Registry::over(open(bytes(true)).unwrap(), &uses, files)
}

static TEXT: LazyLock<Registry> = LazyLock::new(|| Registry::new(files(), true));
static BUILT: LazyLock<Registry> = LazyLock::new(|| over([false; 2], Vec::new()));

/// All results of a registry for a text.
fn results(registry: &Registry, text: &str) -> impl PartialEq + std::fmt::Debug {
    let language = Language::of_script(text).unwrap_or_default();
    let matches = scan(text, language, registry);
    let linked: Vec<bool> =
        registry.indexes().take(5).map(|actor| names_actor(registry, actor, text, language)).collect();
    let clitics: Vec<_> = registry.indexes().take(5).map(|actor| clitic_inside(registry, actor, text)).collect();
    let near: Vec<String> = registry.near_ids(text).into_iter().map(str::to_owned).collect();
    let ids = registry.ids_with(text, 20, &|_| true);
    let typed = (registry.complete(text, language, 20), registry.clitics_of(text, language));
    (matches, linked, clitics, near, ids, typed, registry.lookup(text))
}

#[test]
fn entries_survive_encoding() {
    assert_eq!(TEXT.len(), BUILT.len());
    for (mut text, built) in TEXT.iter().cloned().zip(BUILT.iter()) {
        // Ranges of names are needed only for problems of the file itself.
        for name in &mut text.names {
            name.range = crate::actors::EntryRange::default();
        }
        assert_eq!(&text, built);
    }
    let paths = |registry: &Registry| registry.files.iter().map(|file| file.path.clone()).collect::<Vec<_>>();
    assert_eq!(paths(&TEXT), paths(&BUILT));
}

#[test]
fn built_and_text_registries_agree() {
    let story = "قال الرئيس المصري عبد الفتاح السيسي للأمم المتحدة إن قطر وحركة أمل. وأكد السيسي لكريم عادل. The UN and \
                 President Abdel-Fattah El-Sisi met Karim Adel of the State of Qatar; Abdul Fatah Sissi left US and Paris.";
    let asked = ["sisi", "Sisi", "سي", "وال", "للأ", "uni", "abd", "q", "qatar", "iso:QA", "wd:Q307871", "abdel-fattah"];
    for text in asked.into_iter().chain([story, "", "un", "nobody", "sissi", "karim-adle", "fat", "الف", "عبد الف"])
    {
        assert_eq!(format!("{:?}", results(&TEXT, text)), format!("{:?}", results(&BUILT, text)), "{text}");
    }
    assert!(scan(story, Language::Arabic, &BUILT).len() > 8);
    assert_eq!(BUILT.near_ids("karim-adle"), ["karim-adel"]);
    assert!(!BUILT.complete("fat", Language::English, 5).is_empty());
}

#[test]
fn files_over_a_built_registry_hide_its_entries() {
    let edited = ACTORS.replace("Abdel Fattah el-Sisi", "Abdelfattah Sisi").replace("id = \"un\"", "id = \"united\"");
    let found = |registry: &Registry, text: &str| {
        let matches = scan(text, Language::English, registry);
        let id = |matched: &NameMatch| registry.actor(matched.candidates[0].0).id.clone();
        matches.iter().map(id).collect::<Vec<_>>()
    };
    let edits = vec![Arc::new(parse("actors.toml", &edited))];
    let registry = over([true, false], edits.clone());
    assert_eq!(found(&registry, "Abdelfattah Sisi met Karim Adel"), ["sisi", "karim-adel"]);
    let old = "Abdel Fattah el-Sisi";
    assert_eq!(scan(old, Language::English, &registry)[0].range.slice(old), "Sisi");
    // The old id is gone, and the entry exists once.
    assert_eq!(registry.lookup("un"), Lookup::Missing);
    assert_eq!(found(&registry, "the United Nations"), ["united"]);
    assert_eq!(registry.near_ids("unn"), Vec::<&str>::new());
    assert_eq!(registry.complete("united n", Language::English, 9).len(), 1);
    assert_eq!(registry.iter().filter(|actor| actor.id == "sisi").count(), 1);
    // A file over the built registry hides only its own id.
    let over_it =
        vec![Arc::new(parse("beside.toml", "[[actor]]\nid = \"sisi\"\nkind = \"person\"\nname.en = \"A B\"\n"))];
    let registry = over([false; 2], over_it);
    assert_eq!(found(&registry, "A B, UN, Abdel Fattah el-Sisi"), ["sisi", "un"]);
    // The results are the same for any layers.
    let text = Registry::new(vec![edits[0].clone(), Arc::new(parse("more.toml", MORE))], true);
    let both = over([true, false], edits);
    for word in ["Abdelfattah Sisi", "State of Qatar", "قطر", "the UN in Paris", "دولة قطر"] {
        assert_eq!(found(&text, word), found(&both, word), "{word}");
    }
}

#[test]
fn entries_over_a_built_registry_extend_its_places() {
    let own = "[[actor]]\nid = \"jordan-state\"\nkind = \"place\"\nsame-as = [\"iso:JO\"]\nname.en = \"Kingdom\"\n";
    let registry = over([false; 2], vec![Arc::new(parse("own.toml", own))]);
    let matches = scan("in Jordan today", Language::English, &registry);
    let ids: Vec<&str> = matches[0].candidates.iter().map(|(actor, _)| registry.actor(*actor).id.as_str()).collect();
    assert_eq!(ids, ["jordan-state"]);
    // Without the file that extended it, a place has its original facts again.
    let registry = over([false, true], Vec::new());
    let matches = scan("in Qatar today", Language::English, &registry);
    assert!(registry.actor(matches[0].candidates[0].0).file.is_none());
}

#[test]
fn other_files_are_rejected_as_built_registries() {
    let good = bytes(false);
    let error = |bytes: &[u8]| open(bytes.to_vec()).map(|_| ()).unwrap_err();
    assert_eq!(error(b""), BinaryError::Foreign);
    assert_eq!(error(b"[[actor]]\nid = \"x\"\n"), BinaryError::Foreign);
    assert_eq!(error(&good[..good.len() - 1]), BinaryError::Truncated);
    assert_eq!(error(&good[..20]), BinaryError::Truncated);
    let mut older = good.clone();
    older[8] = 0;
    assert_eq!(error(&older), BinaryError::Version);
    let mut damaged = good;
    damaged[40] ^= 1;
    assert_eq!(error(&damaged), BinaryError::Damaged);
}

#[test]
fn similar_ids_are_found_among_many() {
    let mut text = String::new();
    for number in 0..6000 {
        let name = format!("person-{}-{}", (b'a' + (number % 26) as u8) as char, number * 37);
        let _ = writeln!(text, "[[actor]]\nid = \"{name}\"\nkind = \"person\"\nname.en = \"P {number}\"");
    }
    text.push_str("[[actor]]\nid = \"laila-haddad\"\nkind = \"person\"\nname.en = \"Laila Haddad\"\n");
    let file = Arc::new(parse("many.toml", &text));
    let registry = Registry::new(vec![file], false);
    let source = Source { path: "many.toml".into(), ..Source::default() };
    let built = Registry::over(open(build(&registry, &[source])).unwrap(), &[], Vec::new());
    for registry in [&registry, &built] {
        assert_eq!(registry.near_ids("lala-haddad"), ["laila-haddad"]);
        assert_eq!(registry.near_ids("laila-hadda-d"), ["laila-haddad"]);
        assert_eq!(registry.near_ids("laila-hussain"), ["laila-haddad"]);
        assert_eq!(registry.ids_with("laila", 5, &|_| true).len(), 1);
        assert_eq!(registry.ids_with("haddad", 5, &|_| true).len(), 1);
        assert_eq!(registry.complete("haddad", Language::English, 5).len(), 1);
    }
}

fn mixture() -> impl Strategy<Value = String> {
    let parts = vec![
        "عبد ",
        "الفتاح",
        " ",
        "السيسي",
        "و",
        "لل",
        "أمم",
        "ل",
        "المتحدة",
        "الرئيس",
        " المصري",
        "ـ",
        "\u{64B}",
        "\u{200F}",
        "'s",
        "’",
        "-",
        ".",
        "U",
        ".N",
        "US",
        "Sisi",
        "President",
        " of ",
        "Egypt",
        "el-",
        "\n",
        "،",
        "قطر",
        "State of Qatar",
        "é",
        "أبو ",
        "بن",
        "«",
        "»",
        "Abdel ",
        "Fattah ",
        "أمل",
        "حركة ",
        "كريم ",
        "عادل",
        "Karim ",
        "Adel",
        "U.S.",
        "5",
    ];
    proptest::collection::vec(prop::sample::select(parts), 0..14).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn built_and_text_registries_agree_on_any_mixture(text in mixture()) {
        prop_assert_eq!(format!("{:?}", results(&TEXT, &text)), format!("{:?}", results(&BUILT, &text)));
    }

    #[test]
    fn built_and_text_registries_agree_on_any_text(text in any::<String>()) {
        prop_assert_eq!(format!("{:?}", results(&TEXT, &text)), format!("{:?}", results(&BUILT, &text)));
    }

    #[test]
    fn damaged_files_do_not_panic(
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40),
        cut in proptest::option::of(any::<prop::sample::Index>()),
        text in mixture(),
    ) {
        static GOOD: LazyLock<Vec<u8>> = LazyLock::new(|| bytes(true));
        let mut bytes = GOOD.clone();
        // The header has its own checksum; most damage is after it.
        for (at, byte) in flips {
            let at = 512 + at.index(bytes.len() - 512);
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(built) = open(bytes) {
            let registry = Registry::over(built, &[], Vec::new());
            let _ = format!("{:?}", results(&registry, &text));
            let _ = format!("{:?}", results(&registry, "Sisi"));
            for actor in registry.indexes() {
                let _ = registry.actor(actor).house_name(Language::Arabic);
            }
            let matches = scan(&text, Language::Arabic, &registry);
            let block = BlockNames { block: BlockId::FIRST, heading: false, matches: &matches, links: Vec::new(), closed: Vec::new(), dates: Vec::new() };
            let _ = disambiguate(&registry, &[block], None);
        }
    }
}
