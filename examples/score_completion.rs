//! Measures the rank of the right actor in completions: `cargo run --release --example score_completion [REGISTRY]`.
//!
//! The queries are made from the names of the registry. Each is typed after `[` in an article of one language: the first two,
//! three or four letters of a name, a whole word of it, the same in the other script, and a word with a missing letter or two
//! swapped ones; initials, the surname first, and other vowels. A query that fits several actors equally well counts for each
//! of them, so the rank cannot always be one.

#![expect(clippy::cast_precision_loss, reason = "counts are small")]

use copydesk::testing::actors::{Actor, ActorIndex, Kind, NameClass, Registry, parse};
use copydesk::testing::analysis::{Memory, ProjectContext, analyse};
use copydesk::testing::config::Config;
use copydesk::testing::ide::complete;
use copydesk::testing::language::Language;
use std::collections::BTreeMap;
use std::sync::Arc;

fn main() {
    let path = std::env::args().nth(1).unwrap_or_else(|| "examples/newsroom/actors.toml".to_owned());
    let text = read(&path);
    let registry = Arc::new(Registry::new(vec![Arc::new(parse(&path, &text))], true));
    let mut ranks: BTreeMap<&str, Vec<Option<usize>>> = BTreeMap::new();
    let actors = registry.indexes().map(|number| (number, registry.actor(number)));
    for (number, actor) in actors.filter(|(_, actor)| actor.file.is_some()) {
        for language in [Language::Arabic, Language::English] {
            for (kind, typed) in questions(actor, language) {
                ranks.entry(kind).or_default().push(rank(&registry, language, &typed, number));
            }
        }
    }
    println!("{:<34} {:>6} {:>7} {:>7} {:>7} {:>7}", "typed", "asked", "first", "top 3", "top 10", "mean of 1/rank");
    for (kind, ranks) in &ranks {
        line(kind, ranks);
    }
    line("9 all", &ranks.into_values().flatten().collect::<Vec<_>>());
}

#[expect(clippy::disallowed_methods, reason = "the example reads a registry")]
fn read(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn line(kind: &str, ranks: &[Option<usize>]) {
    let share = |most: usize| {
        let good = ranks.iter().flatten().filter(|rank| **rank <= most).count();
        format!("{:.1}%", 100.0 * good as f64 / ranks.len().max(1) as f64)
    };
    let mean = ranks.iter().map(|rank| rank.map_or(0.0, |rank| 1.0 / rank as f64)).sum::<f64>();
    let mean = mean / ranks.len().max(1) as f64;
    println!("{kind:<34} {:>6} {:>7} {:>7} {:>7} {mean:>7.3}", ranks.len(), share(1), share(3), share(10));
}

/// The queries for an actor, in an article of a language.
fn questions(actor: &Actor, language: Language) -> Vec<(&'static str, String)> {
    let house = |language: Language| {
        let mut names = actor.names.iter();
        names.find(|name| name.class == NameClass::House && name.language == language).map(|name| name.text.as_str())
    };
    let other = if language == Language::Arabic { Language::English } else { Language::Arabic };
    let mut out = Vec::new();
    if let Some(name) = house(language) {
        for (kind, letters) in [("1 two letters", 2), ("2 three letters", 3), ("3 four letters", 4)] {
            out.extend(head(name, letters).map(|typed| (kind, typed)));
        }
        let words: Vec<&str> = name.split(' ').filter(|word| word.chars().count() > 3).collect();
        out.extend(words.last().filter(|_| words.len() > 1).map(|word| ("4 the last word", (*word).to_owned())));
        for word in &words {
            out.extend(slip(word, false).map(|typed| ("6 a word that lacks a letter", typed)));
            out.extend(slip(word, true).map(|typed| ("7 a word with letters exchanged", typed)));
        }
    }
    if let Some(name) = house(language).filter(|_| actor.kind == Kind::Person) {
        let words: Vec<&str> = name.split(' ').collect();
        if let [first, .., last] = words[..] {
            let (initial, start) = (head(first, 1), head(last, 3));
            out.extend(
                initial
                    .zip(start.clone())
                    .map(|(one, rest)| ("8 an initial and three letters", format!("{one}. {rest}"))),
            );
            out.extend(head(first, 2).map(|start| ("8 the surname first", format!("{last}, {start}"))));
            out.extend(start.map(|start| ("8 other vowels", other_vowels(&format!("{first} {start}")))));
        }
        let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
        out.extend((words.len() > 1 && initials.chars().all(char::is_uppercase)).then_some(("8 initials", initials)));
    }
    if let (Some(_), Some(name)) = (house(language), house(other)) {
        out.extend(head(name, 3).map(|typed| ("5 three letters, other script", typed)));
    }
    out
}

/// A phonetic spelling: other vowels after the first letter, or none in Arabic.
fn other_vowels(name: &str) -> String {
    let mut last = ' ';
    let change = |c: char| {
        let is_first = last == ' ';
        last = c;
        match c {
            'ا' | 'و' | 'ي' if !is_first => None,
            'a' if !is_first => Some('e'),
            'e' | 'i' if !is_first => Some('a'),
            'o' if !is_first => Some('u'),
            'u' if !is_first => Some('o'),
            _ => Some(c),
        }
    };
    name.chars().filter_map(change).collect()
}

/// The first letters of a longer name.
fn head(name: &str, letters: usize) -> Option<String> {
    (name.chars().count() > letters).then(|| name.chars().take(letters).collect())
}

/// A word of five letters or more with a typo in the middle.
fn slip(word: &str, exchanged: bool) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    if letters.len() < 5 || letters[middle - 1] == letters[middle] {
        return None;
    }
    if exchanged {
        letters.swap(middle - 1, middle);
    } else {
        letters.remove(middle);
    }
    Some(letters.into_iter().collect())
}

/// The rank of an actor among the completions, from one. Several names of one actor count once.
fn rank(registry: &Arc<Registry>, language: Language, typed: &str, actor: ActorIndex) -> Option<usize> {
    let context = Arc::new(ProjectContext {
        language: Some(language),
        ..ProjectContext::new(Config::with_defaults(), registry.clone())
    });
    let text = format!("---\ndatePublished: 2018-03-02\n---\n\n[{typed}");
    let offset = text.len() as u32;
    let analysis = analyse(text.into(), "story.news.md", context, &mut Memory::default());
    let mut seen = Vec::new();
    for item in complete(&analysis, offset) {
        if let Some(found) = item.actor.filter(|found| !seen.contains(found)) {
            seen.push(found);
        }
    }
    seen.iter().position(|found| *found == actor).map(|at| at + 1)
}
