//! Every message has a translation in every language, and every translation has a message.
#![expect(clippy::disallowed_methods, reason = "the test reads the project's files")]

use copydesk::testing::message::{languages, templates};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[test]
fn every_message_is_in_every_language() {
    let mut used = used_templates();
    used.extend(copydesk::cli::help_texts());
    assert!(used.len() > 250, "the templates are found: {}", used.len());
    for language in languages().skip(1) {
        let translated: BTreeMap<&str, &str> = templates(language).collect();
        let missing: Vec<&String> =
            used.iter().filter(|template| !translated.contains_key(template.as_str())).collect();
        assert!(missing.is_empty(), "src/message/{}.txt lacks:\n{}", language.tag(), lines(&missing));
        let stale: Vec<&&str> = translated.keys().filter(|template| !used.contains(**template)).collect();
        assert!(stale.is_empty(), "src/message/{}.txt has what no code says:\n{}", language.tag(), lines(&stale));
    }
}

#[test]
fn a_translation_has_the_arguments_of_its_template() {
    for language in languages().skip(1) {
        let mut seen = BTreeSet::new();
        for (english, translation) in templates(language) {
            assert!(seen.insert(english), "{english} occurs twice");
            assert_eq!(arguments(english), arguments(translation), "{english}\n{translation}");
            let ticks = |text: &str| text.matches('`').count() % 2;
            assert_eq!(ticks(translation), 0, "a code span is not closed: {translation}");
        }
    }
}

/// The names of the arguments of a template.
fn arguments(template: &str) -> BTreeSet<&str> {
    let parts = template.split('{').skip(1).filter(|part| !part.is_empty());
    parts
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
        .filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_') && !name.is_empty())
        .collect()
}

/// The templates of `message!` in the code, without tests.
fn used_templates() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && !path.ends_with("message.rs")
                && !path.ends_with("tests.rs")
            {
                let text = std::fs::read_to_string(&path).expect("a file");
                let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
                found.extend(code.split("message!(").skip(1).filter_map(literal));
                let counted = code.split("counted!(").skip(1).filter_map(|call| call.split_once(')'));
                let counted = counted.flat_map(|(call, _)| call.split("\"{count}").skip(1));
                found.extend(counted.filter_map(|part| literal(&format!("\"{{count}}{part}"))));
            }
        }
    }
    found
}

/// The string literal that some code begins with.
fn literal(code: &str) -> Option<String> {
    let mut characters = code.trim_start().strip_prefix('"')?.chars().peekable();
    let mut out = String::new();
    loop {
        match characters.next()? {
            '"' => return Some(out),
            '\\' => match characters.next()? {
                'n' => out.push('\n'),
                // A line break in a literal, with the indentation of the next line.
                '\n' => while characters.next_if(|c| c.is_whitespace()).is_some() {},
                other => out.push(other),
            },
            other => out.push(other),
        }
    }
}

fn lines<T: std::fmt::Display>(texts: &[T]) -> String {
    texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
