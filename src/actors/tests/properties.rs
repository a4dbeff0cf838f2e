//! Invariants for any text.

use super::registry;
use crate::actors::*;
use crate::article::BlockId;
use crate::language::Language;
use proptest::prelude::*;
use std::sync::LazyLock;

const ACTORS: &str = r#"
[[actor]]
id = "sisi"
kind = "person"
name = { ar = "عبد الفتاح السيسي", en = "Abdel Fattah el-Sisi" }
short = { ar = "السيسي", en = "Sisi" }
[[actor.role]]
title = { ar = "الرئيس المصري", en = "President of Egypt" }
[[actor]]
id = "un"
kind = "organisation"
name = { ar = "الأمم المتحدة", en = "United Nations" }
also.en = ["UN", "U.N."]
"#;

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| registry(ACTORS, true));

fn holds(text: &str) {
    let language = Language::of_script(text).unwrap_or_default();
    let matches = scan(text, language, &REGISTRY);
    let mut end = 0;
    for matched in &matches {
        assert!(matched.clitic.start >= end && matched.clitic.end == matched.range.start, "{text:?}");
        assert!(!matched.range.is_empty() && !matched.candidates.is_empty(), "{text:?}");
        assert!(
            text.get(matched.range.to_usize()).is_some() && text.get(matched.clitic.to_usize()).is_some(),
            "{text:?}"
        );
        if let Some((_, title)) = matched.title {
            assert!(text.get(title.to_usize()).is_some() && !title.overlaps(matched.range), "{text:?}");
        }
        end = matched.range.end;
    }
    let block = BlockNames {
        block: BlockId::FIRST,
        heading: false,
        matches: &matches,
        links: Vec::new(),
        closed: Vec::new(),
        dates: Vec::new(),
    };
    assert_eq!(disambiguate(&REGISTRY, &[block], None).len(), matches.len());
    let _ = names_actor(&REGISTRY, ActorIndex(0), text, language);
    if let Some(width) = clitic_inside(&REGISTRY, ActorIndex(0), text) {
        assert!(text.is_char_boundary(width));
    }
    let _ = REGISTRY.complete(text, language, 5);
}

proptest! {
    #[test]
    fn any_text_is_scanned(text in any::<String>()) {
        holds(&text);
    }

    #[test]
    fn any_mixture_of_names_and_marks_is_scanned(
        parts in proptest::collection::vec(
            prop::sample::select(vec![
                "عبد ", "الفتاح", " ", "السيسي", "و", "لل", "أمم", "ل", "المتحدة", "الرئيس", " المصري", "ـ", "\u{64B}", "\u{200F}",
                "'s", "’", "-", ".", "U", ".N", "US", "Sisi", "President", " of ", "Egypt", "el-", "\n", "،", "قطر", "\u{FDFA}",
                "\u{FEFB}", "é", "e\u{301}", "5", "İ", "ß", "أبو ", "بن", "«", "»",
            ]),
            0..14,
        )
    ) {
        holds(&parts.concat());
    }

    #[test]
    fn any_registry_is_parsed(
        parts in proptest::collection::vec(
            prop::sample::select(vec![
                "[[actor]]\n", "id = \"a\"\n", "kind = \"place\"\n", "name.ar = \"قطر\"\n", "[actor.name]\n", "en = [", "\"\n", "]\n", "= ",
                "{ text = \"x\" }", "[[actor.role]]\n", "title.ar = { m = \"و\" }\n", "born = 1952-02-30\n", "#", "\u{1F600}", "\r\n", "'''", "  ",
            ]),
            0..20,
        )
    ) {
        let text = parts.concat();
        let file = parse("x", &text);
        for problem in &file.problems {
            prop_assert!(text.get(problem.problem.range.to_usize()).is_some(), "{text:?} {problem:?}");
        }
        for actor in &file.actors {
            prop_assert_eq!(actor.id_range.slice(&text), actor.id.as_str());
            prop_assert!(text.get(actor.range.to_usize()).is_some());
        }
        let _ = Registry::new(vec![std::sync::Arc::new(file)], false);
    }
}
