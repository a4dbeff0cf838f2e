//! The English of the project: phrases that may not return, and what to write instead.

#![expect(clippy::disallowed_methods, reason = "the test reads the project's files")]

use regex::RegexBuilder;
use std::path::{Path, PathBuf};

/// A phrase and better ones.
const PHRASES: &[(&str, &str)] = &[
    (r"\bbehind\b", "after"),
    (r"\b(stands?|stood|standing)\b", "is, occurs, represents"),
    (r"\bbeside\b", "next to, in addition to"),
    (r"\b(is|are|was|were) no [a-z]+", "is not a, has no"),
    (r"\b(told|tells)\b", "reported, says, shows"),
    (r"\b(nobody|somebody|anybody)\b", "no one, a user, a person"),
    (r"\banew\b", "again"),
    (r"\bof a person\b", "a person's"),
    (r"\bmeanwhile\b", "in the meantime"),
    (r"\bbegin a newsroom\b", "create a project"),
    (r"\bsave (where|that|in|for|what|when)\b", "except"),
    (r"\b(is|are) said\b", "is reported"),
    (r"\bdeeds?\b", "action"),
    (r"\bmend(s|ed|ing)?\b", "fix"),
    (r"\bwhat is not there\b", "invariants"),
    (r"\bsees to it\b", "makes sure"),
    (r"\bone a line\b", "one per line"),
];

/// Ordinary English that a phrase matches.
const ORDINARY: &[&str] =
    &["no longer", "no more", "no less", "no later", "no fewer", "no older", "no larger", "no one"];

/// True uses: the end of a path and a part of the line.
const ALLOWED: &[(&str, &str)] = &[
    ("words/lexicon.rs", "told tells met"),
    ("words/lexicon.rs", "told met meets"),
    ("words/lexicon.rs", "Yesterday Tomorrow Meanwhile"),
    ("rules/elapsed_mismatch.rs", "\"remains\", \"remain\", \"stands\""),
    ("rules/elapsed_mismatch.rs", "\"told\","),
    ("rules/posthumous_actor.rs", "told reporters so"),
    ("docs/rules.md", "told reporters so"),
    ("src/server/client.rs", "$/copydesk/told"),
    ("editors/vscode/src/commands.ts", "ViewColumn.Beside"),
    ("editors/vscode/src/preview.ts", "ViewColumn.Beside"),
    ("editors/vscode/src/timeline.ts", "ViewColumn.Beside"),
];

/// The texts of the project that people read: code without its tests, documentation, editors.
fn texts() -> Vec<(String, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["src", "docs", "editors"] {
        collect(&root.join(folder), &mut paths);
    }
    paths.extend(["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"].map(|name| root.join(name)));
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        let text = std::fs::read_to_string(path).ok()?;
        let lines = text.lines().map(str::to_owned);
        let lines: Vec<String> = match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
            // The articles of tests are prose of their own.
            "rs" => lines.take_while(|line| line != "#[cfg(test)]" && !line.starts_with("mod tests")).collect(),
            // A lexicon is data; its comments are not.
            "txt" => lines.map(|line| if line.starts_with('#') { line } else { String::new() }).collect(),
            _ => lines.collect(),
        };
        Some((name, lines))
    };
    paths.iter().filter_map(read).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
        if path.is_dir() {
            if !matches!(name.as_str(), "node_modules" | "out" | "tests" | "images" | "target" | "test") {
                collect(&path, found);
            }
        } else if name != "tests.rs" && !name.contains("-lock.") {
            found.push(path);
        }
    }
}

#[test]
fn phrases_do_not_return() {
    let texts = texts();
    assert!(texts.len() > 300, "the texts were not found");
    let mut found = Vec::new();
    let mut used = vec![false; ALLOWED.len()];
    for (phrase, better) in PHRASES {
        let phrase = RegexBuilder::new(phrase).case_insensitive(true).unicode(false).build().unwrap();
        for (name, lines) in &texts {
            for (number, line) in lines.iter().enumerate() {
                let ordinary = |words: &str| ORDINARY.iter().any(|known| words.to_lowercase().ends_with(known));
                let Some(words) = phrase.find_iter(line).find(|words| !ordinary(words.as_str())) else { continue };
                let allowed = ALLOWED.iter().position(|(path, part)| name.ends_with(path) && line.contains(part));
                match allowed {
                    Some(at) => used[at] = true,
                    None => {
                        found.push(format!("{name}:{}: `{}` ({better}): {}", number + 1, words.as_str(), line.trim()));
                    }
                }
            }
        }
    }
    assert!(found.is_empty(), "{} phrases:\n{}", found.len(), found.join("\n"));
    let unused: Vec<_> = ALLOWED.iter().zip(&used).filter(|(_, used)| !**used).map(|(allowed, _)| allowed).collect();
    assert!(unused.is_empty(), "these are no longer needed: {unused:?}");
}
