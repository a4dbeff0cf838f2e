//! Measures how many misspelt names are found: each name of two words or more in a registry is misspelt in several ways, and
//! checked in a sentence.
//!
//! ```sh
//! cargo run --release --example mutate_names -- actors.toml
//! ```
//!
//! A name counts as found if `misspelt-name` reports it and offers the registered spelling. A misspelling that is itself a
//! registered name, or as near to another one, is left out. The exit code is 1 if no name could be tried.

#![expect(clippy::disallowed_methods, reason = "an example reads its input itself")]
#![expect(clippy::cast_precision_loss, reason = "counts are small")]

use copydesk::testing::actors::{Kind, NameClass, Registry, parse};
use copydesk::testing::analysis::ProjectContext;
use copydesk::testing::config::Config;
use copydesk::testing::language::Language;
use copydesk::testing::lint::lint_text;
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;

/// The number of names to try from each registry.
const MOST: usize = 2_000;

/// A way to misspell a word. `None` if it does not apply.
type Way = fn(&[char]) -> Option<String>;

const WAYS: &[(&str, Way)] = &[
    ("a letter left out", |word| (word.len() > 5).then(|| without(word, word.len() / 2))),
    ("a letter twice", |word| (word.len() > 4).then(|| with(word, word.len() / 2, word[word.len() / 2]))),
    ("two letters exchanged", |word| {
        let at = word.len() / 2;
        let mut word = word.to_vec();
        (word.len() > 4 && word[at] != word[at + 1]).then(|| {
            word.swap(at, at + 1);
            word.into_iter().collect()
        })
    }),
    ("a wrong letter", |word| {
        let at = word.len() / 2;
        let other = if word[at] == 'n' || word[at] == 'ن' { ('m', 'م') } else { ('n', 'ن') };
        let mut wrong = word.to_vec();
        (word.len() > 5).then(|| {
            wrong[at] = if word[at].is_ascii() { other.0 } else { other.1 };
            wrong.into_iter().collect()
        })
    }),
    ("another vowel", |word| {
        let at = (1..word.len()).find(|at| "aeiou".contains(word[*at]))?;
        let mut other = word.to_vec();
        other[at] = match word[at] {
            'a' | 'i' => 'e',
            'e' => 'i',
            'o' => 'u',
            _ => 'o',
        };
        (word.len() > 3).then(|| other.into_iter().collect())
    }),
    ("a double letter once", |word| (1..word.len()).find(|at| word[*at] == word[at - 1]).map(|at| without(word, at))),
    ("a long vowel left out", |word| {
        let at = (1..word.len() - 1).find(|at| matches!(word[*at], 'ا' | 'و' | 'ي'))?;
        (word.len() > 4).then(|| without(word, at))
    }),
    ("the article added", |word| {
        let arabic = !word[0].is_ascii() && !word.starts_with(&['ا', 'ل']);
        arabic.then(|| format!("ال{}", word.iter().collect::<String>()))
    }),
];

fn without(word: &[char], at: usize) -> String {
    word.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, c)| *c).collect()
}

fn with(word: &[char], at: usize, letter: char) -> String {
    let mut word = word.to_vec();
    word.insert(at, letter);
    word.into_iter().collect()
}

fn main() -> ExitCode {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let mut tried = 0;
    for path in &paths {
        match std::fs::read_to_string(path) {
            Ok(text) => tried += score(path, &text),
            Err(error) => eprintln!("{path}: {error}"),
        }
    }
    if tried == 0 {
        eprintln!("usage: mutate_names REGISTRY.toml…");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Tries the names of one registry and prints the results.
fn score(path: &str, text: &str) -> usize {
    let registry = Arc::new(Registry::new(vec![Arc::new(parse(path, text))], true));
    let context = Arc::new(ProjectContext::new(Config::with_defaults(), registry.clone()));
    let mut counts: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    let people = registry.indexes().map(|actor| registry.actor(actor)).filter(|actor| actor.kind == Kind::Person);
    let names = people.flat_map(|actor| actor.names.iter().map(move |name| (actor, name)));
    let full = names.filter(|(_, name)| name.class == NameClass::House && name.text.contains(' '));
    for (actor, name) in full.take(MOST) {
        let (language, frame) = match name.language {
            Language::Arabic => ("ar", ("وصل ", " إلى المدينة أمس.\n")),
            _ => ("en", ("The envoy met ", " in the city on Monday.\n")),
        };
        for (way, misspelt) in WAYS.iter().filter_map(|(way, make)| Some((*way, last_word(&name.text, *make)?))) {
            let article = format!("{}{misspelt}{}", frame.0, frame.1);
            let findings = lint_text(&article, &format!("story.{language}.news.md"), &context);
            // A misspelling can be the name of another actor.
            if findings
                .iter()
                .any(|one| matches!(one.code.as_str(), "unlinked-actor" | "ambiguous-actor" | "discouraged-name"))
            {
                continue;
            }
            let theirs = |one: &&copydesk::testing::finding::Finding| {
                one.code == "misspelt-name" && one.notes.iter().any(|note| note.ends_with(actor.id.as_str()))
            };
            let count = counts.entry((language, way)).or_default();
            count.0 += 1;
            count.1 += usize::from(findings.iter().any(|one| theirs(&one)));
        }
    }
    let percent = |found: usize, all: usize| 100.0 * found as f64 / all.max(1) as f64;
    println!("{path}");
    for ((language, way), (all, found)) in &counts {
        println!("  {language}  {way:<24} {found:>5} of {all:>5}  {:>5.1} %", percent(*found, *all));
    }
    let (all, found) = counts.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    println!("  all {found} of {all}, {:.1} %", percent(found, all));
    all
}

/// A name with its last word misspelt.
fn last_word(name: &str, make: Way) -> Option<String> {
    let (head, last) = name.rsplit_once(' ')?;
    let letters: Vec<char> = last.chars().collect();
    let is_word = letters.len() > 2 && letters.iter().all(|c| c.is_alphabetic());
    let misspelt = is_word.then(|| make(&letters)).flatten()?;
    (misspelt != last).then(|| format!("{head} {misspelt}"))
}
