//! The findings after edits equal those of files that are read.

use super::*;
use crate::actors::parse;
use crate::analysis::ProjectContext;
use crate::lint::{lint_between, lint_registry};
use proptest::prelude::*;

fn lines() -> impl Strategy<Value = Vec<&'static str>> {
    let line = prop::sample::select(vec![
        "[[actor]]",
        "[[actor]]",
        "[[actor]]",
        "[[actor]]",
        "id = \"rami\"",
        "id = \"rana\"",
        "id = \"port\"",
        "id = \"qatar\"",
        "kind = \"person\"",
        "kind = \"person\"",
        "kind = \"organisation\"",
        "kid = 1",
        "# note",
        "",
        "name.en = \"Rami Saad\"",
        "name.en = \"Rana Saad\"",
        "name.ar = \"رنا سعد\"",
        "also.en = [\"Rami Saad\", \"UN\"]",
        "note = \"The judge.\"",
        "merged-from = [\"old-port\"]",
        "same-as = [\"wd:Q1\"]",
        "same-as = [\"iso:QA\"]",
        "parent = \"port\"",
        "parent = \"prot\"",
        "parent = \"old-port\"",
        "born = 2001-01-01",
        "died = 1999-01-01",
        "role = [{ title.en = \"Harbour Master\", org = \"port\", exclusive = true, from = 2015-03-01 }]",
        "role = [{ title.en = \"Harbour Master\", org = \"port\", exclusive = true, from = 2013-03-01, to = 2016-01-01 }]",
        "role = [{ title.en = \"Minister\", exclusive = true, from = 2015-03-01, to = 2019-01-01 }]",
        "name.en = \"broken",
        "note = \"\"\"",
        "note = \"\"\"one",
        "note = \"\"\"one\"\"\"",
    ]);
    prop::collection::vec(line, 0..40)
}

fn paths() -> [PathBuf; 2] {
    [PathBuf::from("0.toml"), PathBuf::from("1.toml")]
}

fn ropes(texts: &[String; 2]) -> HashMap<PathBuf, Rope> {
    paths().into_iter().zip(texts.iter().map(|text| Rope::from_str(text))).collect()
}

/// The findings of two files that are read as a whole.
fn fresh(texts: &[String; 2]) -> Vec<Vec<String>> {
    let files: Vec<Arc<RegistryFile>> =
        paths().iter().zip(texts).map(|(path, text)| Arc::new(parse(&path.display().to_string(), text))).collect();
    let registry = Registry::new(files.clone(), true);
    let context = ProjectContext::new(Config::with_defaults(), Arc::new(registry));
    let of_file = |file: &Arc<RegistryFile>| {
        let mut found = lint_registry(file, &context.config);
        found.extend(lint_between(file, &context));
        shown(found)
    };
    files.iter().map(of_file).collect()
}

/// Findings as text, in order. Suggestions for ids depend on the size of the file.
fn shown(found: Vec<Finding>) -> Vec<String> {
    let mut found: Vec<String> = found
        .into_iter()
        .map(|mut finding| {
            if finding.code == *"dangling-reference" {
                finding.fixes.clear();
            }
            format!("{finding:?}")
        })
        .collect();
    found.sort();
    found
}

/// The findings that only one of both has.
fn difference(live: &LiveRegistry, texts: &[String; 2]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (path, fresh) in paths().iter().zip(fresh(texts)) {
        let kept = shown(live.findings(path));
        out.extend(kept.iter().filter(|one| !fresh.contains(one)).map(|one| ("kept".to_owned(), one.clone())));
        out.extend(fresh.iter().filter(|one| !kept.contains(one)).map(|one| ("fresh".to_owned(), one.clone())));
        if out.is_empty() && kept.len() != fresh.len() {
            out.push(("twice".to_owned(), format!("{kept:?}")));
        }
    }
    out
}

fn open(ropes: &HashMap<PathBuf, Rope>, generation: u64) -> Option<LiveRegistry> {
    LiveRegistry::open(&paths(), ropes, &Config::with_defaults(), true, generation)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn findings_after_edits_are_those_of_the_files(
        one in lines(),
        two in lines(),
        edits in prop::collection::vec((0usize..2, 0usize..40, 0usize..6, lines()), 1..6),
    ) {
        let mut texts = [format!("[[actor]]\n{}", one.join("\n")), format!("# head\n[[actor]]\n{}", two.join("\n"))];
        let mut open_texts = ropes(&texts);
        let mut generation = 0;
        let Some(mut live) = open(&open_texts, 0) else { return Ok(()) };
        prop_assert_eq!(difference(&live, &texts), vec![], "{:?}", texts);
        for (file, at, drop, new) in edits {
            let path = &paths()[file];
            let rope = open_texts.get_mut(path).expect("an open file");
            let at = at.min(rope.len_lines() - 1);
            let end = (at + drop).min(rope.len_lines());
            let at = rope.line_to_char(at);
            rope.remove(at..rope.line_to_char(end));
            let inserted: String = new.iter().take(5).flat_map(|line| [line, "\n"]).collect();
            rope.insert(at, &inserted);
            texts[file] = rope.to_string();
            let next = || {
                generation += 1;
                generation
            };
            if !live.update(&open_texts, next) {
                match open(&open_texts, generation + 1_000) {
                    Some(opened) => live = opened,
                    None => return Ok(()),
                }
            }
            prop_assert_eq!(difference(&live, &texts), vec![], "{:?}", texts);
        }
    }

    #[test]
    fn a_splice_makes_one_text_of_the_other(
        one in prop::collection::vec(prop::sample::select(vec!["a", "b", "\n", "رن", "[[actor]]\n"]), 0..2000),
        at in 0usize..2000,
        drop in 0usize..50,
        new in prop::collection::vec(prop::sample::select(vec!["a", "b", "\n", "رن"]), 0..2000),
    ) {
        let old = Rope::from_str(&one.concat());
        let mut edited = old.clone();
        let at = at.min(edited.len_chars());
        edited.remove(at..(at + drop).min(edited.len_chars()));
        edited.insert(at, &new.concat());
        match splice(&old, &edited) {
            None => prop_assert_eq!(old, edited),
            Some(splice) => {
                let (old, edited) = (old.to_string().into_bytes(), edited.to_string().into_bytes());
                let end = splice.old.start + splice.new;
                prop_assert_eq!(&old[..splice.old.start as usize], &edited[..splice.old.start as usize]);
                prop_assert_eq!(&old[splice.old.end as usize..], &edited[end as usize..]);
            }
        }
    }
}
