//! A registry that takes edits answers like one that is read from the texts.

use crate::actors::*;
use crate::language::Language;
use crate::text::{LineIndex, TextRange};
use proptest::prelude::*;

/// Lines of valid and broken registries, with ids, names and offices that occur often.
fn lines() -> impl Strategy<Value = Vec<&'static str>> {
    let line = prop::sample::select(vec![
        "[[actor]]",
        "[[actor]]",
        "[[actor]]",
        "  [[ actor ]]",
        "id = \"rami\"",
        "id = \"rana\"",
        "id = \"port\"",
        "id = \"rami-saad\"",
        "kind = \"person\"",
        "kind = \"person\"",
        "kind = \"organisation\"",
        "kid = 1",
        "# note",
        "",
        "name.en = \"Rami Saad\"",
        "name.en = \"Rana Saad\"",
        "name.ar = \"رنا سعد\"",
        "name.en = \"Port Authority\"",
        "also.en = [\"Rami bin Saad\", \"UN\"]",
        "short.en = [\"Saad\"]",
        "weak.ar = [\"أمل\"]",
        "note = \"The judge.\"",
        "merged-from = [\"old-port\"]",
        "same-as = [\"wd:Q1\"]",
        "same-as = [\"iso:QA\"]",
        "id = \"qatar\"",
        "kind = \"place\"",
        "parent = \"port\"",
        "role = [{ title.en = \"Harbour Master\", org = \"port\", exclusive = true, from = 2015-03-01 }]",
        "role = [{ title.en = \"Minister of Transport\", exclusive = true, from = 2015-03-01, to = 2019-01-01 }]",
        "name.en = \"broken",
        "note = \"\"\"",
        "note = \"\"\"one",
        "note = \"\"\"one\"\"\"",
    ]);
    prop::collection::vec(line, 0..32)
}

/// Reads texts piece by piece.
fn open(texts: &[String; 2], generation: u64) -> Option<Registry> {
    let files: Vec<(String, &str)> = (0..).zip(texts).map(|(at, text)| (path(at), text.as_str())).collect();
    Registry::open_texts(&files, true, generation, &|_, _| {})
}

fn path(file: usize) -> String {
    format!("{file}.toml")
}

/// The texts as one registry.
fn whole(texts: &[String; 2]) -> Registry {
    let files = (0..).zip(texts).map(|(at, text)| std::sync::Arc::new(parse(&path(at), text)));
    Registry::new(files.collect(), true)
}

const STORIES: &[&str] = &[
    "Rami Saad met Harbour Master Rana Saad of the Port Authority. Saad and Rami bin Saad left. UN, Rami Sad, Rana Saed.",
    "قالت رنا سعد لرنا سعد إن أمل في قطر. وأكد سعد والرنا.",
];

/// All answers of a registry, by ids.
fn answers(registry: &Registry) -> Vec<String> {
    let id = |actor: ActorIndex| registry.actor(actor).id.clone();
    let mut out = Vec::new();
    let places: Vec<String> = registry
        .indexes()
        .filter_map(|actor| Some((actor, registry.place(actor)?)))
        .map(|(actor, place)| format!("{} {:?}", id(actor), (place, &registry.actor(actor).names.len())))
        .collect();
    out.extend(places);
    for asked in ["rami", "rana", "port", "rami-saad", "old-port", "wd:Q1", "qatar", "iso:QA", "nobody"] {
        let lookup = match registry.lookup(asked) {
            Lookup::Found(actor) => format!("found {}", id(actor)),
            Lookup::Merged(actor) => format!("merged {}", id(actor)),
            Lookup::Missing => "missing".into(),
        };
        out.push(format!("{asked}: {lookup}, near {:?}", registry.near_ids(asked)));
    }
    for typed in ["ra", "port", "p", "saad", "رن", "وال", "sad", "qat"] {
        let ids: Vec<String> = registry.ids_with(typed, 20, &|_| true).into_iter().map(id).collect();
        out.push(format!("{typed}: {ids:?}"));
        for language in [Language::English, Language::Arabic] {
            let named = |found: Vec<(ActorIndex, usize)>| -> Vec<String> {
                let shown = |(actor, name): (ActorIndex, usize)| registry.actor(actor).names[name].text.clone();
                found.into_iter().map(|(actor, name)| format!("{} {}", id(actor), shown((actor, name)))).collect()
            };
            out.push(format!("{typed}: {:?}", named(registry.complete(typed, language, 20))));
            out.push(format!("{typed}: {:?}", named(registry.complete_near(typed, language, 20))));
        }
    }
    for (story, language) in STORIES.iter().zip([Language::English, Language::Arabic]) {
        let scanned = Scanner::new(registry).scan(story, &[], language);
        for found in scanned.matches {
            let candidates: Vec<String> = found.candidates.iter().map(|(actor, _)| id(*actor)).collect();
            let titled: Vec<String> = found.titled.iter().map(|actor| id(*actor)).collect();
            out.push(format!("{}: {candidates:?} {titled:?} {:?}", found.range.slice(story), found.doubtful));
        }
        for near in scanned.near {
            out.push(format!("near {}: {}", near.range.slice(story), id(near.actor)));
        }
    }
    let offices = offices_beginning(registry, "");
    out.push(format!("{:?}", offices.into_iter().map(|(actor, role)| (id(actor), role)).collect::<Vec<_>>()));
    out
}

/// The answers in which two registries differ.
fn difference(one: &Registry, other: &Registry) -> Vec<(String, String)> {
    let all = |registry| {
        let mut all = answers(registry);
        all.extend(duplicates(registry));
        all
    };
    let (mut one, mut other) = (all(one), all(other));
    let most = one.len().max(other.len());
    one.resize(most, "nothing".into());
    other.resize(most, "nothing".into());
    one.into_iter().zip(other).filter(|(one, other)| one != other).collect()
}

/// The duplicates of a registry: those of each file, and those between files.
fn duplicates(registry: &Registry) -> Vec<String> {
    let of_files = (0..).zip(&registry.files).flat_map(|(at, file)| file.problems.iter().map(move |one| (at, one)));
    let all = of_files.chain(registry.problems.iter().map(|(at, problem)| (*at, problem)));
    let all = all.filter(|(_, problem)| problem.code == *"duplicate-actor");
    let mut all: Vec<String> = all.map(|(at, problem)| format!("{at} {:?}", problem.problem)).collect();
    all.sort();
    all
}

/// Applies an edit to a text and to a registry.
fn edit(registry: &Registry, texts: &mut [String; 2], file: usize, new: String, generation: u64) -> Option<Edited> {
    let old = std::mem::replace(&mut texts[file], new);
    let new = &texts[file];
    let head = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - head;
    let tail = old.bytes().rev().zip(new.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
    let splice = Splice { old: head as u32..(old.len() - tail) as u32, new: (new.len() - tail - head) as u32 };
    let lines = LineIndex::new(new);
    let line = |at: u32| lines.position(new, at, crate::text::Encoding::Utf8).line;
    let text = |range: TextRange| range.slice(new).to_owned();
    let touched = registry.outline(file)?.touch(&path(file), &splice, &text, &line)?;
    let count = |text: &str| text.matches('\n').count() as i64;
    let lines = count(new) - count(&old);
    let edited = registry.edit(file, &touched, lines, generation);
    Some(edited.unwrap_or_else(|| registry.rebuild(file, &touched, lines, generation)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_registry_that_took_edits_answers_like_one_that_was_read(
        one in lines(),
        two in lines(),
        edits in prop::collection::vec((0usize..2, 0usize..32, 0usize..6, lines()), 1..6),
    ) {
        let mut texts = [format!("[[actor]]\n{}", one.join("\n")), two.join("\n")];
        let Some(mut registry) = open(&texts, 0) else { return Ok(()) };
        prop_assert_eq!(difference(&registry, &whole(&texts)), vec![], "{:?}", texts);
        for (generation, (file, at, drop, new)) in (1u64..).zip(edits) {
            let mut lines: Vec<&str> = texts[file].lines().collect();
            let at = at.min(lines.len());
            let end = (at + drop).min(lines.len());
            lines.splice(at..end, new.iter().take(5).copied());
            let text = lines.join("\n");
            let before = registry;
            let edited = edit(&before, &mut texts, file, text, generation);
            registry = match edited {
                Some(edited) => edited.registry,
                None => match open(&texts, generation) {
                    Some(registry) => registry,
                    None => return Ok(()),
                },
            };
            let fresh = whole(&texts);
            prop_assert_eq!(difference(&registry, &fresh), vec![], "{:?}", texts);
            // A text that has no word of a changed name keeps its names.
            if let Some(changed) = registry.changed_since(generation - 1) {
                for (story, language) in STORIES.iter().zip([Language::English, Language::Arabic]) {
                    for sentence in story.split_inclusive(". ").filter(|sentence| !changed.concern(sentence)) {
                        let scan = |registry| format!("{:?}", Scanner::new(registry).scan(sentence, &[], language));
                        prop_assert_eq!(scan(&before), scan(&registry), "{}", sentence);
                    }
                }
            }
        }
    }
}
